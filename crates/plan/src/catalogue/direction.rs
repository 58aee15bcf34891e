//! Which way an indicator should move, as far as its name tells.

use crate::Direction;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Words that are good or bad to have more of, one a line with its direction.
///
/// The third column is empty for words anywhere, and `start` for verbs of work that open a name.
const WORDS: &str = include_str!("data/directions.tsv");

/// Which way the number printed under a name should move; `None` when its words do not tell.
///
/// The head of a Chinese name stands last, so the last telling word decides, and of two that end together the longer:
/// 失业 is bad, 失业保险参保 good, 不合格 bad, 合格 good. What is done about a bad thing is good (污水处理, 事故下降), which
/// is why a printed cut should be large; so is a name that opens with such work (改造危桥). Of a share the part is judged and not the whole it is part of (煤炭占能源消费比重).
///
/// # Example
/// ```
/// use plan::{Direction, catalogue::direction_of};
/// assert_eq!(direction_of("居民吸烟率"), Some(Direction::Down));
/// assert_eq!(direction_of("生活垃圾回收利用率"), Some(Direction::Up));
/// assert_eq!(direction_of("特色指标"), None);
/// ```
pub fn direction_of(name: &str) -> Option<Direction> {
    let folded = folded(name);
    if lexicon().opening.iter().any(|verb| folded.starts_with(verb.as_str())) {
        return Some(Direction::Up);
    }
    let part = part_of_share(&folded);
    last_word(part).or_else(|| last_word(&folded))
}

/// What stands before 占 or 相当于: the part, of which the rest is the whole.
fn part_of_share(name: &str) -> &str {
    let cuts = ["相当于", "占"].iter().filter_map(|word| name.find(word)).filter(|at| *at > 0);
    cuts.min().and_then(|at| name.get(..at)).unwrap_or(name)
}

fn last_word(name: &str) -> Option<Direction> {
    let by_end = &lexicon().by_end;
    name.char_indices().rev().find_map(|(at, last)| {
        let text = name.get(..at + last.len_utf8())?;
        let words = by_end.get(&last)?;
        words.iter().find(|(word, _)| text.ends_with(word.as_str())).map(|(_, direction)| *direction)
    })
}

/// Widths, case and spaces do not matter.
fn folded(text: &str) -> String {
    let plain = text.chars().map(phrase::fold_char).filter(|c| !c.is_whitespace());
    plain.flat_map(char::to_lowercase).collect()
}

struct Lexicon {
    /// Words by their last character, the longest first.
    by_end: BTreeMap<char, Vec<(String, Direction)>>,
    /// Verbs of work on something bad; more of that work is better.
    opening: Vec<String>,
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon = Lexicon { by_end: BTreeMap::new(), opening: Vec::new() };
        for (word, direction, start) in rows() {
            let word = folded(word);
            match word.chars().next_back() {
                _ if start => lexicon.opening.push(word),
                Some(last) => lexicon.by_end.entry(last).or_default().push((word, direction)),
                None => {}
            }
        }
        for words in lexicon.by_end.values_mut() {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        lexicon
    })
}

fn rows() -> impl Iterator<Item = (&'static str, Direction, bool)> {
    WORDS.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, Direction::parse(cells.next()?)?, cells.next()? == "start"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_row_is_a_word_with_one_direction() {
        let lines = WORDS.lines().skip(1).filter(|line| !line.is_empty()).count();
        let words: Vec<(String, bool)> = rows().map(|(word, _, start)| (folded(word), start)).collect();
        assert_eq!(words.len(), lines, "a row has no direction");
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), lines, "a word stands twice");
    }

    #[test]
    fn the_last_word_decides() {
        let cases = [
            ("城镇登记失业率", Direction::Down),
            ("失业保险参保人数", Direction::Up),
            ("药品抽检不合格率", Direction::Down),
            ("药品抽检合格率", Direction::Up),
            ("城镇污水集中处理率", Direction::Up),
            ("污水排放量", Direction::Down),
            ("单位GDP能耗", Direction::Down),
            ("单位GDP能耗降低", Direction::Up),
            ("煤炭占能源消费总量比重", Direction::Down),
            ("非化石能源占能源消费总量比重", Direction::Up),
            ("研发经费支出相当于生产总值比例", Direction::Up),
            ("三次产业结构", Direction::Level),
            ("改造危桥", Direction::Up),
            ("危桥数量", Direction::Down),
        ];
        for (name, direction) in cases {
            assert_eq!(direction_of(name), Some(direction), "{name}");
        }
    }
}
