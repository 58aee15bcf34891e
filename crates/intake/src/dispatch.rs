//! Sheets of monthly dispatches (调度表): one project a row, under any head of the kind.
//!
//! The head is found by what its cells say (项目名称, 年度计划投资, 累计完成, 形象进度, 存在问题 and their like), over one row or two;
//! money is brought to 亿元 from the unit of the head, the title or the note; rows of sums are held against the rows they sum.

use crate::block::Merged;
use crate::grid::{Content, Grid, Row};
use crate::problem::Problem;
use crate::{Cell, Settings, file};
use rust_decimal::Decimal;
use source::{Severity, Words};
use std::collections::BTreeMap;

/// What a column of a dispatch sheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Number of the row.
    Ordinal,
    /// Name of the project.
    Name,
    /// Unified code.
    Code,
    /// Sector, kind.
    Category,
    /// Body that answers for it.
    Office,
    /// Place.
    Place,
    /// What is built, capacity.
    Capacity,
    /// Stage or kind of building.
    Stage,
    /// First and last year of building.
    Years,
    /// Total investment.
    Investment,
    /// Plan of the year.
    Planned,
    /// Done since the beginning of the year.
    Done,
    /// Stated rate of completion of the year, in per cent.
    Stated,
    /// What can be seen.
    Progress,
    /// What is in the way.
    Problem,
    /// What must be decided.
    Need,
}

/// Words of heads, the longer before the shorter; the first that a head contains counts. `None` leaves a column alone.
const HEADS: [(&str, Option<Field>); 58] = [
    ("项目代码", Some(Field::Code)),
    ("统一代码", Some(Field::Code)),
    ("赋码", Some(Field::Code)),
    ("项目名称", Some(Field::Name)),
    ("工程名称", Some(Field::Name)),
    ("序号", Some(Field::Ordinal)),
    ("编号", Some(Field::Ordinal)),
    ("完成率", Some(Field::Stated)),
    ("占年度计划", Some(Field::Stated)),
    ("占年计划", Some(Field::Stated)),
    ("完成比例", Some(Field::Stated)),
    ("完成计划%", Some(Field::Stated)),
    ("完成%", Some(Field::Stated)),
    ("存在问题", Some(Field::Problem)),
    ("存在的问题", Some(Field::Problem)),
    ("主要问题", Some(Field::Problem)),
    ("困难", Some(Field::Problem)),
    ("问题", Some(Field::Problem)),
    ("协调", Some(Field::Need)),
    ("需解决", Some(Field::Need)),
    ("建议", Some(Field::Need)),
    ("形象进度", Some(Field::Progress)),
    ("进展情况", Some(Field::Progress)),
    ("工程进度", Some(Field::Progress)),
    ("建设进度", Some(Field::Progress)),
    ("进展", Some(Field::Progress)),
    ("当月完成", None),
    ("本月完成", None),
    ("开工以来", None),
    ("开工至", None),
    ("自开工", None),
    ("累计完成", Some(Field::Done)),
    ("实际完成", Some(Field::Done)),
    ("完成投资", Some(Field::Done)),
    ("已完成", Some(Field::Done)),
    ("年度计划", Some(Field::Planned)),
    ("年计划", Some(Field::Planned)),
    ("计划完成", Some(Field::Planned)),
    ("当年计划", Some(Field::Planned)),
    ("年投资计划", Some(Field::Planned)),
    ("计划投资", Some(Field::Planned)),
    ("总投资", Some(Field::Investment)),
    ("概算投资", Some(Field::Investment)),
    ("投资总额", Some(Field::Investment)),
    ("建设性质", Some(Field::Stage)),
    ("项目阶段", Some(Field::Stage)),
    ("阶段", Some(Field::Stage)),
    ("状态", Some(Field::Stage)),
    ("建设规模", Some(Field::Capacity)),
    ("建设内容", Some(Field::Capacity)),
    ("起止", Some(Field::Years)),
    ("建设年限", Some(Field::Years)),
    ("建设期", Some(Field::Years)),
    ("责任单位", Some(Field::Office)),
    ("牵头单位", Some(Field::Office)),
    ("主管部门", Some(Field::Office)),
    ("地点", Some(Field::Place)),
    ("类别", Some(Field::Category)),
];

