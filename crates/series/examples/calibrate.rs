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
//! Forecasts are replayed on windows of 1 to 30 years. Every indicator weighs the same. The size of errors of positive
//! series is learned from amounts and rates together, the shape from each alone.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;

use series::calibration::{Calibration, ErrorModel, HORIZONS, Trial, replay};
use series::{Bounds, Input, Kind, SHORT, Workspace};

/// Indicators that are shares of a whole: percentages that cannot leave 0 to 100.
const SHARES: [&str; 18] = [
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
];

/// Stocks, flows, yields and quantities per head; indicators in neither list are rates and ratios.
const AMOUNTS: [&str; 27] = [
    "AG.LND.FRST.K2",
    "AG.PRD.CROP.XD",
    "AG.PRD.FOOD.XD",
    "AG.YLD.CREL.KG",
    "EG.GDP.PUSE.KO.PP.KD",
    "EG.USE.ELEC.KH.PC",
    "EG.USE.PCAP.KG.OE",
    "EN.ATM.CO2E.KT",
    "EN.ATM.CO2E.PC",
    "ER.H2O.FWTL.K3",
    "IP.PAT.RESD",
    "IS.AIR.DPRT",
    "IS.SHP.GOOD.TU",
    "IT.CEL.SETS.P2",
    "IT.NET.BBND.P2",
    "NY.GDP.MKTP.CD",
    "NY.GDP.PCAP.CD",
    "NY.GDP.PCAP.PP.CD",
    "NY.GNP.PCAP.CD",
    "SL.GDP.PCAP.EM.KD",
    "SL.TLF.TOTL.IN",
    "SP.POP.SCIE.RD.P6",
    "SP.POP.TOTL",
    "SP.RUR.TOTL",
    "SP.URB.TOTL",
    "TM.VAL.MRCH.CD.WT",
    "TX.VAL.MRCH.CD.WT",
];

/// Windows that are replayed from each unbroken run of years.
const WINDOWS: usize = 8;

/// The longest history that is replayed.
const LONGEST: usize = 30;

type Points = BTreeMap<i32, f64>;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, panel, countries] = args.as_slice() else {
        return Err("usage: calibrate PANEL.csv COUNTRIES.csv".into());
    };
    let (panel, countries) = (std::fs::read_to_string(panel)?, std::fs::read_to_string(countries)?);
    let indicators = read(&panel, &countries)?;
    let growth = mean_growth(&indicators);
    let mut by_kind: [Vec<Trial>; Kind::ALL.len()] = Default::default();
    for (indicator, countries) in &indicators {
        for trial in trials(indicator, countries, growth) {
            by_kind[trial.kind as usize].push(trial);
        }
    }
    print!("{}", source(&calibration(&by_kind, growth), by_kind.iter().map(Vec::len).sum(), &indicators));
    Ok(())
}

/// Indicator, then country, then year.
fn read(panel: &str, countries: &str) -> Result<BTreeMap<String, BTreeMap<String, Points>>, Box<dyn Error>> {
    let aggregates: BTreeSet<&str> =
        countries.lines().filter(|l| l.ends_with(",1")).filter_map(|l| l.split(',').next()).collect();
    let mut indicators: BTreeMap<String, BTreeMap<String, Points>> = BTreeMap::new();
    for line in panel.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let &[indicator, country, year, value] = cells.as_slice() else { continue };
        if !aggregates.contains(country) {
            let points =
                indicators.entry(indicator.to_owned()).or_default().entry(country.to_owned()).or_default();
            points.insert(year.parse()?, value.parse()?);
        }
    }
    Ok(indicators)
}

