//! From polygons as delivered to valid regions: repaired with a finding, or refused with a reason.
//!
//! Repair keeps what the rings mean: each outer ring is what it goes around, holes are taken off, parts are put together.
//! Ground that a ring or two parts cover twice stays covered and is told ([`Mend::Doubled`]); the even-odd rule of other
//! programs would cut it out without a word. No vertex is moved and none is dropped but repeated ones.

use crate::overlay::{covered, difference, dissolved};
use crate::polygon::{Point, Polygon, Region, Ring, Shape, polygon_area, signed_area};
use crate::validity::{self, Invalid};
use i_overlay::core::fill_rule::FillRule;

/// What was done to a shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Mend {
    /// It was invalid; the area before as it stood, and after the repair.
    Repaired {
        /// What was wrong, and where in the coordinates as delivered.
        invalid: Invalid,
        /// Area of the rings as delivered.
        before: f64,
        /// Area of the region.
        after: f64,
    },
    /// Ground that is covered more than once; somebody has to say what was meant.
    Doubled {
        /// Area covered more than once.
        area: f64,
        /// A point of it in the coordinates of the region.
        at: Point,
    },
    /// Rings without area were left out.
    EmptyRings(usize),
}

/// Why a shape cannot be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    /// A coordinate is no number.
    NotFinite,
    /// Nothing with an area is left.
    NoArea,
}

/// A valid region and what had to be done for it.
///
/// # Errors
/// [`Refusal`] when there is nothing that has an area.
pub fn region(shape: &Shape) -> Result<(Region, Vec<Mend>), Refusal> {
    region_in(shape, |point| point)
}

/// A valid region in other coordinates. Whether it is valid is asked of the coordinates as delivered: a vertex that lies exactly
/// on another's edge there lies beside it, by a nanometre, after any projection.
///
/// # Errors
/// [`Refusal`] when there is nothing that has an area.
pub fn region_in(shape: &Shape, change: impl Fn(Point) -> Point) -> Result<(Region, Vec<Mend>), Refusal> {
    if shape.points().any(|point| !point.iter().all(|value| value.is_finite())) {
        return Err(Refusal::NotFinite);
    }
    let mut mends = Vec::new();
    let (shape, empty) = cleaned(shape);
    if empty > 0 {
        mends.push(Mend::EmptyRings(empty));
    }
    let verdict = validity::check(&shape);
    let shape = shape.mapped(change);
    if shape.points().any(|point| !point.iter().all(|value| value.is_finite())) {
        return Err(Refusal::NotFinite);
    }
    let region = match verdict {
        Ok(()) => Region::of_valid(shape.polygons),
        Err(invalid) => rebuilt(&shape, invalid, &mut mends),
    };
    if region.is_empty() || region.area() <= 0.0 {
        return Err(Refusal::NoArea);
    }
    Ok((region, mends))
}

/// Rings without repeated points; those with fewer than three are left out, and a polygon with its outer ring.
fn cleaned(shape: &Shape) -> (Shape, usize) {
    let mut empty = 0;
    let mut polygons = Vec::with_capacity(shape.polygons.len());
    for polygon in &shape.polygons {
        let mut rings: Polygon = Vec::with_capacity(polygon.len());
        for (at, ring) in polygon.iter().enumerate() {
            let mut ring: Ring = ring.clone();
            ring.dedup();
            while ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            if ring.len() >= 3 {
                rings.push(ring);
            } else {
                empty += 1;
                if at == 0 {
                    break;
                }
            }
        }
        if !rings.is_empty() {
            polygons.push(rings);
        }
    }
    (Shape { polygons }, empty)
}

