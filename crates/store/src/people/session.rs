use super::account::{self, Account};
use crate::audit::Deed;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, Write, stamp};
use jiff::Timestamp;
use serde::Serialize;

/// A signed-in browser. The secret itself is known to the browser only; the store keeps its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the secret, in hexadecimal.
    pub secret: String,
    /// The account.
    pub account: String,
    /// The key that every form of the session carries (against cross-site requests).
    pub form_key: String,
    /// Address of the browser when it signed in.
    pub origin: String,
    /// When it began, as RFC 3339 in UTC; [`Store::begin_session`] sets it.
    pub begun_at: String,
    /// When it ends, as RFC 3339 in UTC.
    pub expires_at: String,
}

/// A key for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Token {
    /// Public id.
    pub id: String,
    /// The account in whose name it acts.
    pub account: String,
    /// What it is for, in the person's words.
    pub label: String,
    /// SHA-256 of the secret, in hexadecimal.
    #[serde(skip)]
    pub secret: String,
    /// What it may do: `read`, `hand_in`.
    pub scopes: Vec<String>,
    /// When it ends, as RFC 3339 in UTC.
    pub expires_at: String,
    /// Since when it no longer works.
    pub revoked_at: Option<String>,
}

impl Store {
    /// Keeps a new session; signing in is an entry of the audit log.
    pub async fn begin_session(&self, session: &Session, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        sqlx::query("DELETE FROM session WHERE expires_at <= $1")
            .bind(change.at())
            .execute(write.connection())
            .await?;
        sqlx::query(
            "INSERT INTO session (secret, account, form_key, origin, created_at, seen_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $5, $6)",
        )
        .bind(session.secret.clone())
        .bind(session.account.clone())
        .bind(session.form_key.clone())
        .bind(session.origin.clone())
        .bind(change.at())
        .bind(session.expires_at.clone())
        .execute(write.connection())
        .await?;
        write.finish(Deed::new("session.begin", format!("account/{}", session.account))).await?;
        Ok(())
    }

    /// The session with this secret hash and its account, while it lasts and the account is active.
    pub async fn session(&self, secret: &str, now: Timestamp) -> Result<Option<(Session, Account)>> {
        let row = query("SELECT * FROM session WHERE secret = $1 AND expires_at > $2")
            .bind(secret.to_owned())
            .bind(stamp(now))
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let session = read_session(Row::new("session", &row))?;
        let account = self.account(&session.account).await?;
        Ok(account.filter(|account| account.active).map(|account| (session, account)))
    }

