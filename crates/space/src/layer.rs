//! Layers as delivered and as prepared for overlay.

use crate::area::Surveyed;
use crate::crs::Crs;
use crate::gauss_kruger::Ellipsoid;
use crate::kind::{Kind, fields};
use crate::plane::{Plane, degrees};
use crate::polygon::{Bounds, Point, Region, Shape};
use crate::repair::{self, Mend, Refusal};
use crate::validity::Defect;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use source::Words;
use std::collections::BTreeMap;

/// A value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// Nothing is stated.
    Missing,
}

impl std::fmt::Display for Attribute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Missing => Ok(()),
        }
    }
}

/// What a feature looks like.
#[derive(Clone, Debug, PartialEq)]
pub enum Geometry {
    /// There is none.
    Null,
    /// Points.
    Points(Vec<Point>),
    /// Lines, which have no area; how many.
    Lines(usize),
    /// Polygons.
    Areas(Shape),
}

/// A feature as delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Row in the file, from 1.
    pub row: u32,
    /// Fields by name.
    pub attributes: BTreeMap<String, Attribute>,
    /// Its geometry.
    pub geometry: Geometry,
}

/// A layer as delivered, with its coordinate system known.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Name for people.
    pub name: String,
    /// Kind, when it is known.
    pub kind: Option<&'static Kind>,
    /// Where the layer comes from and in which version, for the statement.
    pub version: String,
    /// Accuracy of its lines in metres.
    pub accuracy: f64,
    /// Coordinate system.
    pub crs: Crs,
    /// The features.
    pub features: Vec<Feature>,
}

impl Source {
    /// The rectangle around all coordinates that are numbers; `None` without any.
    pub fn bounds(&self) -> Option<Bounds> {
        let points = self.features.iter().flat_map(|feature| match &feature.geometry {
            Geometry::Areas(shape) => Box::new(shape.points()) as Box<dyn Iterator<Item = &Point>>,
            Geometry::Points(points) => Box::new(points.iter()),
            _ => Box::new(std::iter::empty()),
        });
        Bounds::of(points.filter(|point| point.iter().all(|value| value.is_finite())))
    }
}

/// A polygon feature ready for overlay.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Row in the file, from 1.
    pub row: u32,
    /// Made from geometry and fields: the same for the same feature, whatever its row.
    pub id: String,
    /// What it is called; empty when nothing says it.
    pub label: String,
    /// Its ground in the plane.
    pub region: Region,
    /// Plane area in m² (平面面积).
    pub plane_area: f64,
    /// Ellipsoidal area in m² by the official formula (椭球面积).
    pub ellipsoidal_area: f64,
}

/// A point feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Row in the file, from 1.
    pub row: u32,
    /// As for zones.
    pub id: String,
    /// What it is called; empty when nothing says it.
    pub label: String,
    /// Where it is in the plane.
    pub at: Point,
}

/// What is to be said of a feature.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// It was invalid and repaired.
    Repaired {
        /// What was wrong.
        defect: Defect,
        /// Area before, as the rings stood, in m².
        before: f64,
        /// Area after, in m².
        after: f64,
    },
    /// It covers ground more than once, in m²; counted once.
    Doubled(f64),
    /// Rings without area were left out.
    EmptyRings(usize),
    /// It has no geometry.
    Null,
    /// It is a line, which has no area.
    Line,
    /// It cannot be used.
    Refused(Refusal),
}

/// Something to be said of a feature, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Row in the file, from 1.
    pub row: u32,
    /// What it is called; empty when nothing says it.
    pub label: String,
    /// What it is.
    pub trouble: Trouble,
    /// Where, in degrees.
    pub at: Option<Point>,
}

