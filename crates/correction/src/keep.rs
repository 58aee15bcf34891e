//! A further version of a plan keeps the ids of the rows that the version before has too.
//!
//! What people tie to a plan (aims of a year, estimates, duties, documents of bodies, the register of projects) names its rows by id. A
//! reading numbers rows as they come, so that one sentence more would make every tie behind it point at something else. A row is the
//! same by meaning and place, as for corrections; an id is never given to another row.

use crate::anchor::subject;
use crate::found::{APART, ENOUGH, alike, fit, meaning};
use crate::model::{Anchor, Kind};
use crate::{anchor, rows};
use plan::package::Named;
use plan::{IndicatorId, Item, Plan, ProjectId, TargetId, TaskId};
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of rows that others name by id.
const TIED: [Kind; 4] = [Kind::Indicator, Kind::Target, Kind::Project, Kind::Task];
/// What is measured is the same only where its name is as near as this.
const SAME_SUBJECT: f64 = 0.5;

/// Ids of rows before and after, by kind; a row that keeps the id of its reading is not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renamed(BTreeMap<(Kind, String), String>);

impl Renamed {
    /// The id that a row has now.
    pub fn of<'a>(&'a self, kind: Kind, id: &'a str) -> &'a str {
        self.0.get(&(kind, id.to_owned())).map_or(id, String::as_str)
    }

    /// Gives the rows of a plan, and what in it points at them, their new ids.
    pub fn rename(&self, plan: &mut Plan) {
        if self.0.is_empty() {
            return;
        }
        let indicator = |id: &mut IndicatorId| *id = IndicatorId(self.of(Kind::Indicator, &id.0).to_owned());
        let target = |id: &mut TargetId| *id = TargetId(self.of(Kind::Target, &id.0).to_owned());
        let project = |id: &mut ProjectId| *id = ProjectId(self.of(Kind::Project, &id.0).to_owned());
        let task = |id: &mut TaskId| *id = TaskId(self.of(Kind::Task, &id.0).to_owned());
        plan.indicators.iter_mut().for_each(|row| indicator(&mut row.id));
        for row in &mut plan.targets {
            target(&mut row.id);
            indicator(&mut row.indicator);
        }
        plan.observations.iter_mut().for_each(|row| indicator(&mut row.indicator));
        for row in &mut plan.projects {
            project(&mut row.id);
            row.part_of.iter_mut().for_each(project);
        }
        plan.tasks.iter_mut().for_each(|row| task(&mut row.id));
        for row in &mut plan.assignments {
            match &mut row.item {
                Item::Indicator(id) => indicator(id),
                Item::Target(id) => target(id),
                Item::Project(id) => project(id),
                Item::Task(id) => task(id),
            }
        }
        plan.schedule.iter_mut().for_each(|row| target(&mut row.target));
        for row in &mut plan.relations {
            row.result.iter_mut().chain(&mut row.parts).for_each(indicator);
        }
    }
}

/// The ids that the rows of a new version get: a row that the version before has keeps its id from there, another one keeps its own
/// unless an earlier version used it (`used`: ids by kind), and then gets the next number that is free.
///
/// Each version comes as it was read with its text, which is empty for a plan without one.
pub fn keep_ids(
    (before, text_before): (&Plan, &str),
    (now, text_now): (&Plan, &str),
    used: &BTreeMap<Kind, BTreeSet<String>>,
) -> Renamed {
    let mut renamed = Renamed::default();
    let none = BTreeSet::new();
    for kind in TIED {
        let (old, new) = (anchors(before, text_before, kind), anchors(now, text_now, kind));
        let same = pairs(kind, &old, &new);
        let used = used.get(&kind).unwrap_or(&none);
        let known = used.iter().chain(old.iter().map(|(id, _)| id)).chain(new.iter().map(|(id, _)| id));
        let mut next = known.filter_map(|id| number(kind, id)).max().unwrap_or(0);
        let was: BTreeSet<&String> = old.iter().map(|(id, _)| id).chain(used).collect();
        for (at, (id, _)) in new.iter().enumerate() {
            let kept = match same.get(&at) {
                Some(before) => before.clone(),
                None if was.contains(id) => {
                    next += 1;
                    format!("{}{next:04}", kind.prefix())
                }
                None => continue,
            };
            if kept != *id {
                renamed.0.insert((kind, id.clone()), kept);
            }
        }
    }
    renamed
}

/// The number of an id such as k0012.
fn number(kind: Kind, id: &str) -> Option<u64> {
    id.strip_prefix(kind.prefix())?.parse::<u32>().ok().map(u64::from)
}

fn anchors(plan: &Plan, text: &str, kind: Kind) -> Vec<(String, Anchor)> {
    let of = |id: String| {
        let mut found = anchor(plan, text, kind, &id)?;
        // It names another row by the id that it has in this reading.
        found.read.remove("part_of");
        Some((id, found))
    };
    rows::ids(plan, kind).into_iter().filter_map(of).collect()
}

