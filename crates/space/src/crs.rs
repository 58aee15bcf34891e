//! Coordinate systems: which are known, by which codes, and what cannot be laid over each other.

use crate::gauss_kruger::{Ellipsoid, Transverse};
use source::Words;

/// What coordinates refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Datum {
    /// China Geodetic Coordinate System 2000.
    Cgcs2000,
    /// World Geodetic System 1984; within decimetres of CGCS2000, taken as the same.
    Wgs84,
    /// Xian 1980: the shift to CGCS2000 is not public.
    Xian80,
    /// Beijing 1954: the shift to CGCS2000 is not public.
    Beijing54,
    /// The offset of Chinese web maps.
    Gcj02,
    /// A second offset on top of it.
    Bd09,
}

impl Datum {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cgcs2000 => "CGCS2000",
            Self::Wgs84 => "WGS84",
            Self::Xian80 => "Xian80",
            Self::Beijing54 => "Beijing54",
            Self::Gcj02 => "GCJ-02",
            Self::Bd09 => "BD-09",
        }
    }

    /// Whether it can be laid over CGCS2000 without parameters that are not public.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Xian80 | Self::Beijing54)
    }

    /// Its ellipsoid.
    pub fn ellipsoid(self) -> Ellipsoid {
        match self {
            Self::Cgcs2000 => Ellipsoid::CGCS2000,
            Self::Wgs84 | Self::Gcj02 | Self::Bd09 => Ellipsoid::WGS84,
            Self::Xian80 => Ellipsoid::IAG1975,
            Self::Beijing54 => Ellipsoid::KRASSOVSKY,
        }
    }
}

/// A coordinate system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Crs {
    /// Longitude and latitude in degrees.
    Geographic(Datum),
    /// East and north in metres.
    Projected(Datum, Transverse),
    /// The spherical Mercator of web maps (EPSG:3857) in metres.
    WebMercator(Datum),
}

/// Codes in a row, each one zone further: first code, count, datum, first meridian, step, number of the first zone where
/// eastings carry it. EPSG registry, 高斯-克吕格 zones.
const ROWS: [(u32, u32, Datum, f64, f64, Option<u32>); 12] = [
    (4513, 21, Datum::Cgcs2000, 75.0, 3.0, Some(25)),
    (4534, 21, Datum::Cgcs2000, 75.0, 3.0, None),
    (2349, 21, Datum::Xian80, 75.0, 3.0, Some(25)),
    (2370, 21, Datum::Xian80, 75.0, 3.0, None),
    (2401, 21, Datum::Beijing54, 75.0, 3.0, Some(25)),
    (2422, 21, Datum::Beijing54, 75.0, 3.0, None),
    (4491, 11, Datum::Cgcs2000, 75.0, 6.0, Some(13)),
    (4502, 11, Datum::Cgcs2000, 75.0, 6.0, None),
    (2327, 11, Datum::Xian80, 75.0, 6.0, Some(13)),
    (2338, 11, Datum::Xian80, 75.0, 6.0, None),
    (21413, 11, Datum::Beijing54, 75.0, 6.0, Some(13)),
    (21453, 11, Datum::Beijing54, 75.0, 6.0, None),
];

impl Crs {
    /// Gauss-Krüger on CGCS2000 without a zone number in the eastings.
    pub fn zone(meridian: f64) -> Self {
        Self::Projected(Datum::Cgcs2000, Transverse::zone(meridian))
    }

    /// The system of an EPSG code; also the codes that Esri uses in their place.
    pub fn from_epsg(code: u32) -> Option<Self> {
        let utm = |zone: u32, north: bool| {
            let projection = Transverse {
                ellipsoid: Ellipsoid::WGS84,
                meridian: f64::from(zone) * 6.0 - 183.0,
                scale: 0.9996,
                false_easting: 500_000.0,
                false_northing: if north { 0.0 } else { 10_000_000.0 },
            };
            Self::Projected(Datum::Wgs84, projection)
        };
        Some(match code {
            4490 => Self::Geographic(Datum::Cgcs2000),
            4326 | 4979 => Self::Geographic(Datum::Wgs84),
            4610 => Self::Geographic(Datum::Xian80),
            4214 => Self::Geographic(Datum::Beijing54),
            3857 | 3785 | 900_913 | 102_100 | 102_113 => Self::WebMercator(Datum::Wgs84),
            32601..=32660 => utm(code - 32600, true),
            32701..=32760 => utm(code - 32700, false),
            _ => {
                let row = ROWS.iter().find(|(first, count, ..)| (*first..first + count).contains(&code));
                let (first, _, datum, meridian, step, number) = row?;
                let at = code - first;
                let zone = number.map_or(0.0, |number| f64::from(number + at));
                Self::Projected(
                    *datum,
                    Transverse {
                        ellipsoid: datum.ellipsoid(),
                        meridian: meridian + step * f64::from(at),
                        scale: 1.0,
                        false_easting: zone * 1e6 + 500_000.0,
                        false_northing: 0.0,
                    },
                )
            }
        })
    }

