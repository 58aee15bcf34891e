//! Times the draws: 10,000 paths of 100 indicators over 5 years, each year made to fit 50 identities.
//!
//! `cargo run --release -p scenario --example draws`. Prints the seconds, the mean of all values, and a hash of all their bits: it is the same
//! in every run and with any number of threads.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]
#![allow(clippy::cast_possible_truncation, reason = "the place in a table of 25")]

use scenario::{Correlation, Form, Freedom, Marginal, Projection, sample};
use std::time::Instant;

const SIZE: usize = 100;
const YEARS: usize = 5;
const DRAWS: usize = 10_000;

/// A distribution by its quantiles at 25 normal scores, straight between them.
struct Table {
    values: [f64; 25],
}

const STEP: f64 = 7.0 / 24.0;

impl Marginal for Table {
    fn quantile_at(&self, score: f64) -> f64 {
        let place = ((score + 3.5) / STEP).clamp(0.0, 24.0);
        let at = (place as usize).min(23);
        let share = place - at as f64;
        self.values[at] + share * (self.values[at + 1] - self.values[at])
    }

    fn prob_ge(&self, _: f64) -> f64 {
        f64::NAN
    }

    fn prob_le(&self, _: f64) -> f64 {
        f64::NAN
    }
}

fn main() {
    let start = Instant::now();
    let base = |at: usize| 100.0 + at as f64;
    let tables: Vec<Table> = (0..SIZE)
        .map(|at| Table {
            values: std::array::from_fn(|k| base(at) * libm::exp(0.05 * (k as f64 * STEP - 3.5))),
        })
        .collect();
    let marginals: Vec<Vec<&dyn Marginal>> =
        tables.iter().map(|one| vec![one as &dyn Marginal; YEARS]).collect();
    let matrix: Vec<Vec<f64>> =
        (0..SIZE).map(|i| (0..SIZE).map(|j| if i == j { 1.0 } else { 0.5 }).collect()).collect();
    let correlation = Correlation::of_scores(&matrix).expect("a correlation matrix");
    let forms: Vec<Form> = (0..SIZE / 2)
        .map(|at| Form::Product {
            result: 2 * at,
            parts: vec![(2 * at + 1, 1.0)],
            factor: base(2 * at) / base(2 * at + 1),
        })
        .collect();
    let projection = Projection::new(&forms, &vec![Freedom::Spread(0.05); SIZE]);
    let (mut sum, mut hash, mut worst) = (0.0, 0_u64, 0.0_f64);
    let mut values = vec![0.0; SIZE];
    sample(&marginals, &correlation, 1, DRAWS, 20_160_101, |rows| {
        for year in 0..YEARS {
            for (slot, row) in values.iter_mut().zip(rows) {
                *slot = row[year];
            }
            assert!(projection.project(&mut values));
            worst = worst.max((values[0] / values[1] / forms_factor(&forms[0]) - 1.0).abs());
            for value in &values {
                sum += value;
                hash = hash.rotate_left(5) ^ value.to_bits();
            }
        }
    });
    let mean = sum / (DRAWS * SIZE * YEARS) as f64;
    println!("{:.3} {mean:.4} {hash:016x} {worst:.1e}", start.elapsed().as_secs_f64());
}

fn forms_factor(form: &Form) -> f64 {
    match form {
        Form::Product { factor, .. } => *factor,
        _ => f64::NAN,
    }
}
