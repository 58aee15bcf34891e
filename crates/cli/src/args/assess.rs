//! What `assess` is told.

use super::{Moment, TableForm};
use clap::Args;
use std::path::PathBuf;

/// Options of `assess`.
#[derive(Args, Debug)]
pub(crate) struct Assess {
    #[command(flatten)]
    pub(crate) moment: Moment,
    /// Calibrate the forecasts on the past of the yearly series of other regions in this file (as of forecast), in place of the
    /// built-in table
    #[arg(long, value_name = "FILE")]
    pub(crate) panel: Option<PathBuf>,
    /// Form of the output: a table for people, csv or json
    #[arg(long, value_enum, value_name = "FORM", default_value_t = TableForm::Table)]
    pub(crate) format: TableForm,
}
