//! Signing in and out with account and password.

use crate::answer::fresh;
use crate::asked::Filled;
use crate::people::session::{cookie, let_in, own_path};
use crate::people::{factor, oidc};
use crate::shell::Shell;
use crate::text::{fill, text};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use serde::Deserialize;
use store::Account;
use web::visit::address;
use web::{App, Problem, Visit, Visitor};
use work::account::password;

/// How many failures, of whom, within which time, close the door for the rest of that time.
///
/// One address may fail at one account a few times; the account itself closes only after many, so that a stranger
/// cannot easily lock somebody out; both stay below the hundred in an hour of OWASP ASVS 2.2.1. A whole office may share
/// an address, and signs in within minutes in the morning; who signed in from there before is not kept out by the tries
/// of others. The account comes last: tries that are turned away before do
/// not count against it.
const LIMITS: [(Subject, i64, SignedDuration); 3] = [
    (Subject::Pair, 8, SignedDuration::from_mins(15)),
    (Subject::Address, 400, SignedDuration::from_mins(15)),
    (Subject::Account, 60, SignedDuration::from_mins(60)),
];

/// How long an account is known at an address after it signed in from there.
const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Whether an account is known at an address: a crowd behind one proxy shares it, and one guesser among them, or the proxy's
/// own users, must not close it for all.
async fn is_at_home(app: &App, account: &str, address: &str, now: jiff::Timestamp) -> Result<bool, Problem> {
    Ok(app.store().has_signed_in_from(account, address, now - KNOWN_FOR).await?)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Pair,
    Account,
    Address,
}

impl Subject {
    fn key(self, account: &str, address: &str) -> String {
        match self {
            Self::Pair => format!("pair:{account}:{address}"),
            Self::Account => format!("account:{account}"),
            Self::Address => format!("address:{address}"),
        }
    }
}

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignIn {
    s: Shell,
    account: String,
    next: String,
    complaint: &'static str,
    /// Where else people sign in: what the link says, and where it leads.
    elsewhere: Option<(String, String)>,
}

/// The form to sign in.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let next = own_path(visit.get("next").unwrap_or(""));
    if visit.visitor.viewer.is_known() {
        return Ok(Redirect::to(&next).into_response());
    }
    form(&app, &visit, "", next, "")
}

fn form(
    app: &App,
    visit: &Visit,
    account: &str,
    next: String,
    complaint: &'static str,
) -> Result<Response, Problem> {
    let s = Shell::bare(visit, text(visit.lang, "sign-in.title"));
    let elsewhere = app.provider().map(|provider| {
        let label = fill(visit.lang, "sign-in.elsewhere", &[("name", provider.label())]);
        (label, address("/sign-in/oidc", [("next", next.as_str())].into_iter()))
    });
    fresh(&SignIn { s, account: account.to_owned(), next, complaint, elsewhere })
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    account: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// Takes account and password; wrong ones are answered alike whether the account exists or not.
pub(crate) async fn enter(Filled { app, visit, given }: Filled<Credentials>) -> Result<Response, Problem> {
    let now = work::clock::now();
    let next = own_path(&given.next);
    let name: String = given.account.trim().chars().take(100).collect();
    if let Some(within) = closed(&app, &name, &visit.visitor.address, now).await? {
        tracing::warn!(account = name, address = visit.visitor.address, "sign-in closed after failures");
        let page = form(&app, &visit, &name, next, text(visit.lang, "sign-in.too-many"))?;
        let wait = HeaderValue::from(within.as_secs());
        return Ok((StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, wait)], page).into_response());
    }
    let account = app.store().account(&name).await?.filter(|account| account.active);
    let fits = fits(&app, account.as_ref(), given.password).await?;
    let Some(account) = account.filter(|_| fits) else {
        tracing::warn!(account = name, address = visit.visitor.address, "sign-in failed");
        let page = form(&app, &visit, &name, next, text(visit.lang, "sign-in.wrong"))?;
        return Ok((StatusCode::UNAUTHORIZED, page).into_response());
    };
    take_back(&app, &name, &visit.visitor.address, now).await?;
    further(&app, &visit, &account, next).await
}

/// What comes behind a password that fits: the code of a second factor, else the way in.
async fn further(app: &App, visit: &Visit, account: &Account, next: String) -> Result<Response, Problem> {
    if factor::is_asked(app, &account.name).await? {
        return factor::ask(app, visit, account, next).await;
    }
    let_in(app, &visit.visitor, account, &next, "").await
}

/// Whether a password is that of an account; takes as long when there is none.
async fn fits(app: &App, account: Option<&Account>, given: String) -> Result<bool, Problem> {
    let kept = account.and_then(|account| account.password.clone());
    Ok(given.chars().count() <= password::MOST && app.gatekeeper().fits(given, kept).await?)
}

/// Counts a try; gives for how long the door is closed when there were too many.
async fn closed(
    app: &App,
    name: &str,
    address: &str,
    now: jiff::Timestamp,
) -> Result<Option<SignedDuration>, Problem> {
    for (subject, most, within) in LIMITS {
        let (most, within) = match (subject, app.policy().lockout()) {
            (Subject::Account, Some(lockout)) => lockout,
            _ => (most, within),
        };
        let key = subject.key(name, address);
        // Counted before the password is looked at, so that tries sent all at once count as well.
        app.store().note_failure(&key, now).await?;
        if app.store().failures(&key, now - within).await? > most
            && !(subject == Subject::Address && is_at_home(app, name, address, now).await?)
        {
            return Ok(Some(within));
        }
    }
    Ok(None)
}

/// Takes back what [`closed`] counted, since the password fits.
async fn take_back(app: &App, name: &str, address: &str, now: jiff::Timestamp) -> Result<(), Problem> {
    for (subject, _, within) in LIMITS {
        let key = subject.key(name, address);
        match subject {
            // Of the address only this try is taken back: one account of its own must not reset a guesser's count.
            Subject::Address => app.store().take_back_failure(&key, now).await?,
            _ => app.store().forget_failures(&key, now - within.saturating_mul(4)).await?,
        }
    }
    Ok(())
}

#[derive(Template)]
#[template(path = "people/left.html")]
struct Left {
    s: Shell,
    provider: String,
    url: String,
}

/// Ends the session; whoever signed in at a provider goes on to sign out there, when it offers that.
pub(crate) async fn leave(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(session) = visit.visitor.session() {
        app.store().end_session(session, &visit.visitor.change("")).await?;
    }
    let mut response = match oidc::end(&app, &headers).await {
        None => Redirect::to("/").into_response(),
        Some(url) => elsewhere(&app, visit, url)?,
    };
    for over in [cookie(&app, "", "; Max-Age=0")?, oidc::forget(&app)?] {
        response.headers_mut().append(header::SET_COOKIE, over);
    }
    Ok(response)
}

/// A page that goes on to sign out at the provider. Not a redirect: browsers hold those of a form to the policy that forms
/// stay on this server.
fn elsewhere(app: &App, visit: Visit, url: String) -> Result<Response, Problem> {
    let refresh = HeaderValue::from_str(&format!("0; url={url}"));
    let provider = app.provider().map(|provider| provider.label().to_owned()).unwrap_or_default();
    let nobody = Visit { visitor: Visitor::default(), ..visit };
    let s = Shell::bare(&nobody, text(nobody.lang, "left.title"));
    let mut response = fresh(&Left { s, provider, url })?;
    let refresh = refresh.map_err(|error| Problem::internal(&error))?;
    response.headers_mut().insert(header::REFRESH, refresh);
    Ok(response)
}
