//! Which rectangles meet: by an R-tree when there are many.

use crate::polygon::Bounds;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Up to here comparing all with all is faster than a tree.
const FEW: usize = 32;

/// Rectangles that can be asked what meets another.
#[derive(Debug)]
pub(crate) struct Index {
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl Index {
    /// An index over rectangles, each known by its number.
    pub(crate) fn new(boxes: impl IntoIterator<Item = (usize, Bounds)>) -> Self {
        let entry = |(at, bounds): (usize, Bounds)| {
            GeomWithData::new(Rectangle::from_corners(bounds.low, bounds.high), at)
        };
        Self { tree: RTree::bulk_load(boxes.into_iter().map(entry).collect()) }
    }

    /// The numbers of the rectangles that meet another, in rising order.
    pub(crate) fn meeting(&self, bounds: &Bounds) -> Vec<usize> {
        let envelope = AABB::from_corners(bounds.low, bounds.high);
        let found = self.tree.locate_in_envelope_intersecting(envelope);
        let mut found: Vec<usize> = found.map(|entry| entry.data).collect();
        found.sort_unstable();
        found
    }
}

/// Calls `each` with every two rectangles that meet, the smaller number first, until it says that it has seen enough.
pub(crate) fn each_meeting(boxes: &[Bounds], mut each: impl FnMut(usize, usize) -> bool) {
    if boxes.len() <= FEW {
        for (first, a) in boxes.iter().enumerate() {
            for (second, b) in boxes.iter().enumerate().skip(first + 1) {
                if a.meets(b) && !each(first, second) {
                    return;
                }
            }
        }
        return;
    }
    let index = Index::new(boxes.iter().copied().enumerate());
    for (first, bounds) in boxes.iter().enumerate() {
        for second in index.meeting(bounds) {
            if second > first && !each(first, second) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_give_the_same_pairs() {
        let boxes: Vec<Bounds> = (0..90)
            .map(|at| {
                let (x, y) = (f64::from(at % 10) * 0.9, f64::from(at / 10) * 1.5);
                Bounds { low: [x, y], high: [x + 1.0, y + 1.0] }
            })
            .collect();
        let mut pairs = Vec::new();
        each_meeting(&boxes, |a, b| {
            pairs.push((a, b));
            true
        });
        let mut plain = Vec::new();
        for a in 0..boxes.len() {
            for b in a + 1..boxes.len() {
                if boxes[a].meets(&boxes[b]) {
                    plain.push((a, b));
                }
            }
        }
        assert!(!plain.is_empty());
        assert_eq!(pairs, plain);
    }
}
