//! Files become grids: workbooks, delimited texts, and the tables of documents. The format is found from the content, so
//! a web page that is called .xls is read as the page it is.

mod archive;
mod biff;
pub(crate) mod delimited;
mod format;
mod legacy;
mod ods;
mod tables;
mod xlsx;
mod xml;

use crate::Settings;
use crate::grid::Grid;
use crate::problem::{Problem, Problems};
use archive::{Archive, Refused};
pub(crate) use format::{Shown, computed};
use source::Severity;

/// The grids of a file; what is wrong with the file or a sheet goes to `found`.
pub(crate) fn open(name: &str, bytes: &[u8], settings: &Settings, found: &mut Vec<Problem>) -> Vec<Grid> {
    let mut problems = Problems::new(name, "", settings.max_problems);
    let (grids, more) = if bytes.starts_with(b"PK") {
        match Archive::open(bytes) {
            Ok(archive) => of_archive(name, bytes, archive, settings),
            Err(refused) => {
                refuse(&refused, &mut problems);
                (Vec::new(), Vec::new())
            }
        }
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        legacy::xls(name, bytes, settings)
    } else if bytes.starts_with(b"%PDF") || looks_like_markup(bytes) {
        tables::read(name, bytes, settings)
    } else {
        (vec![delimited::read(bytes, settings, &mut problems)], Vec::new())
    };
    found.extend(problems.finish());
    found.extend(more);
    grids
}

fn of_archive(
    name: &str,
    bytes: &[u8],
    mut archive: Archive<'_>,
    settings: &Settings,
) -> (Vec<Grid>, Vec<Problem>) {
    if archive.has("xl/workbook.bin") {
        legacy::xlsb(name, bytes, archive, settings)
    } else if archive.has("word/document.xml") {
        tables::read(name, bytes, settings)
    } else if archive.has("content.xml") {
        ods::read(name, &mut archive, settings)
    } else {
        xlsx::read(name, &mut archive, settings)
    }
}

fn refuse(refused: &Refused, problems: &mut Problems<'_>) {
    match refused {
        Refused::TooLarge => problems.add(
            Severity::Error,
            None,
            "文件解压后过大，未读入任何数据；请只保留数据表",
            "the file is too large when unpacked and nothing of it was read: keep only the tables of figures",
        ),
        Refused::Broken(error) => problems.add(
            Severity::Error,
            None,
            format!("不是有效的xlsx文件（{error}）；请另存为xlsx或CSV"),
            format!("not a sound xlsx file ({error}): save it as xlsx or CSV"),
        ),
    }
}

/// Whether a text is HTML: a tag stands where a table of text has its first cell.
fn looks_like_markup(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1_024)).unwrap_or(bytes);
    // UTF-16 has a zero beside every Latin letter.
    let plain: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
    let text = String::from_utf8_lossy(&plain).to_lowercase();
    let text = text.trim_start_matches(|c: char| !c.is_ascii() || c.is_whitespace());
    text.starts_with('<')
        && ["<html", "<!doctype", "<table", "<head", "<meta", "<body", "<?xml"]
            .iter()
            .any(|tag| text.contains(tag))
}

/// Says that a sheet is larger than what is taken in one piece.
pub(crate) fn too_large(settings: &Settings, problems: &mut Problems<'_>) {
    let (rows, cells) = (settings.max_rows, settings.max_cells);
    problems.add(
        Severity::Error,
        None,
        format!("表格超过{rows}行或{cells}个单元格，未读入任何数据；请拆分后分别导入"),
        format!("the sheet has more than {rows} rows or {cells} cells and nothing of it was read: split it and import the parts"),
    );
}

/// Counts rows and cells of a sheet while it is read.
pub(crate) struct Limits {
    pub rows: usize,
    cells: usize,
    last: Option<u32>,
    seen_rows: usize,
    seen_cells: usize,
}

impl Limits {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self { rows: settings.max_rows, cells: settings.max_cells, last: None, seen_rows: 0, seen_cells: 0 }
    }

    /// `None` when the sheet holds more than is taken.
    pub(crate) fn count(&mut self, row: u32) -> Option<()> {
        self.seen_cells += 1;
        if self.last != Some(row) {
            self.seen_rows += 1;
            self.last = Some(row);
        }
        (self.seen_rows <= self.rows && self.seen_cells <= self.cells).then_some(())
    }
}
