//! One's own account: password and tokens.

use crate::answer::fresh;
use crate::asked::Filled;
use crate::people::admin::evaluator::stands;
use crate::people::link::objection;
use crate::people::session;
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use duty::Right;
use jiff::SignedDuration;
use serde::Deserialize;
use store::{Account, Session, Token};
use web::visit::encode;
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
    /// What is open to an evaluator from outside: the words, and the address of the plan.
    evaluates: Option<(String, String)>,
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
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    show(&app, &visit.visitor, &visit, String::new(), String::new()).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    visit: &Visit,
    token: String,
    complaint: String,
) -> Result<Response, Problem> {
    let account = account(visitor)?.clone();
    let now = work::clock::now();
    let sessions = app.store().sessions(&account.name, now).await?.into_iter();
    let tokens = app.store().tokens(&account.name).await?.into_iter();
    let office = office_name(app, &account).await?;
    let evaluates = evaluates(app, visit, &account.name).await?;
    fresh(&AccountPage {
        s: Shell::bare(visit, text(visit.lang, "account.title")),
        role: crate::people::admin::users::role_word(visit.lang, account.role),
        office,
        tokens: tokens.map(|token| TokenLine::of(token, &now.to_string())).collect(),
        token,
        complaint,
        least: password::LEAST,
        can_audit: visitor.viewer.may(Right::ReadAudit),
        sessions: sessions.map(|session| SessionLine::of(session, visitor)).collect(),
        evaluates,
        account,
    })
}

async fn office_name(app: &App, account: &Account) -> Result<String, Problem> {
    let offices = app.store().offices().await?;
    let office = offices.into_iter().find(|office| Some(&office.id) == account.office.as_ref());
    Ok(office.map(|office| office.name).unwrap_or_default())
}

/// What is open to an evaluator from outside, in words, and the address of the plan.
async fn evaluates(app: &App, visit: &Visit, account: &str) -> Result<Option<(String, String)>, Problem> {
    let Some(plan) = visit.visitor.viewer.evaluates() else { return Ok(None) };
    let kept = app.store().evaluator(account).await?;
    let words = stands(app, visit.lang, kept.as_ref()).await?;
    Ok(Some((words, format!("/plans/{}", encode(plan)))))
}

impl SessionLine {
    fn of(session: Session, visitor: &Visitor) -> Self {
        Self {
            is_this: visitor.session().is_some_and(|this| this.secret == session.secret),
            from: session.origin,
            since: clock::shown(&session.begun_at),
        }
    }
}

