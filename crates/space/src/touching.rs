//! Neighbours that share edges and nothing else, told without overlay.
//!
//! Most pairs of a seamless layer are such neighbours. The answer rests on exact signs and equal coordinates, so that what is
//! left out of the overlay has an area of exactly zero.

use crate::polygon::{Bounds, Point, Region, Ring, edges};
use crate::validity::{Meeting, locate, meeting};

/// An edge of a ring.
type Edge = (Point, Point);

/// Whether it is certain that two regions have no inner point in common; `false` says nothing.
///
/// Looked at are regions of one ring each. No edge may cross another or touch it but at vertices of both; an edge between two
/// vertices of the other region must be an edge of it that runs the other way; every other vertex must lie outside. Then
/// neither boundary enters the other interior, and both interiors lie on different sides of what they share.
pub(crate) fn only_touch(a: &Region, b: &Region) -> bool {
    let (Some(ring_a), Some(ring_b)) = (single(a), single(b)) else { return false };
    let (Some(of_a), Some(of_b)) = (a.bounds(), b.bounds()) else { return false };
    if !of_a.meets(&of_b) {
        return true;
    }
    let larger = |p: Point, q: Point| [p[0].max(q[0]), p[1].max(q[1])];
    let smaller = |p: Point, q: Point| [p[0].min(q[0]), p[1].min(q[1])];
    let both = Bounds { low: larger(of_a.low, of_b.low), high: smaller(of_a.high, of_b.high) };
    let near = |ring: &Ring| -> Vec<Edge> {
        edges(ring).filter(|(p, q)| Bounds::of([p, q]).is_some_and(|bounds| bounds.meets(&both))).collect()
    };
    let (near_a, near_b) = (near(ring_a), near(ring_b));
    stays_out(&near_a, &near_b, ring_b, &both) && stays_out(&near_b, &near_a, ring_a, &both)
}

fn single(region: &Region) -> Option<&Ring> {
    match region.polygons() {
        [polygon] => match polygon.as_slice() {
            [ring] => Some(ring),
            _ => None,
        },
        _ => None,
    }
}

/// Whether these edges never enter the interior of the other ring.
fn stays_out(edges: &[Edge], others: &[Edge], ring: &Ring, both: &Bounds) -> bool {
    let is_vertex = |point: Point| others.iter().any(|(p, q)| *p == point || *q == point);
    edges.iter().all(|&(from, to)| {
        let (starts, ends) = (is_vertex(from), is_vertex(to));
        if starts && ends {
            return others.contains(&(to, from));
        }
        let outside = |point: Point, shared: bool| {
            let here = Bounds { low: point, high: point };
            shared || !here.meets(both) || locate(point, ring) < 0
        };
        let clear = |other: &Edge| match meeting(from, to, other.0, other.1) {
            Meeting::None => true,
            Meeting::Touch(at) => (at == from || at == to) && (at == other.0 || at == other.1),
            Meeting::Cross(_) | Meeting::Along(_) => false,
        };
        outside(from, starts) && outside(to, ends) && others.iter().all(clear)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overlay::intersection;

    fn region(ring: &[Point]) -> Region {
        Region::of_valid(vec![vec![ring.to_vec()]])
    }

    #[test]
    fn neighbours_are_told_from_what_overlaps() {
        let a = region(&[[0.0, 0.0], [10.0, 0.0], [11.0, 5.0], [10.0, 10.0], [0.0, 10.0]]);
        let cases: [(&[Point], bool); 7] = [
            // The same bent edge, the other way.
            (&[[10.0, 0.0], [20.0, 0.0], [20.0, 10.0], [10.0, 10.0], [11.0, 5.0]], true),
            // A corner.
            (&[[10.0, 10.0], [20.0, 10.0], [20.0, 20.0]], true),
            // The bend cut off: a sliver in common.
            (&[[10.0, 0.0], [20.0, 0.0], [20.0, 10.0], [10.0, 10.0]], false),
            // The same, itself.
            (&[[0.0, 0.0], [10.0, 0.0], [11.0, 5.0], [10.0, 10.0], [0.0, 10.0]], false),
            // Inside.
            (&[[2.0, 2.0], [3.0, 2.0], [3.0, 3.0]], false),
            // A crossing.
            (&[[5.0, 5.0], [20.0, 5.0], [20.0, 6.0]], false),
            // A chord between two vertices.
            (&[[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]], false),
        ];
        for (at, (ring, apart)) in cases.into_iter().enumerate() {
            let b = region(ring);
            assert_eq!((only_touch(&a, &b), only_touch(&b, &a)), (apart, apart), "case {at}");
            assert_eq!(intersection(&a, &b).area() == 0.0, apart, "case {at}");
        }
    }
}
