//! Reads and checks every document at hand and shows what changed since the committed table.
//!
//! `cargo run -p check --example corpus -- [--shared DIR] [--findings FILE] [--keep]`, or `make corpus`.
//! The table `docs/corpus.tsv` has one row a document: what was read of it, and the findings by rule. A
//! change of a rule or a reader shows there what it does to all documents. Each error and warning is
//! judged in `docs/corpus-verdicts.tsv`; what is not judged yet is counted apart.
//!
//! - `--shared DIR`: documents outside the repository; without it, or without the folder, the rows of
//!   those documents stay as they are, and the last line says so.
//! - `--findings FILE`: every finding as a line, with the text it points at.
//! - `--keep`: leave the committed table as it is.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

mod documents;
mod row;
mod verdicts;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let mut shared = None;
    let mut findings = None;
    let mut keep = false;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--shared" => shared = words.next().map(PathBuf::from),
            "--findings" => findings = words.next().map(PathBuf::from),
            "--keep" => keep = true,
            _ => return Err(format!("unknown word {word}; see the head of the file for the usage")),
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let table = root.join("docs/corpus.tsv");
    let before = row::parse(&std::fs::read_to_string(&table).unwrap_or_default());
    let verdicts = verdicts::Verdicts::read(&root.join("docs/corpus-verdicts.tsv"))?;

    let (documents, skipped) = documents::all(&root, shared.as_deref());
    let mut rows = BTreeMap::new();
    let mut lines = String::from("document\tcode\tseverity\tline\tkey\tmessage\tquote\n");
    let mut tally = verdicts::Tally::default();
    println!("{:50} {:14} {:>7} {:>6} {:>6}  findings", "document", "kind", "ms", "tables", "unsure");
    for (name, path) in &documents {
        let (row, found, took) = row::of(path);
        println!(
            "{:50} {:14} {took:7.0} {:>6} {:>6}  {}",
            row::clipped(name),
            row.kind,
            row.tables,
            row.uncertain,
            row.findings
        );
        for finding in &found {
            tally.count(verdicts.of(name, finding), finding);
            let _ = writeln!(lines, "{name}\t{finding}");
        }
        rows.insert(name.clone(), row);
    }
    println!();
    changes(&before, &rows);
    tally.print();
    if !skipped.is_empty() {
        println!("skipped: {}", skipped.join(", "));
    }
    if let Some(file) = findings {
        std::fs::write(&file, lines).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    if !keep {
        // What could not be read today keeps its row.
        for (name, row) in before {
            let outside = name.starts_with("shared/") && !skipped.is_empty();
            if outside && !rows.contains_key(&name) {
                rows.insert(name, row);
            }
        }
        std::fs::write(&table, row::print(&rows)).map_err(|error| format!("{}: {error}", table.display()))?;
    }
    Ok(())
}

/// Prints the rows that are not what they were.
fn changes(before: &BTreeMap<String, row::Row>, now: &BTreeMap<String, row::Row>) {
    let mut changed = 0;
    for (name, row) in now {
        match before.get(name) {
            None => println!("new      {name}"),
            Some(old) if old != row => println!("changed  {name}: {}", row.against(old)),
            Some(_) => continue,
        }
        changed += 1;
    }
    println!("{} documents, {changed} rows differ from the committed table", now.len());
}
