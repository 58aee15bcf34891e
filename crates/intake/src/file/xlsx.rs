//! Excel workbooks (.xlsx, .xlsm), sheet by sheet, with what their cells show rather than what they store.

use super::archive::Archive;
use super::format::{self, Shown};
use super::xml::{Token, Xml};
use super::{Limits, too_large};
use crate::grid::{Content, Grid};
use crate::problem::{Problem, Problems};
use crate::{Cell, Settings};
use source::Severity;
use std::collections::HashMap;
use std::sync::Arc;

/// A shared string and the note marks that stood raised in it.
struct Shared {
    text: Option<Arc<str>>,
    mark: Option<Arc<str>>,
}

/// Reads every sheet, hidden ones marked; problems with the file or a sheet come beside them.
#[expect(
    clippy::too_many_lines,
    reason = "the parts of a workbook in the order in which they need each other"
)]
pub(crate) fn read(name: &str, archive: &mut Archive<'_>, settings: &Settings) -> (Vec<Grid>, Vec<Problem>) {
    let mut problems = Problems::new(name, "", settings.max_problems);
    let book = archive.text("xl/workbook.xml");
    let Some(book) = book else {
        problems.add(
            Severity::Error,
            None,
            "不是有效的xlsx文件（缺少工作簿）；请另存为xlsx或CSV",
            "not a sound xlsx file (no workbook inside): save it as xlsx or CSV",
        );
        return (Vec::new(), problems.finish());
    };
    let targets = relations(&archive.text("xl/_rels/workbook.xml.rels").unwrap_or_default());
    let (sheets, starts_1904) = workbook(&book);
    let styles = styles(&archive.text("xl/styles.xml").unwrap_or_default());
    let strings = shared_strings(&archive.text("xl/sharedStrings.xml").unwrap_or_default());
    let mut found = problems.finish();
    let mut grids = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let target = targets.get(&sheet.relation).cloned();
        let path = target.unwrap_or_else(|| format!("xl/worksheets/sheet{}.xml", at + 1));
        if !path.contains("worksheets/") {
            continue;
        }
        let mut problems = Problems::new(name, &sheet.name, settings.max_problems);
        let Some(text) = archive.text(&path) else {
            problems.add(
                Severity::Error,
                None,
                "工作表无法读取；请在Excel中打开并另存后重试",
                "the sheet cannot be read: open it in Excel, save it again and retry",
            );
            found.extend(problems.finish());
            continue;
        };
        let mut reader = Sheet {
            grid: Grid { sheet: sheet.name.clone(), hidden: sheet.hidden, ..Grid::default() },
            styles: &styles,
            strings: &strings,
            starts_1904,
            shared: HashMap::new(),
            limits: Limits::new(settings),
        };
        let mut xml = Xml::new(&text);
        if reader.read(&mut xml).is_none() {
            too_large(settings, &mut problems);
        } else {
            if xml.is_broken() {
                problems.add(
                    Severity::Error,
                    None,
                    "工作表在中途损坏，未读入任何数据；请在Excel中打开并另存后重试",
                    "the sheet is damaged half way and nothing of it was read: open it in Excel, save it again and retry",
                );
                reader.grid.rows.clear();
            }
            reader.grid.settle();
            grids.push(reader.grid);
        }
        found.extend(problems.finish());
    }
    (grids, found)
}

struct Entry {
    name: String,
    relation: String,
    hidden: bool,
}

fn workbook(text: &str) -> (Vec<Entry>, bool) {
    let (mut sheets, mut starts_1904) = (Vec::new(), false);
    let mut xml = Xml::new(text);
    while let Some(token) = xml.next() {
        let Token::Open(tag) = token else { continue };
        match tag.name.as_str() {
            "workbookPr" => starts_1904 = tag.is_on("date1904"),
            "sheet" => sheets.push(Entry {
                name: tag.attribute("name").unwrap_or_default(),
                relation: tag.attribute("id").unwrap_or_default(),
                hidden: tag.attribute("state").is_some_and(|state| state != "visible"),
            }),
            _ => {}
        }
    }
    (sheets, starts_1904)
}

/// Targets by relationship id, as paths in the archive.
pub(crate) fn relations(text: &str) -> HashMap<String, String> {
    let mut found = HashMap::new();
    let mut xml = Xml::new(text);
    while let Some(token) = xml.next() {
        if let Token::Open(tag) = token
            && tag.name == "Relationship"
            && let (Some(id), Some(target)) = (tag.attribute("Id"), tag.attribute("Target"))
        {
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            found.insert(id, path);
        }
    }
    found
}

