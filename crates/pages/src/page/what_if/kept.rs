//! Scenarios that people keep: the list with two compared, one of them played again, and the proposal to adjust the plan that it may become.

use super::{blocks, part};
use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::page::blocks::{head, line, paragraph};
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use duty::Right;
use scenario::{Scenario, report};
use source::Lang;
use std::borrow::Cow;
use store::KeptScenario;
use story::{Block, Cell, CellKind, Inline, Role, Table};
use web::download::kept_as;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::clock;
use work::kept::{self, Difference, Replayed};

#[derive(Template)]
#[template(path = "scenarios.html")]
struct Scenarios {
    s: Shell,
    all: Vec<Line>,
    a: Vec<Choice>,
    b: Vec<Choice>,
    compared: String,
}

struct Line {
    address: String,
    title: String,
    who: String,
    at: String,
    moment: String,
    is_proposed: bool,
}

#[derive(Template)]
#[template(path = "scenario.html")]
struct One {
    s: Shell,
    title: String,
    told: String,
    is_same: bool,
    levers: String,
    /// The address of the scenario itself, under which its files and forms stand.
    own: String,
    body: String,
    changes: String,
    proposal: String,
    /// The form of a revision of the plan with the values of the scenario.
    revision: String,
    may_propose: bool,
    may_withdraw: bool,
}

/// The scenarios of a plan, newest first; two of them beside each other where the address names them.
pub(crate) async fn list(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let all = kept::list(&app, visit.viewer(), &plan).await?;
    let compared = compared(&app, &visit, &plan).await?;
    let s = Shell::of(&visit, &view, None, Place::WhatIf, text(visit.lang, "whatif.kept"));
    let choice = |name: &str| {
        let now = visit.get(name).unwrap_or_default();
        let of = |one: &KeptScenario| Choice::new(&*one.id.to_string(), one.title.clone(), now);
        all.iter().map(of).collect()
    };
    let (a, b) = (choice("a"), choice("b"));
    let all = all.into_iter().map(|one| row(visit.lang, one, &s)).collect();
    fresh(&Scenarios { s, all, a, b, compared })
}

fn row(lang: Lang, one: KeptScenario, s: &Shell) -> Line {
    Line {
        address: s.to(format!("/scenarios/{}", one.id)),
        moment: moment(lang, &one),
        at: clock::shown(&one.made_at),
        title: one.title,
        who: one.made_by,
        is_proposed: one.proposal.is_some(),
    }
}

fn moment(lang: Lang, one: &KeptScenario) -> String {
    let year = one.as_of.to_string();
    fill(lang, "scenario.moment", &[("year", &year), ("day", &one.known_at), ("n", &one.version.to_string())])
}

/// The differences of the two scenarios that the address names; empty without two.
async fn compared(app: &App, visit: &Visit, plan: &str) -> Result<String, Problem> {
    let number = |name: &str| visit.get(name).and_then(|value| value.parse::<i64>().ok());
    let (Some(a), Some(b)) = (number("a"), number("b")) else { return Ok(String::new()) };
    let (a, b) = (
        kept::replay(app, visit.viewer(), plan, a).await?,
        kept::replay(app, visit.viewer(), plan, b).await?,
    );
    let lang = visit.lang;
    let (Ok(first), Ok(second)) = (&a.played.outcome, &b.played.outcome) else { return Ok(String::new()) };
    let found = kept::differences(first, second);
    let mut said = vec![
        paragraph(
            Role::Plain,
            vec![Inline::text(format!("{}: {}", a.kept.title, report::sentence(first, lang)))],
        ),
        paragraph(
            Role::Plain,
            vec![Inline::text(format!("{}: {}", b.kept.title, report::sentence(second, lang)))],
        ),
    ];
    said.push(if found.is_empty() {
        paragraph(Role::Soft, vec![Inline::text(text(lang, "scenario.no-difference"))])
    } else {
        differences(lang, &found, (&a.kept.title, &b.kept.title))
    });
    Ok(story::html(&[part(lang, "scenario.compared", said)]))
}

fn differences(lang: Lang, found: &[Difference], titles: (&str, &str)) -> Block<'static> {
    let row = |one: &Difference| {
        let (base, first, second) = one.values;
        line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(one.name.get(lang).to_owned())]),
            Cell::words(one.unit.clone()),
            Cell::figure(report::figure(base)),
            Cell::figure(report::figure(first)),
            Cell::figure(report::figure(second)),
        ])
    };
    let mut heads = head(lang, &[("column.name", false), ("scenario.unit", false), ("whatif.before", true)]);
    for title in [titles.0, titles.1] {
        heads[0].cells.push(Cell::head(title.to_owned()).right());
    }
    let caption = Cow::Borrowed(text(lang, "scenario.compared"));
    Block::Table(Table { caption, head: heads, rows: found.iter().map(row).collect(), ..Table::default() })
}

/// Keeps the scenario of the what-if page.
pub(crate) async fn keep(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let given = (&*fields.text("title", 80), fields.get("text"));
    let change = visit.visitor.change("");
    let id = kept::keep(&app, visit.viewer(), &visit.question(&plan)?, given, &change).await?;
    Ok(Redirect::to(&format!("/plans/{}/scenarios/{id}", encode(&plan))).into_response())
}

