//! Tests of compiling whole documents, on sentences and pages made for the purpose.
#![allow(clippy::disallowed_methods, missing_docs)]

mod clauses;
mod compiled;
mod deliverables;
mod fields;
mod formats;
mod kinds;
mod outline;
mod people;
mod properties;
mod scores;
mod second;
mod statements;
mod tables;
