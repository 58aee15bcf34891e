use crate::correct::KeptCorrection;
use crate::finding::Finding;
use crate::plan_rows::{Table, get};
use crate::row::{Row, query};
use crate::{FigureChoice, PlanKey, PlanMark, Result, Store, StoreError, stamp};
use correction::{Trace, Unmatched};
use document::Document;
use jiff::Timestamp;
use plan::{Observation, Period, Plan, Source, Target};
use reading::layout;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

/// A plan in the list of plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanSummary {
    /// Id and version: the current one, or the newest published one when only these were asked for.
    pub key: PlanKey,
    /// Title as printed.
    pub title: String,
    /// Name of the region, when known.
    pub region: Option<String>,
    /// Id of the region in the tree.
    pub region_id: Option<String>,
    /// The years it covers.
    pub period: Option<Period>,
}

/// Which plans to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanFilter {
    /// Only plans of this region id.
    pub region: Option<String>,
    /// Only plans whose title contains this text.
    pub search: Option<String>,
    /// Only plans with a version that is open to the public, in the newest of these.
    pub published: bool,
    /// Also plans that were put away.
    pub archived: bool,
    /// How many to leave out at the front.
    pub offset: i64,
    /// How many to give; none for all.
    pub limit: Option<i64>,
}

/// A version in the history of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanVersion {
    /// Version, from 1.
    pub version: i64,
    /// Title in this version.
    pub title: String,
    /// When it was loaded, in UTC.
    pub at: String,
    /// By whom.
    pub who: String,
    /// Why.
    pub why: String,
    /// The file it was read from.
    pub source: Option<Source>,
}

/// A version of a plan with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct StoredPlan {
    /// Id and version.
    pub key: PlanKey,
    /// The plan; its observations are those of the document.
    pub plan: Plan,
    /// The document, when one was loaded.
    pub document: Option<Document>,
    /// What readers, compiler and checks found.
    pub findings: Vec<Finding>,
    /// Figures that came later, on indicators of this version.
    pub figures: Vec<Observation>,
    /// Figures whose indicator this version does not have; `indicator` holds the name.
    pub unmatched: Vec<Observation>,
    /// This version in the history.
    pub version: PlanVersion,
    /// What people put right, with what became of it; `plan` is what came out. The findings are those of the reading.
    pub corrections: Corrections,
    /// Who may see the plan, and whether it is put away.
    pub mark: PlanMark,
    /// What was decided about its figures, the latest first.
    pub choices: Vec<FigureChoice>,
}

/// What people put right in a plan.
#[derive(Clone, Debug, Default)]
pub struct Corrections {
    /// In the order in which they were made; what was taken back is left out.
    pub kept: Vec<KeptCorrection>,
    /// What each did to the version.
    pub traces: Vec<Trace>,
    /// What could not be applied to it.
    pub unmatched: Vec<Unmatched>,
}

