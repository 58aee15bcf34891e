//! The child: limits itself, does one job, answers, ends.

use crate::frame::{self, Job};
use crate::guard;
use std::io::{self, Write};
use std::process::ExitCode;

/// Stack of the thread that does the job. Parsers here do not recurse on input; the libraries below them may.
const STACK: usize = 64 << 20;

/// Does one job of the parent and ends; what a hidden subcommand of the binary calls.
///
/// The limits stand before the body is read. The exit status is not 0 when there is no answer.
pub fn serve(handler: fn(&Job) -> Vec<u8>) -> ExitCode {
    match answer(handler) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "worker: {error}");
            ExitCode::FAILURE
        }
    }
}

fn answer(handler: fn(&Job) -> Vec<u8>) -> Result<(), String> {
    let shown = |error: io::Error| error.to_string();
    let mut input = io::stdin().lock();
    let Some(start) = frame::start(&mut input).map_err(shown)? else { return Ok(()) };
    guard::limit(start.limits, start.background).map_err(shown)?;
    let job = frame::rest(&mut input, start).map_err(shown)?;
    drop(input);
    let work = move || {
        guard::refuse_calls()?;
        Ok::<_, String>(handler(&job))
    };
    let builder = std::thread::Builder::new().name("reader".to_owned()).stack_size(STACK);
    // The only cause here is an address space too small for the stack; the parent knows these words.
    let thread =
        builder.spawn(work).map_err(|error| format!("memory allocation of a stack failed: {error}"))?;
    // A panic has already been told on standard error by the default hook.
    let bytes = thread.join().map_err(|_| "the job panicked".to_owned())??;
    let mut out = io::stdout().lock();
    out.write_all(&[frame::ANSWERED])
        .and_then(|()| out.write_all(&bytes))
        .and_then(|()| out.flush())
        .map_err(shown)
}
