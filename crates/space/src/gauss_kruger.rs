//! Transverse Mercator (高斯-克吕格) on an ellipsoid, by Krüger's series in n to the sixth order.
//!
//! Formulas and coefficients: Karney, "Transverse Mercator with an accuracy of a few nanometers", Journal of Geodesy 85 (2011),
//! equations 7 to 12 and 35, 36. Own code and not a library's, so that a layer has the same coordinates on every machine: the
//! usual crates take sines from the system.

use crate::polygon::Point;

/// An ellipsoid of revolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ellipsoid {
    /// Equatorial radius a in metres.
    pub radius: f64,
    /// Inverse flattening 1/f.
    pub inverse_flattening: f64,
}

impl Ellipsoid {
    /// CGCS2000 (GB 22021-2008); GRS80 is the same.
    pub const CGCS2000: Self = Self { radius: 6_378_137.0, inverse_flattening: 298.257_222_101 };
    /// WGS84 (EPSG:7030).
    pub const WGS84: Self = Self { radius: 6_378_137.0, inverse_flattening: 298.257_223_563 };
    /// IAG 1975, of Xian 1980 (EPSG:7049).
    pub const IAG1975: Self = Self { radius: 6_378_140.0, inverse_flattening: 298.257 };
    /// Krassovsky 1940, of Beijing 1954 (EPSG:7024).
    pub const KRASSOVSKY: Self = Self { radius: 6_378_245.0, inverse_flattening: 298.3 };

    /// Flattening f.
    pub fn flattening(self) -> f64 {
        1.0 / self.inverse_flattening
    }

    /// First eccentricity squared e².
    pub fn eccentricity_squared(self) -> f64 {
        let f = self.flattening();
        f * (2.0 - f)
    }

    /// Polar radius b in metres.
    pub fn polar_radius(self) -> f64 {
        self.radius * (1.0 - self.flattening())
    }
}

/// A transverse Mercator projection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transverse {
    /// The ellipsoid.
    pub ellipsoid: Ellipsoid,
    /// Central meridian in degrees east.
    pub meridian: f64,
    /// Scale on the central meridian: 1 for Gauss-Krüger, 0.9996 for UTM.
    pub scale: f64,
    /// Added to every easting, in metres.
    pub false_easting: f64,
    /// Added to every northing, in metres.
    pub false_northing: f64,
}

impl Transverse {
    /// A Gauss-Krüger zone of CGCS2000 with a false easting of 500 km and no zone number.
    pub fn zone(meridian: f64) -> Self {
        Self {
            ellipsoid: Ellipsoid::CGCS2000,
            meridian,
            scale: 1.0,
            false_easting: 500_000.0,
            false_northing: 0.0,
        }
    }

    /// The central meridian of the 3 degree zone around a longitude, in degrees.
    pub fn meridian_of(longitude: f64) -> f64 {
        3.0 * libm::round(longitude / 3.0)
    }

    /// The projection with its series worked out, for many points.
    pub fn ready(self) -> Projector {
        Projector::new(self)
    }
}

/// A projection with its series worked out.
#[derive(Clone, Debug)]
pub struct Projector {
    projection: Transverse,
    eccentricity: f64,
    /// Rectifying radius times scale.
    radius: f64,
    alpha: [f64; 6],
    beta: [f64; 6],
}

/// Σ of coefficients times rising powers of `n`, the first power given.
fn series(n: f64, first: i32, coefficients: &[f64]) -> f64 {
    let start = (1..first).fold(n, |power, _| power * n);
    let terms = coefficients.iter().scan(start, |power, coefficient| {
        let term = coefficient * *power;
        *power *= n;
        Some(term)
    });
    terms.sum()
}

