//! The outlook on two simulated registers: how far the expected month is off, and how often what is called likely happens.
#![allow(clippy::disallowed_methods, missing_docs)]
#![allow(clippy::print_stdout, reason = "the figures are what the tests are for")]

mod register;

use projects::{Course, Now, outlook};
use register::{Kind, register};

/// What became of predictions: probability given, whether it happened, error of the expected month and of the plan, in planned lengths.
struct Score {
    given: Vec<(f64, bool)>,
    errors: Vec<f64>,
    plan_errors: Vec<f64>,
    inside: (u32, u32),
}

/// Predicts the second half of a register from the first, each project at a moment of its life.
fn score(kind: Kind, seed: u64) -> Score {
    let all = register(kind, seed, 4_000);
    let (known, later) = all.split_at(2_000);
    let mut score = Score { given: Vec::new(), errors: Vec::new(), plan_errors: Vec::new(), inside: (0, 0) };
    for (number, course) in later.iter().enumerate() {
        let ended = course.ended.expect("the register tells how it went on");
        // A quarter, half and three quarters of its planned time; what is done by then is asked no more.
        let elapsed = course.planned * (1 + u32::try_from(number % 3).expect("small")) / 4;
        if elapsed == 0 || elapsed >= ended {
            continue;
        }
        let horizon = course.planned * [9, 11, 13, 16][number % 4] / 10;
        if horizon <= elapsed {
            continue;
        }
        let now =
            Now { planned: course.planned, elapsed, money: course.money[elapsed as usize - 1], horizon };
        let found = outlook(now, known);
        let Some(probability) = found.probability else { continue };
        score.given.push((probability, ended <= horizon));
        let own = f64::from(course.planned);
        if let Some(likely) = found.likely {
            score.errors.push((likely - f64::from(ended)).abs() / own);
            score.plan_errors.push((own - f64::from(ended)).abs() / own);
        }
        if let Some(high) = found.high {
            score.inside.0 += u32::from(found.low <= f64::from(ended) && f64::from(ended) <= high);
            score.inside.1 += 1;
        }
    }
    score
}

/// The mean distance between what was called likely and what happened, over ten classes of probability, weighted by their size.
fn miscalibration(given: &[(f64, bool)]) -> f64 {
    let mut classes = vec![(0.0, 0.0, 0.0); 10];
    for (probability, happened) in given {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a class from 0 to 9")]
        let class = &mut classes[((probability * 10.0) as usize).min(9)];
        *class = (class.0 + 1.0, class.1 + probability, class.2 + f64::from(u8::from(*happened)));
    }
    let total: f64 = classes.iter().map(|class| class.0).sum();
    classes.iter().map(|(_, said, happened)| (said - happened).abs()).sum::<f64>() / total
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).expect("few"))
}

fn holds(kind: Kind, bound: f64) {
    for seed in [1, 2, 3] {
        let score = score(kind, seed);
        let off = miscalibration(&score.given);
        let (error, plan) = (mean(&score.errors), mean(&score.plan_errors));
        let inside = f64::from(score.inside.0) / f64::from(score.inside.1);
        println!(
            "{kind:?} {seed}: {} predictions, calibrated within {off:.3}; expected month off by {error:.3} planned lengths, \
             the plan by {plan:.3}; {inside:.3} within the interval of .8",
            score.given.len()
        );
        assert!(score.given.len() > 1_000);
        assert!(off <= bound, "{kind:?} {seed}: {off}");
        assert!(error < plan, "{kind:?} {seed}: the plan is no worse");
        assert!((inside - 0.8).abs() <= bound, "{kind:?} {seed}: {inside}");
    }
}

#[test]
fn a_register_of_even_spending() {
    holds(Kind::Even, 0.05);
}

#[test]
fn a_register_of_curves_stops_and_heavy_tails() {
    holds(Kind::Rough, 0.10);
}

#[test]
fn a_register_that_is_still_running_is_read_without_bias() {
    // Cut the known half off at a month of the calendar: what is not done is counted as far as it was seen.
    let all = register(Kind::Rough, 7, 4_000);
    let (known, later) = all.split_at(2_000);
    let cut: Vec<Course> = known
        .iter()
        .enumerate()
        .map(|(number, course)| {
            let seen = 20 + u32::try_from(number % 60).expect("small");
            match course.ended {
                Some(ended) if ended <= seen => course.clone(),
                _ => Course {
                    ended: None,
                    seen,
                    money: course.money.iter().copied().take(seen as usize).collect(),
                    planned: course.planned,
                },
            }
        })
        .collect();
    let mut given = Vec::new();
    for course in later {
        let elapsed = course.planned / 2;
        let ended = course.ended.expect("an end");
        if elapsed == 0 || elapsed >= ended {
            continue;
        }
        let horizon = course.planned * 13 / 10;
        let now =
            Now { planned: course.planned, elapsed, money: course.money[elapsed as usize - 1], horizon };
        given.extend(outlook(now, &cut).probability.map(|probability| (probability, ended <= horizon)));
    }
    let off = miscalibration(&given);
    println!("with projects that are still running: {} predictions, calibrated within {off:.3}", given.len());
    assert!(off <= 0.10, "{off}");
}
