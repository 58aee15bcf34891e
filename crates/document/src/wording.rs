//! How a line reads: as a title, as the end of a sentence, as a label with what it labels.

use crate::marker::Style;
use crate::piece::Looks;

/// Headings without a number that open a part of a document.
const UNNUMBERED: [&str; 14] = [
    "前言",
    "序言",
    "引言",
    "导言",
    "导语",
    "绪论",
    "总则",
    "附则",
    "结语",
    "结束语",
    "后记",
    "名词解释",
    "附录",
    "编制说明",
];

/// Whether a line is one of the words that head a part without a number.
pub(crate) fn is_front_word(line: &str) -> bool {
    const LONGEST_LINE: usize = 40;
    line.len() <= LONGEST_LINE && {
        let word: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        UNNUMBERED.contains(&word.as_str())
    }
}

/// Longest title of a heading, in characters; titles with 第…章 may have two clauses.
const LONGEST: usize = 40;
const LONGEST_OF_DIVISION: usize = 60;

/// Whether what follows the number reads as a title and not as text.
pub(crate) fn reads_as_title(title: &str, style: Style, looks: Looks) -> bool {
    if title.is_empty() {
        return style.is_division();
    }
    let most = if style.is_division() { LONGEST_OF_DIVISION } else { LONGEST };
    let most = if looks.heading.is_some() { most * 2 } else { most };
    if title.chars().nth(most).is_some() || title.ends_with(['；', ';', '，', ',', '、', '：', ':']) {
        return false;
    }
    // One full stop at the end is a habit of some bureaus (（一）指导思想。); one inside is a run-in lead.
    let bare = title.strip_suffix(['。', '.']).unwrap_or(title);
    let labelled = !style.is_division() && looks.heading.is_none() && bare.contains(['：', ':']);
    !labelled && !bare.contains(['。', '；', '！', '？']) && bare.matches('，').count() <= 2
}

/// Whether the text ends where a sentence or a list item ends.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '；', '！', '？', '：', '.', ';', '!', '?', ':', '…'])
        || text
            .strip_suffix(['”', '"', '’', '）', ')', '》'])
            .is_some_and(|inner| inner.ends_with(['。', '！', '？', '；', '.']))
}

/// Whether a text begins with a short label and a colon, or with a short lead and a full stop.
pub(crate) fn has_label(text: &str) -> bool {
    text.char_indices().take(30).any(|(at, c)| {
        matches!(c, '：' | ':') && at > 0
            || c == '。' && at + c.len_utf8() < text.len() && !text[..at].contains('，')
    })
}
