//! Outlines taken into a window of whole units: cut at its edge, snapped, and what is too small to see gathered.
//!
//! Snapping is all the simplification there is: it moves a vertex that two neighbours share to the same place in both, so no
//! sliver opens between them, as one does when lines are thinned one by one. Nothing is computed on what comes out of here.

use space::{Bounds, Point, Polygon};
use std::collections::BTreeMap;

/// An area to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Its place among the features of the layer.
    pub feature: usize,
    /// Its polygons.
    pub polygons: Vec<Polygon>,
    /// The rectangle around them.
    pub bounds: Bounds,
}

/// What is drawn: a rectangle of the world onto a square or rectangle of whole units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// The rectangle.
    pub bounds: Bounds,
    /// Units across.
    pub width: i32,
    /// Units from top to bottom.
    pub height: i32,
    /// Units that are drawn beyond the edge, so that lines around do not show there.
    pub margin: i32,
    /// Side in units of the squares that areas too small to see are gathered in; a power of two.
    pub cell: i32,
    /// Vertices are moved to multiples of this.
    pub grid: i32,
}

/// A ring in whole units, x to the right and y down.
pub type Line = Vec<[i32; 2]>;

/// A feature as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its place among the features of the layer.
    pub feature: usize,
    /// Polygons: the outer ring first, clockwise on the screen, then holes the other way round.
    pub polygons: Vec<Vec<Line>>,
}

/// What stands in a window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fitted {
    /// Features that can be seen.
    pub pieces: Vec<Piece>,
    /// Rectangles (x, y, width, height) half covered or more by features too small to be seen alone.
    pub covered: Vec<[i32; 4]>,
}

impl Window {
    fn scale(&self) -> [f64; 2] {
        let ([west, south], [east, north]) = (self.bounds.low, self.bounds.high);
        [f64::from(self.width) / (east - west), f64::from(self.height) / (north - south)]
    }

    /// Where a point stands, in units.
    pub fn place(&self, [x, y]: Point) -> Point {
        let [across, up] = self.scale();
        let ([west, _], [_, north]) = (self.bounds.low, self.bounds.high);
        [(x - west) * across, (north - y) * up]
    }

    fn edge(&self) -> Bounds {
        let margin = f64::from(self.margin);
        let high = [f64::from(self.width) + margin, f64::from(self.height) + margin];
        Bounds { low: [-margin, -margin], high }
    }

    /// The rectangle that is drawn, margin included.
    fn around(&self) -> Bounds {
        let [across, up] = self.scale();
        let (x, y) = (f64::from(self.margin) / across, f64::from(self.margin) / up);
        let ([west, south], [east, north]) = (self.bounds.low, self.bounds.high);
        Bounds { low: [west - x, south - y], high: [east + x, north + y] }
    }

    /// Whether a point is drawn.
    pub fn holds(&self, point: Point) -> bool {
        let around = self.around();
        around.meets(&Bounds { low: point, high: point })
    }
}

/// Takes outlines into a window.
pub fn fit<'a>(outlines: impl IntoIterator<Item = &'a Outline>, window: &Window) -> Fitted {
    let (around, edge, [across, up]) = (window.around(), window.edge(), window.scale());
    let mut fitted = Fitted::default();
    let mut small: BTreeMap<(i32, i32), f64> = BTreeMap::new();
    for outline in outlines.into_iter().filter(|outline| outline.bounds.meets(&around)) {
        let ([west, south], [east, north]) = (outline.bounds.low, outline.bounds.high);
        let (wide, tall) = ((east - west) * across, (north - south) * up);
        if wide.max(tall) < f64::from(window.cell) {
            let [x, y] = window.place(outline.bounds.centre());
            let area: f64 = outline.polygons.iter().map(area).sum();
            *small.entry((cell(x, window.cell), cell(y, window.cell))).or_default() += area * across * up;
            continue;
        }
        let polygons: Vec<Vec<Line>> = outline
            .polygons
            .iter()
            .filter_map(|polygon| {
                let mut lines = polygon.iter().enumerate().map(|(at, ring)| {
                    let placed: Vec<Point> = ring.iter().map(|point| window.place(*point)).collect();
                    snapped(&cut(placed, &edge), window.grid, at == 0)
                });
                let outer = lines.next()?.filter(|outer| outer.len() > 2)?;
                let holes = lines.flatten().filter(|hole| hole.len() > 2);
                Some(std::iter::once(outer).chain(holes).collect())
            })
            .collect();
        if !polygons.is_empty() {
            fitted.pieces.push(Piece { feature: outline.feature, polygons });
        }
    }
    fitted.covered = rows(&small, window.cell);
    fitted
}

