//! Draws that fit the identities.

use crate::plans::jinzhou;
use assess::{AsOf, Config};
use scenario::{
    BLOCK, Correlation, Form, Freedom, LogNormal, Marginal, Panel, Projection, Scenario, Whole, reconcile,
    run, sample, sample_block,
};

fn product(result: usize, parts: &[usize]) -> Form {
    Form::Product { result, parts: parts.iter().map(|part| (*part, 1.0)).collect(), factor: 1.0 }
}

fn sum(whole: usize, parts: &[usize]) -> Form {
    Form::Sum { whole: Whole::Variable(whole), parts: parts.to_vec() }
}

/// GDP per head, population, GDP, three sectors; the shares of two sectors are drawn by nobody.
fn forms() -> Vec<Form> {
    vec![product(2, &[0, 1]), sum(2, &[3, 4, 5]), product(3, &[2, 6]), product(4, &[2, 7])]
}

#[test]
fn a_draw_is_projected_as_it_is_reconciled() {
    let forms = forms();
    let start = [6.0, 310.0, 1900.0, 240.0, 850.0, 830.0, 0.12, 0.44];
    let spreads = [0.03, 0.01, 0.05, 0.06, 0.07, 0.08];
    let mut freedom: Vec<Freedom> = spreads.map(Freedom::Spread).to_vec();
    freedom.extend([Freedom::Free, Freedom::Free]);
    let exact = reconcile(&forms, &start, &freedom).expect("it fits");
    let projection = Projection::new(&forms, &freedom);
    // What alone ties a value that nobody drew binds nothing.
    assert_eq!(projection.binding(), [0, 1]);
    let mut draw = start.to_vec();
    assert!(projection.project(&mut draw));
    for (found, expected) in draw.iter().zip(&exact.values).take(6) {
        assert!((found / expected - 1.0).abs() < 1e-9, "{found} {expected}");
    }
    assert!((draw[0] * draw[1] / draw[2] - 1.0).abs() < 1e-15);
    assert!(((draw[3] + draw[4] + draw[5]) / draw[2] - 1.0).abs() < 1e-12);
}

#[test]
fn what_is_held_stays_and_what_cannot_fit_is_left() {
    let forms = [sum(0, &[1, 2])];
    let freedom = [Freedom::Held, Freedom::Held, Freedom::Spread(0.1)];
    let projection = Projection::new(&forms, &freedom);
    let mut fits = vec![100.0, 60.0, 35.0];
    assert!(projection.project(&mut fits));
    assert_eq!(fits[..2], [100.0, 60.0]);
    assert!((fits[2] - 40.0).abs() < 1e-12);
    let mut never = vec![100.0, 120.0, 35.0];
    assert!(!projection.project(&mut never));
    assert_eq!(never, [100.0, 120.0, 35.0]);
}

#[test]
fn identities_hold_in_every_draw() {
    let forms = forms();
    let medians = [6.25, 304.0, 1900.0, 228.0, 836.0, 836.0];
    let spreads = [0.05, 0.02, 0.06, 0.05, 0.08, 0.06];
    let drawn: Vec<LogNormal> =
        medians.iter().zip(spreads).map(|(median, spread)| LogNormal { median: *median, spread }).collect();
    let marginals: Vec<Vec<&dyn Marginal>> = drawn.iter().map(|one| vec![one as &dyn Marginal]).collect();
    let mut freedom: Vec<Freedom> = spreads.map(Freedom::Spread).to_vec();
    freedom.extend([Freedom::Free, Freedom::Free]);
    let projection = Projection::new(&forms, &freedom);
    let mut count = 0;
    sample(&marginals, &Correlation::independent(6), 5, 4_000, 3, |rows| {
        let mut values: Vec<f64> = rows.iter().map(|row| row[0]).chain([0.12, 0.44]).collect();
        assert!(projection.project(&mut values), "{values:?}");
        assert!((values[0] * values[1] / values[2] - 1.0).abs() < 1e-9);
        assert!(((values[3] + values[4] + values[5]) / values[2] - 1.0).abs() < 1e-9);
        count += 1;
    });
    assert_eq!(count, 4_000);
}

