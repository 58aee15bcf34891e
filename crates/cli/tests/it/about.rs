//! What the program says of itself is what it is made of.

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

fn said(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gangyao")).arg("about").args(arguments).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// The crates that are compiled into the binary, as cargo tells.
fn compiled() -> BTreeSet<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "-p", "cli", "-e", "normal,build", "--prefix", "none", "--locked", "--offline"])
        .args(["--target", "x86_64-unknown-linux-gnu"])
        .current_dir(crate::house::root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut all = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.contains("(/")) {
        let mut words = line.split(' ');
        let (name, version) = (words.next().unwrap(), words.next().unwrap());
        all.insert((name.to_owned(), version.trim_start_matches('v').to_owned()));
    }
    all
}

#[test]
fn the_bill_of_materials_names_all_that_is_compiled_in() {
    let bill: Value = serde_json::from_str(&said(&["--sbom"])).unwrap();
    assert_eq!((bill["bomFormat"].as_str(), bill["specVersion"].as_str()), (Some("CycloneDX"), Some("1.5")));
    let components = bill["components"].as_array().unwrap();
    let named: BTreeSet<(String, String)> = components
        .iter()
        .map(|one| (one["name"].as_str().unwrap().to_owned(), one["version"].as_str().unwrap().to_owned()))
        .collect();
    let missing: Vec<_> = compiled().into_iter().filter(|one| !named.contains(one)).collect();
    assert!(
        missing.is_empty(),
        "run scripts/dist/dependencies.py: {missing:?} are compiled in and not named"
    );
    let lock = std::fs::read_to_string(crate::house::root().join("Cargo.lock")).unwrap();
    for one in components {
        assert!(one["licenses"][0]["expression"].as_str().is_some_and(|text| !text.is_empty()), "{one}");
        let address = one["purl"].as_str().unwrap();
        if address.starts_with("pkg:cargo/") {
            let digest = one["hashes"][0]["content"].as_str().unwrap();
            assert!(
                lock.contains(digest),
                "run scripts/dist/dependencies.py: {address} is no longer built in"
            );
        }
    }
    assert!(named.iter().any(|(name, _)| name == "maplibre-gl"), "what is in the bundles is named as well");
    assert_eq!(said(&["--sbom"]), said(&["--sbom"]));
}

#[test]
fn licences_are_listed() {
    let text = said(&["--licences"]);
    assert!(
        text.contains("Apache License") && text.contains("\nMIT\n") && text.contains("  sqlx-core "),
        "{text}"
    );
    let summary = said(&["--lang", "zh"]);
    assert!(summary.contains("Apache-2.0") && summary.contains("Rust 库"), "{summary}");
}
