//! In which coordinate system a layer is: as stated, or as its coordinates show; asked for where neither tells.

use crate::delivered::{Declared, Delivered, Format, Raw, Unread, Wanted};
use source::Words;
use space::gauss_kruger::Transverse;
use space::{Bounds, Crs, Datum, Feature, Geometry, Point};

/// Northings of China in metres: latitude 3 to 54.
const NORTHINGS: std::ops::RangeInclusive<f64> = 330_000.0..=6_000_000.0;
/// How far from its central meridian a zone is used, in metres; a 6 degree zone at the equator is 334 km wide on each side.
const REACH: f64 = 400_000.0;

/// How people name coordinate systems.
pub fn codes() -> Words {
    Words::new("如 EPSG:4547、CGCS2000、WGS84、GCJ-02", "such as EPSG:4547, CGCS2000, WGS84, GCJ-02")
}

/// The layer in the system that it is in.
pub(crate) fn placed(format: Format, delivered: Delivered, wanted: &Wanted) -> Result<Raw, Unread> {
    let Delivered { title, declared, features, mut notes } = delivered;
    if features.is_empty() {
        return Err(Unread::NoLayer);
    }
    let bounds = bounds(&features);
    let (crs, how) = match (wanted.crs, bounds) {
        (Some(crs), _) => {
            if let Declared::Known(stated) = &declared
                && *stated != crs
            {
                let (a, b) = (crs.words(), stated.words());
                notes.push(Words::new(
                    format!("按指定的{}读取；文件写的是{}", a.zh, b.zh),
                    format!("read as {}, as asked; the file says {}", a.en, b.en),
                ));
            }
            (crs, Words::new("由使用者指定", "as asked"))
        }
        // Nothing has a place: nothing can be in a wrong one.
        (None, None) => {
            (Crs::Geographic(Datum::Cgcs2000), Words::new("没有坐标", "there are no coordinates"))
        }
        (None, Some(bounds)) => system(&declared, &bounds)?,
    };
    if let Some(bounds) = bounds {
        fits(&crs, &bounds)?;
    }
    if crs.datum() != Datum::Gcj02 && looks_like_web_map(&features) {
        notes.push(Words::new(
            "属性像是网络地图的行政区界（adcode、centroid 等），坐标可能带有 GCJ-02 偏移（100–700 米）；如确是，请用 --crs GCJ-02，否则不要用来裁剪规划图层",
            "the fields look like those of web maps (adcode, centroid), whose coordinates usually carry the offset of GCJ-02 (100 to 700 m): say --crs GCJ-02 if they do, and do not clip layers of plans with it otherwise",
        ));
    }
    Ok(Raw { format, title, crs, how, features, notes })
}

fn bounds(features: &[Feature]) -> Option<Bounds> {
    let points = features.iter().flat_map(|feature| match &feature.geometry {
        Geometry::Areas(shape) => shape.polygons.iter().flatten().flatten().collect::<Vec<&Point>>(),
        Geometry::Points(points) => points.iter().collect(),
        _ => Vec::new(),
    });
    Bounds::of(points.filter(|point| point.iter().all(|value| value.is_finite())))
}

fn is_degrees(bounds: &Bounds) -> bool {
    let ([west, south], [east, north]) = (bounds.low, bounds.high);
    west >= -180.0 && east <= 180.0 && south >= -90.0 && north <= 90.0
}

/// The system that is stated, or that the coordinates show.
fn system(declared: &Declared, bounds: &Bounds) -> Result<(Crs, Words), Unread> {
    match declared {
        Declared::Known(crs) => Ok((*crs, Words::new("文件中写明", "stated in the file"))),
        Declared::Unknown(name) => Err(ask(
            &format!("文件写的坐标系“{name}”不认识"),
            &format!("the file names the coordinate system “{name}”, which is not known here"),
        )),
        Declared::Unit(unit) => Err(Unread::System(Words::new(
            format!("坐标的单位是“{unit}”，不是米。请先转换到以米为单位的 CGCS2000 坐标系再导出。"),
            format!(
                "the unit of the coordinates is “{unit}”, not metres; convert the layer to a system in metres, such as CGCS2000, and export it again"
            ),
        ))),
        Declared::ByFormat if is_degrees(bounds) => {
            Ok((Crs::Geographic(Datum::Wgs84), Words::new("按格式规定", "by the rules of the format")))
        }
        Declared::Nothing if is_degrees(bounds) => Ok((
            Crs::Geographic(Datum::Cgcs2000),
            Words::new(
                "文件没有写明；坐标是经纬度，按 CGCS2000 处理",
                "not stated; the coordinates are degrees and taken as CGCS2000",
            ),
        )),
        Declared::Nothing | Declared::ByFormat => by_coordinates(bounds),
    }
}

