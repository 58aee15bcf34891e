//! The cheapest way to cut a line into rows of cells, and which rows another way comes close to.
//!
//! A state is a place in the line, the number that the next row would have and the mark that the next note would have.
//! Every row leads from one state to another; the cheapest path wins, and a row that a path nearly as cheap cuts
//! differently is open.

use super::cell::{self, is_dash};
use super::head::{Heads, skip_space};
use crate::marker::{self, Style};
use crate::table::typed::head::Column;
use source::Span;
use std::collections::BTreeMap;

/// A row: its cells by column, in bytes of the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cells: Vec<Span>,
    /// A label in front of the row that heads a group.
    pub(super) group: Option<Span>,
    /// Number printed in the name itself: 3. of 3.土壤环境.
    pub(super) numbered: bool,
    /// Where a heading with a unit ends inside the name: 排放总量减少（%）化学需氧量.
    pub(super) parent: usize,
    /// Places of marks of notes, in the name and behind values.
    pub(super) marks: Vec<Span>,
    /// A value carries the mark of a note.
    pub(super) noted: bool,
    /// Whether another cut comes close.
    pub(super) open: bool,
    /// Whether the label of the group was parted from the name by its letters alone.
    pub(super) guessed: bool,
}

/// All rows, and where the text behind them begins.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) rows: Vec<Row>,
    pub(super) end: usize,
    /// Mean cost of a row.
    pub(super) cost: u32,
}

mod cost {
    /// What a row is worth: a reading with more rows is better as long as they cost less.
    pub(super) const WORTH: i64 = 90;
    pub(super) const NO_ORDINAL: u32 = 60;
    pub(super) const NO_VALUE: u32 = 34;
    pub(super) const NO_RATE: u32 = 26;
    pub(super) const NO_NATURE: u32 = 30;
    pub(super) const NO_UNIT: u32 = 40;
    /// Nothing stands where a space is left.
    pub(super) const SPACE: u32 = 3;
    pub(super) const ALL_EMPTY: u32 = 300;
    /// The text goes on in a way that no table ends.
    pub(super) const CUT_OFF: u32 = 250;
    pub(super) const MARK_LEFT: u32 = 30;
    /// A second path within this cost leaves a row open.
    pub(super) const OPEN: i64 = 16;
    /// Dearer continuations of a row are not followed.
    pub(super) const SPREAD: u32 = 140;
}

/// States that are looked at; more are no table.
const MOST_STATES: usize = 4_000;

/// Unfinished rows that are followed at once.
const MOST_PARTS: usize = 240;

type State = (usize, u32, u32);

#[derive(Clone, Debug)]
struct Edge {
    to: State,
    cost: u32,
    row: Row,
}

/// A row that is read so far.
#[derive(Clone, Debug)]
struct Part {
    at: usize,
    cost: u32,
    number: u32,
    mark: u32,
    row: Row,
}

pub(super) struct Line<'a> {
    pub(super) body: &'a str,
    pub(super) heads: &'a Heads,
    /// The last mark of the notes below the table, 0 when it has none.
    pub(super) last_mark: u32,
}

