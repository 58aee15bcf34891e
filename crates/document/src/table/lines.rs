//! Tables that a converter wrote one cell to a line.
//!
//! A line is a cell; a cell that merging left empty shows as twice the usual gap, or not at all; a cell
//! of several lines shows as several. The rows are found first, from the running number in the first
//! column or, without one, from the places of the figures; then the lines of each row are laid out over
//! the columns so that they agree best with the other rows.

use super::align::{self, Profile};
use super::merge::is_figure;
use crate::caption::{self, Kind};
use crate::marker::{self, Style};
use crate::piece::{Content, Flow, Piece};
use source::Span;

/// A table has at most so many columns.
const MOST_COLUMNS: usize = 16;

/// The next running number stands no further away than so many rows: rows without a number lie between.
const REACH: usize = 12;

/// A cell of the running-number column says one of these in the head.
const ORDINAL_HEADS: [&str; 4] = ["序号", "编号", "No.", "序 号"];

/// One line of the table, or the place of an empty cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    /// The piece, `None` for an empty cell.
    pub(crate) piece: Option<usize>,
    pub(crate) kind: SlotKind,
    /// Characters.
    pub(crate) length: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlotKind {
    Empty,
    Figure,
    Word,
}

/// A row: for each column the slots in it.
pub(crate) type Row = Vec<Vec<Slot>>;

/// Replaces every run of lines that reads as a table by one piece of rows.
pub(crate) fn recognise(flow: &mut Flow) {
    let mut found: Vec<(usize, usize, Vec<Row>)> = Vec::new();
    let mut at = 0;
    while at < flow.pieces.len() {
        let start = start_of(flow, at);
        at += 1;
        if let Some(start) = start
            && let Some((end, rows)) = read(flow, start)
        {
            found.push((start, end, rows));
            at = end;
        }
    }
    if found.is_empty() {
        return;
    }
    let mut old: Vec<Option<Piece>> = std::mem::take(&mut flow.pieces).into_iter().map(Some).collect();
    let spans: Vec<Span> = old.iter().flatten().map(|piece| piece.span).collect();
    let mut next = 0;
    for (start, end, rows) in found {
        flow.pieces.extend(old[next..start].iter_mut().filter_map(Option::take));
        next = end;
        let span = spans[start..end].iter().copied().reduce(Span::cover).unwrap_or_default();
        let rows = rows
            .into_iter()
            .map(|row| {
                let cell =
                    |slots: Vec<Slot>| slots.iter().filter_map(|slot| slot.piece).map(|p| spans[p]).collect();
                row.into_iter().map(cell).collect()
            })
            .collect();
        if let Some(first) = old[start].take() {
            flow.pieces.push(Piece { span, content: Content::Rows { rows, breaks: Vec::new() }, ..first });
        }
    }
    flow.pieces.extend(old[next..].iter_mut().filter_map(Option::take));
}

/// Where the cells begin when a table may begin at `at`: behind a caption, or at the head of a running number.
fn start_of(flow: &Flow, at: usize) -> Option<usize> {
    let piece = &flow.pieces[at];
    let text = piece.span.of(&flow.text);
    if !piece.is_text() {
        return None;
    }
    if ORDINAL_HEADS.contains(&text) {
        return Some(at);
    }
    let caption = caption::parse(text).is_some_and(|caption| caption.kind == Kind::Table);
    let is_head = |next: &usize| {
        flow.pieces
            .get(*next)
            .is_some_and(|piece| piece.is_text() && ORDINAL_HEADS.contains(&piece.span.of(&flow.text)))
    };
    // A caption of a number alone has its title on the next line.
    let bare = caption::parse(text).is_some_and(|caption| caption.title >= text.len());
    let mut first = at + 1 + usize::from(bare);
    while flow.pieces.get(first).is_some_and(|piece| is_note(piece.span.of(&flow.text))) {
        first += 1;
    }
    caption.then(|| (first..first + 2).find(is_head).unwrap_or(first))
}

