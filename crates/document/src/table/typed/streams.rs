//! Tables whose columns a converter wrote one after the other: the numbers of the rows, all their names, and then the
//! other cells row by row.
//!
//! What stands close together is one block of lines for such a converter: the names of a page come as one, each other
//! cell as one of its own, now and then a little late. Whose a cell is follows from the columns that had one before it
//! and from what it may be; where names end follows from full lines, brackets and the number of rows.

use super::head::{self, Column};
use super::token::{self, Kind, unclosed};
use crate::clean;
use crate::model::{Doubt, DoubtKind};
use crate::piece::{Flow, Grid, GridCell};
use source::Span;

/// A table has at least so many rows, and so many lines of names in its first block of them.
const LEAST_ROWS: usize = 3;

/// More lines are not looked at.
const MOST_LINES: usize = 1_500;

/// A name has no more lines.
const MOST_NAME_LINES: usize = 12;

/// A line of a cell.
#[derive(Clone, Copy, Debug)]
struct Part {
    span: Span,
    kind: Kind,
}

/// Lines that no empty line parts.
#[derive(Clone, Debug, Default)]
struct Block {
    parts: Vec<Part>,
    page: usize,
}

/// What a cell is, as far as its signs tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Unit,
    Nature,
    Value,
}

/// A column of cells that come row by row, with the rows that its cells stand in.
#[derive(Debug)]
struct Stream {
    column: Column,
    head: Vec<Span>,
    cells: Vec<Placed>,
    /// The row behind the last one that has a cell.
    next: usize,
    /// Rows before that without one.
    missing: Vec<usize>,
}

/// A cell and its row.
#[derive(Clone, Debug)]
struct Placed {
    row: usize,
    spans: Vec<Span>,
    /// Whether it might stand in another row.
    open: bool,
}

/// The table as it is read.
struct Table<'a> {
    text: &'a str,
    /// The heads of number, group and name, those that there are, in their order.
    fixed: Vec<(Column, Vec<Span>)>,
    ordinals: Vec<Span>,
    /// Blocks of the column of groups with their pages.
    groups: Vec<(usize, Vec<Span>)>,
    names: Vec<Span>,
    streams: Vec<Stream>,
    /// The stream of the last cell.
    at: usize,
    rows: usize,
    /// The first row of each page.
    pages: Vec<usize>,
    /// Whether the last column of sums is one of brackets.
    summed: bool,
}

/// The table that begins at `at`, and the piece behind it.
pub(super) fn table(flow: &Flow, at: usize) -> Option<(usize, Grid)> {
    let (blocks, end) = blocks(flow, at);
    let (mut table, used) = Table::begin(&flow.text, &blocks)?;
    table.rest(&blocks[used..]);
    table.settle();
    let counted = table.ordinals.is_empty() || table.ordinals.len() == table.rows;
    let full = table.streams.iter().all(|stream| stream.next <= table.rows);
    if table.rows < LEAST_ROWS || !counted || !full {
        return None;
    }
    let names = names(&flow.text, &table.names, table.rows, !table.has(Column::Unit))?;
    Some((end, table.grid(&names)))
}

/// The lines from `at` on that could be cells, and the piece behind them.
fn blocks(flow: &Flow, at: usize) -> (Vec<Block>, usize) {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut page, mut next) = (0, at);
    while next - at < MOST_LINES
        && let Some(line) = token::line(flow, next, token::Metric::Widths)
    {
        let span = flow.pieces[line.first].span.cover(flow.pieces[line.last].span);
        if next > at && super::ends(span.of(&flow.text), &line) || line.last > line.first {
            break;
        }
        let piece = &flow.pieces[next];
        page += usize::from(piece.page_break && next > at);
        if piece.blanks > 0 || piece.page_break || blocks.is_empty() {
            blocks.push(Block { parts: Vec::new(), page });
        }
        if let Some(block) = blocks.last_mut() {
            block.parts.push(Part { span, kind: token::kind(span.of(&flow.text)) });
        }
        next = line.last + 1;
    }
    (blocks, next)
}

