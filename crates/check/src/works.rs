//! Works as boxes and tables state them: name, years of building, money. What belongs to one work is
//! compared with what another place says of the same work, and with nothing else.

use crate::context::{Context, Kind, Piece};
use crate::naming::bare;
use document::{Cell, Table};
use rust_decimal::Decimal;
use source::Span;
use std::collections::BTreeMap;

/// An amount of money.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Money {
    /// As printed.
    pub(crate) number: Decimal,
    /// 万元, 亿元.
    pub(crate) unit: String,
    pub(crate) span: Span,
}

impl Money {
    /// In yuan.
    pub(crate) fn yuan(&self) -> Decimal {
        let factor = match self.unit.as_str() {
            "亿元" => 100_000_000,
            "万元" => 10_000,
            _ => 1,
        };
        self.number.saturating_mul(Decimal::from(factor))
    }

    pub(crate) fn shown(&self) -> String {
        format!("{}{}", self.number, self.unit)
    }
}

/// What one place says of a work.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    /// Without marks and brackets.
    pub(crate) name: String,
    pub(crate) span: Span,
    /// Whether a table says it, and not a box.
    pub(crate) tabled: bool,
    /// First and last year of building.
    pub(crate) years: Option<(i32, i32)>,
    pub(crate) years_span: Span,
    /// Total investment.
    pub(crate) total: Option<Money>,
    /// Investment within the years of the plan.
    pub(crate) within: Option<Money>,
}

/// The one box and the one table that speak of a work; a name that boxes or tables repeat is a kind of work
/// (雨水管网工程 of every district), and then nothing is compared.
pub(crate) fn box_and_table(places: &[Work]) -> Option<(&Work, &Work)> {
    let [a, b] = places else { return None };
    match (a.tabled, b.tabled) {
        (false, true) => Some((a, b)),
        (true, false) => Some((b, a)),
        _ => None,
    }
}

/// All works of boxes and tables by name, each with the places that speak of it, in document order.
pub(crate) fn works(context: &Context<'_>) -> BTreeMap<String, Vec<Work>> {
    let mut out: BTreeMap<String, Vec<Work>> = BTreeMap::new();
    let boxed = context.pieces.iter().filter(|piece| piece.frame.is_some()).filter_map(in_box);
    let tabled = context.tables.iter().flat_map(|table| in_table(context, table));
    for work in boxed.chain(tabled) {
        if (4..=30).contains(&work.name.chars().count()) {
            out.entry(work.name.clone()).or_default().push(work);
        }
    }
    out
}

/// 1．沅岚铁路。正线长87公里，建设年限2026—2030年，总投资98亿元。
fn in_box(piece: &Piece<'_>) -> Option<Work> {
    if !matches!(piece.kind, Kind::Paragraph | Kind::Item) {
        return None;
    }
    let text = piece.text();
    let start = text.find(|c: char| !c.is_numeric() && !"、.．（）() \u{3000}".contains(c))?;
    let end = start + text[start..].find(['。', '：', '（', '(', '，', ':'])?;
    let name = bare(&text[start..end]);
    let years = year_spans(&text[end..]).into_iter().next();
    let total = piece.mentions.iter().find_map(|mention| {
        let before = text[..mention.span.start].trim_end_matches(['约', '为', ' ']);
        let unit = mention.printed.unit.as_str();
        let money = matches!(unit, "元" | "万元" | "亿元") && mention.value_high.is_none();
        (money && before.ends_with("总投资")).then(|| {
            Some(Money {
                number: mention.printed.number?,
                unit: unit.to_owned(),
                span: piece.span(mention.span.clone()),
            })
        })?
    });
    if years.is_none() && total.is_none() {
        return None;
    }
    let years_span = years
        .as_ref()
        .map_or_else(Span::default, |(_, range)| piece.span(end + range.start..end + range.end));
    Some(Work {
        name,
        span: piece.span(start..end),
        tabled: false,
        years: years.map(|(years, _)| years),
        years_span,
        total,
        within: None,
    })
}

/// What the columns of a table of works are.
#[derive(Default)]
struct Columns {
    name: Option<usize>,
    years: Option<usize>,
    total: Option<(usize, String)>,
    within: Option<(usize, String)>,
}

