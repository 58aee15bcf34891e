//! The rule reference under docs/rules is generated; `GANGYAO_UPDATE=1` writes it anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules")
}

fn files_under(folder: &Path) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                open.push(entry.path());
            } else if let Ok(name) = entry.path().strip_prefix(folder) {
                out.insert(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    out
}

#[test]
fn the_rule_reference_is_fresh() {
    let folder = folder();
    let pages = check::reference();
    if testbed::updates() {
        for name in files_under(&folder) {
            std::fs::remove_file(folder.join(name)).expect("a page that can be removed");
        }
        for (name, text) in &pages {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder that can be made");
            std::fs::write(path, text).expect("a page that can be written");
        }
    }
    let wanted: BTreeSet<String> = pages.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(files_under(&folder), wanted, "{}", testbed::UPDATE);
    for (name, text) in pages {
        let kept = std::fs::read_to_string(folder.join(&name)).expect("a page");
        assert_eq!(kept, text, "{name} is stale: {}", testbed::UPDATE);
    }
}