/// 单位：亿元 and the like between caption and head.
fn is_note(text: &str) -> bool {
    text.trim_start_matches(['（', '(']).starts_with("单位") && text.contains(['：', ':'])
}

/// Reads the table whose first cell is `start`; gives the first piece behind it and the rows.
fn read(flow: &Flow, start: usize) -> Option<(usize, Vec<Row>)> {
    let slots = slots(flow, start);
    if slots.len() < 4 {
        return None;
    }
    let (rows, used) = counted(flow, &slots).or_else(|| uncounted(flow, &slots))?;
    let last = slots[..used].iter().rev().find_map(|slot| slot.piece)?;
    Some((last + 1, rows))
}

/// The lines from `start` that could be cells, with the empty cells between them.
fn slots(flow: &Flow, start: usize) -> Vec<Slot> {
    let base = usual_gap(flow, start);
    let mut slots = Vec::new();
    for at in start..flow.pieces.len() {
        let piece = &flow.pieces[at];
        let text = piece.span.of(&flow.text);
        if !piece.is_text() || piece.glued || (at > start && ends_region(text)) {
            break;
        }
        if at > start && !piece.page_break {
            let empty = usize::from(piece.blanks).saturating_sub(base) / (base + 1);
            let kind = SlotKind::Empty;
            slots.extend((0..empty.min(MOST_COLUMNS)).map(|_| Slot { piece: None, kind, length: 0 }));
        }
        let kind = if is_figure(text) { SlotKind::Figure } else { SlotKind::Word };
        slots.push(Slot { piece: Some(at), kind, length: text.chars().take(400).count() });
    }
    slots
}

/// Whether a line cannot be a cell of the table before it.
fn ends_region(text: &str) -> bool {
    ORDINAL_HEADS.contains(&text)
        || text.starts_with("注：")
        || text.starts_with("注:")
        || text.starts_with("资料来源")
        || caption::parse(text).is_some()
        || marker::parse(text).is_some_and(|mark| mark.style.is_division())
}

/// The commonest number of empty lines between the next lines.
fn usual_gap(flow: &Flow, start: usize) -> usize {
    let mut counts = [0usize; 4];
    for piece in flow.pieces.iter().skip(start + 1).take(60) {
        if let Some(count) = counts.get_mut(usize::from(piece.blanks)) {
            *count += 1;
        }
    }
    (0..counts.len()).max_by_key(|gap| (counts[*gap], counts.len() - gap)).unwrap_or(0)
}

/// Rows by the running number in the first column.
fn counted(flow: &Flow, slots: &[Slot]) -> Option<(Vec<Row>, usize)> {
    let is = |at: usize, number: usize| {
        slots.get(at).and_then(|slot| slot.piece).is_some_and(|piece| {
            let text = flow.pieces[piece].span.of(&flow.text);
            text.parse() == Ok(number) && text.len() <= 4
        })
    };
    let first = (2..slots.len().min(3 * MOST_COLUMNS)).find(|at| is(*at, 1))?;
    let opens = |at: usize, number: usize| is(at, number) && opens_row(slots, at);
    let columns = columns(slots.len(), first, &opens)?;
    // The places of the running numbers, block by block: the count may begin anew under a group title.
    let mut starts = chain(slots.len(), first, columns, &opens);
    while let Some(last) = starts.last().copied() {
        let window = (last + columns)..(last + REACH * columns).min(slots.len());
        let Some(again) = window.into_iter().find(|at| opens(*at, 1)) else { break };
        starts.extend(chain(slots.len(), again, columns, &opens));
    }
    if starts.len() < 2 {
        return None;
    }
    let profile = Profile::of(
        starts.windows(2).filter(|pair| pair[1] - pair[0] == columns).map(|pair| &slots[pair[0]..pair[1]]),
        columns,
    );
    let mut rows = align::head(flow, &slots[..first], &profile);
    for (nth, start) in starts.iter().copied().enumerate() {
        if let Some(next) = starts.get(nth + 1) {
            align::rows_between(flow, &slots[start..*next], &profile, &mut rows);
        }
    }
    let last = *starts.last()?;
    let end = last + tail(flow, &slots[last..], columns);
    align::rows_between(flow, &slots[last..end], &profile, &mut rows);
    Some((rows, end))
}

