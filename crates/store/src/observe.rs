use crate::audit::Deed;
use crate::plan_rows::{OBSERVATION_COLUMNS, observation_cells, read_observation};
use crate::row::{Cell, Row, bind, cells, holes, insert, query};
use crate::seal;
use crate::{Change, Result, Store, StoreError, Write};
use plan::{Indicator, IndicatorId, Observation, ObservationId, Plan, Provenance};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// Appends figures to a plan and returns how many were new.
    ///
    /// A figure that says exactly what a stored one says (same indicator, region, period, value, source
    /// and vintage) is not stored twice, so that the same file can be handed in again. Nothing stored
    /// is ever changed: a revision is a figure with a later vintage.
    pub async fn append_observations(
        &self,
        plan: &str,
        observations: &[Observation],
        change: &Change,
    ) -> Result<usize> {
        let mut write = self.write(change).await?;
        let (new, deed) = append(&mut write, plan, observations).await?;
        write.finish(deed).await?;
        Ok(new)
    }
}

/// Appends figures to a plan inside a write; gives how many were new, and what the audit log is told.
pub(crate) async fn append(
    write: &mut Write<'_>,
    plan: &str,
    observations: &[Observation],
) -> Result<(usize, Deed)> {
    let change = write.change().clone();
    let connection = write.connection();
    let names = indicator_names(connection, plan).await?;
    let told: BTreeSet<String> = observations
        .iter()
        .filter_map(|observation| names.get(observation.indicator.as_str()).cloned())
        .collect();
    let stored = stored_of(connection, plan, told).await?;
    let last = last_position(connection, plan).await?;
    let mut known: BTreeSet<Vec<Cell>> = stored.iter().map(identity).collect();
    let mut rows = Vec::new();
    for observation in observations {
        let name = names.get(observation.indicator.as_str()).ok_or_else(|| StoreError::Missing {
            kind: "indicator",
            id: observation.indicator.to_string(),
        })?;
        let mut named = observation.clone();
        named.indicator = IndicatorId(name.clone());
        if !known.insert(identity(&named)) {
            continue;
        }
        let position = last + 1 + rows.len() as i64;
        named.id = ObservationId(format!("x{position:06}"));
        let mut row = cells![plan, position, change.at(), &change.who];
        row.extend(observation_cells(&named, name));
        rows.push(row);
    }
    let new = rows.len();
    let columns = format!("plan, position, recorded_at, recorded_by, {OBSERVATION_COLUMNS}");
    insert(connection, "observation", &columns, rows).await?;
    let deed = seal::appended(connection, plan, last + 1, new, observations.len()).await?;
    Ok((new, deed))
}

/// Names of the current version's indicators by id, as people put them right.
async fn indicator_names(connection: &mut AnyConnection, plan: &str) -> Result<BTreeMap<String, String>> {
    let rows = sqlx::query(
        "SELECT i.id, i.name FROM indicator i JOIN plan p ON p.id = i.plan AND p.version = i.version \
         WHERE p.id = $1",
    )
    .bind(plan.to_owned())
    .fetch_all(&mut *connection)
    .await?;
    let named = |row: &sqlx::any::AnyRow| {
        let row = Row::new("indicator", row);
        Ok((row.text("id")?, row.text("name")?))
    };
    let mut names: BTreeMap<String, String> = rows.iter().map(named).collect::<Result<_>>()?;
    let corrections: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM correction WHERE plan = $1 AND withdrawn_at IS NULL")
            .bind(plan.to_owned())
            .fetch_one(&mut *connection)
            .await?;
    if corrections > 0 {
        let held = crate::read::holding(connection, plan).await?;
        names.extend(held.indicators.into_iter().map(|row| (row.id.to_string(), row.name)));
    }
    Ok(names)
}

/// Appends published figures; their `indicator` holds the name.
pub(crate) async fn publish(write: &mut Write<'_>, plan: &str, figures: Vec<Observation>) -> Result<()> {
    let change = write.change().clone();
    let connection = write.connection();
    let first = last_position(connection, plan).await? + 1;
    let mut rows = Vec::with_capacity(figures.len());
    for (mut figure, position) in figures.into_iter().zip(first..) {
        figure.id = ObservationId(format!("x{position:06}"));
        let mut row = cells![plan, position, change.at(), &change.who];
        row.extend(observation_cells(&figure, &figure.indicator.0));
        rows.push(row);
    }
    let count = rows.len();
    let columns = format!("plan, position, recorded_at, recorded_by, {OBSERVATION_COLUMNS}");
    insert(connection, "observation", &columns, rows).await?;
    let deed = seal::appended(connection, plan, first, count, count).await?;
    write.record(deed).await?;
    Ok(())
}

/// A figure with when and by whom it was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// The figure; `indicator` holds the name.
    pub figure: Observation,
}

