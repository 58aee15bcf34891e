//! Being told of writes of other programs at once, where the database can tell.

use crate::connect::Location;
use crate::shown::Reach;
use crate::{Result, Store};
use sqlx::AnyConnection;
use sqlx::postgres::PgListener;
use std::collections::BTreeSet;
use std::time::Duration;

/// The channel on which PostgreSQL tells of writes.
const CHANNEL: &str = "gangyao_written";
const NOTIFY: &str = "NOTIFY gangyao_written";
/// How long is waited before the server is asked again that has broken the connection off.
const AGAIN: Duration = Duration::from_secs(1);

/// Tells when somebody wrote what pages show.
///
/// It hastens and never decides: a pooler before the database may keep the words back, and words said while no connection
/// stands are lost. Whoever waits for them also looks at the store from time to time.
#[derive(Debug)]
pub struct Told {
    /// None where the database cannot tell: a file, or a server that only looks like PostgreSQL.
    listener: Option<PgListener>,
}

impl Store {
    /// Begins to listen for writes, by this program or another.
    pub async fn told(&self) -> Told {
        let Location::Postgres(url) = self.location() else { return Told { listener: None } };
        let listening = async {
            let mut listener = PgListener::connect(url).await?;
            listener.listen(CHANNEL).await?;
            Ok::<_, sqlx::Error>(listener)
        };
        match listening.await {
            Ok(listener) => Told { listener: Some(listener) },
            Err(error) => {
                tracing::info!(%error, "the database does not tell of writes; it is looked at from time to time");
                Told { listener: None }
            }
        }
    }
}

impl Told {
    /// Waits for the next write; for ever where the database cannot tell. To be given up at any time without a loss.
    pub async fn next(&mut self) {
        let Some(listener) = &mut self.listener else { return std::future::pending().await };
        // What broke off is connected anew by the listener; meanwhile something may have been written.
        if let Err(error) = listener.recv().await {
            tracing::debug!(%error, "the database does not tell of writes for now");
            tokio::time::sleep(AGAIN).await;
        }
    }
}

/// Says inside a write of PostgreSQL that pages change with it; the others hear of it when it is committed.
pub(crate) async fn tell(connection: &mut AnyConnection, reaches: &BTreeSet<Reach>) -> Result<()> {
    if reaches.iter().any(|reach| *reach != Reach::Nothing) {
        sqlx::query(NOTIFY).execute(connection).await?;
    }
    Ok(())
}
