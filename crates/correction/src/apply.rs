//! The plan as it was read and the corrections become the plan as it holds.

use crate::anchor::section_at;
use crate::found::{Rows, place};
use crate::model::{Act, Corrected, Correction, FieldTrace, Kind, Trace, Unmatched, Why};
use crate::rows::{self, INDICATOR, INTO};
use crate::tidy;
use plan::package::Named;
use plan::{Body, BodyId, BodyKind, Doubt, Indicator, IndicatorId, Plan, Provenance};
use source::Words;
use std::collections::BTreeSet;

/// Applies corrections, earlier ones first, to a plan as it was read from `text`; the text is empty for a plan that came
/// without one.
///
/// # Example
/// ```
/// use correction::{Act, Correction, Kind, anchor, apply};
/// let mut plan = plan::Plan::default();
/// plan.projects.push(plan::Project {
///     id: plan::ProjectId::of(1), name: "隧道".into(), name_full: String::new(), box_number: String::new(),
///     category: String::new(), place: String::new(), quantities: Vec::new(), investment: None,
///     period_investment: None, start_year: None, end_year: None, stage: "planned".into(), work: String::new(), phase: String::new(), part_of: None,
///     provenance: plan::Provenance::outside(),
/// });
/// let wrong = anchor(&plan, "", Kind::Project, "p0001").unwrap();
/// let reject =
///     Correction { id: 1, kind: Kind::Project, act: Act::Reject, anchor: wrong, changes: Default::default() };
/// let corrected = apply(&plan, "", &[reject]);
/// assert!(corrected.plan.projects.is_empty() && corrected.unmatched.is_empty());
/// ```
pub fn apply(read: &Plan, text: &str, corrections: &[Correction]) -> Corrected {
    let mut work = Work { text, plan: read.clone(), rows: Rows::new(read, text), kept: BTreeSet::new() };
    let (mut traces, mut unmatched) = (Vec::new(), Vec::new());
    for correction in corrections {
        match work.take(correction, &mut unmatched) {
            Ok(trace) => traces.extend(trace),
            Err(why) => unmatched.push(Unmatched { correction: correction.id, why }),
        }
    }
    let Work { mut plan, kept, .. } = work;
    if !traces.is_empty() {
        tidy::tidy(read, &mut plan, &kept);
    }
    Corrected { plan, traces, unmatched }
}

struct Work<'a> {
    text: &'a str,
    plan: Plan,
    rows: Rows<'a>,
    /// Indicators that a person named: they stay although nothing is said of them.
    kept: BTreeSet<IndicatorId>,
}

