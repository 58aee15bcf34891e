//! Random walk with drift, and with a drift that forgets.

/// The weight of a yearly change relative to the next one in the discounted drift.
pub const DISCOUNT: f64 = 0.6;

/// The number of latest changes whose median is taken.
pub const RECENT: usize = 10;

/// The mean yearly change: random walk with drift (Hyndman & Athanasopoulos, Forecasting: Principles and Practice,
/// 3rd ed., 5.2). Zero for a single value.
pub fn mean(values: &[f64]) -> f64 {
    match values {
        [first, .., last] => (last - first) / (values.len() - 1) as f64,
        _ => 0.0,
    }
}

/// The mean yearly change with weight `discount`^age: recent years count more.
pub fn discounted(values: &[f64], discount: f64) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for pair in values.windows(2) {
        sum = discount * sum + (pair[1] - pair[0]);
        weight = discount * weight + 1.0;
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// The standard deviation of the yearly changes around `drift`, with n - 2 degrees of freedom (at least 1).
pub fn residual_sd(values: &[f64], drift: f64) -> f64 {
    let sum: f64 = values.windows(2).map(|w| (w[1] - w[0] - drift) * (w[1] - w[0] - drift)).sum();
    let freedom = values.len().saturating_sub(2).max(1);
    (sum / freedom as f64).sqrt()
}

/// The median of the last [`RECENT`] yearly changes: a drift that one break or one odd year does not move.
pub fn median(values: &[f64]) -> f64 {
    let mut changes = [0.0; RECENT];
    let recent = &values[values.len().saturating_sub(RECENT + 1)..];
    let count = recent.len().saturating_sub(1);
    for (change, pair) in changes.iter_mut().zip(recent.windows(2)) {
        *change = pair[1] - pair[0];
    }
    let changes = &mut changes[..count];
    changes.sort_unstable_by(f64::total_cmp);
    if count == 0 { 0.0 } else { f64::midpoint(changes[(count - 1) / 2], changes[count / 2]) }
}
