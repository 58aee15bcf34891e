//! Whether correlations make joint probabilities better, measured on a panel of cities province by province.
//!
//! ```text
//! cargo run --release -p scenario --example joint -- cities_panel.csv
//! ```
//!
//! The panel has city_code, province, year, indicator, value, source_id, and maybe imputed (rows that are not 0 are left out). Every series is
//! forecast five years ahead by the engine with its shipped calibration. For each province, correlations and the calibration of scores are
//! learned on all others, from the cases that have all indicators; then joint targets of random difficulty on several indicators of a city are
//! asked for, and what came is compared with the Gaussian copula and with multiplying. Printed: mean probability, Brier score, calibration
//! error in ten bins, and the difference of the Brier scores with its standard error clustered by city.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]
#![allow(clippy::cast_possible_truncation, reason = "the place of a bin of ten")]

use scenario::learn::{self, Observed, Scores};
use scenario::{Correlation, LogNormal, Marginal, sample};
use series::normal;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

const AHEAD: usize = 5;
const DRAWS: usize = 2_000;
const ASKED: u64 = 3;

const LINKED: [&[&str]; 2] = [
    &["gdp_nominal", "va_secondary", "va_tertiary", "gdp_per_capita"],
    &["gdp_nominal", "deposits_yearend", "loans_yearend", "wage_bill"],
];
const MIXED: [&[&str]; 2] = [
    &["gdp_nominal", "pop_registered_yearend", "share_tertiary", "employed_persons", "avg_wage"],
    &["gdp_nominal", "pop_resident", "fdi_utilized", "road_area_per_capita", "share_secondary"],
];

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: joint PANEL.csv")?;
    let (observed, province) = read(&path)?;
    let origins: Vec<i32> = (1998..=2018).collect();
    let scores = learn::scores(&series::Engine::default(), &observed, AHEAD, &origins);
    println!(
        "set\tindicators\tcases\tobserved\tp_copula\tp_independent\tBrier copula\tBrier independent\tdifference\ts.e.\tECE copula\tECE independent"
    );
    for (name, sets) in [("linked", LINKED), ("mixed", MIXED)] {
        let mut all: Vec<Case> = Vec::new();
        for set in sets {
            let cases = cases(&scores, &province, set);
            told(name, &set.join("+"), &cases);
            all.extend(cases);
        }
        told(name, "all", &all);
    }
    Ok(())
}

/// A joint target: the city, the two probabilities, and whether it was met.
#[derive(Clone)]
struct Case {
    city: String,
    copula: f64,
    independent: f64,
    met: f64,
}

fn read(path: &str) -> Result<(Observed, BTreeMap<String, String>), Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().ok_or("an empty panel")?.split(',').collect();
    let column = |name: &str| head.iter().position(|one| *one == name);
    let need = |name: &str| column(name).ok_or_else(|| format!("no column {name}"));
    let (city, region, year) = (need("city_code")?, need("province")?, need("year")?);
    let (indicator, value, source) = (need("indicator")?, need("value")?, need("source_id")?);
    let imputed = column("imputed");
    // Of several sources of an indicator of a city the one with most years counts.
    let mut by_source: BTreeMap<(String, String, String), BTreeMap<i32, f64>> = BTreeMap::new();
    let mut province = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        if cells.len() != head.len() || imputed.is_some_and(|at| cells[at] == "1" || cells[at] == "3") {
            continue;
        }
        let Ok(number) = cells[value].parse::<f64>() else { continue };
        let key = (cells[indicator].to_owned(), cells[city].to_owned(), cells[source].to_owned());
        by_source.entry(key).or_default().insert(cells[year].parse()?, number);
        if !cells[region].is_empty() {
            province.insert(cells[city].to_owned(), cells[region].to_owned());
        }
    }
    let mut observed = Observed::new();
    for ((indicator, city, _), values) in by_source {
        let slot = observed.entry((indicator, city)).or_default();
        if values.len() > slot.len() {
            *slot = values;
        }
    }
    Ok((observed, province))
}

