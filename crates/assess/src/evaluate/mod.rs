//! Composite scores and how much they depend on the choices made: normalisation, weights, aggregation.
//!
//! Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), steps 5 to 8, with the extensions common in
//! Chinese practice (entropy weights, AHP). A [`Matrix`] holds units (groups, counties, bodies) by indicators; [`scores`]
//! makes one number of each unit, [`rank_intervals`] shows how far its rank moves when the choices change.
//! [`of_plan`] scores an assessed plan by group, region or responsible body.

mod aggregate;
mod normalise;
mod plan_scores;
mod random;
mod sensitivity;
mod weight;

pub use aggregate::{Aggregation, aggregate};
pub use normalise::{Normalisation, normalise};
pub(crate) use plan_scores::reached;
pub use plan_scores::{By, Score, attainments, of_plan, regional_values};
pub use random::SplitMix;
pub use sensitivity::{RankInterval, rank_intervals};
pub use weight::{Ahp, WeightError, Weighting, ahp, entropy, weights};

use crate::method::Wish;

/// Units by indicators.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// What is compared: groups, regions, bodies, years.
    pub units: Vec<String>,
    /// What it is compared by.
    pub indicators: Vec<Criterion>,
    /// One row a unit, one value an indicator; `None` where nothing is known.
    pub values: Vec<Vec<Option<f64>>>,
}

/// An indicator of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Name or id.
    pub name: String,
    /// Which way is better.
    pub wish: Wish,
    /// Value to be reached, for [`Normalisation::DistanceToTarget`].
    pub target: Option<f64>,
    /// Worst and best value, for [`Normalisation::Goalposts`].
    pub goalposts: Option<(f64, f64)>,
}

impl Criterion {
    /// An indicator of which more is better, without target and goalposts.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), wish: Wish::Up, target: None, goalposts: None }
    }
}

/// The choices behind a composite score.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// How values become comparable.
    pub normalisation: Normalisation,
    /// How indicators are weighed.
    pub weighting: Weighting,
    /// How they are put together.
    pub aggregation: Aggregation,
}

impl Default for Choices {
    /// Min-max, equal weights, arithmetic mean: the choices of most published indices.
    fn default() -> Self {
        Self {
            normalisation: Normalisation::MinMax,
            weighting: Weighting::Equal,
            aggregation: Aggregation::Arithmetic,
        }
    }
}

/// The composite score of each unit; `None` for a unit of which nothing is known.
///
/// A missing value is left out of the mean, its weight spread over the others.
///
/// # Errors
/// [`WeightError`] when the weights do not fit the indicators.
///
/// # Example
/// ```
/// use assess::evaluate::{Choices, Criterion, Matrix, ranks, scores};
/// let matrix = Matrix {
///     units: vec!["甲县".into(), "乙县".into(), "丙县".into()],
///     indicators: vec![Criterion::new("收入"), Criterion::new("绿化")],
///     values: vec![vec![Some(10.0), Some(3.0)], vec![Some(20.0), Some(1.0)], vec![Some(15.0), None]],
/// };
/// let scores = scores(&matrix, &Choices::default()).unwrap();
/// assert_eq!(scores, [Some(50.0), Some(50.0), Some(50.0)]);
/// assert_eq!(ranks(&scores), [Some(1), Some(1), Some(1)]);
/// ```
pub fn scores(matrix: &Matrix, choices: &Choices) -> Result<Vec<Option<f64>>, WeightError> {
    let normalised = normalise(matrix, choices.normalisation);
    let weights = weights(matrix, &choices.weighting)?;
    Ok(normalised.iter().map(|row| aggregate(row, &weights, choices.aggregation)).collect())
}

/// The rank of each score, 1 for the highest; equal scores share a rank.
pub fn ranks(scores: &[Option<f64>]) -> Vec<Option<usize>> {
    // Scores that differ in the last bits only are equal.
    let above = |score: f64| scores.iter().flatten().filter(|other| **other > score + 1e-9).count();
    scores.iter().map(|score| score.map(|score| above(score) + 1)).collect()
}
