//! Prints the structure of a document: `cargo run -p document --example outline FILE`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: outline FILE");
        std::process::exit(2);
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{path}: {error}");
            std::process::exit(2);
        }
    };
    match document::read(&bytes, &document::ReadOptions { name: Some(path) }) {
        Ok(document) => print!("{}", document::outline(&document)),
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    }
}
