//! One's own account: password and tokens.

use crate::answer::fresh;
use crate::people::link::objection;
use crate::people::session;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::{Form, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use duty::Right;
use jiff::SignedDuration;
use serde::Deserialize;
use store::{Account, Token};
use web::visitor::TOKEN_SCOPES;
use web::{App, Problem, Visit, Visitor};
use work::account::notice::Done;
use work::account::{notice, password};
use work::{clock, secret};

#[derive(Template)]
#[template(path = "people/account.html")]
struct AccountPage {
    s: Shell,
    account: Account,
    role: &'static str,
    office: String,
    tokens: Vec<TokenLine>,
    /// A token that was just made: shown this once.
    token: String,
    complaint: String,
    least: usize,
    can_audit: bool,
    sessions: Vec<SessionLine>,
}

/// Where the account is signed in.
struct SessionLine {
    from: String,
    since: String,
    is_this: bool,
}

/// How many wrong old passwords close the change of password for [`WITHIN`]: whoever got hold of a session must not find
/// the password out by trying.
const MOST_WRONG: i64 = 8;
const WITHIN: SignedDuration = SignedDuration::from_mins(15);

struct TokenLine {
    id: String,
    label: String,
    scopes: String,
    until: String,
    is_over: bool,
}

impl AccountPage {
    /// The tokens that still work.
    fn live(&self) -> Vec<&TokenLine> {
        self.tokens.iter().filter(|line| !line.is_over).collect()
    }
}

/// The signed-in account; the layer has let nobody else through.
fn account(visitor: &Visitor) -> Result<&Account, Problem> {
    visitor.viewer.account().ok_or_else(Problem::sign_in)
}

/// The page of one's own account.
pub(crate) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
) -> Result<Response, Problem> {
    show(&app, &visitor, &visit, String::new(), String::new()).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    visit: &Visit,
    token: String,
    complaint: String,
) -> Result<Response, Problem> {
    let account = account(visitor)?.clone();
    let sessions = app.store().sessions(&account.name, work::clock::now()).await?;
    let this = visitor.session().map(|session| session.secret.clone());
    let sessions = sessions.into_iter().map(|session| SessionLine {
        is_this: Some(&session.secret) == this.as_ref(),
        from: session.origin,
        since: clock::shown(&session.begun_at),
    });
    let now = work::clock::now().to_string();
    let tokens = app.store().tokens(&account.name).await?.into_iter().map(|token| TokenLine {
        is_over: token.revoked_at.is_some() || token.expires_at < now,
        until: clock::shown(&token.revoked_at.unwrap_or(token.expires_at)),
        id: token.id,
        label: token.label,
        scopes: token.scopes.join(" "),
    });
    let offices = app.store().offices().await?;
    let office = offices.into_iter().find(|office| Some(&office.id) == account.office.as_ref());
    fresh(&AccountPage {
        s: Shell::bare(visit, text(visit.lang, "account.title")),
        role: crate::people::admin::users::role_word(visit.lang, account.role),
        office: office.map(|office| office.name).unwrap_or_default(),
        tokens: tokens.collect(),
        token,
        complaint,
        least: password::LEAST,
        can_audit: visitor.viewer.may(Right::ReadAudit),
        sessions: sessions.collect(),
        account,
    })
}

#[derive(Deserialize)]
pub(crate) struct ChangePassword {
    old: String,
    password: String,
    again: String,
    /// Whether the tokens end as well.
    #[serde(default)]
    end_tokens: String,
}

/// Changes the password; all other sessions of the account and its one-time links end, its tokens where that is wished.
pub(crate) async fn password(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
    Form(given): Form<ChangePassword>,
) -> Result<Response, Problem> {
    let account = account(&visitor)?;
    let tries = format!("old-password:{}", account.name);
    let now = work::clock::now();
    // Counted before the password is looked at, so that tries sent all at once count as well.
    app.store().note_failure(&tries, now).await?;
    let complaint = if app.store().failures(&tries, now - WITHIN).await? > MOST_WRONG {
        Some(text(visit.lang, "sign-in.too-many").to_owned())
    } else if app.gatekeeper().fits(given.old, account.password.clone()).await? {
        app.store().take_back_failure(&tries, now).await?;
        objection(&visit, &given.password, &given.again, &account.name)
    } else {
        Some(text(visit.lang, "password.old-wrong").to_owned())
    };
    if let Some(complaint) = complaint {
        let page = show(&app, &visitor, &visit, String::new(), complaint).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let hash = app.gatekeeper().hash(given.password).await?;
    let ends_tokens = !given.end_tokens.is_empty();
    app.store().set_password_and(&account.name, &hash, ends_tokens, &visitor.change("")).await?;
    notice::of(&app, &account.name, Done::Password, &visitor.address).await?;
    let cookie = session::begin(&app, &visitor, account, "").await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/account")).into_response())
}

#[derive(Deserialize)]
pub(crate) struct NewToken {
    label: String,
    #[serde(default)]
    read: String,
    #[serde(default)]
    hand_in: String,
    #[serde(default)]
    audit: String,
    days: i64,
}

/// Makes a token and shows it, this once.
pub(crate) async fn new_token(
    State(app): State<App>,
    visitor: Visitor,
    visit: Visit,
    Form(given): Form<NewToken>,
) -> Result<Response, Problem> {
    let account = account(&visitor)?;
    let chosen = [&given.read, &given.hand_in, &given.audit];
    let scopes = TOKEN_SCOPES
        .iter()
        .zip(chosen)
        .filter(|(_, chosen)| !chosen.is_empty())
        .map(|(scope, _)| (*scope).to_owned());
    let scopes: Vec<String> = scopes.collect();
    let label: String = given.label.trim().chars().take(100).collect();
    if scopes.is_empty() || label.is_empty() || !(1..=366).contains(&given.days) {
        let complaint = text(visit.lang, "token.incomplete").to_owned();
        let page = show(&app, &visitor, &visit, String::new(), complaint).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let fresh = || secret::fresh().map_err(|error| Problem::internal(&error));
    let key = format!("gy_{}", fresh()?);
    let until = work::clock::now() + SignedDuration::from_hours(24 * given.days);
    let token = Token {
        id: fresh()?.chars().take(12).collect(),
        account: account.name.clone(),
        label,
        secret: secret::mark(&key),
        scopes,
        expires_at: store::stamp(until),
        revoked_at: None,
    };
    app.store().put_token(&token, &visitor.change("")).await?;
    notice::of(&app, &account.name, Done::Token, &visitor.address).await?;
    show(&app, &visitor, &visit, key, String::new()).await
}

#[derive(Deserialize)]
pub(crate) struct Revoke {
    id: String,
}

/// Ends a token; only one's own can be named.
pub(crate) async fn revoke_token(
    State(app): State<App>,
    visitor: Visitor,
    Form(given): Form<Revoke>,
) -> Result<Response, Problem> {
    let account = account(&visitor)?;
    if !app.store().revoke_token(&account.name, &given.id, &visitor.change("")).await? {
        return Err(Problem::not_found("没有这个令牌。", "There is no such token."));
    }
    Ok(Redirect::to("/account").into_response())
}

/// Ends all sessions of the account but this one.
pub(crate) async fn end_others(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let session = visitor.session().ok_or_else(Problem::sign_in)?;
    app.store().end_other_sessions(session, &visitor.change("")).await?;
    Ok(Redirect::to("/account").into_response())
}