/// One scenario, played again at its moment.
pub(crate) async fn get(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let replayed = kept::replay(&app, visit.viewer(), &plan, id).await?;
    fresh(&page(&visit, &replayed))
}

fn page(visit: &Visit, replayed: &Replayed) -> One {
    let lang = visit.lang;
    let (kept, played) = (&replayed.kept, &replayed.played);
    let view = &played.judged.view;
    let s = Shell::of(visit, view, None, Place::WhatIf, kept.title.clone());
    let own = format!("/plans/{}/scenarios/{}", encode(view.id()), kept.id);
    let asked = match &played.outcome {
        Err(words) => vec![paragraph(Role::Plain, vec![Inline::text(words.get(lang).to_owned())])],
        Ok(_) => blocks(lang, played, &s, false),
    };
    let mine = visit.visitor.change("").who == kept.made_by;
    let may_edit = visit.viewer().may(Right::EditPlan);
    let told = [kept.made_by.clone(), clock::shown(&kept.made_at), moment(lang, kept)].join(" · ");
    One {
        title: kept.title.clone(),
        told,
        is_same: replayed.is_same,
        levers: levers(kept, &played.scenario, view.id()),
        body: story::html(&asked),
        changes: story::html(&changes(lang, replayed)),
        proposal: kept.proposal.clone().unwrap_or_default(),
        revision: format!("/plans/{}/revisions?scenario={}#propose", encode(view.id()), kept.id),
        may_propose: may_edit && kept.withdrawn_at.is_none(),
        may_withdraw: (mine || may_edit) && kept.withdrawn_at.is_none(),
        own,
        s,
    }
}

/// The targets of the plan that the scenario would change.
fn changes(lang: Lang, replayed: &Replayed) -> Vec<Block<'static>> {
    let columns = [
        ("column.name", false),
        ("fact.goal", true),
        ("scenario.proposed-value", true),
        ("column.change", true),
    ];
    let row = |one: &kept::TargetChange| {
        line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(one.name.get(lang).to_owned())]),
            Cell::figure(one.printed.clone()),
            Cell::figure(format!("{} {}", report::figure(one.to), one.unit)),
            Cell::figure(one.moved(lang)),
        ])
    };
    let rows: Vec<_> = kept::changes(&replayed.played).iter().map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let caption = Cow::Borrowed(text(lang, "scenario.changes"));
    let table = Table { caption, head: head(lang, &columns), rows, ..Table::default() };
    vec![part(lang, "scenario.changes", vec![Block::Table(table)])]
}

/// The scenario on the page of levers, at its moment.
fn levers(kept: &KeptScenario, scenario: &Scenario, plan: &str) -> String {
    let mut query: Vec<(String, String)> = Vec::new();
    let mut put = |name: String, value: String| query.push((name, value));
    put("as-of".into(), kept.as_of.to_string());
    put("known-at".into(), kept.known_at.clone());
    put("version".into(), kept.version.to_string());
    if scenario.base == scenario::Base::Plan {
        put("base".into(), "plan".into());
    }
    for (at, lever) in scenario.lever.iter().enumerate() {
        let number = at + 1;
        let set = [
            ("value", lever.value),
            ("growth", lever.growth),
            ("change", lever.change),
            ("points", lever.points),
        ];
        for (kind, value) in set.into_iter().filter_map(|(kind, value)| Some((kind, value?))) {
            put(format!("i{number}"), lever.indicator.clone());
            put(format!("k{number}"), kind.to_owned());
            put(format!("v{number}"), value.to_string());
        }
    }
    for (at, hold) in scenario.hold.iter().enumerate() {
        put(format!("h{}", at + 1), hold.indicator.clone());
    }
    for closure in scenario.closure.iter().take(1) {
        put("c1".into(), format!("{}>{}", closure.result, closure.gives_way));
    }
    let query = query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    web::visit::address(&format!("/plans/{}/what-if", encode(plan)), query)
}

/// A file of a scenario: the scenario itself, its answer, or the proposal that it became.
pub(crate) async fn file(
    State(app): State<App>,
    Path((plan, id, file)): Path<(String, i64, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let viewer = visit.viewer();
    match &*file {
        "scenario.toml" => {
            let text = kept::replay(&app, viewer, &plan, id).await?.kept.text;
            Ok(download(&file, "application/toml", text.into_bytes()))
        }
        "answer.json" => {
            let answer = kept::replay(&app, viewer, &plan, id).await?.answer;
            Ok(download(&file, "application/json", answer.into_bytes()))
        }
        "proposal.docx" => Ok(download(&file, DOCX, kept::document(&app, viewer, &plan, id).await?)),
        _ => Err(Problem::no_page()),
    }
}

fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_DISPOSITION, kept_as(name, name));
    response
}

/// Turns a scenario into a proposal to adjust the plan.
pub(crate) async fn propose(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let reason = fields.text("reason", 4000);
    kept::propose(&app, visit.viewer(), (&plan, id), &reason, &visit.visitor.change(&reason)).await?;
    Ok(Redirect::to(&format!("/plans/{}/scenarios/{id}", encode(&plan))).into_response())
}

/// Takes a scenario back.
pub(crate) async fn withdraw(
    Posted { app, place: (plan, id), visit, .. }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    kept::withdraw(&app, visit.viewer(), (&plan, id), &visit.visitor.change("")).await?;
    Ok(Redirect::to(&format!("/plans/{}/scenarios", encode(&plan))).into_response())
}
