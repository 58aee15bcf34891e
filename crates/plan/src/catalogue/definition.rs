use super::entry::{Entry, entry, rows};
use std::sync::OnceLock;

/// What a standard indicator counts, in the words of the editors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    key: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// Who defines it so.
    pub source: &'static str,
}

const TABLE: &str = include_str!("data/definitions.tsv");

/// What an indicator counts; of a growth or a cut, what it is the growth or cut of. None where nobody wrote it down yet.
///
/// # Example
/// ```
/// use plan::catalogue::{definition, entry};
/// assert!(definition(entry("pm25_cut").unwrap()).unwrap().en.contains("2.5"));
/// ```
pub fn definition(of: &Entry) -> Option<&'static Definition> {
    static ALL: OnceLock<Vec<Definition>> = OnceLock::new();
    let all = ALL.get_or_init(|| rows(TABLE).filter_map(parse).collect());
    let own = |key: &str| all.iter().find(|one| one.key == key);
    own(of.key).or_else(|| own(of.change_of()?.key))
}

/// A row as a definition. A test holds that every row of the table is one.
fn parse(row: &'static str) -> Option<Definition> {
    let cells: [&'static str; 4] = row.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let [key, zh, en, source] = cells;
    entry(key)?;
    cells.iter().all(|cell| !cell.is_empty()).then_some(Definition { key, zh, en, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_defines_a_standard_indicator_once() {
        let mut keys: Vec<_> =
            rows(TABLE).map(|row| parse(row).unwrap_or_else(|| panic!("{row}")).key).collect();
        assert!(keys.len() >= 30);
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{keys:?}");
    }
}
