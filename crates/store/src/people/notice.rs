use super::next_id;
use crate::audit::Deed;
use crate::job::{self, NewJob};
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, stamp};
use jiff::Timestamp;
use source::Words;

/// A line of somebody's inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Number.
    pub id: i64,
    /// What sort: `deadline`, `returned`, `approved`, `digest`, ...
    pub kind: String,
    /// Where it leads, a path on this server.
    pub link: String,
    /// The words.
    pub words: Words,
    /// When.
    pub at: String,
    /// When it was read.
    pub read_at: Option<String>,
}

/// A notice to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// The account it is for.
    pub account: String,
    /// What makes it one and the same: given twice under one key it stands once in the inbox.
    pub key: String,
    /// What sort.
    pub kind: String,
    /// Where it leads.
    pub link: String,
    /// The words.
    pub words: Words,
}

impl Store {
    /// Puts notices into inboxes, and asks for the jobs that follow from them; gives how many notices were new.
    ///
    /// What a notice tells of has an entry of its own in the audit log; the notices have one together, which seals them.
    pub async fn give_notices(
        &self,
        notices: &[NewNotice],
        jobs: &[(NewNotice, NewJob)],
        now: Timestamp,
    ) -> Result<usize> {
        if !self.has_new_notices(notices).await? {
            return Ok(0);
        }
        let change =
            Change { who: "system".to_owned(), origin: String::new(), when: now, why: String::new() };
        let mut write = self.write(&change).await?;
        let mut new = std::collections::BTreeSet::new();
        for notice in notices {
            let id = next_id(write.connection(), "notice").await?;
            write.touch("notice", cells![id]).await?;
            let done = sqlx::query(
                "INSERT INTO notice (id, account, notice_key, kind, link, zh, en, at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (account, notice_key) DO NOTHING",
            )
            .bind(id)
            .bind(notice.account.clone())
            .bind(notice.key.clone())
            .bind(notice.kind.clone())
            .bind(notice.link.clone())
            .bind(notice.words.zh.clone())
            .bind(notice.words.en.clone())
            .bind(stamp(now))
            .execute(write.connection())
            .await?;
            if done.rows_affected() > 0 {
                new.insert((notice.account.as_str(), notice.key.as_str()));
            }
        }
        if new.is_empty() {
            return Ok(0);
        }
        // What was already in the inbox was already sent.
        let follow: Vec<NewJob> = jobs
            .iter()
            .filter(|(notice, _)| new.contains(&(notice.account.as_str(), notice.key.as_str())))
            .map(|(_, job)| job.clone())
            .collect();
        job::enqueue(write.connection(), &follow, now).await?;
        let count = new.len();
        write.finish(Deed::new("notice.give", "notice").after(&count)).await?;
        Ok(count)
    }

    /// Whether one of the notices is not in its inbox yet; most of those that programs give again and again are.
    async fn has_new_notices(&self, notices: &[NewNotice]) -> Result<bool> {
        for notice in notices {
            let known: Option<i64> =
                sqlx::query_scalar("SELECT id FROM notice WHERE account = $1 AND notice_key = $2")
                    .bind(notice.account.clone())
                    .bind(notice.key.clone())
                    .fetch_optional(&self.pool)
                    .await?;
            if known.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The inbox of an account, newest first.
    pub async fn notices(&self, account: &str, limit: i64) -> Result<Vec<Notice>> {
        let rows = query("SELECT * FROM notice WHERE account = $1 ORDER BY id DESC LIMIT $2")
            .bind(account.to_owned())
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("notice", row);
                Ok(Notice {
                    id: row.int("id")?,
                    kind: row.text("kind")?,
                    link: row.text("link")?,
                    words: Words::new(row.text("zh")?, row.text("en")?),
                    at: row.text("at")?,
                    read_at: row.maybe_text("read_at")?,
                })
            })
            .collect()
    }

    /// How many notices of an account are unread.
    pub async fn unread(&self, account: &str) -> Result<i64> {
        Ok(sqlx::query_scalar("SELECT COUNT(*) FROM notice WHERE account = $1 AND read_at IS NULL")
            .bind(account.to_owned())
            .fetch_one(&self.pool)
            .await?)
    }

    /// Marks all notices of an account up to a number as read.
    pub async fn mark_read(&self, account: &str, up_to: i64, now: Timestamp) -> Result<()> {
        sqlx::query("UPDATE notice SET read_at = $1 WHERE account = $2 AND id <= $3 AND read_at IS NULL")
            .bind(stamp(now))
            .bind(account.to_owned())
            .bind(up_to)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
