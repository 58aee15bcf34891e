//! How indicators are weighed.

use super::{Matrix, Normalisation, normalise};
use std::fmt;

/// How indicators are weighed.
#[derive(Clone, Debug, PartialEq)]
pub enum Weighting {
    /// All the same.
    Equal,
    /// As given, one for each indicator; they need not sum to one.
    Given(Vec<f64>),
    /// By how much the units differ, see [`entropy`].
    Entropy,
    /// By pairwise judgements, see [`ahp`].
    Ahp(Vec<Vec<f64>>),
}

/// Why weights cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum WeightError {
    /// Not one weight, or one row and column of judgements, for each indicator.
    Number {
        /// Indicators.
        indicators: usize,
        /// Weights given.
        given: usize,
    },
    /// A weight is negative or no number, or all are zero.
    Negative,
    /// The judgements are not reciprocal positive numbers: a(i,j) must be 1 / a(j,i).
    NotReciprocal {
        /// Row, from 0.
        row: usize,
        /// Column, from 0.
        column: usize,
    },
    /// The judgements contradict each other: the consistency ratio is 0.10 or more.
    Inconsistent {
        /// The consistency ratio.
        ratio: f64,
    },
}

impl fmt::Display for WeightError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { indicators, given } => {
                write!(f, "{given} weights for {indicators} indicators: give one for each")
            }
            Self::Negative => f.write_str("weights must be positive numbers, or zero for some of them"),
            Self::NotReciprocal { row, column } => write!(
                f,
                "judgement {},{} must be 1 over judgement {},{}, both positive",
                row + 1,
                column + 1,
                column + 1,
                row + 1
            ),
            Self::Inconsistent { ratio } => {
                write!(
                    f,
                    "the judgements contradict each other: consistency ratio {ratio:.3}, it must be below 0.10"
                )
            }
        }
    }
}

impl std::error::Error for WeightError {}

/// The weights of a matrix's indicators; they sum to one.
pub fn weights(matrix: &Matrix, weighting: &Weighting) -> Result<Vec<f64>, WeightError> {
    let indicators = matrix.indicators.len();
    let fits = |given: usize| {
        if given == indicators { Ok(()) } else { Err(WeightError::Number { indicators, given }) }
    };
    match weighting {
        Weighting::Equal => Ok(vec![1.0 / indicators.max(1) as f64; indicators]),
        Weighting::Given(given) => {
            fits(given.len())?;
            if given.iter().any(|w| !w.is_finite() || *w < 0.0)
                || given.iter().sum::<f64>() <= 0.0 && indicators > 0
            {
                return Err(WeightError::Negative);
            }
            Ok(summing_to_one(given.clone()))
        }
        Weighting::Entropy => Ok(entropy(matrix)),
        Weighting::Ahp(judgements) => {
            fits(judgements.len())?;
            let found = ahp(judgements)?;
            if found.ratio >= 0.10 {
                Err(WeightError::Inconsistent { ratio: found.ratio })
            } else {
                Ok(found.weights)
            }
        }
    }
}

fn summing_to_one(mut weights: Vec<f64>) -> Vec<f64> {
    let total: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight /= total;
    }
    weights
}

/// Entropy weights: an indicator that tells the units apart weighs more than one that is the same everywhere.
///
/// The variant used here: values are min-max normalised to 0..1 without a shift, 0 ln 0 counts as 0, and missing values
/// are left out. The weights depend on the units compared, so they are unsafe for one city over time. Indicators that
/// tell nothing apart weigh nothing; when none does, all weigh the same.
///
/// ```text
/// p = x' / Σ x'      e = -(1 / ln n) Σ p ln p      w = (1 - e) / Σ (1 - e)
/// ```
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
pub fn entropy(matrix: &Matrix) -> Vec<f64> {
    let normalised = normalise(matrix, Normalisation::MinMax);
    let divergence = |column: usize| {
        let values: Vec<f64> = normalised.iter().filter_map(|row| row[column]).map(|v| v / 100.0).collect();
        let total: f64 = values.iter().sum();
        if values.len() < 2 || total <= 0.0 || values.iter().all(|v| *v == values[0]) {
            return 0.0;
        }
        let information =
            values.iter().map(|v| v / total).filter(|p| *p > 0.0).map(|p| p * libm::log(p)).sum::<f64>();
        (1.0 + information / libm::log(values.len() as f64)).max(0.0)
    };
    let found: Vec<f64> = (0..matrix.indicators.len()).map(divergence).collect();
    if found.iter().sum::<f64>() > 0.0 {
        summing_to_one(found)
    } else {
        vec![1.0 / found.len().max(1) as f64; found.len()]
    }
}

/// Weights from pairwise judgements, with their consistency.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahp {
    /// The principal eigenvector, summing to one.
    pub weights: Vec<f64>,
    /// The principal eigenvalue; n for judgements without contradiction.
    pub eigenvalue: f64,
    /// Consistency ratio; below 0.10 is the usual limit.
    pub ratio: f64,
}

/// Random indices of Saaty for 1 to 10 indicators; for more the last is taken.
const RANDOM_INDEX: [f64; 10] = [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];

