//! Random walk with drift, and with a drift that forgets.

/// The weight of a yearly change relative to the next one in the discounted drift.
pub const DISCOUNT: f64 = 0.8;

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
