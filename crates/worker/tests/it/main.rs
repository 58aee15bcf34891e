//! Children that misbehave, each in a way that a hostile file makes a parser misbehave.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod limits;
mod misbehave;
