//! Signing in at another house: OpenID Connect (authorisation code with PKCE), plain OAuth 2.0, or CAS.
//!
//! [`leave`] sends the browser to the provider, [`arrive`] takes it back. The provider says who somebody is
//! ([`claims`]); which account that is, [`account`] decides. Nobody gets a right by signing in elsewhere that an
//! administrator has not given.

mod account;
mod cas;
mod claims;
mod oauth;
mod refusal;
mod ways;

use crate::people::session::{self, own_path};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use refusal::{refused, too_many};
use serde::{Deserialize, Serialize};
use store::Account;
use web::visitor::cookie;
use web::{App, Problem, Visit, Visitor};
use work::account::provider::{Protocol, Provider};
use work::secret;

/// Where the provider sends the browser back to.
pub(crate) const BACK: &str = "/sign-in/oidc/back";

/// The cookie with the id token of whoever signed in at the provider.
const TOKEN: &str = "oidc-token";
/// Bytes of an id token that a browser keeps in a cookie (RFC 6265, 6.1: 4096 with name and attributes).
const LARGEST_TOKEN: usize = 3800;

/// One address may come back this often without success within [`WITHIN`]: every time costs requests to the provider.
const MOST_FAILURES: i64 = 40;
const WITHIN: SignedDuration = SignedDuration::from_mins(15);

/// What the browser keeps between leaving and coming back: it ties the answer to the browser that asked, to this one
/// attempt, and to the key that only this attempt knows.
#[derive(Serialize, Deserialize)]
struct Attempt {
    state: String,
    nonce: String,
    verifier: String,
    /// Where to go on to.
    next: String,
}

impl Attempt {
    fn sealed(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    fn open(text: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}

/// Sends the browser to the provider.
pub(crate) async fn leave(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let next = own_path(visit.get("next").unwrap_or(""));
    if visit.visitor.viewer.is_known() {
        return Ok(Redirect::to(&next).into_response());
    }
    let provider = app.provider().ok_or_else(Problem::no_page)?;
    let asked = ways::ask(&provider, &back(&app)?).await?;
    let attempt = Attempt { state: asked.state, nonce: asked.nonce, verifier: asked.verifier, next };
    let kept = attempt_cookie(&app, &attempt.sealed(), 600)?;
    Ok(([(header::SET_COOKIE, kept)], Redirect::to(&asked.url)).into_response())
}

/// Takes the browser back from the provider and signs in whoever the provider names, if that is an account.
pub(crate) async fn arrive(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Response {
    let come = come_back(&app, &visit.visitor, &visit, &headers).await;
    let mut response = come.unwrap_or_else(IntoResponse::into_response);
    // Whatever came of it, the attempt is over.
    if let Ok(over) = attempt_cookie(&app, "", 0) {
        response.headers_mut().append(header::SET_COOKIE, over);
    }
    response
}

async fn come_back(
    app: &App,
    visitor: &Visitor,
    visit: &Visit,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let provider = app.provider().ok_or_else(Problem::no_page)?;
    let attempt = cookie(headers, cookie_name(app)).and_then(Attempt::open).ok_or_else(refused)?;
    let code = code(visit, &attempt, &provider).ok_or_else(refused)?;
    let throttle = format!("oidc:{}", visitor.address);
    let now = work::clock::now();
    if app.store().failures(&throttle, now - WITHIN).await? >= MOST_FAILURES {
        return Err(too_many());
    }
    let (account, token) = match named(app, visitor, &provider, &attempt, code).await {
        Ok(known) => known,
        Err(problem) => {
            app.store().note_failure(&throttle, now).await?;
            return Err(problem);
        }
    };
    welcome(app, visitor, &account, (&token, way(&provider)), &attempt.next).await
}

/// The account of whom the provider names, and what it knows the session by.
async fn named(
    app: &App,
    visitor: &Visitor,
    provider: &Provider,
    attempt: &Attempt,
    code: &str,
) -> Result<(Account, String), Problem> {
    let came =
        claims::Came { code, state: &attempt.state, nonce: &attempt.nonce, verifier: &attempt.verifier };
    let person = ways::person(provider, &back(app)?, &came).await?;
    Ok((account::of(app, provider, &person, &visitor.address).await?, person.token))
}

/// The code of an answer that is for us; none when the person said no, or the provider did.
fn code<'a>(visit: &'a Visit, attempt: &Attempt, provider: &Provider) -> Option<&'a str> {
    let is_ours = visit.get("state").is_some_and(|told| secret::same(told, &attempt.state));
    // RFC 9207: an answer that names another issuer is not for us.
    let is_foreign = visit.get("iss").is_some_and(|issuer| issuer.trim_end_matches('/') != provider.issuer());
    let name = if *provider.protocol() == Protocol::Cas { "ticket" } else { "code" };
    visit.get(name).filter(|_| is_ours && !is_foreign)
}

/// The way in, as the audit log names it.
fn way(provider: &Provider) -> &'static str {
    match provider.protocol() {
        Protocol::Oidc => "OpenID Connect",
        Protocol::OAuth(_) => "OAuth 2.0",
        Protocol::Cas => "CAS",
    }
}

