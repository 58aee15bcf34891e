//! A further version of a plan keeps the ids of the rows that the version before has too: what is tied to them (duties, aims of a year,
//! estimates, documents of bodies, the register of projects) stays with them.
//!
//! Whoever loads a version asks for its ids first ([`Store::carry_ids`]); [`Store::load_plan`] stores what it is given.

use crate::load::next_key;
use crate::plan_rows::Table;
use crate::row::{Row, bind, cells};
use crate::{LoadPlan, PlanKey, Result, Store, read};
use correction::{Kind, Renamed, keep_ids};
use plan::{Indicator, Observation, Plan, Project, Target, Task};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

/// What is about to be loaded, with the ids that it has here.
#[derive(Clone, Debug)]
pub struct Carried {
    /// The plan.
    pub plan: Plan,
    renamed: Renamed,
}

impl Carried {
    /// Figures that come along, on the indicators of the plan.
    pub fn figures(&self, given: &[Observation]) -> Vec<Observation> {
        let named = |figure: &Observation| {
            let id = self.renamed.of(Kind::Indicator, figure.indicator.as_str()).to_owned();
            Observation { indicator: plan::IndicatorId(id), ..figure.clone() }
        };
        given.iter().map(named).collect()
    }
}

impl Store {
    /// The plan that is about to be loaded: as it is when it is the first version, with the ids of the version before when
    /// it is a further one. An id that an earlier version used is never given to another row.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn carry_ids(&self, load: &LoadPlan<'_>) -> Result<Carried> {
        let mut connection = self.pool.acquire().await?;
        let key = next_key(&mut connection, load).await?;
        carried(&mut connection, &key, load).await
    }
}

/// The plan of a version that is about to be stored with the ids of the version before.
async fn carried(connection: &mut AnyConnection, key: &PlanKey, load: &LoadPlan<'_>) -> Result<Carried> {
    let mut plan = load.plan.clone();
    if key.version == 1 {
        return Ok(Carried { plan, renamed: Renamed::default() });
    }
    let before = PlanKey { plan: key.plan.clone(), version: key.version - 1 };
    let (old, document) = read::version_as_read(connection, &before).await?;
    let used = BTreeMap::from([
        (Kind::Indicator, ids(connection, Indicator::NAME, &key.plan).await?),
        (Kind::Target, ids(connection, Target::NAME, &key.plan).await?),
        (Kind::Project, ids(connection, Project::NAME, &key.plan).await?),
        (Kind::Task, ids(connection, Task::NAME, &key.plan).await?),
    ]);
    let text_before = document.as_ref().map_or("", |document| document.text.as_str());
    let text = load.document.map_or("", |document| document.text.as_str());
    let renamed = keep_ids((&old, text_before), (&plan, text), &used);
    renamed.rename(&mut plan);
    Ok(Carried { plan, renamed })
}

/// The ids that the versions of a plan have used in a table.
async fn ids(connection: &mut AnyConnection, table: &'static str, plan: &str) -> Result<BTreeSet<String>> {
    let sql = format!("SELECT DISTINCT id FROM {table} WHERE plan = $1");
    let rows = bind(sqlx::query(sqlx::AssertSqlSafe(sql)), cells![plan]).fetch_all(connection).await?;
    rows.iter().map(|row| Row::new(table, row).text("id")).collect()
}
