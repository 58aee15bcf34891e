use crate::app::App;
use crate::router::router;
use std::time::Duration;
use store::Store;
use tokio::net::TcpListener;

/// How the server shall run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Longest time a request may take before it is answered with 503.
    pub timeout: Duration,
    /// How many requests are worked on at a time; more wait for their turn.
    pub concurrency: usize,
    /// Largest request body in bytes.
    pub body_limit: usize,
    /// How often to look whether another process changed the store.
    pub watch: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            concurrency: 512,
            body_limit: 1 << 20,
            watch: Duration::from_millis(300),
        }
    }
}

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
    let watcher = tokio::spawn(app.clone().watch());
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, "listening");
    }
    let served = axum::serve(listener, router(app)).with_graceful_shutdown(shutdown).await;
    watcher.abort();
    tracing::info!("stopped");
    Ok(served?)
}
