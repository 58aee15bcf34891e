//! Sheets of monthly dispatches (调度表): one project a row, under any head of the kind.
//!
//! The head is found by what its cells say (项目名称, 年度计划投资, 累计完成, 形象进度, 存在问题 and their like), over one row or two;
//! money is brought to 亿元 from the unit of the head, the title or the note; rows of sums are held against the rows they sum.

mod sums;

use crate::block::Merged;
use crate::grid::{Content, Grid, Row};
use crate::problem::Problem;
use crate::{Cell, Settings, file};
use rust_decimal::Decimal;
use source::{Severity, Words};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use sums::{Level, Sums};

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
    /// The matter that was approved (用地预审, 施工许可).
    Step,
    /// How it was decided.
    Result,
    /// On which day.
    Day,
    /// The body that decided.
    Approver,
    /// Number of its document.
    Document,
}

impl Field {
    const ALL: [(&'static str, Self); 21] = [
        ("ordinal", Self::Ordinal),
        ("name", Self::Name),
        ("code", Self::Code),
        ("category", Self::Category),
        ("office", Self::Office),
        ("place", Self::Place),
        ("capacity", Self::Capacity),
        ("stage", Self::Stage),
        ("years", Self::Years),
        ("investment", Self::Investment),
        ("planned", Self::Planned),
        ("done", Self::Done),
        ("stated", Self::Stated),
        ("progress", Self::Progress),
        ("problem", Self::Problem),
        ("need", Self::Need),
        ("step", Self::Step),
        ("result", Self::Result),
        ("day", Self::Day),
        ("approver", Self::Approver),
        ("document", Self::Document),
    ];

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, field)| field)
    }
}

/// Words of heads, the longer before the shorter; the first that a head contains counts. `None` leaves a column alone.
static HEADS: LazyLock<Vec<(&str, Option<Field>)>> = LazyLock::new(|| {
    let lines = include_str!("../data/dispatch-heads.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(words, field)| (words, Field::parse(field)))
        .collect()
});

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
    /// Whether its rows are approvals (事项, 项目代码, 审批结果, 日期) and not dispatches.
    pub approvals: bool,
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
    sheet.approvals |= columns.iter().any(|column| column.field == Field::Step);
    // A unit above the head goes before one that a single column of it names.
    let general = unit.or_else(|| notes.iter().find_map(|note| unit_of(note))).unwrap_or(Decimal::ONE);
    let mut sums = Sums::default();
    let mut group = String::new();
    for row in grid.rows.iter().skip(body).filter(|row| !grid.hidden_rows.contains(&row.index)) {
        let (amounts, wrong) = amounts(row, &columns, general);
        for (column, words) in wrong {
            let cell = Some(Cell::new(row.index, column));
            sheet.problems.push(problem(name, &grid.sheet, cell, Severity::Error, words));
        }
        let texts = Texts::of(row, &columns);
        match texts.kind() {
            Kind::Sum(level) => sums.printed(level, row.index, amounts),
            Kind::Group(level, title) => {
                group = title;
                sums.printed(level, row.index, amounts);
            }
            Kind::Nothing => {}
            Kind::Project if amounts.is_empty() && Texts::is_alone(row, &columns) => {}
            Kind::Project => {
                sums.add(&amounts);
                let mut one = dispatched(grid, row, &columns, texts.label, amounts);
                // Rows under a heading are of its kind where no column says so.
                if !group.is_empty() {
                    one.texts.entry(Field::Category).or_insert_with(|| group.clone());
                }
                sheet.rows.push(one);
            }
        }
    }
    for odd in sums.differ() {
        let column = columns.iter().find(|column| column.field == odd.field).map_or(0, |column| column.index);
        let cell = Some(Cell::new(odd.row, column));
        let words = Words::new(
            format!("{}{}与各项之和{}不符（亿元）", odd.level.zh(), odd.printed, odd.found),
            format!("the sum {} is not what its rows give, {} (亿元)", odd.printed, odd.found),
        );
        sheet.problems.push(problem(name, &grid.sheet, cell, Severity::Warning, words));
    }
}

/// What a row of the body is by its first words.
enum Kind {
    Project,
    /// 合计, 小计.
    Sum(Level),
    /// 一、交通项目: the heading of what follows.
    Group(Level, String),
    Nothing,
}

/// The words by which a row is known.
struct Texts {
    ordinal: String,
    label: String,
    first: String,
    code: String,
}

impl Texts {
    fn of(row: &Row, columns: &[Column]) -> Self {
        let of = |field: Field| {
            columns
                .iter()
                .find(|column| column.field == field)
                .map(|column| row.text(column.index))
                .unwrap_or_default()
        };
        Self {
            ordinal: of(Field::Ordinal),
            label: of(Field::Name),
            first: row.cells.first().map(|(_, cell)| cell.text()).unwrap_or_default(),
            code: of(Field::Code),
        }
    }

    fn kind(&self) -> Kind {
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let (label, first) = (bare(&self.label), bare(&self.first));
        let named = |word: &str| label.starts_with(word) || first.starts_with(word);
        if named("小计") {
            return Kind::Sum(Level::Part);
        }
        if ["合计", "总计", "共计"].into_iter().any(named) {
            return Kind::Sum(Level::Total);
        }
        if let Some((level, title)) =
            heading(&bare(&self.ordinal), if label.is_empty() { &first } else { &label })
        {
            return Kind::Group(level, title);
        }
        if label.is_empty() && self.code.is_empty() { Kind::Nothing } else { Kind::Project }
    }

