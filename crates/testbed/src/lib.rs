//! What tests need from outside the repository, and what happens when it is not there.
//!
//! A test that cannot run without a tool says so and passes, so that a newcomer can work at once; with `GANGYAO_STRICT=1`,
//! as in `make test`, the missing tool is a failure, so that a broken machine is not taken for a sound program. Only the
//! material of `GANGYAO_SHARED`, which is no part of the project, and office programs may be missing in both cases.
#![allow(clippy::disallowed_methods)] // tests touch the outside

pub mod postgres;

use std::path::{Path, PathBuf};
use std::process::Command;

/// Whether a missing tool is a failure.
fn is_strict() -> bool {
    std::env::var_os("GANGYAO_STRICT").is_some_and(|value| value != "0" && !value.is_empty())
}

/// Says that a test is skipped because something is missing.
///
/// # Panics
/// With `GANGYAO_STRICT=1`: there the test has failed.
#[allow(clippy::print_stdout)]
pub fn skip(missing: &str) {
    assert!(!is_strict(), "{missing}, and GANGYAO_STRICT=1 allows no test to be skipped");
    println!("skipped: {missing}");
}

/// Whether the test shall write what it compares with anew: `GANGYAO_UPDATE=1`, as in `make generate`.
pub fn updates() -> bool {
    std::env::var_os("GANGYAO_UPDATE").is_some()
}

/// What tells a person how to write a stale file anew.
pub const UPDATE: &str = "run the tests with GANGYAO_UPDATE=1 and review the change";

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder of the Python environment: `GANGYAO_VENV`, else `.venv` at the root of the repository.
fn environment() -> PathBuf {
    std::env::var_os("GANGYAO_VENV").map_or_else(|| root().join(".venv"), |path| root().join(path))
}

/// A program of the Python environment; without it the test is to be skipped, see [`skip`].
pub fn tool(name: &str) -> Option<PathBuf> {
    let program = environment().join("bin").join(name);
    if program.is_file() {
        return Some(program);
    }
    skip(&format!("no {name} in GANGYAO_VENV or .venv (scripts/setup.sh tools)"));
    None
}

/// A program of the machine that nothing installs for the tests, as it is large; without it the test says so and passes, with
/// `GANGYAO_STRICT=1` too.
#[allow(clippy::print_stdout)]
pub fn program(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found =
        std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|program| program.is_file());
    if found.is_none() {
        println!("skipped: no {name} on this machine");
    }
    found
}

/// The Python of the environment, when it has a module; without it the test is to be skipped, see [`skip`].
pub fn python(module: &str) -> Option<PathBuf> {
    let python = tool("python")?;
    let has = Command::new(&python).args(["-c", &format!("import {module}")]).output();
    if has.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    skip(&format!("no {module} in GANGYAO_VENV or .venv (scripts/setup.sh tools)"));
    None
}

/// A private PostgreSQL server; without its programs the test is to be skipped, see [`skip`].
pub fn postgres() -> Option<postgres::Server> {
    postgres::Server::start().map_err(|why| skip(&why)).ok()
}

/// A private PostgreSQL that archives its log of writes, or `None` (said aloud) where there is none.
pub fn archiving_postgres() -> Option<postgres::Server> {
    postgres::Server::start_archiving().map_err(|why| skip(&why)).ok()
}
