//! No circle between the modules of a crate: each file can be read after those it uses, and before those that use it.
//!
//! The test reads sources as text. A path that begins with `crate::` or `super::`, or with the name of a child module, is
//! followed to the module that defines what it names, through `pub use`; tests at the end of a file are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The crates above `store`. Those below are small enough to be read whole.
const CRATES: [&str; 6] = ["work", "web", "pages", "api", "jobs", "server"];

#[test]
fn modules_of_the_upper_crates_make_no_circle() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for name in CRATES {
        let modules = Modules::read(&crates.join(name).join("src"));
        assert!(!modules.texts.is_empty(), "{name} has no modules");
        let circles = circles(&modules.arrows());
        assert!(circles.is_empty(), "modules of {name} use each other in a circle: {circles:#?}");
    }
}

#[test]
fn a_circle_is_seen_through_a_reexport() {
    let texts = [
        ("", "mod a;\nmod b;\npub use a::Thing;\n"),
        ("a", "use crate::b::help;\npub struct Thing;\n"),
        ("b", "use crate::Thing;\npub fn help() {}\n"),
    ];
    let modules = Modules::of(texts.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
    assert_eq!(circles(&modules.arrows()), [["a".to_owned(), "b".to_owned()]]);
}

/// The modules of a crate by path, as `view::judged`; the root is the empty path.
struct Modules {
    texts: BTreeMap<String, String>,
    /// What a module hands on under its own path: path and name, and the path it stands for.
    handed_on: BTreeMap<(String, String), String>,
}

impl Modules {
    fn read(folder: &Path) -> Self {
        let mut texts = BTreeMap::new();
        let mut open = vec![(folder.to_owned(), String::new())];
        while let Some((folder, path)) = open.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
                let found: PathBuf = entry.path();
                let stem = found.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                if found.is_dir() {
                    open.push((found.clone(), join(&path, stem)));
                } else if found.extension().is_some_and(|extension| extension == "rs") {
                    let own = if matches!(stem, "mod" | "lib") { path.clone() } else { join(&path, stem) };
                    texts.insert(own, std::fs::read_to_string(&found).expect("text"));
                }
            }
        }
        Self::of(texts)
    }

    fn of(texts: BTreeMap<String, String>) -> Self {
        let texts: BTreeMap<String, String> =
            texts.into_iter().map(|(path, text)| (path, code(&text))).collect();
        let mut modules = Self { texts, handed_on: BTreeMap::new() };
        let mut handed_on = BTreeMap::new();
        for (path, text) in &modules.texts {
            for (is_public, used) in uses(text) {
                let name = used.rsplit("::").next().unwrap_or_default().to_owned();
                if let Some(target) = modules.absolute(path, &used).filter(|_| is_public) {
                    handed_on.insert((path.clone(), name), target);
                }
            }
        }
        modules.handed_on = handed_on;
        modules
    }

    /// A path of a module's text from the root of the crate; none for what belongs to another crate.
    fn absolute(&self, own: &str, path: &str) -> Option<String> {
        let mut base: Vec<&str> = own.split("::").filter(|part| !part.is_empty()).collect();
        let mut rest = path;
        if let Some(from_root) = rest.strip_prefix("crate::") {
            return Some(from_root.to_owned());
        }
        let mut climbed = false;
        while let Some(above) = rest.strip_prefix("super::") {
            base.pop();
            rest = above;
            climbed = true;
        }
        let child = join(own, rest.split("::").next().unwrap_or_default());
        if climbed {
            return Some(join(&base.join("::"), rest));
        }
        (child != own && self.texts.contains_key(&child)).then(|| join(own, rest))
    }

    /// The module that defines what a path from the root names.
    fn defining(&self, path: &str) -> String {
        let mut at = String::new();
        let mut parts = path.split("::");
        while let Some(part) = parts.next() {
            let below = join(&at, part);
            if self.texts.contains_key(&below) {
                at = below;
            } else if let Some(target) = self.handed_on.get(&(at.clone(), part.to_owned())) {
                let rest: Vec<&str> = parts.collect();
                return self.defining(&join(target, &rest.join("::")));
            } else {
                break;
            }
        }
        at
    }

    /// Which module uses which.
    fn arrows(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (own, text) in &self.texts {
            let used = uses(text).into_iter().filter(|(is_public, _)| !is_public).map(|(_, path)| path);
            let to: BTreeSet<String> = used
                .chain(mentions(text))
                .filter_map(|path| self.absolute(own, &path))
                .map(|path| self.defining(&path))
                .filter(|module| module != own)
                .collect();
            arrows.insert(own.clone(), to);
        }
        arrows
    }
}

fn join(path: &str, part: &str) -> String {
    match (path, part) {
        ("", part) => part.to_owned(),
        (path, "") => path.to_owned(),
        (path, part) => format!("{path}::{part}"),
    }
}

/// A file without remarks and without its tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The paths of `use`, one for each name, with whether they are handed on.
fn uses(text: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    for statement in text.split(';') {
        let lines: Vec<&str> = statement.lines().map(str::trim_start).collect();
        let is_use =
            |line: &&str| line.starts_with("use ") || (line.starts_with("pub") && line.contains(" use "));
        let Some(line) = lines.iter().rposition(is_use) else { continue };
        let statement = lines[line..].join(" ");
        let Some((before, tree)) = statement.split_once("use ") else { continue };
        found.extend(expanded(tree).into_iter().map(|path| (before.trim_start().starts_with("pub"), path)));
    }
    found
}

/// `a::{b, c::{d, e as f}}` as `a::b`, `a::c::d`, `a::c::e`.
fn expanded(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((before, inside)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.trim().trim_end_matches("::self").to_owned()];
    };
    let inside = inside.trim_end().trim_end_matches('}');
    let (mut parts, mut depth, mut part) = (Vec::new(), 0, String::new());
    for letter in inside.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(letter);
    }
    parts.push(part);
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.flat_map(|part| expanded(&format!("{}{part}", before.trim()))).collect()
}

/// Paths in the code besides `use`: all that look like one.
fn mentions(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
    let paths: Vec<String> = words
        // What ends with a colon is the beginning of a `use` with braces.
        .filter(|word| word.contains("::") && !word.ends_with(':'))
        .map(|word| word.trim_start_matches(':').to_owned())
        .collect();
    paths.into_iter()
}

/// Sets of modules that reach each other.
fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reached = |from: &String| {
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut open: Vec<&String> = arrows.get(from).into_iter().flatten().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(arrows.get(next).into_iter().flatten());
            }
        }
        seen
    };
    let reach: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|module| (module, reached(module))).collect();
    let mut found: BTreeSet<Vec<String>> = BTreeSet::new();
    for (module, seen) in &reach {
        let circle: Vec<String> = seen
            .iter()
            .filter(|other| reach[**other].contains(module))
            .map(|other| (*other).clone())
            .collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}
