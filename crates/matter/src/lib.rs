//! Matters (事项): whatever somebody has to do by a day. What kinds there are is data (`kinds/*.toml`): states, steps with
//! who may take them, fields, and the words of all of these in both languages.
//!
//! - [`Kind`]: a kind as it is declared, [`Kinds`]: all of them;
//! - [`Stand`]: what somebody is to a matter;
//! - [`Kind::open`], [`Kind::take`]: the one rule of who may do which step when, and what a matter says afterwards;
//! - [`Kind::due_to_follow`]: the steps that the program takes by itself, because a day has passed or another matter has ended.
//!
//! Everything here is a pure function: nothing is stored, no clock is read, and nothing is known of plans.

mod error;
mod kind;
mod kinds;
mod rule;

pub use error::KindError;
pub use kind::{
    Before, COMMON, Choice, Fed, Field, FieldKind, Follow, Kind, Opening, Part, Said, State, Step, When,
};
pub use kinds::Kinds;
pub use rule::{Given, Now, Refusal, Stand, Taken};