/// Metres with a zone number say which zone; without one nothing does.
#[expect(clippy::float_cmp, reason = "zones and meridians are whole numbers")]
fn by_coordinates(bounds: &Bounds) -> Result<(Crs, Words), Unread> {
    let ([west, south], [east, north]) = (bounds.low, bounds.high);
    let zones = (whole(west / 1e6), whole(east / 1e6));
    if NORTHINGS.contains(&south) && NORTHINGS.contains(&north) {
        let degrees = match zones.0 {
            13..=23 => 6.0,
            25..=45 => 3.0,
            _ if (0.0..1e6).contains(&west) && east < 1e6 => {
                return Err(ask(
                    "坐标是不带带号的平面坐标，看不出属于哪一带",
                    "the coordinates are plane metres without a zone number: nothing says which zone it is",
                ));
            }
            _ => return Err(unknown(bounds)),
        };
        if zones.0 != zones.1 {
            return Err(ask(
                "横坐标跨越几个投影带，不能当作一个图层",
                "the eastings lie in several zones and make no single layer",
            ));
        }
        let number = f64::from(zones.0);
        let meridian = if degrees == 3.0 { number * 3.0 } else { number * 6.0 - 3.0 };
        let projection = Transverse { false_easting: number * 1e6 + 500_000.0, ..Transverse::zone(meridian) };
        return Ok((
            Crs::Projected(Datum::Cgcs2000, projection),
            Words::new(
                "文件没有写明；横坐标带带号，基准按 CGCS2000 处理",
                "not stated; the eastings carry a zone number, the datum is taken as CGCS2000",
            ),
        ));
    }
    Err(unknown(bounds))
}

/// Whole part as a number of a zone.
#[expect(clippy::cast_possible_truncation, reason = "a whole number of small size")]
fn whole(value: f64) -> i32 {
    value.floor() as i32
}

fn ask(zh: &str, en: &str) -> Unread {
    let codes = codes();
    Unread::System(Words::new(
        format!("{zh}。请用 --crs 指明坐标系（{}）。", codes.zh),
        format!("{en}; name the coordinate system with --crs ({})", codes.en),
    ))
}

fn unknown(bounds: &Bounds) -> Unread {
    if swapped(bounds) {
        return Unread::System(Words::new(
            "横纵坐标颠倒了（测量上 X 为北、Y 为东）。请按先东后北、先经度后纬度重新导出。",
            "the axes are swapped (surveyors write X for north and Y for east); export it again with east before north, longitude before latitude",
        ));
    }
    let [x, y] = bounds.low;
    ask(
        &format!("坐标（{x}，{y}）既不是经纬度，也不是国内常用的平面坐标"),
        &format!("the coordinates {x}, {y} are neither degrees nor plane metres as used in China"),
    )
}

/// Whether north stands before east.
fn swapped(bounds: &Bounds) -> bool {
    let ([west, south], [east, north]) = (bounds.low, bounds.high);
    let plane = NORTHINGS.contains(&west)
        && NORTHINGS.contains(&east)
        && west > 1e6
        && ((1e5..1e6).contains(&south) && north < 1e6 || (1.3e7..4.6e7).contains(&south) && north < 4.6e7);
    let degrees =
        (3.0..=54.0).contains(&west) && east <= 54.0 && (90.0..=136.0).contains(&north) && south >= 73.0;
    plane || degrees
}

