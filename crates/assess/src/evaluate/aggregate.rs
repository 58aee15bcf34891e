//! How normalised values are put together.

/// How normalised values are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aggregation {
    /// Weighted mean: a strength makes good for a weakness.
    Arithmetic,
    /// Weighted geometric mean: less so.
    Geometric,
    /// Weighted harmonic mean: still less.
    Harmonic,
    /// Adjusted Mazziotta-Pareto index: the mean less a penalty for being uneven, on a scale from 70 to 130.
    MazziottaPareto,
}

impl Aggregation {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Arithmetic, Self::Geometric, Self::Harmonic, Self::MazziottaPareto];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Arithmetic => "arithmetic",
            Self::Geometric => "geometric",
            Self::Harmonic => "harmonic",
            Self::MazziottaPareto => "mazziotta-pareto",
        }
    }

    /// Reads a stable name back.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|a| a.name() == text)
    }
}

/// Geometric and harmonic means take a score below one as one: a single zero must not wipe out everything else.
const FLOOR: f64 = 1.0;

/// One number of a row of normalised values; missing ones are left out and their weight spread over the others.
///
/// Mazziotta and Pareto rescale to r = 70 + 60 x / 100 and take M - S²/M with mean M and standard deviation S of r
/// (Mazziotta & Pareto, Social Indicators Research 127, 2016).
///
/// # Example
/// ```
/// use assess::evaluate::{Aggregation, aggregate};
/// let row = [Some(25.0), Some(100.0), None];
/// let of = |how| aggregate(&row, &[0.25, 0.25, 0.5], how).unwrap();
/// assert_eq!(of(Aggregation::Arithmetic), 62.5);
/// assert!((of(Aggregation::Geometric) - 50.0).abs() < 1e-9);
/// assert!((of(Aggregation::Harmonic) - 40.0).abs() < 1e-9);
/// ```
pub fn aggregate(row: &[Option<f64>], weights: &[f64], aggregation: Aggregation) -> Option<f64> {
    let known: Vec<(f64, f64)> =
        row.iter().zip(weights).filter_map(|(v, w)| Some(((*v)?, *w))).filter(|(_, w)| *w > 0.0).collect();
    let total: f64 = known.iter().map(|(_, w)| w).sum();
    if total <= 0.0 {
        return None;
    }
    let mean = |f: &dyn Fn(f64) -> f64| known.iter().map(|(v, w)| f(*v) * w).sum::<f64>() / total;
    let score = match aggregation {
        Aggregation::Arithmetic => mean(&|v| v),
        Aggregation::Geometric => libm::exp(mean(&|v| libm::log(v.max(FLOOR)))),
        Aggregation::Harmonic => 1.0 / mean(&|v| 1.0 / v.max(FLOOR)),
        Aggregation::MazziottaPareto => {
            let scale = |v: f64| 70.0 + 0.6 * v;
            let m = mean(&scale);
            let variance = mean(&|v| (scale(v) - m) * (scale(v) - m));
            m - variance / m
        }
    };
    score.is_finite().then_some(score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unevenness_costs() {
        let of = |row: &[f64], how| {
            let row: Vec<Option<f64>> = row.iter().map(|v| Some(*v)).collect();
            aggregate(&row, &vec![1.0; row.len()], how).expect("values")
        };
        for how in Aggregation::ALL {
            assert!(
                (of(&[50.0, 50.0], *how) - if *how == Aggregation::MazziottaPareto { 100.0 } else { 50.0 })
                    .abs()
                    < 1e-9
            );
        }
        // r = 70 and 130: mean 100, standard deviation 30, penalty 9.
        assert!((of(&[0.0, 100.0], Aggregation::MazziottaPareto) - 91.0).abs() < 1e-9);
        assert!(of(&[0.0, 100.0], Aggregation::Geometric) < 50.0);
        assert!(of(&[0.0, 100.0], Aggregation::Harmonic) < of(&[0.0, 100.0], Aggregation::Geometric));
        assert_eq!(aggregate(&[None], &[1.0], Aggregation::Arithmetic), None);
    }
}
