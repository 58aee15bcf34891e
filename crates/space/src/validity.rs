//! Whether polygons are valid in the sense of OGC 06-103r4 (Simple Feature Access 1), section 6.1.11, and where they are not.
//!
//! All decisions rest on the sign of exact determinants (Shewchuk 1997, crate `robust`), never on a rounded crossing point.

use crate::index;
use crate::polygon::{Bounds, Point, Ring, Shape, signed_area};
use robust::{Coord, orient2d};
use source::Words;
use std::collections::BTreeMap;

/// What makes a polygon invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defect {
    /// A coordinate is no number.
    NotFinite,
    /// A ring has fewer than three distinct points.
    TooFewPoints,
    /// Lines cross, or run along each other.
    Crossing,
    /// A ring touches itself at a point.
    SelfTouch,
    /// A hole lies outside its outer ring.
    HoleOutside,
    /// A hole lies inside another.
    NestedHoles,
    /// Rings that touch cut the interior in two.
    SplitInterior,
    /// A part lies inside another.
    NestedParts,
}

impl Defect {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFinite => "not-finite",
            Self::TooFewPoints => "too-few-points",
            Self::Crossing => "self-intersection",
            Self::SelfTouch => "self-touch",
            Self::HoleOutside => "hole-outside",
            Self::NestedHoles => "nested-holes",
            Self::SplitInterior => "split-interior",
            Self::NestedParts => "nested-parts",
        }
    }

    /// What to tell a person.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::NotFinite => ("坐标不是数", "a coordinate is no number"),
            Self::TooFewPoints => ("环的不同点少于三个", "a ring has fewer than three distinct points"),
            Self::Crossing => ("边线相交或重合", "lines cross or run along each other"),
            Self::SelfTouch => ("环在一点上自相接触", "a ring touches itself at a point"),
            Self::HoleOutside => ("洞在外环之外", "a hole lies outside its outer ring"),
            Self::NestedHoles => ("洞中有洞", "a hole lies inside another"),
            Self::SplitInterior => {
                ("相接的环把内部分成几块", "rings that touch cut the interior into pieces")
            }
            Self::NestedParts => ("一部分落在另一部分之内", "a part lies inside another"),
        };
        Words::new(zh, en)
    }
}

/// A defect and a point of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Invalid {
    /// What is wrong.
    pub defect: Defect,
    /// Where, in the coordinates of the shape.
    pub at: Point,
}

/// Sign of the area of the triangle `a`, `b`, `c`: 1 when `c` lies to the left of the line from `a` to `b`.
fn side(a: Point, b: Point, c: Point) -> i8 {
    let coord = |[x, y]: Point| Coord { x, y };
    let turn = orient2d(coord(a), coord(b), coord(c));
    i8::from(turn > 0.0) - i8::from(turn < 0.0)
}

/// Where a point lies: 1 inside the ring, 0 on it, -1 outside.
///
/// Crossing count along a ray to the east (Hormann & Agathos 2001), with exact signs.
pub fn locate(point: Point, ring: &[Point]) -> i8 {
    let [x, y] = point;
    let mut inside = false;
    for (a, b) in crate::polygon::edges(ring) {
        let ([ax, ay], [bx, by]) = (a, b);
        if (ay > y) == (by > y) {
            let level = ay == y && by == y && ax.min(bx) <= x && x <= ax.max(bx);
            if level || a == point || b == point {
                return 0;
            }
            continue;
        }
        match (side(a, b, point), by > ay) {
            (0, _) => return 0,
            (1, true) | (-1, false) => inside = !inside,
            _ => {}
        }
    }
    if inside { 1 } else { -1 }
}

/// How two lines meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meeting {
    /// They do not.
    None,
    /// They cross within both.
    Cross(Point),
    /// They run along each other.
    Along(Point),
    /// They have one point in common, an end of one of them.
    Touch(Point),
}

fn in_box([x, y]: Point, [ax, ay]: Point, [bx, by]: Point) -> bool {
    ax.min(bx) <= x && x <= ax.max(bx) && ay.min(by) <= y && y <= ay.max(by)
}

