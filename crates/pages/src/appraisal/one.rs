//! The sheet of a body: its lines, what is recorded by hand, and signing.

use super::address::{back, sheet_of};
use crate::answer::{after, attached, form};
use crate::asked::Posted;
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::fill;
use askama::Template;
use assess::appraisal::{Line, LineKind, OwnKind};
use axum::extract::{Path, State};
use axum::response::Response;
use duty::Right;
use source::Lang;
use std::sync::Arc;
use store::AppraisalMark;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::appraisal::{self, Held, Standing};
use work::view::Judged;

#[derive(Template)]
#[template(path = "appraisal/one.html")]
struct OnePage {
    s: Shell,
    title: String,
    body: String,
    /// Where the forms are sent.
    record: String,
    sign: String,
    list: String,
    files: Vec<(&'static str, String)>,
    items: Vec<Choice>,
    may_edit: bool,
    may_sign: bool,
    sha256: String,
    /// Who signs, as the name will be written.
    signer: String,
    complaint: String,
    saved: bool,
}

/// The page.
pub(super) async fn page(
    State(app): State<App>,
    Path((plan, body)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    show(&app, &visit, (&plan, &body), "").await
}

async fn asked(
    app: &App,
    visit: &Visit,
    (plan, body): (&str, &str),
) -> Result<(Arc<Judged>, Held, Standing), Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(plan)?).await?;
    let (held, standing) = appraisal::one(app, visit.viewer(), &judged, body).await?;
    Ok((judged, held, standing))
}

async fn show(
    app: &App,
    visit: &Visit,
    (plan, body): (&str, &str),
    complaint: &str,
) -> Result<Response, Problem> {
    let (judged, held, standing) = asked(app, visit, (plan, body)).await?;
    let page = made(visit, &judged, (&held, &standing), app.list_endings());
    form(&OnePage { complaint: complaint.to_owned(), ..page }, complaint)
}

fn made(
    visit: &Visit,
    judged: &Judged,
    (held, standing): (&Held, &Standing),
    endings: &[&'static str],
) -> OnePage {
    let (lang, body, year) = (visit.lang, &standing.sheet.body, judged.moment.as_of.year);
    let title = fill(lang, "appraisal.of-body", &[("body", body), ("year", &year.to_string())]);
    let s = Shell::of(visit, &judged.view, Some(&judged.moment), Place::Yearly, title.clone());
    let tail = sheet_of(body);
    let blocks = appraisal::blocks(lang, (held, standing), &|line| leads_to(judged, &s, line));
    let file = |ending: &&'static str| (*ending, s.to(format!("{tail}/files/{ending}")));
    let account = visit.viewer().account();
    let signer =
        account.map(|one| if one.full_name.is_empty() { one.name.clone() } else { one.full_name.clone() });
    OnePage {
        body: story::html(&blocks),
        record: s.to(format!("{tail}/marks")),
        sign: s.to(format!("{tail}/signature")),
        list: s.to("/appraisals"),
        files: endings.iter().map(file).collect(),
        items: items(lang, held, standing),
        may_edit: visit.viewer().may(Right::EditPlan),
        may_sign: visit.viewer().may(Right::Publish) && !standing.sheet.grade.is_empty(),
        sha256: standing.sha256.clone(),
        signer: signer.unwrap_or_default(),
        complaint: String::new(),
        saved: visit.get("saved").is_some(),
        title,
        s,
    }
}

/// The page of what a line is about.
fn leads_to(judged: &Judged, s: &Shell, line: &Line) -> String {
    match line.kind {
        LineKind::Own => String::new(),
        LineKind::Task => s.to(format!("/aims/{}", line.id.trim_start_matches("aim/"))),
        LineKind::Binding | LineKind::Target => {
            let id = line.id.split('/').next().unwrap_or_default();
            let target = judged.view.target(id);
            let page = |one: &plan::Target| format!("/indicators/{}#{id}", encode(one.indicator.as_str()));
            target.map(|one| s.to(page(one))).unwrap_or_default()
        }
    }
}

/// What may be recorded: the lines of the sheet, and what is the scheme's own.
fn items(lang: Lang, held: &Held, standing: &Standing) -> Vec<Choice> {
    let lines = standing.sheet.lines.iter().filter(|line| line.kind != LineKind::Own);
    let lines = lines.map(|line| {
        let most = line.points.normalize().to_string();
        let words = [("name", line.name.as_str()), ("most", most.as_str())];
        Choice::new(line.id.clone(), fill(lang, "appraisal.at-most", &words), "")
    });
    let own = held.scheme.own.iter().map(|own| {
        let most = own.points.normalize().to_string();
        let words = [("name", own.name.as_str()), ("most", most.as_str())];
        let label = match own.kind {
            OwnKind::Veto => fill(lang, "appraisal.own-veto", &words),
            OwnKind::Bonus => fill(lang, "appraisal.own-bonus", &words),
            OwnKind::Deduction => fill(lang, "appraisal.own-deduction", &words),
        };
        Choice::new(own.name.clone(), label, "")
    });
    own.chain(lines).collect()
}

/// The sheet as a file.
pub(super) async fn file(
    State(app): State<App>,
    Path((plan, body, ending)): Path<(String, String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let (judged, held, standing) = asked(&app, &visit, (&plan, &body)).await?;
    let (bytes, kind) = appraisal::file(&app, &judged, (&held, &standing), (&ending, visit.lang)).await?;
    let year = judged.moment.as_of.year.to_string();
    let title = fill(visit.lang, "appraisal.of-body", &[("body", &body), ("year", &year)]);
    Ok(attached(bytes, kind, (&format!("appraisal-{year}"), &ending), &title))
}

/// Records something of the body, or takes it back.
pub(super) async fn record(
    Posted { app, place: (plan, body), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(&plan)?).await?;
    let mark = AppraisalMark {
        body: body.clone(),
        item: fields.text("item", 300),
        reason: fields.text("reason", 500),
        source: fields.text("source", 300),
        ..AppraisalMark::default()
    };
    let typed = (fields.get("action") != "back").then(|| fields.get("points"));
    let change = visit.visitor.change("");
    let done = appraisal::record(&app, visit.viewer(), &judged, (mark, typed), &change).await;
    let done = done.map(|()| back(&visit, &plan, &sheet_of(&body)));
    after(&visit, done, async |words| show(&app, &visit, (&plan, &body), words).await).await
}

/// Signs the sheet.
pub(super) async fn sign(
    Posted { app, place: (plan, body), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(&plan)?).await?;
    let (words, change) = (fields.text("words", 500), visit.visitor.change(""));
    let given = (body.as_str(), fields.get("sha256"), words.as_str());
    let done = appraisal::sign(&app, visit.viewer(), &judged, given, &change).await;
    let done = done.map(|()| format!("{}#signed", back(&visit, &plan, &sheet_of(&body))));
    after(&visit, done, async |complaint| show(&app, &visit, (&plan, &body), complaint).await).await
}
