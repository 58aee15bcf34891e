//! A layer made ready to be drawn, and its tiles.

use crate::corners::Corners;
use crate::fit::{Outline, Window, fit};
use crate::mvt::{EXTENT, Layer, Value};
use space::{Bounds, Crs, Feature, Geometry, Point, Source, fields};

/// What is said of a feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Row in the file, from 1.
    pub row: u32,
    /// What it is called; empty when nothing says it.
    pub name: String,
}

/// A layer in the square of web maps, ready for tiles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// What is said of each feature.
    pub labels: Vec<Label>,
    outlines: Vec<Outline>,
    points: Vec<(usize, Point)>,
    /// The rectangle around all in degrees; `None` when nothing has a place.
    pub bounds: Option<Bounds>,
}

/// Highest zoom with tiles of their own; maps enlarge these beyond.
pub const DEEPEST: u8 = 16;

/// Longitude and latitude in degrees on the square of web maps: 0 to 1, y down is 1 (EPSG:3857).
fn square([longitude, latitude]: Point) -> Point {
    // Beyond these the square ends.
    let latitude = latitude.clamp(-85.051_128_78, 85.051_128_78).to_radians();
    let up = libm::log(libm::tan(std::f64::consts::FRAC_PI_4 + latitude / 2.0)) / std::f64::consts::TAU;
    [longitude / 360.0 + 0.5, 0.5 + up]
}

/// The point in degrees of a point of the square.
fn unsquare([x, y]: Point) -> Point {
    let latitude = libm::atan(libm::sinh((y - 0.5) * std::f64::consts::TAU));
    [(x - 0.5) * 360.0, latitude.to_degrees()]
}

impl Drawing {
    /// A layer as delivered, ready to be drawn. Nothing is repaired: what is wrong with a polygon shall be seen.
    pub fn of(source: &Source) -> Self {
        let to_degrees = space::degrees(&source.crs);
        let exact = |point| square(to_degrees(point));
        let mut corners = Corners::of(exact);
        let mut place = |point: Point| match source.crs {
            Crs::Projected(..) => corners.image(point),
            Crs::Geographic(_) | Crs::WebMercator(_) => exact(point),
        };
        let names = fields("label");
        let mut drawing = Self::default();
        for (at, feature) in source.features.iter().enumerate() {
            drawing.labels.push(Label { row: feature.row, name: space::label(feature, &names) });
            drawing.add(at, feature, &mut place);
        }
        let boxes = drawing.outlines.iter().map(|outline| outline.bounds);
        let points = drawing.points.iter().map(|(_, at)| Bounds { low: *at, high: *at });
        drawing.bounds = boxes
            .chain(points)
            .reduce(Bounds::joined)
            .map(|around| Bounds { low: unsquare(around.low), high: unsquare(around.high) });
        drawing
    }

    fn add(&mut self, at: usize, feature: &Feature, place: &mut dyn FnMut(Point) -> Point) {
        let whole = |point: &Point| point.iter().all(|value| value.is_finite());
        match &feature.geometry {
            Geometry::Null | Geometry::Lines(_) => {}
            Geometry::Points(points) => {
                self.points
                    .extend(points.iter().map(|point| place(*point)).filter(whole).map(|point| (at, point)));
            }
            Geometry::Areas(shape) => {
                let mut ring = |ring: &Vec<Point>| {
                    ring.iter().map(|point| place(*point)).filter(whole).collect::<Vec<_>>()
                };
                let mut polygon = |polygon: &Vec<Vec<Point>>| polygon.iter().map(&mut ring).collect();
                let polygons: Vec<Vec<Vec<Point>>> = shape.polygons.iter().map(&mut polygon).collect();
                if let Some(bounds) = Bounds::of(polygons.iter().flatten().flatten()) {
                    self.outlines.push(Outline { feature: at, polygons, bounds });
                }
            }
        }
    }

