//! Forecasts that the calibration has not seen: other countries, other plan periods.
//!
//! ```text
//! cargo run --release -p series --example holdout -- PANEL.csv COUNTRIES.csv
//! ```
//!
//! The tables are those of `calibrate`. Twice the error models are learned from one half of the countries and judged on the
//! other; then each five-year plan period since 1991 is judged with models learned from the windows that do not touch it.
//! `below` is the share of outcomes under the point forecast: of amounts it swings by a tenth from one plan period to the
//! next, as all countries go through the same good and bad years, and no weighting of past years foresees it (half-lives of 4
//! to 40 years, each judged on the years after, all miss by as much). A set of series that ends in one year shows that swing
//! as a calibration error; a set of n series shows about 1 / sqrt(n) by chance alone.
//! `MASE` is relative to repeating the last value; `MSIS` is the mean scaled interval score of the 95 % interval, each
//! series counting at most 500; `Brier` and `ECE` are for targets around past growth, five years ahead.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "figures of a measurement, within range"
)]

mod wdi;

use std::collections::BTreeMap;
use std::error::Error;

use series::{Engine, Input, Nature, Workspace};
use wdi::{Gathered, Panel, Window};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, panel, countries] = args.as_slice() else {
        return Err("usage: holdout PANEL.csv COUNTRIES.csv".into());
    };
    let panel = wdi::read(&std::fs::read_to_string(panel)?, &std::fs::read_to_string(countries)?)?;
    println!("{}", Score::HEAD);
    let half = |country: &str| country.bytes().map(usize::from).sum::<usize>() % 2;
    let mut scores = Scores::default();
    for judged in 0..2 {
        let engine = learned(&panel, |window| half(window.country) != judged);
        wdi::windows(&panel, |window| {
            if half(window.country) == judged {
                scores.add(&engine, window);
            }
        });
    }
    scores.print("other half of countries");
    let mut all = Scores::default();
    for base in (1990..=2015).step_by(5) {
        let engine = learned(&panel, |window| (window.year - base).abs() >= 6);
        let mut scores = Scores::default();
        wdi::plan_period(&panel, base, |window| {
            scores.add(&engine, window);
            all.add(&engine, window);
        });
        scores.print(&format!("plan {}-{}", base + 1, base + 5));
    }
    all.print("all plan periods");
    Ok(())
}

