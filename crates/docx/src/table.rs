//! Tables: heads that repeat, rows that stay whole, merged cells, widths by content.

use crate::body::{Body, paragraph};
use crate::inline::{self, Look, runs};
use crate::style::{LYING_WIDTH, WIDTH};
use crate::xml::{empty, ordered, value};
use std::fmt::Write as _;
use story::{Cell, CellKind, Row, Table};

/// More columns than this stand on a page that lies.
const UPRIGHT: usize = 8;

/// With a column of sentences, more columns than this.
const UPRIGHT_WITH_SENTENCES: usize = 5;

/// Whether a table needs a page that lies.
pub(crate) fn is_wide(table: &Table<'_>) -> bool {
    let count = columns(table);
    count > UPRIGHT
        || (count > UPRIGHT_WITH_SENTENCES && needs(table, count).iter().any(|need| need.wanted == SENTENCES))
}

/// How a table stands on paper, whatever the format of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Whether it needs a page that lies.
    pub lying: bool,
    /// The widths of its columns, in twentieths of a point.
    pub widths: Vec<usize>,
    /// The size of its letters in half points: smaller where its figures would be broken otherwise.
    pub size: usize,
}

/// Sizes of letters in tables: 五号, 小五 and 六号, in half points, with the ends of the names of their styles.
const SIZES: [(usize, &str); 3] = [(21, ""), (18, "Small"), (15, "Smaller")];

/// How a table stands on paper of the official form, by what its columns hold.
///
/// # Example
/// ```
/// use story::{Cell, Row, Table};
/// let row = |cells: Vec<Cell<'static>>| Row { superseded: false, cells };
/// let table = Table { head: vec![row(vec![Cell::head("指标"), Cell::head("值")])], ..Table::default() };
/// let layout = docx::layout(&table);
/// assert!(!layout.lying && layout.widths.len() == 2);
/// ```
pub fn layout(table: &Table<'_>) -> Layout {
    let lying = is_wide(table);
    let (widths, (size, _)) = widths(table, columns(table).max(1), if lying { LYING_WIDTH } else { WIDTH });
    Layout { lying, widths, size }
}

fn columns(table: &Table<'_>) -> usize {
    let mut grid = Grid::default();
    let rows = table.head.iter().chain(&table.rows);
    rows.map(|row| grid.place(row).iter().map(Slot::width).sum::<usize>()).max().unwrap_or(0)
}

/// What stands at a place of a row.
enum Slot<'c> {
    /// A cell that begins here.
    Cell(&'c Cell<'c>),
    /// A cell from above goes on, over so many columns.
    Above(usize),
}

impl Slot<'_> {
    fn width(&self) -> usize {
        match self {
            Self::Cell(cell) => cell.column_span.max(1),
            Self::Above(width) => *width,
        }
    }
}

/// Which columns cells from above still cover: column to rows left and width.
#[derive(Default)]
struct Grid {
    open: Vec<(usize, usize, usize)>,
}

impl Grid {
    /// The slots of the next row.
    fn place<'c>(&mut self, row: &'c Row<'c>) -> Vec<Slot<'c>> {
        let mut slots = Vec::new();
        let mut column = 0;
        let mut begun = Vec::new();
        for cell in &row.cells {
            column = self.above(column, &mut slots);
            let width = cell.column_span.max(1);
            if cell.row_span > 1 {
                begun.push((column, cell.row_span - 1, width));
            }
            slots.push(Slot::Cell(cell));
            column += width;
        }
        self.above(column, &mut slots);
        for open in &mut self.open {
            open.1 -= 1;
        }
        self.open.retain(|open| open.1 > 0);
        self.open.extend(begun);
        slots
    }

    /// The cells from above that begin at a column or right behind one that does.
    fn above(&self, mut column: usize, slots: &mut Vec<Slot<'_>>) -> usize {
        while let Some((_, _, width)) = self.open.iter().find(|(at, ..)| *at == column) {
            slots.push(Slot::Above(*width));
            column += width;
        }
        column
    }
}