    /// Whether a row says nothing but a name: a heading without a number.
    fn is_alone(row: &Row, columns: &[Column]) -> bool {
        columns.iter().all(|column| column.field == Field::Name || row.text(column.index).is_empty())
    }
}

/// The heading of a group: 一 beside its title, 一、交通项目, （二）水利项目（5个）; its level and its bare title.
fn heading(ordinal: &str, label: &str) -> Option<(Level, String)> {
    let numeral = |text: &str| !text.is_empty() && text.chars().all(|c| "一二三四五六七八九十".contains(c));
    let bracketed = |text: &str| {
        let inner = text.strip_prefix(['（', '('])?;
        let (number, rest) = inner.split_once(['）', ')'])?;
        numeral(number).then(|| rest.to_owned())
    };
    let (level, title) = if numeral(ordinal.trim_end_matches(['、', '.', '．'])) {
        (Level::First, label.to_owned())
    } else if bracketed(ordinal).is_some() {
        (Level::Second, label.to_owned())
    } else if let Some(rest) = bracketed(label) {
        (Level::Second, rest)
    } else {
        let (number, rest) = label.split_once(['、', '．'])?;
        numeral(number).then(|| (Level::First, rest.to_owned()))?
    };
    // 交通项目（12个） and 交通项目小计 are 交通项目.
    let title = title
        .split(['（', '(', '，', '：'])
        .next()
        .unwrap_or("")
        .trim_end_matches("小计")
        .trim_end_matches("合计");
    Some((level, title.to_owned()))
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
            let approves = has(Field::Step) && (has(Field::Result) || has(Field::Day));
            let named = has(Field::Name) && tells || approves && (has(Field::Name) || has(Field::Code));
            if named && rows.iter().all(|row| row.cells.len() > 1) {
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
        Content::Date(_) => true,
        Content::Text(text) => bare(text).parse::<Decimal>().is_ok() || is_code_or_day(text),
        _ => false,
    };
    row.cells.iter().filter(|(_, cell)| counts(cell)).count()
}

/// Whether a text is a code or a day, as rows of a body have them: 2105-000000-48-01-123456, 2026年5月31日. 2026年1-5月 is a head.
fn is_code_or_day(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 6
        && !text.ends_with('月')
        && text.chars().all(|c| c.is_ascii_digit() || "-/.年月日".contains(c))
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
        let field = field.or(match words.as_str() {
            "项目" | "名称" => Some(Field::Name),
            "代码" => Some(Field::Code),
            "事项" => Some(Field::Step),
            "结果" => Some(Field::Result),
            "日期" | "时间" => Some(Field::Day),
            _ => None,
        });
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

/// Whether a cell is filled in to say that there is nothing.
fn is_blank(text: &str) -> bool {
    ["", "/", "-", "—", "--", "——", "无", "…"].contains(&text)
}

/// A day in any usual way of writing, as 2026-05-31.
fn day_of(text: &str) -> Option<String> {
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).take(3).collect();
    let (year, month, day) = match numbers.as_slice() {
        [year, month, day] => (*year, *month, *day),
        [one] if one.len() == 8 => (one.get(..4)?, one.get(4..6)?, one.get(6..)?),
        _ => return None,
    };
    let date = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (date.year() >= 1949).then(|| date.to_string())
}

const MONEY: [Field; 3] = [Field::Investment, Field::Planned, Field::Done];

/// The money (亿元) and the rate of a row, and the cells that should hold one and do not.
fn amounts(row: &Row, columns: &[Column], general: Decimal) -> (BTreeMap<Field, Decimal>, Vec<(u32, Words)>) {
    let (mut amounts, mut wrong) = (BTreeMap::new(), Vec::new());
    let no_number = |text: &str| Words::new(format!("“{text}”不是数"), format!("“{text}” is no number"));
    for column in columns.iter().filter(|column| column.field == Field::Day) {
        let text = row.text(column.index);
        if !is_blank(&text) && day_of(&text).is_none() {
            let words = Words::new(
                format!("“{text}”不是日期，请写成 2026-05-31"),
                format!("“{text}” is no day; write it like 2026-05-31"),
            );
            wrong.push((column.index, words));
        }
    }
    for column in
        columns.iter().filter(|column| MONEY.contains(&column.field) || column.field == Field::Stated)
    {
        let value = match row.get(column.index) {
            None | Some(Content::Uncomputed) => continue,
            Some(Content::Number(number) | Content::Percent(number)) => Some(*number),
            Some(other) => {
                let text = other.text();
                if is_blank(&text) {
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
                    None => wrong.push((column.index, no_number(&value.to_string()))),
                }
            }
            None => wrong.push((column.index, no_number(&row.text(column.index)))),
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
        } else if column.field == Field::Day {
            texts.extend(day_of(&text).map(|day| (Field::Day, day)));
        } else if column.field != Field::Name && !text.is_empty() && !MONEY.contains(&column.field) {
            texts.insert(column.field, text);
        }
    }
    let place = Cell::new(row.index, columns.first().map_or(0, |column| column.index)).of_sheet(&grid.sheet);
    Dispatched { place, texts, amounts, years }
}
