//! TopoJSON: polygons as arcs that neighbours share (TopoJSON specification 1.0).

use crate::delivered::{Declared, Delivered, Unread, chosen};
use crate::geojson::{Geom, Parts, Top, attributes};
use space::{Feature, Point, Polygon, Ring};

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
pub(crate) fn read(mut top: Top, table: Option<&str>) -> Result<Delivered, Unread> {
    let objects = top.objects.take().unwrap_or_default();
    let names: Vec<String> = objects.keys().cloned().collect();
    let at = chosen(&names, table)?;
    let Some((title, object)) = objects.into_iter().nth(at) else { return Err(Unread::NoLayer) };
    let arcs = arcs(&top);
    // A collection's members are the features; they may be collections again.
    let mut open = vec![object];
    let mut features = Vec::new();
    while let Some(mut geometry) = open.pop() {
        if geometry.kind.as_deref() == Some("GeometryCollection") && geometry.properties.is_none() {
            let mut members = geometry.geometries.take().unwrap_or_default();
            members.reverse();
            open.extend(members);
            continue;
        }
        let row = features.len() as u32 + 1;
        let fields = attributes(geometry.properties.take());
        features.push(Feature {
            row,
            attributes: fields,
            geometry: collected(geometry, &arcs, &top).geometry(),
        });
    }
    Ok(Delivered { title, declared: Declared::ByFormat, features, notes: Vec::new() })
}

/// The arcs in coordinates: with a transform each position is the step from the one before.
fn arcs(top: &Top) -> Vec<Vec<Point>> {
    let lines = top.arcs.as_ref().map(crate::nested::Nested::rings).unwrap_or_default();
    let Some(transform) = top.transform else { return lines };
    let ([kx, ky], [dx, dy]) = (transform.scale, transform.translate);
    let decoded = |line: Vec<Point>| {
        let mut at = [0.0, 0.0];
        let step = |[x, y]: Point| {
            at = [at[0] + x, at[1] + y];
            [at[0] * kx + dx, at[1] * ky + dy]
        };
        line.into_iter().map(step).collect()
    };
    lines.into_iter().map(decoded).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "indexes of arcs; casts of floats saturate, and one that is not there is looked up in vain"
)]
fn collected(geometry: Geom, arcs: &[Vec<Point>], top: &Top) -> Parts {
    let mut parts = Parts::default();
    let mut open = vec![geometry];
    while let Some(geometry) = open.pop() {
        match geometry.kind.as_deref().unwrap_or_default() {
            "Polygon" => {
                let rings = geometry.arcs.unwrap_or_default();
                let rows: Vec<Vec<i64>> =
                    rings.rows().map(|row| row.iter().map(|value| *value as i64).collect()).collect();
                parts.polygons.push(polygon(&rows, arcs));
            }
            "MultiPolygon" => {
                let groups = geometry.arcs.unwrap_or_default().groups();
                parts.polygons.extend(groups.iter().map(|rows| polygon(rows, arcs)));
            }
            "Point" | "MultiPoint" => {
                let points = geometry.coordinates.unwrap_or_default().all_points();
                let placed = |[x, y]: Point| match top.transform {
                    Some(t) => [x * t.scale[0] + t.translate[0], y * t.scale[1] + t.translate[1]],
                    None => [x, y],
                };
                parts.points.extend(points.into_iter().map(placed));
            }
            "LineString" | "MultiLineString" => parts.lines += 1,
            _ => open.extend(geometry.geometries.into_iter().flatten()),
        }
    }
    parts
}

fn polygon(rows: &[Vec<i64>], arcs: &[Vec<Point>]) -> Polygon {
    rows.iter().map(|row| ring(row, arcs)).collect()
}

/// A ring of arcs; a negative number is the arc `!number` run backwards. An arc that is not there is a place that is no number,
/// so that the feature is refused with its row.
fn ring(row: &[i64], arcs: &[Vec<Point>]) -> Ring {
    let mut ring = Ring::new();
    for number in row {
        let backwards = *number < 0;
        let at = if backwards { !number } else { *number };
        let Some(arc) = usize::try_from(at).ok().and_then(|at| arcs.get(at)) else {
            return vec![[f64::NAN, f64::NAN]; 3];
        };
        ring.pop();
        if backwards { ring.extend(arc.iter().rev()) } else { ring.extend(arc) }
    }
    ring
}
