//! Entries of the audit log as people read them: names for what they are about, and what changed field by field, with the log's
//! own codes behind.

use crate::text::{fill, text};
use crate::words::{deed_words, sort_word};
use audit::Entry;
use serde_json::Value;
use source::Lang;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use work::subject::{Part, Subjects};

/// An entry as it is shown.
pub(super) struct EntryLine {
    pub(super) number: u64,
    pub(super) at: String,
    /// The full name of who did it, or the account where there is none.
    pub(super) who: String,
    /// The account, where it is not shown already.
    pub(super) account: String,
    pub(super) origin: String,
    pub(super) deed: String,
    pub(super) action: String,
    /// What it is about; empty where it is about nothing of its own.
    pub(super) about: String,
    /// As the log writes it, for the filter; shown where it says more than the names.
    pub(super) subject: String,
    pub(super) changes: Vec<FieldChange>,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) reason: String,
}

/// A field before and after.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FieldChange {
    pub(super) label: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// Entries as they are shown.
pub(super) fn lines(lang: Lang, entries: Vec<Entry>, names: &Subjects) -> Vec<EntryLine> {
    entries.into_iter().map(|entry| line(lang, entry, names)).collect()
}

fn line(lang: Lang, entry: Entry, names: &Subjects) -> EntryLine {
    let act = entry.act;
    let name = names.person(&act.actor).map(str::to_owned);
    EntryLine {
        number: entry.number,
        at: work::clock::shown(&act.at),
        account: if name.is_some() { act.actor.clone() } else { String::new() },
        who: name.unwrap_or(act.actor),
        origin: act.origin,
        deed: deed_words(lang, &act.action),
        action: act.action,
        about: about(lang, &names.named(&act.subject)),
        subject: act.subject,
        changes: changes(lang, names, act.before.as_deref(), act.after.as_deref()),
        before: act.before.unwrap_or_default(),
        after: act.after.unwrap_or_default(),
        reason: act.reason,
    }
}

/// The parts of a subject in one line.
fn about(lang: Lang, parts: &[Part]) -> String {
    let word = |part: &Part| match part {
        Part::Sort(sort) => sort_word(lang, sort),
        Part::Name(name) | Part::Code(name) => name.clone(),
        Part::Number(number) => fill(lang, "audit.no", &[("n", number)]),
    };
    parts.iter().map(word).collect::<Vec<_>>().join(" · ")
}

/// The words of fields, and of values that are words themselves, which begin with `=`.
static FIELDS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("../../messages/fields.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// Fields whose values are words of a closed list.
const OF_WORDS: [&str; 9] =
    ["cadence", "item_kind", "kind", "level", "role", "stage", "state", "status", "weight"];
/// Fields whose values are offices.
const OF_OFFICES: [&str; 3] = ["body", "office", "parent"];
/// Fields whose values are accounts, besides those that end in `_by`.
const OF_PEOPLE: [&str; 6] = ["account", "author", "by", "giver", "taker", "who"];

/// What changed, field by field; of what was made or taken away, all that it holds.
fn changes(lang: Lang, names: &Subjects, before: Option<&str>, after: Option<&str>) -> Vec<FieldChange> {
    let read = |text: Option<&str>| {
        let mut found = Vec::new();
        if let Some(text) = text {
            match serde_json::from_str(text) {
                Ok(value) => flatten(&Told { lang, names }, &[], &value, &mut found),
                Err(_) => found.push((String::new(), text.to_owned())),
            }
        }
        found
    };
    let (before, after) = (read(before), read(after));
    let mut changes: Vec<FieldChange> = Vec::new();
    let mut add = |label: &str, value: &str, is_after: bool| {
        let at = changes.iter().position(|one| one.label == label);
        let at = at.unwrap_or_else(|| {
            let label = label.to_owned();
            changes.push(FieldChange { label, before: String::new(), after: String::new() });
            changes.len() - 1
        });
        if let Some(one) = changes.get_mut(at) {
            let held = if is_after { &mut one.after } else { &mut one.before };
            if !held.is_empty() && !value.is_empty() {
                held.push('；');
            }
            held.push_str(value);
        }
    };
    for (label, value) in &before {
        add(label, value, false);
    }
    for (label, value) in &after {
        add(label, value, true);
    }
    changes.retain(|one| one.before != one.after);
    for one in changes.iter_mut().filter(|one| one.label.is_empty()) {
        text(lang, "audit.content").clone_into(&mut one.label);
    }
    changes
}

/// How values are told.
struct Told<'a> {
    lang: Lang,
    names: &'a Subjects,
}

