//! Where the files of people are read: in children with limits, so that no file can hurt those who are served.

use layers::{Raw, Wanted};
use reading::{Reading, Request};
use source::Words;
use std::time::{Duration, Instant};
use worker::{Job, Pool, Program, Scale, Ticket};

/// The name of the job that tries a table of figures.
pub const FIGURES: &str = "figures";

/// Where files of people are read.
#[derive(Clone, Debug, Default)]
pub enum Reader {
    /// In this process: for tests and for files that came with the program.
    #[default]
    Here,
    /// In children of this process, one after the other, with limits by size.
    Children {
        /// The children.
        pool: Pool,
        /// How limits grow with a file.
        scale: Scale,
    },
}

/// The name of the job that looks for a mark of secrecy.
const MARK: &str = "mark";

/// The mark of secrecy of a table.
fn mark_of_table(body: &[u8]) -> Option<String> {
    let rows = intake::texts(body).into_iter().map(|row| row.join("\t"));
    reading::secrecy_mark(&rows.collect::<Vec<_>>().join("\n"), &[])
}

/// The mark of secrecy of any file that can be read.
fn mark_of(body: &[u8]) -> Option<String> {
    reading::mark_of(body).or_else(|| mark_of_table(body))
}

/// What a child does with a job of a [`Reader`] or of a command.
pub fn answer(job: &Job) -> Vec<u8> {
    match job.name.as_str() {
        reading::JOB => reading::answer(&job.head, &job.body),
        reading::FINDINGS_JOB => reading::answer_findings(&job.head, &job.body),
        FIGURES => {
            let name = String::from_utf8_lossy(&job.head);
            drop(intake::read(&name, &job.body, &plan::Plan::default(), &intake::Settings::default()));
            mark_of_table(&job.body).unwrap_or_default().into_bytes()
        }
        layers::wire::JOB => layers::wire::answer(&job.head, &job.body, geopackage::read),
        MARK => mark_of(&job.body).unwrap_or_default().into_bytes(),
        // Only this program starts this program so.
        _ => Vec::new(),
    }
}

/// The job that tries a table of figures: it reads all cells and answers nothing.
pub fn figures_job(name: &str, body: &[u8]) -> Job {
    Job { name: FIGURES.to_owned(), head: name.as_bytes().to_vec(), body: body.to_vec() }
}

impl Reader {
    /// Children of `program`, one at a time and behind everybody else's work.
    ///
    /// One at a time keeps the memory of all files together below the limit of one; who waits is told so by the page.
    /// Call inside a tokio runtime.
    pub fn children(program: Program, scale: Scale) -> Self {
        Self::Children { pool: Pool::new(program, 1, true), scale }
    }

    /// Reads and compiles a document; one that bears a mark of secrecy is refused.
    ///
    /// # Errors
    /// Why it cannot be read, or which limit it met, and what to do.
    pub async fn document(&self, body: Vec<u8>, request: Request) -> Result<Reading, Words> {
        self.read(body, request, Some(PATIENCE), &|_| ()).await
    }

    /// The same where nobody waits for the answer of a request: `told` hears now and then how many files stand before.
    ///
    /// # Errors
    /// As [`Self::document`].
    pub async fn document_in_turn(
        &self,
        body: Vec<u8>,
        request: Request,
        told: &(dyn Fn(usize) + Sync),
    ) -> Result<Reading, Words> {
        self.read(body, request, None, told).await
    }

    async fn read(
        &self,
        body: Vec<u8>,
        request: Request,
        patience: Option<Duration>,
        told: &(dyn Fn(usize) + Sync),
    ) -> Result<Reading, Words> {
        let request = Request { hold_back: true, ..request };
        match self {
            Self::Here => tokio::task::spawn_blocking(move || reading::read(&body, &request))
                .await
                .unwrap_or_else(|_| Err(broken())),
            Self::Children { pool, scale } => {
                let limits = scale.limits(body.len() as u64);
                let job = Job { name: reading::JOB.to_owned(), head: reading::job(&request), body };
                reading::reading(&in_turn(pool.submit(job, limits), patience, told).await?)
            }
        }
    }

