//! The text of a .prj file: well-known text of coordinate systems, version 1, as far as planners' files use it.

use crate::delivered::Declared;
use space::gauss_kruger::Transverse;
use space::{Crs, Datum};

/// What the text declares.
pub(crate) fn declared(text: &str) -> Declared {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Declared::Nothing;
    }
    let name = first_name(text).unwrap_or_default();
    let Some(datum) = datum(text) else { return Declared::Unknown(name) };
    if text.to_ascii_uppercase().starts_with("GEOGCS") {
        return Declared::Known(Crs::Geographic(datum));
    }
    let upper = text.to_ascii_uppercase();
    // The last unit is that of the projection; the first that of the angles.
    if let Some((unit, factor)) = last_unit(text)
        && (factor - 1.0).abs() > 1e-9
    {
        return Declared::Unit(unit);
    }
    if upper.contains("MERCATOR_AUXILIARY_SPHERE") || upper.contains("POPULAR VISUALISATION") {
        return Declared::Known(Crs::WebMercator(datum));
    }
    let transverse = ["TRANSVERSE_MERCATOR", "GAUSS_KRUGER", "GAUSS-KRUGER", "TRANSVERSE MERCATOR"];
    if !transverse.iter().any(|word| upper.contains(word)) {
        return Declared::Unknown(name);
    }
    let parameter = |name: &str, default: f64| parameter(&upper, name).unwrap_or(default);
    if parameter("LATITUDE_OF_ORIGIN", 0.0) != 0.0 {
        return Declared::Unknown(name);
    }
    let projection = Transverse {
        ellipsoid: datum.ellipsoid(),
        meridian: parameter("CENTRAL_MERIDIAN", f64::NAN),
        scale: parameter("SCALE_FACTOR", 1.0),
        false_easting: parameter("FALSE_EASTING", 0.0),
        false_northing: parameter("FALSE_NORTHING", 0.0),
    };
    let numbers =
        [projection.meridian, projection.scale, projection.false_easting, projection.false_northing];
    if numbers.iter().all(|number| number.is_finite()) {
        Declared::Known(Crs::Projected(datum, projection))
    } else {
        Declared::Unknown(name)
    }
}

fn first_name(text: &str) -> Option<String> {
    text.split('"').nth(1).map(|name| name.chars().take(80).collect())
}

/// The datum, by the words of its name.
fn datum(text: &str) -> Option<Datum> {
    let letters: String =
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| letters.contains(word));
    Some(match () {
        () if has(&["CGCS2000", "CHINA2000", "CHINAGEODETICCOORDINATESYSTEM2000"]) => Datum::Cgcs2000,
        () if has(&["XIAN1980", "XIAN80"]) => Datum::Xian80,
        () if has(&["BEIJING1954", "BEIJING54"]) => Datum::Beijing54,
        () if has(&["WGS1984", "WGS84"]) => Datum::Wgs84,
        () => return None,
    })
}

/// The last `UNIT["name",factor]`.
fn last_unit(text: &str) -> Option<(String, f64)> {
    let at = text.to_ascii_uppercase().rfind("UNIT[")?;
    let inside = text.get(at + 5..)?.split(']').next()?;
    let (name, factor) = inside.split_once(',')?;
    let factor = factor.split(',').next()?.trim().parse().ok()?;
    Some((name.trim().trim_matches('"').to_owned(), factor))
}

/// The number of `PARAMETER["name",number]`, the text in upper case.
fn parameter(upper: &str, name: &str) -> Option<f64> {
    let at = upper.find(&format!("\"{name}\""))?;
    let rest = upper.get(at..)?.split_once(',')?.1;
    rest.split([']', ',']).next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: &str = r#"PROJCS["CGCS2000_3_Degree_GK_Zone_38",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",38500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

    #[test]
    fn a_zone_is_read() {
        let Declared::Known(crs) = declared(ZONE) else { panic!("{:?}", declared(ZONE)) };
        assert_eq!(crs.epsg(), Some(4526));
        let Declared::Known(crs) = declared(&ZONE.replace("38500000", "500000")) else { panic!() };
        assert_eq!(crs.epsg(), Some(4547));
        assert_eq!(
            declared(&ZONE.replace("Meter\",1.0", "Foot_US\",0.3048006096")),
            Declared::Unit("Foot_US".to_owned())
        );
    }

    #[test]
    fn old_datums_and_others_are_told_apart() {
        let old = r#"GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
        assert_eq!(declared(old), Declared::Known(Crs::Geographic(Datum::Xian80)));
        let other = r#"PROJCS["NAD_1983_StatePlane",GEOGCS["GCS_North_American_1983",DATUM["D_North_American_1983"]],UNIT["Foot_US",0.3048]]"#;
        assert_eq!(declared(other), Declared::Unknown("NAD_1983_StatePlane".to_owned()));
        assert_eq!(declared("  "), Declared::Nothing);
    }
}
