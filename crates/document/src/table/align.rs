//! Lays the lines of a row out over the columns.

use super::lines::{Row, Slot, SlotKind};
use crate::piece::Flow;

/// What the cells of each column usually are, from the rows that have one line for each column.
#[derive(Debug)]
pub(crate) struct Profile {
    columns: Vec<Column>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Column {
    figures: usize,
    words: usize,
    empty: usize,
    /// Sum of the lengths of the cells that are not empty.
    length: usize,
}

/// Heads that stand alone, so that the line after or before them is another cell.
const WHOLE_HEADS: [&str; 11] =
    ["序号", "编号", "单位", "类别", "备注", "项目名称", "项目类别", "主要指标", "指标名称", "地区", "地市"];

/// Penalties; only their order matters.
mod cost {
    pub(super) const FAR: u32 = 1 << 24;
    /// More lines between two running numbers are cut without looking.
    pub(super) const MOST_SLOTS: usize = 400;
    pub(super) const ROW: u32 = 3;
    pub(super) const TITLE_ROW: u32 = 2;
    pub(super) const UNLIKE_START: u32 = 12;
    pub(super) const WRONG_KIND: u32 = 8;
    pub(super) const EMPTY_COLUMN: u32 = 6;
    pub(super) const BROKEN_CELL: u32 = 4;
    pub(super) const BROKEN_FIGURE: u32 = 8;
    pub(super) const UNLIKE_HALVES: u32 = 2;
    pub(super) const OTHER_LENGTH: u32 = 1;
}

impl Profile {
    pub(crate) fn of<'a>(rows: impl Iterator<Item = &'a [Slot]>, columns: usize) -> Self {
        let mut profile = vec![Column::default(); columns];
        for row in rows {
            for (column, slot) in profile.iter_mut().zip(row) {
                match slot.kind {
                    SlotKind::Empty => column.empty += 1,
                    SlotKind::Figure => column.figures += 1,
                    SlotKind::Word => column.words += 1,
                }
                column.length += slot.length;
            }
        }
        Self { columns: profile }
    }

    fn len(&self) -> usize {
        self.columns.len()
    }

    fn kind_cost(&self, column: usize, kind: SlotKind) -> u32 {
        let known = self.columns[column];
        match kind {
            SlotKind::Figure if known.words > known.figures => cost::WRONG_KIND,
            SlotKind::Word if known.figures > known.words => cost::WRONG_KIND,
            _ => 0,
        }
    }

    /// A cell far from the usual length of its column, when that is known.
    fn length_cost(&self, column: usize, length: usize) -> u32 {
        let known = self.columns[column];
        let usual = known.length / (known.figures + known.words).max(1);
        if usual == 0 || (length <= usual * 3 + 4 && usual <= length * 3 + 4) {
            0
        } else {
            cost::OTHER_LENGTH
        }
    }
}

/// The rows between one running number and the next: the numbered row, then perhaps rows of parts, sums
/// and group titles. They are cut so that the rows agree best with the profile.
pub(crate) fn rows_between(flow: &Flow, slots: &[Slot], profile: &Profile, rows: &mut Vec<Row>) {
    let (columns, n) = (profile.len(), slots.len());
    if n == columns {
        rows.push(slots.iter().map(|slot| vec![*slot]).collect());
        return;
    }
    if n > cost::MOST_SLOTS {
        rows.extend(slots.chunks(columns).map(|row| laid_out(flow, row, profile)));
        return;
    }
    let fewest = columns.saturating_sub(3).max(1);
    let mut best = vec![cost::FAR; n + 1];
    let mut from = vec![(0usize, false); n + 1];
    best[0] = 0;
    for start in 0..n {
        if best[start] >= cost::FAR {
            continue;
        }
        let most = (columns + 5).min(n - start);
        let layout = Layout::of(flow, &slots[start..start + most], profile);
        let begins = if start == 0 { 0 } else { unlike_a_start(flow, &slots[start..]) };
        for length in 1..=most {
            let end = start + length;
            let title = start > 0 && is_title_row(flow, &slots[start..end]);
            let row = if title {
                cost::TITLE_ROW
            } else if length >= fewest || end == n {
                layout.cost(length) + cost::ROW + begins
            } else {
                continue;
            };
            if best[start] + row < best[end] {
                best[end] = best[start] + row;
                from[end] = (start, title);
            }
        }
    }
    let mut cut = Vec::new();
    let mut end = n;
    while end > 0 && best[end] < cost::FAR {
        let (start, title) = from[end];
        let part = &slots[start..end];
        cut.push(if title { title_row(part, columns) } else { laid_out(flow, part, profile) });
        end = start;
    }
    rows.extend(cut.into_iter().rev());
}

