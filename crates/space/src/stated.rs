//! Areas that fields and texts state, against the geometry.

use crate::area::{Surveyed, geodesic};
use crate::crs::Crs;
use crate::gauss_kruger::{Ellipsoid, Transverse};
use crate::gcj02;
use crate::kind::fields;
use crate::layer::{Attribute, Feature, Geometry, Source, ellipsoid};
use crate::plane::degrees;
use crate::polygon::{Point, Shape};
use source::Words;

/// What kind of area a figure is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AreaKind {
    /// Plane area in the system as delivered.
    Delivered,
    /// Plane area in the Gauss-Krüger zone of this central meridian.
    Plane(f64),
    /// Ellipsoidal area by the official formula.
    Ellipsoidal,
    /// Area by geodesics.
    Geodesic,
}

impl AreaKind {
    /// Its name for people.
    pub fn words(self) -> Words {
        match self {
            Self::Delivered => {
                Words::new("平面面积（图层自身坐标系）", "plane area in the layer's own system")
            }
            Self::Plane(meridian) => Words::new(
                format!("平面面积（CGCS2000 高斯-克吕格 中央经线 {meridian}°）"),
                format!("plane area (CGCS2000 Gauss-Krüger, central meridian {meridian}°)"),
            ),
            Self::Ellipsoidal => Words::new("椭球面积", "ellipsoidal area"),
            Self::Geodesic => Words::new("测地线面积", "geodesic area"),
        }
    }
}

/// Which area a field states.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Name of the field.
    pub field: String,
    /// How many m² its unit has.
    pub unit: f64,
    /// The kind of area that agrees.
    pub kind: AreaKind,
    /// Whether it agrees only when the offset of web maps is taken off the coordinates.
    pub shifted: bool,
    /// How many features agree.
    pub agree: usize,
    /// How many features state an area.
    pub stated: usize,
    /// Largest difference of those that agree, as a share.
    pub worst: f64,
}

/// Relative difference up to which a stated area is the same as a computed one.
const SAME: f64 = 1e-6;
/// Features that are looked at to find the kind of area.
const SAMPLE: usize = 64;
/// m² in the units in use: m², hectare, km², 亩.
const UNITS: [f64; 4] = [1.0, 1e4, 1e6, 2000.0 / 3.0];

/// Which kind of area the fields of a layer state, if any of them does.
///
/// Every kind in every likely zone is tried on up to 64 features; the one that agrees to 1e-6 for most of them is named. That it
/// agrees proves coordinate system and zone, and that the coordinates carry no offset of web maps.
pub fn agreement(source: &Source) -> Vec<Agreement> {
    let with_area = |feature: &&Feature| matches!(feature.geometry, Geometry::Areas(_));
    let features: Vec<&Feature> = source.features.iter().filter(with_area).collect();
    let mut names: Vec<&String> = features.iter().flat_map(|feature| feature.attributes.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let known = fields("area");
    let is_area =
        |name: &&&String| known.iter().any(|known| name.eq_ignore_ascii_case(known)) || name.contains("面积");
    names.iter().filter(is_area).filter_map(|name| of_field(source, &features, name)).collect()
}

fn stated(feature: &Feature, field: &str) -> Option<f64> {
    let value = match feature.attributes.get(field)? {
        Attribute::Number(number) => *number,
        Attribute::Text(text) => text.trim().parse().ok()?,
        Attribute::Missing => return None,
    };
    (value.is_finite() && value > 0.0).then_some(value)
}

type Measure = Box<dyn Fn(&Shape) -> f64>;

/// The ways to measure a layer, from the likely to the unlikely.
fn measures(source: &Source) -> Vec<(AreaKind, bool, Measure)> {
    let mut all: Vec<(AreaKind, bool, Measure)> = Vec::new();
    let geographic = matches!(source.crs, Crs::Geographic(_));
    if !geographic {
        all.push((AreaKind::Delivered, false, Box::new(Shape::area)));
    }
    let surface = ellipsoid(&source.crs);
    let longitude = source.bounds().map_or(0.0, |bounds| {
        let [longitude, _] = degrees(&source.crs)(bounds.centre());
        longitude
    });
    let own = Transverse::meridian_of(longitude);
    let six = 6.0 * libm::floor(longitude / 6.0) + 3.0;
    let mut meridians = vec![own, own - 3.0, own + 3.0, six];
    meridians.dedup();
    for shifted in [false, true] {
        if shifted && !geographic {
            continue;
        }
        let system = source.crs;
        let open = move || -> Box<dyn Fn(Point) -> Point> {
            let to_degrees = degrees(&system);
            if shifted { Box::new(move |point| gcj02::to_wgs84(to_degrees(point))) } else { to_degrees }
        };
        for meridian in &meridians {
            let (projector, open) = (Transverse::zone(*meridian).ready(), open());
            let area = move |shape: &Shape| shape.mapped(|point| projector.forward(open(point))).area();
            all.push((AreaKind::Plane(*meridian), shifted, Box::new(area)));
        }
        let (surveyed, opened) = (Surveyed::new(surface), open());
        let area = move |shape: &Shape| surveyed.shape(&shape.mapped(&opened));
        all.push((AreaKind::Ellipsoidal, shifted, Box::new(area)));
        let opened = open();
        let area = move |shape: &Shape| geodesic(&shape.mapped(&opened).polygons, Ellipsoid::WGS84);
        all.push((AreaKind::Geodesic, shifted, Box::new(area)));
    }
    all
}

fn of_field(source: &Source, features: &[&Feature], field: &str) -> Option<Agreement> {
    let with_figure: Vec<(&Shape, f64)> = features
        .iter()
        .filter_map(|feature| match &feature.geometry {
            Geometry::Areas(shape) => Some((shape, stated(feature, field)?)),
            _ => None,
        })
        .collect();
    let stated = with_figure.len();
    let sample: Vec<&(&Shape, f64)> = with_figure.iter().take(SAMPLE).collect();
    if sample.is_empty() {
        return None;
    }
    let mut best: Option<Agreement> = None;
    for (kind, shifted, measure) in measures(source) {
        let areas: Vec<f64> = sample.iter().map(|(shape, _)| measure(shape)).collect();
        for unit in UNITS {
            let off = areas.iter().zip(&sample).map(|(area, (_, figure))| (figure * unit / area - 1.0).abs());
            let same: Vec<f64> = off.filter(|off| *off <= SAME).collect();
            let worst = same.iter().copied().fold(0.0, f64::max);
            let better = best.as_ref().is_none_or(|best| {
                same.len() > best.agree || same.len() == best.agree && worst < best.worst / 10.0
            });
            if 2 * same.len() > sample.len() && better {
                let field = field.to_owned();
                best = Some(Agreement {
                    field,
                    unit,
                    kind,
                    shifted,
                    agree: same.len(),
                    stated: sample.len(),
                    worst,
                });
            }
        }
    }
    // The sample found the kind; the whole layer is counted with it.
    let mut found = best?;
    let (_, _, measure) = measures(source)
        .into_iter()
        .find(|(kind, shifted, _)| (*kind, *shifted) == (found.kind, found.shifted))?;
    let off = with_figure.iter().map(|(shape, figure)| (figure * found.unit / measure(shape) - 1.0).abs());
    let same: Vec<f64> = off.filter(|off| *off <= SAME).collect();
    (found.agree, found.stated) = (same.len(), stated);
    found.worst = same.into_iter().fold(0.0, f64::max);
    Some(found)
}

/// A feature whose stated area differs from its geometry by more than 0.1 %, in the kind of area that most agree with.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Row in the file, from 1.
    pub row: u32,
    /// The stated area in m².
    pub stated: f64,
    /// The area of the geometry in m².
    pub measured: f64,
}

