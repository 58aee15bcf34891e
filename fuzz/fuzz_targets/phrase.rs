//! Any text as a phrase: mentions come in order and lie on character borders.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut last = 0;
    for mention in phrase::scan(text) {
        assert!(text.get(mention.span.clone()).is_some());
        assert!(mention.span.start >= last);
        last = mention.span.start;
    }
    let _ = phrase::parse_cell(text);
    let _ = phrase::numbers(text);
});
