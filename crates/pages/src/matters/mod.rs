//! Matters of all kinds: one list, one page of a matter, one form for a new one. What they hold and say comes from their kinds.
//!
//! The uses stand in `work::matters`, the kinds in `matter`; the modules here make their pages.

mod about;
mod carried;
mod coverage;
pub(crate) mod form;
mod list;
mod new;
mod one;
mod outcome;
mod stood;

pub(crate) use about::{Thread, threads};
pub(crate) use carried::{Carried, Carrier, all_carried};
pub(crate) use list::Waiting;
pub(crate) use new::{about_items, about_warnings};
pub(crate) use one::late_words;
pub(crate) use outcome::{list_of, say_word};
pub(crate) use stood::{Standing, standing};

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs. Whose matter it is, is asked again where the matter is known.
pub(crate) fn routes() -> Routes {
    use Need::Has;
    let read = Has(Right::ReadPlan);
    let speak = Has(Right::Consult);
    Routes::new()
        .get("/matters", Has(Right::ReadEvidence), list::mine)
        .get("/plans/{plan}/matters", read, list::page)
        .post("/plans/{plan}/matters", speak, new::open)
        .get("/plans/{plan}/matters/new", speak, new::page)
        .get("/plans/{plan}/matters/coverage", Has(Right::ReadSubmission), coverage::page)
        .get("/plans/{plan}/matters/list/{ending}", read, list::file)
        .get("/plans/{plan}/matters/{matter}", read, one::page)
        .post("/plans/{plan}/matters/{matter}", Has(Right::TakeStep), one::act)
        .get("/plans/{plan}/matters/{matter}/files/{file}", read, one::file)
}
