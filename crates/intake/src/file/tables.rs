//! Tables inside documents: Word, PDF, HTML, and web pages that call themselves .xls.

use super::too_large;
use crate::grid::{Content, Grid};
use crate::problem::{Problem, Problems};
use crate::{Cell, Settings};
use document::{Block, Document, Format, ReadOptions};
use source::Severity;

/// How many lines in front of a table may be its title.
const LINES_ABOVE: usize = 2;

/// A line of so many characters is a sentence and no title.
const LONGEST_TITLE: usize = 60;

/// Reads the tables of a document, each as a sheet of its own.
pub(crate) fn read(name: &str, bytes: &[u8], settings: &Settings) -> (Vec<Grid>, Vec<Problem>) {
    let mut problems = Problems::new(name, "", settings.max_problems);
    let options = ReadOptions { name: Some(name.to_owned()) };
    let document = match document::read(bytes, &options) {
        Ok(document) => document,
        Err(error) => {
            let words = error.words();
            problems.add(Severity::Error, None, words.zh, words.en);
            return (Vec::new(), problems.finish());
        }
    };
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    if document.format == Format::Html && matches!(ending.as_str(), "xls" | "xlsx" | "et") {
        problems.add(
            Severity::Note,
            None,
            format!("文件扩展名是{ending}，内容实为网页表格（HTML），已按网页读取"),
            format!("the file is called .{ending} but holds a web page (HTML); it was read as that"),
        );
    }
    let mut reader = Tables { document: &document, grids: Vec::new(), lines: Vec::new() };
    reader.lines.extend(document.title.as_ref().map(|title| title.text().to_owned()));
    reader.blocks(&document.blocks);
    let notes = reader.notes();
    let title = document.title.as_ref().map(|title| title.text().to_owned());
    let mut grids = reader.grids;
    for grid in &mut grids {
        if let Some(title) = &title
            && !grid.above.contains(title)
        {
            grid.above.insert(0, title.clone());
        }
        grid.below.clone_from(&notes);
        if grid.rows.len() > settings.max_rows {
            grid.rows.clear();
            too_large(settings, &mut problems);
        }
    }
    (grids, problems.finish())
}

struct Tables<'d> {
    document: &'d Document,
    grids: Vec<Grid>,
    /// The lines since the last table.
    lines: Vec<String>,
}

impl Tables<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(heading) => self.lines.push(heading.title.text().to_owned()),
                Block::Paragraph(paragraph) => self.lines.push(paragraph.text.text().to_owned()),
                Block::ListItem(item) => self.lines.push(item.text.text().to_owned()),
                Block::Figure(_) => {}
                Block::Box(inner) => self.blocks(&inner.blocks),
                Block::Table(table) => self.table(table),
            }
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    fn table(&mut self, table: &document::Table) {
        let number =
            if table.number.is_empty() { (self.grids.len() + 1).to_string() } else { table.number.clone() };
        let mut grid = Grid { sheet: format!("表{number}"), ..Grid::default() };
        let lines = std::mem::take(&mut self.lines);
        let short = |line: &&String| line.chars().count() <= LONGEST_TITLE && !line.contains(['。', '；']);
        let near: Vec<String> = lines.iter().rev().take(LINES_ABOVE).take_while(short).cloned().collect();
        grid.above = near.into_iter().rev().collect();
        grid.above.extend([&table.title, &table.note].map(|line| line.text().to_owned()));
        grid.above.retain(|line| !line.trim().is_empty());
        for cell in &table.cells {
            let at = Cell::new(cell.row as u32, cell.column as u32);
            if (cell.row_span > 1 || cell.column_span > 1) && !cell.inferred {
                let last = Cell::new(
                    (cell.row + cell.row_span - 1) as u32,
                    (cell.column + cell.column_span - 1) as u32,
                );
                grid.merged.push((at, last));
            }
            if let Some(content) = Content::of_text(cell.text.text()) {
                grid.push(at, content);
            }
        }
        grid.settle();
        self.grids.push(grid);
    }

    /// The lines of the document that are notes to its tables.
    fn notes(&self) -> Vec<String> {
        fn collect(blocks: &[Block], notes: &mut Vec<String>) {
            for block in blocks {
                match block {
                    Block::Paragraph(paragraph) if crate::note::begins(paragraph.text.text()) => {
                        notes.push(paragraph.text.text().to_owned());
                    }
                    Block::Box(inner) => collect(&inner.blocks, notes),
                    _ => {}
                }
            }
        }
        let mut notes = Vec::new();
        collect(&self.document.blocks, &mut notes);
        notes
    }
}
