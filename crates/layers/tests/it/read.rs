//! What each format gives, and what is refused with which words.

use crate::made::{ARCGIS, GEOJSON, KML, Ring, TOPOJSON, ZONE_40, block, dbf, shapes, shp, zipped};
use layers::{Format, Raw, Unread, Wanted, read};
use space::{Attribute, Crs, Feature, Geometry};

fn none(_: &[u8], _: Option<&str>) -> Result<layers::Delivered, Unread> {
    Err(Unread::Other(Format::GeoPackage))
}

fn of(bytes: &[u8]) -> Result<Raw, Unread> {
    read(bytes, &Wanted::default(), none)
}

fn text(feature: &Feature, name: &str) -> String {
    feature.attributes.get(name).map(ToString::to_string).unwrap_or_default()
}

fn rings(feature: &Feature) -> Vec<usize> {
    match &feature.geometry {
        Geometry::Areas(shape) => shape.polygons.iter().map(Vec::len).collect(),
        _ => Vec::new(),
    }
}

/// 用地名称 in GBK, cut at ten bytes by the width of a name.
const NAME_GBK: &[u8] = b"\xd3\xc3\xb5\xd8\xc3\xfb\xb3\xc6";
/// 生态红线区域 in GBK, cut within the last character by the width of a cell.
const CELL_GBK: &[u8] = b"\xc9\xfa\xcc\xac\xba\xec\xcf\xdf\xc7\xf8";

fn shapefile(name: &[u8], cell: &[u8], header: u8, cpg: Option<&str>, prj: &str) -> Vec<u8> {
    let table = dbf(name, &[(cell, "9600.0"), (b"", ""), (b"x", "1600")], header, None);
    let shapes = shapes();
    let mut files: Vec<(&str, &[u8])> =
        vec![("a/line.shp", &shapes), ("a/line.DBF", &table), ("a/line.prj", prj.as_bytes())];
    if let Some(cpg) = cpg {
        files.push(("a/line.cpg", cpg.as_bytes()));
    }
    zipped(&files)
}

#[test]
fn names_are_the_same_in_every_encoding() {
    let utf8 = shapefile("用地".as_bytes(), "红线".as_bytes(), 0, None, ZONE_40);
    let named = shapefile("用地".as_bytes(), "红线".as_bytes(), 0, Some("UTF-8"), ZONE_40);
    for bytes in [utf8, named] {
        let raw = of(&bytes).unwrap();
        assert_eq!(text(&raw.features[0], "用地"), "红线");
        assert_eq!(raw.notes, []);
    }
    for (header, cpg) in
        [(0, None), (0x4d, None), (0, Some("GBK")), (0, Some("936")), (0x57, Some("ANSI 936"))]
    {
        let raw = of(&shapefile(NAME_GBK, CELL_GBK, header, cpg, ZONE_40)).unwrap();
        assert_eq!(text(&raw.features[0], "用地名称"), "生态红线区", "{header} {cpg:?}");
        assert_eq!(raw.notes, []);
    }
    // A .cpg that is wrong is told.
    let raw = of(&shapefile(NAME_GBK, CELL_GBK, 0, Some("UTF-8"), ZONE_40)).unwrap();
    assert_eq!(text(&raw.features[0], "用地名称"), "生态红线区");
    assert_eq!(raw.notes.len(), 1);
}

