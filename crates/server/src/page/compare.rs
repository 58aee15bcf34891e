use super::indicator::shown_value;
use super::indicators::Choice;
use super::shell::{Place, Shell};
use crate::app::App;
use crate::problem::Problem;
use crate::text::text;
use crate::view::{self, PlanView};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use plan::Indicator;
use std::collections::{BTreeMap, BTreeSet};
use store::PlanFilter;

#[derive(Template)]
#[template(path = "compare.html")]
struct Compare {
    s: Shell,
    choices: Vec<Choice>,
    other_title: String,
    lines: Vec<Line>,
    same: usize,
    projects: Vec<Difference>,
    chosen: bool,
}

/// An indicator in both plans, or in one of them.
pub(crate) struct Line {
    pub(crate) name: String,
    address: String,
    pub(crate) here: String,
    pub(crate) there: String,
    /// `same`, `changed`, `only-here`, `only-there`.
    pub(crate) kind: &'static str,
    word: &'static str,
}

/// A project that only one of the plans has.
struct Difference {
    name: String,
    here: bool,
}

/// Two plans, or two versions of one, side by side.
pub(crate) async fn get(
    Shared(app): Shared<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    super::answer(&app, &visit, &headers, async || {
        let view = view::plan(&app, visit.viewer(), &visit.question(&id)?).await?;
        let moment = view::Moment::of(&view, &visit.question(&id)?);
        let with = visit.get("with").unwrap_or("").to_owned();
        let other = if with.is_empty() { None } else { Some(other(&app, &visit, &with).await?) };
        let choices = choices(&app, &visit, &view, &with).await?;
        let s = Shell::of(&visit, &view, Some(&moment), Place::Compare, text(visit.lang, "nav.compare"));
        Ok(page(&visit, s, &view, other.as_ref(), choices))
    })
    .await
}

/// The other plan: `id`, or `id@version`.
pub(crate) async fn other(app: &App, visit: &Visit, with: &str) -> Result<PlanView, Problem> {
    let (plan, version) = match with.rsplit_once('@') {
        Some((plan, version)) => {
            let none = || {
                Problem::bad_request(
                    format!("没有版本“{version}”。"),
                    format!("There is no version “{version}”."),
                )
            };
            (plan, Some(version.parse::<i64>().ok().filter(|version| *version > 0).ok_or_else(none)?))
        }
        None => (with, None),
    };
    view::check_seen(app, visit.viewer(), plan)?;
    let stored = match (version, visit.stood_at()?) {
        (None, Some(moment)) => app.store().plan_at(plan, moment).await?,
        _ => app.store().plan(plan, version).await?,
    };
    Ok(PlanView::new(stored))
}

// A select with more entries than this helps nobody; the address takes any plan.
const CHOICES: i64 = 200;

async fn choices(app: &App, visit: &Visit, view: &PlanView, with: &str) -> Result<Vec<Choice>, Problem> {
    let mut choices = Vec::new();
    let past = visit.question(view.id())?.past();
    for version in app.store().versions(view.id()).await? {
        if version.version != view.stored.key.version && past.holds(&version.at) {
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

fn page(visit: &Visit, s: Shell, view: &PlanView, other: Option<&PlanView>, choices: Vec<Choice>) -> Compare {
    let Some(other) = other else {
        return Compare {
            s,
            choices,
            other_title: String::new(),
            lines: Vec::new(),
            same: 0,
            projects: Vec::new(),
            chosen: false,
        };
    };
    let lang = visit.lang;
    let mut lines = lines(view, other);
    for line in &mut lines {
        if !line.address.is_empty() {
            line.address = s.to(&line.address);
        }
        line.word = match line.kind {
            "only-here" => text(lang, "compare.only-here"),
            "only-there" => text(lang, "compare.only-there"),
            "same" => text(lang, "compare.same"),
            _ => text(lang, "compare.changed"),
        };
    }
    let same = lines.iter().filter(|line| line.kind == "same").count();
    let mine: BTreeSet<&str> = projects(view).collect();
    let others: BTreeSet<&str> = projects(other).collect();
    let only = |a: &BTreeSet<&str>, b: &BTreeSet<&str>, here| {
        a.difference(b).map(|name| Difference { name: (*name).to_owned(), here }).collect::<Vec<_>>()
    };
    let mut differences = only(&mine, &others, true);
    differences.extend(only(&others, &mine, false));
    Compare {
        s,
        choices,
        other_title: other.title().to_owned(),
        lines,
        same,
        projects: differences,
        chosen: true,
    }
}

/// All indicators that either plan promises something of, differences first.
pub(crate) fn lines(view: &PlanView, other: &PlanView) -> Vec<Line> {
    let theirs: BTreeMap<&str, &Indicator> =
        other.stored.plan.indicators.iter().rev().map(|indicator| (key(indicator), indicator)).collect();
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for indicator in &view.stored.plan.indicators {
        let here = values(view, indicator);
        let partner = theirs.get(key(indicator));
        let there = partner.map(|partner| values(other, partner)).unwrap_or_default();
        seen.insert(key(indicator));
        if here.is_empty() && there.is_empty() {
            continue;
        }
        let kind = match (here.as_str(), there.as_str()) {
            (_, "") => "only-here",
            ("", _) => "only-there",
            (a, b) if a == b => "same",
            _ => "changed",
        };
        lines.push(Line {
            name: indicator.name.clone(),
            address: format!("/indicators/{}", indicator.id),
            here,
            there,
            kind,
            word: "",
        });
    }
    for indicator in other.stored.plan.indicators.iter().filter(|indicator| !seen.contains(key(indicator))) {
        let there = values(other, indicator);
        if !there.is_empty() {
            lines.push(Line {
                name: indicator.name.clone(),
                address: String::new(),
                here: String::new(),
                there,
                kind: "only-there",
                word: "",
            });
        }
    }
    lines.sort_by_key(|line| match line.kind {
        "changed" => 0,
        "only-here" => 1,
        "only-there" => 2,
        _ => 3,
    });
    lines
}

/// What makes two indicators the same: the catalogue entry, else the name.
fn key(indicator: &Indicator) -> &str {
    indicator.catalogue.as_deref().unwrap_or(&indicator.name)
}

/// All targets of an indicator in one text: value and year.
fn values(view: &PlanView, indicator: &Indicator) -> String {
    let mut values: Vec<String> = Vec::new();
    for target in view.stored.plan.targets_of(&indicator.id) {
        let year = target.year.or(target.implied_year).map(|year| format!(" ({year})")).unwrap_or_default();
        let value = format!("{}{year}", shown_value(target));
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values.join("; ")
}

fn projects(view: &PlanView) -> impl Iterator<Item = &str> {
    view.stored.plan.projects.iter().map(|project| project.name.as_str())
}