/// Rows behind the numbered one begin with an empty cell, a sum or a number in parentheses.
fn unlike_a_start(flow: &Flow, slots: &[Slot]) -> u32 {
    let text = slots[0].piece.map_or("", |piece| flow.pieces[piece].span.of(&flow.text));
    let likely = slots[0].kind == SlotKind::Empty || super::is_sum(text) || text.starts_with(['（', '(']);
    if likely { 0 } else { cost::UNLIKE_START }
}

/// A group title: one line with empty cells around it, or one that ends in a colon.
fn is_title_row(flow: &Flow, slots: &[Slot]) -> bool {
    let mut filled = slots.iter().filter(|slot| slot.kind != SlotKind::Empty);
    let (Some(only), None) = (filled.next(), filled.next()) else { return false };
    let text = only.piece.map_or("", |piece| flow.pieces[piece].span.of(&flow.text));
    only.kind == SlotKind::Word && (slots.len() > 1 || text.ends_with(['：', ':']))
}

fn title_row(slots: &[Slot], columns: usize) -> Row {
    let mut row: Row = vec![Vec::new(); columns];
    row[0] = slots.iter().filter(|slot| slot.kind != SlotKind::Empty).copied().collect();
    row
}

/// Lays `slots` out over the columns at the least cost: columns may stay empty, cells may be broken over
/// several lines.
fn laid_out(flow: &Flow, slots: &[Slot], profile: &Profile) -> Row {
    let mut row = Layout::of(flow, slots, profile).row(slots);
    let first = row.iter().position(|cell| cell.iter().any(|slot| slot.kind != SlotKind::Empty)).unwrap_or(0);
    let is_sum =
        |slot: &Slot| slot.piece.is_some_and(|piece| super::is_sum(flow.pieces[piece].span.of(&flow.text)));
    if row[first].iter().any(is_sum) {
        row.swap(0, first);
    }
    row
}

/// The cheapest layouts of all beginnings of a run of slots.
struct Layout {
    columns: usize,
    slots: usize,
    /// Least cost of the first `s` slots in the first `c` columns, at `c * (slots + 1) + s`.
    best: Vec<u32>,
    /// Lines of the last of these columns.
    took: Vec<u8>,
}

impl Layout {
    #[expect(clippy::cast_possible_truncation, reason = "at most the lines of one cell")]
    fn of(flow: &Flow, slots: &[Slot], profile: &Profile) -> Self {
        const MOST_LINES: usize = 6;
        let (columns, n) = (profile.len(), slots.len());
        let width = n + 1;
        let breaks: Vec<u32> = slots.windows(2).map(|pair| break_cost(flow, pair[0], pair[1])).collect();
        let mut best = vec![cost::FAR; (columns + 1) * width];
        let mut took = vec![0u8; (columns + 1) * width];
        best[0] = 0;
        for column in 0..columns {
            for done in 0..=n {
                let so_far = best[column * width + done];
                if so_far >= cost::FAR {
                    continue;
                }
                let mut broken = 0;
                for lines in 0..=MOST_LINES.min(n - done) {
                    if lines > 1 {
                        broken += breaks[done + lines - 2];
                    }
                    let total = so_far + broken + cell_cost(&slots[done..done + lines], column, profile);
                    let at = (column + 1) * width + done + lines;
                    if total < best[at] {
                        best[at] = total;
                        took[at] = lines as u8;
                    }
                }
            }
        }
        Self { columns, slots: n, best, took }
    }

    /// The cost of laying out the first `length` slots.
    fn cost(&self, length: usize) -> u32 {
        self.best[self.columns * (self.slots + 1) + length]
    }

    /// The cells of all slots; what is far too much for the columns is left in the first ones.
    fn row(&self, slots: &[Slot]) -> Row {
        let mut row: Row = vec![Vec::new(); self.columns];
        let mut end = self.slots;
        for column in (0..self.columns).rev() {
            let lines = usize::from(self.took[(column + 1) * (self.slots + 1) + end]).min(end);
            row[column] = slots[end - lines..end].to_vec();
            end -= lines;
        }
        if end > 0 {
            row[0].splice(0..0, slots[..end].iter().copied());
        }
        row
    }
}

