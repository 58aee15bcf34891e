use crate::audit::Deed;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, stamp};
use jiff::Timestamp;

/// The second factor of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// The account.
    pub account: String,
    /// What the telephone holds as well, in base 32.
    pub secret: String,
    /// Hashes of the recovery codes that are left.
    pub recovery: Vec<String>,
    /// The step of the clock whose code was used last.
    pub last_step: i64,
}

impl Store {
    /// The second factor of an account.
    pub async fn second_factor(&self, account: &str) -> Result<Option<SecondFactor>> {
        let row = query("SELECT * FROM second_factor WHERE account = $1")
            .bind(account.to_owned())
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let row = Row::new("second_factor", &row);
        Ok(Some(SecondFactor {
            account: row.text("account")?,
            secret: row.text("secret")?,
            recovery: row.text("recovery")?.split_whitespace().map(str::to_owned).collect(),
            last_step: row.int("last_step")?,
        }))
    }

    /// Keeps a second factor in place of an earlier one; the log tells that, and not the secret.
    pub async fn put_second_factor(&self, factor: &SecondFactor, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("second_factor", cells![&factor.account]).await?;
        sqlx::query(
            "INSERT INTO second_factor (account, secret, recovery, confirmed_at, last_step) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, recovery = excluded.recovery, \
             confirmed_at = excluded.confirmed_at, last_step = excluded.last_step",
        )
        .bind(factor.account.clone())
        .bind(factor.secret.clone())
        .bind(factor.recovery.join(" "))
        .bind(change.at())
        .bind(factor.last_step)
        .execute(write.connection())
        .await?;
        write.finish(Deed::new("second-factor.begin", format!("account/{}", factor.account))).await?;
        Ok(())
    }

    /// Uses up the code of a step; `false` when it, or a later one, was used before. Of two who come with one code one
    /// gets in.
    pub async fn use_step(&self, account: &str, step: i64) -> Result<bool> {
        let done =
            sqlx::query("UPDATE second_factor SET last_step = $1 WHERE account = $2 AND last_step < $1")
                .bind(step)
                .bind(account.to_owned())
                .execute(&self.pool)
                .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Uses up a recovery code, named by its hash; `false` when the account has no such code.
    pub async fn use_recovery(&self, account: &str, hash: &str, change: &Change) -> Result<bool> {
        let mut write = self.write(change).await?;
        write.touch("second_factor", cells![account]).await?;
        let kept: Option<String> =
            sqlx::query_scalar("SELECT recovery FROM second_factor WHERE account = $1")
                .bind(account.to_owned())
                .fetch_optional(write.connection())
                .await?;
        let kept = kept.unwrap_or_default();
        let left: Vec<&str> = kept.split_whitespace().filter(|one| *one != hash).collect();
        if left.len() == kept.split_whitespace().count() {
            return Ok(false);
        }
        sqlx::query("UPDATE second_factor SET recovery = $1 WHERE account = $2")
            .bind(left.join(" "))
            .bind(account.to_owned())
            .execute(write.connection())
            .await?;
        write.finish(Deed::new("second-factor.recover", format!("account/{account}"))).await?;
        Ok(true)
    }

    /// Ends the second factor of an account; `false` when it has none.
    pub async fn end_second_factor(&self, account: &str, change: &Change) -> Result<bool> {
        let mut write = self.write(change).await?;
        write.touch("second_factor", cells![account]).await?;
        let done = sqlx::query("DELETE FROM second_factor WHERE account = $1")
            .bind(account.to_owned())
            .execute(write.connection())
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        write.finish(Deed::new("second-factor.end", format!("account/{account}"))).await?;
        Ok(true)
    }

    /// Keeps, by the hash of a secret, that an account's password was given and its code was not yet.
    pub async fn put_half_sign_in(&self, secret: &str, account: &str, expires: Timestamp) -> Result<()> {
        sqlx::query("INSERT INTO half_sign_in (secret, account, expires_at) VALUES ($1, $2, $3)")
            .bind(secret.to_owned())
            .bind(account.to_owned())
            .bind(stamp(expires))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The account whose password was given.
    pub async fn half_sign_in(&self, secret: &str, now: Timestamp) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT account FROM half_sign_in WHERE secret = $1 AND expires_at > $2")
            .bind(secret.to_owned())
            .bind(stamp(now))
            .fetch_optional(&self.pool)
            .await?)
    }

    /// Forgets half of a sign-in, and all whose time is over.
    pub async fn end_half_sign_in(&self, secret: &str, now: Timestamp) -> Result<()> {
        sqlx::query("DELETE FROM half_sign_in WHERE secret = $1 OR expires_at <= $2")
            .bind(secret.to_owned())
            .bind(stamp(now))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// When the password of an account was set last, as the log tells.
    pub async fn password_set_at(&self, account: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT MAX(at) FROM audit WHERE subject = $1 AND action = 'account.password'")
            .bind(format!("account/{account}"))
            .fetch_one(&self.pool)
            .await?)
    }
}
