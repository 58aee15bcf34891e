use super::next_id;
use crate::audit::Deed;
use crate::plan_rows::read_dimensions;
use crate::row::{Cell, MAX_BOUND, Row, bind, cells, holes, insert, query};
use crate::{Change, Result, Store, StoreError, Write};
use ::duty::Stage;
use ::plan::{Dimensions, Status};
use rust_decimal::Decimal;
use serde::Serialize;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A figure that somebody hands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The plan.
    pub plan: String,
    /// Name of the indicator.
    pub indicator: String,
    /// The region; empty for the plan's own.
    pub region: String,
    /// The year it is for.
    pub year: i32,
    /// The value in `unit`; `None` while a draft is unfinished.
    #[serde(serialize_with = "digits")]
    pub value: Option<Decimal>,
    /// Unit, one that converts to the indicator's.
    pub unit: String,
    /// How firm it is.
    #[serde(serialize_with = "status_name")]
    pub status: Status,
    /// Where it comes from.
    pub source: String,
    /// What the reviewer should know.
    pub comment: String,
    /// Number of an attached file.
    pub attachment: Option<i64>,
    /// What narrows it besides the region; none for the whole. Left out of the log's entry where there is none, so that
    /// entries from before say the same.
    #[serde(serialize_with = "as_text", skip_serializing_if = "Dimensions::is_empty")]
    pub dimensions: Dimensions,
}

impl Figure {
    /// Whose figure it is, for people: region and part (南坪县 城镇); empty for all of the plan's own region.
    pub fn whose(&self) -> String {
        [self.region.as_str(), &self.dimensions.words()].join(" ").trim().to_owned()
    }
}

fn as_text<S: serde::Serializer>(value: &Dimensions, s: S) -> std::result::Result<S::Ok, S::Error> {
    s.collect_str(value)
}

fn digits<S: serde::Serializer>(value: &Option<Decimal>, s: S) -> std::result::Result<S::Ok, S::Error> {
    match value {
        Some(value) => s.serialize_str(&value.to_string()),
        None => s.serialize_none(),
    }
}

fn status_name<S: serde::Serializer>(status: &Status, s: S) -> std::result::Result<S::Ok, S::Error> {
    s.serialize_str(status.name())
}

/// A figure on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Submitted {
    /// Number.
    pub id: i64,
    /// The key chosen by the form that made it.
    #[serde(skip)]
    pub client_key: String,
    /// What is handed in.
    #[serde(flatten)]
    pub figure: Figure,
    /// Where it stands.
    #[serde(serialize_with = "stage_name")]
    pub stage: Stage,
    /// Why it was returned, or what the last step said.
    pub reason: String,
    /// Account that wrote it.
    pub author: String,
    /// Office it speaks for.
    pub office: String,
    /// Whether a county reviews before the city.
    pub below_county: bool,
    /// When it last changed.
    pub changed_at: String,
    /// When it was submitted last.
    pub submitted_at: Option<String>,
    /// The moment before which it is not made public.
    pub embargo: Option<String>,
}

impl Submitted {
    /// What the audit log calls it.
    pub(crate) fn subject(&self) -> String {
        format!("{}/{}/submission/{}", self.figure.plan, self.figure.indicator, self.id)
    }
}

fn stage_name<S: serde::Serializer>(stage: &Stage, s: S) -> std::result::Result<S::Ok, S::Error> {
    s.serialize_str(stage.name())
}

/// Which submissions to list.
#[derive(Clone, Debug, Default)]
pub struct SubmissionFilter {
    /// Only of this plan.
    pub plan: Option<String>,
    /// Only in these stages; empty means all.
    pub stages: Vec<Stage>,
    /// Only of these offices; `None` means all.
    pub offices: Option<BTreeSet<String>>,
    /// Only of this author.
    pub author: Option<String>,
    /// Only of this indicator.
    pub indicator: Option<String>,
    /// Only with this file attached.
    pub attachment: Option<i64>,
    /// Only for this year and later ones.
    pub since: Option<i32>,
    /// Only submitted at this moment or before.
    pub submitted_until: Option<String>,
    /// Leave out this many.
    pub offset: i64,
    /// At most this many; `None` means all.
    pub limit: Option<i64>,
}