impl Projector {
    fn new(projection: Transverse) -> Self {
        let f = projection.ellipsoid.flattening();
        let n = f / (2.0 - f);
        let rectifying = 1.0 + series(n * n, 1, &[1.0 / 4.0, 1.0 / 64.0, 1.0 / 256.0]);
        let alpha = [
            series(n, 1, &[0.5, -2.0 / 3.0, 5.0 / 16.0, 41.0 / 180.0, -127.0 / 288.0, 7891.0 / 37800.0]),
            series(n, 2, &[13.0 / 48.0, -0.6, 557.0 / 1440.0, 281.0 / 630.0, -1_983_433.0 / 1_935_360.0]),
            series(n, 3, &[61.0 / 240.0, -103.0 / 140.0, 15061.0 / 26880.0, 167_603.0 / 181_440.0]),
            series(n, 4, &[49561.0 / 161_280.0, -179.0 / 168.0, 6_601_661.0 / 7_257_600.0]),
            series(n, 5, &[34729.0 / 80640.0, -3_418_889.0 / 1_995_840.0]),
            series(n, 6, &[212_378_941.0 / 319_334_400.0]),
        ];
        let beta = [
            series(n, 1, &[0.5, -2.0 / 3.0, 37.0 / 96.0, -1.0 / 360.0, -81.0 / 512.0, 96199.0 / 604_800.0]),
            series(
                n,
                2,
                &[1.0 / 48.0, 1.0 / 15.0, -437.0 / 1440.0, 46.0 / 105.0, -1_118_711.0 / 3_870_720.0],
            ),
            series(n, 3, &[17.0 / 480.0, -37.0 / 840.0, -209.0 / 4480.0, 5569.0 / 90720.0]),
            series(n, 4, &[4397.0 / 161_280.0, -11.0 / 504.0, -830_251.0 / 7_257_600.0]),
            series(n, 5, &[4583.0 / 161_280.0, -108_847.0 / 3_991_680.0]),
            series(n, 6, &[20_648_693.0 / 638_668_800.0]),
        ];
        Self {
            projection,
            eccentricity: libm::sqrt(projection.ellipsoid.eccentricity_squared()),
            radius: projection.scale * projection.ellipsoid.radius / (1.0 + n) * rectifying,
            alpha,
            beta,
        }
    }

    /// East and north in metres of a longitude and latitude in degrees.
    pub fn forward(&self, [longitude, latitude]: Point) -> Point {
        let (sin, cos) = libm::sincos(latitude.to_radians());
        let (sin_l, cos_l) = libm::sincos((longitude - self.projection.meridian).to_radians());
        // Tangent of the conformal latitude; at the poles the tangent of the latitude is large and finite.
        let tau = sin / cos;
        let hypotenuse = libm::hypot(1.0, tau);
        let sigma = libm::sinh(self.eccentricity * libm::atanh(self.eccentricity * tau / hypotenuse));
        let conformal = tau * libm::hypot(1.0, sigma) - sigma * hypotenuse;
        let xi = libm::atan2(conformal, cos_l);
        let eta = libm::asinh(sin_l / libm::hypot(conformal, cos_l));
        let (more_xi, more_eta) = waves(&self.alpha, xi, eta);
        [
            self.projection.false_easting + self.radius * (eta + more_eta),
            self.projection.false_northing + self.radius * (xi + more_xi),
        ]
    }

    /// Longitude and latitude in degrees of an east and north in metres.
    pub fn inverse(&self, [east, north]: Point) -> Point {
        let eta = (east - self.projection.false_easting) / self.radius;
        let xi = (north - self.projection.false_northing) / self.radius;
        let (more_xi, more_eta) = waves(&self.beta, xi, eta);
        let (xi, eta) = (xi - more_xi, eta - more_eta);
        let ((sin, cos), sinh) = (libm::sincos(xi), libm::sinh(eta));
        let conformal = sin / libm::hypot(sinh, cos);
        let longitude = libm::atan2(sinh, cos).to_degrees() + self.projection.meridian;
        [longitude, libm::atan(self.tangent(conformal)).to_degrees()]
    }

