//! Reports that people write: drafts, their makings from the data, what people wrote, and what was issued.

use crate::audit::Deed;
use crate::people::next_id;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, StoreError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

/// A report that somebody writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReportDraft {
    /// Number.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// Name of the outline.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The outline as a file.
    pub outline: String,
    /// Account that began it.
    pub made_by: String,
    /// When.
    pub made_at: String,
    /// When it was taken back; `None` while it is worked at.
    pub withdrawn_at: Option<String>,
}

/// A making of a report from the data of a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReportMaking {
    /// From 1 for each report.
    pub number: i64,
    /// Version of the plan.
    pub version: i64,
    /// The last year whose figures counted.
    pub as_of: i32,
    /// Figures that became known after this day do not count.
    pub known_at: String,
    /// What each block said, as JSON.
    pub blocks: String,
    /// Account that made it.
    pub made_by: String,
    /// When.
    pub made_at: String,
}

/// What somebody wrote to a block of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReportText {
    /// Number.
    pub id: i64,
    /// Section and line of the outline: 3.2.
    pub place: String,
    /// `text`, or `comment`.
    pub kind: String,
    /// What was written; empty for a text that was taken out.
    pub words: String,
    /// Account that wrote it.
    pub made_by: String,
    /// When.
    pub made_at: String,
}

/// A report as it was issued.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReportIssue {
    /// The making that was issued.
    pub making: i64,
    /// Number of the document; may be empty.
    pub number: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The manifest that the seal is over.
    pub manifest: String,
    /// The seal; empty where no key is kept.
    pub seal: String,
    /// Account that issued it.
    pub issued_by: String,
    /// When.
    pub issued_at: String,
}

impl Store {
    /// Begins a report with its first making; gives its number.
    pub async fn begin_report(
        &self,
        draft: &ReportDraft,
        making: &ReportMaking,
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        let id = next_id(write.connection(), "report_draft").await?;
        write.touch("report_draft", cells![id]).await?;
        sqlx::query(
            "INSERT INTO report_draft (id, plan, kind, title, outline, made_by, made_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(draft.plan.clone())
        .bind(draft.kind.clone())
        .bind(draft.title.clone())
        .bind(draft.outline.clone())
        .bind(change.who.clone())
        .bind(change.at())
        .execute(write.connection())
        .await?;
        make(&mut write, (&draft.plan, id, 1), making, change).await?;
        write
            .finish(Deed::new("draft.begin", format!("{}/report/{id}", draft.plan)).after(&draft.title))
            .await?;
        Ok(id)
    }

    /// Adds a making; gives its number.
    ///
    /// # Errors
    /// There is no such report of the plan, or it was taken back or issued.
    pub async fn add_report_making(
        &self,
        (plan, id): (&str, i64),
        making: &ReportMaking,
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        let number = {
            let rows = sqlx::query_scalar::<_, i64>(
                "SELECT COALESCE(MAX(m.number), 0) + 1 FROM report_making m JOIN report_draft d ON d.id = m.draft \
                 WHERE m.draft = $1 AND m.plan = $2 AND d.withdrawn_at IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM report_issue i WHERE i.draft = d.id)",
            );
            rows.bind(id).bind(plan.to_owned()).fetch_one(write.connection()).await?
        };
        // A report has a making from its beginning on.
        if number < 2 {
            return Err(missing(id));
        }
        make(&mut write, (plan, id, number), making, change).await?;
        write.finish(Deed::new("draft.make", format!("{plan}/report/{id}")).after(&making.known_at)).await?;
        Ok(number)
    }

    /// Writes to a block; gives the number of what was written.
    ///
    /// # Errors
    /// There is no such report of the plan, or it was taken back or issued.
    pub async fn add_report_text(
        &self,
        (plan, id): (&str, i64),
        (place, kind, words): (&str, &str, &str),
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        let number = next_id(write.connection(), "report_text").await?;
        write.touch("report_text", cells![number]).await?;
        let done = sqlx::query(
            "INSERT INTO report_text (id, draft, plan, place, kind, words, made_by, made_at) \
             SELECT $1, d.id, d.plan, $2, $3, $4, $5, $6 FROM report_draft d \
             WHERE d.id = $7 AND d.plan = $8 AND d.withdrawn_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM report_issue i WHERE i.draft = d.id)",
        )
        .bind(number)
        .bind(place.to_owned())
        .bind(kind.to_owned())
        .bind(words.to_owned())
        .bind(change.who.clone())
        .bind(change.at())
        .bind(id)
        .bind(plan.to_owned())
        .execute(write.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Err(missing(id));
        }
        let deed = Deed::new("draft.write", format!("{plan}/report/{id}/{place}"));
        write.finish(deed.after(&[kind, words])).await?;
        Ok(number)
    }

    /// Issues a report with its file.
    ///
    /// # Errors
    /// There is no such report of the plan, or it was taken back or issued before.
    pub async fn issue_report(
        &self,
        (plan, id): (&str, i64),
        issue: &ReportIssue,
        content: &[u8],
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("report_issue", cells![id]).await?;
        let done = sqlx::query(
            "INSERT INTO report_issue \
             (draft, plan, making, number, sha256, manifest, seal, content, issued_by, issued_at) \
             SELECT d.id, d.plan, $1, $2, $3, $4, $5, $6, $7, $8 FROM report_draft d \
             WHERE d.id = $9 AND d.plan = $10 AND d.withdrawn_at IS NULL \
             AND NOT EXISTS (SELECT 1 FROM report_issue i WHERE i.draft = d.id)",
        )
        .bind(issue.making)
        .bind(issue.number.clone())
        .bind(issue.sha256.clone())
        .bind(issue.manifest.clone())
        .bind(issue.seal.clone())
        .bind(STANDARD.encode(content))
        .bind(change.who.clone())
        .bind(change.at())
        .bind(id)
        .bind(plan.to_owned())
        .execute(write.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Err(missing(id));
        }
        write.finish(Deed::new("draft.issue", format!("{plan}/report/{id}")).after(&issue.sha256)).await?;
        Ok(())
    }

    /// Takes a report back that was not issued; it stays, and is listed no more.
    ///
    /// # Errors
    /// There is no such report of the plan, or it was issued.
    pub async fn withdraw_report(&self, plan: &str, id: i64, change: &Change) -> Result<()> {
        if self.report_issue(plan, id).await?.is_some() {
            return Err(missing(id));
        }
        let mut write = self.write(change).await?;
        write.withdraw(("report_draft", "report"), (plan, id), change).await?;
        write.finish(Deed::new("draft.withdraw", format!("{plan}/report/{id}"))).await?;
        Ok(())
    }

    /// The reports of a plan that were not taken back, newest first.
    pub async fn report_drafts(&self, plan: &str) -> Result<Vec<ReportDraft>> {
        let rows =
            query("SELECT * FROM report_draft WHERE plan = $1 AND withdrawn_at IS NULL ORDER BY id DESC")
                .bind(plan.to_owned())
                .fetch_all(&self.pool)
                .await?;
        rows.iter().map(|row| draft(Row::new("report_draft", row))).collect()
    }

    /// A report of a plan, also one that was taken back.
    pub async fn report_draft(&self, plan: &str, id: i64) -> Result<ReportDraft> {
        let row = query("SELECT * FROM report_draft WHERE plan = $1 AND id = $2")
            .bind(plan.to_owned())
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map_or_else(|| Err(missing(id)), |row| draft(Row::new("report_draft", row)))
    }

    /// The makings of a report, the first one first.
    pub async fn report_makings(&self, plan: &str, id: i64) -> Result<Vec<ReportMaking>> {
        let rows = query("SELECT * FROM report_making WHERE plan = $1 AND draft = $2 ORDER BY number")
            .bind(plan.to_owned())
            .bind(id)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| making(Row::new("report_making", row))).collect()
    }

