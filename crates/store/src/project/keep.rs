//! Keeping projects with what was dispatched of them, all or nothing, many rows in a statement.

use super::{Dispatch, Funding, Milestone, ProjectFacts, ProjectItem};
use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::next_id;
use crate::row::{Cell, bind, cells, holes, replace};
use crate::{Change, Result, Store, StoreError, Write};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, HashMap, HashSet};

const ITEM_COLUMNS: &str = "id, plan, project, name, code, category, office, place, county, chapter, capacity, stage, investment, \
                            start_month, end_month, real_start, real_end, indicator, counts, refused, changed_by, changed_at";
const DISPATCH_COLUMNS: &str =
    "project_item, month, done, planned, stated, stage, progress, problem, need, source, made_by, made_at";
const MILESTONE_COLUMNS: &str = "project_item, kind, planned, reached, result, source, made_by, made_at";
const FUNDING_COLUMNS: &str = "project_item, year, source, applied, granted, paid, made_by, made_at";

/// Rows by their key, so that of two with one key the later counts.
type Rows = BTreeMap<Vec<Cell>, Vec<Cell>>;

/// Projects that are told in the log one by one; of more, their number and the first of them.
const TOLD: usize = 20;

impl Store {
    /// Keeps projects with what was dispatched of them, all or nothing; gives their numbers.
    ///
    /// A project with number 0 is added, or is the one of the same name.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan or no project of a number.
    pub async fn keep_projects(
        &self,
        plan: &str,
        facts: &[ProjectFacts],
        change: &Change,
    ) -> Result<Vec<i64>> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let kept = keep_facts(&mut write, plan, facts).await?;
        let subject = match kept.as_slice() {
            [one] => format!("{plan}/project/{one}"),
            _ => format!("{plan}/projects"),
        };
        let told: Vec<&ProjectFacts> = facts.iter().take(TOLD).collect();
        write.finish(Deed::new("project.keep", subject).after(&(facts.len(), told))).await?;
        Ok(kept)
    }
}

/// Keeps projects with what was dispatched of them inside a write, which says so itself; gives their numbers.
pub(crate) async fn keep_facts(
    write: &mut Write<'_>,
    plan: &str,
    facts: &[ProjectFacts],
) -> Result<Vec<i64>> {
    let change = write.change().clone();
    let kept = numbered(write, plan, facts).await?;
    let (mut items, mut dispatches, mut milestones, mut funds) =
        (Rows::new(), Rows::new(), Rows::new(), Rows::new());
    for (one, id) in facts.iter().zip(kept.iter().copied()) {
        items.insert(cells![id], item_cells(&one.item, id, plan, &change));
        for row in &one.dispatches {
            dispatches.insert(cells![id, &row.month], dispatch_cells(row, id, &change));
        }
        for row in &one.milestones {
            milestones.insert(cells![id, &row.kind], milestone_cells(row, id, &change));
        }
        for row in &one.funds {
            funds.insert(cells![id, row.year, &row.source], funding_cells(row, id, &change));
        }
    }
    put(write, ("project_item", ITEM_COLUMNS), &["id"], items).await?;
    put(write, ("dispatch", DISPATCH_COLUMNS), &["project_item", "month"], dispatches).await?;
    put(write, ("milestone", MILESTONE_COLUMNS), &["project_item", "kind"], milestones).await?;
    put(write, ("funding", FUNDING_COLUMNS), &["project_item", "year", "source"], funds).await?;
    Ok(kept)
}

async fn put(
    write: &mut Write<'_>,
    (table, columns): (&'static str, &'static str),
    key: &[&str],
    rows: Rows,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let (keys, rows): (Vec<Vec<Cell>>, Vec<Vec<Cell>>) = rows.into_iter().unzip();
    write.touch_all(table, keys).await?;
    replace(write.connection(), (table, columns), key, rows).await
}

/// The numbers of projects: their own, that of the same name, or the next one.
async fn numbered(write: &mut Write<'_>, plan: &str, facts: &[ProjectFacts]) -> Result<Vec<i64>> {
    let mut known: HashMap<String, i64> = HashMap::new();
    let mut numbers: HashSet<i64> = HashSet::new();
    for chunk in facts.chunks(300) {
        let (names, ids): (Vec<Cell>, Vec<Cell>) =
            chunk.iter().map(|one| (Cell::from(&one.item.name), Cell::from(one.item.id))).unzip();
        let sql = format!(
            "SELECT name, id FROM project_item WHERE plan = $1 AND (name IN ({}) OR id IN ({}))",
            holes(2, names.len()),
            holes(2 + names.len(), ids.len())
        );
        let query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        let given = std::iter::once(Cell::from(plan)).chain(names).chain(ids);
        for row in bind(query, given).fetch_all(write.connection()).await? {
            let row = crate::row::Row::new("project_item", &row);
            let id = row.int("id")?;
            known.insert(row.text("name")?, id);
            numbers.insert(id);
        }
    }
    let mut next = next_id(write.connection(), "project_item").await?;
    let mut kept = Vec::with_capacity(facts.len());
    for ProjectFacts { item, .. } in facts {
        let id = match (item.id, known.get(&item.name)) {
            (0, Some(id)) => *id,
            (0, None) => {
                next += 1;
                next - 1
            }
            (id, _) if numbers.contains(&id) => id,
            (id, _) => return Err(StoreError::Missing { kind: "project", id: id.to_string() }),
        };
        known.insert(item.name.clone(), id);
        kept.push(id);
    }
    Ok(kept)
}

fn item_cells(item: &ProjectItem, id: i64, plan: &str, change: &Change) -> Vec<Cell> {
    cells![
        id,
        plan,
        &item.project,
        &item.name,
        &item.code,
        &item.category,
        &item.office,
        &item.place,
        &item.county,
        &item.chapter,
        &item.capacity,
        &item.stage,
        item.investment,
        &item.start_month,
        &item.end_month,
        &item.real_start,
        &item.real_end,
        &item.indicator,
        item.counts,
        &item.refused,
        &change.who,
        change.at(),
    ]
}

fn dispatch_cells(one: &Dispatch, id: i64, change: &Change) -> Vec<Cell> {
    cells![
        id,
        &one.month,
        one.done,
        one.planned,
        one.stated,
        &one.stage,
        &one.progress,
        &one.problem,
        &one.need,
        &one.source,
        &change.who,
        change.at(),
    ]
}

fn milestone_cells(one: &Milestone, id: i64, change: &Change) -> Vec<Cell> {
    cells![id, &one.kind, &one.planned, &one.reached, &one.result, &one.source, &change.who, change.at(),]
}

fn funding_cells(one: &Funding, id: i64, change: &Change) -> Vec<Cell> {
    cells![id, one.year, &one.source, one.applied, one.granted, one.paid, &change.who, change.at()]
}
