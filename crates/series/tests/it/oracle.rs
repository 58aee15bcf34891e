//! The components against straightforward implementations of the published equations.
#![expect(
    clippy::disallowed_methods,
    reason = "compared within a tolerance or by powers of two, never shown"
)]

use proptest::prelude::*;
use series::component::damped::Damped;
use series::component::theta::Theta;

/// ETS(A,Ad,N) in component form (Gardner & McKenzie 1985): smoothed level and trend from the previous ones.
fn damped_sse(y: &[f64], alpha: f64, beta_star: f64, phi: f64) -> (f64, f64, f64) {
    let mut level = y[0];
    let mut trend = (y[y.len() - 1] - y[0]) / (y.len() - 1) as f64;
    let mut sse = 0.0;
    for value in &y[1..] {
        let one_step = level + phi * trend;
        sse += (value - one_step) * (value - one_step);
        let smoothed = alpha * value + (1.0 - alpha) * one_step;
        trend = beta_star * (smoothed - level) + (1.0 - beta_star) * phi * trend;
        level = smoothed;
    }
    (sse, level, trend)
}

/// The dynamic optimised theta model as printed (Fiorucci et al. 2016), on the values themselves.
///
/// Starting from l_0 = y_1 / theta, which makes the first one-step forecast exact.
fn theta_path(y: &[f64], alpha: f64, theta: f64, horizon: usize) -> (f64, Vec<f64>) {
    let w = 1.0 - 1.0 / theta;
    let mut level = y[0] / theta;
    let (mut a, mut b, mut mean) = (y[0], 0.0, 0.0);
    let (mut sse, mut path) = (0.0, Vec::new());
    for t in 1..=y.len() + horizon {
        let n = t as f64;
        let decay = (1.0 - alpha).powi(t as i32);
        let mu = level + w * ((1.0 - alpha).powi(t as i32 - 1) * a + (1.0 - decay) / alpha * b);
        let value = y.get(t - 1).copied().unwrap_or(mu);
        if t <= y.len() {
            sse += (value - mu) * (value - mu);
        } else {
            path.push(mu);
        }
        level = alpha * value + (1.0 - alpha) * level;
        let before = mean;
        mean = ((n - 1.0) * mean + value) / n;
        b = if t == 1 { 0.0 } else { ((n - 2.0) * b + 6.0 / n * (value - before)) / (n + 1.0) };
        a = mean - 0.5 * (n + 1.0) * b;
    }
    (sse, path)
}

fn close(a: f64, b: f64, size: f64) -> bool {
    (a - b).abs() <= 1e-8 * size
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_damped_trend_follows_its_equations(y in prop::collection::vec(1.0..100.0_f64, 5..30)) {
        let fitted = Damped::fit(&y);
        let (sse, mut level, mut trend) = damped_sse(&y, fitted.alpha, fitted.beta / fitted.alpha, fitted.phi);
        prop_assert!(close(fitted.mse, sse / (y.len() - 1) as f64, 1e4));
        let mut path = [0.0; 6];
        fitted.forecast(&mut path);
        for step in path {
            trend *= fitted.phi;
            level += trend;
            prop_assert!(close(step, level, 1e3));
        }
        // Whoever fits by hand on a few points of the grid does not fit better.
        for (alpha, beta_star, phi) in [(0.3, 0.05, 0.82), (0.55, 0.2, 0.88), (0.98, 0.8, 0.97)] {
            prop_assert!(sse <= damped_sse(&y, alpha, beta_star, phi).0 + 1e-9);
        }
    }

    #[test]
    fn the_theta_model_follows_its_equations(y in prop::collection::vec(1.0..100.0_f64, 5..30)) {
        let fitted = Theta::fit(&y);
        let theta = 1.0 / (1.0 - fitted.weight);
        let (sse, path) = theta_path(&y, fitted.alpha, theta, 6);
        prop_assert!(close(fitted.mse, sse / (y.len() - 1) as f64, 1e4));
        let mut own = [0.0; 6];
        fitted.forecast(&mut own);
        for (step, expected) in own.iter().zip(path) {
            prop_assert!(close(*step, expected, 1e3), "{step} {expected}");
        }
        // The closed form finds the best theta between 1 and 2.
        for theta in [1.0, 1.1, 1.3, 1.5, 1.7, 1.9, 2.0] {
            prop_assert!(sse <= theta_path(&y, fitted.alpha, theta, 0).0 + 1e-7);
        }
    }
}
