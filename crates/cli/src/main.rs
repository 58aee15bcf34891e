//! `gangyao`: reads a plan, checks it, measures it, serves it.
//!
//! This crate parses arguments, touches files and the clock, and calls the pure crates. It holds no
//! rule and no formula. Exit status: 0 done, 1 found what it was asked to report as failing, 2 usage
//! or input error with one message on standard error.
// The outermost crate: files, clock, environment and standard output are its business.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

mod args;
mod commands;
mod failure;
mod files;
mod help_zh;
mod language;
mod progress;
mod terminal;

use clap::{CommandFactory, FromArgMatches};
use std::process::ExitCode;

fn main() -> ExitCode {
    quiet_guarded_panics();
    if std::env::args_os().nth(1).is_some_and(|first| first == commands::reader::CHILD) {
        return commands::reader::child();
    }
    let lang = language::of_this_run();
    let command = language::localise(args::Arguments::command(), lang);
    let arguments =
        match command.try_get_matches().and_then(|found| args::Arguments::from_arg_matches(&found)) {
            Ok(arguments) => arguments,
            Err(error) => return failure::usage(&error, lang),
        };
    let screen = terminal::Screen::new(arguments.color);
    match commands::run(arguments.command, lang, screen) {
        Ok(code) => code,
        Err(failure) => failure.report(lang, screen),
    }
}

/// A library that panics on a foreign file is told as damage of that file; its panic is no message for people.
fn quiet_guarded_panics() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !document::is_guarded() {
            report(info);
        }
    }));
}