/// The head that a block begins with, and how many of its lines it takes.
fn head_of(text: &str, block: &Block) -> Option<(Column, usize)> {
    const MOST: usize = 3;
    let mut label = String::new();
    let mut found = None;
    for (nth, part) in block.parts.iter().take(MOST).enumerate() {
        label.extend(part.span.of(text).chars().filter(|c| !c.is_whitespace()));
        match (found, head::meaning(&label)) {
            (None, Some(column)) => found = Some((column, nth + 1)),
            // 年均增速, and below it （%）.
            (Some((column, _)), Some(same))
                if same == column
                    && label.ends_with(['）', ')', ']', '〕'])
                    && !part.span.of(text).contains(|c: char| c.is_ascii_digit()) =>
            {
                found = Some((column, nth + 1));
            }
            (Some(_), _) => break,
            (None, None) => {}
        }
    }
    found
}

fn is_fixed(column: Column) -> bool {
    matches!(column, Column::Ordinal | Column::Group | Column::Name)
}

impl<'a> Table<'a> {
    /// Reads the heads, each with what stands right below it; gives the number of blocks that they take.
    fn begin(text: &'a str, blocks: &[Block]) -> Option<(Self, usize)> {
        let mut table = Self {
            text,
            fixed: Vec::new(),
            ordinals: Vec::new(),
            groups: Vec::new(),
            names: Vec::new(),
            streams: Vec::new(),
            at: 0,
            rows: 0,
            pages: vec![0],
            summed: false,
        };
        let mut firsts: Vec<Vec<Part>> = Vec::new();
        let mut used = 0;
        let mut last: Option<Column> = None;
        for block in blocks {
            let head = head_of(text, block)
                .filter(|(column, _)| matches!(column, Column::Value | Column::Rate) || !table.has(*column));
            let words = block.parts.iter().any(|part| part.kind == Kind::Word);
            let rest = match (head, last) {
                (Some((column, lines)), _) => {
                    table.head(column, block.parts[..lines].iter().map(|part| part.span).collect());
                    firsts.resize(table.streams.len(), Vec::new());
                    last = Some(column);
                    &block.parts[lines..]
                }
                (None, Some(Column::Ordinal)) if table.counts_on(block) => &block.parts[..],
                (None, Some(Column::Group | Column::Name)) if words => &block.parts[..],
                (None, Some(column)) if !is_fixed(column) && firsts.last().is_some_and(Vec::is_empty) => {
                    &block.parts[..]
                }
                _ => break,
            };
            used += 1;
            match last {
                Some(column) if is_fixed(column) => table.take(column, block.page, rest),
                _ => firsts.last_mut()?.extend(rest),
            }
        }
        table.is_sound().then_some(())?;
        for (at, parts) in firsts.into_iter().enumerate() {
            for (class, cells) in bundles(text, &parts) {
                if table.accepts(at, class, &cells) {
                    table.put(at, cells);
                } else {
                    table.place(class, cells);
                }
            }
        }
        Some((table, used))
    }

    /// Adds a column with its head.
    fn head(&mut self, column: Column, spans: Vec<Span>) {
        if is_fixed(column) {
            self.fixed.push((column, spans));
            return;
        }
        let first = spans.first().map_or("", |span| span.of(self.text)).trim_start();
        self.summed |= column == Column::Rate && first.starts_with(['〔', '[', '（', '(']);
        self.streams.push(Stream { column, head: spans, cells: Vec::new(), next: 0, missing: Vec::new() });
    }

    /// Whether the heads are those of a table of indicators, and names of several rows stand below theirs.
    fn is_sound(&self) -> bool {
        let kinds = [Column::Unit, Column::Nature, Column::Value, Column::Rate];
        let valued = |one: &Stream| matches!(one.column, Column::Value | Column::Rate);
        self.has(Column::Name)
            && self.streams.iter().any(valued)
            && self.names.len() >= LEAST_ROWS
            && self.streams.iter().all(|one| kinds.contains(&one.column))
    }

    fn has(&self, column: Column) -> bool {
        self.fixed.iter().any(|(own, _)| *own == column)
            || self.streams.iter().any(|stream| stream.column == column)
    }

    /// Whether a block goes on with the count of rows.
    fn counts_on(&self, block: &Block) -> bool {
        let mut next = self.ordinals.len();
        block.parts.iter().all(|part| {
            next += 1;
            matches!(part.kind, Kind::Integer(number) if usize::try_from(number) == Ok(next))
        })
    }

    /// Lines of the number, group or name of rows.
    fn take(&mut self, column: Column, page: usize, parts: &[Part]) {
        let spans = parts.iter().map(|part| part.span);
        match column {
            Column::Ordinal => self.ordinals.extend(spans),
            Column::Group if !parts.is_empty() => self.groups.push((page, spans.collect())),
            Column::Group => {}
            _ => self.names.extend(spans),
        }
    }

