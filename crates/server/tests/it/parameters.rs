//! That every parameter of a query that a page or the API asks for is among those that a visit keeps: one that is not
//! would never be seen by them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
}

/// What stands in quotes right behind `start`, wherever that occurs.
fn quoted(text: &str, start: &str) -> Vec<String> {
    let behind = text.match_indices(start).filter_map(|(at, _)| text.get(at + start.len()..));
    behind.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
}

#[test]
fn every_parameter_that_is_asked_for_is_known() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let known: BTreeSet<&str> = web::visit::PARAMETERS.lines().collect();
    let mut asked = BTreeSet::new();
    let mut sources = Vec::new();
    for folder in ["pages/src", "api/src", "web/src"] {
        files(&crates.join(folder), "rs", &mut sources);
    }
    for source in sources {
        let text = std::fs::read_to_string(&source).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default().replace('\n', " ");
        for start in [
            "visit.get(\"",
            "given(\"",
            "now(\"",
            "chosen(\"",
            "number(\"",
            "word(&visit, \"",
            "contains_key(\"",
        ] {
            asked.extend(quoted(&text, start));
        }
    }
    // The fields of forms that ask by their address.
    let mut templates = Vec::new();
    files(&crates.join("pages/templates"), "html", &mut templates);
    for template in templates {
        let text = std::fs::read_to_string(&template).unwrap();
        for form in text.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
            if !form.split('>').next().unwrap_or_default().contains("post") {
                asked.extend(quoted(form, " name=\"").into_iter().filter(|name| !name.contains('{')));
            }
        }
    }
    let unknown: Vec<&String> = asked.iter().filter(|name| !known.contains(name.as_str())).collect();
    assert!(asked.len() > 25, "only {} were found", asked.len());
    assert!(unknown.is_empty(), "not in parameters.txt: {unknown:?}");
    assert!(web::visit::PARAMETERS.lines().is_sorted(), "in the order of the alphabet");
}
