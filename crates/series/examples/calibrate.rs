//! Remakes the shipped calibration, `src/default_table.rs`, from the World Bank's World Development Indicators.
//!
//! ```text
//! cargo run --release -p series --example calibrate -- PANEL.csv COUNTRIES.csv > crates/series/src/default_table.rs
//! cargo fmt -p series
//! ```
//!
//! PANEL.csv: columns indicator, country_code, year, value. COUNTRIES.csv: country_code, country, is_aggregate;
//! aggregates (ending in `,1`) are left out. Both can be made from the World Bank's bulk download
//! (<https://datatopics.worldbank.org/world-development-indicators/>, CC BY 4.0). The outcome depends on nothing else.
//!
//! Forecasts are replayed on windows of 1 to 30 years. Every indicator weighs the same, or
//! less where it has few forecasts; a country weighs with the square root of its people. The size of errors of positive
//! series is learned from amounts and rates together, the shape from each alone.
#![allow(clippy::cast_possible_truncation, reason = "figures of a measurement, within range")]
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

mod wdi;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use series::check::Check;
use series::{Calibration, Kind};
use wdi::Panel;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, panel, countries] = args.as_slice() else {
        return Err("usage: calibrate PANEL.csv COUNTRIES.csv".into());
    };
    let panel = wdi::read(&std::fs::read_to_string(panel)?, &std::fs::read_to_string(countries)?)?;
    let growth = wdi::mean_growth(&panel);
    let mut halves = [wdi::Gathered::new(&panel), wdi::Gathered::new(&panel)];
    wdi::windows(&panel, |window| {
        let half = window.country.bytes().map(usize::from).sum::<usize>() % 2;
        halves[half].add(window, growth);
    });
    let checks = checks(&halves, growth);
    let [one, other] = halves;
    let gathered = one.and(other);
    print!("{}", source(&gathered.calibration(growth), &checks, gathered.len(), &panel));
    Ok(())
}

/// Models of each half of the countries against the forecasts of the other half.
fn checks(halves: &[wdi::Gathered; 2], growth: f64) -> [Check; Kind::ALL.len()] {
    let both: Vec<[Check; Kind::ALL.len()]> = (0..2)
        .map(|half| {
            let learned = halves[1 - half].calibration(growth);
            let judged = halves[half].by_kind();
            std::array::from_fn(|kind| learned.models[kind].check(&judged[kind]))
        })
        .collect();
    std::array::from_fn(|kind| {
        let (a, b) = (both[0][kind], both[1][kind]);
        let mean = |of: fn(&Check) -> f64| rounded(0.5 * (of(&a) + of(&b)));
        Check {
            forecasts: a.forecasts + b.forecasts,
            within_80: mean(|c| c.within_80),
            within_95: mean(|c| c.within_95),
            below: mean(|c| c.below),
        }
    })
}

fn source(
    calibration: &Calibration,
    checks: &[Check; Kind::ALL.len()],
    trials: usize,
    panel: &Panel,
) -> String {
    let series: usize = panel.values().map(BTreeMap::len).sum();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "//! The shipped calibration: written by `examples/calibrate.rs`, not by hand.\n//!\n\
         //! Source: World Bank, World Development Indicators, licensed CC BY 4.0\n\
         //! (<https://creativecommons.org/licenses/by/4.0/>); changed: only the distribution of forecast errors is kept, from\n\
         //! {trials} forecasts of {series} series ({} indicators of countries).\n\n\
         #![allow(clippy::approx_constant)]\n\n\
         use crate::calibration::{{Calibration, ErrorModel}};\n\
         use crate::check::Check;\n\
         use crate::distribution::ErrorTable;\n\
         use crate::error_scale::ErrorScale;\n\n\
         pub(crate) fn calibration() -> Calibration {{\n\
         Calibration {{ growth: {:?}, models: [POSITIVE, RATE, NON_NEGATIVE, SIGNED, BOUNDED, SHORT, CONSTANT] }}\n}}",
        panel.len(),
        rounded(calibration.growth)
    );
    let _ = writeln!(
        out,
        "\n/// For each kind: models of one half of the countries on the forecasts of the other.\npub(crate) const CHECKS: [Check; {}] = [",
        checks.len()
    );
    for Check { forecasts, within_80, within_95, below } in checks {
        let _ = writeln!(
            out,
            "Check {{ forecasts: {forecasts}, within_80: {within_80:?}, within_95: {within_95:?}, below: {below:?} }},"
        );
    }
    out.push_str("];\n");
    for (kind, model) in Kind::ALL.iter().zip(&calibration.models) {
        let name = match kind {
            Kind::NonNegative => "NON_NEGATIVE".to_owned(),
            kind => format!("{kind:?}").to_uppercase(),
        };
        let _ = writeln!(
            out,
            "\nconst {name}: ErrorModel = ErrorModel {{\nlean: {:?},\nscale: ErrorScale({:?}),\ntables: [",
            rounded(model.lean),
            model.scale.0.map(rounded)
        );
        for table in &model.tables {
            let _ = writeln!(out, "ErrorTable::new({:?}),", table.quantiles().map(rounded));
        }
        out.push_str("],\n};\n");
    }
    out
}

/// Four decimals are more than the panel knows.
fn rounded(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}
