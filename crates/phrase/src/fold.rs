//! Folding of width and look-alike punctuation, one character to one character.

use std::ops::Range;

/// The folded form of one character: full-width letters, digits and signs become half-width.
///
/// Nothing else changes: `Ⅳ` and `㎡` stay as they are, because the text must keep its meaning and
/// every character its place.
///
/// # Example
/// ```
/// assert_eq!(phrase::fold_char('２'), '2');
/// assert_eq!(phrase::fold_char('％'), '%');
/// assert_eq!(phrase::fold_char('Ⅳ'), 'Ⅳ');
/// ```
#[inline]
pub fn fold_char(c: char) -> char {
    // Ideographs, by far the most of a Chinese text, are never folded.
    if ('\u{3400}'..='\u{9fff}').contains(&c) {
        return c;
    }
    match c {
        // The comma and the full stop that Chinese text sets between clauses keep their width: only a
        // reader of numbers knows whether they stand inside one.
        '，' | '；' | '！' | '？' => c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '∶' | '︰' | '﹕' => ':',
        '∕' | '⁄' => '/',
        '﹪' => '%',
        '−' | '﹣' => '-',
        _ => c,
    }
}

/// A text folded character by character, with the way back to the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// Byte offsets of the folded text and the original, one pair per change of their difference.
    steps: Vec<(usize, usize)>,
    original_len: usize,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte offset in the original of byte `at` in the folded text.
    pub fn original(&self, at: usize) -> usize {
        let index = self.steps.partition_point(|(folded, _)| *folded <= at);
        match index.checked_sub(1).and_then(|i| self.steps.get(i)) {
            Some((folded, original)) => (original + (at - folded)).min(self.original_len),
            None => at.min(self.original_len),
        }
    }

    /// The byte range in the original of a byte range in the folded text.
    pub fn original_range(&self, range: Range<usize>) -> Range<usize> {
        self.original(range.start)..self.original(range.end)
    }
}

/// Folds every character of `text` with [`fold_char`] and keeps the offsets.
///
/// # Example
/// ```
/// let folded = phrase::fold("增长８．２％左右");
/// assert_eq!(folded.text(), "增长8.2%左右");
/// let at = folded.text().find("左右").unwrap();
/// assert_eq!(folded.original(at), "增长８．２％".len());
/// ```
pub fn fold(text: &str) -> Folded {
    let mut folded =
        Folded { text: String::with_capacity(text.len()), steps: Vec::new(), original_len: text.len() };
    for (original, c) in text.char_indices() {
        let at = folded.text.len();
        let expected = folded.original(at);
        if expected != original {
            folded.steps.push((at, original));
        }
        folded.text.push(fold_char(c));
    }
    let end = folded.text.len();
    if folded.original(end) != text.len() {
        folded.steps.push((end, text.len()));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_finds_its_way_back() {
        let text = "（２０２５年，１：２）ａ㎡Ⅳ";
        let folded = fold(text);
        assert_eq!(folded.text(), "(2025年，1:2)a㎡Ⅳ");
        for ((original, a), (at, b)) in text.char_indices().zip(folded.text().char_indices()) {
            assert_eq!(folded.original(at), original, "{a} {b}");
        }
        assert_eq!(folded.original_range(0..folded.text().len()), 0..text.len());
    }
}