/// The mean over amounts and countries of yearly log growth, without the wildest tenth at either end.
fn mean_growth(indicators: &BTreeMap<String, BTreeMap<String, Points>>) -> f64 {
    let mut rates: Vec<f64> = indicators
        .iter()
        .filter(|(indicator, _)| AMOUNTS.contains(&indicator.as_str()))
        .flat_map(|(_, countries)| countries.values())
        .filter_map(|points| {
            let ((from, a), (to, b)) = (points.first_key_value()?, points.last_key_value()?);
            (from < to && *a > 0.0 && *b > 0.0).then(|| (b / a).ln() / f64::from(to - from))
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    let kept = &rates[rates.len() / 10..rates.len() - rates.len() / 10];
    kept.iter().sum::<f64>() / kept.len() as f64
}

/// Replays windows of each unbroken run of years, their lengths spread evenly from 5 to 30 and their places over the run;
/// with each goes one of the very short ones.
fn trials(indicator: &str, countries: &BTreeMap<String, Points>, growth: f64) -> Vec<Trial> {
    let mut work = Workspace::default();
    let mut trials = Vec::new();
    let mut turn = 0;
    for run in countries.values().flat_map(runs).filter(|run| run.len() >= SHORT + HORIZONS) {
        let latest = run.len() - HORIZONS;
        for _ in 0..WINDOWS {
            turn += 1;
            let long = (SHORT + 7 * turn % (LONGEST - SHORT + 1)).min(latest);
            let origin = long + 37 * turn % (latest - long + 1);
            for length in [long, 1 + turn % (SHORT - 1)] {
                if let Some(input) = input(indicator, &run[origin - length..origin + HORIZONS]) {
                    replay(&input, length, growth, &mut work, &mut trials);
                }
            }
        }
    }
    weigh(&mut trials);
    trials
}

/// The values as the indicator's nature wants them; nothing when they contradict it.
fn input<'a>(indicator: &str, values: &'a [f64]) -> Option<Input<'a>> {
    let input = Input::new(values).ok()?;
    if SHARES.contains(&indicator) {
        input.bounded(Bounds::PERCENT).ok()
    } else if AMOUNTS.contains(&indicator) {
        Some(input)
    } else {
        Some(input.rate())
    }
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

/// Brings the weights of each kind to the same sum.
fn weigh(trials: &mut [Trial]) {
    for kind in Kind::ALL {
        let sum: f64 = trials.iter().filter(|t| t.kind == kind).map(|t| t.weight).sum();
        for trial in trials.iter_mut().filter(|t| t.kind == kind) {
            trial.weight *= 1e3 / sum;
        }
    }
}

fn calibration(by_kind: &[Vec<Trial>; Kind::ALL.len()], growth: f64) -> Calibration {
    let of = |kind: Kind| by_kind[kind as usize].as_slice();
    let positive: Vec<Trial> = [of(Kind::Positive), of(Kind::Rate)].concat();
    let models = Kind::ALL.map(|kind| match kind {
        Kind::Positive | Kind::Rate => ErrorModel::fit(&positive, of(kind)),
        _ => ErrorModel::fit(of(kind), of(kind)),
    });
    Calibration { growth, models }
}

fn source(
    calibration: &Calibration,
    trials: usize,
    indicators: &BTreeMap<String, BTreeMap<String, Points>>,
) -> String {
    let series: usize = indicators.values().map(BTreeMap::len).sum();
    let mut out = String::new();
    let _ = writeln!(
        out,
        "//! The shipped calibration: written by `examples/calibrate.rs`, not by hand.\n//!\n\
         //! Source: World Bank, World Development Indicators, licensed CC BY 4.0\n\
         //! (<https://creativecommons.org/licenses/by/4.0/>); changed: only the distribution of forecast errors is kept, from\n\
         //! {trials} forecasts of {series} series ({} indicators of countries).\n\n\
         use crate::calibration::{{Calibration, ErrorModel}};\n\
         use crate::distribution::ErrorTable;\n\
         use crate::error_scale::ErrorScale;\n\n\
         pub(crate) fn calibration() -> Calibration {{\n\
         Calibration {{ growth: {:?}, models: [POSITIVE, RATE, SIGNED, BOUNDED, SHORT] }}\n}}",
        indicators.len(),
        rounded(calibration.growth)
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
