//! One-time links: whoever holds one sets the password of its account and is signed in.

use crate::answer::fresh;
use crate::people::{factor, session};
use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use web::{App, Problem, Visit};
use work::account::notice::Done;
use work::account::{notice, password};
use work::secret;

#[derive(Template)]
#[template(path = "people/link.html")]
struct LinkPage {
    s: Shell,
    account: String,
    complaint: String,
    least: usize,
}

/// The form behind a link. Looking at it does not use it up: mail programs look at links.
pub(crate) async fn page(
    State(app): State<App>,
    Path(link): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let account = peek(&app, &link).await?;
    form(&visit, account, String::new())
}

async fn peek(app: &App, link: &str) -> Result<String, Problem> {
    app.store().peek_link(&secret::mark(link), work::clock::now()).await?.ok_or_else(|| {
        Problem::not_found(
            "这个链接已经用过、过期或不完整；请管理员再发一个。",
            "This link was used before, is too old or incomplete; ask an administrator for another.",
        )
    })
}

fn form(visit: &Visit, account: String, complaint: String) -> Result<Response, Problem> {
    let s = Shell::bare(visit, text(visit.lang, "link.title"));
    fresh(&LinkPage { s, account, complaint, least: password::LEAST })
}

#[derive(Deserialize)]
pub(crate) struct NewPassword {
    password: String,
    again: String,
    /// Whether the tokens end as well.
    #[serde(default)]
    end_tokens: String,
}

/// Sets the password and signs in. Of two who come with the same link only one succeeds.
pub(crate) async fn used(
    State(app): State<App>,
    Path(link): Path<String>,
    visit: Visit,
    Form(given): Form<NewPassword>,
) -> Result<Response, Problem> {
    let account = peek(&app, &link).await?;
    if let Some(complaint) = refusal(&app, &visit, &given, &account).await? {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, form(&visit, account, complaint)?).into_response());
    }
    let hash = app.gatekeeper().hash(given.password).await?;
    let change = visit.visitor.change_as(&account, "");
    let Some(account) = app.store().use_link(&secret::mark(&link), &change).await? else {
        return Err(Problem::no_page());
    };
    app.store().set_password_and(&account.name, &hash, !given.end_tokens.is_empty(), &change).await?;
    notice::of(&app, &account.name, Done::Password, &visit.visitor.address).await?;
    if factor::is_asked(&app, &account.name).await? {
        // The link stands for the password; the code is asked for as ever.
        return Ok(Redirect::to("/sign-in").into_response());
    }
    let cookie = session::begin(&app, &visit.visitor, &account, "").await?;
    app.refresh().await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/account")).into_response())
}

/// What speaks against the new password of a link; where passwords have an age the one that is there does, too.
async fn refusal(
    app: &App,
    visit: &Visit,
    given: &NewPassword,
    account: &str,
) -> Result<Option<String>, Problem> {
    let complaint = objection(app, visit, &given.password, &given.again, account);
    if complaint.is_some() || app.policy().days == 0 {
        return Ok(complaint);
    }
    let kept = app.store().account(account).await?.and_then(|known| known.password);
    let is_same = kept.is_some() && app.gatekeeper().fits(given.password.clone(), kept).await?;
    Ok(is_same.then(|| text(visit.lang, "password.same").to_owned()))
}

/// What speaks against a new password typed twice.
pub(super) fn objection(
    app: &App,
    visit: &Visit,
    password: &str,
    again: &str,
    account: &str,
) -> Option<String> {
    if password != again {
        return Some(text(visit.lang, "password.differ").to_owned());
    }
    let words = password::objection(password, account).or_else(|| app.policy().objection(password));
    words.map(|words| words.get(visit.lang).to_owned())
}
