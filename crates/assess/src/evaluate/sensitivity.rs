//! How far ranks move when the choices change.

use super::{
    Aggregation, Choices, Matrix, Normalisation, SplitMix, WeightError, aggregate, normalise, ranks, weights,
};

/// The ranks of a unit under changed choices.
#[derive(Clone, Debug, PartialEq)]
pub struct RankInterval {
    /// The unit.
    pub unit: String,
    /// Score under the choices as given.
    pub score: Option<f64>,
    /// Rank under the choices as given.
    pub rank: Option<usize>,
    /// Rank that 5 % of the draws go below.
    pub low: usize,
    /// Median rank.
    pub median: usize,
    /// Rank that 5 % of the draws go above.
    pub high: usize,
    /// Share of draws in which the unit comes first.
    pub first: f64,
}

/// Ranks every unit under `draws` random changes of the choices.
///
/// Each draw multiplies every weight by a factor between a half and two, takes one of the four aggregations, and one of the
/// normalisations that the indicators allow. The same `seed` gives the same draws.
///
/// # Errors
/// [`WeightError`] when the weights do not fit the indicators.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a place within the length, from a share between 0 and 1"
)]
pub fn rank_intervals(
    matrix: &Matrix,
    choices: &Choices,
    draws: usize,
    seed: u64,
) -> Result<Vec<RankInterval>, WeightError> {
    let base = weights(matrix, &choices.weighting)?;
    let scores = super::scores(matrix, choices)?;
    let reference = ranks(&scores);
    let tables: Vec<Vec<Vec<Option<f64>>>> =
        allowed(matrix, choices).into_iter().map(|n| normalise(matrix, n)).collect();
    let mut random = SplitMix::new(seed);
    let mut found: Vec<Vec<usize>> = vec![Vec::with_capacity(draws); matrix.values.len()];
    for _ in 0..draws {
        let table = &tables[random.below(tables.len())];
        let aggregation = Aggregation::ALL[random.below(Aggregation::ALL.len())];
        let drawn: Vec<f64> = base.iter().map(|w| w * libm::exp2(2.0 * random.unit() - 1.0)).collect();
        let scores: Vec<Option<f64>> = table.iter().map(|row| aggregate(row, &drawn, aggregation)).collect();
        for (unit, rank) in ranks(&scores).into_iter().enumerate() {
            found[unit].extend(rank);
        }
    }
    let intervals = matrix.units.iter().zip(found).enumerate().map(|(at, (unit, mut ranks))| {
        ranks.sort_unstable();
        let at_share = |share: f64| {
            let place = (share * ranks.len().saturating_sub(1) as f64).round() as usize;
            ranks.get(place).copied().unwrap_or(0)
        };
        RankInterval {
            unit: unit.clone(),
            score: scores[at],
            rank: reference[at],
            low: at_share(0.05),
            median: at_share(0.5),
            high: at_share(0.95),
            first: ranks.iter().filter(|r| **r == 1).count() as f64 / ranks.len().max(1) as f64,
        }
    });
    Ok(intervals.collect())
}

/// The normalisations that may be drawn: the chosen one, and those that need nothing the indicators lack.
///
/// A single indicator between fixed marks, such as a degree of attainment, already is a score: only its ranks are an
/// alternative.
fn allowed(matrix: &Matrix, choices: &Choices) -> Vec<Normalisation> {
    let all = |has: fn(&super::Criterion) -> bool| matrix.indicators.iter().all(has);
    let mut found = vec![choices.normalisation];
    for other in Normalisation::ALL {
        let possible = match other {
            Normalisation::MinMax | Normalisation::ZScore | Normalisation::PercentileRank => true,
            Normalisation::DistanceToTarget => all(|c| c.target.is_some()),
            Normalisation::Goalposts => all(|c| c.goalposts.is_some()),
        };
        if possible && !found.contains(other) {
            found.push(*other);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::Criterion;

    #[test]
    fn a_dominating_unit_stays_first_and_close_ones_change_places() {
        let matrix = Matrix {
            units: ["甲", "乙", "丙", "丁"].map(str::to_owned).to_vec(),
            indicators: vec![Criterion::new("a"), Criterion::new("b")],
            values: [[90.0, 95.0], [60.0, 41.0], [40.0, 60.0], [10.0, 5.0]]
                .map(|row| row.map(Some).to_vec())
                .to_vec(),
        };
        let found = rank_intervals(&matrix, &Choices::default(), 500, 7).expect("weights fit");
        assert_eq!((found[0].low, found[0].high, found[0].first), (1, 1, 1.0));
        assert_eq!((found[1].low, found[1].high), (2, 3));
        assert_eq!((found[3].low, found[3].high), (4, 4));
        assert_eq!(found, rank_intervals(&matrix, &Choices::default(), 500, 7).expect("the same draws"));
    }
}
