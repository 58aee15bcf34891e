//! What becomes of a plan as a whole: who may see it, whether it is put away, and its end.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::row::{Row, cells, cells_of, query};
use crate::tables::{Class, Declared, tables};
use crate::{Change, Result, Store, StoreError, Write};
use serde::Serialize;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// Who may see a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Secrecy {
    /// Everybody, once it is published (公开).
    Open,
    /// Who works in government (内部).
    Internal,
    /// Who needs it for work (工作秘密).
    WorkSecret,
}

impl Secrecy {
    /// All of them, the most open first.
    pub const ALL: [Self; 3] = [Self::Open, Self::Internal, Self::WorkSecret];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Internal => "internal",
            Self::WorkSecret => "work-secret",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }

    /// As it stands on papers; nothing for what everybody may see.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Open => "",
            Self::Internal => "内部",
            Self::WorkSecret => "工作秘密",
        }
    }

    /// The name of a file as it goes out: with the mark in front.
    pub fn marked(self, name: &str) -> String {
        match self.mark() {
            "" => name.to_owned(),
            mark => format!("【{mark}】{name}"),
        }
    }
}

/// What is said of a plan as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanMark {
    /// Who may see it; `None` when nobody has said.
    pub secrecy: Option<Secrecy>,
    /// Who put it away, and when.
    pub archived: Option<(String, String)>,
}

impl PlanMark {
    /// Whether the public must never see the plan.
    pub fn is_closed(&self) -> bool {
        self.secrecy.is_some_and(|secrecy| secrecy != Secrecy::Open)
    }
}

impl Store {
    /// Says who may see a plan. What is not for everybody is closed to the public in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan.
    pub async fn set_secrecy(&self, plan: &str, secrecy: Secrecy, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let now = mark_of(write.connection(), plan).await?;
        put_mark(&mut write, plan, &PlanMark { secrecy: Some(secrecy), ..now }).await?;
        if secrecy != Secrecy::Open {
            let deed = crate::publication::close(&mut write, plan).await?;
            write.record(deed).await?;
        }
        write.finish(Deed::new("plan.secrecy", plan).after(&secrecy)).await?;
        Ok(())
    }

    /// Puts a plan away, or brings it back.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan.
    pub async fn set_archived(&self, plan: &str, archived: bool, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let now = mark_of(write.connection(), plan).await?;
        let archived = archived.then(|| (change.who.clone(), change.at()));
        let action = if archived.is_some() { "plan.archive" } else { "plan.restore" };
        put_mark(&mut write, plan, &PlanMark { archived, ..now }).await?;
        write.finish(Deed::new(action, plan).after(&change.why)).await?;
        Ok(())
    }

    /// What is said of the plans of which something is said.
    pub async fn plan_marks(&self) -> Result<BTreeMap<String, PlanMark>> {
        let rows = query("SELECT * FROM plan_mark ORDER BY plan").fetch_all(&self.pool).await?;
        let of = |row| {
            let row = Row::new("plan_mark", row);
            Ok((row.text("plan")?, read(row)?))
        };
        rows.iter().map(of).collect()
    }

    /// Deletes a plan that was put away, with everything that belongs to it. The audit log keeps what was said of it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan among those put away.
    pub async fn delete_plan(&self, plan: &str, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        if mark_of(write.connection(), plan).await?.archived.is_none() {
            return Err(StoreError::Missing { kind: "archived plan", id: plan.to_owned() });
        }
        let files = files_of(write.connection(), plan).await?;
        let keys = "DELETE FROM personal_key WHERE owner IN (SELECT 'voice/' || id FROM voice WHERE plan = $1 \
                    UNION SELECT 'follow/' || id FROM follow WHERE plan = $2)";
        sqlx::query(keys).bind(plan.to_owned()).bind(plan.to_owned()).execute(write.connection()).await?;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        // Children stand behind their parents in the list.
        for table in tables().iter().rev() {
            let count = match table.name {
                "attachment" => clear_files(&mut write, &files).await?,
                _ => clear(&mut write, table, plan).await?,
            };
            if count > 0 {
                counts.insert(table.name, count);
            }
        }
        write.finish(Deed::new("plan.delete", plan).after(&counts)).await?;
        Ok(())
    }
}

/// Which rows of a table belong to a plan; `None` for a table of which none do.
fn belongs(table: &Declared) -> Option<String> {
    let of = |column: &str, parent: &str| format!("{column} IN (SELECT id FROM {parent} WHERE plan = $1)");
    match table.name {
        "plan" => Some("id = $1".to_owned()),
        "remark" => Some(of("consultation", "consultation")),
        "revision_item" => Some(of("revision", "revision")),
        "round_party" | "opinion" => Some(of("round", "opinion_round")),
        "matter_entry" => Some(of("matter", "matter")),
        "matter_file" => Some(
            "entry IN (SELECT e.id FROM matter_entry e JOIN matter m ON m.id = e.matter WHERE m.plan = $1)"
                .to_owned(),
        ),
        "layer_file" => Some(of("layer", "layer")),
        "site_opinion" => Some(of("site_check", "site_check")),
        "dispatch" | "milestone" | "funding" | "project_file" | "project_task" => {
            Some(of("project_item", "project_item"))
        }
        "body_plan_task" => Some(of("body_plan", "body_plan")),
        "news_about" => Some(of("news", "news")),
        "aim_measure" | "aim_state" | "aim_file" => Some(of("aim", "aim")),
        "search_item" | "search_pair" | "search_posting" => Some(of("search_version", "search_version")),
        _ => {
            let mut columns = table.key.iter().chain(&table.sealed).chain(&table.operating);
            columns.any(|column| *column == "plan").then(|| "plan = $1".to_owned())
        }
    }
}

