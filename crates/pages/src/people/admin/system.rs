//! The system: where people sign in besides here, where messages go out, and a copy of everything.

use crate::answer::fresh;
use crate::asked::Filled;
use crate::people::admin::users::role_word;
use crate::people::oidc;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use duty::Role;
use serde::Deserialize;
use source::Lang;
use std::collections::BTreeMap;
use store::{Store, StoreError};
use tokio_util::io::ReaderStream;
use web::download::kept_as;
use web::{App, Problem, Visit, Visitor};
use work::account::line::is_sender;
use work::account::provider::{Addresses, Protocol, Provider, ProviderError, SECRET, SETTINGS};
use work::secret;

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

    /// The address as it may be shown: what stands before the host, in the path and in the query often is a key.
    pub(crate) fn shown(&self) -> String {
        store::shown_address(&self.url)
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
    sign_on: SignOn,
    /// The key of a webhook that was just made: shown this once.
    key: String,
    /// What was just kept; empty otherwise.
    done: &'static str,
    complaint: &'static str,
}

/// What the form of single sign-on shows.
#[derive(Default)]
struct SignOn {
    /// Whether the options of the start decide, so that nothing can be changed here.
    is_fixed: bool,
    protocols: Vec<(&'static str, &'static str, bool)>,
    /// The addresses and fields of OAuth 2.0: name of the setting, what it is, value.
    addresses: Vec<(&'static str, &'static str, String)>,
    issuer: String,
    client_id: String,
    label: String,
    by_email: bool,
    has_secret: bool,
    roles: Vec<(&'static str, &'static str, bool)>,
    /// The address that the provider must allow.
    back: String,
}

/// The ways to ask a provider, and their words.
const PROTOCOLS: [(&str, &str); 3] =
    [("oidc", "sign-on.oidc"), ("oauth2", "sign-on.oauth2"), ("cas", "sign-on.cas")];

/// What the settings of [`Addresses::NAMES`] are.
const ADDRESS_KEYS: [&str; 9] = [
    "sign-on.authorize",
    "sign-on.token",
    "sign-on.person",
    "sign-on.scope",
    "sign-on.token-field",
    "sign-on.id-field",
    "sign-on.account-field",
    "sign-on.name-field",
    "sign-on.email-field",
];

/// The roles that people may get who have no account yet.
const GIVEN: [Role; 4] = [Role::Reporter, Role::Leader, Role::Auditor, Role::Planner];

impl SignOn {
    async fn of(app: &App, lang: Lang) -> Result<Self, Problem> {
        let store = app.store();
        let provider = match &app.settings().oidc {
            Some(fixed) => Some(fixed.clone()),
            None => Provider::of_store(store).await?,
        };
        let role = provider.as_ref().and_then(Provider::role);
        let of = |pick: fn(&Provider) -> &str| provider.as_ref().map_or("", pick).to_owned();
        let chosen = provider.as_ref().map_or("oidc", |provider| provider.protocol().name());
        let values = match provider.as_ref().map(Provider::protocol) {
            Some(Protocol::OAuth(addresses)) => addresses.values().map(str::to_owned),
            _ => Default::default(),
        };
        let addresses = Addresses::NAMES.into_iter().zip(ADDRESS_KEYS).zip(values);
        Ok(Self {
            protocols: PROTOCOLS.map(|(name, key)| (name, text(lang, key), name == chosen)).to_vec(),
            addresses: addresses.map(|((name, key), value)| (name, text(lang, key), value)).collect(),
            is_fixed: app.settings().oidc.is_some(),
            issuer: of(Provider::issuer),
            client_id: of(Provider::client_id),
            label: of(Provider::label),
            by_email: provider.as_ref().is_some_and(Provider::links_by_email),
            has_secret: store.setting(SECRET).await?.is_some_and(|secret| !secret.is_empty()),
            roles: GIVEN.map(|each| (each.name(), role_word(lang, each), Some(each) == role)).to_vec(),
            back: format!("{}{}", app.settings().base_url.as_deref().unwrap_or_default(), oidc::BACK),
        })
    }
}

/// Single sign-on, mail, webhooks and backup.
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
        sign_on: SignOn::of(app, visit.lang).await?,
        key,
        done: if complaint.is_empty() { done_word(visit) } else { "" },
        complaint,
    })
}

/// What the address says was just kept.
fn done_word(visit: &Visit) -> &'static str {
    match visit.get("saved") {
        Some("sign-on") => text(visit.lang, "system.sign-on-saved"),
        Some("mail") => text(visit.lang, "system.mail-saved"),
        Some("webhook") => text(visit.lang, "system.webhook-removed"),
        _ => "",
    }
}

#[derive(Deserialize)]
pub(crate) struct SignOnFields {
    #[serde(default)]
    protocol: String,
    issuer: String,
    #[serde(default)]
    client_id: String,
    /// The addresses and fields of OAuth 2.0, by the names of their settings.
    #[serde(flatten)]
    addresses: BTreeMap<String, String>,
    #[serde(default)]
    client_secret: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    by_email: String,
    #[serde(default)]
    role: String,
}

