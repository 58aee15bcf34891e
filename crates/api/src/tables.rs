use crate::parameters::{AsItStood, AtMoment, Failed, OfPlan};
use crate::sheet::{TABLES, sheet};
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use web::rendered::{ASK_AGAIN, NO_STORE, Rendered};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::Question;
use work::view::Judged;

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
pub(super) async fn get(on: Download) -> Result<Response, Problem> {
    let judged = on.app.judged(on.visit.viewer(), &on.question()?).await?;
    let missing = || {
        let (file, names) = (&on.file, TABLES.join(", "));
        Problem::not_found(
            format!("没有表“{file}”。可下载：{names}，后缀 .csv 或 .xlsx。"),
            format!("There is no table “{file}”. There are: {names}, with .csv or .xlsx."),
        )
    };
    let (name, ending) = on.file.rsplit_once('.').ok_or_else(missing)?;
    let sheet = sheet(on.visit.lang, &judged, name).ok_or_else(missing)?;
    let (kind, bytes) = match ending {
        "csv" => ("text/csv; charset=utf-8", sheet.csv()?),
        "xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.xlsx()?),
        _ => return Err(missing()),
    };
    Ok(on.answer(&judged, kind, bytes))
}

/// A file made of a plan is asked for.
pub(super) struct Download {
    pub(super) app: App,
    pub(super) visit: Visit,
    pub(super) file: String,
    plan: String,
    headers: HeaderMap,
}

impl Download {
    /// What is asked of the plan.
    pub(super) fn question(&self) -> Result<Question, Problem> {
        self.visit.question(&self.plan)
    }

    /// The file as a download with the plan's title in its name. What is made for somebody signed in may show a draft:
    /// nothing and nobody keeps it.
    pub(super) fn answer(&self, judged: &Judged, kind: &'static str, bytes: Vec<u8>) -> Response {
        let caching = if self.visit.viewer().is_known() { NO_STORE } else { ASK_AGAIN };
        let mut response = Rendered::cached(kind, bytes, caching).answer(&self.headers);
        let (plain, full) = (encode(&self.file), encode(&format!("{} {}", judged.view.title(), self.file)));
        let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}");
        if let Ok(value) = HeaderValue::from_str(&disposition) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
        }
        response
    }
}

impl FromRequestParts<App> for Download {
    type Rejection = PathRejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PathRejection> {
        let Path((plan, file)) = Path::from_request_parts(parts, app).await?;
        let Ok(visit) = Visit::from_request_parts(parts, app).await;
        Ok(Self { app: app.clone(), visit, file, plan, headers: parts.headers.clone() })
    }
}
