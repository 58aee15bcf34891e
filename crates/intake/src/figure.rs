//! Figures as a table states them, each with its cell and with what becomes of it.

use crate::Cell;
use crate::period::{Covered, Kind};
use plan::Status;
use rust_decimal::Decimal;
use source::Words;

/// A figure of a table: what it is of, and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// Name of the sheet, or the number of the table in a document; empty for CSV.
    pub sheet: String,
    /// The cell.
    pub cell: Cell,
    /// Name of the indicator as the table puts it together.
    pub indicator: String,
    /// The region; empty when the table names none.
    pub region: String,
    /// What it covers; `None` when the table does not say.
    pub covered: Option<Covered>,
    /// What the value says of its period.
    pub kind: Kind,
    /// Dimensions besides the region: 城乡=城镇.
    pub dimensions: Vec<(String, String)>,
    /// Where the row is a part of the one above it (其中：税收收入), the name of that one.
    pub part_of: String,
    /// The value in `unit`; `None` when the cell holds no figure.
    pub value: Option<Decimal>,
    /// What the cell shows.
    pub printed: String,
    /// The unit as the table prints it.
    pub unit: String,
    /// How firm it is.
    pub status: Option<Status>,
    /// The word that the table uses for it (快报, 初步).
    pub status_word: String,
    /// Where it was published, and a remark, where columns say so.
    pub source: String,
    /// The day it became known (YYYY-MM-DD), where the file says it; empty otherwise.
    pub known_at: String,
    /// A remark beside it.
    pub note: String,
    /// Whether it is the whole of the regions beside it (全市, 合计).
    pub whole: bool,
    /// What becomes of it.
    pub outcome: Outcome,
    /// What a person should look at although it is taken.
    pub warnings: Vec<Words>,
}

/// What becomes of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Taken as it stands.
    Taken,
    /// Not taken before a person decides.
    Asked(Words),
    /// Not taken.
    Refused(Words),
    /// The cell says that there is no figure.
    Missing,
}

impl Outcome {
    /// The stable name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Asked(_) => "asked",
            Self::Refused(_) => "refused",
            Self::Missing => "missing",
        }
    }

    /// The reason where there is one.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::Asked(words) | Self::Refused(words) => Some(words),
            Self::Taken | Self::Missing => None,
        }
    }
}

impl Stated {
    /// The dimensions in one text: 城乡=城镇;性别=男.
    pub fn dimension(&self) -> String {
        let parts: Vec<String> =
            self.dimensions.iter().map(|(name, value)| format!("{name}={value}")).collect();
        parts.join(";")
    }

    /// What makes two figures the same statement.
    pub(crate) fn key(&self) -> (String, String, Option<Covered>, Kind, String) {
        (self.indicator.clone(), self.region.clone(), self.covered, self.kind, self.dimension())
    }
}