#[test]
fn blocks_are_the_same_by_any_thread() {
    let one = LogNormal { median: 100.0, spread: 0.1 };
    let marginals: Vec<Vec<&dyn Marginal>> = vec![vec![&one; 5]; 12];
    let correlation = Correlation::independent(12);
    let draws = 8 * 3 * BLOCK;
    let mut whole: Vec<u64> = Vec::new();
    sample(&marginals, &correlation, 1, draws, 11, |rows| {
        whole.extend(rows.iter().flatten().map(|value| value.to_bits()));
    });
    let blocks: Vec<usize> = (0..draws / BLOCK).collect();
    let by_thread: Vec<Vec<(usize, Vec<u64>)>> = std::thread::scope(|scope| {
        let of_thread = |thread: usize| {
            let (marginals, correlation, blocks) = (&marginals, &correlation, &blocks);
            scope.spawn(move || {
                let own = blocks.iter().copied().filter(|block| block % 8 == thread);
                own.map(|block| {
                    let mut bits = Vec::new();
                    sample_block(marginals, correlation, 1, BLOCK, (11, block), |rows| {
                        bits.extend(rows.iter().flatten().map(|value| value.to_bits()));
                    });
                    (block, bits)
                })
                .collect()
            })
        };
        let threads: Vec<_> = (0..8).map(of_thread).collect();
        threads.into_iter().map(|thread| thread.join().expect("it draws")).collect()
    });
    let mut all: Vec<(usize, Vec<u64>)> = by_thread.into_iter().flatten().collect();
    all.sort();
    let joined: Vec<u64> = all.into_iter().flat_map(|(_, bits)| bits).collect();
    assert!(joined == whole);
}

#[test]
fn draws_have_the_marginals_and_the_ranks_that_were_asked_for() {
    const DRAWS: usize = 20_000;
    let engine = series::Engine::default();
    let past = |start: f64, rates: [f64; 5]| {
        let mut value = start;
        let grow = |k: usize| {
            value *= 1.0 + rates[k % 5] / 100.0;
            value
        };
        (0..15).map(grow).collect::<Vec<f64>>()
    };
    let all = [past(120.0, [9.0, 7.0, 11.0, 4.0, 8.0]), past(40.0, [2.0, 5.0, -1.0, 6.0, 3.0])];
    let forecasts: Vec<series::Forecast> = all
        .iter()
        .map(|values| engine.forecast(&series::Input::new(values).expect("values"), 3).expect("a forecast"))
        .collect();
    let predictives: Vec<_> = forecasts.iter().map(|one| one.at(3).expect("three years")).collect();
    let marginals: Vec<Vec<&dyn Marginal>> =
        predictives.iter().map(|one| vec![one as &dyn Marginal]).collect();
    // Asked for by ranks, as a panel gives them.
    let rho = 0.55;
    let score = 2.0 * libm::sin(core::f64::consts::PI * rho / 6.0);
    let correlation = Correlation::of_scores(&[vec![1.0, score], vec![score, 1.0]]).expect("a matrix");
    let mut drawn: Vec<Vec<f64>> = vec![Vec::new(); 2];
    sample(&marginals, &correlation, 1, DRAWS, 20_160_101, |rows| {
        for (slot, row) in drawn.iter_mut().zip(rows) {
            slot.push(row[0]);
        }
    });
    let pairs: Vec<(f64, f64)> = drawn[0].iter().copied().zip(drawn[1].iter().copied()).collect();
    let found = scenario::spearman(&pairs).expect("a correlation");
    assert!((found - rho).abs() <= 0.03, "{found}");
    for (values, predictive) in drawn.iter().zip(&predictives) {
        for level in [0.05, 0.5, 0.95] {
            // In probabilities the error of a quantile does not depend on the density.
            let quantile = predictive.quantile_at(series::normal::score(level));
            let below = values.iter().filter(|value| **value <= quantile).count() as f64 / DRAWS as f64;
            let error = libm::sqrt(level * (1.0 - level) / DRAWS as f64);
            assert!((below - level).abs() <= 4.0 * error, "{level}: {below}");
        }
    }
}

#[test]
fn a_plan_s_forecasts_fit_its_identities() {
    let plan = jinzhou();
    let moment = AsOf::known(2018, "2019-12-31").expect("a day");
    let foresights = assess::foresee(&plan, &[], &moment, &Config::default(), &series::Engine::default());
    let text = "draws = 2000\n[[lever]]\nindicator = \"gdp\"\nchange = 5\n";
    let scenario = Scenario::parse(text).expect("a scenario");
    let found = run(&plan, &foresights, &scenario, &Panel::shipped()).expect("it runs");
    let together = &found.together;
    assert!(together.worst <= 1e-9, "{}", together.worst);
    assert!(together.unfit <= 20, "{} of 2000 draws do not fit", together.unfit);
    for fit in &together.fits {
        let [low, median, high] = fit.fitted;
        assert!(low <= median && median <= high, "{fit:?}");
        let outcome = found.targets.iter().find(|one| one.target == fit.target).expect("its outcome");
        // Where no identity binds the forecast, the draws are the forecast.
        let alike = |(a, b): (&f64, f64)| (a / b - 1.0).abs() < 0.02;
        if (fit.drawn[1] / median - 1.0).abs() < 1e-3 && fit.drawn.iter().zip(fit.fitted).all(alike) {
            let error = 4.0 * libm::sqrt(0.25 / 2000.0);
            assert!((fit.attain.0 - outcome.attain_before).abs() <= error, "{fit:?} {outcome:?}");
        }
    }
}
