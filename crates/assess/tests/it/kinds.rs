//! Every sort of commitment, with figures that can be checked by hand.

use crate::model::{Builder, observation, target};
use assess::{Alert, AsOf, Config, Method, Row, Status, TargetKind, assess};
use plan::{Comparator, Direction, IndicatorId, Measure, Nature, Observation, Plan, Schedule, ScheduleId};
use rust_decimal::Decimal;

fn judge(plan: &Plan, figures: &[Observation], year: i32) -> Row {
    let mut assessment = assess(plan, figures, &AsOf::year(year), &Config::default());
    assert_eq!(assessment.rows.len(), 1);
    assessment.rows.remove(0)
}

fn series(
    indicator: &IndicatorId,
    measure: Measure,
    unit: &str,
    from: i32,
    values: &[f64],
) -> Vec<Observation> {
    let years = from..;
    values
        .iter()
        .zip(years)
        .map(|(v, year)| observation(indicator.as_str(), measure, year, *v, unit).plain())
        .collect()
}

fn near(found: Option<f64>, expected: f64) {
    let found = found.expect("a number");
    assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
}

#[test]
fn a_share_moves_on_a_straight_line() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let share = builder.indicator("常住人口城镇化率", "%");
    builder.base(&share, 54.5);
    builder.target(target(&share, Measure::Share, 62.5, "%"));
    let row = judge(&builder.finish(), &series(&share, Measure::Share, "%", 2016, &[55.5, 56.5]), 2017);
    assert_eq!(row.kind, TargetKind::Level);
    near(row.progress, 0.25);
    near(row.expected, 0.4);
    near(row.time_distance, -0.75);
    near(row.required.map(|p| p.value), 2.0);
    near(row.achieved.map(|p| p.value), 1.0);
    assert_eq!(row.status, Status::Behind);
}

#[test]
fn a_cumulative_reduction_follows_the_logarithms() {
    let mut builder = Builder::new("青海省", 2006, 2010);
    let energy = builder.indicator("单位地区生产总值能源消耗降低", "%");
    builder.target(target(&energy, Measure::Change, 17.0, "%").cumulative().nature(Nature::Binding));
    let cuts = series(&energy, Measure::Change, "%", 2006, &[-1.51, 2.20, 4.18]);
    let row = judge(&builder.finish(), &cuts, 2008);
    assert_eq!(row.kind, TargetKind::CumulativeReduction);
    assert_eq!(format!("{:.3}", row.progress.expect("progress")), "0.268");
    assert_eq!(format!("{:.2}", row.latest.expect("a value").value), "4.87");
    assert_eq!(format!("{:.2}", -row.required.expect("two years are left").value), "6.59");
    // 1.34 plan years were done in 3.
    assert_eq!(format!("{:.2}", row.time_distance.expect("a path")), "-1.66");
}

#[test]
fn a_reduction_is_also_read_from_intensities() {
    let mut builder = Builder::new("某省", 2016, 2020);
    let energy = builder.indicator("单位地区生产总值能源消耗降低", "吨标准煤/万元");
    builder.target(target(&energy, Measure::Change, 15.0, "%"));
    let levels = series(&energy, Measure::Level, "吨标准煤/万元", 2015, &[1.0, 0.96, 0.93]);
    let row = judge(&builder.finish(), &levels, 2017);
    near(row.latest.map(|p| p.value), 7.0);
    near(row.progress, 0.93_f64.ln() / 0.85_f64.ln());
}

#[test]
fn a_rise_of_a_state_counts_from_the_base() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let life = builder.indicator("人均预期寿命", "岁");
    builder.base(&life, 78.0);
    builder.target(target(&life, Measure::Change, 1.0, "岁"));
    let row = judge(&builder.finish(), &series(&life, Measure::Level, "岁", 2016, &[78.2]), 2016);
    assert_eq!((row.kind, row.goal.map(|g| g.value)), (TargetKind::Level, Some(79.0)));
    near(row.progress, 0.2);
}