async fn clear(write: &mut Write<'_>, table: &'static Declared, plan: &str) -> Result<usize> {
    let Some(which) = belongs(table) else { return Ok(0) };
    if table.class == Class::Row {
        let sql = format!("SELECT {} FROM {} WHERE {which}", table.order(), table.name);
        let rows =
            sqlx::query(AssertSqlSafe(sql)).bind(plan.to_owned()).fetch_all(write.connection()).await?;
        for row in &rows {
            write.touch(table.name, cells_of(row)?).await?;
        }
    }
    let sql = format!("DELETE FROM {} WHERE {which}", table.name);
    let done = sqlx::query(AssertSqlSafe(sql)).bind(plan.to_owned()).execute(write.connection()).await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

/// The files that belong to a plan and to no other.
async fn files_of(connection: &mut AnyConnection, plan: &str) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM attachment WHERE (id IN (SELECT attachment FROM plan_file WHERE plan = $1) \
         OR id IN (SELECT attachment FROM submission WHERE plan = $1) \
         OR id IN (SELECT p.attachment FROM round_party p JOIN opinion_round r ON r.id = p.round WHERE r.plan = $1) \
         OR id IN (SELECT attachment FROM body_plan WHERE plan = $1) \
         OR id IN (SELECT f.attachment FROM project_file f JOIN project_item p ON p.id = f.project_item \
         WHERE p.plan = $1) \
         OR id IN (SELECT f.attachment FROM aim_file f JOIN aim a ON a.id = f.aim WHERE a.plan = $1) \
         OR id IN (SELECT f.attachment FROM matter_file f JOIN matter_entry e ON e.id = f.entry \
         JOIN matter m ON m.id = e.matter WHERE m.plan = $1)) \
         AND id NOT IN (SELECT attachment FROM submission WHERE plan <> $1 AND attachment IS NOT NULL) ORDER BY id",
    )
    .bind(plan.to_owned())
    .fetch_all(connection)
    .await?)
}

async fn clear_files(write: &mut Write<'_>, files: &[i64]) -> Result<usize> {
    for id in files {
        write.touch("attachment", cells![*id]).await?;
        sqlx::query("DELETE FROM attachment WHERE id = $1").bind(*id).execute(write.connection()).await?;
    }
    Ok(files.len())
}

/// What is said of a plan.
pub(crate) async fn mark_of(connection: &mut AnyConnection, plan: &str) -> Result<PlanMark> {
    let row = query("SELECT * FROM plan_mark WHERE plan = $1")
        .bind(plan.to_owned())
        .fetch_optional(connection)
        .await?;
    row.map_or(Ok(PlanMark::default()), |row| read(Row::new("plan_mark", &row)))
}

async fn put_mark(write: &mut Write<'_>, plan: &str, mark: &PlanMark) -> Result<()> {
    write.touch("plan_mark", cells![plan]).await?;
    let (by, at) = mark.archived.clone().unzip();
    sqlx::query(
        "INSERT INTO plan_mark (plan, secrecy, archived_by, archived_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (plan) DO UPDATE SET secrecy = excluded.secrecy, archived_by = excluded.archived_by, \
         archived_at = excluded.archived_at",
    )
    .bind(plan.to_owned())
    .bind(mark.secrecy.map_or("", Secrecy::name))
    .bind(by)
    .bind(at)
    .execute(write.connection())
    .await?;
    Ok(())
}

fn read(row: Row<'_>) -> Result<PlanMark> {
    Ok(PlanMark {
        secrecy: Secrecy::parse(&row.text("secrecy")?),
        archived: row.maybe_text("archived_by")?.zip(row.maybe_text("archived_at")?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table whose rows belong to a plan by another table must be named above, else a deleted plan leaves them behind.
    #[test]
    fn of_every_table_it_is_known_whether_a_plan_owns_its_rows() {
        let free: Vec<&str> =
            tables().iter().filter(|table| belongs(table).is_none()).map(|table| table.name).collect();
        assert_eq!(
            free,
            [
                "region",
                "audit",
                "personal_key",
                "office",
                "account",
                "session",
                "attempt",
                "link",
                "delegation",
                "saved_view",
                "second_factor",
                "half_sign_in",
                "token",
                "attachment",
                "notice",
                "job",
                "setting",
                "generation",
                "shown"
            ]
        );
    }

    #[test]
    fn what_is_not_for_everybody_has_a_mark() {
        for secrecy in Secrecy::ALL {
            assert_eq!(Secrecy::parse(secrecy.name()), Some(secrecy));
            assert_eq!(secrecy.mark().is_empty(), secrecy == Secrecy::Open);
        }
    }
}
