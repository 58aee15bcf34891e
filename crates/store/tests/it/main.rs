//! Behaviour of the store, the same on SQLite and PostgreSQL.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, missing_docs)]
#![allow(clippy::cast_possible_truncation, reason = "small figures that the test makes itself")]

mod aims;
mod appraisals;
mod audit;
mod behaviour;
mod crash;
mod databases;
mod desk;
mod drafting;
mod estimates;
mod follows;
mod jobs;
mod look_alike;
mod matters;
mod old;
mod outage;
mod people;
mod projects;
mod pushes;
mod restored;
mod sample;
mod sealed;
mod space;
mod told;
mod upgrade;
mod voices;
mod writers;
