//! What a person decides about an import.

use crate::SheetMapping;
use plan::{IndicatorId, Status};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// What a person decides about an import; the defaults suit most files.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How to read the sheets named here; the others are understood from their headers.
    pub sheets: Vec<SheetMapping>,
    /// Names in the file that a person tied to an indicator, or to none (`None` leaves the rows out).
    pub names: BTreeMap<String, Option<IndicatorId>>,
    /// Cells that a person confirmed although a question was asked, with their sheets (表1!B5).
    pub confirmed: BTreeSet<String>,
    /// Region of rows that name none; empty for the plan's own.
    pub region: String,
    /// Source of rows that name none; empty for the name of the file.
    pub source: String,
    /// Status of rows that name none.
    pub status: Option<Status>,
    /// Year of tables that name none.
    pub year: Option<i32>,
    /// Day (YYYY-MM-DD) on which rows that name none became known; without one, 31 March after the period is assumed.
    pub known_at: Option<String>,
    /// Years that can be right.
    pub years: RangeInclusive<i32>,
    /// Most rows of one sheet.
    pub max_rows: usize,
    /// Most cells of one sheet.
    pub max_cells: usize,
    /// Most problems listed for one sheet.
    pub max_problems: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            sheets: Vec::new(),
            names: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            region: String::new(),
            source: String::new(),
            status: None,
            year: None,
            known_at: None,
            years: 1949..=2100,
            max_rows: 200_000,
            max_cells: 5_000_000,
            max_problems: 1_000,
        }
    }
}
