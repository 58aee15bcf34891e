//! Numbers moved as little as possible so that identities hold.

use crate::form::Form;
use crate::linear;

/// How freely a value may move: the weight of a move in logarithms is its square over that of the spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Freedom {
    /// It stays.
    Held,
    /// Moves cost by this spread (one standard deviation in logarithms), positive.
    Spread(f64),
    /// Moves cost nothing: a value that nobody stated.
    Free,
}

/// What became of values that were made to satisfy identities.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciled {
    /// The values, in the order they were given in.
    pub values: Vec<f64>,
    /// The sum of squared moves over squared spreads, in logarithms.
    pub objective: f64,
    /// The largest residual that is left, in logarithms.
    pub residual: f64,
}

/// Steps, at most; the examples need five or six.
const STEPS: usize = 60;

/// A residual in logarithms below which an identity holds.
pub const HOLDS: f64 = 1e-12;

/// The values nearest to `start` that satisfy all equations among `forms`: minimum of Σ (Δ ln x / spread)² subject to them.
///
/// Least-squares adjustment of accounts (Stone, Champernowne and Meade 1942) as a constrained matrix problem (Byron 1978),
/// products exact in logarithms, sums by repeated linearisation at the current point (Gauss-Newton). Dependent identities do no
/// harm. Values must be positive.
///
/// `None` when the equations cannot hold with what is held, or a value is not positive.
///
/// # Example
/// ```
/// use scenario::{Form, Freedom, reconcile};
/// let urban = Form::Product { result: 0, parts: vec![(1, 1.0), (2, 1.0)], factor: 1.0 };
/// let even = [Freedom::Spread(1.0); 3];
/// let found = reconcile(&[urban], &[190.0, 300.0, 0.625], &even).unwrap();
/// assert!((found.values[0] - 189.162985).abs() < 1e-6);
/// ```
#[expect(
    clippy::too_many_lines,
    reason = "one adjustment from the equations to the values that satisfy them"
)]
pub fn reconcile(forms: &[Form], start: &[f64], freedom: &[Freedom]) -> Option<Reconciled> {
    if start.len() != freedom.len() || start.iter().any(|value| !(*value > 0.0 && value.is_finite())) {
        return None;
    }
    let moves = |at: &usize| freedom.get(*at).is_some_and(|one| *one != Freedom::Held);
    // Unknowns: the moves of all values that are not held, then one multiplier for each equation. What no equation
    // names stays where it is; an equation of held values alone holds or does not.
    let equations: Vec<&Form> =
        forms.iter().filter(|form| form.is_equation() && form.variables().iter().any(moves)).collect();
    let mut moving: Vec<usize> = equations.iter().flat_map(|form| form.variables()).filter(moves).collect();
    moving.sort_unstable();
    moving.dedup();
    let place: Vec<Option<usize>> = (0..start.len()).map(|at| moving.binary_search(&at).ok()).collect();
    let tightest = freedom.iter().fold(f64::INFINITY, |least, one| match one {
        Freedom::Spread(spread) => least.min(*spread),
        _ => least,
    });
    let weight = |at: usize| match freedom.get(at) {
        Some(Freedom::Spread(spread)) => (tightest / spread) * (tightest / spread),
        _ => 0.0,
    };
    let origin: Vec<f64> = start.iter().map(|value| libm::log(*value)).collect();
    let mut logs = origin.clone();
    let mut values = start.to_vec();
    let size = moving.len() + equations.len();
    for _ in 0..STEPS {
        let mut rows = vec![vec![0.0; size + 1]; size];
        for (at, variable) in moving.iter().enumerate() {
            rows[at][at] = weight(*variable);
            rows[at][size] = weight(*variable) * (origin[*variable] - logs[*variable]);
        }
        for (number, form) in equations.iter().enumerate() {
            let of = moving.len() + number;
            for (variable, slope) in form.gradient(&values) {
                if let Some(at) = place.get(variable).copied().flatten() {
                    rows[of][at] += slope;
                    rows[at][of] += slope;
                }
            }
            rows[of][size] = -form.residual(&values);
        }
        let found = linear::solve(rows);
        let mut step = 0.0_f64;
        for (at, variable) in moving.iter().enumerate() {
            logs[*variable] += found[at];
            values[*variable] = libm::exp(logs[*variable]);
            step = step.max(found[at].abs());
        }
        if !step.is_finite() {
            return None;
        }
        // Rounding leaves steps of a few units in the last place for ever.
        if step < 2e-14 {
            break;
        }
    }
    let all = forms.iter().filter(|form| form.is_equation());
    let residual = all.map(|form| form.residual(&values).abs()).fold(0.0, f64::max);
    let objective = moving
        .iter()
        .map(|at| match freedom.get(*at) {
            Some(Freedom::Spread(spread)) => {
                let moved = (logs[*at] - origin[*at]) / spread;
                moved * moved
            }
            _ => 0.0,
        })
        .sum();
    (residual <= HOLDS * 100.0).then_some(Reconciled { values, objective, residual })
}

/// The spreads, in logarithms, that are left when the identities are known to hold at `values`: the square roots of the diagonal of
/// V - V Aᵀ (A V Aᵀ)⁻¹ A V, A being the derivatives of the identities. All spreads must be positive.
pub fn spreads_after(forms: &[Form], values: &[f64], spreads: &[f64]) -> Vec<f64> {
    let rows: Vec<Vec<(usize, f64)>> =
        forms.iter().filter(|form| form.is_equation()).map(|form| form.gradient(values)).collect();
    let variance = |at: usize| spreads.get(at).map_or(0.0, |spread| spread * spread);
    let mut left: Vec<f64> = (0..spreads.len()).map(variance).collect();
    // One identity after the other, as in a filter: the same as all at once, and dependent ones drop out by themselves.
    let mut covariance: Vec<Vec<f64>> = (0..spreads.len())
        .map(|i| (0..spreads.len()).map(|j| if i == j { variance(i) } else { 0.0 }).collect())
        .collect();
    for row in rows {
        let gain: Vec<f64> = covariance
            .iter()
            .map(|line| row.iter().map(|(at, slope)| line.get(*at).copied().unwrap_or(0.0) * slope).sum())
            .collect();
        let total: f64 = row.iter().map(|(at, slope)| gain.get(*at).copied().unwrap_or(0.0) * slope).sum();
        if total <= 1e-18 {
            continue;
        }
        for (line, of) in covariance.iter_mut().zip(&gain) {
            for (entry, by) in line.iter_mut().zip(&gain) {
                *entry -= of * by / total;
            }
        }
    }
    for (at, slot) in left.iter_mut().enumerate() {
        *slot = covariance.get(at).and_then(|line| line.get(at)).copied().unwrap_or(*slot);
    }
    left.into_iter().map(|variance| libm::sqrt(variance.max(0.0))).collect()
}
