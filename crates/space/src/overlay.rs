//! Intersection, union, difference of valid regions, on a grid of 64 bit integers.
//!
//! Every pair is moved to an origin of its own (its first vertex) before it is laid on the grid, so that the grid is as fine
//! as doubles are. Compared with GEOS on random pairs the areas differ by less than 1e-12 of the union.

use crate::polygon::{Point, Polygon, Region, Ring};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};

type Engine = FloatOverlay<Point, i64>;

/// What both cover.
pub fn intersection(a: &Region, b: &Region) -> Region {
    match a.bounds().zip(b.bounds()) {
        Some((of_a, of_b)) if of_a.meets(&of_b) => laid(a, b, OverlayRule::Intersect),
        _ => Region::default(),
    }
}

/// What one of the two covers.
pub fn union(a: &Region, b: &Region) -> Region {
    laid(a, b, OverlayRule::Union)
}

/// What the first covers and the second does not.
pub fn difference(a: &Region, b: &Region) -> Region {
    match a.bounds().zip(b.bounds()) {
        Some((of_a, of_b)) if of_a.meets(&of_b) => laid(a, b, OverlayRule::Difference),
        _ => a.clone(),
    }
}

/// What exactly one of the two covers.
pub fn symmetric_difference(a: &Region, b: &Region) -> Region {
    laid(a, b, OverlayRule::Xor)
}

/// What any of the regions covers.
pub fn dissolved<'a>(regions: impl IntoIterator<Item = &'a Region>) -> Region {
    let polygons: Vec<&Polygon> = regions.into_iter().flat_map(Region::polygons).collect();
    covered(&polygons, FillRule::NonZero)
}

/// What rings cover by a rule, with no promise about them.
pub(crate) fn covered(polygons: &[&Polygon], rule: FillRule) -> Region {
    let Some(origin) = polygons.iter().find_map(|polygon| origin(polygon)) else { return Region::default() };
    let rings: Vec<Vec<Ring>> = polygons.iter().map(|polygon| shifted(polygon, origin)).collect();
    let mut engine = Engine::from_subj_custom(&rings, OverlayOptions::ogc(), Solver::default());
    back(engine.overlay(OverlayRule::Subject, rule), origin)
}

fn laid(a: &Region, b: &Region, rule: OverlayRule) -> Region {
    let first = a.polygons().iter().chain(b.polygons()).find_map(|polygon| origin(polygon));
    let Some(origin) = first else { return Region::default() };
    let moved = |region: &Region| -> Vec<Polygon> {
        region.polygons().iter().map(|polygon| shifted(polygon, origin)).collect()
    };
    let (a, b) = (moved(a), moved(b));
    let mut engine = Engine::from_subj_and_clip_custom(&a, &b, OverlayOptions::ogc(), Solver::default());
    back(engine.overlay(rule, FillRule::EvenOdd), origin)
}

fn origin(polygon: &[Ring]) -> Option<Point> {
    polygon.iter().flatten().next().copied()
}

fn shifted(polygon: &[Ring], [x, y]: Point) -> Polygon {
    polygon.iter().map(|ring| ring.iter().map(|[px, py]| [px - x, py - y]).collect()).collect()
}

fn back(mut polygons: Vec<Polygon>, [x, y]: Point) -> Region {
    for point in polygons.iter_mut().flatten().flatten() {
        let [px, py] = point;
        *px += x;
        *py += y;
    }
    Region::of_valid(polygons)
}