#[test]
fn points_and_multiples_take_the_base_from_the_figures() {
    let mut builder = Builder::new("某市", 2011, 2015);
    let share = builder.indicator("服务业增加值占国内生产总值比重", "%");
    builder.target(target(&share, Measure::Change, 4.0, "个百分点"));
    let plan = builder.finish();
    assert_eq!(judge(&plan, &[], 2012).status, Status::NoData);
    let figures = series(&share, Measure::Share, "%", 2010, &[43.0, 43.5, 44.0]);
    let row = judge(&plan, &figures, 2012);
    assert_eq!((row.kind, row.goal.map(|g| g.value)), (TargetKind::Level, Some(47.0)));
    near(row.progress, 0.25);
    // Twice the output in ten years is 7.18 % a year at comparable prices.
    let mut builder = Builder::new("某市", 2011, 2020);
    let gdp = builder.indicator("地区生产总值", "亿元");
    builder.base(&gdp, 100.0);
    builder.target(target(&gdp, Measure::Multiple, 2.0, "倍"));
    let row = judge(&builder.finish(), &series(&gdp, Measure::GrowthRate, "%", 2011, &[8.0, 8.0]), 2012);
    assert_eq!(row.kind, TargetKind::AverageGrowth);
    assert_eq!(row.goal.map(|g| format!("{:.2}", g.value)).as_deref(), Some("7.18"));
    assert_eq!(row.status, Status::OnTrack);
}

#[test]
fn what_is_newly_built_adds_up() {
    let mut builder = Builder::new("某市", 2021, 2025);
    let pipes = builder.indicator("新建雨水管网", "公里");
    builder.base(&pipes, 5000.0);
    builder.target(target(&pipes, Measure::Level, 2000.0, "公里"));
    let row = judge(&builder.finish(), &series(&pipes, Measure::Level, "公里", 2021, &[400.0, 500.0]), 2022);
    assert_eq!(row.kind, TargetKind::CumulativeSum);
    near(row.progress, 0.45);
}

#[test]
fn a_sum_adds_up_and_a_missing_year_stops_it() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let poor = builder.indicator("农村贫困人口脱贫", "万人");
    builder.target(target(&poor, Measure::Cumulative, 7.5, "万人").nature(Nature::Binding));
    let plan = builder.finish();
    let row = judge(&plan, &series(&poor, Measure::Count, "万人", 2016, &[1.5, 2.0]), 2017);
    assert_eq!(row.kind, TargetKind::CumulativeSum);
    near(row.progress, 3.5 / 7.5);
    near(row.expected, 0.4);
    near(row.required.map(|p| p.value), 4.0 / 3.0);
    assert_eq!(row.status, Status::OnTrack);
    let gap = [
        series(&poor, Measure::Count, "万人", 2016, &[1.5]),
        series(&poor, Measure::Count, "万人", 2018, &[2.0]),
    ];
    let row = judge(&plan, &gap.concat(), 2018);
    assert_eq!(row.latest.map(|p| p.year), Some(2016));
}

#[test]
fn growth_on_average_needs_real_rates() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let gdp = builder.indicator("地区生产总值", "亿元");
    builder.base(&gdp, 1000.0);
    builder.target(target(&gdp, Measure::GrowthRate, 7.0, "%").annual());
    let plan = builder.finish();
    let levels = series(&gdp, Measure::Level, "亿元", 2016, &[1100.0, 1200.0]);
    let row = judge(&plan, &levels, 2017);
    assert_eq!((row.kind, row.status, row.outlook), (TargetKind::AverageGrowth, Status::NoData, None));
    assert!(row.reason.zh.contains("可比价"));
    let rates = series(&gdp, Measure::GrowthRate, "%", 2016, &[6.0, 8.0]);
    let row = judge(&plan, &[levels, rates].concat(), 2017);
    let mean = 100.0 * ((1.06_f64 * 1.08).sqrt() - 1.0);
    near(row.latest.map(|p| p.value), mean);
    near(row.progress, mean / 7.0);
    near(row.expected, 1.0);
}

#[test]
fn a_ceiling_must_hold_every_year() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let jobless = builder.indicator("城镇登记失业率", "%");
    builder.last().direction = Some(Direction::Down);
    builder.target(target(&jobless, Measure::Share, 4.3, "%").comparator(Comparator::Le));
    let plan = builder.finish();
    let row = judge(&plan, &series(&jobless, Measure::Share, "%", 2016, &[4.0, 4.5, 4.2]), 2018);
    assert_eq!(row.kind, TargetKind::Ceiling);
    near(row.progress, 2.0 / 3.0);
    let row = judge(&plan, &series(&jobless, Measure::Share, "%", 2016, &[4.0, 4.5, 4.2, 4.1, 4.0]), 2020);
    assert_eq!((row.status, row.alert), (Status::Missed, Alert::Red));
}