/// One project of a sheet. Money in 亿元.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dispatched {
    /// Sheet and row (from 1).
    pub place: String,
    /// Its texts by field.
    pub texts: BTreeMap<Field, String>,
    /// Its money and its rate by field.
    pub amounts: BTreeMap<Field, Decimal>,
    /// Years of building.
    pub years: (Option<i32>, Option<i32>),
}

impl Dispatched {
    /// The text of a field; empty when there is none.
    pub fn text(&self, field: Field) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }
}

/// What a file of dispatches says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The projects in the order of the file.
    pub rows: Vec<Dispatched>,
    /// What is wrong or noteworthy; an error keeps the file from being taken in.
    pub problems: Vec<Problem>,
    /// The month that a title names, as 2026-05.
    pub month: Option<String>,
}

impl Sheet {
    /// How many problems keep the file from being taken in.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }
}

/// Reads a sheet of dispatches from a workbook, csv, or the tables of a document.
///
/// # Example
/// ```
/// use intake::dispatch::{Field, read};
/// let text = "重点项目2026年1-5月调度表,,,,单位：万元\n序号,项目名称,总投资,年度计划投资,累计完成投资,形象进度\n1,东湖大桥,76000,20000,8600,主墩完成\n合计,,76000,20000,8600,\n";
/// let sheet = read("a.csv", text.as_bytes());
/// assert_eq!((sheet.rows.len(), sheet.errors(), sheet.month.as_deref()), (1, 0, Some("2026-05")));
/// assert_eq!(sheet.rows[0].amounts[&Field::Investment].to_string(), "7.6000");
/// ```
pub fn read(name: &str, bytes: &[u8]) -> Sheet {
    let mut sheet = Sheet::default();
    let grids = file::open(name, bytes, &Settings::default(), &mut sheet.problems);
    for grid in grids.iter().filter(|grid| !grid.hidden) {
        of_grid(name, grid, &mut sheet);
    }
    if sheet.rows.is_empty() && sheet.errors() == 0 {
        sheet.problems.push(problem(
            name,
            "",
            None,
            Severity::Error,
            Words::new(
                "没有找到项目调度表：表头要有“项目名称”和至少一列投资或进展（如“年度计划投资”“累计完成投资”“形象进度”）",
                "no table of dispatches was found: its head needs 项目名称 and a column of investment or progress (年度计划投资, 累计完成投资, 形象进度)",
            ),
        ));
    }
    sheet
}

fn problem(file: &str, sheet: &str, cell: Option<Cell>, severity: Severity, words: Words) -> Problem {
    Problem { file: file.to_owned(), sheet: sheet.to_owned(), cell, severity, words }
}

/// Rows of a head: at most this many are put together.
const HEAD_ROWS: usize = 3;

fn of_grid(name: &str, grid: &Grid, sheet: &mut Sheet) {
    let Some((first, body, columns)) = head(grid) else { return };
    let mut notes: Vec<String> = grid.above.clone();
    let texts = |rows: &[Row]| -> Vec<String> {
        rows.iter().flat_map(|row| row.cells.iter().map(|(_, cell)| cell.text())).collect()
    };
    notes.extend(texts(grid.rows.get(..first).unwrap_or_default()));
    let unit = notes.iter().find_map(|note| unit_of(note));
    notes.extend(texts(grid.rows.get(first..body).unwrap_or_default()));
    notes.extend([grid.sheet.clone(), name.to_owned()]);
    sheet.month = sheet.month.take().or_else(|| notes.iter().find_map(|note| month(note)));
    // A unit above the head goes before one that a single column of it names.
    let general = unit.or_else(|| notes.iter().find_map(|note| unit_of(note))).unwrap_or(Decimal::ONE);
    let mut sums = Sums::default();
    for row in grid.rows.iter().skip(body).filter(|row| !grid.hidden_rows.contains(&row.index)) {
        let cell_of = |field: Field| columns.iter().find(|column| column.field == field);
        let label = cell_of(Field::Name).map(|column| row.text(column.index)).unwrap_or_default();
        let first = row.cells.first().map(|(_, cell)| cell.text()).unwrap_or_default();
        let named =
            |word: &str| label.replace(' ', "").starts_with(word) || first.replace(' ', "").starts_with(word);
        let is_sum = ["合计", "总计", "小计", "总 计"].iter().any(|word| named(word));
        let (amounts, wrong) = amounts(row, &columns, general);
        for (column, text) in wrong {
            sheet.problems.push(problem(
                name,
                &grid.sheet,
                Some(Cell::new(row.index, column)),
                Severity::Error,
                Words::new(format!("“{text}”不是数"), format!("“{text}” is no number")),
            ));
        }
        if is_sum {
            for (field, printed, found) in sums.differ(&amounts, named("小计")) {
                let column = cell_of(field).map_or(0, |column| column.index);
                sheet.problems.push(problem(
                    name,
                    &grid.sheet,
                    Some(Cell::new(row.index, column)),
                    Severity::Warning,
                    Words::new(
                        format!("合计{printed}与各项之和{found}不符（亿元）"),
                        format!("the sum {printed} is not what its rows give, {found} (亿元)"),
                    ),
                ));
            }
            continue;
        }
        let alone =
            || columns.iter().all(|column| column.field == Field::Name || row.text(column.index).is_empty());
        if label.is_empty() || (amounts.is_empty() && alone()) {
            continue;
        }
        sums.add(&amounts);
        sheet.rows.push(dispatched(grid, row, &columns, label, amounts));
    }
}

