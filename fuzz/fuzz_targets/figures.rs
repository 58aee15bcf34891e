//! Any bytes as a file of figures: a workbook, a delimited text, a data set.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    gangyao_fuzz::figures(bytes);
});
