//! Anomalies and level breaks.

use proptest::prelude::*;
use series::{AnomalyKind, LevelBreak, Treatment, anomalies};

fn kinds(values: &[f64]) -> Vec<(usize, AnomalyKind)> {
    anomalies(values).iter().map(|a| (a.index, a.kind)).collect()
}

const STEADY: [f64; 12] =
    [100.0, 106.0, 111.0, 119.0, 125.0, 134.0, 141.0, 150.0, 158.0, 169.0, 178.0, 190.0];

#[test]
fn a_steady_series_has_no_anomaly() {
    assert_eq!(kinds(&STEADY), []);
    assert_eq!(kinds(&[5.0; 10]), []);
    assert_eq!(kinds(&[0.0; 10]), []);
    assert_eq!(kinds(&STEADY[..5]), [], "too few values to know what is usual");
}

#[test]
fn a_misplaced_decimal_point_is_an_outlier() {
    let mut values = STEADY;
    values[6] *= 10.0;
    assert_eq!(kinds(&values), [(6, AnomalyKind::Outlier)]);
    assert!((anomalies(&values)[0].size - 10.0).abs() < 0.3);
}

#[test]
fn a_new_base_is_a_level_break() {
    let values: Vec<f64> = STEADY.iter().enumerate().map(|(i, v)| if i < 8 { *v } else { 0.7 * v }).collect();
    let found = anomalies(&values);
    assert_eq!(kinds(&values), [(8, AnomalyKind::LevelBreak)]);
    let cut = LevelBreak::from_anomaly(&found[0]).unwrap();
    assert!((cut.factor - 0.7).abs() < 0.01);
    let joined = Treatment::Rebase.values(&values, &[cut]);
    assert_eq!(kinds(&joined), [], "rebased, the series is steady again");
    assert!((Treatment::Rebase.target(250.0, 0, &[cut]) - 175.0).abs() < 2.5);
}

#[test]
fn a_jump_in_the_last_year_is_left_open() {
    let mut values = STEADY;
    values[11] = 95.0;
    assert_eq!(kinds(&values), [(11, AnomalyKind::Unsettled)]);
}

#[test]
fn two_vintages_of_the_same_years_give_the_factor() {
    let cut =
        LevelBreak::from_vintages(4, &[(100.0, 90.0), (110.0, 99.0), (120.0, 50.0), (0.0, 3.0)]).unwrap();
    assert_eq!(cut, LevelBreak { at: 4, factor: 0.9 });
    assert_eq!(LevelBreak::from_vintages(0, &[(0.0, 1.0)]), None);
    assert_eq!(LevelBreak::from_growth(1, 0.0, 5.0, 0.1), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rebasing_and_chaining_keep_growth_and_the_distance_to_the_target(
        values in prop::collection::vec(1.0..1e4_f64, 3..20), at in 1_usize..3, factor in 0.2..3.0_f64, target in 1.0..1e4_f64,
    ) {
        let breaks = [LevelBreak { at, factor }];
        let rebased = Treatment::Rebase.values(&values, &breaks);
        let chained = Treatment::ChainGrowth.values(&values, &breaks);
        let last = values.len() - 1;
        prop_assert_eq!(rebased[last], values[last]);
        prop_assert_eq!(chained[0], values[0]);
        for (r, c) in rebased.iter().zip(&chained) {
            prop_assert!((r / c / factor - 1.0).abs() < 1e-12);
        }
        let to_go = |treatment: Treatment, values: &[f64]| treatment.target(target, 0, &breaks) / values[last];
        prop_assert!((to_go(Treatment::Rebase, &rebased) / to_go(Treatment::ChainGrowth, &chained) - 1.0).abs() < 1e-12);
        prop_assert_eq!(Treatment::Keep.values(&values, &breaks), values);
        prop_assert_eq!(Treatment::Keep.target(target, 0, &breaks), target);
    }

    #[test]
    fn looking_for_anomalies_never_fails(values in prop::collection::vec(prop_oneof![-1e3..1e3, Just(0.0), -1e308..1e308], 0..30)) {
        for anomaly in anomalies(&values) {
            prop_assert!(anomaly.index < values.len());
        }
    }
}