fn cell_cost(cell: &[Slot], column: usize, profile: &Profile) -> u32 {
    let Some(first) = cell.first() else {
        return cost::EMPTY_COLUMN;
    };
    if first.kind == SlotKind::Empty {
        return 0;
    }
    let length = cell.iter().map(|slot| slot.length).sum();
    profile.kind_cost(column, first.kind) + profile.length_cost(column, length)
}

/// What it costs to take `second` for a further line of the cell of `first`.
fn break_cost(flow: &Flow, first: Slot, second: Slot) -> u32 {
    let (Some(a), Some(b)) = (first.piece, second.piece) else {
        return cost::WRONG_KIND * 2;
    };
    let (a, b) = (flow.pieces[a].span.of(&flow.text), flow.pieces[b].span.of(&flow.text));
    if goes_on(a, b) {
        return 0;
    }
    let figure = first.kind == SlotKind::Figure || second.kind == SlotKind::Figure;
    let alike = first.length.abs_diff(second.length) <= 1 && kinds_of_chars(a) == kinds_of_chars(b);
    cost::BROKEN_CELL
        + if figure { cost::BROKEN_FIGURE } else { 0 }
        + if alike { 0 } else { cost::UNLIKE_HALVES }
        + if second.length > first.length && !alike { cost::OTHER_LENGTH } else { 0 }
}

/// Whether the line `b` certainly goes on with the cell that `a` began.
fn goes_on(a: &str, b: &str) -> bool {
    let open = a.chars().filter(|c| matches!(c, '（' | '(' | '“' | '《' | '[')).count();
    let closed = a.chars().filter(|c| matches!(c, '）' | ')' | '”' | '》' | ']')).count();
    a.ends_with(['、', '，', '；', ';', '-', '—']) && a.chars().count() > 2
        || open > closed
        || b.starts_with(['（', '(', '[', '）', ')', '、', '，', '。'])
}

/// Whether a text has letters, digits and signs: halves of one cell that list alternatives look alike.
fn kinds_of_chars(text: &str) -> (bool, bool, bool) {
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let letters = text.contains(|c: char| c.is_alphabetic());
    (digits, letters, text.contains(['≥', '≤', '<', '>', '%']))
}

/// Slots grouped into cells where one line certainly goes on with the one before.
pub(crate) fn joined(flow: &Flow, slots: &[Slot]) -> Vec<Vec<Slot>> {
    let mut cells: Vec<Vec<Slot>> = Vec::new();
    for slot in slots {
        let on =
            cells.last().and_then(|cell| cell.last()).is_some_and(|last| match (last.piece, slot.piece) {
                (Some(a), Some(b)) => {
                    goes_on(flow.pieces[a].span.of(&flow.text), flow.pieces[b].span.of(&flow.text))
                }
                _ => false,
            });
        match cells.last_mut() {
            Some(cell) if on => cell.push(*slot),
            _ => cells.push(vec![*slot]),
        }
    }
    cells
}

/// The head rows: one, or two where empty cells show that some heads reach over both.
pub(crate) fn head(flow: &Flow, slots: &[Slot], profile: &Profile) -> Vec<Row> {
    let columns = profile.len();
    let mut slots = slots;
    // A group title may stand between the head and the first row: one line with empty cells around it.
    let title = trailing_title(flow, slots);
    let mut rows = Vec::new();
    if let Some(start) = title {
        let only = slots[start..].iter().find(|slot| slot.kind != SlotKind::Empty).copied();
        let mut row: Row = vec![Vec::new(); columns];
        row[0] = only.into_iter().collect();
        rows.push(row);
        slots = &slots[..start];
        while slots.last().is_some_and(|slot| slot.kind == SlotKind::Empty) {
            slots = &slots[..slots.len() - 1];
        }
    }
    let cells = joined(flow, slots);
    let first_empty = cells.iter().position(|cell| cell[0].kind == SlotKind::Empty);
    let head = match first_empty {
        Some(at) if at < columns && at > 0 && cells.len() > columns => two_rows(&cells, at, profile),
        _ if cells.len() == columns => vec![cells],
        _ if cells.len() > columns => vec![head_row(flow, &cells, profile)],
        _ => vec![short_row(cells, columns)],
    };
    head.into_iter().chain(rows).collect()
}

