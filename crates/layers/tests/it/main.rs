//! Files of every format, made here, read, and damaged at random.
#![allow(clippy::unwrap_used, reason = "tests")]

mod made;
mod mutants;
mod read;