impl Line<'_> {
    fn has(&self, column: Column) -> bool {
        self.heads.columns.iter().any(|head| head.column == column)
    }

    /// Reads all rows; `None` when no path has any.
    pub(super) fn read(&self) -> Option<Reading> {
        let first: State = (skip_space(self.body, self.heads.end), 1, self.heads.mark);
        let mut open: BTreeMap<State, i64> = BTreeMap::from([(first, 0)]);
        let mut nodes: BTreeMap<State, Vec<Edge>> = BTreeMap::new();
        let mut from: BTreeMap<State, i64> = BTreeMap::new();
        let mut best_so_far = 0;
        while let Some((state, spent)) = open.pop_first() {
            if nodes.len() >= MOST_STATES {
                return None;
            }
            from.insert(state, spent);
            best_so_far = spent.min(best_so_far);
            // A path far behind the best one does not catch up.
            let edges = if spent > best_so_far + 6 * cost::WORTH { Vec::new() } else { self.rows(state) };
            for edge in &edges {
                let total = spent + i64::from(edge.cost) - cost::WORTH;
                open.entry(edge.to).and_modify(|known| *known = total.min(*known)).or_insert(total);
            }
            nodes.insert(state, edges);
        }
        // What the rest costs from each state.
        let mut rest: BTreeMap<State, i64> = BTreeMap::new();
        for (state, edges) in nodes.iter().rev() {
            let on = edges
                .iter()
                .filter_map(|edge| rest.get(&edge.to).map(|rest| rest + i64::from(edge.cost) - cost::WORTH));
            let own = i64::from(self.ending(*state));
            rest.insert(*state, on.chain([own]).min().unwrap_or(own));
        }
        self.path(first, &nodes, &from, &rest)
    }

    fn path(
        &self,
        first: State,
        nodes: &BTreeMap<State, Vec<Edge>>,
        from: &BTreeMap<State, i64>,
        rest: &BTreeMap<State, i64>,
    ) -> Option<Reading> {
        let total = *rest.get(&first)?;
        let mut rows: Vec<Row> = Vec::new();
        let mut state = first;
        let mut shifted = false;
        while let (Some(edges), Some(spent)) = (nodes.get(&state), from.get(&state)) {
            let through = |edge: &Edge| {
                rest.get(&edge.to).map(|rest| spent + i64::from(edge.cost) - cost::WORTH + rest)
            };
            let Some((best, chosen)) =
                edges.iter().filter_map(|edge| Some((through(edge)?, edge))).min_by_key(|(cost, _)| *cost)
            else {
                break;
            };
            if spent + i64::from(self.ending(state)) <= best {
                break;
            }
            let near = |edge: &&Edge| {
                (edge.row.cells != chosen.row.cells || edge.row.marks != chosen.row.marks)
                    && through(edge).is_some_and(|cost| cost <= total + cost::OPEN)
            };
            let other = edges.iter().find(near);
            let open = shifted || other.is_some() || self.is_torn(&chosen.row);
            rows.push(Row { open, ..chosen.row.clone() });
            shifted = other.is_some_and(|other| other.to.0 != chosen.to.0);
            state = chosen.to;
        }
        let spent: i64 = total + cost::WORTH * i64::try_from(rows.len()).ok()?;
        let cost = u32::try_from(spent.max(0) / i64::try_from(rows.len().max(1)).ok()?).unwrap_or(u32::MAX);
        (!rows.is_empty()).then_some(Reading { rows, end: state.0, cost })
    }

    /// Whether the cut between two figures stands in a run of digits and nothing confirms it, or a cell was taken for
    /// empty without a space to show it.
    fn is_torn(&self, row: &Row) -> bool {
        let value = |column: Column| matches!(column, Column::Value | Column::Rate);
        let cells: Vec<(Column, Span)> =
            self.heads.columns.iter().map(|head| head.column).zip(row.cells.iter().copied()).collect();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let marked = |at: usize| row.marks.iter().any(|mark| mark.start == at);
        let cut = cells.iter().any(|(column, cell)| {
            let text = cell.of(self.body);
            value(*column)
                && !cell.is_empty()
                && digit(text.chars().next_back())
                && digit(self.body[cell.end..].chars().next())
                && !marked(cell.end)
                // The number of the next row, where every row has one.
                && (begins_cell(row, cell.end) || !self.counted(cell.end))
        });
        let space = |at: usize| {
            self.body[..at].chars().next_back().is_some_and(char::is_whitespace)
                || self.body[at..].chars().next().is_some_and(char::is_whitespace)
        };
        let empty =
            cells.iter().any(|(column, cell)| value(*column) && cell.is_empty() && !space(cell.start));
        (cut || empty) && !self.is_confirmed(row)
    }

    /// Whether the table counts its rows and a number in front of words stands here.
    fn counted(&self, at: usize) -> bool {
        let rest = &self.body[at..];
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        self.has(Column::Ordinal) && rest.len() - behind.len() <= 2 && behind.starts_with(char::is_alphabetic)
    }

    /// Whether base, target and the last column agree with each other.
    fn is_confirmed(&self, row: &Row) -> bool {
        let filled = |wanted: Column| {
            self.heads
                .columns
                .iter()
                .zip(&row.cells)
                .filter(|(head, cell)| head.column == wanted && !cell.is_empty())
                .map(|(_, cell)| cell.of(self.body))
                .collect::<Vec<_>>()
        };
        let numbers: Vec<Option<Number>> =
            filled(Column::Value).iter().map(|text| Number::of(text)).collect();
        match (numbers.as_slice(), filled(Column::Rate).as_slice()) {
            ([Some(base), Some(target)], [rate]) => confirmed(*base, *target, rate),
            _ => false,
        }
    }

    /// What it costs that the table ends here.
    fn ending(&self, (at, _, mark): State) -> u32 {
        let rest = self.body[at..].trim_start();
        let heading = || {
            marker::parse(rest).is_some_and(|mark| {
                mark.style.is_division() || matches!(mark.style, Style::Han | Style::HanParen)
            })
        };
        let note = rest.strip_prefix('注').is_some_and(|rest| {
            rest.starts_with(|c: char| matches!(c, '：' | ':' | ' ' | '\u{3000}') || c.is_ascii_digit())
        });
        let closed = rest.is_empty()
            || note
            || rest.starts_with("资料来源")
            || rest.starts_with("说明：")
            || rest.starts_with(['①', '*', '＊'])
            || heading();
        let marks = (self.last_mark + 1).saturating_sub(mark);
        (if closed { 0 } else { cost::CUT_OFF }) + marks * cost::MARK_LEFT
    }

    /// The rows that may begin in a state.
    fn rows(&self, (at, number, mark): State) -> Vec<Edge> {
        let columns = &self.heads.columns;
        let mut parts: Vec<Part> = self.fronts(at, number, mark);
        for head in columns {
            let mut next: Vec<Part> = Vec::new();
            for part in &parts {
                self.cell(part, head.column, &mut next);
            }
            next.sort_by_key(|part| part.cost);
            let least = next.first().map_or(0, |part| part.cost);
            next.retain(|part| part.cost <= least + cost::SPREAD);
            next.truncate(MOST_PARTS);
            parts = next;
        }
        let mut edges: Vec<Edge> = Vec::new();
        for part in parts {
            let cost = part.cost + self.agreement(&part.row);
            let to = (skip_space(self.body, part.at), part.number, part.mark);
            if to.0 <= at {
                continue;
            }
            edges.push(Edge { to, cost, row: part.row });
        }
        edges.sort_by_key(|edge| edge.cost);
        let least = edges.first().map_or(0, |edge| edge.cost);
        edges.retain(|edge| edge.cost <= least + cost::SPREAD);
        edges.truncate(60);
        edges
    }

    /// What may stand in front of the cells: a label of a group, a number with a stop.
    fn fronts(&self, at: usize, number: u32, mark: u32) -> Vec<Part> {
        const LONGEST_LABEL: usize = 14;
        let plain = Part { at, cost: 0, number, mark, row: Row::default() };
        let mut parts = vec![plain.clone()];
        let text = &self.body[at..];
        let counted = self.has(Column::Ordinal);
        if counted && self.has(Column::Group) {
            return parts;
        }
        for (nth, (label, c)) in text.char_indices().take(LONGEST_LABEL).enumerate() {
            let rest = &text[label..];
            let here = number_at(rest, number, counted);
            if let Some(length) = here.filter(|_| nth == 0 || nth >= 2) {
                let group = (label > 0).then(|| Span::new(at, at + label));
                let row = Row { group, numbered: !counted, ..Row::default() };
                let cost = if label > 0 { 10 } else { 0 };
                let behind = if counted { at + label } else { skip_space(self.body, at + label + length) };
                let number = if counted { number } else { number + 1 };
                if !(counted && label == 0) {
                    parts.push(Part { at: behind, cost, number, row, ..plain.clone() });
                }
                break;
            }
            let listed = matches!(c, '、' | '（' | '）' | '(' | ')' | '“' | '”');
            if !c.is_alphabetic() && !listed && !c.is_whitespace() {
                break;
            }
        }
        parts
    }

    /// All ways in which a row goes on with the cell of a column.
    fn cell(&self, part: &Part, column: Column, out: &mut Vec<Part>) {
        let at = skip_space(self.body, part.at);
        let text = &self.body[at..];
        let mut push = |length: usize, cost: u32| out.push(self.with_cell(part, at, length, cost));
        match column {
            Column::Ordinal => {
                if let Some(length) = number_at(text, part.number, true) {
                    let next = self.with_cell(part, at, length, 0);
                    out.push(Part { number: part.number + 1, ..next });
                }
                out.push(self.with_cell(part, at, 0, cost::NO_ORDINAL));
            }
            Column::Group => self.group_cell(part, at, out),
            Column::Name => self.name_cell(part, at, out),
            Column::Unit => {
                for one in cell::units(text) {
                    push(one.length, one.cost);
                }
                push(0, cost::NO_UNIT);
            }
            Column::Value | Column::Rate => self.value_cell(part, at, column == Column::Rate, out),
            Column::Nature => {
                if let Some(length) = cell::nature(text) {
                    push(length, 0);
                }
                push(0, cost::NO_NATURE);
            }
            Column::Body | Column::Note => {
                push(0, 5);
                for (nth, (place, c)) in text.char_indices().take(30).enumerate() {
                    if !c.is_alphabetic() && !matches!(c, '、' | '（' | '）') {
                        break;
                    }
                    if nth >= 1 {
                        push(place + c.len_utf8(), 12);
                    }
                }
            }
            Column::Years | Column::Text => push(0, 10),
        }
    }

    /// The row with one more cell.
    fn with_cell(&self, part: &Part, at: usize, length: usize, cost: u32) -> Part {
        let mut next = part.clone();
        next.row.cells.push(Span::new(at, at + length));
        next.at = at + length;
        next.cost += cost + if length > 0 { self.torn(next.at) } else { 0 };
        next
    }

    fn group_cell(&self, part: &Part, at: usize, out: &mut Vec<Part>) {
        let text = &self.body[at..];
        let first = at == skip_space(self.body, self.heads.end);
        let counted = |rest: &str| self.has(Column::Ordinal) && number_at(rest, part.number, true).is_some();
        for one in cell::groups(text, counted) {
            let missing = if one.length == 0 && first { 25 } else { 0 };
            let mut next = self.with_cell(part, at, one.length, one.cost + missing);
            let told = counted(text[one.length..].trim_start()) || one.length > 0 && self.heads.spaced;
            next.row.guessed = !told;
            out.push(next);
        }
    }

    fn name_cell(&self, part: &Part, at: usize, out: &mut Vec<Part>) {
        let text = &self.body[at..];
        let mark = if self.last_mark > 0 { part.mark } else { 0 };
        for name in cell::names(text, mark, self.has(Column::Unit), self.last_mark) {
            let mut next = self.with_cell(part, at, name.length, name.cost);
            next.row.parent = if name.parent > 0 { at + name.parent } else { 0 };
            let mark = |(nth, place): (u32, &usize)| {
                Span::new(at + place, at + place + (part.mark + nth).to_string().len())
            };
            next.row.marks.extend((0..).zip(&name.marks).map(mark));
            next.mark += u32::try_from(name.marks.len()).unwrap_or(0);
            out.push(next);
        }
    }

    fn value_cell(&self, part: &Part, at: usize, rate: bool, out: &mut Vec<Part>) {
        let ends = cell::values(&self.body[at..], rate, self.summed());
        for one in &ends {
            out.push(self.with_cell(part, at, one.length, one.cost));
            self.noted(part, at, *one, out);
        }
        // On a line without other spaces a space is the place of an empty cell.
        let space = at > part.at && !self.heads.spaced && self.ending((at, 0, u32::MAX)) > 0;
        let missing = match (space, rate) {
            (true, _) => cost::SPACE,
            (false, true) => cost::NO_RATE,
            (false, false) => cost::NO_VALUE,
        };
        let mut next = self.with_cell(part, part.at, 0, missing);
        next.at = if space { at } else { part.at };
        out.push(next);
    }

    /// Where spaces part the cells, a cell does not end inside a word.
    fn torn(&self, at: usize) -> u32 {
        let whole = self.body[at..].chars().next().is_none_or(char::is_whitespace);
        if self.heads.spaced && !whole { 45 } else { 0 }
    }

    /// A value with the mark of the next note behind it: 15.7⁴.
    fn noted(&self, part: &Part, at: usize, value: cell::End, out: &mut Vec<Part>) {
        if self.last_mark == 0 || part.mark > self.last_mark {
            return;
        }
        let behind = at + value.length;
        let digits = part.mark.to_string();
        if self.body[behind..].starts_with(&digits) && value.length > 0 {
            let mut next = part.clone();
            next.row.cells.push(Span::new(at, behind));
            next.row.marks.push(Span::new(behind, behind + digits.len()));
            next.row.noted = true;
            next.at = behind + digits.len();
            next.mark += 1;
            next.cost += value.cost + 5;
            out.push(next);
        }
    }

    /// Whether sums over the period stand in brackets.
    fn summed(&self) -> bool {
        self.heads.columns.iter().any(|head| {
            head.column == Column::Rate
                && head
                    .spans
                    .first()
                    .is_some_and(|span| span.of(self.body).starts_with(['〔', '[', '（', '(']))
        })
    }

    /// How little the values of a row agree with each other and with the unit in its name.
    fn agreement(&self, row: &Row) -> u32 {
        let filled = |wanted: &[Column]| {
            self.heads
                .columns
                .iter()
                .zip(&row.cells)
                .filter(|(head, cell)| wanted.contains(&head.column) && !cell.is_empty())
                .map(|(_, cell)| cell.of(self.body))
                .collect::<Vec<_>>()
        };
        let both = filled(&[Column::Value, Column::Rate]);
        let mut cost = if both.is_empty() { cost::ALL_EMPTY } else { 0 };
        let name = filled(&[Column::Name]).first().copied().unwrap_or("");
        let unit = filled(&[Column::Unit]).first().copied().unwrap_or("");
        let percent = unit.starts_with(['%', '％'])
            || name.trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(['）', ')'])
                && name.contains(['%', '％']);
        let values = filled(&[Column::Value]);
        let numbers: Vec<Option<Number>> = values.iter().map(|text| Number::of(text)).collect();
        for pair in numbers.windows(2) {
            if let [Some(a), Some(b)] = pair {
                cost += a.unlike(*b) * 4;
            }
        }
        if percent {
            cost += numbers.iter().flatten().filter(|number| number.value > 100.0).map(|_| 45).sum::<u32>();
        }
        let rates = filled(&[Column::Rate]);
        match (numbers.as_slice(), rates.as_slice()) {
            ([Some(base), Some(target)], [rate]) if Number::of(rate).is_some() => {
                cost + if confirmed(*base, *target, rate) { 0 } else { 30 }
            }
            _ => cost,
        }
    }
}

