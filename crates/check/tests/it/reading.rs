//! Plan text to findings, as the command line does it.

use check::Settings;
use document::{Document, ReadOptions};
use plan::Plan;
use source::{Diagnostic, Lang};

/// Reads a plan text.
pub(crate) fn read(text: &str) -> (Document, Plan) {
    let (document, plan, _) = noticed(text);
    (document, plan)
}

/// Reads a plan text, with what the compiler noticed.
fn noticed(text: &str) -> (Document, Plan, Vec<Diagnostic>) {
    let options = ReadOptions::default();
    let document = document::read(text.as_bytes(), &options).expect("readable text");
    let (plan, notices) = compile::compile(&document, &compile::CompileOptions::default());
    (document, plan, notices)
}

/// All findings on a plan text.
pub(crate) fn findings(text: &str, settings: &Settings) -> (Document, Vec<Diagnostic>) {
    let (document, plan, mut found) = noticed(text);
    found.retain(|notice| check::rule(notice.code).is_some_and(|rule| settings.selects(rule)));
    found.extend(check::check(&document, &plan, settings));
    found.sort_by_key(Diagnostic::place);
    (document, found)
}

/// All findings on a plan text held against the plan above it.
pub(crate) fn findings_against(text: &str, upper: &str, settings: &Settings) -> (Document, Vec<Diagnostic>) {
    let ((document, plan), (_, upper)) = (read(text), read(upper));
    let found = check::check_against(&plan, &upper, settings);
    (document, found)
}

/// The codes found in a plan text, in order.
pub(crate) fn codes(text: &str, settings: &Settings) -> Vec<&'static str> {
    findings(text, settings).1.iter().map(|found| found.code).collect()
}

/// Findings as a person sees them.
pub(crate) fn shown(document: &Document, found: &[Diagnostic], lang: Lang) -> String {
    let source = render::Source { name: "规划.txt", text: &document.text, lines: &document.lines };
    let style = render::Style { lang, ..render::Style::default() };
    found.iter().map(|d| render::human(d, source, style)).collect::<Vec<_>>().join("\n")
}
