//! One aim: what of the plan it belongs to, its measures, what was said of each quarter with evidence, what is late.

use super::address::{aim_of, year_of};
use crate::answer::fresh;
use crate::choice::Choice;
use crate::living;
use crate::office::download;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use duty::Right;
use duty::yearly::{Course, Said, said_until};
use source::Lang;
use store::{Aim, AimMeasure};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::aims::{self, ItemNames, Standing, course_word, said_word};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "yearly/one.html")]
struct AimPage {
    s: Shell,
    /// The address of the aim; forms are sent below it.
    here: String,
    list: String,
    year: i64,
    aim: Aim,
    course: &'static str,
    is_late: bool,
    late: Vec<String>,
    facts: Vec<(&'static str, String)>,
    /// What of the plan it belongs to: words and address.
    item: Option<(String, String)>,
    /// The aims before and behind it in other years: a word, the title, the address.
    others: Vec<(String, String, String)>,
    measures: Vec<MeasureLine>,
    quarters: Vec<QuarterLine>,
    states: Vec<Choice>,
    choices: Vec<Choice>,
    ties: Vec<Choice>,
    support: String,
    offices: Vec<String>,
    today: String,
    complaint: String,
    saved: &'static str,
    may_say: bool,
    may_edit: bool,
}

struct MeasureLine {
    number: i64,
    text: String,
    office: String,
    due: String,
    done: String,
    is_late: bool,
    may_do: bool,
}

struct QuarterLine {
    name: String,
    /// By when it is to be said.
    until: String,
    state: &'static str,
    is_late: bool,
    said: String,
    by: String,
    files: Vec<(String, String)>,
}

pub(super) async fn show(
    app: &App,
    visit: &Visit,
    (plan, id): (&str, i64),
    complaint: &str,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let row = aims::standing(app, (plan, id)).await?;
    let status = if complaint.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = made(app, visit, &view, row, complaint).await?;
    Ok((status, fresh(&page)?).into_response())
}

async fn made(
    app: &App,
    visit: &Visit,
    view: &PlanView,
    row: Standing,
    complaint: &str,
) -> Result<AimPage, Problem> {
    let lang = visit.lang;
    let s = Shell::of(visit, view, None, Place::Yearly, row.aim.title.clone());
    let may_edit = visit.viewer().may(Right::EditPlan);
    let mut measures = Vec::new();
    for one in &row.measures {
        let may_do = aims::may_do(app, visit.viewer(), &row.aim, one).await?;
        measures.push(measure_line(one, may_do, (&app.today().to_string(), row.is_over())));
    }
    let offices = app.store().offices().await?.into_iter().map(|office| office.name).collect();
    Ok(AimPage {
        here: aim_of(view.id(), row.aim.id),
        list: year_of(view.id(), row.aim.year),
        year: row.aim.year,
        course: course_word(row.course, lang),
        is_late: matches!(row.course, Course::Late | Course::Behind),
        late: row.late.iter().map(|words| words.get(lang).to_owned()).collect(),
        facts: facts(lang, &row.aim),
        item: item(&s, view, &row.aim),
        others: others(app, lang, &row.aim).await?,
        measures,
        quarters: (1..=4).map(|quarter| quarter_line(lang, view, &row, quarter)).collect(),
        states: Said::ALL.map(|said| Choice::new(said.name(), said_word(said, lang), "")).into(),
        choices: quarters(lang, &row, app.today()),
        ties: ties(lang, view, &row.aim, may_edit),
        support: row.aim.support.join("、"),
        offices,
        today: app.today().to_string(),
        complaint: complaint.to_owned(),
        saved: match visit.get("saved") {
            Some("say") => text(lang, "yearly.said"),
            Some(_) => text(lang, "yearly.saved"),
            None => "",
        },
        may_say: row.aim.dropped.is_empty() && aims::may_say(app, visit.viewer(), &row.aim).await?,
        may_edit,
        aim: row.aim,
        s,
    })
}

fn facts(lang: Lang, aim: &Aim) -> Vec<(&'static str, String)> {
    let facts = [
        (text(lang, "yearly.office"), aim.office.clone()),
        (text(lang, "yearly.support"), crate::text::join(lang, &aim.support)),
        (text(lang, "yearly.chapter"), aim.chapter.clone()),
        (text(lang, "column.source"), aim.source.clone()),
    ];
    facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect()
}

/// What of the plan an aim belongs to: words, and the address of its sentence or its indicator.
fn item(s: &Shell, view: &PlanView, aim: &Aim) -> Option<(String, String)> {
    let names = ItemNames::of(view);
    if names.is_gone(aim) {
        return Some((names.said(aim, s.lang).to_owned(), String::new()));
    }
    let words = names.words(aim).to_owned();
    let plan = &view.stored.plan;
    let address = match aim.item_kind.as_str() {
        "task" => {
            let task = plan.tasks.iter().find(|task| task.id.as_str() == aim.item)?;
            let document = view.stored.document.as_ref();
            document.map(|document| living::sentence_link(document, task.provenance.span))
        }
        "target" => {
            let target = view.target(&aim.item)?;
            Some(format!("/indicators/{}", encode(target.indicator.as_str())))
        }
        _ => return None,
    };
    Some((words, address.map(|tail| s.to(tail)).unwrap_or_default()))
}

/// The aim that this one goes on with, and the one that goes on with it.
async fn others(app: &App, lang: Lang, aim: &Aim) -> Result<Vec<(String, String, String)>, Problem> {
    let all = app.store().aims(&aim.plan, None).await?;
    let line = |key: &'static str, other: &Aim| {
        let word = fill(lang, key, &[("n", &other.year.to_string())]);
        (word, other.title.clone(), aim_of(&other.plan, other.id))
    };
    let before = all.iter().filter(|other| Some(other.id) == aim.carried_from);
    let behind = all.iter().filter(|other| other.carried_from == Some(aim.id));
    Ok(before
        .map(|other| line("yearly.goes-on-with", other))
        .chain(behind.map(|other| line("yearly.goes-on-in", other)))
        .collect())
}