#[test]
fn a_target_at_its_base_is_kept() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let school = builder.indicator("劳动年龄人口平均受教育年限", "年");
    builder.base(&school, 14.0);
    builder.target(target(&school, Measure::Level, 14.0, "年"));
    let plan = builder.finish();
    let row = judge(&plan, &series(&school, Measure::Level, "年", 2016, &[14.0, 14.1]), 2017);
    assert_eq!((row.kind, row.status), (TargetKind::Keep, Status::OnTrack));
    let row = judge(&plan, &series(&school, Measure::Level, "年", 2016, &[13.3]), 2016);
    near(row.progress, 0.95);
    assert_eq!(row.status, Status::Behind);
}

#[test]
fn a_target_below_its_base_is_a_floor() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let homes = builder.indicator("城镇棚户区住房改造", "套");
    builder.last().direction = Some(Direction::Up);
    builder.base(&homes, 3910.0);
    builder.target(target(&homes, Measure::Count, 3878.0, "套"));
    let row = judge(&builder.finish(), &series(&homes, Measure::Count, "套", 2016, &[3900.0]), 2016);
    assert_eq!((row.kind, row.status), (TargetKind::Floor, Status::OnTrack));
}

#[test]
fn a_structure_moves_as_a_whole() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let sectors = builder.indicator("三次产业结构", "");
    builder.target(target(&sectors, Measure::Ratio, f64::NAN, "").words("12:44:44"));
    let plan = builder.finish();
    let structure = |year: i32, text: &str| {
        let mut found = observation(sectors.as_str(), Measure::Ratio, year, f64::NAN, "").plain();
        text.clone_into(&mut found.value_text);
        found
    };
    let row = judge(&plan, &[structure(2015, "16:44:40"), structure(2017, "15:44:41")], 2017);
    assert_eq!(row.kind, TargetKind::Structure);
    near(row.progress, 0.25);
    near(row.expected, 0.4);
    near(row.time_distance, -0.75);
}

#[test]
fn an_interval_is_kept_from_both_sides() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let jobless = builder.indicator("城镇调查失业率", "%");
    let mut range = target(&jobless, Measure::Share, 3.0, "%").comparator(Comparator::Range);
    range.high(6.0);
    builder.target(range);
    let plan = builder.finish();
    let row = judge(&plan, &series(&jobless, Measure::Share, "%", 2016, &[5.0]), 2016);
    assert_eq!((row.kind, row.status), (TargetKind::Interval, Status::OnTrack));
    near(row.progress, 1.0);
    let row = judge(&plan, &series(&jobless, Measure::Share, "%", 2016, &[8.0, 7.0]), 2017);
    near(row.progress, 0.5);
    assert_eq!(row.status, Status::Behind);
}

#[test]
fn an_open_obligation_becomes_a_target_when_it_is_assigned() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let water = builder.indicator("劣V类水体比例", "%");
    builder.last().direction = Some(Direction::Down);
    builder.target(
        target(&water, Measure::Share, f64::NAN, "%").words("完成省下达目标").nature(Nature::Binding),
    );
    let mut plan = builder.finish();
    let figures = series(&water, Measure::Share, "%", 2015, &[10.0, 9.0]);
    let row = judge(&plan, &figures, 2016);
    assert_eq!((row.kind, row.status, row.alert), (TargetKind::AssignedLater, Status::Open, Alert::None));
    plan.schedule.push(Schedule {
        id: ScheduleId::of(1),
        target: plan.targets[0].id.clone(),
        year: 2020,
        region: String::new(),
        value: Decimal::from(5),
    });
    let row = judge(&plan, &figures, 2016);
    assert_eq!(row.kind, TargetKind::Level);
    near(row.progress, 0.2);
}

