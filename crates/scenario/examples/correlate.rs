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
#![allow(clippy::float_cmp, reason = "figures of a measurement")]
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use series::{Bounds, Engine, Input, normal};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

const AHEAD: i32 = 5;
const LEAST_VALUES: usize = 8;
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
    let keys: BTreeMap<&str, &plan::catalogue::Entry> = plan::catalogue::entries()
        .iter()
        .filter(|entry| !entry.world_bank.is_empty())
        .map(|entry| (entry.world_bank, entry))
        .collect();
    let mut series: BTreeMap<(&str, &str), BTreeMap<i32, f64>> = BTreeMap::new();
    let text = std::fs::read_to_string(panel)?;
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [code, country, year, value] = cells.as_slice() else { continue };
        let (Some(entry), true) = (keys.get(code), countries.contains(country)) else { continue };
        series.entry((entry.key, country)).or_default().insert(year.parse()?, value.parse()?);
    }
    let engine = Engine::default();
    let mut scores: BTreeMap<&str, BTreeMap<(&str, i32), f64>> = BTreeMap::new();
    for ((key, country), values) in &series {
        let entry = plan::catalogue::entry(key).ok_or("no such key")?;
        for origin in (1995..=2015).step_by(5) {
            if let Some(score) = score(&engine, entry, values, origin) {
                scores.entry(key).or_default().insert((country, origin), score);
            }
        }
    }
    println!("a\tb\trho\tn");
    for (a, of_a) in &scores {
        for (b, of_b) in scores.range(*a..).skip(1) {
            let pairs: Vec<(f64, f64)> =
                of_a.iter().filter_map(|(case, x)| Some((*x, *of_b.get(case)?))).collect();
            let Some(rho) = scenario::spearman(&pairs).filter(|_| pairs.len() >= LEAST_PAIRS) else {
                continue;
            };
            if rho.abs() >= LEAST_RHO {
                println!("{a}\t{b}\t{rho:.2}\t{}", pairs.len());
            }
        }
    }
    Ok(())
}

/// The normal score of what came five years after the origin; `None` where the past is too short or what came is not known.
fn score(
    engine: &Engine,
    entry: &plan::catalogue::Entry,
    values: &BTreeMap<i32, f64>,
    origin: i32,
) -> Option<f64> {
    let outcome = *values.get(&(origin + AHEAD))?;
    let mut past: Vec<f64> = Vec::new();
    for year in (1960..=origin).rev() {
        match values.get(&year) {
            Some(value) => past.push(*value),
            None => break,
        }
    }
    past.reverse();
    let moving = past.iter().any(|value| *value != past[0]);
    let input = Input::new(&past).ok().filter(|_| past.len() >= LEAST_VALUES && moving)?;
    let input = match (entry.low, entry.high) {
        (Some(low), Some(high)) => input.bounded(Bounds { low, high }).unwrap_or(input),
        _ => input,
    };
    let forecast = engine.forecast(&input, AHEAD as usize).ok()?;
    let above = forecast.prob_ge(AHEAD as usize, outcome).clamp(1e-6, 1.0 - 1e-6);
    Some(-normal::score(above))
}
