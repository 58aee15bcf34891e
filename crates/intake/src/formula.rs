//! The formulas of spreadsheets, as far as figures need them: which cells they use, what simple ones give, and whether
//! they fit or extrapolate instead of adding up.

use crate::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Formulas nested or chained deeper are not computed.
const DEEPEST: u32 = 48;

/// Cells of a range beyond which it is not added up.
const WIDEST: u64 = 100_000;

/// An area that a formula uses; `sheet` is empty for the formula's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub sheet: String,
    pub from: Cell,
    pub to: Cell,
}

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Number(f64),
    Area(Reference),
    Name(String),
    Text,
    Sign(char),
}

/// Cuts a formula into pieces; `None` when something in it is not known here.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let chars: Vec<char> = text.trim_start_matches('=').chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    let mut sheet = String::new();
    while let Some(&c) = chars.get(at) {
        if c.is_whitespace() {
            at += 1;
        } else if c == '"' {
            at += 1;
            while chars.get(at).is_some_and(|c| *c != '"') {
                at += 1;
            }
            at += 1;
            found.push(Piece::Text);
        } else if c == '\'' {
            let end = (at + 1..chars.len()).find(|end| chars.get(*end) == Some(&'\''))?;
            sheet = chars.get(at + 1..end)?.iter().collect();
            at = end + 1;
            if chars.get(at) == Some(&'!') || chars.get(at) == Some(&'.') {
                at += 1;
            }
        } else if c.is_ascii_digit() || c == '.' {
            let end = (at..chars.len())
                .find(|end| !chars.get(*end).is_some_and(|c| c.is_ascii_digit() || *c == '.'))
                .unwrap_or(chars.len());
            found.push(Piece::Number(chars.get(at..end)?.iter().collect::<String>().parse().ok()?));
            at = end;
        } else if c.is_alphabetic() || c == '$' || c == '_' {
            let word = |c: &char| c.is_alphanumeric() || matches!(c, '$' | '_' | '.');
            let end = (at..chars.len()).find(|end| !chars.get(*end).is_some_and(word)).unwrap_or(chars.len());
            let word: String = chars.get(at..end)?.iter().collect();
            at = end;
            if chars.get(at) == Some(&'!') {
                sheet = word;
                at += 1;
                continue;
            }
            match Cell::parse(&word).filter(|_| chars.get(at) != Some(&'(')) {
                Some(cell) => {
                    let own = std::mem::take(&mut sheet);
                    if matches!(found.last(), Some(Piece::Sign(':')))
                        && let Some(Piece::Area(area)) = found.iter_mut().rev().nth(1)
                    {
                        area.to = cell;
                        found.pop();
                    } else {
                        found.push(Piece::Area(Reference { sheet: own, from: cell, to: cell }));
                    }
                }
                None => found.push(Piece::Name(word.to_uppercase())),
            }
        } else if "+-*/^(),:%&<>=;".contains(c) {
            found.push(Piece::Sign(if c == ';' { ',' } else { c }));
            at += 1;
        } else {
            return None;
        }
    }
    Some(found)
}

/// The areas that a formula uses.
pub(crate) fn references(text: &str) -> Vec<Reference> {
    let found = pieces(text).unwrap_or_default();
    found
        .into_iter()
        .filter_map(|piece| if let Piece::Area(area) = piece { Some(area) } else { None })
        .collect()
}

/// Whether a formula fits or extrapolates by a function made for that.
pub(crate) fn fits(text: &str) -> bool {
    const FUNCTIONS: [&str; 10] = [
        "TREND",
        "FORECAST",
        "FORECAST.LINEAR",
        "FORECAST.ETS",
        "LINEST",
        "LOGEST",
        "GROWTH",
        "SLOPE",
        "INTERCEPT",
        "RAND",
    ];
    pieces(text).unwrap_or_default().iter().any(|piece| matches!(piece, Piece::Name(name) if FUNCTIONS.contains(&name.as_str()) || name.starts_with("RANDBETWEEN")))
}

/// Whether a formula multiplies something (a fitted line takes its year times a slope).
pub(crate) fn multiplies(text: &str) -> bool {
    pieces(text).unwrap_or_default().iter().any(|piece| matches!(piece, Piece::Sign('*' | '^')))
}

/// Whether a formula holds a number other than the plain scales 1, 100, 10000, ...
pub(crate) fn has_factor(text: &str) -> bool {
    pieces(text).unwrap_or_default().iter().any(|piece| {
        matches!(piece, Piece::Number(n) if {
            let power = libm::log10(n.abs());
            *n != 0.0 && (power - power.round()).abs() > 1e-9
        })
    })
}