/// The features that a field with a known kind of area states wrongly (图表不符).
pub fn attribute_conflicts(source: &Source, agreement: &Agreement) -> Vec<Measured> {
    let wanted = measures(source)
        .into_iter()
        .find(|(kind, shifted, _)| (*kind, *shifted) == (agreement.kind, agreement.shifted));
    let Some((_, _, measure)) = wanted else { return Vec::new() };
    let one = |feature: &Feature| {
        let Geometry::Areas(shape) = &feature.geometry else { return None };
        let figure = stated(feature, &agreement.field)? * agreement.unit;
        let measured = measure(shape);
        ((figure / measured - 1.0).abs() > 1e-3).then_some(Measured {
            row: feature.row,
            stated: figure,
            measured,
        })
    };
    source.features.iter().filter_map(one).collect()
}

/// A figure of a text: `524.5万亩`.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// In m².
    pub value: f64,
    /// Half of its last printed digit, in m².
    pub half: f64,
    /// m² in its unit.
    pub unit: f64,
    /// Its unit as printed.
    pub unit_name: String,
}

impl Figure {
    /// Reads a number with a unit of area; the digits printed say how exact it is.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = phrase::fold(text.trim()).text().replace([',', ' '], "");
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (digits, unit_name) = (text.get(..end)?, text.get(end..)?);
        let number: f64 = digits.parse().ok()?;
        let unit = phrase::parse_unit(unit_name)?;
        let square = phrase::parse_unit("平方米")?;
        if unit.dimension != square.dimension {
            return None;
        }
        let factor: f64 =
            unit.factor.to_string().parse::<f64>().ok()? / square.factor.to_string().parse::<f64>().ok()?;
        let decimals = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let last = (0..decimals).fold(1.0, |unit, _| unit / 10.0);
        Some(Self {
            value: number * factor,
            half: last * factor / 2.0,
            unit: factor,
            unit_name: unit_name.to_owned(),
        })
    }

    /// Whether an area in m² rounds to the figure as printed.
    pub fn agrees(&self, area: f64) -> bool {
        // Half of the last digit belongs to both neighbours; a share of it is left to rounding.
        (area - self.value).abs() <= self.half * (1.0 + 1e-9)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_as_exact_as_it_is_printed() {
        let figure = Figure::parse("524.5万亩").unwrap();
        let mu = 2000.0 / 3.0 * 1e4;
        assert!((figure.value / (524.5 * mu) - 1.0).abs() < 1e-12);
        assert!(figure.agrees(524.46 * mu) && figure.agrees(524.54 * mu));
        assert!(!figure.agrees(524.56 * mu) && !figure.agrees(524.44 * mu));
        let whole = Figure::parse("30公顷").unwrap();
        assert!(whole.agrees(304_900.0) && !whole.agrees(305_100.0));
        assert_eq!(Figure::parse("12.5 平方公里").map(|figure| figure.value), Some(12.5e6));
        assert_eq!(Figure::parse("3.2万吨"), None);
        assert_eq!(Figure::parse("面积"), None);
    }
}
