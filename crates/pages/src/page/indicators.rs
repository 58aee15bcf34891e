use crate::asked::OnPlan;
use crate::choice::{Chip, Choice};
use crate::page::parts::RowCard;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::Response;
use std::collections::BTreeSet;
use web::{Problem, Visit};
use work::view::{Filter, Judged, State};

#[derive(Template)]
#[template(path = "indicators.html")]
struct Indicators {
    s: Shell,
    filter: Filter,
    states: Vec<Choice>,
    /// The states with how many are in each, the other filters kept.
    chips: Vec<Chip>,
    groups: Vec<Choice>,
    bodies: Vec<Choice>,
    sorts: Vec<Choice>,
    natures: Vec<Choice>,
    /// Main targets, promises of the text; empty where all is one.
    parts: Vec<Chip>,
    sections: Vec<Section>,
    shown: usize,
    total: usize,
    /// The list as it is shown, as files.
    files: [(&'static str, String); 2],
}

/// The rows of one group; one section without a name when the list is not grouped.
struct Section {
    name: String,
    rows: Vec<Line>,
}

struct Line {
    address: String,
    /// Where all values are, by year, vintage and source.
    values: String,
    name: String,
    unit: String,
    binding: bool,
    card: RowCard,
    mark: story::Mark,
    state: &'static str,
    state_word: &'static str,
}

/// All commitments, the main targets first: sorted, filtered, grouped, searched.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    on.judged_page(page).await
}

#[expect(clippy::too_many_lines, reason = "one page, its parts in the order in which they are shown")]
fn page(visit: &Visit, judged: &Judged) -> Indicators {
    let lang = visit.lang;
    let s =
        Shell::of(visit, &judged.view, Some(&judged.moment), Place::Indicators, text(lang, "nav.indicators"));
    let filter = Filter::of(|name| visit.get(name));
    let rows = filter.commitments(judged);
    let shown = rows.len();
    let grouped = filter.sort.is_empty();
    let mut sections: Vec<Section> = Vec::new();
    for (indicator, row) in rows {
        let name = if grouped { indicator.group.as_str() } else { "" };
        let at = sections.iter().position(|section| section.name == name).unwrap_or_else(|| {
            sections.push(Section { name: name.to_owned(), rows: Vec::new() });
            sections.len() - 1
        });
        let state = State::of(row);
        sections[at].rows.push(Line {
            address: s.to(format!("/indicators/{}#{}", indicator.id, row.target)),
            values: s.to(format!("/indicators/{}?view=table#{}", indicator.id, row.target)),
            name: row.name.clone(),
            // The values of a row are in the unit of its target, which may be a growth of what the indicator counts.
            unit: row.unit.clone(),
            binding: row.nature == Some(plan::Nature::Binding),
            card: RowCard::of(lang, judged, row),
            mark: story::mark(state.name()),
            state: state.name(),
            state_word: crate::text::state_word(lang, state),
        });
    }
    for section in &mut sections {
        if grouped && section.name.is_empty() {
            text(lang, "indicators.no-group").clone_into(&mut section.name);
        }
    }
    let plan = &judged.view.stored.plan;
    let mut groups: Vec<&str> = Vec::new();
    for indicator in plan.indicators.iter().filter(|indicator| !indicator.group.is_empty()) {
        if !groups.contains(&indicator.group.as_str()) {
            groups.push(&indicator.group);
        }
    }
    let bodies: BTreeSet<&str> = judged.own().flat_map(|row| row.bodies.iter().map(String::as_str)).collect();
    let total = Filter::default().commitments(judged).len();
    let choice = |value: &str, label: &str, chosen: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: value == chosen,
    };
    let of_state = Filter { state: String::new(), ..filter.clone() }.commitments(judged);
    let chip = |state: Option<State>| {
        let name = state.map_or("", State::name);
        let is = |row: &assess::Row| state.is_none_or(|state| State::of(row) == state);
        Chip {
            address: visit.with(&[("state", name)]),
            label: state
                .map_or(text(lang, "filter.all"), |one| crate::text::state_word(lang, one))
                .to_owned(),
            count: of_state.iter().filter(|(_, row)| is(row)).count(),
            here: filter.state == name,
        }
    };
    let chips = std::iter::once(None).chain(State::ALL.into_iter().map(Some)).map(chip);
    let chips = chips.filter(|chip| chip.count > 0 || chip.here).collect();
    Indicators {
        chips,
        parts: part_chips(visit, judged, &filter),
        files: [("CSV", "commitments.csv"), ("xlsx", "commitments.xlsx")]
            .map(|(ending, file)| (ending, s.export_of(file, &narrowed(&filter)))),
        states: State::ALL
            .into_iter()
            .map(|state| choice(state.name(), crate::text::state_word(lang, state), &filter.state))
            .collect(),
        groups: groups.into_iter().map(|group| choice(group, group, &filter.group)).collect(),
        bodies: bodies.into_iter().map(|body| choice(body, body, &filter.body)).collect(),
        sorts: [
            ("", text(lang, "indicators.sort.plan")),
            ("state", text(lang, "indicators.sort.state")),
            ("distance", text(lang, "indicators.sort.distance")),
            ("probability", text(lang, "indicators.sort.probability")),
            ("name", text(lang, "indicators.sort.name")),
        ]
        .into_iter()
        .map(|(value, label)| choice(value, label, &filter.sort))
        .collect(),
        natures: [
            ("binding", text(lang, "nature.binding")),
            ("anticipated", text(lang, "nature.anticipated")),
        ]
        .into_iter()
        .map(|(value, label)| choice(value, label, &filter.nature))
        .collect(),
        filter,
        sections,
        shown,
        total,
        s,
    }
}

/// Main targets and promises of the text with how many pass the other filters.
fn part_chips(visit: &Visit, judged: &Judged, filter: &Filter) -> Vec<Chip> {
    if judged.count_promised().total() == 0 {
        return Vec::new();
    }
    let lang = visit.lang;
    let parts = [
        ("", text(lang, "filter.all")),
        ("main", text(lang, "indicators.main")),
        ("text", text(lang, "indicators.text")),
    ];
    let chip = |(of, label): (&str, &str)| Chip {
        address: visit.with(&[("of", of)]),
        label: label.to_owned(),
        count: Filter { of: of.to_owned(), ..filter.clone() }.commitments(judged).len(),
        here: filter.of == of,
    };
    parts.map(chip).into()
}

/// The parameters of a filter.
fn narrowed(filter: &Filter) -> [(&'static str, String); 7] {
    [
        ("q", filter.search.clone()),
        ("state", filter.state.clone()),
        ("group", filter.group.clone()),
        ("body", filter.body.clone()),
        ("nature", filter.nature.clone()),
        ("sort", filter.sort.clone()),
        ("of", filter.of.clone()),
    ]
}
