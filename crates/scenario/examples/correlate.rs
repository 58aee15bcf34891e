//! How forecast errors of different indicators move together, learned from the World Bank's World Development Indicators (CC BY 4.0).
//!
//! ```text
//! cargo run --release -p scenario --example correlate -- PANEL.csv COUNTRIES.csv > crates/scenario/data/correlation.tsv
//! ```
//!
//! PANEL.csv has indicator, country_code, year, value; COUNTRIES.csv has country_code, country, is_aggregate; aggregates are left out. Every series is forecast five
//! years ahead from the ends of 1995, 2000, ... 2015 (origins that do not overlap) by the engine with its shipped calibration; what
//! came is turned into a normal score by the predictive distribution. A row is Spearman's correlation of the scores of two indicators
//! over countries and origins, with the number of pairs. Pairs of fewer than 150, or below 0.05, are left out: they count as 0.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use scenario::learn::{self, Observed};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

const AHEAD: usize = 5;
const LEAST_PAIRS: usize = 150;
const LEAST_RHO: f64 = 0.05;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, panel, countries] = args.as_slice() else {
        return Err("usage: correlate PANEL.csv COUNTRIES.csv".into());
    };
    let countries = std::fs::read_to_string(countries)?;
    let countries: BTreeSet<&str> = countries
        .lines()
        .skip(1)
        .filter(|line| line.ends_with(",0"))
        .filter_map(|line| line.split(',').next())
        .collect();
    let keys: BTreeMap<&str, &str> = plan::catalogue::entries()
        .iter()
        .filter(|entry| !entry.world_bank.is_empty())
        .map(|entry| (entry.world_bank, entry.key))
        .collect();
    let mut observed = Observed::new();
    let text = std::fs::read_to_string(panel)?;
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [code, country, year, value] = cells.as_slice() else { continue };
        let (Some(key), true) = (keys.get(code), countries.contains(country)) else { continue };
        let place = ((*key).to_owned(), (*country).to_owned());
        observed.entry(place).or_default().insert(year.parse()?, value.parse()?);
    }
    let origins: Vec<i32> = (1995..=2015).step_by(5).collect();
    let scores = learn::scores(&series::Engine::default(), &observed, AHEAD, &origins);
    print!("{}", learn::panel(String::new(), &scores, LEAST_PAIRS, LEAST_RHO).to_text());
    Ok(())
}