impl Work<'_> {
    fn take(&mut self, one: &Correction, unmatched: &mut Vec<Unmatched>) -> Result<Option<Trace>, Why> {
        let trace = |row: String, fields| {
            Some(Trace { correction: one.id, kind: one.kind, row, act: one.act, fields })
        };
        if one.act == Act::Add {
            let row = self.add(one)?;
            return Ok(trace(row, Vec::new()));
        }
        let (row, now) = self.rows.find(one.kind, &one.anchor)?;
        let Some(current) = rows::whole(&self.plan, one.kind, &row) else {
            // An earlier correction took the row away.
            return Ok(None);
        };
        match one.act {
            Act::Edit => {
                let fields = self.edit(one, &now, current, unmatched)?;
                Ok(trace(row, fields).filter(|trace| !trace.fields.is_empty()))
            }
            Act::Accept => {
                self.accept(one.kind, &row);
                Ok(trace(row, Vec::new()))
            }
            Act::Merge => {
                let into = one.changes.get(INTO).cloned().unwrap_or_default();
                let other = self.called(&into).filter(|other| other.as_str() != row).ok_or(Why::Gone)?;
                self.merge(&IndicatorId(row.clone()), &other);
                Ok(trace(row, Vec::new()))
            }
            Act::Reject | Act::Add => {
                if let Some(changed) = changed_key(one, &now) {
                    return Err(changed);
                }
                rows::remove(&mut self.plan, one.kind, &row);
                Ok(trace(row, Vec::new()))
            }
        }
    }

    /// Gives fields other values, and tells those that the new reading has given another value than the one corrected.
    fn edit(
        &mut self,
        one: &Correction,
        now: &Named,
        mut current: Named,
        unmatched: &mut Vec<Unmatched>,
    ) -> Result<Vec<FieldTrace>, Why> {
        let says = |named: &Named, field: &str| named.get(field).cloned().unwrap_or_default();
        let mut fields = Vec::new();
        for (field, value) in &one.changes {
            let (read, was) = (says(now, field), says(&one.anchor.read, field));
            if read != was && read != *value {
                let why = Why::Changed { field: field.clone(), now: read };
                unmatched.push(Unmatched { correction: one.id, why });
                continue;
            }
            current.insert(field.clone(), value.clone());
            fields.push(FieldTrace { name: field.clone(), read, holds: value.clone() });
        }
        if fields.is_empty() {
            return Ok(fields);
        }
        if one.kind == Kind::Indicator {
            return self.edit_indicator(one, current).map(|()| fields);
        }
        follow(one.kind, &mut current, &one.changes, self.plan.period.map(|period| period.end));
        self.put(one.id, one.kind, current)?;
        Ok(fields)
    }

    fn edit_indicator(&mut self, one: &Correction, mut current: Named) -> Result<(), Why> {
        let id = IndicatorId(current.get("id").cloned().unwrap_or_default());
        let old = self.plan.indicator(&id).map(|row| row.name.clone()).unwrap_or_default();
        let name = current.get("name").cloned().unwrap_or_default();
        if let Some(other) = self.called(&name).filter(|other| *other != id) {
            // One indicator holds all that is said of one thing.
            self.merge(&id, &other);
            return Ok(());
        }
        if name != old && !one.changes.contains_key("catalogue") {
            let unit = current.get("unit").map_or("", String::as_str);
            let found = plan::catalogue::lookup(&name, unit).map(|found| found.entry.key.to_owned());
            current.insert("catalogue".to_owned(), found.unwrap_or_default());
        }
        rows::put(&mut self.plan, Kind::Indicator, &current).map_err(Why::Invalid)?;
        // Figures that came before the name was put right still belong to it.
        if let Some(row) = self.plan.indicators.iter_mut().find(|row| row.id == id)
            && name != old
            && !row.aliases.contains(&old)
        {
            row.aliases.push(old);
        }
        self.kept.insert(id);
        Ok(())
    }

    fn add(&mut self, one: &Correction) -> Result<String, Why> {
        let span = place(self.text, &one.anchor)?;
        let id = format!("{}c{}", one.kind.prefix(), one.id);
        let mut all = one.changes.clone();
        let line = self.text.get(..span.start).unwrap_or_default().matches('\n').count() + 1;
        let mut set = |name: &str, value: String| drop(all.insert(name.to_owned(), value));
        set("id", id.clone());
        if one.kind != Kind::Indicator {
            set("start", span.start.to_string());
            set("end", span.end.to_string());
            set("line", if span.is_empty() { 0 } else { line }.to_string());
            set("quote", one.anchor.quote.clone());
            let section = section_at(&self.plan, span.start).filter(|_| !span.is_empty());
            set("section", section.map(ToString::to_string).unwrap_or_default());
            all.entry("origin".to_owned())
                .or_insert_with(|| if span.is_empty() { "outside" } else { "prose" }.to_owned());
        }
        if one.kind == Kind::Assignment {
            // Who adds it says so.
            all.entry("confirmed".to_owned()).or_insert_with(|| "true".to_owned());
        }
        follow(one.kind, &mut all, &one.changes, self.plan.period.map(|period| period.end));
        if one.kind == Kind::Indicator {
            self.kept.insert(IndicatorId(id.clone()));
        }
        self.put(one.id, one.kind, all)?;
        Ok(id)
    }

    /// Puts a row whose indicator stands there by name; an indicator that is not there yet is made.
    fn put(&mut self, correction: i64, kind: Kind, mut cells: Named) -> Result<(), Why> {
        if let Some(name) = cells.get(INDICATOR).cloned()
            && matches!(kind, Kind::Target | Kind::Observation)
        {
            let id = match self.called(&name) {
                Some(id) => id,
                None if name.is_empty() => IndicatorId::default(),
                None => self.make(correction, &name, cells.get("unit").map_or("", String::as_str)),
            };
            cells.insert(INDICATOR.to_owned(), id.to_string());
        }
        match kind {
            Kind::Place => self.resolve(Kind::Place, "parent", &mut cells)?,
            Kind::Assignment => {
                for item in rows::ITEMS {
                    self.resolve(item, item.name(), &mut cells)?;
                }
                self.resolve_body(correction, &mut cells);
            }
            _ => {}
        }
        rows::put(&mut self.plan, kind, &cells).map_err(Why::Invalid)
    }

    /// A field that names a row gets its id.
    fn resolve(&self, kind: Kind, field: &str, cells: &mut Named) -> Result<(), Why> {
        let Some(name) = cells.get(field).filter(|name| !name.is_empty()).cloned() else { return Ok(()) };
        let id = match kind {
            Kind::Indicator => self.called(&name).map(|id| id.to_string()),
            _ => rows::called(&self.plan, kind, &name),
        };
        let id = id.ok_or_else(|| {
            Why::Invalid(Words::new(format!("规划中没有“{name}”。"), format!("the plan has no “{name}”")))
        })?;
        cells.insert(field.to_owned(), id);
        Ok(())
    }

    /// The body of an assignment by its name; one that the plan does not name yet is made.
    fn resolve_body(&mut self, correction: i64, cells: &mut Named) {
        let Some(name) = cells.get("body").filter(|name| !name.is_empty()).cloned() else { return };
        let found = self.plan.bodies.iter().find(|body| body.name == name).map(|body| body.id.clone());
        let id = found.unwrap_or_else(|| {
            let id = BodyId(format!("bc{correction}"));
            self.plan.bodies.push(Body {
                id: id.clone(),
                name,
                kind: BodyKind::Department,
                parent: None,
                provenance: Provenance::outside(),
            });
            id
        });
        cells.insert("body".to_owned(), id.to_string());
    }

    fn make(&mut self, correction: i64, name: &str, unit: &str) -> IndicatorId {
        let id = IndicatorId(format!("{}c{correction}", Kind::Indicator.prefix()));
        let entry = plan::catalogue::lookup(name, unit).map(|found| found.entry);
        self.plan.indicators.push(Indicator {
            id: id.clone(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            catalogue: entry.map(|entry| entry.key.to_owned()),
            direction: plan::catalogue::direction_of(name),
            ..Indicator::default()
        });
        id
    }

    /// The indicator of this name, else the one that has it as another name.
    fn called(&self, name: &str) -> Option<IndicatorId> {
        let all = &self.plan.indicators;
        let named = all.iter().find(|row| row.name == name);
        named
            .or_else(|| all.iter().find(|row| row.aliases.iter().any(|alias| alias == name)))
            .map(|row| row.id.clone())
    }

    fn merge(&mut self, from: &IndicatorId, into: &IndicatorId) {
        let plan = &mut self.plan;
        let Some(gone) = plan.indicators.iter().find(|row| row.id == *from).cloned() else { return };
        plan.indicators.retain(|row| row.id != *from);
        for target in plan.targets.iter_mut().filter(|row| row.indicator == *from) {
            target.indicator = into.clone();
        }
        for observation in plan.observations.iter_mut().filter(|row| row.indicator == *from) {
            observation.indicator = into.clone();
        }
        for assignment in &mut plan.assignments {
            if assignment.item == plan::Item::Indicator(from.clone()) {
                assignment.item = plan::Item::Indicator(into.clone());
            }
        }
        if let Some(stays) = plan.indicators.iter_mut().find(|row| row.id == *into) {
            for name in std::iter::once(gone.name).chain(gone.aliases) {
                if name != stays.name && !stays.aliases.contains(&name) {
                    stays.aliases.push(name);
                }
            }
        }
    }

    fn accept(&mut self, kind: Kind, row: &str) {
        let certain = |doubt: &mut Option<Doubt>| *doubt = None;
        let plan = &mut self.plan;
        match kind {
            Kind::Target => {
                let found = plan.targets.iter_mut().filter(|one| one.id.as_str() == row);
                found.for_each(|one| certain(&mut one.provenance.doubt));
            }
            Kind::Observation => {
                let found = plan.observations.iter_mut().filter(|one| one.id.as_str() == row);
                found.for_each(|one| certain(&mut one.provenance.doubt));
            }
            Kind::Project => {
                let found = plan.projects.iter_mut().filter(|one| one.id.as_str() == row);
                found.for_each(|one| certain(&mut one.provenance.doubt));
            }
            Kind::Indicator | Kind::Task | Kind::Place | Kind::Assignment => {}
        }
    }
}

