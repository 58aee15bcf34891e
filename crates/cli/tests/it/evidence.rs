//! What the pages about security name as evidence is there: every file, every test, and a line for every requirement.
//!
//! In backticks on these pages, `dir/file.rs` is a file (below `crates/` or the workspace), `dir/file.rs::name` a file in
//! which the name stands, and `module::test` a test that is run.

use crate::house::{files_of, root};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Requirements of levels 1 and 2 in each chapter of OWASP ASVS 5.0.0.
const POINTS: [usize; 17] = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];
const STATES: [&str; 4] = ["met", "partly", "not met", "n/a"];

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join("docs").join(name)).expect("the page is there")
}

#[test]
fn every_file_and_test_that_is_named_is_there() {
    let tests = tests();
    assert!(tests.len() > 1_000, "only {} tests were found: this one no longer sees them", tests.len());
    let mut missing = Vec::new();
    let mut named = 0;
    for name in ["security.md", "threat-model.md", "dengbao.md"] {
        for word in quoted(&page(name)) {
            let Some(evidence) = Evidence::of(word) else { continue };
            named += 1;
            if !evidence.is_there(&tests) {
                missing.push(format!("{name}: {word}"));
            }
        }
    }
    assert!(missing.is_empty(), "no such file or test: {missing:#?}");
    assert!(named > 300, "only {named} pieces of evidence were found: the test no longer sees them");
}

#[test]
fn every_requirement_has_its_line_and_what_is_met_its_evidence() {
    let text = page("security.md");
    let rows: Vec<Row<'_>> = text.lines().filter_map(Row::of).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        assert!(STATES.contains(&row.state), "{}: {} is none of {STATES:?}", row.point, row.state);
        *counts.entry(row.state).or_default() += 1;
        assert!(!row.asks.is_empty() && !row.why.is_empty(), "{} says too little", row.point);
        let is_shown = quoted(row.why).into_iter().any(|word| Evidence::of(word).is_some());
        assert!(is_shown || !["met", "partly"].contains(&row.state), "{} has no evidence", row.point);
    }
    for (chapter, points) in (1..).zip(POINTS) {
        let found = rows.iter().filter(|row| row.number[0] == chapter).count();
        assert_eq!(found, points, "chapter V{chapter}");
    }
    assert!(
        rows.windows(2).all(|pair| pair[0].number < pair[1].number),
        "the points stand in order, each once"
    );
    let [met, partly, not, none] = STATES.map(|state| counts.get(state).copied().unwrap_or(0));
    let sum = format!("{met} are met, {partly} partly, {not} are not met, and {none} do not apply");
    assert!(text.contains(&sum), "the page begins with other sums than: {sum}");
}

/// One line for a requirement.
struct Row<'a> {
    number: [u32; 3],
    point: &'a str,
    asks: &'a str,
    state: &'a str,
    why: &'a str,
}

impl<'a> Row<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let cells: Vec<&str> =
            line.strip_prefix('|')?.strip_suffix('|')?.splitn(4, '|').map(str::trim).collect();
        let [point, asks, state, why] = cells[..] else { return None };
        let number: Vec<u32> = point.split('.').map_while(|part| part.parse().ok()).collect();
        Some(Self { number: number.try_into().ok()?, point, asks, state, why })
    }
}

/// What stands in backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// What a quoted word names.
enum Evidence<'a> {
    File(&'a str, Option<&'a str>),
    Test(&'a str, &'a str),
}

impl<'a> Evidence<'a> {
    fn of(word: &'a str) -> Option<Self> {
        let (first, second) = word.split_once("::").map_or((word, None), |(a, b)| (a, Some(b)));
        if is_file(first) {
            return Some(Self::File(first, second));
        }
        second.map(|test| Self::Test(first, test))
    }

    fn is_there(&self, tests: &BTreeSet<(String, String)>) -> bool {
        match *self {
            Self::Test(module, name) => tests.contains(&(module.to_owned(), name.to_owned())),
            Self::File(path, name) => {
                let places = [root().join(path), root().join("crates").join(path)];
                let text = places.iter().find_map(|place| std::fs::read_to_string(place).ok());
                text.is_some_and(|text| name.is_none_or(|name| text.contains(name)))
            }
        }
    }
}

/// Whether a word is the path of a file: with an ending, and with a folder unless it is one of those at the root.
fn is_file(word: &str) -> bool {
    let Some((before, ending)) = word.rsplit_once('.') else { return false };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c);
    let at_root = ["md", "toml", "lock"].contains(&ending);
    !before.is_empty()
        && !word.starts_with('/')
        && word.chars().all(is_plain)
        && ending.chars().all(|c| c.is_ascii_alphanumeric())
        && (at_root || before.contains('/'))
}

/// All tests that are run, each with the module it stands in.
fn tests() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for path in files_of("crates", "rs") {
        let text = std::fs::read_to_string(&path).expect("readable");
        let module = module(&path);
        let (mut is_test, mut is_ignored, mut in_list) = (false, false, false);
        let mut part = String::new();
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[") {
                is_test |= line.contains("test]") || line.contains("::test(");
                is_ignored |= line.starts_with("#[ignore");
                continue;
            }
            if let Some(name) = function(line).filter(|_| is_test && !is_ignored) {
                found.insert((module.clone(), name.to_owned()));
            }
            (is_test, is_ignored) = (false, false);
            // A list of functions that are run on each database: `part of module:`, then names until `;`.
            in_list = (in_list && line != "}") || line == "behaviours! {";
            if in_list {
                if let Some((_, named)) = line.strip_suffix(':').and_then(|head| head.split_once(" of ")) {
                    named.clone_into(&mut part);
                } else if is_name(line.trim_end_matches(';')) {
                    found.insert((part.clone(), line.trim_end_matches(';').to_owned()));
                }
            }
        }
    }
    found
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The name of the function that begins on a line.
fn function(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    let name = line.strip_prefix("fn ")?;
    Some(&name[..name.find(['(', '<'])?])
}

/// The module of a file; what stands at the top of a crate or of its tests is named after the crate.
fn module(path: &Path) -> String {
    let names = path.ancestors().filter_map(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    let mut names =
        names.filter(|name| !["main", "lib", "mod", "src", "it", "tests"].contains(&name.as_str()));
    names.next().unwrap_or_default()
}

#[test]
fn what_is_not_there_would_be_seen() {
    let tests = tests();
    let is_there = |word: &str| Evidence::of(word).map(|evidence| evidence.is_there(&tests));
    assert_eq!(is_there("evidence::what_is_not_there_would_be_seen"), Some(true));
    assert_eq!(is_there("cli/tests/it/evidence.rs::POINTS"), Some(true));
    assert_eq!(is_there("Cargo.lock"), Some(true));
    assert_eq!(is_there("behaviour::a_backup_restores_everything"), Some(true));
    for gone in ["evidence::no_such_test", "cli/tests/it/nowhere.rs", "Cargo.lock::no-such-crate-in-it"] {
        assert_eq!(is_there(gone), Some(false), "{gone}");
    }
    for other in ["X-Forwarded-For", "figures.csv", "__Host-session", "no-store", "frame-ancestors 'none'"] {
        assert_eq!(is_there(other), None, "{other}");
    }
    assert!(Row::of("| 1.2.3 | asks | met | `Cargo.lock` |").is_some_and(|row| row.number == [1, 2, 3]));
    assert!(Row::of("| point | asks | met | evidence |").is_none());
}
