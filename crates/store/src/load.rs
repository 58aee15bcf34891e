use crate::finding::Finding;
use crate::plan_rows::{Table, put};
use crate::row::{Cell, Row, cells, insert};
use crate::seal;
use crate::{
    Change, NewAttachment, NewCorrection, Region, Result, Store, StoreError, Write, correct, observe,
    publication, region, text_change,
};
use document::Document;
use plan::{Observation, Plan, Target};
use reading::layout;
use sqlx::AnyConnection;

/// What is loaded as one version of a plan.
#[derive(Clone, Copy, Debug)]
pub struct LoadPlan<'a> {
    /// The id the plan shall have; without one, a plan of the same title, region and period gets a new
    /// version, and any other plan a new number.
    pub id: Option<&'a str>,
    /// Everything compiled from the document, or read from a package.
    pub plan: &'a Plan,
    /// The document itself; a package may come without one.
    pub document: Option<&'a Document>,
    /// What readers, compiler and checks found.
    pub findings: &'a [Finding],
}

/// Names a version of a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlanKey {
    /// Id of the plan.
    pub plan: String,
    /// Version, from 1.
    pub version: i64,
}

/// What is stored along with a plan, all of it or nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Along<'a> {
    /// Figures that came later, on indicators of the plan.
    pub observations: &'a [Observation],
    /// Regions with their outlines; parents before their children.
    pub regions: &'a [Region],
    /// Whether the public may see this version.
    pub public: bool,
    /// What a person put right while looking at what was read; the version is this one.
    pub corrections: &'a [NewCorrection],
    /// The file that it was read from.
    pub file: Option<NewAttachment<'a>>,
}

impl Store {
    /// Stores a plan with its document and findings as a new version: all of it, or nothing. The version is a draft until
    /// it is opened to the public. Rows have the ids that are given: [`Store::carry_ids`] gives those of the version before.
    pub async fn load_plan(&self, load: LoadPlan<'_>, change: &Change) -> Result<PlanKey> {
        self.load_plan_along(load, Along::default(), change).await
    }

    /// Stores a plan as [`Store::load_plan`] does, and in the same transaction what comes along with it.
    pub async fn load_plan_along(
        &self,
        load: LoadPlan<'_>,
        along: Along<'_>,
        change: &Change,
    ) -> Result<PlanKey> {
        // A slash parts the plan from what belongs to it in the subjects of the audit log.
        if let Some(id) = load.id
            && (id.trim().is_empty() || id.chars().any(|letter| letter == '/' || letter.is_control()))
        {
            return Err(StoreError::PlanId(id.to_owned()));
        }
        let mut write = self.write(change).await?;
        let key = next_key(write.connection(), &load).await?;
        put_head(&mut write, &key, &load, change).await?;
        put_rows(write.connection(), &key, &load, change).await?;
        let counts = [load.plan.targets.len(), load.plan.projects.len(), load.findings.len()];
        let loaded = seal::loaded(write.connection(), &key, counts).await?;
        if !along.observations.is_empty() {
            let (_, deed) = observe::append(&mut write, &key.plan, along.observations).await?;
            write.record(deed).await?;
        }
        if !along.regions.is_empty() {
            let deed = region::put(&mut write, along.regions).await?;
            write.record(deed).await?;
        }
        if !along.corrections.is_empty() {
            let version = key.version;
            let all: Vec<NewCorrection> =
                along.corrections.iter().map(|one| NewCorrection { version, ..one.clone() }).collect();
            correct::add(&mut write, &key.plan, &all, change).await?;
        }
        if let Some(file) = along.file {
            text_change::keep_file(&mut write, &key, file).await?;
        }
        if along.public {
            let deed = publication::publish(&mut write, &key).await?;
            write.record(deed).await?;
        }
        write.finish(loaded).await?;
        Ok(key)
    }
}

/// The version that a load would be.
pub(crate) async fn next_key(connection: &mut AnyConnection, load: &LoadPlan<'_>) -> Result<PlanKey> {
    let found = match load.id {
        Some(id) => {
            sqlx::query("SELECT id, version FROM plan WHERE id = $1")
                .bind(id.to_owned())
                .fetch_optional(&mut *connection)
                .await?
        }
        None => same_plan(connection, load.plan).await?,
    };
    if let Some(row) = &found {
        let row = Row::new("plan", row);
        return Ok(PlanKey { plan: row.text("id")?, version: row.int("version")? + 1 });
    }
    let id = match load.id {
        Some(id) => id.to_owned(),
        None => free_number(connection).await?,
    };
    Ok(PlanKey { plan: id, version: 1 })
}

