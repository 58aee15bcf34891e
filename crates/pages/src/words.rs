//! Words for what stands in many pages.

use crate::text::text;
use source::{Lang, Severity};
use std::collections::BTreeMap;
use std::sync::LazyLock;

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

/// The Chinese of the words that actions are made of.
static ACTIONS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("../messages/actions.tsv").lines().skip(1).filter_map(|line| line.split_once('\t')).collect()
});

/// What somebody did, in words: 事项 · 办理; in English as programs name it.
pub(crate) fn deed_words(lang: Lang, action: &str) -> String {
    match lang {
        Lang::En => action.replace('.', " · "),
        Lang::Zh => {
            let word = |word: &str| ACTIONS.get(word).copied().unwrap_or(word).to_owned();
            action.split('.').map(word).collect::<Vec<_>>().join(" · ")
        }
    }
}

/// The word of a sort of things: 图层; in English as programs name it, with spaces.
pub(crate) fn sort_word(lang: Lang, sort: &str) -> String {
    match lang {
        Lang::En => sort.replace('-', " "),
        Lang::Zh => ACTIONS.get(sort).copied().unwrap_or(sort).to_owned(),
    }
}

/// What the log tells of, by the words that actions begin with.
const DEEDS: [&str; 31] = [
    "account",
    "attachment",
    "charge",
    "choice",
    "conflict",
    "consultation",
    "correction",
    "delegation",
    "draft",
    "duty",
    "evaluator",
    "finding",
    "layer",
    "link",
    "matter",
    "notice",
    "observation",
    "office",
    "plan",
    "project",
    "publication",
    "reply",
    "revision",
    "round",
    "scenario",
    "session",
    "setting",
    "share",
    "submission",
    "target",
    "token",
];

/// What the log tells of: the beginning of actions, and the word for it.
pub(crate) fn deeds(lang: Lang) -> Vec<(&'static str, String)> {
    DEEDS.iter().map(|name| (*name, deed_words(lang, name))).collect()
}
