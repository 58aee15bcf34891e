//! `completions` and `man`.

use crate::args::{Arguments, Completions};
use crate::failure::Failure;
use crate::language;
use clap::CommandFactory;
use source::Lang;
use std::path::Path;
use std::process::ExitCode;

/// Prints the completions of a shell.
pub(crate) fn completions(options: &Completions) -> ExitCode {
    clap_complete::generate(options.shell, &mut Arguments::command(), "gangyao", &mut std::io::stdout());
    ExitCode::SUCCESS
}

/// Prints the manual: the page of the program and those of its commands, one after the other.
pub(crate) fn man(lang: Lang) -> Result<ExitCode, Failure> {
    let mut command = language::localise(Arguments::command(), lang);
    command.build();
    let mut out = Vec::new();
    let written = clap_mangen::Man::new(command.clone()).render(&mut out).and_then(|()| {
        command.get_subcommands().try_for_each(|sub| {
            let name = format!("gangyao-{}", sub.get_name());
            clap_mangen::Man::new(sub.clone()).title(name).render(&mut out)
        })
    });
    let written = written.and_then(|()| std::io::Write::write_all(&mut std::io::stdout(), &out));
    written.map_err(|error| Failure::file(Path::new("-"), &error))?;
    Ok(ExitCode::SUCCESS)
}
