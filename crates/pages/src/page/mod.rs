//! The pages: each module makes one from a view and its template.

mod align;
mod blocks;
mod breakdown;
mod compare;
mod course;
mod definition;
pub(crate) mod deliverables;
mod description;
mod diagnostics;
mod docs;
mod embed;
mod evaluation;
pub(crate) mod help;
mod hindsight;
mod home;
mod indicator;
mod indicators;
mod life;
mod living;
mod overview;
pub(crate) mod parts;
mod peers;
pub(crate) mod regions;
mod reports;
mod search;
mod share;
mod target;
mod values;
mod warnings;
mod weights;
mod what_if;

pub(crate) use overview::{headline, moment as moment_words};
pub(crate) use peers::choice_word;

use axum::http::HeaderMap;
use duty::Right;
use web::Visit;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs; `description` gives the `OpenAPI` document to show.
pub(crate) fn routes(description: fn() -> &'static str) -> Routes {
    let read = Need::Has(Right::ReadPlan);
    let (see, edit) = (Need::Has(Right::ReadSubmission), Need::Has(Right::EditPlan));
    let api = move |app, visit: Visit, headers: HeaderMap| docs::api(app, visit, headers, description());
    Routes::new()
        .get("/", read, home::get)
        .get("/search", read, search::get)
        .get("/plans/{plan}", read, overview::get)
        .get("/plans/{plan}/text", read, living::get)
        .get("/plans/{plan}/card", read, living::cards)
        .get("/plans/{plan}/life", read, life::index)
        .get("/plans/{plan}/life/{theme}", read, life::theme)
        .get("/plans/{plan}/indicators", read, indicators::get)
        .get("/plans/{plan}/indicators/{indicator}", read, indicator::get)
        .get("/plans/{plan}/indicators/{indicator}/charts/{file}", read, share::chart)
        .get("/plans/{plan}/projects", read, deliverables::get)
        .get("/plans/{plan}/regions", read, regions::get)
        .get("/plans/{plan}/regions.geojson", read, regions::shapes)
        .get("/plans/{plan}/warnings", read, warnings::get)
        .get("/plans/{plan}/what-if", read, what_if::get)
        .get("/plans/{plan}/what-if/table", read, what_if::table::get)
        .get("/plans/{plan}/what-if/model", read, what_if::model::get)
        .post("/plans/{plan}/what-if/model", Need::Has(Right::Consult), what_if::model::run)
        .get("/plans/{plan}/scenarios", see, what_if::kept::list)
        .post("/plans/{plan}/scenarios", Need::Has(Right::Consult), what_if::kept::keep)
        .get("/plans/{plan}/scenarios/{scenario}", see, what_if::kept::get)
        .get("/plans/{plan}/scenarios/{scenario}/{file}", see, what_if::kept::file)
        .post("/plans/{plan}/scenarios/{scenario}/proposal", edit, what_if::kept::propose)
        .post(
            "/plans/{plan}/scenarios/{scenario}/withdraw",
            Need::Has(Right::Consult),
            what_if::kept::withdraw,
        )
        .get("/plans/{plan}/weights", read, weights::get)
        .get("/plans/{plan}/evaluation", read, evaluation::get)
        .get("/plans/{plan}/evaluation/files/{ending}", read, evaluation::file)
        .get("/embed/plans/{plan}/indicators/{indicator}", read, embed::indicator)
        .get("/plans/{plan}/diagnostics", read, diagnostics::get)
        .get("/plans/{plan}/compare", read, compare::get)
        .get("/plans/{plan}/alignment", read, align::get)
        .get("/plans/{plan}/alignment/file/{ending}", read, align::file)
        .get("/plans/{plan}/reports", read, reports::list)
        .get("/plans/{plan}/reports/{kind}", read, reports::get)
        .get("/rules", Need::Open, docs::rules)
        .get("/rules/{code}", Need::Open, docs::rule)
        .get("/api", Need::Open, api)
        .get("/help", Need::Open, help::first)
        .get("/help/{chapter}", Need::Open, help::one)
}
