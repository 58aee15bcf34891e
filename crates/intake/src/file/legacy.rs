//! The binary workbooks .xls and .xlsb. Values and formulas come from calamine; how cells are shown and what is hidden
//! is read from the records themselves, which calamine passes over.

use super::archive::Archive;
use super::biff::{self, Facts};
use super::format;
use super::{Limits, too_large};
use crate::grid::{Content, Grid};
use crate::problem::{Problem, Problems};
use crate::{Cell, Settings};
use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, open_workbook_from_rs};
use source::Severity;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Cells of the rectangle that a sheet of an xls file spans; calamine keeps it whole.
const LARGEST: u64 = 8_000_000;

/// Reads an .xls workbook.
pub(crate) fn xls(name: &str, bytes: &[u8], settings: &Settings) -> (Vec<Grid>, Vec<Problem>) {
    let mut problems = Problems::new(name, "", settings.max_problems);
    let facts = biff::facts(bytes);
    let encrypted = facts.as_ref().is_none_or(|facts| facts.encrypted);
    if facts.as_ref().is_some_and(|facts| facts.sheets.iter().any(|sheet| sheet.area > LARGEST)) {
        too_large(settings, &mut problems);
        return (Vec::new(), problems.finish());
    }
    // The library may stop on records that no program writes; the file is then refused.
    let read = catch_unwind(AssertUnwindSafe(|| -> Result<Vec<Grid>, XlsError> {
        let mut book: Xls<_> = open_workbook_from_rs(Cursor::new(bytes))?;
        Ok(sheets(
            &mut book,
            |book, name| book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            &facts.unwrap_or_default(),
            settings,
        ))
    }));
    let found = match read {
        Ok(Ok(grids)) => return (grids, problems.finish()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => String::new(),
    };
    let (zh, en) = if encrypted || found.contains("assword") {
        (
            "文件已加密或不是表格；请取消密码并另存为xlsx后再导入".to_owned(),
            "the file is protected by a password or is no table: remove the password, save it as xlsx and import again"
                .to_owned(),
        )
    } else {
        (
            "xls文件已损坏；请在表格软件中打开并另存为xlsx后再导入".to_owned(),
            "the xls file is damaged: open it in a spreadsheet program, save it as xlsx and import again"
                .to_owned(),
        )
    };
    problems.add(Severity::Error, None, zh, en);
    (Vec::new(), problems.finish())
}

/// Reads an .xlsb workbook.
pub(crate) fn xlsb(
    name: &str,
    bytes: &[u8],
    archive: Archive<'_>,
    settings: &Settings,
) -> (Vec<Grid>, Vec<Problem>) {
    let mut problems = Problems::new(name, "", settings.max_problems);
    let facts = biff::facts_of_xlsb(archive);
    if facts.sheets.iter().any(|sheet| sheet.area > LARGEST) {
        too_large(settings, &mut problems);
        return (Vec::new(), problems.finish());
    }
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut book: Xlsb<_> = open_workbook_from_rs(Cursor::new(bytes)).ok()?;
        Some(sheets(&mut book, |_, _| Vec::new(), &facts, settings))
    }));
    let Ok(Some(grids)) = read else {
        problems.add(
            Severity::Error,
            None,
            "xlsb文件无法读取；请取消密码并另存为xlsx后再导入",
            "the xlsb file cannot be read: remove the password, save it as xlsx and import again",
        );
        return (Vec::new(), problems.finish());
    };
    (grids, problems.finish())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn sheets<'b, R: Reader<Cursor<&'b [u8]>>>(
    book: &mut R,
    merged: impl Fn(&R, &str) -> Vec<calamine::Dimensions>,
    facts: &Facts,
    settings: &Settings,
) -> Vec<Grid> {
    let mut grids = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let none = biff::SheetFacts::default();
        let known = facts.sheets.iter().find(|facts| facts.name == sheet.name).unwrap_or(&none);
        let mut grid = Grid {
            sheet: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
            hidden_rows: known.hidden_rows.clone(),
            hidden_columns: known.hidden_columns.clone(),
            merged: merged(book, &sheet.name)
                .into_iter()
                .map(|d| (Cell::new(d.start.0, d.start.1), Cell::new(d.end.0, d.end.1)))
                .filter(|(from, to)| from != to)
                .collect(),
            ..Grid::default()
        };
        if let Ok(formulas) = book.worksheet_formula(&sheet.name)
            && let Some((row, column)) = formulas.start()
        {
            for (r, c, text) in formulas.used_cells().filter(|(_, _, text)| !text.is_empty()) {
                let at = Cell::new(row + r as u32, column + c as u32);
                grid.formulas.insert(at, Arc::from(text.as_str()));
                grid.shown.insert(at, known.shown.get(&at).copied().unwrap_or_default());
            }
        }
        let mut limits = Limits::new(settings);
        if let Ok(range) = book.worksheet_range(&sheet.name)
            && let Some((row, column)) = range.start()
        {
            for (r, c, data) in range.used_cells() {
                let at = Cell::new(row + r as u32, column + c as u32);
                if let Some(content) = content(at, data, &grid, known, facts.starts_1904) {
                    if limits.count(at.row).is_none() {
                        grid.rows.clear();
                        break;
                    }
                    grid.push(at, content);
                }
            }
        }
        let missing: Vec<Cell> =
            grid.formulas.keys().filter(|cell| grid.get(**cell).is_none()).copied().collect();
        grid.settle();
        for cell in missing {
            // A formula whose result is an empty text is no figure; one without any result was never computed.
            if known.shown.contains_key(&cell) && !known.texts.contains(&cell) {
                grid.push(cell, Content::Uncomputed);
            }
        }
        grid.settle();
        grids.push(grid);
    }
    grids
}

fn content(
    at: Cell,
    data: &Data,
    grid: &Grid,
    known: &biff::SheetFacts,
    starts_1904: bool,
) -> Option<Content> {
    let shown = known.shown.get(&at).copied().unwrap_or_default();
    let formula = grid.formulas.contains_key(&at);
    Some(match data {
        Data::Empty => return None,
        Data::Int(number) => format::content(*number as f64, shown, formula, starts_1904),
        Data::Float(number) => format::content(*number, shown, formula, starts_1904),
        Data::String(text) => return Content::of_text(text),
        Data::Bool(truth) => Content::Fault(Arc::from(if *truth { "TRUE" } else { "FALSE" })),
        Data::DateTime(moment) => {
            let shown = if shown.date.is_some() {
                shown
            } else {
                format::Shown { date: Some(format::DateParts::Day), ..shown }
            };
            format::content(moment.as_f64(), shown, formula, starts_1904)
        }
        Data::DateTimeIso(iso) | Data::DurationIso(iso) => iso
            .get(..10)
            .and_then(|day| day.parse().ok())
            .map_or_else(|| Content::Fault(Arc::from(iso.as_str())), Content::Date),
        Data::Error(error) => Content::Fault(Arc::from(error.to_string())),
    })
}
