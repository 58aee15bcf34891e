//! What people put right in a reading: a target with the wrong column, a project that is none, a figure that was not seen.
//!
//! A [`Correction`] stands beside the reading and never in it: [`apply`] is a pure function from the plan as it was read
//! and the corrections to the plan as it holds. Each correction carries an [`Anchor`]: the words it is about, what stands
//! before and behind them, and what the reading said. So it is found again by meaning and place in another reading of the
//! same document and in a later version of it; what is not found, or says something else now, is listed and not guessed.
//!
//! A further version keeps the ids of its rows ([`keep_ids`]), so that what is tied to them stays with them.
//!
//! **Invariant:** a field that the new reading gives another value than the one that was corrected is left to a person.

mod anchor;
mod apply;
mod found;
mod keep;
mod model;
mod rows;
mod tidy;

pub use anchor::anchor;
pub use apply::apply;
pub use keep::{Renamed, keep_ids};
pub use model::{Act, Anchor, Corrected, Correction, FieldTrace, Kind, Trace, Unmatched, Why};
pub use rows::{INDICATOR, INTO, NOT_EDITED, columns, name_of, named};
