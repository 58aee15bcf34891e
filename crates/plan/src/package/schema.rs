//! What a table of the package looks like: names, types and constraints of its columns.

use super::cells::{Cells, Row};

/// A table of the package.
pub(super) struct Table {
    /// Resource name; the file is `name.csv`.
    pub(super) name: &'static str,
    /// Title in Chinese.
    pub(super) zh: &'static str,
    /// Title in English.
    pub(super) en: &'static str,
    /// Primary key.
    pub(super) key: &'static [&'static str],
    /// The columns in order, in groups that tables share.
    pub(super) columns: &'static [&'static [Column]],
}

impl Table {
    /// The columns in the order of the file.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().copied().flatten()
    }

    /// The position of a column.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.columns().position(|column| column.name == name)
    }

    /// The file that holds the table.
    pub(super) fn file(&self) -> String {
        format!("{}.csv", self.name)
    }
}

/// A column of a table.
pub(super) struct Column {
    /// Stable name.
    pub(super) name: &'static str,
    /// What its cells hold.
    pub(super) kind: Kind,
    /// Whether a cell may be empty.
    pub(super) required: bool,
    /// Title in Chinese.
    pub(super) zh: &'static str,
    /// What it means, in English.
    pub(super) en: &'static str,
}

/// What the cells of a column hold.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Any text.
    Text,
    /// The id of a row of the named table.
    Reference(&'static str),
    /// A whole number, at least `min`.
    Integer { min: i32 },
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A day, YYYY-MM-DD.
    Date,
    /// A JSON array of texts.
    List,
    /// One of a closed list of names.
    Choice(&'static [&'static str]),
}

impl Column {
    const fn new(name: &'static str, kind: Kind, zh: &'static str, en: &'static str) -> Self {
        Self { name, kind, required: false, zh, en }
    }

    pub(super) const fn text(name: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self::new(name, Kind::Text, zh, en)
    }

    pub(super) const fn reference(
        name: &'static str,
        table: &'static str,
        zh: &'static str,
        en: &'static str,
    ) -> Self {
        Self::new(name, Kind::Reference(table), zh, en)
    }

    pub(super) const fn integer(name: &'static str, min: i32, zh: &'static str, en: &'static str) -> Self {
        Self::new(name, Kind::Integer { min }, zh, en)
    }

    /// A calendar year.
    pub(super) const fn year(name: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self::new(name, Kind::Integer { min: i32::MIN }, zh, en)
    }

    pub(super) const fn number(name: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self::new(name, Kind::Number, zh, en)
    }

    pub(super) const fn boolean(name: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self::new(name, Kind::Boolean, zh, en).required()
    }

    pub(super) const fn date(name: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self::new(name, Kind::Date, zh, en)
    }

    pub(super) const fn list(name: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self::new(name, Kind::List, zh, en)
    }

    pub(super) const fn choice(
        name: &'static str,
        names: &'static [&'static str],
        zh: &'static str,
        en: &'static str,
    ) -> Self {
        Self::new(name, Kind::Choice(names), zh, en)
    }

    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

/// A type of the model that is a row of a table.
pub(super) trait Record: Sized {
    /// The table it is a row of.
    const TABLE: &'static Table;

    /// Fills the cells of a new row.
    fn write(&self, cells: &mut Cells);

    /// Reads a row; `None` when a cell without which the record cannot exist is missing or wrong.
    ///
    /// Every wrong cell is reported to the row, so a record may be read to its end although it fails.
    fn read(row: &mut Row<'_>) -> Option<Self>;
}
