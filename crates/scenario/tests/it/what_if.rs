//! Worked examples of levers, goal seek and joint probabilities, each computed independently.

use scenario::{
    Ask, Cause, Correlation, Form, Handle, Joint, Levers, LogNormal, Marginal, Moved, Shape, Whole,
    amount_needed, chained, change_needed, experience, growth_needed, mean_needed, of_levers, path, sample,
    seek, what_if,
};
use std::collections::BTreeSet;

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs().max(0.6), "{found} instead of {expected}");
}

const GDP: usize = 0;
const PRIMARY: usize = 1;
const SECONDARY: usize = 2;
const TERTIARY: usize = 3;
const SHARE: usize = 6;
const PEOPLE: usize = 7;
const PER_HEAD: usize = 8;
const EMPLOYED: usize = 9;
const PRODUCTIVITY: usize = 10;
const ENERGY: usize = 11;
const INTENSITY: usize = 12;
const RATE: usize = 13;
const URBAN: usize = 14;

/// Jinzhou 2020 as planned: sectors, shares, people, work, energy (an index with 2015 as 1357.5 of GDP), towns.
fn plan() -> (Vec<Form>, Vec<f64>) {
    let product = |result, a, b| Form::Product { result, parts: vec![(a, 1.0), (b, 1.0)], factor: 0.01 };
    let quotient = |result, a, b, factor| Form::Product { result, parts: vec![(a, 1.0), (b, -1.0)], factor };
    let forms = vec![
        quotient(PER_HEAD, GDP, PEOPLE, 1e4),
        quotient(PRODUCTIVITY, GDP, EMPLOYED, 1.0),
        product(URBAN, PEOPLE, RATE),
        Form::Sum { whole: Whole::Variable(GDP), parts: vec![PRIMARY, SECONDARY, TERTIARY] },
        product(PRIMARY, GDP, 4),
        product(SECONDARY, GDP, 5),
        product(TERTIARY, GDP, SHARE),
        quotient(INTENSITY, ENERGY, GDP, 1.0),
    ];
    let employed = 1900.0 / 10.8;
    let energy = 0.88 * 1900.0;
    let base = vec![
        1900.0, 228.0, 836.0, 836.0, 12.0, 44.0, 44.0, 304.0, 62500.0, employed, 10.8, energy, 0.88, 62.5,
        190.0,
    ];
    (forms, base)
}

#[test]
fn a_slower_secondary_sector() {
    let (forms, base) = plan();
    let secondary = 1357.5 * 0.434 * libm::pow(1.04, 5.0);
    close(secondary, 716.797141);
    let levers = Levers { set: [(SECONDARY, secondary)].into(), ..Levers::default() };
    let found = what_if(&forms, &base, &levers).expect("no question");
    close(found.values[GDP], 1780.797141);
    close(growth_needed(1357.5, found.values[GDP], 5).expect("positive"), 5.578363);
    close(found.values[SHARE], 46.945269);
    close(found.values[PER_HEAD], 58578.853);
    close(found.values[PRODUCTIVITY], 10.122426);
    // Intensity against 2015, where the index is 1: twelve per cent less were planned.
    close(100.0 * (found.values[INTENSITY] - 1.0), -6.109463);
    assert!(found.broken.is_empty());
    for held in [PRIMARY, TERTIARY, PEOPLE, EMPLOYED, ENERGY] {
        assert!(found.held.contains(&held), "{held}");
    }
    // The services' share rises although nothing but industry moved.
    let share = found.moves.iter().find(|one| one.variable == SHARE).expect("moved");
    let why = found.why(&forms, &base, share);
    let gdp = why.iter().find(|(variable, _)| *variable == GDP).expect("by GDP").1;
    close(gdp.share.expect("a change"), 1.0);
    close(gdp.amount, 46.945269 - 44.0);
}

