//! From values in different units to scores from 0 to 100.

use super::{Criterion, Matrix};
use crate::method::Wish;

/// How values become comparable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Normalisation {
    /// 0 for the worst, 100 for the best of the units.
    MinMax,
    /// 50 for the mean of the units, 10 for each standard deviation.
    ZScore,
    /// 100 at the target or beyond, in proportion below it.
    DistanceToTarget,
    /// The share of units that are worse, ties counted half.
    PercentileRank,
    /// 0 at the worst, 100 at the best of two fixed values.
    Goalposts,
}

impl Normalisation {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::MinMax, Self::ZScore, Self::DistanceToTarget, Self::PercentileRank, Self::Goalposts];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::MinMax => "min-max",
            Self::ZScore => "z-score",
            Self::DistanceToTarget => "distance-to-target",
            Self::PercentileRank => "percentile-rank",
            Self::Goalposts => "goalposts",
        }
    }

    /// Reads a stable name back.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|n| n.name() == text)
    }
}

/// The normalised values, more always better; `None` where a value, its target or its goalposts are missing.
///
/// Where all units have one value nothing tells them apart: each gets 50.
pub fn normalise(matrix: &Matrix, normalisation: Normalisation) -> Vec<Vec<Option<f64>>> {
    let mut result = vec![vec![None; matrix.indicators.len()]; matrix.values.len()];
    for (column, criterion) in matrix.indicators.iter().enumerate() {
        let values: Vec<Option<f64>> = matrix
            .values
            .iter()
            .map(|row| row.get(column).copied().flatten().filter(|v| v.is_finite()))
            .collect();
        let known: Vec<f64> = values.iter().flatten().copied().collect();
        for (row, value) in values.iter().enumerate() {
            result[row][column] = value.and_then(|value| one(value, &known, criterion, normalisation));
        }
    }
    result
}

#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn one(value: f64, known: &[f64], criterion: &Criterion, normalisation: Normalisation) -> Option<f64> {
    let sign = criterion.wish.sign();
    let score = match normalisation {
        Normalisation::MinMax => {
            let (low, high) = known.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
            let (worst, best) = if criterion.wish == Wish::Up { (low, high) } else { (high, low) };
            between(value, worst, best)
        }
        Normalisation::ZScore => {
            let mean = known.iter().sum::<f64>() / known.len() as f64;
            let variance = known.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / known.len() as f64;
            if variance > 0.0 { 50.0 + 10.0 * sign * (value - mean) / variance.sqrt() } else { 50.0 }
        }
        Normalisation::DistanceToTarget => {
            let target = criterion.target?;
            let ratio = match criterion.wish {
                Wish::Up => value / target,
                Wish::Down => target / value,
            };
            if criterion.wish.reached(value, target) { 100.0 } else { 100.0 * ratio.clamp(0.0, 1.0) }
        }
        Normalisation::PercentileRank => {
            let worse = known.iter().filter(|v| sign * **v < sign * value).count() as f64;
            let same = known.iter().filter(|v| **v == value).count() as f64 - 1.0;
            let others = known.len() as f64 - 1.0;
            if others > 0.0 { 100.0 * (worse + same / 2.0) / others } else { 50.0 }
        }
        Normalisation::Goalposts => {
            let (worst, best) = criterion.goalposts?;
            between(value, worst, best).clamp(0.0, 100.0)
        }
    };
    score.is_finite().then_some(score)
}

#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn between(value: f64, worst: f64, best: f64) -> f64 {
    if worst == best { 50.0 } else { 100.0 * (value - worst) / (best - worst) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalised(criterion: Criterion, normalisation: Normalisation) -> Vec<Option<f64>> {
        let values = [Some(10.0), Some(20.0), Some(40.0), None];
        let matrix = Matrix {
            units: ["甲", "乙", "丙", "丁"].map(str::to_owned).to_vec(),
            indicators: vec![criterion],
            values: values.map(|v| vec![v]).to_vec(),
        };
        normalise(&matrix, normalisation).into_iter().map(|row| row[0]).collect()
    }

    #[test]
    fn the_five_of_them() {
        let up = Criterion { target: Some(50.0), goalposts: Some((0.0, 80.0)), ..Criterion::new("x") };
        let thirds = normalised(up.clone(), Normalisation::MinMax);
        assert_eq!(thirds[1].map(|v| (v * 3.0).round()), Some(100.0));
        assert_eq!((thirds[0], thirds[2], thirds[3]), (Some(0.0), Some(100.0), None));
        assert_eq!(
            normalised(up.clone(), Normalisation::DistanceToTarget),
            [Some(20.0), Some(40.0), Some(80.0), None]
        );
        assert_eq!(
            normalised(up.clone(), Normalisation::PercentileRank),
            [Some(0.0), Some(50.0), Some(100.0), None]
        );
        assert_eq!(
            normalised(up.clone(), Normalisation::Goalposts),
            [Some(12.5), Some(25.0), Some(50.0), None]
        );
        let z = normalised(up, Normalisation::ZScore);
        let mean = z.iter().flatten().sum::<f64>() / 3.0;
        assert!((mean - 50.0).abs() < 1e-9);
    }

    #[test]
    fn less_is_better_turns_the_scale() {
        let down = Criterion { wish: Wish::Down, target: Some(20.0), ..Criterion::new("x") };
        assert_eq!(normalised(down.clone(), Normalisation::MinMax)[0], Some(100.0));
        assert_eq!(
            normalised(down.clone(), Normalisation::DistanceToTarget),
            [Some(100.0), Some(100.0), Some(50.0), None]
        );
        assert_eq!(normalised(down, Normalisation::Goalposts), [None, None, None, None]);
    }
}
