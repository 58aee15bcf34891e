use crate::audit::Deed;
use crate::row::{Row, cells, insert, query};
use crate::{Change, Result, Store};
use rust_decimal::Decimal;
use serde::Serialize;
use sqlx::AnyConnection;

/// One cell of the yearly and regional split of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The region; empty for the plan's own.
    pub region: String,
    /// The year.
    pub year: i32,
    /// The value due, in the unit of the target.
    #[serde(serialize_with = "digits")]
    pub value: Decimal,
}

fn digits<S: serde::Serializer>(value: &Decimal, s: S) -> std::result::Result<S::Ok, S::Error> {
    s.serialize_str(&value.to_string())
}

impl Store {
    /// Replaces the split of a target.
    pub async fn put_shares(
        &self,
        plan: &str,
        target: &str,
        shares: &[Share],
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        let before = of_target(write.connection(), plan, target).await?;
        for share in before.iter().chain(shares) {
            write.touch("share", cells![plan, target, &share.region, i64::from(share.year)]).await?;
        }
        sqlx::query("DELETE FROM share WHERE plan = $1 AND target = $2")
            .bind(plan.to_owned())
            .bind(target.to_owned())
            .execute(write.connection())
            .await?;
        let rows = shares
            .iter()
            .map(|share| cells![plan, target, &share.region, i64::from(share.year), share.value.to_string()])
            .collect();
        insert(write.connection(), "share", "plan, target, region, year, value", rows).await?;
        let deed = Deed::new("share.put", format!("{plan}/{target}/share")).before(&before).after(&shares);
        write.finish(deed).await?;
        Ok(())
    }

    /// The split of a target, by region and year.
    pub async fn shares(&self, plan: &str, target: &str) -> Result<Vec<Share>> {
        of_target(&mut *self.pool.acquire().await?, plan, target).await
    }
}

async fn of_target(connection: &mut AnyConnection, plan: &str, target: &str) -> Result<Vec<Share>> {
    let rows = query("SELECT * FROM share WHERE plan = $1 AND target = $2 ORDER BY region, year")
        .bind(plan.to_owned())
        .bind(target.to_owned())
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            let row = Row::new("share", row);
            Ok(Share {
                region: row.text("region")?,
                year: row.maybe_year("year")?.ok_or_else(|| row.damaged("year"))?,
                value: row.decimal("value")?.ok_or_else(|| row.damaged("value"))?,
            })
        })
        .collect()
}
