//! The reports that are written on a plan, and the form that begins one.

use super::parts::{address, day};
use super::schedule::{self, Scheduled};
use crate::answer::{after, form};
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::Response;
use duty::Right;
use source::Lang;
use store::{ReportDraft, ReportIssue};
use web::fields::Fields;
use web::{App, Problem, Visit};
use work::report::draft;
use work::report::schedule::{self as repeated, Every, Schedule};
use work::{Question, clock, matters};

#[derive(Template)]
#[template(path = "papers/list.html")]
struct Papers {
    s: Shell,
    action: String,
    complaint: String,
    all: Vec<Line>,
    kinds: Vec<Choice>,
    as_of: String,
    known_at: String,
    may_write: bool,
    schedules: Vec<Scheduled>,
    every: Vec<Choice>,
    parties: Vec<Choice>,
}

struct Line {
    address: String,
    title: String,
    who: String,
    at: String,
    /// When it was issued; empty while it is written.
    issued: String,
    number: String,
}

/// The list, newest first.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    shown(&app, &visit, &plan, "").await
}

/// The list, with what is wrong with what was typed.
pub(super) async fn shown(
    app: &App,
    visit: &Visit,
    plan: &str,
    complaint: &str,
) -> Result<Response, Problem> {
    let judged = app.judged(visit.viewer(), &Question::now(plan)).await?;
    let all = draft::list(app, visit.viewer(), plan).await?;
    let names = matters::names(app).await?;
    let parties = matters::parties(app).await?;
    let schedules = schedule::all(app, visit.lang, plan, &names).await?;
    let s = Shell::of(visit, &judged.view, None, Place::Reports, text(visit.lang, "papers.title"));
    let page = Papers {
        s,
        action: address(plan, ""),
        complaint: complaint.to_owned(),
        all: all.into_iter().map(|(draft, issue)| line(plan, draft, issue)).collect(),
        kinds: kinds(visit.lang, visit.get("kind").unwrap_or("midterm")),
        as_of: judged.moment.as_of.year.to_string(),
        known_at: app.today().to_string(),
        may_write: visit.viewer().may(Right::EditPlan),
        schedules,
        every: schedule::choices(visit.lang),
        parties: parties.into_iter().map(|(party, name)| Choice::new(party, name, "")).collect(),
    };
    form(&page, complaint)
}

fn line(plan: &str, draft: ReportDraft, issue: Option<ReportIssue>) -> Line {
    let (issued, number) =
        issue.map_or_else(Default::default, |one| (clock::shown(&one.issued_at), one.number));
    Line {
        address: address(plan, &format!("/{}", draft.id)),
        title: draft.title,
        who: draft.made_by,
        at: clock::shown(&draft.made_at),
        issued,
        number,
    }
}

fn kinds(lang: Lang, now: &str) -> Vec<Choice> {
    let word = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    report::KINDS.iter().map(|(kind, zh, en)| Choice::new(*kind, word(zh, en), now)).collect()
}

/// Begins a report from a shipped outline, or from one that was sent along.
pub(crate) async fn begin(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let own = fields.file("outline").filter(|file| !file.content.is_empty());
    let own = own.map(|file| String::from_utf8_lossy(&file.content).into_owned());
    let given = (fields.get("kind"), own.as_deref());
    let change = visit.visitor.change("");
    let begun = draft::begin(&app, visit.viewer(), &asked(&plan, &fields), given, &change).await;
    let done = begun.map(|id| address(&plan, &format!("/{id}")));
    after(&visit, done, async |complaint| shown(&app, &visit, &plan, complaint).await).await
}

/// The moment that a form asks for: the last year whose figures count, and the last day of knowledge.
pub(super) fn asked(plan: &str, fields: &Fields) -> Question {
    Question {
        as_of: fields.get("as-of").trim().parse().ok(),
        known_at: day(fields.get("known-at")),
        ..Question::now(plan)
    }
}

/// Sets or takes back a schedule.
pub(crate) async fn repeat(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let every = Every::parse(fields.get("every"));
    let day = fields.get("day").trim().parse().unwrap_or(20);
    let to = fields.all("to").map(str::to_owned).collect();
    let new = every.map(|every| Schedule { every, day, to });
    let change = visit.visitor.change("");
    let done = repeated::put(&app, visit.viewer(), (&plan, fields.get("kind")), new.as_ref(), &change).await;
    let done = done.map(|()| address(&plan, ""));
    after(&visit, done, async |complaint| shown(&app, &visit, &plan, complaint).await).await
}
