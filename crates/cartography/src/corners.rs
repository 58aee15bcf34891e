//! A smooth map of the plane, taken at the corners of a grid and drawn straight between them.

use space::Point;
use std::collections::HashMap;

/// Metres between two corners. A projection bends by less than 1e-7 of a metre for a metre squared, so that the
/// middle of a cell is off by at most 500²/8 of that: millimetres, where the finest tile has units of 15 cm.
const STEP: f64 = 500.0;

/// Points in metres on their way to another plane; what costs much is done once for a corner in place of once for a vertex.
pub(crate) struct Corners<F> {
    exact: F,
    known: HashMap<[i64; 2], Point>,
    /// The cell of the last point with the images of its corners: neighbours come one after the other.
    last: Option<([i64; 2], [Point; 4])>,
}

impl<F: Fn(Point) -> Point> Corners<F> {
    pub(crate) fn of(exact: F) -> Self {
        Self { exact, known: HashMap::new(), last: None }
    }

    /// The image of a point; of one that is no number, or far beyond the earth, what the exact map says.
    pub(crate) fn image(&mut self, point: Point) -> Point {
        let at = point.map(|value| (value / STEP).floor());
        if !at.iter().all(|value| value.abs() < 1e6) {
            return (self.exact)(point);
        }
        #[expect(clippy::cast_possible_truncation, reason = "below a million, just looked at")]
        let cell = at.map(|value| value as i64);
        let corners = match self.last {
            Some((known, corners)) if known == cell => corners,
            _ => {
                let [x, y] = cell;
                let corners =
                    [[x, y], [x + 1, y], [x, y + 1], [x + 1, y + 1]].map(|corner| self.corner(corner));
                self.last = Some((cell, corners));
                corners
            }
        };
        let [right, up] = [point[0] / STEP - at[0], point[1] / STEP - at[1]];
        let [low_left, low_right, high_left, high_right] = corners;
        let between =
            |a: Point, b: Point, share: f64| [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
        between(between(low_left, low_right, right), between(high_left, high_right, right), up)
    }

    fn corner(&mut self, [x, y]: [i64; 2]) -> Point {
        #[expect(clippy::cast_precision_loss, reason = "below a million")]
        let place = [x as f64 * STEP, y as f64 * STEP];
        *self.known.entry([x, y]).or_insert_with(|| (self.exact)(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use space::Crs;

    #[test]
    fn a_vertex_is_off_by_millimetres_at_the_edge_of_a_zone() {
        // Zone 38 in the south and the north of the country, at its middle and at its edge.
        let crs = Crs::from_epsg(4526).expect("a known system");
        let exact = space::degrees(&crs);
        let mut corners = Corners::of(&exact);
        for east in [38_333_000.3, 38_500_123.4, 38_666_777.7] {
            for north in [2_000_250.0, 3_100_111.1, 5_900_249.9] {
                let ([a, b], [x, y]) = (corners.image([east, north]), exact([east, north]));
                let metres = 111_320.0 * libm::hypot((a - x) * libm::cos(y.to_radians()), b - y);
                assert!(metres < 0.01, "{east} {north}: {metres} m");
            }
        }
    }

    #[test]
    fn what_lies_nowhere_is_left_to_the_exact_map() {
        let mut corners = Corners::of(|[x, y]: Point| [2.0 * x, y + 1.0]);
        assert_eq!(corners.image([1e12, 5.0]).map(f64::to_bits), [2e12, 6.0_f64].map(f64::to_bits));
        assert!(corners.image([f64::NAN, 5.0])[0].is_nan());
        assert_eq!(corners.image([-250.0, 750.0]).map(f64::to_bits), [-500.0, 751.0_f64].map(f64::to_bits));
    }
}
