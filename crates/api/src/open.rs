use crate::download::{Download, MakingItem};
use crate::parameters::{AsItStood, AtMoment, Failed, OfPlan};
use axum::response::Response;
use web::Problem;

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
        (status = 202, description = "It is being made: ask the same again after the seconds in Retry-After", body = MakingItem),
        Failed,
    ))]
pub(super) async fn open(on: Download) -> Result<Response, Problem> {
    on.made(work::report::open_file).await
}

/// A report as a file
#[utoipa::path(get, path = "/api/v1/plans/{plan}/reports/{file}", operation_id = "report", tag = "tables",
    params(
        OfPlan,
        AsItStood,
        ("file" = String, Path, description = "annual, annual-short, midterm, midterm-short, final, final-short, brief, execution, half-year or economy, with .docx, .html, .md, .xlsx, .pdf where the server has the program that sets it, or .json for the traces of all numbers"),
        AtMoment,
    ),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 202, description = "It is being made: ask the same again after the seconds in Retry-After", body = MakingItem),
        Failed,
    ))]
pub(super) async fn report(on: Download) -> Result<Response, Problem> {
    on.made(work::report::file).await
}
