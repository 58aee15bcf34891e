//! KML (OGC 12-007r2): placemarks with polygons, always longitude, latitude, height of WGS84.

use crate::delivered::{Declared, Delivered, Unread};
use crate::geojson::Parts;
use crate::text;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use source::Words;
use space::{Attribute, Feature, Point, Ring};
use std::collections::BTreeMap;

/// What is being read of a placemark.
#[derive(Default)]
struct Placemark {
    fields: BTreeMap<String, Attribute>,
    parts: Parts,
    /// Rings of the polygon at hand, the outer one first.
    rings: Vec<Ring>,
    described: bool,
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
pub(crate) fn read(bytes: &[u8]) -> Result<Delivered, Unread> {
    let (text, note) = text::decoded(bytes);
    let mut reader = Reader::from_str(&text);
    let mut features = Vec::new();
    let mut current: Option<Placemark> = None;
    let (mut field, mut content, mut hole, mut in_place) = (String::new(), String::new(), false, "");
    let mut described = 0;
    loop {
        let event = reader.read_event().map_err(|error| Unread::Damaged(error.to_string()))?;
        match event {
            Event::Start(tag) => {
                content.clear();
                match tag.local_name().as_ref() {
                    "Placemark" => current = Some(Placemark::default()),
                    "innerBoundaryIs" => hole = true,
                    "outerBoundaryIs" => hole = false,
                    "Polygon" => in_place = "Polygon",
                    "LineString" | "Track" | "MultiTrack" => in_place = "Line",
                    "Point" => in_place = "Point",
                    "Data" | "SimpleData" => {
                        let name = tag.attributes().flatten().find(|pair| pair.key.as_ref() == "name");
                        field = name.map(|pair| pair.value.into_owned()).unwrap_or_default();
                    }
                    _ => {}
                }
            }
            Event::Text(piece) => content.push_str(&piece),
            Event::CData(piece) => content.push_str(&piece),
            Event::GeneralRef(name) => content.push_str(&entity(&name)),
            Event::End(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                if name == "Placemark"
                    && let Some(placemark) = current.take()
                {
                    described += usize::from(placemark.described && placemark.fields.len() < 2);
                    let row = features.len() as u32 + 1;
                    features.push(Feature {
                        row,
                        attributes: placemark.fields,
                        geometry: placemark.parts.geometry(),
                    });
                } else if let Some(placemark) = &mut current {
                    placemark.end(&name, &content, &field, hole, in_place);
                }
                content.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if current.is_some() {
        return Err(Unread::Damaged("the document ends within a placemark".to_owned()));
    }
    let mut notes: Vec<Words> = note.into_iter().collect();
    if described > 0 {
        notes.push(Words::new(
            format!("{described} 个要素的属性写在说明文字中，没有读取"),
            format!("{described} features have their fields in a description, which was not read"),
        ));
    }
    Ok(Delivered { title: String::new(), declared: Declared::ByFormat, features, notes })
}

/// The five entities that every XML has, and characters by number; what else a document means by a name is not known.
fn entity(reference: &BytesRef<'_>) -> String {
    let named = resolve_predefined_entity(reference).map(str::to_owned);
    named.or_else(|| reference.resolve_char_ref().ok().flatten().map(String::from)).unwrap_or_default()
}

impl Placemark {
    fn end(&mut self, name: &str, content: &str, field: &str, hole: bool, place: &str) {
        let text = content.trim();
        let mut put = |name: &str| {
            self.fields.insert(name.to_owned(), Attribute::Text(text.to_owned()));
        };
        match name {
            "name" if !text.is_empty() => put("name"),
            "value" | "SimpleData" if !field.is_empty() => put(field),
            "description" => self.described = !text.is_empty(),
            "coordinates" => match place {
                "Polygon" => {
                    let ring = points(text);
                    if hole { self.rings.push(ring) } else { self.rings.insert(0, ring) }
                }
                "Point" => self.parts.points.extend(points(text)),
                _ => self.parts.lines += 1,
            },
            "Polygon" => self.parts.polygons.push(std::mem::take(&mut self.rings)),
            _ => {}
        }
    }
}

/// Tuples of longitude, latitude and perhaps height, set apart by blanks.
fn points(text: &str) -> Vec<Point> {
    let point = |tuple: &str| {
        let mut numbers = tuple.split(',').map(|number| number.trim().parse().unwrap_or(f64::NAN));
        [numbers.next().unwrap_or(f64::NAN), numbers.next().unwrap_or(f64::NAN)]
    };
    text.split_whitespace().map(point).collect()
}
