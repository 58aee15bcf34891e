//! The public edition: what a plan promises, in plain words, by theme of life, by place and by year.

use crate::news::following;
use crate::page::parts::RowCard;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use crate::voices::asking;
use crate::words::stage_word;
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use plan::{PlaceKind, Project};
use source::Lang;
use std::collections::BTreeSet;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::themes::{self, Theme};
use work::view::{Judged, State};

/// The theme of what no word tells.
const OTHER: &str = "other";
/// Most projects on a page; the page of projects has all.
const PROJECTS: usize = 60;

#[derive(Template)]
#[template(path = "life.html")]
struct Life {
    s: Shell,
    heading: String,
    /// Empty on a page of one theme.
    themes: Vec<ThemeCard>,
    places: Vec<Chip>,
    years: Vec<Chip>,
    promises: Vec<Promise>,
    projects: Vec<Work>,
    more_projects: usize,
    /// Whether one theme is shown.
    is_theme: bool,
    /// Where one asks about the place or the plan.
    ask: String,
    /// Where one follows the place or the plan.
    follow: String,
}

struct ThemeCard {
    name: &'static str,
    address: String,
    promises: usize,
    reached: usize,
    behind: usize,
    projects: usize,
}

/// A choice of a place or a year.
struct Chip {
    label: String,
    address: String,
    chosen: bool,
}

/// A promise in plain words.
struct Promise {
    card: RowCard,
    address: String,
    /// What, by when.
    what: String,
    /// Where it stands.
    stands: String,
    /// How sure.
    sure: String,
}

struct Work {
    name: String,
    place: String,
    stage: &'static str,
    address: String,
}

/// What is shown: a theme, a place, a year.
struct Asked<'a> {
    theme: Option<&'a str>,
    place: Option<&'a str>,
    year: Option<i32>,
}

/// All themes.
pub(crate) async fn index(
    Shared(app): Shared<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    crate::answer::answer(&app, &visit, &headers, async || {
        let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
        Ok(page(&visit, &judged, None))
    })
    .await
}

/// One theme.
pub(crate) async fn theme(
    Shared(app): Shared<App>,
    Path((id, key)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    crate::answer::answer(&app, &visit, &headers, async || {
        let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
        if key != OTHER && themes::theme(&key).is_none() {
            return Err(Problem::no_page());
        }
        Ok(page(&visit, &judged, Some(&key)))
    })
    .await
}

fn page(visit: &Visit, judged: &Judged, theme: Option<&str>) -> Life {
    let lang = visit.lang;
    let asked = Asked {
        theme,
        place: visit.get("place").filter(|place| !place.is_empty()),
        year: visit.get("year").and_then(|year| year.parse().ok()),
    };
    let found = theme.and_then(themes::theme);
    let name = match (theme, found) {
        (_, Some(theme)) => theme.word(lang),
        (Some(_), None) => text(lang, "life.other"),
        (None, None) => text(lang, "life.title"),
    };
    let s = Shell::of(visit, &judged.view, Some(&judged.moment), Place::Life, name);
    let promised = promised(judged, &asked);
    let built: Vec<&Project> = projects(judged, &asked).collect();
    let chosen = theme.is_some() || asked.place.is_some() || asked.year.is_some();
    let shown = if chosen { promised.as_slice() } else { &[] };
    let promises = shown.iter().map(|row| promise(lang, judged, row, &s)).collect();
    let about = asked.place.map(|place| format!("place/{place}")).unwrap_or_default();
    let works = if chosen { built.as_slice() } else { &[] };
    Life {
        heading: asked.place.map_or_else(|| name.to_owned(), |place| format!("{name} · {place}")),
        themes: if theme.is_none() { cards(lang, judged, &asked, &s) } else { Vec::new() },
        places: places(lang, judged, &asked, &s),
        years: years(lang, judged, &asked, &s),
        promises,
        more_projects: works.len().saturating_sub(PROJECTS),
        projects: works.iter().take(PROJECTS).map(|project| work(lang, project, &s)).collect(),
        is_theme: theme.is_some(),
        ask: s.to(asking(&about)),
        follow: s.to(following(&about)),
        s,
    }
}

/// The keys of the themes of a promise.
fn of_row(judged: &Judged, row: &assess::Row) -> Vec<&'static str> {
    let target = judged.view.target(row.target.as_str());
    let heading = target.and_then(|target| target.provenance.section.as_ref());
    let section = heading.map(|section| judged.view.section_path(Some(section))).unwrap_or_default();
    let under = if row.group.is_empty() { section } else { row.group.clone() };
    keys(themes::of(&row.name, &under))
}

fn of_project(project: &Project) -> Vec<&'static str> {
    keys(themes::of(&project.name, &project.category))
}

fn keys(found: Vec<&'static Theme>) -> Vec<&'static str> {
    if found.is_empty() { vec![OTHER] } else { found.into_iter().map(|theme| theme.key).collect() }
}

/// The judged promises that are asked for: of a place those for the place itself.
fn promised<'a>(judged: &'a Judged, asked: &Asked<'_>) -> Vec<&'a assess::Row> {
    let rows = judged.assessment.rows.iter().filter(|row| match asked.place {
        Some(place) => region::same(place, &row.region),
        None => row.region.is_empty(),
    });
    let rows = rows.filter(|row| asked.theme.is_none_or(|theme| of_row(judged, row).contains(&theme)));
    rows.filter(|row| asked.year.is_none_or(|year| due(judged, row) == Some(year))).collect()
}

/// The year a promise is due.
fn due(judged: &Judged, row: &assess::Row) -> Option<i32> {
    let target = judged.view.target(row.target.as_str());
    row.goal.map(|goal| goal.year).or_else(|| target.and_then(|target| target.year.or(target.implied_year)))
}

fn projects<'a>(judged: &'a Judged, asked: &'a Asked<'_>) -> impl Iterator<Item = &'a Project> {
    let all = judged.view.stored.plan.projects.iter().filter(|project| project.is_certain());
    all.filter(|project| asked.theme.is_none_or(|theme| of_project(project).contains(&theme)))
        .filter(|project| asked.place.is_none_or(|place| region::same(place, &project.place)))
        .filter(|project| asked.year.is_none_or(|year| project.end_year == Some(year)))
}

