//! The register of projects: what bodies keep of them, and what they dispatch month by month.

mod files;
mod keep;
mod tasks;

pub use files::ProjectFile;
pub(crate) use keep::keep_facts;

use crate::row::{Row, bind, cells, holes, query};
use crate::{Result, Store, StoreError};
use rust_decimal::Decimal;
use serde::Serialize;
use sqlx::AnyConnection;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

/// A project in the register. Money in 亿元; times as 2026-05, or 2026 where only the year is stated; empty where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProjectItem {
    /// Number; 0 for one that is not kept yet.
    pub id: i64,
    /// Id of the plan.
    pub plan: String,
    /// Its id in the plan; empty for one that the plan does not name.
    pub project: String,
    /// Name, unique in the plan.
    pub name: String,
    /// Unified code.
    pub code: String,
    /// Sector or kind.
    pub category: String,
    /// The body that answers for it.
    pub office: String,
    /// Where it is.
    pub place: String,
    /// The division it lies in, by name.
    pub county: String,
    /// Heading of the chapter that names it.
    pub chapter: String,
    /// What is built.
    pub capacity: String,
    /// How far it is.
    pub stage: String,
    /// Total investment.
    #[serde(serialize_with = "printed")]
    pub investment: Option<Decimal>,
    /// When it is to begin.
    pub start_month: String,
    /// When it is to be done.
    pub end_month: String,
    /// Month in which it began.
    pub real_start: String,
    /// Month in which it was done.
    pub real_end: String,
    /// The indicator that its capacity counts into.
    pub indicator: String,
    /// How much of it.
    #[serde(serialize_with = "printed")]
    pub counts: Option<Decimal>,
    /// Why it is no project of the register; empty for one that is.
    pub refused: String,
    /// Who changed it last.
    pub changed_by: String,
    /// When, in UTC.
    pub changed_at: String,
}

/// What was dispatched of a project for a month. Money in 亿元.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Dispatch {
    /// Number of the project in the register.
    pub project_item: i64,
    /// The month.
    pub month: String,
    /// Invested since the beginning of the year.
    #[serde(serialize_with = "printed")]
    pub done: Option<Decimal>,
    /// What the year is to bring.
    #[serde(serialize_with = "printed")]
    pub planned: Option<Decimal>,
    /// The rate that was stated, per cent.
    #[serde(serialize_with = "printed")]
    pub stated: Option<Decimal>,
    /// How far it is said to be.
    pub stage: String,
    /// What can be seen.
    pub progress: String,
    /// What is in the way.
    pub problem: String,
    /// What must be decided.
    pub need: String,
    /// File and cell; empty for the form.
    pub source: String,
    /// Who wrote it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

/// What of a dispatch is reckoned with. Money in 亿元.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DispatchFigures {
    /// Number of the project in the register.
    pub project_item: i64,
    /// The month.
    pub month: String,
    /// Invested since the beginning of the year.
    pub done: Option<Decimal>,
    /// What the year is to bring.
    pub planned: Option<Decimal>,
    /// The rate that was stated, per cent.
    pub stated: Option<Decimal>,
    /// How far it is said to be.
    pub stage: String,
}

impl DispatchFigures {
    /// The figures that a bar parts: month, done, planned, stated, stage.
    fn of(project_item: i64, text: &str) -> Self {
        let mut parts = text.split('|');
        let mut next = || parts.next().unwrap_or_default();
        let month = next().to_owned();
        let [done, planned, stated] = [next(), next(), next()].map(|number| number.parse().ok());
        Self { project_item, month, done, planned, stated, stage: next().to_owned() }
    }
}

impl From<&Dispatch> for DispatchFigures {
    fn from(one: &Dispatch) -> Self {
        Self {
            project_item: one.project_item,
            month: one.month.clone(),
            done: one.done,
            planned: one.planned,
            stated: one.stated,
            stage: one.stage.clone(),
        }
    }
}

/// A step of a project's way: an approval, a permit, the end of a part of the building.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Milestone {
    /// Number of the project in the register.
    pub project_item: i64,
    /// Which step.
    pub kind: String,
    /// When it is to be reached; empty when not stated.
    pub planned: String,
    /// Day or month on which it was; empty for not yet.
    pub reached: String,
    /// As the body that approves words it.
    pub result: String,
    /// File and cell; empty for the form.
    pub source: String,
    /// Who wrote it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

/// Money of a project for a year from a source. 亿元.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Funding {
    /// Number of the project in the register.
    pub project_item: i64,
    /// The year.
    pub year: i64,
    /// Where it comes from.
    pub source: String,
    /// Applied for.
    #[serde(serialize_with = "printed")]
    pub applied: Option<Decimal>,
    /// Granted.
    #[serde(serialize_with = "printed")]
    pub granted: Option<Decimal>,
    /// Paid.
    #[serde(serialize_with = "printed")]
    pub paid: Option<Decimal>,
    /// Who wrote it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

