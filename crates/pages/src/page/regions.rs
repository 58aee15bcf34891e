use crate::asked::OnPlan;
use crate::assets;
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use assess::Row;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use plan::{Observation, PlaceKind};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use source::Lang;
use std::collections::BTreeSet;
use store::Region;
use story::{Block, Map};
use web::rendered::Rendered;
use web::{App, Problem, Visit};
use work::number;
use work::view::{Judged, State};

#[derive(Template)]
#[template(path = "regions.html")]
struct Regions {
    s: Shell,
    indicators: Vec<Choice>,
    indicator: String,
    unit: String,
    rows: Vec<Line>,
    /// The map as HTML; empty when no region has an outline.
    map: String,
    /// Whether any region has targets of its own.
    judged: bool,
}

struct Line {
    id: String,
    name: String,
    code: String,
    value: String,
    year: String,
    goal: String,
    progress: String,
    state: &'static str,
    state_word: &'static str,
    mark: story::Mark,
    width: String,
    projects: usize,
    projects_address: String,
    targets: usize,
}

/// A region of the plan with what is said and known of it.
struct Known<'a> {
    id: String,
    name: String,
    code: String,
    outline: Option<&'a str>,
    latest: Option<Latest<'a>>,
    row: Option<&'a Row>,
    projects: usize,
    targets: usize,
}

/// Map and comparison of the regions inside the plan's own.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, visit, .. } = &on;
    on.answer(async || {
        let judged = on.judged().await?;
        let regions = inside(app, &judged).await?;
        Ok(page(visit, &judged, &regions))
    })
    .await
}

/// The outlines as GeoJSON, with the values of the indicator.
pub(crate) async fn shapes(
    Shared(app): Shared<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
    let regions = inside(&app, &judged).await?;
    let indicator = indicator_id(&visit, &judged);
    let known = known(&judged, &regions, &indicator);
    let features = features(&known);
    let body = serde_json::json!({ "type": "FeatureCollection", "features": features }).to_string();
    Ok(Rendered::new("application/geo+json", body).answer(&headers))
}

