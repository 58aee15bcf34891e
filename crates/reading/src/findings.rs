//! Diagnostics as JSON and back.

use serde::{Deserialize, Serialize};
use source::{Diagnostic, Family, Label, Severity, Span, Words};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

#[derive(Serialize, Deserialize)]
struct Row {
    code: String,
    rule: String,
    family: String,
    severity: String,
    message: (String, String),
    help: (String, String),
    labels: Vec<(usize, usize, String, String)>,
    artefact: bool,
}

pub(crate) fn write(found: &[Diagnostic]) -> Vec<u8> {
    let words = |words: &Words| (words.zh.clone(), words.en.clone());
    let rows: Vec<Row> = found
        .iter()
        .map(|finding| Row {
            code: finding.code.to_owned(),
            rule: finding.rule.to_owned(),
            family: finding.family.name().to_owned(),
            severity: finding.severity.name().to_owned(),
            message: words(&finding.message),
            help: words(&finding.help),
            labels: finding
                .labels
                .iter()
                .map(|label| {
                    (label.span.start, label.span.end, label.words.zh.clone(), label.words.en.clone())
                })
                .collect(),
            artefact: finding.artefact,
        })
        .collect();
    // Strings and numbers only: there is nothing that serde could refuse.
    serde_json::to_vec(&rows).unwrap_or_default()
}

pub(crate) fn read(bytes: &[u8]) -> Option<Vec<Diagnostic>> {
    let rows: Vec<Row> = serde_json::from_slice(bytes).ok()?;
    rows.into_iter().map(diagnostic).collect()
}

fn diagnostic(row: Row) -> Option<Diagnostic> {
    let (code, rule) = names(&row.code, &row.rule)?;
    let family = Family::ALL.into_iter().find(|family| family.name() == row.family)?;
    let severity = Severity::ALL.into_iter().find(|severity| severity.name() == row.severity)?;
    let mut finding = Diagnostic::new(code, rule, family, severity)
        .message(row.message.0, row.message.1)
        .help(row.help.0, row.help.1);
    finding.labels = row
        .labels
        .into_iter()
        .map(|(start, end, zh, en)| Label { span: Span::new(start, end), words: Words::new(zh, en) })
        .collect();
    finding.artefact = row.artefact;
    Some(finding)
}

/// Names that readers and compiler use beside the rules; a handful, so they may live for ever.
static NOTICES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
/// More than this is not what this program's own child would send.
const MOST_NOTICES: usize = 200;

fn names(code: &str, rule: &str) -> Option<(&'static str, &'static str)> {
    if let Some(known) = check::rule(code) {
        return Some((known.code, known.name));
    }
    Some((kept(code)?, kept(rule)?))
}

fn kept(name: &str) -> Option<&'static str> {
    let mut notices = NOTICES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = notices.get(name) {
        return Some(known);
    }
    if notices.len() >= MOST_NOTICES || name.len() > 100 {
        return None;
    }
    let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
    notices.insert(name);
    Some(name)
}