/// How each cell style shows its numbers.
fn styles(text: &str) -> Vec<Shown> {
    let mut codes: HashMap<u32, Shown> = HashMap::new();
    let mut styles = Vec::new();
    let mut inside = false;
    let mut xml = Xml::new(text);
    while let Some(token) = xml.next() {
        match token {
            Token::Open(tag) => match tag.name.as_str() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.attribute("formatCode")) {
                        codes.insert(id, format::of_code(&code));
                    }
                }
                "cellXfs" => inside = !tag.empty,
                "xf" if inside => {
                    let id = tag.number("numFmtId").unwrap_or(0);
                    styles.push(codes.get(&id).copied().unwrap_or_else(|| format::builtin(id)));
                }
                _ => {}
            },
            Token::Close(name) if name == "cellXfs" => inside = false,
            _ => {}
        }
    }
    styles
}

fn shared_strings(text: &str) -> Vec<Shared> {
    let mut strings = Vec::new();
    let mut xml = Xml::new(text);
    while let Some(token) = xml.next() {
        if let Token::Open(tag) = token
            && tag.name == "si"
        {
            strings.push(if tag.empty { Shared { text: None, mark: None } } else { rich(&mut xml, "si") });
        }
    }
    strings
}

/// The text up to the end of `end`; raised runs are note marks, readings of characters are left out.
fn rich(xml: &mut Xml<'_>, end: &str) -> Shared {
    let (mut text, mut mark) = (String::new(), String::new());
    let (mut reading, mut taking, mut raised) = (false, false, false);
    while let Some(token) = xml.next() {
        match token {
            Token::Open(tag) if !tag.empty => match tag.name.as_str() {
                "t" => taking = true,
                "rPh" => reading = true,
                "r" => raised = false,
                _ => {}
            },
            Token::Open(tag) => {
                if tag.name == "vertAlign" {
                    raised = tag.attribute("val").as_deref() == Some("superscript");
                }
            }
            Token::Text(part) if taking && !reading => {
                // km<sup>2</sup> and 10<sup>4</sup> are powers; a raised digit behind anything else is the mark of a note.
                let power = text.ends_with(|c: char| c.is_ascii_alphabetic())
                    && matches!(part.trim(), "2" | "3")
                    || text.ends_with("×10");
                if raised && !power {
                    mark.push_str(&part);
                } else {
                    text.push_str(&part);
                }
            }
            Token::Close(name) => match name.as_str() {
                "t" => taking = false,
                "rPh" => reading = false,
                name if name == end => break,
                _ => {}
            },
            Token::Text(_) => {}
        }
    }
    let text = match Content::of_text(&text) {
        Some(Content::Text(text)) => Some(text),
        _ => None,
    };
    Shared { text, mark: (!mark.trim().is_empty()).then(|| Arc::from(mark.trim())) }
}

struct Sheet<'s> {
    grid: Grid,
    styles: &'s [Shown],
    strings: &'s [Shared],
    starts_1904: bool,
    /// Shared formulas: the text and the cell it was written for.
    shared: HashMap<u32, (Arc<str>, Cell)>,
    limits: Limits,
}

