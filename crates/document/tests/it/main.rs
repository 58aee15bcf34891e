//! Tests of the whole reader: the same plan in every format, bad input, properties, real plans.
#![allow(clippy::cast_possible_truncation, reason = "small figures that the test makes itself")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::format_push_string,
    clippy::format_collect
)]

mod bad_input;
mod fixture;
mod formats;
mod ofd;
mod pdf;
mod pdf_layout;
mod plans;
mod properties;
mod structure;
mod word;

use document::{Document, ReadOptions};

/// Reads a text that must be readable.
fn read(bytes: &[u8]) -> Document {
    document::read(bytes, &ReadOptions::default()).unwrap()
}

/// The outline without line numbers, which differ from format to format.
fn shape(document: &Document) -> String {
    document::outline(document)
        .lines()
        .map(|line| {
            let indent = line.len() - line.trim_start().len();
            let rest = line.trim_start();
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let pad = match (rest.trim_start().starts_with('|'), indent > 4) {
                (true, _) => "    ",
                (false, true) => "  ",
                (false, false) => "",
            };
            format!("{pad}{}\n", rest.trim_start())
        })
        .collect()
}
