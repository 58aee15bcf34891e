//! GCJ-02, the coordinates of Chinese web maps, and BD-09, those of one of them.
//!
//! The offset of GCJ-02 is published only as code that others took from map programs (eviltransform, MIT): a polynomial and
//! sines on the Krassovsky ellipsoid, 100 to 700 m. It has no closed inverse; a fixed point iteration finds it to 1e-9 degrees.

use crate::polygon::Point;
use std::f64::consts::PI;

const RADIUS: f64 = 6_378_245.0;
const E2: f64 = 0.006_693_421_622_965_943;

fn sin(turns: f64) -> f64 {
    libm::sin(turns * PI)
}

/// GCJ-02 of a WGS84 longitude and latitude in degrees; outside of China the two are the same.
pub fn from_wgs84([longitude, latitude]: Point) -> Point {
    if !(72.004..=137.8347).contains(&longitude) || !(0.8293..=55.8271).contains(&latitude) {
        return [longitude, latitude];
    }
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let root = libm::sqrt(x.abs());
    let common = (20.0 * sin(6.0 * x) + 20.0 * sin(2.0 * x)) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + common
        + (20.0 * sin(y) + 40.0 * sin(y / 3.0)) * 2.0 / 3.0
        + (160.0 * sin(y / 12.0) + 320.0 * sin(y / 30.0)) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + common
        + (20.0 * sin(x) + 40.0 * sin(x / 3.0)) * 2.0 / 3.0
        + (150.0 * sin(x / 12.0) + 300.0 * sin(x / 30.0)) * 2.0 / 3.0;
    let (sine, cosine) = libm::sincos(latitude.to_radians());
    let w2 = 1.0 - E2 * sine * sine;
    let w = libm::sqrt(w2);
    let meridian = RADIUS * (1.0 - E2) / (w2 * w) * PI;
    let parallel = RADIUS / w * cosine * PI;
    [longitude + east * 180.0 / parallel, latitude + north * 180.0 / meridian]
}

/// WGS84 of a GCJ-02 longitude and latitude in degrees.
pub fn to_wgs84(shown: Point) -> Point {
    let mut guess = shown;
    for _ in 0..12 {
        let [x, y] = from_wgs84(guess);
        guess = [guess[0] + shown[0] - x, guess[1] + shown[1] - y];
    }
    guess
}

/// GCJ-02 of a BD-09 longitude and latitude in degrees.
pub fn from_bd09([longitude, latitude]: Point) -> Point {
    let (x, y) = (longitude - 0.0065, latitude - 0.006);
    let turn = PI * 3000.0 / 180.0;
    let reach = libm::hypot(x, y) - 0.000_02 * libm::sin(y * turn);
    let angle = libm::atan2(y, x) - 0.000_003 * libm::cos(x * turn);
    [reach * libm::cos(angle), reach * libm::sin(angle)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples in the tests of eviltransform: Shanghai, Shenzhen, Beijing.
    #[test]
    fn the_published_examples() {
        let cases = [
            ([121.527_210_6, 31.177_427_6], [121.531_541_859_215, 31.175_303_983_645_97]),
            ([113.912_316, 22.543_847], [113.917_176_480_836_3, 22.540_796_131_694_766]),
            ([116.377_817, 39.911_954], [116.384_047_224_556_57, 39.913_345_455_360_69]),
        ];
        for (true_place, shown) in cases {
            let [longitude, latitude] = from_wgs84(true_place);
            let [x, y] = shown;
            assert!((longitude - x).abs() < 1e-6 && (latitude - y).abs() < 1e-6, "{longitude} {latitude}");
        }
    }

    #[test]
    fn back_again() {
        for point in [[121.5, 31.2], [87.6, 43.8], [112.88, 28.14]] {
            let [x, y] = to_wgs84(from_wgs84(point));
            assert!((x - point[0]).abs() < 1e-9 && (y - point[1]).abs() < 1e-9);
        }
        assert_eq!(from_wgs84([2.35, 48.85]), [2.35, 48.85]);
    }
}
