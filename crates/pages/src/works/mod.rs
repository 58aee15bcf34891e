//! The register of projects: its views, one project with its dispatches, and sheets of dispatches.
//!
//! The uses stand in `work::register`; the modules here make their pages.

mod board;
mod edit;
mod files;
mod groups;
mod head;
mod import;
mod list;
mod matters;
mod money;
mod one;
mod purpose;
mod record;
mod timeline;
mod words;

pub(crate) use matters::about_project;

use crate::asked::OnPlan;
use axum::response::Response;
use duty::Right;
use web::Problem;
use web::access::{Need, Routes};
use work::register::Grouping;

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    use Need::Has;
    let inside = Has(Right::ReadSubmission);
    let hand_in = Has(Right::HandIn);
    let edit = Has(Right::EditPlan);
    Routes::new()
        .get("/plans/{plan}/register", inside, page)
        .post("/plans/{plan}/register", edit, edit::take_over)
        .get("/plans/{plan}/register/new", edit, edit::new_page)
        .post("/plans/{plan}/register/new", edit, edit::add)
        .get("/plans/{plan}/register/import", edit, import::page)
        .post("/plans/{plan}/register/import", edit, import::upload)
        .post("/plans/{plan}/register/import/{pending}", edit, import::go_on)
        .get("/plans/{plan}/register/{item}", inside, one::page)
        .post("/plans/{plan}/register/{item}", edit, edit::change)
        .post("/plans/{plan}/register/{item}/tasks", edit, edit::tie)
        .post("/plans/{plan}/register/{item}/refuse", edit, edit::refuse)
        .post("/plans/{plan}/register/{item}/dispatches", hand_in, edit::dispatch)
        .post("/plans/{plan}/register/{item}/milestones", hand_in, edit::milestone)
        .post("/plans/{plan}/register/{item}/funds", hand_in, edit::fund)
        .post("/plans/{plan}/register/{item}/files", hand_in, edit::add_files)
        .get("/plans/{plan}/register/{item}/files/{file}", inside, files::file)
}

/// The register in the view that is asked for.
async fn page(on: OnPlan) -> Result<Response, Problem> {
    match on.visit.get("view").unwrap_or("") {
        "board" => board::page(&on).await,
        "timeline" => timeline::page(&on).await,
        "office" => groups::page(&on, Grouping::Office).await,
        "county" => groups::page(&on, Grouping::County).await,
        "chapter" => groups::page(&on, Grouping::Chapter).await,
        "category" => groups::page(&on, Grouping::Category).await,
        "money" => money::page(&on).await,
        "warnings" => list::warned(&on).await,
        "record" => record::page(&on).await,
        _ => list::page(&on).await,
    }
}