/// For rows of the new version, by place in the list, the id of the row of the old one that is the same.
fn pairs(kind: Kind, old: &[(String, Anchor)], new: &[(String, Anchor)]) -> BTreeMap<usize, String> {
    let mut found = Pairs { old, new, of_new: BTreeMap::new(), taken: BTreeSet::new() };
    found.equal(|anchor| {
        (&anchor.quote, &anchor.read, Some((&anchor.before, &anchor.after, &anchor.section)))
    });
    // The same words saying the same, whatever stands around them now.
    found.equal(|anchor| (&anchor.quote, &anchor.read, None));
    found.alike(kind);
    let Pairs { of_new, .. } = found;
    of_new.into_iter().filter_map(|(at, before)| Some((at, old.get(before)?.0.clone()))).collect()
}

/// What two rows must have alike to be told for the same at once.
type Key<'a> = (&'a String, &'a Named, Option<(&'a String, &'a String, &'a String)>);

/// Pairs of rows, by place in the lists.
struct Pairs<'a> {
    old: &'a [(String, Anchor)],
    new: &'a [(String, Anchor)],
    of_new: BTreeMap<usize, usize>,
    taken: BTreeSet<usize>,
}

impl<'a> Pairs<'a> {
    fn open_old(&self) -> Vec<usize> {
        (0..self.old.len()).filter(|at| !self.taken.contains(at)).collect()
    }

    fn open_new(&self) -> Vec<usize> {
        (0..self.new.len()).filter(|at| !self.of_new.contains_key(at)).collect()
    }

    fn pair(&mut self, at: usize, before: usize) {
        self.of_new.insert(at, before);
        self.taken.insert(before);
    }

    /// Pairs rows with the same key in their order, where there are as many before as now.
    fn equal(&mut self, key: impl Fn(&'a Anchor) -> Key<'a>) {
        let (old, new) = (self.old, self.new);
        let mut groups: BTreeMap<Key<'a>, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for before in self.open_old() {
            if let Some((_, anchor)) = old.get(before) {
                groups.entry(key(anchor)).or_default().0.push(before);
            }
        }
        for at in self.open_new() {
            if let Some((_, anchor)) = new.get(at)
                && let Some(group) = groups.get_mut(&key(anchor))
            {
                group.1.push(at);
            }
        }
        for (before, now) in groups.into_values().filter(|(before, now)| before.len() == now.len()) {
            for (before, at) in before.into_iter().zip(now) {
                self.pair(at, before);
            }
        }
    }

    /// Pairs rows each of which is clearly the best fit of the other.
    fn alike(&mut self, kind: Kind) {
        let mut best_old: BTreeMap<usize, Best> = BTreeMap::new();
        let mut best_new: BTreeMap<usize, Best> = BTreeMap::new();
        let open_new = self.open_new();
        for before in self.open_old() {
            for &at in &open_new {
                let (Some((_, a)), Some((_, b))) = (self.old.get(before), self.new.get(at)) else { continue };
                let fit = likeness(kind, a, b);
                best_old.entry(before).or_default().offer(fit, at);
                best_new.entry(at).or_default().offer(fit, before);
            }
        }
        for (before, best) in best_old {
            let Some(at) = best.clear() else { continue };
            if best_new.get(&at).and_then(Best::clear) == Some(before) {
                self.pair(at, before);
            }
        }
    }
}

/// The row that fits best, and how well the next one fits.
#[derive(Clone, Copy, Default)]
struct Best {
    most: f64,
    next: f64,
    row: Option<usize>,
}

impl Best {
    fn offer(&mut self, fit: f64, row: usize) {
        if fit > self.most {
            (self.next, self.most, self.row) = (self.most, fit, Some(row));
        } else {
            self.next = self.next.max(fit);
        }
    }

    /// The row, where it fits well enough and no other does as well.
    fn clear(&self) -> Option<usize> {
        self.row.filter(|_| self.most >= ENOUGH && self.most - self.next >= APART)
    }
}

/// How far two rows are the same, from 0 to 1; 0 for targets of different years and for what is not measured alike.
fn likeness(kind: Kind, a: &Anchor, b: &Anchor) -> f64 {
    let (what, other) = (subject(&a.read), subject(&b.read));
    if !may_be_alike(&a.quote, &b.quote) && !may_be_alike(what, other) {
        // Neither the words nor the name have anything in common: it cannot be enough.
        return 0.0;
    }
    let is_measured = matches!(kind, Kind::Indicator | Kind::Target);
    if is_measured && alike(what, other) < SAME_SUBJECT {
        return 0.0;
    }
    if kind == Kind::Target && year(a) != year(b) {
        return 0.0;
    }
    if a.quote.is_empty() && b.quote.is_empty() {
        // What stands nowhere is not alike by standing nowhere.
        return meaning(a, b);
    }
    fit(kind, a, b)
}

/// Whether two texts begin or end alike; without that the share of them that is alike is nothing.
fn may_be_alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    a == b || a.chars().next() == b.chars().next() || a.chars().next_back() == b.chars().next_back()
}

/// The year of a target, stated or implied.
fn year(anchor: &Anchor) -> Option<&String> {
    let of = |name: &str| anchor.read.get(name).filter(|text| !text.is_empty());
    of("year").or_else(|| of("implied_year"))
}
