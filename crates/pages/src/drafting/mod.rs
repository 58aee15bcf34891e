//! Working on the text itself: what is to be said otherwise and why, rounds in which a draft is laid before others, and
//! revisions of targets while a plan runs.
//!
//! The uses stand in `work` (`wording`, `rounds`, `revision`); the modules here make their pages.

mod changes;
mod choices;
mod fix;
mod manage;
mod revisions;
mod round;
mod rounds;
mod word_file;
mod words;

pub(crate) use choices::Choices;
pub(crate) use revisions::verdict;

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    use Need::Has;
    let edit = Has(Right::EditPlan);
    let read = Has(Right::ReadSubmission);
    let consult = Has(Right::Consult);
    Routes::new()
        .get("/plans/{plan}/fix", edit, fix::page)
        .post("/plans/{plan}/fix", edit, fix::save)
        .get("/plans/{plan}/changes", read, changes::page)
        .post("/plans/{plan}/changes", edit, changes::withdraw)
        .get("/plans/{plan}/changes/{file}", read, changes::file)
        .get("/plans/{plan}/revisions", read, revisions::list)
        .post("/plans/{plan}/revisions", edit, revisions::propose)
        .get("/plans/{plan}/revisions/{revision}", read, revisions::page)
        .post("/plans/{plan}/revisions/{revision}", edit, revisions::decide)
        .post("/plans/{plan}/indicators/{indicator}/choices", edit, choices::decide)
        .get("/plans/{plan}/manage", edit, manage::page)
        .post("/plans/{plan}/manage", edit, manage::change)
        .get("/plans/{plan}/rounds", consult, rounds::list)
        .post("/plans/{plan}/rounds", edit, rounds::change)
        .get("/plans/{plan}/rounds/{round}", consult, round::page)
        .post("/plans/{plan}/rounds/{round}", consult, round::say)
        .post("/plans/{plan}/rounds/{round}/opinions", edit, round::decide)
        .get("/plans/{plan}/rounds/{round}/{file}", consult, round::file)
}
