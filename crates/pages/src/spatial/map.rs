//! The map of a plan: its layers with legend, zones that the text names, conflicts beside the map, and the sheet to print.

use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::assets;
use crate::shell::{Place, Shell};
use crate::spatial::words::{area, kind_name};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use duty::Right;
use serde_json::{Value, json};
use source::Lang;
use store::ConflictKind;
use web::rendered::Rendered;
use web::{App, Problem, Visit};
use work::conflicts::{self, Listed};
use work::spatial::{self, Outlined, Overview, Shown};
use work::view::PlanView;

/// Vector tiles never change under their address: the version is part of it.
const KEPT: &str = "private, max-age=31536000, immutable";
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
    years: Vec<(i64, bool)>,
    approvals: String,
    conflicts: Vec<ConflictLine>,
    waiting: usize,
    noise: String,
    zones: Vec<ZoneLine>,
    structure: Vec<PartLine>,
    is_staff: bool,
    may_edit: bool,
    may_consult: bool,
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

struct ConflictLine {
    id: String,
    class: String,
    weight: String,
    sides: String,
    size: String,
    /// Longitude and latitude; empty without a place.
    at: String,
    state: String,
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

fn year(visit: &Visit) -> Option<i64> {
    visit.get("year").and_then(|year| year.parse().ok()).filter(|year| (1900..=2200).contains(year))
}

/// The map and everything on it as lists.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, visit, .. } = &on;
    let (view, moment) = on.view().await?;
    let year = year(visit);
    let overview = spatial::overview(app, visit.viewer(), &view, year).await?;
    let is_staff = visit.viewer().may(Right::ReadSubmission);
    let found = if is_staff { conflicts::all(app, &view).await? } else { Vec::new() };
    let s = Shell::of(visit, &view, Some(&moment), Place::Map, text(visit.lang, "nav.map"));
    let page = made(visit, s, &overview, &found, year);
    if visit.viewer().is_known() { fresh(&page) } else { on.answer(async || Ok(page)).await }
}

fn made(visit: &Visit, s: Shell, overview: &Overview, found: &[Listed], year: Option<i64>) -> MapPage {
    let lang = visit.lang;
    let on_ground: Vec<&Listed> =
        found.iter().filter(|one| one.row.kind == ConflictKind::Space && one.row.lost_at.is_none()).collect();
    let waiting = on_ground.iter().filter(|one| one.waits() && one.row.weight != "noise");
    let is_staff = visit.viewer().may(Right::ReadSubmission);
    let has_bundle = assets::address("map.js").is_some();
    let drawing = if has_bundle && !overview.layers.is_empty() {
        drawing(lang, &s, overview, is_staff)
    } else {
        String::new()
    };
    let year_part = year.map(|year| format!("?year={year}")).unwrap_or_default();
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
        sheet: s.to(format!("/map/sheet.svg{year_part}")),
        years: overview.years.iter().map(|one| (*one, Some(*one) == year)).collect(),
        approvals: if is_staff { String::new() } else { approvals.join("、") },
        waiting: waiting.clone().count(),
        conflicts: waiting.take(BESIDE).map(|one| conflict_line(lang, one)).collect(),
        noise: noise(lang, &on_ground),
        zones: overview.named.iter().map(|zone| zone_line(lang, &s, zone)).collect(),
        structure: overview.structured.iter().map(|part| part_line(lang, &s, part)).collect(),
        is_staff,
        may_edit: visit.viewer().may(Right::EditPlan),
        may_consult: visit.viewer().may(Right::Consult),
        s: if drawing.is_empty() { s } else { s.with_bundle("map") },
        drawing,
    }
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

