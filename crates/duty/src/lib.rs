//! The rules of daily work with a plan: who may do what, how a figure travels from draft to public, how a
//! target is shared out over years and counties, and who is reminded when.
//!
//! - [`Role`], [`Right`], [`scope`]: the one table of permissions;
//! - [`Submission`]: draft, submitted, returned or approved, published, in two steps by level;
//! - [`share_out`] and [`yearly_path`]: proposals that add up exactly;
//! - [`Deadline`]: due, late, escalated, by the [`WorkingDays`] of the official calendar;
//! - [`yearly`]: the course of an aim of a year, quarter by quarter;
//! - [`voice`]: what citizens ask and propose, and why something is not shown.
//!
//! Everything here is a pure function; days are given, never read from a clock.

mod deadline;
mod role;
mod share;
mod submission;
pub mod voice;
mod working_days;
pub mod yearly;

pub use deadline::{Cadence, Deadline, Notice, Recipient};
pub use role::{Right, Role, Scope, scope};
pub use share::{Part, ShareError, ShareMethod, difference, share_out, yearly_path};
pub use submission::{Refusal, Stage, Step, Submission};
pub use working_days::WorkingDays;
