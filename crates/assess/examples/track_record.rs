//! Remakes the shipped track record of the warnings, `data/track_record.csv`, from the World Bank's World Development
//! Indicators.
//!
//! ```text
//! cargo run --release -p assess --example track_record -- PANEL.csv COUNTRIES.csv [RULES.toml] > crates/assess/data/track_record.csv
//! ```
//!
//! PANEL.csv and COUNTRIES.csv are those of the calibration of crate `series` (columns indicator, country_code, year,
//! value; and country_code, country, is_aggregate). Every series of a country is given one target in each five-year plan
//! period since 1991: its own growth of the ten years before the base year plus -4 to +4 points a year, one of seven drawn
//! by a hash of the name. Each year from the base year on is then assessed with what was known by then; the error model
//! is learned from forecasts that do not touch the period. A summary goes to standard error.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "figures of a measurement, within range"
)]

#[path = "../../series/examples/wdi/mod.rs"]
mod wdi;

use assess::method::Wish;
use assess::record::{Finished, Replayed, TrackRecord, replay};
use assess::{Alert, Config};
use series::{Engine, Input};
use std::error::Error;
use std::fmt::Write as _;

/// Added to the growth of the past, in points a year.
const OFFSETS: [f64; 7] = [-0.04, -0.02, -0.01, 0.0, 0.01, 0.02, 0.04];

/// Years of a plan period.
const PERIOD: i32 = 5;

/// Indicators that should fall; the others should rise.
const FALLING: [&str; 14] = [
    "EG.EGY.PRIM.PP.KD",
    "EG.USE.COMM.FO.ZS",
    "EN.ATM.CO2E.KT",
    "EN.ATM.CO2E.PC",
    "EN.ATM.PM25.MC.M3",
    "ER.H2O.FWTL.K3",
    "FP.CPI.TOTL.ZG",
    "NY.GDP.DEFL.KD.ZG",
    "SH.DYN.MORT",
    "SI.POV.DDAY",
    "SI.POV.GINI",
    "SL.UEM.TOTL.ZS",
    "SP.DYN.CDRT.IN",
    "SP.DYN.IMRT.IN",
];

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, panel, countries, rules @ ..] = args.as_slice() else {
        return Err("usage: track_record PANEL.csv COUNTRIES.csv [RULES.toml]".into());
    };
    let mut config = match rules {
        [path] => Config::from_toml(&std::fs::read_to_string(path)?)?,
        _ => Config::default(),
    };
    config.evidence = false;
    let panel = wdi::read(&std::fs::read_to_string(panel)?, &std::fs::read_to_string(countries)?)?;
    let mut all = Vec::new();
    for base in (1990..=2015).step_by(PERIOD as usize) {
        let engine = learned(&panel, base);
        let mut replays = Vec::new();
        wdi::plan_period(&panel, base, |window| replays.extend(replayed(window, &config, &engine)));
        eprintln!("{}-{}: {} targets", base + 1, base + PERIOD, replays.len());
        all.extend(replays);
    }
    let record = TrackRecord::from_replays(&all);
    eprintln!("{record}");
    eprintln!("{}", reliability(&all));
    print!(
        "# Track record of the default warning rules: {} targets on series of countries, plan periods 1991-1995 to 2016-2020.\n\
         # Made by examples/track_record.rs, not by hand. Source: World Bank, World Development Indicators, CC BY 4.0\n\
         # (https://creativecommons.org/licenses/by/4.0/); changed: only counts of past warnings are kept.\n{}",
        all.len(),
        record.to_csv()
    );
    Ok(())
}

/// The engine learned from forecasts that do not touch the plan period after `base`.
fn learned(panel: &wdi::Panel, base: i32) -> Engine {
    let growth = wdi::mean_growth(panel);
    let mut gathered = wdi::Gathered::new(panel);
    wdi::windows(panel, |window| {
        if (window.year - base).abs() > PERIOD {
            gathered.add(window, growth);
        }
    });
    Engine::new(gathered.calibration(growth))
}

fn replayed(window: &wdi::Window<'_>, config: &Config, engine: &Engine) -> Option<Replayed> {
    let past = &window.values[..window.length];
    let name = format!("{}:{}:{}", window.indicator, window.country, window.year);
    let offset = OFFSETS[(fnv(&name) % OFFSETS.len() as u64) as usize];
    let wish = if FALLING.contains(&window.indicator) { Wish::Down } else { Wish::Up };
    let input: Input<'_> = window.input()?;
    let target = laid(past, offset)?;
    // A share cannot be promised beyond its bounds.
    let target = input.bounds().map_or(target, |b| target.clamp(b.low, b.high));
    let finished = Finished {
        first: window.year - window.length as i32 + 1,
        values: window.values,
        nature: input.nature(),
        base_year: window.year,
        target_year: window.year + PERIOD,
        target,
        wish,
    };
    replay(&finished, config, engine)
}

/// A target five years after the last value, `offset` a year beside the growth of the last ten years.
fn laid(past: &[f64], offset: f64) -> Option<f64> {
    let length = (past.len() - 1).min(10);
    let (first, last) = (past[past.len() - 1 - length], past[past.len() - 1]);
    let years = f64::from(PERIOD);
    let target = if past.iter().all(|v| *v > 0.0) {
        let growth = libm::pow(last / first, 1.0 / length as f64) - 1.0;
        last * libm::pow(1.0 + (growth + offset).max(-0.95), years)
    } else {
        let size = past.iter().map(|v| v.abs()).sum::<f64>() / past.len() as f64;
        last + years * ((last - first) / length as f64 + offset * size)
    };
    // A target that equals the base is no target.
    (target.is_finite() && target != last).then_some(target)
}

/// FNV-1a.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}

/// Given against observed attainment in ten bins, and the Brier score of all assessments.
fn reliability(replays: &[Replayed]) -> String {
    let given: Vec<(f64, bool)> =
        replays.iter().flat_map(|r| r.years.iter().filter_map(|y| Some((y.attain?, !r.missed)))).collect();
    let brier =
        given.iter().map(|(p, o)| (p - f64::from(u8::from(*o))).powi(2)).sum::<f64>() / given.len() as f64;
    let base = given.iter().filter(|(_, o)| *o).count() as f64 / given.len() as f64;
    let mut text = format!("{} probabilities, Brier {brier:.4}, attained {base:.3}\n", given.len());
    for bin in 0..10 {
        let inside: Vec<&(f64, bool)> =
            given.iter().filter(|(p, _)| ((p * 10.0) as usize).min(9) == bin).collect();
        let n = inside.len().max(1) as f64;
        let p = inside.iter().map(|(p, _)| p).sum::<f64>() / n;
        let o = inside.iter().filter(|(_, o)| *o).count() as f64 / n;
        let _ = writeln!(text, "  {:.1} {:>7} {p:.3} {o:.3}", bin as f64 / 10.0, inside.len());
    }
    let warned = |level: Alert| {
        let any = replays.iter().filter(|r| r.missed && r.years.iter().any(|y| y.alert >= level)).count();
        any as f64 / replays.iter().filter(|r| r.missed).count().max(1) as f64
    };
    text + &format!("missed targets ever at yellow or above: {:.3}", warned(Alert::Yellow))
}