    /// The sessions of an account that last, the newest first.
    pub async fn sessions(&self, account: &str, now: Timestamp) -> Result<Vec<Session>> {
        let rows = query(
            "SELECT * FROM session WHERE account = $1 AND expires_at > $2 ORDER BY created_at DESC, secret",
        )
        .bind(account.to_owned())
        .bind(stamp(now))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| read_session(Row::new("session", row))).collect()
    }

    /// Ends all sessions of an account but one.
    pub async fn end_other_sessions(&self, kept: &Session, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        let done = sqlx::query("DELETE FROM session WHERE account = $1 AND secret <> $2")
            .bind(kept.account.clone())
            .bind(kept.secret.clone())
            .execute(write.connection())
            .await?;
        let deed = Deed::new("session.end", format!("account/{}", kept.account));
        write.finish(deed.before(&done.rows_affected())).await?;
        Ok(())
    }

    /// Moves the end of a session that is in use.
    pub async fn prolong_session(&self, secret: &str, now: Timestamp, until: Timestamp) -> Result<()> {
        sqlx::query("UPDATE session SET seen_at = $1, expires_at = $2 WHERE secret = $3")
            .bind(stamp(now))
            .bind(stamp(until))
            .bind(secret.to_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends a session; signing out is an entry of the audit log.
    pub async fn end_session(&self, session: &Session, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        let done = sqlx::query("DELETE FROM session WHERE secret = $1")
            .bind(session.secret.clone())
            .execute(write.connection())
            .await?;
        if done.rows_affected() > 0 {
            write.finish(Deed::new("session.end", format!("account/{}", session.account))).await?;
        }
        Ok(())
    }

    /// Notes a failed sign-in of `subject` (an account name or an address).
    pub async fn note_failure(&self, subject: &str, now: Timestamp) -> Result<()> {
        sqlx::query("INSERT INTO attempt (subject, at) VALUES ($1, $2)")
            .bind(subject.to_owned())
            .bind(exact(now))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Takes back what was noted at exactly this moment: it was no failure after all.
    pub async fn take_back_failure(&self, subject: &str, noted: Timestamp) -> Result<()> {
        sqlx::query("DELETE FROM attempt WHERE subject = $1 AND at = $2")
            .bind(subject.to_owned())
            .bind(exact(noted))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Failed sign-ins of `subject` since a moment.
    pub async fn failures(&self, subject: &str, since: Timestamp) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM attempt WHERE subject = $1 AND at >= $2")
            .bind(subject.to_owned())
            .bind(stamp(since))
            .fetch_one(&self.pool)
            .await?)
    }

    /// Whether an account has signed in from an address since a moment, as the audit log tells.
    pub async fn has_signed_in_from(&self, account: &str, address: &str, since: Timestamp) -> Result<bool> {
        let known: Option<i64> = sqlx::query_scalar(
            "SELECT number FROM audit WHERE subject = $1 AND action = 'session.begin' AND origin = $2 AND at >= $3 \
             LIMIT 1",
        )
        .bind(format!("account/{account}"))
        .bind(address.to_owned())
        .bind(stamp(since))
        .fetch_optional(&self.pool)
        .await?;
        Ok(known.is_some())
    }

    /// Forgets the failures of a subject that signed in, and all that are older than `before`.
    pub async fn forget_failures(&self, subject: &str, before: Timestamp) -> Result<()> {
        sqlx::query("DELETE FROM attempt WHERE subject = $1 OR at < $2")
            .bind(subject.to_owned())
            .bind(stamp(before))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Keeps a one-time link for an account by the hash of its secret; it takes the place of an earlier one.
    pub async fn put_link(
        &self,
        secret: &str,
        account: &str,
        expires: Timestamp,
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        end_links(&mut write, account).await?;
        sqlx::query("INSERT INTO link (secret, account, expires_at) VALUES ($1, $2, $3)")
            .bind(secret.to_owned())
            .bind(account.to_owned())
            .bind(stamp(expires))
            .execute(write.connection())
            .await?;
        write.finish(Deed::new("link.put", format!("account/{account}"))).await?;
        Ok(())
    }

    /// Uses up a one-time link and gives its account; `None` when it is unknown, used or too old.
    pub async fn use_link(&self, secret: &str, change: &Change) -> Result<Option<Account>> {
        let mut write = self.write(change).await?;
        // One statement: of two who come at the same time only one succeeds.
        let used = sqlx::query(
            "UPDATE link SET used_at = $1 WHERE secret = $2 AND used_at IS NULL AND expires_at > $1",
        )
        .bind(change.at())
        .bind(secret.to_owned())
        .execute(write.connection())
        .await?;
        if used.rows_affected() == 0 {
            return Ok(None);
        }
        let row =
            query("SELECT a.* FROM account a JOIN link ON link.account = a.name WHERE link.secret = $1")
                .bind(secret.to_owned())
                .fetch_one(write.connection())
                .await?;
        let account = account::read(&row)?;
        end_links(&mut write, &account.name).await?;
        write.finish(Deed::new("link.use", format!("account/{}", account.name))).await?;
        Ok(account.active.then_some(account))
    }

    /// The account of an unused link, for showing its page; the link stays usable.
    pub async fn peek_link(&self, secret: &str, now: Timestamp) -> Result<Option<String>> {
        Ok(sqlx::query_scalar(
            "SELECT account FROM link WHERE secret = $1 AND used_at IS NULL AND expires_at > $2",
        )
        .bind(secret.to_owned())
        .bind(stamp(now))
        .fetch_optional(&self.pool)
        .await?)
    }

    /// Keeps a token for programs.
    pub async fn put_token(&self, token: &Token, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("token", cells![&token.id]).await?;
        sqlx::query(
            "INSERT INTO token (id, account, label, secret, scopes, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(token.id.clone())
        .bind(token.account.clone())
        .bind(token.label.clone())
        .bind(token.secret.clone())
        .bind(token.scopes.join(" "))
        .bind(change.at())
        .bind(token.expires_at.clone())
        .execute(write.connection())
        .await?;
        write.finish(Deed::new("token.put", format!("account/{}", token.account)).after(token)).await?;
        Ok(())
    }

    /// Ends a token of an account; `false` when the account has no such token.
    pub async fn revoke_token(&self, account: &str, id: &str, change: &Change) -> Result<bool> {
        let mut write = self.write(change).await?;
        write.touch("token", cells![id]).await?;
        let done = sqlx::query(
            "UPDATE token SET revoked_at = $1 WHERE id = $2 AND account = $3 AND revoked_at IS NULL",
        )
        .bind(change.at())
        .bind(id.to_owned())
        .bind(account.to_owned())
        .execute(write.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        write.finish(Deed::new("token.revoke", format!("account/{account}/token/{id}"))).await?;
        Ok(true)
    }

    /// The tokens of an account, by id.
    pub async fn tokens(&self, account: &str) -> Result<Vec<Token>> {
        let rows = query("SELECT * FROM token WHERE account = $1 ORDER BY id")
            .bind(account.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read_token).collect()
    }

    /// The token with this secret hash and its account, while both hold.
    pub async fn token(&self, secret: &str, now: Timestamp) -> Result<Option<(Token, Account)>> {
        let row = query("SELECT * FROM token WHERE secret = $1 AND revoked_at IS NULL AND expires_at > $2")
            .bind(secret.to_owned())
            .bind(stamp(now))
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let token = read_token(&row)?;
        let account = self.account(&token.account).await?;
        Ok(account.filter(|account| account.active).map(|account| (token, account)))
    }
}

/// Ends the one-time links of an account that could still be used.
pub(super) async fn end_links(write: &mut Write<'_>, account: &str) -> Result<()> {
    let now = write.change().at();
    sqlx::query("UPDATE link SET used_at = $1 WHERE account = $2 AND used_at IS NULL")
        .bind(now)
        .bind(account.to_owned())
        .execute(write.connection())
        .await?;
    Ok(())
}

/// Ends all tokens of an account that still work, each with an entry.
pub(super) async fn end_tokens(write: &mut Write<'_>, account: &str) -> Result<()> {
    let now = write.change().at();
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM token WHERE account = $1 ORDER BY id")
        .bind(account.to_owned())
        .fetch_all(write.connection())
        .await?;
    for id in &ids {
        write.touch("token", cells![id]).await?;
        let done = sqlx::query("UPDATE token SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
            .bind(now.clone())
            .bind(id.clone())
            .execute(write.connection())
            .await?;
        if done.rows_affected() > 0 {
            write.record(Deed::new("token.revoke", format!("account/{account}/token/{id}"))).await?;
        }
    }
    Ok(())
}

fn read_session(row: Row<'_>) -> Result<Session> {
    Ok(Session {
        secret: row.text("secret")?,
        account: row.text("account")?,
        form_key: row.text("form_key")?,
        origin: row.text("origin")?,
        begun_at: row.text("created_at")?,
        expires_at: row.text("expires_at")?,
    })
}

fn read_token(row: &sqlx::any::AnyRow) -> Result<Token> {
    let row = Row::new("token", row);
    Ok(Token {
        id: row.text("id")?,
        account: row.text("account")?,
        label: row.text("label")?,
        secret: row.text("secret")?,
        scopes: row.text("scopes")?.split_whitespace().map(str::to_owned).collect(),
        expires_at: row.text("expires_at")?,
        revoked_at: row.maybe_text("revoked_at")?,
    })
}

/// A moment to the nanosecond, which tells two apart; sorts among whole seconds.
fn exact(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.9fZ").to_string()
}
