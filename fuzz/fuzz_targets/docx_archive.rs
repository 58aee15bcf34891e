//! Any bytes as an archive.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let archive = [b"PK\x03\x04".as_slice(), data].concat();
    gangyao_fuzz::read(&archive, "a.docx");
    gangyao_fuzz::read(data, "a.docx");
});
