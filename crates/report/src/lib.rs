//! Reports on a plan: yearly monitoring, mid-term and final evaluation, briefing, full and short.
//!
//! An [`Outline`] is data: headings, words and the names of the blocks that are made from the judgement, one file for each
//! kind, which an office copies and changes. [`make`] fills it from [`Inputs`] and gives a [`Report`]: a [`story`] tree for
//! every writer, and the trace of every figure in it.
//!
//! A report is a document in Chinese, as plans are, whatever the language of the pages around it.
//!
//! **Invariant:** every figure is the text of an [`Origin`]; there is no other way to print one. [`untraced`] finds digits that
//! came past it, [`Report::differences`] makes every figure again.
//! **Invariant:** sentences state what a row holds. Causes stand only where an identity or a reply gives them.
//! **Invariant:** the number of an article of a law is printed only when a person has confirmed it.

pub mod adjustment;
mod block;
mod choice;
mod inputs;
mod make;
mod origin;
mod outline;
pub mod pdf;
pub mod template;
mod trace;
mod verdict;
mod workbook;
mod write;

pub use choice::Choice;
pub use inputs::{Finding, Inputs, Proposal, Reply, Written};
pub use make::{Made, Placed, Report, made, make};
pub use origin::{Measure, Moment, Origin, PeerMeasure, Words as PlanWords};
pub use outline::{KINDS, Line, Outline, OutlineError, Section, shipped};
pub use trace::{Difference, Trace, untraced};
pub use verdict::Verdict;
pub use write::{Medium, write};