/// Begins the session of somebody whom the provider named.
async fn welcome(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    (token, way): (&str, &str),
    next: &str,
) -> Result<Response, Problem> {
    let session = session::begin(app, visitor, account, way).await?;
    // The attempt was kept by the browser, so that the way on is looked at again.
    let mut response = ([(header::SET_COOKIE, session)], Redirect::to(&own_path(next))).into_response();
    if !token.is_empty() && token.len() <= LARGEST_TOKEN {
        response.headers_mut().append(header::SET_COOKIE, token_cookie(app, token, "")?);
    }
    Ok(response)
}

/// Where the browser goes to sign out at the provider as well, when it signed in there and the provider offers it.
///
/// Signing out here never fails because of the provider: what is wrong with it is in the log.
pub(super) async fn end(app: &App, headers: &HeaderMap) -> Option<String> {
    let token = cookie(headers, TOKEN).filter(|token| !token.is_empty())?;
    let home = format!("{}/", app.settings().base_url.as_deref()?.trim_end_matches('/'));
    ways::end(&app.provider()?, token, &home).await.ok().flatten()
}

/// Forgets what [`end`] goes by.
pub(super) fn forget(app: &App) -> Result<HeaderValue, Problem> {
    token_cookie(app, "", "; Max-Age=0")
}

/// The id token, which only signing out is sent.
fn token_cookie(app: &App, token: &str, rest: &str) -> Result<HeaderValue, Problem> {
    let secure = if app.settings().is_https() { "; Secure" } else { "" };
    let cookie = format!("{TOKEN}={token}; Path=/sign-out; HttpOnly; SameSite=Strict{secure}{rest}");
    HeaderValue::from_str(&cookie).map_err(|error| Problem::internal(&error))
}

fn back(app: &App) -> Result<String, Problem> {
    let base = app.settings().base_url.as_deref().ok_or_else(|| {
        Problem::bad_request(
            "服务器不知道自己的网址；请用 --base-url 启动。",
            "The server does not know its own address; start it with --base-url.",
        )
    })?;
    Ok(format!("{}{BACK}", base.trim_end_matches('/')))
}

fn cookie_name(app: &App) -> &'static str {
    if app.settings().is_https() { "__Host-oidc" } else { "oidc" }
}

fn attempt_cookie(app: &App, value: &str, seconds: u32) -> Result<HeaderValue, Problem> {
    let secure = if app.settings().is_https() { "; Secure" } else { "" };
    // Lax: the browser comes back by a link from the provider's site.
    let cookie =
        format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", cookie_name(app));
    HeaderValue::from_str(&cookie).map_err(|error| Problem::internal(&error))
}
