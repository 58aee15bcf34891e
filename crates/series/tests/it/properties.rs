//! What must hold for every series.
#![expect(
    clippy::disallowed_methods,
    reason = "compared within a tolerance or by powers of two, never shown"
)]

use proptest::prelude::*;
use series::component::damped::Damped;
use series::component::theta::Theta;
use series::component::{drift, smoothing};
use series::{Bounds, Engine, Forecast, Input, InputError, MAX_HORIZON, Yearly};

const PS: [f64; 11] = [1e-6, 0.001, 0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975, 0.999, 1.0 - 1e-6];

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

fn forecast(values: &[f64]) -> Forecast {
    Engine::default().forecast(&Input::new(values).unwrap(), 6).unwrap()
}

/// Anything finite: ordinary, tiny, huge, zero, repeated.
fn wild() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![
        -1e3..1e3,
        0.01..1e6,
        Just(0.0),
        Just(7.0),
        -1e300..1e300,
        1e-300..1e-290,
        Just(f64::MAX),
        Just(f64::MIN),
        Just(f64::MIN_POSITIVE),
        Just(5e-324),
    ];
    prop::collection::vec(value, 1..40)
}

/// A positive series with yearly changes of up to a factor of three either way.
fn positive() -> impl Strategy<Value = Vec<f64>> {
    (0.1..1e6, prop::collection::vec(-1.1..1.1_f64, 4..30)).prop_map(|(first, changes)| {
        let mut last: f64 = first;
        std::iter::once(first)
            .chain(changes.into_iter().map(|c| {
                last *= c.exp();
                last
            }))
            .collect()
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_finite_series_has_an_ordered_finite_forecast(values in wild(), rate in any::<bool>()) {
        let input = Input::new(&values).unwrap();
        let input = if rate { input.rate() } else { input };
        let forecast = Engine::default().forecast(&input, MAX_HORIZON).unwrap();
        for h in 1..=MAX_HORIZON {
            prop_assert!(forecast.mean(h).is_finite());
            let quantiles = PS.map(|p| forecast.quantile(h, p));
            prop_assert!(quantiles.iter().all(|q| q.is_finite()));
            prop_assert!(quantiles.is_sorted(), "{h} {quantiles:?}");
            let probabilities = quantiles.map(|q| forecast.prob_ge(h, q));
            prop_assert!(probabilities.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!(probabilities.iter().rev().is_sorted(), "{h} {probabilities:?}");
        }
    }

    #[test]
    fn intervals_and_probabilities_are_one_distribution(
        values in prop::collection::vec(-50.0..100.0_f64, 2..30), p in 0.005..0.995_f64, h in 1_usize..=6,
    ) {
        let forecast = forecast(&values);
        let target = forecast.quantile(h, 1.0 - p);
        if target > 0.0 {
            prop_assert!((forecast.prob_ge(h, target) - p).abs() < 1e-6);
            prop_assert!((forecast.prob_le(h, target) - (1.0 - p)).abs() < 1e-6);
        }
    }

    #[test]
    fn the_unit_of_the_series_is_the_unit_of_the_forecast(values in positive(), power in -60..60_i32, factor in 1e-6..1e6_f64) {
        let plain = forecast(&values);
        let doubled = forecast(&values.iter().map(|v| v * 2_f64.powi(power)).collect::<Vec<_>>());
        let scaled = forecast(&values.iter().map(|v| v * factor).collect::<Vec<_>>());
        for p in PS {
            let q = plain.quantile(5, p);
            prop_assert_eq!(doubled.quantile(5, p), q * 2_f64.powi(power));
            prop_assert!((scaled.quantile(5, p) / factor - q).abs() <= 1e-6 * (q.abs() + plain.mean(5)));
        }
    }

    #[test]
    fn components_on_values_are_symmetric(values in prop::collection::vec(-100.0..100.0_f64, 1..30)) {
        let mirrored: Vec<f64> = values.iter().map(|v| -v).collect();
        prop_assert_eq!(smoothing::level(&values), -smoothing::level(&mirrored));
        prop_assert_eq!(drift::mean(&values), -drift::mean(&mirrored));
        prop_assert_eq!(drift::median(&values), -drift::median(&mirrored));
        prop_assert_eq!(drift::discounted(&values, 0.6), -drift::discounted(&mirrored, 0.6));
        let (mut a, mut b) = ([0.0; 6], [0.0; 6]);
        Theta::fit(&values).forecast(&mut a);
        Theta::fit(&mirrored).forecast(&mut b);
        prop_assert_eq!(a, b.map(|v| -v));
        Damped::fit(&values).forecast(&mut a);
        Damped::fit(&mirrored).forecast(&mut b);
        prop_assert_eq!(a, b.map(|v| -v));
    }

    #[test]
    fn gains_and_losses_are_alike(values in prop::collection::vec(-100.0..100.0_f64, 5..30), p in 0.01..0.99_f64) {
        let mirrored: Vec<f64> = values.iter().map(|v| -v).collect();
        let both = [&values, &mirrored].map(|v| {
            Engine::default().forecast(&Input::new(v).unwrap().change(), 6).unwrap()
        });
        let [up, down] = both;
        for h in 1..=6 {
            prop_assert_eq!(up.mean(h), -down.mean(h));
            let (a, b) = (up.quantile(h, p), -down.quantile(h, 1.0 - p));
            prop_assert!((a - b).abs() <= 2e-2 * (a.abs() + b.abs()).max(1.0), "{} {}", a, b);
        }
    }

    /// At most two of the five components run on logs, so the median is held by one that cannot explode.
    #[test]
    fn the_median_does_not_explode(values in positive()) {
        let forecast = forecast(&values);
        let last = values[values.len() - 1];
        let step = values.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f64::max);
        let (low, high) = values.iter().fold((f64::MAX, 0.0), |(l, h): (f64, f64), v| (l.min(*v), h.max(*v)));
        for h in 1..=6 {
            prop_assert!(forecast.mean(h) > 0.0);
            let reach = (h as f64 * step + (high - low)) * (1.0 + 1e-9);
            prop_assert!((forecast.mean(h) - last).abs() <= reach, "{h}: {} from {last}", forecast.mean(h));
        }
    }

    #[test]
    fn bounded_forecasts_stay_within_their_bounds(values in prop::collection::vec(0.0..=100.0_f64, 1..30), p in 0.0..=1.0_f64) {
        let input = Input::new(&values).unwrap().bounded(Bounds::PERCENT).unwrap();
        let forecast = Engine::default().forecast(&input, 6).unwrap();
        for h in 1..=6 {
            prop_assert!((0.0..=100.0).contains(&forecast.quantile(h, p)));
            prop_assert!((0.0..=100.0).contains(&forecast.mean(h)));
            prop_assert_eq!(forecast.prob_ge(h, 0.0), 1.0);
            prop_assert_eq!(forecast.prob_ge(h, 100.1), 0.0);
        }
    }

    #[test]
    fn forecasting_twice_with_the_same_buffers_changes_nothing(a in wild(), b in wild()) {
        let engine = Engine::default();
        let mut work = series::Workspace::default();
        let (a, b) = (Input::new(&a).unwrap(), Input::new(&b).unwrap());
        let fresh = engine.forecast(&a, 6).unwrap();
        engine.forecast_with(&mut work, &b, 9).unwrap();
        let reused = engine.forecast_with(&mut work, &a, 6).unwrap();
        for h in 1..=6 {
            prop_assert_eq!(fresh.interval(h, 0.9), reused.interval(h, 0.9));
        }
    }

    #[test]
    fn dated_values_become_an_unbroken_series(points in prop::collection::btree_map(1990..2030_i32, -5.0..100.0_f64, 1..20)) {
        if let Ok(yearly) = Yearly::new(points.clone()) {
            prop_assert_eq!(yearly.values.len() as i32, yearly.last() - yearly.first + 1);
            prop_assert_eq!(yearly.filled.len(), yearly.values.len() - points.len());
            for (year, value) in &points {
                prop_assert_eq!(yearly.values[(year - yearly.first) as usize], *value);
            }
        } else {
            let years: Vec<i32> = points.keys().copied().collect();
            prop_assert!(years.windows(2).any(|w| (w[1] - w[0]) as usize > Yearly::MAX_GAP + 1));
        }
    }
}

#[test]
fn a_larger_target_is_never_more_probable() {
    let forecast = forecast(&[12.0, 15.0, 11.0, 18.0, 19.0, 17.0, 23.0, 26.0]);
    let probabilities: Vec<f64> = (-50..150).map(|t| forecast.prob_ge(4, f64::from(t))).collect();
    assert!(probabilities.iter().rev().is_sorted());
    assert_eq!(probabilities[0], 1.0, "an amount that was always positive stays so");
    assert!(probabilities[199] < 0.01);
}

#[test]
fn short_series_are_wide_and_say_so() {
    let long = forecast(&[100.0, 103.0, 107.0, 110.0, 114.0, 118.0]);
    assert!(!long.flags().too_short);
    let mut before = 0.0;
    for n in [4, 3, 2, 1] {
        let short = forecast(&[100.0, 103.0, 107.0, 110.0][..n]);
        assert!(short.flags().too_short);
        let (low, high) = short.interval(5, 0.8);
        let width = (high - low) / short.mean(5);
        // Of two and of three values the second change adds about as much as it tells.
        assert!(width > 0.95 * before, "fewer values, wider interval: {n} {width} {before}");
        before = width;
    }
    let (low, high) = long.interval(5, 0.8);
    assert!((high - low) / long.mean(5) < before);
}

#[test]
fn constant_series_are_repeated() {
    let forecast = forecast(&[42.0; 12]);
    assert!(forecast.flags().constant);
    assert_eq!(forecast.mean(6), 42.0);
    let (low, high) = forecast.interval(6, 0.95);
    assert!(low < 42.0 && 42.0 < high);
    let zeros = self::forecast(&[0.0; 12]);
    assert_eq!((zeros.mean(3), zeros.flags().non_positive), (0.0, true));
    assert!(zeros.prob_ge(3, 1.0) < 1e-6);
}

#[test]
fn what_is_no_series_is_refused() {
    assert_eq!(Input::new(&[]).unwrap_err(), InputError::Empty);
    assert_eq!(Input::new(&[1.0, f64::NAN]).unwrap_err(), InputError::NotFinite { index: 1 });
    assert_eq!(Input::new(&[f64::INFINITY]).unwrap_err(), InputError::NotFinite { index: 0 });
    let input = Input::new(&[50.0, 101.0]).unwrap();
    assert!(matches!(input.bounded(Bounds::PERCENT), Err(InputError::OutOfBounds { index: 1, .. })));
    let upside_down = Bounds { low: 1.0, high: 0.0 };
    assert_eq!(input.bounded(upside_down).unwrap_err(), InputError::BadBounds(upside_down));
    let far = Engine::default().forecast(&input, MAX_HORIZON + 1);
    assert_eq!(far.unwrap_err(), InputError::Horizon { asked: MAX_HORIZON + 1 });
    assert!(forecast(&[1.0, 2.0]).quantile(7, 0.5).is_nan(), "beyond the horizon there is no number");
}
