//! The reference case: a plan whose figures were revised under it.
//!
//! The figures come from the shared material with the days on which they became known; the engine is calibrated on
//! panels of countries, never on this case. What is asserted is what it says.

use assess::{Alert, AsOf, Assessment, Config, DataWarningKind, Row, Status, TargetKind, assess};
use plan::Plan;
use std::collections::BTreeMap;
use std::path::Path;

/// The example package with its outcomes.
pub(crate) fn plan() -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/jinzhou-13");
    let files = std::fs::read_dir(folder).expect("the example package").map(|entry| {
        let entry = entry.expect("a file");
        let name = entry.file_name().into_string().expect("a plain name");
        (name, std::fs::read(entry.path()).expect("a file"))
    });
    let files: BTreeMap<String, Vec<u8>> = files.collect();
    plan::package::read(&files).expect("a sound package")
}

fn judged(year: i32, day: &str) -> Assessment {
    let as_of = AsOf::known(year, day).expect("a day");
    assess(&plan(), &[], &as_of, &Config::default())
}

fn row<'a>(assessment: &'a Assessment, name: &str, kind: TargetKind) -> &'a Row {
    let row = assessment.rows.iter().find(|r| r.name.starts_with(name) && r.kind == kind).expect("the row");
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
    let assessment = judged(2016, "2017-03-31");
    let gdp = row(&assessment, "地区生产总值", TargetKind::GrowthPath);
    assert_eq!(gdp.latest.map(|p| p.value), Some(1260.0));
    assert!(gdp.alert >= Alert::Orange);
    assert_eq!(gdp.status, Status::Behind);
}

#[test]
fn end_of_2017_it_is_out_of_reach_and_the_break_is_named() {
    let assessment = judged(2016, "2017-12-31");
    let gdp = row(&assessment, "地区生产总值", TargetKind::GrowthPath);
    assert_eq!(gdp.alert, Alert::Red);
    assert!(gdp.outlook.as_ref().expect("a forecast").attain < 0.05);
    assert_eq!(gdp.evidence.breaks.iter().filter(|b| b.proven).map(|b| b.year).collect::<Vec<_>>(), [2016]);
    assert!(gdp.reason.zh.contains("2016年水平断裂"), "{}", gdp.reason.zh);
}

#[test]
fn growth_is_judged_from_real_rates() {
    let assessment = judged(2018, "2019-12-31");
    let growth = row(&assessment, "地区生产总值", TargetKind::AverageGrowth);
    let mean = 100.0 * (libm::cbrt(0.9345 * 1.05 * 1.0615) - 1.0);
    assert!((growth.latest.expect("three years").value - mean).abs() < 1e-9);
    assert_eq!(growth.alert, Alert::Red);
}

#[test]
fn services_rise_because_industry_falls() {
    let assessment = judged(2018, "2019-12-31");
    let services = row(&assessment, "服务业增加值比重", TargetKind::Level);
    assert_eq!(services.status, Status::Hollow);
    let hollow = services.hollow.expect("a hollow success");
    assert!(hollow.rest_change < -20.0 && hollow.without < hollow.latest);
}

#[test]
fn urban_income_is_behind_in_2018() {
    let assessment = judged(2018, "2019-12-31");
    let income = row(&assessment, "城镇居民人均可支配收入", TargetKind::GrowthPath);
    // On the compound path from 27040 to 38000 the value 32490 was due in 2017.70.
    let due = 2015.0 + 5.0 * (32490.0_f64 / 27040.0).ln() / (38000.0_f64 / 27040.0).ln();
    assert!((income.time_distance.expect("a path") - (due - 2018.0)).abs() < 1e-9);
    assert!(income.time_distance.expect("a path") < 0.0);
}

#[test]
fn what_the_province_sets_is_an_open_obligation() {
    let assessment = judged(2018, "2019-12-31");
    let land = row(&assessment, "新增建设用地规模", TargetKind::AssignedLater);
    assert_eq!((land.status, land.alert), (Status::Open, Alert::None));
}

#[test]
fn the_last_year_tells_what_was_met_and_what_was_missed() {
    let assessment = assess(&plan(), &[], &AsOf::year(2020), &Config::default());
    let status = |name, kind| row(&assessment, name, kind).status;
    assert_eq!(status("地区生产总值", TargetKind::GrowthPath), Status::Missed);
    assert_eq!(status("地区生产总值", TargetKind::AverageGrowth), Status::Missed);
    assert_eq!(status("城镇居民人均可支配收入", TargetKind::GrowthPath), Status::Missed);
    assert_eq!(status("服务业增加值比重", TargetKind::Level), Status::Hollow);
    let tally = assess::Tally::of(&assessment);
    assert_eq!(tally.exceeded + tally.met, 0);
    assert!(tally.missed >= 4 && tally.unjudged > 30, "{tally:?}");
    // What nobody published is not judged, and binding targets without a value stay open.
    assert_eq!(status("森林覆盖率", TargetKind::Level), Status::NoData);
    assert_eq!(status("劣V类水体比例", TargetKind::AssignedLater), Status::Open);
}

#[test]
fn the_revision_of_2016_and_the_census_of_2018_are_data_warnings() {
    let assessment = assess(&plan(), &[], &AsOf::year(2020), &Config::default());
    let gdp: Vec<(DataWarningKind, i32)> = assessment
        .data
        .iter()
        .filter(|w| w.name == "地区生产总值")
        .filter_map(|w| {
            println!("{} {}", w.words.zh, w.words.en);
            Some((w.kind, w.year?))
        })
        .collect();
    for wanted in [
        (DataWarningKind::Revised, 2015),
        (DataWarningKind::Revised, 2016),
        (DataWarningKind::Break, 2016),
        (DataWarningKind::Break, 2019),
    ] {
        assert!(gdp.contains(&wanted), "{wanted:?} in {gdp:?}");
    }
}
