//! The sheets of a year.

use super::address::sheet_of;
use crate::answer::{attached, fresh};
use crate::asked::OnPlan;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use source::Lang;
use web::{App, Problem, Visit};
use work::appraisal::{self, Standing};

#[derive(Template)]
#[template(path = "appraisal/list.html")]
struct ListPage {
    s: Shell,
    rows: Vec<Line>,
    files: Vec<(&'static str, String)>,
    nobody: usize,
    scheme: String,
    year: i64,
}

struct Line {
    address: String,
    body: String,
    total: String,
    grade: String,
    vetoes: String,
    judged: String,
    signed: String,
    /// Whether the sheet changed after it was signed.
    is_before_change: bool,
}

/// The page.
pub(super) async fn page(on: OnPlan) -> Result<Response, Problem> {
    let judged = on.judged().await?;
    let visit = &on.visit;
    let lang = visit.lang;
    let found = appraisal::sheets(&on.app, visit.viewer(), &judged).await?;
    let title = fill(lang, "appraisal.of", &[("n", &found.year.to_string())]);
    let s = Shell::of(visit, &judged.view, Some(&judged.moment), Place::Yearly, title);
    let rows = found.all.iter().map(|one| line(lang, &s, one)).collect();
    let (nobody, scheme, year) = (found.nobody, found.held.scheme.title, found.year);
    let file = |ending: &&'static str| (*ending, s.to(format!("/appraisals/list/{ending}")));
    let files = on.app.list_endings().iter().map(file).collect();
    fresh(&ListPage { s, rows, files, nobody, scheme, year })
}

/// The sheets in one table, as a file.
pub(super) async fn file(
    State(app): State<App>,
    Path((plan, ending)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(&plan)?).await?;
    let found = appraisal::sheets(&app, visit.viewer(), &judged).await?;
    let (bytes, kind) = appraisal::summary(&app, &judged, &found, (&ending, visit.lang)).await?;
    let title = fill(visit.lang, "appraisal.of", &[("n", &found.year.to_string())]);
    Ok(attached(bytes, kind, (&format!("appraisal-{}", found.year), &ending), &title))
}

fn line(lang: Lang, s: &Shell, one: &Standing) -> Line {
    let sheet = &one.sheet;
    let judged = sheet.lines.iter().filter(|line| line.reached.is_some()).count();
    let last = one.signatures.first();
    let signed = last.map(|one| {
        let day = work::clock::shown(&one.kept.made_at);
        fill(lang, "appraisal.signed-by", &[("name", &one.kept.name), ("day", &day)])
    });
    Line {
        address: s.to(sheet_of(&sheet.body)),
        body: sheet.body.clone(),
        total: sheet.total.map(|total| total.normalize().to_string()).unwrap_or_default(),
        grade: sheet.grade.clone(),
        vetoes: sheet.vetoes.join(text(lang, "appraisal.comma")),
        judged: format!("{judged}/{}", sheet.lines.len()),
        signed: signed.unwrap_or_default(),
        is_before_change: last.is_some_and(|one| one.is_before_change),
    }
}
