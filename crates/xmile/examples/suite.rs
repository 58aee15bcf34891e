//! Reads and runs models, and prints how many ran, how many were refused, and the seconds.
//!
//! `cargo run --release -p xmile --example suite -- MODEL.xmile ...`
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

use std::time::Instant;

fn main() {
    let (mut ran, mut refused) = (0, 0);
    let start = Instant::now();
    for path in std::env::args().skip(1) {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{path}: {error}");
                continue;
            }
        };
        match xmile::Model::read(&bytes).and_then(|model| model.run()) {
            Ok(_) => ran += 1,
            Err(error) => {
                refused += 1;
                eprintln!("{path}: {}", error.message().en);
            }
        }
    }
    println!("{ran} {refused} {:.3}", start.elapsed().as_secs_f64());
}
