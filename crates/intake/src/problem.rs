//! What is wrong with a file, and where.

use source::{Severity, Words};
use std::borrow::Cow;
use std::fmt;

/// A cell by row and column, both from 0; shown as people name it (C7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Row from 0.
    pub row: u32,
    /// Column from 0.
    pub column: u32,
}

impl Cell {
    /// The cell in this row and column, both from 0.
    ///
    /// # Example
    /// ```
    /// use intake::Cell;
    /// assert_eq!(Cell::new(6, 2).to_string(), "C7");
    /// assert_eq!(Cell::new(0, 27).to_string(), "AB1");
    /// ```
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

impl Cell {
    /// Reads an address back: C7, $C$7.
    ///
    /// # Example
    /// ```
    /// use intake::Cell;
    /// assert_eq!(Cell::parse("$AB$1"), Some(Cell::new(0, 27)));
    /// assert_eq!(Cell::parse("7C"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('$');
        let end = text.find(|c: char| !c.is_ascii_alphabetic())?;
        let (letters, rest) = text.split_at(end);
        if letters.is_empty() || letters.len() > 4 {
            return None;
        }
        let column =
            letters.bytes().fold(0u32, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
        let row: u32 = rest.trim_start_matches('$').parse().ok()?;
        Some(Self::new(row.checked_sub(1)?, column.checked_sub(1)?))
    }

    /// The address with the sheet, as spreadsheets write it; without one for CSV, which has no sheets.
    ///
    /// # Example
    /// ```
    /// use intake::Cell;
    /// assert_eq!(Cell::new(6, 2).of_sheet("表1"), "表1!C7");
    /// assert_eq!(Cell::new(6, 2).of_sheet("GDP '16"), "'GDP ''16'!C7");
    /// assert_eq!(Cell::new(6, 2).of_sheet(""), "C7");
    /// ```
    pub fn of_sheet(&self, sheet: &str) -> String {
        if sheet.is_empty() {
            return self.to_string();
        }
        if sheet.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.') {
            return format!("{sheet}!{self}");
        }
        format!("'{}'!{self}", sheet.replace('\'', "''"))
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut rest = u64::from(self.column) + 1;
        while rest > 0 {
            letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
            rest = (rest - 1) / 26;
        }
        let letters: String = letters.into_iter().rev().collect();
        write!(f, "{letters}{}", u64::from(self.row) + 1)
    }
}

/// Something wrong or noteworthy in a file.
///
/// An error keeps the whole file from being used; a warning leaves out what it is about or asks for a look; a note says
/// how something was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Name of the file.
    pub file: String,
    /// Name of the sheet; empty for CSV.
    pub sheet: String,
    /// The cell; `None` when it is about the whole file or sheet.
    pub cell: Option<Cell>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong and what to do.
    pub words: Words,
}

impl fmt::Display for Problem {
    /// `file.xlsx!Sheet1!C7: words`, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.sheet.is_empty() {
            write!(f, "!{}", self.sheet)?;
        }
        if let Some(cell) = self.cell {
            write!(f, "!{cell}")?;
        }
        write!(f, ": {}: {}", self.severity, self.words.en)
    }
}

/// Collects the problems of one sheet; of very many, the first ones and their number.
pub(crate) struct Problems<'n> {
    file: Cow<'n, str>,
    sheet: Cow<'n, str>,
    limit: usize,
    found: Vec<Problem>,
    beyond: [usize; 3],
}

impl<'n> Problems<'n> {
    pub(crate) fn new(file: impl Into<Cow<'n, str>>, sheet: impl Into<Cow<'n, str>>, limit: usize) -> Self {
        Self { file: file.into(), sheet: sheet.into(), limit, found: Vec::new(), beyond: [0; 3] }
    }

    pub(crate) fn add(
        &mut self,
        severity: Severity,
        cell: Option<Cell>,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        if self.found.len() >= self.limit {
            let [notes, warnings, errors] = &mut self.beyond;
            *match severity {
                Severity::Error => errors,
                Severity::Warning => warnings,
                _ => notes,
            } += 1;
            return;
        }
        self.found.push(Problem {
            file: self.file.clone().into_owned(),
            sheet: self.sheet.clone().into_owned(),
            cell,
            severity,
            words: Words::new(zh, en),
        });
    }

    pub(crate) fn error(&mut self, cell: Cell, zh: impl Into<String>, en: impl Into<String>) {
        self.add(Severity::Error, Some(cell), zh, en);
    }

    pub(crate) fn warning(&mut self, cell: Cell, zh: impl Into<String>, en: impl Into<String>) {
        self.add(Severity::Warning, Some(cell), zh, en);
    }

    pub(crate) fn note(&mut self, cell: Cell, zh: impl Into<String>, en: impl Into<String>) {
        self.add(Severity::Note, Some(cell), zh, en);
    }

    /// The problems in the order of the cells; what was cut off is counted at the end, errors as an error.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|p| p.cell);
        let [notes, warnings, errors] = self.beyond;
        if notes + warnings + errors > 0 {
            let severity = if errors > 0 { Severity::Error } else { Severity::Warning };
            self.limit = usize::MAX;
            self.add(
                severity,
                None,
                format!("另有{errors}处错误、{warnings}处警告、{notes}处提示未列出；请先改正已列出的"),
                format!("{errors} more errors, {warnings} warnings and {notes} notes are not listed; correct the listed ones first"),
            );
        }
        self.found
    }
}
