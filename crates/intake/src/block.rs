//! Blocks of a sheet: title lines, header rows, body rows, notes; and what each column of a block holds.

use crate::Cell;
use crate::grid::{Content, Grid, Row};
use crate::label::{self, Label, clean};
use crate::note::{self, Notes};
use crate::number::{self, Read};
use crate::region::{Gazetteer, Place};
use crate::word;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

/// Rows of a body by which its columns are judged.
const SAMPLE: usize = 300;

/// Bytes of a text beyond which it is a sentence.
const LONGEST_LABEL: usize = 240;

/// Lines that may stand between two tables.
const LINES_BETWEEN: usize = 8;

/// Cells of merged areas that are followed; more is no table that a person made.
const MOST_COVERED: usize = 1_000_000;

/// A block of a sheet.
#[derive(Default)]
pub(crate) struct Block {
    /// Lines above it, the nearest last.
    pub lines: Vec<String>,
    /// Rows of the header, as places in the rows of the grid.
    pub heads: Vec<usize>,
    pub body: Vec<BodyRow>,
    pub notes: Notes,
    pub columns: Vec<Column>,
    /// Most regions are cities by their short names (昆明), so another short name is that of a city too.
    pub short_cities: bool,
}

/// A row of figures with the label lines that stand above it inside the block.
pub(crate) struct BodyRow {
    pub row: usize,
    /// Place in [`Block::sections`] order; the text itself is shared.
    pub section: Option<std::sync::Arc<str>>,
}

/// A column of a block.
pub(crate) struct Column {
    pub index: u32,
    /// Header texts, top to bottom, each once.
    pub path: Vec<String>,
    pub role: ColumnRole,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ColumnRole {
    Figures,
    Region,
    Indicator,
    /// A period; the word of the header says which part of it.
    Period,
    Unit,
    Status,
    Source,
    Note,
    Dimension(String),
    /// Numbers of a row, codes.
    Ignored,
    /// Slopes, constants and the like of a fitted model.
    Model,
}

/// The cells that merged areas cover, with the first cell of their area.
pub(crate) struct Merged(HashMap<Cell, Cell>);

impl Merged {
    pub(crate) fn of(grid: &Grid) -> Self {
        let mut covered = HashMap::new();
        let mut left = MOST_COVERED;
        for (from, to) in &grid.merged {
            let size = (u64::from(to.row.saturating_sub(from.row)) + 1)
                * (u64::from(to.column.saturating_sub(from.column)) + 1);
            let Some(rest) = left.checked_sub(usize::try_from(size).unwrap_or(usize::MAX)) else { continue };
            left = rest;
            for row in from.row..=to.row {
                for column in from.column..=to.column {
                    covered.insert(Cell::new(row, column), *from);
                }
            }
        }
        Self(covered)
    }

    pub(crate) fn first(&self, cell: Cell) -> Cell {
        self.0.get(&cell).copied().unwrap_or(cell)
    }

