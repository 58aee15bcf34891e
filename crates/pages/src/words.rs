//! Words for what stands in many pages.

use crate::text::text;
use source::{Lang, Severity};

/// How much a finding matters.
pub(crate) fn severity_word(lang: Lang, severity: Severity) -> &'static str {
    match severity {
        Severity::Error => text(lang, "severity.error"),
        Severity::Warning => text(lang, "severity.warning"),
        Severity::Note => text(lang, "severity.note"),
        Severity::Question => text(lang, "severity.question"),
    }
}

pub(crate) fn stage_word(lang: Lang, stage: &str) -> &'static str {
    match stage {
        "planned" => text(lang, "stage.planned"),
        "conditional" => text(lang, "stage.conditional"),
        "ongoing" => text(lang, "stage.ongoing"),
        "completed" => text(lang, "stage.completed"),
        "existing" => text(lang, "stage.existing"),
        "reserve" => text(lang, "stage.reserve"),
        "preparation" => text(lang, "stage.preparation"),
        "started" => text(lang, "stage.started"),
        "operating" => text(lang, "stage.operating"),
        "suspended" => text(lang, "stage.suspended"),
        "cancelled" => text(lang, "stage.cancelled"),
        _ => text(lang, "stage.unknown"),
    }
}
