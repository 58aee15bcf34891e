//! Prints what the grammar finds in each line of standard input, for work on it.
//!
//! `echo 到2030年达到85% | cargo run -p phrase --example scan`
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::io::BufRead;

fn main() -> std::io::Result<()> {
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        println!("# {line}");
        for mention in phrase::scan(&line) {
            let text = line.get(mention.span.clone()).unwrap_or_default();
            println!("  {:10} {text}  {mention:?}", mention.kind.name());
        }
    }
    Ok(())
}
