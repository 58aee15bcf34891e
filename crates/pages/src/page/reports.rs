//! Reports on the plan, and its data in open formats.

use crate::asked::OnPlan;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use duty::{Right, Scope};
use report::{KINDS, Medium, Report};
use source::Lang;
use web::visit::{address, encode};
use web::{App, Problem, Visit};
use work::report::Links;
use work::view::Judged;

#[derive(Template)]
#[template(path = "reports.html")]
struct Reports {
    s: Shell,
    sees_papers: bool,
    kinds: Vec<KindLine>,
    formats: Vec<FormatLine>,
}

/// A kind of report with its files.
struct KindLine {
    name: &'static str,
    address: String,
    files: Vec<FileLink>,
}

/// An open format with its files.
struct FormatLine {
    name: String,
    files: Vec<FileLink>,
}

struct FileLink {
    name: String,
    address: String,
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    s: Shell,
    body: String,
    files: Vec<FileLink>,
    open: Vec<String>,
    figures: usize,
    /// What is sent when somebody begins to write this report.
    begin: String,
    kind: String,
    as_of: String,
    known_at: String,
    may_write: bool,
}

/// The kinds of reports and the open formats.
pub(crate) async fn list(on: OnPlan) -> Result<Response, Problem> {
    let app = on.app.clone();
    on.judged_page(|visit, judged| {
        let s = shell(visit, judged, text(visit.lang, "nav.reports"));
        let (kinds, formats) = (kinds(&app, visit.lang, &s), formats(visit.lang, &s));
        let sees_papers = visit.viewer().scope(Right::ReadSubmission) == Scope::All;
        Reports { s, sees_papers, kinds, formats }
    })
    .await
}

/// A report, every figure of it leading to its source.
pub(crate) async fn get(
    Shared(app): Shared<App>,
    Path((id, kind)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    crate::answer::answer(&app, &visit, &headers, async || {
        let question = visit.question(&id)?;
        let moment = app.judged(visit.viewer(), &question).await?.moment.parameters();
        let links = Links {
            base: format!("/plans/{}", encode(&id)),
            query: address("", moment.iter().map(|(name, value)| (*name, value.as_str()))),
        };
        let (judged, report) = work::report::made(&app, visit.viewer(), &question, &kind, links).await?;
        let known_at = question.known_at.unwrap_or_else(|| app.today()).to_string();
        let may_write = visit.viewer().may(Right::EditPlan) && question.stood_at.is_none();
        let page = report_page(&visit, &judged, &report, (id.clone(), kind.clone()));
        let files = files(&app, &page.s, &kind);
        Ok(ReportPage { files, known_at, may_write, ..page })
    })
    .await
}

/// A report with its files, and what is sent when somebody begins to write it.
fn report_page(visit: &Visit, judged: &Judged, report: &Report, (id, kind): (String, String)) -> ReportPage {
    let s = shell(visit, judged, report.title.clone()).with_bundle("readings");
    ReportPage {
        body: story::html(&report.blocks),
        files: Vec::new(),
        open: report.open.clone(),
        figures: report.traces.len(),
        begin: format!("/plans/{}/papers", encode(&id)),
        as_of: judged.moment.as_of.year.to_string(),
        known_at: String::new(),
        may_write: false,
        kind,
        s,
    }
}

fn shell(visit: &Visit, judged: &Judged, title: impl Into<String>) -> Shell {
    Shell::of(visit, &judged.view, Some(&judged.moment), Place::Reports, title)
}

/// Addresses and names of the full reports, for the overview.
pub(super) fn full(lang: Lang, s: &Shell) -> Vec<(String, &'static str)> {
    let full = KINDS.into_iter().filter(|(kind, ..)| !kind.ends_with("-short"));
    full.map(|(kind, zh, en)| (s.to(format!("/reports/{kind}")), pick(lang, zh, en))).collect()
}

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn kinds(app: &App, lang: Lang, s: &Shell) -> Vec<KindLine> {
    let line = |(kind, zh, en): (&str, &'static str, &'static str)| KindLine {
        name: pick(lang, zh, en),
        address: s.to(format!("/reports/{kind}")),
        files: files(app, s, kind),
    };
    KINDS.into_iter().map(line).collect()
}

/// A report in every medium that is written here.
fn files(app: &App, s: &Shell, kind: &str) -> Vec<FileLink> {
    let link = |medium: Medium| FileLink {
        name: medium.ending().to_owned(),
        address: s.file("reports", &format!("{kind}.{}", medium.ending())),
    };
    app.media().map(link).collect()
}

fn formats(lang: Lang, s: &Shell) -> Vec<FormatLine> {
    let link = |file: &&str| FileLink { name: (*file).to_owned(), address: s.file("open", file) };
    let line = |format: cube::Format| FormatLine {
        name: format.words().get(lang).to_owned(),
        files: format.files().iter().map(link).collect(),
    };
    cube::Format::ALL.into_iter().map(line).collect()
}
