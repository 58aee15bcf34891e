//! The analyst's page of a scenario: every number with its mark and origin, the draws beside the forecasts, the identities as a network, the
//! correlations behind the joint probability.

use super::{asked, elsewhere, network, part, unfit};
use crate::asked::OnPlan;
use crate::choice::Choice;
use crate::page::blocks::{head, line, paragraph};
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::response::Response;
use scenario::{Cause, Panel, Run, Time, report};
use source::Lang;
use std::borrow::Cow;
use story::{Block, Cell, CellKind, Inline, Role, Table};
use web::{Problem, Visit};
use work::what_if::Played;

#[derive(Template)]
#[template(path = "what-if-table.html")]
struct Analyst {
    s: Shell,
    levers: String,
    asked: String,
    /// The parameters of the scenario that the form of the closure carries along.
    others: Vec<(String, String)>,
    closures: Vec<Choice>,
    body: String,
    picture: String,
    rest: String,
}

/// The page.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, plan, visit, .. } = &on;
    on.answer(async || {
        let (scenario, _) = asked(visit);
        let played = app.what_if(visit.viewer(), &visit.question(plan)?, scenario).await?;
        Ok(page(visit, &played))
    })
    .await
}

fn page(visit: &Visit, played: &Played) -> Analyst {
    let lang = visit.lang;
    let moment = Some(&played.judged.moment);
    let s = Shell::of(visit, &played.judged.view, moment, Place::WhatIf, text(lang, "whatif.table"));
    let (mut body, mut rest, mut picture, mut closures) = (Vec::new(), Vec::new(), String::new(), Vec::new());
    if let Ok(run) = &played.outcome {
        body.push(paragraph(Role::Lede, vec![Inline::text(report::sentence(run, lang))]));
        let told = report::joints(run, lang).into_iter().chain([report::drawn(run, lang)]);
        for said in told.filter(|said| !said.is_empty()) {
            body.push(paragraph(Role::Soft, vec![Inline::text(said)]));
        }
        body.push(part(lang, "whatif.numbers", vec![numbers(lang, run)]));
        body.extend(draws(lang, run));
        picture = network::svg(lang, run, played.judged.checked());
        rest.extend(correlations(lang, run));
        closures = choices(lang, run, visit.get("c1").unwrap_or_default());
    }
    rest.extend(unfit(lang, played, &s));
    let own = |name: &str| name != "c1" && name != "lang";
    Analyst {
        levers: elsewhere(visit, "/what-if/table", "/what-if"),
        asked: played.outcome.as_ref().err().map(|words| words.get(lang).to_owned()).unwrap_or_default(),
        others: visit
            .query
            .iter()
            .filter(|(name, _)| own(name))
            .map(|(a, b)| (a.clone(), b.clone()))
            .collect(),
        closures,
        body: story::html(&body),
        picture,
        rest: story::html(&rest),
        s,
    }
}

/// Indicators by years, with what became of them and where the number is from.
fn numbers(lang: Lang, run: &Run) -> Block<'static> {
    let columns = [
        ("column.name", false),
        ("column.year", true),
        ("fact.goal", true),
        ("whatif.before", true),
        ("whatif.after", true),
        ("whatif.mark", false),
        ("whatif.origin", false),
    ];
    let network = &run.network;
    let row = |(at, variable): (usize, &scenario::Variable)| {
        let (before, after) = (*run.base.get(at)?, *run.found.values.get(at)?);
        let year = match variable.time {
            Time::Year(year) => year.to_string(),
            Time::Ratio(from, to) => format!("{to}/{from}"),
        };
        if before.is_nan() && after.is_nan() {
            return None;
        }
        let target = network.statements_of(at).find(|(_, one)| one.target.is_some());
        let printed = target.map(|(_, one)| one.printed.clone()).unwrap_or_default();
        let (mark, origin) = marks(lang, run, at);
        Some(line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(variable.name.get(lang).to_owned())]),
            Cell::figure(year),
            Cell::figure(printed),
            Cell::figure(report::shown(variable, before, lang)),
            Cell::figure(report::shown(variable, after, lang)),
            Cell::words(mark),
            Cell::words(origin),
        ]))
    };
    let mut order: Vec<(usize, &scenario::Variable)> = network.variables.iter().enumerate().collect();
    order.sort_by_key(|(at, one)| {
        let first = network.variables.iter().position(|other| other.key == one.key);
        (first, one.time, *at)
    });
    let rows = order.into_iter().filter_map(row).collect();
    let caption = Cow::Borrowed(text(lang, "whatif.numbers"));
    Block::Table(Table { caption, head: head(lang, &columns), rows, ..Table::default() })
}

