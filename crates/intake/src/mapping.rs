//! How a sheet is laid out: which row is the header and what each column holds.

use crate::Cell;
use crate::grid::{Content, Grid};
use crate::header::{role, unit_of_title, without_brackets, year_of_title};
use crate::matching::Names;
use crate::settings::Settings;

/// How one sheet is to be read: proposed from its header, or set by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetMapping {
    /// Name of the sheet; empty for CSV.
    pub sheet: String,
    /// Whether to leave the sheet out.
    pub skip: bool,
    /// Row of the header, from 0.
    pub header: u32,
    /// What the columns hold; columns that are not listed are ignored.
    pub columns: Vec<Column>,
    /// Unit of the whole table (单位：亿元 above it); empty when none is stated.
    pub unit: String,
    /// Year of the whole table (2016年 above it or in the name of the sheet), for rows that name none.
    pub year: Option<i32>,
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Place from 0.
    pub index: u32,
    /// The header as it stands in the file.
    pub header: String,
    /// What it holds.
    pub role: Role,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Name or id of the indicator.
    Indicator,
    /// Region.
    Region,
    /// Year.
    Period,
    /// The figure.
    Value,
    /// Unit of the figure.
    Unit,
    /// How firm it is.
    Status,
    /// Where it was published.
    Source,
    /// The day it became known.
    KnownAt,
    /// Whether that day is an assumption.
    KnownAtAssumed,
    /// What narrows the figure: the header is the dimension (城乡), or the cells are pairs (城乡=城镇).
    Dimension,
    /// A remark.
    Note,
    /// Figures of this year; the indicator stands in another column.
    Year(i32),
    /// Figures of the indicator that the header names; the year stands in another column.
    Figures,
    /// Nothing that is read.
    Ignore,
}

/// How figures are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One figure a row.
    Tidy,
    /// One indicator a row, years as columns.
    YearsAcross,
    /// One year a row, indicators as columns.
    IndicatorsAcross,
}

impl SheetMapping {
    /// How the figures are laid out; `None` when the columns do not make a table that can be read.
    pub fn layout(&self) -> Option<Layout> {
        let has = |wanted: fn(&Role) -> bool| self.columns.iter().any(|c| wanted(&c.role));
        let indicator = has(|r| *r == Role::Indicator);
        let period = has(|r| *r == Role::Period);
        if indicator && (period || self.year.is_some()) && has(|r| *r == Role::Value) {
            Some(Layout::Tidy)
        } else if indicator && has(|r| matches!(r, Role::Year(_))) {
            Some(Layout::YearsAcross)
        } else if period && !indicator && has(|r| *r == Role::Figures) {
            Some(Layout::IndicatorsAcross)
        } else {
            None
        }
    }

    /// The first column with this role.
    pub fn column(&self, role: &Role) -> Option<u32> {
        self.columns.iter().find(|c| c.role == *role).map(|c| c.index)
    }

    /// Changes the role of a column; the proposal is overridden one column at a time.
    pub fn set(&mut self, index: u32, role: Role) {
        match self.columns.iter_mut().find(|c| c.index == index) {
            Some(column) => column.role = role,
            None => self.columns.push(Column { index, header: String::new(), role }),
        }
    }
}

/// How far down a header is looked for.
const HEADER_ROWS: usize = 30;

/// Proposes how to read a sheet; `None` when no row looks like a header.
pub(crate) fn propose(grid: &Grid, names: &Names<'_>, settings: &Settings) -> Option<SheetMapping> {
    let rows = grid.rows.iter().take(HEADER_ROWS);
    let mapping = rows.map(|row| {
        let mut columns: Vec<Column> = Vec::new();
        for (index, content) in &row.cells {
            let role = role(content, &settings.years).unwrap_or(Role::Ignore);
            // Of two columns with one role the first is meant; years may repeat, which the rows then report.
            let taken =
                !matches!(role, Role::Year(_) | Role::Dimension) && columns.iter().any(|c| c.role == role);
            let role = if taken { Role::Ignore } else { role };
            columns.push(Column { index: *index, header: content.text(), role });
        }
        let mut mapping = SheetMapping {
            sheet: grid.sheet.clone(),
            skip: false,
            header: row.index,
            columns,
            unit: String::new(),
            year: year_above(grid, row.index, settings),
        };
        if mapping.layout().is_none() && mapping.column(&Role::Indicator).is_none() {
            name_figures(&mut mapping, names);
        }
        mapping
    });
    let mut mapping = mapping.into_iter().find(|m| m.layout().is_some())?;
    let titles = grid.rows.iter().take_while(|row| row.index < mapping.header).flat_map(|row| &row.cells);
    let unit = titles.filter_map(|(_, content)| match content {
        Content::Text(text) => unit_of_title(text),
        _ => None,
    });
    mapping.unit = unit.last().unwrap_or_default();
    Some(mapping)
}

/// A mapping for a sheet without a header that is understood, for a person to fill in: the fullest of the first rows is
/// taken for the header.
pub(crate) fn undecided(grid: &Grid, settings: &Settings) -> Option<SheetMapping> {
    let rows = grid.rows.iter().take(HEADER_ROWS).filter(|row| !row.cells.is_empty());
    // Of rows equally full the first.
    let header = rows.min_by_key(|row| std::cmp::Reverse(row.cells.len()))?;
    let columns = header.cells.iter().map(|(index, content)| Column {
        index: *index,
        header: content.text(),
        role: role(content, &settings.years).unwrap_or(Role::Ignore),
    });
    Some(SheetMapping {
        sheet: grid.sheet.clone(),
        skip: false,
        header: header.index,
        columns: columns.collect(),
        unit: String::new(),
        year: year_above(grid, header.index, settings),
    })
}

/// The year that the nearest title above a header names, else the name of the sheet, else the settings.
fn year_above(grid: &Grid, header: u32, settings: &Settings) -> Option<i32> {
    let above = grid.rows.iter().take_while(|row| row.index < header).flat_map(|row| &row.cells);
    let titles = above.filter_map(|(_, content)| match content {
        Content::Text(text) => year_of_title(text),
        _ => None,
    });
    let year = titles.last().or_else(|| year_of_title(&grid.sheet)).or(settings.year)?;
    settings.years.contains(&year).then_some(year)
}

/// Columns whose header names an indicator hold its figures.
fn name_figures(mapping: &mut SheetMapping, names: &Names<'_>) {
    for column in mapping.columns.iter_mut().filter(|c| c.role == Role::Ignore) {
        let (name, unit) = without_brackets(&column.header);
        if names.find(name, unit).is_some() || names.find(&column.header, "").is_some() {
            column.role = Role::Figures;
        }
    }
}

/// The cell in the header row of a column.
pub(crate) fn header_cell(mapping: &SheetMapping, column: u32) -> Cell {
    Cell::new(mapping.header, column)
}
