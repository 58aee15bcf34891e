//! Any text inside a page.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let page = [b"<html><body>".as_slice(), data].concat();
    gangyao_fuzz::read(&page, "a.html");
});
