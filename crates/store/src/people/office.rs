use crate::audit::Deed;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store};
use ::plan::BodyKind;
use serde::Serialize;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

/// At which level of government an office stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeLevel {
    /// The level of the plan: its departments review last.
    City,
    /// A county or district.
    County,
    /// A town, or an office of a county: a county reviews first.
    Town,
}

impl OfficeLevel {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::County => "county",
            Self::Town => "town",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::City, Self::County, Self::Town].into_iter().find(|level| level.name() == text)
    }
}

/// A department, a county government or another body that reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Office {
    /// Stable id, letters and digits.
    pub id: String,
    /// Name as written (市统计局).
    pub name: String,
    /// Department, government or enterprise.
    #[serde(serialize_with = "kind_name")]
    pub kind: BodyKind,
    /// City, county or town.
    pub level: OfficeLevel,
    /// The office above it.
    pub parent: Option<String>,
    /// The region it reports for; empty for the plan's own.
    pub region: String,
}

fn kind_name<S: serde::Serializer>(kind: &BodyKind, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.name())
}

impl Store {
    /// Adds offices or changes those with the same id; a parent must stand before its children or exist.
    pub async fn put_offices(&self, offices: &[Office], change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        let known = all(write.connection()).await?;
        let known: BTreeMap<String, Office> =
            known.into_iter().map(|office| (office.id.clone(), office)).collect();
        for office in offices {
            write.touch("office", cells![&office.id]).await?;
            sqlx::query(
                "INSERT INTO office (id, name, kind, level, parent, region) VALUES ($1, $2, $3, $4, $5, $6) \
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, \
                 level = excluded.level, parent = excluded.parent, region = excluded.region",
            )
            .bind(office.id.clone())
            .bind(office.name.clone())
            .bind(office.kind.name())
            .bind(office.level.name())
            .bind(office.parent.clone())
            .bind(office.region.clone())
            .execute(write.connection())
            .await?;
            let mut deed = Deed::new("office.put", format!("office/{}", office.id)).after(office);
            if let Some(before) = known.get(&office.id) {
                deed = deed.before(before);
            }
            write.record(deed).await?;
        }
        write.commit("offices.put", "office", &offices.len().to_string()).await?;
        Ok(())
    }

    /// All offices, by id.
    pub async fn offices(&self) -> Result<Vec<Office>> {
        all(&mut *self.pool.acquire().await?).await
    }

    /// The ids of an office and of all below it: what a reporter of that office may touch.
    pub async fn offices_below(&self, office: &str) -> Result<BTreeSet<String>> {
        Ok(below(&self.offices().await?, office))
    }
}

/// The ids of an office and of all of `offices` below it.
pub fn below<'a>(offices: impl IntoIterator<Item = &'a Office>, office: &str) -> BTreeSet<String> {
    let offices: Vec<&Office> = offices.into_iter().collect();
    let mut below = BTreeSet::from([office.to_owned()]);
    // The tree is a few levels deep; each pass adds one.
    loop {
        let before = below.len();
        for office in &offices {
            if office.parent.as_ref().is_some_and(|parent| below.contains(parent)) {
                below.insert(office.id.clone());
            }
        }
        if below.len() == before {
            return below;
        }
    }
}

async fn all(connection: &mut AnyConnection) -> Result<Vec<Office>> {
    let rows = query("SELECT * FROM office ORDER BY id").fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let row = Row::new("office", row);
            Ok(Office {
                id: row.text("id")?,
                name: row.text("name")?,
                kind: row.word("kind", BodyKind::parse)?,
                level: row.word("level", OfficeLevel::parse)?,
                parent: row.maybe_text("parent")?,
                region: row.text("region")?,
            })
        })
        .collect()
}
