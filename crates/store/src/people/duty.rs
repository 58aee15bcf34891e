use crate::audit::Deed;
use crate::row::{Cell, Row, cells, query};
use crate::{Change, Result, Store};
use ::duty::Cadence;
use ::plan::AssignmentRole;
use serde::Serialize;
use sqlx::AnyConnection;

/// Which office answers for an item of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// The plan.
    pub plan: String,
    /// `indicator`, `target`, `project` or `task`.
    pub item_kind: String,
    /// Name of the indicator, id of the other items.
    pub item: String,
    /// The office.
    pub office: String,
    /// Lead or support.
    #[serde(serialize_with = "role_name")]
    pub role: AssignmentRole,
    /// How often a figure is due.
    #[serde(serialize_with = "cadence_name")]
    pub cadence: Cadence,
    /// Days after the end of the period until it is due.
    pub due_days: u16,
    /// Whether a person confirmed it.
    pub confirmed: bool,
    /// Where the proposal comes from: the text, the catalogue, a spreadsheet.
    pub reason: String,
}

fn role_name<S: serde::Serializer>(role: &AssignmentRole, s: S) -> std::result::Result<S::Ok, S::Error> {
    s.serialize_str(role.name())
}

fn cadence_name<S: serde::Serializer>(cadence: &Cadence, s: S) -> std::result::Result<S::Ok, S::Error> {
    s.serialize_str(cadence.name())
}

impl Duty {
    fn key(&self) -> Vec<Cell> {
        cells![&self.plan, &self.item_kind, &self.item, &self.office]
    }

    fn subject(&self) -> String {
        format!("{}/duty/{}/{}/{}", self.plan, self.item_kind, self.item, self.office)
    }
}

impl Store {
    /// Adds duties or changes those of the same item and office, all or none.
    pub async fn put_duties(&self, duties: &[Duty], change: &Change) -> Result<()> {
        let Some(first) = duties.first() else { return Ok(()) };
        let mut write = self.write(change).await?;
        let known = of_plan(write.connection(), &first.plan).await?;
        for duty in duties {
            write.touch("duty", duty.key()).await?;
            sqlx::query(
                "INSERT INTO duty (plan, item_kind, item, office, role, cadence, due_days, confirmed, reason) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                 ON CONFLICT (plan, item_kind, item, office) DO UPDATE SET role = excluded.role, \
                 cadence = excluded.cadence, due_days = excluded.due_days, confirmed = excluded.confirmed, \
                 reason = excluded.reason",
            )
            .bind(duty.plan.clone())
            .bind(duty.item_kind.clone())
            .bind(duty.item.clone())
            .bind(duty.office.clone())
            .bind(duty.role.name())
            .bind(duty.cadence.name())
            .bind(i64::from(duty.due_days))
            .bind(i64::from(duty.confirmed))
            .bind(duty.reason.clone())
            .execute(write.connection())
            .await?;
            let before = known.iter().find(|known| known.subject() == duty.subject());
            if before == Some(duty) {
                continue;
            }
            let mut deed = Deed::new("duty.put", duty.subject()).after(duty);
            if let Some(before) = before {
                deed = deed.before(before);
            }
            write.record(deed).await?;
        }
        write.commit("duties.put", &first.plan, &duties.len().to_string()).await?;
        Ok(())
    }

    /// Takes duties of one plan away from their offices, all or none; those that are not there are passed over.
    pub async fn remove_duties(&self, duties: &[Duty], change: &Change) -> Result<()> {
        let Some(first) = duties.first() else { return Ok(()) };
        let mut write = self.write(change).await?;
        for duty in duties {
            write.touch("duty", duty.key()).await?;
            let done = sqlx::query(
                "DELETE FROM duty WHERE plan = $1 AND item_kind = $2 AND item = $3 AND office = $4",
            )
            .bind(duty.plan.clone())
            .bind(duty.item_kind.clone())
            .bind(duty.item.clone())
            .bind(duty.office.clone())
            .execute(write.connection())
            .await?;
            if done.rows_affected() > 0 {
                write.record(Deed::new("duty.remove", duty.subject()).before(duty)).await?;
            }
        }
        write.commit("duties.remove", &first.plan, &duties.len().to_string()).await?;
        Ok(())
    }

    /// The duties of a plan, by item and office.
    pub async fn duties(&self, plan: &str) -> Result<Vec<Duty>> {
        of_plan(&mut *self.pool.acquire().await?, plan).await
    }

    /// The plans in which somebody has a duty, by id.
    pub async fn plans_with_duties(&self) -> Result<Vec<String>> {
        Ok(sqlx::query_scalar("SELECT DISTINCT plan FROM duty ORDER BY plan").fetch_all(&self.pool).await?)
    }

    /// The duties of an office in all plans, by plan and item.
    pub async fn duties_of(&self, office: &str) -> Result<Vec<Duty>> {
        let rows = query("SELECT * FROM duty WHERE office = $1 ORDER BY plan, item_kind, item")
            .bind(office.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }
}

async fn of_plan(connection: &mut AnyConnection, plan: &str) -> Result<Vec<Duty>> {
    let rows = query("SELECT * FROM duty WHERE plan = $1 ORDER BY item_kind, item, office")
        .bind(plan.to_owned())
        .fetch_all(connection)
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &sqlx::any::AnyRow) -> Result<Duty> {
    let row = Row::new("duty", row);
    Ok(Duty {
        plan: row.text("plan")?,
        item_kind: row.text("item_kind")?,
        item: row.text("item")?,
        office: row.text("office")?,
        role: row.word("role", AssignmentRole::parse)?,
        cadence: row.word("cadence", Cadence::parse)?,
        due_days: u16::try_from(row.int("due_days")?).map_err(|_| row.damaged("due_days"))?,
        confirmed: row.flag("confirmed")?,
        reason: row.text("reason")?,
    })
}
