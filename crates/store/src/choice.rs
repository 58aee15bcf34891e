//! What a planner decided about the figures of an indicator: what to do about a break of the level, which source goes first.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::next_id;
use crate::row::{Row, cells, insert, query};
use crate::{Change, Result, Store};
use serde::Serialize;
use sqlx::AnyConnection;

/// A decision about the figures of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureChoice {
    /// Name of the indicator.
    pub indicator: String,
    /// First year behind the break; `None` when it is about the source.
    pub year: Option<i32>,
    /// What to do about the break (`keep`, `rebase`, `chain`), or a part of the name of the source that goes first; empty
    /// for none.
    pub choice: String,
}

impl Store {
    /// Records what is decided about the figures of an indicator; it holds from now on.
    ///
    /// # Errors
    /// [`StoreError::Missing`](crate::StoreError::Missing) when there is no such plan.
    pub async fn choose_figures(&self, plan: &str, new: &FigureChoice, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let id = next_id(write.connection(), "figure_choice").await?;
        write.touch("figure_choice", cells![id]).await?;
        let year = i64::from(new.year.unwrap_or(0));
        let row = cells![id, plan, &new.indicator, year, &new.choice, &change.why, &change.who, change.at()];
        let columns = "id, plan, indicator, year, choice, reason, decided_by, decided_at";
        insert(write.connection(), "figure_choice", columns, vec![row]).await?;
        write.finish(Deed::new("choice.set", format!("{plan}/choice/{id}")).after(new)).await?;
        Ok(())
    }
}

/// What holds at a moment, the latest decision first.
pub(crate) async fn choices(
    connection: &mut AnyConnection,
    plan: &str,
    until: &str,
) -> Result<Vec<FigureChoice>> {
    let rows = query("SELECT * FROM figure_choice WHERE plan = $1 AND decided_at <= $2 ORDER BY id DESC")
        .bind(plan.to_owned())
        .bind(until.to_owned())
        .fetch_all(connection)
        .await?;
    let mut all: Vec<FigureChoice> = Vec::new();
    for row in rows.iter().map(|row| Row::new("figure_choice", row)) {
        let one = FigureChoice {
            indicator: row.text("indicator")?,
            year: row.maybe_year("year")?.filter(|year| *year != 0),
            choice: row.text("choice")?,
        };
        if !all.iter().any(|later| later.indicator == one.indicator && later.year == one.year) {
            all.push(one);
        }
    }
    Ok(all)
}
