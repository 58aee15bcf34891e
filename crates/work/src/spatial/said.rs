//! What the ledger holds of a conflict beside its columns, as JSON.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One of two sources that disagree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Side {
    /// The layer, or the title of the plan.
    pub name: String,
    /// The version of the layer.
    pub version: String,
    /// The key of the layer's kind.
    pub kind: String,
    /// Where the plan speaks of it.
    pub clause: String,
    /// Row of the feature in its file, from 1.
    pub row: Option<u32>,
    /// What the feature is called.
    pub label: String,
    /// What is said: the words of a text, the figure of a field.
    pub said: String,
    /// Line of the plan's text.
    pub line: Option<u32>,
    /// Share of the feature's area that is in conflict, 0 to 1.
    pub share: Option<f64>,
    /// Before whom it goes, the smallest first.
    pub rank: Option<i64>,
    /// The feature, by what it is.
    pub feature: String,
}

/// Where a conflict is, and how much.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extent {
    /// Plane area in m².
    pub plane: f64,
    /// Area on the ellipsoid in m².
    pub surveyed: f64,
    /// Mean width in metres.
    pub width: f64,
    /// Thinness, 1 for a circle.
    pub thinness: f64,
    /// Tolerance that was used, in metres.
    pub tolerance: f64,
    /// Smallest area that was used, in m².
    pub minimum: f64,
    /// How many parts: more than one where noise is counted together.
    pub count: usize,
    /// A point of it in degrees.
    pub at: Option<[f64; 2]>,
    /// Its ground as a GeoJSON geometry in degrees.
    pub geometry: Option<Value>,
    /// What was compared, where figures were.
    pub message: Option<(String, String)>,
}

/// What the program proposes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proposed {
    /// first, second or decide.
    pub yields: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Where it stands.
    pub source: String,
}

/// What a column of the ledger holds; nothing where it is empty or of another program.
pub fn read<T: Default + for<'a> Deserialize<'a>>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}

/// As a column of the ledger.
pub(crate) fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A source as a column of the ledger.
pub(crate) fn side(side: &Side) -> String {
    written(side)
}

/// An extent as a column of the ledger.
pub(crate) fn extent(extent: &Extent) -> String {
    written(extent)
}