    /// The blocks behind the heads: cells row by row, and on each page first its numbers and names.
    fn rest(&mut self, blocks: &[Block]) {
        let mut page = 0;
        let mut naming = false;
        for (nth, block) in blocks.iter().enumerate() {
            if block.page > page {
                (page, naming) = (block.page, true);
                self.pages.push(self.rows);
            }
            let (known, lines) = head_of(self.text, block)
                .filter(|(column, _)| naming && self.has(*column))
                .map_or((None, 0), |(column, lines)| (Some(column), lines));
            let parts = &block.parts[lines..];
            if let Some(column) = known.filter(|column| is_fixed(*column)) {
                self.take(column, page, parts);
                continue;
            }
            if naming && self.has(Column::Ordinal) && self.counts_on(block) {
                self.take(Column::Ordinal, page, parts);
                continue;
            }
            let words = parts.first().is_some_and(|part| part.kind == Kind::Word || part.kind == Kind::Unit)
                && parts.iter().any(|part| part.kind == Kind::Word);
            if naming && words {
                // Labels of groups stand before the names, which are the longest block of the page.
                let more = blocks[nth + 1..]
                    .iter()
                    .take_while(|next| next.page == page)
                    .filter(|next| next.parts.iter().filter(|part| part.kind == Kind::Word).count() > 1)
                    .any(|next| next.parts.len() > parts.len());
                let column = if more && self.has(Column::Group) { Column::Group } else { Column::Name };
                self.take(column, page, parts);
                continue;
            }
            naming &= parts.is_empty();
            for (class, cells) in bundles(self.text, parts) {
                self.place(class, cells);
            }
        }
    }

    fn accepts(&self, at: usize, class: Class, cells: &[Vec<Span>]) -> bool {
        let column = self.streams[at].column;
        let bare = |cell: &Vec<Span>| {
            let text = cell.first().map_or("", |span| span.of(self.text)).trim_start();
            text.starts_with(|c: char| c.is_ascii_digit() || "<>＜＞≥≤".contains(c))
        };
        match column {
            Column::Unit => class == Class::Unit,
            Column::Nature => class == Class::Nature,
            // A column of sums has brackets around all its numbers.
            Column::Rate if self.summed && cells.iter().any(bare) => false,
            _ => class == Class::Value,
        }
    }

    /// Puts cells of one class into the next stream that takes them.
    fn place(&mut self, class: Class, cells: Vec<Vec<Span>>) {
        let takes = |at: &usize| self.accepts(*at, class, &cells);
        let behind = (self.at + 1..self.streams.len()).find(takes);
        let Some(at) = behind.or_else(|| (0..self.streams.len()).find(takes)) else { return };
        let stream = &mut self.streams[at];
        if behind.is_none() && at > 0 && stream.missing.len() >= cells.len() {
            // Cells that come late.
            for spans in cells {
                let row = stream.missing.remove(0);
                stream.cells.push(Placed { row, spans, open: true });
            }
            return;
        }
        if behind.is_none() {
            // A new row begins.
            stream.missing.extend(stream.next..self.rows);
            stream.next = self.rows;
        }
        self.put(at, cells);
    }

    /// Puts cells into a stream: the rows that it lacks up to the last one, or further ones.
    fn put(&mut self, at: usize, cells: Vec<Vec<Span>>) {
        let stream = &mut self.streams[at];
        let lacking = self.rows.saturating_sub(stream.next);
        let open = cells.len() < lacking;
        if open {
            let first = self.rows - cells.len();
            stream.missing.extend(stream.next..first);
            stream.next = first;
        }
        for spans in cells {
            stream.cells.push(Placed { row: stream.next, spans, open });
            stream.next += 1;
        }
        self.rows = self.rows.max(stream.next);
        self.at = at;
    }

    /// Where every row has its cell and those that came late are alike, it does not matter whose each of them is.
    fn settle(&mut self) {
        for stream in &mut self.streams {
            let mut filled = vec![false; self.rows];
            for cell in &stream.cells {
                filled[cell.row] = true;
            }
            stream.missing = (0..self.rows).filter(|row| !filled[*row]).collect();
            let words = |cell: &Placed| cell.spans.iter().map(|span| span.of(self.text)).collect::<String>();
            let mut open = stream.cells.iter().filter(|cell| cell.open).map(words);
            let first = open.next();
            let alike = open.all(|other| first.as_deref() == Some(other.as_str()));
            if stream.missing.is_empty() && alike {
                stream.cells.iter_mut().for_each(|cell| cell.open = false);
            }
        }
    }

