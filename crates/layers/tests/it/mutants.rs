//! Damaged files end in a layer or in words, never in a panic; what is read can be laid over itself.

use crate::made::{ARCGIS, GEOJSON, KML, TOPOJSON, ZONE_40, dbf, shapes, zipped};
use layers::{Format, Unread, Wanted, read, wire};
use proptest::prelude::*;
use space::{Plane, Settings, Source, alone, prepare};

fn none(_: &[u8], _: Option<&str>) -> Result<layers::Delivered, Unread> {
    Err(Unread::Other(Format::GeoPackage))
}

fn files() -> Vec<Vec<u8>> {
    let table = dbf(b"name", &[(b"a", "1"), (b"b", "2"), (b"c", "3")], 0, None);
    let set = zipped(&[("l.shp", &shapes()), ("l.dbf", &table), ("l.prj", ZONE_40.as_bytes())]);
    let texts = [GEOJSON, TOPOJSON, ARCGIS, KML].map(|text| text.as_bytes().to_vec());
    texts.into_iter().chain([set]).collect()
}

/// Reads, and goes on as the program does.
fn through(bytes: &[u8]) {
    let Ok(raw) = read(bytes, &Wanted::default(), none) else { return };
    let mut answer = vec![1];
    answer.extend(wire::answer(&wire::job(&Wanted::default()), bytes, none));
    let source = Source {
        name: raw.title.clone(),
        kind: None,
        version: String::new(),
        accuracy: Settings::ACCURACY,
        crs: raw.crs,
        features: raw.features,
    };
    let Ok(plane) = Plane::of(&[&source]) else { return };
    let layer = prepare(&source, &plane);
    alone(&layer, &plane, &Settings::default());
}

proptest! {
    #[test]
    fn damaged_files_are_answered(
        which in 0_usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
        doubled in any::<prop::sample::Index>(),
        doubles: bool,
    ) {
        let mut bytes = files().swap_remove(which);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if doubles {
            let at = doubled.index(bytes.len());
            let end = (at + 40).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        through(&bytes);
    }

    #[test]
    fn damaged_shapes_and_tables_are_answered(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        in_table: bool,
    ) {
        // Inside the archive, where the checksum of the archive does not catch it first.
        let mut shapes = shapes();
        let mut table = dbf(b"name", &[(b"a", "1"), (b"b", "2"), (b"c", "3")], 0, None);
        let target = if in_table { &mut table } else { &mut shapes };
        for (at, value) in changes {
            let at = at.index(target.len());
            target[at] = value;
        }
        through(&zipped(&[("l.shp", &shapes), ("l.dbf", &table), ("l.prj", ZONE_40.as_bytes())]));
    }

    #[test]
    fn changed_numbers_are_answered(which in 0_usize..3, digits in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..10), 1..6)) {
        // Digits for digits: the file stays well formed, and its polygons become odd ones.
        let mut bytes = files().swap_remove(which);
        let places: Vec<usize> = bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at).collect();
        for (at, digit) in digits {
            bytes[places[at.index(places.len())]] = b'0' + digit;
        }
        through(&bytes);
    }

    #[test]
    fn any_answer_is_read_or_refused(bytes: Vec<u8>) {
        let _ = wire::layer(&bytes);
    }

    #[test]
    fn a_damaged_answer_is_read_or_refused(at in any::<prop::sample::Index>(), value: u8) {
        let mut answer = wire::answer(&wire::job(&Wanted::default()), GEOJSON.as_bytes(), none);
        let at = at.index(answer.len());
        answer[at] = value;
        let _ = wire::layer(&answer);
    }

    #[test]
    fn any_geometry_is_read_or_refused(bytes: Vec<u8>) {
        let _ = layers::wkb::well_known(&bytes);
        let _ = layers::wkb::geopackage(&[b"GP\0\x01\0\0\0\0".as_slice(), &bytes].concat());
    }
}

#[test]
fn a_count_that_the_file_does_not_hold_reserves_nothing() {
    let mut polygon = vec![1, 3, 0, 0, 0];
    polygon.extend(u32::MAX.to_le_bytes());
    assert!(matches!(layers::wkb::well_known(&polygon), Err(Unread::Damaged(_))));
    let mut many = vec![1, 6, 0, 0, 0];
    many.extend(u32::MAX.to_le_bytes());
    assert!(matches!(layers::wkb::well_known(&many), Err(Unread::Damaged(_))));
    let deep = [1_u8, 7, 0, 0, 0, 1, 0, 0, 0].repeat(100_000);
    assert!(matches!(layers::wkb::well_known(&deep), Err(Unread::Damaged(_))));
}

#[test]
fn deep_nesting_is_refused() {
    for text in ["[", "{\"type\":\"GeometryCollection\",\"geometries\":[", "{\"geometry\":{\"coordinates\":["]
    {
        assert!(
            read(
                format!("{{\"type\":\"Feature\",\"geometry\":{}", text.repeat(100_000)).as_bytes(),
                &Wanted::default(),
                none
            )
            .is_err()
        );
    }
    let kml = format!("<kml>{}", "<Folder>".repeat(100_000));
    assert!(read(kml.as_bytes(), &Wanted::default(), none).is_err());
}
