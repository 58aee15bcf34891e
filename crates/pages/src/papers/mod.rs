//! Reports that people write: begun from an outline, written at block by block, made anew, approved, issued.
//!
//! The uses stand in `work::report::draft`; the modules here make their pages.

mod act;
mod list;
mod one;
mod parts;
mod schedule;

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    use Need::Has;
    let (see, edit) = (Has(Right::ReadSubmission), Has(Right::EditPlan));
    Routes::new()
        .get("/plans/{plan}/papers", see, list::page)
        .post("/plans/{plan}/papers", edit, list::begin)
        .post("/plans/{plan}/paper-schedule", edit, list::repeat)
        .get("/plans/{plan}/papers/{paper}", see, one::page)
        .get("/plans/{plan}/papers/{paper}/anew", edit, one::difference)
        .post("/plans/{plan}/papers/{paper}/anew", edit, act::anew)
        .post("/plans/{plan}/papers/{paper}/text", edit, act::write)
        .post("/plans/{plan}/papers/{paper}/comments", Has(Right::Consult), act::comment)
        .post("/plans/{plan}/papers/{paper}/asked", edit, act::ask)
        .post("/plans/{plan}/papers/{paper}/taken", edit, act::take_up)
        .post("/plans/{plan}/papers/{paper}/approval", edit, act::submit)
        .post("/plans/{plan}/papers/{paper}/issue", Has(Right::Publish), act::issue)
        .post("/plans/{plan}/papers/{paper}/filled", see, act::fill)
        .post("/plans/{plan}/papers/{paper}/withdraw", edit, act::withdraw)
        .get("/plans/{plan}/papers/{paper}/files/{file}", see, act::file)
}