#[expect(clippy::cast_possible_truncation, reason = "a float becomes the nearest whole number that fits")]
fn cell(value: f64, side: i32) -> i32 {
    libm::floor(value / f64::from(side)) as i32
}

/// Area of a polygon as it stands, its holes left out.
fn area(polygon: &Polygon) -> f64 {
    let mut rings = polygon.iter().map(|ring| doubled(ring).abs() / 2.0);
    rings.next().unwrap_or_default() - rings.sum::<f64>()
}

/// Twice the signed area of a ring.
fn doubled(ring: &[Point]) -> f64 {
    let Some(&[x0, y0]) = ring.first() else { return 0.0 };
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|([ax, ay], [bx, by])| (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)).sum()
}

/// Cells that are half covered, those beside each other in one row as one rectangle.
fn rows(small: &BTreeMap<(i32, i32), f64>, side: i32) -> Vec<[i32; 4]> {
    let half = f64::from(side) * f64::from(side) / 2.0;
    let mut full: Vec<(i32, i32)> =
        small.iter().filter(|(_, area)| **area >= half).map(|((x, y), _)| (*y, *x)).collect();
    full.sort_unstable();
    let mut out: Vec<[i32; 4]> = Vec::new();
    for (y, x) in full {
        match out.last_mut() {
            Some([left, top, width, _]) if *top == y * side && *left + *width == x * side => *width += side,
            _ => out.push([x * side, y * side, side, side]),
        }
    }
    out
}

/// A ring cut to a rectangle, edge by edge (Sutherland and Hodgman 1974). What runs along the edge lies in the margin.
fn cut(mut ring: Vec<Point>, edge: &Bounds) -> Vec<Point> {
    let inside = |[x, y]: &Point| {
        let ([west, south], [east, north]) = (edge.low, edge.high);
        *x >= west && *x <= east && *y >= south && *y <= north
    };
    if ring.iter().all(inside) {
        return ring;
    }
    let sides: [(usize, f64, f64); 4] =
        [(0, edge.low[0], 1.0), (0, edge.high[0], -1.0), (1, edge.low[1], 1.0), (1, edge.high[1], -1.0)];
    for (axis, limit, sign) in sides {
        let beyond = |point: &Point| sign * (point.get(axis).copied().unwrap_or_default() - limit) < 0.0;
        let mut out = Vec::with_capacity(ring.len() + 4);
        let next = ring.iter().cycle().skip(1);
        for (a, b) in ring.iter().zip(next) {
            if !beyond(a) {
                out.push(*a);
            }
            if beyond(a) != beyond(b) {
                out.push(crossing(*a, *b, axis, limit));
            }
        }
        ring = out;
    }
    ring
}

/// Where a line meets one side of the rectangle.
fn crossing([ax, ay]: Point, [bx, by]: Point, axis: usize, limit: f64) -> Point {
    if axis == 0 {
        [limit, ay + (by - ay) * (limit - ax) / (bx - ax)]
    } else {
        [ax + (bx - ax) * (limit - ay) / (by - ay), limit]
    }
}

