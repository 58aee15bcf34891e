//! Where a project lies, as far as it is known: the region of the map that its place names, the places that were looked at for it, and a
//! small drawing of both.

use super::standing::around_place;
use crate::view::PlanView;
use crate::{Fault, Service};
use serde_json::Value;
use std::fmt::Write as _;
use store::Region;

/// Width of the drawing in its own units.
const WIDTH: f64 = 320.0;
/// Highest drawing that is made; what is longer becomes narrower.
const TALLEST: f64 = 400.0;
/// Room around what is drawn.
const MARGIN: f64 = 8.0;
/// Points nearer than this to the one before are left out of a line.
const NEAR: f64 = 0.7;
/// How far around a lone point is shown, in degrees.
const AROUND: f64 = 0.05;

/// Where a project lies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whereabouts {
    /// The region of the map it lies in, and its number among the places of the map.
    pub region: Option<(String, usize)>,
    /// Places that were looked at for it: their number and the day, newest first.
    pub sites: Vec<(i64, String)>,
    /// The regions of the plan with the one it lies in and with its places; `None` where no outline and no place is known.
    pub sketch: Option<Sketch>,
}

/// A drawing of regions and places; lengths in its own units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Regions of which an outline is known.
    pub regions: Vec<Drawn>,
    /// Areas and lines of places as the data of SVG paths.
    pub shapes: Vec<String>,
    /// Points of places.
    pub points: Vec<[f64; 2]>,
}

/// A region of a drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// Its name.
    pub name: String,
    /// Its outline as the data of an SVG path.
    pub path: String,
    /// The middle of the rectangle around it.
    pub middle: [f64; 2],
    /// How many projects lie in it.
    pub projects: usize,
}

/// The regions of a plan with the projects of a register that lie in each; `None` where no outline is known.
///
/// # Errors
/// The store cannot be read.
pub async fn spread(
    service: &Service,
    view: &PlanView,
    projects: &[(&str, &str)],
) -> Result<Option<Sketch>, Fault> {
    let regions = regions(service, view).await?;
    let mut counts = vec![0; regions.len()];
    for (county, place) in projects {
        let here = around_place(&regions, county).or_else(|| around_place(&regions, place));
        if let Some(count) = here.and_then(|at| counts.get_mut(at.checked_sub(1)?)) {
            *count += 1;
        }
    }
    Ok(sketch(&regions, &counts, &[]))
}

/// The regions inside that of a plan.
async fn regions(service: &Service, view: &PlanView) -> Result<Vec<Region>, Fault> {
    Ok(match &view.stored.plan.region {
        Some(region) => service.store().regions_inside(region).await?,
        None => Vec::new(),
    })
}

/// Where a project of a plan lies: `name` is what it is called, `county` and `place` what is said of where it is.
///
/// # Errors
/// The store cannot be read.
pub async fn whereabouts(
    service: &Service,
    view: &PlanView,
    (name, county, place): (&str, &str, &str),
) -> Result<Whereabouts, Fault> {
    let regions = regions(service, view).await?;
    let mut sites = service.store().site_checks(view.id()).await?;
    sites.retain(|site| site.name.trim() == name.trim());
    sites.sort_by_key(|site| std::cmp::Reverse(site.id));
    let here = around_place(&regions, county).or_else(|| around_place(&regions, place));
    let places: Vec<Value> = sites.iter().filter_map(|site| serde_json::from_str(&site.place).ok()).collect();
    let named = here.and_then(|at| Some((regions.get(at.checked_sub(1)?)?.name.clone(), at + 1)));
    let sites = sites.into_iter().map(|site| (site.id, crate::clock::shown(&site.made_at))).collect();
    let counts: Vec<usize> = (1..=regions.len()).map(|at| usize::from(Some(at) == here)).collect();
    Ok(Whereabouts { region: named, sites, sketch: sketch(&regions, &counts, &places) })
}

/// What of a geometry is drawn: closed rings, open lines, points. Longitude and latitude in degrees.
#[derive(Default)]
struct Parts {
    rings: Vec<Vec<[f64; 2]>>,
    lines: Vec<Vec<[f64; 2]>>,
    points: Vec<[f64; 2]>,
}

impl Parts {
    fn of(geometry: &Value) -> Self {
        let mut parts = Self::default();
        parts.add(geometry);
        parts
    }

