//! Composite scores of a judged plan by group of targets, region or responsible body, with the weights they were made with and
//! how far the ranks move under other choices.
//!
//! Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), steps 6 and 7; what is computed stands in
//! [`assess::evaluate`].

mod sheet;

pub use sheet::{blocks, by_word, file, how_word, weighing_word};

use crate::view::Judged;
use assess::evaluate::{Aggregation, By, Score, Weighting, attainments, of_plan, weights};
use plan::Nature;
use std::collections::BTreeMap;

/// How targets weigh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighing {
    /// All the same.
    Equal,
    /// A binding target twice as much as another.
    Binding,
    /// By how much the regions differ in them.
    Entropy,
}

impl Weighing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Equal, Self::Binding, Self::Entropy];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Binding => "binding",
            Self::Entropy => "entropy",
        }
    }

    /// Reads a stable name back.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// What is asked of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choices {
    /// What is compared.
    pub by: By,
    /// How the targets of one are put together.
    pub how: Aggregation,
    /// How they weigh.
    pub weighing: Weighing,
}

/// Ranks under one other choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The choice.
    pub choices: Choices,
    /// The ranks, in the order of the scores.
    pub ranks: Vec<Option<usize>>,
}

/// The target on which a score hangs most.
#[derive(Clone, Debug, PartialEq)]
pub struct Hinge {
    /// Its name.
    pub name: String,
    /// The score without it.
    pub without: f64,
}

/// A group of targets and what it weighs.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    /// Its name; empty for targets that stand in none.
    pub group: String,
    /// Its targets that are judged.
    pub targets: usize,
    /// Those of them that bind.
    pub binding: usize,
    /// Its part of all weights, 0 to 1.
    pub share: f64,
}

/// Scores with what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// What was asked.
    pub choices: Choices,
    /// The scores, the best first; those that cannot be ranked last.
    pub scores: Vec<Score>,
    /// For each score the target on which it hangs most; `None` where there is only one target or none.
    pub hinges: Vec<Option<Hinge>>,
    /// The ranks under every other way of putting together, and under every other weighing that there is.
    pub variants: Vec<Variant>,
    /// What the groups of targets weigh.
    pub weights: Vec<Weight>,
}

/// Draws behind a rank interval, and their seed: the same page shows the same interval.
pub const DRAWS: usize = 500;
/// The seed of the draws.
pub const SEED: u64 = 1;

/// Regions where more than one is judged, else groups.
pub fn usual(judged: &Judged) -> By {
    let of_regions = of_plan(&judged.assessment, By::Region, &BTreeMap::new(), Aggregation::Arithmetic, 0, 0);
    if of_regions.iter().filter(|score| score.rank.is_some()).count() > 1 { By::Region } else { By::Group }
}

/// The weighings that there are: by entropy only where two regions or more are compared.
pub fn weighings(judged: &Judged, by: By) -> Vec<Weighing> {
    let compared = by == By::Region && attainments(&judged.assessment).units.len() > 1;
    Weighing::ALL.into_iter().filter(|one| *one != Weighing::Entropy || compared).collect()
}

/// Weights by target.
fn weights_of(judged: &Judged, weighing: Weighing) -> BTreeMap<String, f64> {
    match weighing {
        Weighing::Equal => BTreeMap::new(),
        Weighing::Binding => {
            let binding = judged.assessment.rows.iter().filter(|row| row.nature == Some(Nature::Binding));
            binding.map(|row| (row.target.to_string(), 2.0)).collect()
        }
        Weighing::Entropy => {
            let matrix = attainments(&judged.assessment);
            // Weights by entropy fit the matrix they are made of.
            let found = weights(&matrix, &Weighting::Entropy).unwrap_or_default();
            matrix.indicators.into_iter().map(|one| one.name).zip(found).collect()
        }
    }
}

/// Scores a judged plan, with the weights and how far ranks move.
///
/// A weighing that there is not for what is compared becomes equal weights, which `choices` of the answer says.
pub fn evaluate(judged: &Judged, mut choices: Choices) -> Evaluation {
    let there = weighings(judged, choices.by);
    if !there.contains(&choices.weighing) {
        choices.weighing = Weighing::Equal;
    }
    let weights = weights_of(judged, choices.weighing);
    let scores = of_plan(&judged.assessment, choices.by, &weights, choices.how, DRAWS, SEED);
    let hinges = hinges(judged, choices, &weights, &scores);
    let others = Aggregation::ALL.iter().map(|how| Choices { how: *how, ..choices });
    let others = others.chain(there.into_iter().map(|weighing| Choices { weighing, ..choices }));
    let variants = others.filter(|one| *one != choices).map(|one| {
        let weights = weights_of(judged, one.weighing);
        let scores = of_plan(&judged.assessment, one.by, &weights, one.how, 0, 0);
        Variant { choices: one, ranks: scores.iter().map(|score| score.rank).collect() }
    });
    let mut found = Evaluation {
        choices,
        hinges,
        variants: variants.collect(),
        weights: shares(judged, &weights),
        scores,
    };
    found.sort();
    found
}

