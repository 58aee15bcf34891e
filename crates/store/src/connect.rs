use crate::probe::Ability;
use crate::{Result, StoreError};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, Executor as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// A statement that takes longer is told in the log, where nothing else is said.
const SLOW: Duration = Duration::from_millis(500);

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// An SQLite file; it is made when it is not there.
    File(PathBuf),
    /// A PostgreSQL server and database, as `postgres://user@host/name`.
    Postgres(String),
}

impl FromStr for Location {
    type Err = StoreError;

    /// Reads a location as people write it: a PostgreSQL URL, an `sqlite:` URL, or a file path.
    fn from_str(text: &str) -> Result<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite:").map_or(text, |rest| rest.strip_prefix("//").unwrap_or(rest));
        if path.is_empty() || path.contains("://") {
            return Err(StoreError::Location(text.to_owned()));
        }
        Ok(Self::File(PathBuf::from(path)))
    }
}

/// An open database. Cloning is cheap; clones share the connections.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pool: AnyPool,
    location: Location,
    /// Whether rows that another takes can be left to it; otherwise one waits for the other.
    pub(crate) skips_locked: bool,
    /// Whether a write can tell others of itself.
    pub(crate) tells: bool,
}

impl Store {
    /// Opens the database at `location` and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Newer`] when a newer program wrote it; otherwise what the database says.
    pub async fn open(location: &Location) -> Result<Self> {
        Self::open_noting(location, SLOW).await
    }

    /// Opens as [`Store::open`] does. A statement that takes longer than `slow` is told in the log as a warning of
    /// `sqlx::query`, without the values that were given with it.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_noting(location: &Location, slow: Duration) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let pool = match location {
            Location::File(path) => sqlite(path, slow).await?,
            Location::Postgres(url) => postgres(url, slow).await?,
        };
        let mut store = Self { pool, location: location.clone(), skips_locked: true, tells: false };
        let mut locks = true;
        if store.is_postgres() {
            let probe = store.probe().await?;
            if probe.lacks.iter().any(|ability| ability.is_needed()) {
                return Err(StoreError::LookAlike(Box::new(probe)));
            }
            store.skips_locked = !probe.lacks.contains(&Ability::SkipLocked);
            store.tells = !probe.lacks.contains(&Ability::Notify);
            locks = !probe.lacks.contains(&Ability::AdvisoryLock);
        }
        store.migrate(locks).await?;
        store.seal_what_was_there().await?;
        store.adopt_finding_work().await?;
        Ok(store)
    }

    /// Opens the database at `location` to look at it: nothing is made, changed or brought up to date.
    ///
    /// # Errors
    /// What the database says; a file that is not there is an error.
    pub async fn look_at(location: &Location) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let pool = match location {
            Location::File(path) => {
                let options = AnyConnectOptions::from_str(&format!("{}?mode=rw", address(path)?))?;
                one_at_a_time()
                    .after_connect(|connection, _| {
                        Box::pin(async move {
                            connection
                                .execute("PRAGMA query_only = ON; PRAGMA busy_timeout = 10000;")
                                .await?;
                            Ok(())
                        })
                    })
                    .connect_with(options)
                    .await?
            }
            Location::Postgres(url) => {
                one_at_a_time().connect_with(AnyConnectOptions::from_str(url)?).await?
            }
        };
        Ok(Self { pool, location: location.clone(), skips_locked: true, tells: false })
    }

    /// Where this store is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// How many writes the database has seen; what was read before is still valid while this stays the same.
    pub async fn generation(&self) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT value FROM generation WHERE id = 1").fetch_one(&self.pool).await?)
    }

    /// Connections to the database: those in use, and those that wait to be used.
    pub fn connections(&self) -> (usize, usize) {
        let idle = self.pool.num_idle();
        let all = usize::try_from(self.pool.size()).unwrap_or(usize::MAX);
        (all.saturating_sub(idle), idle)
    }

    /// Closes all connections after the work at hand.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.location, Location::Postgres(_))
    }
}

fn one_at_a_time() -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(10))
}

/// The address of a file as the driver wants it.
fn address(path: &Path) -> Result<String> {
    let text = path.to_str().ok_or_else(|| StoreError::Location(path.display().to_string()))?;
    Ok(format!("sqlite://{}", text.replace('%', "%25").replace('?', "%3F").replace('#', "%23")))
}

/// Options for a database whose slow statements are told.
fn noting(url: &str, slow: Duration) -> Result<AnyConnectOptions> {
    let mut options = AnyConnectOptions::from_str(url)?;
    options.log_settings.slow_statements_duration = slow;
    Ok(options)
}

async fn sqlite(path: &Path, slow: Duration) -> Result<AnyPool> {
    let options = noting(&format!("{}?mode=rwc", address(path)?), slow)?;
    let pool = AnyPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(|connection, _| {
            Box::pin(async move {
                // FULL: a transaction that was acknowledged survives a power cut.
                connection
                    .execute(
                        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                         PRAGMA busy_timeout = 10000;",
                    )
                    .await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}

async fn postgres(url: &str, slow: Duration) -> Result<AnyPool> {
    Ok(AnyPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(noting(url, slow)?)
        .await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, Region};

    /// One connection, which is told that the disk ends here: the limit is a property of the connection.
    #[tokio::test]
    async fn a_full_disk_is_told_and_leaves_nothing() {
        let folder = tempfile::tempdir().expect("folder");
        let location = Location::File(folder.path().join("gangyao.db"));
        Store::open(&location).await.expect("made").close().await;
        let url = format!("sqlite://{}", folder.path().join("gangyao.db").display());
        let pool = AnyPoolOptions::new().max_connections(1).connect(&url).await.expect("opened");
        let store = Store { pool, location, skips_locked: true, tells: false };
        let change = Change::now("test", "");
        let limit = async |pages: &'static str| {
            sqlx::query(pages).execute(&store.pool).await.expect("limit");
        };
        let region = Region { id: "1".into(), outline: Some("x".repeat(1 << 20)), ..Region::default() };
        limit("PRAGMA max_page_count = 1").await;
        let error = store.put_regions(std::slice::from_ref(&region), &change).await.expect_err("full");
        assert!(error.is_full() && !error.is_unreachable(), "{error}");
        assert!(error.words().zh.contains("磁盘已满") && error.words().en.contains("disk is full"));
        assert_eq!(store.region_tree().await.expect("read"), []);
        assert!(store.verify_audit().await.expect("read").is_ok());
        limit("PRAGMA max_page_count = 100000").await;
        store.put_regions(&[region], &change).await.expect("room again");
        assert_eq!(store.region_tree().await.expect("read").len(), 1);
    }

    #[test]
    fn locations_as_people_write_them() {
        for (text, wanted) in [
            ("data/gangyao.db", Location::File("data/gangyao.db".into())),
            ("sqlite:gangyao.db", Location::File("gangyao.db".into())),
            ("sqlite:///var/lib/gangyao.db", Location::File("/var/lib/gangyao.db".into())),
            ("postgres://u@h/n", Location::Postgres("postgres://u@h/n".into())),
        ] {
            assert_eq!(text.parse::<Location>().expect(text), wanted);
        }
        assert!("mysql://h/n".parse::<Location>().is_err());
        assert!("".parse::<Location>().is_err());
    }
}
