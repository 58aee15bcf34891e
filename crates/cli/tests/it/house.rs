//! House rules as tests: layering, purity, and what the project's files may hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace is there")
}

/// The real dependencies between members, development dependencies left out.
fn real_dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let names: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    packages
        .iter()
        .map(|package| {
            let used = package["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter()
                .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
                .filter_map(|dependency| dependency["name"].as_str())
                .filter(|name| names.contains(name))
                .map(str::to_owned)
                .collect();
            (package["name"].as_str().expect("a name").to_owned(), used)
        })
        .collect()
}

fn policy() -> toml::Table {
    let text = std::fs::read_to_string(root().join("crates/dependencies.toml")).expect("the policy is there");
    text.parse().expect("the policy is TOML")
}

#[test]
fn crates_depend_on_exactly_what_the_policy_says() {
    let policy = policy();
    for (name, used) in real_dependencies() {
        let allowed: BTreeSet<String> = policy
            .get(&name)
            .unwrap_or_else(|| panic!("crate {name} is missing in crates/dependencies.toml"))
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect();
        let extra: Vec<_> = used.difference(&allowed).collect();
        assert!(
            extra.is_empty(),
            "crate {name} depends on {extra:?}, which crates/dependencies.toml does not allow"
        );
        let unused: Vec<_> = allowed.difference(&used).collect();
        assert!(
            unused.is_empty(),
            "crates/dependencies.toml lets {name} use {unused:?}, which it does not; take it out, so that what is absent is known"
        );
        for one in &used {
            let name_in_code = format!("{one}::");
            assert!(
                files_of(&format!("crates/{name}/src"), "rs").iter().any(|path| {
                    std::fs::read_to_string(path).is_ok_and(|text| text.contains(&name_in_code))
                }),
                "crate {name} depends on {one} and never names it"
            );
        }
    }
}

#[test]
fn only_outer_crates_silence_the_purity_lint() {
    let policy = policy();
    let outside: BTreeSet<&str> = policy["outside"]["crates"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(toml::Value::as_str)
        .collect();
    for path in files_of("crates", "rs") {
        let relative = path.strip_prefix(root()).expect("inside").display().to_string();
        let mut parts = relative.split('/').skip(1);
        let (Some(name), Some(place)) = (parts.next(), parts.next()) else { continue };
        // Tests, benchmarks and examples may read files; they never ship.
        if place != "src" || outside.contains(name) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("readable");
        assert!(
            !text.contains("disallowed_methods"),
            "{relative} silences the purity lint; only {outside:?} may touch files, clock, environment, network"
        );
    }
}

#[test]
fn the_clock_is_asked_in_one_place() {
    // `store` stands below `work` and dates its own entries.
    let clocks = ["crates/work/src/clock.rs", "crates/store/src/write.rs"];
    for path in files_of("crates", "rs") {
        let relative = path.strip_prefix(root()).expect("inside").display().to_string();
        if !relative.contains("/src/")
            || clocks.contains(&relative.as_str())
            || relative.starts_with("crates/testbed/")
        {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("readable");
        for call in ["Timestamp::now(", "Zoned::now("] {
            assert!(!text.contains(call), "{relative} asks the clock by itself; use work::clock::now()");
        }
    }
}

#[test]
fn files_are_short_enough_to_read_in_one_sitting() {
    let long: Vec<String> = files_of("crates", "rs")
        .into_iter()
        .filter_map(|path| {
            let lines = std::fs::read_to_string(&path).ok()?.lines().count();
            (lines > 800).then(|| format!("{} ({lines} lines)", path.display()))
        })
        .collect();
    assert!(long.is_empty(), "split these files: {long:#?}");
}

/// A handler reads what was sent, calls one use, and shows the outcome: what is longer belongs to a use or to a page.
#[test]
fn handlers_are_short() {
    const MOST: usize = 20;
    let mut long = Vec::new();
    let mut count = 0;
    for folder in ["crates/pages/src", "crates/api/src", "crates/server/src"] {
        for path in files_of(folder, "rs") {
            let text = std::fs::read_to_string(&path).expect("readable");
            for (name, length) in handlers(&text) {
                count += 1;
                if length > MOST {
                    long.push(format!("{}: {name} ({length} lines)", path.display()));
                }
            }
        }
    }
    assert!(count > 100, "only {count} handlers were found: the test no longer sees them");
    assert!(long.is_empty(), "shorten these handlers: {long:#?}");
}

/// The functions that give an answer to the web, as rustfmt lays them out, with the lines of their bodies.
fn handlers(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((before, rest)) = line.split_once("async fn ") else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        if before.contains("//") {
            continue;
        }
        let behind = lines.iter().skip(at);
        let head = behind.clone().take_while(|line| !line.ends_with('{')).count();
        let signature: String = behind.clone().take(head + 1).copied().collect();
        let end = format!("{indent}}}");
        let length = behind.skip(head + 1).take_while(|line| **line != end).count();
        let name = rest.split(['(', '<']).next().unwrap_or_default();
        if signature.contains("Response") {
            found.push((name.to_owned(), length));
        }
    }
    found
}

#[test]
fn no_module_is_named_after_nothing() {
    for path in files_of("crates", "rs") {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        assert!(
            !["utils", "util", "helpers", "common", "misc"].contains(&stem),
            "{} has a name that says nothing",
            path.display()
        );
    }
}

/// All files with this extension under a folder of the workspace, build products left out.
pub(crate) fn files_of(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                let name = entry.file_name();
                if name != "target" && name != "node_modules" && name != "dist" {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