struct Column {
    index: u32,
    field: Field,
    /// What one of its units is in 亿元; `None` when the head says nothing.
    unit: Option<Decimal>,
}

/// The first rows that read like a head: where it begins, where the body begins, and its columns.
fn head(grid: &Grid) -> Option<(usize, usize, Vec<Column>)> {
    let merged = Merged::of(grid);
    for first in 0..grid.rows.len().min(30) {
        for depth in (1..=HEAD_ROWS).rev() {
            let rows = grid.rows.get(first..first + depth)?;
            // Every row of a head says something of it; a row of a body is left out of it.
            if rows.iter().skip(1).any(|row| numbers(row) > 0) {
                continue;
            }
            let columns = columns(grid, rows, &merged);
            let has = |field: Field| columns.iter().any(|column| column.field == field);
            let tells =
                [Field::Done, Field::Planned, Field::Progress, Field::Investment].into_iter().any(has);
            if has(Field::Name) && tells && rows.iter().all(|row| row.cells.len() > 1) {
                return Some((first, first + depth, columns));
            }
        }
    }
    None
}

/// How many cells of a row hold a number; in delimited text numbers are texts.
fn numbers(row: &Row) -> usize {
    let counts = |cell: &Content| match cell {
        Content::Number(_) | Content::Percent(_) => true,
        Content::Text(text) => bare(text).parse::<Decimal>().is_ok(),
        _ => false,
    };
    row.cells.iter().filter(|(_, cell)| counts(cell)).count()
}

/// A printed number without its sign of per cent, its separators and spaces.
fn bare(text: &str) -> String {
    text.trim().trim_end_matches(['%', '％']).chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect()
}

fn columns(grid: &Grid, rows: &[Row], merged: &Merged) -> Vec<Column> {
    let mut indexes: Vec<u32> =
        rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
    indexes.sort_unstable();
    indexes.dedup();
    let mut taken: Vec<Field> = Vec::new();
    let mut found = Vec::new();
    for index in indexes {
        let mut words = String::new();
        for row in rows {
            let cell = merged.first(Cell::new(row.index, index));
            words.push_str(&grid.get(cell).map(Content::text).unwrap_or_default());
        }
        let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        let field = HEADS.iter().find(|(word, _)| words.contains(word)).and_then(|(_, field)| *field);
        let field = field.or_else(|| matches!(words.as_str(), "项目" | "名称").then_some(Field::Name));
        // Of two columns that read alike the first counts: what comes after is a part of it.
        let Some(field) = field.filter(|field| !taken.contains(field)) else { continue };
        taken.push(field);
        found.push(Column { index, field, unit: unit_of(&words) });
    }
    found
}

/// What the unit in a text is in 亿元.
fn unit_of(text: &str) -> Option<Decimal> {
    if text.contains("亿元") {
        Some(Decimal::ONE)
    } else if text.contains("万元") {
        Some(Decimal::new(1, 4))
    } else if text.contains("单位：元") || text.contains("（元）") || text.contains("(元)") {
        Some(Decimal::new(1, 8))
    } else {
        None
    }
}

