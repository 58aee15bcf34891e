//! Whole layers: an invented valley with two lines and a land use map.

use space::{
    Attribute, Class, Crs, Feature, Geometry, Kind, Plane, Point, Relation, Settings, Shape, Source, Trouble,
    Weight, Yields, agreement, alone, attribute_conflicts, matched, pair, prepare, voids,
};
use std::collections::BTreeMap;

fn feature(row: u32, name: &str, geometry: Geometry) -> Feature {
    let attributes = BTreeMap::from([("name".to_owned(), Attribute::Text(name.to_owned()))]);
    Feature { row, attributes, geometry }
}

fn block(row: u32, [x, y]: Point, width: f64, height: f64) -> Feature {
    let ring = vec![[x, y], [x + width, y], [x + width, y + height], [x, y + height]];
    feature(row, &format!("地块{row}"), Geometry::Areas(Shape::of(vec![ring])))
}

/// A layer in the plane of central meridian 120°, moved to where the zone has real coordinates.
fn source(kind: &str, features: Vec<Feature>) -> Source {
    let moved = |[x, y]: Point| [x + 520_000.0, y + 4_400_000.0];
    let features = features.into_iter().map(|feature| {
        let geometry = match feature.geometry {
            Geometry::Areas(shape) => Geometry::Areas(shape.mapped(moved)),
            Geometry::Points(points) => Geometry::Points(points.into_iter().map(moved).collect()),
            other => other,
        };
        Feature { geometry, ..feature }
    });
    Source {
        name: kind.to_owned(),
        kind: Kind::parse(kind),
        version: format!("{kind}-1"),
        accuracy: Settings::ACCURACY,
        crs: Crs::zone(120.0),
        features: features.collect(),
    }
}

fn plane() -> Plane {
    Plane::zone(120.0)
}

fn laid(a: &Source, b: &Source, settings: &Settings) -> space::Pairing {
    let plane = plane();
    pair(&prepare(a, &plane), &prepare(b, &plane), &plane, settings).unwrap()
}

#[test]
fn parts_are_weighed_by_width_and_then_by_size() {
    let red = source("ecological-red-line", vec![block(1, [0.0, 0.0], 1000.0, 1000.0)]);
    let town = source(
        "town-boundary",
        vec![
            block(1, [900.0, 100.0], 500.0, 50.0),  // 100 m wide: 5,000 m²
            block(2, [990.0, 300.0], 500.0, 10.0),  // 10 m: 100 m²
            block(3, [999.5, 500.0], 500.0, 300.0), // half a metre: 150 m²
            block(4, [1000.0, 900.0], 100.0, 50.0), // an edge in common
        ],
    );
    let pairing = laid(&red, &town, &Settings::default());
    let weights: Vec<(Weight, f64)> =
        pairing.conflicts.iter().map(|c| (c.weight, c.plane_area.round())).collect();
    assert_eq!(weights, [(Weight::Substantial, 5000.0), (Weight::Sporadic, 100.0), (Weight::Noise, 150.0)]);
    assert_eq!(pairing.total(Weight::Noise).0, 1);
    let first = &pairing.conflicts[0];
    assert_eq!(
        (first.class, pairing.relation, pairing.tolerance),
        (Class::Overlap, Some(Relation::Apart), 1.0)
    );
    assert_eq!(first.proposal.as_ref().unwrap().yields, Yields::Second);
    assert!((first.second.unwrap().share - 0.2).abs() < 1e-9);
    assert!((first.width - 2.0 * 5000.0 / 300.0).abs() < 1e-6);
    // 20 km off the central meridian the plane is larger by 5 in a million.
    let off = first.plane_area / first.ellipsoidal_area - 1.0;
    assert!((1e-6..2e-5).contains(&off), "{off}");
    let strict = laid(&red, &town, &Settings { tolerance: Some(0.1), minimum_area: 0.0, apart: false });
    assert_eq!(strict.total(Weight::Substantial).0, 3);
}

