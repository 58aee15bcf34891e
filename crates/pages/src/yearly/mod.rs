//! Aims of a year (年度工作目标): the list with its roll-up to the plan, one aim with measures and quarters, aims taken from files, and
//! what goes on into the next year.
//!
//! The uses stand in `work::aims`; the modules here make their pages.

mod address;
mod body_plans;
mod carry;
mod edit;
mod estimates;
mod import;
mod list;
mod one;

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    use Need::Has;
    let inside = Has(Right::ReadSubmission);
    let hand_in = Has(Right::HandIn);
    let edit = Has(Right::EditPlan);
    Routes::new()
        .get("/plans/{plan}/yearly", inside, list::now)
        .get("/plans/{plan}/yearly/{year}", inside, list::page)
        .get("/plans/{plan}/yearly/{year}/list/{ending}", inside, list::file)
        .get("/plans/{plan}/yearly/{year}/new", edit, edit::new_page)
        .post("/plans/{plan}/yearly/{year}/new", edit, edit::add)
        .get("/plans/{plan}/yearly/{year}/carry", edit, carry::page)
        .post("/plans/{plan}/yearly/{year}/carry", edit, carry::carry)
        .get("/plans/{plan}/yearly/{year}/import", edit, import::page)
        .post("/plans/{plan}/yearly/{year}/import", edit, import::upload)
        .post("/plans/{plan}/yearly/{year}/import/{pending}", edit, import::confirm)
        .get("/plans/{plan}/yearly/{year}/estimates", inside, estimates::page)
        .post("/plans/{plan}/yearly/{year}/estimates", hand_in, estimates::propose)
        .get("/plans/{plan}/yearly/{year}/estimates/list/{ending}", inside, estimates::file)
        .get("/plans/{plan}/yearly/{year}/estimates/import", hand_in, estimates::import_page)
        .post("/plans/{plan}/yearly/{year}/estimates/import", hand_in, estimates::upload)
        .post("/plans/{plan}/yearly/{year}/estimates/import/{pending}", hand_in, estimates::confirm)
        .post("/plans/{plan}/yearly/{year}/estimates/{target}", edit, estimates::decide)
        .get("/plans/{plan}/body-plans", inside, body_plans::page)
        .post("/plans/{plan}/body-plans", hand_in, body_plans::upload)
        .post("/plans/{plan}/body-plans/import/{pending}", hand_in, body_plans::confirm)
        .post("/plans/{plan}/body-plans/{document}/withdraw", edit, body_plans::withdraw)
        .get("/plans/{plan}/body-plans/{document}/file", inside, body_plans::file)
        .get("/plans/{plan}/aims/{aim}", inside, one::page)
        .post("/plans/{plan}/aims/{aim}", edit, edit::change)
        .post("/plans/{plan}/aims/{aim}/drop", edit, edit::drop_aim)
        .post("/plans/{plan}/aims/{aim}/states", hand_in, edit::say)
        .post("/plans/{plan}/aims/{aim}/measures", hand_in, edit::measure)
        .get("/plans/{plan}/aims/{aim}/files/{file}", inside, one::file)
}