#[test]
fn fewer_people() {
    let (forms, base) = plan();
    let people = 306.8 * libm::pow(0.99, 5.0);
    close(people, 291.763747);
    let levers = Levers { set: [(PEOPLE, people)].into(), ..Levers::default() };
    let found = what_if(&forms, &base, &levers).expect("no question");
    close(found.values[PER_HEAD], 65121.182);
    close(found.values[URBAN], 182.352342);
    assert_eq!(found.values[GDP], 1900.0);
    assert_eq!(found.held, BTreeSet::from([GDP, RATE]));
}

#[test]
fn no_lever_is_the_base_byte_for_byte() {
    let (forms, mut base) = plan();
    // Printed numbers that miss their identity by rounding stay as they are.
    base[PER_HEAD] = 62499.0;
    let found = what_if(&forms, &base, &Levers::default()).expect("no question");
    assert_eq!(found.values, base);
    let reset = Levers { set: [(PEOPLE, base[PEOPLE])].into(), ..Levers::default() };
    let found = what_if(&forms, &base, &reset).expect("no question");
    assert_eq!(
        found.values.iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
        base.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
    );
    // The miss is carried along.
    let levers = Levers { set: [(PEOPLE, 300.0)].into(), ..Levers::default() };
    let found = what_if(&forms, &base, &levers).expect("no question");
    close(found.values[PER_HEAD], 62499.0 * 304.0 / 300.0);
}

#[test]
fn two_ways_to_close_are_a_question() {
    let (forms, base) = plan();
    let mut levers = Levers { set: [(URBAN, 200.0)].into(), ..Levers::default() };
    assert_eq!(what_if(&forms, &base, &levers), Err(Ask { identity: 2, candidates: vec![PEOPLE, RATE] }));
    levers.gives_way.insert(2, RATE);
    let found = what_if(&forms, &base, &levers).expect("no question");
    close(found.values[RATE], 100.0 * 200.0 / 304.0);
    levers.held.insert(RATE);
    levers.held.insert(PEOPLE);
    levers.gives_way.clear();
    let found = what_if(&forms, &base, &levers).expect("no question");
    assert_eq!(found.broken, [2]);
}

#[test]
fn effects_of_levers_add_up() {
    let (forms, base) = plan();
    let set = [(SECONDARY, 700.0), (PEOPLE, 290.0), (TERTIARY, 900.0)];
    let result = |mask: u32| {
        let chosen = set.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0).map(|(_, one)| *one);
        let levers = Levers { set: chosen.collect(), ..Levers::default() };
        what_if(&forms, &base, &levers).ok().map(|found| found.values[PER_HEAD])
    };
    let effects = of_levers(3, result).expect("all known");
    let all = what_if(&forms, &base, &Levers { set: set.into(), ..Levers::default() }).expect("no question");
    let sum: f64 = effects.iter().map(|effect| effect.amount).sum();
    assert!((sum - (all.values[PER_HEAD] - 62500.0)).abs() < 1e-7);
    let shares: f64 = effects.iter().filter_map(|effect| effect.share).sum();
    assert!((shares - 1.0).abs() < 1e-12);
}

#[test]
fn probabilities_move_with_the_median() {
    let before = LogNormal { median: 60000.0, spread: 0.06 };
    close(before.prob_ge(62500.0), 0.248136);
    let after = Moved { before, factor: 1.0 / 0.99 };
    close(after.quantile_at(0.0), 60606.0606);
    close(after.prob_ge(62500.0), 0.304024);
    close(after.prob_ge(62500.0) + after.prob_le(62500.0), 1.0);
}

#[test]
fn what_1900_would_take() {
    let level = 1357.5 * (1.0 + chained(&[-6.55, 5.0, 6.15]) / 100.0);
    close(level, 1413.931733);
    close(growth_needed(level, 1900.0, 2).expect("positive"), 15.921123);
    close(growth_needed(level * 1.0249, 1900.0, 1).expect("positive"), 31.112369);
    close(chained(&[-2.0, -1.5, -2.5]), -5.883250);
    close(change_needed(-12.0, &[-2.0, -1.5, -2.5], 2).expect("years left"), -3.304141);
    assert_eq!(amount_needed(3878.0, 2400.0, 2), Some(739.0));
    assert_eq!(amount_needed(3878.0, 2400.0, 0), None);
    close(mean_needed(7.0, 5, &[-6.55, 5.0, 6.15]).expect("years left"), 15.2);
}

