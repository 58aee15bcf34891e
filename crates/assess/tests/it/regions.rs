//! A plan with figures and parts of targets for very many regions is judged in time that grows with their number.
#![allow(clippy::disallowed_methods)]

use crate::model::{Builder, observation, target};
use assess::{AsOf, Config, assess};
use plan::{Measure, Observation, Plan, Schedule, ScheduleId};
use std::time::{Duration, Instant};

const NAME: &str = "地区生产总值";

/// A plan whose one target is split over `count` regions, with three yearly figures of each.
fn plan(count: usize) -> (Plan, Vec<Observation>) {
    let mut builder = Builder::new("云川省", 2026, 2030);
    let gdp = builder.indicator(NAME, "亿元");
    builder.base(&gdp, 1000.0);
    builder.target(target(&gdp, Measure::Level, 1500.0, "亿元"));
    let mut plan = builder.finish();
    let mut figures = Vec::new();
    for at in 0..count {
        // Names that are not in the order of their numbers.
        let region = format!("{}号县", at * 7919 % 1_000_003);
        plan.schedule.push(Schedule {
            id: ScheduleId::of(at + 1),
            target: plan.targets[0].id.clone(),
            year: 2030,
            region: region.clone(),
            value: 15.into(),
        });
        for year in 2025..=2027 {
            let value = 10.0 + f64::from(year - 2025) + at as f64 / 1000.0;
            figures.push(observation(NAME, Measure::Level, year, value, "亿元").region(&region).plain());
        }
    }
    (plan, figures)
}

/// The least of a few runs, which a busy machine disturbs least.
fn judged_in(count: usize) -> Duration {
    let (plan, figures) = plan(count);
    let config = Config { evidence: false, ..Config::default() };
    let run = |_| {
        let start = Instant::now();
        let assessment = assess(&plan, &figures, &AsOf::year(2027), &config);
        assert_eq!(assessment.rows.len(), count + 1);
        start.elapsed()
    };
    (0..3).map(run).min().expect("three runs")
}

#[test]
fn two_thousand_regions_take_about_four_times_as_long_as_five_hundred() {
    let (few, many) = (judged_in(500), judged_in(2000));
    let ratio = many.as_secs_f64() / few.as_secs_f64();
    println!("500 regions {few:?}, 2000 regions {many:?}, ratio {ratio:.1}");
    // Quadratic time would be a ratio of sixteen.
    assert!(ratio < 9.0, "{ratio:.1}");
}
