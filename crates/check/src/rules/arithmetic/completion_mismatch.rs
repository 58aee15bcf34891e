use crate::context::Context;
use crate::printed::{Interval, plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use document::{Cell, Table};
use plan::Direction;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A014",
    name: "completion-mismatch",
    family: Family::Arithmetic,
    severity: Severity::Error,
    grade: Grade::Preview,
    page: Page {
        title: ("完成情况表算错", "A table of completion that does not compute"),
        what: (
            "在有规划值和实际值两栏的表中，核对完成率（实际÷规划，或从基数算起已走过的部分，以表中多数行的算法为准），核对“是否完成”一栏与两个数是否相符。",
            "In tables with a planned and an actual column checks the completion rate (actual / planned, or the way made from the base, whichever most rows follow) and the yes or no of the column 是否完成.",
        ),
        why: (
            "完成情况是下一个规划的起点，也是考核的依据。",
            "What was completed is where the next plan starts and what bodies are assessed by.",
        ),
        fix: ("重新计算完成率，核对是否完成。", "Compute the rate anew and check the verdict."),
        example: Example {
            faulty: "表1：“十四五”主要指标完成情况\n\n指标\t规划目标\t实际完成\t完成率（%）\n新建高标准农田（万亩）\t60\t63\t110.0\n造林面积（万亩）\t20\t21\t105.0\n绿道长度（公里）\t80\t88\t110.0\n",
            sound: "表1：“十四五”主要指标完成情况\n\n指标\t规划目标\t实际完成\t完成率（%）\n新建高标准农田（万亩）\t60\t63\t105.0\n造林面积（万亩）\t20\t21\t105.0\n绿道长度（公里）\t80\t88\t110.0\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// The columns of a table of completion.
#[derive(Clone, Copy)]
struct Columns {
    planned: usize,
    actual: usize,
    /// What the way to the planned value began with, where the rate is the part of the way that was made.
    base: Option<usize>,
    rate: Option<usize>,
    verdict: Option<usize>,
}

/// Rows that must fit before another counts as wrong.
const LEAST: usize = 2;

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for table in context.tables.iter().filter(|table| table.rows > table.head) {
        let mut rows: Vec<Vec<&Cell>> = vec![Vec::new(); table.rows];
        for cell in &table.cells {
            if let Some(row) = rows.get_mut(cell.row) {
                row.push(cell);
            }
        }
        // The rows tell which columns the rate is of: 本月 or 累计, of the aim or of the way from the base.
        let read = columns(table).into_iter().map(|columns| {
            let (mut wrong, mut right) = (Vec::new(), 0);
            for row in rows.iter().skip(table.head) {
                match judge(context, row, &columns) {
                    Judgement::Right => right += 1,
                    Judgement::Wrong(finding) => wrong.push(*finding),
                    Judgement::Open => {}
                }
            }
            (right, columns.rate, wrong)
        });
        let best = read.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((right, rate, mut wrong)) = best else { continue };
        // A column that hardly fits is not what its head says.
        let fits =
            if rate.is_some() { right >= LEAST && wrong.len() * 2 <= right } else { wrong.len() <= right };
        if fits {
            found.append(&mut wrong);
        }
    }
}

/// The readings that the heads of a table leave open, the plainest first.
fn columns(table: &Table) -> Vec<Columns> {
    let mut heads = vec![String::new(); table.columns];
    for cell in table.cells.iter().filter(|cell| cell.row < table.head.max(1)) {
        let words: String = cell.text.text().chars().filter(|c| !c.is_whitespace()).collect();
        for head in heads.iter_mut().skip(cell.column).take(cell.column_span) {
            head.push_str(&words);
        }
    }
    let all = |holds: &dyn Fn(&str) -> bool| -> Vec<usize> {
        heads.iter().enumerate().filter(|(_, head)| holds(head)).map(|(at, _)| at).collect()
    };
    let one = |holds: &dyn Fn(&str) -> bool| match *all(holds) {
        [only] => Some(only),
        _ => None,
    };
    let has = |head: &str, words: &[&str]| words.iter().any(|word| head.contains(word));
    let is_rate = |head: &str| has(head, &["完成率", "完成比例", "完成程度", "实现程度", "完成百分比"]);
    let is_verdict =
        |head: &str| has(head, &["是否", "完成情况", "完成与否", "评价"]) && !has(head, &["率", "%"]);
    let aside = |head: &str| is_rate(head) || is_verdict(head);
    let planned =
        all(&|head| has(head, &["规划", "目标", "计划"]) && !aside(head) && !has(head, &["实际", "属性"]));
    let actual = all(&|head| {
        has(head, &["实际", "完成", "实绩", "实现值", "累计"])
            && !aside(head)
            && !has(head, &["规划", "目标", "计划"])
    });
    let base = one(&|head| has(head, &["基数", "基期"]) && !aside(head));
    let (rate, verdict) = (one(&is_rate), one(&is_verdict));
    let mut readings = Vec::new();
    if rate.is_none() && (verdict.is_none() || planned.len() != 1 || actual.len() != 1) {
        return readings;
    }
    for base in std::iter::once(None).chain(base.map(Some)) {
        for planned in &planned {
            for actual in actual.iter().filter(|actual| *actual != planned) {
                readings.push(Columns { planned: *planned, actual: *actual, base, rate, verdict });
            }
        }
    }
    readings
}

/// What can be said of a row.
enum Judgement {
    Right,
    Wrong(Box<Diagnostic>),
    /// There is nothing to compute.
    Open,
}

/// Planned and actual value of a row.
struct Pair {
    aim: Decimal,
    value: Decimal,
    bound: Option<char>,
}

fn judge(context: &Context<'_>, row: &[&Cell], columns: &Columns) -> Judgement {
    let at = |column: usize| row.iter().copied().find(|cell| cell.column == column);
    let cell_number = |column: usize| at(column).and_then(|cell| number(cell.text.text()));
    let (Some((aim, bound)), Some((value, _))) = (cell_number(columns.planned), cell_number(columns.actual))
    else {
        return Judgement::Open;
    };
    let pair = Pair { aim, value, bound };
    let falls = falls(context, row);
    if let Some(cell) = columns.rate.and_then(at)
        && let Some((rate, _)) = number(cell.text.text())
    {
        let begun = columns.base.and_then(cell_number).map(|(base, _)| base);
        if let Some(base) = begun.filter(|base| *base != pair.aim) {
            return way_of(row, cell, &pair, base, rate);
        }
        // Where less is better the rate is taken by several rules; none of them is checked.
        if aim <= Decimal::ZERO || bound == Some('≤') || falls {
            return Judgement::Open;
        }
        return rate_of(row, cell, &pair, rate);
    }
    columns.verdict.and_then(at).map_or(Judgement::Open, |cell| verdict_of(row, cell, &pair, falls))
}

fn rate_of(row: &[&Cell], cell: &Cell, pair: &Pair, rate: Decimal) -> Judgement {
    let (Some(value), Some(aim)) = (pair.value.to_f64(), pair.aim.to_f64()) else { return Judgement::Open };
    let exact = 100.0 * value / aim;
    let quotient = Interval::of(pair.value).quotient(Interval::of(pair.aim)).scaled(100.0);
    let printed = Interval::of(rate);
    if printed.meets(Interval { low: exact, high: exact }) || printed.meets(quotient) {
        return Judgement::Right;
    }
    let (stated, real) = (plain(rate), show(exact, 1));
    let (aim, value) = (plain(pair.aim), plain(pair.value));
    let zh = format!("规划{aim}、实际{value}，完成率应为{real}%，表中是{stated}%");
    misstated(row, cell, &real, zh, format!("{value} of {aim} is {real}%, the table says {stated}%"))
}

/// A rate that is not the one its row gives.
fn misstated(row: &[&Cell], cell: &Cell, real: &str, zh: String, en: String) -> Judgement {
    Judgement::Wrong(Box::new(
        RULE.finding()
            .message(zh, en)
            .label(cell.text.full_span(), format!("应为{real}"), format!("{real} expected"))
            .label(row_span(row), "", "")
            .help("重新计算完成率", "compute the rate anew"),
    ))
}

/// The part of the way from the base to the aim that was made.
fn way_of(row: &[&Cell], cell: &Cell, pair: &Pair, base: Decimal, rate: Decimal) -> Judgement {
    let (Some(made), Some(way)) = ((pair.value - base).to_f64(), (pair.aim - base).to_f64()) else {
        return Judgement::Open;
    };
    let exact = 100.0 * made / way;
    // Differences of rounded figures: each side may be off by half a unit of its last place.
    let unit = |value: Decimal| Decimal::new(1, value.scale()).to_f64().unwrap_or(0.0);
    let slack = 100.0 * (unit(pair.value) + unit(base) + unit(pair.aim)) / way.abs();
    let printed = Interval::of(rate);
    if printed.meets(Interval { low: exact - slack, high: exact + slack }) {
        return Judgement::Right;
    }
    let (stated, real) = (plain(rate), show(exact, 1));
    let (aim, value, base) = (plain(pair.aim), plain(pair.value), plain(base));
    let zh = format!("基数{base}、目标{aim}、实际{value}，完成率应为{real}%，表中是{stated}%");
    let en = format!("from {base} to {value} of {aim} is {real}% of the way, the table says {stated}%");
    misstated(row, cell, &real, zh, en)
}

fn verdict_of(row: &[&Cell], cell: &Cell, pair: &Pair, falls: bool) -> Judgement {
    let verdict = cell.text.text().trim();
    let told = match verdict {
        "是" | "完成" | "已完成" | "√" | "达标" => true,
        "否" | "未完成" | "×" | "未达标" => false,
        _ => return Judgement::Open,
    };
    let reached = match pair.bound {
        Some('≤') => pair.value <= pair.aim,
        None if falls => pair.value <= pair.aim,
        _ => pair.value >= pair.aim,
    };
    if told == reached {
        return Judgement::Right;
    }
    let (zh, en) = if told { ("未达到", "falls short of") } else { ("达到了", "reaches") };
    let (aim, value) = (plain(pair.aim), plain(pair.value));
    Judgement::Wrong(Box::new(
        RULE.finding()
            .message(
                format!("实际{value}{zh}规划{aim}，表中写“{verdict}”"),
                format!("{value} {en} the planned {aim}, the table says {verdict}"),
            )
            .label(row_span(row), format!("规划{aim}，实际{value}"), format!("planned {aim}, actual {value}"))
            .label(cell.text.full_span(), "不符", "does not fit")
            .help("核对是否完成", "check the verdict"),
    ))
}

/// From the first to the last cell of a row.
fn row_span(row: &[&Cell]) -> source::Span {
    let spans = row.iter().map(|cell| cell.text.full_span()).filter(|span| !span.is_empty());
    spans.reduce(source::Span::cover).unwrap_or_default()
}

/// Whether less is better in the row: its name is that of an indicator that should fall.
fn falls(context: &Context<'_>, row: &[&Cell]) -> bool {
    let name = |cell: &&Cell| cell.text.text().chars().filter(|c| !c.is_whitespace()).collect::<String>();
    row.iter().map(name).any(|words| {
        let direction = context
            .plan
            .indicators
            .iter()
            .find(|indicator| words.len() > 6 && words.contains(indicator.name.as_str()))
            .and_then(|indicator| indicator.direction);
        direction == Some(Direction::Down)
    })
}

/// The number of a cell without brackets and bounds, and the bound.
fn number(cell: &str) -> Option<(Decimal, Option<char>)> {
    let text: String = cell
        .chars()
        .filter(|c| {
            !c.is_whitespace()
                && !matches!(
                    c,
                    '〔' | '〕' | '[' | ']' | '（' | '）' | '(' | ')' | ',' | '%' | '*' | '①'..='⑳'
                )
        })
        .collect();
    let bound = match text.chars().next()? {
        '≤' | '<' | '＜' => Some('≤'),
        '≥' | '>' | '＞' => Some('≥'),
        _ => None,
    };
    let text = text.trim_start_matches(['≤', '<', '＜', '≥', '>', '＞']);
    let bound =
        bound.or(if text.ends_with("以下") || text.ends_with("以内") { Some('≤') } else { None });
    let text = text.trim_end_matches(['以', '上', '下', '内', '左', '右']);
    Some((text.parse().ok()?, bound))
}