/// How the line from `a` to `b` meets that from `c` to `d`.
pub(crate) fn meeting(a: Point, b: Point, c: Point, d: Point) -> Meeting {
    let (to_c, to_d) = (side(a, b, c), side(a, b, d));
    if to_c * to_d > 0 {
        return Meeting::None;
    }
    if to_c == 0 && to_d == 0 {
        let mut common = [a, b].into_iter().filter(|p| in_box(*p, c, d)).collect::<Vec<_>>();
        common.extend([c, d].into_iter().filter(|p| in_box(*p, a, b)));
        let first = common.first().copied();
        return match first {
            None => Meeting::None,
            Some(p) if common.iter().all(|q| *q == p) => Meeting::Touch(p),
            Some(p) => Meeting::Along(p),
        };
    }
    let (to_a, to_b) = (side(c, d, a), side(c, d, b));
    if to_a * to_b > 0 {
        return Meeting::None;
    }
    if to_c * to_d < 0 && to_a * to_b < 0 {
        return Meeting::Cross(crossing(a, b, c, d));
    }
    let touching = [(to_c, c, a, b), (to_d, d, a, b), (to_a, a, c, d), (to_b, b, c, d)];
    let found = touching.into_iter().find(|(side, p, u, v)| *side == 0 && in_box(*p, *u, *v));
    found.map_or(Meeting::None, |(_, p, _, _)| Meeting::Touch(p))
}

/// Where two lines cross, rounded: only shown, never decided by.
fn crossing([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point, [dx, dy]: Point) -> Point {
    let (ux, uy, vx, vy) = (bx - ax, by - ay, dx - cx, dy - cy);
    let t = ((cx - ax) * vy - (cy - ay) * vx) / (ux * vy - uy * vx);
    [ax + t * ux, ay + t * uy]
}

/// A ring of a shape, with the polygon it belongs to.
struct Placed<'a> {
    ring: &'a Ring,
    polygon: usize,
    outer: bool,
    bounds: Bounds,
}

/// One line of a ring: from vertex `at` to the next.
#[derive(Clone, Copy)]
struct Line {
    ring: usize,
    at: usize,
    from: Point,
    to: Point,
}

/// Whether a shape is valid.
///
/// Rings must not repeat a point twice in a row; [`crate::repair::region`] sees to that before.
///
/// # Errors
/// The first defect that is found, in a fixed order.
pub fn check(shape: &Shape) -> Result<(), Invalid> {
    let mut rings = Vec::new();
    for (polygon, part) in shape.polygons.iter().enumerate() {
        for (at, ring) in part.iter().enumerate() {
            let wrong = |defect, at| Err(Invalid { defect, at });
            if let Some(point) = ring.iter().find(|point| !point.iter().all(|value| value.is_finite())) {
                return wrong(Defect::NotFinite, *point);
            }
            let bounds = Bounds::of(ring).filter(|_| ring.len() >= 3);
            let Some(bounds) = bounds else {
                return wrong(Defect::TooFewPoints, ring.first().copied().unwrap_or_default());
            };
            rings.push(Placed { ring, polygon, outer: at == 0, bounds });
        }
    }
    let touches = lines_apart(&rings)?;
    holes_inside(&rings)?;
    parts_apart(&rings)?;
    interior_whole(&rings, &touches)
}

/// A point where two different rings touch.
struct Touch {
    at: Point,
    rings: [usize; 2],
}

