//! Prints what each stage and each rule costs: `cargo run --release -p check --example cost -- DOC [REPEATS]`.
//!
//! `REPEATS` copies of the text show what grows faster than the text. Every figure is CPU time, the
//! mean of several runs for a single copy, and of one run for more.
#![allow(clippy::disallowed_methods, clippy::print_stdout, missing_docs)]

use check::Settings;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = Clock::start();
    let mut args = std::env::args().skip(1);
    let input = args.next().ok_or("usage: cost DOC [REPEATS]")?;
    let repeats: usize = args.next().map_or(Ok(1), |repeats| repeats.parse())?;
    let mut bytes = std::fs::read(&input)?;
    if repeats > 1 {
        bytes = bytes.repeat(repeats);
    }
    let runs = if repeats > 1 { 1 } else { 20 };

    let document = document::read(&bytes, &document::ReadOptions::default())?;
    let (read, read_peak) = (clock.elapsed(), peak_bytes()?);
    let (plan, _) = compile::compile(&document, &compile::CompileOptions::default());
    let (compiled, compiled_peak) = (clock.elapsed(), peak_bytes()?);
    let everything = Settings::default();
    let found = check::check(&document, &plan, &everything).len();
    let checked = clock.elapsed();
    println!(
        "cold: read {read:.1} ms, compile {:.1} ms, check {:.1} ms",
        compiled - read,
        checked - compiled
    );
    let [read, compiled, checked] =
        [read_peak, compiled_peak, peak_bytes()?].map(|peak| peak as f64 / bytes.len() as f64);
    println!(
        "{found} findings; bytes of memory a byte: read {read:.1}, compile {compiled:.1}, check {checked:.1}"
    );

    let mean = |work: &dyn Fn()| {
        let clock = Clock::start();
        (0..runs).for_each(|_| work());
        clock.elapsed() / f64::from(runs)
    };
    let options = document::ReadOptions::default();
    println!("read    {:9.2} ms", mean(&|| drop(document::read(&bytes, &options))));
    let options = compile::CompileOptions::default();
    println!("compile {:9.2} ms", mean(&|| drop(compile::compile(&document, &options))));
    println!("check   {:9.2} ms", mean(&|| drop(check::check(&document, &plan, &everything))));

    // Silences are judged in every run and cost nothing worth a line.
    let nothing = Settings::new("silence-unused", "")?;
    let context = mean(&|| drop(check::check(&document, &plan, &nothing)));
    println!("context {context:9.2} ms");
    let mut costs = Vec::new();
    for rule in check::rules() {
        let alone = Settings::new(rule.code, "")?;
        let found = check::check(&document, &plan, &alone).len();
        costs.push((mean(&|| drop(check::check(&document, &plan, &alone))) - context, rule, found));
    }
    costs.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (cost, rule, found) in costs.iter().take(40) {
        println!("{} {cost:9.2} ms {found:6} {}", rule.code, rule.name);
    }
    Ok(())
}

/// CPU time of this thread where the system tells, else time on the wall.
struct Clock(Instant, Option<u64>);

impl Clock {
    fn start() -> Self {
        Self(Instant::now(), Self::cpu())
    }

    /// Milliseconds.
    fn elapsed(&self) -> f64 {
        let cpu = self.1.and_then(|start| Some(Self::cpu()?.saturating_sub(start) as f64 / 1e6));
        cpu.unwrap_or_else(|| self.0.elapsed().as_secs_f64() * 1e3)
    }

    /// Nanoseconds.
    fn cpu() -> Option<u64> {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split(' ').next()?.parse().ok()
    }
}

/// The most memory this process has held, where the system tells.
fn peak_bytes() -> Result<u64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(peak.map_or(Ok(0), |peak| peak.trim_end_matches("kB").trim().parse::<u64>())? * 1024)
}
