//! Rows: the cheapest reading of a block of lines under the columns of its head.
//!
//! A row is a run of lines. Its words stand either cell after cell, each with its own line ends, or line
//! after line, the ends of broken cells above and below the line with the number. Costs are in tenths of
//! a doubt; only their order and rough sizes matter.

mod ordered;
mod unit;
mod visual;

use super::head::Column;
use super::token::{Kind, Line, OPENING, Token, closes, is_unit, unclosed};
use crate::marker;
use std::ops::Range;

/// Impossible.
const FAR: u32 = 100_000;

/// Marks a line that belongs to no row.
const LEFT_OUT: usize = usize::MAX;

/// Labels of groups are seldom longer, in characters.
const LONGEST_LABEL: usize = 10;

/// A row has no more lines.
const MOST_LINES: usize = 26;

mod cost {
    pub(super) const ROW: u32 = 10;
    pub(super) const VISUAL: u32 = 5;
    /// What a row may cost more for being set like the others.
    pub(super) const ALIKE: u32 = 8;
    /// Cells that stand one after the other where places across the page are kept.
    pub(super) const AGAINST_LINES: u32 = 40;
    pub(super) const GROUP_ROW: u32 = 60;
    pub(super) const SUMS: u32 = 20;
    pub(super) const NO_VALUES: u32 = 300;
    pub(super) const OPEN_END: u32 = 40;
    pub(super) const LINE_LEFT: u32 = 30;
    pub(super) const LEFT_OUT: u32 = 400;
    /// A second placement of the values within this cost leaves the first one open.
    pub(super) const OPEN: u32 = 16;
}

/// A block of lines below a head.
#[derive(Debug)]
pub(crate) struct Block<'a> {
    pub(crate) text: &'a str,
    pub(crate) columns: &'a [Column],
    /// Whether the rate column is one of sums over the period, printed in brackets.
    pub(crate) summed: bool,
    pub(crate) lines: &'a [Line],
    /// For each line the places of the columns across the page; empty when places say nothing.
    pub(crate) zones: Vec<Vec<(usize, usize)>>,
    /// Lines whose integer goes on with the count of rows, and which token that is.
    chain: Vec<Option<usize>>,
    /// The widest words that stand alone on a line, in half-width columns.
    widest: usize,
    /// The widest words in the column of names, where places across the page are kept.
    name_width: usize,
    /// Whether lines with number and values lack the name: it stands above and below them.
    centred: bool,
    /// The widest label of a group in front of the number of a row, 0 when none stands there.
    group_width: usize,
}

/// A row as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) lines: Range<usize>,
    /// Tokens with their lines, by column.
    pub(crate) cells: Vec<Vec<(usize, Token)>>,
    pub(crate) cost: u32,
    /// Whether it only names a group.
    pub(crate) is_group: bool,
    /// Whether the values could stand in other columns as well.
    pub(crate) open: bool,
}

type Placed = (usize, Token);

/// Where the lines of broken cells stand beside the line with the values of their row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    /// Anywhere, each row by itself.
    Free,
    /// Below it.
    Top,
    /// Around it.
    Middle,
}

/// A reading of the whole block.
struct Reading {
    total: u32,
    rows: Vec<Row>,
    end: usize,
}

impl<'a> Block<'a> {
    pub(crate) fn new(
        text: &'a str,
        columns: &'a [Column],
        summed: bool,
        lines: &'a [Line],
        zones: Vec<Vec<(usize, usize)>>,
    ) -> Self {
        let mut block = Self {
            text,
            columns,
            summed,
            lines,
            zones,
            chain: Vec::new(),
            widest: 0,
            name_width: 0,
            centred: false,
            group_width: 0,
        };
        block.chain = block.count();
        block.group_width = block.widest_label();
        let bare =
            |at: &usize| block.chain[*at].is_some() && block.lines[*at].is_strong() && !block.named(*at);
        block.centred = (0..lines.len()).filter(bare).count() * 20 > lines.len();
        let mut widths: Vec<usize> = lines
            .iter()
            .filter_map(|line| match line.tokens.as_slice() {
                [only] if only.kind == Kind::Word => Some(only.to - only.from),
                _ => None,
            })
            .collect();
        widths.sort_unstable();
        block.widest = widths.get(widths.len() * 9 / 10).copied().unwrap_or(0);
        block.name_width = block.widest_name();
        block
    }

