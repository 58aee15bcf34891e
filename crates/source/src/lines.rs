use crate::Span;

/// Where the lines of a text begin; turns byte offsets into lines and columns.
///
/// A line ends with `\n`; a `\r` before it belongs to the line end. A form feed does not end a line.
///
/// # Example
/// ```
/// use source::Lines;
/// let text = "第一章\n到2020年";
/// let lines = Lines::of(text);
/// assert_eq!(lines.line(0), 1);
/// assert_eq!(lines.line(10), 2);
/// assert_eq!(lines.position(text, 13).column, 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    starts: Vec<usize>,
    len: usize,
}

/// A place as people name it: 1-based line and 1-based column counted in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line.
    pub line: u32,
    /// 1-based column, in characters.
    pub column: u32,
}

impl Lines {
    /// Indexes the lines of `text` in one pass.
    pub fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1));
        Self { starts, len: text.len() }
    }

    /// Number of lines; an empty text has one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The 1-based line that holds the byte at `offset`; offsets past the end belong to the last line.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    pub fn line(&self, offset: usize) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// The span of a 1-based line without its line end; empty at the end of the text when there is no such line.
    pub fn span(&self, text: &str, line: u32) -> Span {
        let index = (line as usize).saturating_sub(1);
        let Some(&start) = self.starts.get(index) else {
            return Span::new(self.len, self.len);
        };
        let end = self.starts.get(index + 1).map_or(self.len, |next| next - 1);
        let line = text.get(start..end).unwrap_or("");
        Span::new(start, start + line.trim_end_matches('\r').len())
    }

    /// Line and column of the byte at `offset`.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1];
        let before = text.get(start..offset.min(self.len)).unwrap_or("");
        Position { line, column: before.chars().count() as u32 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_of_mixed_text() {
        let text = "目录\r\n\n第一章 背景";
        let lines = Lines::of(text);
        assert_eq!(lines.count(), 3);
        assert_eq!(lines.span(text, 1).of(text), "目录");
        assert_eq!(lines.span(text, 2).of(text), "");
        assert_eq!(lines.span(text, 3).of(text), "第一章 背景");
        assert_eq!(lines.span(text, 9), Span::new(text.len(), text.len()));
        assert_eq!(lines.position(text, text.find("背").expect("there")), Position { line: 3, column: 5 });
        assert_eq!(lines.line(usize::MAX), 3);
    }
}