    pub(crate) fn covers(&self, cell: Cell) -> bool {
        self.0.contains_key(&cell)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Line,
    Note,
    Head,
    Body,
}

#[derive(Default)]
struct Count {
    figures: usize,
    years: usize,
    texts: usize,
    missing: usize,
}

/// Cuts a sheet into blocks.
pub(crate) struct Cutter<'g> {
    pub grid: &'g Grid,
    pub merged: &'g Merged,
    pub years: RangeInclusive<i32>,
}

impl Cutter<'_> {
    #[expect(clippy::too_many_lines, reason = "one pass over the rows that opens and closes blocks")]
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let rows = &self.grid.rows;
        let mut blocks: Vec<Block> = Vec::new();
        let mut current = Block { lines: self.grid.above.clone(), ..Block::default() };
        let mut section: Option<std::sync::Arc<str>> = None;
        let mut last_row = None;
        // Columns in which the block has had figures: what stands only beside them is a label.
        let mut filled: BTreeSet<u32> = BTreeSet::new();
        for (at, row) in rows.iter().enumerate() {
            let gap = last_row.is_some_and(|last: u32| row.index > last + 1);
            last_row = Some(row.index);
            let sort = self.sort(row, &current);
            match sort {
                Sort::Note => texts(row).for_each(|text| current.notes.add(&text)),
                Sort::Line => {
                    let text = texts(row).collect::<Vec<_>>().join("　");
                    if current.body.is_empty() {
                        if current.heads.is_empty() || is_unit_line(&text) {
                            current.lines.extend(texts(row));
                        } else {
                            section = Some(std::sync::Arc::from(text));
                        }
                        continue;
                    }
                    // A lone label in front of rows names a group of them, or a region without figures; in front of
                    // a header it is the title of the next table.
                    let behind = rows.iter().skip(at + 1).map(|next| self.sort(next, &Block::default()));
                    let next = behind.take(LINES_BETWEEN).find(|sort| *sort != Sort::Line);
                    let in_labels =
                        row.cells.len() == 1 && row.cells.iter().all(|(column, _)| !filled.contains(column));
                    if next == Some(Sort::Body)
                        && in_labels
                        && !gap
                        && !is_unit_line(&text)
                        && !looks_like_title(&text)
                    {
                        section = Some(std::sync::Arc::from(text));
                    } else {
                        let lines = texts(row).collect();
                        blocks.push(std::mem::replace(&mut current, Block { lines, ..Block::default() }));
                        section = None;
                        filled.clear();
                    }
                }
                Sort::Head => {
                    if current.body.is_empty() {
                        current.heads.push(at);
                        continue;
                    }
                    let missing = |content: &Content| number::read(content) == Read::Missing;
                    let in_labels = row
                        .cells
                        .iter()
                        .all(|(column, content)| !filled.contains(column) || missing(content));
                    let repeated = current
                        .heads
                        .iter()
                        .filter_map(|head| rows.get(*head))
                        .any(|head| same_texts(head, row));
                    if repeated {
                        continue;
                    }
                    if in_labels || !(gap || self.says_header(row)) {
                        current.body.push(BodyRow { row: at, section: section.clone() });
                        continue;
                    }
                    blocks.push(std::mem::take(&mut current));
                    section = None;
                    filled.clear();
                    current.heads.push(at);
                }
                Sort::Body => {
                    filled.extend(self.figure_columns(row));
                    current.body.push(BodyRow { row: at, section: section.clone() });
                }
            }
        }
        blocks.push(current);
        // A block below without title of its own belongs under the title above it.
        for at in 1..blocks.len() {
            if let [.., before, block] = blocks.get_mut(..=at).unwrap_or(&mut [])
                && block.lines.is_empty()
            {
                block.lines.clone_from(&before.lines);
            }
        }
        // Notes stand under the last block and speak of all of them.
        let notes: Vec<String> = blocks
            .iter()
            .flat_map(|block| block.notes.lines.clone())
            .chain(self.grid.below.iter().cloned())
            .collect();
        let several = blocks.iter().filter(|block| !block.body.is_empty()).count() > 1;
        for block in &mut blocks {
            if several || !self.grid.below.is_empty() {
                block.notes = Notes::default();
                for line in &notes {
                    block.notes.add(line);
                }
            }
        }
        blocks.retain(|block| !block.body.is_empty());
        blocks
    }

    fn figure_columns<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = u32> + 'r {
        let figures = row.cells.iter().filter(|(_, content)| {
            !self.is_year(content) && !matches!(number::read(content), Read::Words(_) | Read::Missing)
        });
        figures.map(|(column, _)| *column)
    }

    fn is_year(&self, content: &Content) -> bool {
        match content {
            Content::Number(number) => {
                number.fract().is_zero() && self.years.contains(&i32::try_from(*number).unwrap_or(0))
            }
            Content::Date(_) => true,
            // A sentence is no period, however long it takes to read.
            Content::Text(text) if text.len() > LONGEST_LABEL => false,
            Content::Text(text) => {
                let label = label::read(text);
                !label.when.is_empty() && label.name.is_empty() && label.unit.is_empty()
            }
            _ => false,
        }
    }

    fn sort(&self, row: &Row, current: &Block) -> Sort {
        let mut count = Count::default();
        for (_, content) in &row.cells {
            if self.is_year(content) {
                count.years += 1;
                continue;
            }
            match number::read(content) {
                Read::Missing => count.missing += 1,
                Read::Words(_) => count.texts += 1,
                _ => count.figures += 1,
            }
        }
        let first = row.cells.first().map(|(_, content)| content.text()).unwrap_or_default();
        if count.figures == 0 && note::begins(&first) && row.cells.len() <= 3 {
            return Sort::Note;
        }
        if count.figures > 0 {
            // A lone number under a table is a page number.
            return if row.cells.len() == 1 && count.texts == 0 && !current.columns_have_one() {
                Sort::Line
            } else {
                Sort::Body
            };
        }
        let filled = count.texts + count.years + count.missing;
        if filled <= 1 {
            return if count.years == 1 && !current.heads.is_empty() && current.body.is_empty() {
                Sort::Head
            } else {
                Sort::Line
            };
        }
        let text = |content: &Content| content.text();
        if row.cells.iter().any(|(_, content)| is_unit_line(&text(content)))
            || row.cells.iter().all(|(_, content)| text(content).contains('。'))
        {
            return Sort::Line;
        }
        // Years as numbers in a row below a header that has its years already are figures.
        let numbers = row.cells.iter().filter(|(_, content)| matches!(content, Content::Number(_))).count();
        let period_above = current
            .heads
            .iter()
            .filter_map(|head| self.grid.rows.get(*head))
            .any(|head| head.cells.iter().any(|(_, content)| self.is_year(content)));
        if numbers > 0 && (period_above || !current.body.is_empty()) {
            return Sort::Body;
        }
        if count.missing > 0 && count.years == 0 && !current.heads.is_empty() {
            return Sort::Body;
        }
        // Under a word for a kind of column (年份, 指标) that is not merged over this row stands what it names.
        let under_word = row.cells.iter().any(|(column, _)| {
            let above = current.heads.iter().rev().filter_map(|head| self.grid.rows.get(*head));
            let head = above.map(|head| clean(&head.text(*column))).find(|text| !text.is_empty());
            head.is_some_and(|head| {
                ["region", "period", "item", "heading"].iter().any(|class| word::is(class, &head))
            })
        });
        if under_word { Sort::Body } else { Sort::Head }
    }

    /// Whether a row of words in the middle of a table is a header of the next.
    fn says_header(&self, row: &Row) -> bool {
        row.cells.iter().any(|(_, content)| {
            let text = clean(&content.text());
            self.is_year(content)
                || ["region", "period", "item"].iter().any(|class| word::is(class, &text))
                || matches!(text.as_str(), "单位" | "计量单位")
        })
    }

    /// The header text of a column in a header row, from the first cell of a merged area.
    fn head_text(&self, row: &Row, column: u32) -> String {
        let own = row.text(column);
        if !own.is_empty() {
            return own;
        }
        let cell = Cell::new(row.index, column);
        let first = self.merged.first(cell);
        if first == cell {
            String::new()
        } else {
            self.grid.get(first).map(Content::text).unwrap_or_default()
        }
    }

    /// Says what the columns of a block hold.
    #[expect(clippy::too_many_lines, reason = "one pass over the columns, each understood from those before")]
    pub(crate) fn columns(&self, block: &mut Block, gazetteer: &Gazetteer) {
        let rows = &self.grid.rows;
        let heads: Vec<&Row> = block.heads.iter().filter_map(|at| rows.get(*at)).collect();
        let mut stats: BTreeMap<u32, Stat> = BTreeMap::new();
        for row in block.body.iter().take(SAMPLE).filter_map(|body| rows.get(body.row)) {
            for (column, content) in &row.cells {
                stats.entry(*column).or_default().add(content, self, gazetteer);
            }
        }
        // Columns that only merged areas reach hold the label of the first cell.
        for (from, to) in &self.grid.merged {
            if stats.contains_key(&from.column) {
                continue;
            }
            if block
                .body
                .first()
                .and_then(|body| rows.get(body.row))
                .is_some_and(|row| row.index >= from.row && row.index <= to.row)
            {
                stats.entry(from.column).or_default();
            }
        }
        let mut indices: Vec<u32> = stats.keys().copied().collect();
        for head in &heads {
            indices.extend(head.cells.iter().map(|(column, _)| *column));
        }
        indices.sort_unstable();
        indices.dedup();
        // Without merged areas a blank in an upper header row repeats what stands left of it.
        let fill = !heads
            .iter()
            .any(|head| indices.iter().any(|column| self.merged.covers(Cell::new(head.index, *column))));
        let mut paths: Vec<Vec<String>> = indices.iter().map(|_| Vec::new()).collect();
        for (level, head) in heads.iter().enumerate() {
            let mut left = String::new();
            for (place, column) in indices.iter().enumerate() {
                let mut text = self.head_text(head, *column);
                if text.is_empty() && fill && level + 1 < heads.len() {
                    let below =
                        heads.iter().skip(level + 1).any(|lower| !self.head_text(lower, *column).is_empty());
                    let is_label = stats.get(column).is_some_and(|stat| stat.texts > stat.figures);
                    if below && !is_label {
                        text.clone_from(&left);
                    }
                }
                left.clone_from(&text);
                if let Some(path) = paths.get_mut(place)
                    && !text.is_empty()
                    && path.last() != Some(&text)
                {
                    path.push(text);
                }
            }
        }
        let none = Stat::default();
        block.short_cities =
            stats.values().any(|stat| stat.short_cities > 2 && stat.short_cities * 2 > stat.texts);
        block.columns = indices
            .iter()
            .zip(paths)
            .map(|(index, path)| {
                let stat = stats.get(index).unwrap_or(&none);
                let role = role(&path, stat, indices.first() == Some(index));
                Column { index: *index, path, role }
            })
            .collect();
    }
}

