//! Arguments of `audit`.

use super::Database;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Options of `audit`.
#[derive(Args, Debug)]
pub(crate) struct Audit {
    #[command(subcommand)]
    pub(crate) command: AuditCommand,
}

/// What to do with the audit log.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Recompute the chain and find any changed, removed or moved entry
    Verify {
        /// File with heads that were exported earlier; the chain must hold them
        #[arg(long, value_name = "FILE")]
        head: Vec<PathBuf>,
        /// Public key that must have signed the heads, or have handed over to the key that did
        #[arg(long, value_name = "KEY", requires = "head")]
        trust: Option<String>,
        /// Trust the newest of these heads and read only what was written after it; what is stored is not compared
        #[arg(long, requires = "head")]
        since: bool,
        #[command(flatten)]
        database: Database,
    },
    /// Make a new signing key and print the line by which the old one hands over to it
    Rotate {
        /// File of the key that signed until now
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// File for the new key; must not be there yet
        #[arg(long, value_name = "FILE")]
        new: PathBuf,
        /// File of deposited heads, to which the line is appended
        #[arg(long, value_name = "FILE")]
        anchor: Option<PathBuf>,
        #[command(flatten)]
        database: Database,
    },
    /// Print a signed head of the chain, to be kept elsewhere
    Head {
        /// File of the signing key; made when it is not there
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        #[command(flatten)]
        database: Database,
    },
}
