//! Real layers of one area: three control lines, land use, and blocks of a detailed plan with stated areas.
//!
//! They are no part of the project: the tests read them from `geo` of `GANGYAO_SHARED` and say so when they skip.

use layers::{Wanted, read};
use space::{
    AreaKind, Conflict, Crs, Kind, Layer, Pairing, Plane, Settings, Source, Trouble, Weight, agreement, pair,
    prepare, voids,
};
use std::path::PathBuf;

/// A layer of the material, or `None` when it is not there.
fn source(folder: &str, file: &str) -> Option<Source> {
    let root =
        std::env::var_os("GANGYAO_SHARED").map_or_else(|| PathBuf::from("../../../shared"), PathBuf::from);
    let path = root.join("geo").join(folder).join(file);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: no {} in GANGYAO_SHARED", path.display());
        return None;
    };
    let raw = read(&bytes, &Wanted::default(), |_, _| Err(layers::Unread::Unknown)).unwrap();
    Some(Source {
        name: file.to_owned(),
        kind: Kind::recognised(file),
        version: file.to_owned(),
        accuracy: Settings::ACCURACY,
        crs: raw.crs,
        features: raw.features,
    })
}

const RED: &str = "STBHJXAreas.json";
const FARM: &str = "YJJBNTAreas.json";
const TOWN: &str = "CZKFBJXAreas.json";

/// The layer in its plane, moved to the east by some metres.
fn moved(source: &Source, plane: &Plane, east: f64) -> Layer {
    let mut source = source.clone();
    let into = plane.from(&source.crs);
    for feature in &mut source.features {
        if let space::Geometry::Areas(shape) = &mut feature.geometry {
            *shape = shape.mapped(|point| {
                let [x, y] = into(point);
                [x + east, y]
            });
        }
    }
    drop(into);
    source.crs = *plane.crs();
    prepare(&source, plane)
}

fn parts<'a>(pairings: &[&'a Pairing], smallest: f64) -> Vec<&'a Conflict> {
    let all = pairings.iter().flat_map(|pairing| &pairing.conflicts);
    all.filter(|conflict| conflict.plane_area >= smallest).collect()
}

#[test]
fn the_three_lines_do_not_conflict() {
    let (Some(red), Some(farm), Some(town)) =
        (source("changsha-b", RED), source("changsha-b", FARM), source("changsha-b", TOWN))
    else {
        return;
    };
    let plane = Plane::of(&[&red, &farm, &town]).unwrap();
    assert_eq!(plane.crs(), &Crs::zone(114.0));
    let layers = [&red, &farm, &town].map(|source| prepare(source, &plane));
    let mut noise = 0.0;
    for (at, a) in layers.iter().enumerate() {
        for b in &layers[at + 1..] {
            let pairing = pair(a, b, &plane, &Settings::default()).unwrap();
            assert!(pairing.conflicts.iter().all(|conflict| conflict.weight == Weight::Noise));
            noise += pairing.total(Weight::Noise).1;
        }
    }
    assert!(noise > 0.0 && noise < 0.001, "{noise}");
    let repaired = |layer: &Layer| {
        layer.findings.iter().filter(|finding| matches!(finding.trouble, Trouble::Repaired { .. })).count()
    };
    assert_eq!(layers.iter().map(repaired).sum::<usize>(), 1);
}