impl Block {
    fn columns_have_one(&self) -> bool {
        // A table of one column is read only where a header names it.
        self.heads.len() == 1 && self.body.is_empty()
    }
}

/// The filled cells of a row as text.
fn texts(row: &Row) -> impl Iterator<Item = String> + '_ {
    row.cells.iter().map(|(_, content)| content.text()).filter(|text| !text.is_empty())
}

fn is_unit_line(text: &str) -> bool {
    if text.len() > LONGEST_LABEL {
        return false;
    }
    let text = clean(text);
    let text = text.trim_start_matches(['(', '（', '[']);
    (text.starts_with("单位") || text.starts_with("计量单位")) && text.contains([':', '：'])
        || (text.starts_with("Unit:") || text.starts_with("unit:"))
}

/// 续表, 表2, 二、财政: lines that open a table rather than a group of rows.
fn looks_like_title(text: &str) -> bool {
    if text.len() > LONGEST_LABEL {
        return true;
    }
    let text = clean(text);
    text.starts_with("续表")
        || text.starts_with('表')
            && text.chars().nth(1).is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        || text.chars().count() > 30
}

fn same_texts(a: &Row, b: &Row) -> bool {
    a.cells.len() == b.cells.len()
        && a.cells.iter().zip(&b.cells).all(|((c, x), (d, y))| c == d && clean(&x.text()) == clean(&y.text()))
}