/// A ring on the grid, without points repeated or between two others on a line, turned as asked; `None` without area.
fn snapped(ring: &[Point], grid: i32, clockwise: bool) -> Option<Line> {
    #[expect(clippy::cast_possible_truncation, reason = "a float becomes the nearest whole number that fits")]
    let snap = |value: f64| libm::round(value / f64::from(grid)) as i32 * grid;
    let mut line: Line = Vec::with_capacity(ring.len());
    for [x, y] in ring {
        let point = [snap(*x), snap(*y)];
        if line.last() != Some(&point) {
            if let [.., before, last] = line.as_slice()
                && on_a_line(*before, *last, point)
            {
                line.pop();
            }
            line.push(point);
        }
    }
    while line.len() > 1 && line.first() == line.last() {
        line.pop();
    }
    let next = line.iter().cycle().skip(1);
    let twice: i64 = line
        .iter()
        .zip(next)
        .map(|([ax, ay], [bx, by])| i64::from(*ax) * i64::from(*by) - i64::from(*bx) * i64::from(*ay))
        .sum();
    if line.len() < 3 || twice == 0 {
        return None;
    }
    // With y down, a ring of positive area runs clockwise on the screen.
    if (twice > 0) != clockwise {
        line.reverse();
    }
    Some(line)
}

/// Whether the middle one of three points lies on the way from the first to the last.
fn on_a_line([ax, ay]: [i32; 2], [bx, by]: [i32; 2], [cx, cy]: [i32; 2]) -> bool {
    let (abx, aby) = (i64::from(bx) - i64::from(ax), i64::from(by) - i64::from(ay));
    let (bcx, bcy) = (i64::from(cx) - i64::from(bx), i64::from(cy) - i64::from(by));
    abx * bcy == aby * bcx && abx * bcx + aby * bcy > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Outline {
        let ring = vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]];
        let bounds = Bounds { low: [x, y], high: [x + side, y + side] };
        Outline { feature: 0, polygons: vec![vec![ring]], bounds }
    }

    fn window() -> Window {
        let bounds = Bounds { low: [0.0, 0.0], high: [100.0, 100.0] };
        Window { bounds, width: 1000, height: 1000, margin: 64, cell: 16, grid: 1 }
    }

    #[test]
    fn what_reaches_beyond_is_cut_in_the_margin() {
        let fitted = fit([&square(50.0, 50.0, 200.0)], &window());
        let [piece] = fitted.pieces.as_slice() else { panic!("one piece") };
        let mut corners = piece.polygons[0][0].clone();
        corners.sort_unstable();
        assert_eq!(corners, [[500, -64], [500, 500], [1064, -64], [1064, 500]]);
        assert!(fit([&square(200.0, 0.0, 10.0)], &window()).pieces.is_empty());
    }

    #[test]
    fn many_that_are_too_small_cover_what_they_cover_together() {
        // 1 unit a side each, 16 by 16 of them in a row of two cells, and one alone elsewhere.
        let many: Vec<Outline> = (0..512)
            .map(|at| square(f64::from(at % 32) * 0.1, 90.0 - f64::from(at / 32) * 0.1, 0.1))
            .chain([square(50.0, 50.0, 0.1)])
            .collect();
        let fitted = fit(&many, &window());
        assert!(fitted.pieces.is_empty());
        let area: i32 = fitted.covered.iter().map(|[.., width, height]| width * height).sum();
        assert!((256..=1024).contains(&area), "{:?}", fitted.covered);
        assert!(fitted.covered.iter().all(|[x, ..]| *x < 64), "the lonely one covers no cell");
    }

    #[test]
    fn neighbours_stay_neighbours() {
        // A vertex in the middle of a shared edge goes to the same place in both.
        let left = vec![[0.0, 0.0], [50.03, 0.0], [50.47, 50.02], [50.03, 100.0], [0.0, 100.0]];
        let right = vec![[50.03, 0.0], [100.0, 0.0], [100.0, 100.0], [50.03, 100.0], [50.47, 50.02]];
        let whole = Bounds { low: [0.0, 0.0], high: [100.0, 100.0] };
        let outline = |ring| Outline { feature: 0, polygons: vec![vec![ring]], bounds: whole };
        let fitted = fit(&[outline(left), outline(right)], &Window { grid: 4, ..window() });
        let twice = |line: &Line| -> i64 {
            let next = line.iter().cycle().skip(1);
            line.iter().zip(next).map(|(a, b)| i64::from(a[0] * b[1] - b[0] * a[1])).sum()
        };
        let all: i64 = fitted.pieces.iter().map(|piece| twice(&piece.polygons[0][0])).sum();
        assert_eq!(all, 2 * 1000 * 1000);
    }
}