impl TokenLine {
    fn of(token: Token, now: &str) -> Self {
        Self {
            is_over: token.revoked_at.is_some() || token.expires_at.as_str() < now,
            until: clock::shown(&token.revoked_at.unwrap_or(token.expires_at)),
            id: token.id,
            label: token.label,
            scopes: token.scopes.join(" "),
        }
    }
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
    Filled { app, visit, given }: Filled<ChangePassword>,
) -> Result<Response, Problem> {
    let account = account(&visit.visitor)?;
    if let Some(complaint) = complaint(&app, &visit, account, &given).await? {
        let page = show(&app, &visit.visitor, &visit, String::new(), complaint).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let hash = app.gatekeeper().hash(given.password).await?;
    let ends_tokens = !given.end_tokens.is_empty();
    app.store().set_password_and(&account.name, &hash, ends_tokens, &visit.visitor.change("")).await?;
    notice::of(&app, &account.name, Done::Password, &visit.visitor.address).await?;
    let cookie = session::begin(&app, &visit.visitor, account, "").await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/account")).into_response())
}

/// What stands against a new password: too many tries, a wrong old one, or the new one itself.
async fn complaint(
    app: &App,
    visit: &Visit,
    account: &Account,
    given: &ChangePassword,
) -> Result<Option<String>, Problem> {
    let tries = format!("old-password:{}", account.name);
    let now = work::clock::now();
    // Counted before the password is looked at, so that tries sent all at once count as well.
    app.store().note_failure(&tries, now).await?;
    Ok(if app.store().failures(&tries, now - WITHIN).await? > MOST_WRONG {
        Some(text(visit.lang, "sign-in.too-many").to_owned())
    } else if app.gatekeeper().fits(given.old.clone(), account.password.clone()).await? {
        app.store().take_back_failure(&tries, now).await?;
        objection(app, visit, &given.password, &given.again, &account.name)
    } else {
        Some(text(visit.lang, "password.old-wrong").to_owned())
    })
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

impl NewToken {
    /// The token that is asked for, without id and key.
    fn token(&self, account: &str) -> Token {
        let chosen = [&self.read, &self.hand_in, &self.audit];
        let scopes = TOKEN_SCOPES.iter().zip(chosen).filter(|(_, chosen)| !chosen.is_empty());
        // Days beyond those that may be asked for are refused, whatever moment they give.
        let until = work::clock::now()
            .saturating_add(SignedDuration::from_hours(24 * self.days.clamp(0, 366)))
            .unwrap_or_default();
        Token {
            id: String::new(),
            account: account.to_owned(),
            label: self.label.trim().chars().take(100).collect(),
            secret: String::new(),
            scopes: scopes.map(|(scope, _)| (*scope).to_owned()).collect(),
            expires_at: store::stamp(until),
            revoked_at: None,
        }
    }
}

/// Makes a token and shows it, this once.
pub(crate) async fn new_token(Filled { app, visit, given }: Filled<NewToken>) -> Result<Response, Problem> {
    let account = account(&visit.visitor)?;
    let fresh = || secret::fresh().map_err(|error| Problem::internal(&error));
    let key = format!("gy_{}", fresh()?);
    let id = fresh()?.chars().take(12).collect();
    let token = Token { id, secret: secret::mark(&key), ..given.token(&account.name) };
    if token.scopes.is_empty() || token.label.is_empty() || !(1..=366).contains(&given.days) {
        let complaint = text(visit.lang, "token.incomplete").to_owned();
        let page = show(&app, &visit.visitor, &visit, String::new(), complaint).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    app.store().put_token(&token, &visit.visitor.change("")).await?;
    notice::of(&app, &account.name, Done::Token, &visit.visitor.address).await?;
    show(&app, &visit.visitor, &visit, key, String::new()).await
}

#[derive(Deserialize)]
pub(crate) struct Revoke {
    id: String,
}

/// Ends a token; only one's own can be named.
pub(crate) async fn revoke_token(Filled { app, visit, given }: Filled<Revoke>) -> Result<Response, Problem> {
    let account = account(&visit.visitor)?;
    if !app.store().revoke_token(&account.name, &given.id, &visit.visitor.change("")).await? {
        return Err(Problem::not_found("没有这个令牌。", "There is no such token."));
    }
    Ok(Redirect::to("/account").into_response())
}

#[derive(Deserialize)]
pub(crate) struct TakeBack {
    /// As the answer named it that said that it goes on.
    name: String,
    /// The id of the plan that the file is of.
    plan: String,
}

/// Takes back a file that is being made for the account, and leads to the files of its plan. One that is done by now, or given
/// up, is as good as taken back.
pub(crate) async fn take_back(Filled { app, visit, given }: Filled<TakeBack>) -> Result<Response, Problem> {
    work::wanted::take_back(&app, visit.viewer(), &given.name);
    Ok(Redirect::to(&format!("/plans/{}/reports", encode(&given.plan))).into_response())
}

/// Ends all sessions of the account but this one.
pub(crate) async fn end_others(State(app): State<App>, visitor: Visitor) -> Result<Response, Problem> {
    let session = visitor.session().ok_or_else(Problem::sign_in)?;
    app.store().end_other_sessions(session, &visitor.change("")).await?;
    Ok(Redirect::to("/account").into_response())
}