/// What stands in the sampled cells of a column.
#[derive(Default)]
struct Stat {
    figures: usize,
    years: usize,
    periods: usize,
    texts: usize,
    regions: usize,
    short_cities: usize,
    units: usize,
    dimensions: usize,
    dimension: String,
    statuses: usize,
    /// Whether the numbers count the rows: 1, 2, 3.
    counting: bool,
    next: i64,
}

impl Stat {
    fn add(&mut self, content: &Content, cutter: &Cutter<'_>, gazetteer: &Gazetteer) {
        let is_year = cutter.is_year(content);
        match (content, number::read(content)) {
            (Content::Number(value), _) => {
                self.figures += 1;
                self.years += usize::from(is_year);
                let number = i64::try_from(*value).ok().filter(|_| value.fract().is_zero());
                self.counting = number == Some(self.next + 1) && (self.figures == 1 || self.counting);
                self.next += 1;
            }
            _ if is_year => {
                self.texts += 1;
                self.periods += 1;
            }
            (_, Read::Missing) => {}
            (_, Read::Words(text)) => {
                self.texts += 1;
                self.regions += usize::from(
                    gazetteer.place(&text) != Place::Other
                        || gazetteer.place(&label::read(&text).name) != Place::Other,
                );
                let name = label::read(&text).name;
                if let Place::Region(full) = gazetteer.place(&name) {
                    self.short_cities += usize::from(full != name && full.ends_with('市'));
                }
                self.units +=
                    usize::from(phrase::parse_unit(&text).is_some() || label::is_index(&clean(&text)));
                self.statuses += usize::from(label::status(&clean(&text)).is_some());
                if let Some((dimension, _)) = label::dimension(&clean(&text)) {
                    self.dimensions += 1;
                    self.dimension = dimension;
                }
            }
            _ => {
                self.figures += 1;
                self.counting = false;
            }
        }
    }
}

