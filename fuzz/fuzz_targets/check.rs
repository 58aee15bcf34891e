//! Any text as a plan: it is compiled, checked, and held against itself.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    gangyao_fuzz::judge(text);
});