async fn same_plan(connection: &mut AnyConnection, plan: &Plan) -> Result<Option<sqlx::any::AnyRow>> {
    let rows = sqlx::query(
        "SELECT p.id, p.version, p.period_start, p.period_end, r.name AS region_name \
         FROM plan p LEFT JOIN region r ON r.id = p.region WHERE p.title = $1 ORDER BY p.position",
    )
    .bind(plan.title.clone())
    .fetch_all(connection)
    .await?;
    for row in rows {
        let head = Row::new("plan", &row);
        let period = head.maybe_year("period_start")?.zip(head.maybe_year("period_end")?);
        if period == plan.period.map(|period| (period.start, period.end))
            && head.maybe_text("region_name")? == plan.region
        {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

async fn has_plan(connection: &mut AnyConnection, id: &str) -> Result<bool> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM plan WHERE id = $1")
        .bind(id.to_owned())
        .fetch_one(connection)
        .await?;
    Ok(count > 0)
}

/// Fails when there is no plan of this id.
pub(crate) async fn plan_is_there(connection: &mut AnyConnection, id: &str) -> Result<()> {
    if has_plan(connection, id).await? {
        return Ok(());
    }
    Err(StoreError::Missing { kind: "plan", id: id.to_owned() })
}

/// The first number from the count of plans on that no plan has as its id.
async fn free_number(connection: &mut AnyConnection) -> Result<String> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM plan").fetch_one(&mut *connection).await?;
    let mut number = count + 1;
    loop {
        if !has_plan(&mut *connection, &number.to_string()).await? {
            return Ok(number.to_string());
        }
        number += 1;
    }
}

async fn put_head(write: &mut Write<'_>, key: &PlanKey, load: &LoadPlan<'_>, change: &Change) -> Result<()> {
    let plan = load.plan;
    let start = plan.period.map(|period| i64::from(period.start));
    let end = plan.period.map(|period| i64::from(period.end));
    write.touch("plan", cells![&key.plan]).await?;
    let region = match &plan.region {
        Some(name) => Some(crate::region::id_of_name(write, name).await?),
        None => None,
    };
    let statement = if key.version == 1 {
        "INSERT INTO plan (id, region, title, period_start, period_end, version, position) \
         VALUES ($1, $2, $3, $4, $5, $6, (SELECT COALESCE(MAX(position), 0) + 1 FROM plan))"
    } else {
        "UPDATE plan SET region = $2, title = $3, period_start = $4, period_end = $5, version = $6 WHERE id = $1"
    };
    sqlx::query(statement)
        .bind(key.plan.clone())
        .bind(region)
        .bind(plan.title.clone())
        .bind(start)
        .bind(end)
        .bind(key.version)
        .execute(write.connection())
        .await?;
    let version = vec![cells![
        &key.plan,
        key.version,
        &plan.title,
        plan.region.clone(),
        plan.kind.map(|kind| kind.name().to_owned()),
        plan.period.map(|period| period.start),
        plan.period.map(|period| period.end),
        plan.source.as_ref().map(|source| source.name.clone()),
        plan.source.as_ref().map(|source| source.sha256.clone()),
        change.at(),
        &change.who,
        &change.why,
    ]];
    insert(
        write.connection(),
        "plan_version",
        "plan, version, title, region, kind, period_start, period_end, source_name, source_sha256, \
         loaded_at, loaded_by, reason",
        version,
    )
    .await
}

async fn put_rows(
    connection: &mut AnyConnection,
    key: &PlanKey,
    load: &LoadPlan<'_>,
    change: &Change,
) -> Result<()> {
    let (id, version, plan) = (key.plan.as_str(), key.version, load.plan);
    if let Some(document) = load.document {
        let row = cells![
            id,
            version,
            layout::format_name(document.format),
            &document.text,
            layout::write(document)
                .map_err(|damaged| StoreError::Damaged { table: "document", what: damaged.0 })?
        ];
        insert(connection, "document", "plan, version, format, text, layout", vec![row]).await?;
    }
    put(connection, id, version, &plan.sections).await?;
    put(connection, id, version, &plan.indicators).await?;
    let targets = plan.targets.iter().enumerate();
    let targets = targets.map(|(position, target)| target_cells(key, position, 1, target, change)).collect();
    insert(connection, Target::NAME, &target_columns(), targets).await?;
    put(connection, id, version, &plan.observations).await?;
    put(connection, id, version, &plan.projects).await?;
    put(connection, id, version, &plan.tasks).await?;
    put(connection, id, version, &plan.places).await?;
    put(connection, id, version, &plan.bodies).await?;
    put(connection, id, version, &plan.assignments).await?;
    put(connection, id, version, &plan.schedule).await?;
    put(connection, id, version, &plan.relations).await?;
    put(connection, id, version, load.findings).await
}

/// The columns that [`target_cells`] fills.
pub(crate) fn target_columns() -> String {
    format!("plan, version, position, revision, changed_at, changed_by, reason, {}", Target::COLUMNS)
}

/// A revision of a target as a row.
pub(crate) fn target_cells(
    key: &PlanKey,
    position: usize,
    revision: i64,
    target: &Target,
    change: &Change,
) -> Vec<Cell> {
    let mut all = cells![&key.plan, key.version, position, revision, change.at(), &change.who, &change.why];
    all.extend(target.cells());
    all
}
