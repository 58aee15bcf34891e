//! The second factor: asked for after the password, set up and ended on the page of one's account.

use crate::answer::fresh;
use crate::asked::Filled;
use crate::people::session::{let_in, own_path};
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use store::{Account, SecondFactor};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::account::notice::Done;
use work::account::{notice, second_factor};
use work::secret;

/// How long the code may be given after the password.
const HOLDS: SignedDuration = SignedDuration::from_mins(5);
/// Wrong codes of one account within [`WITHIN`] that close this way: a code has six digits, and three hold at a time.
const MOST: i64 = 6;
const WITHIN: SignedDuration = SignedDuration::from_mins(15);

#[derive(Template)]
#[template(path = "people/code.html")]
struct CodePage {
    s: Shell,
    half: String,
    next: String,
    complaint: &'static str,
}

/// Whether an account has a second factor that is asked for.
pub(super) async fn is_asked(app: &App, account: &str) -> Result<bool, Problem> {
    Ok(app.store().second_factor(account).await?.is_some())
}

/// Asks for the code of somebody whose password fits.
pub(super) async fn ask(
    app: &App,
    visit: &Visit,
    account: &Account,
    next: String,
) -> Result<Response, Problem> {
    let half = secret::fresh().map_err(|error| Problem::internal(&error))?;
    let until = work::clock::now() + HOLDS;
    app.store().put_half_sign_in(&secret::mark(&half), &account.name, until).await?;
    form(visit, half, next, "")
}

fn form(visit: &Visit, half: String, next: String, complaint: &'static str) -> Result<Response, Problem> {
    fresh(&CodePage { s: Shell::bare(visit, text(visit.lang, "factor.code")), half, next, complaint })
}

#[derive(Deserialize)]
pub(crate) struct Given {
    half: String,
    code: String,
    #[serde(default)]
    next: String,
}

/// Takes the code and begins the session.
pub(crate) async fn enter(Filled { app, visit, given }: Filled<Given>) -> Result<Response, Problem> {
    let now = work::clock::now();
    let mark = secret::mark(&given.half);
    let next = own_path(&given.next);
    let account = match app.store().half_sign_in(&mark, now).await? {
        Some(name) => app.store().account(&name).await?.filter(|account| account.active),
        None => None,
    };
    let Some(account) = account else { return Ok(Redirect::to("/sign-in").into_response()) };
    if let Some((status, key)) = refusal(&app, &visit, &account.name, &given.code).await? {
        let page = form(&visit, given.half, next, text(visit.lang, key))?;
        return Ok((status, page).into_response());
    }
    app.store().forget_failures(&tries(&account.name), now - WITHIN).await?;
    app.store().end_half_sign_in(&mark, now).await?;
    let_in(&app, &visit.visitor, &account, &next, "second factor").await
}

/// What speaks against a code: status, and the key of its words.
async fn refusal(
    app: &App,
    visit: &Visit,
    account: &str,
    code: &str,
) -> Result<Option<(StatusCode, &'static str)>, Problem> {
    let address = &visit.visitor.address;
    if is_closed(app, account, work::clock::now()).await? {
        tracing::warn!(account, address, "second factor closed after failures");
        return Ok(Some((StatusCode::TOO_MANY_REQUESTS, "sign-in.too-many")));
    }
    if holds(app, account, code, &visit.visitor.change_as(account, "")).await? {
        return Ok(None);
    }
    tracing::warn!(account, address, "second factor failed");
    Ok(Some((StatusCode::UNAUTHORIZED, "factor.wrong")))
}

fn tries(account: &str) -> String {
    format!("code:{account}")
}

/// Counts a try; tells whether there were too many.
async fn is_closed(app: &App, account: &str, now: jiff::Timestamp) -> Result<bool, Problem> {
    app.store().note_failure(&tries(account), now).await?;
    Ok(app.store().failures(&tries(account), now - WITHIN).await? > MOST)
}

/// Whether a code is that of now, or one of recovery; it is used up then.
async fn holds(app: &App, account: &str, code: &str, change: &store::Change) -> Result<bool, Problem> {
    let Some(factor) = app.store().second_factor(account).await? else {
        return Ok(false);
    };
    let key = second_factor::unbase32(&factor.secret).unwrap_or_default();
    match second_factor::fits(&key, code, work::clock::now(), factor.last_step) {
        Some(step) => Ok(app.store().use_step(account, step).await?),
        None => Ok(app.store().use_recovery(account, &second_factor::kept(code), change).await?),
    }
}

