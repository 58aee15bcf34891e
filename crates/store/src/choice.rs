//! What a planner decided about the figures of an indicator: what to do about a break of the level, which source goes first.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::next_id;
use crate::row::{Row, cells, insert, query};
use crate::{Change, Result, Store};
use serde::Serialize;
use sqlx::AnyConnection;

/// What a decision about the figures of an indicator is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceAbout {
    /// Which source goes first: a part of its name.
    Source,
    /// What to do about a break of the level (`keep`, `rebase`, `chain`); the first year behind it.
    Break(i32),
    /// Between which values it must lie, in its unit: `0..100`, or `none`.
    Bounds,
    /// With which other regions it is compared.
    Peers,
}

impl ChoiceAbout {
    /// As it is stored: the year of a break, which is above 0, or what is no year.
    fn number(self) -> i64 {
        match self {
            Self::Break(year) => i64::from(year),
            Self::Source => 0,
            Self::Bounds => -1,
            Self::Peers => -2,
        }
    }

    fn of_number(number: i64) -> Option<Self> {
        match number {
            0 => Some(Self::Source),
            -1 => Some(Self::Bounds),
            -2 => Some(Self::Peers),
            year => i32::try_from(year).ok().filter(|year| *year > 0).map(Self::Break),
        }
    }
}

/// A decision about the figures of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureChoice {
    /// Name of the indicator.
    pub indicator: String,
    /// What it is about.
    pub about: ChoiceAbout,
    /// What was chosen; empty when nothing shall hold any more.
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
        let about = new.about.number();
        let row = cells![id, plan, &new.indicator, about, &new.choice, &change.why, &change.who, change.at()];
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
        let about = ChoiceAbout::of_number(row.int("year")?).ok_or_else(|| row.damaged("year"))?;
        let one = FigureChoice { indicator: row.text("indicator")?, about, choice: row.text("choice")? };
        if !all.iter().any(|later| later.indicator == one.indicator && later.about == one.about) {
            all.push(one);
        }
    }
    Ok(all)
}
