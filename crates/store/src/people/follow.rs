//! What changed of what the public sees, and who is told of it by mail without an account.

use super::{hidden, next_id};
use crate::audit::Deed;
use crate::row::{Row, bind, cells, insert, query, replace};
use crate::{Change, Result, Store, stamp};
use jiff::Timestamp;
use serde::Serialize;
use sqlx::any::AnyRow;

/// Something that changed of what the public sees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct News {
    /// Number; 0 for what is not kept yet.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// What of the plan changed, as `indicator/ID`; empty for the plan.
    pub subject: String,
    /// `figure`, `warning`, `stage`, `answer` or `text`.
    pub kind: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Page, behind the address of the plan.
    pub link: String,
    /// When it was noticed, in UTC.
    pub at: String,
    /// What it is about besides, as `place/NAME`; for keeping it, and not read again.
    pub about: Vec<String>,
}

/// Somebody who is told by mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follow {
    /// Random name.
    pub id: String,
    /// The plan.
    pub plan: String,
    /// What of the plan, as `indicator/ID`; empty for all of it.
    pub subject: String,
    /// Keyed digest of plan, subject and address.
    pub mark: String,
    /// `each`, `daily` or `weekly` by mail, or [`CALLED`].
    pub rhythm: String,
    /// `zh` or `en`.
    pub lang: String,
    /// When it was asked for, in UTC.
    pub asked_at: String,
    /// When the address was confirmed, in UTC.
    pub confirmed_at: Option<String>,
    /// Number of the last news that was told.
    pub told: i64,
}

fn owner(id: &str) -> String {
    format!("follow/{id}")
}

/// The rhythm of those whose address is called at once instead of written to.
pub const CALLED: &str = "called";

const NEWS: &str = "id, plan, subject, kind, zh, en, link, at";

/// Whether a change `n` is one that somebody `f` follows: of the plan, of the thing, of a place, or with some words.
const IS_FOLLOWED: &str = "(f.subject = '' OR n.subject = f.subject \
    OR EXISTS (SELECT 1 FROM news_about a WHERE a.news = n.id AND a.subject = f.subject) \
    OR (f.subject LIKE 'search/%' AND LOWER(n.zh || ' ' || n.en) LIKE '%' || LOWER(SUBSTR(f.subject, 8)) || '%'))";

/// How many are told in one transaction: others write between two of them.
const BATCH: i64 = 20_000;