#[test]
fn paths_and_experience() {
    let even = path(1413.931733, 1900.0, 2, true, Shape::Even).expect("positive");
    close(even[0], 1413.931733 * 1.15921123);
    assert_eq!(even[1], 1900.0);
    let front = path(10.0, 16.0, 3, false, Shape::FrontLoaded).expect("a path");
    assert_eq!(front, [13.0, 15.0, 16.0]);
    assert_eq!(path(-1.0, 2.0, 2, true, Shape::Even), None);
    let past = [100.0, 110.0, 112.0, 130.0, 131.0];
    let found = experience(15.0, &past, 2, true, false).expect("spans");
    assert!(found.beyond && found.spans == 3 && found.below == 1.0);
    let found = experience(8.0, &past, 2, true, false).expect("spans");
    assert!(!found.beyond && (found.below - 1.0 / 3.0).abs() < 1e-12);
    assert_eq!(experience(8.0, &past, 5, true, false), None);
}

#[test]
fn the_network_is_sought_through() {
    let (forms, base) = plan();
    // GDP per head of 65000 by the three sectors, services twice as uncertain.
    let handles = [
        Handle { variable: SECONDARY, width: 0.05 },
        Handle { variable: TERTIARY, width: 0.10 },
        Handle { variable: PEOPLE, width: 0.01 },
    ];
    let found = seek(&forms, &base, &handles, &Levers::default(), PER_HEAD, 65000.0).expect("it answers");
    let check =
        what_if(&forms, &base, &Levers { set: found.set.clone(), ..Levers::default() }).expect("no question");
    assert!((check.values[PER_HEAD] / 65000.0 - 1.0).abs() < 1e-12);
    // The condition of an optimum: moves in widths are in proportion to slope times width.
    let slopes = check.elasticities(&forms, PER_HEAD);
    let ratio = |handle: &Handle| found.widths[&handle.variable] / (slopes[&handle.variable] * handle.width);
    assert!((ratio(&handles[0]) / ratio(&handles[1]) - 1.0).abs() < 1e-6);
    assert!((ratio(&handles[0]) / ratio(&handles[2]) - 1.0).abs() < 1e-6);
    assert!(!found.out_of_reach);
    let far = seek(&forms, &base, &handles, &Levers::default(), PER_HEAD, 95000.0).expect("it answers");
    assert!(far.out_of_reach);
    let deaf = seek(&forms, &base, &handles[2..], &Levers::default(), INTENSITY, 0.8);
    assert_eq!(deaf, Err(scenario::SeekError::NoAnswer));
}

/// The share of draws in which every one of some indicators passes its goal.
fn joint(singles: &[f64], rho: f64, draws: usize) -> Joint {
    let matrix: Vec<Vec<f64>> = (0..singles.len())
        .map(|i| (0..singles.len()).map(|j| if i == j { 1.0 } else { rho }).collect())
        .collect();
    let correlation = Correlation::of_scores(&matrix).expect("a correlation matrix");
    let one = LogNormal { median: 1.0, spread: 0.1 };
    let goals: Vec<f64> = singles.iter().map(|p| one.quantile_at(series::normal::score(1.0 - p))).collect();
    let marginals: Vec<Vec<&dyn Marginal>> = singles.iter().map(|_| vec![&one as &dyn Marginal]).collect();
    let mut met = 0;
    sample(&marginals, &correlation, 5, draws, 20_160_101, |values| {
        met += usize::from(values.iter().zip(&goals).all(|(row, goal)| row[0] >= *goal));
    });
    Joint::of(met, draws, singles)
}