impl SubmissionFilter {
    /// The condition in SQL, which holds names of columns and numbers of holes only, and what goes into the holes.
    fn condition(&self) -> (String, Vec<Cell>) {
        let mut sql = "1 = 1".to_owned();
        let mut bound: Vec<Cell> = Vec::new();
        let mut one_of = |column: &str, values: Vec<Cell>| {
            if values.is_empty() {
                sql.push_str(" AND 1 = 0");
                return;
            }
            let _ = write!(sql, " AND {column} IN ({})", holes(bound.len() + 1, values.len()));
            bound.extend(values);
        };
        let texts = [("plan", &self.plan), ("author", &self.author), ("indicator", &self.indicator)];
        for (column, wanted) in texts {
            if let Some(wanted) = wanted {
                one_of(column, vec![wanted.clone().into()]);
            }
        }
        if let Some(attachment) = self.attachment {
            one_of("attachment", vec![attachment.into()]);
        }
        if !self.stages.is_empty() {
            one_of("stage", self.stages.iter().map(|stage| stage.name().to_owned().into()).collect());
        }
        if let Some(offices) = &self.offices {
            one_of("office", offices.iter().map(|office| office.clone().into()).collect());
        }
        let mut bounded = |condition: &str, bound_by: Cell| {
            bound.push(bound_by);
            let _ = write!(sql, " AND {condition} ${}", bound.len());
        };
        if let Some(year) = self.since {
            bounded("year >=", i64::from(year).into());
        }
        if let Some(moment) = &self.submitted_until {
            bounded("submitted_at <=", moment.clone().into());
        }
        (sql, bound)
    }
}

impl Store {
    /// Saves a draft and gives its number.
    ///
    /// `client_key` is chosen by the form: a draft that is sent again under the same key by the same author changes
    /// that draft, and one that was already submitted stays as it is, so that a lost answer never doubles a figure.
    pub async fn save_draft(
        &self,
        figure: &Figure,
        client_key: &str,
        office: (&str, bool),
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        let saved = save(&mut write, figure, client_key, office).await?;
        if let Some(deed) = saved.deed {
            write.finish(deed).await?;
        }
        Ok(saved.now.id)
    }

    /// One submission.
    pub async fn submission(&self, id: i64) -> Result<Submitted> {
        let mut connection = self.pool.acquire().await?;
        one(&mut connection, id).await
    }

    /// The submissions that a filter lets through, the last changed first.
    pub async fn submissions(&self, filter: &SubmissionFilter) -> Result<Vec<Submitted>> {
        let (condition, bound) = filter.condition();
        let mut sql = format!("SELECT * FROM submission WHERE {condition} ORDER BY changed_at DESC, id DESC");
        if let Some(limit) = filter.limit {
            let _ = write!(sql, " LIMIT {limit} OFFSET {}", filter.offset);
        }
        let query = bind(query(&sql), bound);
        query.fetch_all(&self.pool).await?.iter().map(read).collect()
    }

    /// How many submissions a filter lets through, whatever its limit, and when the last of them was submitted.
    pub async fn count_submissions(&self, filter: &SubmissionFilter) -> Result<(i64, Option<String>)> {
        let (condition, bound) = filter.condition();
        let sql =
            format!("SELECT COUNT(*) AS n, MAX(submitted_at) AS last FROM submission WHERE {condition}");
        let row = bind(query(&sql), bound).fetch_one(&self.pool).await?;
        let row = Row::new("submission", &row);
        Ok((row.int("n")?, row.maybe_text("last")?))
    }

    /// How many submissions stand in each stage, for a plan.
    pub async fn submission_counts(&self, plan: &str) -> Result<BTreeMap<Stage, i64>> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT stage, COUNT(*) FROM submission WHERE plan = $1 GROUP BY stage ORDER BY stage",
        )
        .bind(plan.to_owned())
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().filter_map(|(stage, count)| Some((Stage::parse(&stage)?, count))).collect())
    }
}

/// A draft as it was saved.
pub(super) struct Saved {
    /// As it stands now.
    pub(super) now: Submitted,
    /// What the audit log says; nothing when it was submitted before and stays as it is.
    pub(super) deed: Option<Deed>,
}

