//! What was said about something that was laid open, with what became of it (采纳情况): made from the decisions, for everybody who sees
//! them.

use crate::text::text;
use matter::{FieldKind, Kind};
use source::Lang;
use std::collections::BTreeMap;
use store::Matter;
use web::App;
use web::visit::encode;
use work::matters::{self, Seen};
use work::view::{PlanView, heading};

/// Most lines on the page of what was laid open; the list has all.
const SHOWN: usize = 200;

/// What was said about a matter, in the order of the sections of the plan.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) heading: String,
    /// How many there are in each state, in the order of the states.
    pub(super) counts: Vec<(String, usize)>,
    pub(super) lines: Vec<Line>,
    pub(super) more: usize,
    /// The whole list, and the list as files.
    pub(super) all: String,
    pub(super) files: Vec<(&'static str, String)>,
}

/// One of them.
pub(super) struct Line {
    pub(super) address: String,
    pub(super) number: String,
    pub(super) state: String,
    /// Short values, such as the section.
    pub(super) short: String,
    /// Longer ones with their names: what was said, the reason.
    pub(super) long: Vec<(String, String)>,
}

/// The kind that what anybody says about one of a kind becomes.
pub(super) fn kind_below<'a>(app: &'a App, kind: &Kind) -> Option<&'a Kind> {
    app.kinds().get(kind.voices.as_deref()?)
}

/// Where anybody says something about a matter today or registers for it, and the word for it; nothing when it takes nothing.
pub(super) fn say(app: &App, lang: Lang, (of, kind): (&Matter, &Kind)) -> Option<(String, &'static str)> {
    let part = kind_below(app, kind)?;
    if !kind.takes_on(&of.state, &matters::values(of), &app.today().to_string()) {
        return None;
    }
    let subject = encode(&format!("matter/{}", of.id));
    let address = format!("/plans/{}/voices/new?subject={subject}", encode(&of.plan));
    Some((address, say_word(lang, part)))
}

/// The word for saying something, by what it becomes: an opinion that everybody sees, or a registration.
pub(crate) fn say_word(lang: Lang, part: &Kind) -> &'static str {
    let is_seen = part.state.iter().any(|state| state.public);
    text(lang, if is_seen { "voice.say" } else { "voice.register" })
}

/// The address of the list of what was said about a matter, with a tail such as `/list/docx`.
pub(crate) fn list_of(plan: &str, below: &str, number: &str, tail: &str) -> String {
    let base = format!("/plans/{}/matters{tail}", encode(plan));
    format!("{base}?kind={}&state=all&q={}", encode(below), encode(number))
}

/// What was said about a matter; nothing for a kind that takes nothing, or when there is nothing to see.
pub(super) fn outcome(
    app: &App,
    (lang, view): (Lang, &PlanView),
    (of, kind): (&Matter, &Kind),
    below: &[Seen],
) -> Option<Outcome> {
    let part = kind_below(app, kind)?;
    let sections = view.stored.plan.sections.iter().map(|section| heading(section).replace('\u{2002}', " "));
    let order: BTreeMap<String, usize> = sections.zip(0..).collect();
    let place = |one: &&Seen| one.matter.fields.get("clause").and_then(|clause| order.get(clause)).copied();
    let mut of_kind: Vec<&Seen> = below.iter().filter(|one| one.matter.kind == part.name).collect();
    of_kind.sort_by_key(|one| (place(one), one.matter.id));
    if of_kind.is_empty() {
        return None;
    }
    let count = |state: &str| of_kind.iter().filter(|one| one.matter.state == state).count();
    let counts = part.state.iter().map(|state| (state.said.get(lang).to_owned(), count(&state.name)));
    let list = |tail: &str| list_of(&of.plan, &part.name, &of.number, tail);
    Some(Outcome {
        heading: part.said.get(lang).to_owned(),
        counts: counts.filter(|(_, count)| *count > 0).collect(),
        lines: of_kind.iter().take(SHOWN).map(|one| line(lang, part, of, &one.matter)).collect(),
        more: of_kind.len().saturating_sub(SHOWN),
        all: list(""),
        files: app.list_endings().iter().map(|ending| (*ending, list(&format!("/list/{ending}")))).collect(),
    })
}

fn line(lang: Lang, part: &Kind, of: &Matter, one: &Matter) -> Line {
    let values = matters::values(one);
    // What names the matter above says nothing on its page.
    let told = part.field.iter().filter(|field| field.listed).filter_map(|field| {
        let value = values.get(&field.name).filter(|value| !value.is_empty() && **value != of.number)?;
        Some((field, field.shown(value, lang)))
    });
    let (long, short): (Vec<_>, Vec<_>) = told.partition(|(field, _)| field.kind == FieldKind::Long);
    let short: Vec<String> = short.into_iter().map(|(_, value)| value).collect();
    Line {
        address: format!("/plans/{}/matters/{}", encode(&of.plan), one.id),
        number: one.number.clone(),
        state: part.state_word(&one.state, lang),
        short: short.join(" · "),
        long: long.into_iter().map(|(field, value)| (field.said.get(lang).to_owned(), value)).collect(),
    }
}