/// Whether a number at `at` begins a row: words follow it soon.
fn opens_row(slots: &[Slot], at: usize) -> bool {
    slots.iter().skip(at + 1).take(2).any(|slot| slot.kind == SlotKind::Word)
}

/// The places of the running numbers from `first` on: `columns` further each time, or more where cells
/// are broken over lines.
fn chain(end: usize, first: usize, columns: usize, opens: &impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut starts = vec![first];
    let mut last = first;
    for number in 2.. {
        let exact = opens(last + columns, number).then_some(last + columns);
        // A count that begins anew before the next number is found ends this one.
        let near = || {
            let mut window = last + columns..(last + REACH * columns).min(end);
            window.find(|at| opens(*at, number) || opens(*at, 1)).filter(|at| opens(*at, number))
        };
        let Some(next) = exact.or_else(near) else { break };
        starts.push(next);
        last = next;
    }
    starts
}

/// The number of columns: the one that carries the counts on furthest, with the most rows exactly so long.
fn columns(end: usize, first: usize, opens: &impl Fn(usize, usize) -> bool) -> Option<usize> {
    const MOST_COUNTS: usize = 20;
    // Under a group title there may be one row only; the counts under the other titles then help.
    let others = (first + 2..end).filter(|at| opens(*at, 1)).take(MOST_COUNTS);
    let counts: Vec<usize> = std::iter::once(first).chain(others).collect();
    let score = |columns: usize| {
        let (mut rows, mut exact, mut done) = (0, 0, 0);
        for first in counts.iter().copied() {
            if first < done {
                continue;
            }
            let starts = chain(end, first, columns, opens);
            rows += starts.len();
            exact += starts.windows(2).filter(|pair| pair[1] - pair[0] == columns).count();
            done = starts.last().map_or(0, |last| last + 1);
        }
        (rows * 2 + exact * 3, exact)
    };
    let scores = (2..=MOST_COLUMNS.min(first)).map(|columns| (score(columns), columns));
    scores.filter(|((_, exact), _)| *exact > 0).max().map(|(_, columns)| columns)
}

/// How many slots behind the last running number still belong to the table: its own row, and rows such
/// as 合计 that have figures; text ends the table.
fn tail(flow: &Flow, slots: &[Slot], columns: usize) -> usize {
    let text = |slot: &Slot| slot.piece.map_or("", |piece| flow.pieces[piece].span.of(&flow.text));
    let outside = |slot: &Slot| {
        let text = text(slot);
        let heading =
            marker::parse(text).is_some_and(|mark| matches!(mark.style, Style::Han | Style::HanParen));
        heading || slot.length > 40 && text.contains(['。', '，'])
    };
    let is_sum = |slot: &Slot| super::is_sum(text(slot));
    // Broken cells make the last row longer; what is left before a sum or before the certain end of the
    // table belongs to it when another row is out of the question.
    let end = columns.min(slots.len());
    let behind = slots[end..].iter().position(|slot| outside(slot) || is_sum(slot));
    let more = match behind {
        Some(at) if !is_sum(&slots[end + at]) => 0,
        Some(at) => at,
        None => slots.len() - end,
    };
    let mut end = end + if more <= columns / 2 + 1 { more } else { 0 };
    while let Some(start) = (end..slots.len()).find(|at| slots[*at].kind != SlotKind::Empty) {
        let row = &slots[start + 1..(start + columns).min(slots.len())];
        let length = row.iter().take_while(|slot| slot.kind != SlotKind::Word).count();
        let figures = row[..length].iter().filter(|slot| slot.kind == SlotKind::Figure).count();
        if !is_sum(&slots[start]) || figures == 0 {
            break;
        }
        end = start + 1 + length;
        // Empty cells at the end of the last row leave no trace of where the table ends.
        while slots[end - 1].kind == SlotKind::Empty {
            end -= 1;
        }
    }
    end
}

