//! The checker from the outside: plan text in, findings out.
#![allow(clippy::disallowed_methods)] // Tests read and, when asked, rewrite files of the repository.

mod examples;
mod literate;
mod reading;
mod reference;
mod silencing;
