//! A model of one's own beside a plan: its file and what its variables are go in, the misfit on the past comes out first.

use super::part;
use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::page::blocks::{head, line, paragraph};
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::response::Response;
use duty::Right;
use scenario::{Beside, report};
use source::Lang;
use std::borrow::Cow;
use story::{Block, Cell, CellKind, Inline, Role, Table};
use web::{Problem, Visit};
use work::view::{Moment, PlanView};

#[derive(Template)]
#[template(path = "what-if-model.html")]
struct Model {
    s: Shell,
    /// Whether the person may run one: who takes part in consultations.
    may_run: bool,
    map: String,
    body: String,
}

/// The form.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    let (view, moment) = on.view().await?;
    fresh(&form(
        &on.visit,
        &view,
        &moment,
        text(on.visit.lang, "model.example").replace("\\n", "\n"),
        String::new(),
    ))
}

/// The model that was sent, beside the plan; nothing of it is kept.
pub(crate) async fn run(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let map = fields.text("map", 20_000);
    let file = fields.file("model").map(|upload| (upload.name.clone(), upload.content.to_vec()));
    let judged = app.judged(visit.viewer(), &visit.question(&plan)?).await?;
    let found = work::model::beside(&judged, file.unwrap_or_default(), &map).await?;
    let body = story::html(&blocks(visit.lang, &found));
    fresh(&form(&visit, &judged.view, &judged.moment, map, body))
}

fn form(visit: &Visit, view: &PlanView, moment: &Moment, map: String, body: String) -> Model {
    let s = Shell::of(visit, view, Some(moment), Place::WhatIf, text(visit.lang, "whatif.model"));
    Model { may_run: visit.viewer().may(Right::Consult), s, map, body }
}

fn blocks(lang: Lang, found: &work::model::Found) -> Vec<Block<'static>> {
    let mut all = Vec::new();
    for said in &found.said {
        all.push(paragraph(Role::Soft, vec![Inline::text(said.get(lang).to_owned())]));
    }
    all.push(part(lang, "model.misfit", vec![misfit(lang, &found.beside)]));
    all.push(part(
        lang,
        "model.ahead",
        vec![
            paragraph(Role::Soft, vec![Inline::text(text(lang, "model.beside"))]),
            ahead(lang, &found.beside),
        ],
    ));
    all.extend(loops(lang, found));
    all
}

/// How far it was off in the past, before it says anything of what comes.
fn misfit(lang: Lang, found: &[Beside]) -> Block<'static> {
    let columns = [
        ("column.name", false),
        ("model.variable", false),
        ("column.year", false),
        ("model.off", true),
        ("model.naive", true),
    ];
    let share =
        |value: Option<f64>| value.map_or_else(|| "—".to_owned(), |value| format!("{:.1}%", 100.0 * value));
    let row = |one: &Beside| {
        let years = match (one.past.first(), one.past.last()) {
            (Some(first), Some(last)) => format!("{}–{}", first.0, last.0),
            _ => "—".to_owned(),
        };
        line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(one.name.get(lang).to_owned())]),
            Cell::words(one.variable.clone()),
            Cell::words(years),
            Cell::figure(share(one.misfit)),
            Cell::figure(share(one.naive)),
        ])
    };
    let caption = Cow::Borrowed(text(lang, "model.misfit"));
    let rows = found.iter().map(row).collect();
    Block::Table(Table { caption, head: head(lang, &columns), rows, ..Table::default() })
}

/// The model beside the forecast and the target.
fn ahead(lang: Lang, found: &[Beside]) -> Block<'static> {
    let columns = [
        ("column.name", false),
        ("column.year", true),
        ("model.says", true),
        ("model.forecast", true),
        ("fact.goal", true),
    ];
    let row = |one: &Beside| {
        let (year, value) = one.ahead?;
        let forecast = one.forecast.map_or_else(
            || "—".to_owned(),
            |(median, low, high)| {
                format!("{} ({} – {})", report::figure(median), report::figure(low), report::figure(high))
            },
        );
        Some(line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(one.name.get(lang).to_owned())]),
            Cell::figure(year.to_string()),
            Cell::figure(format!("{} {}", report::figure(value), one.unit)),
            Cell::figure(forecast),
            Cell::figure(one.goal.map_or_else(|| "—".to_owned(), report::figure)),
        ]))
    };
    let caption = Cow::Borrowed(text(lang, "model.ahead"));
    let rows = found.iter().filter_map(row).collect();
    Block::Table(Table { caption, head: head(lang, &columns), rows, ..Table::default() })
}

/// The loops that matter, with their share in the first, the middle and the last third of the run.
fn loops(lang: Lang, found: &work::model::Found) -> Option<Block<'static>> {
    let columns =
        [("model.loop", false), ("model.early", true), ("model.middle", true), ("model.late", true)];
    let row = |one: &work::model::LoopShare| {
        let share = |value: f64| format!("{:+.0}%", 100.0 * value);
        line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(one.through.clone())]),
            Cell::figure(share(one.thirds[0])),
            Cell::figure(share(one.thirds[1])),
            Cell::figure(share(one.thirds[2])),
        ])
    };
    let rows: Vec<_> = found.loops.iter().map(row).collect();
    let caption = Cow::Borrowed(text(lang, "model.loops"));
    let table = Table { caption, head: head(lang, &columns), rows, ..Table::default() };
    let note = fill(lang, "model.loops-note", &[]);
    (!table.rows.is_empty()).then(|| {
        part(lang, "model.loops", vec![paragraph(Role::Soft, vec![Inline::text(note)]), Block::Table(table)])
    })
}
