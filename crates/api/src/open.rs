use crate::parameters::{AsItStood, AtMoment, Failed, OfPlan};
use crate::tables::named;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use web::rendered::{ASK_AGAIN, NO_STORE, Rendered};
use web::{App, Problem, Visit};

/// Figures and targets in an open format
#[utoipa::path(get, path = "/api/v1/plans/{plan}/open/{file}", operation_id = "open", tag = "tables",
    params(
        OfPlan,
        AsItStood,
        ("file" = String, Path, description = "SDMX-ML 2.1: structure.xml, figures.xml, targets.xml; SDMX-CSV 2.0: figures.sdmx.csv, targets.sdmx.csv; JSON-stat 2.0: figures.json, targets.json; CSVW: figures.csv, figures.csv-metadata.json, targets.csv, targets.csv-metadata.json; PX: figures_A.px, targets_A.px; Data Package: datapackage.json; DCAT 3: catalogue.jsonld; schema.org: dataset.jsonld; Atom: feed.atom; CSV for spreadsheets: figures-table.csv, targets-table.csv"),
        AtMoment,
    ),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        Failed,
    ))]
pub(super) async fn open(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let question = visit.question(&id)?;
    let (judged, bytes, kind) =
        work::report::open_file(&app, visit.viewer(), &question, &file, visit.lang).await?;
    let rendered = Rendered::cached(kind, bytes, caching(&visit));
    Ok(named(rendered.answer(&headers), judged.view.title(), &file))
}

/// A report as a file
#[utoipa::path(get, path = "/api/v1/plans/{plan}/reports/{file}", operation_id = "report", tag = "tables",
    params(
        OfPlan,
        AsItStood,
        ("file" = String, Path, description = "annual, annual-short, midterm, midterm-short, final, final-short or brief, with .docx, .html, .md, .xlsx, or .json for the traces of all numbers"),
        AtMoment,
    ),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        Failed,
    ))]
pub(super) async fn report(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let question = visit.question(&id)?;
    let (judged, bytes, kind) = work::report::file(&app, visit.viewer(), &question, &file).await?;
    let rendered = Rendered::cached(kind, bytes, caching(&visit));
    Ok(named(rendered.answer(&headers), judged.view.title(), &file))
}

/// What is made for somebody signed in may show a draft: nothing and nobody keeps it.
fn caching(visit: &Visit) -> &'static str {
    if visit.viewer().is_known() { NO_STORE } else { ASK_AGAIN }
}
