//! A place for a project: which layers it meets, how much, and what that means. Never that it complies: only that no conflict was
//! found, with which layers, versions and tolerance.

use super::held::{Held, all};
use super::one_core::on_one_core;
use super::reckon::proposed;
use super::said::{Proposed, written};
use crate::{Fault, Question, Service, Viewer};
use duty::Right;
use layers::{Raw, Wanted};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use space::overlay::intersection;
use space::{Geometry, Kind, Plane, Relation, Settings, Source, Weight, pair, prepare};
use std::collections::BTreeMap;
use store::{Change, Stance};

/// What a place has in common with a layer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hit {
    /// The layer.
    pub layer: String,
    /// Its version.
    pub version: String,
    /// The key of its kind.
    pub kind: String,
    /// What of the layer it is: features, with their names.
    pub labels: Vec<String>,
    /// Which sort of conflict; empty where nothing is asked of the two and what lies there is only told.
    pub class: String,
    /// How much it weighs.
    pub weight: String,
    /// Plane area in m²; 0 for a point.
    pub plane: f64,
    /// Area on the ellipsoid in m².
    pub surveyed: f64,
    /// Share of the place's area, 0 to 1.
    pub share: f64,
    /// Tolerance in metres.
    pub tolerance: f64,
    /// What that means.
    pub proposal: Option<Proposed>,
}

/// What was found at a place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looked {
    /// Plane area of the place in m²; 0 for points.
    pub plane: f64,
    /// Area on the ellipsoid in m².
    pub surveyed: f64,
    /// What it has in common with layers, the heavier first.
    pub hits: Vec<Hit>,
    /// Layers that were looked at: name, version, tolerance in metres.
    pub layers: Vec<(String, String, f64)>,
    /// What may be said at most, in Chinese and English.
    pub statement: (String, String),
}

/// A place as somebody gives it: a file, or coordinates.
#[derive(Clone, Debug)]
pub struct Place {
    /// The project.
    pub name: String,
    /// Bytes of a file of any format that layers come in.
    pub content: Vec<u8>,
    /// Its coordinate system; as the file says when it is empty.
    pub crs: String,
}

/// Coordinates typed by a person as the bytes of a file: a point, or the corners of an area, one pair a line or separated by
/// semicolons. What is GeoJSON already is left as it is.
///
/// # Errors
/// What cannot be understood.
pub fn place_of(text: &str) -> Result<Vec<u8>, Fault> {
    let text = text.trim();
    if text.starts_with('{') {
        return Ok(text.as_bytes().to_vec());
    }
    let wrong = || {
        Fault::bad_request(
            "请写坐标：一个点写一对，一块地写三对以上，每对先东后北，一行一对；也可粘贴 GeoJSON 或上传文件。",
            "Write coordinates: one pair for a point, three or more for an area, east before north, a pair a line; or paste GeoJSON, or upload a file.",
        )
    };
    let pairs: Option<Vec<[f64; 2]>> = text
        .split(['\n', ';', '；'])
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let mut numbers = line.split([',', '，', ' ', '\t']).filter(|part| !part.trim().is_empty());
            let pair = [numbers.next()?.trim().parse().ok()?, numbers.next()?.trim().parse().ok()?];
            numbers.next().is_none().then_some(pair)
        })
        .collect();
    let pairs = pairs
        .filter(|pairs| pairs.iter().flatten().all(|value: &f64| value.is_finite()))
        .ok_or_else(wrong)?;
    let geometry = match pairs.as_slice() {
        [point] => json!({"type": "Point", "coordinates": point}),
        [first, _, _, ..] => {
            let ring: Vec<[f64; 2]> = pairs.iter().copied().chain(std::iter::once(*first)).collect();
            json!({"type": "Polygon", "coordinates": [ring]})
        }
        _ => return Err(wrong()),
    };
    let feature = json!({"type": "Feature", "properties": {}, "geometry": geometry});
    Ok(json!({"type": "FeatureCollection", "features": [feature]}).to_string().into_bytes())
}

