//! The policies and systems behind a task, a target or a project: a part of its page, and of its line in lists.

use crate::text::fill;
use matter::{FieldKind, Kind};
use source::Lang;
use std::collections::{BTreeMap, BTreeSet};
use store::Matter;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::matters::{self, Seen};

/// What stands behind a thing of the plan.
#[derive(Default)]
pub(crate) struct Carried {
    pub(crate) lines: Vec<Carrier>,
    /// What the viewer may enter about it: words and address.
    pub(crate) openings: Vec<(String, String)>,
}

/// A policy or a system.
#[derive(Clone)]
pub(crate) struct Carrier {
    pub(crate) address: String,
    /// Number and title.
    pub(crate) title: String,
    pub(crate) kind: String,
    /// Its short values that lists have.
    pub(crate) short: String,
    pub(crate) state: String,
}

impl Carried {
    /// Whether its part of a page is left out: there is nothing, and nothing to be entered.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.openings.is_empty()
    }

    /// What stands behind some things of a plan, each policy and system once.
    pub(crate) async fn of(app: &App, visit: &Visit, plan: &str, things: &[String]) -> Result<Self, Problem> {
        let found = matters::carriers(app, visit.viewer(), plan).await?;
        let mut seen = BTreeSet::new();
        let all = things.iter().filter_map(|thing| found.get(thing)).flatten();
        let lines = all.filter(|one| seen.insert(one.matter.id)).map(|one| line(app, visit.lang, one));
        let openings = if things.is_empty() { Vec::new() } else { openings(app, visit, plan, things) };
        Ok(Self { lines: lines.collect(), openings })
    }
}

/// What stands behind each thing of a plan.
pub(crate) async fn all_carried(
    app: &App,
    visit: &Visit,
    plan: &str,
) -> Result<BTreeMap<String, Vec<Carrier>>, Problem> {
    let found = matters::carriers(app, visit.viewer(), plan).await?.into_iter();
    let lines = |all: Vec<Seen>| all.iter().map(|one| line(app, visit.lang, one)).collect();
    Ok(found.map(|(thing, all)| (thing, lines(all))).collect())
}

/// What whoever looks may enter about some things.
fn openings(app: &App, visit: &Visit, plan: &str, things: &[String]) -> Vec<(String, String)> {
    let stand = matters::stand(visit.viewer(), None);
    // What is opened from the page of a project with its name and body is offered there.
    let is_of_project = things.iter().all(|thing| thing.starts_with("project/"));
    let is_offered = |kind: &&Kind| kind.covers.is_some() && (kind.open.project.is_empty() || !is_of_project);
    let kinds = app.kinds().all().iter().filter(is_offered).filter(|kind| kind.may_open(stand));
    let opening = |kind: &Kind| {
        let label = fill(visit.lang, "matter.new", &[("n", kind.said.get(visit.lang))]);
        let query = format!("kind={}&for={}", encode(&kind.name), encode(&things.join("\n")));
        (label, format!("/plans/{}/matters/new?{query}", encode(plan)))
    };
    kinds.map(opening).collect()
}

fn line(app: &App, lang: Lang, one: &Seen) -> Carrier {
    let kind = app.kinds().get(&one.matter.kind);
    Carrier {
        address: format!("/plans/{}/matters/{}", encode(&one.matter.plan), one.matter.id),
        title: format!("{} {}", one.matter.number, one.matter.title).trim().to_owned(),
        kind: kind.map_or_else(String::new, |kind| kind.said.get(lang).to_owned()),
        short: kind.map_or_else(String::new, |kind| short(lang, kind, &one.matter)),
        state: kind.map_or_else(String::new, |kind| kind.state_word(&one.matter.state, lang)),
    }
}

/// The short values that lists have; days and amounts with their words.
fn short(lang: Lang, kind: &Kind, matter: &Matter) -> String {
    let told = kind.field.iter().filter(|field| field.listed).filter_map(|field| {
        let value = matter.fields.get(&field.name).filter(|value| !value.is_empty())?;
        let is_bare = matches!(field.kind, FieldKind::Day | FieldKind::Amount);
        let word = if is_bare { format!("{} ", field.said.get(lang)) } else { String::new() };
        Some(format!("{word}{}", field.shown(value, lang)))
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// Whether a matter of a kind stands in the part of policies and systems, so that it is not listed once more.
pub(super) fn is_carrier(kind: &Kind) -> bool {
    kind.covers.is_some() && of_kind(kind, FieldKind::Page).is_empty()
}

/// The fields of a kind that hold something.
pub(super) fn of_kind(kind: &Kind, wanted: FieldKind) -> Vec<&str> {
    let fields = kind.field.iter().filter(|field| field.kind == wanted);
    fields.map(|field| field.name.as_str()).collect()
}
