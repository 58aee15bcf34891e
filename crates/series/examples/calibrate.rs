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
//! less where it has few forecasts. The size of errors of positive
//! series is learned from amounts and rates together, the shape from each alone.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

mod wdi;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use series::{Calibration, Kind};
use wdi::Panel;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, panel, countries] = args.as_slice() else {
        return Err("usage: calibrate PANEL.csv COUNTRIES.csv".into());
    };
    let panel = wdi::read(&std::fs::read_to_string(panel)?, &std::fs::read_to_string(countries)?)?;
    let growth = wdi::mean_growth(&panel);
    let mut gathered = wdi::Gathered::default();
    wdi::windows(&panel, |window| gathered.add(window, growth));
    let trials = gathered.len();
    print!("{}", source(&gathered.calibration(growth), trials, &panel));
    Ok(())
}

fn source(calibration: &Calibration, trials: usize, panel: &Panel) -> String {
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
         use crate::distribution::ErrorTable;\n\
         use crate::error_scale::ErrorScale;\n\n\
         pub(crate) fn calibration() -> Calibration {{\n\
         Calibration {{ growth: {:?}, models: [POSITIVE, RATE, NON_NEGATIVE, SIGNED, BOUNDED, SHORT, CONSTANT] }}\n}}",
        panel.len(),
        rounded(calibration.growth)
    );
    for (kind, model) in Kind::ALL.iter().zip(&calibration.models) {
        let name = match kind {
            Kind::NonNegative => "NON_NEGATIVE".to_owned(),
            kind => format!("{kind:?}").to_uppercase(),
        };
        let _ = writeln!(
            out,
            "\nconst {name}: ErrorModel = ErrorModel {{\nscale: ErrorScale({:?}),\ntables: [",
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