#[derive(Template)]
#[template(path = "people/factor.html")]
struct FactorPage {
    s: Shell,
    /// Whether one is in use, and how many recovery codes are left.
    left: Option<usize>,
    /// The picture that a telephone reads, and the secret for those who type.
    picture: String,
    typed: String,
    /// Recovery codes that were just made: shown this once.
    codes: Vec<String>,
    complaint: &'static str,
}

fn page_of(visit: &Visit) -> FactorPage {
    FactorPage {
        s: Shell::bare(visit, text(visit.lang, "factor.title")),
        left: None,
        picture: String::new(),
        typed: String::new(),
        codes: Vec::new(),
        complaint: "",
    }
}

fn own(visit: &Visit) -> Result<&Account, Problem> {
    visit.viewer().account().ok_or_else(Problem::sign_in)
}

/// The page of one's second factor: whether there is one, else how to set one up.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    show(&app, &visit, None, "").await
}

/// Shows what there is; else a new secret, or the one that was shown before, to be confirmed. Nothing is kept until then.
async fn show(
    app: &App,
    visit: &Visit,
    shown: Option<String>,
    complaint: &'static str,
) -> Result<Response, Problem> {
    let account = own(visit)?;
    if let Some(factor) = app.store().second_factor(&account.name).await? {
        return fresh(&FactorPage { left: Some(factor.recovery.len()), complaint, ..page_of(visit) });
    }
    let typed = match shown {
        Some(typed) => typed,
        None => second_factor::base32(&second_factor::fresh().map_err(|error| Problem::internal(&error))?),
    };
    let picture = picture(&typed, &account.name, visit)?;
    fresh(&FactorPage { picture, typed, complaint, ..page_of(visit) })
}

/// What a telephone reads of a secret, as a drawing.
fn picture(typed: &str, account: &str, visit: &Visit) -> Result<String, Problem> {
    let key = second_factor::unbase32(typed).unwrap_or_default();
    let address = second_factor::address(&key, account, text(visit.lang, "app.name"));
    let code = QrCode::new(address.as_bytes()).map_err(|error| Problem::internal(&error))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
    Ok(drawn.find("<svg").map_or("", |at| drawn.get(at..).unwrap_or_default()).to_owned())
}

#[derive(Deserialize)]
pub(crate) struct Confirm {
    code: String,
    /// The secret that was shown, while one is set up.
    #[serde(default)]
    secret: String,
}

/// Takes the first code of a secret that was shown: from then on one is asked for.
pub(crate) async fn confirm(Filled { app, visit, given }: Filled<Confirm>) -> Result<Response, Problem> {
    let account = own(&visit)?;
    let key = second_factor::unbase32(&given.secret).filter(|key| key.len() == second_factor::SECRET);
    let known = app.store().second_factor(&account.name).await?;
    let Some(key) = key.filter(|_| known.is_none()) else {
        return Ok(Redirect::to("/account/second-factor").into_response());
    };
    let Some(last_step) = second_factor::fits(&key, &given.code, work::clock::now(), 0) else {
        let page = show(&app, &visit, Some(given.secret), text(visit.lang, "factor.wrong")).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let codes = second_factor::recovery().map_err(|error| Problem::internal(&error))?;
    let recovery = codes.iter().map(|code| second_factor::kept(code)).collect();
    let factor = SecondFactor { account: account.name.clone(), secret: given.secret, recovery, last_step };
    app.store().put_second_factor(&factor, &visit.visitor.change("")).await?;
    notice::of(&app, &account.name, Done::Factor, &visit.visitor.address).await?;
    fresh(&FactorPage { left: Some(codes.len()), codes, ..page_of(&visit) })
}

/// Ends one's second factor, for a code of it.
pub(crate) async fn end(Filled { app, visit, given }: Filled<Confirm>) -> Result<Response, Problem> {
    let account = own(&visit)?;
    let change = visit.visitor.change("");
    let is_closed = is_closed(&app, &account.name, work::clock::now()).await?;
    if is_closed || !holds(&app, &account.name, &given.code, &change).await? {
        let key = if is_closed { "sign-in.too-many" } else { "factor.wrong" };
        let page = show(&app, &visit, None, text(visit.lang, key)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    app.store().end_second_factor(&account.name, &change).await?;
    notice::of(&app, &account.name, Done::Factor, &visit.visitor.address).await?;
    Ok(Redirect::to("/account/second-factor").into_response())
}

/// Ends the second factor of an account whose telephone and recovery codes are lost.
pub(crate) async fn reset(
    State(app): State<App>,
    Path(name): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    if app.store().end_second_factor(&name, &visit.visitor.change("")).await? {
        notice::of(&app, &name, Done::Factor, &visit.visitor.address).await?;
    }
    Ok(Redirect::to(&format!("/admin/users/{}", encode(&name))).into_response())
}