/// Sets where people sign in besides here; an empty issuer turns it off. The secret may be left empty to keep it, as
/// the page never shows it.
pub(crate) async fn sign_on(Filled { app, visit, given }: Filled<SignOnFields>) -> Result<Response, Problem> {
    if app.settings().oidc.is_some() {
        return Err(Problem::bad_request(
            "单点登录由启动参数设定，不能在此更改。",
            "Single sign-on is set by the options of the start and cannot be changed here.",
        ));
    }
    let kept = match settings_of(&given) {
        Ok(kept) => kept,
        Err(error) => {
            let page = show(&app, &visit, String::new(), text(visit.lang, error_key(error))).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    app.store().put_settings(&kept, &visit.visitor.change("")).await?;
    app.refresh().await?;
    Ok(Redirect::to("/admin/system?saved=sign-on").into_response())
}

/// The settings that a form gives: those of a provider, or that there is none any more.
fn settings_of(given: &SignOnFields) -> Result<Vec<(String, String)>, ProviderError> {
    let secret = given.client_secret.trim();
    let is_off = given.issuer.trim().is_empty();
    let kept = if is_off {
        let own = ["protocol", "issuer", "client-id", "label", "by-email", "role"];
        own.into_iter().chain(Addresses::NAMES).map(|name| (name, String::new())).collect()
    } else {
        let role = Some(given.role.as_str()).filter(|role| !role.is_empty());
        let role = role.map(|role| Role::parse(role).ok_or(ProviderError::Role)).transpose()?;
        let protocol = match given.protocol.as_str() {
            "cas" => Protocol::Cas,
            "oauth2" => Protocol::OAuth(Box::new(Addresses::of(
                Addresses::NAMES.map(|name| given.addresses.get(name).map_or("", String::as_str)),
            ))),
            _ => Protocol::Oidc,
        };
        let client = if protocol == Protocol::Cas { "cas" } else { given.client_id.as_str() };
        let provider = Provider::new(&given.issuer, client, "")?.asked_by(protocol)?;
        let provider = provider.called(&given.label).linking_by_email(!given.by_email.is_empty());
        provider.making_accounts(role)?.settings()
    };
    let mut settings: Vec<(String, String)> =
        kept.into_iter().map(|(name, value)| (format!("{SETTINGS}{name}"), value)).collect();
    if is_off || !secret.is_empty() {
        let secret = if is_off { "" } else { secret.trim_start_matches('-') };
        settings.push((SECRET.to_owned(), secret.to_owned()));
    }
    Ok(settings)
}

fn error_key(error: ProviderError) -> &'static str {
    match error {
        ProviderError::Issuer => "sign-on.wrong-issuer",
        ProviderError::Client => "sign-on.wrong-client",
        ProviderError::Role => "sign-on.wrong-role",
        ProviderError::Address => "sign-on.wrong-address",
    }
}

#[derive(Deserialize)]
pub(crate) struct MailFields {
    server: String,
    from: String,
}

/// Sets where mail goes out. The server may be left empty to keep it, as the page never shows it.
pub(crate) async fn mail(Filled { app, visit, given }: Filled<MailFields>) -> Result<Response, Problem> {
    let server = given.server.trim();
    let is_address = ["smtp://", "smtps://"].iter().any(|scheme| server.starts_with(scheme));
    let from = given.from.trim();
    let is_sender = from.is_empty() || is_sender(from);
    if (!server.is_empty() && server != "-" && !is_address) || !is_sender {
        let page = show(&app, &visit, String::new(), text(visit.lang, "system.mail-wrong")).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut settings = vec![(MAIL_FROM.to_owned(), from.to_owned())];
    if !server.is_empty() {
        settings.push((MAIL_SERVER.to_owned(), server.trim_start_matches('-').to_owned()));
    }
    app.store().put_settings(&settings, &visit.visitor.change("")).await?;
    Ok(Redirect::to("/admin/system?saved=mail").into_response())
}

#[derive(Deserialize)]
pub(crate) struct NewWebhook {
    url: String,
}

/// Adds a webhook and shows its key, this once.
pub(crate) async fn add_webhook(
    Filled { app, visit, given }: Filled<NewWebhook>,
) -> Result<Response, Problem> {
    let url = given.url.trim();
    if !(url.starts_with("https://") || url.starts_with("http://")) || url.chars().any(char::is_whitespace) {
        let page = show(&app, &visit, String::new(), text(visit.lang, "system.webhook-wrong")).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let random = || secret::fresh().map_err(|error| Problem::internal(&error));
    let webhook = Webhook { id: random()?.chars().take(8).collect(), url: url.to_owned() };
    let key = random()?;
    let settings = [(webhook.key_setting(), key.clone()), (webhook.setting(), webhook.url)];
    app.store().put_settings(&settings, &visit.visitor.change("")).await?;
    show(&app, &visit, key, "").await
}

#[derive(Deserialize)]
pub(crate) struct OldWebhook {
    id: String,
}

/// Stops a webhook.
pub(crate) async fn remove_webhook(
    Filled { app, visit, given }: Filled<OldWebhook>,
) -> Result<Response, Problem> {
    let known = Webhook::all(app.store()).await?.into_iter().find(|webhook| webhook.id == given.id);
    let webhook = known.ok_or_else(Problem::no_page)?;
    let gone = [webhook.setting(), webhook.key_setting()].map(|name| (name, String::new()));
    app.store().put_settings(&gone, &visit.visitor.change("")).await?;
    Ok(Redirect::to("/admin/system?saved=webhook").into_response())
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
    let day = work::clock::now().strftime("%Y-%m-%d");
    let name = format!("gangyao-{day}.db");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/vnd.sqlite3")),
        (header::CONTENT_DISPOSITION, kept_as(&name, &name)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(file))).into_response())
}
