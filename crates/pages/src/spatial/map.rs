//! The map of a plan: its layers with legend, zones that the text names, conflicts beside the map, and the sheet to print.

use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::assets;
use crate::page::regions;
use crate::shell::{Place, Shell};
use crate::spatial::standing::{StandingLine, standing_lines};
use crate::spatial::words::{area, kind_name};
use crate::text::{fill, text};
use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;
use duty::Right;
use serde_json::{Value, json};
use source::Lang;
use std::sync::Arc;
use store::ConflictKind;
use web::rendered::Rendered;
use web::{Problem, Visit};
use work::conflicts::{self, Listed};
use work::spatial::{self, Outlined, Overview, Shown};
use work::view::Judged;

/// Conflicts listed beside the map; the ledger has all.
const BESIDE: usize = 60;

#[derive(Template)]
#[template(path = "spatial/map.html")]
struct MapPage {
    s: Shell,
    layers: Vec<LayerLine>,
    /// What the script draws, as JSON; empty when there is nothing to draw or no bundle.
    drawing: String,
    worker: &'static str,
    words: String,
    sheet: String,
    years: Vec<YearLink>,
    /// First, chosen and last year of the slider; nothing without a choice of years.
    slider: Option<[i64; 3]>,
    /// The year that is shown; none for what holds now.
    year: Option<i64>,
    standing: Vec<StandingLine>,
    approvals: String,
    conflicts: Vec<ConflictLine>,
    waiting: usize,
    noise: String,
    overlaying: usize,
    zones: Vec<ZoneLine>,
    structure: Vec<PartLine>,
    is_staff: bool,
    may_edit: bool,
    may_consult: bool,
    instead: Instead,
}

/// What a map without layers shows instead.
#[derive(Default)]
struct Instead {
    /// The regions coloured by an indicator as HTML; empty where no outline is known.
    map: String,
    /// The name of the indicator; empty where no figure of a region is known.
    indicator: String,
    /// Whether the page of regions has something to show.
    has_regions: bool,
}

struct YearLink {
    year: i64,
    address: String,
    is_chosen: bool,
}

struct LayerLine {
    id: i64,
    name: String,
    kind: String,
    version: String,
    swatch: String,
    size: String,
    clause: String,
    approval: String,
}

pub(super) struct ConflictLine {
    pub(super) id: String,
    pub(super) class: String,
    pub(super) weight: String,
    pub(super) sides: String,
    pub(super) size: String,
    /// Longitude and latitude; empty without a place.
    at: String,
    pub(super) state: String,
}

struct ZoneLine {
    name: String,
    regime: &'static str,
    regime_word: &'static str,
    address: String,
    line: u32,
    extent: String,
    is_open: bool,
    add: String,
}

struct PartLine {
    term: String,
    said: String,
    address: String,
    line: u32,
    places: String,
    add: String,
}

/// The year that a map is asked for.
pub(super) fn year(visit: &Visit) -> Option<i64> {
    visit.get("year").and_then(|year| year.parse().ok()).filter(|year| (1900..=2200).contains(year))
}

/// The map and everything on it as lists.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, visit, .. } = &on;
    let (view, moment) = on.view().await?;
    let year = year(visit);
    let overview = spatial::overview(app, visit.viewer(), &view, year).await?;
    let judged = judged(&on, year).await?;
    let is_staff = visit.viewer().may(Right::ReadSubmission);
    let found = if is_staff { conflicts::all(app, &view).await? } else { Vec::new() };
    let s = Shell::of(visit, &view, Some(&moment), Place::Map, text(visit.lang, "nav.map"));
    let page = made(visit, s, &overview, &judged, &found);
    let page =
        if overview.layers.is_empty() { page.with(instead(&on, &judged, &overview).await?) } else { page };
    if visit.viewer().is_known() { fresh(&page) } else { on.answer(async || Ok(page)).await }
}

/// The regions of a plan that has no layers to show, drawn for those who work with it: the script that draws weighs more
/// than a page of the public may that was not asked for a map, so a link leads the public to them.
async fn instead(on: &OnPlan, judged: &Judged, overview: &Overview) -> Result<Instead, Problem> {
    let (map, indicator) = if on.visit.viewer().is_known() {
        regions::coloured(&on.app, &on.visit, judged).await?
    } else {
        Default::default()
    };
    let has_regions = !overview.regions.is_empty() || regions::have_figures(judged);
    Ok(Instead { map, indicator, has_regions })
}

impl MapPage {
    /// The page with what it shows instead of layers; a map that the script draws already stays the only one.
    fn with(self, instead: Instead) -> Self {
        if !self.drawing.is_empty() || instead.map.is_empty() {
            return Self { instead: Instead { map: String::new(), ..instead }, ..self };
        }
        Self { s: self.s.with_bundle("map"), instead, ..self }
    }
}