impl Store {
    /// The plans in the order they were first loaded, and how many there are without `offset` and `limit`.
    pub async fn plans(&self, filter: &PlanFilter) -> Result<(Vec<PlanSummary>, i64)> {
        // What the public sees of a plan is its newest published version; others see the newest of all.
        const FROM: &str = "FROM plan p JOIN plan_version v ON v.plan = p.id AND v.version = CASE $3 WHEN 0 \
             THEN p.version ELSE (SELECT MAX(o.version) FROM publication o WHERE o.plan = p.id) END \
             LEFT JOIN region r ON r.id = p.region \
             WHERE ($1 = '' OR p.region = $1) AND ($2 = '' OR LOWER(v.title) LIKE $2 ESCAPE '!') AND ($4 = 1 OR \
             NOT EXISTS (SELECT 1 FROM plan_mark m WHERE m.plan = p.id AND m.archived_at IS NOT NULL))";
        let region = filter.region.clone().unwrap_or_default();
        let search = filter.search.as_deref().map(like).unwrap_or_default();
        let total = format!("SELECT COUNT(*) {FROM}");
        let total: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(total))
            .bind(region.clone())
            .bind(search.clone())
            .bind(i64::from(filter.published))
            .bind(i64::from(filter.archived))
            .fetch_one(&self.pool)
            .await?;
        let list = format!(
            "SELECT p.id, p.region, v.version, v.title, v.period_start, v.period_end, r.name AS region_name \
             {FROM} ORDER BY p.position LIMIT $5 OFFSET $6"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(list))
            .bind(region)
            .bind(search)
            .bind(i64::from(filter.published))
            .bind(i64::from(filter.archived))
            .bind(filter.limit.unwrap_or(i64::MAX))
            .bind(filter.offset)
            .fetch_all(&self.pool)
            .await?;
        Ok((rows.iter().map(summary).collect::<Result<_>>()?, total))
    }

    /// The versions of a plan, newest first.
    pub async fn versions(&self, plan: &str) -> Result<Vec<PlanVersion>> {
        let rows = query("SELECT * FROM plan_version WHERE plan = $1 ORDER BY version DESC")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| version_of(Row::new("plan_version", row))).collect()
    }

    /// A version of a plan, the current one when none is named.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan or version.
    pub async fn plan(&self, plan: &str, version: Option<i64>) -> Result<StoredPlan> {
        // One transaction, so that a load going on at the same time is seen whole or not at all.
        let begin = if self.is_postgres() { "BEGIN ISOLATION LEVEL REPEATABLE READ" } else { "BEGIN" };
        let mut transaction = self.pool.begin_with(begin).await?;
        let found = read_plan(&mut transaction, plan, version, None).await;
        transaction.rollback().await?;
        found
    }

    /// A version of a plan as it was read, without what people put right.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan or version.
    pub async fn plan_as_read(&self, plan: &str, version: i64) -> Result<Plan> {
        let mut connection = self.pool.acquire().await?;
        let key = PlanKey { plan: plan.to_owned(), version };
        of_version(&mut connection, &key).await
    }

    /// A plan exactly as it stood here at a moment: the version, the revisions of its targets and the figures that had
    /// been recorded by then.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there was no such plan yet.
    pub async fn plan_at(&self, plan: &str, moment: Timestamp) -> Result<StoredPlan> {
        let begin = if self.is_postgres() { "BEGIN ISOLATION LEVEL REPEATABLE READ" } else { "BEGIN" };
        let mut transaction = self.pool.begin_with(begin).await?;
        let until = stamp(moment);
        let found = read_plan(&mut transaction, plan, None, Some(&until)).await;
        transaction.rollback().await?;
        found
    }
}

/// A version of a plan as it was read.
async fn of_version(connection: &mut AnyConnection, key: &PlanKey) -> Result<Plan> {
    let row = query("SELECT * FROM plan_version WHERE plan = $1 AND version = $2")
        .bind(key.plan.clone())
        .bind(key.version)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or_else(|| StoreError::Missing { kind: "plan", id: key.plan.clone() })?;
    let head = Row::new("plan_version", &row);
    as_read(connection, key, head, &version_of(head)?, NEVER).await
}

/// A version of a plan as it was read, with its document when it has one.
pub(crate) async fn version_as_read(
    connection: &mut AnyConnection,
    key: &PlanKey,
) -> Result<(Plan, Option<Document>)> {
    let plan = of_version(connection, key).await?;
    Ok((plan, read_document(connection, key).await?))
}

/// A text behind every moment.
pub(crate) const NEVER: &str = "~";

/// The current version of a plan as it holds, with what people put right.
pub(crate) async fn holding(connection: &mut AnyConnection, id: &str) -> Result<Plan> {
    Ok(Box::pin(read_plan(connection, id, None, None)).await?.plan)
}