/// A project with what is to be kept of it beside its fields; each replaces what was kept under the same month, step, year and source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProjectFacts {
    /// The project.
    pub item: ProjectItem,
    /// By month.
    pub dispatches: Vec<Dispatch>,
    /// By kind.
    pub milestones: Vec<Milestone>,
    /// By year and source.
    pub funds: Vec<Funding>,
}

impl From<ProjectItem> for ProjectFacts {
    fn from(item: ProjectItem) -> Self {
        Self { item, ..Self::default() }
    }
}

#[expect(clippy::ref_option, reason = "`serialize_with` hands over references")]
pub(crate) fn printed<S: serde::Serializer>(
    value: &Option<Decimal>,
    to: S,
) -> std::result::Result<S::Ok, S::Error> {
    match value {
        Some(value) => to.serialize_str(&value.to_string()),
        None => to.serialize_none(),
    }
}

/// What of a register is asked for; an empty text asks for every one.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// A stage.
    pub stage: String,
    /// A part of the name.
    pub search: String,
    /// The body that answers for it.
    pub office: String,
    /// The division it lies in.
    pub county: String,
    /// The heading of a chapter.
    pub chapter: String,
    /// Those that were refused instead of those that were not.
    pub refused: bool,
    /// Only those with a higher number.
    pub after: i64,
    /// How many are wanted.
    pub count: i64,
}

const WHICH: &str = "plan = $1 AND ($2 = '' OR stage = $3) AND ($4 = '' OR name LIKE $5) AND ($6 = '' OR office = $7) \
                     AND ($8 = '' OR county = $9) AND ($10 = '' OR chapter = $11) AND (CASE WHEN refused = '' THEN 0 ELSE 1 END) = $12";

impl Asked {
    fn cells(&self, plan: &str) -> Vec<crate::row::Cell> {
        let like = format!("%{}%", self.search.replace(['%', '_'], ""));
        cells![
            plan,
            &self.stage,
            &self.stage,
            &self.search,
            like,
            &self.office,
            &self.office,
            &self.county,
            &self.county,
            &self.chapter,
            &self.chapter,
            self.refused,
        ]
    }
}

impl Store {
    /// Projects of a register in the order in which they were added, behind the number that is asked for.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn project_items(&self, plan: &str, asked: &Asked) -> Result<Vec<ProjectItem>> {
        let sql = format!("SELECT * FROM project_item WHERE {WHICH} AND id > $13 ORDER BY id LIMIT $14");
        let mut given = asked.cells(plan);
        given.extend(cells![asked.after, asked.count]);
        let rows = bind(query(&sql), given).fetch_all(&self.pool).await?;
        rows.iter().map(item).collect()
    }

    /// How many projects of a register are asked for, whatever their number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn project_count(&self, plan: &str, asked: &Asked) -> Result<i64> {
        let sql = format!("SELECT COUNT(*) AS total FROM project_item WHERE {WHICH}");
        let row = bind(sqlx::query(AssertSqlSafe(sql)), asked.cells(plan)).fetch_one(&self.pool).await?;
        Row::new("project_item", &row).int("total")
    }

    /// Every project of a register, the refused ones too.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn all_projects(&self, plan: &str) -> Result<Vec<ProjectItem>> {
        let rows = query("SELECT * FROM project_item WHERE plan = $1 ORDER BY id")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(item).collect()
    }

    /// The project of a register with this name.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn project_named(&self, plan: &str, name: &str) -> Result<Option<ProjectItem>> {
        let row = query("SELECT * FROM project_item WHERE plan = $1 AND name = $2")
            .bind(plan.to_owned())
            .bind(name.to_owned())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(item).transpose()
    }

    /// One project of a register.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no project of that number.
    pub async fn project_item(&self, plan: &str, id: i64) -> Result<ProjectItem> {
        let row = query("SELECT * FROM project_item WHERE plan = $1 AND id = $2")
            .bind(plan.to_owned())
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map_or_else(|| Err(StoreError::Missing { kind: "project", id: id.to_string() }), item)
    }

    /// What was dispatched of these projects, by project and month.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn dispatches(&self, ids: &[i64]) -> Result<Vec<Dispatch>> {
        self.of_projects(ids, ("dispatch", "month"), dispatch).await
    }

    /// The steps of the way of these projects, by project.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn milestones(&self, ids: &[i64]) -> Result<Vec<Milestone>> {
        self.of_projects(ids, ("milestone", "kind"), milestone).await
    }

    async fn of_projects<T>(
        &self,
        ids: &[i64],
        (table, order): (&str, &str),
        read: impl Fn(&AnyRow) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        for chunk in ids.chunks(500) {
            let holes = holes(1, chunk.len());
            let sql = format!(
                "SELECT * FROM {table} WHERE project_item IN ({holes}) ORDER BY project_item, {order}"
            );
            let rows = bind(query(&sql), chunk.iter().map(|id| (*id).into())).fetch_all(&self.pool).await?;
            for row in &rows {
                found.push(read(row)?);
            }
        }
        Ok(found)
    }

    /// The figures of all dispatches of a register, by project and month.
    ///
    /// They come as one text a project: a register of 20,000 projects has a quarter of a million of them, and a row each takes ten
    /// times as long.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn dispatch_figures(&self, plan: &str) -> Result<Vec<DispatchFigures>> {
        let rows = query(
            "SELECT d.project_item, string_agg(d.month || '|' || COALESCE(d.done, '') || '|' || COALESCE(d.planned, '') || '|' || \
             COALESCE(d.stated, '') || '|' || d.stage, ';' ORDER BY d.month) AS figures \
             FROM dispatch d JOIN project_item p ON p.id = d.project_item WHERE p.plan = $1 \
             GROUP BY d.project_item ORDER BY d.project_item",
        )
        .bind(plan.to_owned())
        .fetch_all(&self.pool)
        .await?;
        let mut all = Vec::new();
        for row in &rows {
            let row = Row::new("dispatch", row);
            let (item, figures) = (row.int("project_item")?, row.text("figures")?);
            all.extend(figures.split(';').map(|one| DispatchFigures::of(item, one)));
        }
        Ok(all)
    }

    /// Money by year and source of every project of a register, by project.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn funds(&self, plan: &str) -> Result<Vec<Funding>> {
        let rows = query(
            "SELECT f.* FROM funding f JOIN project_item p ON p.id = f.project_item WHERE p.plan = $1 \
             ORDER BY f.project_item, f.year, f.source",
        )
        .bind(plan.to_owned())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(funding).collect()
    }
}

