//! Times the draws: 10,000 paths of 100 indicators over 5 years, each year made to fit 50 identities.
//!
//! `cargo run --release -p scenario --example draws -- [THREADS]`. Prints the seconds, the mean of all values, a hash of all their bits, and the
//! largest miss of an identity. The hash is the same in every run, with any number of threads, optimised or not.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]
#![allow(clippy::cast_possible_truncation, reason = "the place in a table of 25")]

use scenario::{BLOCK, Correlation, Form, Freedom, Marginal, Projection, sample_block};
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

/// What is drawn from, and made to fit.
struct Bench<'t> {
    marginals: Vec<Vec<&'t dyn Marginal>>,
    correlation: Correlation,
    forms: Vec<Form>,
    projection: Projection,
}

/// What one block of draws came to.
#[derive(Clone, Copy)]
struct Told {
    sum: f64,
    hash: u64,
    worst: f64,
}

impl Bench<'_> {
    fn block(&self, block: usize) -> Told {
        let mut told = Told { sum: 0.0, hash: 0, worst: 0.0 };
        let mut values = vec![0.0; SIZE];
        let draws = BLOCK.min(DRAWS - block * BLOCK);
        sample_block(&self.marginals, &self.correlation, 1, draws, (20_160_101, block), |rows| {
            for year in 0..YEARS {
                for (slot, row) in values.iter_mut().zip(rows) {
                    *slot = row[year];
                }
                assert!(self.projection.project(&mut values));
                told.worst = told.worst.max((values[0] / values[1] / factor(&self.forms[0]) - 1.0).abs());
                for value in &values {
                    told.sum += value;
                    told.hash = told.hash.rotate_left(5) ^ value.to_bits();
                }
            }
        });
        told
    }
}

fn main() {
    let threads: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1);
    let start = Instant::now();
    let base = |at: usize| 100.0 + at as f64;
    let tables: Vec<Table> = (0..SIZE)
        .map(|at| Table {
            values: std::array::from_fn(|k| base(at) * libm::exp(0.05 * (k as f64 * STEP - 3.5))),
        })
        .collect();
    let matrix: Vec<Vec<f64>> =
        (0..SIZE).map(|i| (0..SIZE).map(|j| if i == j { 1.0 } else { 0.5 }).collect()).collect();
    let forms: Vec<Form> = (0..SIZE / 2)
        .map(|at| Form::Product {
            result: 2 * at,
            parts: vec![(2 * at + 1, 1.0)],
            factor: base(2 * at) / base(2 * at + 1),
        })
        .collect();
    let bench = Bench {
        marginals: tables.iter().map(|one| vec![one as &dyn Marginal; YEARS]).collect(),
        correlation: Correlation::of_scores(&matrix).expect("a correlation matrix"),
        projection: Projection::new(&forms, &vec![Freedom::Spread(0.05); SIZE]),
        forms,
    };
    let blocks = DRAWS.div_ceil(BLOCK);
    let of_thread = |thread: usize| {
        let own = (0..blocks).filter(move |block| block % threads == thread);
        own.map(|block| (block, bench.block(block))).collect::<Vec<_>>()
    };
    let mut all: Vec<(usize, Told)> = if threads > 1 {
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|thread| scope.spawn(move || of_thread(thread))).collect();
            running.into_iter().flat_map(|thread| thread.join().expect("it draws")).collect()
        })
    } else {
        of_thread(0)
    };
    // Put together by the number of the block, whichever thread was first.
    all.sort_by_key(|(block, _)| *block);
    let sum: f64 = all.iter().map(|(_, told)| told.sum).sum();
    let hash = all.iter().fold(0_u64, |hash, (_, told)| hash.rotate_left(5) ^ told.hash);
    let worst = all.iter().fold(0.0_f64, |worst, (_, told)| worst.max(told.worst));
    let mean = sum / (DRAWS * SIZE * YEARS) as f64;
    println!("{:.3} {mean:.4} {hash:016x} {worst:.1e}", start.elapsed().as_secs_f64());
}

fn factor(form: &Form) -> f64 {
    match form {
        Form::Product { factor, .. } => *factor,
        _ => f64::NAN,
    }
}
