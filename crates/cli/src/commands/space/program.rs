//! What was found in layers, for programs: JSON and GeoJSON.

use super::found::{Examined, Found};
use super::output::{agreed, place, said, statement};
use serde_json::{Value, json};
use source::Lang;
use space::{AreaKind, Class, Conflict, Member, Polygon, Relation, Weight};
use std::fmt::Write;

fn layer_json(examined: &Examined, lang: Lang) -> Value {
    let (layer, opened) = (&examined.layer, &examined.opened);
    let findings = layer.findings.iter().map(|finding| {
        json!({"row": finding.row, "label": finding.label, "trouble": finding.trouble.name(), "left_out": finding.trouble.is_left_out(),
               "message": finding.trouble.words().get(lang), "at": finding.at})
    });
    let agreements = examined.agreements.iter().map(|(agreement, wrong)| {
        let mut value = agreement_json(agreement, lang);
        value["mismatches"] = wrong.iter().map(|one| json!({"class": Class::TableMismatch.name(), "row": one.row, "stated": one.stated, "measured": one.measured})).collect();
        value
    });
    json!({
        "name": layer.name,
        "file": opened.path.display().to_string(),
        "format": opened.format,
        "version": layer.version,
        "kind": layer.kind.map(|kind| kind.key),
        "kind_told": opened.kind_was_told,
        "crs": opened.source.crs.words().get(lang),
        "epsg": opened.source.crs.epsg(),
        "crs_how": opened.how.get(lang),
        "accuracy": layer.accuracy,
        "features": opened.source.features.len(),
        "polygons": layer.zones.len(),
        "points": layer.sites.len(),
        "plane_area": layer.plane_area(),
        "ellipsoidal_area": layer.ellipsoidal_area(),
        "agreements": agreements.collect::<Vec<_>>(),
        "notes": opened.notes.iter().map(|note| note.get(lang)).collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}

/// What a field states.
pub(super) fn agreement_json(agreement: &space::Agreement, lang: Lang) -> Value {
    let (kind, meridian) = match agreement.kind {
        AreaKind::Delivered => ("delivered", None),
        AreaKind::Plane(meridian) => ("plane", Some(meridian)),
        AreaKind::Ellipsoidal => ("ellipsoidal", None),
        AreaKind::Geodesic => ("geodesic", None),
    };
    json!({"field": agreement.field, "kind": kind, "central_meridian": meridian, "unit": agreement.unit, "shifted": agreement.shifted,
           "agree": agreement.agree, "stated": agreement.stated, "worst": agreement.worst, "message": agreed(agreement).get(lang)})
}

fn totals_json(conflicts: &[Conflict]) -> Value {
    let mut totals = serde_json::Map::new();
    for weight in Weight::ALL {
        let these = conflicts.iter().filter(|conflict| conflict.weight == weight);
        let (count, sum) =
            these.fold((0, 0.0), |(count, sum), conflict| (count + 1, sum + conflict.plane_area));
        totals.insert(weight.name().to_owned(), json!({"count": count, "plane_area": sum}));
    }
    Value::Object(totals)
}

/// A conflict as the properties that JSON and GeoJSON share.
fn conflict_json(
    found: &Found,
    first: usize,
    second: Option<usize>,
    tolerance: f64,
    conflict: &Conflict,
    lang: Lang,
) -> Value {
    let member = |member: Option<Member>, at: usize| {
        let (member, examined) = (member?, found.layers.get(at)?);
        let layer = &examined.layer;
        let (row, label) = place(layer, &member, conflict);
        let id = layer.zones.get(member.at).map(|zone| &zone.id).filter(|_| !conflict.region.is_empty());
        let id = id
            .or_else(|| layer.sites.get(member.at).map(|site| &site.id))
            .or_else(|| layer.zones.get(member.at).map(|zone| &zone.id));
        Some(
            json!({"layer": layer.name, "version": layer.version, "row": row, "id": id, "label": label, "share": member.share}),
        )
    };
    let proposal = conflict.proposal.as_ref().map(|proposal| {
        json!({"yields": proposal.yields.name(), "text": proposal.words.get(lang), "source": proposal.source})
    });
    json!({
        "id": conflict.id,
        "class": conflict.class.name(),
        "class_name": conflict.class.words().get(lang),
        "weight": conflict.weight.name(),
        "weight_name": conflict.weight.words().get(lang),
        "status": said(lang, "待核", "to be verified"),
        "layer": found.layers.get(first).map(|examined| &examined.layer.name),
        "first": member(conflict.first, first),
        "second": member(conflict.second, second.unwrap_or(first)),
        "plane_area": conflict.plane_area,
        "ellipsoidal_area": conflict.ellipsoidal_area,
        "width": conflict.width,
        "thinness": conflict.thinness,
        "tolerance": tolerance,
        "minimum_area": found.settings.minimum_area,
        "at": conflict.at,
        "proposal": proposal,
    })
}

/// The whole result as JSON; a conflict stands in a line of its own.
pub(super) fn json(found: &Found, lang: Lang) -> String {
    let layers: Vec<Value> = found.layers.iter().map(|examined| layer_json(examined, lang)).collect();
    let pairs = found.pairs.iter().map(|(a, b, pairing)| {
        let name = |at: usize| found.layers.get(at).map(|examined| &examined.layer.name);
        let relation = pairing.relation.map(|relation| match relation {
            Relation::Apart => "apart",
            Relation::Within => "within",
            Relation::Free => "free",
        });
        json!({"first": name(*a), "second": name(*b), "relation": relation, "tolerance": pairing.tolerance,
               "in_contact": pairing.in_contact, "totals": totals_json(&pairing.conflicts)})
    });
    let head = json!({
        "statement": statement(found).get(lang),
        "serious": found.is_serious(),
        "plane": {"crs": found.plane.crs().words().get(lang), "epsg": found.plane.crs().epsg()},
        "minimum_area": found.settings.minimum_area,
        "layers": layers,
        "alone": found.layers.iter().map(|examined| json!({"layer": examined.layer.name, "totals": totals_json(&examined.conflicts)})).collect::<Vec<_>>(),
        "pairs": pairs.collect::<Vec<_>>(),
    });
    let mut out = serde_json::to_string_pretty(&head).unwrap_or_default();
    // The object is left open for the conflicts, which may be hundreds of thousands and are written one by one.
    out.truncate(out.trim_end_matches(['}', '\n']).len());
    out.push_str(",\n  \"conflicts\": [");
    let mut comma = "";
    for (first, second, tolerance, conflict) in found.conflicts() {
        let _ =
            write!(out, "{comma}\n    {}", conflict_json(found, first, second, tolerance, conflict, lang));
        comma = ",";
    }
    out.push_str("\n  ]\n}\n");
    out
}

/// The conflicts as GeoJSON in degrees, noise included.
pub(super) fn geojson(found: &Found, lang: Lang) -> String {
    let statement = Value::String(statement(found).get(lang).to_owned());
    let mut out = format!("{{\"type\":\"FeatureCollection\",\"statement\":{statement},\"features\":[");
    let mut comma = "";
    for (first, second, tolerance, conflict) in found.conflicts() {
        let geometry = if conflict.region.is_empty() {
            json!({"type": "Point", "coordinates": conflict.at})
        } else {
            let polygons: Vec<Value> =
                conflict.region.polygons().iter().map(|polygon| rings(found, polygon)).collect();
            match polygons.as_slice() {
                [only] => json!({"type": "Polygon", "coordinates": only}),
                _ => json!({"type": "MultiPolygon", "coordinates": polygons}),
            }
        };
        let properties = conflict_json(found, first, second, tolerance, conflict, lang);
        let feature =
            json!({"type": "Feature", "id": conflict.id, "properties": properties, "geometry": geometry});
        let _ = write!(out, "{comma}\n{feature}");
        comma = ",";
    }
    out.push_str("\n]}\n");
    out
}

fn rings(found: &Found, polygon: &Polygon) -> Value {
    let ring = |ring: &Vec<[f64; 2]>| {
        let closed = ring.iter().chain(ring.first());
        closed.map(|point| found.plane.to_degrees(*point)).collect::<Vec<_>>()
    };
    json!(polygon.iter().map(ring).collect::<Vec<_>>())
}
