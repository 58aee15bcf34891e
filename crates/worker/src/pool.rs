//! Children of a server: a queue in which everybody knows their place, and one child that is already awake.

use crate::frame::{self, Job};
use crate::{Failure, Limits};
use std::collections::VecDeque;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::{Semaphore, oneshot};

/// Standard error of a child that is kept, in bytes.
const SAID: u64 = 8 << 10;

/// How a child is started.
#[derive(Clone, Debug)]
pub struct Program {
    /// The binary, as a rule this one.
    pub path: PathBuf,
    /// Its arguments: the hidden subcommand that calls [`crate::serve`].
    pub arguments: Vec<OsString>,
}

/// Where the C library is glibc: a heap that grows in steps of 16 MiB, of large pages where the system has them. A child
/// lives for one file, and most of what it asked of the system was single pages.
const HEAP: &str =
    "glibc.malloc.top_pad=16777216:glibc.malloc.trim_threshold=67108864:glibc.malloc.hugetlb=1";

impl Program {
    pub(crate) fn start(&self) -> Result<Child, Failure> {
        Command::new(&self.path)
            .args(&self.arguments)
            .env_clear()
            // One arena: the limit on address space should hold data, not reservations.
            .env("MALLOC_ARENA_MAX", "1")
            .env("GLIBC_TUNABLES", HEAP)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| Failure::Start(format!("{}: {error}", self.path.display())))
    }
}

/// The children of one server.
#[derive(Clone, Debug)]
pub struct Pool {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    program: Program,
    background: bool,
    places: Semaphore,
    awake: Mutex<Option<Child>>,
    queue: Mutex<VecDeque<u64>>,
    next: AtomicU64,
}

/// A job that was handed in; dropping it takes it back and ends its child.
#[derive(Debug)]
pub struct Ticket {
    number: u64,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
    answer: oneshot::Receiver<Result<Vec<u8>, Failure>>,
}

impl Pool {
    /// A pool of at most `at_once` children; in the `background` they have the lowest priority.
    ///
    /// Starts one child at once, so that the first answer does not wait for it. Call inside a tokio runtime.
    pub fn new(program: Program, at_once: usize, background: bool) -> Self {
        let awake = Mutex::new(program.start().ok());
        let shared = Shared {
            program,
            background,
            places: Semaphore::new(at_once.max(1)),
            awake,
            queue: Mutex::default(),
            next: AtomicU64::new(0),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Hands in a job; it waits for its turn in the order of arrival.
    pub fn submit(&self, job: Job, limits: Limits) -> Ticket {
        let shared = Arc::clone(&self.shared);
        let number = shared.next.fetch_add(1, Ordering::Relaxed);
        lock(&shared.queue).push_back(number);
        let (sender, answer) = oneshot::channel();
        let worked = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            let waiting = Waiting { number, shared: &worked };
            let Ok(_place) = worked.places.acquire().await else { return };
            drop(waiting);
            let _ = sender.send(worked.work(&job, limits).await);
        });
        Ticket { number, shared, task, answer }
    }

    /// Jobs that wait for their turn.
    pub fn waiting(&self) -> usize {
        lock(&self.shared.queue).len()
    }
}

/// Takes a number out of the queue when its turn comes or its job is taken back.
struct Waiting<'a> {
    number: u64,
    shared: &'a Shared,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        lock(&self.shared.queue).retain(|number| *number != self.number);
    }
}

impl Shared {
    async fn work(&self, job: &Job, limits: Limits) -> Result<Vec<u8>, Failure> {
        // The sleeping child may have been ended from outside.
        let awake = lock(&self.awake).take();
        let awake = awake.and_then(|mut child| matches!(child.try_wait(), Ok(None)).then_some(child));
        let child = match awake {
            Some(child) => child,
            None => self.program.start()?,
        };
        let answer = run(child, job, limits, self.background).await;
        let mut awake = lock(&self.awake);
        if awake.is_none() {
            *awake = self.program.start().ok();
        }
        answer
    }
}

impl Ticket {
    /// How many jobs stand before this one; `None` when it is being done.
    pub fn place(&self) -> Option<usize> {
        lock(&self.shared.queue).iter().position(|number| *number == self.number)
    }

    /// Waits for the answer; may be called again after it was cancelled.
    ///
    /// # Errors
    /// [`Failure`] as for [`crate::once`].
    pub async fn answer(&mut self) -> Result<Vec<u8>, Failure> {
        (&mut self.answer).await.unwrap_or_else(|_| Err(Failure::Start("the job was taken back".to_owned())))
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A poisoned lock holds only numbers and children; they are as good as before.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Speaks with one child until it answers, dies, or its time is over.
pub(crate) async fn run(
    mut child: Child,
    job: &Job,
    limits: Limits,
    background: bool,
) -> Result<Vec<u8>, Failure> {
    let lost = || Failure::Start("a stream of the child is missing".to_owned());
    let mut input = child.stdin.take().ok_or_else(lost)?;
    let output = child.stdout.take().ok_or_else(lost)?;
    let said = child.stderr.take().ok_or_else(lost)?;
    let head = frame::request(job, limits, background);
    let write = async {
        // A child that dies early closes its end; its exit tells why.
        if input.write_all(&head).await.is_ok() && input.write_all(&job.body).await.is_ok() {
            let _ = input.shutdown().await;
        }
        drop(input);
    };
    let talk = async {
        let ((), answer, said) =
            tokio::join!(write, first(output, limits.output.saturating_add(1)), first(said, SAID));
        (answer, said)
    };
    let Ok((answer, said)) = tokio::time::timeout(limits.wall, talk).await else {
        let _ = child.kill().await;
        return Err(Failure::Time(limits.wall.as_secs()));
    };
    if answer.len() as u64 > limits.output {
        let _ = child.kill().await;
        return Err(Failure::Output(limits.output >> 20));
    }
    let status = match tokio::time::timeout(limits.wall, child.wait()).await {
        Ok(Ok(status)) => status,
        Ok(Err(error)) => return Err(Failure::Died(error.to_string())),
        Err(_) => return Err(Failure::Time(limits.wall.as_secs())),
    };
    match answer.split_first() {
        Some((&frame::ANSWERED, rest)) if status.success() => Ok(rest.to_vec()),
        _ => {
            Err(Failure::of_end(signal(status), &status.to_string(), &String::from_utf8_lossy(&said), limits))
        }
    }
}

/// The first `most` bytes of a stream.
async fn first(stream: impl AsyncRead + Unpin, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What was read before an error is still worth having.
    let _ = stream.take(most).read_to_end(&mut bytes).await;
    bytes
}

#[cfg(unix)]
fn signal(status: std::process::ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: std::process::ExitStatus) -> Option<i32> {
    None
}
