//! Correlations of forecast errors, read from a table.

use crate::copula::Correlation;
use source::Words;
use std::collections::BTreeMap;

/// The shipped table, learned from the World Bank's World Development Indicators by `examples/correlate.rs`.
pub const SHIPPED: &str = include_str!("../data/correlation.tsv");

/// Rank correlations of forecast errors by pairs of catalogue keys, with the number of pairs they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// What it was learned from.
    pub name: String,
    pairs: BTreeMap<(String, String), (f64, usize)>,
}

impl Panel {
    /// The shipped panel.
    pub fn shipped() -> Self {
        let name =
            "World Bank, World Development Indicators (CC BY 4.0), 1995-2020, 5 years ahead".to_owned();
        Self::parse(SHIPPED, name.clone()).unwrap_or(Self { name, pairs: BTreeMap::new() })
    }

    /// A panel of rank correlations by pairs, with the cases they rest on.
    pub(crate) fn of(name: String, rows: Vec<(String, String, f64, usize)>) -> Self {
        let pairs = rows.into_iter().map(|(a, b, rho, n)| (ordered(&a, &b), (rho, n))).collect();
        Self { name, pairs }
    }

    /// The table as text, as [`Self::parse`] reads it.
    pub fn to_text(&self) -> String {
        let rows = self.pairs.iter().map(|((a, b), (rho, n))| format!("{a}\t{b}\t{rho:.2}\t{n}\n"));
        std::iter::once("a\tb\trho\tn\n".to_owned()).chain(rows).collect()
    }

    /// Reads a table of columns a, b, rho, n, separated by tabs, under a header line.
    ///
    /// # Errors
    /// The line that is no such row.
    pub fn parse(text: &str, name: String) -> Result<Self, Words> {
        let mut pairs = BTreeMap::new();
        for (number, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
            let cells: Vec<&str> = line.split('\t').collect();
            let row = match cells.as_slice() {
                [a, b, rho, n] => rho
                    .parse::<f64>()
                    .ok()
                    .filter(|rho| rho.abs() <= 1.0)
                    .zip(n.parse::<usize>().ok())
                    .map(|row| (ordered(a, b), row)),
                _ => None,
            };
            let Some((pair, row)) = row else {
                let line = number + 1;
                return Err(Words::new(
                    format!("相关系数表第 {line} 行须为 a、b、rho（-1 至 1）、n 四列，以制表符分隔"),
                    format!(
                        "line {line} of the correlations must be a, b, rho (-1 to 1), n, separated by tabs"
                    ),
                ));
            };
            pairs.insert(pair, row);
        }
        Ok(Self { name, pairs })
    }

    /// The rank correlation of a pair with its observations; `None` where the panel has none, which counts as 0.
    pub fn pair(&self, a: &str, b: &str) -> Option<(f64, usize)> {
        self.pairs.get(&ordered(a, b)).copied()
    }

    /// The correlations of some indicators by catalogue key; the same key twice is one indicator.
    pub fn correlation(&self, keys: &[&str]) -> Correlation {
        let entry = |i: usize, j: usize| {
            let (a, b) = (keys.get(i).copied().unwrap_or_default(), keys.get(j).copied().unwrap_or_default());
            if i == j || (a == b && !a.is_empty()) {
                return 1.0;
            }
            self.pair(a, b).map_or(0.0, |(rho, n)| Correlation::score_of_rank(rho, n))
        };
        let matrix: Vec<Vec<f64>> =
            (0..keys.len()).map(|i| (0..keys.len()).map(|j| entry(i, j)).collect()).collect();
        Correlation::of_scores(&matrix).unwrap_or_else(|| Correlation::independent(keys.len()))
    }
}

fn ordered(a: &str, b: &str) -> (String, String) {
    if a <= b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_read_and_its_keys_are_known() {
        let panel = Panel::shipped();
        assert_eq!(panel.pairs.len(), SHIPPED.lines().count() - 1);
        for (a, b) in panel.pairs.keys() {
            assert!(plan::catalogue::entry(a).is_some() && plan::catalogue::entry(b).is_some(), "{a} {b}");
        }
        let found = panel.correlation(&["gdp", "gdp_per_capita", "forest_coverage"]);
        assert!(found.matrix()[0][1] > 0.8 && found.matrix()[0][2].abs() < 0.3);
    }

    #[test]
    fn a_wrong_row_is_named() {
        let error =
            Panel::parse("a\tb\trho\tn\ngdp\texports\t2\t10\n", String::new()).expect_err("no correlation");
        assert!(error.en.contains("line 2"), "{}", error.en);
    }
}