fn short_row(mut cells: Row, columns: usize) -> Row {
    cells.resize_with(columns, Vec::new);
    cells
}

/// Where a group title that closes the head begins: a lone line behind at least one empty cell.
fn trailing_title(flow: &Flow, slots: &[Slot]) -> Option<usize> {
    let last = slots.iter().rposition(|slot| slot.kind != SlotKind::Empty)?;
    let text = flow.pieces[slots[last].piece?].span.of(&flow.text);
    let empties_behind = slots.len() - last - 1;
    let empty_before = last > 0 && slots[last - 1].kind == SlotKind::Empty;
    if text.ends_with(['：', ':']) {
        return Some(last);
    }
    (empties_behind > 0).then_some(if empty_before { last - 1 } else { last })
}

/// Heads over two rows: the empty cells of the second row lie below heads that cover both.
fn two_rows(cells: &[Vec<Slot>], at: usize, profile: &Profile) -> Vec<Row> {
    let columns = profile.len();
    let (first, second) = cells.split_at(at);
    let covered = second.iter().take_while(|cell| cell[0].kind == SlotKind::Empty).count();
    let leaves: Vec<Vec<Slot>> = second[covered..].to_vec();
    // Heads that cover both rows, each one column wide but for one that may cover a group and its names.
    let single = columns.saturating_sub(leaves.len());
    let spare = single.saturating_sub(covered.min(first.len()));
    let wide = if spare > 0 { group_column(profile).min(covered.saturating_sub(1)) } else { usize::MAX };
    let mut top: Row = vec![Vec::new(); columns];
    let mut column = 0;
    for (nth, cell) in first.iter().enumerate() {
        if column < columns {
            top[column].clone_from(cell);
        }
        column += 1 + if nth == wide { spare } else { 0 };
        if nth + 1 > covered {
            // Heads above the leaves: spread evenly.
            let above = first.len() - covered;
            column += (leaves.len() / above.max(1)).saturating_sub(1);
        }
    }
    let mut bottom: Row = vec![Vec::new(); columns];
    for (nth, leaf) in leaves.into_iter().enumerate() {
        if let Some(cell) = bottom.get_mut(single + nth) {
            *cell = leaf;
        }
    }
    vec![top, bottom]
}

/// The column of words that is empty most often: labels of groups stand there.
fn group_column(profile: &Profile) -> usize {
    (0..profile.len())
        .max_by_key(|column| (profile.columns[*column].empty, profile.len() - column))
        .unwrap_or(0)
}

/// One head row from more lines than columns: the cheapest joins of neighbours.
fn head_row(flow: &Flow, cells: &[Vec<Slot>], profile: &Profile) -> Row {
    let mut cells: Row = cells.iter().filter(|cell| cell[0].kind != SlotKind::Empty).cloned().collect();
    let text = |cell: &[Slot]| -> String {
        cell.iter()
            .filter_map(|slot| slot.piece)
            .map(|piece| flow.pieces[piece].span.of(&flow.text))
            .collect()
    };
    while cells.len() > profile.len() {
        let join = (1..cells.len()).min_by_key(|at| {
            let (a, b) = (text(&cells[at - 1]), text(&cells[*at]));
            let whole = |head: &str| usize::from(WHOLE_HEADS.contains(&head)) * 8;
            let (long, short) = (a.chars().count(), b.chars().count());
            // Two heads of a corner cell name rows and columns alike: they come first and sound alike.
            let corner = *at == 1 && a.chars().last() == b.chars().last() && long == short;
            let narrow = usize::from(long != short) + usize::from(short > long) * 2;
            let halves = if corner { 0 } else { 8 + narrow + short.min(6) };
            // “十四五” and 其中： only qualify what follows; a year begins a head of its own.
            let qualifies = if a.ends_with(['”', '：', '的']) { 6 } else { 0 };
            let year = usize::from(b.starts_with(|c: char| c.is_ascii_digit())) * 8;
            (whole(&a) + whole(&b) + halves + year).saturating_sub(qualifies)
        });
        let Some(at) = join else { break };
        let second = cells.remove(at);
        cells[at - 1].extend(second);
    }
    short_row(cells, profile.len())
}
