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

/// A clause of running text.
#[derive(Debug)]
pub(crate) struct Clause<'a> {
    pub(crate) text: &'a str,
    pub(crate) piece: usize,
    pub(crate) heading: Option<usize>,
    pub(crate) sentence: usize,
    range: Range<usize>,
    /// Whether it begins as a duty does, with a verb of planning.
    pub(crate) is_duty: bool,
    /// The Chinese characters of what the verbs govern: 政府购买公共服务 of 推进政府购买公共服务.
    pub(crate) object: Vec<char>,
}

impl Clause<'_> {
    pub(crate) fn span(&self, context: &Context<'_>) -> Span {
        context.pieces[self.piece].span(self.range.clone())
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
pub(crate) fn clauses_of<'a>(context: &Context<'a>) -> Vec<Clause<'a>> {
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
                text: words,
                piece: sentence.piece,
                heading: piece.heading,
                sentence: index,
                range: start..start + words.len(),
                is_duty,
                object,
            });
        }
    }
    out
}

/// What the verbs at the beginning govern, and whether there is one.
fn object_of(clause: &str) -> (Vec<char>, bool) {
    let whole = clause
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '到' | '年' | '底' | '末' | ' '));
    let rest = VERBS.strip(whole);
    (rest.chars().filter(|c| is_han(*c)).collect(), rest.len() < whole.len())
}

/// The runs of all objects, so that for each run the clauses that have it are found.
struct Runs {
    /// Hash of a run in the upper half, its place among all runs of the text in the lower; sorted.
    entries: Vec<u64>,
    /// For each run of the text, where its hash begins in `entries`, or [`ALONE`].
    groups: Vec<u32>,
    /// For each clause, the place of its first run; one more at the end.
    firsts: Vec<u32>,
}

impl Runs {
    fn of(clauses: &[Clause<'_>]) -> Self {
        let mut entries = Vec::new();
        let mut firsts = Vec::with_capacity(clauses.len() + 1);
        for clause in clauses {
            firsts.push(entries.len() as u32);
            for run in clause.object.windows(RUN) {
                entries.push(u64::from(hash(run)) << 32 | entries.len() as u64);
            }
        }
        firsts.push(entries.len() as u32);
        entries.sort_unstable();
        let mut runs = Self { groups: vec![ALONE; entries.len()], entries, firsts };
        let mut start = 0;
        for group in runs.entries.chunk_by(|a, b| a >> 32 == b >> 32) {
            let mut holders: Vec<usize> = Vec::new();
            for entry in group {
                let holder = runs.holder(*entry);
                if holders.last() != Some(&holder) {
                    holders.push(holder);
                }
                if holders.len() > COMMON {
                    break;
                }
            }
            if (2..=COMMON).contains(&holders.len()) {
                for entry in group {
                    runs.groups[*entry as u32 as usize] = start;
                }
            }
            start += group.len() as u32;
        }
        runs
    }

    /// The clause that an entry belongs to.
    fn holder(&self, entry: u64) -> usize {
        self.firsts.partition_point(|first| *first <= entry as u32) - 1
    }

    /// The clauses before `clause` that have one of its runs, once for each such run; runs of many
    /// clauses left out.
    fn sharers(&self, clause: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let runs = self.firsts[clause] as usize..self.firsts[clause + 1] as usize;
        for start in self.groups[runs].iter().filter(|start| **start != ALONE) {
            let group = &self.entries[*start as usize..];
            let mut last = None;
            for entry in group.iter().take_while(|entry| **entry >> 32 == group[0] >> 32) {
                let holder = self.holder(*entry);
                if holder >= clause {
                    break;
                }
                if last.replace(holder) != Some(holder) {
                    out.push(holder);
                }
            }
        }
        out.sort_unstable();
        out
    }
}

/// The group of a run that one clause alone has, or too many.
const ALONE: u32 = u32::MAX;

/// FNV-1a over characters. Two runs with one hash cost a comparison and change nothing.
fn hash(run: &[char]) -> u32 {
    run.iter().fold(0x811c_9dc5, |hash, c| (hash ^ *c as u32).wrapping_mul(0x0100_0193))
}

/// Pairs of clauses of which one object holds the other and little more, by the second, then the first.
pub(crate) fn near_pairs(clauses: &[Clause<'_>]) -> Vec<Pair> {
    let all_runs = Runs::of(clauses);
    let mut pairs = Vec::new();
    for (second, clause) in clauses.iter().enumerate() {
        let sharers = all_runs.sharers(second);
        for same in sharers.chunk_by(|a, b| a == b) {
            let (first, runs) = (same[0], same.len());
            let (a, b) = (&clauses[first].object, &clause.object);
            let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
            let likeness = shorter as f64 / longer as f64;
            // Too few runs in common, or one much longer than the other: not worth the comparison.
            if runs * 4 < shorter.saturating_sub(RUN) || likeness < LIKE {
                continue;
            }
            // What is no duty (a list, a figure) must come back word for word.
            let duties = clauses[first].is_duty && clause.is_duty;
            if !duties && clauses[first].text != clause.text {
                continue;
            }
            if common_subsequence(a, b) == shorter && !told_apart(a, b) {
                pairs.push(Pair { first, second, likeness });
            }
        }
    }
    pairs
}

/// Whether the characters that only one has name a rank: 国家级健康食品产业基地.
fn told_apart(a: &[char], b: &[char]) -> bool {
    let count = |chars: &[char]| chars.iter().filter(|c| matches!(c, '级' | '省' | '市' | '县')).count();
    count(a) != count(b)
}