/// The table; `lying` says how wide it may be.
pub(crate) fn xml(body: &mut Body<'_>, table: &Table<'_>, lying: bool) -> String {
    let count = columns(table).max(1);
    let (widths, (_, size)) = widths(table, count, if lying { LYING_WIDTH } else { WIDTH });
    let mut grid = Grid::default();
    let mut rows = String::new();
    for (at, one) in table.head.iter().chain(&table.rows).enumerate() {
        let slots = grid.place(one);
        rows.push_str(&row(body, &slots, &widths, (at < table.head.len(), size)));
    }
    if rows.is_empty() {
        return String::new();
    }
    let columns = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>"));
    let grid = columns.collect::<Vec<_>>().concat();
    let mut properties = properties(widths.iter().sum());
    if !table.caption.is_empty() {
        properties.push(value("w:tblCaption", &table.caption));
    }
    ordered(
        "w:tbl",
        vec![
            ("w:tblPr", ordered("w:tblPr", properties)),
            ("w:tblGrid", format!("<w:tblGrid>{grid}</w:tblGrid>")),
            ("w:tr", rows),
        ],
    )
}

fn properties(width: usize) -> Vec<(&'static str, String)> {
    let line =
        |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    let lines: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(line).concat();
    let margin = |side: &str| format!("<w:{side} w:w=\"57\" w:type=\"dxa\"/>");
    vec![
        empty("w:tblW", &format!("w:w=\"{width}\" w:type=\"dxa\"")),
        value("w:jc", "center"),
        ("w:tblBorders", format!("<w:tblBorders>{lines}</w:tblBorders>")),
        empty("w:tblLayout", "w:type=\"fixed\""),
        ("w:tblCellMar", format!("<w:tblCellMar>{}{}</w:tblCellMar>", margin("left"), margin("right"))),
    ]
}

fn row(body: &mut Body<'_>, slots: &[Slot<'_>], widths: &[usize], (head, size): (bool, &str)) -> String {
    let mut properties = vec![empty("w:cantSplit", "")];
    if head {
        properties.push(empty("w:tblHeader", ""));
    }
    let mut out = format!("<w:tr>{}", ordered("w:trPr", properties));
    let mut column = 0;
    for slot in slots {
        let span = slot.width();
        let width: usize = widths.iter().skip(column).take(span).sum();
        column += span;
        let mut properties =
            vec![empty("w:tcW", &format!("w:w=\"{width}\" w:type=\"dxa\"")), value("w:vAlign", "center")];
        if span > 1 {
            properties.push(value("w:gridSpan", &span.to_string()));
        }
        let inside = match slot {
            Slot::Above(_) => {
                properties.push(empty("w:vMerge", ""));
                paragraph(&format!("TableText{size}"), "")
            }
            Slot::Cell(cell) => {
                if cell.row_span > 1 {
                    properties.push(value("w:vMerge", "restart"));
                }
                let text = runs(body, &cell.text, Look::default());
                cell_paragraph(cell, (head, size), &text)
            }
        };
        let _ = write!(out, "<w:tc>{}{inside}</w:tc>", ordered("w:tcPr", properties));
    }
    // A row that is shorter than the widest is filled up: a table without holes is read by everything.
    for width in widths.iter().skip(column) {
        let properties = ordered("w:tcPr", vec![empty("w:tcW", &format!("w:w=\"{width}\" w:type=\"dxa\""))]);
        let _ = write!(out, "<w:tc>{properties}{}</w:tc>", paragraph(&format!("TableText{size}"), ""));
    }
    out.push_str("</w:tr>");
    out
}

fn cell_paragraph(cell: &Cell<'_>, (head, size): (bool, &str), text: &str) -> String {
    if head || cell.kind == CellKind::ColumnHead {
        return paragraph(&format!("TableHead{size}"), text);
    }
    let mut properties = vec![value("w:pStyle", &format!("TableText{size}"))];
    if cell.number {
        properties.push(value("w:jc", "right"));
    }
    format!("<w:p>{}{text}</w:p>", ordered("w:pPr", properties))
}

