//! A file as it would be taken in: rows, how they were understood, and what is wrong.

use crate::adopt::{is_plain, read_blocks, take};
use crate::compare;
use crate::file::open;
use crate::grid::Grid;
use crate::mapping::{SheetMapping, propose, undecided};
use crate::matching::Names;
use crate::problem::Problems;
use crate::rows::Sheet;
use crate::{Cell, Kind, Part, Problem, Settings};
use plan::{Dimensions, IndicatorId, Measure, Observation, Plan, Status};
use rust_decimal::Decimal;
use source::{Severity, Words};
use std::collections::BTreeSet;

/// A file as it would be taken in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// Name of the file.
    pub file: String,
    /// How each sheet was understood; can be changed and handed back in [`Settings::sheets`].
    pub sheets: Vec<SheetMapping>,
    /// The rows that were read, in the order of the file.
    pub rows: Vec<PreviewRow>,
    /// What is wrong, in the order of the file.
    pub problems: Vec<Problem>,
}

/// One figure as it would be taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewRow {
    /// Name of the sheet; empty for CSV.
    pub sheet: String,
    /// The cell the figure stands in.
    pub cell: Cell,
    /// The name in the file.
    pub name: String,
    /// The indicator of the plan that it was recognised as.
    pub indicator: IndicatorId,
    /// How it was recognised.
    pub recognised: Recognised,
    /// The region; empty for the plan's own.
    pub region: String,
    /// What narrows it besides the region; none for the whole.
    pub dimensions: Dimensions,
    /// The year.
    pub year: i32,
    /// The part of the year that it covers.
    pub part: Part,
    /// Whether it is of the period, cumulated, or growth.
    pub kind: Kind,
    /// What the value says of the indicator.
    pub measure: Measure,
    /// The value in `unit`; `None` for a structure.
    pub value: Option<Decimal>,
    /// The words of a structure (12:44:44); empty otherwise.
    pub value_text: String,
    /// The unit of the indicator.
    pub unit: String,
    /// The value as it stands in the file.
    pub printed: String,
    /// The unit as it stands in the file; empty when the file states none.
    pub printed_unit: String,
    /// How firm it is.
    pub status: Option<Status>,
    /// Where it was published.
    pub source: String,
    /// The day it became known (YYYY-MM-DD).
    pub known_at: String,
    /// Whether that day is an assumption.
    pub known_at_assumed: bool,
    /// Remark.
    pub note: String,
}

/// How a name was recognised as an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recognised {
    /// A person tied the name to the indicator.
    Chosen,
    /// The id stands in the file.
    Id,
    /// The plan's own name.
    Name,
    /// One of the plan's other names.
    Alias,
    /// The catalogue has both names under one entry.
    Catalogue,
    /// The growth rate of an indicator whose level the plan measures.
    Growth,
}

impl Recognised {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::Id => "id",
            Self::Name => "name",
            Self::Alias => "alias",
            Self::Catalogue => "catalogue",
            Self::Growth => "growth",
        }
    }

    /// For people.
    pub fn words(self) -> Words {
        match self {
            Self::Chosen => Words::new("人工指定", "chosen by hand"),
            Self::Id => Words::new("编号", "by id"),
            Self::Name => Words::new("名称", "by name"),
            Self::Alias => Words::new("别名", "by another name"),
            Self::Catalogue => Words::new("指标目录", "through the catalogue"),
            Self::Growth => Words::new("增速", "as a growth rate"),
        }
    }
}

impl Preview {
    /// How many problems keep the file from being used.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|p| p.severity == Severity::Error).count()
    }

    /// The observations, all of them or none.
    ///
    /// # Errors
    /// The number of errors when there are any: nothing is used before they are gone.
    pub fn accept(&self, plan: &Plan) -> Result<Vec<Observation>, usize> {
        match self.errors() {
            0 => Ok(self.rows.iter().enumerate().map(|(at, row)| row.observation(plan, at)).collect()),
            errors => Err(errors),
        }
    }
}

