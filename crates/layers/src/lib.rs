//! Layers from files: zipped Shapefile, GeoJSON, TopoJSON, ArcGIS JSON, KML and KMZ; GeoPackage through a reader that is given.
//!
//! [`read`] tells the format by content, gives every feature with its row, and says in which coordinate system it is and how
//! that is known. What is not stated and cannot be told from the coordinates is asked for, never guessed.
//!
//! Bytes come from anybody: counts are held against what is left of the file before anything is reserved, archives have a
//! limit, nothing recurses on depth. [`wire`] carries a layer out of the process that reads it.

mod arcgis;
mod archive;
mod dbf;
mod delivered;
mod geojson;
mod kml;
mod nested;
mod place;
mod prj;
mod rings;
mod shapefile;
mod text;
mod topojson;
pub mod wire;
pub mod wkb;

pub use delivered::{Declared, Delivered, Format, Raw, Unread, Wanted};
pub use place::codes;

/// Reads a GeoPackage: its bytes, and the table that is wanted. It stands outside, because it needs SQLite.
pub type GeoPackage = fn(&[u8], Option<&str>) -> Result<Delivered, Unread>;

/// Reads a layer.
///
/// # Errors
/// [`Unread`] says what the file is or lacks, and what to do.
pub fn read(bytes: &[u8], wanted: &Wanted, geopackage: GeoPackage) -> Result<Raw, Unread> {
    let table = wanted.table.as_deref();
    let (format, delivered) = match Format::of(bytes) {
        Some(Format::GeoPackage) => (Format::GeoPackage, geopackage(bytes, table)?),
        Some(Format::Archive) => archive::read(bytes, table)?,
        Some(Format::Kml) => (Format::Kml, kml::read(bytes)?),
        Some(Format::Json) => json(bytes, table)?,
        Some(other) => return Err(Unread::Other(other)),
        None => return Err(Unread::Unknown),
    };
    place::placed(format, delivered, wanted)
}

fn json(bytes: &[u8], table: Option<&str>) -> Result<(Format, Delivered), Unread> {
    let (text, note) = text::decoded(bytes);
    let top: geojson::Top =
        serde_json::from_str(&text).map_err(|error| Unread::Damaged(error.to_string()))?;
    let (format, mut delivered) = if top.is_topology() {
        (Format::TopoJson, topojson::read(top, table)?)
    } else if top.is_arcgis() {
        (Format::ArcGisJson, arcgis::read(top)?)
    } else {
        (Format::GeoJson, geojson::read(top)?)
    };
    delivered.notes.extend(note);
    Ok((format, delivered))
}
