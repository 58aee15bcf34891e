//! Worked examples: the printed figures of the 13th five-year plan of Jinzhou (2016-2020), each computed independently.

use crate::made::say;
use scenario::{
    Form, Freedom, Interval, Network, Set, Whole, knots, of_factors, of_terms, propagate, reconcile,
    spreads_after,
};
use source::Words;

/// Equal to one part in a million, or to the last of six printed decimals.
#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs().max(0.6), "{found} instead of {expected}");
}

fn product(result: usize, parts: &[usize], factor: f64) -> Form {
    Form::Product { result, parts: parts.iter().map(|part| (*part, 1.0)).collect(), factor }
}

fn quotient(result: usize, above: usize, below: usize, factor: f64) -> Form {
    Form::Product { result, parts: vec![(above, 1.0), (below, -1.0)], factor }
}

fn sum(whole: usize, parts: &[usize]) -> Form {
    Form::Sum { whole: Whole::Variable(whole), parts: parts.to_vec() }
}

const EVEN: Freedom = Freedom::Spread(1.0);

#[test]
fn growth_needed_and_contributions_of_sectors() {
    let rate = |from: f64, to: f64| 100.0 * (libm::pow(to / from, 0.2) - 1.0);
    close(rate(1357.5, 1900.0), 6.955409);
    close(1357.5 * libm::pow(1.07, 5.0), 1903.964);
    let (before, after) = ([15.6, 43.4, 41.0], [12.0, 44.0, 44.0]);
    let terms: Vec<(f64, f64)> =
        before.iter().zip(after).map(|(b, a)| (1357.5 * b / 100.0, 1900.0 * a / 100.0)).collect();
    for (term, expected) in terms.iter().zip([(211.770, 228.0), (589.155, 836.0), (556.575, 836.0)]) {
        close(term.0, expected.0);
        close(term.1, expected.1);
    }
    for (term, expected) in terms.iter().zip([1.487857, 7.249516, 8.476713]) {
        close(rate(term.0, term.1), expected);
    }
    let effects = of_terms(&terms);
    for (effect, (points, share)) in
        effects.iter().zip([(1.195580, 0.029917), (18.183794, 0.455014), (20.583794, 0.515069)])
    {
        close(100.0 * effect.amount / 1357.5, points);
        assert!((effect.share.expect("a change") - share).abs() < 1e-6);
    }
    close(effects.iter().map(|effect| 100.0 * effect.amount / 1357.5).sum(), 39.963168);
}

#[test]
fn residents_follow_from_towns_and_rate() {
    let form = product(0, &[1, 2], 0.01);
    assert_eq!(form.solve(1, &[190.0, f64::NAN, 62.5]), Some(304.0));
    let mut domains = [Interval::around(190.0, 0.5), Interval::POSITIVE, Interval::around(62.5, 0.05)];
    assert!(propagate(&[(&form, 0.0)], &mut domains));
    close(domains[1].low, 302.9576);
    close(domains[1].high, 305.0440);
    close(100.0 * (libm::pow(304.0 / 306.8, 0.2) - 1.0), -0.183199);
    close(form.solve(2, &[190.0, 270.39, f64::NAN]).expect("a rate"), 70.268871);
    close(form.solve(0, &[f64::NAN, 270.39, 59.67]).expect("people"), 161.341713);
}

#[test]
fn employment_follows_from_productivity() {
    let form = quotient(0, 1, 2, 1.0);
    let base = form.solve(2, &[7.6, 1357.5, f64::NAN]).expect("people");
    let end = form.solve(2, &[10.8, 1900.0, f64::NAN]).expect("people");
    close(base, 178.618421);
    close(end, 175.925926);
    close(100.0 * (libm::pow(end / base, 0.2) - 1.0), -0.303315);
    let mut domains = [Interval::around(10.8, 0.05), Interval::around(1900.0, 0.5), Interval::POSITIVE];
    assert!(propagate(&[(&form, 0.0)], &mut domains));
    close(domains[2].low, 175.069124);
    close(domains[2].high, 176.790698);
}

#[test]
fn gdp_per_head_moves_by_gdp() {
    let form = quotient(0, 1, 2, 1e4);
    close(form.solve(0, &[f64::NAN, 1357.5, 306.8]).expect("a value"), 44247.0665);
    close(100.0 * (libm::pow(62500.0 / 44247.066492829, 0.2) - 1.0), 7.151710);
    let effects =
        of_factors(&[(1357.5, 1900.0, 1.0), (306.8, 304.0, -1.0), (1e4, 1e4, 1.0)]).expect("positive");
    close(effects[0].share.expect("a change"), 0.973454);
    close(effects[1].share.expect("a change"), 0.026546);
    close(effects.iter().map(|effect| effect.amount).sum(), 62500.0 - 44247.066492829);
}