/// Reads a file of figures for a plan: a workbook, a delimited text, a data set for exchange (SDMX-CSV, JSON-stat, PX) or the
/// tables of a document, found from the content.
///
/// Reading never fails: what cannot be used is a problem with its cell.
///
/// # Example
/// ```
/// use intake::{Settings, read};
/// use plan::{Indicator, Plan};
/// let gdp = Indicator { id: "i0001".into(), name: "地区生产总值".into(), unit: "亿元".into(), ..Indicator::default() };
/// let plan = Plan { indicators: vec![gdp], ..Plan::default() };
/// let preview = read("gdp.csv", "指标,单位,2016年,2017年\nGDP,万元,10328139,—\n".as_bytes(), &plan, &Settings::default());
/// assert_eq!(preview.errors(), 0);
/// assert_eq!(preview.rows[0].value.unwrap().to_string(), "1032.8139");
/// assert_eq!(preview.rows[0].cell.to_string(), "C2");
/// ```
pub fn read(name: &str, bytes: &[u8], plan: &Plan, settings: &Settings) -> Preview {
    let mut preview = Preview { file: name.to_owned(), ..Preview::default() };
    let names = Names::new(plan, &settings.names);
    if let Some(set) = crate::exchange::read(name, bytes, settings) {
        return of_exchange(name, set, plan, &names, settings);
    }
    let grids = open(name, bytes, settings, &mut preview.problems);
    let mut tables = 0;
    let mut empty = Vec::new();
    let mut by_blocks = BTreeSet::new();
    for grid in &grids {
        let set = settings.sheets.iter().find(|s| s.sheet == grid.sheet).cloned();
        let mapping = match set {
            Some(mapping) => Some(mapping),
            // What one row of header words says is read by columns, all else by blocks.
            None => propose(grid, &names, settings).filter(|mapping| is_plain(grid, mapping, settings)),
        };
        let Some(mapping) = mapping else {
            by_blocks.insert(grid.sheet.clone());
            continue;
        };
        tables += 1;
        if !mapping.skip {
            let mut problems = Problems::new(name, &grid.sheet, settings.max_problems);
            let sheet = Sheet::new(name, grid, &mapping, &names, plan, settings);
            preview.rows.extend(sheet.rows(&mut problems));
            preview.problems.extend(problems.finish());
        }
        preview.sheets.push(mapping);
    }
    if !by_blocks.is_empty() {
        let figures = read_blocks(name, &grids, &by_blocks, plan, &names, settings, &mut preview);
        for grid in grids.iter().filter(|grid| by_blocks.contains(&grid.sheet)) {
            if figures.contains(&grid.sheet) {
                tables += 1;
                preview.sheets.extend(undecided(grid, settings));
            } else {
                empty.push(grid);
            }
        }
    }
    compare::parts(name, &preview.rows, plan, settings, &mut preview.problems);
    // Sheets of explanations beside a table are no problem; a file without any table is.
    let unread = preview.problems.iter().any(|p| p.severity == Severity::Error);
    if tables == 0 && !unread {
        let mut problems = Problems::new(name, "", settings.max_problems);
        let (zh, en) = if empty.iter().any(|grid| !grid.rows.is_empty()) {
            (
                "找不到表头：需要“指标、年份、数值”三列，或“指标”加年份列，或“年份”加指标列；也可以在导入页上指定各列",
                "no header was found: give the columns indicator, year and value, or indicator and one column a year, \
                 or year and one column an indicator; or say on the import page what the columns hold",
            )
        } else {
            ("文件中没有数据", "the file holds no data")
        };
        problems.add(Severity::Error, None, zh, en);
        preview.problems.extend(problems.finish());
        preview.sheets.extend(empty.iter().filter_map(|grid| undecided(grid, settings)));
    }
    preview
}

/// A data set for exchange, taken over for a plan.
fn of_exchange(
    name: &str,
    set: crate::exchange::Read,
    plan: &Plan,
    names: &Names<'_>,
    settings: &Settings,
) -> Preview {
    let mut figures = set.figures;
    let mut preview = Preview { file: name.to_owned(), problems: set.problems, ..Preview::default() };
    crate::compare::repeats(name, &mut figures, settings, &mut preview.problems);
    crate::compare::outliers(name, &mut figures, settings, &mut preview.problems);
    take(name, &figures, plan, names, settings, &mut preview);
    if figures.is_empty() && preview.errors() == 0 {
        let mut problems = Problems::new(name, "", settings.max_problems);
        problems.add(Severity::Error, None, "文件中没有数据", "the file holds no data");
        preview.problems.extend(problems.finish());
    }
    preview
}

/// The cells of the first sheet of a CSV or xlsx file as text, by row and column; empty where nothing stands.
///
/// For tables that are no figures, such as a division of labour. A file that cannot be read gives no rows.
///
/// # Example
/// ```
/// let rows = intake::texts("事项,牵头单位\n地区生产总值,市统计局\n".as_bytes());
/// assert_eq!(rows[1], ["地区生产总值", "市统计局"]);
/// ```
pub fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
    all_texts(bytes).into_iter().next().unwrap_or_default()
}

/// The cells of every sheet of a file, or of every table of a document, as [`texts`] gives those of the first.
pub fn all_texts(bytes: &[u8]) -> Vec<Vec<Vec<String>>> {
    // More rows than a plan has items say nothing new, and cells far out are a mistake or an attack.
    const ROWS: u32 = 20_000;
    const COLUMNS: u32 = 100;
    let of_grid = |grid: &Grid| {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in grid.rows.iter().filter(|row| row.index < ROWS) {
            rows.resize(row.index as usize + 1, Vec::new());
            let cells = &mut rows[row.index as usize];
            for (column, content) in row.cells.iter().filter(|(column, _)| *column < COLUMNS) {
                cells.resize(*column as usize + 1, String::new());
                cells[*column as usize] = content.text();
            }
        }
        rows
    };
    open("", bytes, &Settings::default(), &mut Vec::new()).iter().map(of_grid).collect()
}