#[test]
fn ids_are_stable_under_the_order_of_rows() {
    let blocks = || {
        vec![
            block(1, [0.0, 0.0], 50.0, 50.0),
            block(2, [60.0, 0.0], 50.0, 50.0),
            block(3, [120.0, 0.0], 50.0, 50.0),
        ]
    };
    let red = source("ecological-red-line", vec![block(1, [10.0, 10.0], 150.0, 20.0)]);
    let town = source("town-boundary", blocks());
    let mut turned = blocks();
    turned.reverse();
    for feature in &mut turned {
        if let Geometry::Areas(shape) = &mut feature.geometry {
            shape.polygons[0][0].rotate_left(2);
            shape.polygons[0][0].reverse();
        }
    }
    let turned = source("town-boundary", turned);
    let ids = |a: &Source, b: &Source| {
        let mut ids: Vec<String> =
            laid(a, b, &Settings::default()).conflicts.into_iter().map(|c| c.id).collect();
        ids.sort();
        ids
    };
    let once = ids(&red, &town);
    assert_eq!(once.len(), 3);
    assert_eq!(once, ids(&red, &turned));
    assert_eq!(once, ids(&town, &red));
    let next = Source { version: "town-boundary-2".to_owned(), ..town };
    assert_ne!(once, ids(&red, &next));
}

#[test]
fn decisions_survive_a_new_version() {
    let red = source("ecological-red-line", vec![block(1, [0.0, 0.0], 1000.0, 1000.0)]);
    let town = |east: f64| {
        source(
            "town-boundary",
            vec![block(1, [900.0 + east, 0.0], 500.0, 50.0), block(2, [950.0 + east, 200.0], 500.0, 50.0)],
        )
    };
    let of = |east: f64| laid(&red, &town(east), &Settings::default()).conflicts;
    assert_eq!(matched(&of(0.0), &of(5.0)), [(0, 0), (1, 1)]);
    // The second is cut to less than half and counts as another.
    assert_eq!(matched(&of(0.0), &of(30.0)), [(0, 0)]);
}

#[test]
fn a_plan_beyond_its_boundary_is_found() {
    let town = source(
        "town-boundary",
        vec![block(1, [0.0, 0.0], 100.0, 100.0), block(2, [100.0, 0.0], 100.0, 100.0)],
    );
    let plans = source(
        "detailed-plan",
        vec![block(1, [50.0, 50.0], 100.0, 20.0), block(2, [150.0, 20.0], 80.0, 20.0)],
    );
    for (a, b) in [(&plans, &town), (&town, &plans)] {
        let pairing = laid(a, b, &Settings::default());
        assert_eq!(pairing.relation, Some(Relation::Within));
        let [only] = pairing.conflicts.as_slice() else { panic!("{:?}", pairing.conflicts) };
        assert_eq!((only.class, only.plane_area.round()), (Class::OutOfBounds, 600.0));
        let yields = only.proposal.as_ref().unwrap().yields;
        assert_eq!(yields, if std::ptr::eq(a, &raw const plans) { Yields::First } else { Yields::Second });
    }
}

#[test]
fn points_have_no_area_and_are_doubtful_near_a_line() {
    let red = source("ecological-red-line", vec![block(1, [0.0, 0.0], 100.0, 100.0)]);
    let at = |x: f64| feature(1, "泵站", Geometry::Points(vec![[x, 50.0]]));
    let weight = |x: f64| {
        let site = source("project-site", vec![at(x)]);
        laid(&site, &red, &Settings { apart: true, ..Settings::default() })
            .conflicts
            .first()
            .map(|c| (c.class, c.weight))
    };
    assert_eq!(weight(50.0), Some((Class::OutOfBounds, Weight::Unmeasured)));
    assert_eq!(weight(99.5), Some((Class::OutOfBounds, Weight::Doubtful)));
    assert_eq!(weight(100.9), Some((Class::OutOfBounds, Weight::Doubtful)));
    assert_eq!(weight(105.0), None);
}

#[test]
fn layers_of_different_places_are_no_pass() {
    let plane = plane();
    let here = prepare(&source("town-boundary", vec![block(1, [0.0, 0.0], 10.0, 10.0)]), &plane);
    let there = prepare(&source("ecological-red-line", vec![block(1, [90_000.0, 0.0], 10.0, 10.0)]), &plane);
    let apart = pair(&here, &there, &plane, &Settings::default()).unwrap_err();
    assert!((apart.distance - 89_990.0).abs() < 1e-6);
    assert!(apart.words().zh.contains("不在同一地区"));
    assert!(pair(&here, &there, &plane, &Settings { apart: true, ..Settings::default() }).is_ok());
}

