//! Sealed releases of an assessed plan: everything that is needed to make its judgement anew, hashed, chained and signed.
//!
//! A release is a set of files: the data package of the plan with all figures (`data/`), what the verdicts are made from
//! (`inputs.json`), what was published (`results.csv`, `scores.csv`), a script in plain Python that makes the second from the first
//! (`recompute.py`), a manifest with the hash of each file and of the release before (`manifest.json`), its seal (`seal.txt`), and the
//! manifests and seals of all releases before (`chain/`). [`verify`] needs nothing but the files.
//!
//! The crate computes; it reads no clock and stores nothing.

mod contents;
mod inputs;
mod results;
mod seal;

pub use contents::{Asked, contents};
pub use seal::{Broken, Manifest, NO_RELEASE, Sealed, seal, verify};

/// The script that makes a judgement anew.
pub const SCRIPT: &str = include_str!("../data/recompute.py");
