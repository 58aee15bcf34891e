//! The system: where messages go out, and a copy of everything.

use crate::app::App;
use crate::page::shell::Shell;
use crate::people::{Visitor, fresh, secret};
use crate::problem::Problem;
use crate::text::text;
use crate::visit::Visit;
use askama::Template;
use axum::body::Body;
use axum::extract::{Form, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::{Store, StoreError};
use tokio_util::io::ReaderStream;

/// The setting with the SMTP server, which may name a password: kept out of the audit log by its prefix.
pub(crate) const MAIL_SERVER: &str = "secret/mail-server";
/// The setting with the sender's address.
pub(crate) const MAIL_FROM: &str = "mail-from";
/// What the settings of webhooks begin with: `webhook/ID` is the address, `secret/webhook/ID` the key.
const WEBHOOK: &str = "webhook/";

/// An address that is told what happens.
pub(crate) struct Webhook {
    pub(crate) id: String,
    pub(crate) url: String,
}

impl Webhook {
    /// All webhooks in use, by id.
    pub(crate) async fn all(store: &Store) -> Result<Vec<Self>, StoreError> {
        let settings = store.settings(WEBHOOK).await?.into_iter();
        let used = settings.filter(|(_, url)| !url.is_empty());
        Ok(used.map(|(name, url)| Self { id: name.trim_start_matches(WEBHOOK).to_owned(), url }).collect())
    }

    fn setting(&self) -> String {
        format!("{WEBHOOK}{}", self.id)
    }

    /// The setting that holds the key which signs what is sent.
    pub(crate) fn key_setting(&self) -> String {
        format!("secret/{WEBHOOK}{}", self.id)
    }
}

#[derive(Template)]
#[template(path = "people/system.html")]
struct System {
    s: Shell,
    mail_from: String,
    has_mail: bool,
    webhooks: Vec<Webhook>,
    /// The key of a webhook that was just made: shown this once.
    key: String,
    complaint: &'static str,
}

/// Mail, webhooks and backup.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    show(&app, &visit, String::new(), "").await
}

async fn show(app: &App, visit: &Visit, key: String, complaint: &'static str) -> Result<Response, Problem> {
    let store = app.store();
    fresh(&System {
        s: Shell::bare(visit, text(visit.lang, "system.title")),
        mail_from: store.setting(MAIL_FROM).await?.unwrap_or_default(),
        has_mail: store.setting(MAIL_SERVER).await?.is_some_and(|server| !server.is_empty()),
        webhooks: Webhook::all(store).await?,
        key,
        complaint,
    })
}

#[derive(Deserialize)]
pub(crate) struct MailFields {
    server: String,
    from: String,
}

/// Sets where mail goes out. The server may be left empty to keep it, as the page never shows it.
pub(crate) async fn mail(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
    Form(given): Form<MailFields>,
) -> Result<Response, Problem> {
    let server = given.server.trim();
    let is_address = ["smtp://", "smtps://"].iter().any(|scheme| server.starts_with(scheme));
    if !server.is_empty() && server != "-" && !is_address {
        let page = show(&app, &visit, String::new(), text(visit.lang, "system.mail-wrong")).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let change = visitor.change("");
    if !server.is_empty() {
        app.store().put_setting(MAIL_SERVER, server.trim_start_matches('-'), &change).await?;
    }
    app.store().put_setting(MAIL_FROM, given.from.trim(), &change).await?;
    Ok(Redirect::to("/admin/system").into_response())
}

#[derive(Deserialize)]
pub(crate) struct NewWebhook {
    url: String,
}

/// Adds a webhook and shows its key, this once.
pub(crate) async fn add_webhook(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
    Form(given): Form<NewWebhook>,
) -> Result<Response, Problem> {
    let url = given.url.trim();
    if !(url.starts_with("https://") || url.starts_with("http://")) || url.chars().any(char::is_whitespace) {
        let page = show(&app, &visit, String::new(), text(visit.lang, "system.webhook-wrong")).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let random = || secret::fresh().map_err(|error| Problem::internal(&error));
    let webhook = Webhook { id: random()?.chars().take(8).collect(), url: url.to_owned() };
    let key = random()?;
    let change = visitor.change("");
    app.store().put_setting(&webhook.key_setting(), &key, &change).await?;
    app.store().put_setting(&webhook.setting(), &webhook.url, &change).await?;
    show(&app, &visit, key, "").await
}

#[derive(Deserialize)]
pub(crate) struct OldWebhook {
    id: String,
}

/// Stops a webhook.
pub(crate) async fn remove_webhook(
    State(app): State<App>,
    visitor: Visitor,
    Form(given): Form<OldWebhook>,
) -> Result<Response, Problem> {
    let known = Webhook::all(app.store()).await?.into_iter().find(|webhook| webhook.id == given.id);
    let webhook = known.ok_or_else(Problem::no_page)?;
    app.store().put_setting(&webhook.setting(), "", &visitor.change("")).await?;
    app.store().put_setting(&webhook.key_setting(), "", &visitor.change("")).await?;
    Ok(Redirect::to("/admin/system").into_response())
}

/// Gives out a copy of everything as one file, as of one moment.
pub(crate) async fn backup(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let folder = tempfile::tempdir().map_err(|error| Problem::internal(&error))?;
    let path = folder.path().join("gangyao.db");
    app.store().backup(&path).await?;
    app.store().note("store.backup", "store", &visitor.change("")).await?;
    let file = tokio::fs::File::open(&path).await.map_err(|error| Problem::internal(&error))?;
    // The name goes now, the content when the last byte is read.
    drop(folder);
    let day = jiff::Timestamp::now().strftime("%Y-%m-%d");
    let name = format!("attachment; filename=\"gangyao-{day}.db\"");
    let disposition = HeaderValue::from_str(&name).map_err(|error| Problem::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/vnd.sqlite3")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(file))).into_response())
}