/// The outlines that are known, with the value of each and where it lies between lowest (0) and highest (1).
fn features(known: &[Known<'_>]) -> Vec<serde_json::Value> {
    let values: Vec<f64> = known.iter().filter_map(|one| Some(one.latest?.number())).collect();
    let (low, high) =
        values.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    known
        .iter()
        .filter_map(|one| {
            let geometry: serde_json::Value = serde_json::from_str(one.outline?).ok()?;
            let mut properties = serde_json::json!({ "id": one.id, "name": one.name });
            if let Some(latest) = one.latest {
                let rank = if high > low { (latest.number() - low) / (high - low) } else { 0.5 };
                properties["value"] = latest.value.to_string().into();
                properties["rank"] = rank.into();
            }
            if let Some(row) = one.row {
                properties["state"] = State::of(row).name().into();
            }
            Some(serde_json::json!({ "type": "Feature", "properties": properties, "geometry": geometry }))
        })
        .collect()
}

/// Whether figures of regions inside the plan's own are known of an indicator.
pub(super) fn has_figures(judged: &Judged, indicator: &str) -> bool {
    figures(judged).any(|figure| figure.indicator.as_str() == indicator)
}

/// The map of one indicator as HTML; empty when no region has an outline or this build has no maps.
pub(super) async fn map_of(
    app: &App,
    visit: &Visit,
    judged: &Judged,
    indicator: &str,
) -> Result<String, Problem> {
    let regions = inside(app, judged).await?;
    let known = known(judged, &regions, indicator);
    if assets::address("map.js").is_none() || known.iter().all(|one| one.outline.is_none()) {
        return Ok(String::new());
    }
    let s = Shell::of(visit, &judged.view, Some(&judged.moment), Place::Indicators, "");
    Ok(map(visit.lang, &s, indicator, &known))
}

/// The regions coloured by one indicator, with its name: the first whose targets are judged by region, else the first with
/// figures of regions. Both are empty where there is none; the map alone is empty where no region has an outline.
pub(crate) async fn coloured(app: &App, visit: &Visit, judged: &Judged) -> Result<(String, String), Problem> {
    let regional = regional(judged);
    let is_judged = |id: &str| {
        judged.of_indicator(id).any(|row| !row.region.is_empty() && State::of(row) != State::Unknown)
    };
    let chosen = regional.iter().find(|(id, _)| is_judged(id)).or_else(|| regional.first());
    match chosen {
        Some((id, name)) => Ok((map_of(app, visit, judged, id).await?, name.clone())),
        None => Ok(Default::default()),
    }
}

/// Whether figures of any region inside the plan's own are known.
pub(crate) fn have_figures(judged: &Judged) -> bool {
    !regional(judged).is_empty()
}

async fn inside(app: &App, judged: &Judged) -> Result<Vec<Region>, Problem> {
    match &judged.view.stored.plan.region {
        Some(name) => Ok(app.store().regions_inside(name).await?),
        None => Ok(Vec::new()),
    }
}

/// Indicators of which figures of regions are known.
fn regional(judged: &Judged) -> Vec<(String, String)> {
    let with_regions: BTreeSet<&str> = figures(judged).map(|figure| figure.indicator.as_str()).collect();
    let indicators = judged.view.stored.plan.indicators.iter();
    indicators
        .filter(|indicator| with_regions.contains(indicator.id.as_str()))
        .map(|indicator| (indicator.id.to_string(), indicator.name.clone()))
        .collect()
}

/// Figures of regions inside the plan's own that count at the moment.
fn figures(judged: &Judged) -> impl Iterator<Item = &Observation> {
    let stored = &judged.view.stored;
    let as_of = judged.moment.as_of;
    let known_at = as_of.known_at.map(|day| day.to_string());
    let outside = outside(judged);
    stored.plan.observations.iter().chain(&stored.figures).filter(move |figure| {
        !outside.contains(figure.region.as_str())
            && figure.is_yearly()
            && figure.is_whole()
            && !figure.region.is_empty()
            && Some(&figure.region) != stored.plan.region.as_ref()
            && figure.value.is_some()
            && figure.period.is_some_and(|period| period.end <= as_of.year)
            // Days written as YYYY-MM-DD sort as texts.
            && known_at.as_ref().is_none_or(|day| figure.vintage <= *day)
    })
}

/// Regions that figures name and that lie outside the plan's own: they are compared on the pages of indicators.
fn outside(judged: &Judged) -> BTreeSet<&str> {
    let stored = &judged.view.stored;
    let all = stored.plan.observations.iter().chain(&stored.figures);
    let named: BTreeSet<&str> = all.map(|figure| figure.region.as_str()).collect();
    named.into_iter().filter(|region| assess::peers::is_outside(&stored.plan, region)).collect()
}

/// The latest value of an indicator in a region: the last year, and of that the last that became known.
fn latest<'a>(judged: &'a Judged, indicator: &str, region: &str) -> Option<Latest<'a>> {
    let of_region = figures(judged).filter(|figure| figure.indicator.as_str() == indicator);
    let found = of_region
        .filter(|figure| region::same(region, &figure.region))
        .max_by_key(|figure| (figure.period.map(|period| period.end), figure.vintage.clone()))?;
    Some(Latest { value: found.value?, year: found.period?.end, unit: &found.unit })
}

/// A value of a region with its year.
#[derive(Clone, Copy)]
struct Latest<'a> {
    value: Decimal,
    year: i32,
    unit: &'a str,
}

impl Latest<'_> {
    fn number(&self) -> f64 {
        self.value.to_f64().unwrap_or(0.0)
    }
}

fn indicator_id(visit: &Visit, judged: &Judged) -> String {
    let regional = regional(judged);
    let asked = visit.get("indicator").filter(|id| regional.iter().any(|(other, _)| other == id));
    asked.map(str::to_owned).or_else(|| regional.first().map(|(id, _)| id.clone())).unwrap_or_default()
}

/// The regions of the tree, then regions that only the plan or its figures name.
fn known<'a>(judged: &'a Judged, regions: &'a [Region], indicator: &str) -> Vec<Known<'a>> {
    let plan = &judged.view.stored.plan;
    let mut all: Vec<Known<'_>> = regions
        .iter()
        .map(|region| Known {
            id: region.id.clone(),
            name: region.name.clone(),
            code: region.code.clone(),
            outline: region.outline.as_deref(),
            latest: None,
            row: None,
            projects: 0,
            targets: 0,
        })
        .collect();
    let named =
        plan.places.iter().filter(|place| place.kind == PlaceKind::Region).map(|place| place.name.as_str());
    let counted = figures(judged).map(|figure| figure.region.as_str());
    for name in named.chain(counted) {
        let is_own = plan.region.as_deref() == Some(name);
        if !name.is_empty() && !is_own && !all.iter().any(|one| region::same(&one.name, name)) {
            all.push(Known {
                id: name.to_owned(),
                name: name.to_owned(),
                code: String::new(),
                outline: None,
                latest: None,
                row: None,
                projects: 0,
                targets: 0,
            });
        }
    }
    for one in &mut all {
        one.latest = latest(judged, indicator, &one.name);
        one.row = judged.of_indicator(indicator).find(|row| region::same(&one.name, &row.region));
        one.projects = plan.projects.iter().filter(|project| region::same(&one.name, &project.place)).count();
        one.targets = plan.targets.iter().filter(|target| region::same(&one.name, &target.scope)).count();
    }
    all
}