/// Every city and origin that has all indicators of a set, asked for joint targets of random difficulty.
fn cases(scores: &Scores, province: &BTreeMap<String, String>, set: &[&str]) -> Vec<Case> {
    let of: Vec<&BTreeMap<(String, i32), f64>> = set.iter().filter_map(|key| scores.get(*key)).collect();
    if of.len() != set.len() {
        return Vec::new();
    }
    let provinces: BTreeSet<&String> = province.values().collect();
    // What all of them have: years in which one of them was not counted would say something else of the others.
    let is_complete = |case: &(String, i32)| of.iter().all(|all| all.contains_key(case));
    let mut found = Vec::new();
    let mut chance = 0_u64;
    for left_out in provinces {
        let outside = |case: &(String, i32)| {
            province.get(&case.0).is_some_and(|one| one != left_out) && is_complete(case)
        };
        let train: Scores = set
            .iter()
            .zip(&of)
            .map(|(key, all)| {
                let kept = all.iter().filter(|(case, _)| outside(case)).map(|(case, z)| (case.clone(), *z));
                ((*key).to_owned(), kept.collect())
            })
            .collect();
        let panel = learn::panel(String::new(), &train, 30, 0.0);
        let correlation = panel.correlation(set);
        // Scores of the others, in order: what a score of this province is worth among them.
        let sorted: Vec<Vec<f64>> = set
            .iter()
            .map(|key| {
                let mut all: Vec<f64> = train[*key].values().copied().collect();
                all.sort_by(f64::total_cmp);
                all
            })
            .collect();
        for case in of[0].keys().filter(|case| province.get(&case.0) == Some(left_out)) {
            let Some(values) = of.iter().map(|all| all.get(case).copied()).collect::<Option<Vec<f64>>>()
            else {
                continue;
            };
            if sorted.iter().any(|all| all.len() < 100) {
                continue;
            }
            let calibrated: Vec<f64> = values.iter().zip(&sorted).map(|(z, all)| share(all, *z)).collect();
            for _ in 0..ASKED {
                let single: Vec<f64> = set.iter().map(|_| 0.3 + 0.65 * random(&mut chance)).collect();
                let met = calibrated.iter().zip(&single).all(|(u, p)| *u >= 1.0 - p);
                found.push(Case {
                    city: case.0.clone(),
                    copula: orthant(&correlation, &single, chance),
                    independent: single.iter().product(),
                    met: f64::from(u8::from(met)),
                });
            }
        }
    }
    found
}

/// The share of the sorted values below one.
fn share(sorted: &[f64], value: f64) -> f64 {
    (sorted.partition_point(|one| *one < value) as f64 + 0.5) / (sorted.len() as f64 + 1.0)
}

/// The probability that all are met, by draws.
fn orthant(correlation: &Correlation, single: &[f64], seed: u64) -> f64 {
    let one = LogNormal { median: 1.0, spread: 1.0 };
    let marginals: Vec<Vec<&dyn Marginal>> = single.iter().map(|_| vec![&one as &dyn Marginal]).collect();
    let goals: Vec<f64> = single.iter().map(|p| one.quantile_at(normal::score(1.0 - p))).collect();
    let mut met = 0;
    sample(&marginals, correlation, 1, DRAWS, seed, |rows| {
        met += usize::from(rows.iter().zip(&goals).all(|(row, goal)| row[0] >= *goal));
    });
    met as f64 / DRAWS as f64
}

/// SplitMix64 (Steele, Lea and Flood 2014).
fn random(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn told(name: &str, set: &str, cases: &[Case]) {
    let n = cases.len() as f64;
    let mean = |pick: &dyn Fn(&Case) -> f64| cases.iter().map(pick).sum::<f64>() / n;
    let brier = |pick: fn(&Case) -> f64| mean(&|case| (pick(case) - case.met) * (pick(case) - case.met));
    let copula: fn(&Case) -> f64 = |case| case.copula;
    let independent: fn(&Case) -> f64 = |case| case.independent;
    let difference = brier(copula) - brier(independent);
    let mut by_city: BTreeMap<&str, f64> = BTreeMap::new();
    for case in cases {
        let square = |p: f64| (p - case.met) * (p - case.met);
        *by_city.entry(&case.city).or_default() +=
            square(case.copula) - square(case.independent) - difference;
    }
    let error = by_city.values().map(|sum| sum * sum).sum::<f64>().sqrt() / n;
    println!(
        "{name}\t{set}\t{}\t{:.3}\t{:.3}\t{:.3}\t{:.4}\t{:.4}\t{difference:+.4}\t{error:.4}\t{:.3}\t{:.3}",
        cases.len(),
        mean(&|case| case.met),
        mean(&copula),
        mean(&independent),
        brier(copula),
        brier(independent),
        calibration(cases, copula),
        calibration(cases, independent),
    );
}

/// The expected calibration error in ten bins of probability.
fn calibration(cases: &[Case], pick: fn(&Case) -> f64) -> f64 {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for case in cases {
        let p = pick(case);
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1.0, bin.1 + p, bin.2 + case.met);
    }
    bins.iter().map(|(_, p, met)| (p - met).abs()).sum::<f64>() / cases.len() as f64
}
