//! Aims of a year (年度工作目标): read from lists (分工表) and from documents that say what a year is to bring, and tied to what a
//! plan says.
//!
//! A list is any table whose head names what is to be done and who does it; a division of duties or a work report is compiled first.
//! A person confirms each row: nothing here decides.

mod day;
mod said;
mod tie;

pub use day::last_day;
pub use said::of_document;
pub use tie::{Tie, Ties};

use crate::block::Merged;
use crate::grid::{Content, Grid, Row};
use crate::problem::Problem;
use crate::{Cell, Settings, file};
use jiff::civil::Date;
use source::{Severity, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Something that is to be reached in a year, as a file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Where it stands: sheet and cell, or line.
    pub place: String,
    /// What is to be reached.
    pub title: String,
    /// What of the plan it belongs to, in the words of the file; empty where it says nothing of it.
    pub item: String,
    /// The indicator of the plan whose figure it states; empty for none.
    pub indicator: String,
    /// The bodies in the lead, as written.
    pub lead: Vec<String>,
    /// The bodies that help, as written.
    pub support: Vec<String>,
    /// What is done to reach it.
    pub measures: Vec<ListedMeasure>,
}

/// A measure as a file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedMeasure {
    /// What is done.
    pub text: String,
    /// Who does it, as written; empty where nobody is named.
    pub office: String,
    /// The day by which it is to be done.
    pub due: Option<Date>,
}

/// What a list says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// In the order of the file.
    pub rows: Vec<Listed>,
    /// What is wrong or noteworthy.
    pub problems: Vec<Problem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Ordinal,
    Aim,
    Task,
    Item,
    Lead,
    Responsible,
    Support,
    Measure,
    Doer,
    Due,
}

