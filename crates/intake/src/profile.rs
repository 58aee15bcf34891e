//! Layouts that a person has confirmed, kept as data and applied to the next file of the same layout.

use crate::block::{Cutter, Merged};
use crate::label::clean;
use crate::mapping::{Column, Role, SheetMapping};
use crate::{Settings, file};
use plan::IndicatorId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a person decided about a layout.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decisions {
    /// Names in the file and the id of their indicator; `None` leaves them out.
    pub names: BTreeMap<String, Option<String>>,
    /// Region of rows that name none.
    pub region: String,
    /// What columns hold, for sheets that were read by columns.
    pub sheets: Vec<Sheet>,
}

/// The columns of one sheet as a person set them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sheet {
    /// Name of the sheet.
    pub sheet: String,
    /// Whether it is left out.
    pub skip: bool,
    /// Row of the header, from 0.
    pub header: u32,
    /// Unit of the whole table.
    pub unit: String,
    /// Column, header, and the stable name of its role.
    pub columns: Vec<(u32, String, String)>,
}

/// Confirmed layouts by fingerprint.
///
/// # Example
/// ```
/// use intake::profile::{Decisions, Profiles, fingerprint};
/// use intake::Settings;
/// let first = "指标,单位,2024年\n甲,亿元,1\n".as_bytes();
/// let next = "指标,单位,2025年\n甲,亿元,2\n乙,亿元,3\n".as_bytes();
/// let print = fingerprint("a.csv", first, &Settings::default());
/// assert_eq!(print, fingerprint("b.csv", next, &Settings::default()));
/// let mut profiles = Profiles::default();
/// profiles.keep(&print, Decisions { region: "云岭市".to_owned(), ..Decisions::default() });
/// let again = Profiles::parse(&profiles.text()).unwrap();
/// assert_eq!(again.apply(&print, Settings::default()).unwrap().region, "云岭市");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profiles(BTreeMap<String, Decisions>);

impl Profiles {
    /// Reads kept layouts.
    ///
    /// # Errors
    /// What is wrong with the text, in English.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    /// The layouts as JSON, the same for the same layouts.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Keeps what was decided about a layout in place of what was decided before.
    pub fn keep(&mut self, fingerprint: &str, decisions: Decisions) {
        self.0.insert(fingerprint.to_owned(), decisions);
    }

    /// The settings with what was decided about a layout; `None` when it is not known. What the settings already say
    /// wins.
    pub fn apply(&self, fingerprint: &str, settings: Settings) -> Option<Settings> {
        let known = self.0.get(fingerprint)?;
        let mut settings = settings;
        for (name, id) in &known.names {
            let id = id.as_deref().map(IndicatorId::from);
            settings.names.entry(name.clone()).or_insert(id);
        }
        if settings.region.is_empty() {
            settings.region.clone_from(&known.region);
        }
        for sheet in &known.sheets {
            if !settings.sheets.iter().any(|own| own.sheet == sheet.sheet) {
                settings.sheets.push(sheet.mapping());
            }
        }
        Some(settings)
    }
}

impl Decisions {
    /// What the settings decide; what is of one file only (its year, its source) is no part of a layout.
    pub fn of(settings: &Settings) -> Self {
        let names = settings
            .names
            .iter()
            .map(|(name, id)| (name.clone(), id.as_ref().map(|id| id.as_str().to_owned())));
        Self {
            names: names.collect(),
            region: settings.region.clone(),
            sheets: settings.sheets.iter().map(Sheet::of).collect(),
        }
    }
}

impl Sheet {
    fn of(mapping: &SheetMapping) -> Self {
        let columns =
            mapping.columns.iter().filter_map(|c| Some((c.index, c.header.clone(), name_of(&c.role)?)));
        Self {
            sheet: mapping.sheet.clone(),
            skip: mapping.skip,
            header: mapping.header,
            unit: mapping.unit.clone(),
            columns: columns.collect(),
        }
    }

    fn mapping(&self) -> SheetMapping {
        let column = |(index, header, role): &(u32, String, String)| Column {
            index: *index,
            header: header.clone(),
            role: role_of(role),
        };
        SheetMapping {
            sheet: self.sheet.clone(),
            skip: self.skip,
            header: self.header,
            columns: self.columns.iter().map(column).collect(),
            unit: self.unit.clone(),
            year: None,
        }
    }
}

const ROLES: [(&str, Role); 13] = [
    ("ignore", Role::Ignore),
    ("indicator", Role::Indicator),
    ("region", Role::Region),
    ("period", Role::Period),
    ("value", Role::Value),
    ("unit", Role::Unit),
    ("status", Role::Status),
    ("source", Role::Source),
    ("known_at", Role::KnownAt),
    ("known_at_assumed", Role::KnownAtAssumed),
    ("dimension", Role::Dimension),
    ("note", Role::Note),
    ("figures", Role::Figures),
];

/// The stable name of a role; a column of one year has none, the next file has another year there.
fn name_of(role: &Role) -> Option<String> {
    ROLES.iter().find(|(_, known)| known == role).map(|(name, _)| (*name).to_owned())
}

fn role_of(name: &str) -> Role {
    ROLES.iter().find(|(known, _)| *known == name).map_or(Role::Ignore, |(_, role)| role.clone())
}

/// What makes two files the same layout: their header texts without digits, sheet by sheet. Years and numbers of tables
/// do not count, nor do the rows below.
pub fn fingerprint(name: &str, bytes: &[u8], settings: &Settings) -> String {
    let grids = file::open(name, bytes, settings, &mut Vec::new());
    // FNV-1a, 64 bits (Fowler, Noll, Vo): short, stable, and no secret depends on it.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |text: &str| {
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for grid in &grids {
        let merged = Merged::of(grid);
        let cutter = Cutter { grid, merged: &merged, years: settings.years.clone() };
        for block in cutter.blocks() {
            for row in block.heads.iter().filter_map(|at| grid.rows.get(*at)) {
                for (column, content) in &row.cells {
                    let text: String =
                        clean(&content.text()).chars().filter(|c| !c.is_ascii_digit()).collect();
                    add(&format!("{column}:{text}\u{1f}"));
                }
                add("\u{1e}");
            }
        }
        add("\u{1d}");
    }
    format!("{hash:016x}")
}