fn rebuilt(shape: &Shape, invalid: Invalid, mends: &mut Vec<Mend>) -> Region {
    let before = shape.area();
    let mut parts = Vec::with_capacity(shape.polygons.len());
    let mut doubled = 0.0;
    for polygon in &shape.polygons {
        let Some((outer, holes)) = polygon.split_first() else { continue };
        let (around, twice) = of_ring(outer);
        let holes: Vec<Region> = holes.iter().map(|hole| of_ring(hole).0).collect();
        let part = if holes.is_empty() { around } else { difference(&around, &dissolved(&holes)) };
        doubled += twice;
        parts.push(part);
    }
    let whole = dissolved(&parts);
    let after = whole.area();
    let common = parts.iter().map(Region::area).sum::<f64>() - after;
    // Below this share the difference is rounding.
    let rounding = 1e-12 * after.max(1e-300);
    let doubled = doubled.max(0.0) + if common > rounding { common } else { 0.0 };
    mends.push(Mend::Repaired { invalid, before, after });
    if doubled > rounding {
        let at = whole.polygons().iter().flatten().flatten().next().copied();
        mends.push(Mend::Doubled { area: doubled, at: at.unwrap_or_default() });
    }
    whole
}

/// What a ring goes around, and how much of it more than once.
fn of_ring(ring: &Ring) -> (Region, f64) {
    let polygon = vec![ring.clone()];
    let around = covered(&[&polygon], FillRule::NonZero);
    let odd = covered(&[&polygon], FillRule::EvenOdd);
    let twice = around.area() - odd.area();
    let rounding = 1e-12 * signed_area(ring).abs().max(polygon_area(&polygon)).max(around.area());
    (around, if twice > rounding { twice } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validity::Defect;

    fn square(x: f64, y: f64, side: f64) -> Ring {
        vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    }

    fn doubled(mends: &[Mend]) -> f64 {
        mends.iter().map(|mend| if let Mend::Doubled { area, .. } = mend { *area } else { 0.0 }).sum()
    }

    #[test]
    fn what_is_covered_twice_stays_and_is_told() {
        let twice = [square(0.0, 0.0, 10.0), square(0.0, 0.0, 10.0)].concat();
        let cases = [
            (
                Shape { polygons: vec![vec![square(0.0, 0.0, 10.0)], vec![square(0.0, 0.0, 10.0)]] },
                100.0,
                100.0,
            ),
            (
                Shape { polygons: vec![vec![square(0.0, 0.0, 10.0)], vec![square(5.0, 5.0, 10.0)]] },
                175.0,
                25.0,
            ),
            (Shape::of(vec![twice]), 100.0, 100.0),
        ];
        for (shape, area, twice) in cases {
            let (region, mends) = region(&shape).unwrap();
            assert!((region.area() - area).abs() < 1e-9, "{}", region.area());
            assert!((doubled(&mends) - twice).abs() < 1e-9, "{mends:?}");
        }
    }

    #[test]
    fn a_bow_tie_keeps_both_halves() {
        let bow = Shape::of(vec![vec![[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]]]);
        let (region, mends) = region(&bow).unwrap();
        assert!((region.area() - 50.0).abs() < 1e-9);
        let [Mend::Repaired { invalid, before, after }] = mends.as_slice() else { panic!("{mends:?}") };
        assert_eq!((invalid.defect, invalid.at, *before), (Defect::Crossing, [5.0, 5.0], 0.0));
        assert!((after - 50.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_without_area_passes() {
        let line = Shape::of(vec![vec![[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]]);
        assert_eq!(region(&line), Err(Refusal::NoArea));
        assert_eq!(region(&Shape::of(vec![vec![[1.0, 1.0]; 7]])), Err(Refusal::NoArea));
        assert_eq!(region(&Shape::default()), Err(Refusal::NoArea));
        let broken = Shape::of(vec![vec![[0.0, 0.0], [f64::INFINITY, 1.0], [2.0, 2.0]]]);
        assert_eq!(region(&broken), Err(Refusal::NotFinite));
    }

    #[test]
    fn repeated_points_are_no_defect() {
        let mut ring = square(0.0, 0.0, 2.0);
        ring.insert(1, [0.0, 0.0]);
        ring.push([0.0, 0.0]);
        let (region, mends) = region(&Shape::of(vec![ring])).unwrap();
        assert_eq!((region.area(), mends.len()), (4.0, 0));
    }
}
