//! Looking at a text one folded character at a time.

use crate::fold::fold_char;

/// A text read character by character, each folded, at byte positions of the original.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'t> {
    pub(crate) raw: &'t str,
}

/// White space that layout leaves inside a line; a line end is never skipped.
pub(crate) fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{3000}' | '\u{2002}' | '\u{2003}' | '\u{2009}' | '\u{200b}')
}

/// Longest run of white space that may stand inside one mention.
const MAX_GAP: usize = 4;

impl<'t> Text<'t> {
    pub(crate) fn new(raw: &'t str) -> Self {
        Self { raw }
    }

    /// The folded character at byte `at` and the position behind it.
    #[inline]
    pub(crate) fn at(self, at: usize) -> Option<(char, usize)> {
        let bytes = self.raw.as_bytes();
        let first = *bytes.get(at)?;
        if first < 0x80 {
            return Some((first as char, at + 1));
        }
        if let (0xe0..=0xef, Some(&[second, third])) = (first, bytes.get(at + 1..at + 3)) {
            let low = |byte: u8| u32::from(byte & 0x3f);
            let code = u32::from(first & 0x0f) << 12 | low(second) << 6 | low(third);
            return char::from_u32(code).map(|c| (fold_char(c), at + 3));
        }
        let c = self.raw.get(at..)?.chars().next()?;
        Some((fold_char(c), at + c.len_utf8()))
    }

    /// The folded character at `at`, or a line end at the end of the text.
    #[inline]
    pub(crate) fn peek(self, at: usize) -> char {
        self.at(at).map_or('\n', |(c, _)| c)
    }

    /// The folded character that ends at byte `at` and its position.
    #[inline]
    pub(crate) fn before(self, at: usize) -> Option<(char, usize)> {
        let c = self.raw.get(..at)?.chars().next_back()?;
        Some((fold_char(c), at - c.len_utf8()))
    }

    /// The folded character that ends at `at`, or a line end at the start of the text.
    #[inline]
    pub(crate) fn peek_before(self, at: usize) -> char {
        self.before(at).map_or('\n', |(c, _)| c)
    }

    /// The position behind at most a few blanks at `at`.
    #[inline]
    pub(crate) fn skip_gap(self, at: usize) -> usize {
        let mut to = at;
        for _ in 0..MAX_GAP {
            match self.at(to) {
                Some((c, next)) if is_gap(c) => to = next,
                _ => break,
            }
        }
        to
    }

    /// The position in front of at most a few blanks that end at `at`.
    #[inline]
    pub(crate) fn skip_gap_back(self, at: usize) -> usize {
        let mut to = at;
        for _ in 0..MAX_GAP {
            match self.before(to) {
                Some((c, start)) if is_gap(c) => to = start,
                _ => break,
            }
        }
        to
    }

    /// The position behind `word` when it stands at `at`; blanks inside the text are allowed when `gaps`.
    pub(crate) fn word(self, at: usize, word: &str, gaps: bool) -> Option<usize> {
        let end = at + word.len();
        if self.raw.as_bytes().get(at..end) == Some(word.as_bytes()) {
            return Some(end);
        }
        // Folding only makes half-width characters: a word that begins with another one must stand as it is.
        if !gaps && word.as_bytes().first().is_some_and(|first| *first >= 0x80) {
            return None;
        }
        let mut to = at;
        for (index, expected) in word.chars().enumerate() {
            if gaps && index > 0 {
                to = self.skip_gap(to);
            }
            match self.at(to) {
                Some((c, next)) if c == expected => to = next,
                _ => return None,
            }
        }
        Some(to)
    }

    /// Whether one of `words` stands at `at`; gives the position behind it.
    pub(crate) fn any(self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.word(at, word, false))
    }
}
