//! Which targets of a plan cannot all be true, what follows when something changes, and what a target would take.
//!
//! A plan is a list of numbers that identities tie together. [`Network`] puts indicators, years and identities into one
//! object; [`knots`] finds the numbers that cannot all be true, with the smallest repairs; [`reconcile`] moves numbers as little as
//! possible so that identities hold; [`of_factors`], [`of_terms`] and [`of_levers`] say why a number moved, exactly.
//!
//! Everything here is a pure function: the same input gives the same bytes on every machine.
#![cfg_attr(test, allow(clippy::float_cmp, reason = "tests compare with the exact figure"))]

mod analysis;
mod build;
mod conflict;
mod copula;
mod explain;
mod form;
mod interval;
pub mod learn;
mod level;
mod linear;
mod marginal;
mod model;
mod need;
mod network;
mod panel;
mod project;
mod promise;
mod quantity;
mod reconcile;
pub mod report;
mod run;
mod seek;
mod single;
mod state;
mod text;
mod together;
mod what_if;

pub use analysis::{Change, Conflict, Knot, Repair, Slack, knots};
pub use build::{Additions, Declared, key_named};
pub use conflict::{Conflicts, Set, conflicts};
pub use copula::{BLOCK, Correlation, Joint, sample, sample_block, spearman};
pub use explain::{Effect, MOST_LEVERS, of_factors, of_levers, of_terms};
pub use form::{Form, Whole};
pub use interval::{Interval, Loose, consistent, propagate};
pub use level::is_of_part;
pub use marginal::{LogNormal, Marginal, Moved};
pub use model::{Beside, Mapping, Pair, beside};
pub use need::{Basis, Need, Search, Way, needs, search};
pub use network::{Constraint, Derived, Network, Origin, Statement, Time, Variable};
pub use panel::{Panel, SHIPPED};
pub use project::Projection;
pub use promise::{Promise, Scale, promises};
pub use quantity::Rule;
pub use reconcile::{Freedom, HOLDS, Reconciled, reconcile, spreads_after};
pub use run::{Outcome, Run, run};
pub use seek::{
    Experience, Handle, SeekError, Shape, Sought, amount_needed, chained, change_needed, experience,
    growth_needed, mean_needed, path, seek,
};
pub use text::{Base, Closure, DeclaredEffect, Goal, Identity, Lever, Named, Scenario, Value};
pub use together::{Fit, Together};
pub use what_if::{Ask, Cause, Levers, Move, WhatIf, what_if};
