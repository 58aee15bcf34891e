//! Words and small texts that all pages of the register share.

use crate::choice::Choice;
use crate::text::text;
use projects::{Month, Stage};
use source::Lang;

/// A stage in words; empty is 未说明.
pub(super) fn stage_word(lang: Lang, stage: &str) -> &'static str {
    crate::words::stage_word(lang, stage)
}

/// The stages of a select, the first for none.
pub(super) fn stages(lang: Lang, now: &str, nothing: &str) -> Vec<Choice> {
    std::iter::once(Choice::new("", nothing, now))
        .chain(Stage::ALL.map(|stage| Choice::new(stage.name(), stage_word(lang, stage.name()), now)))
        .collect()
}

/// The year of a time; `None` when it is none.
pub(super) fn year(time: &str) -> Option<i32> {
    Month::first_of(time).map(|month| month.year)
}

/// From when to when; empty when neither is known.
pub(super) fn span(from: &str, to: &str) -> String {
    if from.is_empty() && to.is_empty() { String::new() } else { format!("{from} — {to}") }
}

/// Money without trailing zeros; empty when not stated.
pub(super) fn money_text(money: Option<rust_decimal::Decimal>) -> String {
    money.map(|money| money.normalize().to_string()).unwrap_or_default()
}

/// What is odd about a project, in two or three words.
pub(super) fn warning_word(lang: Lang, kind: &str) -> &'static str {
    match kind {
        "no-report" => text(lang, "register.warn.no-report"),
        "no-start" => text(lang, "register.warn.no-start"),
        "behind" => text(lang, "register.warn.behind"),
        "late" => text(lang, "register.warn.late"),
        "stage-back" => text(lang, "register.warn.stage-back"),
        _ => text(lang, "register.warn.rate"),
    }
}
