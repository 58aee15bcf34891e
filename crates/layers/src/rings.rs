//! Rings in a flat list: which is a hole of which.

use space::validity::locate;
use space::{Bounds, Point, Polygon, Ring};

/// Twice the signed area, positive when the ring runs counter-clockwise.
fn turn(ring: &[Point]) -> f64 {
    let Some(&[x0, y0]) = ring.first() else { return 0.0 };
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|([ax, ay], [bx, by])| (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)).sum()
}

/// Polygons of rings where clockwise is outer and a hole stands anywhere in the list (ESRI Shapefile Technical Description, 1998).
///
/// A hole belongs to the smallest outer ring around it, not to the one before it. A file that turns all its rings the other way
/// is read the other way; a hole that lies in no outer ring is taken as a part of its own.
pub(crate) fn polygons(rings: Vec<Ring>) -> Vec<Polygon> {
    let turns: Vec<f64> = rings.iter().map(|ring| turn(ring)).collect();
    let inverted = turns.iter().all(|turn| *turn >= 0.0);
    let (mut outer, mut holes): (Vec<(f64, Ring)>, Vec<Ring>) = (Vec::new(), Vec::new());
    for (turn, ring) in turns.into_iter().zip(rings) {
        if turn > 0.0 && !inverted { holes.push(ring) } else { outer.push((turn.abs(), ring)) }
    }
    let boxes: Vec<Option<Bounds>> = outer.iter().map(|(_, ring)| Bounds::of(ring)).collect();
    let mut found: Vec<Vec<Ring>> = vec![Vec::new(); outer.len()];
    let mut alone = Vec::new();
    for hole in holes {
        let around = Bounds::of(&hole);
        let inside = |at: usize, ring: &Ring| {
            let near = boxes.get(at).copied().flatten().zip(around).is_some_and(|(a, b)| a.meets(&b));
            near && hole.iter().map(|point| locate(*point, ring)).find(|place| *place != 0).unwrap_or(1) > 0
        };
        let candidates = outer.iter().enumerate().filter(|(at, (_, ring))| inside(*at, ring));
        let smallest = candidates.min_by(|(_, (a, _)), (_, (b, _))| a.total_cmp(b)).map(|(at, _)| at);
        match smallest.and_then(|at| found.get_mut(at)) {
            Some(list) => list.push(hole),
            None => alone.push(hole),
        }
    }
    let with_holes = outer.into_iter().zip(found).map(|((_, ring), holes)| {
        let mut polygon = vec![ring];
        polygon.extend(holes);
        polygon
    });
    with_holes.chain(alone.into_iter().map(|ring| vec![ring])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, side: f64, clockwise: bool) -> Ring {
        let mut ring = vec![[x, x], [x, x + side], [x + side, x + side], [x + side, x], [x, x]];
        if !clockwise {
            ring.reverse();
        }
        ring
    }

    #[test]
    fn a_hole_belongs_to_the_ring_around_it() {
        // The hole of the first comes after the second.
        let found = polygons(vec![square(0.0, 10.0, true), square(20.0, 5.0, true), square(2.0, 3.0, false)]);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        // An island in a lake has the hole of the island.
        let nested = vec![
            square(0.0, 30.0, true),
            square(5.0, 20.0, false),
            square(8.0, 10.0, true),
            square(10.0, 2.0, false),
        ];
        assert_eq!(polygons(nested).iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn files_that_turn_the_other_way_are_read() {
        assert_eq!(polygons(vec![square(0.0, 10.0, false), square(20.0, 5.0, false)]).len(), 2);
        assert_eq!(polygons(vec![square(0.0, 10.0, true), square(20.0, 5.0, false)]).len(), 2);
    }
}
