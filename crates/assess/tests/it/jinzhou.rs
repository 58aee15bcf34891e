//! The reference case: a plan whose figures were revised under it.
//!
//! The figures come from the shared material with the days on which they became known; the engine is calibrated on
//! panels of countries, never on this case. What is asserted is what it says.

use crate::conformance::shared;
use crate::model::{Builder, observation, target};
use assess::{Alert, AsOf, Assessment, Config, Row, Status, TargetKind, assess};
use plan::{Comparator, Measure, Nature, Observation, Plan, Status as Firmness};

/// The targets of the story. Values as the plan prints them.
fn plan() -> Plan {
    let mut builder = Builder::new("锦州市", 2016, 2020);
    let gdp = builder.indicator("地区生产总值", "亿元");
    builder.base(&gdp, 1357.5);
    builder.target(target(&gdp, Measure::Level, 1900.0, "亿元").rate(7.0));
    builder.target(target(&gdp, Measure::GrowthRate, 7.0, "%").annual().comparator(Comparator::Approx));
    let services = builder.indicator("服务业增加值比重", "%");
    builder.base(&services, 41.0);
    builder.target(target(&services, Measure::Share, 44.0, "%"));
    builder.quotient(&services, &gdp);
    let income = builder.indicator("城镇居民人均可支配收入", "元");
    builder.base(&income, 27040.0);
    builder.target(target(&income, Measure::Level, 38000.0, "元").rate(7.0));
    let land = builder.indicator("新增建设用地规模", "万亩");
    builder.target(
        target(&land, Measure::Level, f64::NAN, "万亩").words("完成省下达目标").nature(Nature::Binding),
    );
    builder.finish()
}

/// What became known when: first figures in March of the next year, final ones in October.
fn figures() -> Option<Vec<Observation>> {
    let text = shared("data/jinzhou.csv")?;
    let mut found = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record.expect("a sound file");
        let (name, unit, source) = (&record[0], &record[2], &record[5]);
        let year: i32 = record[3].parse().expect("a year");
        let value: f64 = record[4].parse().expect("a value");
        let (indicator, measure) = match name {
            "地区生产总值" => ("地区生产总值", Measure::Level),
            "地区生产总值增速（可比价）" => ("地区生产总值", Measure::GrowthRate),
            "服务业（第三产业）增加值比重" => ("服务业增加值比重", Measure::Share),
            "城镇居民人均可支配收入" => ("城镇居民人均可支配收入", Measure::Level),
            _ => continue,
        };
        if source.starts_with("plan text") || source.contains("以2000年为基期") {
            continue;
        }
        let first = value == 1260.0 || measure == Measure::GrowthRate;
        let (status, day) = if first {
            (Firmness::Preliminary, format!("{}-03-15", year + 1))
        } else {
            (Firmness::Final, format!("{}-10-31", year + 1))
        };
        found.push(observation(indicator, measure, year, value, unit).known(status, &day, source));
    }
    Some(found)
}

fn judged(year: i32, day: &str) -> Option<Assessment> {
    let as_of = AsOf::known(year, day).expect("a day");
    Some(assess(&plan(), &figures()?, &as_of, &Config::default()))
}

fn row<'a>(assessment: &'a Assessment, name: &str, kind: TargetKind) -> &'a Row {
    let row = assessment.rows.iter().find(|r| r.name == name && r.kind == kind).expect("the row");
    println!(
        "{} {:?} {:?} {} p={:?} since {:?}\n  {}\n  {}",
        row.name,
        row.kind,
        row.status,
        row.alert,
        row.outlook.as_ref().map(|o| o.attain),
        row.since,
        row.reason.zh,
        row.reason.en
    );
    row
}

#[test]
fn early_2017_the_gdp_target_is_in_danger() {
    let Some(assessment) = judged(2016, "2017-03-31") else { return };
    let gdp = row(&assessment, "地区生产总值", TargetKind::GrowthPath);
    assert_eq!(gdp.latest.map(|p| p.value), Some(1260.0));
    assert!(gdp.alert >= Alert::Orange);
    assert_eq!(gdp.status, Status::Behind);
}

#[test]
fn end_of_2017_it_is_out_of_reach_and_the_break_is_named() {
    let Some(assessment) = judged(2016, "2017-12-31") else { return };
    let gdp = row(&assessment, "地区生产总值", TargetKind::GrowthPath);
    assert_eq!(gdp.alert, Alert::Red);
    assert!(gdp.outlook.as_ref().expect("a forecast").attain < 0.05);
    assert_eq!(gdp.evidence.breaks.iter().filter(|b| b.proven).map(|b| b.year).collect::<Vec<_>>(), [2016]);
    assert!(gdp.reason.zh.contains("2016年水平断裂"), "{}", gdp.reason.zh);
}

#[test]
fn growth_is_judged_from_real_rates() {
    let Some(assessment) = judged(2018, "2019-12-31") else { return };
    let growth = row(&assessment, "地区生产总值", TargetKind::AverageGrowth);
    let mean = 100.0 * (libm::cbrt(0.9345 * 1.05 * 1.0615) - 1.0);
    assert!((growth.latest.expect("three years").value - mean).abs() < 1e-9);
    assert_eq!(growth.alert, Alert::Red);
}

#[test]
fn services_rise_because_industry_falls() {
    let Some(assessment) = judged(2018, "2019-12-31") else { return };
    let services = row(&assessment, "服务业增加值比重", TargetKind::Level);
    assert_eq!(services.status, Status::Hollow);
    let hollow = services.hollow.expect("a hollow success");
    assert!(hollow.rest_change < -20.0 && hollow.without < hollow.latest);
}

#[test]
fn urban_income_is_behind_in_2018() {
    let Some(assessment) = judged(2018, "2019-12-31") else { return };
    let income = row(&assessment, "城镇居民人均可支配收入", TargetKind::GrowthPath);
    // On the compound path from 27040 to 38000 the value 32490 was due in 2017.70.
    let due = 2015.0 + 5.0 * (32490.0_f64 / 27040.0).ln() / (38000.0_f64 / 27040.0).ln();
    assert!((income.time_distance.expect("a path") - (due - 2018.0)).abs() < 1e-9);
    assert!(income.time_distance.expect("a path") < 0.0);
}

#[test]
fn what_the_province_sets_is_an_open_obligation() {
    let Some(assessment) = judged(2018, "2019-12-31") else { return };
    let land = row(&assessment, "新增建设用地规模", TargetKind::AssignedLater);
    assert_eq!((land.status, land.alert), (Status::Open, Alert::None));
}