/// The length of the number of a row: 3 in front of words, or 3. where the table has no column for it.
fn number_at(text: &str, number: u32, counted: bool) -> Option<usize> {
    let digits = number.to_string();
    let rest = text.strip_prefix(digits.as_str())?;
    if counted {
        let next = rest.trim_start().chars().next()?;
        return (next.is_alphabetic()
            || rest.starts_with(|c: char| c.is_ascii_digit()) && starts_with_age(rest))
        .then_some(digits.len());
    }
    let stop = rest.chars().next().filter(|c| matches!(c, '.' | '．' | '、'))?;
    let behind = &rest[stop.len_utf8()..];
    let word = behind.trim_start().starts_with(char::is_alphabetic) || starts_with_age(behind);
    word.then_some(digits.len() + stop.len_utf8())
}

/// Whether another cell of the row begins here.
fn begins_cell(row: &Row, at: usize) -> bool {
    row.cells.iter().any(|cell| cell.start == at && !cell.is_empty())
}

/// 3岁以下 begins a name with a digit.
fn starts_with_age(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && rest.starts_with('岁')
}

#[derive(Clone, Copy, Debug)]
struct Number {
    value: f64,
    whole: usize,
    decimals: usize,
    suffixed: bool,
}

impl Number {
    fn of(text: &str) -> Option<Self> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let negative = text[..start].ends_with(is_dash);
        let rest = &text[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (whole, decimals) = rest[..end].split_once('.').unwrap_or((&rest[..end], ""));
        let value: f64 = rest[..end].parse().ok()?;
        let value = if negative { -value } else { value };
        let suffixed = rest[end..].starts_with(['%', '％', '‰', '个']);
        Some(Self { value, whole: whole.len(), decimals: decimals.len(), suffixed })
    }