/// Looks at a place and keeps what was found; gives its number.
///
/// # Errors
/// The place cannot be read, has neither area nor point, or the plan has no layers.
pub async fn look(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    place: Place,
    change: &Change,
) -> Result<i64, Fault> {
    service.plan(viewer, &Question::now(plan)).await?;
    let given = super::Given { crs: place.crs.clone(), ..super::Given::default() };
    let read = service.reader().layer(place.content, &Wanted { table: None, ..given.wanted()? }).await;
    let (raw, _) = read.map_err(|words| Fault::bad_request(words.zh, words.en))?;
    let held = all(service.store(), plan).await?;
    if held.is_empty() {
        return Err(Fault::bad_request(
            "本规划还没有图层，不能核对选址。",
            "The plan has no layers yet to hold the place against.",
        ));
    }
    let name = place.name.clone();
    let found = tokio::task::spawn_blocking(move || on_one_core(|| looked(&name, raw, &held)));
    let (geometry, looked) = found.await.map_err(|error| Fault::internal(&error))??;
    let (place_text, result) = (geometry.to_string(), written(&looked));
    let id = service.store().add_site_check(plan, (&place.name, &place_text, &result), change).await?;
    service.refresh().await?;
    Ok(id)
}

fn looked(name: &str, raw: Raw, held: &[Held]) -> Result<(Value, Looked), Fault> {
    let site = Source {
        name: name.to_owned(),
        kind: Kind::parse("project-site"),
        version: String::new(),
        accuracy: Settings::ACCURACY,
        crs: raw.crs,
        features: raw.features,
    };
    let sources: Vec<&Source> = std::iter::once(&site).chain(held.iter().map(|one| &one.source)).collect();
    let plane = Plane::of(&sources).map_err(|unplaced| {
        let words = unplaced.words();
        Fault::bad_request(words.zh, words.en)
    })?;
    let place = prepare(&site, &plane);
    if place.zones.is_empty() && place.sites.is_empty() {
        return Err(Fault::bad_request("选址没有面也没有点。", "The place has neither an area nor a point."));
    }
    // A map of sites is what the place is to be held against by nobody: it lies on itself.
    let against: Vec<&Held> = held.iter().filter(|one| one.layer.kind != "project-site").collect();
    let settings = Settings { apart: true, ..Settings::default() };
    let mut looked =
        Looked { plane: place.plane_area(), surveyed: place.ellipsoidal_area(), ..Looked::default() };
    for one in &against {
        let layer = prepare(&one.source, &plane);
        let Ok(pairing) = pair(&place, &layer, &plane, &settings) else { continue };
        looked.layers.push((one.layer.name.clone(), one.layer.version.clone(), pairing.tolerance));
        if pairing.relation == Some(Relation::Free) {
            looked.hits.extend(lies_there(one, &place, &layer, pairing.tolerance));
        } else {
            looked.hits.extend(hit(one, &place, &layer, &pairing));
        }
    }
    looked.hits.sort_by_key(|hit| (rank(&hit.weight), hit.layer.clone()));
    looked.statement = statement(&looked, &plane);
    Ok((geometry(&site, &plane), looked))
}

fn rank(weight: &str) -> usize {
    Weight::ALL.iter().position(|one| one.name() == weight).unwrap_or(Weight::ALL.len())
}

/// What a place has in common with a layer, all parts together, each weight by itself.
fn hit(held: &Held, place: &space::Layer, layer: &space::Layer, pairing: &space::Pairing) -> Vec<Hit> {
    let mut by_weight: BTreeMap<usize, Hit> = BTreeMap::new();
    let whole = place.plane_area();
    for part in &pairing.conflicts {
        let hit = by_weight.entry(rank(part.weight.name())).or_insert_with(|| Hit {
            layer: held.layer.name.clone(),
            version: held.layer.version.clone(),
            kind: held.layer.kind.clone(),
            class: part.class.name().to_owned(),
            weight: part.weight.name().to_owned(),
            tolerance: pairing.tolerance,
            proposal: part.proposal.as_ref().map(proposed),
            ..Hit::default()
        });
        hit.plane += part.plane_area;
        hit.surveyed += part.ellipsoidal_area;
        let label =
            part.second.as_ref().and_then(|member| layer.zones.get(member.at)).map(|zone| zone.label.clone());
        if let Some(label) = label.filter(|label| !label.is_empty() && !hit.labels.contains(label)) {
            hit.labels.push(label);
        }
    }
    let shared = |hit: &mut Hit| hit.share = if whole > 0.0 { (hit.plane / whole).min(1.0) } else { 0.0 };
    by_weight.values_mut().for_each(shared);
    by_weight.into_values().collect()
}