fn page(visit: &Visit, judged: &Judged, regions: &[Region]) -> Regions {
    let lang = visit.lang;
    let s = Shell::of(visit, &judged.view, Some(&judged.moment), Place::Regions, text(lang, "nav.regions"));
    let indicator = indicator_id(visit, judged);
    let known = known(judged, regions, &indicator);
    let largest = known.iter().filter_map(|one| Some(one.latest?.number().abs())).fold(0.0, f64::max);
    let has_map = known.iter().any(|one| one.outline.is_some()) && assets::address("map.js").is_some();
    let choices = regional(judged);
    let unit =
        known.iter().find_map(|one| one.latest).map(|latest| latest.unit.to_owned()).unwrap_or_default();
    let rows = known.iter().map(|one| {
        let state = one.row.map_or(State::Unknown, State::of);
        let latest = one.latest;
        Line {
            id: one.id.clone(),
            name: one.name.clone(),
            code: one.code.clone(),
            value: latest.map(|latest| latest.value.to_string()).unwrap_or_default(),
            year: latest.map(|latest| latest.year.to_string()).unwrap_or_default(),
            goal: one
                .row
                .and_then(|row| row.goal)
                .map(|point| number::value(point.value))
                .unwrap_or_default(),
            progress: one.row.and_then(|row| row.progress).map(number::percent).unwrap_or_default(),
            state: state.name(),
            state_word: crate::text::state_word(lang, state),
            mark: story::mark(state.name()),
            width: latest
                .filter(|_| largest > 0.0)
                .map(|latest| format!("{:.1}", latest.number().abs() / largest * 100.0))
                .unwrap_or_default(),
            projects: one.projects,
            projects_address: s.to(format!("/projects?view=place&q={}", web::visit::encode(&one.name))),
            targets: one.targets,
        }
    });
    Regions {
        judged: known.iter().any(|one| one.row.is_some()),
        rows: rows.collect(),
        indicators: choices
            .into_iter()
            .map(|(id, name)| Choice { chosen: id == indicator, value: id, label: name })
            .collect(),
        map: if has_map { map(lang, &s, &indicator, &known) } else { String::new() },
        indicator,
        unit,
        s: if has_map { s.with_bundle("map") } else { s },
    }
}

/// The map of the regions, darker where the value of the indicator is larger.
fn map(lang: Lang, s: &Shell, indicator: &str, known: &[Known<'_>]) -> String {
    let words = serde_json::json!({
        "NavigationControl.ZoomIn": text(lang, "map.zoom-in"),
        "NavigationControl.ZoomOut": text(lang, "map.zoom-out"),
        "Map.Title": text(lang, "regions.map"),
        "CooperativeGesturesHandler.WindowsHelpText": text(lang, "map.ctrl"),
        "CooperativeGesturesHandler.MacHelpText": text(lang, "map.cmd"),
        "CooperativeGesturesHandler.MobileHelpText": text(lang, "map.fingers"),
    });
    let value = |one: &Known<'_>| one.latest.map(|latest| latest.value.to_string()).unwrap_or_default();
    story::html(&[Block::Map(Map {
        shapes: s.to(format!("/regions.geojson?indicator={indicator}")).into(),
        worker: assets::address("map-worker.js").unwrap_or("").into(),
        words: words.to_string().into(),
        key: if known.iter().any(|one| one.row.is_some()) {
            text(lang, "regions.map-key-state").into()
        } else {
            text(lang, "regions.map-key").into()
        },
        absent: text(lang, "regions.no-script").into(),
        areas: known.iter().map(|one| (one.name.as_str().into(), value(one).into())).collect(),
    })])
}
