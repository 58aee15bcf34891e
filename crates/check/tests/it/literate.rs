//! The Markdown files beside this test say in prose what the checker does, give a plan text in a
//! block fenced with `plan`, and what the user sees in the block fenced with `findings` that follows.
//! A block fenced with `upper` between the two is the plan above, which the plan is then held against.
//!
//! `GANGYAO_UPDATE=1` writes what is seen now into the files. A `findings` block may name the rules to
//! run and the language: ```` ```findings select=T004 lang=en ````.

use crate::reading::{findings, findings_against, shown};
use check::Settings;
use source::Lang;
use std::path::Path;

/// Runs one file and returns it with the findings as they are now.
fn replay(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines();
    let mut plan: Option<String> = None;
    let mut upper: Option<String> = None;
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let body = match info.split_whitespace().next() {
            Some("plan") => {
                let text = body.join("\n") + "\n";
                plan = Some(text.clone());
                upper = None;
                text
            }
            Some("upper") => {
                let text = body.join("\n") + "\n";
                upper = Some(text.clone());
                text
            }
            Some("findings") => {
                let plan = plan.as_deref().expect("a plan block comes before the findings");
                now(plan, upper.as_deref(), info)
            }
            _ => body.join("\n") + "\n",
        };
        out.push_str(&body);
        out.push_str("```\n");
    }
    out
}

fn now(plan: &str, upper: Option<&str>, info: &str) -> String {
    let option = |name: &str| info.split_whitespace().find_map(|word| word.strip_prefix(name)).unwrap_or("");
    let settings = Settings::new(option("select="), option("ignore=")).expect("known rules");
    let lang = if option("lang=") == "en" { Lang::En } else { Lang::Zh };
    let (document, found) = match upper {
        Some(upper) => findings_against(plan, upper, &settings),
        None => findings(plan, &settings),
    };
    if found.is_empty() {
        return format!("{}\n", render::summary(&found, lang));
    }
    shown(&document, &found, lang)
}

#[test]
fn the_literate_files_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/literate");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder").flatten().map(|e| e.path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let kept = std::fs::read_to_string(&file).expect("a file");
        let seen = replay(&kept);
        if testbed::updates() {
            std::fs::write(&file, &seen).expect("a file that can be written");
        } else {
            assert_eq!(kept, seen, "{}: {}", file.display(), testbed::UPDATE);
        }
    }
}
