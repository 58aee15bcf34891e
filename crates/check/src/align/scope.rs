//! Whose figures they are: which region holds which, and what the notes of a plan say is counted.

use super::side::Side;
use super::terms::reduced;
use crate::naming::common_run;
use region::Regions;

/// How the regions of two plans lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// One region.
    Same,
    /// This plan's region lies in the other's.
    Within,
    /// Nothing is known.
    Unknown,
    /// Neither holds the other.
    Apart,
}

pub(super) fn reach(own: Side<'_>, above: Side<'_>) -> Reach {
    let (Some(own), Some(above)) = (region_of(own), region_of(above)) else { return Reach::Unknown };
    if region::same(own, above) {
        return Reach::Same;
    }
    if above == NATION {
        return Reach::Within;
    }
    if own == NATION {
        return Reach::Apart;
    }
    let regions = Regions::standard();
    let known = |name| regions.resolve(name, region::Context::default()).known();
    let (Some(own), Some(above)) = (known(own), known(above)) else { return Reach::Unknown };
    let is_within = regions.above(own).any(|outer| outer.code == above.code);
    if is_within { Reach::Within } else { Reach::Apart }
}

const NATION: &str = "全国";

/// The region of a plan; what the State Council issues is for the nation.
fn region_of(side: Side<'_>) -> Option<&str> {
    if let Some(region) = side.plan.region.as_deref() {
        return Some(if matches!(region, "中国" | "国家") { NATION } else { region });
    }
    let opening = side.text.trim_start_matches('\u{feff}').trim_start();
    ["国务院关于", "国务院办公厅关于", "中华人民共和国"]
        .iter()
        .any(|issuer| opening.starts_with(issuer))
        .then_some(NATION)
}

/// Words by which a note says what is counted.
pub(super) const CUES: [&str; 11] = [
    "排放总量包括",
    "口径",
    "评价范围",
    "评价覆盖",
    "统计范围",
    "断面个数",
    "断面数量",
    "点位数量",
    "不包括",
    "不含",
    "评价因子",
];

/// Notes on what figures count: the sentence, and where it begins.
pub(super) fn notes(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '；' | '\n' | '①'..='⑳') {
            keep(text, start, at, &mut out);
            start = at + c.len_utf8();
        }
    }
    keep(text, start, text.len(), &mut out);
    out
}

fn keep<'a>(text: &'a str, from: usize, to: usize, out: &mut Vec<(usize, &'a str)>) {
    let sentence = &text[from..to];
    let short = sentence.len() < 600;
    if short
        && CUES.iter().any(|cue| sentence.contains(cue))
        && sentence.contains(|c: char| !c.is_whitespace())
    {
        out.push((from, sentence.trim()));
    }
}

/// Parts of names that many share and that say nothing of whose note it is.
const SHARED: [&str; 10] =
    ["排放总量", "排放量", "总量", "比重", "降低", "面积", "国控", "污染物", "地级以上城市", "城市"];

/// The note on an indicator: its clause on what is counted has a run of three characters with the name, or all of a short one (氨氮).
pub(super) fn note_on<'a>(notes: &[(usize, &'a str)], name: &str) -> Option<(usize, &'a str)> {
    let mut name = reduced(name);
    for shared in SHARED {
        name = name.replace(shared, "|");
    }
    notes.iter().copied().find(|(_, note)| {
        // The clause with the cue says of what it is.
        let clauses =
            note.split('，').filter(|clause| CUES.iter().any(|cue| clause.contains(cue))).map(reduced);
        clauses.into_iter().any(|clause| {
            let named = |part: &str| part.chars().count() == 2 && clause.contains(part);
            name.split('|').any(|part| named(part) || common_run(part, &clause).chars().count() >= 3)
        })
    })
}
