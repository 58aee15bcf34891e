//! Integration tests of the command line and of the house rules.

#![allow(clippy::disallowed_methods, missing_docs)] // tests may read files and start programs

mod house;
