//! Arguments of `report`.

use clap::Args;
use std::path::PathBuf;

/// Options of `report`.
#[derive(Args, Debug)]
pub(crate) struct Report {
    /// Kind: annual, annual-short, midterm, midterm-short, final, final-short, brief, execution, half-year, economy, or a file with an outline of your own
    pub(crate) kind: String,
    /// Plan package directory or plan document
    #[arg(required_unless_present = "outline")]
    pub(crate) plan: Option<PathBuf>,
    /// Figures: csv or xlsx, tidy or with years as columns; may be given several times
    #[arg(long, visible_alias = "figures", value_name = "FILE")]
    pub(crate) observations: Vec<PathBuf>,
    /// Last year whose figures count; by default the last with figures
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1949..=2100))]
    pub(crate) as_of: Option<i32>,
    /// Use only what was known on this day (2019-03-31)
    #[arg(long, value_name = "DATE")]
    pub(crate) known_at: Option<String>,
    /// File of warning rules in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// File to write: docx, pdf (set by gangyao-press, which `make press` builds), html, md, xlsx, or json for the traces of all numbers; may be given several times
    #[arg(short, long, value_name = "FILE", required_unless_present = "outline")]
    pub(crate) output: Vec<PathBuf>,
    /// A Word document of your own whose placeholders are filled; it takes the place of the outline in the docx files
    #[arg(long, value_name = "FILE")]
    pub(crate) template: Option<PathBuf>,
    /// Who the report is from
    #[arg(long, value_name = "NAME", default_value = "")]
    pub(crate) author: String,
    /// Print the outline of this kind, for copying and changing
    #[arg(long)]
    pub(crate) outline: bool,
}
