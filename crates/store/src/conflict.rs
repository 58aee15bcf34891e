//! The conflict ledger: what figures, texts and layers of a plan disagree about, and what was decided.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, StoreError, Write};
use serde::Serialize;
use sqlx::any::AnyRow;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$one])* $variant),+ }

        impl $name {
            /// All, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads a stable name.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == text)
            }
        }
    };
}

named! {
    /// What disagrees.
    ConflictKind {
        /// Figures: inside a plan, between plans, with statistics.
        Figure = "figure",
        /// Statements of a text.
        Text = "text",
        /// Layers on the ground.
        Space = "space",
    }
}

named! {
    /// Where a conflict stands.
    ConflictState {
        /// To be verified (待核).
        Open = "open",
        /// It is one (属实).
        Real = "real",
        /// Two digitisations of one line (噪声).
        Noise = "noise",
        /// A line was drawn wrongly (误划).
        Misdrawn = "misdrawn",
        /// A body has decided (已处置).
        Decided = "decided",
        /// The decision stands in the layers or the text (已落图).
        Mapped = "mapped",
    }
}

named! {
    /// What was decided.
    Resolution {
        /// The first source gives way.
        First = "first",
        /// The second source gives way.
        Second = "second",
        /// Replaced elsewhere (补划).
        Replace = "replace",
        /// Both stay, for a reason (保留并说明).
        Keep = "keep",
    }
}

impl ConflictState {
    /// Whether somebody still has to say something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Real | Self::Misdrawn)
    }

    /// Where it may go from here.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Open => &[Self::Real, Self::Noise, Self::Misdrawn, Self::Decided],
            Self::Real | Self::Misdrawn => &[Self::Decided, Self::Noise, Self::Open],
            Self::Noise => &[Self::Open],
            Self::Decided => &[Self::Mapped, Self::Open],
            Self::Mapped => &[Self::Open],
        }
    }
}

/// What was decided about a conflict, by whom, on what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settlement {
    /// Where it stands.
    pub state: ConflictState,
    /// What was decided; nothing while it is open.
    pub resolution: Option<Resolution>,
    /// The body that decides.
    pub office: String,
    /// Number of the document that decides it.
    pub document: String,
    /// Why.
    pub reason: String,
    /// The day by which it is to be decided; empty for none.
    pub due: String,
    /// Who recorded it; empty while nobody did.
    pub by: String,
    /// When, in UTC.
    pub at: String,
    /// The basis that was decided on.
    pub on: String,
}

impl Default for Settlement {
    fn default() -> Self {
        let none = String::new;
        Self {
            state: ConflictState::Open,
            resolution: None,
            office: none(),
            document: none(),
            reason: none(),
            due: none(),
            by: none(),
            at: none(),
            on: none(),
        }
    }
}

/// A conflict of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Id of the plan.
    pub plan: String,
    /// Stable name: the same for the same disagreement, whatever the reading or version that finds it.
    pub id: String,
    /// What disagrees.
    pub kind: ConflictKind,
    /// Which sort of its kind.
    pub class: String,
    /// How much it weighs.
    pub weight: String,
    /// One source, as JSON.
    pub first: String,
    /// The other, as JSON; empty where there is one.
    pub second: String,
    /// Where and how much, as JSON.
    pub extent: String,
    /// What the program proposes, as JSON; empty for nothing.
    pub proposal: String,
    /// Digest of what the sources said.
    pub basis: String,
    /// When it was first found, in UTC.
    pub found_at: String,
    /// Since when it is found no more.
    pub lost_at: Option<String>,
    /// What was decided.
    pub settlement: Settlement,
}

