//! A line of progress on standard error for work that takes time; silent in a pipe.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Shows what is being done once it has taken longer than a moment.
#[derive(Debug)]
pub(crate) struct Progress {
    started: Instant,
    shown: bool,
    visible: bool,
}

impl Progress {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        Self { started: Instant::now(), shown: false, visible: std::io::stderr().is_terminal() }
    }

    /// Names the step that begins now; `size` is the number of bytes or rows it works on.
    pub(crate) fn step(&mut self, text: &str, size: usize) {
        // Short work needs no progress: only announce steps on big inputs or after half a second.
        if self.visible && (size > 2_000_000 || self.started.elapsed() > Duration::from_millis(500)) {
            eprint!("\r\x1b[K{text} …");
            let _ = std::io::stderr().flush();
            self.shown = true;
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            eprint!("\r\x1b[K");
            let _ = std::io::stderr().flush();
        }
    }
}
