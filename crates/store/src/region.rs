use crate::audit::Deed;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Store, Write};
use sqlx::AnyConnection;

/// A region of the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// Id: the division code when there is one, else the name.
    pub id: String,
    /// Name as written (锦州市).
    pub name: String,
    /// Id of the region it lies in.
    pub parent: Option<String>,
    /// Administrative division code (GB/T 2260); empty when unknown.
    pub code: String,
    /// Outline as a GeoJSON geometry in WGS-84.
    pub outline: Option<String>,
}

/// A region in the list of all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegionNode {
    /// Id.
    pub id: String,
    /// Name as written.
    pub name: String,
    /// Id of the region it lies in.
    pub parent: Option<String>,
    /// Administrative division code; empty when unknown.
    pub code: String,
    /// Whether its outline is stored.
    pub has_outline: bool,
}

impl Store {
    /// Adds regions or changes those with the same id; parents must come before their children or exist already.
    ///
    /// A region that was made for a plan by its name alone keeps its id: a row of the same name is changed.
    pub async fn put_regions(&self, regions: &[Region], change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        let deed = put(&mut write, regions).await?;
        write.finish(deed).await?;
        Ok(())
    }

    /// All regions, by id, without their outlines, which can be large.
    pub async fn region_tree(&self) -> Result<Vec<RegionNode>> {
        let rows = sqlx::query(
            "SELECT id, name, parent, code, CASE WHEN outline IS NULL THEN 0 ELSE 1 END AS has_outline \
             FROM region ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("region", row);
                Ok(RegionNode {
                    id: row.text("id")?,
                    name: row.text("name")?,
                    parent: row.maybe_text("parent")?,
                    code: row.text("code")?,
                    has_outline: row.flag("has_outline")?,
                })
            })
            .collect()
    }

    /// The regions directly inside the one with this name, by id, with their outlines.
    pub async fn regions_inside(&self, name: &str) -> Result<Vec<Region>> {
        let rows = query(
            "SELECT c.* FROM region c WHERE c.parent = \
             (SELECT p.id FROM region p WHERE p.name = $1 ORDER BY p.id LIMIT 1) ORDER BY c.id",
        )
        .bind(name.to_owned())
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("region", row);
                Ok(Region {
                    id: row.text("id")?,
                    name: row.text("name")?,
                    parent: row.maybe_text("parent")?,
                    code: row.text("code")?,
                    outline: row.maybe_text("outline")?,
                })
            })
            .collect()
    }
}

/// Adds or changes regions inside a write; gives what the audit log is told.
pub(crate) async fn put(write: &mut Write<'_>, regions: &[Region]) -> Result<Deed> {
    let mut renamed = std::collections::BTreeMap::new();
    for region in regions {
        let parent = region.parent.clone().map(|parent| renamed.get(&parent).cloned().unwrap_or(parent));
        let id = existing(write.connection(), region).await?.unwrap_or_else(|| region.id.clone());
        write.touch("region", cells![&id]).await?;
        sqlx::query(
            "INSERT INTO region (id, name, parent, code, outline) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent = excluded.parent, \
             code = excluded.code, outline = excluded.outline",
        )
        .bind(id.clone())
        .bind(region.name.clone())
        .bind(parent)
        .bind(region.code.clone())
        .bind(region.outline.clone())
        .execute(write.connection())
        .await?;
        renamed.insert(region.id.clone(), id);
    }
    Ok(Deed::new("region.put", "").after(&format!("{} regions", regions.len())))
}

/// The id under which a region is already stored: its own, or that of a row made by name alone.
async fn existing(connection: &mut AnyConnection, region: &Region) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM region WHERE id = $1 OR (name = $2 AND id = name) ORDER BY id LIMIT 1",
    )
    .bind(region.id.clone())
    .bind(region.name.clone())
    .fetch_optional(connection)
    .await?)
}

/// The id of the region with this name; makes it when there is none.
pub(crate) async fn id_of_name(write: &mut Write<'_>, name: &str) -> Result<String> {
    let found: Option<String> =
        sqlx::query_scalar("SELECT id FROM region WHERE name = $1 ORDER BY id LIMIT 1")
            .bind(name.to_owned())
            .fetch_optional(write.connection())
            .await?;
    if let Some(id) = found {
        return Ok(id);
    }
    write.touch("region", cells![name]).await?;
    sqlx::query("INSERT INTO region (id, name) VALUES ($1, $1)")
        .bind(name.to_owned())
        .execute(write.connection())
        .await?;
    Ok(name.to_owned())
}
