//! A chain of audit entries that nobody can rewrite unseen.
//!
//! Every change of anything is an [`Entry`]: who, when, from where, what, before, after, why. Each entry
//! holds the hash of the one before it, so [`verify`] finds any entry that was changed, removed,
//! added or moved. Whoever can write the whole table could still make a new chain; a [`SignedHead`] that was
//! exported earlier and kept elsewhere shows that as well. It holds two hashes, by SHA-256 and by SM3.
//! Heads are deposited in a second place line by line ([`deposited`]), and one key hands over to the next ([`Succession`]).
//!
//! The crate computes; it stores nothing and reads no clock.
//!
//! # Example
//! ```
//! use audit::{Act, Entry, GENESIS, verify};
//! let act = Act { at: "2026-04-01T08:00:00Z".into(), actor: "planner".into(), action: "target.edit".into(), ..Act::default() };
//! let first = Entry::chain(1, GENESIS, act.clone());
//! let second = Entry::chain(2, first.hash, act);
//! assert_eq!(verify([&first, &second]).unwrap().number, 2);
//! let mut forged = first.clone();
//! forged.act.after = Some("1".into());
//! assert!(verify([&forged, &second]).is_err());
//! ```

mod chain;
mod deposit;
mod head;

pub use chain::{Act, Digest, Entry, Fault, GENESIS, Hash, Head, Sm3Chain, keyed, verify};
pub use deposit::{DepositError, Succession, deposited, secret_key};
pub use head::{HeadError, PublicKey, SecretKey, SignedHead};
