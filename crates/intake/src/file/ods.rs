//! OpenDocument spreadsheets (.ods): cells by their stored values, percent cells as they are shown.

use super::archive::Archive;
use super::format;
use super::xml::{Tag, Token, Xml};
use super::{Limits, too_large};
use crate::grid::{Content, Grid};
use crate::problem::{Problem, Problems};
use crate::{Cell, Settings};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Copies of a filled cell that a repeat may stand for; files repeat blanks a million times, figures a few.
const MOST_COPIES: u32 = 1_024;

/// Reads every sheet.
pub(crate) fn read(name: &str, archive: &mut Archive<'_>, settings: &Settings) -> (Vec<Grid>, Vec<Problem>) {
    let text = archive.text("content.xml").unwrap_or_default();
    let mut xml = Xml::new(&text);
    let (mut grids, mut found) = (Vec::new(), Vec::new());
    let mut hidden_styles = BTreeSet::new();
    let mut family_table = None;
    while let Some(token) = xml.next() {
        let Token::Open(tag) = token else { continue };
        match tag.name.as_str() {
            "style" => family_table = tag.attribute("name"),
            "table-properties" if tag.attribute("display").as_deref() == Some("false") => {
                hidden_styles.extend(family_table.clone());
            }
            "table" if !tag.empty => {
                let sheet = tag.attribute("name").unwrap_or_default();
                let hidden = tag.attribute("style-name").is_some_and(|style| hidden_styles.contains(&style));
                let mut problems = Problems::new(name, &sheet, settings.max_problems);
                let mut reader = Sheet {
                    grid: Grid { sheet: sheet.clone(), hidden, ..Grid::default() },
                    limits: Limits::new(settings),
                };
                if reader.read(&mut xml).is_none() {
                    too_large(settings, &mut problems);
                } else {
                    reader.grid.settle();
                    grids.push(reader.grid);
                }
                found.extend(problems.finish());
            }
            _ => {}
        }
    }
    (grids, found)
}

struct Sheet {
    grid: Grid,
    limits: Limits,
}

impl Sheet {
    fn read(&mut self, xml: &mut Xml<'_>) -> Option<()> {
        let (mut row, mut column, mut repeat) = (0u32, 0u32, 1u32);
        let mut first_column = 0u32;
        let mut over = false;
        while let Some(token) = xml.next() {
            match token {
                Token::Open(tag) => match tag.name.as_str() {
                    "table-column" => {
                        let count = tag.number("number-columns-repeated").unwrap_or(1);
                        if is_hidden(&tag) {
                            let last = first_column.saturating_add(count.min(16_384));
                            self.grid.hidden_columns.extend(first_column..last);
                        }
                        first_column = first_column.saturating_add(count);
                    }
                    "table-row" => {
                        column = 0;
                        repeat = tag.number("number-rows-repeated").unwrap_or(1).max(1);
                        if is_hidden(&tag) && self.grid.hidden_rows.len() < self.limits.rows {
                            self.grid.hidden_rows.insert(row);
                        }
                        if tag.empty {
                            row = row.saturating_add(repeat);
                        }
                    }
                    "table-cell" | "covered-table-cell" => {
                        let copies = tag.number("number-columns-repeated").unwrap_or(1).max(1);
                        let covered = tag.name == "covered-table-cell";
                        let text = if tag.empty { String::new() } else { text(xml, &tag.name) };
                        // After a sheet is too large its rest is only passed over.
                        if !covered && !over {
                            over = self.cell(&tag, &text, row, column, repeat, copies).is_none();
                        }
                        column = column.saturating_add(copies);
                    }
                    _ => {}
                },
                Token::Close(name) => match name.as_str() {
                    "table-row" => row = row.saturating_add(repeat),
                    "table" => break,
                    _ => {}
                },
                Token::Text(_) => {}
            }
        }
        (!over).then_some(())
    }