fn measure_line(one: &AimMeasure, may_do: bool, (today, is_over): (&str, bool)) -> MeasureLine {
    let is_late = !is_over && one.done.is_empty() && !one.due.is_empty() && one.due.as_str() < today;
    MeasureLine {
        number: one.number,
        text: one.text.clone(),
        office: one.office.clone(),
        due: one.due.clone(),
        done: one.done.clone(),
        is_late,
        may_do,
    }
}

fn quarter_line(lang: Lang, view: &PlanView, row: &Standing, quarter: u8) -> QuarterLine {
    let state = row.states.iter().find(|state| state.quarter == i64::from(quarter));
    let said = state.and_then(|state| Said::parse(&state.state));
    let until = i16::try_from(row.aim.year).ok().and_then(|year| said_until(year, quarter));
    let files = state.map_or(&[][..], |state| state.files.as_slice()).iter();
    let here = aim_of(view.id(), row.aim.id);
    QuarterLine {
        name: fill(lang, "yearly.quarter", &[("n", &quarter.to_string())]),
        until: until.map(|day| day.to_string()).unwrap_or_default(),
        state: said.map_or("", |said| said_word(said, lang)),
        is_late: said == Some(Said::Behind),
        said: state.map(|state| state.said.clone()).unwrap_or_default(),
        by: state.map_or_else(String::new, |state| {
            format!("{} · {}", state.made_by, work::clock::shown(&state.made_at))
        }),
        files: files.map(|(id, name, _)| (format!("{here}/files/{id}"), name.clone())).collect(),
    }
}

/// The quarters of a form; the first that has begun and of which nothing was said is chosen, else the last that has begun.
fn quarters(lang: Lang, row: &Standing, today: jiff::civil::Date) -> Vec<Choice> {
    let begun = |quarter: i64| {
        let months = (i64::from(today.year()) - row.aim.year) * 12 + i64::from(today.month());
        months > (quarter - 1) * 3
    };
    let is_said = |quarter: i64| row.states.iter().any(|state| state.quarter == quarter);
    let begun: Vec<i64> = (1..=4).filter(|quarter| begun(*quarter)).collect();
    let now = begun.iter().find(|quarter| !is_said(**quarter)).or_else(|| begun.last());
    let now = now.map(ToString::to_string).unwrap_or_default();
    begun
        .into_iter()
        .map(|quarter| {
            let n = quarter.to_string();
            Choice::new(n.clone(), fill(lang, "yearly.quarter", &[("n", &n)]), &now)
        })
        .collect()
}

/// What of the plan it may belong to: what it does now, nothing, and what its words are near to.
fn ties(lang: Lang, view: &PlanView, aim: &Aim, may_edit: bool) -> Vec<Choice> {
    if !may_edit {
        return Vec::new();
    }
    let now = tie_key(&aim.item_kind, &aim.item);
    let words = ItemNames::of(view).said(aim, lang).to_owned();
    let mut all = vec![Choice::new("", text(lang, "yearly.no-item"), &now)];
    if !now.is_empty() {
        all.push(Choice::new(now.clone(), words, &now));
    }
    for tie in aims::near(view, &aim.title, aim.year, 6) {
        let key = tie_key(tie.kind, &tie.id);
        if key != now {
            all.push(Choice::new(key, format!("{} · {}%", tie.name, tie.confidence), &now));
        }
    }
    all
}

/// A tie as one value of a form; empty for none.
pub(super) fn tie_key(kind: &str, id: &str) -> String {
    if kind.is_empty() { String::new() } else { format!("{kind}/{id}") }
}

/// The tie of a value of a form: kind and id.
pub(super) fn tie_of(key: &str) -> (String, String) {
    key.split_once('/').map(|(kind, id)| (kind.to_owned(), id.to_owned())).unwrap_or_default()
}

/// One aim.
pub(super) async fn page(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    show(&app, &visit, (&plan, id), "").await
}

/// The evidence of a quarter.
pub(super) async fn file(
    State(app): State<App>,
    Path((plan, id, file)): Path<(String, i64, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    app.plan(visit.viewer(), &work::Question::now(&plan)).await?;
    let (file, content) = aims::attached(&app, (&plan, id), file).await?;
    Ok(download(&file, content))
}
