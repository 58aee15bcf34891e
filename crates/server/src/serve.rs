use crate::router::router;
use std::net::SocketAddr;
use store::Store;
use tokio::net::TcpListener;
use web::{App, Settings};
use work::Service;

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
    let worker = tokio::spawn(jobs::run(service, app.settings().retry));
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, "listening");
    }
    let served = axum::serve(listener, router(app).into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(shutdown)
        .await;
    watcher.abort();
    worker.abort();
    tracing::info!("stopped");
    Ok(served?)
}
