//! Tables of a bulletin: every figure of a row is a result of its year, or of its months.
//!
//! No head names a year there; it says what is counted (产量, 年末数), how it changed (比上年增长), what share it is
//! (比重), of whom (城市, 农村) or of which months (本月, 1—7月).

use plan::{DocumentKind, Measure, Months, Origin};

use super::cell::{self, Content};
use super::grid::Grid;
use super::name::{bare, split_unit, tighten};
use super::{Reading, Row, measure, note_unit};
use crate::frame::{Frame, compact};
use crate::outline::PlacedTable;
use crate::prose::months_in_front;
use crate::statement::Statement;

/// What the figures of a column say of the things named in front.
#[derive(Clone, Debug, Default, PartialEq)]
struct Column {
    at: usize,
    /// A change on the year before, in per cent.
    growth: bool,
    share: bool,
    unit: String,
    /// Words that make another thing of the name: 在校生数 of schools.
    counted: String,
    /// Of whom: 城市, 农村.
    scope: String,
    months: Option<Months>,
}

/// Heads that only say that a value stands below.
const PLAIN: [&str; 14] = [
    "产量",
    "数量",
    "年末数",
    "绝对数",
    "绝对值",
    "总量",
    "数值",
    "指标值",
    "实绩",
    "全年",
    "本年",
    "年末",
    "金额",
    "规模",
];
const GROWTH: [&str; 9] = ["增长", "增减", "涨跌", "增速", "同比", "增幅", "涨幅", "变化率", "±"];
const SHARE: [&str; 3] = ["比重", "占比", "构成"];
const SCOPES: [&str; 12] =
    ["全市", "全省", "全国", "全县", "全区", "城市", "农村", "城镇", "乡村", "市区", "县域", "中心城区"];

/// Reads a table whose first column names things and whose other columns hold figures of the year of a bulletin.
pub(super) fn read(placed: &PlacedTable<'_>, grid: &Grid<'_>, frame: &Frame) -> Option<Reading> {
    let table = placed.table;
    if frame.kind != DocumentKind::Bulletin || table.columns < 2 {
        return None;
    }
    let body = table.head.max(1).min(table.rows);
    let title = compact(table.title.text());
    let columns: Vec<Column> =
        (1..table.columns).filter_map(|at| column(placed, grid, at, body, &title)).collect();
    let unit_column = (1..table.columns).find(|at| grid.heads(*at, body).concat().contains("单位"));
    if columns.is_empty() {
        return None;
    }
    let mut reading = Reading::default();
    let mut whole = String::new();
    for row in body..table.rows {
        let printed = tighten(grid.text(row, 0));
        let plain = printed.trim_start_matches(['#', '＃', '*', ' ']);
        let part = plain.strip_prefix("其中").map(|rest| rest.trim_start_matches(['：', ':', '，']));
        let (name, own_unit) = split_unit(bare(part.unwrap_or(plain)).as_str());
        if name.is_empty() || name.starts_with('注') {
            continue;
        }
        let is_part = part.is_some() || plain.len() < printed.len();
        if !is_part {
            whole.clone_from(&name);
        }
        let row_unit = unit_column.map(|at| tighten(grid.text(row, at))).filter(|unit| !unit.is_empty());
        let row_unit = row_unit.or(Some(own_unit).filter(|unit| !unit.is_empty()));
        let mut rows: Vec<Row> = Vec::new();
        for column in &columns {
            let Some(statement) = statement(placed, grid, row, column, &name, row_unit.as_deref()) else {
                continue;
            };
            match rows.iter_mut().find(|row| row.name == statement.name) {
                Some(row) => row.statements.push(statement),
                None => rows.push(Row {
                    name: statement.name.clone(),
                    completion: false,
                    region: String::new(),
                    parent: if is_part { whole.clone() } else { String::new() },
                    group: String::new(),
                    unit: statement.unit.clone(),
                    nature: None,
                    statements: vec![statement],
                    schedule: Vec::new(),
                    bodies: Vec::new(),
                }),
            }
        }
        reading.rows.extend(rows);
    }
    (!reading.rows.is_empty()).then_some(reading)
}

