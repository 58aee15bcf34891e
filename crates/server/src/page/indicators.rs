use super::parts::{self, RowCard};
use super::shell::{Place, Shell};
use crate::app::App;
use crate::problem::Problem;
use crate::text::text;
use crate::view::{self, Judged, State};
use crate::visit::Visit;
use askama::Template;
use assess::Row;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use plan::Indicator;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "indicators.html")]
struct Indicators {
    s: Shell,
    filter: Filter,
    states: Vec<Choice>,
    groups: Vec<Choice>,
    bodies: Vec<Choice>,
    sorts: Vec<Choice>,
    natures: Vec<Choice>,
    sections: Vec<Section>,
    shown: usize,
    total: usize,
}

/// An entry of a select.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// The rows of one group; one section without a name when the list is not grouped.
struct Section {
    name: String,
    rows: Vec<Line>,
}

struct Line {
    address: String,
    name: String,
    unit: String,
    binding: bool,
    card: Option<RowCard>,
    mark: String,
    state: &'static str,
    state_word: &'static str,
}

/// What the query asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) search: String,
    pub(crate) state: String,
    pub(crate) group: String,
    pub(crate) body: String,
    pub(crate) nature: String,
    pub(crate) sort: String,
}

impl Filter {
    pub(crate) fn of(visit: &Visit) -> Self {
        let get = |name| visit.get(name).unwrap_or("").to_owned();
        Self {
            search: get("q"),
            state: get("state"),
            group: get("group"),
            body: get("body"),
            nature: get("nature"),
            sort: get("sort"),
        }
    }

    /// The indicators that pass, with their leading rows, in the order asked for.
    pub(crate) fn apply<'a>(&self, judged: &'a Judged) -> Vec<(&'a Indicator, Option<&'a Row>)> {
        let indicators = judged.view.stored.plan.indicators.iter();
        let with_row = indicators.map(|indicator| (indicator, judged.leading_row(indicator.id.as_str())));
        // An indicator that only the past is told of promises nothing.
        let promised = with_row.filter(|(_, row)| row.is_some());
        let mut rows: Vec<_> = promised.filter(|(indicator, row)| self.passes(indicator, *row)).collect();
        match self.sort.as_str() {
            "state" => rows.sort_by_key(|(_, row)| std::cmp::Reverse(state(*row).gravity())),
            "distance" => rows.sort_by(|a, b| {
                order(a.1.and_then(|row| row.time_distance), b.1.and_then(|row| row.time_distance))
            }),
            "probability" => rows.sort_by(|a, b| order(attain(a.1), attain(b.1))),
            "name" => rows.sort_by(|a, b| a.0.name.cmp(&b.0.name)),
            _ => {}
        }
        rows
    }

    fn passes(&self, indicator: &Indicator, row: Option<&Row>) -> bool {
        let search = self.search.to_lowercase();
        let named = |name: &String| name.to_lowercase().contains(&search);
        let binding = indicator.nature == Some(plan::Nature::Binding);
        (search.is_empty() || named(&indicator.name) || indicator.aliases.iter().any(named))
            && (self.state.is_empty() || state(row).name() == self.state)
            && (self.group.is_empty() || indicator.group == self.group)
            && (self.body.is_empty() || row.is_some_and(|row| row.bodies.contains(&self.body)))
            && match self.nature.as_str() {
                "binding" => binding,
                "anticipated" => indicator.nature == Some(plan::Nature::Anticipated),
                _ => true,
            }
    }
}

fn state(row: Option<&Row>) -> State {
    row.map_or(State::Unknown, State::of)
}

fn attain(row: Option<&Row>) -> Option<f64> {
    Some(row?.outlook.as_ref()?.attain)
}

/// Known before unknown, smaller first.
fn order(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// All indicators with a commitment: sorted, filtered, grouped, searched.
pub(crate) async fn get(
    Shared(app): Shared<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    super::answer(&app, &visit, &headers, async || {
        let judged = view::judged(&app, visit.viewer(), &visit.question(&id)?).await?;
        Ok(page(&visit, &judged))
    })
    .await
}

fn page(visit: &Visit, judged: &Judged) -> Indicators {
    let lang = visit.lang;
    let s =
        Shell::of(visit, &judged.view, Some(&judged.moment), Place::Indicators, text(lang, "nav.indicators"));
    let filter = Filter::of(visit);
    let rows = filter.apply(judged);
    let shown = rows.len();
    let grouped = filter.sort.is_empty();
    let mut sections: Vec<Section> = Vec::new();
    for (indicator, row) in rows {
        let name = if grouped { indicator.group.as_str() } else { "" };
        let at = sections.iter().position(|section| section.name == name).unwrap_or_else(|| {
            sections.push(Section { name: name.to_owned(), rows: Vec::new() });
            sections.len() - 1
        });
        let state = state(row);
        sections[at].rows.push(Line {
            address: s.to(format!("/indicators/{}", indicator.id)),
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
            binding: indicator.nature == Some(plan::Nature::Binding),
            card: row.map(|row| RowCard::of(lang, judged, row)),
            mark: parts::mark(state),
            state: state.name(),
            state_word: state.word(lang),
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
    let total = Filter::default().apply(judged).len();
    let choice = |value: &str, label: &str, chosen: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: value == chosen,
    };
    Indicators {
        states: State::ALL
            .into_iter()
            .map(|state| choice(state.name(), state.word(lang), &filter.state))
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