impl Evaluation {
    /// Puts the best first.
    fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.scores.len()).collect();
        order.sort_by_key(|at| self.scores[*at].rank.unwrap_or(usize::MAX));
        self.scores = order.iter().map(|at| self.scores[*at].clone()).collect();
        self.hinges = order.iter().map(|at| self.hinges[*at].clone()).collect();
        for variant in &mut self.variants {
            variant.ranks = order.iter().map(|at| variant.ranks[*at]).collect();
        }
    }

    /// How many change their rank in at least one variant.
    pub fn movable(&self) -> usize {
        let moves = |at: usize| self.variants.iter().any(|one| one.ranks[at] != self.scores[at].rank);
        (0..self.scores.len()).filter(|at| moves(*at)).count()
    }
}

/// For each score the target without which it moves most.
fn hinges(
    judged: &Judged,
    choices: Choices,
    weights: &BTreeMap<String, f64>,
    scores: &[Score],
) -> Vec<Option<Hinge>> {
    let mut found: Vec<Option<Hinge>> = vec![None; scores.len()];
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for row in &judged.assessment.rows {
        names.entry(row.target.as_str()).or_insert(&row.name);
    }
    let mut weights = weights.clone();
    for (target, name) in names {
        let before = weights.insert(target.to_owned(), 0.0);
        let without = of_plan(&judged.assessment, choices.by, &weights, choices.how, 0, 0);
        match before {
            Some(before) => weights.insert(target.to_owned(), before),
            None => weights.remove(target),
        };
        for (at, (score, other)) in scores.iter().zip(without).enumerate() {
            let (Some(score), Some(without)) = (score.score, other.score) else { continue };
            let moved = (without - score).abs();
            let most = found[at].as_ref().map_or(0.0, |hinge| (hinge.without - score).abs());
            if moved > most + 1e-9 {
                found[at] = Some(Hinge { name: name.to_owned(), without });
            }
        }
    }
    found
}

/// What each group of targets weighs, counted once for each target.
fn shares(judged: &Judged, weights: &BTreeMap<String, f64>) -> Vec<Weight> {
    let mut found: Vec<Weight> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for row in judged.assessment.rows.iter().filter(|row| row.progress.is_some()) {
        if seen.contains(&row.target.as_str()) {
            continue;
        }
        seen.push(row.target.as_str());
        let at = found.iter().position(|one| one.group == row.group).unwrap_or_else(|| {
            found.push(Weight { group: row.group.clone(), targets: 0, binding: 0, share: 0.0 });
            found.len() - 1
        });
        found[at].targets += 1;
        found[at].binding += usize::from(row.nature == Some(Nature::Binding));
        found[at].share += weights.get(row.target.as_str()).copied().unwrap_or(1.0);
    }
    let all: f64 = found.iter().map(|one| one.share).sum();
    for one in &mut found {
        one.share = if all > 0.0 { one.share / all } else { 0.0 };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(name: &str, rank: Option<usize>) -> Score {
        Score {
            name: name.into(),
            score: rank.map(|rank| 100.0 / rank as f64),
            rank,
            ranks: None,
            judged: 1,
            unjudged: 0,
            serious: 0,
            good: 0,
        }
    }

    #[test]
    fn what_belongs_to_a_score_goes_with_it_when_the_best_come_first() {
        let choices = Choices { by: By::Body, how: Aggregation::Arithmetic, weighing: Weighing::Equal };
        let other = Choices { how: Aggregation::Harmonic, ..choices };
        let hinge = |name: &str| Some(Hinge { name: name.into(), without: 1.0 });
        let mut found = Evaluation {
            choices,
            scores: vec![score("丙", None), score("乙", Some(2)), score("甲", Some(1))],
            hinges: vec![None, hinge("乙的"), hinge("甲的")],
            variants: vec![Variant { choices: other, ranks: vec![None, Some(2), Some(2)] }],
            weights: Vec::new(),
        };
        found.sort();
        let names: Vec<&str> = found.scores.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["甲", "乙", "丙"]);
        assert_eq!(found.hinges, [hinge("甲的"), hinge("乙的"), None]);
        assert_eq!(found.variants[0].ranks, [Some(2), Some(2), None]);
        assert_eq!(found.movable(), 1, "only the first moves");
        assert!(blocks(source::Lang::Zh, &found).len() > 3);
    }
}
