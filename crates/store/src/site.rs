//! Places that were looked at for projects, and what bodies said of them.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::next_id;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, StoreError};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a body says of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// It agrees.
    Agree,
    /// It agrees under conditions.
    Conditions,
    /// It objects.
    Object,
}

impl Stance {
    /// All.
    pub const ALL: [Self; 3] = [Self::Agree, Self::Conditions, Self::Object];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Conditions => "conditions",
            Self::Object => "object",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// What a body said of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteOpinion {
    /// The body.
    pub office: String,
    /// Who wrote it.
    pub account: String,
    /// What it says.
    pub opinion: Stance,
    /// In its words.
    pub text: String,
    /// When, in UTC.
    pub at: String,
}

/// A place that was looked at for a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteCheck {
    /// Number.
    pub id: i64,
    /// Id of the plan.
    pub plan: String,
    /// The project.
    pub name: String,
    /// GeoJSON geometry in degrees.
    pub place: String,
    /// What was found, as JSON.
    pub result: String,
    /// Who looked.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
    /// What bodies said, in the order in which they did.
    pub opinions: Vec<SiteOpinion>,
}

impl Store {
    /// Keeps what was found at a place; gives its number.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan.
    pub async fn add_site_check(
        &self,
        plan: &str,
        (name, place, result): (&str, &str, &str),
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let id = next_id(write.connection(), "site_check").await?;
        write.touch("site_check", cells![id]).await?;
        sqlx::query(
            "INSERT INTO site_check (id, plan, name, place, result, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(id)
        .bind(plan.to_owned())
        .bind(name.to_owned())
        .bind(place.to_owned())
        .bind(result.to_owned())
        .bind(change.who.clone())
        .bind(change.at())
        .execute(write.connection())
        .await?;
        write.finish(Deed::new("site.check", format!("{plan}/site/{id}")).after(&name)).await?;
        Ok(id)
    }

    /// Keeps what a body says of a site; a later word of the same body replaces an earlier one.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such site.
    pub async fn add_site_opinion(
        &self,
        plan: &str,
        id: i64,
        (office, opinion, text): (&str, Stance, &str),
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        let known = sqlx::query("SELECT id FROM site_check WHERE id = $1 AND plan = $2")
            .bind(id)
            .bind(plan.to_owned())
            .fetch_optional(write.connection())
            .await?;
        if known.is_none() {
            return Err(StoreError::Missing { kind: "site", id: id.to_string() });
        }
        write.touch("site_opinion", cells![id, office]).await?;
        sqlx::query(
            "INSERT INTO site_opinion (site_check, office, account, opinion, text, at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (site_check, office) DO UPDATE SET account = excluded.account, opinion = excluded.opinion, \
             text = excluded.text, at = excluded.at",
        )
        .bind(id)
        .bind(office.to_owned())
        .bind(change.who.clone())
        .bind(opinion.name())
        .bind(text.to_owned())
        .bind(change.at())
        .execute(write.connection())
        .await?;
        let said = SiteOpinion {
            office: office.to_owned(),
            account: change.who.clone(),
            opinion,
            text: text.to_owned(),
            at: change.at(),
        };
        write.finish(Deed::new("site.opinion", format!("{plan}/site/{id}")).after(&said)).await?;
        Ok(())
    }

    /// The places of a plan that were looked at, newest first, with what bodies said.
    pub async fn site_checks(&self, plan: &str) -> Result<Vec<SiteCheck>> {
        let said = query(
            "SELECT o.* FROM site_opinion o JOIN site_check c ON c.id = o.site_check WHERE c.plan = $1 ORDER BY o.at, o.office",
        )
        .bind(plan.to_owned())
        .fetch_all(&self.pool)
        .await?;
        let mut opinions: BTreeMap<i64, Vec<SiteOpinion>> = BTreeMap::new();
        for row in &said {
            let row = Row::new("site_opinion", row);
            let one = SiteOpinion {
                office: row.text("office")?,
                account: row.text("account")?,
                opinion: row.word("opinion", Stance::parse)?,
                text: row.text("text")?,
                at: row.text("at")?,
            };
            opinions.entry(row.int("site_check")?).or_default().push(one);
        }
        let rows = query("SELECT * FROM site_check WHERE plan = $1 ORDER BY id DESC")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("site_check", row);
                let id = row.int("id")?;
                Ok(SiteCheck {
                    id,
                    plan: row.text("plan")?,
                    name: row.text("name")?,
                    place: row.text("place")?,
                    result: row.text("result")?,
                    made_by: row.text("made_by")?,
                    made_at: row.text("made_at")?,
                    opinions: opinions.remove(&id).unwrap_or_default(),
                })
            })
            .collect()
    }
}
