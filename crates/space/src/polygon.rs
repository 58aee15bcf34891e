//! Points, rings, polygons: as delivered ([`Shape`]) and valid ([`Region`]).

/// East and north in metres, or longitude and latitude in degrees.
pub type Point = [f64; 2];

/// A closed line of points; the first is not repeated at the end.
pub type Ring = Vec<Point>;

/// The outer ring, then its holes.
pub type Polygon = Vec<Ring>;

/// Polygons as somebody delivered them; nothing is promised of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// The parts.
    pub polygons: Vec<Polygon>,
}

/// Polygons that are valid: rings simple, outer rings counter-clockwise, holes inside and clockwise, parts apart.
///
/// Made by [`crate::repair::region`] and by the overlay only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    polygons: Vec<Polygon>,
}

/// A rectangle along the axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Smallest east and north.
    pub low: Point,
    /// Largest east and north.
    pub high: Point,
}

impl Bounds {
    /// The rectangle around points; `None` without points.
    pub fn of<'a>(points: impl IntoIterator<Item = &'a Point>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = *points.next()?;
        Some(points.fold(Self { low: first, high: first }, |bounds, point| bounds.with(*point)))
    }

    fn with(self, [x, y]: Point) -> Self {
        let ([west, south], [east, north]) = (self.low, self.high);
        Self { low: [west.min(x), south.min(y)], high: [east.max(x), north.max(y)] }
    }

    /// The rectangle around both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        self.with(other.low).with(other.high)
    }

    /// Whether the two have a point in common.
    pub fn meets(&self, other: &Self) -> bool {
        let overlaps = |axis: usize| {
            let at = |point: &Point| point.get(axis).copied().unwrap_or_default();
            at(&self.low) <= at(&other.high) && at(&other.low) <= at(&self.high)
        };
        overlaps(0) && overlaps(1)
    }

    /// Distance between the two rectangles, 0 when they meet.
    pub fn distance(&self, other: &Self) -> f64 {
        let gap = |axis: usize| {
            let at = |point: &Point| point.get(axis).copied().unwrap_or_default();
            (at(&other.low) - at(&self.high)).max(at(&self.low) - at(&other.high)).max(0.0)
        };
        libm::hypot(gap(0), gap(1))
    }

    /// The point in the middle.
    pub fn centre(&self) -> Point {
        let ([west, south], [east, north]) = (self.low, self.high);
        [west + (east - west) / 2.0, south + (north - south) / 2.0]
    }

    /// Length of the diagonal.
    pub fn diagonal(&self) -> f64 {
        let ([west, south], [east, north]) = (self.low, self.high);
        libm::hypot(east - west, north - south)
    }
}

/// Signed area of a ring by the shoelace formula, positive when it runs counter-clockwise.
///
/// Coordinates are taken relative to the first vertex, so that large false eastings cost no digits.
pub(crate) fn signed_area(ring: &[Point]) -> f64 {
    let Some(&[x0, y0]) = ring.first() else { return 0.0 };
    edges(ring).map(|([ax, ay], [bx, by])| (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)).sum::<f64>() / 2.0
}

/// The edges of a ring, the closing one included.
pub(crate) fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    let next = ring.iter().cycle().skip(1);
    ring.iter().copied().zip(next.copied())
}

/// Length of a ring.
pub(crate) fn length(ring: &[Point]) -> f64 {
    edges(ring).map(|([ax, ay], [bx, by])| libm::hypot(bx - ax, by - ay)).sum()
}

/// The area of a polygon as it stands: its outer ring less its holes.
pub(crate) fn polygon_area(polygon: &[Ring]) -> f64 {
    let mut rings = polygon.iter().map(|ring| signed_area(ring).abs());
    rings.next().unwrap_or_default() - rings.sum::<f64>()
}

impl Shape {
    /// A shape of one polygon.
    pub fn of(polygon: Polygon) -> Self {
        Self { polygons: vec![polygon] }
    }

    /// All vertices.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.polygons.iter().flatten().flatten()
    }

    /// The area that the parts have together, as they stand: what overlaps counts twice.
    pub fn area(&self) -> f64 {
        self.polygons.iter().map(|polygon| polygon_area(polygon)).sum()
    }

    /// The same rings with every point changed.
    #[must_use]
    pub fn mapped(&self, change: impl Fn(Point) -> Point) -> Self {
        Self { polygons: mapped(&self.polygons, change) }
    }
}

fn mapped(polygons: &[Polygon], change: impl Fn(Point) -> Point) -> Vec<Polygon> {
    let ring = |ring: &Ring| ring.iter().map(|point| change(*point)).collect();
    polygons.iter().map(|polygon| polygon.iter().map(ring).collect()).collect()
}

