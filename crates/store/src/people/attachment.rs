use super::next_id;
use crate::audit::Deed;
use crate::row::{Row, cells, query};
use crate::{Change, Result, Secrecy, Store, StoreError, Write};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

/// A file that belongs to a figure, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// Number.
    pub id: i64,
    /// File name as the person named it; a name, never a path.
    pub name: String,
    /// Media type found from the content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// Who added it.
    pub added_by: String,
    /// Who may see it; `None` when nobody has said: then it is seen where what it belongs to is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrecy: Option<Secrecy>,
}

impl Attachment {
    /// The name under which it goes out: with its mark in front.
    pub fn marked_name(&self) -> String {
        self.secrecy.map_or_else(|| self.name.clone(), |secrecy| secrecy.marked(&self.name))
    }
}

/// A file to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewAttachment<'a> {
    /// File name.
    pub name: &'a str,
    /// Media type found from the content.
    pub media_type: &'a str,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: &'a str,
    /// The content.
    pub content: &'a [u8],
    /// Who may see it; `None` when nobody says.
    pub secrecy: Option<Secrecy>,
}

/// What the audit log says of a file that was added.
pub(crate) fn added(kept: &Attachment) -> Deed {
    Deed::new("attachment.add", format!("attachment/{}", kept.id)).after(kept)
}

/// Keeps a file; the caller records it with [`added`].
pub(crate) async fn insert(write: &mut Write<'_>, file: NewAttachment<'_>) -> Result<Attachment> {
    let change = write.change().clone();
    let kept = Attachment {
        id: next_id(write.connection(), "attachment").await?,
        name: file.name.to_owned(),
        media_type: file.media_type.to_owned(),
        size: file.content.len() as i64,
        sha256: file.sha256.to_owned(),
        added_by: change.who.clone(),
        secrecy: file.secrecy,
    };
    write.touch("attachment", cells![kept.id]).await?;
    sqlx::query(
        "INSERT INTO attachment (id, name, type, size, sha256, content, added_by, added_at, secrecy) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(kept.id)
    .bind(kept.name.clone())
    .bind(kept.media_type.clone())
    .bind(kept.size)
    .bind(kept.sha256.clone())
    .bind(STANDARD.encode(file.content))
    .bind(change.who.clone())
    .bind(change.at())
    .bind(file.secrecy.map(Secrecy::name))
    .execute(write.connection())
    .await?;
    Ok(kept)
}

impl Store {
    /// Keeps a file and gives its number.
    pub async fn add_attachment(&self, file: NewAttachment<'_>, change: &Change) -> Result<i64> {
        let mut write = self.write(change).await?;
        let kept = insert(&mut write, file).await?;
        write.finish(added(&kept)).await?;
        Ok(kept.id)
    }

    /// A file with its content.
    pub async fn attachment(&self, id: i64) -> Result<(Attachment, Vec<u8>)> {
        let row = query("SELECT * FROM attachment WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?
            .ok_or_else(|| StoreError::Missing { kind: "attachment", id: id.to_string() })?;
        let row = Row::new("attachment", &row);
        let content = STANDARD.decode(row.text("content")?).map_err(|_| row.damaged("content"))?;
        let attachment = Attachment {
            id,
            name: row.text("name")?,
            media_type: row.text("type")?,
            size: row.int("size")?,
            sha256: row.text("sha256")?,
            added_by: row.text("added_by")?,
            secrecy: row.maybe_word("secrecy", Secrecy::parse)?,
        };
        Ok((attachment, content))
    }
}
