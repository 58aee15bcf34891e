use crate::asked::OnPlan;
use crate::choice::Choice;
use crate::living;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use assess::AsOf;
use axum::response::Response;
use source::Lang;
use std::collections::BTreeSet;
use store::{KeptTextChange, PlanFilter};
use story::{Block, Heading, Inline, Section, SectionKind};
use web::{App, Problem, Visit};
use work::breakdown::{self, Paired};
use work::compare;
use work::difference::{self, Change, Piece};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "compare.html")]
struct Compare {
    s: Shell,
    choices: Vec<Choice>,
    other_title: String,
    lines: Vec<Line>,
    same: usize,
    /// Where all lines are listed, and where those that differ; the one that is shown is empty.
    all: String,
    projects: Vec<Difference>,
    /// The dimensions by which both plans have figures of parts.
    dimensions: Vec<Choice>,
    /// The parts of each indicator here and there, as HTML.
    parts: String,
    /// Changes of the text between versions of one plan.
    changes: Option<Vec<TextChange>>,
    /// Whether it is told of a change what led to it.
    has_causes: bool,
    chosen: bool,
}

impl Compare {
    /// The page while no other plan is chosen.
    fn unchosen(s: Shell, choices: Vec<Choice>) -> Self {
        Self {
            s,
            choices,
            other_title: String::new(),
            lines: Vec::new(),
            same: 0,
            all: String::new(),
            projects: Vec::new(),
            dimensions: Vec::new(),
            parts: String::new(),
            changes: None,
            has_causes: false,
            chosen: false,
        }
    }
}

/// A place of the text that says something else.
struct TextChange {
    there: Vec<Piece>,
    here: Vec<Piece>,
    address: String,
    /// What led to it: a finding, or an opinion and whose.
    cause: String,
}

/// An indicator in both plans, or in one of them.
struct Line {
    name: String,
    address: String,
    here: String,
    there: String,
    kind: &'static str,
    word: &'static str,
}

/// A project that only one of the plans has.
struct Difference {
    name: String,
    here: bool,
}

/// Two plans, or two versions of one, side by side.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, visit, .. } = &on;
    on.answer(async || {
        let (view, moment) = on.view().await?;
        let with = visit.get("with").unwrap_or("").to_owned();
        let other = match with.as_str() {
            "" => None,
            with => Some(compare::other(app, visit.viewer(), with, visit.stood_at()?).await?),
        };
        let choices = choices(app, visit, &view, &with).await?;
        let s = Shell::of(visit, &view, Some(&moment), Place::Compare, text(visit.lang, "nav.compare"));
        let causes = if visit.viewer().sees_published_only() {
            Vec::new()
        } else {
            app.store().text_changes(view.id()).await?
        };
        let as_of = moment.as_of;
        Ok(page(visit, s, (&view, as_of), other.as_ref(), choices, &causes))
    })
    .await
}

// A select with more entries than this helps nobody; the address takes any plan.
const CHOICES: i64 = 200;

pub(super) async fn choices(
    app: &App,
    visit: &Visit,
    view: &PlanView,
    with: &str,
) -> Result<Vec<Choice>, Problem> {
    let mut choices = Vec::new();
    let past = visit.question(view.id())?.past();
    for version in app.store().versions(view.id()).await? {
        let seen = app.seen_version(visit.viewer(), view.id(), Some(version.version)).is_ok();
        if seen && version.version != view.stored.key.version && past.holds(&version.at) {
            let value = format!("{}@{}", view.id(), version.version);
            let label = format!(
                "{} {} ({})",
                text(visit.lang, "compare.version"),
                version.version,
                &version.at[..10.min(version.at.len())]
            );
            choices.push(Choice { chosen: value == with, value, label });
        }
    }
    let (plans, _) = app
        .store()
        .plans(&PlanFilter {
            limit: Some(CHOICES),
            published: visit.viewer().sees_published_only(),
            ..PlanFilter::default()
        })
        .await?;
    for plan in plans.into_iter().filter(|plan| plan.key.plan != view.id()) {
        choices.push(Choice { chosen: plan.key.plan == with, value: plan.key.plan, label: plan.title });
    }
    Ok(choices)
}