#[test]
fn joint_probabilities_agree_with_the_exact_ones() {
    for (rho, expected) in [(-0.3, 0.532736), (0.0, 0.56), (0.3, 0.591321), (0.5, 0.615247), (0.8, 0.660030)]
    {
        let found = joint(&[0.8, 0.7], rho, 40_000);
        assert!((found.probability - expected).abs() <= 4.0 * found.standard_error, "{rho}: {found:?}");
        close(found.least, 0.5);
        close(found.most, 0.7);
        close(found.independent, 0.56);
    }
    for (rho, expected) in
        [(0.0, 0.348678), (0.1, 0.405031), (0.3, 0.504784), (0.6, 0.642139), (0.9, 0.794621)]
    {
        let found = joint(&[0.9; 10], rho, 20_000);
        assert!((found.probability - expected).abs() <= 4.0 * found.standard_error, "{rho}: {found:?}");
        assert!(found.least.abs() < 1e-9 && (found.most - 0.9).abs() < 1e-12);
    }
}

#[test]
fn draws_are_the_same_and_walk() {
    let one = LogNormal { median: 100.0, spread: 0.1 };
    let other = LogNormal { median: 50.0, spread: 0.2 };
    let marginals: Vec<Vec<&dyn Marginal>> = vec![vec![&one; 3], vec![&other; 3]];
    let correlation = Correlation::of_scores(&[vec![1.0, 0.6], vec![0.6, 1.0]]).expect("a matrix");
    let run = |draws: usize| {
        let mut seen: Vec<Vec<Vec<f64>>> = Vec::new();
        sample(&marginals, &correlation, 1, draws, 7, |values| seen.push(values.to_vec()));
        seen
    };
    let (long, short) = (run(8000), run(100));
    assert_eq!(long[..100], short[..], "fewer draws are the first of more");
    // Pinned, so that another machine or another build is told when it draws something else.
    let hash =
        long.iter().flatten().flatten().fold(0_u64, |hash, value| hash.rotate_left(5) ^ value.to_bits());
    assert_eq!(hash, PINNED, "{hash:#x}");
    let ranks = |a: (usize, usize), b: (usize, usize)| {
        let pairs: Vec<(f64, f64)> = long.iter().map(|draw| (draw[a.0][a.1], draw[b.0][b.1])).collect();
        scenario::spearman(&pairs).expect("a correlation")
    };
    let of_scores = |rho: f64| 6.0 / core::f64::consts::PI * libm::asin(rho / 2.0);
    assert!((ranks((0, 1), (1, 1)) - of_scores(0.6)).abs() < 0.03);
    assert!((ranks((0, 0), (0, 1)) - of_scores(libm::sqrt(0.5))).abs() < 0.03);
    // Marginals are what they are without the others.
    for (at, level) in [(0.05, -1.6448536), (0.5, 0.0), (0.95, 1.6448536)] {
        let mut values: Vec<f64> = long.iter().map(|draw| draw[1][2]).collect();
        values.sort_by(f64::total_cmp);
        let found = values[(at * values.len() as f64) as usize];
        let density = libm::exp(-0.5 * level * level) / libm::sqrt(2.0 * core::f64::consts::PI);
        let error = libm::sqrt(at * (1.0 - at) / values.len() as f64) / density * 0.2;
        assert!(libm::log(found / other.quantile_at(level)).abs() < 4.0 * error, "{at}");
    }
}

const PINNED: u64 = 0x6a64_1943_2820_fab0;

#[test]
fn a_lever_is_told_as_the_cause() {
    let (forms, base) = plan();
    let found = what_if(&forms, &base, &Levers { set: [(PEOPLE, 300.0)].into(), ..Levers::default() })
        .expect("no question");
    assert_eq!(found.moves[0].cause, Cause::Lever);
    assert!(found.moves[1..].iter().all(|one| matches!(one.cause, Cause::Identity(_))));
}