/// The plan as it is judged; on the map of a year before, as it stood in that year.
pub(super) async fn judged(on: &OnPlan, year: Option<i64>) -> Result<Arc<Judged>, Problem> {
    let mut question = on.visit.question(&on.plan)?;
    let (_, moment) = on.view().await?;
    let year = year.and_then(|year| i32::try_from(year).ok());
    if let Some(year) = year.filter(|year| *year < moment.as_of.year && moment.years.contains(year)) {
        question.as_of = Some(year);
    }
    Ok(on.app.judged(on.visit.viewer(), &question).await?)
}

fn made(visit: &Visit, s: Shell, overview: &Overview, judged: &Judged, found: &[Listed]) -> MapPage {
    let (lang, year) = (visit.lang, year(visit));
    let on_ground: Vec<&Listed> =
        found.iter().filter(|one| one.row.kind == ConflictKind::Space && one.row.lost_at.is_none()).collect();
    let waiting = on_ground.iter().filter(|one| one.is_to_do());
    let is_staff = visit.viewer().may(Right::ReadSubmission);
    let has_bundle = assets::address("map.js").is_some();
    let standing = spatial::standing(judged, &overview.regions, year);
    let is_drawn = !overview.layers.is_empty() || is_staff && standing.iter().any(|one| one.at.is_some());
    let drawing =
        if has_bundle && is_drawn { drawing(lang, &s, overview, (is_staff, year)) } else { String::new() };
    let years = spatial::years(judged, &overview.years);
    let mut approvals: Vec<&str> = overview
        .layers
        .iter()
        .filter_map(|one| Some(one.layer.released.as_ref()?.approval.as_str()))
        .collect();
    approvals.dedup();
    MapPage {
        layers: overview.layers.iter().rev().map(|one| layer_line(lang, one)).collect(),
        worker: assets::address("map-worker.js").unwrap_or(""),
        words: words(lang),
        sheet: s.to(format!("/map/sheet.svg{}", year_part(year))),
        slider: years.first().zip(years.last()).filter(|(first, last)| first < last).map(|(first, last)| {
            let shown = year.unwrap_or_else(|| judged.moment.as_of.year.into());
            [*first, shown.clamp(*first, *last), *last]
        }),
        years: years.iter().map(|one| year_link(&s, *one, year)).collect(),
        year,
        standing: standing_lines(lang, &s, &standing),
        approvals: if is_staff { String::new() } else { approvals.join("、") },
        waiting: waiting.clone().count(),
        conflicts: waiting.take(BESIDE).map(|one| conflict_line(lang, one)).collect(),
        noise: noise(lang, &on_ground),
        overlaying: overview.overlaying,
        zones: overview.named.iter().map(|zone| zone_line(lang, &s, zone)).collect(),
        structure: overview.structured.iter().map(|part| part_line(lang, &s, part)).collect(),
        is_staff,
        may_edit: visit.viewer().may(Right::EditPlan),
        may_consult: visit.viewer().may(Right::Consult),
        instead: Instead::default(),
        s: if drawing.is_empty() { s } else { s.with_bundle("map") },
        drawing,
    }
}

fn year_part(year: Option<i64>) -> String {
    year.map(|year| format!("?year={year}")).unwrap_or_default()
}

fn year_link(s: &Shell, year: i64, chosen: Option<i64>) -> YearLink {
    YearLink { year, address: s.to(format!("/map?year={year}")), is_chosen: chosen == Some(year) }
}

fn layer_line(lang: Lang, one: &Shown) -> LayerLine {
    let layer = &one.layer;
    LayerLine {
        id: layer.id,
        name: layer.name.clone(),
        kind: kind_name(lang, &layer.kind),
        version: layer.version.clone(),
        swatch: one.style.swatch(&format!("swatch-{}", layer.id)),
        size: if layer.plane_area > 0.0 { area(layer.plane_area) } else { String::new() },
        clause: layer.clause.clone(),
        approval: layer.released.as_ref().map(|released| released.approval.clone()).unwrap_or_default(),
    }
}

pub(super) fn conflict_line(lang: Lang, one: &Listed) -> ConflictLine {
    let label = |side: &spatial::Side| {
        if side.label.is_empty() { side.name.clone() } else { format!("{} {}", side.name, side.label) }
    };
    let second = one.second.as_ref().map(|side| format!(" × {}", label(side))).unwrap_or_default();
    ConflictLine {
        id: one.row.id.clone(),
        class: conflicts::class_words(&one.row.class).get(lang).to_owned(),
        weight: conflicts::weight_words(&one.row.weight).get(lang).to_owned(),
        sides: label(&one.first) + &second,
        size: if one.extent.plane > 0.0 { area(one.extent.plane) } else { String::new() },
        at: one.extent.at.map(|[x, y]| format!("{x:.6},{y:.6}")).unwrap_or_default(),
        state: conflicts::state_words(one.state()).get(lang).to_owned(),
    }
}

