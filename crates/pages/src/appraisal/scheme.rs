//! The scheme of appraisal of a plan: read by everybody inside, changed with a reason.

use super::address::back;
use crate::answer::{after, form};
use crate::asked::{OnPlan, Posted};
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::response::Response;
use duty::Right;
use source::Lang;
use web::{App, Problem, Visit};
use work::appraisal::{self, Held, LONGEST};

#[derive(Template)]
#[template(path = "appraisal/scheme.html")]
struct SchemePage {
    s: Shell,
    list: String,
    here: String,
    text: String,
    rows: usize,
    reason: String,
    /// Who wrote it and when; or that it is the shipped one.
    made: String,
    may_edit: bool,
    complaint: String,
    saved: bool,
}

/// The page.
pub(super) async fn page(on: OnPlan) -> Result<Response, Problem> {
    show(&on.app, &on.visit, &on.plan, (None, "")).await
}

/// The page; with what was typed and what is wrong with it.
async fn show(
    app: &App,
    visit: &Visit,
    plan: &str,
    (typed, complaint): (Option<(&str, &str)>, &str),
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let held = appraisal::held(app, plan).await?;
    let s = Shell::of(visit, &view, None, Place::Yearly, text(lang, "appraisal.scheme"));
    let (shown, reason) = typed.unwrap_or((&held.text, ""));
    let page = SchemePage {
        list: s.to("/appraisals"),
        here: s.to("/appraisals/scheme"),
        text: shown.to_owned(),
        rows: shown.lines().count().clamp(12, 40),
        reason: reason.to_owned(),
        made: made(&held, lang),
        may_edit: visit.viewer().may(Right::EditPlan),
        complaint: complaint.to_owned(),
        saved: visit.get("saved").is_some(),
        s,
    };
    form(&page, complaint)
}

/// Who wrote the scheme that holds and when; or that it is the shipped one.
fn made(held: &Held, lang: Lang) -> String {
    let Some(kept) = &held.kept else { return text(lang, "appraisal.shipped").to_owned() };
    let (day, number) = (work::clock::shown(&kept.made_at), kept.number.to_string());
    let words = [
        ("who", kept.made_by.as_str()),
        ("day", day.as_str()),
        ("number", number.as_str()),
        ("reason", kept.reason.as_str()),
    ];
    fill(lang, "appraisal.made", &words)
}

/// Keeps another scheme.
pub(super) async fn put(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    // Browsers send line ends as CR LF; a scheme is kept as it was shown.
    let written = fields.text("text", LONGEST).replace("\r\n", "\n");
    let reason = fields.text("reason", 500);
    let change = visit.visitor.change(reason.clone());
    let given = (written.as_str(), reason.as_str());
    let done = appraisal::put_scheme(&app, visit.viewer(), &plan, given, &change).await;
    let done = done.map(|()| back(&visit, &plan, "/appraisals/scheme"));
    after(&visit, done, async |words| show(&app, &visit, &plan, (Some(given), words)).await).await
}
