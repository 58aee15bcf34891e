//! Fields of matters as inputs, and what was typed into them.

use crate::choice::Choice;
use crate::text::text;
use matter::{FieldKind, Kind};
use source::Lang;
use std::collections::{BTreeMap, BTreeSet};
use web::fields::Fields;
use work::matters::Offered;

/// What stands before the name of a field in a form.
const IN: &str = "in/";
/// Longest value, in characters.
const LONGEST: usize = 4000;

/// An input of a form.
pub(crate) struct Input {
    /// Unique on its page.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) choices: Vec<Choice>,
    /// Choices under headings, for things of the plan.
    pub(crate) groups: Vec<(&'static str, Vec<Choice>)>,
    /// text, wide, long, day, choice, several, grouped, file, hidden.
    pub(crate) kind: &'static str,
    pub(crate) required: bool,
    /// When it is to be filled in; empty for always.
    pub(crate) when: String,
}

/// What a form asks, and what stands in it already.
pub(crate) struct Asked<'a> {
    pub(crate) lang: Lang,
    pub(crate) kind: &'a Kind,
    /// Whom a matter may be given.
    pub(crate) parties: &'a [(String, String)],
    /// What its fields may name.
    pub(crate) offered: &'a Offered,
    /// What stands in it.
    pub(crate) values: &'a BTreeMap<String, String>,
    /// What makes the inputs of one form differ from those of another on the page.
    pub(crate) form: &'a str,
}

impl Asked<'_> {
    /// The inputs for some fields.
    pub(crate) fn inputs(&self, asks: &[String], needs: &BTreeSet<String>) -> Vec<Input> {
        asks.iter().map(|name| self.input(name, needs.contains(name))).collect()
    }

    /// Choices with those that are named and not there any more, so that nothing named is lost when the form is sent.
    fn with_gone(&self, mut choices: Vec<Choice>, value: &str) -> Vec<Choice> {
        let is_gone =
            |name: &&str| !name.is_empty() && !self.offered.items.iter().any(|(known, _)| known == name);
        choices.extend(value.lines().filter(is_gone).map(|name| Choice::new(name, name, name)));
        choices
    }

    fn input(&self, name: &str, required: bool) -> Input {
        let (lang, kind) = (self.lang, self.kind);
        let value = self.values.get(name).cloned().unwrap_or_default();
        let field = kind.field(name);
        let when = field.and_then(|field| field.when.as_ref());
        let choices = |of: &[(String, String)], chosen: &dyn Fn(&str) -> bool| {
            let choice = |(name, label): &(String, String)| Choice {
                value: name.clone(),
                label: label.clone(),
                chosen: chosen(name),
            };
            of.iter().map(choice).collect::<Vec<_>>()
        };
        let parties = |chosen: &dyn Fn(&str) -> bool| choices(self.parties, chosen);
        let is_named = |name: &str| value.lines().any(|one| one == name);
        let nobody = Choice::new("", text(lang, "matter.nobody"), &value);
        let (shape, choices) = match name {
            "owner" => {
                let all = parties(&|party| party == value);
                ("choice", std::iter::once(nobody).chain(all).collect())
            }
            "support" => ("several", parties(&is_named)),
            "due" => ("day", Vec::new()),
            "title" => ("wide", Vec::new()),
            "text" => ("long", Vec::new()),
            "file" => ("file", Vec::new()),
            _ => match field.map_or(FieldKind::Text, |field| field.kind) {
                FieldKind::Text | FieldKind::Amount => ("text", Vec::new()),
                FieldKind::Items => {
                    ("grouped", self.with_gone(choices(&self.offered.items, &is_named), &value))
                }
                FieldKind::Matter => {
                    let all = choices(&self.offered.matters, &|number| number == value);
                    ("choice", std::iter::once(Choice::new("", "", &value)).chain(all).collect())
                }
                FieldKind::Long => ("long", Vec::new()),
                FieldKind::Day => ("day", Vec::new()),
                FieldKind::Page => ("hidden", Vec::new()),
                FieldKind::Choice => {
                    let all = field.into_iter().flat_map(|field| &field.choice);
                    let all = all.map(|one| Choice::new(one.name.clone(), one.said.get(lang), &value));
                    ("choice", std::iter::once(Choice::new("", "", &value)).chain(all).collect())
                }
            },
        };
        let (choices, groups) =
            if shape == "grouped" { (Vec::new(), grouped(lang, choices)) } else { (choices, Vec::new()) };
        Input {
            groups,
            id: format!("{}-{name}", self.form),
            name: if name == "file" { "file".to_owned() } else { format!("{IN}{name}") },
            label: kind.label(name, lang),
            // What was said belongs to its step and is not said again.
            value: if name == "text" && self.form != "new" { String::new() } else { value },
            choices,
            kind: shape,
            required: required && when.is_none(),
            when: when.map_or_else(String::new, |when| condition(lang, kind, when)),
        }
    }
}

/// Things of the plan under the words for their sorts.
fn grouped(lang: Lang, choices: Vec<Choice>) -> Vec<(&'static str, Vec<Choice>)> {
    let sort = |name: &str| match name.split_once('/').map_or("", |(sort, _)| sort) {
        "task" => text(lang, "matter.sort-task"),
        "target" => text(lang, "matter.sort-target"),
        _ => text(lang, "matter.sort-project"),
    };
    let mut groups: Vec<(&'static str, Vec<Choice>)> = Vec::new();
    for choice in choices {
        let word = sort(&choice.value);
        match groups.iter_mut().find(|(known, _)| *known == word) {
            Some((_, all)) => all.push(choice),
            None => groups.push((word, vec![choice])),
        }
    }
    groups
}

fn condition(lang: Lang, kind: &Kind, when: &matter::When) -> String {
    let of = kind.field(&when.field);
    let words: Vec<String> =
        when.is.iter().map(|value| of.map_or_else(|| value.clone(), |of| of.shown(value, lang))).collect();
    crate::text::fill(lang, "matter.when", &[("n", &crate::text::join(lang, &words))])
}

/// The values of a form; of a field that may have several, one on each line.
pub(crate) fn values(fields: &Fields) -> BTreeMap<String, String> {
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in fields.under(IN) {
        let value: String = value.chars().take(LONGEST).collect();
        let held = values.entry(name.to_owned()).or_default();
        if !held.is_empty() && !value.is_empty() {
            held.push('\n');
            held.push_str(&value);
        } else {
            *held = value;
        }
    }
    values
}

/// A day that is proposed: so many days from today, or the next working day.
pub(crate) fn proposed(today: jiff::civil::Date, days: Option<u16>) -> Option<String> {
    days.map(|days| duty::Deadline::after(today, days).due.to_string())
}

/// Values that a form begins with: those that stand, and the day that is proposed where there is none.
pub(crate) fn beginning(held: &BTreeMap<String, String>, due: Option<String>) -> BTreeMap<String, String> {
    let mut values = held.clone();
    if let Some(due) = due {
        values.entry("due".to_owned()).or_insert(due);
    }
    values
}
