//! From day to day: how far the audit log proves that something stood open for everybody.

use crate::text::fill;
use source::Lang;
use work::voices::Proof;

/// The proof, in words.
pub(crate) struct Standing {
    /// On how many days it stood.
    pub(crate) proven: String,
    /// For which days the log says nothing; empty when it does for all.
    pub(crate) gaps: String,
    pub(crate) days: Vec<Line>,
}

/// One day with its entry.
pub(crate) struct Line {
    pub(crate) day: String,
    pub(crate) at: String,
    pub(crate) entry: u64,
    pub(crate) hash: String,
    pub(crate) digest: String,
}

/// The proof in words; nothing where there is nothing to prove yet.
pub(crate) fn standing(lang: Lang, proof: &Proof) -> Option<Standing> {
    if proof.days.is_empty() && proof.gaps.is_empty() {
        return None;
    }
    let gaps = proof
        .gaps
        .iter()
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first} — {last}") });
    let gaps: Vec<String> = gaps.collect();
    let days = proof.days.iter().map(|one| Line {
        day: one.day.to_string(),
        at: work::clock::shown(&one.at),
        entry: one.entry,
        hash: one.hash.clone(),
        digest: one.digest.clone(),
    });
    Some(Standing {
        proven: fill(lang, "voice.stood", &[("n", &proof.days.len().to_string())]),
        gaps: match gaps.as_slice() {
            [] => String::new(),
            all => {
                let between = if lang == Lang::Zh { "、" } else { ", " };
                fill(lang, "voice.gaps", &[("n", &all.join(between))])
            }
        },
        days: days.collect(),
    })
}