/// A shared formula as the cell at `to` has it: what is not fixed by $ moves along.
pub(crate) fn moved(text: &str, from: Cell, to: Cell) -> String {
    let (rows, columns) =
        (i64::from(to.row) - i64::from(from.row), i64::from(to.column) - i64::from(from.column));
    let mut out = String::new();
    let mut word = String::new();
    let mut quoted = None;
    let flush = |word: &mut String, out: &mut String, next: char| {
        if !word.is_empty() {
            let cell = (next != '(' && next != '!').then(|| shift(word, rows, columns)).flatten();
            out.push_str(cell.as_deref().unwrap_or(word));
            word.clear();
        }
    };
    for c in text.chars() {
        match (quoted, c) {
            (Some(mark), c) => {
                out.push(c);
                if c == mark {
                    quoted = None;
                }
            }
            (None, '"' | '\'') => {
                flush(&mut word, &mut out, c);
                quoted = Some(c);
                out.push(c);
            }
            (None, c) if c.is_alphanumeric() || matches!(c, '$' | '_' | '.') => word.push(c),
            (None, c) => {
                flush(&mut word, &mut out, c);
                out.push(c);
            }
        }
    }
    flush(&mut word, &mut out, ' ');
    out
}

fn shift(word: &str, rows: i64, columns: i64) -> Option<String> {
    let cell = Cell::parse(word)?;
    let fixed_column = word.starts_with('$');
    let fixed_row = word.trim_start_matches('$').contains('$');
    let row = i64::from(cell.row) + if fixed_row { 0 } else { rows };
    let column = i64::from(cell.column) + if fixed_column { 0 } else { columns };
    let moved = Cell::new(u32::try_from(row).ok()?, u32::try_from(column).ok()?);
    let text = moved.to_string();
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(split);
    Some(format!(
        "{}{letters}{}{digits}",
        if fixed_column { "$" } else { "" },
        if fixed_row { "$" } else { "" }
    ))
}

/// The values and formulas of a workbook, for computing what was not computed.
#[derive(Default)]
pub(crate) struct Book<'b> {
    pub values: BTreeMap<&'b str, HashMap<Cell, f64>>,
    pub formulas: BTreeMap<&'b str, &'b HashMap<Cell, std::sync::Arc<str>>>,
    /// Cells that hold an error or words: what uses them cannot be computed.
    pub spoiled: HashSet<(&'b str, Cell)>,
}

/// Computed results by sheet and cell.
pub(crate) type Memory = HashMap<(String, Cell), Option<f64>>;

impl Book<'_> {
    /// What the cell gives when its formula and all formulas it uses are computed anew; `None` when that is not known
    /// here.
    pub(crate) fn compute(&self, sheet: &str, cell: Cell, memory: &mut Memory, depth: u32) -> Option<f64> {
        let key = (sheet.to_owned(), cell);
        if let Some(known) = memory.get(&key) {
            return *known;
        }
        let Some(formula) = self.formulas.get(sheet).and_then(|formulas| formulas.get(&cell)) else {
            return self.values.get(sheet).and_then(|values| values.get(&cell)).copied();
        };
        if depth >= DEEPEST {
            return None;
        }
        // A circle finds itself unknown.
        memory.insert(key.clone(), None);
        let pieces = pieces(formula)?;
        let mut parser = Parser { book: self, sheet, pieces: &pieces, at: 0, memory, depth };
        let value = parser.sum(0).filter(|_| parser.at == pieces.len()).filter(|value| value.is_finite());
        memory.insert(key, value);
        value
    }
}

struct Parser<'p, 'b> {
    book: &'p Book<'b>,
    sheet: &'p str,
    pieces: &'p [Piece],
    at: usize,
    memory: &'p mut Memory,
    depth: u32,
}

impl Parser<'_, '_> {
    fn sign(&mut self, signs: &str) -> Option<char> {
        match self.pieces.get(self.at) {
            Some(Piece::Sign(c)) if signs.contains(*c) => {
                self.at += 1;
                Some(*c)
            }
            _ => None,
        }
    }

    fn sum(&mut self, level: u32) -> Option<f64> {
        if level > DEEPEST {
            return None;
        }
        let mut value = self.product(level)?;
        while let Some(sign) = self.sign("+-") {
            let next = self.product(level)?;
            value = if sign == '+' { value + next } else { value - next };
        }
        Some(value)
    }

    fn product(&mut self, level: u32) -> Option<f64> {
        let mut value = self.power(level)?;
        while let Some(sign) = self.sign("*/") {
            let next = self.power(level)?;
            value = if sign == '*' { value * next } else { value / next };
        }
        Some(value)
    }

    fn power(&mut self, level: u32) -> Option<f64> {
        let value = self.atom(level)?;
        if self.sign("^").is_some() {
            let exponent = self.atom(level)?;
            return Some(libm::pow(value, exponent));
        }
        Some(value)
    }

    fn atom(&mut self, level: u32) -> Option<f64> {
        if self.sign("-").is_some() {
            return self.atom(level + 1).filter(|_| level < DEEPEST).map(|value| -value);
        }
        if self.sign("+").is_some() {
            return if level < DEEPEST { self.atom(level + 1) } else { None };
        }
        let value = match self.pieces.get(self.at)?.clone() {
            Piece::Number(number) => {
                self.at += 1;
                number
            }
            Piece::Area(area) => {
                self.at += 1;
                self.single(&area)?
            }
            Piece::Sign('(') => {
                self.at += 1;
                let value = self.sum(level + 1)?;
                self.sign(")")?;
                value
            }
            Piece::Name(name) => {
                self.at += 1;
                self.sign("(")?;
                self.function(&name, level + 1)?
            }
            _ => return None,
        };
        Some(if self.sign("%").is_some() { value / 100.0 } else { value })
    }

