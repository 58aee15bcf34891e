//! One row of a plan as named cells, as it stands in its table of the package: what a person edits field by field.

use super::cells::{Cells, Findings, Header, Row};
use super::error::Problem;
use super::schema::{Kind, Record};
use crate::{Assignment, Indicator, Observation, Place, Project, Target, Task};
use source::Words;
use std::collections::BTreeMap;

/// A column of a table as a form needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Stable name.
    pub name: &'static str,
    /// Title in Chinese, meaning in English.
    pub title: Words,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a row cannot be without it.
    pub required: bool,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// The id of a row of another table.
    Reference,
    /// A whole number, as a year.
    Integer,
    /// A number with or without a point.
    Number,
    /// `true` or `false`.
    Flag,
    /// A day, YYYY-MM-DD.
    Day,
    /// A JSON array of texts.
    List,
    /// One of these names.
    Choice(&'static [&'static str]),
}

/// The cells of a row by the names of their columns; what is empty is left out.
pub type Named = BTreeMap<String, String>;

/// A row of a plan whose cells can be read and written by name.
pub trait Fields: Sized {
    /// The columns in the order of the table.
    fn columns() -> Vec<Field>;

    /// The cells that hold something.
    fn named(&self) -> Named;

    /// The row with these cells; columns that are not named are empty.
    ///
    /// # Errors
    /// What is wrong, by column.
    fn of_named(cells: &Named) -> Result<Self, Vec<Problem>>;
}

macro_rules! rows {
    ($($row:ty),*) => {$(
        impl Fields for $row {
            fn columns() -> Vec<Field> {
                columns_of::<Self>()
            }

            fn named(&self) -> Named {
                named_of(self)
            }

            fn of_named(cells: &Named) -> Result<Self, Vec<Problem>> {
                row_of(cells)
            }
        }
    )*};
}

rows!(Indicator, Target, Observation, Project, Task, Place, Assignment);

/// The title of a column of these tables in Chinese and its meaning in English; the first table that has it counts.
pub fn title(name: &str) -> Option<[&'static str; 2]> {
    let tables = [
        Target::TABLE,
        Observation::TABLE,
        Indicator::TABLE,
        Project::TABLE,
        Task::TABLE,
        Place::TABLE,
        Assignment::TABLE,
    ];
    let found = tables.into_iter().flat_map(super::schema::Table::columns).find(|column| column.name == name);
    found.map(|column| [column.zh, column.en])
}

/// The title in Chinese of the column of targets that means this in English, as the description of the API says it.
pub fn chinese_of(english: &str) -> Option<&'static str> {
    Target::TABLE.columns().find(|column| column.en == english).map(|column| column.zh)
}

fn columns_of<R: Record>() -> Vec<Field> {
    let field = |column: &super::schema::Column| Field {
        name: column.name,
        title: Words::new(column.zh, column.en),
        kind: match column.kind {
            Kind::Text => FieldKind::Text,
            Kind::Reference(_) => FieldKind::Reference,
            Kind::Integer { .. } => FieldKind::Integer,
            Kind::Number => FieldKind::Number,
            Kind::Boolean => FieldKind::Flag,
            Kind::Date => FieldKind::Day,
            Kind::List => FieldKind::List,
            Kind::Choice(names) => FieldKind::Choice(names),
        },
        required: column.required,
    };
    R::TABLE.columns().map(field).collect()
}

fn named_of<R: Record>(row: &R) -> Named {
    let mut cells = Cells::of(R::TABLE);
    row.write(&mut cells);
    let named = R::TABLE.columns().zip(cells.finish());
    let filled = named.filter(|(_, cell)| !cell.is_empty());
    // The mark before what a spreadsheet would run is of the file, not of the row.
    filled
        .map(|(column, cell)| (column.name.to_owned(), crate::spreadsheet::plain(&cell).to_owned()))
        .collect()
}

fn row_of<R: Record>(cells: &Named) -> Result<R, Vec<Problem>> {
    let columns = R::TABLE.columns().count();
    let header =
        Header { table: R::TABLE, file: R::TABLE.file(), positions: (0..columns).map(Some).collect() };
    let given = |name: &str| cells.get(name).map_or("", String::as_str);
    let record: csv::StringRecord = R::TABLE
        .columns()
        .map(|column| crate::spreadsheet::cell(given(column.name)).into_owned())
        .collect::<Vec<_>>()
        .into();
    let mut findings = Findings::default();
    let read = R::read(&mut Row { header: &header, cells: &record, number: 2, findings: &mut findings });
    match read {
        Some(row) if findings.problems.is_empty() => Ok(row),
        _ => Err(findings.problems),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Comparator, IndicatorId, Measure, Provenance, TargetId};

    fn target() -> Target {
        Target {
            id: TargetId::of(1),
            indicator: IndicatorId::of(1),
            subject: "=森林覆盖率".into(),
            measure: Measure::Share,
            comparator: Comparator::Ge,
            value: "45.0".parse().ok(),
            value_high: None,
            value_text: String::new(),
            unit: "%".into(),
            year: Some(2030),
            implied_year: None,
            averaging: None,
            scope: String::new(),
            nature: None,
            rate: None,
            provenance: Provenance::outside(),
            ..Target::default()
        }
    }

    #[test]
    fn a_row_comes_back_from_its_cells() {
        let row = target();
        let cells = row.named();
        assert_eq!(cells.get("value").map(String::as_str), Some("45.0"), "digits as printed");
        assert_eq!(cells.get("subject").map(String::as_str), Some("=森林覆盖率"), "as people write it");
        assert_eq!(Target::of_named(&cells), Ok(row));
    }

    #[test]
    fn what_cannot_be_is_told_by_column() {
        let mut cells = target().named();
        cells.insert("value".into(), "约45".into());
        cells.insert("measure".into(), "weight".into());
        let problems = Target::of_named(&cells).expect_err("two wrong cells");
        let columns: Vec<_> = problems.iter().filter_map(|problem| problem.column.as_deref()).collect();
        assert_eq!(columns, ["measure", "value"]);
    }

    #[test]
    fn every_column_that_is_filled_is_listed() {
        let names: Vec<_> = Target::columns().iter().map(|field| field.name).collect();
        assert!(target().named().keys().all(|name| names.contains(&name.as_str())));
        assert!(Indicator::columns().iter().any(|field| matches!(field.kind, FieldKind::Choice(_))));
    }
}
