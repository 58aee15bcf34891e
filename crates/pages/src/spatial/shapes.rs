//! What the map draws, for its script: zones and places as GeoJSON, conflicts, vector tiles.

use crate::asked::OnPlan;
use crate::spatial::map::{conflict_line, extent, judged, year};
use crate::spatial::standing::standing_features;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use duty::Right;
use serde_json::{Value, json};
use source::Lang;
use web::rendered::Rendered;
use web::{App, Problem, Visit};
use work::conflicts::{self, Listed};
use work::spatial::{self, Outlined, Overview};

/// Vector tiles never change under their address: the version is part of it.
const KEPT: &str = "private, max-age=31536000, immutable";

/// Zones that the text names, as far as there is anything to draw: whole regions, and points where the extent is open.
pub(crate) async fn named(on: OnPlan) -> Result<Response, Problem> {
    let (view, _) = on.view().await?;
    let year = year(&on.visit);
    let overview = spatial::overview(&on.app, on.visit.viewer(), &view, year).await?;
    let judged = judged(&on, year).await?;
    let standing = spatial::standing(&judged, &overview.regions, year);
    let is_staff = on.visit.viewer().may(Right::ReadSubmission);
    let mut all = standing_features(on.visit.lang, &standing, is_staff);
    all.extend(features(on.visit.lang, &overview));
    let body = json!({"type": "FeatureCollection", "features": all});
    Ok(Rendered::cached("application/geo+json", body.to_string(), web::rendered::NO_STORE)
        .answer(&HeaderMap::new()))
}

fn features(lang: Lang, overview: &Overview) -> Vec<Value> {
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
    zones.chain(parts).collect()
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
