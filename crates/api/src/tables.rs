use crate::parameters::{AsItStood, AtMoment, Failed, OfPlan};
use crate::sheet::{TABLES, sheet};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use web::rendered::{ASK_AGAIN, NO_STORE, Rendered};
use web::visit::encode;
use web::{App, Problem, Visit};

/// A table as CSV or xlsx
#[utoipa::path(get, path = "/api/v1/plans/{plan}/tables/{file}", operation_id = "table", tag = "tables",
    params(
        OfPlan,
        AsItStood,
        ("file" = String, Path, description = "sections, indicators, targets, observations, projects, quantities, tasks, places, bodies, assignments, schedule, relations, figures, assessment, data-warnings or diagnostics, with .csv or .xlsx"),
        AtMoment,
    ),
    responses(
        (status = 200, description = "The table", body = Vec<u8>, content_type = "text/csv"),
        Failed,
    ))]
pub(super) async fn get(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
    let missing = || {
        let names = TABLES.join(", ");
        Problem::not_found(
            format!("没有表“{file}”。可下载：{names}，后缀 .csv 或 .xlsx。"),
            format!("There is no table “{file}”. There are: {names}, with .csv or .xlsx."),
        )
    };
    let (name, ending) = file.rsplit_once('.').ok_or_else(missing)?;
    let sheet = sheet(visit.lang, &judged, name).ok_or_else(missing)?;
    let caching = if visit.viewer().is_known() { NO_STORE } else { ASK_AGAIN };
    let rendered = match ending {
        "csv" => Rendered::cached("text/csv; charset=utf-8", sheet.csv()?, caching),
        "xlsx" => {
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            Rendered::cached(kind, sheet.xlsx()?, caching)
        }
        _ => return Err(missing()),
    };
    Ok(named(rendered.answer(&headers), judged.view.title(), &file))
}

/// As a download with the plan's title in its name.
pub(super) fn named(mut response: Response, title: &str, file: &str) -> Response {
    let (plain, full) = (encode(file), encode(&format!("{title} {file}")));
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
