//! A plan held against the plan above it or before it, as people look at it and take it along.

use crate::view::PlanView;
use crate::{Fault, Service, printed};
use check::{Alignment, Place, Relation, Row, Side, Verdict};
use source::Lang;
use std::borrow::Cow;
use std::sync::Arc;
use story::{Cell, Table};

/// What became of another plan in a plan.
#[derive(Clone)]
pub struct Aligned {
    /// The other plan.
    pub other: Arc<PlanView>,
    /// What the other is to it.
    pub relation: Relation,
    /// The rows.
    pub found: Alignment,
}

impl Aligned {
    /// The rows of one verdict; without one those that are something to take up.
    pub fn rows(&self, only: Option<Verdict>) -> impl Iterator<Item = &Row> {
        self.found.rows.iter().filter(move |row| match only {
            Some(verdict) => row.verdict == verdict,
            None => row.verdict != Verdict::NotComparable,
        })
    }
}

/// What another plan is by its years: an earlier one when it ended before this one ends, else one to follow.
pub fn propose(view: &PlanView, other: &PlanView) -> Relation {
    match (view.stored.plan.period, other.stored.plan.period) {
        (Some(own), Some(other)) if other.end < own.start => Relation::Earlier,
        _ => Relation::Upper,
    }
}

/// The name of a relation in addresses.
pub const fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Upper => "upper",
        Relation::Earlier => "earlier",
    }
}

/// Holds a plan against another one, away from the threads of requests.
///
/// # Errors
/// The comparison did not end.
pub async fn aligned(view: Arc<PlanView>, other: PlanView, relation: Relation) -> Result<Aligned, Fault> {
    let other = Arc::new(other);
    let held = other.clone();
    let done = tokio::task::spawn_blocking(move || check::align(side(&view), side(&held), relation));
    let found = done.await.map_err(|error| Fault::internal(&error))?;
    Ok(Aligned { other, relation, found })
}

fn side(view: &PlanView) -> Side<'_> {
    let text = view.stored.document.as_ref().map_or("", |document| document.text.as_str());
    Side { plan: &view.stored.plan, text }
}

/// The rows as a file: `docx`, `xlsx`, `html`, `md`, `pdf`. Gives its bytes and media type.
///
/// # Errors
/// No such ending, or the file cannot be written.
pub async fn file(
    service: &Service,
    (title, aligned): (&str, &Aligned),
    only: Option<Verdict>,
    ending: &str,
    lang: Lang,
) -> Result<(Vec<u8>, &'static str), Fault> {
    let medium = printed::medium(ending)?;
    printed::printed(service, list(title, aligned, only, lang), medium, "").await
}

/// Columns of the list, in Chinese and English.
const COLUMNS: [(&str, &str); 7] = [
    ("事项", "thing"),
    ("名称", "name"),
    ("结论", "verdict"),
    ("理由", "reason"),
    ("对方规划", "other plan"),
    ("本规划", "this plan"),
    ("约束性", "binding"),
];

fn list(title: &str, aligned: &Aligned, only: Option<Verdict>, lang: Lang) -> report::Report {
    let word = |(zh, en): (&'static str, &'static str)| if lang == Lang::Zh { zh } else { en };
    let line = |row: &Row| {
        let binding = if row.is_binding { word(("是", "yes")) } else { "" };
        let cells = [
            row.thing.words().get(lang).to_owned(),
            row.name.clone(),
            row.verdict.words().get(lang).to_owned(),
            row.words.get(lang).to_owned(),
            told(&row.above),
            row.own.as_ref().map(told).unwrap_or_default(),
            binding.to_owned(),
        ];
        story::Row { superseded: false, cells: cells.map(Cell::words).to_vec() }
    };
    let caption = word(("衔接对照", "Alignment"));
    let head = COLUMNS.map(|column| Cell::head(word(column))).to_vec();
    let table = Table {
        caption: Cow::Borrowed(caption),
        head: vec![story::Row { superseded: false, cells: head }],
        rows: aligned.rows(only).map(line).collect(),
        ..Table::default()
    };
    report::Report::of_tables(format!("{title} {caption} {}", aligned.other.title()), [table])
}

/// A place in one line: figure, section, line and words.
fn told(place: &Place) -> String {
    let line = if place.line == 0 { String::new() } else { format!("#{}", place.line) };
    let parts = [place.said.clone(), place.section.clone(), line, place.quote.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
