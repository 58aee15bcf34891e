//! The lines and cells of an RFC 4180 text, borrowed where no quote stands in the way.

use std::borrow::Cow;

/// Goes through the records of a text; a quoted cell may hold commas, quotes and line breaks.
pub(super) struct Records<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text.strip_prefix('\u{feff}').unwrap_or(text), line: 0 }
    }

    /// Bytes still to read.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    /// Reads the next non-empty record into `cells` and gives its line, from 1.
    pub(super) fn next(&mut self, cells: &mut Vec<Cow<'t, str>>) -> Option<usize> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            cells.clear();
            self.line += 1;
            let line = self.line;
            while self.cell(cells) {}
            if cells.len() > 1 || cells.iter().any(|c| !c.is_empty()) {
                return Some(line);
            }
        }
    }

    /// Reads one cell; true when another follows on the line.
    fn cell(&mut self, cells: &mut Vec<Cow<'t, str>>) -> bool {
        if self.rest.starts_with('"') {
            return self.quoted(cells);
        }
        let bytes = self.rest.as_bytes();
        let end = bytes.iter().position(|b| matches!(b, b',' | b'\n')).unwrap_or(bytes.len());
        cells.push(Cow::Borrowed(self.rest[..end].trim()));
        self.skip(end)
    }

    fn quoted(&mut self, cells: &mut Vec<Cow<'t, str>>) -> bool {
        let mut text = String::new();
        let mut rest = &self.rest[1..];
        loop {
            let Some(end) = rest.find('"') else {
                text.push_str(rest);
                rest = "";
                break;
            };
            text.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            let Some(more) = rest.strip_prefix('"') else { break };
            text.push('"');
            rest = more;
        }
        self.line += text.matches('\n').count();
        cells.push(Cow::Owned(text));
        self.rest = rest;
        let end = rest.find([',', '\n']).unwrap_or(rest.len());
        self.skip(end)
    }

    /// Moves past the separator at `end`; true when it is a comma.
    fn skip(&mut self, end: usize) -> bool {
        let comma = self.rest.as_bytes().get(end) == Some(&b',');
        self.rest = self.rest.get(end + 1..).unwrap_or("");
        comma
    }
}

/// Appends `cell`, quoted when it must be.
pub(super) fn push_cell(out: &mut String, cell: &str) {
    if cell.contains([',', '"', '\n', '\r']) {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}