fn conflict_line(lang: Lang, one: &Listed) -> ConflictLine {
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

fn extent(lang: Lang, extent: &Outlined) -> String {
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
fn drawing(lang: Lang, s: &Shell, overview: &Overview, is_staff: bool) -> String {
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
    json!({"layers": layers, "named": s.to("/map/named.geojson"), "conflicts": conflicts}).to_string()
}

/// The map as a sheet of paper.
pub(crate) async fn sheet(on: OnPlan) -> Result<Response, Problem> {
    let (view, _) = on.view().await?;
    let drawn = spatial::sheet(&on.app, on.visit.viewer(), &view, year(&on.visit), on.visit.lang).await?;
    Ok(Rendered::cached("image/svg+xml", drawn, web::rendered::NO_STORE).answer(&HeaderMap::new()))
}

/// Zones that the text names, as far as there is anything to draw: whole regions, and points where the extent is open.
pub(crate) async fn named(on: OnPlan) -> Result<Response, Problem> {
    let (view, _) = on.view().await?;
    let overview = spatial::overview(&on.app, on.visit.viewer(), &view, None).await?;
    let body = json!({"type": "FeatureCollection", "features": features(on.visit.lang, &view, &overview)});
    Ok(Rendered::cached("application/geo+json", body.to_string(), web::rendered::NO_STORE)
        .answer(&HeaderMap::new()))
}

fn features(lang: Lang, view: &PlanView, overview: &Overview) -> Vec<Value> {
    let zones = overview.named.iter().filter_map(|zone| {
        let geometry = match &zone.extent {
            Outlined::Region(geometry) => geometry.clone(),
            Outlined::Within(_, at) => json!({"type": "Point", "coordinates": at}),
            _ => return None,
        };
        let properties =
            json!({"name": zone.name, "regime": zone.regime, "extent": extent(lang, &zone.extent)});
        Some(json!({"type": "Feature", "properties": properties, "geometry": geometry}))
    });
    let parts = overview.structured.iter().flat_map(|part| {
        part.places.iter().filter_map(|(_, place)| {
            let Outlined::Within(_, at) = place else { return None };
            let properties = json!({"name": part.term, "regime": "structure", "extent": extent(lang, place)});
            Some(json!({"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": at}}))
        })
    });
    let projects = overview.regions.iter().filter_map(|region| {
        let here = |place: &str| !place.is_empty() && (region.name == place || region.name.starts_with(place));
        let count = view.stored.plan.projects.iter().filter(|project| here(&project.place)).count();
        let at = spatial::middle(region)?;
        let name = format!("{} {count}", text(lang, "kind.project"));
        let properties = json!({"name": name, "regime": "projects", "extent": region.name});
        (count > 0).then(|| json!({"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": at}}))
    });
    zones.chain(parts).chain(projects).collect()
}

/// Conflicts on the ground, noise left out.
pub(crate) async fn conflicts(on: OnPlan) -> Result<Response, Problem> {
    let (view, _) = on.view().await?;
    let found = conflicts::all(&on.app, &view).await?;
    let feature = |one: &Listed| {
        let at = one.extent.at?;
        let line = conflict_line(on.visit.lang, one);
        let geometry =
            one.extent.geometry.clone().unwrap_or_else(|| json!({"type": "Point", "coordinates": at}));
        let properties = json!({"id": line.id, "class": line.class, "weight": line.weight, "sides": line.sides, "size": line.size,
                                "state": line.state, "waits": one.waits()});
        Some(json!({"type": "Feature", "properties": properties, "geometry": geometry}))
    };
    let on_ground = found.iter().filter(|one| one.row.lost_at.is_none() && one.row.weight != "noise");
    let features: Vec<Value> = on_ground.filter_map(feature).collect();
    let body = json!({"type": "FeatureCollection", "features": features}).to_string();
    Ok(Rendered::cached("application/geo+json", body, web::rendered::NO_STORE).answer(&HeaderMap::new()))
}

/// A vector tile of a layer.
pub(crate) async fn tile(
    State(app): State<App>,
    Path((plan, layer, zoom, x, y)): Path<(String, i64, u32, u32, u32)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let tile = spatial::tile(&app, visit.viewer(), &plan, layer, [zoom, x, y]).await?;
    Ok(Rendered::cached("application/vnd.mapbox-vector-tile", tile, KEPT).answer(&headers))
}
