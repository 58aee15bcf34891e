//! The year from its months.

use crate::model::{Builder, observation, target};
use assess::within_year::{Growing, PastYear, YearEstimate};
use assess::{Alert, AsOf, Config, Row, assess};
use plan::{Measure, Months, Observation, Plan};

/// A small generator of uniform numbers (Park & Miller, 1988), so that the set is the same everywhere.
struct Draw(u64);

impl Draw {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 as f64 / 2_147_483_647.0
    }

    /// About normal: the sum of twelve uniform numbers.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Twelve months of a year: a season, growth that changes from year to year and within it, and noise.
fn months(draw: &mut Draw, level: f64, season: &[f64; 12], growth: f64) -> [f64; 12] {
    std::array::from_fn(|m| {
        level * season[m] * (growth * m as f64 / 12.0).exp() * (0.04 * draw.normal()).exp()
    })
}

/// Simulated amounts with stated seasons and revisions: January to September as first published, and the year.
fn histories(seed: u64, years: usize) -> Vec<Vec<PastYear>> {
    let mut draw = Draw(seed);
    (0..2000)
        .map(|_| {
            // A season that is low in winter and heavy at the end of the year, of another strength for each series.
            let strength = 0.2 + 0.6 * draw.uniform();
            let season: [f64; 12] = std::array::from_fn(|m| {
                1.0 + strength
                    * (-(2.0 * std::f64::consts::PI * (m as f64 + 1.0) / 12.0).cos()
                        + if m == 11 { 0.8 } else { 0.0 })
            });
            let mut level = 100.0;
            (0..years)
                .map(|_| {
                    let growth = 0.06 + 0.05 * draw.normal();
                    let flows = months(&mut draw, level, &season, growth);
                    level *= growth.exp();
                    let so_far: f64 = flows[..9].iter().sum();
                    // First figures are revised by the end of the year, mostly upwards.
                    let first = so_far * (-0.01 + 0.01 * draw.normal()).exp();
                    PastYear { so_far: first, year: flows.iter().sum() }
                })
                .collect()
        })
        .collect()
}

#[test]
fn the_year_from_nine_months_is_covered_and_beats_same_growth() {
    for years in [4, 6, 11] {
        let (mut covered, mut ours, mut same, mut count) = (0.0, 0.0, 0.0, 0.0);
        for history in histories(20_260_101 + years as u64, years) {
            let (now, past) = history.split_last().expect("a year");
            let estimate = YearEstimate::learn(past, now.so_far, Growing::Sum).expect("an estimate");
            let (low, high) = (estimate.quantile(0.025), estimate.quantile(0.975));
            covered += f64::from(u8::from(low <= now.year && now.year <= high));
            let last = past.last().expect("a past year");
            let same_growth = last.year * now.so_far / last.so_far;
            ours += (estimate.quantile(0.5) / now.year).ln().abs();
            same += (same_growth / now.year).ln().abs();
            count += 1.0;
        }
        let (coverage, gain) = (covered / count, ours / same);
        println!("{years} years: coverage {coverage:.4}, error against same growth {gain:.3}");
        assert!((0.93..=0.97).contains(&coverage), "{years}: {coverage}");
        assert!(gain < 0.95, "{years}: {gain}");
    }
}

fn plan() -> Plan {
    let mut builder = Builder::new("云川市", 2026, 2030);
    let investment = builder.indicator("社会消费品零售总额", "亿元");
    builder.base(&investment, 100.0);
    let mut wanted = target(&investment, Measure::Level, 146.9, "亿元");
    wanted.rate(8.0);
    builder.target(wanted);
    builder.finish()
}

const NAME: &str = "社会消费品零售总额";

fn yearly(year: i32, value: f64) -> Observation {
    observation(NAME, Measure::Level, year, value, "亿元").plain()
}

fn part(year: i32, months: Option<Months>, value: f64) -> Observation {
    observation(NAME, Measure::Level, year, value, "亿元").months(months.expect("months"), "")
}

fn judged(figures: &[Observation]) -> Row {
    let assessment = assess(&plan(), figures, &AsOf::year(2026), &Config::default());
    assessment.rows[0].clone()
}

/// Years of which 60 % is usual by September.
fn past() -> Vec<Observation> {
    let of = |(year, value): (i32, f64)| {
        let share = 0.6 + 0.004 * f64::from(year % 3 - 1);
        [yearly(year, value), part(year, Months::through(9), share * value)]
    };
    [(2020, 70.0), (2021, 76.0), (2022, 82.0), (2023, 88.0), (2024, 94.0)].into_iter().flat_map(of).collect()
}

#[test]
fn nine_months_are_set_against_the_same_months_of_past_years() {
    let mut figures = past();
    figures.push(part(2026, Months::through(9), 54.0));
    let row = judged(&figures);
    let so_far = row.so_far.expect("the running year");
    assert!(row.reason.zh.ends_with(&so_far.words.zh), "the sentence of the row says it");
    println!("{}\n{}", so_far.words.zh, so_far.words.en);
    assert_eq!((so_far.year, so_far.months.last(), so_far.value), (2026, 9, 54.0));
    let usual = so_far.usual.expect("a usual share");
    assert!((usual - 0.6).abs() < 0.01, "not nine twelfths: {usual}");
    let estimate = so_far.estimate.expect("an estimate");
    assert!((estimate.quantile(0.5) - 90.0).abs() < 1.0);
    assert!(so_far.alert >= Alert::Orange, "108 due, 90 in sight");
    assert!(so_far.words.zh.contains("往年同期通常完成60%"), "{}", so_far.words.zh);
}

#[test]
fn what_has_added_up_is_never_added_to_a_quarter() {
    let mut figures = past();
    figures.push(part(2026, Months::half(1), 40.0));
    figures.push(part(2026, Months::quarter(3), 25.0));
    assert_eq!(judged(&figures).so_far.expect("half and quarter").value, 65.0);
    figures.push(part(2026, Months::through(9), 66.0));
    let so_far = judged(&figures).so_far.expect("the published sum");
    assert_eq!((so_far.value, so_far.months.last()), (66.0, 9));
    // A quarter with nothing before it is no sum.
    let mut figures = past();
    figures.push(part(2026, Months::quarter(3), 25.0));
    assert_eq!(judged(&figures).so_far, None);
}

#[test]
fn months_are_no_years() {
    let mut figures = past();
    figures.push(part(2026, Months::through(9), 54.0));
    let row = judged(&figures);
    assert!(row.latest.is_none_or(|latest| latest.value != 54.0), "{:?}", row.latest);
    assert!(row.evidence.actuals.iter().all(|actual| actual.value != 54.0));
    // Once the year is known, its months have nothing more to say.
    figures.push(yearly(2026, 91.0));
    assert_eq!(judged(&figures).so_far, None);
}