fn noise(lang: Lang, found: &[&Listed]) -> String {
    let noise: Vec<&&Listed> = found.iter().filter(|one| one.row.weight == "noise").collect();
    let (count, sum) =
        noise.iter().fold((0, 0.0), |(count, sum), one| (count + one.extent.count, sum + one.extent.plane));
    if count == 0 {
        String::new()
    } else {
        fill(lang, "map.noise", &[("n", &count.to_string()), ("area", &area(sum))])
    }
}

fn zone_line(lang: Lang, s: &Shell, zone: &spatial::Named) -> ZoneLine {
    let (regime, key) = match zone.regime.as_str() {
        "prohibited" => ("prohibited", "map.prohibited"),
        "restricted" => ("restricted", "map.restricted"),
        "optimised" => ("optimised", "map.optimised"),
        _ => ("key", "map.key-zone"),
    };
    let is_open = !matches!(zone.extent, Outlined::Region(_) | Outlined::Layer(..));
    let kind = if regime == "optimised" {
        "key-zone".to_owned()
    } else {
        format!("{}-zone", regime.trim_end_matches("-zone"))
    };
    ZoneLine {
        name: zone.name.clone(),
        regime,
        regime_word: text(lang, key),
        address: s.to(format!("/text#L{}", zone.line)),
        line: zone.line,
        extent: extent(lang, &zone.extent),
        is_open,
        add: s.to(format!("/layers?name={}&kind={kind}", web::visit::encode(&zone.name))),
    }
}

pub(super) fn extent(lang: Lang, extent: &Outlined) -> String {
    match extent {
        Outlined::Region(_) => text(lang, "map.whole-region").to_owned(),
        Outlined::Layer(_, name) => fill(lang, "map.in-layer", &[("name", name)]),
        Outlined::Within(region, _) => fill(lang, "map.open-within", &[("name", region)]),
        Outlined::Nothing => text(lang, "map.open").to_owned(),
    }
}

fn part_line(lang: Lang, s: &Shell, part: &spatial::Structured) -> PartLine {
    let has_layer = part.places.iter().any(|(_, extent)| matches!(extent, Outlined::Layer(..)));
    let places: Vec<String> = part.places.iter().map(|(_, place)| extent(lang, place)).collect();
    PartLine {
        term: part.term.clone(),
        said: part.said.clone(),
        address: s.to(format!("/text#L{}", part.line)),
        line: part.line,
        places: if places.is_empty() { text(lang, "map.open").to_owned() } else { places.join("；") },
        add: if has_layer {
            String::new()
        } else {
            s.to(format!("/layers?name={}&kind=structure", web::visit::encode(&part.term)))
        },
    }
}

fn words(lang: Lang) -> String {
    json!({
        "NavigationControl.ZoomIn": text(lang, "map.zoom-in"),
        "NavigationControl.ZoomOut": text(lang, "map.zoom-out"),
        "Map.Title": text(lang, "nav.map"),
        "CooperativeGesturesHandler.WindowsHelpText": text(lang, "map.ctrl"),
        "CooperativeGesturesHandler.MacHelpText": text(lang, "map.cmd"),
        "CooperativeGesturesHandler.MobileHelpText": text(lang, "map.fingers"),
        "here": text(lang, "map.here"),
        "nothing": text(lang, "map.nothing"),
        "row": text(lang, "map.row"),
        "many": text(lang, "map.many"),
        "length": text(lang, "map.length"),
        "area": text(lang, "map.area"),
        "conflict": text(lang, "map.conflict"),
    })
    .to_string()
}

/// What the script draws.
fn drawing(lang: Lang, s: &Shell, overview: &Overview, (is_staff, year): (bool, Option<i64>)) -> String {
    let layers: Vec<Value> = overview
        .layers
        .iter()
        .map(|one| {
            let layer = &one.layer;
            let tiles = s.to(format!("/map/tiles/{}/{{z}}/{{x}}/{{y}}?of={}", layer.id, one.mark));
            let bounds: Value = serde_json::from_str(&layer.bounds).unwrap_or_default();
            json!({
                "id": layer.id, "name": layer.name, "kind": kind_name(lang, &layer.kind), "version": layer.version,
                "tiles": tiles, "bounds": bounds, "deepest": cartography::DEEPEST,
                "colour": one.style.colour, "hatch": one.style.hatch.name(), "dash": one.style.dash,
            })
        })
        .collect();
    let conflicts = if is_staff { s.to("/map/conflicts.geojson") } else { String::new() };
    let named = s.to(format!("/map/named.geojson{}", year_part(year)));
    // Where no layer tells what to show, the outlines of the regions do.
    json!({"layers": layers, "named": named, "conflicts": conflicts, "around": spatial::around(&overview.regions)})
        .to_string()
}

/// The map as a sheet of paper.
pub(crate) async fn sheet(on: OnPlan) -> Result<Response, Problem> {
    let (view, _) = on.view().await?;
    let drawn = spatial::sheet(&on.app, on.visit.viewer(), &view, year(&on.visit), on.visit.lang).await?;
    Ok(Rendered::cached("image/svg+xml", drawn, web::rendered::NO_STORE).answer(&HeaderMap::new()))
}
