//! Appraisal sheets of bodies (绩效考核): the list of a year, one sheet with what is recorded and signed, and the scheme.
//!
//! The uses stand in `work::appraisal`; the modules here make their pages.

mod address;
mod list;
mod one;
mod scheme;

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    use Need::Has;
    let (inside, edit) = (Has(Right::ReadSubmission), Has(Right::EditPlan));
    Routes::new()
        .get("/plans/{plan}/appraisals", inside, list::page)
        .get("/plans/{plan}/appraisals/list/{ending}", inside, list::file)
        .get("/plans/{plan}/appraisals/scheme", inside, scheme::page)
        .post("/plans/{plan}/appraisals/scheme", edit, scheme::put)
        .get("/plans/{plan}/appraisals/of/{body}", inside, one::page)
        .get("/plans/{plan}/appraisals/of/{body}/files/{ending}", inside, one::file)
        .post("/plans/{plan}/appraisals/of/{body}/marks", edit, one::record)
        .post("/plans/{plan}/appraisals/of/{body}/signature", Has(Right::Publish), one::sign)
}
