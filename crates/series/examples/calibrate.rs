//! Remakes the shipped calibration, `src/default_table.rs`, from the World Bank's World Development Indicators.
//!
//! ```text
//! cargo run --release -p series --example calibrate -- PANEL.csv COUNTRIES.csv > crates/series/src/default_table.rs
//! ```
//!
//! PANEL.csv: columns indicator, country_code, year, value. COUNTRIES.csv: country_code, country, is_aggregate;
//! aggregates are left out. Both can be made from the World Bank's bulk download (<https://datatopics.worldbank.org/world-development-indicators/>,
//! CC BY 4.0). The outcome depends on nothing else.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;

use series::calibration::{Calibration, Trial, replay_window};
use series::combine::Kind;
use series::{Bounds, Input, Workspace};

/// Lengths of history that are replayed, in turn.
const LENGTHS: [usize; 10] = [5, 6, 8, 10, 12, 14, 17, 20, 24, 30];

/// Indicators that are shares of a whole, by their code: percentages that cannot leave 0 to 100.
const SHARES: [&str; 19] = [
    "AG.LND.FRST.ZS",
    "EG.ELC.RNEW.ZS",
    "EG.FEC.RNEW.ZS",
    "EG.USE.COMM.CL.ZS",
    "EG.USE.COMM.FO.ZS",
    "NV.AGR.TOTL.ZS",
    "NV.IND.TOTL.ZS",
    "SI.POV.DDAY",
    "SI.POV.GINI",
    "SL.AGR.EMPL.FE.ZS",
    "SL.EMP.TOTL.SP.ZS",
    "SL.SRV.EMPL.FE.ZS",
    "SL.UEM.TOTL.ZS",
    "SP.POP.1564.TO.ZS",
    "SP.POP.65UP.TO.ZS",
    "SP.URB.TOTL.IN.ZS",
    "ST.INT.RCPT.XP.ZS",
    "TX.VAL.TECH.MF.ZS",
    "GC.TAX.TOTL.GD.ZS",
];

type Points = BTreeMap<i32, f64>;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, panel, countries] = args.as_slice() else {
        return Err("usage: calibrate PANEL.csv COUNTRIES.csv".into());
    };
    let aggregates: BTreeSet<String> = std::fs::read_to_string(countries)?
        .lines()
        .filter(|l| l.ends_with(",1"))
        .filter_map(|l| l.split(',').next().map(str::to_owned))
        .collect();
    let mut series: BTreeMap<(String, String), Points> = BTreeMap::new();
    for line in std::fs::read_to_string(panel)?.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [indicator, country, year, value] = cells.as_slice() else { continue };
        if !aggregates.contains(*country) {
            let key = (indicator.to_string(), country.to_string());
            series.entry(key).or_default().insert(year.parse()?, value.parse()?);
        }
    }
    let trials = trials(&series);
    let growth = 0.02;
    let calibration = Calibration::from_trials(&trials, growth, None);
    print!("{}", source(&calibration, trials.len(), series.len()));
    Ok(())
}

/// Replays each unbroken run of years; every series weighs the same within its indicator, every indicator the same.
fn trials(series: &BTreeMap<(String, String), Points>) -> Vec<Trial> {
    let mut work = Workspace::default();
    let mut trials = Vec::new();
    let mut turn = 0;
    for ((indicator, _), points) in series {
        for run in runs(points) {
            let both = [None, Some(Bounds::PERCENT)];
            let bounds = if SHARES.contains(&indicator.as_str()) { &both[..] } else { &both[..1] };
            for (origin, bounds) in
                (5..run.len()).step_by(3).flat_map(|o| bounds.iter().map(move |b| (o, *b)))
            {
                let length = LENGTHS[turn % LENGTHS.len()].min(origin);
                turn += 1;
                let window = &run[origin - length..];
                let Ok(input) = Input::new(window) else { continue };
                let input = bounds.map_or(Ok(input), |b| input.bounded(b));
                if let Ok(input) = input {
                    replay_window(&input, length, 0.02, &mut work, 1.0, &mut trials);
                }
            }
        }
    }
    trials
}

/// The runs of consecutive years, oldest first.
fn runs(points: &Points) -> Vec<Vec<f64>> {
    let mut runs: Vec<Vec<f64>> = Vec::new();
    let mut last = None;
    for (year, value) in points {
        match runs.last_mut() {
            Some(run) if last == Some(year - 1) => run.push(*value),
            _ => runs.push(vec![*value]),
        }
        last = Some(*year);
    }
    runs
}

fn source(calibration: &Calibration, trials: usize, series: usize) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "//! The shipped calibration: made by `examples/calibrate.rs`, not by hand.\n//!\n\
         //! Source: World Bank, World Development Indicators, licensed CC BY 4.0\n\
         //! (<https://creativecommons.org/licenses/by/4.0/>); {series} yearly series of countries, {trials} past forecasts of them.\n\n\
         use crate::calibration::{{Calibration, ErrorModel}};\n\
         use crate::distribution::ErrorTable;\n\
         use crate::error_scale::ErrorScale;\n\n\
         pub(crate) fn calibration() -> Calibration {{\n\
         Calibration {{ growth: {:?}, models: [POSITIVE, SIGNED, BOUNDED] }}\n}}",
        calibration.growth
    );
    for (kind, model) in Kind::ALL.iter().zip(&calibration.models) {
        let name = format!("{kind:?}").to_uppercase();
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
