//! `space` as a person types it, on the layers of the example city.

use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const LAYERS: [&str; 5] = ["生态保护红线", "永久基本农田", "城镇开发边界", "项目用地", "土地利用现状"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lanchuan/layers")
}

fn space(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gangyao"))
        .args(["--lang", "zh", "space"])
        .args(arguments)
        .current_dir(folder())
        .output()
        .expect("gangyao runs")
}

fn json(arguments: &[&str]) -> Value {
    let output = space(arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

fn files() -> Vec<String> {
    LAYERS.iter().map(|name| format!("{name}.geojson")).collect()
}

fn all(more: &[&str]) -> Vec<String> {
    let more = more.iter().map(|argument| (*argument).to_owned());
    ["check".to_owned()].into_iter().chain(files()).chain(more).collect()
}

#[test]
fn the_eight_planted_conflicts_are_found_and_none_more() {
    let arguments = all(&["--format", "json"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    assert_eq!(space(&arguments).status.code(), Some(1));
    let found = json(&arguments);
    let mut heavy = Vec::new();
    let mut noise = Vec::new();
    for conflict in found["conflicts"].as_array().expect("a list") {
        let text = |path: &str| conflict.pointer(path).and_then(Value::as_str).unwrap_or("").to_owned();
        let who = (text("/class"), text("/first/label"), text("/second/label"));
        let area = conflict["plane_area"].as_f64().expect("a number");
        match conflict["weight"].as_str() {
            Some("noise") => noise.push((who.1, who.2, area.round())),
            Some("substantial" | "unmeasured") => heavy.push((who.0, who.1, who.2, area.round())),
            other => panic!("{other:?}"),
        }
    }
    let of = |class: &str, first: &str, second: &str, area: f64| {
        (class.to_owned(), first.to_owned(), second.to_owned(), area)
    };
    heavy.sort_by(|a, b| a.partial_cmp(b).expect("no NaN"));
    let overlap = heavy.iter().find(|row| row.1 == "玉屏山" && row.0 == "overlap").expect("the largest").3;
    assert_eq!(
        heavy,
        [
            of("gap", "", "", 3000.0),
            of("out-of-bounds", "", "西郊物流园", 36_000.0),
            of("out-of-bounds", "南湾片", "南湾泵站", 0.0),
            of("out-of-bounds", "玉屏山", "山麓酒店", 19_500.0),
            of("overlap", "南湾片", "中心城区", 288_000.0),
            of("overlap", "澜江湿地", "湿地东片", 144_000.0),
            of("overlap", "玉屏山", "中心城区", overlap),
        ]
    );
    // By shapely 2.2: 112,770.722697 m².
    assert_eq!(overlap, 112_771.0);
    assert_eq!(
        noise,
        [
            ("玉屏山".to_owned(), "山前片".to_owned(), 400.0),
            ("北塘片".to_owned(), "中心城区".to_owned(), 840.0)
        ]
    );
    let wrong = found.pointer("/layers/1/agreements/0/mismatches").and_then(Value::as_array).expect("a list");
    assert_eq!(wrong.iter().map(|one| one["row"].as_u64()).collect::<Vec<_>>(), [Some(3)]);
    let proposals: Vec<&Value> =
        found["conflicts"].as_array().expect("a list").iter().map(|one| &one["proposal"]["yields"]).collect();
    assert!(
        proposals.iter().any(|yields| *yields == "decide")
            && proposals.iter().any(|yields| *yields == "second")
    );
    assert!(found["statement"].as_str().expect("a text").contains("供主管部门核对"));
}

#[test]
fn every_form_is_the_same_twice() {
    for format in ["human", "json", "geojson"] {
        let arguments = all(&["--format", format]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (once, again) = (space(&arguments), space(&arguments));
        assert!(!once.stdout.is_empty() && once.stdout == again.stdout, "{format}");
    }
}

#[test]
fn geojson_holds_every_conflict_in_degrees() {
    let arguments = all(&["--format", "geojson"]);
    let found = json(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let features = found["features"].as_array().expect("a list");
    assert_eq!(features.len(), 9);
    for feature in features {
        let first = feature
            .pointer("/geometry/coordinates/0/0/0")
            .or_else(|| feature.pointer("/geometry/coordinates/0"));
        let longitude = first.and_then(Value::as_f64).expect("a number");
        assert!((114.4..114.7).contains(&longitude), "{longitude}");
    }
}

#[test]
fn no_conflict_is_said_with_what_it_rests_on() {
    let output = space(&[
        "check",
        "城镇开发边界.geojson",
        "土地利用现状.geojson",
        "--kind",
        "土地利用现状=专项规划",
        "--tolerance",
        "50cm",
    ]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("按层级"), "{text}");
    let output = space(&["check", "城镇开发边界.geojson", "永久基本农田.geojson", "--tolerance", "5km"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.contains("未发现实质冲突（依据图层和版本：城镇开发边界@") && text.contains("容差：5000 m"),
        "{text}"
    );
    assert!(!text.contains("合规"), "{text}");
}

#[test]
fn a_figure_of_a_text_is_compared_in_its_precision() {
    let of = |figure: &str| space(&["area", "城镇开发边界.geojson", "--stated", figure]);
    // 2,344 hectares in the plane are 35,160 mu.
    let (good, bad) = (of("3.5万亩"), of("3.6万亩"));
    let text = String::from_utf8_lossy(&good.stdout).into_owned();
    assert_eq!((good.status.code(), bad.status.code()), (Some(0), Some(1)), "{text}");
    assert!(text.contains("平面面积") && text.contains("椭球面积"), "{text}");
    let groups = json(&["area", "土地利用现状.geojson", "--by", "name", "--format", "json"]);
    assert_eq!(groups.pointer("/layers/0/groups").and_then(Value::as_array).map(Vec::len), Some(4));
    assert_eq!(space(&["area", "土地利用现状.geojson", "--stated", "三个"]).status.code(), Some(2));
}

#[test]
fn what_cannot_be_compared_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let square = |x: f64, y: f64, size: f64| {
        let (right, top) = (x + size, y + size);
        format!(
            r#"{{"type":"Polygon","coordinates":[[[{x},{y}],[{right},{y}],[{right},{top}],[{x},{top}],[{x},{y}]]]}}"#
        )
    };
    let cases = [
        (write("far.geojson", &square(87.5, 43.7, 0.1)), "不在同一地区"),
        (write("zone.geojson", &square(550_000.0, 3_110_000.0, 500.0)), "--crs"),
        (write("turned.geojson", &square(28.1, 114.5, 0.1)), "颠倒"),
        (write("text.geojson", "hello"), "不是已知的图层格式"),
        (write("drawing.dxf", "  0\nSECTION\n  2\nHEADER\n"), "不读取 DXF/DWG"),
        (folder.path().join("none.zip").display().to_string(), "找不到"),
    ];
    for (path, words) in cases {
        let output = space(&["check", "城镇开发边界.geojson", &path]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{path}: {said}");
        assert!(said.contains(words), "{path}: {said}");
    }
    // With its system told the layer is laid over the other.
    let zone = folder.path().join("zone.geojson").display().to_string();
    let output = space(&["check", "城镇开发边界.geojson", &zone, "--crs", "zone=EPSG:4547"]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A GeoPackage of one table with a square of 1 km.
fn geopackage(path: &Path) {
    use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
    let mut square = b"GP\0\x01".to_vec();
    square.extend(4526_i32.to_le_bytes());
    square.extend([1, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0]);
    for [x, y] in [[0, 0], [1000, 0], [1000, 1000], [0, 1000], [0, 0]] {
        square.extend(f64::from(38_556_000 + x).to_le_bytes());
        square.extend(f64::from(3_114_000 + y).to_le_bytes());
    }
    let mut hex = String::new();
    for byte in &square {
        let _ = write!(hex, "{byte:02x}");
    }
    let square = hex;
    let statements = format!(
        "create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text, organization_coordsys_id integer, definition text);
         create table gpkg_contents (table_name text primary key, data_type text, identifier text, srs_id integer);
         create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text, srs_id integer, z integer, m integer);
         insert into gpkg_spatial_ref_sys values ('zone', 4526, 'EPSG', 4526, '');
         create table \"湿地\" (fid integer primary key, geom blob, name text);
         insert into gpkg_contents values ('湿地', 'features', '湿地', 4526);
         insert into gpkg_geometry_columns values ('湿地', 'geom', 'POLYGON', 4526, 0, 0);
         insert into \"湿地\" values (1, x'{square}', '东湖');"
    );
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let mut connection = options.connect().await.expect("a new file");
        sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut connection).await.expect("statements");
        connection.close().await.expect("written");
    });
}

#[test]
fn a_geopackage_is_read_in_the_child() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("湿地.gpkg");
    geopackage(&path);
    let name = path.display().to_string();
    let found = json(&["check", &name, "生态保护红线.geojson", "--format", "json"]);
    let layer = &found["layers"][0];
    assert_eq!((&layer["format"], &layer["epsg"]), (&"GeoPackage".into(), &4526.into()));
    assert_eq!(layer["plane_area"].as_f64(), Some(1e6));

    // What is no database under its name is refused with what to do.
    let bytes = std::fs::read(&path).expect("the file");
    std::fs::write(&path, &bytes[..3000]).expect("written");
    let broken = space(&["check", &name]);
    assert_eq!(broken.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&broken.stderr).contains("请用原软件重新导出"));
}