/// The values of a thing with what they are, in their order; what is empty says nothing.
fn flatten(told: &Told<'_>, path: &[&str], value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                flatten(told, &[path, &[name.as_str()]].concat(), value, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| flatten(told, path, value, found)),
        value => {
            let labels: Vec<String> = path.iter().map(|name| told.label(name)).collect();
            found.push((labels.join(" · "), told.value(path.last().copied().unwrap_or_default(), value)));
        }
    }
}

impl Told<'_> {
    fn label(&self, field: &str) -> String {
        match (self.lang, FIELDS.get(field)) {
            (Lang::Zh, Some(chinese)) => (*chinese).to_owned(),
            _ => field.replace('_', " "),
        }
    }

    fn value(&self, field: &str, value: &Value) -> String {
        match value {
            Value::Bool(true) => text(self.lang, "yes").to_owned(),
            Value::Bool(false) => text(self.lang, "no").to_owned(),
            Value::Null => String::new(),
            Value::String(value) => self.word(field, value),
            value => value.to_string(),
        }
    }

    fn word(&self, field: &str, value: &str) -> String {
        if value.starts_with("sealed:") {
            return text(self.lang, "audit.sealed").to_owned();
        }
        let name = if OF_OFFICES.contains(&field) {
            self.names.office(value)
        } else if OF_PEOPLE.contains(&field) || field.ends_with("_by") {
            self.names.person(value)
        } else {
            self.names.party(value)
        };
        if let Some(name) = name {
            return name.to_owned();
        }
        if OF_WORDS.contains(&field) {
            return match (self.lang, FIELDS.get(format!("={value}").as_str())) {
                (Lang::Zh, Some(chinese)) => (*chinese).to_owned(),
                _ => value.replace('_', " "),
            };
        }
        // The digest of a file: its beginning tells it from others; the whole stands in the log's own words.
        let is_digest = value.len() == 64 && value.chars().all(|letter| letter.is_ascii_hexdigit());
        if is_digest { format!("{}…", &value[..12]) } else { value.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: Option<&str>, after: Option<&str>) -> Vec<(String, String, String)> {
        let all = changes(Lang::Zh, &Subjects::default(), before, after).into_iter();
        all.map(|one| (one.label, one.before, one.after)).collect()
    }

    fn one(label: &str, before: &str, after: &str) -> (String, String, String) {
        (label.to_owned(), before.to_owned(), after.to_owned())
    }

    #[test]
    fn what_changed_is_told_field_by_field() {
        let before = r#"{"name":"市统计局","level":"city","region":"","active":true}"#;
        let after = r#"{"name":"市统计局","level":"town","region":"石岭县","active":false}"#;
        let expected =
            [one("启用", "是", "否"), one("层级", "市级", "县属单位、乡镇"), one("地区", "", "石岭县")];
        assert_eq!(told(Some(before), Some(after)), expected);
    }

    #[test]
    fn lists_digests_sealed_names_and_bare_values_have_words() {
        let digest = "a".repeat(64);
        let after =
            format!(r#"["assign","",{{"sha256":"{digest}","full_name":"sealed:5a37","support":["a","b"]}}]"#);
        let expected = [
            one("内容", "", "assign"),
            one("姓名", "", "（已封存）"),
            one("校验值", "", "aaaaaaaaaaaa…"),
            one("配合", "", "a；b"),
        ];
        assert_eq!(told(None, Some(&after)), expected);
        assert_eq!(told(None, Some("\"1\"")), [one("内容", "", "1")]);
        assert_eq!(told(None, Some("not json")), [one("内容", "", "not json")]);
        assert_eq!(told(None, None), []);
    }

    #[test]
    fn a_subject_is_one_line_in_both_languages() {
        let parts = [
            Part::Name("云岭市规划纲要".to_owned()),
            Part::Sort("body-plan".to_owned()),
            Part::Number("3".to_owned()),
        ];
        assert_eq!(about(Lang::Zh, &parts), "云岭市规划纲要 · 实施方案 · 第3号");
        assert_eq!(about(Lang::En, &parts), "云岭市规划纲要 · body plan · no. 3");
    }
}
