use crate::Source;
use serde::Serialize;
use source::{Diagnostic, Lang};

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    rule: &'a str,
    family: &'a str,
    severity: &'a str,
    message: &'a str,
    help: &'a str,
    labels: Vec<Place<'a>>,
    artefact: bool,
}

#[derive(Serialize)]
struct Place<'a> {
    line: u32,
    start: usize,
    end: usize,
    quote: &'a str,
    text: &'a str,
}

/// Diagnostics as a JSON array, one object each, ending with a line break.
///
/// Keys: `code, rule, family, severity, message, help, labels, artefact`; a label has `line` (1-based),
/// `start` and `end` (byte offsets in the source text), `quote` (the source text there) and `text`
/// (what the label says). The first label is the primary one.
///
/// # Example
/// ```
/// use source::{Lang, Lines};
/// let lines = Lines::of("");
/// assert_eq!(render::json(&[], render::Source { name: "", text: "", lines: &lines }, Lang::En), "[]\n");
/// ```
pub fn json(diagnostics: &[Diagnostic], source: Source<'_>, lang: Lang) -> String {
    let findings: Vec<_> = diagnostics
        .iter()
        .map(|d| Finding {
            code: d.code,
            rule: d.rule,
            family: d.family.name(),
            severity: d.severity.name(),
            message: d.message.get(lang),
            help: d.help.get(lang),
            labels: d
                .labels
                .iter()
                .map(|label| Place {
                    line: source.lines.line(label.span.start),
                    start: label.span.start,
                    end: label.span.end,
                    quote: label.span.of(source.text),
                    text: label.words.get(lang),
                })
                .collect(),
            artefact: d.artefact,
        })
        .collect();
    // Plain structs with text keys always serialise.
    let mut out = serde_json::to_string_pretty(&findings).unwrap_or_default();
    out.push('\n');
    out
}
