//! Assesses a nation: 3,000 plans of 100 indicators with 15 years of figures, forecasts, warnings and the replay of
//! earlier years. The bar is 60 seconds and 2 GB on two cores.
//!
//! ```text
//! cargo run --release -p assess --example nation -- PANEL.csv [PLANS]
//! ```
//!
//! PANEL.csv has the columns indicator, country_code, year, value (the World Bank's World Development Indicators). Every
//! plan takes 100 of its series by a fixed sequence of random numbers, with 15 years up to 2018, a base in 2015 and a
//! target for 2020.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use assess::evaluate::SplitMix;
use assess::{AsOf, Config, assess};
use plan::{
    Comparator, Indicator, IndicatorId, Measure, Nature, Observation, ObservationId, Origin, Period, Plan,
    Provenance, Target, TargetId,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use std::collections::BTreeMap;
use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const INDICATORS: usize = 100;
const YEARS: std::ops::RangeInclusive<i32> = 2004..=2018;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    let (path, plans) = match args.as_slice() {
        [_, path] => (path, 3000),
        [_, path, plans] => (path, plans.parse()?),
        _ => return Err("usage: nation PANEL.csv [PLANS]".into()),
    };
    let series = series(&std::fs::read_to_string(path)?);
    println!("{} series of {} years", series.len(), YEARS.count());
    let config = Config { evidence: false, ..Config::default() };
    let start = Instant::now();
    let next = AtomicUsize::new(0);
    let counts: [AtomicUsize; 5] = Default::default();
    // Plans are made and judged one by one, as they would come from a store.
    let judge = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= plans {
                break;
            }
            let plan = plan(at as u64, &series);
            for row in assess(&plan, &[], &AsOf::year(2018), &config).rows {
                counts[row.alert as usize].fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(judge);
        }
    });
    let seconds = start.elapsed().as_secs_f64();
    let counts = counts.map(AtomicUsize::into_inner);
    let targets: usize = counts.iter().sum();
    println!(
        "{plans} plans, {targets} targets in {seconds:.2} s: none, blue, yellow, orange, red = {counts:?}"
    );
    Ok(())
}

/// Every series of the panel that has all the years and stays positive.
fn series(text: &str) -> Vec<Vec<f64>> {
    let mut all: BTreeMap<(&str, &str), BTreeMap<i32, f64>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [indicator, country, year, value] = cells.as_slice() else { continue };
        if let (Ok(year), Ok(value)) = (year.parse(), value.parse::<f64>())
            && YEARS.contains(&year)
            && (1e-3..1e15).contains(&value)
        {
            all.entry((indicator, country)).or_default().insert(year, value);
        }
    }
    all.into_values().filter(|s| s.len() == YEARS.count()).map(|s| s.into_values().collect()).collect()
}

fn plan(number: u64, series: &[Vec<f64>]) -> Plan {
    let mut random = SplitMix::new(number);
    let mut plan = Plan {
        region: Some(format!("第{number}市")),
        period: Some(Period { start: 2016, end: 2020 }),
        ..Plan::default()
    };
    for at in 1..=INDICATORS {
        let values = &series[random.below(series.len())];
        let id = IndicatorId::of(at);
        let base = values[11];
        let growth = (base / values[1]).powf(0.1) - 1.0 + [-0.02, 0.0, 0.02][random.below(3)];
        plan.indicators.push(Indicator {
            id: id.clone(),
            name: format!("指标{at}"),
            unit: "亿元".to_owned(),
            nature: (at % 3 == 0).then_some(Nature::Binding),
            // A compiled plan names the entry; what is not in the catalogue carries another key.
            catalogue: Some("none".to_owned()),
            ..Indicator::default()
        });
        plan.targets.push(target(&id, at, base * (1.0 + growth).powi(5), growth));
        for (value, year) in values.iter().zip(YEARS) {
            let number = plan.observations.len() + 1;
            plan.observations.push(observation(&id, number, year, *value));
        }
    }
    plan
}

fn target(indicator: &IndicatorId, at: usize, value: f64, growth: f64) -> Target {
    Target {
        id: TargetId::of(at),
        indicator: indicator.clone(),
        subject: String::new(),
        measure: Measure::Level,
        comparator: Comparator::Eq,
        value: Decimal::from_f64(value),
        value_high: None,
        value_text: String::new(),
        unit: "亿元".to_owned(),
        year: Some(2020),
        implied_year: None,
        averaging: None,
        scope: String::new(),
        nature: None,
        rate: Decimal::from_f64(100.0 * growth),
        rate_basis: Some(plan::RateBasis::Compound),
        provenance: Provenance { origin: Origin::Table, ..Provenance::outside() },
        ..Target::default()
    }
}

fn observation(indicator: &IndicatorId, number: usize, year: i32, value: f64) -> Observation {
    let origin = if year == 2015 { Origin::Table } else { Origin::Outside };
    Observation {
        id: ObservationId::of(number),
        indicator: indicator.clone(),
        value: Decimal::from_f64(value),
        unit: "亿元".to_owned(),
        period: Some(Period { start: year, end: year }),
        year: Some(year),
        status: Some(plan::Status::Final),
        source: "年鉴".to_owned(),
        vintage: format!("{}-10-31", year + 1),
        provenance: Provenance { origin, ..Provenance::outside() },
        ..Observation::default()
    }
}
