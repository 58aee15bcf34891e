//! The figures of the shared labels, scored by their own script on a package in a temporary folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use compile::{CompileOptions, compile};
use document::ReadOptions;

pub(crate) fn shared() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("GANGYAO_SHARED").map_or(default, PathBuf::from);
    folder.join("bench/score_plan.py").exists().then_some(folder)
}

/// The figure that stands behind `mark` in the line of the report that begins with `row`.
fn figure(report: &str, row: &str, mark: &str) -> f64 {
    let line =
        report.lines().find(|line| line.starts_with(row)).unwrap_or_else(|| panic!("{row} in {report}"));
    let rest = line.split(&format!(" {mark} ")).nth(1).unwrap_or_else(|| panic!("{mark} in {line}"));
    rest.split_whitespace().next().and_then(|number| number.parse().ok()).expect("a number")
}

#[test]
fn the_labelled_part_of_the_reference_plan() {
    let Some(shared) = shared() else {
        println!("skipped: GANGYAO_SHARED names no folder with labels");
        return;
    };
    let bytes = std::fs::read(shared.join("plans/jinzhou-13.txt")).expect("the reference plan");
    let document = document::read(&bytes, &ReadOptions::default()).expect("text");
    let (plan, _) = compile(&document, &CompileOptions::default());
    let folder = std::env::temp_dir().join(format!("gangyao-compile-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    for (name, bytes) in plan::package::write(&plan) {
        std::fs::write(folder.join(name), bytes).expect("a file in it");
    }
    let gold = |name: &str| shared.join("gold").join(name);
    let output = Command::new("python3")
        .arg(shared.join("bench/score_plan.py"))
        .arg(&folder)
        .arg("--structure")
        .arg(gold("jinzhou_structure.jsonl"))
        .arg("--indicators")
        .arg(gold("jinzhou_indicators.jsonl"))
        .arg("--targets")
        .arg(gold("jinzhou_targets.jsonl"))
        .args(["--lines", "94-642"])
        .arg("--projects")
        .arg(gold("jinzhou_projects.jsonl"))
        .arg("--tasks")
        .arg(gold("jinzhou_tasks_sample.jsonl"))
        .output();
    std::fs::remove_dir_all(&folder).expect("the temporary folder");
    let Ok(output) = output else {
        testbed::skip("python3 does not run");
        return;
    };
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    for (row, mark, bar) in [
        ("headings, tables, boxes, figures", "R", 1.0),
        ("indicator rows", "R", 1.0),
        ("commitments and results, all fields", "F1", 0.97),
        ("projects in boxes", "F1", 0.98),
        ("named projects in prose", "R", 0.9),
        ("tasks", "R", 0.9),
    ] {
        let reached = figure(&report, row, mark);
        assert!(reached >= bar, "{row}: {reached} is below {bar}\n{report}");
    }
}
