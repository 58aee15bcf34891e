//! Zones and parts of a structure that the text names, with the outlines that are known. What has none is a place inside its
//! county whose extent is open (范围未定), never the whole county.

use crate::view::PlanView;
use serde_json::Value;
use space::{Bounds, Shape};
use std::collections::BTreeMap;
use store::Region;

/// A zone that the text names, with what is allowed there.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// prohibited, restricted, key or optimised.
    pub regime: String,
    /// Line of the text.
    pub line: u32,
    /// What is known of its extent.
    pub extent: Outlined,
}

/// What is known of the extent of a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Outlined {
    /// It is a whole region of the tree: its outline as a GeoJSON geometry.
    Region(Value),
    /// A layer of the plan holds it: number and name of the layer.
    Layer(i64, String),
    /// Somewhere in a region, at this point of it for the map: the extent is open.
    Within(String, [f64; 2]),
    /// Nothing is known.
    Nothing,
}

/// A part of the spatial structure that the text names.
#[derive(Clone, Debug, PartialEq)]
pub struct Structured {
    /// As the text calls it: 双核.
    pub term: String,
    /// What it says it is; empty where it only names it.
    pub said: String,
    /// Line of the text, from 1.
    pub line: u32,
    /// The regions it speaks of, each with a point for the map; a layer of this name where there is one.
    pub places: Vec<(String, Outlined)>,
}

/// The polygons of a GeoJSON geometry; `None` when it has none.
pub(super) fn shape_of(geometry: &Value) -> Option<Shape> {
    let point = |value: &Value| Some([value.get(0)?.as_f64()?, value.get(1)?.as_f64()?]);
    let ring = |value: &Value| value.as_array()?.iter().map(point).collect::<Option<Vec<_>>>();
    let polygon = |value: &Value| value.as_array()?.iter().map(ring).collect::<Option<Vec<_>>>();
    let coordinates = geometry.get("coordinates")?;
    let polygons = match geometry.get("type")?.as_str()? {
        "Polygon" => vec![polygon(coordinates)?],
        "MultiPolygon" => coordinates.as_array()?.iter().map(polygon).collect::<Option<Vec<_>>>()?,
        _ => return None,
    };
    Some(Shape { polygons })
}

pub(super) fn shape(text: &str) -> Option<Shape> {
    shape_of(&serde_json::from_str(text).ok()?)
}

/// The middle of the rectangle around a region; `None` without an outline.
pub fn middle(region: &Region) -> Option<[f64; 2]> {
    let shape = shape(region.outline.as_deref()?)?;
    Some(Bounds::of(shape.points())?.centre())
}

/// Names without the ending of their level: 北山 of 北山县; whole where nothing would be left.
fn stem(name: &str) -> &str {
    region::short(name).unwrap_or(name)
}

/// What is known of a place by its name; `layers` has names of layers and of their features.
fn extent(
    name: &str,
    regions: &[Region],
    layers: &BTreeMap<String, (i64, String)>,
    may_be_whole: bool,
) -> Outlined {
    if let Some((id, layer)) = layers.get(name) {
        return Outlined::Layer(*id, layer.clone());
    }
    let whole = regions.iter().find(|region| region.name == name || stem(&region.name) == name);
    if let (Some(region), true) = (whole, may_be_whole)
        && let Some(geometry) = region.outline.as_deref().and_then(|text| serde_json::from_str(text).ok())
    {
        return Outlined::Region(geometry);
    }
    let around = whole.or_else(|| regions.iter().find(|region| name.contains(stem(&region.name))));
    let point = around.and_then(|region| Some((region.name.clone(), middle(region)?)));
    point.map_or(Outlined::Nothing, |(region, at)| Outlined::Within(region, at))
}

/// The zones under a regime, in the order of the text.
pub fn named(view: &PlanView, regions: &[Region], layers: &BTreeMap<String, (i64, String)>) -> Vec<Named> {
    let places = view.stored.plan.places.iter().filter(|place| !place.regime.is_empty());
    places
        .map(|place| Named {
            name: place.name.clone(),
            regime: place.regime.clone(),
            line: place.provenance.line,
            extent: extent(&place.name, regions, layers, true),
        })
        .collect()
}

/// The structure that the text names, in its order.
pub fn structured(
    view: &PlanView,
    regions: &[Region],
    layers: &BTreeMap<String, (i64, String)>,
) -> Vec<Structured> {
    let text = view.stored.document.as_ref().map_or("", |document| document.text.as_str());
    let part = |part: space::Part| {
        let before = text.get(..part.span.start).unwrap_or_default();
        let line = u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX);
        let own =
            layers.get(&part.term).map(|(id, name)| (part.term.clone(), Outlined::Layer(*id, name.clone())));
        let in_words = regions.iter().filter(|region| part.said.contains(stem(&region.name)));
        // A belt along roads or a town is no whole county, whatever county the words name.
        let points = in_words
            .map(|region| (region.name.clone(), extent(&region.name, regions, &BTreeMap::new(), false)));
        let places = own.map_or_else(|| points.collect(), |own| vec![own]);
        Structured { term: part.term, said: part.said, line, places }
    };
    space::structure(text).into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions() -> Vec<Region> {
        let outline = r#"{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}"#;
        vec![Region {
            id: "1".into(),
            name: "东原县".into(),
            outline: Some(outline.into()),
            ..Region::default()
        }]
    }

    #[test]
    fn a_part_of_a_county_is_never_the_whole_county() {
        let none = BTreeMap::new();
        assert!(matches!(extent("东原县", &regions(), &none, true), Outlined::Region(_)));
        assert!(matches!(extent("东原", &regions(), &none, true), Outlined::Region(_)));
        let part = Outlined::Within("东原县".into(), [1.0, 1.0]);
        assert_eq!(extent("东原县南部区域", &regions(), &none, true), part);
        assert_eq!(extent("东原大部分", &regions(), &none, true), part);
        assert_eq!(extent("东原县", &regions(), &none, false), part);
        assert_eq!(extent("西滩新区", &regions(), &none, true), Outlined::Nothing);
        let drawn = [("西滩新区".to_owned(), (7, "分区".to_owned()))].into();
        assert_eq!(extent("西滩新区", &regions(), &drawn, true), Outlined::Layer(7, "分区".into()));
    }
}
