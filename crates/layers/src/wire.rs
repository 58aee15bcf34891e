//! A layer as bytes, from the process that reads the file to the one that asked.

use crate::delivered::{Format, Raw, Unread, Wanted};
use crate::{GeoPackage, read};
use source::Words;
use space::gauss_kruger::{Ellipsoid, Transverse};
use space::{Attribute, Crs, Datum, Feature, Geometry, Point, Shape};
use std::collections::BTreeMap;

/// The name of the job that [`answer`] does.
pub const JOB: &str = "layer";

/// What the child is asked, as the head of a job whose body is the file.
pub fn job(wanted: &Wanted) -> Vec<u8> {
    let mut out = Vec::new();
    put_bool(&mut out, wanted.crs.is_some());
    if let Some(crs) = &wanted.crs {
        put_crs(&mut out, crs);
    }
    put_bool(&mut out, wanted.table.is_some());
    put_text(&mut out, wanted.table.as_deref().unwrap_or_default());
    out
}

/// What the child does: reads `body` and gives the bytes for [`layer`].
pub fn answer(head: &[u8], body: &[u8], geopackage: GeoPackage) -> Vec<u8> {
    let mut input = Input(head);
    let result = match input.wanted() {
        Some(wanted) => read(body, &wanted, geopackage),
        None => Err(Unread::Unknown),
    };
    let mut out = Vec::new();
    match result {
        Ok(raw) => {
            put_bool(&mut out, true);
            put_raw(&mut out, &raw);
        }
        Err(unread) => {
            put_bool(&mut out, false);
            put_words(&mut out, &unread.words());
        }
    }
    out
}

/// What a child answered.
///
/// # Errors
/// Why the file was not read, or that the answer is no answer.
pub fn layer(answer: &[u8]) -> Result<Raw, Words> {
    let broken =
        || Words::new("读取图层时出错，请再试一次。", "an error occurred while reading the layer; try again");
    let mut input = Input(answer);
    match input.bool() {
        Some(true) => input.raw().ok_or_else(broken),
        Some(false) => Err(input.words().unwrap_or_else(broken)),
        None => Err(broken()),
    }
}

