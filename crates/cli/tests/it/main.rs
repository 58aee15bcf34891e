//! Integration tests of the command line and of the house rules.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, missing_docs)] // tests may read files and start programs

mod circles;
mod house;
mod kill;
#[allow(dead_code)] // the tests of the store need more of it
#[path = "../../../store/tests/it/postgres.rs"]
mod postgres;