    fn grid(&self, names: &[Name]) -> Grid {
        let columns = self.fixed.len() + self.streams.len();
        let head = |(column, spans): (usize, &Vec<Span>)| GridCell {
            row: 0,
            column,
            row_span: 1,
            column_span: 1,
            spans: spans.clone(),
        };
        let heads = self.fixed.iter().map(|(_, spans)| spans).chain(self.streams.iter().map(|one| &one.head));
        let mut cells: Vec<GridCell> = heads.enumerate().map(head).collect();
        let mut cell = |row: usize, column: usize, row_span: usize, spans: Vec<Span>| {
            cells.push(GridCell { row: row + 1, column, row_span, column_span: 1, spans });
        };
        for (column, (kind, _)) in self.fixed.iter().enumerate() {
            match kind {
                Column::Ordinal => {
                    self.ordinals
                        .iter()
                        .enumerate()
                        .for_each(|(row, span)| cell(row, column, 1, vec![*span]));
                }
                Column::Name => {
                    names.iter().enumerate().for_each(|(row, name)| cell(row, column, 1, name.lines.clone()));
                }
                // Which rows each label is for is known of one on the first page only.
                _ => {
                    for (page, first) in self.pages.iter().copied().enumerate() {
                        let end = self.pages.get(page + 1).copied().unwrap_or(self.rows);
                        let own = self.groups.iter().filter(|(at, _)| *at == page);
                        let spans: Vec<Span> = own.flat_map(|(_, spans)| spans).copied().collect();
                        if !spans.is_empty() && end > first {
                            cell(first, column, end - first, spans);
                        }
                    }
                }
            }
        }
        for (nth, stream) in self.streams.iter().enumerate() {
            for placed in &stream.cells {
                cell(placed.row, self.fixed.len() + nth, 1, placed.spans.clone());
            }
        }
        cells.sort_by_key(|cell| (cell.row, cell.column));
        let doubts = (0..self.rows).filter_map(|row| {
            let open = self.streams.iter().any(|stream| {
                stream.missing.contains(&row) || stream.cells.iter().any(|cell| cell.row == row && cell.open)
            });
            let kind = if open { DoubtKind::EmptyCell } else { DoubtKind::Glued };
            let page = self.pages.iter().rposition(|first| *first <= row).unwrap_or(0);
            let labels = self.groups.iter().filter(|(at, _)| *at == page).count();
            let grouped = labels > 1 || labels == 1 && page > 0;
            let unsure = open || grouped || names.get(row).is_some_and(|name| name.open);
            unsure.then_some(Doubt { row: row + 1, kind, confidence: 60 })
        });
        let doubts = doubts.collect();
        let breaks = self.pages.iter().skip(1).map(|row| row + 1).collect();
        Grid { rows: self.rows + 1, columns, head: 1, cells, breaks, doubts }
    }
}

/// The cells of a block, those of one class that follow each other together.
fn bundles(text: &str, parts: &[Part]) -> Vec<(Class, Vec<Vec<Span>>)> {
    let mut out: Vec<(Class, Vec<Vec<Span>>)> = Vec::new();
    let mut words = false;
    for part in parts {
        let line = part.span.of(text);
        let class = match part.kind {
            Kind::Unit => Class::Unit,
            Kind::Nature => Class::Nature,
            // A stroke in the column of units says that there is none.
            Kind::Dash if line.trim() == "/" => Class::Unit,
            _ => Class::Value,
        };
        let word = part.kind == Kind::Word;
        let opens = line.trim_start().starts_with(token::OPENING);
        if let Some((last, cells)) = out.last_mut() {
            let open =
                |cell: &Vec<Span>| unclosed(&cell.iter().map(|span| span.of(text)).collect::<String>());
            if let Some(cell) = cells.last_mut()
                && (open(cell) || words && word && !opens)
            {
                cell.push(part.span);
                continue;
            }
            if *last == class {
                cells.push(vec![part.span]);
                words = word;
                continue;
            }
        }
        out.push((class, vec![vec![part.span]]));
        words = word;
    }
    out
}

