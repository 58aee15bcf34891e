//! Compiles a document many times and prints the best time: `cargo run --release -p compile --example speed -- DOC [TIMES]`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, missing_docs)]

use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let input = args.next().ok_or("usage: speed DOC [TIMES]")?;
    let times: usize = args.next().map_or(Ok(1), |times| times.parse())?;
    let once = std::fs::read_to_string(&input)?;
    let text = once.repeat(times);
    let started = Instant::now();
    let document = document::read(text.as_bytes(), &document::ReadOptions::default())?;
    println!("read {:?} for {} bytes", started.elapsed(), text.len());
    let mut best = f64::INFINITY;
    for _ in 0..(if times > 1 { 1 } else { 20 }) {
        let started = Instant::now();
        let (plan, _) = compile::compile(&document, &compile::CompileOptions::default());
        best = best.min(started.elapsed().as_secs_f64());
        if times > 1 {
            println!("{} targets, {} tasks", plan.targets.len(), plan.tasks.len());
        }
    }
    println!("compile {:.2} ms", best * 1e3);
    Ok(())
}