fn cards(lang: Lang, judged: &Judged, asked: &Asked<'_>, s: &Shell) -> Vec<ThemeCard> {
    let names = themes::all().iter().map(|theme| (theme.key, theme.word(lang)));
    let all = names.chain(std::iter::once((OTHER, text(lang, "life.other"))));
    all.filter_map(|(key, name)| {
        let of = Asked { theme: Some(key), place: asked.place, year: asked.year };
        let rows = promised(judged, &of);
        let built = projects(judged, &of).count();
        let count = |wanted: &[State]| rows.iter().filter(|row| wanted.contains(&State::of(row))).count();
        (!rows.is_empty() || built > 0).then(|| ThemeCard {
            name,
            address: s.to(address(Some(key), asked.place, asked.year)),
            promises: rows.len(),
            reached: count(&[State::OnTrack]),
            behind: count(&[State::AtRisk, State::OutOfReach, State::Hollow]),
            projects: built,
        })
    })
    .collect()
}

/// The address of a theme, a place and a year, behind that of the plan.
fn address(theme: Option<&str>, place: Option<&str>, year: Option<i32>) -> String {
    let mut address = theme.map_or_else(|| "/life".to_owned(), |theme| format!("/life/{theme}"));
    let place = place.map(|place| format!("place={}", encode(place)));
    let year = year.map(|year| format!("year={year}"));
    for (at, part) in place.into_iter().chain(year).enumerate() {
        address.push(if at == 0 { '?' } else { '&' });
        address.push_str(&part);
    }
    address
}

/// The regions that the plan names, and those that promises or works are in.
fn places(lang: Lang, judged: &Judged, asked: &Asked<'_>, s: &Shell) -> Vec<Chip> {
    let plan = &judged.view.stored.plan;
    let own = plan.region.as_deref().unwrap_or_default();
    let named =
        plan.places.iter().filter(|place| place.kind == PlaceKind::Region).map(|place| place.name.as_str());
    let judged_in = judged.assessment.rows.iter().map(|row| row.region.as_str());
    let all: BTreeSet<&str> =
        named.chain(judged_in).filter(|name| !name.is_empty() && *name != own).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let chip = |label: &str, place: Option<&str>| Chip {
        label: label.to_owned(),
        address: s.to(address(asked.theme, place, asked.year)),
        chosen: place == asked.place,
    };
    let whole = if own.is_empty() { text(lang, "life.everywhere") } else { own };
    std::iter::once(chip(whole, None)).chain(all.into_iter().map(|name| chip(name, Some(name)))).collect()
}

fn years(lang: Lang, judged: &Judged, asked: &Asked<'_>, s: &Shell) -> Vec<Chip> {
    let all: BTreeSet<i32> = judged.own().filter_map(|row| due(judged, row)).collect();
    if all.len() < 2 {
        return Vec::new();
    }
    let chip = |label: String, year: Option<i32>| Chip {
        label,
        address: s.to(address(asked.theme, asked.place, year)),
        chosen: year == asked.year,
    };
    let every = std::iter::once(chip(text(lang, "life.any-year").to_owned(), None));
    every.chain(all.into_iter().map(|year| chip(year.to_string(), Some(year)))).collect()
}

fn promise(lang: Lang, judged: &Judged, row: &assess::Row, s: &Shell) -> Promise {
    let card = RowCard::of(lang, judged, row);
    let target = judged.view.target(row.target.as_str());
    let what = match target.map(|target| target.comparator) {
        Some(plan::Comparator::Le | plan::Comparator::Lt) => "life.at-most",
        Some(plan::Comparator::Ge | plan::Comparator::Gt) => "life.at-least",
        _ => "life.reach",
    };
    let goal = [card.goal.as_str(), card.unit.as_str()].concat();
    let what = if card.goal.is_empty() {
        target.map(|target| target.provenance.quote.clone()).unwrap_or_default()
    } else {
        fill(lang, what, &[("year", &card.goal_year), ("goal", &goal)])
    };
    let latest = [card.latest.as_str(), card.unit.as_str()].concat();
    let base_year = row.base.map(|base| base.year.to_string()).unwrap_or_default();
    let base = [card.base.as_str(), card.unit.as_str()].concat();
    let mut stands = String::new();
    if !card.latest.is_empty() {
        stands = fill(lang, "life.latest", &[("year", &card.latest_year), ("value", &latest)]);
        if !card.base.is_empty() && base_year != card.latest_year {
            stands.push_str(if lang == Lang::En { " " } else { "" });
            stands.push_str(&fill(lang, "life.base", &[("year", &base_year), ("value", &base)]));
        }
    }
    let sure = match card.probability.as_str() {
        "" => String::new(),
        probability => fill(lang, "life.sure", &[("p", probability)]),
    };
    let address = s.to(format!("/indicators/{}#{}", encode(&card.indicator), card.target));
    Promise { card, address, what, stands, sure }
}

fn work(lang: Lang, project: &Project, s: &Shell) -> Work {
    Work {
        name: project.name.clone(),
        place: project.place.clone(),
        stage: match plan::STAGES.into_iter().find(|stage| *stage == project.stage) {
            Some(stage) => stage_word(lang, stage),
            None => "",
        },
        address: s.to(format!("/projects?q={}", encode(&project.name))),
    }
}