fn item(row: &AnyRow) -> Result<ProjectItem> {
    let row = Row::new("project_item", row);
    Ok(ProjectItem {
        id: row.int("id")?,
        plan: row.text("plan")?,
        project: row.text("project")?,
        name: row.text("name")?,
        code: row.text("code")?,
        category: row.text("category")?,
        office: row.text("office")?,
        place: row.text("place")?,
        county: row.text("county")?,
        chapter: row.text("chapter")?,
        capacity: row.text("capacity")?,
        stage: row.text("stage")?,
        investment: row.decimal("investment")?,
        start_month: row.text("start_month")?,
        end_month: row.text("end_month")?,
        real_start: row.text("real_start")?,
        real_end: row.text("real_end")?,
        indicator: row.text("indicator")?,
        counts: row.decimal("counts")?,
        refused: row.text("refused")?,
        changed_by: row.text("changed_by")?,
        changed_at: row.text("changed_at")?,
    })
}

/// Fails when the plan has no project of this number.
async fn project_is_there(connection: &mut AnyConnection, plan: &str, id: i64) -> Result<()> {
    let sql = "SELECT * FROM project_item WHERE plan = $1 AND id = $2";
    if bind(query(sql), cells![plan, id]).fetch_optional(connection).await?.is_none() {
        return Err(StoreError::Missing { kind: "project", id: id.to_string() });
    }
    Ok(())
}

fn dispatch(row: &AnyRow) -> Result<Dispatch> {
    let row = Row::new("dispatch", row);
    Ok(Dispatch {
        project_item: row.int("project_item")?,
        month: row.text("month")?,
        done: row.decimal("done")?,
        planned: row.decimal("planned")?,
        stated: row.decimal("stated")?,
        stage: row.text("stage")?,
        progress: row.text("progress")?,
        problem: row.text("problem")?,
        need: row.text("need")?,
        source: row.text("source")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}

fn milestone(row: &AnyRow) -> Result<Milestone> {
    let row = Row::new("milestone", row);
    Ok(Milestone {
        project_item: row.int("project_item")?,
        kind: row.text("kind")?,
        planned: row.text("planned")?,
        reached: row.text("reached")?,
        result: row.text("result")?,
        source: row.text("source")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}

fn funding(row: &AnyRow) -> Result<Funding> {
    let row = Row::new("funding", row);
    Ok(Funding {
        project_item: row.int("project_item")?,
        year: row.int("year")?,
        source: row.text("source")?,
        applied: row.decimal("applied")?,
        granted: row.decimal("granted")?,
        paid: row.decimal("paid")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}