/// What a column says; `None` for one without figures.
fn column(placed: &PlacedTable<'_>, grid: &Grid<'_>, at: usize, body: usize, title: &str) -> Option<Column> {
    let table = placed.table;
    let head = grid.heads(at, body).concat();
    let cells = (body..table.rows).map(|row| cell::read(grid.text(row, at)));
    let (mut numbers, mut words) = (0, 0);
    for content in cells {
        match content {
            Content::Number(_) => numbers += 1,
            Content::Text(text) if !text.chars().all(|c| "—－-–/…".contains(c)) => words += 1,
            _ => {}
        }
    }
    if numbers == 0 || words > numbers || head.contains("单位") || head.contains("序号") {
        return None;
    }
    let (label, unit) = split_unit(&head);
    let holds = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    let mut column = Column { at, unit, ..Column::default() };
    column.months = months(&label, title);
    column.growth = holds(&GROWTH, &label);
    column.share = !column.growth && holds(&SHARE, &label);
    let year = label.get(..4).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    let plain = PLAIN.contains(&label.as_str()) || year || column.months.is_some() || label.is_empty();
    if column.growth || column.share {
        if column.unit.is_empty() {
            "%".clone_into(&mut column.unit);
        }
    } else if SCOPES.contains(&label.as_str()) {
        column.scope.clone_from(&label);
        // 居民消费价格比上年涨跌幅度: the title says what all columns hold.
        column.growth = holds(&GROWTH, title);
    } else if !plain {
        column.counted = label;
    }
    if column.unit.is_empty() {
        column.unit = note_unit(table);
    }
    if column.unit.is_empty() && column.growth {
        "%".clone_into(&mut column.unit);
    }
    Some(column)
}

/// The months that a head speaks of: 1—7月, 本月 of a title that names it.
fn months(label: &str, title: &str) -> Option<Months> {
    if let Some((months, _)) = months_in_front(label) {
        return Some(months);
    }
    let at = title.find('月').filter(|_| label.starts_with("本月") || label.starts_with("累计"))?;
    let front = title[..at].rsplit('年').next().unwrap_or("");
    let digits = front.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok())?;
    if label.starts_with("本月") { Months::new(digits, digits) } else { Months::through(digits) }
}

fn statement(
    placed: &PlacedTable<'_>,
    grid: &Grid<'_>,
    row: usize,
    column: &Column,
    name: &str,
    row_unit: Option<&str>,
) -> Option<Statement> {
    let Content::Number(number) = cell::read(grid.text(row, column.at)) else { return None };
    let cell = grid.cell(row, column.at)?;
    let span = grid.row_span(row);
    let mut statement = Statement::at(span, Origin::Table, placed.section.clone());
    statement.at = cell.text.full_span().start;
    statement.name = match column.counted.as_str() {
        "" => name.to_owned(),
        // 幼儿园 + 在校生数; a head that repeats the name adds nothing.
        counted if name.contains(counted) => name.to_owned(),
        counted => format!("{name}{counted}"),
    };
    statement.subject = if column.share { format!("{name}比重") } else { statement.name.clone() };
    if column.share {
        statement.name.clone_from(&statement.subject);
    }
    let of_row = row_unit.filter(|_| !column.growth && !column.share);
    let mut units = [of_row.unwrap_or(""), &column.unit, &number.unit].into_iter();
    units.find(|unit| !unit.is_empty()).unwrap_or_default().clone_into(&mut statement.unit);
    statement.measure = if column.growth && statement.unit == "%" {
        Measure::GrowthRate
    } else if column.growth {
        Measure::Change
    } else if column.share {
        Measure::Share
    } else {
        measure(&statement.name, &statement.unit, false)
    };
    statement.scope.clone_from(&column.scope);
    statement.months = column.months;
    statement.value = Some(number.value);
    statement.value_high = number.high;
    statement.comparator = number.comparator;
    statement.past = true;
    Some(statement)
}