#[test]
fn the_plans_own_schedule_is_the_path() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let forest = builder.indicator("森林覆盖率", "%");
    builder.base(&forest, 19.0);
    builder.target(target(&forest, Measure::Share, 21.0, "%"));
    let mut plan = builder.finish();
    for (at, (year, value)) in [(2016, "19.1"), (2018, "19.5"), (2020, "21")].into_iter().enumerate() {
        plan.schedule.push(Schedule {
            id: ScheduleId::of(at + 1),
            target: plan.targets[0].id.clone(),
            year,
            region: String::new(),
            value: value.parse().expect("a number"),
        });
    }
    let row = judge(&plan, &series(&forest, Measure::Share, "%", 2016, &[19.1, 19.3]), 2017);
    near(row.expected, 0.15);
    near(row.time_distance, 0.0);
    assert_eq!(row.status, Status::OnTrack);
}

#[test]
fn counties_are_judged_against_their_part() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let forest = builder.indicator("森林覆盖率", "%");
    builder.base(&forest, 19.0);
    builder.target(target(&forest, Measure::Share, 21.0, "%"));
    let mut plan = builder.finish();
    plan.schedule.push(Schedule {
        id: ScheduleId::of(1),
        target: plan.targets[0].id.clone(),
        year: 2020,
        region: "甲县".to_owned(),
        value: Decimal::from(30),
    });
    let mut figures = series(&forest, Measure::Share, "%", 2015, &[25.0, 26.0]);
    for figure in &mut figures {
        "甲县".clone_into(&mut figure.region);
    }
    let assessment = assess(&plan, &figures, &AsOf::year(2016), &Config::default());
    assert_eq!(assessment.rows.len(), 2);
    assert_eq!(assessment.rows[1].region, "甲县");
    near(assessment.rows[1].progress, 0.2);
    assert_eq!(assessment.rows[0].status, Status::NoData);
}

#[test]
fn units_are_converted_before_anything_is_judged() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let revenue = builder.indicator("一般公共预算收入", "亿元");
    builder.base(&revenue, 75.0);
    builder.target(target(&revenue, Measure::Level, 100.0, "亿元"));
    let row = judge(&builder.finish(), &series(&revenue, Measure::Level, "万元", 2016, &[800_000.0]), 2016);
    near(row.latest.map(|p| p.value), 80.0);
    near(row.progress, 0.2);
}

#[test]
fn an_amount_and_a_share_of_one_indicator_do_not_mix() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let finance = builder.indicator("本市金融业", "亿元");
    builder.base(&finance, 100.0);
    builder.target(target(&finance, Measure::Level, 150.0, "亿元"));
    builder.target(target(&finance, Measure::Share, 15.0, "%"));
    builder.target(target(&finance, Measure::Level, 1_500_000.0, "万元"));
    let figures = [
        series(&finance, Measure::Level, "亿元", 2016, &[110.0]),
        series(&finance, Measure::Share, "%", 2015, &[10.0, 11.0]),
    ];
    let assessment = assess(&builder.finish(), &figures.concat(), &AsOf::year(2016), &Config::default());
    for row in &assessment.rows {
        near(row.progress, 0.2);
    }
    assert_eq!(assessment.rows[1].latest.map(|p| p.value), Some(11.0));
    assert_eq!(assessment.rows[2].latest.map(|p| p.value), Some(1_100_000.0));
    assert_eq!(assessment.data, []);
}

#[test]
fn published_methods_stand_beside_our_own() {
    let mut builder = Builder::new("某市", 2016, 2020);
    let share = builder.indicator("常住人口城镇化率", "%");
    builder.base(&share, 54.5);
    builder.target(target(&share, Measure::Share, 62.5, "%"));
    let config = Config { methods: Method::ALL.to_vec(), ..Config::default() };
    let figures = series(&share, Measure::Share, "%", 2016, &[56.5]);
    let assessment = assess(&builder.finish(), &figures, &AsOf::year(2016), &config);
    let methods: Vec<&str> = assessment.rows[0].methods.iter().map(|m| m.method.name()).collect();
    assert_eq!(methods, ["schedule", "time-distance", "statcan", "un-chart", "escap", "sdsn", "eurostat"]);
    let text = assess::listing::csv(&assessment, source::Lang::En);
    assert_eq!(text.lines().count(), 1 + 1 + methods.len());
    assert!(text.starts_with(
        "target,indicator,name,region,as_of,known_at,latest_year,latest_value,progress,expected,"
    ));
}
