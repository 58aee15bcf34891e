//! Clauses that say nearly the same, found in linear time.
//!
//! Every clause is entered under its runs of four characters. A run that
//! many clauses share says nothing and is left out, so each clause is compared with a bounded number of
//! others.

use crate::context::Context;
use crate::language::{clauses, is_han};
use crate::naming::common_subsequence;
use crate::words::Words;
use source::Span;
use std::ops::Range;

/// A Chinese character; all that [`is_han`] knows fit.
pub(crate) type Han = u16;

/// A clause of running text; there are many, so places are kept in 32 bits.
#[derive(Debug)]
pub(crate) struct Clause {
    piece: u32,
    pub(crate) sentence: u32,
    /// Bytes of the piece.
    start: u32,
    end: u32,
    /// Whether it begins as a duty does, with a verb of planning.
    pub(crate) is_duty: bool,
    /// The Chinese characters of what the verbs govern: 政府购买公共服务 of 推进政府购买公共服务.
    pub(crate) object: Box<[Han]>,
}

impl Clause {
    fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(crate) fn span(&self, context: &Context<'_>) -> Span {
        context.pieces[self.piece as usize].span(self.range())
    }

    pub(crate) fn text<'a>(&self, context: &Context<'a>) -> &'a str {
        &context.pieces[self.piece as usize].text()[self.range()]
    }

    pub(crate) fn heading(&self, context: &Context<'_>) -> Option<usize> {
        context.pieces[self.piece as usize].heading
    }
}

/// Two clauses, by their place in the list, whose objects are the same but for a few characters that one has more.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) first: usize,
    pub(crate) second: usize,
    /// Length of the shorter object by that of the longer.
    pub(crate) likeness: f64,
}

/// Runs in more clauses than this are common phrases.
const COMMON: usize = 6;
const RUN: usize = 4;
const SHORTEST: usize = 7;
/// The shorter object has at least this share of the longer.
const LIKE: f64 = 0.72;

/// The verbs that begin a duty.
static VERBS: Words = Words::new(&[
    "建立",
    "健全",
    "完善",
    "加强",
    "强化",
    "提高",
    "提升",
    "推进",
    "推动",
    "促进",
    "加快",
    "优化",
    "整合",
    "实现",
    "建设",
    "发展",
    "开展",
    "落实",
    "实施",
    "深化",
    "扩大",
    "加大",
    "改善",
    "保障",
    "构建",
    "培育",
    "打造",
    "支持",
    "鼓励",
    "引导",
    "规范",
    "严格",
    "统筹",
    "坚持",
    "创新",
    "拓展",
    "巩固",
    "形成",
    "营造",
    "科学",
    "积极",
    "大力",
    "全面",
    "切实",
    "着力",
    "进一步",
    "明确",
    "制定",
    "组织",
    "探索",
    "充分",
    "努力",
    "要",
    "并",
    "严守",
    "推广",
    "普及",
    "增强",
]);

/// The clauses of running text, boxes left out, in order.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
pub(crate) fn clauses_of(context: &Context<'_>) -> Vec<Clause> {
    let mut out = Vec::new();
    for (index, sentence) in context.sentences.iter().enumerate() {
        let piece = &context.pieces[sentence.piece];
        // What was done before may be done again.
        if piece.frame.is_some() || context.is_review(piece) {
            continue;
        }
        let text = context.text(sentence);
        for clause in clauses(text) {
            let words = &text[clause.clone()];
            let start = sentence.range.start + clause.start;
            // A run-in lead names the paragraph; that its words come back is no repetition.
            let (object, is_duty) = object_of(words);
            if start < piece.lead || object.len() < SHORTEST {
                continue;
            }
            out.push(Clause {
                piece: sentence.piece as u32,
                sentence: index as u32,
                start: start as u32,
                end: (start + words.len()) as u32,
                is_duty,
                object,
            });
        }
    }
    out
}

/// What the verbs at the beginning govern, and whether there is one.
fn object_of(clause: &str) -> (Box<[Han]>, bool) {
    let whole = clause
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '到' | '年' | '底' | '末' | ' '));
    let rest = VERBS.strip(whole);
    (rest.chars().filter(|c| is_han(*c)).map(|c| c as Han).collect(), rest.len() < whole.len())
}

