use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::row::{Row, cells, query, replace};
use crate::{Change, Result, Store, StoreError};
use serde::Serialize;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// Which plan an evaluator from outside reads the evidence of, and until when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Evaluator {
    /// The account.
    pub account: String,
    /// The one plan.
    pub plan: String,
    /// Last day in China, as YYYY-MM-DD.
    pub last_day: String,
    /// Why, such as the contract.
    pub reason: String,
    /// Who opened it.
    pub made_by: String,
    /// When it was opened, in UTC.
    pub made_at: String,
}

impl Evaluator {
    /// Whether it holds on a day (YYYY-MM-DD).
    pub fn holds_on(&self, day: &str) -> bool {
        self.last_day.as_str() >= day
    }
}

const BY_ACCOUNT: &str = "SELECT * FROM evaluator WHERE account = $1";

impl Store {
    /// Opens the evidence of one plan to an account until a day; what the account had before ends with it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such account or plan.
    pub async fn put_evaluator(&self, new: &Evaluator, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), &new.plan).await?;
        let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM account WHERE name = $1")
            .bind(new.account.clone())
            .fetch_one(write.connection())
            .await?;
        if known == 0 {
            return Err(StoreError::Missing { kind: "account", id: new.account.clone() });
        }
        write.touch("evaluator", cells![&new.account]).await?;
        let before = evaluator(write.connection(), &new.account).await?;
        let kept = Evaluator { made_by: change.who.clone(), made_at: change.at(), ..new.clone() };
        let row =
            cells![&kept.account, &kept.plan, &kept.last_day, &kept.reason, &kept.made_by, &kept.made_at];
        let columns = "account, plan, last_day, reason, made_by, made_at";
        replace(write.connection(), ("evaluator", columns), &["account"], vec![row]).await?;
        let mut deed = Deed::new("evaluator.put", format!("account/{}/evaluator", kept.account)).after(&kept);
        if let Some(before) = &before {
            deed = deed.before(before);
        }
        write.finish(deed).await?;
        Ok(())
    }

    /// What is open to an account as an evaluator, also when its day has passed.
    pub async fn evaluator(&self, account: &str) -> Result<Option<Evaluator>> {
        let mut connection = self.pool.acquire().await?;
        evaluator(&mut connection, account).await
    }
}

async fn evaluator(connection: &mut AnyConnection, account: &str) -> Result<Option<Evaluator>> {
    let row = query(BY_ACCOUNT).bind(account.to_owned()).fetch_optional(connection).await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<Evaluator> {
    let row = Row::new("evaluator", row);
    Ok(Evaluator {
        account: row.text("account")?,
        plan: row.text("plan")?,
        last_day: row.text("last_day")?,
        reason: row.text("reason")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}
