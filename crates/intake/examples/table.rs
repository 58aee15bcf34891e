//! Prints what a file of figures says, one figure a line: `cargo run -p intake --example table -- FILE`.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example reads and prints"
)]

use intake::{Settings, understand};

fn main() {
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("{path}: cannot be read");
            continue;
        };
        let name = path.rsplit('/').next().unwrap_or(&path);
        let read = understand(name, &bytes, None, &Settings::default());
        for figure in &read.figures {
            let covered = figure.covered.map(|covered| covered.to_string()).unwrap_or_default();
            let value = figure.value.map(|value| value.normalize().to_string()).unwrap_or_default();
            let words = figure.outcome.words().map(|words| words.zh.clone()).unwrap_or_default();
            let row = [
                &figure.indicator,
                &figure.region,
                &covered,
                figure.kind.word(),
                &figure.dimension(),
                &value,
                &figure.unit,
                &figure.status_word,
                &figure.cell.of_sheet(&figure.sheet),
                figure.outcome.name(),
                &words,
            ];
            println!("{}", row.join("\t"));
        }
        for problem in &read.problems {
            eprintln!("{problem} / {}", problem.words.zh);
        }
    }
}
