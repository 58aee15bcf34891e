//! `doctor`: looks at an installation and says what to do. It only looks: the database stays as it is.
//!
//! Exit status: 0 when nothing has to be done, 1 when something has to be, 2 when the options cannot be understood.

mod anchor;
mod backups;
mod database;
mod finding;
mod machine;
mod place;
mod services;
mod settings;

use crate::args::Doctor;
use crate::commands::database::wait;
use crate::failure::Failure;
use crate::files;
use crate::terminal::Screen;
use finding::{Findings, State};
use source::Lang;
use std::fmt::Write as _;
use std::process::ExitCode;
use store::Location;

/// Looks at everything and prints what was found.
pub(crate) fn run(options: &Doctor, lang: Lang, screen: Screen) -> Result<ExitCode, Failure> {
    let location = match &options.database.database {
        Some(text) => text.parse::<Location>().map_err(|error| Failure::from_words(error.words()))?,
        None => Location::File(options.database.data.join("gangyao.db")),
    };
    let mut findings = Findings::default();
    let (version, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    let machine = std::env::consts::ARCH;
    findings.sound(
        "program.version",
        format!("纲要 {version}，{system} {machine}"),
        format!("gangyao {version}, {system} {machine}"),
    );
    machine::look(&mut findings);
    place::look(&location, options, &mut findings);
    backups::look(options, &mut findings);
    wait(async {
        database::look(&location, options, &mut findings).await;
        Ok(())
    })?;
    let text = if options.json { format!("{:#}\n", findings.json()) } else { told(&findings, lang, screen) };
    files::print(&text)?;
    Ok(if findings.worst() >= State::Warning { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// For people: what is to be done first.
fn told(findings: &Findings, lang: Lang, screen: Screen) -> String {
    let mut sorted: Vec<_> = findings.0.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.state));
    let mut out = String::new();
    for finding in &sorted {
        let word = screen.paint(finding.state.colour(), finding.state.word(lang));
        let _ = writeln!(out, "{word}  {}  {}", finding.words.get(lang), screen.dim(&finding.id));
        if !finding.remedy.get(lang).is_empty() {
            let _ = writeln!(out, "      → {}", finding.remedy.get(lang));
        }
    }
    let to_do = sorted.iter().filter(|finding| finding.state >= State::Warning).count();
    let last = match (to_do, lang) {
        (0, Lang::Zh) => format!("查看了 {} 项，没有需要处理的。\n", sorted.len()),
        (0, Lang::En) => format!("looked at {} things, nothing has to be done\n", sorted.len()),
        (_, Lang::Zh) => format!("查看了 {} 项，需要处理 {to_do} 项。\n", sorted.len()),
        (_, Lang::En) => format!("looked at {} things, {to_do} of them need something done\n", sorted.len()),
    };
    out.push_str(&last);
    out
}
