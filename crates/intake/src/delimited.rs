//! CSV in the encodings that spreadsheets write: UTF-8, UTF-16 and GB18030, with comma, tab or semicolon.

use crate::Settings;
use crate::grid::{Content, Grid, Row};
use crate::problem::Problems;
use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};
use source::Severity;
use std::borrow::Cow;

/// Reads a delimited text; faults go to `problems`.
pub(crate) fn read(bytes: &[u8], settings: &Settings, problems: &mut Problems<'_>) -> Grid {
    let text = decode(bytes, problems);
    let mut grid = Grid::default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut cells = 0;
    let mut index = 0;
    // The text is valid UTF-8 and records may be uneven, so reading does not fail on content.
    while reader.read_record(&mut record).unwrap_or(false) {
        let filled = record.iter().enumerate().filter(|(_, field)| !field.trim().is_empty());
        let row: Vec<(u32, Content)> =
            filled.map(|(at, field)| (at as u32, Content::Text(field.trim().into()))).collect();
        cells += row.len();
        if !row.is_empty() {
            grid.rows.push(Row { index, cells: row });
        }
        index += 1;
        if cells > settings.max_cells || grid.rows.len() > settings.max_rows {
            too_large(settings, problems);
            return Grid::default();
        }
    }
    grid
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

fn decode<'b>(bytes: &'b [u8], problems: &mut Problems<'_>) -> Cow<'b, str> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => GB18030,
    };
    let (text, used, faults) = encoding.decode(bytes);
    if faults {
        let name = used.name();
        problems.add(
            Severity::Error,
            None,
            format!("文件中有无法识别的字符（按{name}读取）；请另存为UTF-8编码的CSV"),
            format!("some characters cannot be read (tried {name}): save the file as CSV in UTF-8"),
        );
    }
    text
}

/// The delimiter that the first lines use most; a comma when they use none.
fn delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().take(20).collect();
    let count = |delimiter: u8| {
        head.iter().map(|line| line.bytes().filter(|b| *b == delimiter).count()).sum::<usize>()
    };
    [b',', b'\t', b';'].into_iter().rev().max_by_key(|d| count(*d)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(bytes: &[u8]) -> (Vec<Vec<String>>, usize) {
        let mut problems = Problems::new("f.csv", "", 10);
        let grid = read(bytes, &Settings::default(), &mut problems);
        let texts = grid.rows.iter().map(|r| r.cells.iter().map(|(_, c)| c.text()).collect()).collect();
        (texts, problems.finish().len())
    }

    #[test]
    fn encodings_and_delimiters() {
        let expected = vec![vec!["指标".to_owned(), "2016年".to_owned()]];
        let text = "指标,2016年\n";
        assert_eq!(grid(text.as_bytes()), (expected.clone(), 0));
        assert_eq!(grid(format!("\u{feff}{text}").as_bytes()), (expected.clone(), 0));
        assert_eq!(grid(&GB18030.encode(text).0), (expected.clone(), 0));
        assert_eq!(grid(text.replace(',', "\t").as_bytes()), (expected.clone(), 0));
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(grid(&[vec![0xff, 0xfe], wide].concat()), (expected, 0));
    }

    #[test]
    fn unreadable_bytes_are_a_problem() {
        assert_eq!(grid(&[b'a', 0xff, 0xff, 0xff]).1, 1);
        assert_eq!(grid(b""), (Vec::new(), 0));
    }

    #[test]
    fn too_many_rows_give_nothing() {
        let settings = Settings { max_rows: 2, ..Settings::default() };
        let mut problems = Problems::new("f.csv", "", 10);
        assert!(read(b"a\nb\nc\n", &settings, &mut problems).rows.is_empty());
        assert_eq!(problems.finish().len(), 1);
    }
}
