use crate::Span;
use std::ops::Range;

/// Text put together from pieces of the source, with the way back for every byte.
///
/// A paragraph that a page break cuts in two, a table cell written over two lines, a sentence with
/// layout spaces inside: the reader joins the pieces, and [`Passage::span`] still finds the place in
/// the source. Pieces are copied unchanged, so a byte of the passage is a byte of the source.
///
/// # Example
/// ```
/// use source::{Passage, Span};
/// let source = "接待 80万\n\n人次";
/// let mut builder = Passage::builder(source);
/// builder.push(Span::new(0, 6));
/// builder.push(Span::new(7, 12));
/// builder.push(Span::new(14, 20));
/// let passage = builder.finish();
/// assert_eq!(passage.text(), "接待80万人次");
/// let at = passage.text().find("80万人次").unwrap();
/// let span = passage.span(at..passage.text().len());
/// assert_eq!(span.of(source), "80万\n\n人次");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Offset in the passage where this piece starts.
    at: usize,
    /// Offset in the source where it was taken from.
    source: usize,
}

impl Passage {
    /// Starts a passage over `source`.
    pub fn builder(source: &str) -> PassageBuilder<'_> {
        PassageBuilder { source, passage: Passage::default() }
    }

    /// The one piece `span` of `source`, unchanged.
    pub fn whole(source: &str, span: Span) -> Self {
        let mut builder = Self::builder(source);
        builder.push(span);
        builder.finish()
    }

    /// The joined text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The place in the source of the byte at `at` of the passage; the end of the last piece for `at == len`.
    pub fn offset(&self, at: usize) -> usize {
        let index = self.pieces.partition_point(|piece| piece.at <= at);
        match index.checked_sub(1).map(|i| self.pieces[i]) {
            Some(piece) => piece.source + (at.min(self.text.len()) - piece.at),
            None => 0,
        }
    }

    /// The smallest source span that covers `range` of the passage.
    ///
    /// The span may hold source bytes that are not in the passage (a page number between two halves).
    pub fn span(&self, range: Range<usize>) -> Span {
        if range.is_empty() {
            let at = self.offset(range.start);
            return Span::new(at, at);
        }
        // The end is found from the last byte inside the range: the offset one past it may lie in the next piece.
        Span::new(self.offset(range.start), self.offset(range.end - 1) + 1)
    }

    /// The span of the whole passage.
    pub fn full_span(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// The source spans the passage was put together from, in order; pushing them again gives the same passage.
    pub fn pieces(&self) -> impl Iterator<Item = Span> {
        let ends = self.pieces.iter().skip(1).map(|piece| piece.at).chain([self.text.len()]);
        self.pieces
            .iter()
            .zip(ends)
            .map(|(piece, end)| Span::new(piece.source, piece.source + (end - piece.at)))
    }

    /// A part of the passage as a passage of its own.
    ///
    /// `range` must lie on character borders; a range that does not gives an empty passage.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let Some(text) = self.text.get(range.clone()) else {
            return Self::default();
        };
        let mut pieces = vec![Piece { at: 0, source: self.offset(range.start) }];
        pieces.extend(
            self.pieces
                .iter()
                .filter(|piece| piece.at > range.start && piece.at < range.end)
                .map(|piece| Piece { at: piece.at - range.start, source: piece.source }),
        );
        Self { text: text.to_owned(), pieces }
    }

    /// The passage without white space at its ends.
    #[must_use]
    pub fn trim(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        let end = start + self.text.trim().len();
        if start == 0 && end == self.text.len() { self.clone() } else { self.slice(start..end) }
    }

    /// Adds `other` behind this passage, as it is.
    pub fn append(&mut self, other: &Self) {
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.pieces
            .extend(other.pieces.iter().map(|piece| Piece { at: piece.at + base, source: piece.source }));
    }
}

/// Puts a [`Passage`] together piece by piece.
#[derive(Debug)]
pub struct PassageBuilder<'a> {
    source: &'a str,
    passage: Passage,
}

impl PassageBuilder<'_> {
    /// Makes room for so many bytes of text, so that a long passage does not grow step by step.
    pub fn reserve(&mut self, bytes: usize) {
        self.passage.text.reserve_exact(bytes);
    }

    /// Appends the source bytes of `span`; a span off the character borders of the source adds nothing.
    pub fn push(&mut self, span: Span) {
        let text = span.of(self.source);
        if text.is_empty() {
            return;
        }
        let at = self.passage.text.len();
        let follows =
            self.passage.pieces.last().is_some_and(|last| last.source + (at - last.at) == span.start);
        if !follows {
            if self.passage.pieces.is_empty() {
                // Most passages are one piece; a table has thousands of them.
                self.passage.pieces.reserve_exact(1);
            }
            self.passage.pieces.push(Piece { at, source: span.start });
        }
        self.passage.text.push_str(text);
    }

    /// The finished passage.
    pub fn finish(self) -> Passage {
        self.passage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_keep_the_way_back() {
        let source = "甲乙\n丙丁\n戊己";
        let mut builder = Passage::builder(source);
        for line in [0..6, 7..13, 14..20] {
            builder.push(Span::from(line));
        }
        let passage = builder.finish();
        assert_eq!(passage.text(), "甲乙丙丁戊己");
        assert_eq!(
            passage.pieces().collect::<Vec<_>>(),
            [Span::new(0, 6), Span::new(7, 13), Span::new(14, 20)]
        );
        let part = passage.slice(3..15);
        assert_eq!(part.text(), "乙丙丁戊");
        assert_eq!(part.full_span().of(source), "乙\n丙丁\n戊");
        assert_eq!(part.span(3..9).of(source), "丙丁");
        let mut both = part.clone();
        both.append(&passage.slice(15..18));
        assert_eq!(both.text(), "乙丙丁戊己");
        assert_eq!(both.full_span().of(source), "乙\n丙丁\n戊己");
    }

    #[test]
    fn odd_ranges_are_harmless() {
        let passage = Passage::whole("规划", Span::new(0, 6));
        assert!(passage.slice(1..2).is_empty());
        assert_eq!(passage.span(6..6), Span::new(6, 6));
        assert_eq!(Passage::default().full_span(), Span::new(0, 0));
        assert_eq!(Passage::whole(" 规划 ", Span::new(0, 8)).trim().text(), "规划");
    }
}
