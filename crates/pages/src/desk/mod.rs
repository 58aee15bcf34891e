//! The desk of whoever works on a plan: loading a document, putting right what was misread, and the way from a draft to a
//! plan that is worked with.
//!
//! The uses stand in `work` (`load`, `correct`, `findings`, `steps`); the modules here make their pages.

mod correct;
mod corrections;
mod draft;
mod findings;
mod load;
mod steps;

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    use Need::Has;
    let edit = Has(Right::EditPlan);
    let read = Has(Right::ReadSubmission);
    Routes::new()
        .get("/load", edit, load::page)
        .post("/load", edit, load::upload)
        .get("/load/{pending}", edit, load::look)
        .post("/load/{pending}", edit, load::decide)
        .get("/plans/{plan}/steps", edit, steps::page)
        .post("/plans/{plan}/steps", edit, steps::take)
        .get("/plans/{plan}/correct", edit, correct::page)
        .post("/plans/{plan}/correct", edit, correct::save)
        .get("/plans/{plan}/corrections", read, corrections::page)
        .post("/plans/{plan}/corrections", edit, corrections::restore)
        .post("/plans/{plan}/diagnostics", edit, findings::decide)
}
