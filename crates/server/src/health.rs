//! Whether the process runs and can answer, and how what it depends on is.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;
use store::{JobFilter, JobState, Location, StoreError};
use web::App;

/// A job that should have begun this long ago waits for a server that is not there.
pub(crate) const LATE: SignedDuration = SignedDuration::from_hours(1);

/// Bytes that the disk of the database should have free.
const ENOUGH_ROOM: u64 = 1 << 30;

/// The process runs.
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can answer: its database does.
pub(crate) async fn readyz(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.store().generation().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

/// How something that the server depends on is. The worst of all is how the server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Condition {
    /// It is not set up, and nothing is lost by that.
    Off,
    /// It works.
    Up,
    /// The server answers, and somebody should look at it.
    Degraded,
    /// The server cannot answer.
    Down,
}

impl Condition {
    fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Up => "up",
            Self::Degraded => "degraded",
            Self::Down => "down",
        }
    }
}

/// A dependency with how it is and what there is to say.
struct Dependency {
    name: &'static str,
    state: Condition,
    seconds: f64,
    detail: String,
}

/// How each dependency is: 503 when the server cannot answer without one that is down.
pub(crate) async fn health(State(app): State<App>) -> Response {
    let all = [
        timed("database", database(&app)).await,
        timed("schema", schema(&app)).await,
        timed("disk", async { Ok(disk(&app)) }).await,
        timed("jobs", jobs(&app)).await,
        timed("mail", deliveries(&app, work::notice::MAIL)).await,
        timed("webhooks", deliveries(&app, work::notice::HOOK)).await,
        timed("reader", reader(&app)).await,
    ];
    let worst = all.iter().map(|one| one.state).max().unwrap_or(Condition::Up);
    let status = if worst == Condition::Down { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let of = |one: &Dependency| {
        let seconds = (one.seconds * 1e6).round() / 1e6;
        (one.name.to_owned(), json!({"state": one.state.name(), "seconds": seconds, "detail": one.detail}))
    };
    let dependencies: serde_json::Map<String, Value> = all.iter().map(of).collect();
    let version = env!("CARGO_PKG_VERSION");
    let body = json!({"state": worst.name(), "version": version, "dependencies": dependencies});
    (status, Json(body)).into_response()
}

type Said = (Condition, String);

/// What is said of a dependency. Whatever cannot be asked since the database does not answer is not known to be worse.
async fn timed(name: &'static str, asked: impl Future<Output = Result<Said, StoreError>>) -> Dependency {
    let begun = Instant::now();
    let (state, detail) = asked.await.unwrap_or_else(|error| {
        tracing::warn!(%error, name, "a dependency is not well");
        let state = if name == "database" { Condition::Down } else { Condition::Degraded };
        (state, error.words().en)
    });
    Dependency { name, state, seconds: begun.elapsed().as_secs_f64(), detail }
}

async fn database(app: &App) -> Result<Said, StoreError> {
    let writes = app.store().generation().await?;
    let kind = match app.store().location() {
        Location::File(_) => "SQLite",
        Location::Postgres(_) => "PostgreSQL",
    };
    Ok((Condition::Up, format!("{kind}, {writes} writes")))
}

/// The schema may be ahead during an upgrade, not for long.
async fn schema(app: &App) -> Result<Said, StoreError> {
    let schema = app.store().schema().await?;
    let state = if schema.ahead.is_empty() { Condition::Up } else { Condition::Degraded };
    Ok((state, format!("database {}, program {}", schema.found, schema.known)))
}

/// The room where the database file lies; another machine's disk is that machine's to watch.
fn disk(app: &App) -> Said {
    let Location::File(path) = app.store().location() else { return (Condition::Off, String::new()) };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match rustix::fs::statvfs(folder) {
        Ok(told) => {
            let free = told.f_bavail.saturating_mul(told.f_frsize);
            let state = if free < ENOUGH_ROOM { Condition::Degraded } else { Condition::Up };
            (state, format!("{} MB free", free >> 20))
        }
        Err(error) => (Condition::Degraded, error.to_string()),
    }
}

async fn jobs(app: &App) -> Result<Said, StoreError> {
    let now = app.now();
    let (failed, late) = app.store().late_jobs(now.saturating_sub(LATE).unwrap_or(now)).await?;
    let state = if late > 0 { Condition::Degraded } else { Condition::Up };
    Ok((state, format!("{late} late, {failed} given up")))
}

/// How what goes out is: what waits for another try after a failure, with why.
async fn deliveries(app: &App, kind: &str) -> Result<Said, StoreError> {
    let is_set = match kind {
        work::notice::MAIL => {
            app.store().setting(work::notice::MAIL_SERVER).await?.is_some_and(|server| !server.is_empty())
        }
        _ => !app.store().settings("webhook/").await?.is_empty(),
    };
    let (state, kind) = (Some(JobState::Waiting), Some(kind.to_owned()));
    let filter = JobFilter { kind, state, offset: 0, limit: Some(100) };
    let (waiting, count) = app.store().jobs(&filter).await?;
    let again = waiting.iter().find(|job| job.attempts > 0 && !job.fault.is_empty());
    Ok(match again {
        Some(job) => (Condition::Degraded, format!("{count} waiting, the last try failed: {}", job.fault)),
        None if !is_set => (Condition::Off, String::new()),
        None => (Condition::Up, format!("{count} waiting")),
    })
}

/// Reads a small table as the files of people are read.
async fn reader(app: &App) -> Result<Said, StoreError> {
    let table = "指标,单位,2021\n粮食产量,万吨,12.5\n";
    Ok(match app.reader().try_figures("health.csv", table.as_bytes()).await {
        Ok(()) => (Condition::Up, String::new()),
        Err(words) => (Condition::Degraded, words.en),
    })
}