#[test]
fn energy_and_carbon() {
    let gdp = 1900.0 / 1357.5;
    let energy = 0.88 * gdp;
    close(energy, 1.231676);
    close(100.0 * (libm::pow(energy, 0.2) - 1.0), 4.255575);
    close(0.97 * gdp, 1.357643);
    let fossil = energy * 76.9 / 84.4;
    close(76.9 / 84.4, 0.911137);
    close(fossil, 1.122226);
    close(100.0 * (fossil / gdp - 1.0), -19.819905);
    close(0.97 * gdp / fossil, 1.209777);
    close(energy * 23.1 / 15.6, 1.823828);
    close(100.0 * (libm::pow(energy * 23.1 / 15.6, 0.2) - 1.0), 12.770827);
    close(100.0 * (libm::pow(0.97, 5.0) - 1.0), -14.126597);
    close(libm::log(0.97 * gdp), 0.305750);
    close(100.0 * (0.97 * gdp - 1.0), 35.764273);
    let effects =
        of_factors(&[(1.0, gdp, 1.0), (1.0, 0.88, 1.0), (84.4, 76.9, 1.0), (1.0, 0.97 * gdp / fossil, 1.0)])
            .expect("positive");
    // The fuel mix is a share of 84.4 to begin with: amounts are of the product, in points of the base.
    for (effect, (share, points)) in effects.iter().zip([
        (1.099621, 39.327156),
        (-0.418098, -14.952965),
        (-0.304371, -10.885621),
        (0.622848, 22.275702),
    ]) {
        close(effect.share.expect("a change"), share);
        close(100.0 * effect.amount / 84.4, points);
    }
    let shares: f64 = effects.iter().filter_map(|effect| effect.share).sum();
    assert!((shares - 1.0).abs() < 1e-12);
}

#[test]
fn a_triple_is_adjusted() {
    let forms = [product(0, &[1, 2], 1.0)];
    let start = [190.0, 300.0, 0.625];
    assert!((forms[0].residual(&start) - 0.013245227).abs() < 1e-9);
    let even = reconcile(&forms, &start, &[EVEN; 3]).expect("fits");
    for (found, expected) in even.values.iter().zip([189.162985, 301.327451, 0.627765523]) {
        close(*found, expected);
    }
    let spreads = [0.02, 0.005, 0.01];
    let found = reconcile(&forms, &start, &spreads.map(Freedom::Spread)).expect("fits");
    for (found, expected) in found.values.iter().zip([188.092238, 300.189277, 0.6265788]) {
        close(*found, expected);
    }
    assert!(found.residual <= 1e-12);
}

#[test]
fn a_sum_is_adjusted() {
    let forms = [sum(0, &[1, 2, 3])];
    let start = [1900.0, 240.0, 850.0, 840.0];
    let found = reconcile(&forms, &start, &[EVEN; 4]).expect("fits");
    for (found, expected) in found.values.iter().zip([1921.400902, 239.664928, 845.819268, 835.916706]) {
        close(*found, expected);
    }
    close(found.objective, 1.754635e-4);
    let held = reconcile(&forms, &start, &[Freedom::Held, EVEN, EVEN, EVEN]).expect("fits");
    for (found, expected) in held.values.iter().zip([1900.0, 238.816200, 835.423556, 825.760245]) {
        close(*found, expected);
    }
}

/// Ten numbers with three contradictions.
fn ten() -> Network {
    let values = [
        ("gdp", 1900.0, 0.5),
        ("population", 300.0, 0.5),
        ("per_head", 60000.0, 0.5),
        ("urban", 190.0, 0.5),
        ("rate", 62.5, 0.05),
        ("employment", 180.0, 0.5),
        ("productivity", 10.8, 0.05),
        ("primary", 228.0, 0.5),
        ("secondary", 836.0, 0.5),
        ("tertiary", 836.0, 0.5),
    ];
    let mut network = Network::default();
    for (key, value, reach) in values {
        say(&mut network, key, 2020, value, reach);
    }
    for form in
        [quotient(2, 0, 1, 1e4), product(3, &[1, 4], 0.01), quotient(6, 0, 5, 1.0), sum(0, &[7, 8, 9])]
    {
        network.constraints.push(scenario::Constraint {
            form,
            slack: 0.0,
            words: Words::new("", ""),
            source: String::new(),
        });
    }
    network
}