    fn add(&mut self, geometry: &Value) {
        let at = geometry.get("coordinates").unwrap_or(&Value::Null);
        let each = |value: &Value| value.as_array().cloned().unwrap_or_default();
        match geometry.get("type").and_then(Value::as_str).unwrap_or("") {
            "Point" => self.points.extend(point(at)),
            "MultiPoint" => self.points.extend(line(at)),
            "LineString" => self.lines.push(line(at)),
            "MultiLineString" => self.lines.extend(each(at).iter().map(line)),
            "Polygon" => self.rings.extend(each(at).iter().map(line)),
            "MultiPolygon" => self.rings.extend(each(at).iter().flat_map(each).map(|ring| line(&ring))),
            "GeometryCollection" => {
                for one in geometry.get("geometries").map(each).unwrap_or_default() {
                    self.add(&one);
                }
            }
            _ => {}
        }
    }

    fn all(&self) -> impl Iterator<Item = &[f64; 2]> {
        self.rings.iter().chain(&self.lines).flatten().chain(&self.points)
    }
}

fn point(value: &Value) -> Option<[f64; 2]> {
    let point = [value.get(0)?.as_f64()?, value.get(1)?.as_f64()?];
    point.iter().all(|one| one.is_finite()).then_some(point)
}

fn line(value: &Value) -> Vec<[f64; 2]> {
    value.as_array().map(|all| all.iter().filter_map(point).collect()).unwrap_or_default()
}

/// From degrees to the drawing: east to the right, north up, lengths true in the middle.
struct Frame {
    west: f64,
    north: f64,
    across: f64,
    up: f64,
}

impl Frame {
    /// The frame around points, with width and height of the drawing; `None` without any.
    fn around<'a>(points: impl Iterator<Item = &'a [f64; 2]>) -> Option<(Self, [f64; 2])> {
        let start = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let [west, south, east, north] = points.fold(start, |[west, south, east, north], [x, y]| {
            [west.min(*x), south.min(*y), east.max(*x), north.max(*y)]
        });
        if !(west.is_finite() && south.is_finite() && east.is_finite() && north.is_finite()) {
            return None;
        }
        let room = |low: f64, high: f64| if high - low < AROUND { AROUND } else { 0.0 };
        let (wide, high) = (room(west, east), room(south, north));
        let (west, east, south, north) = (west - wide, east + wide, south - high, north + high);
        let narrow = libm::cos(f64::midpoint(south, north).to_radians()).max(0.05);
        let (width, height) = ((east - west) * narrow, north - south);
        let up = ((WIDTH - 2.0 * MARGIN) / width).min((TALLEST - 2.0 * MARGIN) / height);
        let frame = Self { west, north, across: up * narrow, up };
        Some((frame, [width * up + 2.0 * MARGIN, height * up + 2.0 * MARGIN]))
    }

    fn at(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [MARGIN + (x - self.west) * self.across, MARGIN + (self.north - y) * self.up]
    }

    /// The middle of the rectangle around the points of something.
    fn middle(&self, parts: &Parts) -> [f64; 2] {
        let start = [[f64::INFINITY; 2], [f64::NEG_INFINITY; 2]];
        let [[west, south], [east, north]] = parts.all().fold(start, |[low, high], [x, y]| {
            [[low[0].min(*x), low[1].min(*y)], [high[0].max(*x), high[1].max(*y)]]
        });
        self.at([f64::midpoint(west, east), f64::midpoint(south, north)])
    }

    /// The data of an SVG path along lines; points too near to be seen apart are left out.
    fn path(&self, lines: &[Vec<[f64; 2]>], is_closed: bool) -> String {
        let mut path = String::new();
        for line in lines {
            let mut last: Option<[f64; 2]> = None;
            for (at, point) in line.iter().enumerate() {
                let [x, y] = self.at(*point);
                let is_near = last.is_some_and(|[a, b]| (a - x).abs() < NEAR && (b - y).abs() < NEAR);
                if is_near && at + 1 < line.len() {
                    continue;
                }
                let _ = write!(path, "{}{x:.1} {y:.1}", if last.is_none() { "M" } else { "L" });
                last = Some([x, y]);
            }
            if is_closed && last.is_some() {
                path.push('Z');
            }
        }
        path
    }
}

