//! Arguments of `space`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Options of `space`.
#[derive(Args, Debug)]
pub(crate) struct Space {
    #[command(subcommand)]
    pub(crate) command: SpaceCommand,
}

/// What to do with layers.
#[derive(Debug, Subcommand)]
pub(crate) enum SpaceCommand {
    /// Test layers, and say where each two of them conflict
    Check(SpaceCheck),
    /// Measure layers: plane and ellipsoidal area, and which of the two a field or a text states
    Area(SpaceArea),
}

/// Layers, and what a person knows better than their files.
#[derive(Args, Debug)]
pub(crate) struct Layers {
    /// Layers: zipped Shapefile, GeoPackage, GeoJSON, TopoJSON, ArcGIS JSON, KML or KMZ
    #[arg(required = true, value_name = "LAYERS")]
    pub(crate) files: Vec<PathBuf>,
    /// Coordinate system of all layers, or of one (EPSG:4547, CGCS2000, GCJ-02; LAYER=EPSG:4547); may be given several times
    #[arg(long, value_name = "[LAYER=]SYSTEM")]
    pub(crate) crs: Vec<String>,
    /// Kind of a layer (LAYER=town-boundary): ecological-red-line, permanent-farmland, town-boundary, master-plan-zone,
    /// nature-reserve, water-source, special-plan, detailed-plan, project-site, land-use; may be given several times
    #[arg(long, value_name = "LAYER=KIND")]
    pub(crate) kind: Vec<String>,
    /// Accuracy of the lines of all layers, or of one (15m; LAYER=15m); 0.5m without it
    #[arg(long, value_name = "[LAYER=]LENGTH")]
    pub(crate) accuracy: Vec<String>,
    /// Table of a file that holds several, for all layers or for one (LAYER=TABLE)
    #[arg(long, value_name = "[LAYER=]TABLE")]
    pub(crate) table: Vec<String>,
    /// Form of the output: for people, json or geojson
    #[arg(long, value_enum, value_name = "FORM", default_value_t = SpaceForm::Human)]
    pub(crate) format: SpaceForm,
    /// Write to this file in place of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Form of what is said about layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SpaceForm {
    Human,
    Json,
    Geojson,
}

/// Options of `space check`.
#[derive(Args, Debug)]
pub(crate) struct SpaceCheck {
    #[command(flatten)]
    pub(crate) layers: Layers,
    /// Width below which a part is noise (1m, 50cm); without it the sum of the accuracies of the two layers
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    pub(crate) tolerance: Option<f64>,
    /// Area in m² below which a part is sporadic
    #[arg(long, value_name = "AREA", default_value_t = 200.0, value_parser = positive)]
    pub(crate) minimum_area: f64,
    /// Layer of the whole area: what the seamless layers leave of it are gaps
    #[arg(long, value_name = "FILE")]
    pub(crate) region: Option<PathBuf>,
    /// Compare layers that do not lie in the same area all the same
    #[arg(long)]
    pub(crate) apart: bool,
}

/// Options of `space area`.
#[derive(Args, Debug)]
pub(crate) struct SpaceArea {
    #[command(flatten)]
    pub(crate) layers: Layers,
    /// Sum by the values of this field
    #[arg(long, value_name = "FIELD")]
    pub(crate) by: Option<String>,
    /// Figure of a text to compare with, in its own precision (524.5万亩)
    #[arg(long, value_name = "FIGURE")]
    pub(crate) stated: Option<String>,
}

/// Reads `1m`, `50cm`, `2mm`, `0.5`: metres when no unit stands there.
pub(crate) fn length(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let factor = match unit.trim() {
        "" | "m" | "米" => 1.0,
        "cm" | "厘米" => 0.01,
        "mm" | "毫米" => 0.001,
        "km" | "公里" | "千米" => 1000.0,
        _ => return Err("write a length such as 1m or 50cm / 请写成 1m 或 50cm".to_owned()),
    };
    let number = digits.parse::<f64>().ok().filter(|number| number.is_finite());
    number
        .map(|number| number * factor)
        .ok_or_else(|| "write a length such as 1m or 50cm / 请写成 1m 或 50cm".to_owned())
}

/// A number that is not negative.
fn positive(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| "a number that is not negative is expected / 请写一个不小于零的数".to_owned())
}
