//! Layers of plans: what is said of each version, and its file.

use crate::audit::Deed;
use crate::conflict::{self, Conflict};
use crate::job::{NewJob, enqueue};
use crate::load::plan_is_there;
use crate::people::next_id;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Secrecy, Store, StoreError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;

/// What the public may see of a layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Released {
    /// Number of the approval of the map (审图号).
    pub approval: String,
    /// Metres that every vertex is moved to a grid of.
    pub grid: f64,
    /// Who released it.
    pub by: String,
    /// When, in UTC.
    pub at: String,
}

/// A version of a layer of a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Layer {
    /// Number.
    pub id: i64,
    /// Id of the plan.
    pub plan: String,
    /// Name; versions of one layer share it.
    pub name: String,
    /// A key of the table of kinds, or a kind of one's own.
    pub kind: String,
    /// Where the plan speaks of it.
    pub clause: String,
    /// What people call the version.
    pub version: String,
    /// First year that it is in force.
    pub valid_from: Option<i64>,
    /// Accuracy of its lines in metres.
    pub accuracy: f64,
    /// Before whom it goes, the smallest first; the kind's where it is `None`.
    pub rank: Option<i64>,
    /// Coordinate system and how it is known, as JSON.
    pub crs: String,
    /// What was said of the reading, as JSON.
    pub notes: String,
    /// Number of features.
    pub features: i64,
    /// Plane area in m².
    pub plane_area: f64,
    /// Area on the ellipsoid in m².
    pub surveyed_area: f64,
    /// West, south, east, north in degrees, as JSON; empty without a place.
    pub bounds: String,
    /// Name of the file.
    pub file: String,
    /// Its format.
    pub format: String,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Who added it.
    pub added_by: String,
    /// When, in UTC.
    pub added_at: String,
    /// Since when it holds no more.
    pub withdrawn_at: Option<String>,
    /// What the public may see; nothing where it is `None`.
    pub released: Option<Released>,
    /// Who may see it; `None` when nobody has said: then it is internal until it is released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrecy: Option<Secrecy>,
}

impl Layer {
    /// The name under which its file goes out.
    pub fn marked_file(&self) -> String {
        self.secrecy.unwrap_or(Secrecy::Internal).marked(&self.file)
    }
}

/// A layer to keep, with its file and what the reader gave of it. Number, author and time are given by the store.
#[derive(Clone, Debug)]
pub struct NewLayer<'a> {
    /// What is said of it.
    pub layer: Layer,
    /// The file.
    pub content: &'a [u8],
    /// What the reader gave.
    pub reading: &'a [u8],
    /// It is laid over the others later, by a job of the kind [`OVERLAY`] whose key is its number and whose subject the plan.
    pub overlay_later: bool,
}

/// The kind of the jobs that lay a large layer over the others.
pub const OVERLAY: &str = "overlay";

