//! Who asks: found once for each request, from the cookie of a session or the token of a program.

use crate::app::App;
use crate::problem::Problem;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, header};
use duty::Right;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use store::{Account, Change, SavedView, Session};
use work::Viewer;
use work::secret;
use work::waiting::Waiting;

/// A session ends after this time whatever was asked (NIST SP 800-63B, 4.2.3).
pub const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// Who asks, and from where.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// Who it is, for the work with plans.
    pub viewer: Viewer,
    /// The session of a browser; programs have none.
    session: Option<Arc<Session>>,
    /// Address of the client, empty when unknown.
    pub address: String,
    /// Whether the request came straight from this machine, through no proxy.
    pub is_local: bool,
    /// What waits for somebody who asks for a page.
    pub waiting: Waiting,
    /// Filters of lists that somebody who asks for a page keeps.
    pub views: Arc<[SavedView]>,
    /// How far the server's clock is ahead of the machine's.
    ahead: SignedDuration,
}

/// What a token may be allowed to do.
pub const TOKEN_SCOPES: [&str; 3] = ["read", "hand_in", "audit"];

/// The rights that a scope of a token stands for.
fn rights_of(token_scope: &str) -> &'static [Right] {
    match token_scope {
        "read" => &[Right::ReadPlan, Right::ReadSubmission, Right::ReadEvidence],
        "hand_in" => &[Right::HandIn],
        "audit" => &[Right::ReadPlan, Right::ReadAudit],
        _ => &[],
    }
}

impl Visitor {
    /// Finds out who asks.
    ///
    /// # Errors
    /// A token that does not hold: a program must be told, not treated as the public.
    pub async fn identify(app: &App, headers: &HeaderMap, extensions: &Extensions) -> Result<Self, Problem> {
        let (address, is_local) = origin(app.settings().behind_proxy, headers, extensions);
        let nobody = Self { address, is_local, ahead: app.ahead(), ..Self::default() };
        if let Some(token) = bearer(headers) {
            let known = app.store().token(&secret::mark(token), work::clock::now()).await?;
            let (token, account) = known.ok_or_else(Problem::bad_token)?;
            let allowed = allowed(app, &account).await?;
            let scopes = token.scopes.iter().flat_map(|scope| rights_of(scope)).copied();
            let only =
                scopes.filter(|right| allowed.as_ref().is_none_or(|all| all.contains(right))).collect();
            let viewer = Viewer::person(app.store(), account, Some(only), app.today()).await?;
            if !viewer.is_known() {
                return Err(Problem::bad_token());
            }
            return Ok(Self { viewer, ..nobody });
        }
        let Some(cookie) = session_cookie(app, headers) else { return Ok(nobody) };
        let now = work::clock::now();
        match app.store().session(&secret::mark(cookie), now).await? {
            None => Ok(nobody),
            Some((session, account)) => {
                prolong(app, &session, now).await?;
                let only = allowed(app, &account).await?;
                let viewer = Viewer::person(app.store(), account, only, app.today()).await?;
                // An evaluator whose day has passed is nobody: the session leads nowhere.
                if !viewer.is_known() {
                    return Ok(nobody);
                }
                let known = Self { session: Some(Arc::new(session)), ..nobody };
                if !wants_page(headers) {
                    return Ok(Self { viewer, ..known });
                }
                let waiting = Waiting::of(app, &viewer).await?;
                let name = viewer.account().map_or("", |account| &account.name);
                let views = app.store().views(name).await?.into();
                Ok(Self { viewer, waiting, views, ..known })
            }
        }
    }

    /// The session of a browser; programs have none.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_deref()
    }

    /// A change in the name of this visitor, for the store and its audit log.
    pub fn change(&self, why: impl Into<String>) -> Change {
        let change =
            self.change_as(self.viewer.account().map_or("public", |account| account.name.as_str()), why);
        Change { when: change.when + self.ahead, ..change }
    }

    /// A change in the name of an account that this visitor turns out to be. It concerns sessions and links, which go by
    /// the machine's own clock.
    pub fn change_as(&self, who: &str, why: impl Into<String>) -> Change {
        Change::now(who, why).from(self.address.clone())
    }

    /// Which of the prepared answers this visitor may be given; those who see the same share one.
    pub fn audience(&self) -> &'static str {
        if self.viewer.sees_published_only() { "public" } else { "all" }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // The authorisation layer has put it there; without the layer nobody is known.
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// The rights that the policy leaves to an account of those of its role; `None` for all. Whoever has to set up a second
/// factor gets to the own account and no further before that.
async fn allowed(app: &App, account: &Account) -> Result<Option<BTreeSet<Right>>, Problem> {
    let policy = app.policy();
    if policy.needs_factor(account.role)
        && account.password.is_some()
        && app.store().second_factor(&account.name).await?.is_none()
    {
        return Ok(Some([Right::OwnAccount].into()));
    }
    Ok(policy.rights(&account.name, account.role))
}

/// Moves the end of a session on, at most once a minute so that reading does not write all the time.
async fn prolong(app: &App, session: &Session, now: Timestamp) -> Result<(), Problem> {
    let parse = |text: &str| text.parse::<Timestamp>().map_err(|error| Problem::internal(&error));
    let until = (now + app.policy().idle()).min(parse(&session.begun_at)? + LONGEST);
    if until.duration_since(parse(&session.expires_at)?) > SignedDuration::from_mins(1) {
        app.store().prolong_session(&session.secret, now, until).await?;
    }
    Ok(())
}

/// Whether a browser asks for a page; pictures and data show no counts.
fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("text/html");
    accept.contains("text/html")
}

/// The token of a program, as `Authorization: Bearer TOKEN`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

fn session_cookie<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    cookie(headers, cookie_name(app))
}

/// The name of the session's cookie. With the prefix, browsers take it from this host over https only (RFC 6265bis).
pub fn cookie_name(app: &App) -> &'static str {
    if app.settings().is_https() { "__Host-session" } else { "session" }
}

/// The address of the client and whether it is this machine itself.
fn origin(behind_proxy: bool, headers: &HeaderMap, extensions: &Extensions) -> (String, bool) {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    // A proxy may add a line of its own instead of adding to the last.
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    let is_local = peer.is_some_and(|peer| peer.is_loopback()) && forwarded.is_none();
    // The last address is the one that our own proxy saw; those before it are whatever the client wrote.
    let told = forwarded
        .filter(|_| behind_proxy)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|last| last.trim().parse::<IpAddr>().ok());
    (told.or(peer).map(|address| address.to_string()).unwrap_or_default(), is_local)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_proxy_is_believed_only_when_there_is_one() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("10.0.0.1, 192.0.2.7"));
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 4000))));
        assert_eq!(origin(true, &headers, &extensions), ("192.0.2.7".to_owned(), false));
        assert_eq!(origin(false, &headers, &extensions), ("127.0.0.1".to_owned(), false));
        assert_eq!(origin(false, &HeaderMap::new(), &extensions), ("127.0.0.1".to_owned(), true));
        headers.append("x-forwarded-for", HeaderValue::from_static("198.51.100.3"));
        assert_eq!(origin(true, &headers, &extensions), ("198.51.100.3".to_owned(), false));
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("lang=zh; mysession=x; session=y"));
        assert_eq!(cookie(&headers, "session"), Some("y"));
    }
}
