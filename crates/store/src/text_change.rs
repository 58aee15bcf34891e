//! What shall be said otherwise in the text of a plan, and the files that versions were read from.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::{attachment, next_id};
use crate::row::{Row, cells, insert, query};
use crate::{Attachment, Change, MatterStep, NewAttachment, PlanKey, Result, Store, Write};
use serde::Serialize;
use sqlx::any::AnyRow;

/// Why a text is changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// Something was found in it.
    Finding,
    /// Somebody asked for it.
    Opinion,
    /// Whoever writes it wants it so.
    #[default]
    Own,
}

impl Cause {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Finding => "finding",
            Self::Opinion => "opinion",
            Self::Own => "own",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Finding, Self::Opinion, Self::Own].into_iter().find(|cause| cause.name() == text)
    }
}

/// Words of a document and what shall stand there instead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TextChange {
    /// The version that was looked at.
    pub version: i64,
    /// Why.
    pub cause: Cause,
    /// Name of the finding, number of the opinion; empty for neither.
    pub caused_by: String,
    /// What was found or asked for.
    pub told: String,
    /// What stands before the words.
    pub before: String,
    /// The words.
    pub words: String,
    /// What stands behind them.
    pub after: String,
    /// How far in the text, in thousandths.
    pub near: i64,
    /// The words that shall stand there.
    pub proposed: String,
}

/// A change with who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTextChange {
    /// Number.
    pub id: i64,
    /// What is changed.
    pub change: TextChange,
    /// Why, in the words of whoever made it.
    pub reason: String,
    /// Who.
    pub who: String,
    /// When, in UTC.
    pub at: String,
    /// Who took it back, and when.
    pub withdrawn: Option<(String, String)>,
}

impl Store {
    /// Keeps a change of the text, and with it what is done about the finding it mends; gives its number. The reason
    /// stands in the change.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when there is no such plan.
    pub async fn add_text_change(
        &self,
        plan: &str,
        new: &TextChange,
        done: Option<&MatterStep<'_>>,
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let id = next_id(write.connection(), "text_change").await?;
        write.touch("text_change", cells![id]).await?;
        let row = cells![
            id,
            plan,
            new.version,
            new.cause.name(),
            &new.caused_by,
            &new.told,
            &new.before,
            &new.words,
            &new.after,
            new.near,
            &new.proposed,
            &change.why,
            &change.who,
            change.at(),
        ];
        insert(
            write.connection(),
            "text_change",
            "id, plan, version, cause, caused_by, told, before, words, after, near, proposed, reason, made_by, made_at",
            vec![row],
        )
        .await?;
        if let Some(work) = done {
            crate::matter::put(&mut write, plan, work).await?;
        }
        write.finish(Deed::new("text.change", format!("{plan}/text/{id}")).after(new)).await?;
        Ok(id)
    }

    /// Takes a change of the text back.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when the plan has no such change that holds.
    pub async fn withdraw_text_change(&self, plan: &str, id: i64, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        write.withdraw(("text_change", "text change"), (plan, id), change).await?;
        write.finish(Deed::new("text.withdraw", format!("{plan}/text/{id}"))).await?;
        Ok(())
    }

    /// All changes of a plan's text, oldest first, with those that were taken back.
    pub async fn text_changes(&self, plan: &str) -> Result<Vec<KeptTextChange>> {
        let rows = query("SELECT * FROM text_change WHERE plan = $1 ORDER BY id")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// The file that a version was read from, when it was kept.
    pub async fn plan_file(&self, plan: &str, version: i64) -> Result<Option<(Attachment, Vec<u8>)>> {
        let id: Option<i64> =
            sqlx::query_scalar("SELECT attachment FROM plan_file WHERE plan = $1 AND version = $2")
                .bind(plan.to_owned())
                .bind(version)
                .fetch_optional(&self.pool)
                .await?;
        match id {
            Some(id) => Ok(Some(self.attachment(id).await?)),
            None => Ok(None),
        }
    }
}

/// Keeps the file of a version inside a write.
pub(crate) async fn keep_file(write: &mut Write<'_>, key: &PlanKey, file: NewAttachment<'_>) -> Result<()> {
    let kept = attachment::insert(write, file).await?;
    write.record(attachment::added(&kept)).await?;
    write.touch("plan_file", cells![&key.plan, key.version]).await?;
    let row = cells![&key.plan, key.version, kept.id];
    insert(write.connection(), "plan_file", "plan, version, attachment", vec![row]).await
}

fn read(row: &AnyRow) -> Result<KeptTextChange> {
    let row = Row::new("text_change", row);
    Ok(KeptTextChange {
        id: row.int("id")?,
        change: TextChange {
            version: row.int("version")?,
            cause: row.word("cause", Cause::parse)?,
            caused_by: row.text("caused_by")?,
            told: row.text("told")?,
            before: row.text("before")?,
            words: row.text("words")?,
            after: row.text("after")?,
            near: row.int("near")?,
            proposed: row.text("proposed")?,
        },
        reason: row.text("reason")?,
        who: row.text("made_by")?,
        at: row.text("made_at")?,
        withdrawn: row.maybe_text("withdrawn_by")?.zip(row.maybe_text("withdrawn_at")?),
    })
}