impl Store {
    /// The figures of a plan under one of these names of an indicator, in the order in which they were recorded.
    pub async fn figure_history(&self, plan: &str, names: &[&str]) -> Result<Vec<Recorded>> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT * FROM observation WHERE plan = $1 AND indicator IN ({}) ORDER BY position",
            holes(2, names.len())
        );
        let cells = std::iter::once(plan.into()).chain(names.iter().map(|name| Cell::from(*name)));
        let rows = bind(query(&sql), cells).fetch_all(&self.pool).await?;
        let mut recorded = Vec::with_capacity(rows.len());
        for row in &rows {
            let row = Row::new("observation", row);
            let figure = read_observation(row, Provenance::outside())?;
            recorded.push(Recorded { at: row.text("recorded_at")?, who: row.text("recorded_by")?, figure });
        }
        Ok(recorded)
    }
}

/// Everything by which two figures are the same: what the table keeps of them but for the id, in the order of the columns.
/// The indicator is given by its name.
fn identity(figure: &Observation) -> Vec<Cell> {
    let anonymous = Observation { id: ObservationId::default(), ..figure.clone() };
    observation_cells(&anonymous, &figure.indicator.0)
}

/// The position of the last figure of a plan; 0 when there is none.
async fn last_position(connection: &mut AnyConnection, plan: &str) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT COALESCE(MAX(position), 0) FROM observation WHERE plan = $1")
        .bind(plan.to_owned())
        .fetch_one(connection)
        .await?)
}

/// The figures of a plan on the indicators named, so that a hand-in need not read all others.
async fn stored_of(
    connection: &mut AnyConnection,
    plan: &str,
    indicators: BTreeSet<String>,
) -> Result<Vec<Observation>> {
    // Beyond this many, one pass over all figures is cheaper than naming each indicator.
    const FEW: usize = 50;
    if indicators.len() > FEW {
        return stored(connection, plan, crate::read::NEVER).await;
    }
    if indicators.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT * FROM observation WHERE plan = $1 AND indicator IN ({}) ORDER BY position",
        holes(2, indicators.len())
    );
    let cells = std::iter::once(plan.into()).chain(indicators.into_iter().map(Into::into));
    let query = bind(query(&sql), cells);
    let rows = query.fetch_all(connection).await?;
    rows.iter().map(|row| read_observation(Row::new("observation", row), Provenance::outside())).collect()
}

/// All figures of a plan that were recorded until a moment; `indicator` holds the name.
async fn stored(connection: &mut AnyConnection, plan: &str, until: &str) -> Result<Vec<Observation>> {
    let rows = query("SELECT * FROM observation WHERE plan = $1 AND recorded_at <= $2 ORDER BY position")
        .bind(plan.to_owned())
        .bind(until.to_owned())
        .map(|row: AnyRow| read_observation(Row::new("observation", &row), Provenance::outside()))
        .fetch_all(connection)
        .await?;
    rows.into_iter().collect()
}

/// The figures of a plan on the indicators of `version`, and those it has no indicator for.
pub(crate) async fn figures_of(
    connection: &mut AnyConnection,
    plan: &str,
    version: &Plan,
    until: &str,
) -> Result<(Vec<Observation>, Vec<Observation>)> {
    let ids = names(&version.indicators);
    let (mut figures, mut unmatched) = (Vec::new(), Vec::new());
    for mut observation in stored(connection, plan, until).await? {
        match ids.get(observation.indicator.as_str()) {
            Some(id) => {
                observation.indicator = (*id).clone();
                figures.push(observation);
            }
            None => unmatched.push(observation),
        }
    }
    Ok((figures, unmatched))
}

/// Indicator ids by name and by alias; a name wins over an alias of another indicator.
fn names(indicators: &[Indicator]) -> BTreeMap<&str, &IndicatorId> {
    let mut ids = BTreeMap::new();
    for indicator in indicators {
        for alias in &indicator.aliases {
            ids.entry(alias.as_str()).or_insert(&indicator.id);
        }
    }
    for indicator in indicators.iter().rev() {
        ids.insert(indicator.name.as_str(), &indicator.id);
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A duplicate is what the table would keep twice, whatever else the model may come to hold.
    #[test]
    fn two_figures_are_the_same_when_the_table_keeps_the_same_of_them() {
        let figure = Observation {
            id: ObservationId("x000001".into()),
            indicator: IndicatorId("粮食产量".into()),
            subject: "粮食产量".into(),
            value: "11.40".parse().ok(),
            unit: "万吨".into(),
            year: Some(2017),
            source: "公报".into(),
            vintage: "2018-03-01".into(),
            ..Observation::default()
        };
        let again = Observation { id: ObservationId("x000009".into()), ..figure.clone() };
        assert_eq!(identity(&figure), identity(&again));
        assert_eq!(
            identity(&figure)[1],
            Cell::Text("粮食产量".into()),
            "columns, not the shape of the model"
        );
        for other in [
            Observation { value: "11.4".parse().ok(), ..figure.clone() },
            Observation { vintage: "2018-03-02".into(), ..figure.clone() },
            Observation { year: Some(2018), ..figure.clone() },
        ] {
            assert_ne!(identity(&figure), identity(&other));
        }
    }
}
