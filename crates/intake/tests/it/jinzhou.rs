//! The outcomes of the example plan, as an import would bring them.

use intake::{Recognised, Settings, read};
use plan::{Measure, Plan};
use std::collections::BTreeMap;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/jinzhou-13")
}

fn plan() -> Plan {
    let files = std::fs::read_dir(folder()).expect("the example package").map(|entry| {
        let entry = entry.expect("a file");
        (entry.file_name().into_string().expect("a plain name"), std::fs::read(entry.path()).expect("a file"))
    });
    plan::package::read(&files.collect::<BTreeMap<_, _>>()).expect("a sound package")
}

#[test]
fn the_outcomes_come_in_whole_and_agree_with_the_package() {
    let plan = plan();
    let bytes = std::fs::read(folder().join("outcomes.csv")).expect("the outcomes");
    let preview = read("outcomes.csv", &bytes, &plan, &Settings::default());
    for problem in &preview.problems {
        println!("{problem}");
    }
    assert_eq!(preview.errors(), 0);
    let observations = preview.accept(&plan).expect("no errors");
    let lines = String::from_utf8(bytes).expect("UTF-8").lines().count() - 1;
    assert_eq!(observations.len(), lines);
    let growth = preview.rows.iter().find(|r| r.name.contains("增速")).expect("a growth rate");
    assert_eq!((growth.measure, growth.recognised), (Measure::GrowthRate, Recognised::Growth));
    // Every imported figure is one of those that the package already carries.
    for found in &observations {
        let same = plan.observations.iter().any(|own| {
            own.indicator == found.indicator && own.period == found.period && own.value == found.value
        });
        assert!(same, "{} {:?} {:?}", found.subject, found.year, found.value);
    }
}
