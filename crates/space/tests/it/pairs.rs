//! Generated pairs of polygons: identities of the four operations, and order that must not matter.

use proptest::prelude::*;
use space::{Point, Region, Shape, overlay, repair};

/// A star-shaped polygon, a third of them with a hole, somewhere in plane metres with a zone number.
fn polygon() -> impl Strategy<Value = Shape> {
    let reach = prop::collection::vec(0.3_f64..1.0, 8..60);
    (reach, 0.0_f64..400.0, 0.0_f64..400.0, 0.0_f64..1.0).prop_map(|(reach, x, y, hole)| {
        let count = reach.len() as f64;
        let ring = |scale: f64| -> Vec<Point> {
            let point = |(at, reach): (usize, &f64)| {
                let angle = at as f64 * std::f64::consts::TAU / count;
                let far = scale * reach;
                [38_500_000.0 + x + far * libm::cos(angle), 3_100_000.0 + y + far * libm::sin(angle)]
            };
            reach.iter().enumerate().map(point).collect()
        };
        let mut rings = vec![ring(300.0)];
        if hole < 0.33 {
            rings.push(ring(60.0));
        }
        Shape::of(rings)
    })
}

fn region(shape: &Shape) -> Region {
    repair::region(shape).expect("a star has an area").0
}

/// The most that the area of a region can change in square metres when its edges are cut and the cuts become doubles.
///
/// A cut is moved off its edge by at most half the spacing of doubles in each coordinate; what that adds or takes away is a
/// triangle over the pieces beside it, and the halves of these pieces sum to the length of all edges.
fn rounding(region: &Region) -> f64 {
    let spacing = 38_500_000.0_f64.next_up() - 38_500_000.0;
    let rings = region.polygons().iter().flatten();
    let edges = rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
    let length: f64 = edges.map(|(a, b)| libm::hypot(b[0] - a[0], b[1] - a[1])).sum();
    spacing * std::f64::consts::FRAC_1_SQRT_2 * length
}

proptest! {
    #[test]
    fn the_four_operations_agree(a in polygon(), b in polygon()) {
        let (a, b) = (region(&a), region(&b));
        let all = overlay::union(&a, &b).area();
        let both = overlay::intersection(&a, &b).area();
        let one = overlay::symmetric_difference(&a, &b).area();
        let (left, right) = (overlay::difference(&a, &b).area(), overlay::difference(&b, &a).area());
        let allowed = 1e-12 * all + rounding(&a) + rounding(&b);
        prop_assert!((all - both - one).abs() <= allowed);
        prop_assert!((left + both - a.area()).abs() <= allowed);
        prop_assert!((left + right - one).abs() <= allowed);
        prop_assert!((a.area() + b.area() - both - all).abs() <= allowed);
        prop_assert!((overlay::intersection(&b, &a).area() - both).abs() <= allowed);
    }

    #[test]
    fn any_rings_are_repaired_or_refused(
        points in prop::collection::vec((0_i32..12, 0_i32..12), 0..14),
        more in prop::collection::vec((0_i32..12, 0_i32..12), 0..8),
        apart: bool,
    ) {
        let ring = |points: &[(i32, i32)]| -> Vec<Point> {
            points.iter().map(|(x, y)| [f64::from(*x), f64::from(*y)]).collect()
        };
        let (first, second) = (ring(&points), ring(&more));
        let polygons = if apart { vec![vec![first], vec![second]] } else { vec![vec![first, second]] };
        if let Ok((region, _)) = repair::region(&Shape { polygons }) {
            prop_assert!(region.area() > 0.0);
            let again = overlay::dissolved([&region]).area();
            prop_assert!((again - region.area()).abs() <= 1e-9 * again, "{again} {}", region.area());
        }
    }

    #[test]
    fn neighbours_that_only_touch_are_left_out_and_no_others(
        cells in prop::collection::vec((0_i32..6, 0_i32..6, 1_i32..4, 1_i32..4), 2..9),
    ) {
        // Rectangles of whole numbers: most pairs touch, along edges, at corners, within edges.
        let feature = |(row, (x, y, w, h)): (u32, (i32, i32, i32, i32))| {
            let [x, y, w, h] = [x, y, w, h].map(f64::from);
            let ring = vec![[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
            space::Feature {
                row,
                attributes: std::collections::BTreeMap::new(),
                geometry: space::Geometry::Areas(Shape::of(vec![ring])),
            }
        };
        let source = space::Source {
            name: String::new(),
            kind: None,
            version: String::new(),
            accuracy: 0.5,
            crs: space::Crs::zone(120.0),
            features: (1..).zip(cells.clone()).map(feature).collect(),
        };
        let plane = space::Plane::zone(120.0);
        let layer = space::prepare(&source, &plane);
        let found: f64 = space::alone(&layer, &plane, &space::Settings::default()).iter().map(|c| c.plane_area).sum();
        let mut expected = 0.0;
        for (at, (x, y, w, h)) in cells.iter().enumerate() {
            for (x2, y2, w2, h2) in &cells[at + 1..] {
                let wide = ((x + w).min(x2 + w2) - x.max(x2)).max(0);
                expected += f64::from(wide * ((y + h).min(y2 + h2) - y.max(y2)).max(0));
            }
        }
        prop_assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }

    #[test]
    fn the_first_vertex_does_not_matter(shape in polygon(), turn in 0_usize..8) {
        let mut turned = shape.clone();
        for ring in turned.polygons.iter_mut().flatten() {
            ring.rotate_left(turn);
        }
        let (a, b) = (region(&shape).area(), region(&turned).area());
        prop_assert!((a - b).abs() <= 1e-13 * a);
    }
}