#[test]
fn a_shapefile_gives_holes_nulls_and_its_zone() {
    let raw = of(&shapefile(b"name", b"a", 0, None, ZONE_40)).unwrap();
    assert_eq!((raw.format, raw.title.as_str(), raw.crs.epsg()), (Format::Shapefile, "line", Some(4528)));
    assert_eq!(raw.features.iter().map(|feature| feature.row).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(rings(&raw.features[0]), [2, 1]);
    assert_eq!(raw.features[1].geometry, Geometry::Null);
    assert_eq!(raw.features[0].attributes["YDMJ"], Attribute::Number(9600.0));
    assert_eq!(raw.features[1].attributes["YDMJ"], Attribute::Missing);
}

#[test]
fn deleted_rows_keep_their_place() {
    let table = dbf(b"name", &[(b"a", "1"), (b"b", "2"), (b"c", "3")], 0, Some(0));
    let raw = of(&zipped(&[("l.shp", &shapes()), ("l.dbf", &table), ("l.prj", ZONE_40.as_bytes())])).unwrap();
    assert_eq!(
        raw.features.iter().map(|feature| (feature.row, text(feature, "name"))).collect::<Vec<_>>(),
        [(2, "b".to_owned()), (3, "c".to_owned())]
    );
    assert!(raw.notes.iter().any(|note| note.zh.contains("已删除")));
}

#[test]
fn what_a_shapefile_lacks_is_said() {
    let words = |bytes: &[u8]| of(bytes).unwrap_err().words().en;
    assert!(words(&shapes()).contains("into one zip"));
    let place: Vec<Ring> = vec![block(520_000.0, 4_400_000.0, 9.0, 9.0)];
    let short = shp(&[Some(place)]);
    assert!(words(&zipped(&[("l.shp", &short)])).contains("--crs"));
    let feet = ZONE_40.replace("Meter\",1.0", "Foot\",0.3048");
    assert!(words(&zipped(&[("l.shp", &shapes()), ("l.prj", feet.as_bytes())])).contains("not metres"));
    let wrong = ZONE_40.replace("40500000", "39500000");
    assert!(
        words(&zipped(&[("l.shp", &shapes()), ("l.prj", wrong.as_bytes())]))
            .contains("do not lie in the zone")
    );
    let two = zipped(&[("l.shp", &shapes()), ("m.shp", &shapes())]);
    assert_eq!(of(&two), Err(Unread::Several(vec!["l".to_owned(), "m".to_owned()])));
    let wanted = Wanted { table: Some("m".to_owned()), ..Wanted::default() };
    assert_eq!(read(&two, &wanted, none).unwrap().title, "m");
    let table = dbf(b"name", &[(b"a", "1")], 0, None);
    assert!(words(&zipped(&[("l.shp", &shapes()), ("l.dbf", &table)])).contains("3 shapes, 1 rows"));
    assert!(words(&shapefile(b"name", b"a", 0, None, ZONE_40)[..200]).contains("damaged"));
}

#[test]
fn geojson_is_read_with_all_its_sorts() {
    let raw = of(GEOJSON.as_bytes()).unwrap();
    assert_eq!((raw.format, raw.title.as_str(), raw.crs.epsg()), (Format::GeoJson, "滨河", Some(4326)));
    assert_eq!(rings(&raw.features[0]), [1]);
    assert_eq!(rings(&raw.features[1]), [1, 1]);
    assert_eq!(raw.features[2].geometry, Geometry::Lines(1));
    assert_eq!(raw.features[3].geometry, Geometry::Null);
    assert_eq!(raw.features[4].geometry, Geometry::Points(vec![[120.1, 39.7]]));
    assert_eq!(raw.features[0].attributes["面积"], Attribute::Number(12.5));
    assert_eq!(text(&raw.features[0], "list"), "[1,2]");
    assert_eq!(raw.features[1].attributes["name"], Attribute::Missing);
    // Plane metres with a zone number in a format of degrees.
    let metres = r#"{"type":"Polygon","coordinates":[[[40520000,4400000],[40520100,4400000],[40520100,4400100],[40520000,4400000]]]}"#;
    assert_eq!(of(metres.as_bytes()).unwrap().crs.epsg(), Some(4528));
    let named = metres
        .replacen('{', r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}},"#, 1)
        .replace("405", "5");
    assert_eq!(of(named.as_bytes()).unwrap().crs.epsg(), Some(4549));
}

