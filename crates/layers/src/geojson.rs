//! GeoJSON (RFC 7946), and the JSON structure that it shares with TopoJSON and ArcGIS JSON.

use crate::delivered::{Declared, Delivered, Unread};
use crate::nested::Nested;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};
use space::{Attribute, Crs, Feature, Geometry, Point, Polygon, Shape};
use std::collections::BTreeMap;

/// The outermost object of any of the three.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Top {
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
    crs: Option<Value>,
    pub(crate) features: Option<Vec<Item>>,
    geometry: Option<Geom>,
    properties: Option<Map<String, Value>>,
    coordinates: Option<Nested>,
    geometries: Option<Vec<Geom>>,
    #[serde(rename = "spatialReference")]
    pub(crate) reference: Option<Reference>,
    #[serde(rename = "geometryType")]
    pub(crate) geometry_type: Option<String>,
    pub(crate) arcs: Option<Nested>,
    pub(crate) transform: Option<Transform>,
    pub(crate) objects: Option<BTreeMap<String, Geom>>,
}

/// How the whole numbers of TopoJSON become coordinates.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Transform {
    pub(crate) scale: [f64; 2],
    pub(crate) translate: [f64; 2],
}

/// The coordinate system of ArcGIS JSON.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Reference {
    pub(crate) wkid: Option<u32>,
    pub(crate) latest_wkid: Option<u32>,
    pub(crate) wkt: Option<String>,
}

/// A feature of GeoJSON or ArcGIS JSON.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Item {
    properties: Option<Map<String, Value>>,
    pub(crate) attributes: Option<Map<String, Value>>,
    pub(crate) geometry: Option<Geom>,
}

/// A geometry of any of the three.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Geom {
    #[serde(rename = "type")]
    pub(crate) kind: Option<String>,
    pub(crate) coordinates: Option<Nested>,
    pub(crate) geometries: Option<Vec<Geom>>,
    pub(crate) properties: Option<Map<String, Value>>,
    pub(crate) arcs: Option<Nested>,
    pub(crate) rings: Option<Nested>,
    pub(crate) paths: Option<IgnoredAny>,
    pub(crate) points: Option<Nested>,
    pub(crate) x: Option<Value>,
    pub(crate) y: Option<Value>,
    #[serde(rename = "curveRings")]
    pub(crate) curves: Option<IgnoredAny>,
}

impl Top {
    pub(crate) fn is_topology(&self) -> bool {
        self.kind.as_deref() == Some("Topology")
    }

    pub(crate) fn is_arcgis(&self) -> bool {
        let by_feature = |item: &Item| {
            item.attributes.is_some()
                || item.geometry.as_ref().is_some_and(|geometry| geometry.rings.is_some())
        };
        self.reference.is_some()
            || self.geometry_type.is_some()
            || self.kind.is_none() && self.features.iter().flatten().any(by_feature)
    }

    /// What the member `crs` says, which RFC 7946 took away and files still carry.
    fn declared(&self) -> Declared {
        let name = self.crs.as_ref().and_then(|crs| crs.pointer("/properties/name")?.as_str());
        match name {
            None => Declared::ByFormat,
            Some(name) => {
                Crs::parse(name).map_or_else(|| Declared::Unknown(name.to_owned()), Declared::Known)
            }
        }
    }
}

/// The fields of a feature.
pub(crate) fn attributes(fields: Option<Map<String, Value>>) -> BTreeMap<String, Attribute> {
    let value = |value: Value| match value {
        Value::Null => Attribute::Missing,
        Value::Number(number) => number.as_f64().map_or(Attribute::Missing, Attribute::Number),
        Value::String(text) => Attribute::Text(text),
        other => Attribute::Text(other.to_string()),
    };
    fields.into_iter().flatten().map(|(name, field)| (name, value(field))).collect()
}

/// What is collected from the geometries of one feature.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) polygons: Vec<Polygon>,
    pub(crate) points: Vec<Point>,
    pub(crate) lines: usize,
}

impl Parts {
    /// Polygons count before points, and points before lines.
    pub(crate) fn geometry(self) -> Geometry {
        if !self.polygons.is_empty() {
            Geometry::Areas(Shape { polygons: self.polygons })
        } else if !self.points.is_empty() {
            Geometry::Points(self.points)
        } else if self.lines > 0 {
            Geometry::Lines(self.lines)
        } else {
            Geometry::Null
        }
    }
}

pub(crate) fn read(mut top: Top) -> Result<Delivered, Unread> {
    let declared = top.declared();
    let items = match top.kind.as_deref() {
        Some("FeatureCollection") => top.features.take().ok_or(Unread::NoLayer)?,
        Some("Feature") => {
            vec![Item { properties: top.properties.take(), geometry: top.geometry.take(), ..Item::default() }]
        }
        Some(_) if top.coordinates.is_some() || top.geometries.is_some() => {
            let geometry = Geom {
                kind: top.kind.take(),
                coordinates: top.coordinates.take(),
                geometries: top.geometries.take(),
                ..Geom::default()
            };
            vec![Item { geometry: Some(geometry), ..Item::default() }]
        }
        _ => return Err(Unread::Unknown),
    };
    let features = (1..).zip(items).map(|(row, item)| Feature {
        row,
        attributes: attributes(item.properties),
        geometry: item.geometry.map_or(Geometry::Null, collected),
    });
    Ok(Delivered {
        title: top.name.take().unwrap_or_default(),
        declared,
        features: features.collect(),
        notes: Vec::new(),
    })
}

fn collected(geometry: Geom) -> Geometry {
    let mut parts = Parts::default();
    let mut open = vec![geometry];
    while let Some(geometry) = open.pop() {
        let coordinates = geometry.coordinates.unwrap_or_default();
        match geometry.kind.as_deref().unwrap_or_default() {
            "Polygon" if coordinates.height == 3 => parts.polygons.push(coordinates.rings()),
            "MultiPolygon" if coordinates.height == 4 => parts.polygons.extend(coordinates.polygons()),
            "Point" | "MultiPoint" => parts.points.extend(coordinates.all_points()),
            "LineString" | "MultiLineString" => parts.lines += 1,
            _ => open.extend(geometry.geometries.into_iter().flatten()),
        }
    }
    parts.geometry()
}