    /// What people wrote to a report, in the order in which they did.
    pub async fn report_texts(&self, plan: &str, id: i64) -> Result<Vec<ReportText>> {
        let rows = query("SELECT * FROM report_text WHERE plan = $1 AND draft = $2 ORDER BY id")
            .bind(plan.to_owned())
            .bind(id)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| text(Row::new("report_text", row))).collect()
    }

    /// How a report was issued; `None` while it was not.
    pub async fn report_issue(&self, plan: &str, id: i64) -> Result<Option<ReportIssue>> {
        let row = query("SELECT * FROM report_issue WHERE plan = $1 AND draft = $2")
            .bind(plan.to_owned())
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(|row| issue(Row::new("report_issue", row))).transpose()
    }

    /// The file that was issued.
    pub async fn report_file(&self, plan: &str, id: i64) -> Result<Vec<u8>> {
        let row = query("SELECT * FROM report_issue WHERE plan = $1 AND draft = $2")
            .bind(plan.to_owned())
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Err(missing(id)) };
        let row = Row::new("report_issue", &row);
        STANDARD.decode(row.text("content")?).map_err(|_| row.damaged("content"))
    }
}

async fn make(
    write: &mut crate::Write<'_>,
    (plan, id, number): (&str, i64, i64),
    making: &ReportMaking,
    change: &Change,
) -> Result<()> {
    write.touch("report_making", cells![id, number]).await?;
    sqlx::query(
        "INSERT INTO report_making (draft, number, plan, version, as_of, known_at, blocks, made_by, made_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(number)
    .bind(plan.to_owned())
    .bind(making.version)
    .bind(i64::from(making.as_of))
    .bind(making.known_at.clone())
    .bind(making.blocks.clone())
    .bind(change.who.clone())
    .bind(change.at())
    .execute(write.connection())
    .await?;
    Ok(())
}

fn missing(id: i64) -> StoreError {
    StoreError::Missing { kind: "report", id: id.to_string() }
}

fn draft(row: Row<'_>) -> Result<ReportDraft> {
    Ok(ReportDraft {
        id: row.int("id")?,
        plan: row.text("plan")?,
        kind: row.text("kind")?,
        title: row.text("title")?,
        outline: row.text("outline")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
        withdrawn_at: row.maybe_text("withdrawn_at")?,
    })
}

fn making(row: Row<'_>) -> Result<ReportMaking> {
    Ok(ReportMaking {
        number: row.int("number")?,
        version: row.int("version")?,
        as_of: row.maybe_year("as_of")?.ok_or_else(|| row.damaged("as_of"))?,
        known_at: row.text("known_at")?,
        blocks: row.text("blocks")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}

fn text(row: Row<'_>) -> Result<ReportText> {
    Ok(ReportText {
        id: row.int("id")?,
        place: row.text("place")?,
        kind: row.text("kind")?,
        words: row.text("words")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}

fn issue(row: Row<'_>) -> Result<ReportIssue> {
    Ok(ReportIssue {
        making: row.int("making")?,
        number: row.text("number")?,
        sha256: row.text("sha256")?,
        manifest: row.text("manifest")?,
        seal: row.text("seal")?,
        issued_by: row.text("issued_by")?,
        issued_at: row.text("issued_at")?,
    })
}