    /// Tangent of the latitude from that of the conformal latitude, by Newton's method (equations 19 to 21).
    fn tangent(&self, conformal: f64) -> f64 {
        let square = self.projection.ellipsoid.eccentricity_squared();
        let mut tau = conformal / (1.0 - square);
        // Two steps reach the last bit; a third is for the poles.
        for _ in 0..3 {
            let hypotenuse = libm::hypot(1.0, tau);
            let sigma = libm::sinh(self.eccentricity * libm::atanh(self.eccentricity * tau / hypotenuse));
            let of_tau = tau * libm::hypot(1.0, sigma) - sigma * hypotenuse;
            let step = (conformal - of_tau) / libm::hypot(1.0, of_tau);
            tau += step * (1.0 + (1.0 - square) * tau * tau) / ((1.0 - square) * hypotenuse);
        }
        tau
    }
}

/// Σ cⱼ sin 2jξ cosh 2jη and Σ cⱼ cos 2jξ sinh 2jη, the multiples by the theorems of addition.
fn waves(coefficients: &[f64; 6], xi: f64, eta: f64) -> (f64, f64) {
    let (sin, cos) = libm::sincos(2.0 * xi);
    let (sinh, cosh) = (libm::sinh(2.0 * eta), libm::cosh(2.0 * eta));
    let (mut s, mut c, mut sh, mut ch) = (sin, cos, sinh, cosh);
    let (mut of_xi, mut of_eta) = (0.0, 0.0);
    for coefficient in coefficients {
        of_xi += coefficient * s * ch;
        of_eta += coefficient * c * sh;
        (s, c) = (s * cos + c * sin, c * cos - s * sin);
        (sh, ch) = (sh * cosh + ch * sinh, ch * cosh + sh * sinh);
    }
    (of_xi, of_eta)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ordnance Survey, "A guide to coordinate systems in Great Britain" (annexe C): the worked example on the Airy ellipsoid.
    #[test]
    fn the_published_example_of_the_national_grid() {
        let airy = Ellipsoid { radius: 6_377_563.396, inverse_flattening: 299.324_964_6 };
        let origin = Transverse {
            ellipsoid: airy,
            meridian: -2.0,
            scale: 0.999_601_271_7,
            false_easting: 400_000.0,
            false_northing: 0.0,
        };
        let grid = origin.ready();
        // 52°39'27.2531"N, 1°43'4.5177"E; the true origin lies at 49°N with a northing of -100 km.
        let point = [1.0 + 43.0 / 60.0 + 4.5177 / 3600.0, 52.0 + 39.0 / 60.0 + 27.2531 / 3600.0];
        let [east, north] = grid.forward(point);
        let [_, south] = grid.forward([-2.0, 49.0]);
        assert!((east - 651_409.903).abs() < 1e-3, "{east}");
        assert!((north - south - 100_000.0 - 313_177.270).abs() < 1e-3, "{}", north - south);
    }

    #[test]
    fn there_and_back_in_every_zone() {
        for zone in 25..=45 {
            let meridian = 3.0 * f64::from(zone);
            for false_easting in [500_000.0, 500_000.0 + 1e6 * f64::from(zone)] {
                let projector = Transverse { false_easting, ..Transverse::zone(meridian) }.ready();
                for step in 0..40 {
                    let point = [meridian - 1.5 + 0.075 * f64::from(step), 3.0 + 1.3 * f64::from(step)];
                    let plane = projector.forward(point);
                    let [longitude, latitude] = projector.inverse(plane);
                    let [east, north] = projector.forward([longitude, latitude]);
                    let off = libm::hypot(east - plane[0], north - plane[1]);
                    assert!(off < 2e-8, "{point:?}: {off}");
                    // A degree of longitude is 111 km at most.
                    assert!((longitude - point[0]).abs() < 2e-13 && (latitude - point[1]).abs() < 2e-13);
                }
            }
        }
    }

    #[test]
    fn the_meridian_is_that_of_the_own_zone() {
        assert_eq!(Transverse::meridian_of(112.88), 114.0);
        assert_eq!(Transverse::meridian_of(112.4), 111.0);
        assert_eq!(Transverse::meridian_of(-81.9), -81.0);
    }
}