/// Rows by the pattern of words and figures.
fn uncounted(flow: &Flow, slots: &[Slot]) -> Option<(Vec<Row>, usize)> {
    let prose = |slot: &Slot| {
        slot.piece.is_some_and(|piece| {
            slot.length > 60 && flow.pieces[piece].span.of(&flow.text).contains(['。', '，'])
        })
    };
    let heads = |slot: &Slot| {
        slot.piece.is_some_and(|piece| {
            marker::parse(flow.pieces[piece].span.of(&flow.text))
                .is_some_and(|mark| matches!(mark.style, Style::Han | Style::HanParen))
        })
    };
    let end = slots.iter().position(|slot| prose(slot) || heads(slot)).unwrap_or(slots.len());
    let cells = align::joined(flow, &slots[..end]);
    let first = cells.iter().position(|cell| cell[0].kind == SlotKind::Figure)?;
    let kinds: Vec<SlotKind> = cells.iter().map(|cell| cell[0].kind).collect();
    let (columns, start, count) = periodic(&kinds, first)?;
    let flat =
        |range: std::ops::Range<usize>| -> Vec<Slot> { cells[range].iter().flatten().copied().collect() };
    let row = |nth: usize| {
        let mut row = cells[start + nth * columns..(start + (nth + 1) * columns).min(cells.len())].to_vec();
        row.resize_with(columns, Vec::new);
        row
    };
    let firsts: Vec<Vec<Slot>> =
        (0..count).map(|nth| row(nth).iter().filter_map(|cell| cell.first().copied()).collect()).collect();
    let profile = Profile::of(firsts.iter().map(Vec::as_slice), columns);
    let mut rows = align::head(flow, &flat(0..start), &profile);
    rows.extend((0..count).map(row));
    let used = flat(0..(start + count * columns).min(cells.len())).len();
    Some((rows, used))
}

/// Columns, first row and number of rows such that each column holds words only or figures only.
fn periodic(kinds: &[SlotKind], first: usize) -> Option<(usize, usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    for columns in 2..=MOST_COLUMNS {
        for start in first.saturating_sub(columns - 1)..=first {
            // The head has at least a cell for each column, and each row begins with a word.
            if start < columns || kinds[start] != SlotKind::Word {
                continue;
            }
            let mut column_kinds = vec![SlotKind::Empty; columns];
            let fits = |column_kinds: &mut Vec<SlotKind>, row: &[SlotKind]| {
                row[0] == SlotKind::Word
                    && row.iter().enumerate().all(|(column, kind)| {
                        let known = &mut column_kinds[column];
                        if *known == SlotKind::Empty {
                            *known = *kind;
                        }
                        *kind == SlotKind::Empty || known == kind
                    })
            };
            // Empty cells at the end of the last row leave no trace, so it may be short.
            let rows = kinds[start..].chunks(columns).filter(|row| row.len() * 2 > columns);
            let count = rows.take_while(|row| fits(&mut column_kinds, row)).count();
            let score = |(columns, start, count): (usize, usize, usize)| {
                let end = (start + count * columns).min(kinds.len());
                (end - start) * 2 + usize::from(start + count * columns == kinds.len())
            };
            if count > 0 && score((columns, start, count)) > best.map_or(0, score) {
                best = Some((columns, start, count));
            }
        }
    }
    // One row proves little: then the lines must come out even.
    best.filter(|(columns, start, count)| *count > 1 || (start + columns == kinds.len() && start == columns))
}