impl Store {
    /// Keeps a version of a layer, with the conflicts that it brings or changes, in one transaction; gives its number.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan, a conflict of names when the version is there already.
    pub async fn add_layer(
        &self,
        new: &NewLayer<'_>,
        conflicts: &[Conflict],
        change: &Change,
    ) -> Result<i64> {
        let mut write = self.write(change).await?;
        let one = &new.layer;
        plan_is_there(write.connection(), &one.plan).await?;
        let id = next_id(write.connection(), "layer").await?;
        write.touch("layer", cells![id]).await?;
        write.touch("layer_file", cells![id]).await?;
        sqlx::query(
            "INSERT INTO layer (id, plan, name, kind, clause, version, valid_from, accuracy, rank, crs, notes, features, \
             plane_area, surveyed_area, bounds, file, format, sha256, added_by, added_at, withdrawn_at, released, \
             secrecy) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, NULL, '', $21)",
        )
        .bind(id)
        .bind(one.plan.clone())
        .bind(one.name.clone())
        .bind(one.kind.clone())
        .bind(one.clause.clone())
        .bind(one.version.clone())
        .bind(one.valid_from)
        .bind(one.accuracy.to_string())
        .bind(one.rank)
        .bind(one.crs.clone())
        .bind(one.notes.clone())
        .bind(one.features)
        .bind(one.plane_area.to_string())
        .bind(one.surveyed_area.to_string())
        .bind(one.bounds.clone())
        .bind(one.file.clone())
        .bind(one.format.clone())
        .bind(one.sha256.clone())
        .bind(change.who.clone())
        .bind(change.at())
        .bind(one.secrecy.map(Secrecy::name))
        .execute(write.connection())
        .await?;
        sqlx::query("INSERT INTO layer_file (layer, content, reading) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(STANDARD.encode(new.content))
            .bind(STANDARD.encode(new.reading))
            .execute(write.connection())
            .await?;
        conflict::put(&mut write, conflicts).await?;
        if new.overlay_later {
            let job = NewJob {
                kind: OVERLAY.to_owned(),
                key: id.to_string(),
                subject: one.plan.clone(),
                payload: String::new(),
                run_at: change.when,
            };
            enqueue(write.connection(), &[job], change.when).await?;
        }
        let kept = Layer { id, added_by: change.who.clone(), added_at: change.at(), ..one.clone() };
        write.finish(Deed::new("layer.add", format!("{}/layer/{id}", one.plan)).after(&kept)).await?;
        Ok(id)
    }

    /// All versions of the layers of a plan, by name and in the order in which they came.
    pub async fn layers(&self, plan: &str) -> Result<Vec<Layer>> {
        let rows = query("SELECT * FROM layer WHERE plan = $1 ORDER BY name, id")
            .bind(plan.to_owned())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// A version of a layer of a plan.
    pub async fn layer(&self, plan: &str, id: i64) -> Result<Option<Layer>> {
        let row = query("SELECT * FROM layer WHERE plan = $1 AND id = $2")
            .bind(plan.to_owned())
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// What the reader gave of a layer's file.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such layer.
    pub async fn layer_reading(&self, id: i64) -> Result<Vec<u8>> {
        self.layer_bytes(id, "SELECT reading AS bytes FROM layer_file WHERE layer = $1").await
    }

    /// The file of a layer.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such layer.
    pub async fn layer_content(&self, id: i64) -> Result<Vec<u8>> {
        self.layer_bytes(id, "SELECT content AS bytes FROM layer_file WHERE layer = $1").await
    }

    async fn layer_bytes(&self, id: i64, sql: &'static str) -> Result<Vec<u8>> {
        let row = sqlx::query(sql)
            .bind(id)
            .fetch_optional(&self.pool)
            .await?
            .ok_or_else(|| StoreError::Missing { kind: "layer", id: id.to_string() })?;
        let row = Row::new("layer_file", &row);
        STANDARD.decode(row.text("bytes")?).map_err(|_| row.damaged("bytes"))
    }

    /// Takes a layer out of use, with the conflicts that are found no more.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such layer in use.
    pub async fn withdraw_layer(
        &self,
        plan: &str,
        id: i64,
        conflicts: &[Conflict],
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("layer", cells![id]).await?;
        let done = sqlx::query(
            "UPDATE layer SET withdrawn_at = $1 WHERE id = $2 AND plan = $3 AND withdrawn_at IS NULL",
        )
        .bind(change.at())
        .bind(id)
        .bind(plan.to_owned())
        .execute(write.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Missing { kind: "layer", id: id.to_string() });
        }
        conflict::put(&mut write, conflicts).await?;
        write.finish(Deed::new("layer.withdraw", format!("{plan}/layer/{id}"))).await?;
        Ok(())
    }

    /// Says what the public may see of a layer; nothing with `None`.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such layer.
    pub async fn release_layer(
        &self,
        plan: &str,
        id: i64,
        released: Option<&Released>,
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("layer", cells![id]).await?;
        let text = released.map_or(Ok(String::new()), serde_json::to_string);
        let text = text.map_err(|error| StoreError::Damaged { table: "layer", what: error.to_string() })?;
        let done = sqlx::query("UPDATE layer SET released = $1 WHERE id = $2 AND plan = $3")
            .bind(text)
            .bind(id)
            .bind(plan.to_owned())
            .execute(write.connection())
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Missing { kind: "layer", id: id.to_string() });
        }
        let deed = Deed::new("layer.release", format!("{plan}/layer/{id}")).after(&released);
        write.finish(deed).await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<Layer> {
    let row = Row::new("layer", row);
    let number = |name: &'static str| row.text(name)?.parse::<f64>().map_err(|_| row.damaged(name));
    let released = match row.text("released")?.as_str() {
        "" => None,
        text => Some(serde_json::from_str(text).map_err(|_| row.damaged("released"))?),
    };
    Ok(Layer {
        id: row.int("id")?,
        plan: row.text("plan")?,
        name: row.text("name")?,
        kind: row.text("kind")?,
        clause: row.text("clause")?,
        version: row.text("version")?,
        valid_from: row.maybe_int("valid_from")?,
        accuracy: number("accuracy")?,
        rank: row.maybe_int("rank")?,
        crs: row.text("crs")?,
        notes: row.text("notes")?,
        features: row.int("features")?,
        plane_area: number("plane_area")?,
        surveyed_area: number("surveyed_area")?,
        bounds: row.text("bounds")?,
        file: row.text("file")?,
        format: row.text("format")?,
        sha256: row.text("sha256")?,
        added_by: row.text("added_by")?,
        added_at: row.text("added_at")?,
        withdrawn_at: row.maybe_text("withdrawn_at")?,
        released,
        secrecy: row.maybe_word("secrecy", Secrecy::parse)?,
    })
}