impl Trouble {
    /// The name used in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Repaired { defect, .. } => defect.name(),
            Self::Doubled(_) => "doubled",
            Self::EmptyRings(_) => "empty-rings",
            Self::Null => "null-geometry",
            Self::Line => "line",
            Self::Refused(Refusal::NotFinite) => "not-finite",
            Self::Refused(Refusal::NoArea) => "no-area",
        }
    }

    /// Whether the feature takes no part in what follows.
    pub fn is_left_out(&self) -> bool {
        matches!(self, Self::Null | Self::Line | Self::Refused(_))
    }

    /// What to tell a person.
    pub fn words(&self) -> Words {
        match self {
            Self::Repaired { defect, before, after } => {
                let what = defect.words();
                Words::new(
                    format!("{}，已修复：面积 {before:.3} → {after:.3} 平方米", what.zh),
                    format!("{}; repaired: area {before:.3} → {after:.3} m²", what.en),
                )
            }
            Self::Doubled(area) => Words::new(
                format!("有 {area:.3} 平方米被重复覆盖，按一次计；请确认本意"),
                format!(
                    "{area:.3} m² are covered more than once and counted once; please say what was meant"
                ),
            ),
            Self::EmptyRings(count) => Words::new(
                format!("去掉 {count} 个没有面积的环"),
                format!("{count} rings without area were left out"),
            ),
            Self::Null => Words::new("没有图形，不参与计算", "has no geometry and takes no part"),
            Self::Line => {
                Words::new("是线，没有面积，不参与计算", "is a line, has no area, and takes no part")
            }
            Self::Refused(Refusal::NotFinite) => {
                Words::new("坐标不是数，不能使用", "has coordinates that are no numbers and cannot be used")
            }
            Self::Refused(Refusal::NoArea) => Words::new(
                "没有面积（点太少或共线），不能使用",
                "has no area (too few points, or all on a line) and cannot be used",
            ),
        }
    }
}

/// A layer in a plane, every polygon valid.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Name for people.
    pub name: String,
    /// Kind, when it is known.
    pub kind: Option<&'static Kind>,
    /// Where it comes from and in which version.
    pub version: String,
    /// Accuracy of its lines in metres.
    pub accuracy: f64,
    /// Its polygons.
    pub zones: Vec<Zone>,
    /// Its points.
    pub sites: Vec<Site>,
    /// What was said of its features on the way.
    pub findings: Vec<Finding>,
}

impl Layer {
    /// The rectangle around it in the plane.
    pub fn bounds(&self) -> Option<Bounds> {
        let zones = self.zones.iter().filter_map(|zone| zone.region.bounds());
        let sites = Bounds::of(self.sites.iter().map(|site| &site.at));
        zones.chain(sites).reduce(Bounds::joined)
    }

    /// Sum of the plane areas in m².
    pub fn plane_area(&self) -> f64 {
        self.zones.iter().map(|zone| zone.plane_area).sum()
    }

    /// Sum of the ellipsoidal areas in m².
    pub fn ellipsoidal_area(&self) -> f64 {
        self.zones.iter().map(|zone| zone.ellipsoidal_area).sum()
    }
}

/// What a feature gives.
struct Prepared {
    zone: Option<Zone>,
    sites: Vec<Site>,
    findings: Vec<Finding>,
}

/// Takes a layer into a plane: every polygon tested, repaired or refused with a finding, and measured.
pub fn prepare(source: &Source, plane: &Plane) -> Layer {
    let into = plane.from(&source.crs);
    let to_degrees = degrees(&source.crs);
    let surveyed = Surveyed::new(ellipsoid(&source.crs));
    let labels = fields("label");
    let one = |feature: &Feature| {
        let label = label(feature, &labels);
        let (id, row) = (identity(feature), feature.row);
        let finding = |trouble, at| Finding { row, label: label.clone(), trouble, at };
        let mut prepared = Prepared { zone: None, sites: Vec::new(), findings: Vec::new() };
        match &feature.geometry {
            Geometry::Null => prepared.findings.push(finding(Trouble::Null, None)),
            Geometry::Lines(_) => prepared.findings.push(finding(Trouble::Line, None)),
            Geometry::Points(points) => {
                let site = |at: Point| Site { row, id: id.clone(), label: label.clone(), at };
                let (good, bad): (Vec<Point>, Vec<Point>) =
                    points.iter().map(|p| into(*p)).partition(|p| p.iter().all(|v| v.is_finite()));
                prepared.sites.extend(good.into_iter().map(site));
                let wrong = |_| finding(Trouble::Refused(Refusal::NotFinite), None);
                prepared.findings.extend(bad.into_iter().map(wrong));
            }
            Geometry::Areas(shape) => match repair::region_in(shape, &into) {
                Err(refusal) => prepared.findings.push(finding(Trouble::Refused(refusal), None)),
                Ok((region, mends)) => {
                    let changed = mends.iter().any(|mend| !matches!(mend, Mend::EmptyRings(_)));
                    let ellipsoidal_area = if changed {
                        surveyed.region(&region.projected(|point| plane.to_degrees(point)))
                    } else {
                        surveyed.shape(&shape.mapped(&to_degrees))
                    };
                    prepared.findings.extend(mends.iter().map(|mend| {
                        let (trouble, at) = told(mend, &to_degrees, plane);
                        finding(trouble, at)
                    }));
                    let plane_area = region.area();
                    prepared.zone =
                        Some(Zone { row, id, label: label.clone(), region, plane_area, ellipsoidal_area });
                }
            },
        }
        prepared
    };
    let all: Vec<Prepared> = source.features.par_iter().map(one).collect();
    let mut layer = Layer {
        name: source.name.clone(),
        kind: source.kind,
        version: source.version.clone(),
        accuracy: source.accuracy,
        zones: Vec::with_capacity(all.len()),
        sites: Vec::new(),
        findings: Vec::new(),
    };
    for prepared in all {
        layer.zones.extend(prepared.zone);
        layer.sites.extend(prepared.sites);
        layer.findings.extend(prepared.findings);
    }
    set_twins_apart(&mut layer.zones);
    layer
}

