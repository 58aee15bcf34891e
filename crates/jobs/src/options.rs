use std::time::Duration;
use tokio::sync::watch;

/// How jobs are done.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How long after a failed try a job is tried again; twice as long after each further one.
    pub retry: Duration,
    /// How long a job stays with a server that no longer says anything before another takes it over.
    pub lease: Duration,
}

/// Waits for a while or until the stop, whichever comes first; gives whether to go on.
pub(crate) async fn goes_on(stop: &mut watch::Receiver<bool>, wait: Duration) -> bool {
    // A sender that is gone can no longer say anything: that is the stop as well.
    let stopped = async {
        let _ = stop.wait_for(|stopped| *stopped).await;
    };
    tokio::select! {
        () = tokio::time::sleep(wait) => true,
        () = stopped => false,
    }
}
