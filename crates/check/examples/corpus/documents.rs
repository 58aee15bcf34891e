//! Which documents there are.

use std::path::{Path, PathBuf};

/// Folders of the shared material that hold documents to read.
const SHARED: [&str; 5] = ["plans", "reports", "made", "zoo", "cases"];
/// Folders of the repository that hold documents to read.
const OWN: [&str; 2] = ["examples", "crates/phrase/tests/sample"];
const FORMATS: [&str; 6] = ["txt", "md", "html", "docx", "pdf", "ofd"];

/// The documents by name (relative to their root, shared ones behind `shared/`), and the folders that are not there.
pub(crate) fn all(root: &Path, shared: Option<&Path>) -> (Vec<(String, PathBuf)>, Vec<String>) {
    let mut out = Vec::new();
    let mut skipped = Vec::new();
    let mut folder = |base: &Path, name: &str, prefix: &str| {
        let path = base.join(name);
        if path.is_dir() {
            walk(&path, &format!("{prefix}{name}"), &mut out);
        } else {
            skipped.push(path.display().to_string());
        }
    };
    for name in OWN {
        folder(root, name, "");
    }
    match shared {
        Some(shared) => SHARED.iter().for_each(|name| folder(shared, name, "shared/")),
        None => skipped.push("the shared documents (give --shared DIR)".to_owned()),
    }
    out.sort();
    (out, skipped)
}

fn walk(path: &Path, name: &str, out: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = std::fs::read_dir(path) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let own = entry.file_name().to_string_lossy().into_owned();
        let full = format!("{name}/{own}");
        let is_format = path
            .extension()
            .is_some_and(|ending| FORMATS.iter().any(|known| ending.eq_ignore_ascii_case(known)));
        // What is said about the documents is no document.
        let about = own.starts_with("README") || own.ends_with(".expect.md");
        if path.is_dir() {
            walk(&path, &full, out);
        } else if is_format && !about {
            out.push((full, path));
        }
    }
}
