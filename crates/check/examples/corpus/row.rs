//! What was read of one document, as a row of the table.

use check::Settings;
use document::Block;
use source::{Diagnostic, Lang, Severity};
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::path::Path;
use std::time::Instant;

const HEAD: &str = "document\tkind\ttables\tuncertain\tindicators\ttargets\tobservations\tprojects\terrors\twarnings\tnotes\tquestions\tfindings";

/// One document. All fields are text: they are compared and shown, not computed with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// What the document was taken for.
    pub(crate) kind: String,
    /// Tables understood / tables.
    pub(crate) tables: String,
    /// Figures of tables that the reader was not sure of.
    pub(crate) uncertain: String,
    /// Indicators, targets, observations, projects, errors, warnings, notes, questions.
    pub(crate) counts: Vec<String>,
    /// Findings by rule (C001:3), or why the document was not read.
    pub(crate) findings: String,
}

/// A finding as the judge needs it.
pub(crate) struct Found {
    pub(crate) code: &'static str,
    pub(crate) severity: Severity,
    pub(crate) line: u32,
    pub(crate) message: String,
    quote: String,
}

impl Found {
    /// A short digest of code and message (FNV-1a, 32 bits), the same on every machine.
    pub(crate) fn key(&self) -> String {
        let hash = self
            .code
            .bytes()
            .chain(self.message.bytes())
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        format!("{hash:08x}")
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (severity, line, key) = (self.severity.name(), self.line, self.key());
        write!(f, "{}\t{severity}\t{line}\t{key}\t{}\t{}", self.code, self.message, self.quote)
    }
}

/// Reads and checks the file; the row, the findings, and the milliseconds it took.
pub(crate) fn of(path: &Path) -> (Row, Vec<Found>, f64) {
    let start = Instant::now();
    let read = std::panic::catch_unwind(|| read(path));
    let took = start.elapsed().as_secs_f64() * 1e3;
    let (row, found) = match read {
        Ok(Ok(read)) => read,
        Ok(Err(reason)) => (unread(&format!("not read: {reason}")), Vec::new()),
        Err(_) => (unread("CRASHED"), Vec::new()),
    };
    (row, found, took)
}

fn unread(reason: &str) -> Row {
    let none = || "-".to_owned();
    let counts = vec![none(); 8];
    Row { kind: none(), tables: none(), uncertain: none(), counts, findings: one_line(reason) }
}

fn read(path: &Path) -> Result<(Row, Vec<Found>), String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let document = document::read(&bytes, &document::ReadOptions { name })
        .map_err(|error| error.words().get(Lang::En).to_owned())?;
    let (plan, noticed) = compile::compile(&document, &compile::CompileOptions::default());
    let mut all = document.diagnostics.clone();
    all.extend(noticed);
    all.extend(check::check(&document, &plan, &Settings::default()));
    all.sort_by_key(Diagnostic::place);

    let tables = tables(&document.blocks);
    let missed = all.iter().filter(|finding| finding.code == "S901").count();
    let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &all {
        *by_rule.entry(finding.code).or_default() += 1;
    }
    let of = |severity| all.iter().filter(|finding| finding.severity == severity).count();
    let counts = [
        plan.indicators.len(),
        plan.targets.len(),
        plan.observations.len(),
        plan.projects.iter().filter(|project| project.is_certain()).count(),
        of(Severity::Error),
        of(Severity::Warning),
        of(Severity::Note),
        of(Severity::Question),
    ];
    let unsure = plan.targets.iter().map(|target| &target.provenance);
    let unsure = unsure.chain(plan.observations.iter().map(|seen| &seen.provenance));
    let unsure = unsure.filter(|provenance| provenance.doubt.is_some()).count();
    let row = Row {
        kind: plan.kind.map_or("-", plan::DocumentKind::name).to_owned(),
        tables: format!("{}/{tables}", tables.saturating_sub(missed)),
        uncertain: unsure.to_string(),
        counts: counts.iter().map(usize::to_string).collect(),
        findings: by_rule.iter().map(|(code, n)| format!("{code}:{n}")).collect::<Vec<_>>().join(" "),
    };
    let found = all
        .iter()
        .map(|finding| Found {
            code: finding.code,
            severity: finding.severity,
            line: document.lines.line(finding.place().start),
            message: one_line(&finding.message.zh),
            quote: one_line(
                &finding
                    .labels
                    .iter()
                    .map(|label| label.span.of(&document.text))
                    .collect::<Vec<_>>()
                    .join(" | "),
            ),
        })
        .collect();
    Ok((row, found))
}

fn tables(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match block {
            Block::Table(_) => 1,
            Block::Box(boxed) => tables(&boxed.blocks),
            _ => 0,
        })
        .sum()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Row {
    fn cells(&self) -> String {
        let counts = self.counts.join("\t");
        format!("{}\t{}\t{}\t{counts}\t{}", self.kind, self.tables, self.uncertain, self.findings)
    }

    /// What is other than in `old`, in a few words.
    pub(crate) fn against(&self, old: &Self) -> String {
        let mut out = Vec::new();
        let names: Vec<&str> = HEAD.split('\t').skip(1).collect();
        let (now, then) = (self.cells(), old.cells());
        for ((name, now), then) in names.iter().zip(now.split('\t')).zip(then.split('\t')) {
            if now != then && *name != "findings" {
                out.push(format!("{name} {then} -> {now}"));
            }
        }
        let (now, then) = (by_rule(&self.findings), by_rule(&old.findings));
        for code in now.keys().chain(then.keys()).collect::<std::collections::BTreeSet<_>>() {
            let count = |rules: &BTreeMap<&str, &str>| rules.get(code).copied().unwrap_or("0").to_owned();
            if now.get(code) != then.get(code) {
                out.push(format!("{code} {} -> {}", count(&then), count(&now)));
            }
        }
        out.join(", ")
    }
}

fn by_rule(findings: &str) -> BTreeMap<&str, &str> {
    findings.split(' ').filter_map(|part| part.split_once(':')).collect()
}

/// The rows of a printed table by document.
pub(crate) fn parse(text: &str) -> BTreeMap<String, Row> {
    let mut out = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        if let [name, kind, tables, uncertain, counts @ .., findings] = cells.as_slice() {
            let row = Row {
                kind: kind.clone(),
                tables: tables.clone(),
                uncertain: uncertain.clone(),
                counts: counts.to_vec(),
                findings: findings.clone(),
            };
            out.insert(name.clone(), row);
        }
    }
    out
}

/// The table.
pub(crate) fn print(rows: &BTreeMap<String, Row>) -> String {
    let mut out = format!("{HEAD}\n");
    for (name, row) in rows {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{name}\t{}", row.cells());
    }
    out
}

/// The end of a long name.
pub(crate) fn clipped(name: &str) -> String {
    let count = name.chars().count();
    if count <= 50 {
        name.to_owned()
    } else {
        format!("…{}", name.chars().skip(count - 49).collect::<String>())
    }
}
