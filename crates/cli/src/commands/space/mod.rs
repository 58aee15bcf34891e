//! Layers of plans: tested, measured, laid over each other.

mod area;
mod check;
mod found;
mod opened;
mod output;
mod program;

use crate::args::{Space, SpaceCommand};
use crate::failure::Failure;
use source::Lang;
use std::process::ExitCode;

/// `space check` and `space area`.
pub(super) fn run(options: &Space, lang: Lang) -> Result<ExitCode, Failure> {
    match &options.command {
        SpaceCommand::Check(options) => check::run(options, lang),
        SpaceCommand::Area(options) => area::run(options, lang),
    }
}
