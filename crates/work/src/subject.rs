//! What entries of the audit log are about, in names: the plan, item, office or person behind a subject such as
//! `1/duty/indicator/森林覆盖率/lyj`.

use crate::item::items;
use crate::{Fault, Question, Service, Viewer};
use audit::Entry;
use std::collections::{BTreeMap, BTreeSet};
use store::PlanFilter;

/// A part of what an entry is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A sort of things, by the word that actions begin with (`matter`, `layer`).
    Sort(String),
    /// A name.
    Name(String),
    /// A number within the sort before it.
    Number(String),
    /// What no name is known of, as the log writes it.
    Code(String),
}

/// The names behind the subjects of some entries.
#[derive(Clone, Debug, Default)]
pub struct Subjects {
    /// Titles of plans.
    plans: BTreeMap<String, String>,
    /// Names of the items of plans, by plan and id.
    items: BTreeMap<String, BTreeMap<String, String>>,
    offices: BTreeMap<String, String>,
    /// Full names of accounts by the name that they sign in with.
    people: BTreeMap<String, String>,
}

/// Sorts of things that belong to no plan; what follows is their number or name.
const OUTSIDE: [&str; 6] = ["attachment", "audit", "job", "notice", "store", "submission"];

/// Sorts of things of a plan.
const INSIDE: [&str; 31] = [
    "aim",
    "aims",
    "appraisal",
    "body-plan",
    "charge",
    "choice",
    "conflict",
    "consultation",
    "correction",
    "delegation",
    "draft",
    "duty",
    "estimate",
    "estimates",
    "finding",
    "import",
    "layer",
    "matter",
    "news",
    "project",
    "projects",
    "reply",
    "report",
    "revision",
    "round",
    "scenario",
    "share",
    "site",
    "submission",
    "text",
    "voice",
];

/// Sorts that stand behind the item that they are about.
const OF_ITEMS: [&str; 3] = ["submission", "reply", "share"];

/// Plans whose items are named on one page of the log; of more, the log's own codes stay.
const MOST_PLANS: usize = 12;

impl Subjects {
    /// The names behind the subjects of entries, as far as a viewer may see them.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn of(service: &Service, viewer: &Viewer, entries: &[Entry]) -> Result<Self, Fault> {
        let store = service.store();
        let subjects = entries.iter().map(|entry| entry.act.subject.as_str());
        let first = subjects.map(|subject| subject.split_once('/').unwrap_or((subject, "")));
        let named: BTreeSet<(&str, bool)> =
            first.map(|(plan, rest)| (plan, !rest.is_empty() && !is_numbered(rest))).collect();
        let (all, _) = store.plans(&PlanFilter { archived: true, ..PlanFilter::default() }).await?;
        let plans: BTreeMap<String, String> = all.into_iter().map(|one| (one.key.plan, one.title)).collect();
        let mut names = BTreeMap::new();
        let with_items = named.iter().filter(|(plan, has_items)| *has_items && plans.contains_key(*plan));
        for (plan, _) in with_items.take(MOST_PLANS) {
            // A plan that this viewer may not see, or that is put away, keeps its codes.
            if let Ok(view) = service.plan(viewer, &Question::now(*plan)).await {
                names.insert((*plan).to_owned(), item_names(&view.stored.plan));
            }
        }
        let offices = store.offices().await?.into_iter().map(|one| (one.id, one.name)).collect();
        let people = store.accounts().await?.into_iter().map(|one| (one.name, one.full_name)).collect();
        Ok(Self { plans, items: names, offices, people })
    }

    /// The full name of an account, where it has one.
    pub fn person(&self, account: &str) -> Option<&str> {
        self.people.get(account).map(String::as_str).filter(|name| !name.is_empty())
    }

    /// The name of an office.
    pub fn office(&self, office: &str) -> Option<&str> {
        self.offices.get(office).map(String::as_str)
    }

    /// The name behind `office/…` or `account/…`.
    pub fn party(&self, party: &str) -> Option<&str> {
        match party.split_once('/')? {
            ("office", id) => self.office(id),
            ("account", name) => self.person(name),
            _ => None,
        }
    }

    /// The parts of a subject; of one that is not known, itself.
    pub fn named(&self, subject: &str) -> Vec<Part> {
        let (first, rest) = subject.split_once('/').unwrap_or((subject, ""));
        let mut parts = match first {
            "" => return Vec::new(),
            "account" => {
                let (name, rest) = rest.split_once('/').unwrap_or((rest, ""));
                let mut parts = vec![sort(first), named(self.person(name), name)];
                parts.extend(rest.split('/').map(part));
                parts
            }
            "office" => vec![sort(first), named(self.office(rest), rest)],
            "setting" => match rest.strip_prefix("public/") {
                Some(plan) => vec![sort("publication"), named(self.plans.get(plan), plan)],
                None => vec![sort(first), Part::Code(rest.to_owned())],
            },
            first if OUTSIDE.contains(&first) => {
                std::iter::once(sort(first)).chain(rest.split('/').map(part)).collect()
            }
            plan => match self.plans.get(plan) {
                Some(title) => {
                    let mut parts = vec![Part::Name(title.clone())];
                    parts.extend(self.inside(plan, rest));
                    parts
                }
                None => return vec![Part::Code(subject.to_owned())],
            },
        };
        parts.retain(|part| !matches!(part, Part::Code(text) if text.is_empty()));
        parts
    }

    /// The parts of a subject behind its plan.
    fn inside(&self, plan: &str, rest: &str) -> Vec<Part> {
        let item = |id: &str| named(self.items.get(plan).and_then(|items| items.get(id)), id);
        let office = |id: &str| named(self.party(id).or_else(|| self.office(id)), id);
        // The name of an indicator may hold a stroke, so what is about an item is read from both ends.
        for one in OF_ITEMS {
            let behind = rest.rsplit_once(&format!("/{one}"));
            if let Some((id, number)) =
                behind.filter(|(_, number)| number.is_empty() || number.starts_with('/'))
            {
                return vec![item(id), sort(one), part(number.trim_start_matches('/'))];
            }
        }
        let (first, behind) = rest.split_once('/').unwrap_or((rest, ""));
        if !INSIDE.contains(&first) {
            return vec![item(rest)];
        }
        let mut parts = vec![sort(first)];
        match (first, behind.split_once('/')) {
            ("duty", Some((_, rest))) => {
                let (id, whose) = rest.rsplit_once('/').unwrap_or((rest, ""));
                parts.extend([item(id), office(whose)]);
            }
            ("charge", Some((_, id))) => parts.push(item(id)),
            ("estimate", Some((year, id))) => parts.extend([Part::Name(year.to_owned()), item(id)]),
            ("appraisal", Some((year, whose))) => parts.extend([Part::Name(year.to_owned()), office(whose)]),
            ("round", Some((number, whose))) => parts.extend([part(number), office(whose)]),
            _ => parts.extend(behind.split('/').map(part)),
        }
        parts
    }
}