    /// The widest label of a group that the number of its row follows on the same line.
    fn widest_label(&self) -> usize {
        let order = |column: Column| self.columns.iter().position(|own| *own == column);
        if !matches!((order(Column::Group), order(Column::Ordinal)), (Some(group), Some(ordinal)) if group < ordinal)
        {
            return 0;
        }
        let label = |at: usize| {
            let line = self.lines.get(at).filter(|line| line.is_strong())?;
            let before = line.tokens.get(..self.chain.get(at).copied()??)?;
            before.iter().map(|token| token.to - token.from).max()
        };
        (0..self.lines.len()).filter_map(label).max().unwrap_or(0)
    }

    /// What it costs that a word stands in the column of groups although no label is that wide.
    pub(super) fn wide_label(&self, token: &Token) -> u32 {
        if self.group_width > 0 && token.to - token.from > self.group_width { 50 } else { 0 }
    }

    /// The widest words that stand in the column of names and in no other.
    fn widest_name(&self) -> usize {
        let Some(name) = self.columns.iter().position(|column| *column == Column::Name) else { return 0 };
        let over = |token: &Token, (from, to): (usize, usize)| token.from < to && from < token.to;
        self.lines
            .iter()
            .zip(&self.zones)
            .flat_map(|(line, zones)| line.tokens.iter().map(move |token| (token, zones)))
            .filter(|(token, zones)| {
                token.kind == Kind::Word
                    && zones.iter().enumerate().all(|(at, zone)| (at == name) == over(token, *zone))
            })
            .map(|(token, _)| token.to - token.from)
            .max()
            .unwrap_or(0)
    }

    /// The integers that count rows: 1, 2, 3 … near the beginning of lines.
    fn count(&self) -> Vec<Option<usize>> {
        let mut chain = vec![None; self.lines.len()];
        if !self.columns.contains(&Column::Ordinal) {
            return chain;
        }
        let mut expected = 1;
        for (at, line) in self.lines.iter().enumerate() {
            let found = line.tokens.iter().take(3).position(|token| {
                matches!(token.kind, Kind::Integer(number) if number == expected || (number == 1 && expected > 2))
            });
            // A value stands behind a value.
            let behind = |found: usize| {
                line.tokens[..found].iter().all(|token| token.kind == Kind::Word || token.kind == Kind::Unit)
            };
            if let Some(found) = found.filter(|found| behind(*found)) {
                chain[at] = Some(found);
                let Kind::Integer(number) = line.tokens[found].kind else { continue };
                expected = number + 1;
            }
        }
        chain
    }

