//! Arguments of `about` and `doctor`.

use super::Database;
use clap::Args;
use std::path::PathBuf;

/// Options of `about`.
#[derive(Args, Debug)]
pub(crate) struct About {
    /// Print the licence of the program, and those of all libraries inside
    #[arg(long, conflicts_with = "sbom")]
    pub(crate) licences: bool,
    /// Print a bill of materials (CycloneDX 1.5, JSON)
    #[arg(long)]
    pub(crate) sbom: bool,
}

/// Options of `doctor`.
#[derive(Args, Debug)]
pub(crate) struct Doctor {
    /// Directory in which backups are kept; the newest is looked at
    #[arg(long, value_name = "DIR", env = "GANGYAO_BACKUPS")]
    pub(crate) backups: Option<PathBuf>,
    /// Days after which the newest backup is too old
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    pub(crate) backup_days: u32,
    /// Megabytes that must be free where the database and temporary files are
    #[arg(long, value_name = "MB", default_value_t = 1024)]
    pub(crate) least_space: u64,
    /// File of the key that signs exported heads of the audit log
    #[arg(long, value_name = "FILE")]
    pub(crate) audit_key: Option<PathBuf>,
    /// File outside the database to which heads of the audit log are appended
    #[arg(long, value_name = "FILE", env = "GANGYAO_AUDIT_ANCHOR")]
    pub(crate) audit_anchor: Option<PathBuf>,
    /// Ask nothing of other machines: neither the mail server nor the provider of single sign-on
    #[arg(long)]
    pub(crate) offline: bool,
    /// Print the findings as JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) database: Database,
}
