//! Files made of a plan: at once where that is quick, else beside the request.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;
use source::Lang;
use utoipa::ToSchema;
use web::download::kept_as;
use web::rendered::{ASK_AGAIN, NO_STORE, Rendered};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::Fault;
use work::making::{Made, Making};
use work::view::Filter;
use work::wanted::Wanted;

/// After so many seconds a browser asks again for a file that is being made.
const AGAIN: &str = "2";

/// A file made of a plan is asked for.
pub(super) struct Download {
    app: App,
    visit: Visit,
    file: String,
    plan: String,
    headers: HeaderMap,
}

/// A file that is being made.
#[derive(Serialize, ToSchema)]
pub(super) struct MakingItem {
    /// Files that are made before it.
    before: usize,
}

impl Download {
    /// The file that `make` makes, or word that it takes a while.
    pub(super) async fn made<F>(self, make: impl FnOnce(Wanted) -> F) -> Result<Response, Problem>
    where
        F: Future<Output = Result<Made, Fault>> + Send + 'static,
    {
        let wanted = Wanted {
            service: (*self.app).clone(),
            viewer: self.visit.viewer().clone(),
            question: self.visit.question(&self.plan)?,
            file: self.file.clone(),
            lang: self.visit.lang,
            in_words: self.visit.get("heads") == Some("words"),
            filter: Filter::of(|name| self.visit.get(name)),
        };
        Ok(match wanted.made(make).await? {
            Making::Done(made) => self.answer(&made),
            Making::GoesOn { before, name } => self.wait(before, &name),
        })
    }

    /// The file as a download with the plan's title in its name. What is made for somebody signed in may show a draft:
    /// nothing and nobody keeps it.
    fn answer(&self, made: &Made) -> Response {
        let caching = if self.visit.viewer().is_known() { NO_STORE } else { ASK_AGAIN };
        let mut response = Rendered::cached(made.kind, made.bytes.clone(), caching).answer(&self.headers);
        let name = kept_as(&encode(&self.file), &format!("{} {}", made.title, self.file));
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
        response
    }

    /// The word that it goes on: a page that asks again by itself for a browser, JSON for a program.
    fn wait(&self, before: usize, name: &str) -> Response {
        let accepts = self.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
        let mut response = if accepts.contains("text/html") {
            let (tag, words) = match self.visit.lang {
                Lang::Zh => ("zh-CN", format!("文件正在生成，前面还有 {before} 个；完成后自动下载。")),
                Lang::En => {
                    ("en", format!("The file is being made, {before} before it; it downloads by itself."))
                }
            };
            Html(format!(
                "<!doctype html><html lang=\"{tag}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{words}</title><main><p role=\"status\">{words}</p>{}</main></html>",
                self.way_out(name)
            ))
            .into_response()
        } else {
            axum::Json(MakingItem { before }).into_response()
        };
        *response.status_mut() = StatusCode::ACCEPTED;
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(NO_STORE));
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static(AGAIN));
        headers.insert(header::REFRESH, HeaderValue::from_static(AGAIN));
        response
    }

    /// The button that takes the file back, for somebody signed in: what is made for the public may be waited for by others.
    fn way_out(&self, name: &str) -> String {
        let Some(session) = self.visit.visitor.session() else { return String::new() };
        let word = match self.visit.lang {
            Lang::Zh => "取消",
            Lang::En => "Cancel",
        };
        // A key of the server's own making, hexadecimal digits and an encoded id: nothing that needs escaping.
        format!(
            "<form method=\"post\" action=\"/account/makings/end\"><input type=\"hidden\" name=\"form-key\" value=\"{}\"><input type=\"hidden\" name=\"name\" value=\"{name}\"><input type=\"hidden\" name=\"plan\" value=\"{}\"><button type=\"submit\">{word}</button></form>",
            session.form_key,
            encode(&self.plan)
        )
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