    /// Whether words that could be a name stand on a line.
    fn named(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| {
            line.tokens
                .iter()
                .any(|token| token.kind == Kind::Word && self.of(token).chars().nth(1).is_some())
        })
    }

    fn of(&self, token: &Token) -> &'a str {
        token.span.of(self.text)
    }

    fn values(&self) -> usize {
        self.columns.iter().filter(|column| matches!(column, Column::Value | Column::Rate)).count()
    }

    /// The rows of the block, and how many lines they take.
    ///
    /// Most tables set all their cells alike: a reading in which every broken cell hangs below its line, or stands
    /// around it, goes before one that mixes the two, unless it costs much more.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    pub(crate) fn rows(&self) -> (Vec<Row>, usize) {
        let free = self.reading(Setting::Free);
        let broken = free.rows.iter().filter(|row| row.lines.len() > 1);
        let by_lines = broken.clone().filter(|row| is_by_lines(row)).count();
        if by_lines < 2 || by_lines * 3 < broken.count() * 2 {
            return (free.rows, free.end);
        }
        let allowed = free.total + cost::ALIKE * by_lines as u32;
        let alike = [Setting::Top, Setting::Middle].map(|setting| self.reading(setting));
        let best = alike.into_iter().filter(|one| one.end >= free.end).min_by_key(|one| one.total);
        let best = best.filter(|one| one.total <= allowed).unwrap_or(free);
        (best.rows, best.end)
    }

    /// The cheapest rows in which cells are set this way.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    fn reading(&self, setting: Setting) -> Reading {
        let n = self.lines.len();
        let mut best = vec![FAR; n + 1];
        let mut from = vec![0usize; n + 1];
        best[0] = 0;
        for start in 0..n {
            if best[start] >= FAR {
                continue;
            }
            for end in start + 1..=(start + MOST_LINES).min(n) {
                if self.too_much(start..end) {
                    break;
                }
                let Some(row) = self.row(start..end, setting) else { continue };
                let total = best[start] + row.cost + cost::ROW;
                if total < best[end] {
                    (best[end], from[end]) = (total, start);
                }
            }
            // A line that fits nowhere is left out, and the rows beside it are doubtful.
            let without = best[start] + cost::LEFT_OUT;
            if without < best[start + 1] {
                (best[start + 1], from[start + 1]) = (without, LEFT_OUT);
            }
        }
        // Lines behind the last row may belong to what follows the table.
        let strong = self.lines.iter().rposition(Line::is_strong).map_or(0, |at| at + 1);
        let left = |end: usize| (n - end) as u32 * cost::LINE_LEFT;
        let end = (strong..=n).filter(|end| best[*end] < FAR).min_by_key(|end| best[*end] + left(*end));
        let end = end.or_else(|| (0..=n).rev().find(|end| best[*end] < FAR && *end > 0));
        let Some(end) = end else { return Reading { total: FAR, rows: Vec::new(), end: 0 } };
        let mut rows: Vec<Row> = Vec::new();
        let mut left_out = false;
        let mut at = end;
        while at > 0 {
            let start = from[at];
            if start == LEFT_OUT {
                if let Some(row) = rows.last_mut() {
                    row.open = true;
                }
                left_out = true;
                at -= 1;
                continue;
            }
            let row = self.row(start..at, setting);
            rows.extend(row.map(|row| Row { open: row.open || left_out, ..row }));
            left_out = false;
            at = start;
        }
        rows.reverse();
        Reading { total: best[end] + left(end), rows, end }
    }

    /// Whether the lines hold more than one row.
    fn too_much(&self, lines: Range<usize>) -> bool {
        let (mut natures, mut counts, mut values) = (0, 0, 0);
        for at in lines {
            counts += usize::from(self.chain[at].is_some());
            for (nth, token) in self.lines[at].tokens.iter().enumerate() {
                match token.kind {
                    Kind::Nature => natures += 1,
                    Kind::Number | Kind::Dash => values += 1,
                    Kind::Integer(_) if self.chain[at] != Some(nth) => values += 1,
                    _ => {}
                }
            }
        }
        let several = self.columns.iter().filter(|column| **column == Column::Note).count();
        natures > 1 || counts > 2 || values > self.values() + several + 4
    }

    /// The cheapest reading of the lines as one row.
    fn row(&self, lines: Range<usize>, setting: Setting) -> Option<Row> {
        let ordered = self.ordered(lines.clone());
        let visual = self.visual(lines.clone(), setting);
        let group = self.group_row(lines.clone());
        let sums = self.sums_of_group(lines);
        [ordered, visual, group, sums]
            .into_iter()
            .flatten()
            .min_by_key(|row| row.cost)
            .filter(|row| row.cost < FAR)
    }

    /// A line of words alone that names a group, in a table without a column of groups.
    fn group_row(&self, lines: Range<usize>) -> Option<Row> {
        if lines.len() != 1 || self.columns.contains(&Column::Group) {
            return None;
        }
        let line = &self.lines[lines.start];
        let [only] = line.tokens.as_slice() else { return None };
        let text = self.of(only);
        if only.kind != Kind::Word
            || text.chars().nth(14).is_some()
            || text.ends_with(['，', '、'])
            || text.ends_with(['）', ')']) && marker::parse(text).is_none()
        {
            return None;
        }
        let mut cells = vec![Vec::new(); self.columns.len()];
        cells[0].push((lines.start, *only));
        Some(Row { lines, cells, cost: cost::GROUP_ROW, is_group: true, open: false })
    }

    /// 一、水利（3项） or 合计（9项） with the sums of its rows: the title reaches over several columns.
    fn sums_of_group(&self, lines: Range<usize>) -> Option<Row> {
        if lines.len() != 1 {
            return None;
        }
        let (title, sums) = self.lines[lines.start].tokens.split_first()?;
        let text = self.of(title);
        let front = text.split(['（', '(']).next().unwrap_or("");
        let numbered = marker::parse(text)
            .is_some_and(|mark| matches!(mark.style, marker::Style::Han | marker::Style::HanParen));
        let sum = |token: &Token| matches!(token.kind, Kind::Number | Kind::Integer(_) | Kind::Dash);
        let titled = numbered || is_sum(front) && front.len() < text.len();
        if !titled || title.kind != Kind::Word || sums.is_empty() || !sums.iter().all(sum) {
            return None;
        }
        let name = self.columns.iter().position(|column| *column == Column::Name)?;
        let mut free: Vec<usize> = (0..self.columns.len())
            .filter(|at| matches!(self.columns[*at], Column::Value | Column::Rate))
            .collect();
        let mut cells = vec![Vec::new(); self.columns.len()];
        cells[name].push((lines.start, *title));
        if self.zones.is_empty() && sums.len() != free.len() {
            return None;
        }
        for token in sums {
            let far = |at: &usize| self.distance(lines.start, token, *at);
            let at =
                if self.zones.is_empty() { 0 } else { (0..free.len()).min_by_key(|at| far(&free[*at]))? };
            cells[*free.get(at)?].push((lines.start, *token));
            free.drain(..=at);
        }
        Some(Row { lines, cells, cost: cost::SUMS, is_group: false, open: false })
    }

    fn skip(&self, column: Column) -> u32 {
        let aligned = !self.zones.is_empty();
        match column {
            Column::Ordinal => 60,
            Column::Group => 0,
            Column::Name => 1000,
            Column::Unit => {
                if aligned {
                    15
                } else {
                    40
                }
            }
            Column::Value => {
                if aligned {
                    8
                } else {
                    30
                }
            }
            Column::Rate => {
                if aligned {
                    6
                } else {
                    25
                }
            }
            Column::Nature => {
                if aligned {
                    15
                } else {
                    30
                }
            }
            Column::Body | Column::Text | Column::Years => 10,
            Column::Note => 5,
        }
    }

    /// What it costs that a token stands in a column; `joined` when another stands in the cell before it.
    #[expect(
        clippy::too_many_lines,
        reason = "the costs of a word in a column, added up in one place so that they can be compared"
    )]
    fn fit(&self, (at, token): &Placed, column: usize, joined: bool) -> u32 {
        let counted = self.chain[*at]
            .is_some_and(|nth| self.lines[*at].tokens.get(nth).is_some_and(|t| t.span == token.span));
        let text = self.of(token);
        let kind = token.kind;
        let fit = match self.columns[column] {
            Column::Ordinal => match kind {
                Kind::Integer(_) if counted => 0,
                Kind::Integer(_) => 150,
                _ => return FAR,
            },
            _ if counted => 250,
            Column::Group => match kind {
                Kind::Word if joined => 2 + self.wide_label(token),
                Kind::Word => {
                    let long = text.chars().nth(8).is_some();
                    12 + self.wide_label(token)
                        + if long { 30 } else { 0 }
                        + if text.contains(['（', '(', '）', ')']) { 45 } else { 0 }
                }
                Kind::Unit => 60,
                _ => return FAR,
            },
            Column::Name => match kind {
                Kind::Word if text.starts_with(['[', '〔']) => 80,
                Kind::Word => 0,
                Kind::Unit if joined => 8,
                Kind::Unit => 30,
                Kind::Integer(_) | Kind::Number if joined => 90,
                Kind::Integer(_) | Kind::Number => 250,
                Kind::Dash => 400,
                Kind::Nature | Kind::Years => return FAR,
            },
            Column::Unit => match kind {
                Kind::Unit => 0,
                Kind::Dash => 5,
                Kind::Word if text.chars().nth(4).is_none() => 60,
                Kind::Word => 250,
                Kind::Integer(_) | Kind::Number => 500,
                Kind::Nature | Kind::Years => return FAR,
            },
            Column::Value | Column::Rate => match kind {
                Kind::Number if self.columns[column] == Column::Value && text.starts_with(['[', '〔']) => 6,
                Kind::Number | Kind::Integer(_)
                    if self.columns[column] == Column::Rate
                        && self.summed
                        && !text.starts_with(['[', '〔', '（', '(']) =>
                {
                    10
                }
                Kind::Number | Kind::Integer(_) | Kind::Dash => 0,
                Kind::Word if joined => 5,
                Kind::Word if says_a_value(text) => 20,
                Kind::Word => 75,
                Kind::Unit if joined => 60,
                Kind::Unit => 150,
                Kind::Years => 200,
                Kind::Nature => return FAR,
            },
            Column::Years => match kind {
                Kind::Years => 0,
                Kind::Dash => 5,
                Kind::Word if text.contains('年') => 10,
                Kind::Number | Kind::Integer(_) if is_year(text) => 20,
                _ => 250,
            },
            Column::Text => match kind {
                Kind::Word => 2,
                Kind::Dash => 5,
                Kind::Unit => 20,
                Kind::Number | Kind::Integer(_) => 200,
                Kind::Nature | Kind::Years => return FAR,
            },
            Column::Nature => match kind {
                Kind::Nature => 0,
                _ if joined && text == "性" => 0,
                Kind::Dash => 30,
                _ => return FAR,
            },
            Column::Body => match kind {
                Kind::Word => 8,
                Kind::Unit => 30,
                _ => 250,
            },
            Column::Note => match kind {
                Kind::Word if text.chars().nth(1).is_none() => 0,
                Kind::Word => 15,
                Kind::Number | Kind::Integer(_) => 20,
                Kind::Dash => 5,
                Kind::Unit => 15,
                Kind::Years => 40,
                Kind::Nature => return FAR,
            },
        };
        fit + self.distance(*at, token, column)
    }

    /// What it costs that a token stands beside its column.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    fn distance(&self, at: usize, token: &Token, column: usize) -> u32 {
        let Some((from, to)) = self.zones.get(at).and_then(|zones| zones.get(column)).copied() else {
            return 0;
        };
        let apart = from.saturating_sub(token.to).max(token.from.saturating_sub(to));
        let middle = token.from.midpoint(token.to).abs_diff(from.midpoint(to));
        (apart as u32 * 7).min(70) + if apart == 0 { (middle as u32 / 4).min(3) } else { 4 }
    }

    /// What it costs that `second` goes on with the cell of `first`; `open` when a bracket is open before it.
    fn join(&self, first: &Placed, second: &Placed, column: usize, open: bool) -> u32 {
        let breaks = first.0 != second.0;
        let (a, b) = (self.of(&first.1), self.of(&second.1));
        let column = self.columns[column];
        if column == Column::Ordinal || is_sum(a) || is_sum(b) {
            return FAR;
        }
        if open && column != Column::Unit {
            return 0;
        }
        match column {
            Column::Nature => {
                if matches!((a, b), ("预期" | "约束", "性")) {
                    0
                } else {
                    FAR
                }
            }
            Column::Years => 60,
            Column::Name | Column::Group | Column::Body | Column::Note | Column::Text => {
                if !breaks {
                    let ascii = a.ends_with(|c: char| c.is_ascii()) || b.starts_with(|c: char| c.is_ascii());
                    return if ascii && column == Column::Name { 8 } else { 30 };
                }
                if b.starts_with(['（', '(']) {
                    return 0;
                }
                let closes = a.ends_with(['）', ')']) && {
                    let inner = a.trim_end_matches(['）', ')']);
                    let unit = inner.rsplit(['（', '(']).next().unwrap_or("");
                    is_unit(unit)
                };
                let early = if column == Column::Name { self.ends_early(first, &second.1) } else { 0 };
                3 + if closes { 60 } else { 0 } + early
            }
            Column::Unit => {
                let halves = a.ends_with('/') || b.starts_with(['（', '(', '/']) || a.chars().count() <= 2;
                let rest = b.chars().count() <= 3 && a.chars().count() <= 5;
                if breaks && (halves || rest) && is_unit(b) {
                    // 度 above 个 is no unit.
                    let ended = unit::is_whole(a) && !b.starts_with(['（', '(', '/']);
                    if ended && !unit::is_whole(&format!("{a}{b}")) { 40 } else { 3 }
                } else if breaks {
                    40
                } else {
                    80
                }
            }
            Column::Value | Column::Rate => match first.1.kind {
                Kind::Word if breaks => 5,
                Kind::Word => 30,
                _ => 250,
            },
            Column::Ordinal => FAR,
        }
    }

    /// What it costs that a name goes on below a line on which the next word would have had room.
    fn ends_early(&self, first: &Placed, next: &Token) -> u32 {
        let width = first.1.to - first.1.from;
        if self.zones.get(first.0).is_some() {
            return if width + 3 < self.name_width { 15 } else { 0 };
        }
        if self.centred {
            return 0;
        }
        let room = self.widest.saturating_sub(width);
        let text = self.of(next);
        // A number or a word of letters moves to the next line whole, and no line ends with a bracket that opens.
        let letters = text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '.').count();
        let needed = match text.chars().next() {
            Some(c) if OPENING.contains(&c) => 4,
            _ => letters.max(2),
        };
        let alone = self.lines.get(first.0).is_some_and(|line| !line.is_strong());
        match () {
            () if room > needed + 1 => 15 - if alone { 0 } else { 7 },
            () if room >= needed => 10 - if alone { 0 } else { 5 },
            () => 0,
        }
    }

    /// The cost of what a row lacks beyond single empty cells; `skipped` when those are counted already.
    fn missing(&self, cells: &[Vec<Placed>], skipped: bool) -> u32 {
        let mut total = 0;
        if !skipped {
            let empty = self.columns.iter().zip(cells).filter(|(_, cell)| cell.is_empty());
            total += empty.map(|(column, _)| self.skip(*column)).sum::<u32>();
        }
        let valued = self
            .columns
            .iter()
            .zip(cells)
            .any(|(column, cell)| matches!(column, Column::Value | Column::Rate) && !cell.is_empty());
        let named =
            self.columns.iter().zip(cells).filter(|(column, _)| **column == Column::Name).all(|(_, cell)| {
                let letters =
                    cell.iter().flat_map(|(_, token)| self.of(token).chars()).filter(|c| c.is_alphabetic());
                letters.count() >= 2
            });
        let first = cells.iter().flatten().any(|(at, _)| *at == 0);
        let ungrouped = first
            && self
                .columns
                .iter()
                .zip(cells)
                .any(|(column, cell)| *column == Column::Group && cell.is_empty());
        // Words of the row above are no part of the label that follows them.
        let label = self.columns.iter().position(|column| *column == Column::Group);
        let letters = label
            .and_then(|at| cells.get(at))
            .map_or(0, |cell| cell.iter().map(|(_, token)| self.of(token).chars().count()).sum::<usize>());
        // A cell that ends with a comma goes on in the next line.
        let goes_on = |cell: &&Vec<Placed>| {
            cell.last().is_some_and(|(_, token)| self.of(token).ends_with(['，', '、']))
        };
        total
            + if valued { 0 } else { cost::NO_VALUES }
            + if named { 0 } else { cost::NO_VALUES }
            + if cells.iter().any(|cell| goes_on(&cell)) { cost::OPEN_END } else { 0 }
            + cells.iter().filter(|cell| !self.is_closed(cell)).map(|_| cost::OPEN_END).sum::<u32>()
            + if ungrouped { 20 } else { 0 }
            + if letters > LONGEST_LABEL { 25 } else { 0 }
    }

    /// Whether every square bracket of a cell has its other half in it: 〔 and [ stand around what is one value, so that half
    /// of a pair belongs to the row above or below.
    fn is_closed(&self, cell: &[Placed]) -> bool {
        let mut open = 0_usize;
        for sign in cell.iter().flat_map(|(_, token)| self.of(token).chars()) {
            match sign {
                '[' | '〔' | '［' => open += 1,
                ']' | '〕' | '］' if open == 0 => return false,
                ']' | '〕' | '］' => open -= 1,
                _ => {}
            }
        }
        open == 0
    }

    /// Whether fewer values than columns stand in the row and nothing says which column is empty.
    fn is_open(&self, cells: &[Vec<Placed>], tokens: &[Placed]) -> bool {
        if !self.zones.is_empty() || tokens.iter().any(|(_, token)| token.gap >= 2) {
            return false;
        }
        let columns: Vec<usize> = (0..self.columns.len())
            .filter(|column| matches!(self.columns[*column], Column::Value | Column::Rate))
            .collect();
        let filled: Vec<usize> =
            columns.iter().copied().filter(|column| !cells[*column].is_empty()).collect();
        if filled.is_empty() || filled.len() == columns.len() {
            return false;
        }
        let firsts: Vec<Placed> = filled.iter().map(|column| cells[*column][0]).collect();
        let price = |chosen: &[usize]| -> u32 {
            let fits: u32 =
                firsts.iter().zip(chosen).map(|(token, column)| self.fit(token, *column, false)).sum();
            let empty = columns.iter().filter(|column| !chosen.contains(column));
            fits + empty.map(|column| self.skip(self.columns[*column])).sum::<u32>()
        };
        let own = price(&filled);
        choices(&columns, filled.len())
            .into_iter()
            .any(|other| other != filled && price(&other) <= own + cost::OPEN)
    }
}

