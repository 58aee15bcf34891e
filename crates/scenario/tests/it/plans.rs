//! A real plan: figures of Jinzhou's 13th five-year plan, as they ship with the examples.

use plan::Plan;
use scenario::{Additions, Network, Set, Time, knots};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn package(folder: &Path) -> Plan {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        if path.is_file() {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.insert(name, std::fs::read(&path).expect("readable"));
        }
    }
    plan::package::read(&files).expect("a package")
}

pub(crate) fn jinzhou() -> Plan {
    package(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/jinzhou-13"))
}

#[track_caller]
fn follows(network: &Network, key: &str, time: Time, expected: f64) {
    let at = network.find(key, time).unwrap_or_else(|| panic!("{key} is not in the network"));
    let one =
        network.derived.iter().find(|one| one.variable == at).unwrap_or_else(|| panic!("{key} is stated"));
    assert!((one.value / expected - 1.0).abs() < 1e-6, "{key}: {} instead of {expected}", one.value);
    assert!(one.interval.low <= expected && expected <= one.interval.high, "{key}: {:?}", one.interval);
}

#[test]
fn what_follows_from_the_printed_numbers() {
    let network = Network::of(&jinzhou(), &Additions::default());
    let end = Time::Year(2020);
    follows(&network, "resident_population", end, 304.0);
    follows(&network, "employment", end, 175.925926);
    follows(&network, "gdp_per_capita", end, 62500.0);
    follows(&network, "secondary_value_added", end, 836.0);
    follows(&network, "primary_value_added", end, 228.0);
    follows(&network, "employment", Time::Year(2015), 178.618421);
    let ratio = Time::Ratio(2015, 2020);
    follows(&network, "energy_total", ratio, 1.231676);
    follows(&network, "fossil_energy", ratio, 1.122226);
    follows(&network, "non_fossil_energy", ratio, 1.823828);
    follows(&network, "carbon_emissions", ratio, 1.357643);
    follows(&network, "carbon_factor", ratio, 1.209777);
}

#[test]
fn the_carbon_target_has_slack() {
    let network = Network::of(&jinzhou(), &Additions::default());
    let knots = knots(&network, &Set::new());
    let all: Vec<_> = knots.iter().flat_map(|knot| &knot.conflicts).collect();
    let keys = |statements: &[usize]| {
        let of = |at: &usize| network.variables[network.statements[*at].variable].key.clone();
        statements.iter().map(of).collect::<Vec<_>>()
    };
    for conflict in &all {
        println!("{:?} {:?} assumed {}", keys(&conflict.statements), conflict.constraints, conflict.assumed);
    }
    assert!(all.iter().all(|conflict| conflict.assumed), "the plan's own numbers fit each other");
    let slack: Vec<_> = all.iter().flat_map(|conflict| &conflict.slack).collect();
    let carbon = slack
        .iter()
        .find(|one| network.variables[network.statements[one.statement].variable].key == "carbon_intensity");
    let implied = carbon.expect("the cut of 3 % is slack").implied;
    assert!(implied.high < 0.97, "{implied:?}");
}
