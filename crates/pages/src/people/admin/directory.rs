//! People and bodies from a sheet that a directory gave: shown first with every problem by row, then taken over whole.

use crate::answer::{form, fresh};
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use duty::Role;
use store::NewAccount;
use web::fields::{Fields, Upload};
use web::{App, Problem, Visit};
use work::Fault;
use work::account::directory::{self, Absent, Directory};
use work::account::link::link_for;
use work::account::notice::{self, Done};

use super::users::role_word;

/// How many lines of a kind a preview lists; the numbers tell of all.
const SHOWN: usize = 500;

#[derive(Template)]
#[template(path = "people/directory.html")]
struct DirectoryPage {
    s: Shell,
    complaint: String,
    preview: Option<Preview>,
}

/// What a sheet asks for, before it is done.
struct Preview {
    file: String,
    key: String,
    closes_absent: bool,
    digest: String,
    problems: Vec<String>,
    offices: Vec<String>,
    groups: Vec<Group>,
    unchanged: usize,
    is_ready: bool,
}

struct Group {
    title: &'static str,
    count: usize,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    full_name: String,
    role: &'static str,
    office: String,
}

#[derive(Template)]
#[template(path = "people/directory-done.html")]
struct DonePage {
    s: Shell,
    counts: [usize; 4],
    /// Who is new, with a link that is shown this once.
    links: Vec<(String, String, String)>,
}

/// The form to upload a sheet.
pub(crate) async fn page(visit: Visit) -> Result<Response, Problem> {
    show(&visit, "", None)
}

fn show(visit: &Visit, complaint: &str, preview: Option<Preview>) -> Result<Response, Problem> {
    let s = Shell::bare(visit, text(visit.lang, "directory.title"));
    let is_refused = preview.as_ref().is_some_and(|preview| !preview.problems.is_empty());
    let page = DirectoryPage { s, complaint: complaint.to_owned(), preview };
    form(&page, if is_refused { text(visit.lang, "directory.problems") } else { complaint })
}

/// What a sheet asks for in the name of whoever looks at it.
async fn understand(app: &App, visit: &Visit, sheet: &[u8], absent: Absent) -> Result<Directory, Problem> {
    let own = visit.viewer().account().ok_or_else(Fault::sign_in)?;
    let (accounts, offices) = (app.store().accounts().await?, app.store().offices().await?);
    let found = directory::read(&intake::texts(sheet), &accounts, &offices, absent);
    let own = accounts.iter().find(|one| one.name == own.name);
    Ok(own.map_or_else(|| found.clone(), |own| found.clone().sparing(own)))
}

/// Takes a sheet and shows what it asks for.
pub(crate) async fn upload(
    State(app): State<App>,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let Some(Upload { name, content, .. }) = fields.file("file") else {
        return show(&visit, text(visit.lang, "import.no-file"), None);
    };
    if let Err(words) = app.reader().try_figures(name, content).await {
        return show(&visit, words.get(visit.lang), None);
    }
    let absent = absent(&fields);
    let found = understand(&app, &visit, content, absent).await?;
    let key = app.pending().keep(visit.viewer(), "", name, content)?;
    show(&visit, "", Some(preview(&visit, &found, (name, &key), absent)))
}

fn absent(fields: &Fields) -> Absent {
    if fields.get("absent").is_empty() { Absent::Kept } else { Absent::Closed }
}

/// Takes over what was shown; when the sheet asks for something else by now, that is shown instead.
pub(crate) async fn take(State(app): State<App>, visit: Visit, fields: Fields) -> Result<Response, Problem> {
    let key = fields.get("key");
    let Some(waiting) = app.pending().find(visit.viewer(), "", key)? else {
        return show(&visit, text(visit.lang, "import.gone"), None);
    };
    let found = understand(&app, &visit, &waiting.content, absent(&fields)).await?;
    if !found.is_ready() || found.digest() != fields.get("digest") {
        let preview = preview(&visit, &found, (&waiting.name, key), absent(&fields));
        return show(&visit, text(visit.lang, "directory.changed"), Some(preview));
    }
    let links = taken(&app, &visit, &found, &waiting.name).await?;
    app.pending().drop(key);
    let counts = [found.offices.len(), found.new.len(), found.changed.len(), found.closed.len()];
    fresh(&DonePage { s: Shell::bare(&visit, text(visit.lang, "directory.done")), counts, links })
}

/// Does what a sheet asks for and tells whom it concerns; gives a one-time link for whoever is new and may sign in.
async fn taken(
    app: &App,
    visit: &Visit,
    found: &Directory,
    file: &str,
) -> Result<Vec<(String, String, String)>, Problem> {
    let change = visit.visitor.change(file);
    directory::apply(app.store(), found, &change).await?;
    for account in &found.changed {
        notice::of(app, &account.name, Done::Managed, &visit.visitor.address).await?;
    }
    let base = app.settings().base_url.clone().unwrap_or_default();
    let mut links = Vec::new();
    for account in found.new.iter().filter(|account| account.active && account.identity.is_none()) {
        let link = link_for(app.store(), &account.name, &base, &change).await?;
        links.push((account.name.clone(), account.full_name.clone(), link));
    }
    app.refresh().await?;
    Ok(links)
}

fn preview(visit: &Visit, found: &Directory, (file, key): (&str, &str), absent: Absent) -> Preview {
    let lang = visit.lang;
    let line = |account: &NewAccount| Line {
        name: account.name.clone(),
        full_name: account.full_name.clone(),
        role: if account.role == Role::Public { "" } else { role_word(lang, account.role) },
        office: account.office.clone().unwrap_or_default(),
    };
    let group = |title: &'static str, all: &[NewAccount]| Group {
        title: text(lang, title),
        count: all.len(),
        lines: all.iter().take(SHOWN).map(line).collect(),
    };
    let groups = [
        group("directory.new", &found.new),
        group("directory.changes", &found.changed),
        group("directory.closed", &found.closed),
    ];
    Preview {
        file: file.to_owned(),
        key: key.to_owned(),
        closes_absent: absent == Absent::Closed,
        digest: found.digest(),
        problems: found.problems.iter().take(SHOWN).map(|words| words.get(lang).to_owned()).collect(),
        offices: found.offices.iter().take(SHOWN).map(|office| office.name.clone()).collect(),
        groups: groups.into_iter().filter(|group| group.count > 0).collect(),
        unchanged: found.unchanged,
        is_ready: found.is_ready(),
    }
}
