//! Another program as a child with limits.

use crate::failure::Failure;
use document::ReadError;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Memory that the program may have, in bytes.
const MEMORY: u64 = 2 << 30;

/// A file that it may write at most, in bytes.
const LARGEST_FILE: u64 = 512 << 20;

/// Output that is read at most, in bytes.
const LONGEST_OUTPUT: u64 = 64 << 20;

/// A program and its limits.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    /// Seconds by the clock; processor time is limited to the same.
    pub(crate) seconds: u64,
    /// What to install where it is missing.
    pub(crate) packages: &'static str,
}

impl Program {
    /// Whether the program is on the search path.
    pub(crate) fn is_installed(&self) -> bool {
        is_on_path(self.name)
    }

    /// Runs the program in `folder`, and gives its standard output.
    ///
    /// # Errors
    /// [`Failure::Missing`] and [`Failure::Limit`]; [`Failure::Failed`] with `error` when it ends with another status than 0.
    pub(crate) fn run(
        &self,
        folder: &Path,
        arguments: &[&str],
        error: &ReadError,
    ) -> Result<Vec<u8>, Failure> {
        if !self.is_installed() {
            return Err(Failure::Missing { error: error.clone(), packages: self.packages });
        }
        let failed = || Failure::Failed { program: self.name, error: error.clone() };
        let mut command = self.limited();
        command
            .args(arguments)
            .current_dir(folder)
            // Nothing of the person who runs this: no settings, no session, no network proxy.
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", folder)
            .env("LANG", "C.UTF-8")
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().map_err(|_| failed())?;
        let output = child.stdout.take();
        let reader = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(output) = output {
                // What stands behind the limit is left; the program then ends on a closed pipe.
                let _ = output.take(LONGEST_OUTPUT).read_to_end(&mut bytes);
            }
            bytes
        });
        let status = self.wait(&mut child)?;
        let bytes = reader.join().map_err(|_| failed())?;
        if status { Ok(bytes) } else { Err(failed()) }
    }

    /// The command under the limits of the system, where `prlimit` (util-linux) is there to set them.
    fn limited(&self) -> Command {
        if !is_on_path("prlimit") {
            return Command::new(self.name);
        }
        let mut command = Command::new("prlimit");
        command.args([
            format!("--as={MEMORY}"),
            format!("--cpu={}", self.seconds),
            format!("--fsize={LARGEST_FILE}"),
            "--core=0".to_owned(),
            "--".to_owned(),
            self.name.to_owned(),
        ]);
        command
    }

    fn wait(&self, child: &mut Child) -> Result<bool, Failure> {
        let end = Instant::now() + Duration::from_secs(self.seconds);
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return Ok(status.success()),
                Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(20)),
                _ => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return Err(Failure::Limit { program: self.name, seconds: self.seconds });
                }
            }
        }
    }
}

fn is_on_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(name: &'static str, seconds: u64, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        let folder = tempfile::tempdir().unwrap();
        Program { name, seconds, packages: "x" }.run(folder.path(), arguments, &ReadError::OldWord)
    }

    #[test]
    fn output_status_clock_and_absence() {
        assert_eq!(run("echo", 10, &["水"]), Ok("水\n".as_bytes().to_vec()));
        assert_eq!(
            run("false", 10, &[]),
            Err(Failure::Failed { program: "false", error: ReadError::OldWord })
        );
        assert_eq!(run("sleep", 1, &["30"]), Err(Failure::Limit { program: "sleep", seconds: 1 }));
        assert_eq!(
            run("no-such-program-here", 1, &[]),
            Err(Failure::Missing { error: ReadError::OldWord, packages: "x" })
        );
    }
}
