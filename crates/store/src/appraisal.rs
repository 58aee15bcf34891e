//! Appraisals (绩效考核): the scheme of a plan, what a person recorded of a body, and sheets that were signed.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::row::{Row, bind, cells, insert, query, replace};
use crate::{Change, Result, Store, Write};
use rust_decimal::Decimal;
use serde::Serialize;
use sqlx::any::AnyRow;

/// A scheme of appraisal, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AppraisalScheme {
    /// Its number, from 1.
    pub number: i64,
    /// Its text.
    pub text: String,
    /// Why it was changed.
    pub reason: String,
    /// Who wrote it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

/// What a person recorded of a body for a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AppraisalMark {
    /// The year.
    pub year: i64,
    /// The body, by name.
    pub body: String,
    /// Id of the target or task, or name of what is the scheme's own.
    pub item: String,
    /// The points; `None` once it was taken back.
    #[serde(serialize_with = "crate::project::printed")]
    pub points: Option<Decimal>,
    /// Why.
    pub reason: String,
    /// Where it is written.
    pub source: String,
    /// Who recorded it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

/// A sheet as somebody signed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AppraisalSignature {
    /// The year.
    pub year: i64,
    /// The body, by name.
    pub body: String,
    /// Its number, from 1; 0 for the next.
    pub number: i64,
    /// The version of the plan.
    pub version: i64,
    /// The number of the scheme; 0 for the shipped one.
    pub scheme: i64,
    /// The points.
    #[serde(serialize_with = "crate::project::printed")]
    pub total: Option<Decimal>,
    /// The grade.
    pub grade: String,
    /// The sheet, line by line.
    pub text: String,
    /// The hash of the text.
    pub sha256: String,
    /// Who signed, as the name is written.
    pub name: String,
    /// What is said with it.
    pub words: String,
    /// The account that signed.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

const SCHEME: &str = "plan, number, text, reason, made_by, made_at";
const MARK: &str = "plan, year, body, item, points, reason, source, made_by, made_at";
const SIGNATURE: &str =
    "plan, year, body, number, version, scheme, total, grade, text, sha256, name, words, made_by, made_at";

impl Store {
    /// Keeps a scheme as the one that holds from now on.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when there is no such plan.
    pub async fn put_appraisal_scheme(
        &self,
        plan: &str,
        (text, reason): (&str, &str),
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let sql = "SELECT MAX(number) FROM appraisal_scheme WHERE plan = $1";
        let last: Option<i64> =
            sqlx::query_scalar(sql).bind(plan.to_owned()).fetch_one(write.connection()).await?;
        let number = last.unwrap_or(0) + 1;
        write.touch("appraisal_scheme", cells![plan, number]).await?;
        let row = cells![plan, number, text, reason, &change.who, change.at()];
        insert(write.connection(), "appraisal_scheme", SCHEME, vec![row]).await?;
        let deed = Deed::new("appraisal.scheme", format!("{plan}/appraisal/{number}"));
        write.finish(deed.after(&text)).await?;
        Ok(number)
    }

