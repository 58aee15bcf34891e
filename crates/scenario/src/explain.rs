//! Why a number moved: shares of a change that add up to it exactly.

/// The part of a change that one factor or term has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The part of the change, in the unit of the result.
    pub amount: f64,
    /// The part as a share of the whole change; `None` when the whole is smaller than rounding.
    pub share: Option<f64>,
}

/// Changes below this share of the value are rounding.
const NOTHING: f64 = 1e-12;

/// The mean by which logarithms become amounts: (a - b) / (ln a - ln b).
fn logarithmic_mean(a: f64, b: f64) -> f64 {
    if (a - b).abs() <= NOTHING * a.abs().max(b.abs()) {
        f64::midpoint(a, b)
    } else {
        (a - b) / (libm::log(a) - libm::log(b))
    }
}

/// The effects of the factors of a product, from `before` to `after`, each a value with its power; they add up to the change of
/// the product.
///
/// Logarithmic mean Divisia index (Ang 2004, Energy Policy 32, 1131-1139): effect = L(x1, x0) · p · ln(f1/f0); exact, without a rest and without an order.
/// `None` unless all values are positive.
///
/// # Example
/// ```
/// // GDP per head 44247.07 to 62500: GDP 1357.5 to 1900, people 306.8 to 304.
/// let effects = scenario::of_factors(&[(1357.5e4, 1900e4, 1.0), (306.8, 304.0, -1.0)]).unwrap();
/// assert!((effects[0].share.unwrap() - 0.973454).abs() < 1e-6);
/// ```
pub fn of_factors(factors: &[(f64, f64, f64)]) -> Option<Vec<Effect>> {
    if factors.iter().any(|(before, after, _)| !(*before > 0.0 && *after > 0.0)) {
        return None;
    }
    let product = |pick: fn(&(f64, f64, f64)) -> f64| {
        libm::exp(factors.iter().map(|factor| factor.2 * libm::log(pick(factor))).sum::<f64>())
    };
    let (before, after) = (product(|factor| factor.0), product(|factor| factor.1));
    let mean = logarithmic_mean(after, before);
    let logs: Vec<f64> = factors.iter().map(|(a, b, power)| power * libm::log(b / a)).collect();
    let total: f64 = logs.iter().sum();
    let shown = (after - before).abs() > NOTHING * after.abs().max(before.abs());
    Some(
        logs.into_iter()
            .map(|log| Effect { amount: mean * log, share: shown.then_some(log / total) })
            .collect(),
    )
}

/// The contributions of the terms of a sum, from `before` to `after`.
pub fn of_terms(terms: &[(f64, f64)]) -> Vec<Effect> {
    let total: f64 = terms.iter().map(|(before, after)| after - before).sum();
    let size: f64 = terms.iter().map(|(before, after)| before.abs().max(after.abs())).sum();
    let shown = total.abs() > NOTHING * size;
    terms
        .iter()
        .map(|(before, after)| {
            let amount = after - before;
            Effect { amount, share: shown.then_some(amount / total) }
        })
        .collect()
}

/// The most levers whose orders are all tried.
pub const MOST_LEVERS: usize = 6;

/// The effect of each of `levers` on a result: the mean over all orders of setting one after the other (Shapley 1953), so that the effects add up
/// to the whole change and no order is preferred.
///
/// `result` gives the value when the levers of the mask are set (bit k for the k-th). `None` for more than [`MOST_LEVERS`] levers
/// or where a value is missing.
pub fn of_levers(levers: usize, result: impl Fn(u32) -> Option<f64>) -> Option<Vec<Effect>> {
    if levers > MOST_LEVERS {
        return None;
    }
    let values: Vec<f64> = (0..1_u32 << levers).map(result).collect::<Option<_>>()?;
    let of = |mask: u32| values.get(mask as usize).copied().unwrap_or(f64::NAN);
    let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
    let total = of((1 << levers) - 1) - of(0);
    let shown = total.abs() > NOTHING * of(0).abs().max(1e-300);
    let effect = |lever: usize| {
        let bit = 1_u32 << lever;
        let amount: f64 = (0..1_u32 << levers)
            .filter(|mask| mask & bit == 0)
            .map(|mask| {
                let set = mask.count_ones() as usize;
                let weight = factorial(set) * factorial(levers - set - 1) / factorial(levers);
                weight * (of(mask | bit) - of(mask))
            })
            .sum();
        Effect { amount, share: shown.then_some(amount / total) }
    };
    Some((0..levers).map(effect).collect())
}
