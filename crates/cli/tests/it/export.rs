//! `export` as a person types it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn export(into: &Path, more: &[&str]) -> Output {
    let example = root().join("examples/lanchuan");
    Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .args(["--lang", "en", "export"])
        .arg(example.join("plan.md"))
        .arg("--figures")
        .arg(example.join("observations.csv"))
        .arg("-o")
        .arg(into)
        .args(more)
        .output()
        .expect("gangyao runs")
}

#[test]
fn every_open_format_is_written_twice_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let [once, again] = ["once", "again"].map(|name| folder.path().join(name));
    for into in [&once, &again] {
        let output = export(into, &["--format", "all", "--known-at", "2023-12-31"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut names: Vec<String> = std::fs::read_dir(&once)
        .expect("written")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in [
        "catalogue.jsonld",
        "datapackage.json",
        "feed.atom",
        "figures.json",
        "figures.sdmx.csv",
        "figures_A.px",
        "structure.xml",
        "targets.xml",
    ] {
        assert!(names.iter().any(|one| one == name), "{name} in {names:?}");
    }
    for name in &names {
        let read = |folder: &Path| std::fs::read(folder.join(name)).expect("a file");
        assert_eq!(read(&once), read(&again), "{name}");
    }
    let text = std::fs::read_to_string(once.join("figures.sdmx.csv")).expect("a file");
    assert!(text.contains("1054.3") && !text.contains("2024-"), "what became known in 2024 is not there");
}

#[test]
fn a_format_that_is_none_is_named_with_those_there_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = export(&folder.path().join("x"), &["--format", "excel"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("“excel”") && said.contains("json-stat") && said.contains("package"), "{said}");
    assert!(!folder.path().join("x").exists());
}
