//! One file for each command.

mod about;
mod align;
mod assess;
mod backtest;
mod check;
mod compile;
mod database;
mod doctor;
mod evaluate;
mod examples;
mod export;
mod figures;
mod forecast;
mod open;
pub(crate) mod reader;
mod release;
mod report;
mod rule;
mod scenario;
mod serve;
mod shell;
mod space;
mod trail;
mod user;

use crate::args::Command;
use crate::failure::Failure;
use crate::terminal::Screen;
use source::Lang;
use std::process::ExitCode;

/// Carries out a command and gives its exit status.
pub(crate) fn run(command: Command, lang: Lang, screen: Screen) -> Result<ExitCode, Failure> {
    match command {
        Command::Compile(options) => compile::run(&options, lang, screen),
        Command::Check(options) => check::run(&options, lang, screen),
        Command::Align(options) => align::run(&options, lang, screen),
        Command::Rule(options) => rule::run(&options, lang),
        Command::Assess(options) => assess::run(&options, lang, screen),
        Command::Evaluate(options) => evaluate::run(&options, lang, screen),
        Command::Backtest(options) => backtest::run(&options, lang, screen),
        Command::Forecast(options) => forecast::run(&options),
        Command::Scenario(options) => scenario::run(&options, lang),
        Command::Report(options) => report::run(&options, lang),
        Command::Load(options) => database::load(&options, lang),
        Command::Import(options) => database::import(&options, lang),
        Command::Table(options) => figures::table(&options, lang),
        Command::Space(options) => space::run(&options, lang),
        Command::Export(options) => export::run(&options, lang),
        Command::Release(options) => release::run(&options, lang),
        Command::Verify(options) => release::verify(&options, lang),
        Command::Backup(options) => database::backup(&options, lang),
        Command::Restore(options) => database::restore(&options, lang),
        Command::Audit(options) => trail::audit(&options, lang),
        Command::Doctor(options) => doctor::run(&options, lang, screen),
        Command::User(options) => user::run(&options, lang),
        Command::Serve(options) => serve::run(&options, lang, screen),
        Command::Demo(options) => serve::demo(&options, lang, screen),
        Command::Completions(options) => Ok(shell::completions(&options)),
        Command::About(options) => about::run(&options, lang),
        Command::Man => shell::man(lang),
    }
}
