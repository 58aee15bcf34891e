//! Any bytes behind the head of a PDF.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let file = [b"%PDF-1.7\n".as_slice(), data].concat();
    gangyao_fuzz::read(&file, "a.pdf");
});