fn told(mend: &Mend, to_degrees: &impl Fn(Point) -> Point, plane: &Plane) -> (Trouble, Option<Point>) {
    match *mend {
        Mend::Repaired { invalid, before, after } => {
            (Trouble::Repaired { defect: invalid.defect, before, after }, Some(to_degrees(invalid.at)))
        }
        Mend::Doubled { area, at } => (Trouble::Doubled(area), Some(plane.to_degrees(at))),
        Mend::EmptyRings(count) => (Trouble::EmptyRings(count), None),
    }
}

/// The ellipsoid that ellipsoidal areas of a layer are taken on.
pub(crate) fn ellipsoid(crs: &Crs) -> Ellipsoid {
    // WGS84 and CGCS2000 differ in the ninth digit of the flattening; surveys print CGCS2000.
    if crs.datum().is_open() { Ellipsoid::CGCS2000 } else { crs.datum().ellipsoid() }
}

/// What a feature is called, by the first of these fields that says anything; empty when none does.
pub fn label(feature: &Feature, names: &[&str]) -> String {
    let field = |name: &&str| {
        let found = feature.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.to_string().trim().to_owned()).filter(|text| !text.is_empty())
    };
    names.iter().find_map(field).unwrap_or_default()
}

/// The same for the same geometry and fields, whatever the row, the first vertex and the direction of rings.
fn identity(feature: &Feature) -> String {
    let mut hash = Sha256::new();
    for (name, value) in &feature.attributes {
        hash.update(format!("{name}\u{1}{value}\u{2}"));
    }
    let mut add = |point: &Point| {
        for value in point {
            hash.update((value + 0.0).to_bits().to_le_bytes());
        }
    };
    match &feature.geometry {
        Geometry::Null | Geometry::Lines(_) => {}
        Geometry::Points(points) => points.iter().for_each(add),
        Geometry::Areas(shape) => {
            let mut rings: Vec<Vec<Point>> =
                shape.polygons.iter().flatten().map(|ring| canonical(ring)).collect();
            rings.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
            rings.iter().flatten().for_each(&mut add);
        }
    }
    hash.finalize().iter().take(8).fold(String::with_capacity(16), |text, byte| text + &format!("{byte:02x}"))
}

/// A ring from its smallest vertex on, counter-clockwise, without a point repeated at the end.
fn canonical(ring: &[Point]) -> Vec<Point> {
    let mut ring = ring.to_vec();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    if crate::polygon::signed_area(&ring) < 0.0 {
        ring.reverse();
    }
    let smallest = ring
        .iter()
        .enumerate()
        .min_by(|(_, a), (_, b)| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let first = smallest.map_or(0, |(at, _)| at);
    ring.rotate_left(first);
    ring
}

/// Features that are the same in all get numbers, so that ids are unique.
fn set_twins_apart(zones: &mut [Zone]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for zone in zones {
        let times = seen.entry(zone.id.clone()).or_insert(0);
        *times += 1;
        if *times > 1 {
            zone.id = format!("{}-{times}", zone.id);
        }
    }
}