/// The engine learned from some of the windows.
fn learned(panel: &Panel, keep: impl Fn(&Window<'_>) -> bool) -> Engine {
    let growth = wdi::mean_growth(panel);
    let mut gathered = Gathered::new(panel);
    wdi::windows(panel, |window| {
        if keep(window) {
            gathered.add(window, growth);
        }
    });
    Engine::new(gathered.calibration(growth))
}

/// Scores by group of series.
#[derive(Default)]
struct Scores {
    groups: BTreeMap<&'static str, Score>,
    work: Workspace,
}

/// Sums of one group.
#[derive(Default)]
struct Score {
    years: f64,
    in95: f64,
    in80: f64,
    below: f64,
    interval: f64,
    error: f64,
    naive: f64,
    scaled: f64,
    asked: f64,
    squares: f64,
    bins: [(f64, f64, f64); 10],
}

impl Scores {
    fn add(&mut self, engine: &Engine, window: &Window<'_>) {
        let Some(input) = window.input() else { return };
        let past = &window.values[..window.length];
        let group = match input.nature() {
            _ if window.length < series::SHORT => "fewer than 5 values",
            _ if past.iter().all(|v| *v == past[0]) => "never changed",
            Nature::Bounded(_) => "share, declared",
            Nature::Change => "change, declared",
            _ if past.iter().any(|v| *v < 0.0) => "some negative",
            _ if past.contains(&0.0) => "some zero",
            Nature::Amount => "amount",
            Nature::Rate => "rate, declared",
        };
        let declared = Input::new(past).map(|i| match input.nature() {
            Nature::Amount => Ok(i),
            Nature::Rate => Ok(i.rate()),
            Nature::Change => Ok(i.change()),
            Nature::Bounded(bounds) => i.bounded(bounds),
        });
        let Ok(Ok(declared)) = declared else { return };
        self.judge(group, engine, &declared, window);
        let undeclared = match group {
            "rate, declared" => "rate, undeclared",
            "share, declared" => "share, undeclared",
            "change, declared" => "change, undeclared",
            _ => return,
        };
        if let Ok(plain) = Input::new(past) {
            self.judge(undeclared, engine, &plain, window);
        }
    }

    fn judge(&mut self, group: &'static str, engine: &Engine, past: &Input<'_>, window: &Window<'_>) {
        let future = &window.values[window.length..];
        let Ok(forecast) = engine.forecast_with(&mut self.work, past, future.len()) else { return };
        let score = self.groups.entry(group).or_default();
        let past = past.values();
        let last = past[past.len() - 1];
        let scale =
            past.windows(2).map(|w| (w[1] - w[0]).abs()).sum::<f64>() / (past.len() as f64 - 1.0).max(1.0);
        let (mut interval, mut error, mut naive) = (0.0, 0.0, 0.0);
        for (i, y) in future.iter().enumerate() {
            let inside = |(low, high): (f64, f64)| f64::from(u8::from(low <= *y && *y <= high));
            let (low, high) = forecast.interval(i + 1, 0.95);
            score.years += 1.0;
            score.in95 += inside((low, high));
            score.in80 += inside(forecast.interval(i + 1, 0.80));
            let point = forecast.mean(i + 1);
            score.below += if *y < point { 1.0 } else { 0.5 * f64::from(u8::from(*y == point)) };
            interval += (high - low) + 40.0 * ((low - y).max(0.0) + (y - high).max(0.0));
            error += (y - forecast.mean(i + 1)).abs();
            naive += (y - last).abs();
        }
        if scale > 0.0 {
            let years = future.len() as f64;
            score.scaled += 1.0;
            score.interval += (interval / scale / years).min(500.0);
            score.error += (error / scale / years).min(100.0);
            score.naive += (naive / scale / years).min(100.0);
        }
        let back = past[past.len() - 1 - (past.len() - 1).min(10)];
        if past.len() > 2 && last > 0.0 && back > 0.0 && future.len() >= 5 {
            let growth = (last / back).powf(1.0 / (past.len() - 1).min(10) as f64) - 1.0;
            for points in [-0.04, -0.02, -0.01, 0.0, 0.01, 0.02, 0.04] {
                let target = last * (1.0 + (growth + points).max(-0.95)).powi(5);
                score.answer(forecast.prob_ge(5, target), future[4] >= target);
            }
        }
    }

    fn print(&self, title: &str) {
        println!("{title}");
        for (group, score) in &self.groups {
            println!("  {group:20}{}", score.line());
        }
    }
}

impl Score {
    const HEAD: &'static str =
        "                        years  cov95  cov80  below    MSIS   MASE  Brier    ECE";

    fn answer(&mut self, p: f64, met: bool) {
        let met = f64::from(u8::from(met));
        self.asked += 1.0;
        self.squares += (p - met) * (p - met);
        let bin = &mut self.bins[((p * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1.0, bin.1 + p, bin.2 + met);
    }

    fn line(&self) -> String {
        let ece = self.bins.iter().map(|(_, p, met)| (p - met).abs()).sum::<f64>() / self.asked;
        format!(
            "{:9.0} {:6.3} {:6.3} {:6.3} {:7.2} {:6.3} {:6.4} {:6.4}",
            self.years,
            self.in95 / self.years,
            self.in80 / self.years,
            self.below / self.years,
            self.interval / self.scaled,
            self.error / self.naive,
            self.squares / self.asked,
            ece
        )
    }
}
