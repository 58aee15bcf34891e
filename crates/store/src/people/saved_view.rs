use crate::row::{Row, query};
use crate::{Result, Store};
use jiff::Timestamp;

/// A filter of a list that somebody keeps by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// The address of the list without the plan: `/plans/*/indicators`.
    pub place: String,
    /// Its name.
    pub name: String,
    /// The filter as the query of an address.
    pub query: String,
}

impl Store {
    /// Keeps how an account wants to see a list again; what it kept under the name is replaced.
    pub async fn put_view(
        &self,
        account: &str,
        (place, name): (&str, &str),
        filter: &str,
        now: Timestamp,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO saved_view (account, place, name, query, made_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (account, place, name) DO UPDATE SET query = excluded.query, made_at = excluded.made_at",
        )
        .bind(account.to_owned())
        .bind(place.to_owned())
        .bind(name.to_owned())
        .bind(filter.to_owned())
        .bind(crate::stamp(now))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Forgets a view of an account.
    pub async fn remove_view(&self, account: &str, (place, name): (&str, &str)) -> Result<()> {
        sqlx::query("DELETE FROM saved_view WHERE account = $1 AND place = $2 AND name = $3")
            .bind(account.to_owned())
            .bind(place.to_owned())
            .bind(name.to_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The filters that an account keeps, the oldest first.
    pub async fn views(&self, account: &str) -> Result<Vec<SavedView>> {
        let rows = query("SELECT * FROM saved_view WHERE account = $1 ORDER BY made_at, place, name")
            .bind(account.to_owned())
            .fetch_all(&self.pool)
            .await?;
        let read = |row| {
            let row = Row::new("saved_view", row);
            Ok(SavedView { place: row.text("place")?, name: row.text("name")?, query: row.text("query")? })
        };
        rows.iter().map(read).collect()
    }
}
