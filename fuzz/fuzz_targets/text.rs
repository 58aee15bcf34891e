//! Any bytes as a text file.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    gangyao_fuzz::read(data, "a.txt");
});