/// `until` leaves out what was recorded after it.
async fn read_plan(
    connection: &mut AnyConnection,
    id: &str,
    version: Option<i64>,
    until: Option<&str>,
) -> Result<StoredPlan> {
    let until = until.unwrap_or(NEVER);
    let row = query(
        "SELECT * FROM plan_version WHERE plan = $1 AND ($2 = 0 OR version = $2) AND loaded_at <= $3 \
         ORDER BY version DESC LIMIT 1",
    )
    .bind(id.to_owned())
    .bind(version.unwrap_or(0))
    .bind(until.to_owned())
    .fetch_optional(&mut *connection)
    .await?
    .ok_or_else(|| StoreError::Missing { kind: "plan", id: id.to_owned() })?;
    let head = Row::new("plan_version", &row);
    let key = PlanKey { plan: id.to_owned(), version: head.int("version")? };
    let history = version_of(head)?;
    let read = as_read(connection, &key, head, &history, until).await?;
    let document = read_document(connection, &key).await?;
    let (plan, corrections) =
        crate::correct::corrected(connection, id, read, document.as_ref(), until).await?;
    let (figures, unmatched) = crate::observe::figures_of(connection, id, &plan, until).await?;
    let findings: Vec<Finding> = get(connection, id, key.version).await?;
    let mark = crate::retire::mark_of(connection, id).await?;
    let choices = crate::choice::choices(connection, id, until).await?;
    Ok(StoredPlan {
        key,
        plan,
        document,
        findings,
        figures,
        unmatched,
        version: history,
        corrections,
        mark,
        choices,
    })
}

/// A version as it was read.
async fn as_read(
    connection: &mut AnyConnection,
    key: &PlanKey,
    head: Row<'_>,
    history: &PlanVersion,
    until: &str,
) -> Result<Plan> {
    let id = key.plan.as_str();
    Ok(Plan {
        title: history.title.clone(),
        kind: head.maybe_text("kind")?.as_deref().and_then(plan::DocumentKind::parse),
        region: head.maybe_text("region")?,
        period: period(head)?,
        source: history.source.clone(),
        sections: get(connection, id, key.version).await?,
        indicators: get(connection, id, key.version).await?,
        targets: targets(connection, key, until).await?,
        observations: get(connection, id, key.version).await?,
        projects: get(connection, id, key.version).await?,
        tasks: get(connection, id, key.version).await?,
        places: get(connection, id, key.version).await?,
        bodies: get(connection, id, key.version).await?,
        assignments: get(connection, id, key.version).await?,
        schedule: get(connection, id, key.version).await?,
        relations: get(connection, id, key.version).await?,
    })
}

/// The targets of a version, each in its newest revision.
async fn targets(connection: &mut AnyConnection, key: &PlanKey, until: &str) -> Result<Vec<Target>> {
    let rows = query(
        "SELECT t.* FROM target t WHERE t.plan = $1 AND t.version = $2 AND t.revision = \
         (SELECT MAX(n.revision) FROM target n WHERE n.plan = t.plan AND n.version = t.version AND n.id = t.id \
         AND n.changed_at <= $3) ORDER BY t.position",
    )
    .bind(key.plan.clone())
    .bind(key.version)
    .bind(until.to_owned())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| Target::read(Row::new(Target::NAME, row))).collect()
}

async fn read_document(connection: &mut AnyConnection, key: &PlanKey) -> Result<Option<Document>> {
    let row = sqlx::query("SELECT format, text, layout FROM document WHERE plan = $1 AND version = $2")
        .bind(key.plan.clone())
        .bind(key.version)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let row = Row::new("document", &row);
    let read = layout::read(&row.text("format")?, row.text("text")?, &row.text("layout")?);
    Ok(Some(read.map_err(|damaged| StoreError::Damaged { table: "document", what: damaged.0 })?))
}

fn summary(row: &AnyRow) -> Result<PlanSummary> {
    let row = Row::new("plan", row);
    Ok(PlanSummary {
        key: PlanKey { plan: row.text("id")?, version: row.int("version")? },
        title: row.text("title")?,
        region: row.maybe_text("region_name")?,
        region_id: row.maybe_text("region")?,
        period: period(row)?,
    })
}

fn version_of(row: Row<'_>) -> Result<PlanVersion> {
    Ok(PlanVersion {
        version: row.int("version")?,
        title: row.text("title")?,
        at: row.text("loaded_at")?,
        who: row.text("loaded_by")?,
        why: row.text("reason")?,
        source: row
            .maybe_text("source_name")?
            .zip(row.maybe_text("source_sha256")?)
            .map(|(name, sha256)| Source { name, sha256 }),
    })
}

fn period(row: Row<'_>) -> Result<Option<Period>> {
    let ends = row.maybe_year("period_start")?.zip(row.maybe_year("period_end")?);
    Ok(ends.map(|(start, end)| Period { start, end }))
}

/// A pattern for LIKE that finds `text` anywhere, whatever its case.
fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.to_lowercase().chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