    fn cell(
        &mut self,
        tag: &Tag<'_>,
        text: &str,
        row: u32,
        column: u32,
        rows: u32,
        columns: u32,
    ) -> Option<()> {
        let kind = tag.attribute("value-type").unwrap_or_default();
        let number = || tag.attribute("value").and_then(|value| value.trim().parse::<f64>().ok());
        let formula = tag.attribute("formula");
        let shown = |percent| format::Shown {
            percent,
            decimals: formula.as_ref().map(|_| decimals(text)),
            date: None,
        };
        let how = shown(kind == "percentage");
        let content = match kind.as_str() {
            "float" | "currency" => number().map(|n| format::content(n, how, formula.is_some(), false)),
            "percentage" => number().map(|n| format::content(n, how, formula.is_some(), false)),
            "date" => {
                let day = tag.attribute("date-value").unwrap_or_default();
                let day = day.get(..10).and_then(|day| day.parse().ok());
                // What shows only year or month is a period.
                let whole = text.chars().filter(char::is_ascii_digit).count() > 6
                    || text.matches(['-', '/']).count() > 1;
                match day {
                    Some(day) if whole => Some(Content::Date(day)),
                    _ => Content::of_text(text),
                }
            }
            "boolean" => Some(Content::Fault(Arc::from(text))),
            _ if text.starts_with('#') && formula.is_some() || text.starts_with("Err:") => {
                Some(Content::Fault(Arc::from(text)))
            }
            _ => match Content::of_text(text) {
                None if formula.is_some() && kind.is_empty() => Some(Content::Uncomputed),
                content => content,
            },
        };
        let first = Cell::new(row, column);
        let spans = (
            tag.number("number-rows-spanned").unwrap_or(1),
            tag.number("number-columns-spanned").unwrap_or(1),
        );
        if spans != (1, 1) && spans.0 > 0 && spans.1 > 0 && self.grid.merged.len() < self.limits.rows {
            let last = Cell::new(row.saturating_add(spans.0 - 1), column.saturating_add(spans.1 - 1));
            self.grid.merged.push((first, last));
        }
        let Some(content) = content else { return Some(()) };
        if let Some(formula) = formula {
            let text = formula.trim_start_matches("of:").trim_start_matches("oooc:").trim_start_matches('=');
            // [.B4] and [.B4:.D4] are B4 and B4:D4.
            let text: String =
                text.replace("[.", "").replace(":.", ":").replace(['[', ']'], "").replace(';', ",");
            self.grid.formulas.insert(first, Arc::from(text));
            self.grid.shown.insert(first, how);
        }
        for row in row..row.saturating_add(rows.min(MOST_COPIES)) {
            for column in column..column.saturating_add(columns.min(MOST_COPIES)) {
                self.limits.count(row)?;
                self.grid.push(Cell::new(row, column), content.clone());
            }
        }
        Some(())
    }
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    tag.attribute("visibility").is_some_and(|how| how != "visible")
}

/// Decimals that a printed number shows.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn decimals(text: &str) -> u32 {
    text.rsplit_once('.').map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count() as u32)
}

/// The paragraphs of a cell; remarks attached to it are left out.
fn text(xml: &mut Xml<'_>, end: &str) -> String {
    let mut text = String::new();
    let mut remark = 0u32;
    let mut depth = 0u32;
    while let Some(token) = xml.next() {
        match token {
            Token::Open(tag) if tag.empty => match tag.name.as_str() {
                "s" if remark == 0 => text.push(' '),
                "line-break" if remark == 0 => text.push('\n'),
                _ => {}
            },
            Token::Open(tag) => match tag.name.as_str() {
                "annotation" => remark += 1,
                "p" if remark == 0 && !text.is_empty() => text.push('\n'),
                name if name == end => depth += 1,
                _ => {}
            },
            Token::Text(part) if remark == 0 => text.push_str(&part),
            Token::Text(_) => {}
            Token::Close(name) if name == "annotation" => remark = remark.saturating_sub(1),
            Token::Close(name) if name == end => {
                if depth == 0 {
                    break;
                }
                depth -= 1;
            }
            Token::Close(_) => {}
        }
    }
    text.trim().to_owned()
}