    /// The same, every vertex moved to a grid of so many metres and without names: what may be shown where details may not.
    /// Areas smaller than a square of the grid vanish.
    #[must_use]
    pub fn generalised(&self, metres: f64) -> Self {
        let around = self.bounds.map_or(0.0, |bounds| bounds.centre()[1]);
        // The circumference of the sphere of web maps, at this latitude.
        let step = metres / (std::f64::consts::TAU * 6_378_137.0 * libm::cos(around.to_radians()));
        if !(step > 0.0 && step.is_finite()) {
            return Self::default();
        }
        let snap = |[x, y]: &Point| [libm::round(x / step) * step, libm::round(y / step) * step];
        let ring = |ring: &Vec<Point>| {
            let mut out: Vec<Point> = ring.iter().map(snap).collect();
            out.dedup();
            out
        };
        let outlines = self.outlines.iter().filter_map(|outline| {
            let polygons: Vec<Vec<Vec<Point>>> = outline
                .polygons
                .iter()
                .map(|polygon| polygon.iter().map(ring).filter(|ring| ring.len() > 2).collect::<Vec<_>>())
                .filter(|polygon| !polygon.is_empty())
                .collect();
            let bounds = Bounds::of(polygons.iter().flatten().flatten())?;
            Some(Outline { feature: outline.feature, polygons, bounds })
        });
        let labels = self.labels.iter().map(|label| Label { row: label.row, name: String::new() });
        Self {
            labels: labels.collect(),
            outlines: outlines.collect(),
            points: self.points.iter().map(|(at, point)| (*at, snap(point))).collect(),
            bounds: self.bounds,
        }
    }

    /// The vector tile at a place, with one layer named `name`; `None` where there is no such tile.
    pub fn tile(&self, name: &str, [zoom, x, y]: [u32; 3]) -> Option<Vec<u8>> {
        if zoom > u32::from(DEEPEST) || x >> zoom > 0 || y >> zoom > 0 {
            return None;
        }
        let side = 1.0 / f64::from(1u32 << zoom);
        let (west, north) = (f64::from(x) * side, 1.0 - f64::from(y) * side);
        let bounds = Bounds { low: [west, north - side], high: [west + side, north] };
        // A tile is drawn 512 points wide: half a point is finer than is seen. The deepest ones are enlarged.
        let grid = if zoom == u32::from(DEEPEST) { 1 } else { 4 };
        let window = Window { bounds, width: EXTENT, height: EXTENT, margin: 64, cell: 16, grid };
        let fitted = fit(&self.outlines, &window);
        let mut layer = Layer::new(name);
        for [x, y, width, height] in &fitted.covered {
            let square = vec![[*x, *y], [x + width, *y], [x + width, y + height], [*x, y + height]];
            layer.polygons(0, &[("many", Value::Count(1))], [[square].as_slice()]);
        }
        for piece in &fitted.pieces {
            let polygons = piece.polygons.iter().map(Vec::as_slice);
            layer.polygons(piece.feature as u64 + 1, &self.properties(piece.feature), polygons);
        }
        for (feature, point) in self.points.iter().filter(|(_, point)| window.holds(*point)) {
            #[expect(clippy::cast_possible_truncation, reason = "within the tile and its margin")]
            let place = window.place(*point).map(|value| libm::round(value) as i32);
            layer.point(*feature as u64 + 1, &self.properties(*feature), place);
        }
        Some(layer.tile())
    }

    fn properties(&self, feature: usize) -> Vec<(&'static str, Value<'_>)> {
        let Some(label) = self.labels.get(feature) else { return Vec::new() };
        let mut properties = vec![("row", Value::Count(label.row.into()))];
        if !label.name.is_empty() {
            properties.push(("name", Value::Text(&label.name)));
        }
        properties
    }

    /// Bytes that it takes, roughly.
    pub fn weight(&self) -> usize {
        let vertices: usize = self
            .outlines
            .iter()
            .map(|outline| outline.polygons.iter().flatten().map(Vec::len).sum::<usize>())
            .sum();
        vertices * 16
            + self.outlines.len() * 150
            + self.labels.iter().map(|label| label.name.len() + 32).sum::<usize>()
    }
}
