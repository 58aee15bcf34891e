//! Reading a person's file in a child of this program, with limits.

use crate::failure::Failure;
use layers::{Raw, Wanted};
use reading::{Reading, Request, Told};
use server::press::Found;
use source::Words;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use worker::{Job, Limits, Program, Scale};

/// The first argument of a child; it is no subcommand, so that no help shows it.
pub(crate) const CHILD: &str = "__read";

/// What a child does.
pub(crate) fn child() -> ExitCode {
    worker::serve(server::answer)
}

/// How this program starts itself as a child.
pub(crate) fn program() -> Program {
    // Without a path of its own the system's search finds it; a failure to start is told then.
    let path = std::env::current_exe().unwrap_or_else(|_| "gangyao".into());
    Program { path, arguments: vec![CHILD.into()] }
}

/// The program that sets PDF files, where it is: `GANGYAO_PRESS` names it, `GANGYAO_FONTS` folders of fonts for it.
pub(crate) fn press() -> Option<Found> {
    let named = std::env::var_os("GANGYAO_PRESS").filter(|value| !value.is_empty()).map(PathBuf::from);
    let fonts = std::env::var_os("GANGYAO_FONTS").unwrap_or_default();
    let fonts = std::env::split_paths(&fonts).filter(|folder| !folder.as_os_str().is_empty()).collect();
    Found::look(named, std::env::current_exe().ok().as_deref(), fonts)
}

/// The limits that the environment sets: `GANGYAO_READ_MEMORY` in MB and `GANGYAO_READ_SECONDS`, each for the largest file.
pub(crate) fn scale() -> Scale {
    let mut scale = Scale::default();
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.trim().parse::<u64>().ok());
    if let Some(memory) = number("GANGYAO_READ_MEMORY") {
        scale.memory_ceiling = memory;
        scale.memory_floor = scale.memory_floor.min(memory);
    }
    if let Some(seconds) = number("GANGYAO_READ_SECONDS") {
        scale.cpu_ceiling = seconds;
        scale.cpu_floor = scale.cpu_floor.min(seconds);
    }
    scale
}

/// Reads a document in a child.
pub(crate) fn document(
    bytes: Vec<u8>,
    request: &Request,
    path: &Path,
) -> Result<(Reading, Vec<u8>), Failure> {
    let (answer, bytes) = in_child(reading::JOB, bytes, request, path)?;
    let reading = reading::reading(&answer).map_err(|words| cannot(path, &words))?;
    Ok((reading, bytes))
}

/// Checks a document in a child, where nobody asks for its plan.
pub(crate) fn told(bytes: Vec<u8>, request: &Request, path: &Path) -> Result<Told, Failure> {
    let (answer, _) = in_child(reading::FINDINGS_JOB, bytes, request, path)?;
    reading::told(&answer).map_err(|words| cannot(path, &words))
}

/// The answer of a child, and the bytes as they were.
fn in_child(
    job: &str,
    bytes: Vec<u8>,
    request: &Request,
    path: &Path,
) -> Result<(Vec<u8>, Vec<u8>), Failure> {
    let prepared = convert::prepared(&bytes).map_err(|failure| cannot(path, &failure.words()))?;
    let (body, original) = match prepared {
        Some(converted) => (converted, Some(bytes)),
        None => (bytes, None),
    };
    let limits: Limits = scale().limits(body.len() as u64);
    let job = Job { name: job.to_owned(), head: reading::job(request), body };
    let answer = worker::once(&program(), &job, limits).map_err(|failure| cannot(path, &failure.words()))?;
    Ok((answer, original.unwrap_or(job.body)))
}

/// Reads a layer in a child; gives it, and the bytes that a store keeps of it.
pub(crate) fn layer(bytes: Vec<u8>, wanted: &Wanted, path: &Path) -> Result<(Raw, Vec<u8>), Failure> {
    let limits = scale().limits(bytes.len() as u64);
    let job = Job { name: layers::wire::JOB.to_owned(), head: layers::wire::job(wanted), body: bytes };
    let answer = worker::once(&program(), &job, limits).map_err(|failure| cannot(path, &failure.words()))?;
    let raw = layers::wire::layer(&answer).map_err(|words| cannot(path, &words))?;
    Ok((raw, answer))
}

/// Tries a table of figures in a child; what passes may be read here.
pub(crate) fn try_figures(name: &str, bytes: &[u8]) -> Result<(), Failure> {
    let limits = scale().limits(bytes.len() as u64);
    let answer = worker::once(&program(), &server::figures_job(name, bytes), limits);
    answer.map(drop).map_err(|failure| cannot(Path::new(name), &failure.words()))
}

/// A file that cannot be read, with the reason.
pub(crate) fn cannot(path: &Path, words: &Words) -> Failure {
    Failure::new(
        format!("无法读取“{}”：{}", path.display(), words.zh),
        format!("cannot read “{}”: {}", path.display(), words.en),
    )
}