fn page(
    visit: &Visit,
    s: Shell,
    (view, as_of): (&PlanView, AsOf),
    other: Option<&PlanView>,
    choices: Vec<Choice>,
    causes: &[KeptTextChange],
) -> Compare {
    let Some(other) = other else { return Compare::unchosen(s, choices) };
    let lang = visit.lang;
    let line = |line: compare::Line| Line {
        address: line.indicator.map(|id| s.to(format!("/indicators/{id}"))).unwrap_or_default(),
        word: match line.kind {
            compare::Kind::OnlyHere => text(lang, "compare.only-here"),
            compare::Kind::OnlyThere => text(lang, "compare.only-there"),
            compare::Kind::Same => text(lang, "compare.same"),
            compare::Kind::Changed => text(lang, "compare.changed"),
        },
        kind: line.kind.name(),
        name: line.name,
        here: line.here,
        there: line.there,
    };
    let lines: Vec<Line> = compare::lines(view, other).into_iter().map(line).collect();
    let same = lines.iter().filter(|line| line.kind == compare::Kind::Same.name()).count();
    let is_all = visit.get("all").is_some();
    let lines = lines.into_iter().filter(|line| is_all || line.kind != compare::Kind::Same.name()).collect();
    let mine: BTreeSet<&str> = projects(view).collect();
    let others: BTreeSet<&str> = projects(other).collect();
    let only = |a: &BTreeSet<&str>, b: &BTreeSet<&str>, here| {
        a.difference(b).map(|name| Difference { name: (*name).to_owned(), here }).collect::<Vec<_>>()
    };
    let mut differences = only(&mine, &others, true);
    differences.extend(only(&others, &mine, false));
    let (names, pairs) = breakdown::paired([view, other], as_of_both(as_of, other), visit.get("by"));
    let asked = visit.get("by").filter(|by| names.iter().any(|name| name == by));
    let by = asked.or(names.first().map(String::as_str)).unwrap_or_default();
    Compare {
        choices,
        dimensions: names.iter().map(|name| Choice::new(name, name, by)).collect(),
        parts: story::html(&pairs.iter().map(|pair| side_by_side(lang, &s, pair)).collect::<Vec<_>>()),
        other_title: if view.id() == other.id() {
            fill(lang, "version.number", &[("n", &other.stored.key.version.to_string())])
        } else {
            other.title().to_owned()
        },
        lines,
        same,
        all: if is_all { String::new() } else { visit.with(&[("all", "1")]) },
        projects: differences,
        has_causes: view.id() == other.id() && !causes.is_empty(),
        changes: if view.id() == other.id() { changes(view, other, causes, &s) } else { None },
        s: if pairs.is_empty() { s } else { s.with_bundle("readings") },
        chosen: true,
    }
}

/// The moment for both plans; a plan whose own period ends later is looked at up to its end.
fn as_of_both(as_of: AsOf, other: &PlanView) -> [AsOf; 2] {
    let end = other.stored.plan.period.map_or(as_of.year, |period| period.end.max(as_of.year));
    [as_of, AsOf { year: end, ..as_of }]
}

/// The parts of an indicator here and there: charts beside each other where there are years, and tables.
fn side_by_side<'a>(lang: Lang, s: &Shell, pair: &Paired) -> Block<'a> {
    let column = |at: usize| {
        let (unit, one) = (&pair.units[at], &pair.parts[at]);
        let chart = super::breakdown::chart(lang, unit, one).map(|chart| Block::Chart(Box::new(chart)));
        let table = Block::Table(super::breakdown::table(lang, (pair.name.as_str(), unit.as_str()), one));
        chart.into_iter().chain([table]).collect::<Vec<_>>()
    };
    let heading = Heading {
        level: 3,
        text: vec![Inline::link(s.to(format!("/indicators/{}#parts", pair.indicator)), pair.name.clone())],
        ..Heading::default()
    };
    let blocks = vec![Block::Columns(vec![column(0), column(1)])];
    Block::Section(Section { kind: SectionKind::Part, id: "".into(), heading, blocks })
}

fn changes(
    view: &PlanView,
    other: &PlanView,
    causes: &[KeptTextChange],
    s: &Shell,
) -> Option<Vec<TextChange>> {
    let document = view.stored.document.as_ref()?;
    let change = |one: Change| TextChange {
        address: one.span.map_or_else(String::new, |span| s.to(living::sentence_link(document, span))),
        cause: cause(&one, causes),
        there: one.there,
        here: one.here,
    };
    Some(difference::text(view, other)?.into_iter().map(change).collect())
}

/// What led to a change: the words were put down for it, and the new version says them.
fn cause(one: &Change, causes: &[KeptTextChange]) -> String {
    let bare = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let whole = |pieces: &[Piece]| pieces.iter().map(|piece| bare(&piece.text)).collect::<String>();
    let here = whole(&one.here);
    let caused = causes.iter().filter(|kept| kept.withdrawn.is_none() && bare(&kept.change.proposed) == here);
    let told = caused.map(|kept| if kept.change.told.is_empty() { &kept.reason } else { &kept.change.told });
    told.cloned().collect::<Vec<_>>().join("；")
}

fn projects(view: &PlanView) -> impl Iterator<Item = &str> {
    view.stored.plan.projects.iter().map(|project| project.name.as_str())
}