#[test]
fn arcs_are_put_together_and_shared() {
    let raw = of(TOPOJSON.as_bytes()).unwrap();
    assert_eq!((raw.format, raw.title.as_str()), (Format::TopoJson, "分区"));
    let area = |feature: &Feature| match &feature.geometry {
        Geometry::Areas(shape) => shape.area(),
        _ => 0.0,
    };
    let areas: Vec<f64> = raw.features.iter().map(area).collect();
    assert!(areas.iter().all(|area| (area - 0.01).abs() < 1e-12), "{areas:?}");
    assert_eq!(text(&raw.features[1], "name"), "右");
}

#[test]
fn arcgis_json_says_its_system() {
    let raw = of(ARCGIS.as_bytes()).unwrap();
    assert_eq!((raw.format, raw.crs.epsg()), (Format::ArcGisJson, Some(4528)));
    assert_eq!(rings(&raw.features[0]), [2]);
    let curved = ARCGIS.replace("\"rings\"", "\"curveRings\"");
    assert_eq!(of(curved.as_bytes()), Err(Unread::Curves));
}

#[test]
fn placemarks_have_fields_and_holes() {
    for bytes in [KML.as_bytes().to_vec(), zipped(&[("doc.kml", KML.as_bytes())])] {
        let raw = of(&bytes).unwrap();
        assert_eq!(raw.crs, Crs::parse("WGS84").unwrap());
        assert_eq!(rings(&raw.features[0]), [2]);
        assert_eq!(
            (text(&raw.features[0], "name"), text(&raw.features[0], "级别")),
            ("湿地&滩涂".to_owned(), "一级".to_owned())
        );
        assert_eq!(raw.features[1].geometry, Geometry::Points(vec![[120.1, 39.7]]));
        assert!(raw.notes.iter().any(|note| note.zh.contains("说明文字")));
    }
}

#[test]
fn characters_by_number_are_part_of_names() {
    let kml = KML.replace("湿地&amp;滩涂", "&#28287;&#x5730;&amp;滩涂");
    assert_eq!(text(&of(kml.as_bytes()).unwrap().features[0], "name"), "湿地&滩涂");
}

#[test]
fn web_map_outlines_are_suspected_and_opened_when_asked() {
    let outline = GEOJSON.replace(r#""name":"甲""#, r#""adcode":219900,"centroid":[120.1,39.7],"name":"甲""#);
    let raw = of(outline.as_bytes()).unwrap();
    assert!(raw.notes.iter().any(|note| note.en.contains("GCJ-02")), "{:?}", raw.notes);
    let wanted = Wanted { crs: Crs::parse("GCJ-02"), ..Wanted::default() };
    let raw = read(outline.as_bytes(), &wanted, none).unwrap();
    assert!(raw.notes.iter().all(|note| !note.en.contains("usually")));
    assert_eq!(raw.crs.datum().name(), "GCJ-02");
}

#[test]
fn other_files_are_named() {
    assert_eq!(of(b"hello"), Err(Unread::Unknown));
    assert_eq!(of(b"AC1027\0\0"), Err(Unread::Other(Format::Drawing)));
    assert!(matches!(of(b"{\"type\":"), Err(Unread::Damaged(_))));
    assert_eq!(of(b"{\"a\":1}"), Err(Unread::Unknown));
    assert_eq!(of(&zipped(&[("readme.txt", b"x")])), Err(Unread::NoLayer));
    assert_eq!(of(br#"{"type":"FeatureCollection","features":[]}"#), Err(Unread::NoLayer));
}

#[test]
fn a_layer_travels_whole() {
    for bytes in
        [GEOJSON.as_bytes().to_vec(), ARCGIS.as_bytes().to_vec(), shapefile(b"name", b"a", 0, None, ZONE_40)]
    {
        let wanted = Wanted::default();
        let answer = layers::wire::answer(&layers::wire::job(&wanted), &bytes, none);
        assert_eq!(layers::wire::layer(&answer).unwrap(), of(&bytes).unwrap());
    }
    let wanted = Wanted { crs: Crs::from_epsg(4549), table: Some("l".to_owned()) };
    let answer = layers::wire::answer(&layers::wire::job(&wanted), b"hello", none);
    assert_eq!(layers::wire::layer(&answer).unwrap_err(), Unread::Unknown.words());
}