#[test]
fn a_shifted_boundary_is_found_part_by_part() {
    let (Some(red), Some(farm), Some(town)) =
        (source("changsha-b", RED), source("changsha-b", FARM), source("changsha-b", TOWN))
    else {
        return;
    };
    let plane = Plane::zone(114.0);
    let (red, farm) = (moved(&red, &plane, 0.0), moved(&farm, &plane, 0.0));
    let settings = Settings::default();
    let (red_area, farm_area) = (51_464.028_9, 2_601.154_4);
    {
        let town = moved(&town, &plane, 30.0);
        let (a, b) =
            (pair(&red, &town, &plane, &settings).unwrap(), pair(&farm, &town, &plane, &settings).unwrap());
        let sum =
            |pairing: &Pairing| pairing.conflicts.iter().map(|conflict| conflict.plane_area).sum::<f64>();
        assert!(
            (sum(&a) - red_area).abs() < 1e-3 && (sum(&b) - farm_area).abs() < 1e-3,
            "{} {}",
            sum(&a),
            sum(&b)
        );
        let all = parts(&[&a, &b], 0.001);
        let heavy: Vec<&&Conflict> =
            all.iter().filter(|conflict| conflict.weight == Weight::Substantial).collect();
        let wide = all.iter().filter(|conflict| conflict.plane_area >= 200.0 && conflict.width >= 1.0);
        assert_eq!((all.len(), wide.count(), heavy.len()), (49, 27, 27));
        let area: f64 = heavy.iter().map(|conflict| conflict.plane_area).sum();
        assert!((area - 53_331.736).abs() < 2e-3, "{area}");
    }
    for (east, area) in [(0.001, 1.924), (0.02, 38.485), (0.5, 961.133)] {
        let town = moved(&town, &plane, east);
        let (a, b) =
            (pair(&red, &town, &plane, &settings).unwrap(), pair(&farm, &town, &plane, &settings).unwrap());
        let all = parts(&[&a, &b], 0.001);
        let sum: f64 = all.iter().map(|conflict| conflict.plane_area).sum();
        assert_eq!(
            (all.len(), all.iter().all(|conflict| conflict.weight == Weight::Noise)),
            (49, true),
            "{east}"
        );
        assert!((sum - area).abs() < 2e-3, "{east}: {sum}");
    }
}

#[test]
fn land_use_has_two_voids_and_one_odd_polygon() {
    let Some(land) = source("changsha-b", "TDLYAreas.json") else { return };
    let plane = Plane::of(&[&land]).unwrap();
    let layer = prepare(&land, &plane);
    let [finding] = layer.findings.as_slice() else { panic!("{:?}", layer.findings) };
    assert!(matches!(finding.trouble, Trouble::Repaired { after, .. } if (after - 127_833.248).abs() < 1e-3));
    let mut areas: Vec<f64> = voids(&layer, None, &plane, &Settings::default())
        .into_iter()
        .filter(|void| void.weight == Weight::Substantial)
        .map(|void| void.plane_area)
        .collect();
    areas.sort_by(f64::total_cmp);
    assert!(
        matches!(areas[..], [small, large] if (small - 900.24).abs() < 0.01 && (large - 140_436.6).abs() < 0.1),
        "{areas:?}"
    );
}

#[test]
fn stated_areas_name_plane_and_zone() {
    let Some(blocks) = source("changsha-b", "KZXXXAreas.json") else { return };
    let found = agreement(&blocks);
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((only.kind, only.shifted, only.agree, only.stated), (AreaKind::Plane(114.0), false, 8, 8));
    assert!(only.worst < 1e-9, "{}", only.worst);
    let layer = prepare(&blocks, &Plane::zone(114.0));
    let off = layer.ellipsoidal_area() / layer.plane_area() - 1.0;
    assert!((off + 3.0e-4).abs() < 0.1e-4, "{off}");
}

#[test]
fn layers_of_other_places_are_refused() {
    let names = ["zoning.geojson", "flood_zones.geojson"].map(|file| source("in-ahmedabad-siteiq", file));
    let [Some(zoning), Some(flood)] = names else { return };
    let plane = Plane::of(&[&zoning, &flood]).unwrap();
    let apart =
        pair(&prepare(&zoning, &plane), &prepare(&flood, &plane), &plane, &Settings::default()).unwrap_err();
    assert!(apart.distance > 1e6, "{}", apart.distance);
}

#[test]
fn invalid_zones_are_each_named() {
    for (file, invalid) in [("zoning.geojson", &[4, 6, 7][..]), ("etj.geojson", &[])] {
        let Some(zones) = source("us-forestcity-etj", file) else { return };
        let layer = prepare(&zones, &Plane::of(&[&zones]).unwrap());
        let mut rows: Vec<u32> = layer.findings.iter().map(|finding| finding.row).collect();
        rows.dedup();
        assert_eq!(rows, invalid, "{:?}", layer.findings);
        assert!(layer.findings.iter().all(|finding| !finding.trouble.is_left_out()));
        println!("{:?}", layer.findings);
    }
}