/// Words of heads; `None` for what is not read.
static HEADS: LazyLock<Vec<(&str, Option<Field>)>> = LazyLock::new(|| {
    let field = |name: &str| {
        Some(match name {
            "ordinal" => Field::Ordinal,
            "aim" => Field::Aim,
            "task" => Field::Task,
            "item" => Field::Item,
            "lead" => Field::Lead,
            "responsible" => Field::Responsible,
            "support" => Field::Support,
            "measure" => Field::Measure,
            "doer" => Field::Doer,
            "due" => Field::Due,
            _ => return None,
        })
    };
    let lines = include_str!("../../data/yearly-heads.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).map(|(words, name)| (words, field(name))).collect()
});

/// Reads a list from a workbook, csv, or the tables of a document; `year` is that of days without one. No rows where no table has a head
/// that names what is to be done and who does it.
///
/// # Example
/// ```
/// let text = "年度目标,牵头单位,配合单位,措施,完成时限\n新建高中2所,市教育局,市财政局,完成选址,6月底前\n,,,主体开工,2026-10-31\n";
/// let list = intake::yearly::read("a.csv", text.as_bytes(), 2026);
/// assert_eq!((list.rows.len(), list.rows[0].measures.len()), (1, 2));
/// assert_eq!(list.rows[0].measures[0].due.unwrap().to_string(), "2026-06-30");
/// ```
pub fn read(name: &str, bytes: &[u8], year: i16) -> List {
    let mut list = List::default();
    let mut found = Vec::new();
    let grids = file::open(name, bytes, &Settings::default(), &mut found);
    for grid in grids.iter().filter(|grid| !grid.hidden) {
        of_grid(name, grid, year, &mut list);
    }
    // What is odd about a file that holds no list says nothing: it may be a document.
    if !list.rows.is_empty() {
        found.append(&mut list.problems);
        list.problems = found;
    }
    list
}

struct Columns {
    fields: BTreeMap<Field, u32>,
    /// Words of heads over columns that are not read.
    others: Vec<String>,
}

impl Columns {
    fn of(grid: &Grid, rows: &[Row], merged: &Merged) -> Self {
        let indexes: BTreeSet<u32> =
            rows.iter().flat_map(|row| row.cells.iter().map(|(column, _)| *column)).collect();
        let mut columns = Self { fields: BTreeMap::new(), others: Vec::new() };
        for index in indexes {
            let mut words = String::new();
            for row in rows {
                let cell = merged.first(Cell::new(row.index, index));
                words.push_str(&grid.get(cell).map(Content::text).unwrap_or_default());
            }
            let bare: String = words.chars().filter(|c| !c.is_whitespace()).collect();
            let lower = words.trim().to_lowercase();
            let known = HEADS.iter().find(|(word, _)| bare.contains(word) || lower.contains(word));
            match known.and_then(|(_, field)| *field) {
                Some(field) if !columns.fields.contains_key(&field) => {
                    columns.fields.insert(field, index);
                }
                _ if bare.is_empty() => {}
                _ => columns.others.push(words),
            }
        }
        columns
    }

    /// The column that says what is to be reached: an aim before the task it belongs to.
    fn title(&self) -> Option<u32> {
        self.fields.get(&Field::Aim).or_else(|| self.fields.get(&Field::Task)).copied()
    }

    /// The column that says what of the plan it belongs to.
    fn item(&self) -> Option<u32> {
        let beside = self.fields.get(&Field::Task).filter(|_| self.fields.contains_key(&Field::Aim));
        self.fields.get(&Field::Item).or(beside).copied()
    }

    fn lead(&self) -> Option<u32> {
        self.fields.get(&Field::Lead).or_else(|| self.fields.get(&Field::Responsible)).copied()
    }

    /// Beside a leader the responsible ones take part.
    fn support(&self) -> Vec<u32> {
        let beside = self.fields.get(&Field::Responsible).filter(|_| self.fields.contains_key(&Field::Lead));
        beside.into_iter().chain(self.fields.get(&Field::Support)).copied().collect()
    }

    fn is_list(&self) -> bool {
        self.title().is_some() && self.lead().is_some()
    }
}

/// The first rows that read like a head: where the body begins, and the columns.
fn head(grid: &Grid, merged: &Merged) -> Option<(usize, Columns)> {
    /// A head may stand on two rows, under titles and notes.
    const DEPTHS: [usize; 2] = [1, 2];
    for first in 0..grid.rows.len().min(20) {
        for depth in DEPTHS {
            let rows = grid.rows.get(first..first + depth)?;
            let columns = Columns::of(grid, rows, merged);
            if columns.is_list() && rows.iter().all(|row| row.cells.len() > 1) {
                return Some((first + depth, columns));
            }
        }
    }
    None
}

fn of_grid(name: &str, grid: &Grid, year: i16, list: &mut List) {
    let merged = Merged::of(grid);
    let Some((body, columns)) = head(grid, &merged) else { return };
    let problem = |cell: Option<Cell>, words: Words| Problem {
        file: name.to_owned(),
        sheet: grid.sheet.clone(),
        cell,
        severity: Severity::Note,
        words,
    };
    if !columns.others.is_empty() {
        let (zh, en) = (columns.others.join("、"), columns.others.join(", "));
        let words = Words::new(format!("未读入的列：{zh}"), format!("columns that are not read: {en}"));
        list.problems.push(problem(None, words));
    }
    let before = list.rows.len();
    for row in grid.rows.iter().skip(body).filter(|row| !grid.hidden_rows.contains(&row.index)) {
        let text = |column: Option<u32>| {
            let cell = column.map(|column| merged.first(Cell::new(row.index, column)));
            cell.and_then(|cell| grid.get(cell)).map(Content::text).unwrap_or_default()
        };
        // A cell of the head that reaches down to here: a further row of the head.
        let is_head = columns.title().is_some_and(|column| {
            let cell = Cell::new(row.index, column);
            merged.covers(cell)
                && grid.rows.get(body).is_some_and(|first| merged.first(cell).row < first.index)
        });
        if is_head {
            continue;
        }
        let title = text(columns.title());
        let measure = text(columns.fields.get(&Field::Measure).copied());
        let (due, wrong) = due(&text(columns.fields.get(&Field::Due).copied()), year);
        if let Some(words) = wrong {
            let column = columns.fields.get(&Field::Due).copied().unwrap_or(0);
            list.problems.push(problem(Some(Cell::new(row.index, column)), words));
        }
        let goes_on = list.rows.len() > before
            && (title.is_empty() || list.rows.last().is_some_and(|last| last.title == title));
        // A row that says nothing but a name is the heading of a group.
        let is_alone = row.cells.iter().filter(|(_, cell)| !cell.text().is_empty()).count() < 2;
        if title.is_empty() && (measure.is_empty() || !goes_on) || is_alone && !goes_on {
            continue;
        }
        if !goes_on {
            list.rows.push(Listed {
                place: Cell::new(row.index, columns.title().unwrap_or(0)).of_sheet(&grid.sheet),
                title,
                item: text(columns.item()),
                lead: bodies(&text(columns.lead())),
                support: columns.support().into_iter().flat_map(|at| bodies(&text(Some(at)))).collect(),
                ..Listed::default()
            });
        }
        let office = text(columns.fields.get(&Field::Doer).copied());
        let Some(last) = list.rows.last_mut() else { continue };
        // Where no column names measures, the day is that of the aim itself.
        let measure = if measure.is_empty() && due.is_some() { last.title.clone() } else { measure };
        if !measure.is_empty() {
            last.measures.push(ListedMeasure { text: measure, office, due });
        }
    }
}

/// The day in a cell; words where what stands there is no day.
fn due(text: &str, year: i16) -> (Option<Date>, Option<Words>) {
    let found = last_day(text, year);
    let wrong = (found.is_none() && !text.is_empty()).then(|| {
        Words::new(
            format!("“{text}”读不出日期，期限留空，确认后可补"),
            format!("no day can be read from “{text}”; none is set, it can be added afterwards"),
        )
    });
    (found, wrong)
}

/// The bodies of a cell, as people separate them.
fn bodies(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', ';', '；', '\n', '/', ' ', '\u{3000}']);
    let named = parts.map(|part| part.trim().trim_end_matches("等").trim());
    named.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_division_with_leaders_and_responsible_bodies() {
        let text = "2026年重点工作分工表,,,,\n序号,重点任务,牵头单位,责任单位,备注\n一、产业发展,,,,\n1,新增高新技术企业50家,市科技局,市工信局、市财政局,\n2,建成充电桩1000个,市发展改革委,,\n";
        let list = read("a.csv", text.as_bytes(), 2026);
        let shown: Vec<(&str, usize, usize)> =
            list.rows.iter().map(|row| (row.title.as_str(), row.lead.len(), row.support.len())).collect();
        assert_eq!(shown, [("新增高新技术企业50家", 1, 2), ("建成充电桩1000个", 1, 0)]);
        assert!(list.problems.iter().any(|one| one.words.zh.contains("备注")), "{:?}", list.problems);
    }

    #[test]
    fn rows_below_one_go_on_with_it_whether_they_name_it_again_or_not() {
        let text = "年度目标,对应规划内容,牵头单位,措施,措施责任单位,完成时限\n新建高中2所,扩大普通高中资源,市教育局,完成选址,市自然资源局,2026-03-31\n新建高中2所,,,主体开工,,三季度\n,,,竣工,,尽快\n";
        let list = read("a.csv", text.as_bytes(), 2026);
        assert_eq!(list.rows.len(), 1);
        let one = &list.rows[0];
        assert_eq!(one.item, "扩大普通高中资源");
        let days: Vec<Option<String>> =
            one.measures.iter().map(|measure| measure.due.map(|day| day.to_string())).collect();
        assert_eq!(days, [Some("2026-03-31".into()), Some("2026-09-30".into()), None]);
        assert!(list.problems.iter().any(|one| one.words.zh.contains("尽快")));
        assert_eq!(one.measures[0].office, "市自然资源局");
    }

    #[test]
    fn a_table_of_other_things_gives_nothing() {
        for text in ["年份,地区生产总值\n2024,100\n", "到2030年建成高中2所。\n", ""] {
            assert_eq!(read("a.csv", text.as_bytes(), 2026), List::default());
        }
    }
}
