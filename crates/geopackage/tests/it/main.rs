//! GeoPackages made here with SQLite, good and hostile ones.
#![allow(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "small figures that the test makes itself"
)]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests make files")]

use layers::{Declared, Unread};
use space::{Attribute, Crs, Geometry};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

const STANDARD: &str = "
create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text, organization_coordsys_id integer, definition text);
create table gpkg_contents (table_name text primary key, data_type text, identifier text, srs_id integer);
create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text, srs_id integer, z integer, m integer);
insert into gpkg_spatial_ref_sys values ('zone', 4528, 'EPSG', 4528, ''), ('odd', 900001, 'NONE', 7, '');
";

const LINES: &str = "
create table \"红线\" (fid integer primary key, geom blob, name text, mj real, n integer, photo blob);
insert into gpkg_contents values ('红线', 'features', '红线', 4528);
insert into gpkg_geometry_columns values ('红线', 'geom', 'POLYGON', 4528, 0, 0);
";

/// A square of well-known binary behind the header of the standard, with an envelope.
fn square() -> String {
    let mut bytes = b"GP\0\x03".to_vec();
    bytes.extend(4528_i32.to_le_bytes());
    bytes.extend([0_u8; 32]);
    bytes.extend([1, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0]);
    let ring = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0], [0.0, 0.0]];
    bytes.extend(ring.as_flattened().iter().flat_map(|value: &f64| value.to_le_bytes()));
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn made(statements: &str, mode: SqliteJournalMode) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true).journal_mode(mode);
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    std::fs::read(path).unwrap()
}

fn rows() -> String {
    let square = square();
    format!(
        "{STANDARD}{LINES}insert into \"红线\" values (1, x'{square}', '核心区', 100.5, 3, x'00'), (2, null, null, null, null, null),
         (3, x'475000110000000001', '空', 1, 1, null);"
    )
}

#[test]
fn features_come_with_fields_and_system() {
    for mode in [SqliteJournalMode::Delete, SqliteJournalMode::Wal] {
        let delivered = geopackage::read(&made(&rows(), mode), None).unwrap();
        assert_eq!(
            (delivered.title.as_str(), delivered.declared),
            ("红线", Declared::Known(Crs::from_epsg(4528).unwrap()))
        );
        assert_eq!(delivered.notes.len(), usize::from(mode == SqliteJournalMode::Wal));
        let [first, second, third] = delivered.features.as_slice() else { panic!() };
        assert!(matches!(&first.geometry, Geometry::Areas(shape) if shape.area() == 100.0));
        assert_eq!(first.attributes["name"], Attribute::Text("核心区".to_owned()));
        assert_eq!(
            (&first.attributes["mj"], &first.attributes["n"]),
            (&Attribute::Number(100.5), &Attribute::Number(3.0))
        );
        assert_eq!((&second.geometry, &second.attributes["mj"]), (&Geometry::Null, &Attribute::Missing));
        assert_eq!((&third.geometry, third.row), (&Geometry::Null, 3));
    }
}

#[test]
fn what_is_no_table_is_not_asked() {
    let view = format!("{STANDARD}create view \"红线\" as with recursive n(i) as (select 1 union all select i + 1 from n) select i as geom from n;
        insert into gpkg_contents values ('红线', 'features', '', 0); insert into gpkg_geometry_columns values ('红线', 'geom', '', 0, 0, 0);");
    assert!(matches!(
        geopackage::read(&made(&view, SqliteJournalMode::Delete), None),
        Err(Unread::Damaged(_))
    ));
    let standard = rows()
        .replace("create table gpkg_contents", "create table real_contents")
        .replace("insert into gpkg_contents", "insert into real_contents")
        + "create view gpkg_contents as select * from real_contents;";
    assert!(matches!(
        geopackage::read(&made(&standard, SqliteJournalMode::Delete), None),
        Err(Unread::Damaged(_))
    ));
    assert!(matches!(
        geopackage::read(&made("create table t (a);", SqliteJournalMode::Delete), None),
        Err(Unread::Damaged(_))
    ));
}

#[test]
fn one_of_several_tables_is_asked_for() {
    let two = rows() + "create table b (geom blob); insert into gpkg_contents values ('b', 'features', '', 0), ('c', 'tiles', '', 0);
        insert into gpkg_geometry_columns values ('b', 'geom', '', 900001, 0, 0);";
    let bytes = made(&two, SqliteJournalMode::Delete);
    assert_eq!(geopackage::read(&bytes, None), Err(Unread::Several(vec!["b".to_owned(), "红线".to_owned()])));
    assert_eq!(geopackage::read(&bytes, Some("红线")).unwrap().features.len(), 3);
    assert_eq!(geopackage::read(&bytes, Some("b")).unwrap().declared, Declared::Unknown("NONE:7".to_owned()));
    assert!(matches!(geopackage::read(&bytes, Some("x")), Err(Unread::NoSuch(..))));
}

/// The generator SplitMix64: the same damage on every machine.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as usize
}

#[test]
fn damaged_files_are_answered() {
    let bytes = made(&rows(), SqliteJournalMode::Delete);
    let mut state = 20_160_101;
    for round in 0..300 {
        let mut damaged = bytes.clone();
        for _ in 0..=next(&mut state) % 8 {
            // Most of the file is empty pages: half of the damage goes to the first two kilobytes.
            let end = if round % 2 == 0 { 2048 } else { damaged.len() };
            let at = next(&mut state) % end;
            damaged[at] = next(&mut state) as u8;
        }
        if round % 5 == 0 {
            damaged.truncate(next(&mut state) % damaged.len());
        }
        let _ = geopackage::read(&damaged, None);
    }
}