/// Saves a draft as [`Store::save_draft`] says; the caller records it.
pub(super) async fn save(
    write: &mut Write<'_>,
    figure: &Figure,
    client_key: &str,
    office: (&str, bool),
) -> Result<Saved> {
    let change = write.change().clone();
    let known = query("SELECT * FROM submission WHERE author = $1 AND client_key = $2")
        .bind(change.who.clone())
        .bind(client_key.to_owned())
        .fetch_optional(write.connection())
        .await?;
    let known = known.as_ref().map(read).transpose()?;
    let known = match known {
        Some(known) if !matches!(known.stage, Stage::Draft | Stage::Returned) => {
            return Ok(Saved { now: known, deed: None });
        }
        known => known,
    };
    let id = match &known {
        Some(known) => {
            sqlx::query("DELETE FROM submission WHERE id = $1")
                .bind(known.id)
                .execute(write.connection())
                .await?;
            known.id
        }
        None => next_id(write.connection(), "submission").await?,
    };
    let now = Submitted {
        id,
        client_key: client_key.to_owned(),
        figure: figure.clone(),
        stage: known.as_ref().map_or(Stage::Draft, |known| known.stage),
        reason: known.as_ref().map(|known| known.reason.clone()).unwrap_or_default(),
        author: change.who.clone(),
        office: office.0.to_owned(),
        below_county: office.1,
        changed_at: change.at(),
        submitted_at: known.as_ref().and_then(|known| known.submitted_at.clone()),
        embargo: None,
    };
    keep(write.connection(), std::slice::from_ref(&now)).await?;
    let mut deed = Deed::new("submission.save", now.subject()).after(&now);
    if let Some(known) = &known {
        deed = deed.before(known);
    }
    Ok(Saved { now, deed: Some(deed) })
}

/// Inserts submissions as they are.
pub(super) async fn keep(connection: &mut AnyConnection, submissions: &[Submitted]) -> Result<()> {
    let cells_of = |submitted: &Submitted| {
        let figure = &submitted.figure;
        cells![
            submitted.id,
            &submitted.client_key,
            &figure.plan,
            &figure.indicator,
            &figure.region,
            i64::from(figure.year),
            figure.value.map(|value| value.to_string()),
            &figure.unit,
            figure.status.name(),
            &figure.source,
            &figure.comment,
            figure.attachment,
            submitted.stage.name(),
            &submitted.reason,
            &submitted.author,
            &submitted.office,
            i64::from(submitted.below_county),
            &submitted.changed_at,
            submitted.submitted_at.clone(),
            Some(figure.dimensions.to_string()).filter(|dimensions| !dimensions.is_empty()),
        ]
    };
    let columns = "id, client_key, plan, indicator, region, year, value, unit, status, source, comment, \
                   attachment, stage, reason, author, office, below_county, changed_at, submitted_at, \
                   dimensions";
    for some in submissions.chunks(2000) {
        insert(connection, "submission", columns, some.iter().map(cells_of).collect()).await?;
    }
    Ok(())
}

/// Submissions by their numbers, in that order.
pub(super) async fn several(connection: &mut AnyConnection, ids: &[i64]) -> Result<Vec<Submitted>> {
    let mut known: BTreeMap<i64, Submitted> = BTreeMap::new();
    for ids in ids.chunks(MAX_BOUND) {
        let sql = format!("SELECT * FROM submission WHERE id IN ({})", holes(1, ids.len()));
        let query = bind(query(&sql), ids.iter().map(|id| (*id).into()));
        for row in query.fetch_all(&mut *connection).await? {
            let one = read(&row)?;
            known.insert(one.id, one);
        }
    }
    let missing = |id: &i64| StoreError::Missing { kind: "submission", id: id.to_string() };
    ids.iter().map(|id| known.remove(id).ok_or_else(|| missing(id))).collect()
}

async fn one(connection: &mut AnyConnection, id: i64) -> Result<Submitted> {
    let row = query("SELECT * FROM submission WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| StoreError::Missing { kind: "submission", id: id.to_string() })?;
    read(&row)
}

pub(crate) fn read(row: &sqlx::any::AnyRow) -> Result<Submitted> {
    let row = Row::new("submission", row);
    Ok(Submitted {
        id: row.int("id")?,
        client_key: row.text("client_key")?,
        figure: Figure {
            plan: row.text("plan")?,
            indicator: row.text("indicator")?,
            region: row.text("region")?,
            year: row.maybe_year("year")?.ok_or_else(|| row.damaged("year"))?,
            value: row.decimal("value")?,
            unit: row.text("unit")?,
            status: row.word("status", Status::parse)?,
            source: row.text("source")?,
            comment: row.text("comment")?,
            attachment: row.maybe_int("attachment")?,
            dimensions: read_dimensions(row)?,
        },
        stage: row.word("stage", Stage::parse)?,
        reason: row.text("reason")?,
        author: row.text("author")?,
        office: row.text("office")?,
        below_county: row.flag("below_county")?,
        changed_at: row.text("changed_at")?,
        submitted_at: row.maybe_text("submitted_at")?,
        embargo: row.maybe_text("embargo")?,
    })
}