/// Half-width characters that a column has at least, what a head and a cell want at most, the longest figure and the longest
/// Latin word that are kept whole.
const NARROWEST: usize = 4;
const HEAD: usize = 8;
const WIDEST: usize = 26;
const LONGEST_FIGURE: usize = 18;
const LONGEST_RUN: usize = 12;
/// What belongs to a figure beside its digits.
const SIGNS: [char; 7] = ['.', ',', '-', '+', '<', '>', '%'];
/// Twentieths of a point of the room beside the text of a cell; a half-width character is half as wide as the letters are high.
const PADDING: usize = 140;
/// What a column of sentences wants.
const SENTENCES: usize = 52;

/// What a column needs, in half-width characters.
#[derive(Clone, Copy)]
struct Need {
    /// So that no figure is broken.
    figures: usize,
    /// So that no figure, no Latin word and no word of two characters is broken.
    least: usize,
    /// So that it reads well.
    wanted: usize,
}

/// Rows that are looked at for the widths of a table.
const LOOKED_AT: usize = 64;
/// Parts of a line in which the height of a row is counted.
const PARTS: usize = 1000;

/// The widths of the columns, with the size of letters under which their figures stay whole.
fn widths(table: &Table<'_>, count: usize, total: usize) -> (Vec<usize>, (usize, &'static str)) {
    let needs = needs(table, count);
    let room = |size: usize| total.saturating_sub(count * PADDING) / half_width(size);
    let fits = |need: fn(&Need) -> usize| {
        let sum = needs.iter().map(need).sum::<usize>();
        SIZES.into_iter().find(|(size, _)| sum <= room(*size))
    };
    let size = fits(|need| need.least).or_else(|| fits(|need| need.figures)).unwrap_or(SIZES[2]);
    (shared(table, &needs, total, size.0), size)
}

/// Twentieths of a point of a half-width character.
fn half_width(size: usize) -> usize {
    5 * size
}

/// What each column needs at least, then a character at a time to the column that makes the rows lower by most, and what is left
/// by what each wants.
fn shared(table: &Table<'_>, needs: &[Need], total: usize, size: usize) -> Vec<usize> {
    let half_width = half_width(size);
    let wide = |letters: usize| letters * half_width + PADDING;
    let room = total.saturating_sub(needs.len() * PADDING) / half_width;
    let figures = needs.iter().map(|need| need.figures).sum::<usize>().max(1);
    if figures > room {
        // Not even the figures have room: each column gives as much.
        let widths = needs
            .iter()
            .map(|need| total * wide(need.figures) / (figures * half_width + needs.len() * PADDING));
        return filled(widths.collect(), total);
    }
    let mut letters = words_beside_figures(needs, room);
    let mut spare = room - letters.iter().sum::<usize>().min(room);
    let rows = texts(table, needs.len());
    while spare > 0
        && let Some(column) = tallest(&rows, &letters)
        && let Some(letters) = letters.get_mut(column)
    {
        (*letters, spare) = (*letters + 1, spare - 1);
    }
    let wants = |(need, letters): (&Need, &usize)| need.wanted.saturating_sub(*letters);
    let beyond = needs.iter().zip(&letters).map(wants).sum::<usize>().max(1);
    let share = |pair: (&Need, &usize)| (spare * half_width) * wants(pair) / beyond;
    filled(needs.iter().zip(&letters).map(|pair| wide(*pair.1) + share(pair)).collect(), total)
}

/// Half-width characters of each column: words are whole where there is room, and broken before a figure is.
fn words_beside_figures(needs: &[Need], room: usize) -> Vec<usize> {
    let figures = needs.iter().map(|need| need.figures).sum::<usize>();
    let beyond = needs.iter().map(|need| need.least - need.figures).sum::<usize>();
    let spare = room.saturating_sub(figures).min(beyond);
    needs.iter().map(|need| need.figures + (need.least - need.figures) * spare / beyond.max(1)).collect()
}

