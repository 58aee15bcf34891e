//! What people put right in the reading of a plan: fields, rows that are none, rows that are missing, and taking it back.

use crate::view::PlanView;
use crate::{Fault, Question, Service, Viewer};
use correction::{Anchor, Correction, INTO, anchor};
use plan::package::Named;
use source::Span;
use store::{Change, KeptCorrection, NewCorrection};

pub use correction::{Act, Kind, Trace, Unmatched, columns, name_of, named};

/// A row of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What sort of row.
    pub kind: Kind,
    /// Its id.
    pub id: String,
}

/// What is done.
#[derive(Clone, Debug)]
pub enum Correct {
    /// Fields of a row get these values; those that are the same stay out.
    Edit(Row, Named),
    /// The words at a place state a row that was not read.
    Add(Kind, Span, Named),
    /// The document means no such row.
    Reject(Row),
    /// The row is right, although the reader was not certain.
    Accept(Row),
    /// An indicator is the same as the one of this name.
    Merge(Row, String),
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept under this number.
    Kept(i64),
    /// The row said so already.
    Unchanged,
    /// An earlier correction was taken back.
    Withdrawn,
}

/// Puts something right in a version of a plan; the reason stands in the change.
///
/// # Errors
/// There is no such row, the values make none, or the store cannot be written.
pub async fn correct(
    service: &Service,
    viewer: &Viewer,
    question: &Question,
    what: Correct,
    change: &Change,
) -> Result<Outcome, Fault> {
    let view = service.plan(viewer, question).await?;
    let read = service.store().plan_as_read(view.id(), view.stored.key.version).await?;
    let text = view.stored.document.as_ref().map_or("", |document| document.text.as_str());
    let earlier: Vec<Correction> =
        view.stored.corrections.kept.iter().map(|one| one.correction.clone()).collect();
    let on = |row: &Row, act: Act, changes: Named| {
        let anchor = anchor(&read, text, row.kind, &row.id).ok_or_else(no_such_row)?;
        Ok::<_, Fault>(Correction { id: i64::MAX, kind: row.kind, act, anchor, changes })
    };
    let (correction, instead_of) = match what {
        Correct::Edit(row, given) => {
            let now = named(&view.stored.plan, row.kind, &row.id).ok_or_else(no_such_row)?;
            let changes = differing(&now, given);
            if changes.is_empty() {
                return Ok(Outcome::Unchanged);
            }
            match added(&view, &row) {
                Some(old) => (readded(old, changes), Some(old.correction.id)),
                None => (on(&row, Act::Edit, changes)?, None),
            }
        }
        Correct::Add(kind, span, changes) => {
            let anchor = Anchor::of_place(&read, text, span);
            (Correction { id: i64::MAX, kind, act: Act::Add, anchor, changes }, None)
        }
        Correct::Reject(row) => {
            if let Some(old) = added(&view, &row) {
                return restore(service, view.id(), old.correction.id, change)
                    .await
                    .map(|()| Outcome::Withdrawn);
            }
            (on(&row, Act::Reject, Named::new())?, None)
        }
        Correct::Accept(row) => (on(&row, Act::Accept, Named::new())?, None),
        Correct::Merge(row, into) => (on(&row, Act::Merge, Named::from([(INTO.to_owned(), into)]))?, None),
    };
    let held: Vec<Correction> = earlier.into_iter().filter(|one| Some(one.id) != instead_of).collect();
    if let Some(why) = correction.fault(&read, text, &held) {
        let words = why.words();
        return Err(Fault::bad_request(words.zh, words.en));
    }
    let new = NewCorrection { correction, version: view.stored.key.version, instead_of };
    let kept = service.store().add_corrections(view.id(), &[new], change).await?;
    service.refresh().await?;
    Ok(kept.first().map_or(Outcome::Unchanged, |id| Outcome::Kept(*id)))
}

/// Takes a correction back: what was read holds again.
///
/// # Errors
/// The plan has no such correction that holds, or the store cannot be written.
pub async fn restore(service: &Service, plan: &str, id: i64, change: &Change) -> Result<(), Fault> {
    service.store().withdraw_correction(plan, id, change).await?;
    service.refresh().await?;
    Ok(())
}

/// Which corrections are about a row, in the order in which they were made.
pub fn of_row<'a>(view: &'a PlanView, kind: Kind, row: &str) -> Vec<(&'a KeptCorrection, &'a Trace)> {
    let corrections = &view.stored.corrections;
    let traces = corrections.traces.iter().filter(|trace| trace.kind == kind && trace.row == row);
    traces
        .filter_map(|trace| {
            let kept = corrections.kept.iter().find(|one| one.correction.id == trace.correction)?;
            Some((kept, trace))
        })
        .collect()
}

/// The correction that added a row.
fn added<'a>(view: &'a PlanView, row: &Row) -> Option<&'a KeptCorrection> {
    let all = of_row(view, row.kind, &row.id);
    all.into_iter().find(|(kept, _)| kept.correction.act == Act::Add).map(|(kept, _)| kept)
}

fn readded(old: &KeptCorrection, changes: Named) -> Correction {
    let mut all = old.correction.changes.clone();
    all.extend(changes);
    Correction { id: i64::MAX, changes: all, ..old.correction.clone() }
}

/// The fields that are given another value; a field that is not given stays.
fn differing(now: &Named, given: Named) -> Named {
    let says = |name: &str| now.get(name).map_or("", String::as_str);
    given.into_iter().filter(|(name, value)| says(name) != value).collect()
}

fn no_such_row() -> Fault {
    Fault::not_found(
        "规划里没有这一条，可能已被更正。",
        "The plan has no such row; it may have been corrected.",
    )
}