/// Whether coordinates can be what their system says.
fn fits(crs: &Crs, bounds: &Bounds) -> Result<(), Unread> {
    let ([west, south], [east, north]) = (bounds.low, bounds.high);
    match crs {
        Crs::Geographic(_) if is_degrees(bounds) => {
            // Degrees of China the other way round are valid degrees of the Arctic Ocean: asked about, not believed.
            let turned = (18.0..=54.0).contains(&west) && east <= 54.0 && south >= 73.0 && north <= 90.0;
            if turned { Err(unknown_axes()) } else { Ok(()) }
        }
        Crs::Geographic(_) => Err(unknown(bounds)),
        Crs::WebMercator(_) if [west, south, east, north].iter().all(|value| value.abs() <= 20_037_509.0) => {
            Ok(())
        }
        Crs::WebMercator(_) => Err(unknown(bounds)),
        Crs::Projected(_, projection) => {
            if swapped(bounds) {
                return Err(unknown(bounds));
            }
            if is_degrees(bounds) {
                let words = crs.words();
                return Err(Unread::System(Words::new(
                    format!("写明的坐标系是{}，坐标却像经纬度。请检查 .prj 或用 --crs 指明。", words.zh),
                    format!(
                        "the system is {}, but the coordinates look like degrees; check the .prj or name the system with --crs",
                        words.en
                    ),
                )));
            }
            let near = |x: f64| (x - projection.false_easting).abs() <= REACH;
            let lies = |y: f64| (y - projection.false_northing).abs() <= 10_002_000.0;
            if near(west) && near(east) && lies(south) && lies(north) {
                return Ok(());
            }
            let words = crs.words();
            Err(Unread::System(Words::new(
                format!(
                    "坐标不在所说的投影带中：{}，而横坐标从 {west:.0} 到 {east:.0}。请检查带号和中央经线，用 --crs 指明。",
                    words.zh
                ),
                format!(
                    "the coordinates do not lie in the zone that is named: {}, but eastings run from {west:.0} to {east:.0}; check the zone and name it with --crs",
                    words.en
                ),
            )))
        }
    }
}

fn unknown_axes() -> Unread {
    Unread::System(Words::new(
        "坐标像是先纬度后经度（按现在的顺序落在北冰洋）。请按先经度后纬度重新导出。",
        "the coordinates look like latitude before longitude (as they stand they lie in the Arctic Ocean); export them with longitude first",
    ))
}

/// Fields of the county outlines that web maps hand out.
fn looks_like_web_map(features: &[Feature]) -> bool {
    let marks = ["centroid", "acroutes", "subFeatureIndex", "childrenNum"];
    features.iter().take(16).any(|feature| {
        let has = |name: &str| feature.attributes.contains_key(name);
        has("adcode") && marks.iter().any(|mark| has(mark))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(declared: &Declared, low: Point, high: Point) -> Result<Crs, String> {
        let bounds = Bounds { low, high };
        let (crs, _) = system(declared, &bounds).map_err(|unread| unread.words().en)?;
        fits(&crs, &bounds).map(|()| crs).map_err(|unread| unread.words().en)
    }

    #[test]
    fn coordinates_show_what_they_can() {
        let plane =
            of(&Declared::ByFormat, [38_391_000.0, 3_110_000.0], [38_395_000.0, 3_116_000.0]).unwrap();
        assert_eq!(plane.epsg(), Some(4526));
        let six = of(&Declared::Nothing, [20_391_000.0, 3_110_000.0], [20_395_000.0, 3_116_000.0]).unwrap();
        assert_eq!(six.epsg(), Some(4498));
        let degrees = of(&Declared::Nothing, [112.8, 28.1], [112.9, 28.2]).unwrap();
        assert_eq!(degrees, Crs::Geographic(Datum::Cgcs2000));
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        let short = of(&Declared::ByFormat, [391_000.0, 3_110_000.0], [395_000.0, 3_116_000.0]).unwrap_err();
        assert!(short.contains("without a zone number") && short.contains("--crs"), "{short}");
        for (low, high) in [
            ([3_110_000.0, 391_000.0], [3_116_000.0, 395_000.0]),
            ([3_110_000.0, 38_391_000.0], [3_116_000.0, 38_395_000.0]),
            ([28.1, 112.8], [28.2, 112.9]),
        ] {
            let turned = of(&Declared::Nothing, low, high).unwrap_err();
            assert!(turned.contains("axes are swapped"), "{turned}");
        }
        let arctic = of(&Declared::Nothing, [39.5, 75.9], [39.6, 76.0]).unwrap_err();
        assert!(arctic.contains("longitude first"), "{arctic}");
        assert!(
            of(&Declared::Unit("Foot".to_owned()), [1.0, 1.0], [2.0, 2.0])
                .unwrap_err()
                .contains("not metres")
        );
        let wrong = Declared::Known(Crs::from_epsg(4526).unwrap());
        assert!(
            of(&wrong, [391_000.0, 3_110_000.0], [395_000.0, 3_116_000.0])
                .unwrap_err()
                .contains("do not lie in the zone")
        );
        let zone = Declared::Known(Crs::zone(114.0));
        assert!(of(&zone, [112.8, 28.1], [112.9, 28.2]).unwrap_err().contains("look like degrees"));
    }
}
