//! Runs a pure function over a person's bytes in a child process with limits.
//!
//! A file from outside may be made to hurt: nested until the stack ends, packed until memory ends, looping until the day
//! ends. So no such file is parsed in the process that serves others. The same binary is started a second time; that child
//! ([`serve`]) sets limits on its own memory, CPU time, files and system calls, reads one [`Job`] from its standard input,
//! answers on its standard output and ends. The parent ([`Pool`] in a server, [`once`] in a command) holds a clock beside it.
//! What exceeds a limit is a [`Failure`] that names the limit and ends nothing else.
//!
//! The crate knows nothing of documents: a job is a name and bytes, an answer is bytes.
//!
//! The outside: this crate starts processes and holds a clock.
#![allow(clippy::disallowed_methods)]

mod child;
mod failure;
mod frame;
mod guard;
mod limits;
#[cfg(feature = "parent")]
mod once;
#[cfg(feature = "parent")]
mod pool;

pub use child::serve;
pub use failure::Failure;
pub use frame::Job;
pub use guard::{Missing, missing};
pub use limits::{Limits, Scale};
#[cfg(feature = "parent")]
pub use once::once;
#[cfg(feature = "parent")]
pub use pool::{Pool, Program, Ticket};
