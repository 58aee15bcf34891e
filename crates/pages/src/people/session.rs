//! The beginning of a session, and where its browser goes on to.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use store::{Account, Session};
use web::visitor::cookie_name;
use web::{App, Problem, Visitor};
use work::account::evaluator::shut_out;
use work::account::link::link_for;
use work::secret;

/// Begins a session with a new secret, and ends the one this browser had: a secret known from before is worth nothing.
/// `why` names the way in when it is not the password.
pub(super) async fn begin(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    why: &str,
) -> Result<HeaderValue, Problem> {
    if let Some(old) = visitor.session() {
        app.store().end_session(old, &visitor.change("")).await?;
    }
    let fresh = || secret::fresh().map_err(|error| Problem::internal(&error));
    let key = fresh()?;
    let session = Session {
        secret: secret::mark(&key),
        account: account.name.clone(),
        form_key: fresh()?,
        origin: visitor.address.clone(),
        begun_at: String::new(),
        expires_at: store::stamp(work::clock::now() + app.policy().idle()),
    };
    let change = visitor.change_as(&account.name, why);
    app.store().begin_session(&session, &change).await?;
    tracing::info!(account = account.name, address = visitor.address, "signed in");
    cookie(app, &key, "")
}

/// Lets somebody in who has given everything that is asked for, on to `next`. Whose password is too old gets a link that
/// works once to a new one first.
pub(super) async fn let_in(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    next: &str,
    why: &str,
) -> Result<Response, Problem> {
    if let Some(fault) = shut_out(app, account).await? {
        return Err(fault.into());
    }
    let set_at = app.store().password_set_at(&account.name).await?;
    if app.policy().is_stale(set_at.as_deref(), work::clock::now()) {
        let change = visitor.change_as(&account.name, "password too old");
        let link = link_for(app.store(), &account.name, "", &change).await?;
        return Ok(Redirect::to(&link).into_response());
    }
    let cookie = begin(app, visitor, account, why).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(next)).into_response())
}

pub(super) fn cookie(app: &App, value: &str, rest: &str) -> Result<HeaderValue, Problem> {
    let secure = if app.settings().is_https() { "; Secure" } else { "" };
    let cookie = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{rest}", cookie_name(app));
    HeaderValue::from_str(&cookie).map_err(|error| Problem::internal(&error))
}

/// A path on this server to go on to; anything else becomes the first page, so that a link cannot lead away.
pub(super) fn own_path(next: &str) -> String {
    let is_own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.contains(|character: char| character.is_control());
    // Signing in and out again is nowhere to go on to.
    if is_own && !next.starts_with("/sign-") { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn the_way_on_stays_on_this_server() {
        assert_eq!(own_path("/plans/jz?as-of=2018"), "/plans/jz?as-of=2018");
        for foreign in
            ["//evil.test", "https://evil.test", "/\\evil.test", "", "javascript:alert(1)", "/a\r\nb"]
        {
            assert_eq!(own_path(foreign), "/", "{foreign}");
        }
    }
}
