//! GeoPackages (OGC 12-128r18), through the SQLite that the store has.
//!
//! The file is somebody's: it is opened from memory, read-only, with `trusted_schema` off, and only real tables are asked: the
//! three of the standard and the one feature table that they name. A view or a virtual table under one of these names is
//! refused, since it would run what the file says. No file is touched, so that it works where files are out of reach.
//!
//! The outside: SQLite is a C library, and it starts a thread.
#![allow(clippy::disallowed_methods)]

use layers::{Declared, Delivered, Unread};
use space::{Attribute, Crs, Feature, Geometry};
use sqlx::sqlite::{SqliteConnectOptions, SqliteOwnedBuf, SqliteRow};
use sqlx::{AssertSqlSafe, Column, ConnectOptions, Row, SqliteConnection, TypeInfo, ValueRef};
use std::collections::BTreeMap;

/// Reads the feature table of a GeoPackage; `wanted` names it where there are several.
///
/// # Errors
/// [`Unread`] when it is no GeoPackage, is damaged, or holds several tables and none is named.
pub fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Delivered, Unread> {
    // No driver for input, output or time: they need system calls that the reading process is refused.
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|error| Unread::Damaged(error.to_string()))?;
    runtime.block_on(tables(bytes, wanted))
}

fn damaged(error: impl std::fmt::Display) -> Unread {
    Unread::Damaged(error.to_string())
}

async fn tables(bytes: &[u8], wanted: Option<&str>) -> Result<Delivered, Unread> {
    let mut bytes = bytes.to_vec();
    let mut notes = Vec::new();
    // Bytes 18 and 19 say that changes may stand in a second file, which memory has not (SQLite file format, 1.3).
    if bytes.get(18..20) == Some(&[2, 2]) {
        for version in bytes.iter_mut().skip(18).take(2) {
            *version = 1;
        }
        notes.push(write_ahead());
    }
    let options = SqliteConnectOptions::new()
        .filename(":memory:")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("temp_store", "MEMORY")
        .disable_statement_logging();
    let mut connection = options.connect().await.map_err(damaged)?;
    let buffer = SqliteOwnedBuf::try_from(bytes.as_slice()).map_err(damaged)?;
    drop(bytes);
    connection.deserialize(None, buffer, true).await.map_err(damaged)?;
    for standard in ["gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"] {
        if !is_table(&mut connection, standard).await? {
            return Err(Unread::Damaged(format!("no table {standard}")));
        }
    }
    let names: Vec<String> = sqlx::query_scalar(
        "select table_name from gpkg_contents where data_type = 'features' order by table_name",
    )
    .fetch_all(&mut connection)
    .await
    .map_err(damaged)?;
    let name = match (names.as_slice(), wanted) {
        ([], _) => return Err(Unread::NoLayer),
        (_, Some(wanted)) if names.iter().any(|name| name == wanted) => wanted.to_owned(),
        (_, Some(wanted)) => return Err(Unread::NoSuch(wanted.to_owned(), names)),
        ([only], None) => only.clone(),
        (_, None) => return Err(Unread::Several(names)),
    };
    if !is_table(&mut connection, &name).await? {
        return Err(Unread::Damaged(format!("“{name}” is no table")));
    }
    let (column, srs): (String, i64) =
        sqlx::query_as("select column_name, srs_id from gpkg_geometry_columns where table_name = ?")
            .bind(&name)
            .fetch_optional(&mut connection)
            .await
            .map_err(damaged)?
            .ok_or(Unread::NoLayer)?;
    let declared = system(&mut connection, srs).await?;
    let features = features(&mut connection, &name, &column).await?;
    Ok(Delivered { title: name, declared, features, notes })
}

fn write_ahead() -> source::Words {
    source::Words::new(
        "文件处于 WAL 模式；尚未写回的修改（同名 -wal 文件）不在其中，请先在原软件中关闭再导出",
        "the file is in WAL mode: changes that were not written back (the -wal file beside it) are not in it; close it in its program first",
    )
}

/// Whether a name is a real table, not a view and not a virtual table.
async fn is_table(connection: &mut SqliteConnection, name: &str) -> Result<bool, Unread> {
    let found: Option<String> =
        sqlx::query_scalar("select coalesce(sql, '') from sqlite_schema where type = 'table' and name = ?")
            .bind(name)
            .fetch_optional(connection)
            .await
            .map_err(damaged)?;
    let plain = |sql: &str| {
        let mut words = sql.split_whitespace().map(str::to_ascii_uppercase);
        (words.next().as_deref(), words.next().as_deref()) == (Some("CREATE"), Some("TABLE"))
    };
    Ok(found.is_some_and(|sql| plain(&sql)))
}

/// What a number in the table of systems stands for; 0 and -1 are unknown by the standard.
async fn system(connection: &mut SqliteConnection, srs: i64) -> Result<Declared, Unread> {
    if srs <= 0 {
        return Ok(Declared::Nothing);
    }
    let found: Option<(String, i64)> = sqlx::query_as(
        "select organization, organization_coordsys_id from gpkg_spatial_ref_sys where srs_id = ?",
    )
    .bind(srs)
    .fetch_optional(connection)
    .await
    .map_err(damaged)?;
    let Some((organization, code)) = found else { return Ok(Declared::Unknown(format!("srs_id {srs}"))) };
    let known = u32::try_from(code).ok().filter(|_| organization.eq_ignore_ascii_case("EPSG"));
    Ok(match known.and_then(Crs::from_epsg) {
        Some(crs) => Declared::Known(crs),
        None => Declared::Unknown(format!("{organization}:{code}")),
    })
}

async fn features(
    connection: &mut SqliteConnection,
    table: &str,
    geometry: &str,
) -> Result<Vec<Feature>, Unread> {
    // The name comes from the file; doubled quotes keep it a name.
    let query = format!("select * from \"{}\"", table.replace('"', "\"\""));
    let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(connection).await.map_err(damaged)?;
    (1..).zip(&rows).map(|(row, cells)| feature(row, cells, geometry)).collect()
}

fn feature(row: u32, cells: &SqliteRow, geometry: &str) -> Result<Feature, Unread> {
    let mut feature = Feature { row, attributes: BTreeMap::new(), geometry: Geometry::Null };
    for (at, column) in cells.columns().iter().enumerate() {
        let raw = cells.try_get_raw(at).map_err(damaged)?;
        let kind = raw.type_info().name().to_owned();
        if column.name().eq_ignore_ascii_case(geometry) {
            if !raw.is_null() {
                let bytes: Vec<u8> = cells.try_get_unchecked(at).map_err(damaged)?;
                feature.geometry = layers::wkb::geopackage(&bytes)?;
            }
            continue;
        }
        let value = match kind.as_str() {
            _ if raw.is_null() => Attribute::Missing,
            "INTEGER" => Attribute::Number(cells.try_get_unchecked::<i64, _>(at).map_err(damaged)? as f64),
            "REAL" => Attribute::Number(cells.try_get_unchecked(at).map_err(damaged)?),
            "TEXT" => {
                let bytes: Vec<u8> = cells.try_get_unchecked(at).map_err(damaged)?;
                Attribute::Text(String::from_utf8_lossy(&bytes).into_owned())
            }
            _ => continue,
        };
        feature.attributes.insert(column.name().to_owned(), value);
    }
    Ok(feature)
}