/// The last column gets what roundings left.
fn filled(mut widths: Vec<usize>, total: usize) -> Vec<usize> {
    let used: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += total.saturating_sub(used);
    }
    widths
}

/// How long the texts of the first rows are, in half-width characters; nothing for what lies over several columns.
fn texts(table: &Table<'_>, count: usize) -> Vec<Vec<usize>> {
    let looked_at = table.head.len() + table.rows.len().min(LOOKED_AT);
    let mut all = vec![vec![0; count]; looked_at];
    each_cell(table.head.iter().chain(table.rows.iter().take(LOOKED_AT)), |row, column, words| {
        if let Some(length) = all.get_mut(row).and_then(|row| row.get_mut(column)) {
            *length = half_widths(words);
        }
    });
    all
}

/// Looks at the words of each cell of one column, with its row and its column.
fn each_cell<'a>(rows: impl Iterator<Item = &'a Row<'a>>, mut look: impl FnMut(usize, usize, &str)) {
    let mut grid = Grid::default();
    for (at, row) in rows.enumerate() {
        let mut column = 0;
        for slot in grid.place(row) {
            if let Slot::Cell(cell) = slot
                && cell.column_span <= 1
            {
                look(at, column, &inline::text(&cell.text));
            }
            column += slot.width();
        }
    }
}

