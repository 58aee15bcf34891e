//! Layers of a plan on the map, the conflict ledger, and places for projects.
//!
//! The uses stand in `work` (`spatial`, `conflicts`); the modules here make their pages.

mod kept;
mod ledger;
mod map;
mod shapes;
mod sites;
mod standing;
mod words;

use duty::Right;
use web::access::{Need, Routes};

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    use Need::Has;
    let read = Has(Right::ReadPlan);
    let inside = Has(Right::ReadSubmission);
    let edit = Has(Right::EditPlan);
    let consult = Has(Right::Consult);
    Routes::new()
        .get("/plans/{plan}/map", read, map::page)
        .get("/plans/{plan}/map/sheet.svg", read, map::sheet)
        .get("/plans/{plan}/map/named.geojson", read, shapes::named)
        .get("/plans/{plan}/map/conflicts.geojson", inside, shapes::conflicts)
        .get("/plans/{plan}/map/tiles/{layer}/{zoom}/{x}/{y}", read, shapes::tile)
        .get("/plans/{plan}/layers", edit, kept::page)
        .post("/plans/{plan}/layers", edit, kept::add)
        .post("/plans/{plan}/layers/{layer}", edit, kept::change)
        .get("/plans/{plan}/layers/{layer}/file", inside, kept::file)
        .get("/plans/{plan}/conflicts", inside, ledger::page)
        .get("/plans/{plan}/conflicts/file/{ending}", inside, ledger::file)
        .post("/plans/{plan}/conflicts/{conflict}", edit, ledger::decide)
        .get("/plans/{plan}/sites", consult, sites::page)
        .post("/plans/{plan}/sites", edit, sites::look)
        .post("/plans/{plan}/sites/{site}", consult, sites::opinion)
}
