//! Serves a nation of invented plans: `nation_store ADDRESS DATABASE PLANS INDICATORS`, to measure the server with `load`.
//!
//! DATABASE is a file or a `postgres://` URL; what is there already is kept and only the missing plans are added.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)]
#![allow(clippy::cast_possible_truncation, reason = "figures of a measurement, within range")]

use plan::{
    Comparator, Direction, Indicator, IndicatorId, Measure, Observation, Origin, Period, Plan, Provenance,
    Status, Target, TargetId,
};
use rust_decimal::Decimal;
use store::{Change, LoadPlan, PlanFilter, Store};

#[tokio::main(worker_threads = 2)]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, database, plans, indicators] = arguments.as_slice() else {
        panic!("nation_store ADDRESS DATABASE PLANS INDICATORS")
    };
    let (plans, indicators): (usize, usize) = (plans.parse().unwrap(), indicators.parse().unwrap());
    let store = Store::open(&database.parse().unwrap()).await.unwrap();
    let one = PlanFilter { limit: Some(1), ..PlanFilter::default() };
    let (_, there) = store.plans(&one).await.unwrap();
    let begun = std::time::Instant::now();
    for number in there as usize..plans {
        load(&store, number, indicators).await;
    }
    println!(
        "{} plans loaded in {:.1} s",
        plans.saturating_sub(there as usize),
        begun.elapsed().as_secs_f64()
    );
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    println!("http://{address}/plans/p0");
    let stop = async { tokio::signal::ctrl_c().await.unwrap() };
    server::serve(server::Settings::default(), store, listener, stop).await.unwrap();
}

async fn load(store: &Store, number: usize, indicators: usize) {
    let (plan, figures) = invent(number, indicators);
    let id = format!("p{number}");
    let change = Change::now("system", "");
    let load = LoadPlan { id: Some(&id), plan: &plan, document: None, findings: &[] };
    store.load_plan(load, &change).await.unwrap();
    store.append_observations(&id, &figures, &change).await.unwrap();
    store.set_public(&id, true, &change).await.unwrap();
}

/// A plan with one target for each indicator, and ten years of figures that wander towards it or away.
fn invent(number: usize, indicators: usize) -> (Plan, Vec<Observation>) {
    let mut plan = Plan {
        title: format!("第{number}市“十五五”规划"),
        region: Some(format!("第{number}市")),
        period: Some(Period { start: 2026, end: 2030 }),
        ..Plan::default()
    };
    let mut figures = Vec::new();
    let mut seed = number as u64 + 1;
    for row in 1..=indicators {
        let id = IndicatorId::of(row);
        let name = format!("指标{row}");
        plan.indicators.push(Indicator {
            id: id.clone(),
            name: name.clone(),
            unit: "亿元".into(),
            group: format!("第{}组", row % 6 + 1),
            direction: Some(Direction::Up),
            ..Indicator::default()
        });
        let provenance = Provenance { origin: Origin::Table, line: row as u32, ..Provenance::outside() };
        plan.targets.push(target(row, &id, &name, provenance));
        let mut value = 1000_i64;
        for year in 2016..=2028 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            value += 20 + (seed >> 33) as i64 % 60;
            figures.push(figure(&id, &name, year, Decimal::new(value, 1)));
        }
    }
    (plan, figures)
}

fn target(row: usize, indicator: &IndicatorId, name: &str, provenance: Provenance) -> Target {
    Target {
        id: TargetId::of(row),
        indicator: indicator.clone(),
        subject: name.to_owned(),
        measure: Measure::Level,
        comparator: Comparator::Ge,
        value: Some(Decimal::new(1800, 1)),
        value_high: None,
        value_text: String::new(),
        unit: "亿元".into(),
        year: Some(2030),
        implied_year: None,
        averaging: None,
        scope: String::new(),
        nature: None,
        rate: None,
        provenance,
        ..Target::default()
    }
}

fn figure(indicator: &IndicatorId, name: &str, year: i32, value: Decimal) -> Observation {
    Observation {
        indicator: indicator.clone(),
        subject: name.to_owned(),
        value: Some(value),
        unit: "亿元".into(),
        period: Some(Period { start: year, end: year }),
        year: Some(year),
        status: Some(Status::Final),
        source: "统计年鉴".into(),
        vintage: format!("{}-03-31", year + 1),
        ..Observation::default()
    }
}