#[test]
fn a_land_use_map_has_neither_doubles_nor_voids() {
    let plane = plane();
    let mut features = vec![
        block(1, [0.0, 0.0], 100.0, 30.0),
        block(2, [0.0, 30.0], 40.0, 30.0),
        block(3, [70.0, 30.0], 30.0, 30.0),
        block(4, [0.0, 60.0], 100.0, 40.0),
        block(5, [0.0, 90.0], 20.0, 40.0),
    ];
    features.push(feature(6, "沟渠", Geometry::Lines(1)));
    features.push(feature(7, "", Geometry::Null));
    let bow = vec![[200.0, 0.0], [210.0, 10.0], [210.0, 0.0], [200.0, 10.0]];
    features.push(feature(8, "领结", Geometry::Areas(Shape::of(vec![bow]))));
    let layer = prepare(&source("land-use", features), &plane);
    let told: Vec<(u32, &str)> =
        layer.findings.iter().map(|finding| (finding.row, finding.trouble.name())).collect();
    assert_eq!(told, [(6, "line"), (7, "null-geometry"), (8, "self-intersection")]);
    assert!(
        matches!(layer.findings[2].trouble, Trouble::Repaired { before, after, .. } if before < 1e-9 && (after - 50.0).abs() < 1e-6)
    );
    let doubles = alone(&layer, &plane, &Settings::default());
    assert_eq!(
        doubles.iter().map(|c| (c.class, c.plane_area.round())).collect::<Vec<_>>(),
        [(Class::SelfOverlap, 200.0)]
    );
    let gaps = voids(&layer, None, &plane, &Settings::default());
    assert_eq!(
        gaps.iter().map(|c| (c.class, c.plane_area.round(), c.weight)).collect::<Vec<_>>(),
        [(Class::Gap, 900.0, Weight::Substantial)]
    );
}

#[test]
fn a_map_of_today_claims_no_ground() {
    let land = source("land-use", vec![block(1, [0.0, 0.0], 100.0, 100.0)]);
    let red = source("ecological-red-line", vec![block(1, [50.0, 50.0], 100.0, 100.0)]);
    let pairing = laid(&land, &red, &Settings::default());
    assert_eq!(
        (pairing.relation, pairing.conflicts.len(), pairing.in_contact),
        (Some(Relation::Free), 0, true)
    );
    // Of a kind that nobody names nothing is known: its overlaps are listed.
    let other = Source { kind: None, ..land };
    assert_eq!(laid(&other, &red, &Settings::default()).conflicts.len(), 1);
}

#[test]
fn a_stated_area_names_system_and_kind() {
    let plane = plane();
    let blocks: Vec<Feature> =
        (0..6).map(|at| block(at + 1, [f64::from(at) * 300.0, 0.0], 200.0 + f64::from(at), 150.0)).collect();
    let mut planar = source("detailed-plan", blocks);
    for feature in &mut planar.features {
        let Geometry::Areas(shape) = &feature.geometry else { continue };
        feature.attributes.insert("YDMJ".to_owned(), Attribute::Number(shape.area()));
    }
    // The same in degrees: the field still says which plane it was measured in.
    let mut degrees = planar.clone();
    degrees.crs = Crs::parse("CGCS2000").unwrap();
    for feature in &mut degrees.features {
        if let Geometry::Areas(shape) = &mut feature.geometry {
            *shape = shape.mapped(|point| plane.to_degrees(point));
        }
    }
    let found = agreement(&degrees);
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (only.kind, only.shifted, only.agree, only.stated),
        (space::AreaKind::Plane(120.0), false, 6, 6)
    );
    assert!(only.worst < 1e-9);
    // With the offset of web maps on it, the field says so too.
    let mut shifted = degrees.clone();
    for feature in &mut shifted.features {
        if let Geometry::Areas(shape) = &mut feature.geometry {
            *shape = shape.mapped(space::gcj02::from_wgs84);
        }
    }
    let found = agreement(&shifted);
    assert!(found.iter().all(|agreement| agreement.shifted) && !found.is_empty(), "{found:?}");
    // One wrong figure is told.
    degrees.features[2].attributes.insert("YDMJ".to_owned(), Attribute::Number(31_000.0));
    let again = agreement(&degrees);
    let wrong = attribute_conflicts(&degrees, &again[0]);
    assert_eq!(wrong.iter().map(|wrong| wrong.row).collect::<Vec<_>>(), [3]);
}
