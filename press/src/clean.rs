//! Text as it can be set: without what no page shows, with places to break long words.

use source::Words;
use std::collections::BTreeSet;

/// What was met that has to be told.
#[derive(Default)]
pub(crate) struct Met {
    removed: BTreeSet<char>,
}

/// A word of more letters, without a place to break it, is given some in a cell of a table.
const CELL: usize = 16;
/// The same in running text, whose line has room for some more.
const LINE: usize = 48;

impl Met {
    /// A text without control characters: they show nothing, and those of direction make text read other than it is.
    pub(crate) fn text(&mut self, text: &str) -> String {
        self.broken(text, LINE)
    }

    /// The same for a cell of a table.
    pub(crate) fn cell(&mut self, text: &str) -> String {
        self.broken(text, CELL)
    }

    /// An SVG document without them; variation selectors in it break PDF/UA-1 (typst issue 7432).
    pub(crate) fn svg(&mut self, text: &str) -> String {
        text.chars()
            .filter(|one| !is_variation(*one) && (matches!(one, '\n' | '\t') || !self.is_removed(*one)))
            .collect()
    }

    fn broken(&mut self, text: &str, longest: usize) -> String {
        let mut out = String::with_capacity(text.len());
        let mut run = 0;
        let mut chars = text.chars().peekable();
        while let Some(one) = chars.next() {
            let one = match one {
                '\r' if chars.peek() == Some(&'\n') => continue,
                '\r' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}' => '\n',
                '\t' => ' ',
                other => other,
            };
            if one != '\n' && self.is_removed(one) {
                continue;
            }
            run = if may_break(one) { 0 } else { run + 1 };
            if run > longest {
                out.push('\u{200b}');
                run = 1;
            }
            out.push(one);
        }
        out
    }

    fn is_removed(&mut self, one: char) -> bool {
        let removed = one.is_control() || is_direction(one) || is_no_character(one);
        if removed {
            self.removed.insert(one);
        }
        removed
    }

    /// What has to be told.
    pub(crate) fn findings(&self) -> Option<Words> {
        if self.removed.is_empty() {
            return None;
        }
        let shown: Vec<String> =
            self.removed.iter().take(20).map(|one| format!("U+{:04X}", *one as u32)).collect();
        let shown = shown.join(", ");
        Some(Words::new(
            format!("删去了文字中的控制字符（{shown}）：它们不显示，或使文字的顺序与所写不符。"),
            format!(
                "control characters were removed from the text ({shown}): they show nothing, or make it read other than it is written"
            ),
        ))
    }
}

/// Whether a line may end beside it: a space, or a letter of a script without spaces.
fn may_break(one: char) -> bool {
    one.is_whitespace() || one == '\u{200b}' || ('\u{2e80}'..='\u{ffef}').contains(&one) || one >= '\u{20000}'
}

/// Marks that change the direction of text, and isolate or embed it.
fn is_direction(one: char) -> bool {
    matches!(one, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
}

fn is_no_character(one: char) -> bool {
    matches!(one, '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{feff}')
        || matches!(one as u32 & 0xffff, 0xfffe | 0xffff)
        || matches!(one, '\u{e0000}'..='\u{e007f}')
}

fn is_variation(one: char) -> bool {
    matches!(one, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_removed_and_told() {
        let mut met = Met::default();
        assert_eq!(met.text("甲\u{0}乙\u{202e}丙\r\n丁\t戊\u{85}"), "甲乙丙\n丁 戊\n");
        let told = met.findings().unwrap();
        assert!(told.zh.contains("U+0000, U+202E") && told.en.contains("U+202E"));
        assert_eq!(met.svg("<svg>\n\u{fe0f}\u{1}</svg>"), "<svg>\n</svg>");
        assert!(Met::default().findings().is_none());
    }

    #[test]
    fn only_long_words_get_places_to_break() {
        let mut met = Met::default();
        for kept in
            ["123456789.123456", "国内生产总值年均增长百分之五点五左右达到一万亿元", "two short words"]
        {
            assert_eq!(met.cell(kept), kept);
        }
        let broken = met.cell(&"x".repeat(60));
        assert!(
            broken.split('\u{200b}').all(|part| part.len() <= CELL)
                && broken.replace('\u{200b}', "").len() == 60
        );
    }
}