    /// Tries a table of figures where it can do no harm; what passes here may be read in this process.
    ///
    /// # Errors
    /// Which limit it met, or that it bears a mark of secrecy, and what to do.
    pub async fn try_figures(&self, name: &str, body: &[u8]) -> Result<(), Words> {
        let answer = match self {
            Self::Here => mark_of_table(body).unwrap_or_default().into_bytes(),
            Self::Children { pool, scale } => {
                let limits = scale.limits(body.len() as u64);
                in_turn(pool.submit(figures_job(name, body), limits), Some(PATIENCE), &|_| ()).await?
            }
        };
        held_back(&answer)
    }

    /// Reads a layer; gives it, and the bytes that it can be had from again without the file ([`layers::wire`]).
    ///
    /// # Errors
    /// Why it cannot be read, or which limit it met, and what to do.
    pub async fn layer(&self, body: Vec<u8>, wanted: &Wanted) -> Result<(Raw, Vec<u8>), Words> {
        let head = layers::wire::job(wanted);
        let answer = match self {
            Self::Here => {
                let read = move || layers::wire::answer(&head, &body, geopackage::read);
                tokio::task::spawn_blocking(read).await.map_err(|_| broken())?
            }
            Self::Children { pool, scale } => {
                let limits = scale.limits(body.len() as u64);
                let job = Job { name: layers::wire::JOB.to_owned(), head, body };
                in_turn(pool.submit(job, limits), Some(PATIENCE), &|_| ()).await?
            }
        };
        let read = tokio::task::spawn_blocking(move || Ok((layers::wire::layer(&answer)?, answer)));
        read.await.map_err(|_| broken())?
    }

    /// Refuses a file that is only kept when it bears a mark of secrecy; what cannot be read bears none that is seen.
    ///
    /// # Errors
    /// That it bears a mark, and what to do.
    pub async fn hold_back(&self, body: &[u8]) -> Result<(), Words> {
        let answer = match self {
            Self::Here => mark_of(body).unwrap_or_default().into_bytes(),
            Self::Children { pool, scale } => {
                let limits = scale.limits(body.len() as u64);
                let job = Job { name: MARK.to_owned(), head: Vec::new(), body: body.to_vec() };
                in_turn(pool.submit(job, limits), Some(PATIENCE), &|_| ()).await.unwrap_or_default()
            }
        };
        held_back(&answer)
    }
}

/// Refuses what a child found marked.
fn held_back(mark: &[u8]) -> Result<(), Words> {
    if mark.is_empty() { Ok(()) } else { Err(reading::held_back(&String::from_utf8_lossy(mark))) }
}

/// How long a request waits for the turn of its file; less than the server gives a request.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often to look where it stands.
const LOOK: Duration = Duration::from_millis(250);

/// Waits for a job. Who waits for the turn longer than the patience is told how many stand before: the job is taken back
/// then, and holds up nobody.
async fn in_turn(
    mut ticket: Ticket,
    patience: Option<Duration>,
    told: &(dyn Fn(usize) + Sync),
) -> Result<Vec<u8>, Words> {
    let begun = Instant::now();
    loop {
        if let Ok(answer) = tokio::time::timeout(LOOK, ticket.answer()).await {
            return answer.map_err(|failure| failed(&failure));
        }
        // The one that is being read stands before as well.
        let before = ticket.place().map_or(0, |place| place + 1);
        told(before);
        if before > 0 && patience.is_some_and(|patience| begun.elapsed() >= patience) {
            return Err(crowded(before));
        }
    }
}

fn crowded(before: usize) -> Words {
    Words::new(
        format!("文件逐个读取，前面还有 {before} 个在等；您的文件没有读取，请过一会儿再交。"),
        format!(
            "files are read one after the other, and {before} stand before yours, which was not read: hand it in again a little later"
        ),
    )
}

fn failed(failure: &worker::Failure) -> Words {
    tracing::warn!(%failure, "a file was not read");
    failure.words()
}

fn broken() -> Words {
    Words::new("读取文件时出错，请再试一次。", "an error occurred while reading the file; try again")
}
