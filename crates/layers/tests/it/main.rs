//! Files of every format, made here, read, and damaged at random.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "tests read the material they compare with"
)]

mod made;
mod mutants;
mod read;
mod sample;
