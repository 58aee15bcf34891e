//! That nothing is written past the audit log, by reading the source: every statement that writes runs on the
//! connection of a write that must be committed with an entry, or stands in a short list with its reason.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Statements that leave no entry of their own: file, first words.
const WITHOUT_ENTRY: [(&str, &str); 27] = [
    // Being there is no change of anything; signing in and out have entries.
    ("people/session.rs", "UPDATE session"),
    // Failed tries are counted and forgotten; the program's log tells them.
    ("people/session.rs", "INSERT INTO attempt"),
    ("people/session.rs", "DELETE FROM attempt"),
    // Which code was used last; signing in has an entry. Half of a sign-in is none yet.
    ("people/second_factor.rs", "UPDATE second_factor"),
    ("people/second_factor.rs", "INSERT INTO half_sign_in"),
    ("people/second_factor.rs", "DELETE FROM half_sign_in"),
    // How somebody wants to see a list again is no change of anything.
    ("people/saved_view.rs", "INSERT INTO saved_view"),
    ("people/saved_view.rs", "DELETE FROM saved_view"),
    // That a notice was read is no change of what it says.
    ("people/notice.rs", "UPDATE notice"),
    // Jobs are what follows from deeds that have entries; what an administrator decides about them has one.
    ("job/queue.rs", "UPDATE generation"),
    ("job/queue.rs", "UPDATE job"),
    ("job/queue.rs", "DELETE FROM job"),
    ("job/claim.rs", "UPDATE job"),
    // The index of the search is made from what has entries, and made anew when it is missing.
    ("search.rs", "UPDATE generation"),
    ("search.rs", "DELETE FROM search_version"),
    // What citizens say is forgotten again; what is decided about it has an entry.
    ("people/voice.rs", "UPDATE voice"),
    ("people/voice.rs", "DELETE FROM personal_key"),
    // Who is told by mail may leave at any time; what is told follows from deeds that have entries.
    ("people/follow.rs", "UPDATE follow"),
    ("people/follow.rs", "UPDATE generation"),
    ("people/follow.rs", "DELETE FROM follow"),
    ("people/follow.rs", "DELETE FROM personal_key"),
    ("people/follow.rs", "INSERT INTO job"),
    // What a program sent in vain changes nothing; what it hands in has an entry.
    ("push.rs", "INSERT INTO push_refusal"),
    ("push.rs", "DELETE FROM push_refusal"),
    // What a database can do is tried on a table that only this connection sees.
    ("probe.rs", "INSERT INTO gangyao_probe"),
    ("probe.rs", "UPDATE gangyao_probe"),
    // The write itself, and where an entry ends up.
    ("write.rs", "UPDATE generation"),
];

/// Where a statement may run: inside a write, or in a function that was handed the connection of one.
const INSIDE: [&str; 4] = ["write.connection()", "connection", "&mut *connection", "to"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => sources(&path, found),
            path => found.push(path),
        }
    }
}

/// Every statement of a source that writes, as its first three words, with where it runs.
fn writes(source: &str) -> Vec<(String, String)> {
    let code = source.split("#[cfg(test)]").next().unwrap_or(source);
    let mut found = Vec::new();
    for verb in ["\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM "] {
        for (at, _) in code.match_indices(verb) {
            let words: Vec<&str> = code[at + 1..].split_whitespace().take(3).collect();
            let words = if words[0] == "UPDATE" { &words[..2] } else { &words[..] };
            let rest = &code[at..];
            let runs = [".execute(", ".fetch_one(", ".fetch_optional(", ".fetch_all("];
            let run = runs.iter().filter_map(|run| Some((rest.find(run)?, run.len()))).min();
            let on = run.map_or("nothing", |(start, length)| {
                let inside = &rest[start + length..];
                let end =
                    if inside.starts_with("write.connection()") { 18 } else { inside.find(')').unwrap_or(0) };
                &inside[..end]
            });
            found.push((words.join(" ").trim_matches('"').to_owned(), on.trim().to_owned()));
        }
    }
    found
}

#[test]
fn every_statement_that_writes_runs_inside_an_audited_write() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let (mut count, mut excused) = (0, BTreeSet::new());
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let source = std::fs::read_to_string(&file).unwrap();
        for (words, on) in writes(&source) {
            count += 1;
            if INSIDE.contains(&on.as_str()) {
                continue;
            }
            let known = WITHOUT_ENTRY.iter().find(|(file, start)| *file == name && words.starts_with(start));
            let known = known.unwrap_or_else(|| panic!("{name}: “{words}” runs on {on}, past the audit log"));
            excused.insert(*known);
        }
    }
    assert!(count > 40, "only {count} statements were found");
    assert_eq!(excused.len(), WITHOUT_ENTRY.len(), "an exception is no longer needed: {excused:?}");
}

#[test]
fn a_statement_past_the_log_would_be_found() {
    let bad = "sqlx::query(\"DELETE FROM target WHERE id = $1\").bind(id).execute(&self.pool).await?;";
    assert_eq!(writes(bad), [("DELETE FROM target".to_owned(), "&self.pool".to_owned())]);
    let good = "sqlx::query(\n\"UPDATE target SET value = $1\",\n)\n.execute(write.connection())";
    assert_eq!(writes(good), [("UPDATE target".to_owned(), "write.connection()".to_owned())]);
}