/// Writes rows inside a write; rows that stand already are replaced.
pub(crate) async fn put(write: &mut Write<'_>, all: &[Conflict]) -> Result<()> {
    for one in all {
        write.touch("conflict", cells![&one.plan, &one.id]).await?;
        let said = &one.settlement;
        sqlx::query(
            "INSERT INTO conflict (plan, id, kind, class, weight, first, second, extent, proposal, basis, found_at, lost_at, \
             state, resolution, office, document, reason, due, decided_by, decided_at, decided_on) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) \
             ON CONFLICT (plan, id) DO UPDATE SET kind = excluded.kind, class = excluded.class, weight = excluded.weight, \
             first = excluded.first, second = excluded.second, extent = excluded.extent, proposal = excluded.proposal, \
             basis = excluded.basis, lost_at = excluded.lost_at, state = excluded.state, \
             resolution = excluded.resolution, office = excluded.office, document = excluded.document, \
             reason = excluded.reason, due = excluded.due, decided_by = excluded.decided_by, \
             decided_at = excluded.decided_at, decided_on = excluded.decided_on",
        )
        .bind(one.plan.clone())
        .bind(one.id.clone())
        .bind(one.kind.name())
        .bind(one.class.clone())
        .bind(one.weight.clone())
        .bind(one.first.clone())
        .bind(one.second.clone())
        .bind(one.extent.clone())
        .bind(one.proposal.clone())
        .bind(one.basis.clone())
        .bind(one.found_at.clone())
        .bind(one.lost_at.clone())
        .bind(said.state.name())
        .bind(said.resolution.map_or("", Resolution::name))
        .bind(said.office.clone())
        .bind(said.document.clone())
        .bind(said.reason.clone())
        .bind(said.due.clone())
        .bind(said.by.clone())
        .bind(said.at.clone())
        .bind(said.on.clone())
        .execute(write.connection())
        .await?;
    }
    Ok(())
}

impl Store {
    /// Keeps conflicts of a plan, all or none: new ones, and those that a new reading found changed or no more.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan.
    pub async fn put_conflicts(&self, plan: &str, all: &[Conflict], change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        put(&mut write, all).await?;
        write.commit("conflict.found", &format!("{plan}/conflict"), &all.len().to_string()).await?;
        Ok(())
    }

    /// Records what was decided about conflicts; who, when and on what are taken from the change and the row.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such conflict.
    pub async fn settle_conflicts(
        &self,
        plan: &str,
        all: &[(String, Settlement)],
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        for (id, said) in all {
            write.touch("conflict", cells![plan, id]).await?;
            let by_hand = !matches!(said.state, ConflictState::Open);
            let done = sqlx::query(
                "UPDATE conflict SET state = $1, resolution = $2, office = $3, document = $4, reason = $5, due = $6, \
                 decided_by = $7, decided_at = $8, decided_on = CASE WHEN $9 = 1 THEN basis ELSE '' END \
                 WHERE plan = $10 AND id = $11",
            )
            .bind(said.state.name())
            .bind(said.resolution.map_or("", Resolution::name))
            .bind(said.office.clone())
            .bind(said.document.clone())
            .bind(said.reason.clone())
            .bind(said.due.clone())
            .bind(change.who.clone())
            .bind(change.at())
            .bind(i64::from(by_hand))
            .bind(plan.to_owned())
            .bind(id.clone())
            .execute(write.connection())
            .await?;
            if done.rows_affected() == 0 {
                return Err(StoreError::Missing { kind: "conflict", id: id.clone() });
            }
            write.record(Deed::new("conflict.settle", format!("{plan}/conflict/{id}")).after(said)).await?;
        }
        write.commit("conflict.settled", &format!("{plan}/conflict"), &all.len().to_string()).await?;
        Ok(())
    }

    /// The conflicts of a plan, by id.
    pub async fn conflicts(&self, plan: &str) -> Result<Vec<Conflict>> {
        let rows = query("SELECT * FROM conflict WHERE plan = $1 ORDER BY id")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<Conflict> {
    let row = Row::new("conflict", row);
    let resolution = match row.text("resolution")?.as_str() {
        "" => None,
        text => Some(Resolution::parse(text).ok_or_else(|| row.damaged("resolution"))?),
    };
    Ok(Conflict {
        plan: row.text("plan")?,
        id: row.text("id")?,
        kind: row.word("kind", ConflictKind::parse)?,
        class: row.text("class")?,
        weight: row.text("weight")?,
        first: row.text("first")?,
        second: row.text("second")?,
        extent: row.text("extent")?,
        proposal: row.text("proposal")?,
        basis: row.text("basis")?,
        found_at: row.text("found_at")?,
        lost_at: row.maybe_text("lost_at")?,
        settlement: Settlement {
            state: row.word("state", ConflictState::parse)?,
            resolution,
            office: row.text("office")?,
            document: row.text("document")?,
            reason: row.text("reason")?,
            due: row.text("due")?,
            by: row.text("decided_by")?,
            at: row.text("decided_at")?,
            on: row.text("decided_on")?,
        },
    })
}