/// A name of a row.
#[derive(Clone, Debug)]
struct Name {
    lines: Vec<Span>,
    /// Whether it might end elsewhere.
    open: bool,
}

/// Impossible.
const FAR: u32 = 1 << 20;

/// Another way to cut the names that costs no more than this above the best leaves open what it cuts otherwise.
const NEAR: u32 = 12;

/// What the lines of names say of where names end.
struct Cuts {
    /// For each first line what a name of one, two, three … lines costs.
    costs: Vec<Vec<u32>>,
}

/// Cuts lines into so many names; `None` where they cannot be.
fn names(text: &str, lines: &[Span], count: usize, without_units: bool) -> Option<Vec<Name>> {
    let cuts = Cuts::of(text, lines, count, without_units);
    let (best, ends) = cuts.cheapest(count, None)?;
    let starts = |ends: &[usize]| std::iter::once(0).chain(ends.iter().copied()).collect::<Vec<_>>();
    let mut names: Vec<Name> = starts(&ends)
        .windows(2)
        .map(|pair| Name { lines: lines[pair[0]..pair[1]].to_vec(), open: false })
        .collect();
    for end in &ends[..count - 1] {
        let Some((_, other)) = cuts.cheapest(count, Some(*end)).filter(|(cost, _)| *cost <= best + NEAR)
        else {
            continue;
        };
        let (own, other) = (starts(&ends), starts(&other));
        for (nth, name) in names.iter_mut().enumerate() {
            name.open |= own[nth..=nth + 1] != other[nth..=nth + 1];
        }
    }
    Some(names)
}

impl Cuts {
    fn of(text: &str, lines: &[Span], count: usize, without_units: bool) -> Self {
        let width = |line: &str| line.chars().map(|c| if clean::is_wide(c) { 2 } else { 1 }).sum::<usize>();
        let of = |at: usize| lines.get(at).map_or("", |span| span.of(text)).trim();
        let most = (0..lines.len()).map(|at| width(of(at))).max().unwrap_or(0);
        // What begins the next line did not fit into this one.
        let full = |at: usize| {
            let narrow = of(at + 1).chars().take_while(char::is_ascii_graphic).count();
            width(of(at)) + if narrow > 0 { narrow } else { 2 } > most
        };
        let closes = |line: &str| line.ends_with(['）', ')']);
        let with_units = without_units && (0..lines.len()).filter(|at| closes(of(*at))).count() * 2 > count;
        let costs = (0..lines.len())
            .map(|start| {
                let (mut inner, mut whole) = (0, String::new());
                let most = MOST_NAME_LINES.min(lines.len() - start);
                (start..start + most)
                    .map(|at| {
                        whole.push_str(of(at));
                        let behind = if at + 1 < lines.len() { Some(of(at + 1)) } else { None };
                        let cost = inner + end_cost(&whole, behind, full(at), with_units);
                        inner += if full(at) { 0 } else { 40 };
                        inner += if with_units && closes(of(at)) { 20 } else { 0 };
                        cost
                    })
                    .collect()
            })
            .collect();
        Self { costs }
    }

    /// The cheapest ends of so many names, none of them at `without`.
    fn cheapest(&self, count: usize, without: Option<usize>) -> Option<(u32, Vec<usize>)> {
        let lines = self.costs.len();
        let mut best = vec![FAR; lines + 1];
        best[0] = 0;
        let mut from: Vec<Vec<usize>> = Vec::with_capacity(count);
        for _ in 0..count {
            let mut next = vec![FAR; lines + 1];
            let mut came = vec![0; lines + 1];
            for start in (0..lines).filter(|start| best[*start] < FAR) {
                for (nth, cost) in self.costs[start].iter().enumerate() {
                    let (end, total) = (start + nth + 1, best[start] + cost);
                    if total < next[end] && without != Some(end) {
                        (next[end], came[end]) = (total, start);
                    }
                }
            }
            best = next;
            from.push(came);
        }
        let mut ends = vec![lines];
        for came in from.iter().skip(1).rev() {
            ends.push(came[*ends.last()?]);
        }
        ends.reverse();
        (best[lines] < FAR).then_some((best[lines], ends))
    }
}