/// What a field brings with it: a year that is stated leaves none implied, a commitment without any gets the last year of
/// the plan, and who puts a row right is certain of it.
fn follow(kind: Kind, cells: &mut Named, changes: &Named, last_year: Option<i32>) {
    let is_filled = |cells: &Named, name: &str| cells.get(name).is_some_and(|text| !text.is_empty());
    if kind == Kind::Target {
        if is_filled(cells, "year") && !changes.contains_key("implied_year") {
            cells.remove("implied_year");
        } else if !is_filled(cells, "year")
            && !is_filled(cells, "implied_year")
            && let Some(year) = last_year
        {
            cells.insert("implied_year".to_owned(), year.to_string());
        }
    }
    if kind == Kind::Observation
        && let Some(year) = changes.get("year").filter(|year| !year.is_empty())
        && !changes.contains_key("period_start")
        && !changes.contains_key("period_end")
        && cells.get("period_start") == cells.get("period_end")
    {
        // A yearly figure covers the year that it names.
        cells.insert("period_start".to_owned(), year.clone());
        cells.insert("period_end".to_owned(), year.clone());
    }
    cells.remove("confidence");
    cells.remove("reason");
}

/// A row is taken away only while it says what it said: another value or year may be meant.
fn changed_key(one: &Correction, now: &Named) -> Option<Why> {
    let mut keys = ["value", "year", "period_end", "name"].into_iter();
    let says = |named: &Named, field: &str| named.get(field).cloned().unwrap_or_default();
    let field = keys.find(|field| says(now, field) != says(&one.anchor.read, field))?;
    Some(Why::Changed { field: field.to_owned(), now: says(now, field) })
}

impl Corrected {
    /// A plan that nobody has corrected.
    pub fn plain(plan: Plan) -> Self {
        Self { plan, ..Self::default() }
    }

    /// What was done to a row, in the order of the corrections.
    pub fn of<'a>(&'a self, kind: Kind, row: &'a str) -> impl Iterator<Item = &'a Trace> {
        self.traces.iter().filter(move |trace| trace.kind == kind && trace.row == row)
    }
}

impl Correction {
    /// Why the values of a correction make no row, on a plan as it was read; `None` when it can be applied.
    pub fn fault(&self, read: &Plan, text: &str, earlier: &[Self]) -> Option<Why> {
        let mut all = earlier.to_vec();
        all.push(self.clone());
        let found = apply(read, text, &all).unmatched.into_iter().find(|one| one.correction == self.id)?;
        Some(found.why)
    }
}