/// Draws the regions with how many projects lie in each, and places.
fn sketch(regions: &[Region], counts: &[usize], places: &[Value]) -> Option<Sketch> {
    let outlines: Vec<(&str, usize, Parts)> = regions
        .iter()
        .zip(counts)
        .filter_map(|(region, count)| {
            let outline: Value = serde_json::from_str(region.outline.as_deref()?).ok()?;
            Some((region.name.as_str(), *count, Parts::of(&outline)))
        })
        .collect();
    let places: Vec<Parts> = places.iter().map(Parts::of).collect();
    let is_marked = outlines.iter().any(|(_, count, _)| *count > 0);
    if !is_marked && places.is_empty() {
        // A drawing on which nothing is marked says nothing.
        return None;
    }
    let all = outlines.iter().flat_map(|(.., parts)| parts.all()).chain(places.iter().flat_map(Parts::all));
    let (frame, [width, height]) = Frame::around(all)?;
    let drawn = outlines.iter().map(|(name, count, parts)| Drawn {
        name: (*name).to_owned(),
        path: frame.path(&parts.rings, true),
        middle: frame.middle(parts),
        projects: *count,
    });
    let shapes =
        places.iter().flat_map(|parts| [frame.path(&parts.rings, true), frame.path(&parts.lines, false)]);
    Some(Sketch {
        width,
        height,
        regions: drawn.filter(|one| !one.path.is_empty()).collect(),
        shapes: shapes.filter(|path| !path.is_empty()).collect(),
        points: places.iter().flat_map(|parts| &parts.points).map(|point| frame.at(*point)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn region(name: &str, west: f64) -> Region {
        let ring = [[west, 30.0], [west + 1.0, 30.0], [west + 1.0, 31.0], [west, 31.0], [west, 30.0]];
        let outline = json!({"type": "Polygon", "coordinates": [ring]}).to_string();
        Region { id: name.into(), name: name.into(), outline: Some(outline), ..Region::default() }
    }

    #[test]
    fn the_region_is_marked_and_a_place_lies_where_it_is() {
        let regions = [region("安渡县", 110.0), region("云川县", 111.0)];
        let site = json!({"type": "Point", "coordinates": [111.5, 30.5]});
        let drawn = sketch(&regions, &[0, 1], &[site]).unwrap();
        let marked: Vec<(&str, usize)> =
            drawn.regions.iter().map(|one| (one.name.as_str(), one.projects)).collect();
        assert_eq!(marked, [("安渡县", 0), ("云川县", 1)]);
        let [left, right] = [drawn.regions[0].middle, drawn.regions[1].middle];
        assert!(left[0] < right[0] && (left[1] - right[1]).abs() < 1e-9);
        // Three quarters from the west, half way up.
        let [x, y] = drawn.points[0];
        let inner = [drawn.width - 2.0 * MARGIN, drawn.height - 2.0 * MARGIN];
        assert!(
            ((x - MARGIN) / inner[0] - 0.75).abs() < 1e-9 && ((y - MARGIN) / inner[1] - 0.5).abs() < 1e-9
        );
        // A degree of longitude is shorter than one of latitude by the cosine of the latitude.
        let ratio = inner[0] / 2.0 / inner[1];
        assert!((ratio - libm::cos(30.5_f64.to_radians())).abs() < 1e-9, "{ratio}");
    }

    #[test]
    fn nothing_is_drawn_where_nothing_is_known() {
        let regions = [region("安渡县", 110.0)];
        assert_eq!(sketch(&regions, &[0], &[]), None);
        assert_eq!(sketch(&[Region { outline: None, ..region("安渡县", 110.0) }], &[1], &[]), None);
        assert_eq!(sketch(&[], &[], &[json!({"type": "Point", "coordinates": ["x", 1]})]), None);
        let alone =
            sketch(&[], &[], &[json!({"type": "LineString", "coordinates": [[110, 30], [110.5, 30.2]]})]);
        let alone = alone.unwrap();
        assert_eq!((alone.regions.len(), alone.shapes.len(), alone.points.len()), (0, 1, 0));
        assert!(alone.shapes[0].starts_with('M') && !alone.shapes[0].ends_with('Z'));
    }

    #[test]
    fn points_that_cannot_be_seen_apart_are_left_out() {
        let many: Vec<[f64; 2]> = (0..5000).map(|at| [110.0 + f64::from(at) / 5000.0, 30.0]).collect();
        let drawn = sketch(&[], &[], &[json!({"type": "LineString", "coordinates": many})]).unwrap();
        let kept = drawn.shapes[0].matches('L').count();
        assert!((200..=500).contains(&kept), "{kept}");
    }
}
