//! How wide a part is: what tells a real overlap from the noise of two digitisations.

use crate::polygon::{Point, Polygon, Region};
use i_overlay::float::overlay::OverlayOptions;
use i_overlay::mesh::float::outline::offset::OutlineOffset;
use i_overlay::mesh::float::style::{LineJoin, OutlineStyle};

/// Mean width 2A/P in the unit of the coordinates: that of a strip with the same area and perimeter.
pub fn mean(region: &Region) -> f64 {
    let around = region.perimeter();
    if around > 0.0 { 2.0 * region.area() / around } else { 0.0 }
}

/// Thinness 4πA/P²: 1 for a circle, near 0 for a sliver.
pub fn thinness(region: &Region) -> f64 {
    let around = region.perimeter();
    if around > 0.0 { 4.0 * std::f64::consts::PI * region.area() / (around * around) } else { 0.0 }
}

/// Whether somewhere the region is at least `width` wide: whether anything is left when its edge moves in by half of it.
///
/// A region whose mean width reaches `width` always is: the largest circle inside has a radius of at least A/P. The shrinking
/// decides for odd shapes, a square with a long thin tail.
pub fn reaches(region: &Region, width: f64) -> bool {
    if width <= 0.0 || mean(region) >= width {
        return !region.is_empty();
    }
    // A circle of this diameter does not fit when the whole area is smaller.
    if region.area() < std::f64::consts::PI * width * width / 4.0 {
        return false;
    }
    let Some(&[x, y]) = region.polygons().iter().flatten().flatten().next() else { return false };
    let local: Vec<Polygon> = region
        .polygons()
        .iter()
        .map(|polygon| {
            polygon
                .iter()
                .map(|ring| ring.iter().map(|[a, b]| -> Point { [a - x, b - y] }).collect())
                .collect()
        })
        .collect();
    let style = OutlineStyle::new(-width / 2.0).line_join(LineJoin::Miter(0.1));
    !local.outline_custom_as::<i64>(&style, OverlayOptions::ogc()).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(ring: &[Point]) -> Region {
        Region::of_valid(vec![vec![ring.to_vec()]])
    }

    #[test]
    fn a_strip_is_as_wide_as_it_is() {
        let strip = region(&[[0.0, 0.0], [1000.0, 0.0], [1000.0, 0.5], [0.0, 0.5]]);
        assert!((mean(&strip) - 0.5).abs() < 1e-3);
        assert!(thinness(&strip) < 0.002);
        assert!(reaches(&strip, 0.49) && !reaches(&strip, 0.51));
    }

    #[test]
    fn a_square_with_a_tail_is_no_sliver() {
        let ring: &[Point] = &[
            [0.0, 0.0],
            [10.0, 0.0],
            [10.0, 5.0],
            [900.0, 5.0],
            [900.0, 5.01],
            [10.0, 5.01],
            [10.0, 10.0],
            [0.0, 10.0],
        ];
        let odd = region(ring);
        assert!(mean(&odd) < 1.0);
        assert!(reaches(&odd, 1.0) && reaches(&odd, 9.9) && !reaches(&odd, 10.1));
    }
}