/// No two lines cross or run along each other, and no ring touches itself; gives where different rings touch.
fn lines_apart(rings: &[Placed<'_>]) -> Result<Vec<Touch>, Invalid> {
    let of_ring = |(ring, placed): (usize, &Placed<'_>)| {
        let lines = crate::polygon::edges(placed.ring).enumerate();
        lines.map(|(at, (from, to))| Line { ring, at, from, to }).collect::<Vec<_>>()
    };
    let lines: Vec<Line> = rings.iter().enumerate().flat_map(of_ring).collect();
    let boxes: Vec<Bounds> = lines.iter().filter_map(|line| Bounds::of([&line.from, &line.to])).collect();
    let mut touches = Vec::new();
    let mut worst: Option<Invalid> = None;
    index::each_meeting(&boxes, |first, second| {
        let (Some(a), Some(b)) = (lines.get(first), lines.get(second)) else { return true };
        let found = match meeting(a.from, a.to, b.from, b.to) {
            Meeting::None => return true,
            Meeting::Cross(at) | Meeting::Along(at) => Invalid { defect: Defect::Crossing, at },
            Meeting::Touch(at) if a.ring != b.ring => {
                touches.push(Touch { at, rings: [a.ring, b.ring] });
                return true;
            }
            Meeting::Touch(_) if neighbours(rings, a, b) => return true,
            Meeting::Touch(at) => Invalid { defect: Defect::SelfTouch, at },
        };
        worst = Some(found);
        false
    });
    if let Some(found) = worst {
        return Err(found);
    }
    let crossed = touches.iter().find(|touch| {
        let [a, b] = touch.rings.map(|ring| rings.get(ring).and_then(|placed| around(placed.ring, touch.at)));
        let (Some((before, after)), Some((b_before, b_after))) = (a, b) else { return false };
        in_wedge(touch.at, after, before, b_before) != in_wedge(touch.at, after, before, b_after)
    });
    match crossed {
        Some(touch) => Err(Invalid { defect: Defect::Crossing, at: touch.at }),
        None => Ok(touches),
    }
}

fn neighbours(rings: &[Placed<'_>], a: &Line, b: &Line) -> bool {
    let length = rings.get(a.ring).map_or(0, |placed| placed.ring.len());
    let apart = a.at.abs_diff(b.at);
    apart == 1 || apart + 1 == length
}

/// The points of a ring before and after a point on it.
fn around(ring: &[Point], at: Point) -> Option<(Point, Point)> {
    if let Some(vertex) = ring.iter().position(|point| *point == at) {
        let before = ring.get((vertex + ring.len() - 1) % ring.len())?;
        return Some((*before, *ring.get((vertex + 1) % ring.len())?));
    }
    crate::polygon::edges(ring).find(|(a, b)| side(*a, *b, at) == 0 && in_box(at, *a, *b))
}

/// Whether the direction to `x` lies in the sector that runs counter-clockwise from `from` to `to` around `at`.
fn in_wedge(at: Point, from: Point, to: Point, x: Point) -> bool {
    match side(at, from, to) {
        1 => side(at, from, x) > 0 && side(at, x, to) > 0,
        -1 => !(side(at, to, x) > 0 && side(at, x, from) > 0),
        _ => side(at, from, x) > 0,
    }
}

/// Whether a ring lies inside another, given that the two do not cross.
fn is_inside(inner: &Ring, outer: &Ring) -> bool {
    let clear = inner.iter().map(|point| locate(*point, outer)).find(|place| *place != 0);
    if let Some(place) = clear {
        return place > 0;
    }
    // Every vertex lies on the other ring: the direction in which it leaves the first one decides.
    let leaving = inner.first().zip(inner.get(1));
    leaving.is_some_and(|(at, next)| {
        let turned = signed_area(outer) > 0.0;
        around(outer, *at).is_some_and(|(before, after)| {
            let (from, to) = if turned { (after, before) } else { (before, after) };
            in_wedge(*at, from, to, *next)
        })
    })
}

fn holes_inside(rings: &[Placed<'_>]) -> Result<(), Invalid> {
    let first = |ring: &Ring| ring.first().copied().unwrap_or_default();
    let mut outer = None;
    for placed in rings {
        if placed.outer {
            outer = Some(placed.ring);
        } else if outer.is_some_and(|outer| !is_inside(placed.ring, outer)) {
            return Err(Invalid { defect: Defect::HoleOutside, at: first(placed.ring) });
        }
    }
    let mut nested = None;
    let boxes: Vec<Bounds> = rings.iter().map(|placed| placed.bounds).collect();
    index::each_meeting(&boxes, |a, b| {
        let (Some(a), Some(b)) = (rings.get(a), rings.get(b)) else { return true };
        if a.outer || b.outer || a.polygon != b.polygon {
            return true;
        }
        let inner = [(a, b), (b, a)].into_iter().find(|(x, y)| is_inside(x.ring, y.ring));
        nested = inner.map(|(x, _)| first(x.ring));
        nested.is_none()
    });
    nested.map_or(Ok(()), |at| Err(Invalid { defect: Defect::NestedHoles, at }))
}

fn parts_apart(rings: &[Placed<'_>]) -> Result<(), Invalid> {
    let outers: Vec<&Placed<'_>> = rings.iter().filter(|placed| placed.outer).collect();
    let boxes: Vec<Bounds> = outers.iter().map(|placed| placed.bounds).collect();
    let mut nested = None;
    index::each_meeting(&boxes, |a, b| {
        let (Some(a), Some(b)) = (outers.get(a), outers.get(b)) else { return true };
        let within = |x: &Placed<'_>, y: &Placed<'_>| {
            let holes = rings.iter().filter(|placed| placed.polygon == y.polygon && !placed.outer);
            is_inside(x.ring, y.ring) && !holes.into_iter().any(|hole| is_inside(x.ring, hole.ring))
        };
        let inner = [(a, b), (b, a)].into_iter().find(|(x, y)| within(x, y));
        nested = inner.and_then(|(x, _)| x.ring.first().copied());
        nested.is_none()
    });
    nested.map_or(Ok(()), |at| Err(Invalid { defect: Defect::NestedParts, at }))
}

/// Rings of one polygon and the points where they touch must not form a circle: it would cut the interior in two.
fn interior_whole(rings: &[Placed<'_>], touches: &[Touch]) -> Result<(), Invalid> {
    let mut parents: Vec<usize> = (0..rings.len()).collect();
    let mut nodes: BTreeMap<(usize, [u64; 2]), (usize, Vec<usize>)> = BTreeMap::new();
    for touch in touches {
        let owner = |ring: usize| rings.get(ring).map(|placed| placed.polygon);
        let [a, b] = touch.rings;
        let (Some(polygon), true) = (owner(a), owner(a) == owner(b)) else { continue };
        // 0.0 and -0.0 are one place.
        let key = (polygon, touch.at.map(|value| (value + 0.0).to_bits()));
        let (node, joined) = nodes.entry(key).or_insert_with(|| {
            parents.push(parents.len());
            (parents.len() - 1, Vec::new())
        });
        for ring in [a, b] {
            if joined.contains(&ring) {
                continue;
            }
            joined.push(ring);
            let (of_ring, of_node) = (root(&mut parents, ring), root(&mut parents, *node));
            if of_ring == of_node {
                return Err(Invalid { defect: Defect::SplitInterior, at: touch.at });
            }
            if let Some(parent) = parents.get_mut(of_ring) {
                *parent = of_node;
            }
        }
    }
    Ok(())
}

/// The representative of a set, with the way there made shorter.
fn root(parents: &mut [usize], mut at: usize) -> usize {
    while let Some(parent) = parents.get(at).copied().filter(|parent| *parent != at) {
        let above = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(at) {
            *slot = above;
        }
        at = above;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defect(polygons: &[&[&[Point]]]) -> Option<Defect> {
        let polygons = polygons.iter().map(|part| part.iter().map(|ring| ring.to_vec()).collect()).collect();
        check(&Shape { polygons }).err().map(|invalid| invalid.defect)
    }

    const SQUARE: &[Point] = &[[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];

    #[test]
    fn each_defect_is_named() {
        type Parts<'a> = &'a [&'a [&'a [Point]]];
        let cases: [(Parts<'_>, Option<Defect>); 10] = [
            (&[&[SQUARE]], None),
            (&[&[&[[0.0, 0.0], [1.0, f64::NAN], [1.0, 1.0]]]], Some(Defect::NotFinite)),
            (&[&[&[[0.0, 0.0], [1.0, 1.0]]]], Some(Defect::TooFewPoints)),
            (&[&[&[[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]]], Some(Defect::Crossing)),
            (&[&[&[[0.0, 0.0], [2.0, 2.0], [2.0, 0.0], [0.0, 2.0]]]], Some(Defect::Crossing)),
            (
                &[&[&[[0.0, 0.0], [4.0, 0.0], [2.0, 2.0], [4.0, 4.0], [0.0, 4.0], [2.0, 2.0]]]],
                Some(Defect::SelfTouch),
            ),
            (&[&[SQUARE, &[[20.0, 1.0], [21.0, 1.0], [20.0, 2.0]]]], Some(Defect::HoleOutside)),
            (
                &[&[SQUARE, &[[1.0, 1.0], [9.0, 1.0], [9.0, 9.0]], &[[6.0, 2.0], [7.0, 2.0], [7.0, 3.0]]]],
                Some(Defect::NestedHoles),
            ),
            (&[&[SQUARE, &[[0.0, 5.0], [5.0, 1.0], [10.0, 5.0], [5.0, 6.0]]]], Some(Defect::SplitInterior)),
            (&[&[SQUARE], &[&[[1.0, 1.0], [2.0, 1.0], [2.0, 2.0]]]], Some(Defect::NestedParts)),
        ];
        for (at, (shape, expected)) in cases.into_iter().enumerate() {
            assert_eq!(defect(shape), expected, "case {at}");
        }
    }

    #[test]
    fn rings_may_touch_at_a_point() {
        assert_eq!(defect(&[&[SQUARE, &[[0.0, 5.0], [5.0, 1.0], [5.0, 6.0]]]]), None);
        assert_eq!(defect(&[&[SQUARE], &[&[[10.0, 10.0], [12.0, 10.0], [12.0, 12.0]]]]), None);
        let island: &[Point] = &[[3.0, 3.0], [4.0, 3.0], [4.0, 4.0]];
        assert_eq!(defect(&[&[SQUARE, &[[2.0, 2.0], [8.0, 2.0], [8.0, 8.0], [2.0, 8.0]]], &[island]]), None);
    }

    #[test]
    fn a_hole_that_leaves_through_vertices_is_found() {
        // It touches the outer ring at two of its own vertices only, and lies outside between them.
        let hole: &[Point] = &[[10.0, 2.0], [8.0, 4.0], [10.0, 6.0], [12.0, 4.0]];
        assert_eq!(defect(&[&[SQUARE, hole]]), Some(Defect::Crossing));
    }
}
