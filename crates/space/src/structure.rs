//! The spatial structure that a text names: 一带、双核、四城、多点, with what each is.

use std::ops::Range;
use std::sync::LazyLock;

/// A part of the structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// As the text calls it: 双核.
    pub term: String,
    /// What the text says it is, to the end of the sentence; empty where it only names it.
    pub said: String,
    /// Where that stands, or else the name; bytes of the text.
    pub span: Range<usize>,
}

struct Vocabulary {
    counts: Vec<&'static str>,
    units: Vec<&'static str>,
    defines: Vec<&'static str>,
}

static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| {
    let lines =
        || include_str!("../data/structure.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    let of = |class: &str| {
        let rows = lines().filter_map(|line| line.split_once('\t'));
        let mut words: Vec<&str> =
            rows.filter(|(use_of, _)| *use_of == class).map(|(_, word)| word).collect();
        // The longest first: 组团 before a unit that begins it.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words
    };
    Vocabulary { counts: of("count"), units: of("unit"), defines: of("define") }
});

/// The structure that a text names in quotes, in its order, each part with the sentence that says what it is.
///
/// Only a name that a sentence explains, or that stands beside another one in the same quotes, is one: “一带一路” is none.
pub fn structure(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (open, _) in text.match_indices('“') {
        let from = open + '“'.len_utf8();
        let Some(inside) = text.get(from..).and_then(|rest| rest.split('”').next()) else { continue };
        let Some(terms) = terms(inside).filter(|terms| terms.len() > 1) else { continue };
        for range in terms {
            let Some(term) = inside.get(range.clone()) else { continue };
            if !parts.iter().any(|part| part.term == term) {
                let span = from + range.start..from + range.end;
                parts.push(Part { term: term.to_owned(), said: String::new(), span });
            }
        }
    }
    for part in &mut parts {
        if let Some((said, span)) = defined(text, &part.term) {
            (part.said, part.span) = (said, span);
        }
    }
    parts
}

/// The terms that make up all of a quoted text: 一带、双核 or 一核两带三组团.
fn terms(inside: &str) -> Option<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = inside.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(mark) = rest.chars().next().filter(|letter| matches!(letter, '、' | '，' | ' ' | '·'))
        {
            at += mark.len_utf8();
            continue;
        }
        let count = WORDS.counts.iter().find(|word| rest.starts_with(**word))?;
        let behind = rest.get(count.len()..)?;
        let unit = WORDS.units.iter().find(|word| behind.starts_with(**word))?;
        let end = at + count.len() + unit.len();
        found.push(at..end);
        at = end;
    }
    Some(found)
}

/// The sentence that says what a term is: it begins with the term, perhaps in quotes, and a word such as 即 or 包括.
fn defined(text: &str, term: &str) -> Option<(String, Range<usize>)> {
    text.match_indices(term).find_map(|(at, _)| {
        let before = text.get(..at)?.trim_end_matches(['“', '"', '*', ' ', '\u{3000}']);
        let opens =
            before.is_empty() || before.ends_with(['\n', '。', '；', '：', '）', ')', '—', '．', '.']);
        let behind = text.get(at + term.len()..)?;
        let rest = behind.trim_start_matches(['”', '"', '*', '，', '。', '：', '—', '、', ' ']);
        let word = WORDS.defines.iter().find(|word| rest.starts_with(**word))?;
        // A mark has to stand between the term and what it is, or the word itself: 一核是 is said, 一核两带 is not.
        let said = rest.get(word.len()..)?;
        let end = said.find(['。', '；', '\n']).unwrap_or(said.len());
        let said = said.get(..end)?.trim();
        let from = text.len() - rest.len() + word.len();
        (opens && !said.is_empty()).then(|| (said.to_owned(), from..from + end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_in_one_quote_are_a_structure_and_their_sentences_say_what_they_are() {
        let text = "构建“一轴、双心、三廊”格局。积极融入“一带一路”。\n“一轴”。包括青川大道两侧。建设道路。\n“双心”，即东岭新城和西滩老城。\n";
        let found = structure(text);
        let said: Vec<(&str, &str)> =
            found.iter().map(|part| (part.term.as_str(), part.said.as_str())).collect();
        assert_eq!(said, [("一轴", "青川大道两侧"), ("双心", "东岭新城和西滩老城"), ("三廊", "")]);
        assert!(found.iter().all(|part| text.get(part.span.clone()).is_some()));
        assert_eq!(&text[found[1].span.clone()], "东岭新城和西滩老城");
    }

    #[test]
    fn terms_may_stand_without_marks_between_them() {
        let found =
            structure("完善“一核两带三组团”布局\n一核，即由望山区组成的中心城区。两带是沿江带和沿山带。");
        let said: Vec<(&str, &str)> =
            found.iter().map(|part| (part.term.as_str(), part.said.as_str())).collect();
        assert_eq!(said, [("一核", "由望山区组成的中心城区"), ("两带", "沿江带和沿山带"), ("三组团", "")]);
        assert!(structure("“一带一路”“四个全面”“三区”").is_empty());
    }
}
