//! All tables and columns, from `tables.tsv`: which are sealed, how, and which only serve the work.

use std::sync::LazyLock;

/// How a change of a table past the program is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// By the entry of the load of its version.
    Version,
    /// By the entry of the addition.
    Append,
    /// By the last entry about the row.
    Entry,
    /// By the digest of the row in the entry of the write.
    Row,
    /// It is the log.
    Chain,
    /// Not at all: nothing is judged by it.
    Operating,
}

impl Class {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "version" => Self::Version,
            "append" => Self::Append,
            "entry" => Self::Entry,
            "row" => Self::Row,
            "chain" => Self::Chain,
            "operating" => Self::Operating,
            _ => return None,
        })
    }
}

/// A table as it is declared.
#[derive(Debug)]
pub struct Declared {
    /// Its name.
    pub name: &'static str,
    /// How a change past the program is found.
    pub class: Class,
    /// What singles its rows out and puts them in order.
    pub key: Vec<&'static str>,
    /// What is sealed besides the key.
    pub sealed: Vec<&'static str>,
    /// The column that names whose key seals `personal`; empty for the program's own.
    pub owner: &'static str,
    /// What is sealed by the key of a person.
    pub personal: Vec<&'static str>,
    /// What nothing is judged by.
    pub operating: Vec<&'static str>,
}

impl Declared {
    fn parse(line: &'static str) -> Option<Self> {
        let columns = |text: &'static str| {
            text.split(' ').filter(|name| !matches!(*name, "-" | "")).flat_map(fields_of).collect()
        };
        let mut fields = line.split('\t');
        let (name, class) = (fields.next()?, Class::parse(fields.next()?)?);
        let (key, sealed) = (columns(fields.next()?), columns(fields.next()?));
        let (personal, operating) = (fields.next()?, columns(fields.next()?));
        let (owner, personal) = match personal.strip_prefix('@') {
            Some(rest) => rest.split_once(' ')?,
            None => ("", ""),
        };
        Some(Self { name, class, key, sealed, owner, personal: columns(personal), operating })
    }

    /// The key as a list in SQL.
    pub(crate) fn order(&self) -> String {
        self.key.join(", ")
    }
}

/// The columns that a word stands for: those of a record that declares its fields itself, else the one it names.
fn fields_of(word: &'static str) -> Vec<&'static str> {
    if word == "+target" { crate::plan_rows::TARGET_COLUMNS.to_vec() } else { vec![word] }
}

static TABLES: LazyLock<Vec<Declared>> = LazyLock::new(|| {
    let lines = include_str!("tables.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(Declared::parse).collect()
});

/// All tables with all columns, parents before children.
pub fn tables() -> &'static [Declared] {
    &TABLES
}

/// The table with this name.
pub(crate) fn declared(name: &str) -> Option<&'static Declared> {
    TABLES.iter().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_declares_a_table() {
        let lines = include_str!("tables.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(TABLES.len(), lines);
        for table in TABLES.iter() {
            let mut all: Vec<_> = [&table.key, &table.sealed, &table.personal, &table.operating]
                .into_iter()
                .flatten()
                .collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "{} names a column twice", table.name);
            assert!(table.owner.is_empty() || all.contains(&&table.owner), "{}", table.name);
        }
    }
}