    /// The scheme that holds; `None` while the plan has none of its own.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn appraisal_scheme(&self, plan: &str) -> Result<Option<AppraisalScheme>> {
        let sql = "SELECT * FROM appraisal_scheme WHERE plan = $1 ORDER BY number DESC LIMIT 1";
        let row = bind(query(sql), cells![plan]).fetch_optional(&self.pool).await?;
        row.as_ref().map(scheme).transpose()
    }

    /// Records something of a body, in place of what was recorded of the same before.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when there is no such plan.
    pub async fn put_appraisal_mark(&self, plan: &str, one: &AppraisalMark, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        write.touch("appraisal_mark", cells![plan, one.year, &one.body, &one.item]).await?;
        let row = cells![
            plan,
            one.year,
            &one.body,
            &one.item,
            one.points,
            &one.reason,
            &one.source,
            &change.who,
            change.at(),
        ];
        let key = ["plan", "year", "body", "item"];
        replace(write.connection(), ("appraisal_mark", MARK), &key, vec![row]).await?;
        let subject = format!("{plan}/appraisal/{}/{}", one.year, one.body);
        write.finish(Deed::new("appraisal.mark", subject).after(&one)).await?;
        Ok(())
    }

    /// What was recorded of the bodies of a plan for a year, also what was taken back.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn appraisal_marks(&self, plan: &str, year: i64) -> Result<Vec<AppraisalMark>> {
        let sql = "SELECT * FROM appraisal_mark WHERE plan = $1 AND year = $2 ORDER BY body, item";
        let rows = bind(query(sql), cells![plan, year]).fetch_all(&self.pool).await?;
        rows.iter().map(mark).collect()
    }

    /// Keeps a sheet as somebody signed it; gives the number of the signature.
    ///
    /// # Errors
    /// [`crate::StoreError::Missing`] when there is no such plan.
    pub async fn sign_appraisal(&self, plan: &str, one: &AppraisalSignature, change: &Change) -> Result<i64> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let number = next(&mut write, plan, one).await?;
        write.touch("appraisal_signature", cells![plan, one.year, &one.body, number]).await?;
        let row = cells![
            plan,
            one.year,
            &one.body,
            number,
            one.version,
            one.scheme,
            one.total,
            &one.grade,
            &one.text,
            &one.sha256,
            &one.name,
            &one.words,
            &change.who,
            change.at(),
        ];
        insert(write.connection(), "appraisal_signature", SIGNATURE, vec![row]).await?;
        let subject = format!("{plan}/appraisal/{}/{}", one.year, one.body);
        write.finish(Deed::new("appraisal.sign", subject).after(&one)).await?;
        Ok(number)
    }

    /// What was signed of a plan for a year, by body and number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn appraisal_signatures(&self, plan: &str, year: i64) -> Result<Vec<AppraisalSignature>> {
        let sql = "SELECT * FROM appraisal_signature WHERE plan = $1 AND year = $2 ORDER BY body, number";
        let rows = bind(query(sql), cells![plan, year]).fetch_all(&self.pool).await?;
        rows.iter().map(signature).collect()
    }
}

async fn next(write: &mut Write<'_>, plan: &str, one: &AppraisalSignature) -> Result<i64> {
    let sql = "SELECT MAX(number) FROM appraisal_signature WHERE plan = $1 AND year = $2 AND body = $3";
    let found = sqlx::query_scalar(sql).bind(plan.to_owned()).bind(one.year).bind(one.body.clone());
    let last: Option<i64> = found.fetch_one(write.connection()).await?;
    Ok(last.unwrap_or(0) + 1)
}

fn scheme(row: &AnyRow) -> Result<AppraisalScheme> {
    let row = Row::new("appraisal_scheme", row);
    Ok(AppraisalScheme {
        number: row.int("number")?,
        text: row.text("text")?,
        reason: row.text("reason")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}

fn mark(row: &AnyRow) -> Result<AppraisalMark> {
    let row = Row::new("appraisal_mark", row);
    Ok(AppraisalMark {
        year: row.int("year")?,
        body: row.text("body")?,
        item: row.text("item")?,
        points: row.decimal("points")?,
        reason: row.text("reason")?,
        source: row.text("source")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}

fn signature(row: &AnyRow) -> Result<AppraisalSignature> {
    let row = Row::new("appraisal_signature", row);
    Ok(AppraisalSignature {
        year: row.int("year")?,
        body: row.text("body")?,
        number: row.int("number")?,
        version: row.int("version")?,
        scheme: row.int("scheme")?,
        total: row.decimal("total")?,
        grade: row.text("grade")?,
        text: row.text("text")?,
        sha256: row.text("sha256")?,
        name: row.text("name")?,
        words: row.text("words")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}