    /// How little two values side by side look like one series: decimals first, then size.
    #[expect(clippy::cast_possible_truncation, reason = "digits of one number, at most a few dozen")]
    fn unlike(self, other: Self) -> u32 {
        if self.suffixed != other.suffixed {
            return 4;
        }
        (self.decimals.abs_diff(other.decimals) * 2 + self.whole.abs_diff(other.whole) * 3) as u32
    }
}

/// Whether the last column is the sum or the growth that base and target give.
fn confirmed(base: Number, target: Number, rate: &str) -> bool {
    let Some(said) = Number::of(rate) else { return false };
    let step = last_place(base.decimals.max(target.decimals));
    let change = target.value - base.value;
    let sum = (change.abs() - said.value.abs()).abs() < step * 0.51 + 1e-9;
    let percent = if base.value.abs() > 0.0 { change / base.value * 100.0 } else { f64::INFINITY };
    let own = last_place(said.decimals);
    let growth = said.suffixed && (percent - said.value).abs() < own * 0.51 + 1e-9;
    sum || growth
}

/// The size of the last of so many decimals.
fn last_place(decimals: usize) -> f64 {
    const PLACES: [f64; 7] = [1.0, 0.1, 0.01, 0.001, 0.000_1, 0.000_01, 0.000_001];
    PLACES.get(decimals).copied().unwrap_or(0.000_001)
}
