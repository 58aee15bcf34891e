//! The estimates of a year as a workbook, and a workbook with values filled in.

use super::Line;
use crate::number;
use crate::view::PlanView;
use crate::{Fault, Service, printed};
use rust_decimal::Decimal;
use source::{Lang, Words};
use std::borrow::Cow;
use story::{Cell, Row, Table};

/// Heads of the columns: Chinese, English.
const HEADS: [(&str, &str); 13] = [
    ("编号", "id"),
    ("指标", "indicator"),
    ("单位", "unit"),
    ("最新值", "latest"),
    ("规划目标", "goal"),
    ("本年所需", "needed this year"),
    ("预测值", "forecast"),
    ("预测区间", "interval"),
    ("上级目标", "level above"),
    ("建议值", "proposal"),
    ("建议理由", "what speaks for it"),
    ("确定值", "decided"),
    ("确定理由", "why"),
];

/// The estimates of a year as a file. Gives its bytes and media type.
///
/// # Errors
/// No such ending, or the file cannot be written.
pub async fn write_sheet(
    service: &Service,
    (view, year): (&PlanView, i64),
    lines: &[Line],
    ending: &str,
    lang: Lang,
) -> Result<(Vec<u8>, &'static str), Fault> {
    let medium = printed::medium(ending)?;
    let title = match lang {
        Lang::Zh => format!("{}{year}年目标测算表", view.title()),
        Lang::En => format!("{}: estimates for {year}", view.title()),
    };
    let head = HEADS.map(|(zh, en)| Cell::head(if lang == Lang::Zh { zh } else { en }));
    let table = Table {
        caption: Cow::Owned(title.clone()),
        head: vec![Row { superseded: false, cells: head.to_vec() }],
        rows: lines.iter().map(row).collect(),
        ..Table::default()
    };
    printed::printed(service, report::Report::of_tables(title, [table]), medium, view.mark()).await
}

fn row(line: &Line) -> Row<'static> {
    let point = |point: Option<assess::Point>| {
        point.map(|one| format!("{}（{}）", number::value(one.value), one.year)).unwrap_or_default()
    };
    let figure = |value: Option<f64>| Cell::figure(value.map(number::value).unwrap_or_default());
    let decimal = |value: Option<Decimal>| {
        Cell::figure(value.map(|value| value.normalize().to_string()).unwrap_or_default())
    };
    let interval =
        line.forecast.map(|[_, low, high]| format!("{}—{}", number::value(low), number::value(high)));
    let last = line.rounds.last();
    let cells = vec![
        Cell::words(line.target.clone()),
        Cell::words(line.name.clone()),
        Cell::words(line.unit.clone()),
        Cell::words(point(line.latest)),
        Cell::words(point(line.goal)),
        figure(line.needed),
        figure(line.forecast.map(|[median, ..]| median)),
        Cell::words(interval.unwrap_or_default()),
        Cell::words(above(line)),
        decimal(last.map(|one| one.value)),
        Cell::words(last.map(|one| one.words.clone()).unwrap_or_default()),
        decimal(line.estimate.decided),
        Cell::words(line.estimate.reason.clone()),
    ];
    Row { superseded: false, cells }
}

/// What the level above wants: as somebody wrote it down, else as its plans say.
pub fn above(line: &Line) -> String {
    if let Some(value) = line.estimate.upper {
        return format!("{}（{}）", value.normalize(), line.estimate.upper_source);
    }
    let all = line.above.iter().map(|(value, plan)| format!("{value}《{plan}》"));
    all.collect::<Vec<_>>().join("；")
}

/// A value that a workbook proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetRow {
    /// Id of the target.
    pub target: String,
    /// What it is called.
    pub name: String,
    /// The value.
    pub value: Decimal,
    /// What speaks for it.
    pub words: String,
    /// What was proposed before.
    pub before: Option<Decimal>,
}

/// A workbook as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// What is proposed that was not yet.
    pub rows: Vec<SheetRow>,
    /// How many rows say what was proposed already.
    pub unchanged: usize,
    /// What keeps the workbook from being taken in, by cell.
    pub problems: Vec<(String, Words)>,
}

/// Reads the proposals of a workbook, csv or document table; nothing is kept.
pub fn read_sheet(bytes: &[u8], lines: &[Line]) -> Read {
    let mut read = Read::default();
    let sheets = intake::all_texts(bytes);
    let found = sheets.iter().find_map(|rows| Some((rows, Columns::of(rows)?)));
    let Some((rows, columns)) = found else {
        let words = Words::new(
            "没有找到测算表：表头要有“编号”（或“指标”）和“建议值”。",
            "No sheet of estimates was found: its head needs 编号 (or 指标) and 建议值.",
        );
        read.problems.push((String::new(), words));
        return read;
    };
    for (at, row) in rows.iter().enumerate().skip(columns.head + 1) {
        of_row(row, at, &columns, lines, &mut read);
    }
    read
}

