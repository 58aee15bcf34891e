//! Which way is better, where no catalogue says, and what happens at the ends of a range.

use crate::model::{Builder, observation, target};
use assess::method::Wish;
use assess::{AsOf, Assessment, Config, DataWarningKind, DirectionBasis, Row, Status, assess};
use plan::{Comparator, Measure, Observation, Plan};

/// An indicator with base, target and yearly values from 2026 on.
fn plan(name: &str, unit: &str, base: Option<f64>, goal: f64) -> Plan {
    let mut builder = Builder::new("云川市", 2026, 2030);
    let indicator = builder.indicator(name, unit);
    if let Some(base) = base {
        builder.base(&indicator, base);
    }
    builder.target(target(&indicator, Measure::Level, goal, unit));
    builder.finish()
}

fn years(name: &str, unit: &str, first: i32, values: &[f64]) -> Vec<Observation> {
    let one = |(value, year): (&f64, i32)| observation(name, Measure::Level, year, *value, unit).plain();
    values.iter().zip(first..).map(one).collect()
}

fn judged(plan: &Plan, figures: &[Observation], year: i32) -> (Row, Assessment) {
    let assessment = assess(plan, figures, &AsOf::year(year), &Config::default());
    println!("{}", assessment.rows[0].reason.zh);
    (assessment.rows[0].clone(), assessment)
}

#[test]
fn what_should_fall_and_rises_is_behind() {
    for (name, unit, base, goal, later) in [
        ("居民吸烟率", "%", 26.0, 22.0, [27.0, 29.0]),
        ("学生近视率", "%", 52.0, 48.0, [53.0, 55.0]),
        ("重污染天数", "天", 9.0, 3.0, [12.0, 15.0]),
        ("危房数量", "户", 1200.0, 0.0, [1300.0, 1500.0]),
        // No word of this name tells; the plan does.
        ("丙类指标", "个", 40.0, 30.0, [42.0, 45.0]),
    ] {
        let (row, assessment) =
            judged(&plan(name, unit, Some(base), goal), &years(name, unit, 2026, &later), 2027);
        assert_eq!((row.direction.wish, row.status), (Some(Wish::Down), Status::Behind), "{name}");
        assert!(row.outlook.as_ref().is_none_or(|o| o.attain < 0.3), "{name} {:?}", row.outlook);
        assert!(assessment.data.iter().all(|w| w.kind != DataWarningKind::Direction), "{name}");
    }
}

#[test]
fn a_direction_that_nothing_tells_is_announced_and_not_judged() {
    let plan = plan("丙类指标", "个", None, 30.0);
    let (row, assessment) =
        judged(&plan, &years("丙类指标", "个", 2022, &[20.0, 24.0, 26.0, 27.0, 28.0, 31.0]), 2027);
    assert_eq!((row.direction.wish, row.status), (None, Status::Undecidable));
    assert!(assessment.data.iter().any(|w| w.kind == DataWarningKind::Direction));
}

#[test]
fn a_name_and_a_move_that_disagree_are_a_finding() {
    let plan = plan("居民满意度", "%", Some(92.0), 85.0);
    let (row, assessment) = judged(&plan, &years("居民满意度", "%", 2026, &[91.0]), 2026);
    assert_eq!(row.direction.basis, Some(DirectionBasis::Name));
    assert_eq!(row.direction.against, Some(DirectionBasis::Move));
    let found = assessment.data.iter().find(|w| w.kind == DataWarningKind::Direction).expect("a finding");
    assert!(found.words.zh.contains("指标名称") && found.words.en.contains("contrary"));
}

#[test]
fn what_a_planner_decided_ends_the_doubt() {
    let mut plan = plan("居民满意度", "%", Some(92.0), 85.0);
    plan.indicators[0].direction = Some(plan::Direction::Down);
    let (row, assessment) = judged(&plan, &years("居民满意度", "%", 2026, &[91.0]), 2026);
    assert_eq!(row.direction.wish, Some(Wish::Down));
    assert_eq!((row.direction.basis, row.direction.against), (Some(DirectionBasis::Declared), None));
    assert!(assessment.data.iter().all(|warning| warning.kind != DataWarningKind::Direction));
}

