//! What stands beside the fields of a project: photos and documents, where it lies, whom to ask.

use crate::office::download;
use crate::shell::Shell;
use crate::text::secrecy_mark;
use axum::extract::{Path, State};
use axum::response::Response;
use store::{ProjectFile, ProjectItem};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::register::{self, Contact};
use work::spatial::{self, Sketch};
use work::view::PlanView;

/// What stands beside the fields of a project.
pub(super) struct Beside {
    /// Files that a browser shows.
    pub(super) photos: Vec<FileLine>,
    /// Other files.
    pub(super) documents: Vec<FileLine>,
    /// The region of the map it lies in: its name and address.
    pub(super) region: Option<(String, String)>,
    /// Places that were looked at for it: the day and the address.
    pub(super) sites: Vec<(String, String)>,
    pub(super) sketch: Option<Sketch>,
    pub(super) contacts: Vec<Contact>,
}

pub(super) struct FileLine {
    pub(super) address: String,
    /// What it shows.
    pub(super) words: String,
    pub(super) name: String,
    pub(super) by: String,
    pub(super) day: String,
    /// Who may see it, in words.
    pub(super) mark: &'static str,
}

/// What is known of a project beside its fields.
pub(super) async fn beside(
    app: &App,
    visit: &Visit,
    (s, view): (&Shell, &PlanView),
    item: &ProjectItem,
) -> Result<Beside, Problem> {
    let known = app.store().project_files(view.id(), item.id).await?;
    let (photos, documents): (Vec<ProjectFile>, Vec<ProjectFile>) =
        known.into_iter().partition(|file| file.media_type.starts_with("image/"));
    let line = |file: ProjectFile| FileLine {
        address: format!("/plans/{}/register/{}/files/{}", encode(view.id()), item.id, file.attachment),
        words: file.words,
        name: file.name,
        by: file.made_by,
        day: work::clock::shown(&file.made_at).chars().take(10).collect(),
        mark: secrecy_mark(visit.lang, file.secrecy),
    };
    let said = (item.name.as_str(), item.county.as_str(), item.place.as_str());
    let found = spatial::whereabouts(app, view, said).await?;
    Ok(Beside {
        photos: photos.into_iter().map(line).collect(),
        documents: documents.into_iter().map(line).collect(),
        region: found.region.map(|(name, number)| (name, s.to(format!("/map#place-{number}")))),
        sites: found.sites.into_iter().map(|(id, day)| (day, s.to(format!("/sites#site-{id}")))).collect(),
        sketch: found.sketch,
        contacts: register::contacts(app, item).await?,
    })
}

/// A photo or document of a project.
pub(super) async fn file(
    State(app): State<App>,
    Path((plan, id, file)): Path<(String, i64, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    app.plan(visit.viewer(), &work::Question::now(&plan)).await?;
    let (file, content) = register::project_file(&app, (&plan, id), file).await?;
    Ok(download(&file, content))
}
