use crate::Source;
use serde_json::{Value, json};
use source::{Diagnostic, Lang, Severity, Span, Words};

/// What a SARIF log says of a rule.
#[derive(Clone, Debug)]
pub struct RuleDescription {
    /// Code (T001).
    pub code: &'static str,
    /// Name (binding-without-value).
    pub name: &'static str,
    /// Usual severity.
    pub severity: Severity,
    /// One line on what it finds.
    pub title: Words,
    /// How to fix what it finds.
    pub help: Words,
}

/// A SARIF 2.1.0 log with one run, ending with a line break.
///
/// `rules` lists the rules that could have fired, in a fixed order; results of rules that are not in
/// the list carry the code only. Regions have 1-based lines and columns counted in Unicode code
/// points, and byte offsets. Labels after the first become related locations. Source:
/// OASIS Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
pub fn sarif(
    diagnostics: &[Diagnostic],
    rules: &[RuleDescription],
    source: Source<'_>,
    version: &str,
    lang: Lang,
) -> String {
    let driver = json!({
        "name": "gangyao",
        "semanticVersion": version,
        "language": language(lang),
        "rules": rules.iter().map(|rule| describe(rule, lang)).collect::<Vec<_>>(),
    });
    let results: Vec<_> = diagnostics.iter().map(|d| result(d, rules, source, lang)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "language": language(lang),
            "artifacts": [{ "location": { "uri": uri(source.name) } }],
            "results": results,
        }],
    });
    let mut out = serde_json::to_string_pretty(&log).unwrap_or_default();
    out.push('\n');
    out
}

fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en-US",
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        // What a person has to look at is of kind `review`, and such a result has no level.
        Severity::Question => "none",
        other => other.name(),
    }
}

fn describe(rule: &RuleDescription, lang: Lang) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.title.get(lang) },
        "help": { "text": rule.help.get(lang) },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(d: &Diagnostic, rules: &[RuleDescription], source: Source<'_>, lang: Lang) -> Value {
    let message = match d.help.get(lang) {
        "" => d.message.get(lang).to_owned(),
        help => format!("{}\n{help}", d.message.get(lang)),
    };
    let mut out = json!({
        "ruleId": d.code,
        "level": level(d.severity),
        "message": { "text": message },
        "properties": { "rule": d.rule, "family": d.family.name(), "artefact": d.artefact },
    });
    if d.severity == Severity::Question {
        out["kind"] = json!("review");
    }
    if let Some(index) = rules.iter().position(|rule| rule.code == d.code) {
        out["ruleIndex"] = json!(index);
    }
    if let Some(primary) = d.labels.first() {
        out["locations"] = json!([{ "physicalLocation": place(primary.span, source) }]);
    }
    if d.labels.len() > 1 {
        let related: Vec<_> = d.labels[1..]
            .iter()
            .enumerate()
            .map(|(index, label)| {
                let mut location = json!({ "id": index + 1, "physicalLocation": place(label.span, source) });
                if !label.words.get(lang).is_empty() {
                    location["message"] = json!({ "text": label.words.get(lang) });
                }
                location
            })
            .collect();
        out["relatedLocations"] = json!(related);
    }
    out
}

fn place(span: Span, source: Source<'_>) -> Value {
    let start = source.lines.position(source.text, span.start);
    let end = source.lines.position(source.text, span.end);
    json!({
        "artifactLocation": { "uri": uri(source.name), "index": 0 },
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
            "byteOffset": span.start,
            "byteLength": span.len(),
            "snippet": { "text": span.of(source.text) },
        },
    })
}

/// A file name as a relative URI reference: everything outside the unreserved set is percent-encoded.
fn uri(name: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'\\' => out.push('/'),
            _ if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) => out.push(byte as char),
            // Writing to a string cannot fail.
            _ => _ = write!(out, "%{byte:02X}"),
        }
    }
    out
}