/// What it costs that a name ends in front of the line `behind`.
fn end_cost(name: &str, behind: Option<&str>, full: bool, with_units: bool) -> u32 {
    /// What names of indicators end with.
    const ENDS: &str = "率量额数值度例重比积力长降龄程入出命限效户人";
    let forbidden = |line: &str| line.starts_with(['（', '(', '）', ')', '、', '，']);
    if unclosed(name) || behind.is_some_and(forbidden) {
        return FAR;
    }
    let closed = name.ends_with(['）', ')']);
    let named = closed || name.ends_with(|c| ENDS.contains(c));
    let letters = name.chars().count();
    // 率 alone is the rest of a name.
    let tail = |line: &str| line.chars().nth(2).is_none();
    (if with_units && !closed { 20 } else { 0 })
        + (if named { 0 } else { 14 })
        + (if full && behind.is_some() { 6 } else { 0 })
        + (if letters < 2 {
            200
        } else if letters < 4 {
            10
        } else {
            0
        })
        + (if full && behind.is_some_and(tail) { 10 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    /// The rows of the table that the text begins with, cells joined, and the rows that are doubtful.
    fn rows(source: &str) -> (Vec<Vec<String>>, Vec<usize>) {
        let flow = text::flow(source.to_owned());
        let Some((_, grid)) = table(&flow, 0) else { return (Vec::new(), Vec::new()) };
        let mut out = vec![vec![String::new(); grid.columns]; grid.rows];
        for cell in &grid.cells {
            let text: String = cell.spans.iter().map(|span| span.of(source)).collect();
            for row in &mut out[cell.row..cell.row + cell.row_span] {
                row[cell.column].clone_from(&text);
            }
        }
        (out, grid.doubts.iter().map(|doubt| doubt.row).collect())
    }

    #[test]
    fn names_of_a_page_before_its_cells() {
        let source = "序号\n1\n\n2\n3\n\n4\n\n指标\n城镇居民生\n活供水量\n农村自来水\n普及率\n管网漏损率\n水库座数\n\n单位\n万吨\n\n属性\n预期性\n\n\
            2025 年\n48\n\n2030 年\n52.5\n\n%\n\n约束性\n\n88\n\n≥95\n\n%\n座\n\n约束性\n预期性\n\n9.5\n3\n\n≤8\n4\n\n第二章 任务\n";
        let (rows, doubts) = rows(source);
        assert_eq!(rows[0], ["序号", "指标", "单位", "属性", "2025 年", "2030 年"]);
        assert_eq!(rows[1], ["1", "城镇居民生活供水量", "万吨", "预期性", "48", "52.5"]);
        assert_eq!(rows[2], ["2", "农村自来水普及率", "%", "约束性", "88", "≥95"]);
        assert_eq!(rows[4], ["4", "水库座数", "座", "预期性", "3", "4"]);
        assert_eq!((rows.len(), doubts), (5, Vec::new()));
    }

    #[test]
    fn natures_last_units_in_names_and_a_second_page() {
        let source = "领域\n供水\n\n主要指标\n供水能力\n（万吨）\n管网漏损\n率（%）\n普及率\n（%）\n\n现状值\n48\n\n目标值\n52\n\n〔累计〕\n〔4〕\n\n指标属性\n预期性\n\n\
            9.5\n\n8\n\n约束性\n\n88\n\n95\n\n〔7〕\n\n约束性\n\u{c}排水\n\n污水处理\n率（%）\n再生水用\n量（万吨）\n\n90\n\n98\n\n-\n\n约束性\n\n2\n\n3\n\n〔1〕\n\n预期性\n\n第二章 任务\n";
        let (rows, doubts) = rows(source);
        assert_eq!(rows[1], ["供水", "供水能力（万吨）", "48", "52", "〔4〕", "预期性"]);
        // A cell of sums is missing: whose the next one is, is not certain.
        assert_eq!(rows[2], ["供水", "管网漏损率（%）", "9.5", "8", "", "约束性"]);
        assert_eq!(rows[3], ["供水", "普及率（%）", "88", "95", "〔7〕", "约束性"]);
        assert_eq!(rows[5], ["排水", "再生水用量（万吨）", "2", "3", "〔1〕", "预期性"]);
        // Which rows the label of a second page is for is not certain either.
        assert_eq!((rows.len(), doubts), (6, vec![2, 3, 4, 5]));
    }

    #[test]
    fn counts_that_do_not_fit_are_no_table() {
        let source = "序号\n1\n\n2\n3\n\n指标\n供水能力\n管网漏损率\n普及率\n\n单位\n万吨\n\n2030 年\n52\n\n%\n\n8\n\n第二章 任务\n";
        assert!(rows(source).0.is_empty());
    }
}
