//! The catalogue of standard indicators of Chinese five-year plans, and the identities that bind them.
//!
//! Plans of different cities write one indicator in many ways. [`lookup`] finds the entry that a name
//! and a unit mean, [`entries`] lists them all, and [`relations`] gives the identities that hold
//! between the indicators of a plan. The tables are data, embedded and parsed once.
//!
//! Names, aliases, owners and bounds are the editors' own summary of common usage in plans of the 11th
//! to the 15th period; a plan's own statement always goes before the catalogue's.

mod definition;
mod direction;
mod entry;
mod identity;
mod index;
mod name;
mod unit;

pub use definition::{Definition, definition};
pub use direction::direction_of;
pub use entry::{Entry, UnitForm, entries, entry};
pub use identity::{Identity, factor_between, identities, relations};
pub use index::{Closeness, Match, lookup};
pub use unit::Unit;
