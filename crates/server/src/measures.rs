//! What is measured when Prometheus asks: database, jobs, the process.

use crate::health::LATE;
use std::fmt::Write as _;
use std::time::Instant;
use store::{JobState, StoreError};
use web::App;

/// Everything that is measured at this moment. What cannot be measured is left out, and said to be down.
pub(crate) async fn write(out: &mut String, app: &App) {
    family(out, "gangyao_build_info", "gauge", "The version that runs; always 1.");
    let _ = writeln!(out, "gangyao_build_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"));
    process(out);
    let (used, idle) = app.store().connections();
    family(out, "gangyao_database_connections", "gauge", "Connections to the database, by what they do.");
    let _ = writeln!(out, "gangyao_database_connections{{state=\"used\"}} {used}");
    let _ = writeln!(out, "gangyao_database_connections{{state=\"idle\"}} {idle}");
    let mut stored = String::new();
    let begun = Instant::now();
    let told = stored_things(&mut stored, app).await;
    let seconds = begun.elapsed().as_secs_f64();
    family(out, "gangyao_database_up", "gauge", "Whether the database answers.");
    let _ = writeln!(out, "gangyao_database_up {}", u8::from(told.is_ok()));
    family(
        out,
        "gangyao_database_seconds",
        "gauge",
        "How long the database took to answer what stands here.",
    );
    let _ = writeln!(out, "gangyao_database_seconds {seconds:.6}");
    if let Err(error) = told {
        tracing::warn!(%error, "the database cannot be measured");
    }
    out.push_str(&stored);
}

async fn stored_things(out: &mut String, app: &App) -> Result<(), StoreError> {
    let store = app.store();
    family(out, "gangyao_database_writes_total", "counter", "Writes that the database has seen.");
    let _ = writeln!(out, "gangyao_database_writes_total {}", store.generation().await?);
    family(out, "gangyao_jobs", "gauge", "Jobs in the table, by kind and state.");
    let counts = store.job_counts().await?;
    for ((kind, state), count) in &counts {
        let _ = writeln!(out, "gangyao_jobs{{kind=\"{kind}\",state=\"{}\"}} {count}", state.name());
    }
    let failed: i64 =
        counts.iter().filter(|((_, state), _)| *state == JobState::Failed).map(|(_, count)| count).sum();
    family(out, "gangyao_jobs_given_up", "gauge", "Jobs that were given up after too many tries.");
    let _ = writeln!(out, "gangyao_jobs_given_up {failed}");
    let now = app.now();
    let (_, late) = store.late_jobs(now.saturating_sub(LATE).unwrap_or(now)).await?;
    family(out, "gangyao_jobs_late", "gauge", "Jobs that should have begun more than an hour ago.");
    let _ = writeln!(out, "gangyao_jobs_late {late}");
    Ok(())
}

/// What the system tells of this process, under the names that all programs use for it; nothing where it tells nothing.
fn process(out: &mut String) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
    if let Some(kilobytes) = resident.and_then(|text| text.trim().parse::<u64>().ok()) {
        family(out, "process_resident_memory_bytes", "gauge", "Memory that the process holds.");
        let _ = writeln!(out, "process_resident_memory_bytes {}", kilobytes << 10);
    }
    if let Ok(open) = std::fs::read_dir("/proc/self/fd") {
        family(out, "process_open_fds", "gauge", "Files and connections that are open.");
        let _ = writeln!(out, "process_open_fds {}", open.count());
    }
}

/// The head of a family of measures.
pub(crate) fn family(out: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} {kind}");
}
