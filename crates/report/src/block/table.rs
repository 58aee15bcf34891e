//! Tables of targets, projects, tasks and warnings about figures.

use super::column::{Column, DATA, PROJECTS, TARGETS, TASKS, chosen, record};
use super::paragraph;
use crate::choice::Choice;
use crate::make::Maker;
use crate::origin::{Origin, certain};
use crate::outline::Line;
use assess::Row;
use std::collections::BTreeMap;
use story::{Block, Cell, CellKind, Inline, Row as Cells, Table, TableKind};

/// The table that a line asks for.
pub(crate) fn make(maker: &mut Maker<'_>, line: &Line, choice: &Choice) -> Vec<Block<'static>> {
    let limit = line.limit.unwrap_or(usize::MAX);
    match line.table.as_str() {
        "projects" => {
            let all: Vec<_> = certain(maker.inputs).take(limit).collect();
            of(maker, line, &chosen(PROJECTS, &line.columns), &all)
        }
        "tasks" => {
            let all: Vec<_> = maker.inputs.plan.tasks.iter().take(limit).collect();
            of(maker, line, &chosen(TASKS, &line.columns), &all)
        }
        "data" => {
            let places: Vec<usize> = (0..maker.inputs.assessment.data.len().min(limit)).collect();
            of(maker, line, &chosen(DATA, &line.columns), &places.iter().collect::<Vec<_>>())
        }
        _ => targets(maker, line, choice, limit),
    }
}

/// A table of judged targets; `years` is opened into the years of the plan that figures speak of.
fn targets(maker: &mut Maker<'_>, line: &Line, choice: &Choice, limit: usize) -> Vec<Block<'static>> {
    let mut rows = choice.rows(maker.inputs);
    if choice.alert.is_some() {
        rows.sort_by_key(|row| std::cmp::Reverse(row.alert));
    }
    rows.truncate(limit);
    let columns = chosen(TARGETS, &line.columns);
    let years = years(maker, &rows);
    let mut head = Vec::new();
    for (column, name) in &columns {
        if column.is_years() {
            for year in &years {
                let text = maker.sentence("{}年", vec![Origin::Year(*year)]).unwrap_or_default();
                head.push(Cell::new(CellKind::ColumnHead, text));
            }
        } else {
            head.push(Cell::new(CellKind::ColumnHead, maker.filled(name)));
        }
    }
    let mut body = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut cells = Vec::new();
        for (column, _) in &columns {
            if column.is_years() {
                for year in &years {
                    let value = maker.figure(Origin::Actual(row.target.clone(), *year));
                    cells.push(Cell::new(CellKind::Data, value.into_iter().collect()).right());
                }
            } else {
                cells.push(column.cell(maker, at, row));
            }
        }
        body.push(Cells { superseded: false, cells });
    }
    finish(line, head, body)
}

/// The years of the plan, up to the moment, in which one of the rows has a figure.
fn years(maker: &Maker<'_>, rows: &[&Row]) -> Vec<i32> {
    let as_of = maker.inputs.assessment.as_of.year;
    let first = maker.inputs.plan.period.map_or(i32::MIN, |period| period.start);
    let points = rows.iter().flat_map(|row| row.evidence.actuals.iter().filter(|one| one.used));
    let mut years: Vec<i32> =
        points.map(|one| one.year).filter(|year| (first..=as_of).contains(year)).collect();
    years.sort_unstable();
    years.dedup();
    years
}

fn of<T>(
    maker: &mut Maker<'_>,
    line: &Line,
    columns: &[(&'static Column<T>, String)],
    rows: &[&T],
) -> Vec<Block<'static>> {
    let head = columns.iter().map(|(_, name)| Cell::new(CellKind::ColumnHead, maker.filled(name))).collect();
    let mut body = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let cells = columns.iter().map(|(column, _)| column.cell(maker, at, row)).collect();
        body.push(Cells { superseded: false, cells });
    }
    finish(line, head, body)
}

fn finish(line: &Line, head: Vec<Cell<'static>>, rows: Vec<Cells<'static>>) -> Vec<Block<'static>> {
    let mut blocks = Vec::new();
    if rows.is_empty() {
        blocks.push(paragraph(vec![Inline::text(format!("{}：无。", line.caption))]));
        return blocks;
    }
    blocks.push(Block::Table(Table {
        kind: TableKind::Printed,
        caption: line.caption.clone().into(),
        note: line.note.clone().into(),
        head: vec![Cells { superseded: false, cells: head }],
        rows,
        ..Table::default()
    }));
    blocks
}

/// The rows of a table as texts by the keys of all columns; `None` when there is no such table.
pub(crate) fn records(
    maker: &mut Maker<'_>,
    table: &str,
    choice: &Choice,
) -> Option<Vec<BTreeMap<String, String>>> {
    let mut all = Vec::new();
    match table {
        "targets" => {
            for (at, row) in choice.rows(maker.inputs).into_iter().enumerate() {
                all.push(record(maker, TARGETS, at, row));
            }
        }
        "projects" => {
            for (at, one) in certain(maker.inputs).enumerate() {
                all.push(record(maker, PROJECTS, at, one));
            }
        }
        "tasks" => {
            for (at, one) in maker.inputs.plan.tasks.iter().enumerate() {
                all.push(record(maker, TASKS, at, one));
            }
        }
        "data" => {
            for at in 0..maker.inputs.assessment.data.len() {
                all.push(record(maker, DATA, at, &at));
            }
        }
        _ => return None,
    }
    Some(all)
}