    fn single(&mut self, area: &Reference) -> Option<f64> {
        if area.from != area.to {
            return None;
        }
        self.value(area, area.from)?
    }

    /// The value of a cell: `Some(None)` when it is empty or unknown, `None` when it is spoiled.
    #[allow(clippy::option_option, reason = "an empty cell adds nothing, an unknown one spoils the sum")]
    fn value(&mut self, area: &Reference, cell: Cell) -> Option<Option<f64>> {
        let sheet = if area.sheet.is_empty() { self.sheet } else { area.sheet.as_str() };
        if self.book.spoiled.contains(&(sheet, cell)) {
            return None;
        }
        let computed = self.book.compute(sheet, cell, self.memory, self.depth + 1);
        let formula = self.book.formulas.get(sheet).is_some_and(|formulas| formulas.contains_key(&cell));
        if computed.is_none() && formula {
            return None;
        }
        Some(computed)
    }

    fn function(&mut self, name: &str, level: u32) -> Option<f64> {
        let mut values = Vec::new();
        let mut arguments = 0;
        loop {
            let alone = matches!(self.pieces.get(self.at + 1), Some(Piece::Sign(',' | ')')));
            match self.pieces.get(self.at)?.clone() {
                Piece::Area(area) if alone => {
                    self.at += 1;
                    let rows = u64::from(area.to.row.abs_diff(area.from.row)) + 1;
                    let columns = u64::from(area.to.column.abs_diff(area.from.column)) + 1;
                    if rows.saturating_mul(columns) > WIDEST {
                        return None;
                    }
                    for row in area.from.row.min(area.to.row)..=area.from.row.max(area.to.row) {
                        for column in
                            area.from.column.min(area.to.column)..=area.from.column.max(area.to.column)
                        {
                            values.extend(self.value(&area, Cell::new(row, column))?);
                        }
                    }
                }
                _ => values.push(self.sum(level)?),
            }
            arguments += 1;
            if self.sign(",)")? == ')' {
                break;
            }
        }
        let first = values.first().copied();
        match (name, arguments) {
            ("SUM", _) => Some(values.iter().sum()),
            ("AVERAGE", _) if !values.is_empty() => Some(values.iter().sum::<f64>() / values.len() as f64),
            ("MAX", _) => values.into_iter().reduce(f64::max),
            ("MIN", _) => values.into_iter().reduce(f64::min),
            ("PRODUCT", _) => Some(values.iter().product()),
            ("ABS", 1) => first.map(f64::abs),
            ("ROUND", 2) => {
                let scale = libm::pow(10.0, values.get(1).copied()?.round());
                first.map(|value| libm::round(value * scale) / scale)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn sums_quotients_and_circles() {
        let values = [("A1", 2.0), ("A2", 3.0), ("A3", 5.0)];
        let values: HashMap<Cell, f64> =
            values.into_iter().map(|(at, v)| (Cell::parse(at).expect("a cell"), v)).collect();
        let formulas = [
            ("B1", "SUM(A1:A3)"),
            ("B2", "B1/A1*100-1"),
            ("B3", "B4"),
            ("B4", "B3"),
            ("B5", "ROUND(A3/A2,2)"),
        ];
        let formulas: HashMap<Cell, Arc<str>> =
            formulas.into_iter().map(|(at, f)| (Cell::parse(at).expect("a cell"), Arc::from(f))).collect();
        let book = Book {
            values: BTreeMap::from([("s", values)]),
            formulas: BTreeMap::from([("s", &formulas)]),
            spoiled: HashSet::new(),
        };
        let compute = |at: &str| book.compute("s", Cell::parse(at).expect("a cell"), &mut Memory::new(), 0);
        assert_eq!(compute("B1"), Some(10.0));
        assert_eq!(compute("B2"), Some(499.0));
        assert_eq!(compute("B3"), None);
        assert_eq!(compute("B5"), Some(1.67));
    }

    #[test]
    fn references_move_along() {
        assert_eq!(moved("$C2*F$1+$D2", Cell::new(1, 5), Cell::new(2, 6)), "$C3*G$1+$D3");
        assert_eq!(moved("SUM(B4:D4)/'2024'!E4", Cell::new(3, 4), Cell::new(4, 4)), "SUM(B5:D5)/'2024'!E5");
        assert_eq!(references("E4/'2024'!E4-1").len(), 2);
        assert!(fits("FORECAST(A1,B1:B5,C1:C5)") && !fits("SUM(A1:A4)"));
        assert!(has_factor("F3*1.05") && !has_factor("E4/F4*10000"));
    }
}
