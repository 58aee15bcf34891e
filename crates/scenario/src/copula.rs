//! Draws of many indicators that move together, the same on every machine and with any number of threads.

use crate::linear::{cholesky, eigen};
use crate::marginal::Marginal;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use series::normal;

/// How indicators move together: correlations of normal scores, positive definite.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    matrix: Vec<Vec<f64>>,
    /// The columns of the lower factor from the diagonal down: what one independent score adds to all that follow.
    columns: Vec<Vec<f64>>,
}

/// Eigenvalues are kept above this.
const SMALLEST: f64 = 1e-6;

/// Observations at which a panel's correlations count half.
const HALF_WEIGHT: f64 = 100.0;

impl Correlation {
    /// Indicators that do not move together.
    pub fn independent(size: usize) -> Self {
        let matrix: Vec<Vec<f64>> =
            (0..size).map(|i| (0..size).map(|j| f64::from(u8::from(i == j))).collect()).collect();
        Self { columns: columns(&matrix), matrix }
    }

    /// From correlations of normal scores; what is no correlation matrix is made the nearest one of its kind: eigenvalues
    /// clipped, the diagonal scaled back to 1. `None` unless the matrix is square, symmetric and finite.
    pub fn of_scores(matrix: &[Vec<f64>]) -> Option<Self> {
        let size = matrix.len();
        let square = matrix.iter().all(|row| row.len() == size && row.iter().all(|entry| entry.is_finite()));
        let symmetric =
            square && (0..size).all(|i| (0..i).all(|j| (matrix[i][j] - matrix[j][i]).abs() < 1e-9));
        if !symmetric {
            return None;
        }
        let mut made: Vec<Vec<f64>> = matrix.to_vec();
        for (at, row) in made.iter_mut().enumerate() {
            row[at] = 1.0;
        }
        if let Some(lower) =
            cholesky(&made).filter(|lower| lower.iter().enumerate().all(|(i, row)| row[i] > 1e-4))
        {
            return Some(Self { matrix: made, columns: columns(&lower) });
        }
        let (values, vectors) = eigen(&made);
        let clipped: Vec<f64> = values.iter().map(|value| value.max(SMALLEST)).collect();
        let entry = |i: usize, j: usize| -> f64 {
            clipped.iter().enumerate().map(|(k, value)| vectors[i][k] * value * vectors[j][k]).sum()
        };
        let diagonal: Vec<f64> = (0..size).map(|i| libm::sqrt(entry(i, i))).collect();
        for (i, row) in made.iter_mut().enumerate() {
            for (j, slot) in row.iter_mut().enumerate() {
                *slot = if i == j { 1.0 } else { entry(i, j) / (diagonal[i] * diagonal[j]) };
            }
        }
        let lower = cholesky(&made)?;
        Some(Self { matrix: made, columns: columns(&lower) })
    }

    /// From rank correlations (Spearman) of past forecast errors, of `n` observations each: R = 2 sin(π ρ / 6) (Kruskal 1958), shrunk towards
    /// 0 where there are few.
    pub fn of_ranks(ranks: &[Vec<f64>], n: usize) -> Option<Self> {
        let matrix: Vec<Vec<f64>> =
            ranks.iter().map(|row| row.iter().map(|rho| Self::score_of_rank(*rho, n)).collect()).collect();
        Self::of_scores(&matrix)
    }

    /// The correlation of normal scores that a rank correlation of `n` observations stands for, shrunk.
    pub(crate) fn score_of_rank(rho: f64, n: usize) -> f64 {
        let weight = n as f64 / (n as f64 + HALF_WEIGHT);
        weight * 2.0 * libm::sin(core::f64::consts::PI * rho / 6.0)
    }

    /// The correlations of normal scores.
    pub fn matrix(&self) -> &[Vec<f64>] {
        &self.matrix
    }