/// What lies at the place, where nothing is asked of the two: today's use of the land.
fn lies_there(held: &Held, place: &space::Layer, layer: &space::Layer, tolerance: f64) -> Vec<Hit> {
    let mut by_label: BTreeMap<&str, (f64, bool)> = BTreeMap::new();
    for zone in &layer.zones {
        for own in &place.zones {
            let meets = own.region.bounds().zip(zone.region.bounds()).is_some_and(|(a, b)| a.meets(&b));
            let area = if meets { intersection(&own.region, &zone.region).area() } else { 0.0 };
            if area > 0.0 {
                by_label.entry(&zone.label).or_default().0 += area;
            }
        }
        if place.sites.iter().any(|site| zone.region.contains(site.at)) {
            by_label.entry(&zone.label).or_default().1 = true;
        }
    }
    let whole = place.plane_area();
    let one = |(label, (area, _)): (&str, (f64, bool))| Hit {
        layer: held.layer.name.clone(),
        version: held.layer.version.clone(),
        kind: held.layer.kind.clone(),
        labels: vec![label.to_owned()],
        plane: area,
        share: if whole > 0.0 { (area / whole).min(1.0) } else { 0.0 },
        tolerance,
        ..Hit::default()
    };
    by_label.into_iter().map(one).collect()
}

/// What may be said at most.
fn statement(looked: &Looked, plane: &Plane) -> (String, String) {
    let heavy =
        looked.hits.iter().filter(|hit| !hit.class.is_empty() && hit.weight != Weight::Noise.name()).count();
    let layers: Vec<String> = looked
        .layers
        .iter()
        .map(|(name, version, tolerance)| format!("{name}@{version}（{tolerance} m）"))
        .collect();
    let (layers, system) = (layers.join("、"), plane.crs().words());
    let (zh, en) = if heavy == 0 {
        ("未发现冲突".to_owned(), "no conflict found".to_owned())
    } else {
        (format!("与 {heavy} 类图层内容有冲突或待核"), format!("{heavy} conflicts or doubts"))
    };
    (
        format!("{zh}（依据图层、版本、容差：{layers}；平面：{}）。供主管部门核对，不代表结论。", system.zh),
        format!(
            "{en} (layers, versions, tolerance: {layers}; plane: {}); for the bodies in charge to check, no verdict",
            system.en
        ),
    )
}

/// The place as a GeoJSON geometry in degrees.
fn geometry(site: &Source, plane: &Plane) -> Value {
    let into = plane.from(&site.crs);
    let degrees = |point: &[f64; 2]| plane.to_degrees(into(*point)).map(|value| (value * 1e7).round() / 1e7);
    let mut polygons: Vec<Vec<Vec<[f64; 2]>>> = Vec::new();
    let mut points = Vec::new();
    for feature in &site.features {
        match &feature.geometry {
            Geometry::Areas(shape) => polygons.extend(shape.polygons.iter().map(|polygon| {
                polygon.iter().map(|ring| ring.iter().chain(ring.first()).map(degrees).collect()).collect()
            })),
            Geometry::Points(some) => points.extend(some.iter().map(degrees)),
            _ => {}
        }
    }
    if polygons.is_empty() {
        json!({"type": "MultiPoint", "coordinates": points})
    } else {
        json!({"type": "MultiPolygon", "coordinates": polygons})
    }
}

/// Keeps what a body says of a place, in the name of the office of whoever writes; a planner names the office.
///
/// # Errors
/// Nothing is said, no office is named, or the office is not the viewer's.
pub async fn opinion(
    service: &Service,
    viewer: &Viewer,
    (plan, id): (&str, i64),
    (office, opinion, text): (&str, Stance, &str),
    change: &Change,
) -> Result<(), Fault> {
    let office = if office.is_empty() { viewer.office().unwrap_or_default() } else { office };
    if office.is_empty() || text.is_empty() && opinion != Stance::Agree {
        return Err(Fault::bad_request(
            "请选择单位并写明意见。",
            "Choose a body and write down what it says.",
        ));
    }
    if !viewer.reaches_office(Right::Consult, office) {
        return Err(Fault::forbidden());
    }
    service.store().add_site_opinion(plan, id, (office, opinion, text), change).await?;
    service.refresh().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_become_a_point_or_an_area() {
        let text = |given: &str| String::from_utf8(place_of(given).unwrap()).unwrap();
        assert!(text("113.5, 28.1").contains("\"Point\""));
        assert!(text("0 0\n1 0；1，1").contains("[[[0.0,0.0],[1.0,0.0],[1.0,1.0],[0.0,0.0]]]"));
        for wrong in ["", "113.5", "1 2; 3 4", "1 2 3", "a b"] {
            assert!(place_of(wrong).is_err(), "{wrong}");
        }
    }
}