struct Columns {
    head: usize,
    id: Option<usize>,
    name: Option<usize>,
    value: usize,
    words: Option<usize>,
}

impl Columns {
    fn of(rows: &[Vec<String>]) -> Option<Self> {
        /// Titles and notes may stand above the head.
        const LOOKED_AT: usize = 20;
        rows.iter().take(LOOKED_AT).enumerate().find_map(|(head, row)| {
            let column = |(zh, en): (&str, &str)| {
                row.iter().position(|cell| cell.trim() == zh || cell.trim().eq_ignore_ascii_case(en))
            };
            let (id, name) = (column(HEADS[0]), column(HEADS[1]));
            let value = column(HEADS[9])?;
            (id.is_some() || name.is_some()).then_some(Self {
                head,
                id,
                name,
                value,
                words: column(HEADS[10]),
            })
        })
    }
}

fn of_row(row: &[String], at: usize, columns: &Columns, lines: &[Line], read: &mut Read) {
    let text = |column: Option<usize>| {
        column.and_then(|column| row.get(column)).map_or("", |cell| cell.trim()).to_owned()
    };
    let printed = text(Some(columns.value));
    if printed.is_empty() {
        return;
    }
    let place = intake::Cell::new(u32::try_from(at).unwrap_or(0), u32::try_from(columns.value).unwrap_or(0));
    let mut odd = |zh: String, en: String| read.problems.push((place.to_string(), Words::new(zh, en)));
    let (id, name) = (text(columns.id), text(columns.name));
    let is_meant = |line: &&Line| if id.is_empty() { line.name == name } else { line.target == id };
    let mut meant = lines.iter().filter(is_meant);
    let (Some(line), None) = (meant.next(), meant.next()) else {
        return odd(
            format!("规划中没有目标“{id}{name}”，或不止一个"),
            format!("the plan has no target “{id}{name}”, or more than one"),
        );
    };
    let Some(value) = decimal(&printed, &line.unit) else {
        return odd(format!("“{printed}”不是数"), format!("“{printed}” is no number"));
    };
    if line.rounds.last().is_some_and(|last| last.value == value) {
        read.unchanged += 1;
        return;
    }
    if !line.may_propose {
        return odd(
            format!("“{}”不由您单位提出", line.name),
            format!("“{}” is not yours to propose", line.name),
        );
    }
    read.rows.push(SheetRow {
        target: line.target.clone(),
        name: line.name.clone(),
        value,
        words: text(columns.words),
        before: line.rounds.last().map(|one| one.value),
    });
}

/// A number as people type it, with or without its unit.
pub fn decimal(text: &str, unit: &str) -> Option<Decimal> {
    let bare: String = text
        .chars()
        .map(|c| if c == '％' { '%' } else { c })
        .filter(|c| !matches!(c, ',' | '，' | ' '))
        .collect();
    let bare = bare.strip_suffix(unit).filter(|_| !unit.is_empty()).unwrap_or(&bare);
    bare.trim_end_matches('%').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::{Estimate, EstimateRound};

    fn line(target: &str, name: &str, last: Option<i64>, may_propose: bool) -> Line {
        let round = last.map(|value| EstimateRound { value: value.into(), ..EstimateRound::default() });
        Line {
            target: target.into(),
            indicator: String::new(),
            indicator_name: name.into(),
            name: name.into(),
            unit: "亿元".into(),
            latest: None,
            goal: None,
            needed: None,
            forecast: None,
            above: Vec::new(),
            rounds: round.into_iter().collect(),
            estimate: Estimate::default(),
            odd: Vec::new(),
            may_propose,
        }
    }

    #[test]
    fn what_is_new_is_proposed_and_everything_else_is_told() {
        let lines = [
            line("t1", "地区生产总值", Some(100), true),
            line("t2", "固定资产投资", Some(50), true),
            line("t3", "进出口总额", None, false),
        ];
        let text = "云岭市2026年目标测算表,,\n编号,指标,建议值,建议理由\nt1,地区生产总值,\"1,080亿元\",项目投产\nt2,固定资产投资,50,\nt3,进出口总额,9,\n,幸福指数,1,\n,固定资产投资,多一些,\nt2,固定资产投资,,空\n";
        let read = read_sheet(text.as_bytes(), &lines);
        assert_eq!(read.rows.len(), 1);
        assert_eq!((read.rows[0].value.to_string(), read.rows[0].before), ("1080".into(), Some(100.into())));
        assert_eq!(read.unchanged, 1);
        let cells: Vec<&str> = read.problems.iter().map(|(cell, _)| cell.as_str()).collect();
        assert_eq!(cells, ["C5", "C6", "C7"]);
    }

    #[test]
    fn a_file_without_a_head_is_told() {
        assert_eq!(read_sheet("甲,乙\n1,2\n".as_bytes(), &[]).problems.len(), 1);
    }
}