    /// Normal scores that move together, from independent ones.
    fn together(&self, independent: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        // Column by column: the sums of all scores grow side by side, each in the order of the row. Four columns at a time where all four
        // reach, so that a sum is fetched and put back once for them.
        for (at, (columns, scores)) in self.columns.chunks(4).zip(independent.chunks(4)).enumerate() {
            let Some(rest) = out.get_mut(4 * at..) else { return };
            // Where fewer than four columns reach, or are left.
            let alone = if columns.len() == 4 { 3 } else { rest.len() };
            let (head, tail) = rest.split_at_mut(alone.min(rest.len()));
            for (offset, (column, score)) in columns.iter().zip(scores).enumerate() {
                for (slot, entry) in head.iter_mut().skip(offset).zip(column) {
                    *slot += entry * score;
                }
            }
            if let ([a, b, c, d], [p, q, r, s]) = (columns, scores) {
                let entries = below(a, 3).iter().zip(below(b, 2)).zip(below(c, 1)).zip(d);
                for (slot, (((a, b), c), d)) in tail.iter_mut().zip(entries) {
                    *slot = (((*slot + a * p) + b * q) + c * r) + d * s;
                }
            }
        }
    }
}

/// A column without its first entries.
fn below(column: &[f64], by: usize) -> &[f64] {
    column.get(by..).unwrap_or_default()
}

/// The columns of a lower triangle, from the diagonal down.
fn columns(lower: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let entry = |row: &Vec<f64>, at: usize| row.get(at).copied().unwrap_or(0.0);
    (0..lower.len()).map(|at| lower.iter().skip(at).map(|row| entry(row, at)).collect()).collect()
}

/// Draws in a block: each block has a stream of its own.
pub const BLOCK: usize = 64;

/// Independent normal scores by the inverse of the distribution function, from 53 bits each.
struct Normals(ChaCha8Rng);

impl Normals {
    fn new(seed: u64, block: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(block);
        Self(random)
    }

    fn fill(&mut self, scores: &mut [f64]) {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        for slot in scores.iter_mut() {
            *slot = ((self.0.next_u64() >> 11) as f64 + 0.5) * STEP;
        }
        normal::scores(scores);
    }
}

/// Draws `draws` paths of many indicators over many years and gives each to `take`, as `values[indicator][year]`.
///
/// A Gaussian copula: normal scores of one year are correlated by `correlation`; from one year to the next they walk, with
/// correlation √(h/(h+1)) between the errors h and h+1 years ahead, that of a random walk. `first` is the number of years ahead of the
/// first year drawn, from 1. Every marginal is exactly what it is without the others.
pub fn sample(
    marginals: &[Vec<&dyn Marginal>],
    correlation: &Correlation,
    first: usize,
    draws: usize,
    seed: u64,
    mut take: impl FnMut(&[Vec<f64>]),
) {
    for block in 0..draws.div_ceil(BLOCK) {
        sample_block(
            marginals,
            correlation,
            first,
            BLOCK.min(draws - block * BLOCK),
            (seed, block),
            &mut take,
        );
    }
}

/// The first `draws` draws (at most [`BLOCK`]) of one block of [`sample`], by seed and number of the block: blocks may be drawn in any order and by
/// any thread.
pub fn sample_block(
    marginals: &[Vec<&dyn Marginal>],
    correlation: &Correlation,
    first: usize,
    draws: usize,
    (seed, block): (u64, usize),
    mut take: impl FnMut(&[Vec<f64>]),
) {
    let size = marginals.len();
    let years = marginals.iter().map(Vec::len).max().unwrap_or(0);
    let mut values: Vec<Vec<f64>> = marginals.iter().map(|of| vec![f64::NAN; of.len()]).collect();
    let (mut independent, mut fresh, mut walked) = (vec![0.0; size], vec![0.0; size], vec![0.0; size]);
    let mut normals = Normals::new(seed, block as u64);
    for _ in 0..draws.min(BLOCK) {
        for year in 0..years {
            normals.fill(&mut independent);
            correlation.together(&independent, &mut fresh);
            let h = (first.max(1) + year) as f64;
            let kept = if year == 0 { 0.0 } else { libm::sqrt((h - 1.0) / h) };
            let new = libm::sqrt(1.0 - kept * kept);
            for (slot, step) in walked.iter_mut().zip(&fresh) {
                *slot = kept * *slot + new * step;
            }
            for ((of, row), score) in marginals.iter().zip(&mut values).zip(&walked) {
                if let (Some(marginal), Some(slot)) = (of.get(year), row.get_mut(year)) {
                    *slot = marginal.quantile_at(*score);
                }
            }
        }
        take(&values);
    }
}