#[test]
fn ten_numbers_with_three_contradictions() {
    let network = ten();
    let start: Vec<f64> = network.statements.iter().map(|one| one.value).collect();
    let residuals: Vec<f64> = network.forms().iter().map(|form| form.residual(&start)).collect();
    for (found, expected) in residuals.iter().zip([-0.054067, 0.013245, 0.022894]) {
        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
    }
    let knots = knots(&network, &Set::new());
    assert_eq!(knots.len(), 1);
    let knot = &knots[0];
    let best = &knot.repairs(&network)[0];
    close(best.size, 0.0769610);
    let changed: Vec<(usize, f64)> =
        best.changes.iter().map(|change| (change.statement, change.value)).collect();
    assert_eq!(changed.iter().map(|one| one.0).collect::<Vec<_>>(), [1, 2, 5]);
    for (change, expected) in changed.iter().zip([304.0, 62500.0, 175.925926]) {
        close(change.1, expected);
    }
    assert!(
        knot.conflicts.iter().any(|conflict| conflict.statements == [0, 1, 2] && conflict.constraints == [0])
    );
    let adjusted = knot.adjusted(&network).expect("fits");
    let expected =
        [1892.4233, 306.8810, 61666.3521, 190.8982, 62.2059, 177.5961, 10.6558, 227.7271, 832.3481, 832.3481];
    for (change, expected) in adjusted.changes.iter().zip(expected) {
        // To the last of four printed decimals.
        assert!((change.value - expected).abs() < 6e-5, "{} {expected}", change.value);
    }
    let objective: f64 = adjusted
        .changes
        .iter()
        .map(|change| {
            let moved = libm::log(change.value / network.statements[change.statement].value);
            moved * moved
        })
        .sum();
    close(objective, 1.726440e-3);
}

#[test]
fn what_is_held_stays() {
    let network = ten();
    let knots_held = knots(&network, &Set::from([0, 1]));
    let knot = &knots_held[0];
    close(knot.repairs(&network)[0].size, 0.090206);
    // The rate or the urban population, employment or productivity would do equally well.
    assert_eq!(knot.ties(&network), 4);
    let changed = |one: &&scenario::Repair| one.changes[1].statement == 4 && one.changes[2].statement == 5;
    let best = knot.repairs(&network).iter().find(changed).expect("a repair of rate and employment");
    let values: Vec<f64> = best.changes.iter().map(|change| change.value).collect();
    for (found, expected) in values.iter().zip([63333.333, 63.333333, 175.925926]) {
        close(*found, expected);
    }
    let stuck = knots(&network, &Set::from([0, 1, 2]));
    assert!(stuck[0].repairs(&network).is_empty());
    assert_eq!(
        stuck[0].conflicts.iter().find(|one| one.statements == [0, 1, 2]).map(|one| one.constraints.clone()),
        Some(vec![0])
    );
}

#[test]
fn equally_good_repairs_are_all_shown() {
    let mut network = ten();
    network.statements.retain(|one| matches!(one.variable, 1 | 3 | 4));
    network.constraints.retain(|one| matches!(&one.form, Form::Product { result: 3, .. }));
    let knots = knots(&network, &Set::new());
    let knot = &knots[0];
    assert_eq!((knot.repairs(&network).len(), knot.ties(&network)), (3, 3));
    let mut values: Vec<f64> = knot.repairs(&network).iter().map(|repair| repair.changes[0].value).collect();
    values.sort_by(f64::total_cmp);
    for (found, expected) in values.iter().zip([63.3333333, 187.5, 304.0]) {
        close(*found, expected);
    }
}

#[test]
fn one_draw_is_projected() {
    let forms = [quotient(2, 0, 1, 1.0)];
    let start = [1900.0, 304.0, 6.25 * libm::exp(0.03)];
    let spreads = [0.05, 0.02, 0.06];
    let found = reconcile(&forms, &start, &spreads.map(Freedom::Spread)).expect("fits");
    for (found, expected) in found.values.iter().zip([1922.050044, 303.439287, 6.334216]) {
        close(*found, expected);
    }
    let after = spreads_after(&forms, &found.values, &spreads);
    for (found, expected) in after.iter().zip([0.039223, 0.019375, 0.040077]) {
        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
    }
}
