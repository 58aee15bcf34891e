//! Following by mail: the form, the page that a mail leads to, and the end.

use crate::answer::{after, form, fresh};
use crate::asked::Posted;
use crate::choice::Choice;
use crate::sender::sender;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use source::Lang;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::follow::{self, Wanted};
use work::ticket::{Ticket, ticket};

#[derive(Template)]
#[template(path = "news/follow.html")]
struct FollowPage {
    s: Shell,
    news: String,
    action: String,
    complaint: String,
    /// Where a mail was sent to ask.
    sent: bool,
    is_possible: bool,
    ticket: Ticket,
    title: String,
    wanted: Wanted,
    rhythms: Vec<Choice>,
    feed: String,
}

#[derive(Template)]
#[template(path = "news/one.html")]
struct OnePage {
    s: Shell,
    action: String,
    title: String,
    rhythm: &'static str,
    is_confirmed: bool,
    /// Whether it has just been ended.
    is_over: bool,
}

/// The form, about what the address names.
pub(crate) async fn page(
    State(app): State<App>,
    Path(plan): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let words = visit.get("words").unwrap_or_default().trim();
    let subject = match words {
        "" => visit.get("subject").unwrap_or_default().to_owned(),
        words => format!("{}{words}", follow::SEARCH),
    };
    let wanted = Wanted { subject, rhythm: "daily".to_owned(), ..Wanted::default() };
    let ticket = ticket(&app, "").await?;
    form(&shown(&app, &visit, (&plan, wanted, ticket), "").await?, "")
}

async fn shown(
    app: &App,
    visit: &Visit,
    (plan, wanted, ticket): (&str, Wanted, Ticket),
    complaint: &str,
) -> Result<FollowPage, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &work::Question::now(plan)).await?;
    let about = follow::followed(&view, &wanted.subject).ok_or_else(Problem::no_page)?;
    let base = format!("/plans/{}", encode(plan));
    let feed = match wanted.subject.as_str() {
        "" => format!("{base}/news.atom"),
        subject => format!("{base}/news.atom?subject={}", encode(subject)),
    };
    let rhythms = work::news::RHYTHMS.map(|one| Choice::new(one, rhythm_word(lang, one), &wanted.rhythm));
    Ok(FollowPage {
        s: Shell::of(visit, &view, None, Place::Voices, text(lang, "follow.title")).with_bundle("voice"),
        news: format!("{base}/news"),
        action: format!("{base}/follow"),
        complaint: complaint.to_owned(),
        sent: visit.get("saved").is_some(),
        is_possible: follow::is_possible(app).await?,
        ticket,
        title: fill(lang, "follow.what", &[("n", &about.title)]),
        wanted,
        rhythms: rhythms.into(),
        feed,
    })
}

fn rhythm_word(lang: Lang, rhythm: &str) -> &'static str {
    match rhythm {
        "daily" => text(lang, "follow.daily"),
        "weekly" => text(lang, "follow.weekly"),
        _ => text(lang, "follow.each"),
    }
}

/// Asks by mail whether it is agreed to.
pub(crate) async fn ask(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let wanted = Wanted {
        subject: fields.text("subject", 200),
        mail: fields.text("mail", 200),
        rhythm: fields.text("rhythm", 20),
        trap: fields.text("website", 200),
    };
    let from = sender(&visit, &fields);
    let done = follow::ask(&app, visit.viewer(), (&plan, &wanted, visit.lang), &from).await;
    let there = format!("/plans/{}/follow?saved=sent&subject={}", encode(&plan), encode(&wanted.subject));
    after(&visit, done.map(|()| there), async |words| {
        let ticket = ticket(&app, &from.ticket).await?;
        // What the plan does not have is not asked for once more.
        let view = app.plan(visit.viewer(), &work::Question::now(&plan)).await?;
        let is_known = follow::followed(&view, &wanted.subject).is_some();
        let subject = if is_known { wanted.subject } else { String::new() };
        let wanted = Wanted { subject, ..wanted };
        form(&shown(&app, &visit, (&plan, wanted, ticket), words).await?, words)
    })
    .await
}

/// The page that a mail leads to: it changes nothing by being looked at.
pub(crate) async fn one(
    State(app): State<App>,
    Path(secret): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let found = follow::of_secret(&app, &secret).await?;
    // Leaving is possible also when the plan is not public any more; its title is then told to nobody.
    let view = app.plan(&work::Viewer::Public, &work::Question::now(&found.plan)).await.ok();
    let title = view.and_then(|view| follow::followed(&view, &found.subject)).map(|about| about.title);
    fresh(&OnePage {
        s: Shell::bare(&visit, text(lang, "follow.title")),
        action: format!("/follow/{}", encode(&secret)),
        title: fill(lang, "follow.what", &[("n", &title.unwrap_or_default())]),
        rhythm: rhythm_word(lang, &found.rhythm),
        is_confirmed: found.confirmed_at.is_some(),
        is_over: false,
    })
}

/// Agrees, or ends it.
pub(crate) async fn act(Posted { app, place: secret, visit, fields }: Posted) -> Result<Response, Problem> {
    if fields.get("action") == "confirm" {
        follow::confirm(&app, &secret).await?;
        return Ok(Redirect::to(&format!("/follow/{}", encode(&secret))).into_response());
    }
    follow::leave(&app, &secret).await?;
    over(&visit)
}

/// Ends it by one click of a mail program (RFC 8058).
pub(crate) async fn leave(Posted { app, place: secret, visit, .. }: Posted) -> Result<Response, Problem> {
    follow::leave(&app, &secret).await?;
    Ok((StatusCode::OK, over(&visit)?).into_response())
}

fn over(visit: &Visit) -> Result<Response, Problem> {
    fresh(&OnePage {
        s: Shell::bare(visit, text(visit.lang, "follow.title")),
        action: String::new(),
        title: text(visit.lang, "follow.over").to_owned(),
        rhythm: "",
        is_confirmed: false,
        is_over: true,
    })
}
