//! What was forecast in earlier years beside what happened: of one target, and of the plan as a whole.

use crate::page::blocks::{fold, head, line, paragraph};
use crate::text::{fill, text};
use assess::hindsight::{Foretold, Lead, leads};
use source::Lang;
use std::borrow::Cow;
use story::{Block, Cell, CellKind, Heading, Inline, Role, Style, Table};
use work::number;
use work::view::Judged;

/// The forecasts of a target that can be held against what happened, the latest first; `None` without any.
pub(super) fn of_target<'a>(lang: Lang, judged: &'a Judged, target: &str) -> Option<Block<'a>> {
    let found: Vec<&Foretold> =
        judged.foretold().iter().filter(|one| one.target.as_str() == target).collect();
    if found.is_empty() {
        return None;
    }
    let inside = found.iter().filter(|one| one.is_in(one.wide())).count();
    let (all, inside) = (found.len().to_string(), inside.to_string());
    let said = fill(lang, "hindsight.said", &[("n", &all), ("inside", &inside)]);
    let columns = [
        ("hindsight.made", true),
        ("hindsight.year", true),
        ("fact.forecast", true),
        ("chart.wide", true),
        ("hindsight.happened", true),
        ("hindsight.held", false),
    ];
    let table = Table {
        caption: Cow::Borrowed(text(lang, "hindsight.title")),
        head: head(lang, &columns),
        rows: found.into_iter().rev().map(|one| row(lang, one)).collect(),
        ..Table::default()
    };
    let blocks = vec![
        paragraph(Role::Plain, vec![Inline::text(said)]),
        Block::Table(table),
        paragraph(Role::Soft, vec![Inline::text(text(lang, "hindsight.how"))]),
    ];
    Some(fold(Heading::new(3, text(lang, "hindsight.title")), blocks))
}

fn row(lang: Lang, one: &Foretold) -> story::Row<'static> {
    let (low, high) = one.wide();
    let (word, style) = if one.is_in(one.narrow()) {
        (text(lang, "hindsight.narrow"), Style::Soft)
    } else if one.is_in((low, high)) {
        (text(lang, "hindsight.wide"), Style::Soft)
    } else {
        (text(lang, "hindsight.outside"), Style::Strong)
    };
    line(vec![
        Cell::figure(one.made.to_string()),
        Cell::figure(one.year.to_string()),
        Cell::figure(number::value(one.median())),
        Cell::figure(format!("{} – {}", number::value(low), number::value(high))),
        Cell::figure(number::value(one.happened)),
        Cell::new(CellKind::Data, vec![Inline::styled(style, word)]),
    ])
}

/// How the forecasts of the plan came out, by years ahead; `None` while nothing can be held against them.
pub(super) fn of_plan<'a>(lang: Lang, judged: &Judged) -> Option<Block<'a>> {
    let found = leads(judged.foretold());
    let columns = [
        ("hindsight.ahead", true),
        ("hindsight.cases", true),
        ("hindsight.in-narrow", true),
        ("hindsight.in-wide", true),
        ("hindsight.error", true),
    ];
    let share = |part: usize, one: &Lead| {
        format!("{} / {} ({})", part, one.cases, number::percent(part as f64 / one.cases.max(1) as f64))
    };
    let row = |one: &Lead| {
        line(vec![
            Cell::figure(one.ahead.to_string()),
            Cell::figure(one.cases.to_string()),
            Cell::figure(share(one.narrow, one)),
            Cell::figure(share(one.wide, one)),
            Cell::figure(one.error.map(number::percent).unwrap_or_default()),
        ])
    };
    let table = Table {
        caption: Cow::Borrowed(text(lang, "hindsight.plan")),
        head: head(lang, &columns),
        rows: found.iter().map(row).collect(),
        ..Table::default()
    };
    (!table.rows.is_empty()).then_some(Block::Table(table))
}
