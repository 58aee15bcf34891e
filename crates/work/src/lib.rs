//! What people do with stored plans, without HTTP: reading and judging them, who answers for what, handing figures in,
//! review, and who is told.
//!
//! [`Service`] is what every use shares: the store, the clock of the work with the plan, and what is kept in memory while
//! the store's generation stays the same. A [`Viewer`] is who looks, a [`Question`] what of a plan is looked at; [`view`]
//! answers with a plan or a judgement. Judging is a pure function, so that keeping its results is safe.
//!
//! The rules of daily work stand in `duty`, the rows in `store`; the modules here ask both. Who shows the outcome, and in
//! which words, is not known here: failures are [`Fault`]s.
#![allow(clippy::disallowed_methods)] // uses look at the clock and at the store

pub mod account;
mod adjust;
pub mod aims;
pub mod alignment;
pub mod appraisal;
pub mod asked;
pub mod asker;
pub mod assign;
pub mod attachment;
pub mod body_plans;
pub mod breakdown;
pub mod cache;
pub mod calendar;
pub mod call;
pub mod caution;
pub mod charge;
pub mod choices;
pub mod clock;
pub mod compare;
pub mod conflicts;
pub mod consult;
pub mod correct;
pub mod demo;
pub mod difference;
mod door;
mod drawings;
pub mod due;
pub mod estimate;
pub mod evaluation;
mod fault;
pub mod find;
pub mod findings;
pub mod follow;
pub mod hand_in;
pub mod hand_in_all;
pub mod heed;
pub mod history;
pub mod hook;
pub mod import;
pub mod item;
pub mod kept;
pub mod letter;
pub mod load;
pub mod making;
pub mod matters;
pub mod model;
pub mod news;
pub mod notice;
pub mod number;
pub mod offices;
pub mod open_duty;
pub mod pending;
pub mod press;
mod printed;
pub mod propose;
pub mod push;
mod question;
pub mod reader;
pub mod reading;
pub mod recipients;
pub mod regions;
pub mod register;
pub mod reply;
pub mod report;
pub mod reporting;
pub mod retire;
pub mod review;
pub mod revision;
pub mod rounds;
pub mod rules;
mod runs;
pub mod secret;
mod service;
pub mod spatial;
pub mod split;
pub mod stand_in;
pub mod standing;
pub mod steps;
pub mod subject;
pub mod submitted;
pub mod themes;
pub mod ticket;
mod titles;
pub mod verification;
mod verifier;
pub mod view;
mod viewer;
pub mod voices;
pub mod waiting;
pub mod wanted;
pub mod what_if;
pub mod wording;

pub use fault::{Fault, Kind};
pub use question::{Past, Question};
pub use service::{Options, PROGRAM, Service};
pub use viewer::{Person, Viewer};