#[expect(clippy::too_many_lines, reason = "the kinds of columns, tried from the most telling to the least")]
fn role(path: &[String], stat: &Stat, first: bool) -> ColumnRole {
    let head = path.last().map(|text| clean(text)).unwrap_or_default();
    let bare = crate::header::without_brackets(&head).0.to_owned();
    let said = |class: &str| {
        word::is(class, &head)
            || word::is(class, &bare)
            || path.iter().any(|text| word::is(class, &clean(text)))
    };
    let mostly = |part: usize| part * 2 > stat.texts.max(1) && part > 0;
    if said("model") && stat.figures >= stat.texts {
        return ColumnRole::Model;
    }
    if said("ignored") {
        return ColumnRole::Ignored;
    }
    if said("period") {
        return ColumnRole::Period;
    }
    if stat.texts > stat.figures
        || stat.texts == 0 && stat.figures == 0 && !head.is_empty() && (said("region") || said("item"))
    {
        if said("heading") {
            return ColumnRole::Dimension(bare);
        }
        if mostly(stat.periods) {
            return ColumnRole::Period;
        }
        if mostly(stat.regions) || said("region") && stat.units == 0 {
            return ColumnRole::Region;
        }
        match crate::header::role(&Content::Text(head.as_str().into()), &(0..=0)) {
            Some(crate::Role::Unit) => return ColumnRole::Unit,
            Some(crate::Role::Status) => return ColumnRole::Status,
            Some(crate::Role::Source) => return ColumnRole::Source,
            Some(crate::Role::Note | crate::Role::KnownAt | crate::Role::KnownAtAssumed) => {
                return ColumnRole::Note;
            }
            _ => {}
        }
        if said("heading") {
            return ColumnRole::Dimension(bare);
        }
        if said("item") {
            return ColumnRole::Indicator;
        }
        if mostly(stat.units) {
            return ColumnRole::Unit;
        }
        if mostly(stat.statuses) {
            return ColumnRole::Status;
        }
        if mostly(stat.dimensions) {
            return ColumnRole::Dimension(stat.dimension.clone());
        }
        return ColumnRole::Indicator;
    }
    if stat.figures > 0 && stat.years == stat.figures && (head.is_empty() || first) {
        return ColumnRole::Period;
    }
    if head.is_empty() && stat.counting && first && stat.figures > 1 {
        return ColumnRole::Ignored;
    }
    if stat.figures == 0 {
        match crate::header::role(&Content::Text(head.as_str().into()), &(0..=0)) {
            Some(
                crate::Role::Note
                | crate::Role::Source
                | crate::Role::KnownAt
                | crate::Role::Status
                | crate::Role::KnownAtAssumed,
            ) => return ColumnRole::Note,
            Some(crate::Role::Unit) => return ColumnRole::Unit,
            _ if said("heading") => return ColumnRole::Dimension(bare),
            _ => {}
        }
    }
    ColumnRole::Figures
}

/// The labels of a header path, unread generic levels (按产业分) left out.
pub(crate) fn labels(path: &[String]) -> Vec<Label> {
    path.iter()
        .map(|text| label::read(text))
        .filter(|label| !(label.name.starts_with('按') && label.name.ends_with('分')))
        .collect()
}