/// What became of a variable, and where its number is from: one of the four origins.
fn marks(lang: Lang, run: &Run, at: usize) -> (&'static str, String) {
    let moved = run.found.moves.iter().find(|one| one.variable == at);
    let network = &run.network;
    let derived = || network.derived.iter().find(|one| one.variable == at);
    let identity = |by: usize| {
        let words = run.sources.get(by).map(|(words, _)| words.get(lang)).unwrap_or_default();
        fill(lang, "origin.identity", &[("words", words)])
    };
    match moved.map(|one| one.cause) {
        Some(Cause::Lever) => (text(lang, "whatif.set"), text(lang, "origin.lever").to_owned()),
        Some(Cause::Identity(by)) if by < network.constraints.len() => {
            (text(lang, "whatif.moves"), identity(by))
        }
        Some(Cause::Identity(by)) => {
            let source = run.sources.get(by).map(|(_, source)| source.as_str()).unwrap_or_default();
            (text(lang, "whatif.moves"), fill(lang, "origin.declared", &[("who", source)]))
        }
        None => {
            let mark = if run.found.held.contains(&at) { "whatif.held-mark" } else { "whatif.still" };
            let forecast = run.scenario.base == scenario::Base::Forecast
                && run.targets.iter().any(|one| {
                    network.statements_of(at).any(|(_, stated)| stated.target.as_ref() == Some(&one.target))
                });
            let stated = network.statements_of(at).next();
            let origin = match (forecast, stated, derived()) {
                (true, ..) => text(lang, "origin.estimated").to_owned(),
                (_, Some((_, one)), _) => match &one.origin {
                    scenario::Origin::Declared { who, .. } if one.line == 0 => {
                        fill(lang, "origin.declared", &[("who", who)])
                    }
                    _ => fill(lang, "origin.plan", &[("n", &one.line.to_string())]),
                },
                (_, None, Some(one)) => identity(one.by),
                _ => String::new(),
            };
            (text(lang, mark), origin)
        }
    }
}

/// The draws beside the forecasts: what the identities make of each, and what the levers do.
fn draws(lang: Lang, run: &Run) -> Option<Block<'static>> {
    let columns = [
        ("column.name", false),
        ("fact.goal", true),
        ("whatif.by-itself", true),
        ("whatif.fitted", true),
        ("whatif.moved-draws", true),
        ("whatif.attain-three", true),
    ];
    let row = |one: report::Fitted| {
        line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(one.name)]),
            Cell::figure(one.goal),
            Cell::figure(one.drawn),
            Cell::figure(one.fitted),
            Cell::figure(one.moved),
            Cell::figure(format!("{} → {} → {}", one.attain.0, one.attain.1, one.attain.2)),
        ])
    };
    let rows: Vec<_> = report::fitted(run, lang).into_iter().map(row).collect();
    let caption = Cow::Borrowed(text(lang, "whatif.draws"));
    let table = Table { caption, head: head(lang, &columns), rows, ..Table::default() };
    (!table.rows.is_empty()).then(|| part(lang, "whatif.draws", vec![Block::Table(table)]))
}

/// The correlations of forecast errors that the draws use, by pair, with the panel and its observations.
fn correlations(lang: Lang, run: &Run) -> Option<Block<'static>> {
    let panel = Panel::shipped();
    let key = |outcome: &scenario::Outcome| {
        let variable = run.network.statements.iter().find(|one| one.target.as_ref() == Some(&outcome.target));
        let variable = run.network.variables.get(variable?.variable)?;
        Some((variable.key.clone(), outcome.name.get(lang).to_owned()))
    };
    let mut all: Vec<(String, String)> = run.targets.iter().filter_map(key).collect();
    all.dedup_by(|a, b| a.0 == b.0);
    let mut rows = Vec::new();
    for (at, (a, name)) in all.iter().enumerate() {
        for (b, other) in all.iter().skip(at + 1).filter(|(b, _)| b != a) {
            let Some((rho, n)) = panel.pair(a, b) else { continue };
            rows.push(line(vec![
                Cell::new(CellKind::RowHead, vec![Inline::text(format!("{name} – {other}"))]),
                Cell::figure(format!("{rho:+.2}")),
                Cell::figure(n.to_string()),
            ]));
        }
    }
    let columns = [("column.name", false), ("whatif.rho", true), ("whatif.pairs", true)];
    let note = fill(lang, "whatif.panel", &[("panel", &panel.name)]);
    let caption = Cow::Borrowed(text(lang, "whatif.correlations"));
    let table = Table { caption, head: head(lang, &columns), rows, ..Table::default() };
    (!table.rows.is_empty()).then(|| {
        part(
            lang,
            "whatif.correlations",
            vec![paragraph(Role::Soft, vec![Inline::text(note)]), Block::Table(table)],
        )
    })
}

/// Which quantity gives way in which identity of the year that is looked at.
fn choices(lang: Lang, run: &Run, now: &str) -> Vec<Choice> {
    let mut found = vec![Choice::new("", text(lang, "whatif.closure-default"), now)];
    let name = |at: &usize| run.network.variables.get(*at).filter(|one| one.time == Time::Year(run.year));
    for constraint in &run.network.constraints {
        let Some(result) = constraint.form.result().as_ref().and_then(name) else { continue };
        for part in constraint.form.variables().iter().filter_map(name).filter(|one| one.key != result.key) {
            let value = format!("{}>{}", result.key, part.key);
            let label = fill(
                lang,
                "whatif.gives-way",
                &[("identity", constraint.words.get(lang)), ("name", part.name.get(lang))],
            );
            if !found.iter().any(|one| one.value == value) {
                found.push(Choice::new(&*value, label, now));
            }
        }
    }
    found
}
