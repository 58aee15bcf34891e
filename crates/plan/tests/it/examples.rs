//! The bundled reference case: a sound package, and its outcomes told twice with one voice.
#![allow(clippy::disallowed_methods)]

use plan::package;
use plan::{Measure, Observation, Origin, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/jinzhou-13")
}

fn files() -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder()).expect("the folder of the example");
    entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some((name, std::fs::read(entry.path()).ok()?))
        })
        .collect()
}

fn reference() -> Plan {
    package::read(&files()).unwrap_or_else(|error| panic!("{error}"))
}

/// `GANGYAO_UPDATE=1` writes the package anew, after its tables were edited by hand.
#[test]
fn the_package_stands_as_it_would_be_written() {
    let written = package::write(&reference());
    if testbed::updates() {
        for (name, bytes) in &written {
            std::fs::write(folder().join(name), bytes).expect("a file of the package");
        }
    }
    let found = files();
    for (name, bytes) in written {
        assert!(found.get(&name) == Some(&bytes), "{name} differs: {}", testbed::UPDATE);
    }
}

#[test]
fn every_indicator_carries_a_figure_and_every_figure_its_source() {
    let plan = reference();
    assert!(plan.targets.len() >= 40);
    for indicator in &plan.indicators {
        let said = plan.targets_of(&indicator.id).count() + plan.observations_of(&indicator.id).count();
        assert!(said > 0, "{}", indicator.name);
    }
    for observation in &plan.observations {
        assert!(!observation.source.is_empty(), "{}", observation.id);
        assert_eq!(observation.provenance.origin == Origin::Outside, !observation.vintage.is_empty());
    }
    let quotes = plan
        .targets
        .iter()
        .map(|one| &one.provenance)
        .chain(plan.observations.iter().map(|one| &one.provenance));
    assert!(quotes.into_iter().all(|provenance| provenance.quote.is_empty()), "figures only, no sentences");
}

#[test]
fn catalogue_links_agree_with_the_catalogue() {
    for indicator in reference().indicators {
        let found = plan::catalogue::lookup(&indicator.name, &indicator.unit).map(|found| found.entry.key);
        assert_eq!(found, indicator.catalogue.as_deref(), "{}", indicator.name);
    }
}

/// The outcomes of the package in the columns of `outcomes.csv`.
fn tidy(plan: &Plan, observation: &Observation) -> Vec<String> {
    let name = plan.indicator(&observation.indicator).map_or("", |indicator| &indicator.name);
    let growth = observation.measure == Measure::GrowthRate;
    vec![
        if growth { format!("{name}增速") } else { name.to_owned() },
        if observation.region.is_empty() { "锦州市".to_owned() } else { observation.region.clone() },
        observation.period.map_or(String::new(), |period| period.end.to_string()),
        observation.value.map_or(String::new(), |value| value.to_string()),
        observation.unit.clone(),
        observation.status.map_or("", plan::Status::name).to_owned(),
        observation.source.clone(),
        observation.vintage.clone(),
    ]
}

#[test]
fn the_outcomes_to_hand_in_are_those_of_the_package() {
    let plan = reference();
    let outside = plan.observations.iter().filter(|one| one.provenance.origin == Origin::Outside);
    let package: BTreeSet<Vec<String>> = outside.map(|observation| tidy(&plan, observation)).collect();
    let mut reader = csv::Reader::from_path(folder().join("outcomes.csv")).expect("outcomes.csv");
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(
        header.join(","),
        "indicator,region,period,value,unit,status,source,known_at,note,known_at_assumed"
    );
    let rows = reader.records().map(|row| row.expect("a row").iter().take(8).map(str::to_owned).collect());
    let outcomes: BTreeSet<Vec<String>> = rows.collect();
    assert_eq!(outcomes, package);
}

/// The rows of the invented city's figures, by column name.
fn lanchuan(file: &str) -> Vec<BTreeMap<String, String>> {
    let path = folder().join("../lanchuan").join(file);
    let mut reader = csv::Reader::from_path(path).expect("a table of the example");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn figures_of_the_invented_city_are_of_its_plan() {
    let text = std::fs::read_to_string(folder().join("../lanchuan/plan.md")).expect("the plan");
    let map = std::fs::read_to_string(folder().join("../lanchuan/counties.geojson")).expect("the map");
    let map: serde_json::Value = serde_json::from_str(&map).expect("JSON");
    let mut regions: BTreeSet<&str> = map["features"]
        .as_array()
        .expect("counties")
        .iter()
        .filter_map(|f| f["properties"]["name"].as_str())
        .collect();
    assert_eq!(regions.len(), 6);
    regions.insert("澜川市");
    for row in lanchuan("observations.csv") {
        let name = row["indicator"].trim_end_matches("增速");
        assert!(text.contains(&format!("| {name}（{}）", row["unit"])) || row["unit"] == "%", "{row:?}");
        assert!(text.contains(name) && regions.contains(row["region"].as_str()), "{row:?}");
        assert!(
            plan::Status::parse(&row["status"]).is_some()
                && row["known_at"].parse::<jiff::civil::Date>().is_ok()
        );
        let printed: i32 = row["period"].parse().expect("a year");
        assert!(row["known_at"] > format!("{printed}-12-31"), "{row:?} was known before the year ended");
    }
}

#[test]
fn counties_of_the_invented_city_add_up() {
    for year in 2025..=2028 {
        let mut city = rust_decimal::Decimal::ZERO;
        let mut counties = rust_decimal::Decimal::ZERO;
        for row in lanchuan("observations.csv") {
            if row["indicator"] != "地区生产总值" || row["period"] != year.to_string() {
                continue;
            }
            let value = row["value"].parse().expect("a number");
            // The last figure for the city is the firmest one.
            if row["region"] == "澜川市" { city = value } else { counties += value }
        }
        assert_eq!(city, counties, "{year}");
    }
}
