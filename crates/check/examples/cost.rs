//! Prints what each stage and each rule costs: `cargo run --release -p check --example cost -- DOC [REPEATS]`.
//!
//! `REPEATS` copies of the text show what grows faster than the text. Every figure is the best of
//! several runs for a single copy, and of one run for more.
#![allow(clippy::disallowed_methods, clippy::print_stdout, missing_docs)]

use check::Settings;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    let mut args = std::env::args().skip(1);
    let input = args.next().ok_or("usage: cost DOC [REPEATS]")?;
    let repeats: usize = args.next().map_or(Ok(1), |repeats| repeats.parse())?;
    let mut bytes = std::fs::read(&input)?;
    if repeats > 1 {
        bytes = bytes.repeat(repeats);
    }
    let runs = if repeats > 1 { 1 } else { 20 };

    let document = document::read(&bytes, &document::ReadOptions::default())?;
    let read = started.elapsed();
    let (plan, _) = compile::compile(&document, &compile::CompileOptions::default());
    let compiled = started.elapsed();
    let everything = Settings::default();
    let found = check::check(&document, &plan, &everything).len();
    let checked = started.elapsed();
    println!("cold: read {read:?}, compile {:?}, check {:?}", compiled - read, checked - compiled);
    println!("{found} findings, {:.1} bytes of memory a byte", peak_bytes()? as f64 / bytes.len() as f64);

    let best = |work: &dyn Fn()| {
        let times = (0..runs).map(|_| {
            let started = Instant::now();
            work();
            started.elapsed().as_secs_f64() * 1e3
        });
        times.fold(f64::INFINITY, f64::min)
    };
    let options = document::ReadOptions::default();
    println!("read    {:9.2} ms", best(&|| drop(document::read(&bytes, &options))));
    let options = compile::CompileOptions::default();
    println!("compile {:9.2} ms", best(&|| drop(compile::compile(&document, &options))));
    println!("check   {:9.2} ms", best(&|| drop(check::check(&document, &plan, &everything))));

    // Silences are judged in every run and cost nothing worth a line.
    let nothing = Settings::new("silence-unused", "")?;
    let context = best(&|| drop(check::check(&document, &plan, &nothing)));
    println!("context {context:9.2} ms");
    let mut costs = Vec::new();
    for rule in check::rules() {
        let alone = Settings::new(rule.code, "")?;
        let found = check::check(&document, &plan, &alone).len();
        costs.push((best(&|| drop(check::check(&document, &plan, &alone))) - context, rule, found));
    }
    costs.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (cost, rule, found) in costs.iter().take(30) {
        println!("{} {cost:9.2} ms {found:6} {}", rule.code, rule.name);
    }
    Ok(())
}

/// The most memory this process has held, where the system tells.
fn peak_bytes() -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(peak.map_or(Ok(0), |peak| peak.trim_end_matches("kB").trim().parse::<u64>())? * 1024)
}
