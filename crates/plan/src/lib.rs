//! The plan model: what a plan promises, what it says of the past, and who answers for it.
//!
//! The model is small, normalised, and the same in memory, in a package, in the database and in the
//! API. It knows nothing of how plans are made (readers, phrases, compiler) or judged (checks,
//! assessment); those crates fill and read it.
//!
//! Start with [`Plan`]. One [`Indicator`] holds all that is said of one thing: every [`Target`] and
//! every [`Observation`] points to it, so two places that contradict each other meet in one comparison.
//!
//! [`package`] keeps a plan as a folder of tables that any tool opens. [`catalogue`] knows the standard
//! indicators of Chinese plans: their names, units, owners, and the identities that bind them.

pub mod catalogue;
pub mod figure;
mod model;
pub mod package;
pub mod parts;
pub mod plausible;
pub mod spreadsheet;

pub use model::*;