/// The last month of a title: 2026年1-5月 is 2026-05.
fn month(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (before, after) = text.split_once('年')?;
    let year: String =
        before.chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>().into_iter().rev().collect();
    let (span, _) = after.split_once('月')?;
    let digits: String =
        span.chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>().into_iter().rev().collect();
    let number: u32 = digits.parse().ok().filter(|month| (1..=12).contains(month))?;
    (year.len() == 4).then(|| format!("{year}-{number:02}"))
}

const MONEY: [Field; 3] = [Field::Investment, Field::Planned, Field::Done];

/// The money (亿元) and the rate of a row, and the cells that should hold one and do not.
fn amounts(
    row: &Row,
    columns: &[Column],
    general: Decimal,
) -> (BTreeMap<Field, Decimal>, Vec<(u32, String)>) {
    let (mut amounts, mut wrong) = (BTreeMap::new(), Vec::new());
    for column in
        columns.iter().filter(|column| MONEY.contains(&column.field) || column.field == Field::Stated)
    {
        let value = match row.get(column.index) {
            None | Some(Content::Uncomputed) => continue,
            Some(Content::Number(number) | Content::Percent(number)) => Some(*number),
            Some(other) => {
                let text = other.text();
                if ["", "/", "-", "—", "--", "——", "无", "…"].contains(&text.as_str()) {
                    continue;
                }
                bare(&text).parse::<Decimal>().ok()
            }
        };
        match value {
            Some(value) if column.field == Field::Stated => {
                // A share of one is a rate that was not shown in per cent.
                let share = matches!(row.get(column.index), Some(Content::Number(number)) if *number <= Decimal::TWO && number.scale() > 2);
                amounts.insert(
                    column.field,
                    if share { (value * Decimal::ONE_HUNDRED).normalize() } else { value },
                );
            }
            Some(value) => {
                let unit = column.unit.unwrap_or(general);
                match value.checked_mul(unit) {
                    Some(money) => {
                        amounts.insert(column.field, money);
                    }
                    None => wrong.push((column.index, value.to_string())),
                }
            }
            None => wrong.push((column.index, row.text(column.index))),
        }
    }
    (amounts, wrong)
}

fn dispatched(
    grid: &Grid,
    row: &Row,
    columns: &[Column],
    name: String,
    amounts: BTreeMap<Field, Decimal>,
) -> Dispatched {
    let mut texts = BTreeMap::new();
    texts.insert(Field::Name, name);
    let mut years = (None, None);
    for column in columns.iter().filter(|column| !amounts.contains_key(&column.field)) {
        let text = row.text(column.index);
        if column.field == Field::Years {
            let mut found = text
                .split(|c: char| !c.is_ascii_digit())
                .filter(|part| part.len() == 4)
                .filter_map(|part| part.parse().ok());
            let first = found.next();
            years = (first, found.next().or(first));
        } else if column.field != Field::Name && !text.is_empty() && !MONEY.contains(&column.field) {
            texts.insert(column.field, text);
        }
    }
    let place = Cell::new(row.index, columns.first().map_or(0, |column| column.index)).of_sheet(&grid.sheet);
    Dispatched { place, texts, amounts, years }
}

/// What rows add up to, since the beginning and since the last part sum.
#[derive(Default)]
struct Sums {
    all: BTreeMap<Field, Decimal>,
    part: BTreeMap<Field, Decimal>,
}

impl Sums {
    fn add(&mut self, amounts: &BTreeMap<Field, Decimal>) {
        for field in MONEY {
            let Some(amount) = amounts.get(&field) else { continue };
            for sums in [&mut self.all, &mut self.part] {
                *sums.entry(field).or_default() += *amount;
            }
        }
    }

    /// The fields whose printed sum is not what the rows give; sums above the rows they sum have nothing to be held against yet.
    fn differ(&mut self, printed: &BTreeMap<Field, Decimal>, part: bool) -> Vec<(Field, Decimal, Decimal)> {
        let sums = if part { std::mem::take(&mut self.part) } else { self.all.clone() };
        MONEY
            .into_iter()
            .filter_map(|field| {
                let (printed, found) = (printed.get(&field)?, sums.get(&field)?);
                let half = Decimal::new(5, printed.normalize().scale().min(20) + 1);
                ((*printed - *found).abs() > half).then(|| (field, printed.normalize(), found.normalize()))
            })
            .collect()
    }
}