/// Sorted by the upper halves; what is equal there stays in order (radix sort: Knuth, The Art of Computer Programming, 5.2.5).
#[expect(clippy::cast_possible_truncation, reason = "eleven bits of a key")]
fn by_upper_half(mut entries: Vec<u64>) -> Vec<u64> {
    const BITS: usize = 11;
    let mut sorted = vec![0; entries.len()];
    for shift in [32, 32 + BITS, 32 + 2 * BITS] {
        let digit = |entry: u64| (entry >> shift) as usize & ((1 << BITS) - 1);
        let mut ends = vec![0_usize; 1 << BITS];
        for entry in &entries {
            ends[digit(*entry)] += 1;
        }
        let mut before = 0;
        for end in &mut ends {
            before += *end;
            *end = before;
        }
        for entry in entries.iter().rev() {
            let end = &mut ends[digit(*entry)];
            *end -= 1;
            sorted[*end] = *entry;
        }
        std::mem::swap(&mut entries, &mut sorted);
    }
    entries
}

/// For every run that few objects share, its clauses two by two: the later one, then the earlier one;
/// sorted.
#[expect(clippy::cast_possible_truncation, reason = "the halves of one key, taken apart again")]
fn sharers(clauses: &[Clause]) -> Vec<(u32, u32)> {
    // Hash of a run in the upper half, its clause in the lower.
    let count = clauses.iter().map(|clause| clause.object.windows(RUN).len()).sum();
    let mut entries = Vec::with_capacity(count);
    for (at, clause) in clauses.iter().enumerate() {
        entries.extend(clause.object.windows(RUN).map(|run| u64::from(hash(run)) << 32 | at as u64));
    }
    // The clauses come in order, so that the upper halves are all there is to sort by.
    let entries = by_upper_half(entries);
    let mut out = Vec::new();
    for group in entries.chunk_by(|a, b| a >> 32 == b >> 32) {
        let holders = group.chunk_by(|a, b| a == b);
        if !(2..=COMMON).contains(&holders.clone().take(COMMON + 1).count()) {
            continue;
        }
        for (at, later) in holders.clone().enumerate() {
            for earlier in holders.clone().take(at) {
                // A run that the later clause has twice counts twice.
                out.extend(later.iter().map(|entry| (*entry as u32, earlier[0] as u32)));
            }
        }
    }
    out.sort_unstable();
    out
}

/// FNV-1a over characters. Two runs with one hash cost a comparison and change nothing.
fn hash(run: &[Han]) -> u32 {
    run.iter().fold(0x811c_9dc5, |hash, c| (hash ^ u32::from(*c)).wrapping_mul(0x0100_0193))
}

/// Pairs of clauses of which one object holds the other and little more, by the second, then the first.
pub(crate) fn near_pairs(context: &Context<'_>, clauses: &[Clause]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for same in sharers(clauses).chunk_by(|a, b| a == b) {
        let (second, first, runs) = (same[0].0 as usize, same[0].1 as usize, same.len());
        let clause = &clauses[second];
        let (a, b) = (&clauses[first].object, &clause.object);
        let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
        let likeness = shorter as f64 / longer as f64;
        // Too few runs in common, or one much longer than the other: not worth the comparison.
        if runs * 4 < shorter.saturating_sub(RUN) || likeness < LIKE {
            continue;
        }
        // What is no duty (a list, a figure) must come back word for word.
        let duties = clauses[first].is_duty && clause.is_duty;
        if !duties && clauses[first].text(context) != clause.text(context) {
            continue;
        }
        if common_subsequence(a, b) == shorter && !told_apart(a, b) {
            pairs.push(Pair { first, second, likeness });
        }
    }
    pairs
}

/// Whether the characters that only one has name a rank: 国家级健康食品产业基地.
fn told_apart(a: &[Han], b: &[Han]) -> bool {
    let count = |chars: &[Han]| {
        chars.iter().filter(|c| ['级', '省', '市', '县'].iter().any(|rank| *rank as Han == **c)).count()
    };
    count(a) != count(b)
}