fn put_bool(out: &mut Vec<u8>, value: bool) {
    out.push(u8::from(value));
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn put_count(out: &mut Vec<u8>, count: usize) {
    out.extend_from_slice(&(count as u32).to_le_bytes());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_count(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

fn put_words(out: &mut Vec<u8>, words: &Words) {
    put_text(out, &words.zh);
    put_text(out, &words.en);
}

fn put_reals(out: &mut Vec<u8>, values: &[f64]) {
    for value in values {
        out.extend_from_slice(&value.to_le_bytes());
    }
}

fn put_points(out: &mut Vec<u8>, points: &[Point]) {
    put_count(out, points.len());
    for point in points {
        put_reals(out, point);
    }
}

const DATUMS: [Datum; 6] =
    [Datum::Cgcs2000, Datum::Wgs84, Datum::Xian80, Datum::Beijing54, Datum::Gcj02, Datum::Bd09];

#[expect(clippy::cast_possible_truncation, reason = "a place in a short list")]
fn put_crs(out: &mut Vec<u8>, crs: &Crs) {
    let datum = DATUMS.iter().position(|datum| *datum == crs.datum()).unwrap_or_default();
    out.push(datum as u8);
    match crs {
        Crs::Geographic(_) => out.push(0),
        Crs::WebMercator(_) => out.push(1),
        Crs::Projected(_, projection) => {
            out.push(2);
            let Transverse { ellipsoid, meridian, scale, false_easting, false_northing } = projection;
            let Ellipsoid { radius, inverse_flattening } = ellipsoid;
            put_reals(
                out,
                &[*radius, *inverse_flattening, *meridian, *scale, *false_easting, *false_northing],
            );
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place in a short list")]
fn put_raw(out: &mut Vec<u8>, raw: &Raw) {
    let format = Format::ALL.iter().position(|format| *format == raw.format).unwrap_or_default();
    out.push(format as u8);
    put_text(out, &raw.title);
    put_crs(out, &raw.crs);
    put_words(out, &raw.how);
    put_count(out, raw.notes.len());
    for note in &raw.notes {
        put_words(out, note);
    }
    // Names of fields come again with every feature: they travel once.
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for name in raw.features.iter().flat_map(|feature| feature.attributes.keys()) {
        let next = names.len();
        names.entry(name).or_insert(next);
    }
    let mut ordered: Vec<(&str, usize)> = names.iter().map(|(name, at)| (*name, *at)).collect();
    ordered.sort_by_key(|(_, at)| *at);
    put_count(out, ordered.len());
    for (name, _) in ordered {
        put_text(out, name);
    }
    put_count(out, raw.features.len());
    for feature in &raw.features {
        put_count(out, feature.row as usize);
        put_count(out, feature.attributes.len());
        for (name, value) in &feature.attributes {
            put_count(out, names.get(name.as_str()).copied().unwrap_or_default());
            match value {
                Attribute::Missing => out.push(0),
                Attribute::Number(number) => {
                    out.push(1);
                    put_reals(out, &[*number]);
                }
                Attribute::Text(text) => {
                    out.push(2);
                    put_text(out, text);
                }
            }
        }
        put_geometry(out, &feature.geometry);
    }
}

fn put_geometry(out: &mut Vec<u8>, geometry: &Geometry) {
    match geometry {
        Geometry::Null => out.push(0),
        Geometry::Lines(count) => {
            out.push(1);
            put_count(out, *count);
        }
        Geometry::Points(points) => {
            out.push(2);
            put_points(out, points);
        }
        Geometry::Areas(shape) => {
            out.push(3);
            put_count(out, shape.polygons.len());
            for polygon in &shape.polygons {
                put_count(out, polygon.len());
                for ring in polygon {
                    put_points(out, ring);
                }
            }
        }
    }
}

/// What is left to read; every count is held against it.
struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_at_checked(N)?;
        self.0 = rest;
        taken.try_into().ok()
    }

    fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn bool(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn count(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.array()?) as usize)
    }

    /// A count of things of at least `size` bytes each.
    fn count_of(&mut self, size: usize) -> Option<usize> {
        self.count().filter(|count| count.checked_mul(size).is_some_and(|needed| needed <= self.0.len()))
    }

    fn text(&mut self) -> Option<String> {
        let length = self.count_of(1)?;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(taken.to_vec()).ok()
    }

    fn words(&mut self) -> Option<Words> {
        Some(Words::new(self.text()?, self.text()?))
    }

    fn real(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.array()?))
    }

    fn points(&mut self) -> Option<Vec<Point>> {
        let count = self.count_of(16)?;
        (0..count).map(|_| Some([self.real()?, self.real()?])).collect()
    }

    fn crs(&mut self) -> Option<Crs> {
        let datum = *DATUMS.get(usize::from(self.byte()?))?;
        Some(match self.byte()? {
            0 => Crs::Geographic(datum),
            1 => Crs::WebMercator(datum),
            2 => {
                let ellipsoid = Ellipsoid { radius: self.real()?, inverse_flattening: self.real()? };
                let (meridian, scale) = (self.real()?, self.real()?);
                let (false_easting, false_northing) = (self.real()?, self.real()?);
                Crs::Projected(
                    datum,
                    Transverse { ellipsoid, meridian, scale, false_easting, false_northing },
                )
            }
            _ => return None,
        })
    }

    fn wanted(&mut self) -> Option<Wanted> {
        let crs = if self.bool()? { Some(self.crs()?) } else { None };
        let named = self.bool()?;
        let table = self.text()?;
        Some(Wanted { crs, table: named.then_some(table) })
    }

    fn raw(&mut self) -> Option<Raw> {
        let format = *Format::ALL.get(usize::from(self.byte()?))?;
        let (title, crs, how) = (self.text()?, self.crs()?, self.words()?);
        let notes = self.count_of(8)?;
        let notes = (0..notes).map(|_| self.words()).collect::<Option<Vec<_>>>()?;
        let names = self.count_of(4)?;
        let names = (0..names).map(|_| self.text()).collect::<Option<Vec<_>>>()?;
        let count = self.count_of(9)?;
        let features = (0..count).map(|_| self.feature(&names)).collect::<Option<Vec<_>>>()?;
        Some(Raw { format, title, crs, how, features, notes })
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    fn feature(&mut self, names: &[String]) -> Option<Feature> {
        let row = self.count()? as u32;
        let fields = self.count_of(5)?;
        let mut attributes = BTreeMap::new();
        for _ in 0..fields {
            let name = names.get(self.count()?)?.clone();
            let value = match self.byte()? {
                0 => Attribute::Missing,
                1 => Attribute::Number(self.real()?),
                2 => Attribute::Text(self.text()?),
                _ => return None,
            };
            attributes.insert(name, value);
        }
        Some(Feature { row, attributes, geometry: self.geometry()? })
    }

    fn geometry(&mut self) -> Option<Geometry> {
        Some(match self.byte()? {
            0 => Geometry::Null,
            1 => Geometry::Lines(self.count()?),
            2 => Geometry::Points(self.points()?),
            3 => {
                let polygons = self.count_of(4)?;
                let polygon = |input: &mut Self| {
                    let rings = input.count_of(4)?;
                    (0..rings).map(|_| input.points()).collect::<Option<Vec<_>>>()
                };
                Geometry::Areas(Shape {
                    polygons: (0..polygons).map(|_| polygon(self)).collect::<Option<_>>()?,
                })
            }
            _ => return None,
        })
    }
}
