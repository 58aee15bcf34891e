//! Cells between the text of a table and the types of the model.

use super::error::Problem;
use super::schema::{Kind, Table};
use jiff::civil::Date;
use rust_decimal::Decimal;
use source::Words;
use std::fmt::Display;
use std::str::FromStr;

/// The cells of a row being written.
pub(super) struct Cells {
    table: &'static Table,
    cells: Vec<String>,
}

impl Cells {
    pub(super) fn of(table: &'static Table) -> Self {
        Self { table, cells: vec![String::new(); table.columns().count()] }
    }

    /// Fills a cell; a column that the table does not have is a mistake in this crate and its tests find it.
    pub(super) fn set(&mut self, column: &str, value: impl Display) {
        let position = self.table.position(column);
        debug_assert!(position.is_some(), "no column {column} in {}", self.table.name);
        if let Some(cell) = position.and_then(|position| self.cells.get_mut(position)) {
            *cell = crate::spreadsheet::cell(&value.to_string()).into_owned();
        }
    }

    /// Fills a cell, or leaves it empty for `None`.
    pub(super) fn set_some(&mut self, column: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.set(column, value);
        }
    }

    /// Fills a cell with a JSON array of texts; an empty list leaves it empty.
    pub(super) fn set_list<T: AsRef<str>>(&mut self, column: &str, list: &[T]) {
        if !list.is_empty() {
            let list: Vec<&str> = list.iter().map(AsRef::as_ref).collect();
            self.set(column, serde_json::json!(list));
        }
    }

    pub(super) fn finish(self) -> Vec<String> {
        self.cells
    }
}

/// The id of another row, met while reading, to be looked up when all tables are read.
pub(super) struct Link {
    pub(super) file: String,
    pub(super) row: usize,
    pub(super) column: &'static str,
    pub(super) table: &'static str,
    pub(super) id: String,
}

/// Where the columns of a table stand in a file.
pub(super) struct Header {
    pub(super) table: &'static Table,
    pub(super) file: String,
    /// For each column of the table its position in the file.
    pub(super) positions: Vec<Option<usize>>,
}

/// What reading a package has found besides its rows.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) problems: Vec<Problem>,
    pub(super) links: Vec<Link>,
}

/// A row being read: typed access to its cells by column name.
pub(super) struct Row<'a> {
    pub(super) header: &'a Header,
    pub(super) cells: &'a csv::StringRecord,
    /// As a spreadsheet numbers it.
    pub(super) number: usize,
    pub(super) findings: &'a mut Findings,
}