/// The analytic hierarchy process: weights from judgements a(i,j), "i matters a(i,j) times as much as j".
///
/// Source: T. L. Saaty, The Analytic Hierarchy Process, 1980; CI = (λ - n) / (n - 1), CR = CI / RI.
///
/// # Errors
/// [`WeightError::Number`] unless the judgements are square, [`WeightError::NotReciprocal`] at the first pair that does not
/// fit.
///
/// # Example
/// ```
/// let found = assess::evaluate::ahp(&[vec![1.0, 2.0, 4.0], vec![0.5, 1.0, 2.0], vec![0.25, 0.5, 1.0]]).unwrap();
/// assert!((found.weights[0] - 4.0 / 7.0).abs() < 1e-12 && found.ratio.abs() < 1e-12);
/// ```
pub fn ahp(judgements: &[Vec<f64>]) -> Result<Ahp, WeightError> {
    let n = judgements.len();
    for (row, judged) in judgements.iter().enumerate() {
        if judged.len() != n {
            return Err(WeightError::Number { indicators: n, given: judged.len() });
        }
        for (column, a) in judged.iter().enumerate() {
            let product =
                a * judgements.get(column).and_then(|other| other.get(row)).copied().unwrap_or(f64::NAN);
            // Judgements such as 1/3 are typed with a few decimals.
            if *a <= 0.0 || !product.is_finite() || (product - 1.0).abs() > 0.02 {
                return Err(WeightError::NotReciprocal { row, column });
            }
        }
    }
    if n == 0 {
        return Ok(Ahp { weights: Vec::new(), eigenvalue: 0.0, ratio: 0.0 });
    }
    let mut weights = vec![1.0 / n as f64; n];
    let mut eigenvalue = n as f64;
    // Positive matrices converge; a hundred steps are far more than their ratio of eigenvalues needs.
    for _ in 0..100 {
        let next: Vec<f64> =
            judgements.iter().map(|row| row.iter().zip(&weights).map(|(a, w)| a * w).sum()).collect();
        eigenvalue = next.iter().sum();
        weights = summing_to_one(next);
    }
    let index = if n > 1 { (eigenvalue - n as f64) / (n as f64 - 1.0) } else { 0.0 };
    let random = RANDOM_INDEX[n.min(RANDOM_INDEX.len()) - 1];
    let ratio = if random > 0.0 { index / random } else { 0.0 };
    Ok(Ahp { weights, eigenvalue, ratio })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::Criterion;

    fn matrix(columns: &[&[f64]]) -> Matrix {
        let units = columns[0].len();
        Matrix {
            units: (0..units).map(|u| u.to_string()).collect(),
            indicators: (0..columns.len()).map(|i| Criterion::new(&i.to_string())).collect(),
            values: (0..units).map(|u| columns.iter().map(|c| Some(c[u])).collect()).collect(),
        }
    }

    #[test]
    fn entropy_by_hand() {
        // Normalised 0, 0.5, 1 and 0, 0, 1: p = 0, 1/3, 2/3 and 0, 0, 1.
        let found = entropy(&matrix(&[&[1.0, 2.0, 3.0], &[5.0, 5.0, 9.0]]));
        let e = -(1.0 / 3.0 * libm::log(1.0 / 3.0) + 2.0 / 3.0 * libm::log(2.0 / 3.0)) / libm::log(3.0);
        assert!((found[0] - (1.0 - e) / (2.0 - e)).abs() < 1e-12);
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(entropy(&matrix(&[&[1.0, 1.0], &[1.0, 3.0]])), [0.0, 1.0]);
        assert_eq!(entropy(&matrix(&[&[1.0, 1.0], &[2.0, 2.0]])), [0.5, 0.5]);
    }

    #[test]
    fn contradicting_judgements_are_refused() {
        let circle = vec![vec![1.0, 9.0, 1.0 / 9.0], vec![1.0 / 9.0, 1.0, 9.0], vec![9.0, 1.0 / 9.0, 1.0]];
        let found = ahp(&circle).expect("reciprocal");
        assert!(found.ratio > 1.0);
        let matrix = matrix(&[&[1.0], &[1.0], &[1.0]]);
        assert!(matches!(weights(&matrix, &Weighting::Ahp(circle)), Err(WeightError::Inconsistent { .. })));
        let lame = vec![vec![1.0, 2.0], vec![2.0, 1.0]];
        assert_eq!(ahp(&lame), Err(WeightError::NotReciprocal { row: 0, column: 1 }));
        assert_eq!(
            weights(&matrix, &Weighting::Given(vec![1.0])),
            Err(WeightError::Number { indicators: 3, given: 1 })
        );
        assert_eq!(weights(&matrix, &Weighting::Given(vec![-1.0, 1.0, 1.0])), Err(WeightError::Negative));
    }

    #[test]
    fn a_known_judgement_matrix() {
        // For three the eigenvalue has a closed form: 1 + c + 1/c with c the cube root of a(1,2) a(2,3) / a(1,3).
        let c = libm::cbrt(2.0 * 3.0 / 5.0);
        let eigenvalue = 1.0 + c + 1.0 / c;
        let found =
            ahp(&[vec![1.0, 2.0, 5.0], vec![0.5, 1.0, 3.0], vec![0.2, 1.0 / 3.0, 1.0]]).expect("reciprocal");
        assert!((found.eigenvalue - eigenvalue).abs() < 1e-9, "{}", found.eigenvalue);
        assert!(found.ratio < 0.01);
        // ... and the eigenvector is that of the geometric means of the rows.
        let means = [libm::cbrt(10.0), libm::cbrt(1.5), libm::cbrt(1.0 / 15.0)];
        assert!((found.weights[0] - means[0] / means.iter().sum::<f64>()).abs() < 1e-9);
    }
}