/// Whether some cell of a row goes on below words of a later column.
fn is_by_lines(row: &Row) -> bool {
    let last = |column: usize| row.cells[column].last().map(|(line, _)| *line);
    (0..row.cells.len()).any(|column| {
        let first = |later: &Vec<Placed>| later.first().map(|(line, _)| *line);
        row.cells[column + 1..]
            .iter()
            .filter_map(first)
            .any(|line| last(column).is_some_and(|own| own > line))
    })
}

/// All ways to choose `count` of a few columns, in their order.
fn choices(columns: &[usize], count: usize) -> Vec<Vec<usize>> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new()];
    for column in columns.iter().take(12) {
        let longer: Vec<Vec<usize>> = out
            .iter()
            .filter(|chosen| chosen.len() < count)
            .map(|chosen| chosen.iter().copied().chain([*column]).collect())
            .collect();
        out.extend(longer);
    }
    out.retain(|chosen| chosen.len() == count);
    out
}

/// 2027, as a year alone stands among years.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) && matches!(text.get(..2), Some("19" | "20"))
}

/// 小计, 合 计, 总计: the name of a row of sums, which nothing goes on with.
pub(crate) fn is_sum(text: &str) -> bool {
    let bare = || text.chars().filter(|c| !c.is_whitespace());
    ["小计", "合计", "总计", "共计"].iter().any(|word| bare().eq(word.chars()))
}

/// Words that stand for a value: 完成省下达任务, 与经济增长基本同步, [确保完成….
fn says_a_value(text: &str) -> bool {
    const WORDS: [&str; 18] = [
        "完成",
        "达到",
        "控制",
        "下达",
        "要求",
        "稳定",
        "基本",
        "同步",
        "优于",
        "保持",
        "不低于",
        "国家",
        "任务",
        "持续",
        "累计",
        "上级",
        "以内",
        "全面",
    ];
    text.starts_with(['[', '〔'])
        || text.contains(|c: char| c.is_ascii_digit())
        || WORDS.iter().any(|word| text.contains(word))
}
