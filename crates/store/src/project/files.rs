//! Photos and documents of projects.

use super::project_is_there;
use crate::audit::Deed;
use crate::people::attachment;
use crate::row::{Row, bind, cells, insert, query};
use crate::{Change, NewAttachment, Result, Secrecy, Store};
use serde::Serialize;

/// A photo or a document of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProjectFile {
    /// Number of the file.
    pub attachment: i64,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What it shows.
    pub words: String,
    /// Who added it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
    /// Who may see it; `None` when nobody has said.
    pub secrecy: Option<Secrecy>,
}

impl Store {
    /// Keeps photos and documents of a project, all or nothing.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such project.
    pub async fn add_project_files(
        &self,
        (plan, id): (&str, i64),
        (words, files): (&str, &[NewAttachment<'_>]),
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        project_is_there(write.connection(), plan, id).await?;
        for file in files {
            let file = attachment::insert(&mut write, *file).await?;
            write.record(attachment::added(&file)).await?;
            write.touch("project_file", cells![id, file.id]).await?;
            let row = cells![id, file.id, words, &change.who, change.at()];
            let columns = "project_item, attachment, words, made_by, made_at";
            insert(write.connection(), "project_file", columns, vec![row]).await?;
        }
        let told = (words, files.iter().map(|file| file.name).collect::<Vec<_>>());
        write.finish(Deed::new("project.files", format!("{plan}/project/{id}")).after(&told)).await?;
        Ok(())
    }

    /// The photos and documents of a project, in the order in which they were added.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn project_files(&self, plan: &str, id: i64) -> Result<Vec<ProjectFile>> {
        let sql = "SELECT f.attachment, f.words, f.made_by, f.made_at, a.name, a.type, a.secrecy FROM project_file f \
                   JOIN attachment a ON a.id = f.attachment JOIN project_item p ON p.id = f.project_item \
                   WHERE p.plan = $1 AND p.id = $2 ORDER BY f.attachment";
        let rows = bind(query(sql), cells![plan, id]).fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("project_file", row);
                Ok(ProjectFile {
                    attachment: row.int("attachment")?,
                    name: row.text("name")?,
                    media_type: row.text("type")?,
                    words: row.text("words")?,
                    made_by: row.text("made_by")?,
                    made_at: row.text("made_at")?,
                    secrecy: row.maybe_word("secrecy", Secrecy::parse)?,
                })
            })
            .collect()
    }
}
