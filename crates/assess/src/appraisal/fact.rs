//! What sheets are made from: targets and tasks with how far they are, and what a person recorded.

use crate::evaluate::reached;
use crate::print::number;
use crate::{Assessment, Row, Status};
use plan::Nature;
use rust_decimal::Decimal;
use source::Words;
use std::fmt::Write as _;

/// A target or task that a body leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: FactKind,
    /// Its name.
    pub name: String,
    /// The name that a scheme may call it by: of a target the name of its indicator.
    pub called: String,
    /// The body in the lead; empty for nobody.
    pub body: String,
    /// How far it is.
    pub reached: Reached,
    /// Why: the evidence in a sentence.
    pub reason: Words,
    /// Where the evidence was published.
    pub source: String,
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    /// A target that binds.
    Binding,
    /// Another target.
    Target,
    /// A task, or an aim of a year.
    Task,
}

/// How far something is.
#[derive(Clone, Debug, PartialEq)]
pub enum Reached {
    /// So much of what should be reached by now, as a fraction.
    Share(f64),
    /// A state that a scheme knows what to give for.
    State(String),
    /// It cannot be told.
    Unknown,
}

/// What a person recorded of a body: points for a target or task in place of those computed, or something of the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The body.
    pub body: String,
    /// Id of the target or task, or name of what is the scheme's own.
    pub item: String,
    /// The points; for a veto they say nothing.
    pub points: Decimal,
    /// Why.
    pub reason: String,
    /// Where it is written.
    pub source: String,
}

/// The targets of an assessed plan as facts: those of the plan's own region for the body in the lead, those of a part of it for that
/// part.
///
/// What is satisfied counts as reached in full at least. A target of which no share can be told is satisfied, or unknown.
pub fn facts(assessment: &Assessment) -> Vec<Fact> {
    assessment.rows.iter().map(fact).collect()
}

fn fact(row: &Row) -> Fact {
    let own = row.region.is_empty();
    let lead = row.bodies.first().map_or("", String::as_str);
    let binding = row.nature == Some(Nature::Binding);
    let id = if own { row.target.to_string() } else { format!("{}/{}", row.target, row.region) };
    let share = match (reached(row), row.status) {
        (Some(share), _) => Reached::Share(share),
        (None, Status::Met | Status::Ahead | Status::OnTrack) => Reached::Share(1.0),
        (None, _) => Reached::Unknown,
    };
    Fact {
        id,
        kind: if binding { FactKind::Binding } else { FactKind::Target },
        name: row.name.clone(),
        called: row.name.clone(),
        body: if own { lead } else { &row.region }.to_owned(),
        reason: reason(row, &share),
        reached: share,
        source: source(row),
    }
}

/// The value, the goal, and how much of what should be reached it is.
fn reason(row: &Row, share: &Reached) -> Words {
    let Some(latest) = row.latest else {
        return Words::new("没有基期以后的数据", "no figure after the base year is known");
    };
    let (value, year, unit) = (number(latest.value), latest.year, &row.unit);
    let (mut zh, mut en) = (format!("{year}年{value}{unit}"), format!("{value} {unit} in {year}"));
    // Writing into a text cannot fail.
    if let Some(goal) = row.goal {
        let (goal, by) = (number(goal.value), goal.year);
        let _ = write!(zh, "，{by}年目标{goal}{unit}");
        let _ = write!(en, ", {goal} {unit} wanted in {by}");
    }
    match (share, row.status) {
        (_, Status::Met) => {
            zh.push_str("，已达到");
            en.push_str(", satisfied");
        }
        (Reached::Share(share), _) => {
            let percent = number((share * 1000.0).round() / 10.0);
            let _ = write!(zh, "，为应达进度的{percent}%");
            let _ = write!(en, ", {percent}% of what should be done by then");
        }
        _ => {
            zh.push_str("，无法判断进度");
            en.push_str(", of which no progress can be told");
        }
    }
    Words::new(zh, en)
}

/// Where the figure that counts was published.
fn source(row: &Row) -> String {
    let year = row.latest.map(|latest| latest.year);
    let mut used = row.evidence.actuals.iter().filter(|actual| actual.used && Some(actual.year) == year);
    used.next_back().map(|actual| actual.source.clone()).unwrap_or_default()
}
