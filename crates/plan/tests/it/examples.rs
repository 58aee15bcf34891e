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

/// `UPDATE=1` writes the package anew, after its tables were edited by hand.
#[test]
fn the_package_stands_as_it_would_be_written() {
    let written = package::write(&reference());
    if std::env::var_os("UPDATE").is_some() {
        for (name, bytes) in &written {
            std::fs::write(folder().join(name), bytes).expect("a file of the package");
        }
    }
    let found = files();
    for (name, bytes) in written {
        assert!(found.get(&name) == Some(&bytes), "{name} differs, UPDATE=1 writes it anew");
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