fn in_table(context: &Context<'_>, table: &Table) -> Vec<Work> {
    let columns = columns(context, table);
    let Some(name_column) = columns.name.filter(|_| columns.years.is_some() || columns.total.is_some())
    else {
        return Vec::new();
    };
    let mut rows: Vec<Vec<&Cell>> = vec![Vec::new(); table.rows];
    for cell in table.cells.iter().filter(|cell| cell.row >= table.head) {
        if let Some(row) = rows.get_mut(cell.row) {
            row.push(cell);
        }
    }
    let work = |row: Vec<&Cell>| {
        let at =
            |column: usize| row.iter().copied().find(|cell| cell.column == column && cell.column_span == 1);
        let cell = at(name_column)?;
        let name = bare(&tight(cell));
        let sum = ["小计", "合计", "总计", "共计"].iter().any(|word| name.contains(word));
        let money = |column: &Option<(usize, String)>| {
            let (column, unit) = column.as_ref()?;
            let cell = at(*column)?;
            Some(Money { number: tight(cell).parse().ok()?, unit: unit.clone(), span: cell.text.full_span() })
        };
        let years_cell = columns.years.and_then(at);
        let years = years_cell.and_then(|cell| year_spans(cell.text.text()).into_iter().next());
        (!sum && !name.is_empty()).then(|| Work {
            name,
            span: cell.text.full_span(),
            tabled: true,
            years: years.map(|(years, _)| years),
            years_span: years_cell.map_or_else(Span::default, |cell| cell.text.full_span()),
            total: money(&columns.total),
            within: money(&columns.within),
        })
    };
    rows.into_iter().filter_map(work).collect()
}

fn columns(context: &Context<'_>, table: &Table) -> Columns {
    let mut heads = vec![String::new(); table.columns];
    for cell in table.cells.iter().filter(|cell| cell.row < table.head) {
        for head in heads.iter_mut().skip(cell.column).take(cell.column_span) {
            head.push_str(&tight(cell));
        }
    }
    // The unit may stand above the table: （单位：万元）.
    let first = table.cells.first().map_or(0, |cell| cell.text.offset(0));
    let text = context.document.text.as_str();
    let above = text.get(text.floor_char_boundary(first.saturating_sub(240))..first).unwrap_or_default();
    let unit_in =
        |words: &str| ["亿元", "万元"].into_iter().find(|unit| words.contains(unit)).map(str::to_owned);
    let caption =
        unit_in(table.title.text()).or_else(|| above.rfind("单位").and_then(|at| unit_in(&above[at..])));
    let mut out = Columns::default();
    for (column, head) in heads.iter().enumerate() {
        let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
        let period = head.contains('五') && head.contains('十') || has(&["期内", "规划期"]);
        if has(&["投资"]) && !has(&["主体", "方", "来源"]) {
            let Some(unit) = unit_in(head).or_else(|| caption.clone()) else { continue };
            let slot = if period { &mut out.within } else { &mut out.total };
            slot.get_or_insert((column, unit));
        } else if has(&["年限", "建设期", "起止", "建设时间", "建设年份", "实施期"]) {
            out.years.get_or_insert(column);
        } else if has(&["项目名称", "工程名称", "项目", "工程", "名称"])
            && !has(&["序号", "类别", "类型", "性质", "单位", "内容", "个数"])
        {
            out.name.get_or_insert(column);
        }
    }
    out
}

/// The text of a cell without spaces.
fn tight(cell: &Cell) -> String {
    cell.text.text().chars().filter(|c| !c.is_whitespace() && *c != ',').collect()
}

/// The spans of years (2026—2030, ２０２２－２０２５) of a text, each with its place.
pub(crate) fn year_spans(text: &str) -> Vec<((i32, i32), std::ops::Range<usize>)> {
    let mut out = Vec::new();
    let mut digits: Vec<(usize, usize, i32)> = Vec::new();
    let mut run: Option<(usize, usize, i32, usize)> = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        if let Some(d) = digit(c) {
            let (start, value, length) =
                run.map_or((at, 0, 0), |(start, _, value, length)| (start, value, length));
            run = Some((start, at + c.len_utf8(), value.saturating_mul(10).saturating_add(d), length + 1));
        } else {
            if let Some((start, end, value, 4)) = run.take()
                && (1990..2100).contains(&value)
            {
                digits.push((start, end, value));
            }
            run = None;
        }
    }
    for pair in digits.windows(2) {
        let [(start, end, first), (next, last_end, last)] = pair else { continue };
        let between: String =
            text[*end..*next].chars().filter(|c| !c.is_whitespace() && *c != '年').collect();
        if matches!(between.as_str(), "-" | "—" | "－" | "–" | "～" | "~" | "至" | "——") && first <= last
        {
            out.push(((*first, *last), *start..*last_end));
        }
    }
    out
}

/// The digit of half or full width.
pub(crate) fn digit(c: char) -> Option<i32> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '０'..='９' => u32::from(c) - u32::from('０'),
        _ => return None,
    };
    i32::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_years_are_read_in_both_widths() {
        let years = |text| year_spans(text).into_iter().map(|(years, _)| years).collect::<Vec<_>>();
        assert_eq!(years("建设年限2026—2030年"), [(2026, 2030)]);
        assert_eq!(years("建设年限２０２２—２０２５年"), [(2022, 2025)]);
        assert!(years("2026年12月，20262030").is_empty());
    }

    #[test]
    fn money_is_compared_in_yuan() {
        let of = |number: i64, unit: &str| Money {
            number: number.into(),
            unit: unit.into(),
            span: Span::default(),
        };
        assert_eq!(of(86_000, "万元").yuan(), of(86, "亿元").yuan() / Decimal::TEN);
    }
}
