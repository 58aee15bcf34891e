//! The models of the XMILE part of the SDXorg test suite: those that run agree with the published output, the others are refused.
//!
//! The models are no part of this repository: they are looked up in `GANGYAO_SHARED`, and the test says so when it skips.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use xmile::{Curves, Model};

fn folder() -> PathBuf {
    let shared =
        std::env::var_os("GANGYAO_SHARED").map_or_else(|| PathBuf::from("../../../shared"), PathBuf::from);
    shared.join("conformance/xmile/given")
}

/// The tolerance of the suite's own comparison: both tiny, or one part in ten thousand.
fn equal(found: f64, expected: f64) -> bool {
    let (a, b) = (found.abs(), expected.abs());
    // One oracle was written in single precision: -2.5e-6 where 0 is right.
    (a <= 1e-5 && b <= 1e-5) || (found - expected).abs() <= 1e-4 * a.max(b)
}

/// Cells of a line; quoted ones may hold the separator.
fn cells(line: &str, separator: char) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            _ if character == separator && !quoted => found.push(String::new()),
            _ => {
                if let Some(last) = found.last_mut() {
                    last.push(character);
                }
            }
        }
    }
    found
}

/// Compares every column of the oracle that is a variable; how many values were compared.
fn compare(curves: &Curves, oracle: &Path) -> Result<usize, String> {
    let text = String::from_utf8_lossy(&std::fs::read(oracle).map_err(|e| e.to_string())?)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let separator = if oracle.extension().is_some_and(|e| e == "tab") { '\t' } else { ',' };
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let head = cells(lines.next().ok_or("empty oracle")?, separator);
    let rows: Vec<Vec<String>> = lines.map(|line| cells(line, separator)).collect();
    let ignored = ["saveper", "initial_time", "final_time", "time_step"];
    let mut compared = 0;
    for (column, name) in head.iter().enumerate().skip(1) {
        if name.trim().is_empty() || ignored.contains(&xmile::canonical(name).as_str()) {
            continue;
        }
        if curves.of(name).is_none() {
            return Err(format!("no variable “{name}” among {:?}", curves.names));
        }
        for row in &rows {
            let time: f64 = row[0].trim().parse().map_err(|_| format!("no time in {row:?}"))?;
            let Some(Ok(expected)) = row.get(column).map(|cell| cell.trim().parse::<f64>()) else { continue };
            let found = curves.at(name, time).ok_or_else(|| format!("{name} has no value at {time}"))?;
            if !equal(found, expected) {
                return Err(format!("{name} at {time}: {found} instead of {expected}"));
            }
            compared += 1;
        }
    }
    Ok(compared)
}

#[test]
fn published_models_agree_or_are_refused() {
    let folder = folder();
    let Ok(manifest) = std::fs::read_to_string(folder.join("manifest.tsv")) else {
        println!("skipped: no test models in GANGYAO_SHARED");
        return;
    };
    let mut took = Duration::ZERO;
    let (mut run, mut refused, mut compared) = (0, 0, 0);
    let mut wrong = Vec::new();
    for line in manifest.lines().skip(1) {
        let row: Vec<&str> = line.split('\t').collect();
        let [model, _, expect, oracle, ..] = row.as_slice() else { panic!("{line}") };
        let path = folder.join(model);
        let bytes = std::fs::read(&path).expect("the model is there");
        let before = Instant::now();
        let found = Model::read(&bytes).and_then(|model| model.run());
        took += before.elapsed();
        match (found, *expect) {
            (Ok(curves), "run") => match compare(&curves, &path.with_file_name(oracle)) {
                Ok(count) if count > 0 => {
                    run += 1;
                    compared += count;
                }
                Ok(_) => wrong.push(format!("{model}: nothing to compare")),
                Err(why) => wrong.push(format!("{model}: {why}")),
            },
            (Err(error), "refuse") if !error.variable.is_empty() && error.line > 0 => {
                println!("{model}: {error}");
                refused += 1;
            }
            (Err(error), _) => wrong.push(format!("{model}: {error}")),
            (Ok(_), _) => wrong.push(format!("{model}: a curve in place of an error")),
        }
    }
    println!("{run} run, {refused} refused, {compared} values compared, {took:?}");
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(run + refused, manifest.lines().count() - 1);
    // Without optimisation; with it a tenth.
    assert!(took < Duration::from_secs(5), "{took:?}");
}