/// Whether the rest of a subject names a thing by a number, which needs no plan to be read.
fn is_numbered(rest: &str) -> bool {
    let first = rest.split('/').next().unwrap_or_default();
    INSIDE.contains(&first) && !["duty", "charge", "estimate"].contains(&first)
}

/// Names of the items of a plan by id. A target goes by its indicator and year: its value may have been another when the
/// entry was made.
fn item_names(plan: &plan::Plan) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, String> =
        plan.indicators.iter().map(|one| (one.id.to_string(), one.name.clone())).collect();
    let of_targets = plan.targets.iter().filter_map(|target| {
        let indicator = names.get(target.indicator.as_str())?;
        let year = target.year.or(target.implied_year).map(|year| format!(" {year}")).unwrap_or_default();
        Some((target.id.to_string(), format!("{indicator}{year}")))
    });
    let of_targets: Vec<(String, String)> = of_targets.collect();
    names.extend(items(plan).into_iter().map(|item| (item.id, item.name)));
    names.extend(of_targets);
    names
}

fn sort(word: &str) -> Part {
    Part::Sort(word.to_owned())
}

fn named(name: Option<impl AsRef<str>>, code: &str) -> Part {
    match name {
        Some(name) => Part::Name(name.as_ref().to_owned()),
        None => Part::Code(code.to_owned()),
    }
}

/// A segment of a subject: a number, the word of a sort, or a code.
fn part(segment: &str) -> Part {
    let is_number = !segment.is_empty() && segment.chars().all(|letter| letter.is_ascii_digit());
    if is_number {
        Part::Number(segment.to_owned())
    } else if INSIDE.contains(&segment) || segment == "token" {
        sort(segment)
    } else {
        Part::Code(segment.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subjects() -> Subjects {
        let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect()
        };
        Subjects {
            plans: map(&[("1", "云岭市规划纲要")]),
            items: [("1".to_owned(), map(&[("t3", "森林覆盖率 2030 43%"), ("车/船", "车/船数量")]))].into(),
            offices: map(&[("990102", "石岭县统计局")]),
            people: map(&[("wang", "王小明"), ("new", "")]),
        }
    }

    fn name(text: &str) -> Part {
        Part::Name(text.to_owned())
    }

    fn number(text: &str) -> Part {
        Part::Number(text.to_owned())
    }

    fn code(text: &str) -> Part {
        Part::Code(text.to_owned())
    }

    #[test]
    fn a_subject_is_told_by_the_names_of_what_it_is_about() {
        let plan = || name("云岭市规划纲要");
        let cases: [(&str, Vec<Part>); 16] = [
            ("", vec![]),
            ("1", vec![plan()]),
            ("1/t3", vec![plan(), name("森林覆盖率 2030 43%")]),
            ("1/t9", vec![plan(), code("t9")]),
            ("1/t3/share", vec![plan(), name("森林覆盖率 2030 43%"), sort("share")]),
            ("1/车/船/submission/7", vec![plan(), name("车/船数量"), sort("submission"), number("7")]),
            (
                "1/duty/indicator/车/船/990102",
                vec![plan(), sort("duty"), name("车/船数量"), name("石岭县统计局")],
            ),
            ("1/matter/12", vec![plan(), sort("matter"), number("12")]),
            ("1/round/2/office/990102", vec![plan(), sort("round"), number("2"), name("石岭县统计局")]),
            ("1/appraisal/2027/990102", vec![plan(), sort("appraisal"), name("2027"), name("石岭县统计局")]),
            ("account/wang", vec![sort("account"), name("王小明")]),
            ("account/wang/token/3", vec![sort("account"), name("王小明"), sort("token"), number("3")]),
            ("account/new", vec![sort("account"), code("new")]),
            ("office/990102", vec![sort("office"), name("石岭县统计局")]),
            ("setting/public/1", vec![sort("publication"), plan()]),
            ("gone/t3", vec![code("gone/t3")]),
        ];
        for (subject, expected) in cases {
            assert_eq!(subjects().named(subject), expected, "{subject}");
        }
    }
}
