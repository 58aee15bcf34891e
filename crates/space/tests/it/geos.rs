//! The four operations on pairs drawn from their number, against areas that GEOS gave for the same pairs.
//!
//! `make soak` compares a thousand others with GEOS itself.

use space::{Point, Region, Shape, overlay, repair};

const AREAS: &str = include_str!("../data/geos.tsv");
const EAST: f64 = 38_500_000.0;
const NORTH: f64 = 3_100_000.0;

/// The generator of `scripts/space_peer.py`.
struct Drawn(u64);

impl Drawn {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / 2_f64.powi(53)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of corners, from nought to a few dozen"
    )]
    fn count(&mut self, least: usize, more: f64) -> usize {
        least + (more * self.next()).floor() as usize
    }

    fn ring(&mut self, [x, y]: Point, reach: f64, count: usize) -> Vec<Point> {
        let radii: Vec<f64> = (0..count).map(|_| reach * (0.3 + 0.7 * self.next())).collect();
        let on_grid = |value: f64| libm::floor(value * 1e4 + 0.5) / 1e4;
        let point = |(at, radius): (usize, &f64)| {
            let angle = std::f64::consts::TAU * at as f64 / count as f64;
            [EAST + on_grid(x + radius * libm::cos(angle)), NORTH + on_grid(y + radius * libm::sin(angle))]
        };
        radii.iter().enumerate().map(point).collect()
    }

    fn region(&mut self) -> Region {
        let centre = [300.0 * self.next() - 150.0, 300.0 * self.next() - 150.0];
        let count = self.count(8, 193.0);
        let mut rings = vec![self.ring(centre, 300.0, count)];
        if self.next() < 1.0 / 3.0 {
            let count = self.count(5, 36.0);
            rings.push(self.ring(centre, 80.0, count));
        }
        repair::region(&Shape::of(rings)).expect("a star has an area").0
    }
}

#[test]
fn areas_are_those_of_geos() {
    let rows = AREAS.lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut seen = 0;
    for row in rows {
        let mut fields = row.split('\t');
        let number: u64 = fields.next().and_then(|text| text.parse().ok()).expect(row);
        let theirs: Vec<f64> = fields.map(|text| text.parse().expect(row)).collect();
        let mut drawn = Drawn(number);
        let (a, b) = (drawn.region(), drawn.region());
        let ours = [
            overlay::intersection(&a, &b),
            overlay::union(&a, &b),
            overlay::difference(&a, &b),
            overlay::symmetric_difference(&a, &b),
        ];
        assert_eq!(theirs.len(), ours.len(), "{row}");
        for (ours, theirs_one) in ours.iter().zip(&theirs) {
            let off = (ours.area() - theirs_one).abs() / theirs[1];
            assert!(off <= 1e-9, "pair {number}: {} and {theirs_one}, {off:e} of the union", ours.area());
        }
        seen += 1;
    }
    assert!(seen >= 50, "{seen} pairs");
}
