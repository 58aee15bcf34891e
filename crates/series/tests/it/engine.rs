use proptest::prelude::*;
use series::{Bounds, Engine, Input};

fn values() -> impl Strategy<Value = Vec<f64>> {
    let any = prop_oneof![
        -1e3..1e3,
        0.01..1e6,
        Just(0.0),
        Just(7.0),
        -1e300..1e300,
        1e-300..1e-290,
        Just(f64::MAX),
        Just(f64::MIN_POSITIVE),
    ];
    prop::collection::vec(any, 1..40)
}

proptest! {
    #[test]
    fn any_finite_series_has_an_ordered_finite_forecast(values in values(), h in 1_usize..12) {
        let forecast = Engine::default().forecast(&Input::new(&values).unwrap(), 12).unwrap();
        let mut before = f64::NEG_INFINITY;
        for p in [0.001, 0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975, 0.999] {
            let q = forecast.quantile(h, p);
            prop_assert!(q.is_finite() && q >= before, "{p} {q} {before}");
            before = q;
        }
        prop_assert!(forecast.mean(h).is_finite());
    }

    #[test]
    fn probabilities_are_read_from_the_quantiles(values in prop::collection::vec(-50.0..100.0, 3..30), p in 0.01_f64..0.99, h in 1_usize..6) {
        let forecast = Engine::default().forecast(&Input::new(&values).unwrap(), 6).unwrap();
        let target = forecast.quantile(h, 1.0 - p);
        prop_assert!((forecast.prob_ge(h, target) - p).abs() < 1e-6);
    }

    #[test]
    fn bounded_forecasts_stay_within_their_bounds(values in prop::collection::vec(0.0..=100.0, 1..30), p in 0.0..=1.0) {
        let input = Input::new(&values).unwrap().bounded(Bounds::PERCENT).unwrap();
        let forecast = Engine::default().forecast(&input, 6).unwrap();
        prop_assert!((0.0..=100.0).contains(&forecast.quantile(6, p)));
        prop_assert!((0.0..=100.0).contains(&forecast.mean(6)));
        prop_assert_eq!(forecast.prob_ge(6, 0.0), 1.0);
        prop_assert_eq!(forecast.prob_ge(6, 100.1), 0.0);
    }
}
