//! The cube: dimensions with their codes, and cells with their attributes.

use rust_decimal::Decimal;
use source::Words;

/// Values over a few dimensions, at one moment of knowledge.
#[derive(Clone, Debug, PartialEq)]
pub struct Cube {
    /// Its id, letters that every format takes: `FIGURES`, `TARGETS`.
    pub id: &'static str,
    /// What it holds.
    pub name: Words,
    /// The dimensions; the last one is time.
    pub dimensions: Vec<Dimension>,
    /// The cells in the order of their keys; a key stands once.
    pub cells: Vec<Cell>,
    /// How many figures were left out because a firmer or later one has their key.
    pub superseded: usize,
    /// How many statements were left out because they have no place in time.
    pub timeless: usize,
}

/// A dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// Its id as in SDMX.
    pub id: &'static str,
    /// Its name.
    pub name: Words,
    /// What it is.
    pub role: Role,
    /// Its codes in order.
    pub codes: Vec<Code>,
}

/// What a dimension is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Places.
    Area,
    /// What is measured.
    Measured,
    /// A property of the values.
    Other,
    /// Time.
    Time,
}

/// A code of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Letters, digits, `_` and `-`; for time an SDMX period.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// The unit of all values under it; empty when it says nothing of units.
    pub unit: String,
}

/// A value with what is said of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// The place of its code in each dimension.
    pub key: Vec<usize>,
    /// The value as printed; `None` where only words or a structure were printed.
    pub value: Option<Decimal>,
    /// Upper end of an interval.
    pub upper: Option<Decimal>,
    /// The unit as printed.
    pub unit: String,
    /// Id of one of [`STATUSES`].
    pub status: &'static str,
    /// How the value is meant: `ge`, `le`, ...; empty when it is meant as it stands.
    pub comparator: &'static str,
    /// The words or the structure that were printed in place of a number.
    pub printed: String,
    /// Where it was published.
    pub source: String,
    /// Id of the observation or target.
    pub statement: String,
    /// The day it became known, `2019-03-31`; empty for what the plan itself says.
    pub known_at: String,
    /// Id of the indicator.
    pub indicator: String,
    /// Its name, by which another plan knows it.
    pub name: String,
    /// Name of the region; empty for the plan's own.
    pub area: String,
}

impl Cell {
    /// Digits behind the point of the value as printed.
    pub fn decimals(&self) -> Option<u32> {
        self.value.map(|value| value.scale())
    }
}

impl Cube {
    /// The codes of a cell, one for each dimension.
    pub fn codes<'a>(&'a self, cell: &'a Cell) -> impl Iterator<Item = (&'a Dimension, &'a Code)> {
        let places = self.dimensions.iter().zip(&cell.key);
        places.filter_map(|(dimension, at)| Some((dimension, dimension.codes.get(*at)?)))
    }

    /// The first and the last year of the values; `None` when there are none.
    pub fn years(&self) -> Option<(String, String)> {
        let time = self.dimensions.last()?;
        let year = |code: &Code| code.id.get(..4).map(str::to_owned);
        Some((time.codes.iter().filter_map(year).min()?, time.codes.iter().filter_map(year).max()?))
    }
}

/// What a value is worth: id, and words. The ids are those of the SDMX code list CL_OBS_STATUS.
pub const STATUSES: [(&str, &str, &str); 4] = [
    ("A", "正式数", "normal value"),
    ("P", "初步数", "provisional value"),
    ("E", "估计数", "estimated value"),
    ("F", "预计数或计划数", "forecast or planned value"),
];

/// Something said of a value.
pub struct Attribute {
    /// Its id as in SDMX.
    pub id: &'static str,
    /// Its name in Chinese and English.
    pub name: (&'static str, &'static str),
    /// What it holds.
    pub kind: AttributeKind,
    /// The text of a cell; empty when nothing is said.
    pub of: fn(&Cell) -> String,
}

/// What an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// Text.
    Text,
    /// A decimal number.
    Number,
    /// A whole number.
    Count,
    /// Id of one of [`STATUSES`].
    Status,
    /// A day.
    Day,
}

fn number(value: Option<Decimal>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// All attributes, in the order in which every format writes them.
pub const ATTRIBUTES: [Attribute; 12] = [
    Attribute {
        id: "UNIT_MEASURE",
        name: ("单位", "unit"),
        kind: AttributeKind::Text,
        of: |c| c.unit.clone(),
    },
    Attribute {
        id: "OBS_STATUS",
        name: ("状态", "status"),
        kind: AttributeKind::Status,
        of: |c| c.status.to_owned(),
    },
    Attribute {
        id: "DECIMALS",
        name: ("小数位数", "decimals"),
        kind: AttributeKind::Count,
        of: |c| c.decimals().map(|digits| digits.to_string()).unwrap_or_default(),
    },
    Attribute {
        id: "COMPARATOR",
        name: ("比较", "comparator"),
        kind: AttributeKind::Text,
        of: |c| c.comparator.to_owned(),
    },
    Attribute {
        id: "UPPER",
        name: ("上限", "upper end"),
        kind: AttributeKind::Number,
        of: |c| number(c.upper),
    },
    Attribute {
        id: "PRINTED",
        name: ("原文数值", "as printed"),
        kind: AttributeKind::Text,
        of: |c| c.printed.clone(),
    },
    Attribute {
        id: "SOURCE", name: ("来源", "source"), kind: AttributeKind::Text, of: |c| c.source.clone()
    },
    Attribute {
        id: "OBS_ID", name: ("编号", "id"), kind: AttributeKind::Text, of: |c| c.statement.clone()
    },
    Attribute {
        id: "KNOWN_AT",
        name: ("知晓日", "known at"),
        kind: AttributeKind::Day,
        of: |c| c.known_at.clone(),
    },
    Attribute {
        id: "INDICATOR_ID",
        name: ("指标编号", "indicator id"),
        kind: AttributeKind::Text,
        of: |c| c.indicator.clone(),
    },
    Attribute {
        id: "INDICATOR_NAME",
        name: ("指标名称", "name of the indicator"),
        kind: AttributeKind::Text,
        of: |c| c.name.clone(),
    },
    Attribute {
        id: "AREA_NAME",
        name: ("地区名称", "name of the area"),
        kind: AttributeKind::Text,
        of: |c| c.area.clone(),
    },
];