    /// The EPSG code, where there is one; that of the 3 degree zone where a 6 degree zone is the same.
    pub fn epsg(&self) -> Option<u32> {
        let singles = [4490, 4326, 4610, 4214, 3857].into_iter();
        let rows = ROWS.iter().flat_map(|(first, count, ..)| *first..first + count);
        let mut all = singles.chain(rows).chain(32601..=32660).chain(32701..=32760);
        all.find(|code| Self::from_epsg(*code).as_ref() == Some(self))
    }

    /// What a person writes: `EPSG:4547`, `4547`, `CGCS2000`, `WGS84`, `GCJ-02`, `BD-09`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let code = text.rsplit(':').next().unwrap_or(&text);
        if let Ok(code) = code.parse() {
            return Self::from_epsg(code);
        }
        let name: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        Some(Self::Geographic(match name.as_str() {
            "CGCS2000" => Datum::Cgcs2000,
            "WGS84" | "CRS84" => Datum::Wgs84,
            "GCJ02" => Datum::Gcj02,
            "BD09" => Datum::Bd09,
            _ => return None,
        }))
    }

    /// Its datum.
    pub fn datum(&self) -> Datum {
        match self {
            Self::Geographic(datum) | Self::Projected(datum, _) | Self::WebMercator(datum) => *datum,
        }
    }

    /// Its name for people.
    pub fn words(&self) -> Words {
        let code = self.epsg().map_or(String::new(), |code| format!(" EPSG:{code}"));
        let datum = self.datum().name();
        match self {
            Self::Geographic(_) => {
                Words::new(format!("{datum} 经纬度{code}"), format!("{datum} longitude and latitude{code}"))
            }
            Self::WebMercator(_) => Words::new(format!("Web 墨卡托{code}"), format!("web Mercator{code}")),
            Self::Projected(_, projection) => {
                let meridian = projection.meridian;
                let numbered = projection.false_easting > 1e6;
                let (zh, en) =
                    if numbered { ("，横坐标带带号", ", zone number in x") } else { ("", "") };
                Words::new(
                    format!("{datum} 高斯-克吕格 中央经线 {meridian}°{zh}{code}"),
                    format!("{datum} Gauss-Krüger, central meridian {meridian}°{en}{code}"),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_zones() {
        let Some(Crs::Projected(datum, zone)) = Crs::from_epsg(4547) else { panic!() };
        assert_eq!((datum, zone.meridian, zone.false_easting), (Datum::Cgcs2000, 114.0, 500_000.0));
        let Some(Crs::Projected(_, zone)) = Crs::from_epsg(4526) else { panic!() };
        assert_eq!((zone.meridian, zone.false_easting), (114.0, 38_500_000.0));
        let Some(Crs::Projected(_, zone)) = Crs::from_epsg(4513) else { panic!() };
        assert_eq!((zone.meridian, zone.false_easting), (75.0, 25_500_000.0));
        let Some(Crs::Projected(_, zone)) = Crs::from_epsg(4554) else { panic!() };
        assert_eq!((zone.meridian, zone.false_easting), (135.0, 500_000.0));
        assert!(matches!(Crs::from_epsg(2361), Some(Crs::Projected(Datum::Xian80, _))));
        assert_eq!(Crs::from_epsg(2277), None);
    }

    #[test]
    fn every_code_is_found_again() {
        for code in [4490, 4326, 4547, 4526, 4491, 4554, 2327, 2390, 2442, 32650, 32750, 3857] {
            assert_eq!(Crs::from_epsg(code).unwrap().epsg(), Some(code));
        }
        assert_eq!(Crs::zone(114.0).epsg(), Some(4547));
    }

    #[test]
    fn people_write_it_in_many_ways() {
        for text in ["EPSG:4547", "4547", "epsg: 4547", "urn:ogc:def:crs:EPSG::4547"] {
            assert_eq!(Crs::parse(&text.replace(' ', "")).unwrap(), Crs::zone(114.0), "{text}");
        }
        assert_eq!(Crs::parse("gcj-02"), Some(Crs::Geographic(Datum::Gcj02)));
        for text in ["CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84"] {
            assert_eq!(Crs::parse(text), Some(Crs::Geographic(Datum::Wgs84)));
        }
        assert_eq!(Crs::parse("somewhere"), None);
    }
}
