//! CSV in the encodings that spreadsheets write: UTF-8, UTF-16 and GB18030, with comma, tab or semicolon.

use super::too_large;
use crate::Settings;
use crate::grid::{Content, Grid, Row};
use crate::problem::Problems;
use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};
use source::Severity;
use std::borrow::Cow;
use std::collections::HashMap;

/// Reads a delimited text; faults go to `problems`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
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
        let row: Vec<(u32, Content)> = filled
            .filter_map(|(at, field)| {
                Some((at as u32, Content::of_text(plan::spreadsheet::plain(field.trim()))?))
            })
            .collect();
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

/// The text in the encoding that its bytes show; faults go to `problems`.
pub(crate) fn decode<'b>(bytes: &'b [u8], problems: &mut Problems<'_>) -> Cow<'b, str> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        // Half of the bytes of Latin letters and digits are zero in UTF-16.
        _ if zeros(bytes, 1) => UTF_16LE,
        _ if zeros(bytes, 0) => UTF_16BE,
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

/// Whether many bytes at even (0) or odd (1) places are zero, and none at the others.
fn zeros(bytes: &[u8], odd: usize) -> bool {
    let head = bytes.get(..bytes.len().min(4_096)).unwrap_or(bytes);
    let count = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    count(odd) * 8 > head.len() && count(1 - odd) == 0
}

/// The delimiter that cuts most of the first lines into equally many fields; a comma when none does. Commas that
/// separate thousands differ from line to line, those that separate fields do not.
pub(crate) fn delimiter(text: &str) -> u8 {
    let head: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(40).collect();
    let score = |delimiter: u8| {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for line in &head {
            let mut quoted = false;
            let fields = line.bytes().filter(|b| {
                quoted ^= *b == b'"';
                *b == delimiter && !quoted
            });
            *counts.entry(fields.count()).or_default() += 1;
        }
        let best = counts
            .into_iter()
            .filter(|(fields, _)| *fields > 0)
            .max_by_key(|(fields, lines)| (*lines, *fields));
        best.map_or((0, 0), |(fields, lines)| (lines, fields))
    };
    // Of equal scores the later counts: the comma.
    [b'|', b';', b'\t', b',']
        .into_iter()
        .max_by_key(|d| score(*d))
        .filter(|d| score(*d) != (0, 0))
        .unwrap_or(b',')
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
