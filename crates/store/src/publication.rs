use crate::Change;
use crate::audit::Deed;
use crate::row::cells;
use crate::{PlanKey, Result, Store, StoreError, Write, retire};
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// The versions of each plan that the public may see; plans without one are left out.
    pub async fn public_versions(&self) -> Result<BTreeMap<String, BTreeSet<i64>>> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT plan, version FROM publication ORDER BY plan, version")
                .fetch_all(&self.pool)
                .await?;
        let mut versions: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for (plan, version) in rows {
            versions.entry(plan).or_default().insert(version);
        }
        Ok(versions)
    }

    /// The ids of all plans of which the public may see a version.
    pub async fn public_plans(&self) -> Result<BTreeSet<String>> {
        Ok(self.public_versions().await?.into_keys().collect())
    }

    /// Whether the public may see a version of a plan.
    pub async fn is_public(&self, plan: &str) -> Result<bool> {
        let versions: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM publication WHERE plan = $1")
            .bind(plan.to_owned())
            .fetch_one(&self.pool)
            .await?;
        Ok(versions > 0)
    }

    /// Opens the current version of a plan to the public, or closes all of its versions.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when a plan that shall be opened does not exist, [`StoreError::Closed`] when it is not for
    /// everybody.
    pub async fn set_public(&self, plan: &str, public: bool, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        let deed = if public {
            let version: Option<i64> = sqlx::query_scalar("SELECT version FROM plan WHERE id = $1")
                .bind(plan.to_owned())
                .fetch_optional(write.connection())
                .await?;
            let version = version.ok_or_else(|| StoreError::Missing { kind: "plan", id: plan.to_owned() })?;
            publish(&mut write, &PlanKey { plan: plan.to_owned(), version }).await?
        } else {
            close(&mut write, plan).await?
        };
        write.finish(deed).await?;
        Ok(())
    }
}

/// Closes all versions of a plan to the public; gives what the audit log is told.
pub(crate) async fn close(write: &mut Write<'_>, plan: &str) -> Result<Deed> {
    let versions: Vec<i64> = sqlx::query_scalar("SELECT version FROM publication WHERE plan = $1")
        .bind(plan.to_owned())
        .fetch_all(write.connection())
        .await?;
    for version in versions {
        write.touch("publication", cells![plan, version]).await?;
    }
    sqlx::query("DELETE FROM publication WHERE plan = $1")
        .bind(plan.to_owned())
        .execute(write.connection())
        .await?;
    Ok(deed(plan).after(&"no"))
}

/// Opens a version of a plan to the public; gives what the audit log is told.
pub(crate) async fn publish(write: &mut Write<'_>, key: &PlanKey) -> Result<Deed> {
    if retire::mark_of(write.connection(), &key.plan).await?.is_closed() {
        return Err(StoreError::Closed { plan: key.plan.clone() });
    }
    let change = write.change().clone();
    write.touch("publication", cells![&key.plan, key.version]).await?;
    sqlx::query(
        "INSERT INTO publication (plan, version, published_at, published_by) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (plan, version) DO NOTHING",
    )
    .bind(key.plan.clone())
    .bind(key.version)
    .bind(change.at())
    .bind(change.who)
    .execute(write.connection())
    .await?;
    Ok(deed(&key.plan).after(&format!("yes: {}", key.version)))
}

fn deed(plan: &str) -> Deed {
    Deed::new("setting.put", format!("setting/public/{plan}"))
}
