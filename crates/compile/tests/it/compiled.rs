//! The one helper of these tests: text in, plan out.

use compile::{CompileOptions, compile};
use document::ReadOptions;
use plan::{Comparator, Measure, Observation, Plan, Target};
use source::Diagnostic;

pub(crate) const TITLE: &str = "云岭市国民经济和社会发展第十四个五年规划纲要";

/// Compiles the text of a whole document.
pub(crate) fn document(text: &str) -> (Plan, Vec<Diagnostic>) {
    let document = document::read(text.as_bytes(), &ReadOptions::default()).expect("text can be read");
    compile(&document, &CompileOptions::default())
}

/// Compiles a page with this text in a chapter on what is planned.
pub(crate) fn page(text: &str) -> Plan {
    document(&format!("{TITLE}\n\n第一章 发展目标\n\n一、主要目标\n\n{text}\n")).0
}

/// Compiles a page with this text in a chapter on what has been reached.
pub(crate) fn review(text: &str) -> Plan {
    document(&format!("{TITLE}\n\n第一章 发展基础\n\n一、主要成就\n\n{text}\n")).0
}

/// What the page commits to, one line for each target.
pub(crate) fn commitments(text: &str) -> Vec<String> {
    page(text).targets.iter().map(target).collect()
}

/// What the review reports, one line for each observation.
pub(crate) fn results(text: &str) -> Vec<String> {
    review(text).observations.iter().map(observation).collect()
}

pub(crate) fn target(target: &Target) -> String {
    let value = value(target.value, target.value_high, &target.value_text);
    let year = target.year.map_or_else(String::new, |year| format!(" {year}"));
    let scope = if target.scope.is_empty() { String::new() } else { format!(" [{}]", target.scope) };
    let said = said(target.measure, target.comparator);
    format!("{}: {said} {value}{}{year}{scope}", target.subject, target.unit)
}

fn observation(seen: &Observation) -> String {
    let value = value(seen.value, seen.value_high, &seen.value_text);
    let year = seen.year.map_or_else(String::new, |year| format!(" {year}"));
    format!("{}: {} {value}{}{year}", seen.subject, said(seen.measure, seen.comparator), seen.unit)
}

fn said(measure: Measure, comparator: Comparator) -> String {
    if comparator == Comparator::Eq { measure.to_string() } else { format!("{measure} {comparator}") }
}

fn value(value: Option<rust_decimal::Decimal>, high: Option<rust_decimal::Decimal>, text: &str) -> String {
    match (value, high) {
        (Some(low), Some(high)) => format!("{low}-{high}"),
        (Some(value), None) => value.normalize().to_string(),
        (None, _) => text.to_owned(),
    }
}
