//! Small files of every format, made byte by byte.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(crate) type Ring = Vec<[f64; 2]>;

/// A closed rectangle, clockwise as Shapefiles have their outer rings.
pub(crate) fn block(x: f64, y: f64, width: f64, height: f64) -> Ring {
    vec![[x, y], [x, y + height], [x + width, y + height], [x + width, y], [x, y]]
}

pub(crate) fn turned(mut ring: Ring) -> Ring {
    ring.reverse();
    ring
}

/// A .shp of polygons, `None` for a null shape.
pub(crate) fn shp(shapes: &[Option<Vec<Ring>>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (number, shape) in (1_u32..).zip(shapes) {
        let mut content = Vec::new();
        match shape {
            None => content.extend(0_u32.to_le_bytes()),
            Some(rings) => {
                content.extend(5_u32.to_le_bytes());
                content.extend([0_u8; 32]);
                content.extend((rings.len() as u32).to_le_bytes());
                content.extend((rings.iter().map(Vec::len).sum::<usize>() as u32).to_le_bytes());
                let mut start = 0_u32;
                for ring in rings {
                    content.extend(start.to_le_bytes());
                    start += ring.len() as u32;
                }
                content.extend(rings.iter().flatten().flatten().flat_map(|value| value.to_le_bytes()));
            }
        }
        body.extend(number.to_be_bytes());
        body.extend((content.len() as u32 / 2).to_be_bytes());
        body.extend(content);
    }
    let mut out = vec![0_u8; 100];
    out[..4].copy_from_slice(&9994_u32.to_be_bytes());
    out[24..28].copy_from_slice(&((100 + body.len()) as u32 / 2).to_be_bytes());
    out[28..32].copy_from_slice(&1000_u32.to_le_bytes());
    out[32..36].copy_from_slice(&5_u32.to_le_bytes());
    out.extend(body);
    out
}

/// A .dbf of one text field of ten bytes and one number field; texts are given as bytes.
pub(crate) fn dbf(text_name: &[u8], rows: &[(&[u8], &str)], header: u8, deleted: Option<usize>) -> Vec<u8> {
    let mut out = vec![3, 26, 1, 1];
    out.extend((rows.len() as u32).to_le_bytes());
    out.extend(97_u16.to_le_bytes());
    out.extend(23_u16.to_le_bytes());
    out.extend([0; 17]);
    out.extend([header, 0, 0]);
    for (name, kind, length) in [(text_name, b'C', 10_u8), (b"YDMJ", b'N', 12)] {
        let mut field = [0_u8; 32];
        field[..name.len()].copy_from_slice(name);
        field[11] = kind;
        field[16] = length;
        out.extend(field);
    }
    out.push(0x0d);
    for (at, (text, number)) in rows.iter().enumerate() {
        out.push(if deleted == Some(at) { b'*' } else { b' ' });
        let mut cell = text.to_vec();
        cell.resize(10, b' ');
        out.extend(cell);
        out.extend(format!("{number:>12}").into_bytes());
    }
    out
}

pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) const ZONE_40: &str = r#"PROJCS["CGCS2000_3_Degree_GK_Zone_40",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",40500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

/// Three features: one with a hole behind another ring, a null shape, a plain one.
pub(crate) fn shapes() -> Vec<u8> {
    let (x, y) = (40_520_000.0, 4_400_000.0);
    shp(&[
        Some(vec![
            block(x, y, 100.0, 100.0),
            block(x + 300.0, y, 50.0, 50.0),
            turned(block(x + 10.0, y + 10.0, 20.0, 20.0)),
        ]),
        None,
        Some(vec![block(x + 500.0, y, 40.0, 40.0)]),
    ])
}

pub(crate) const GEOJSON: &str = r#"{"type":"FeatureCollection","name":"滨河","features":[
 {"type":"Feature","properties":{"name":"甲","面积":12.5,"list":[1,2]},"geometry":{"type":"Polygon","coordinates":[[[120.1,39.7],[120.2,39.7],[120.2,39.8],[120.1,39.7]]]}},
 {"type":"Feature","properties":{"name":null},"geometry":{"type":"MultiPolygon","coordinates":[[[[120.3,39.7,5],[120.4,39.7,5],[120.4,39.8,5]]],[[[120.5,39.7],[120.6,39.7],[120.6,39.8]]]]}},
 {"type":"Feature","properties":null,"geometry":{"type":"LineString","coordinates":[[120.1,39.7],[120.2,39.7]]}},
 {"type":"Feature","properties":{},"geometry":null},
 {"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[120.1,39.7]}]}}]}"#;

pub(crate) const TOPOJSON: &str = r#"{"type":"Topology","transform":{"scale":[0.001,0.001],"translate":[120,39]},
 "objects":{"分区":{"type":"GeometryCollection","geometries":[
  {"type":"Polygon","arcs":[[0,1]],"properties":{"name":"左"}},
  {"type":"MultiPolygon","arcs":[[[-1,2]]],"properties":{"name":"右"}}]}},
 "arcs":[[[100,0],[0,100]],[[100,100],[-100,0],[0,-100],[100,0]],[[100,0],[100,0],[0,100],[-100,0]]]}"#;

pub(crate) const ARCGIS: &str = r#"{"geometryType":"esriGeometryPolygon","spatialReference":{"wkid":102100,"latestWkid":4528},
 "features":[{"attributes":{"MC":"园区","AREA":9600},"geometry":{"rings":[
  [[40520000,4400000],[40520000,4400100],[40520100,4400100],[40520100,4400000],[40520000,4400000]],
  [[40520010,4400010],[40520030,4400010],[40520030,4400030],[40520010,4400030],[40520010,4400010]]]}}]}"#;

pub(crate) const KML: &str = r#"<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
 <Placemark><name>湿地&amp;滩涂</name><ExtendedData><Data name="级别"><value>一级</value></Data></ExtendedData>
  <MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>120.1,39.7,0 120.2,39.7,0 120.2,39.8,0 120.1,39.7,0</coordinates></LinearRing></outerBoundaryIs>
  <innerBoundaryIs><LinearRing><coordinates>120.15,39.71 120.16,39.71 120.16,39.72 120.15,39.71</coordinates></LinearRing></innerBoundaryIs></Polygon></MultiGeometry></Placemark>
 <Placemark><description><![CDATA[<table><tr><td>x</td></tr></table>]]></description><Point><coordinates>120.1,39.7</coordinates></Point></Placemark>
</Document></kml>"#;
