//! JSON of ArcGIS services: rings in a flat list, outer rings clockwise.

use crate::delivered::{Declared, Delivered, Unread};
use crate::geojson::{Geom, Parts, Top, attributes};
use crate::prj;
use crate::rings::polygons;
use serde_json::Value;
use space::{Crs, Feature};

pub(crate) fn read(mut top: Top) -> Result<Delivered, Unread> {
    let declared = match top.reference.take() {
        None => Declared::Nothing,
        Some(reference) => {
            // The newer code is that of EPSG where Esri once had its own.
            let codes = [reference.latest_wkid, reference.wkid].into_iter().flatten();
            let known = codes.clone().find_map(Crs::from_epsg);
            match (known, reference.wkt) {
                (Some(crs), _) => Declared::Known(crs),
                (None, Some(text)) => prj::declared(&text),
                (None, None) => {
                    codes.last().map_or(Declared::Nothing, |code| Declared::Unknown(format!("wkid {code}")))
                }
            }
        }
    };
    let mut features = Vec::new();
    for (row, item) in (1..).zip(top.features.take().unwrap_or_default()) {
        let geometry = item.geometry.unwrap_or_default();
        if geometry.curves.is_some() {
            return Err(Unread::Curves);
        }
        features.push(Feature {
            row,
            attributes: attributes(item.attributes),
            geometry: parts(&geometry).geometry(),
        });
    }
    Ok(Delivered { title: String::new(), declared, features, notes: Vec::new() })
}

fn parts(geometry: &Geom) -> Parts {
    let number = |value: &Option<Value>| value.as_ref().and_then(Value::as_f64);
    let mut parts = Parts::default();
    if let Some(rings) = &geometry.rings {
        parts.polygons = polygons(rings.rings());
    }
    if let Some(points) = &geometry.points {
        parts.points = points.all_points();
    }
    if let (Some(x), Some(y)) = (number(&geometry.x), number(&geometry.y)) {
        parts.points.push([x, y]);
    }
    parts.lines = usize::from(geometry.paths.is_some());
    parts
}
