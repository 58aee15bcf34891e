//! One file for each command.

mod forecast;
mod shell;

use crate::args::Command;
use crate::failure::Failure;
use crate::terminal::Screen;
use source::Lang;
use std::process::ExitCode;

/// Carries out a command and gives its exit status.
pub(crate) fn run(command: Command, lang: Lang, _screen: Screen) -> Result<ExitCode, Failure> {
    match command {
        Command::Compile(_) | Command::Check(_) | Command::Rule(_) => Err(Failure::new("", "")),
        Command::Forecast(options) => forecast::run(&options),
        Command::Completions(options) => Ok(shell::completions(&options)),
        Command::Man => shell::man(lang),
    }
}