impl Region {
    /// Takes polygons that are known to be valid, and turns their rings the usual way.
    pub(crate) fn of_valid(mut polygons: Vec<Polygon>) -> Self {
        for polygon in &mut polygons {
            for (at, ring) in polygon.iter_mut().enumerate() {
                if (signed_area(ring) > 0.0) != (at == 0) {
                    ring.reverse();
                }
            }
        }
        Self { polygons }
    }

    /// The parts, each its outer ring and its holes.
    pub fn polygons(&self) -> &[Polygon] {
        &self.polygons
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.polygons.is_empty()
    }

    /// Area in the square of the unit of its coordinates.
    pub fn area(&self) -> f64 {
        self.polygons.iter().map(|polygon| polygon_area(polygon)).sum()
    }

    /// Length of all rings.
    pub fn perimeter(&self) -> f64 {
        self.polygons.iter().flatten().map(|ring| length(ring)).sum()
    }

    /// The rectangle around it; `None` when it is empty.
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::of(self.polygons.iter().filter_map(|polygon| polygon.first()).flatten())
    }

    /// Its contiguous parts, each a region of its own, in a stable order.
    pub fn parts(self) -> Vec<Self> {
        let mut parts: Vec<Self> =
            self.polygons.into_iter().map(|polygon| Self { polygons: vec![polygon] }).collect();
        parts.sort_by(|a, b| a.key().partial_cmp(&b.key()).unwrap_or(std::cmp::Ordering::Equal));
        parts
    }

    /// What parts are ordered by: corner of the rectangle around them, then area.
    fn key(&self) -> (f64, f64, f64) {
        let [x, y] = self.bounds().map_or([0.0, 0.0], |bounds| bounds.low);
        (x, y, self.area())
    }

    /// The same region in other coordinates. The change must keep the topology: a projection within its zone does.
    #[must_use]
    pub(crate) fn projected(&self, change: impl Fn(Point) -> Point) -> Self {
        Self { polygons: mapped(&self.polygons, change) }
    }

    /// The region as a shape, for whoever writes it.
    pub fn to_shape(&self) -> Shape {
        Shape { polygons: self.polygons.clone() }
    }

    /// Whether a point lies inside or on the edge.
    pub fn contains(&self, point: Point) -> bool {
        self.polygons.iter().any(|polygon| {
            let mut rings = polygon.iter();
            let on = |ring: &Ring| crate::validity::locate(point, ring);
            rings.next().is_some_and(|outer| on(outer) >= 0) && rings.all(|hole| on(hole) <= 0)
        })
    }

    /// Distance from a point to the nearest edge; infinite when there is none.
    pub fn distance_to_edge(&self, point: Point) -> f64 {
        let all = self.polygons.iter().flatten().flat_map(|ring| edges(ring));
        all.map(|(a, b)| distance(point, a, b)).fold(f64::INFINITY, f64::min)
    }
}

/// Distance from a point to a line from `a` to `b`.
fn distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let square = dx * dx + dy * dy;
    let along = if square > 0.0 { (((x - ax) * dx + (y - ay) * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    libm::hypot(x - (ax + along * dx), y - (ay + along * dy))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [Point; 4] = [[0.0, 0.0], [4.0, 0.0], [4.0, 3.0], [0.0, 3.0]];

    #[test]
    fn a_false_easting_costs_no_digits() {
        let far: Ring = SQUARE.iter().map(|[x, y]| [x + 38_500_000.0, y + 3_100_000.0]).collect();
        assert_eq!(signed_area(&far), 12.0);
        assert_eq!(length(&far), 14.0);
    }

    #[test]
    fn rings_are_turned_and_holes_taken_off() {
        let hole = vec![[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 2.0]];
        let region = Region::of_valid(vec![vec![SQUARE.iter().rev().copied().collect(), hole]]);
        assert_eq!(region.area(), 11.0);
        assert!(signed_area(&region.polygons()[0][0]) > 0.0 && signed_area(&region.polygons()[0][1]) < 0.0);
        assert!(region.contains([0.5, 0.5]) && !region.contains([1.5, 1.5]) && region.contains([1.0, 1.5]));
        assert!((region.distance_to_edge([0.5, 2.0]) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn rectangles_know_how_far_they_are() {
        let a = Bounds { low: [0.0, 0.0], high: [1.0, 1.0] };
        let b = Bounds { low: [4.0, 5.0], high: [6.0, 6.0] };
        assert_eq!((a.distance(&b), a.meets(&b), a.joined(b).meets(&b)), (5.0, false, true));
    }
}
