//! Behaviour of the store, the same on SQLite and PostgreSQL.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

mod audit;
mod behaviour;
mod crash;
mod databases;
mod people;
mod postgres;
mod sample;
mod writers;