fn half_widths(words: &str) -> usize {
    words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The column that makes the rows lower by most when it gets one character more; `None` where none does.
fn tallest(rows: &[Vec<usize>], letters: &[usize]) -> Option<usize> {
    let lines = |length: usize, letters: usize| (length * PARTS / letters.max(1)).max(PARTS);
    let mut gains = vec![0; letters.len()];
    for row in rows {
        let heights = || row.iter().zip(letters).map(|(length, letters)| lines(*length, *letters));
        let top = heights().max().unwrap_or(PARTS);
        let mut high = heights().enumerate().filter(|(_, height)| *height == top);
        // Two that are as high as each other: one alone changes nothing, and the first begins.
        let Some((column, _)) = high.next().filter(|_| top > PARTS) else { continue };
        let next = heights().enumerate().filter(|(at, _)| *at != column).map(|(_, height)| height).max();
        let (Some(length), Some(letters)) = (row.get(column), letters.get(column)) else { continue };
        let then = lines(*length, letters + 1).max(next.unwrap_or(PARTS));
        if let Some(gain) = gains.get_mut(column) {
            *gain += (top - then).max(1);
        }
    }
    let best = gains.iter().enumerate().max_by_key(|(at, gain)| (**gain, std::cmp::Reverse(*at)));
    best.filter(|(_, gain)| **gain > 0).map(|(column, _)| column)
}

fn needs(table: &Table<'_>, count: usize) -> Vec<Need> {
    let mut needs = vec![Need { figures: NARROWEST, least: NARROWEST, wanted: NARROWEST }; count];
    let mut texts = vec![(0_usize, 0_usize); count];
    each_cell(table.head.iter().chain(&table.rows), |at, column, words| {
        let is_head = at < table.head.len();
        let (Some(need), Some(text)) = (needs.get_mut(column), texts.get_mut(column)) else { return };
        let width = half_widths(words);
        let run = words.split(|c: char| !c.is_ascii() || c == ' ').map(str::len).max().unwrap_or(0);
        let figure = words.split(|c: char| !c.is_ascii_digit() && !SIGNS.contains(&c));
        let figure = figure
            .filter(|part| part.contains(|c: char| c.is_ascii_digit()))
            .map(str::len)
            .max()
            .unwrap_or(0);
        // A long row of digits is a number of a document or a code, which may be broken.
        if figure <= LONGEST_FIGURE {
            need.figures = need.figures.max(figure + usize::from(figure > 0));
        }
        need.least = need.least.max((run + usize::from(run > 0)).min(LONGEST_RUN)).max(need.figures);
        // A head is broken over lines more readily than what stands under it.
        let most = if is_head { HEAD } else { WIDEST };
        need.wanted = need.wanted.max(width.min(most)).max(need.least);
        *text = (text.0 + if is_head { 0 } else { width }, text.1 + usize::from(width > 0 && !is_head));
    });
    for (need, (width, cells)) in needs.iter_mut().zip(texts) {
        if cells > 0 && width / cells > SENTENCES {
            need.wanted = SENTENCES;
        }
    }
    needs
}

/// Blocks in a frame: a table of one cell.
pub(crate) fn framed(inside: &str) -> String {
    let cell = ordered("w:tcPr", vec![empty("w:tcW", &format!("w:w=\"{WIDTH}\" w:type=\"dxa\""))]);
    // A cell must end with a paragraph.
    let end = if inside.ends_with("</w:p>") { String::new() } else { paragraph("TableText", "") };
    ordered(
        "w:tbl",
        vec![
            ("w:tblPr", ordered("w:tblPr", properties(WIDTH))),
            ("w:tblGrid", format!("<w:tblGrid><w:gridCol w:w=\"{WIDTH}\"/></w:tblGrid>")),
            ("w:tr", format!("<w:tr><w:tc>{cell}{inside}{end}</w:tc></w:tr>")),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table<'static> {
        let row = |cells: &&[&str]| Row {
            superseded: false,
            cells: cells.iter().map(|text| Cell::words((*text).to_owned())).collect(),
        };
        Table { rows: rows.iter().map(row).collect(), ..Table::default() }
    }

    #[test]
    fn a_long_text_among_many_figures_gets_the_room_that_they_leave() {
        let source = "澜川市2028年国民经济和社会发展统计公报（初步）";
        let figures = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", source];
        let (widths, _) = widths(&table(&[&figures, &figures]), 13, LYING_WIDTH);
        assert_eq!(widths.iter().sum::<usize>(), LYING_WIDTH);
        let least = NARROWEST * half_width(21) + PADDING;
        assert!(widths[..12].iter().all(|width| *width >= least), "{widths:?}");
        // One line, or as near as there is room.
        assert!(widths[12] > 5 * widths[0], "{widths:?}");
    }

    #[test]
    fn two_columns_of_texts_share_by_their_length() {
        let (short, long) = ("说明".repeat(10), "说明".repeat(40));
        let (widths, size) = widths(&table(&[&[&short, &long]]), 2, WIDTH);
        assert_eq!(size, SIZES[0]);
        assert_eq!(widths.iter().sum::<usize>(), WIDTH);
        assert!(widths[1] > 2 * widths[0] && widths[0] > WIDTH / 8, "{widths:?}");
    }

    #[test]
    fn a_table_without_texts_still_fills_its_width() {
        let (widths, _) = widths(&table(&[&["", ""]]), 2, WIDTH);
        assert_eq!(widths.iter().sum::<usize>(), WIDTH);
    }

    #[test]
    fn no_figure_is_broken_while_smaller_letters_leave_it_room() {
        let figures = ["1032.8139", "1077.5271", "1192.4093", "-1073.0292", "1357.5", "1900", "-70.2%", "<1"];
        let row =
            [&["1"], figures.as_slice(), &figures, &["CRE_Gdpct（github.com/eileenCHEN-9/PhD_2022_2025）"]]
                .concat();
        let (widths, (size, _)) = widths(&table(&[&row, &row]), row.len(), LYING_WIDTH);
        assert_eq!(widths.iter().sum::<usize>(), LYING_WIDTH);
        assert!(size < 21, "{size}");
        for (width, text) in widths.iter().zip(&row).take(row.len() - 1) {
            assert!(*width >= text.len() * half_width(size) + PADDING, "{text}: {widths:?}");
        }
    }

    #[test]
    fn a_table_of_too_many_figures_shares_its_width() {
        let row = vec!["123456.789"; 40];
        let (widths, size) = widths(&table(&[&row]), 40, LYING_WIDTH);
        assert_eq!((widths.iter().sum::<usize>(), size), (LYING_WIDTH, SIZES[2]));
        assert!(widths.iter().all(|width| *width >= LYING_WIDTH / 41), "{widths:?}");
    }
}