impl Store {
    /// What the public saw of a plan when it was looked at last, as text.
    pub async fn news_seen(&self, plan: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT value FROM news_seen WHERE plan = $1")
            .bind(plan.to_owned())
            .fetch_optional(&self.pool)
            .await?)
    }

    /// Keeps what the public sees of a plan now, and what changed since; nothing when somebody else was faster, which is told by
    /// `false`.
    pub async fn note_news(
        &self,
        plan: &str,
        (before, now): (Option<&str>, &str),
        news: &[News],
        change: &Change,
    ) -> Result<bool> {
        if news.is_empty() {
            return self.note_seen(plan, before, now).await;
        }
        let mut write = self.write(change).await?;
        let kept: Option<String> = sqlx::query_scalar("SELECT value FROM news_seen WHERE plan = $1")
            .bind(plan.to_owned())
            .fetch_optional(write.connection())
            .await?;
        if kept.as_deref() != before {
            return Ok(false);
        }
        replace(write.connection(), ("news_seen", "plan, value"), &["plan"], vec![cells![plan, now]]).await?;
        let first = next_id(write.connection(), "news").await?;
        let rows = (first..).zip(news).map(|(id, one)| {
            cells![id, plan, &one.subject, &one.kind, &one.zh, &one.en, &one.link, change.at()]
        });
        insert(write.connection(), "news", NEWS, rows.collect()).await?;
        let about = (first..).zip(news).flat_map(|(id, one)| one.about.iter().map(move |it| cells![id, it]));
        insert(write.connection(), "news_about", "news, subject", about.collect()).await?;
        write.finish(Deed::new("news.note", plan).after(&news.len())).await?;
        Ok(true)
    }

    /// Keeps what the public sees when nothing of it is told: no page shows it, so that no page is made anew.
    async fn note_seen(&self, plan: &str, before: Option<&str>, now: &str) -> Result<bool> {
        let mut transaction = self.pool.begin_with(self.begin()).await?;
        let kept: Option<String> = sqlx::query_scalar("SELECT value FROM news_seen WHERE plan = $1")
            .bind(plan.to_owned())
            .fetch_optional(&mut *transaction)
            .await?;
        if kept.as_deref() != before {
            return Ok(false);
        }
        replace(&mut transaction, ("news_seen", "plan, value"), &["plan"], vec![cells![plan, now]]).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// What changed of a plan, or of what somebody follows of it, since a moment as it is stored, or ever when it is empty, the latest
    /// first.
    pub async fn news(&self, plan: &str, subject: &str, since: &str, limit: i64) -> Result<Vec<News>> {
        let sql = format!(
            "SELECT n.* FROM news n, (SELECT CAST($1 AS TEXT) AS subject) f WHERE n.plan = $2 AND n.at >= $3 \
             AND {IS_FOLLOWED} ORDER BY n.id DESC LIMIT $4"
        );
        let rows = bind(query(&sql), cells![subject, plan, since, limit]).fetch_all(&self.pool).await?;
        rows.iter().map(news).collect()
    }

    /// What changed of a plan, or of one thing of it, behind one number up to another, in its order.
    pub async fn news_between(&self, plan: &str, subject: &str, (from, to): (i64, i64)) -> Result<Vec<News>> {
        let sql = format!(
            "SELECT n.* FROM news n, (SELECT CAST($1 AS TEXT) AS subject) f WHERE n.plan = $2 AND n.id > $3 AND n.id <= $4 \
             AND {IS_FOLLOWED} ORDER BY n.id"
        );
        let asked = bind(query(&sql), cells![subject, plan, from, to]);
        let rows = asked.fetch_all(&self.pool).await?;
        rows.iter().map(news).collect()
    }

    /// Keeps that somebody wants to be told; `false` when the same was asked for before and is left as it is.
    pub async fn add_follow(&self, new: &Follow, address: &str) -> Result<bool> {
        let mut transaction = self.pool.begin_with(self.begin()).await?;
        let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM follow WHERE mark = $1")
            .bind(new.mark.clone())
            .fetch_one(&mut *transaction)
            .await?;
        if known > 0 {
            return Ok(false);
        }
        let address = hidden::hidden(&mut transaction, &owner(&new.id), address).await?;
        let row = cells![
            &new.id,
            &new.plan,
            &new.subject,
            address,
            &new.mark,
            &new.rhythm,
            &new.lang,
            &new.asked_at,
            new.confirmed_at.clone(),
            new.told,
        ];
        let columns = "id, plan, subject, address, mark, rhythm, lang, asked_at, confirmed_at, told";
        insert(&mut transaction, "follow", columns, vec![row]).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Somebody who is told, or asked to be.
    pub async fn follow(&self, id: &str) -> Result<Option<Follow>> {
        let row = query("SELECT * FROM follow WHERE id = $1")
            .bind(id.to_owned())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(follow).transpose()
    }

    /// The mail address of somebody who is told.
    pub async fn follow_address(&self, id: &str) -> Result<Option<String>> {
        let mut connection = self.pool.acquire().await?;
        let kept: Option<String> = sqlx::query_scalar("SELECT address FROM follow WHERE id = $1")
            .bind(id.to_owned())
            .fetch_optional(&mut *connection)
            .await?;
        match kept {
            Some(kept) => hidden::shown(&mut connection, &owner(id), &kept).await,
            None => Ok(None),
        }
    }

    /// Notes that an address was confirmed: from now on it is told of what changes.
    pub async fn confirm_follow(&self, id: &str, now: Timestamp) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE follow SET confirmed_at = $1, told = (SELECT COALESCE(MAX(n.id), 0) FROM news n \
             WHERE n.plan = follow.plan) WHERE id = $2 AND confirmed_at IS NULL",
        )
        .bind(stamp(now))
        .bind(id.to_owned())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// How many are called whose names begin so; names are hexadecimal.
    pub async fn count_follows_like(&self, beginning: &str) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM follow WHERE id > $1 AND id < $2 AND confirmed_at IS NOT NULL AND rhythm = $3";
        // A `g` stands behind every digit, whatever the collation.
        let count =
            sqlx::query_scalar(sql).bind(beginning.to_owned()).bind(format!("{beginning}g")).bind(CALLED);
        Ok(count.fetch_one(&self.pool).await?)
    }

    /// Forgets somebody who is told, with the address and its key.
    pub async fn end_follow(&self, id: &str) -> Result<()> {
        let mut transaction = self.pool.begin_with(self.begin()).await?;
        for (sql, bound) in [
            ("DELETE FROM follow WHERE id = $1", id.to_owned()),
            ("DELETE FROM personal_key WHERE owner = $1", owner(id)),
        ] {
            sqlx::query(sql).bind(bound).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Forgets those who did not confirm since a moment; gives how many.
    pub async fn forget_unconfirmed(&self, before: Timestamp) -> Result<usize> {
        let ids: Vec<String> =
            sqlx::query_scalar("SELECT id FROM follow WHERE confirmed_at IS NULL AND asked_at < $1")
                .bind(stamp(before))
                .fetch_all(&self.pool)
                .await?;
        for id in &ids {
            self.end_follow(id).await?;
        }
        Ok(ids.len())
    }

    /// Asks for a mail to each who is told in a rhythm and has not been told of something, some at a time, each lot with what was told
    /// since in one transaction: asked for once, however many servers ask, and what was not asked for when a server was killed is
    /// asked for the next time. Gives how many.
    pub async fn enqueue_follows(&self, plan: &str, rhythm: &str, now: Timestamp) -> Result<u64> {
        let last: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM news WHERE plan = $1")
            .bind(plan.to_owned())
            .fetch_one(&self.pool)
            .await?;
        let (mut count, mut after) = (0, String::new());
        loop {
            let (asked, up_to) = self.enqueue_some((plan, rhythm), (&after, last), now).await?;
            count += asked;
            match up_to {
                Some(id) => after = id,
                None => return Ok(count),
            }
        }
    }

    /// Asks for the mails to those behind a name in their order; gives how many, and the last name when there may be more.
    async fn enqueue_some(
        &self,
        (plan, rhythm): (&str, &str),
        (after, last): (&str, i64),
        now: Timestamp,
    ) -> Result<(u64, Option<String>)> {
        let up_to =
            "SELECT id FROM follow WHERE plan = $1 AND rhythm = $2 AND id > $3 ORDER BY id LIMIT 1 OFFSET $4";
        let up_to: Option<String> = sqlx::query_scalar(up_to)
            .bind(plan.to_owned())
            .bind(rhythm.to_owned())
            .bind(after.to_owned())
            .bind(BATCH - 1)
            .fetch_optional(&self.pool)
            .await?;
        let those = "f.plan = $1 AND f.rhythm = $2 AND f.id > $3 AND (f.id <= $4 OR $5 = '') \
                     AND f.confirmed_at IS NOT NULL AND f.told < $6";
        let until = up_to.clone().unwrap_or_default();
        let lot = || cells![plan, rhythm, after, &until, &until, last];
        let waiting = format!("SELECT 1 FROM follow f WHERE {those} LIMIT 1");
        if bind(query(&waiting), lot()).fetch_optional(&self.pool).await?.is_none() {
            return Ok((0, up_to));
        }
        let mut transaction = self.pool.begin_with(self.begin()).await?;
        sqlx::query("UPDATE generation SET value = value WHERE id = 1").execute(&mut *transaction).await?;
        let head: String = sqlx::query_scalar("SELECT head_hash FROM generation WHERE id = 1")
            .fetch_one(&mut *transaction)
            .await?;
        let mark: String = head.chars().take(12).collect();
        let kind = if rhythm == CALLED { "webhook" } else { "mail" };
        let asking = format!(
            "INSERT INTO job (id, kind, job_key, subject, payload, mark, state, attempts, run_at, leased_by, fault, \
             created_at) SELECT (SELECT COALESCE(MAX(j.id), 0) FROM job j) + ROW_NUMBER() OVER (ORDER BY f.id), \
             '{kind}', 'follow/' || f.id || '/' || CAST($7 AS TEXT), 'follow/' || f.id, \
             CAST(f.told AS TEXT) || '-' || CAST($8 AS TEXT), $9 || f.id || CAST($10 AS TEXT), 'waiting', 0, $11, '', '', $12 \
             FROM follow f WHERE {those} AND EXISTS (SELECT 1 FROM news n WHERE n.plan = f.plan AND n.id > f.told \
             AND n.id <= $13 AND {IS_FOLLOWED}) ON CONFLICT (kind, job_key) DO NOTHING"
        );
        let mut cells = lot();
        cells.extend(cells![last, last, mark, last, stamp(now), stamp(now), last]);
        let done = bind(query(&asking), cells).execute(&mut *transaction).await?;
        let told =
            format!("UPDATE follow SET told = $7 WHERE id IN (SELECT f.id FROM follow f WHERE {those})");
        let mut cells = lot();
        cells.extend(cells![last]);
        bind(query(&told), cells).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok((done.rows_affected(), up_to))
    }
}

fn news(row: &AnyRow) -> Result<News> {
    let row = Row::new("news", row);
    Ok(News {
        id: row.int("id")?,
        plan: row.text("plan")?,
        subject: row.text("subject")?,
        kind: row.text("kind")?,
        zh: row.text("zh")?,
        en: row.text("en")?,
        link: row.text("link")?,
        at: row.text("at")?,
        about: Vec::new(),
    })
}

fn follow(row: &AnyRow) -> Result<Follow> {
    let row = Row::new("follow", row);
    Ok(Follow {
        id: row.text("id")?,
        plan: row.text("plan")?,
        subject: row.text("subject")?,
        mark: row.text("mark")?,
        rhythm: row.text("rhythm")?,
        lang: row.text("lang")?,
        asked_at: row.text("asked_at")?,
        confirmed_at: row.maybe_text("confirmed_at")?,
        told: row.int("told")?,
    })
}