/// The probability that several targets are met together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joint {
    /// The share of draws in which all are met.
    pub probability: f64,
    /// Its standard error, √(p (1 - p) / n).
    pub standard_error: f64,
    /// What multiplying the single probabilities would give.
    pub independent: f64,
    /// The least that the single probabilities allow (Fréchet).
    pub least: f64,
    /// The most that they allow.
    pub most: f64,
    /// Draws.
    pub draws: usize,
}

impl Joint {
    /// From the number of draws in which all were met, and the probability of each target by itself.
    pub fn of(met: usize, draws: usize, single: &[f64]) -> Self {
        let n = draws.max(1) as f64;
        let probability = met as f64 / n;
        let sum: f64 = single.iter().sum();
        Self {
            probability,
            standard_error: libm::sqrt(probability * (1.0 - probability) / n),
            independent: single.iter().product(),
            least: (sum - (single.len() as f64 - 1.0)).max(0.0),
            most: single.iter().copied().fold(1.0, f64::min),
            draws,
        }
    }
}

/// Spearman's rank correlation of pairs, ties at their mean rank; `None` of fewer than three pairs or without variation.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
pub fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 3 {
        return None;
    }
    let ranks = |pick: fn(&(f64, f64)) -> f64| {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by(|a, b| pick(&pairs[*a]).total_cmp(&pick(&pairs[*b])));
        let mut found = vec![0.0; pairs.len()];
        let mut from = 0;
        while from < order.len() {
            let mut to = from;
            while to + 1 < order.len() && pick(&pairs[order[to + 1]]) == pick(&pairs[order[from]]) {
                to += 1;
            }
            for at in &order[from..=to] {
                found[*at] = (from + to) as f64 / 2.0;
            }
            from = to + 1;
        }
        found
    };
    let (a, b) = (ranks(|pair| pair.0), ranks(|pair| pair.1));
    let mean = (pairs.len() as f64 - 1.0) / 2.0;
    let dot = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
    let scale = libm::sqrt(dot(&a, &a) * dot(&b, &b));
    (scale > 0.0).then(|| dot(&a, &b) / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_correlation_matrix_is_made_one() {
        let wrong = vec![vec![1.0, 0.9, -0.9], vec![0.9, 1.0, 0.9], vec![-0.9, 0.9, 1.0]];
        let made = Correlation::of_scores(&wrong).expect("symmetric");
        assert!((made.matrix()[0][0] - 1.0).abs() < 1e-12);
        assert!(made.matrix()[0][1] < 0.9 && made.matrix()[0][1] > 0.0);
        assert!(Correlation::of_scores(&[vec![1.0, 0.2], vec![0.3, 1.0]]).is_none());
        let few = Correlation::of_ranks(&[vec![1.0, 0.5], vec![0.5, 1.0]], 100).expect("a matrix");
        assert!((few.matrix()[0][1] - libm::sin(core::f64::consts::PI / 12.0)).abs() < 1e-12);
    }

    #[test]
    fn ranks_correlate() {
        let rising: Vec<(f64, f64)> = (0..10).map(|i| (f64::from(i), f64::from(i * i))).collect();
        assert_eq!(spearman(&rising), Some(1.0));
        assert_eq!(spearman(&[(1.0, 2.0), (1.0, 2.0), (1.0, 2.0)]), None);
        let tied = [(1.0, 1.0), (2.0, 1.0), (3.0, 3.0), (4.0, 4.0)];
        assert!((spearman(&tied).expect("a correlation") - 0.948683).abs() < 1e-6);
    }
}
