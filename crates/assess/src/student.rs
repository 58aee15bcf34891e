//! Student's t distribution with whole degrees of freedom.

/// P(T <= t) with `freedom` degrees of freedom, at least 1.
///
/// The finite series of Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
pub(crate) fn cdf(t: f64, freedom: u32) -> f64 {
    let freedom = freedom.max(1);
    let theta = libm::atan(t / f64::from(freedom).sqrt());
    let (sin, cos) = (libm::sin(theta), libm::cos(theta));
    let odd = freedom % 2 == 1;
    // Terms of the series: each is the one before times cos² times (k - 1)/k.
    let mut term = if odd { cos } else { 1.0 };
    let mut sum = if freedom == 1 { 0.0 } else { term };
    let mut k = if odd { 3 } else { 2 };
    while k < freedom {
        term *= cos * cos * f64::from(k - 1) / f64::from(k);
        sum += term;
        k += 2;
    }
    let within = if odd { core::f64::consts::FRAC_2_PI * (theta + sin * sum) } else { sin * sum };
    0.5 + 0.5 * within
}

/// The value not exceeded with probability `p`, between 0 and 1 exclusive; by bisection of [`cdf`].
pub(crate) fn quantile(p: f64, freedom: u32) -> f64 {
    let (mut low, mut high) = (-1.0, 1.0);
    while cdf(low, freedom) > p && low > -1e9 {
        low *= 2.0;
    }
    while cdf(high, freedom) < p && high < 1e9 {
        high *= 2.0;
    }
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if cdf(middle, freedom) < p { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Percentage points of the usual table.
    #[test]
    fn the_table_of_students_t() {
        for (freedom, wanted) in
            [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (10, 2.228), (30, 2.042)]
        {
            let found = quantile(0.975, freedom);
            assert!((found - wanted).abs() < 5e-4, "{freedom}: {found}");
            assert!((quantile(0.025, freedom) + found).abs() < 1e-9);
            assert!((cdf(found, freedom) - 0.975).abs() < 1e-9);
        }
        assert!((cdf(0.0, 7) - 0.5).abs() < 1e-15);
    }
}