#[test]
fn the_words_of_a_target_go_before_its_name() {
    let mut builder = Builder::new("云川市", 2026, 2030);
    let indicator = builder.indicator("企业数量", "家");
    builder.target(target(&indicator, Measure::Level, 30.0, "家").comparator(Comparator::Le));
    let (row, assessment) = judged(&builder.finish(), &years("企业数量", "家", 2026, &[28.0]), 2026);
    assert_eq!(row.direction.wish, Some(Wish::Down));
    assert!(assessment.data.iter().any(|w| w.kind == DataWarningKind::Direction));
}

#[test]
fn a_target_of_zero_that_is_met_is_probably_kept() {
    for (name, unit, values) in [
        ("重大安全事故起数", "起", [6.0, 5.0, 5.0, 4.0, 4.0, 4.0, 4.0, 4.0, 1.0, 0.0].as_slice()),
        ("重大安全事故起数", "起", [4.0, 2.0, 0.0].as_slice()),
        ("生活垃圾填埋比例", "%", [60.0, 55.0, 50.0, 45.0, 40.0, 38.0, 34.0, 30.0, 12.0, 0.0].as_slice()),
    ] {
        let first = 2028 - values.len() as i32;
        let base = values[values.len() - 3];
        let figures = years(name, unit, first, values);
        let figures: Vec<Observation> = figures.into_iter().filter(|f| f.year != Some(2025)).collect();
        let (row, _) = judged(&plan(name, unit, Some(base), 0.0), &figures, 2027);
        let outlook = row.outlook.expect("an outlook");
        assert_eq!((row.status, row.alert), (Status::Met, assess::Alert::None), "{name}");
        assert!(outlook.attain > 0.8, "{name} {outlook:?}");
        assert!(outlook.low >= 0.0 && outlook.high <= base, "{name} {outlook:?}");
    }
}

#[test]
fn full_coverage_that_was_kept_for_ten_years_is_kept_with_a_probability_near_one() {
    let values = [100.0; 10];
    let name = "行政村通硬化路率";
    let (row, _) = judged(&plan(name, "%", Some(100.0), 100.0), &years(name, "%", 2018, &values), 2027);
    let outlook = row.outlook.expect("an outlook");
    assert!(outlook.attain > 0.9, "{outlook:?}");
    assert!(outlook.high <= 100.0 && outlook.median == 100.0, "{outlook:?}");
    let rising = [80.0, 84.0, 87.0, 90.0, 92.0, 93.0, 94.0, 95.0, 99.0, 100.0];
    let name = "农村自来水普及率";
    let (row, _) = judged(&plan(name, "%", Some(95.0), 100.0), &years(name, "%", 2018, &rising), 2027);
    let outlook = row.outlook.expect("an outlook");
    assert!(outlook.attain > 0.8 && outlook.high <= 100.0, "{outlook:?}");
}

#[test]
fn a_part_of_the_city_borrows_no_base_from_the_city() {
    let mut builder = Builder::new("云川市", 2026, 2030);
    let people = builder.indicator("常住人口", "万人");
    builder.base(&people, 212.6);
    builder.target(target(&people, Measure::Level, 95.0, "万人").scope("中心城区"));
    let plan = builder.finish();
    let (row, _) = judged(&plan, &years("常住人口", "万人", 2026, &[213.0]), 2026);
    assert_eq!((row.base, row.latest, row.status), (None, None, Status::NoData));
    let of_part = observation("常住人口", Measure::Level, 2026, 88.0, "万人").region("中心城区").plain();
    let (row, _) = judged(&plan, &[of_part], 2026);
    assert_eq!(row.latest.map(|p| p.value), Some(88.0));
}

#[test]
fn a_restatement_has_the_row_of_what_it_says_again() {
    let mut builder = Builder::new("云川市", 2026, 2030);
    let gdp = builder.indicator("地区生产总值", "亿元");
    builder.base(&gdp, 1000.0);
    builder.target(target(&gdp, Measure::Level, 1680.0, "亿元"));
    builder.target(target(&gdp, Measure::Level, 1680.0, "亿元").scope("全市"));
    let plan = builder.finish();
    let assessment =
        assess(&plan, &years("地区生产总值", "亿元", 2026, &[1050.0]), &AsOf::year(2026), &Config::default());
    assert_eq!(assessment.rows.len(), 1);
    let said = assessment.row_of(&plan.targets[1].id).expect("the row of the restatement");
    assert_eq!(said.target, plan.targets[0].id);
}