impl<'a> Row<'a> {
    /// The cell as it stands; empty when the file has no such column.
    fn cell(&self, column: &str) -> &'a str {
        let position = self.header.table.position(column);
        debug_assert!(position.is_some(), "no column {column} in {}", self.header.table.name);
        let place = position.and_then(|position| self.header.positions.get(position).copied().flatten());
        crate::spreadsheet::plain(place.and_then(|place| self.cells.get(place)).unwrap_or(""))
    }

    pub(super) fn report(&mut self, column: &str, message: Words, help: Words) {
        let problem = Problem::new(&self.header.file, message, help).at(self.number, column);
        self.findings.problems.push(problem);
    }

    fn missing(&mut self, column: &str) {
        self.report(
            column,
            Words::new("单元格为空", "the cell is empty"),
            Words::new("此列必须填写", "fill it in, this column needs a value"),
        );
    }

    fn wrong(&mut self, column: &str, zh: &str, en: &str, help: Words) {
        let cell: String = self.cell(column).chars().take(40).collect();
        let message = Words::new(format!("“{cell}”{zh}"), format!("“{cell}” {en}"));
        self.report(column, message, help);
    }

    pub(super) fn text(&self, column: &str) -> String {
        self.cell(column).to_owned()
    }

    /// The text, `None` when empty.
    pub(super) fn text_or_none(&self, column: &str) -> Option<String> {
        Some(self.text(column)).filter(|cell| !cell.is_empty())
    }

    /// The row's own id.
    pub(super) fn id<Id: for<'t> From<&'t str>>(&mut self, column: &str) -> Option<Id> {
        match self.cell(column) {
            "" => {
                self.missing(column);
                None
            }
            id => Some(Id::from(id)),
        }
    }

    /// The id of a row of another table, when there is one.
    pub(super) fn link_or_none<Id: for<'t> From<&'t str>>(&mut self, column: &str) -> Option<Id> {
        let id = self.cell(column);
        if id.is_empty() {
            return None;
        }
        self.remember(column, id);
        Some(Id::from(id))
    }

    /// The id of a row of another table.
    pub(super) fn link<Id: for<'t> From<&'t str>>(&mut self, column: &str) -> Option<Id> {
        let id = self.link_or_none(column);
        if id.is_none() {
            self.missing(column);
        }
        id
    }

    fn remember(&mut self, column: &str, id: &str) {
        let Some(column) = self.header.table.columns().find(|c| c.name == column) else { return };
        if let Kind::Reference(table) = column.kind {
            self.remember_in(table, column.name, id);
        }
    }

    fn remember_in(&mut self, table: &'static str, column: &'static str, id: &str) {
        self.findings.links.push(Link {
            file: self.header.file.clone(),
            row: self.number,
            column,
            table,
            id: id.to_owned(),
        });
    }

    /// A list of ids of rows of `table`.
    pub(super) fn links<Id: for<'t> From<&'t str>>(
        &mut self,
        column: &'static str,
        table: &'static str,
    ) -> Vec<Id> {
        let list = self.list(column);
        for id in &list {
            self.remember_in(table, column, id);
        }
        list.iter().map(|id| Id::from(id.as_str())).collect()
    }

    pub(super) fn list(&mut self, column: &str) -> Vec<String> {
        match self.cell(column) {
            "" => Vec::new(),
            cell => serde_json::from_str(cell).unwrap_or_else(|_| {
                let help = Words::new(
                    "写成 JSON 数组，例如 [\"甲\",\"乙\"]",
                    "write a JSON array such as [\"a\",\"b\"]",
                );
                self.wrong(column, "不是文本列表", "is not a list of texts", help);
                Vec::new()
            }),
        }
    }

    pub(super) fn decimal_or_none(&mut self, column: &str) -> Option<Decimal> {
        let help = Words::new(
            "只写数字和小数点，不写千分位逗号、单位和百分号，例如 1357.5",
            "write digits and a point only, without thousands separators, unit or percent sign, such as 1357.5",
        );
        self.parsed(column, |cell| Decimal::from_str_exact(cell).ok(), "不是数", "is not a number", &help)
    }

    pub(super) fn decimal(&mut self, column: &str) -> Option<Decimal> {
        self.needed(column, Self::decimal_or_none)
    }

    /// A finite floating-point number.
    pub(super) fn float(&mut self, column: &str) -> Option<f64> {
        let help = Words::new("写成数字，例如 0.0001 或 1e-4", "write it in digits, such as 0.0001 or 1e-4");
        let finite = |cell: &str| cell.parse::<f64>().ok().filter(|value| value.is_finite());
        self.needed(column, |row, column| row.parsed(column, finite, "不是数", "is not a number", &help))
    }

    pub(super) fn integer_or_none<T: FromStr>(&mut self, column: &str) -> Option<T> {
        let help = Words::new(
            "写成不带小数点的整数，例如 2020",
            "write a whole number without a point, such as 2020",
        );
        self.parsed(
            column,
            |cell| cell.parse().ok(),
            "不是可用的整数",
            "is not a whole number in the allowed range",
            &help,
        )
    }

    pub(super) fn integer<T: FromStr>(&mut self, column: &str) -> Option<T> {
        self.needed(column, Self::integer_or_none)
    }

    pub(super) fn boolean(&mut self, column: &str) -> Option<bool> {
        let help = Words::new("写 true 或 false", "write true or false");
        // Spreadsheets write TRUE and FALSE.
        let parse = |cell: &str| match cell.to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        };
        self.needed(column, |row, column| {
            row.parsed(column, parse, "不是 true 或 false", "is neither true nor false", &help)
        })
    }

    /// A day as YYYY-MM-DD; empty when the cell is.
    pub(super) fn date(&mut self, column: &str) -> String {
        let help = Words::new(
            "写成 年-月-日 并补足两位，例如 2021-03-31",
            "write year-month-day with two digits each, such as 2021-03-31",
        );
        let parse = |cell: &str| {
            let day = cell.parse::<Date>().ok()?;
            (day.to_string() == cell).then(|| cell.to_owned())
        };
        self.parsed(column, parse, "不是日期", "is not a date", &help).unwrap_or_default()
    }

    /// A value of a closed vocabulary, when there is one.
    pub(super) fn choice_or_none<T>(&mut self, column: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
        let kind = self.header.table.columns().find(|c| c.name == column).map(|c| c.kind);
        let names = match kind {
            Some(Kind::Choice(names)) => names.join(", "),
            _ => String::new(),
        };
        let help = Words::new(format!("可用的值：{names}"), format!("use one of: {names}"));
        self.parsed(column, parse, "不是可用的值", "is not one of the allowed values", &help)
    }

    /// A value of a closed vocabulary.
    pub(super) fn choice<T>(&mut self, column: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
        self.needed(column, |row, column| row.choice_or_none(column, parse))
    }

    fn parsed<T>(
        &mut self,
        column: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        zh: &str,
        en: &str,
        help: &Words,
    ) -> Option<T> {
        match self.cell(column) {
            "" => None,
            cell => {
                let value = parse(cell);
                if value.is_none() {
                    self.wrong(column, zh, en, help.clone());
                }
                value
            }
        }
    }

    fn needed<T>(&mut self, column: &str, get: impl FnOnce(&mut Self, &str) -> Option<T>) -> Option<T> {
        if self.cell(column).is_empty() {
            self.missing(column);
            return None;
        }
        get(self, column)
    }
}