impl Sheet<'_> {
    /// `None` when the sheet is larger than what is taken.
    fn read(&mut self, xml: &mut Xml<'_>) -> Option<()> {
        let (mut row, mut column) = (0, 0);
        while let Some(token) = xml.next() {
            let Token::Open(tag) = token else { continue };
            match tag.name.as_str() {
                "col" if tag.is_on("hidden") => {
                    let first = tag.number("min").unwrap_or(1).max(1);
                    let last = tag.number("max").unwrap_or(first).min(first.saturating_add(16_384));
                    self.grid.hidden_columns.extend((first..=last).map(|column| column - 1));
                }
                "row" => {
                    row = tag
                        .number("r")
                        .map_or(row + u32::from(row > 0 || column > 0), |r| r.saturating_sub(1));
                    column = 0;
                    if tag.is_on("hidden") && self.grid.hidden_rows.len() < self.limits.rows {
                        self.grid.hidden_rows.insert(row);
                    }
                }
                "c" => {
                    let at =
                        tag.attribute("r").as_deref().and_then(Cell::parse).unwrap_or(Cell::new(row, column));
                    (row, column) = (at.row, at.column + 1);
                    let style = tag.number("s").and_then(|s| self.styles.get(s as usize)).copied();
                    let kind = tag.attribute("t").unwrap_or_default();
                    if !tag.empty {
                        self.cell(xml, at, style.unwrap_or_default(), &kind)?;
                    }
                }
                "mergeCell" => {
                    let area = tag.attribute("ref").unwrap_or_default();
                    if let Some((from, to)) = area.split_once(':')
                        && let (Some(from), Some(to)) = (Cell::parse(from), Cell::parse(to))
                        && from != to
                        && self.grid.merged.len() < self.limits.rows
                    {
                        self.grid.merged.push((from, to));
                    }
                }
                _ => {}
            }
        }
        Some(())
    }

    #[expect(clippy::too_many_lines, reason = "the elements of a cell in the order of the format")]
    fn cell(&mut self, xml: &mut Xml<'_>, at: Cell, shown: Shown, kind: &str) -> Option<()> {
        let (mut value, mut formula, mut inline) = (None::<String>, None::<Arc<str>>, None::<Shared>);
        let mut into = "";
        let mut text = String::new();
        let mut shared = None;
        while let Some(token) = xml.next() {
            match token {
                Token::Open(tag) => match tag.name.as_str() {
                    "v" if !tag.empty => (into, text) = ("v", String::new()),
                    "f" => {
                        shared = (tag.attribute("t").as_deref() == Some("shared"))
                            .then(|| tag.number("si"))
                            .flatten();
                        if tag.empty {
                            formula = self.derived(shared, at);
                        } else {
                            (into, text) = ("f", String::new());
                        }
                    }
                    "is" if !tag.empty => inline = Some(rich(xml, "is")),
                    _ => {}
                },
                Token::Text(part) if !into.is_empty() => text.push_str(&part),
                Token::Text(_) => {}
                Token::Close(name) => match name.as_str() {
                    "v" => {
                        value = Some(std::mem::take(&mut text));
                        into = "";
                    }
                    "f" => {
                        let written = std::mem::take(&mut text);
                        into = "";
                        formula = if written.is_empty() {
                            self.derived(shared, at)
                        } else {
                            let written: Arc<str> = Arc::from(written);
                            if let Some(index) = shared {
                                self.shared.insert(index, (written.clone(), at));
                            }
                            Some(written)
                        };
                    }
                    "c" => break,
                    _ => {}
                },
            }
        }
        let has_formula = formula.is_some();
        if let Some(formula) = formula {
            self.grid.formulas.insert(at, formula);
            self.grid.shown.insert(at, shown);
        }
        let content = match (kind, value) {
            ("inlineStr", _) => inline.and_then(|shared| self.string(at, &shared)),
            ("s", Some(index)) => {
                let shared = index.trim().parse::<usize>().ok().and_then(|index| self.strings.get(index));
                shared.and_then(|shared| self.string(at, shared))
            }
            ("str", Some(text)) => Content::of_text(&text),
            ("b", Some(text)) => {
                Some(Content::Fault(Arc::from(if text.trim() == "1" { "TRUE" } else { "FALSE" })))
            }
            ("e", Some(text)) => Some(Content::Fault(Arc::from(text.trim()))),
            ("d", Some(text)) => Some(
                text.get(..10)
                    .and_then(|day| day.parse().ok())
                    .map_or_else(|| Content::Fault(Arc::from(text.as_str())), Content::Date),
            ),
            (_, Some(text)) if !text.trim().is_empty() => Some(text.trim().parse::<f64>().map_or_else(
                |_| Content::Fault(Arc::from(text.trim())),
                |number| format::content(number, shown, has_formula, self.starts_1904),
            )),
            ("str", None) => None,
            _ if has_formula => Some(Content::Uncomputed),
            _ => None,
        };
        if let Some(content) = content {
            self.limits.count(at.row)?;
            self.grid.push(at, content);
        }
        Some(())
    }

    fn string(&mut self, at: Cell, shared: &Shared) -> Option<Content> {
        if let Some(mark) = &shared.mark {
            self.grid.marks.insert(at, mark.clone());
        }
        shared.text.clone().map(Content::Text)
    }

    /// The formula of a cell that shares one: references move along with the cell.
    fn derived(&self, shared: Option<u32>, at: Cell) -> Option<Arc<str>> {
        let (text, from) = self.shared.get(&shared?)?;
        Some(Arc::from(crate::formula::moved(text, *from, at)))
    }
}
