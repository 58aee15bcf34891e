use crate::door::{self, Door};
use crate::router::router;
use std::time::Duration;
use store::Store;
use tokio::net::TcpListener;
use web::{App, Settings};
use work::Service;

/// How long a stop waits for the job at hand: a little longer than a receiver of mail or webhooks may take.
const LAST_JOB: Duration = Duration::from_secs(20);

/// Why the server stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// The network failed.
    #[error("network: {0}")]
    Network(#[from] std::io::Error),
}

/// Answers requests on `listener` until `shutdown` completes; requests at hand are finished first.
///
/// # Errors
/// [`ServeError`] when the store cannot be read at the start or the listener fails.
pub async fn serve(
    settings: Settings,
    store: Store,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let app = App::new(store, settings).await?;
    let service: Service = (*app).clone();
    let watcher = tokio::spawn(service.clone().watch(app.settings().watch));
    let indexer = tokio::spawn(service.clone().keep_indexed(app.settings().watch));
    let options = jobs::Options { retry: app.settings().retry, lease: app.settings().job_lease };
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let worker = tokio::spawn(jobs::run(service, options, anchor(app.settings()), stopped));
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, "listening");
    }
    let settings = app.settings();
    let door = Door {
        header_timeout: settings.header_timeout,
        connections: settings.connections.min(places()),
        farewell: settings.timeout,
    };
    let served = door::serve(listener, router(app.clone()), door, shutdown).await;
    watcher.abort();
    indexer.abort();
    // What is at hand is finished, what was taken beyond it given back to other servers.
    stop.send_replace(true);
    if tokio::time::timeout(LAST_JOB, worker).await.is_err() {
        tracing::warn!("a job did not end in time; another server takes it over when its lease ends");
    }
    tracing::info!("stopped");
    Ok(served?)
}

/// Where heads of the audit log are deposited, if anywhere.
fn anchor(settings: &Settings) -> Option<jobs::Anchor> {
    let (file, mail) = (settings.anchor_file.clone(), settings.anchor_mail.clone());
    let key = settings.audit_key.clone().filter(|_| file.is_some() || mail.is_some())?;
    Some(jobs::Anchor { key, file, mail })
}

/// How many connections this process has file descriptors for, some kept for the store, mail and children.
///
/// Asks the system for as many as it may have first.
fn places() -> usize {
    const KEPT: u64 = 256;
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
        let _ = setrlimit(Resource::Nofile, raised);
        let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
        usize::try_from(files.saturating_sub(KEPT).max(files / 2)).unwrap_or(usize::MAX)
    }
    #[cfg(not(unix))]
    usize::MAX
}
