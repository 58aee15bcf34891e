//! Following: the form, the page that a mail leads to, and the end.

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
use work::call::Given;
use work::follow::{self, Wanted};
use work::ticket::{Ticket, ticket};

#[derive(Template)]
#[template(path = "news/follow.html")]
pub(super) struct FollowPage {
    s: Shell,
    news: String,
    action: String,
    complaint: String,
    /// An address to be called, as it was typed.
    url: String,
    /// What is shown once to whoever had an address asked.
    given: Option<Given>,
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
    /// Whether an address is called, which confirms by what it answers.
    is_called: bool,
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
    let page = Shown::of(wanted, ticket(&app, "").await?);
    form(&shown(&app, &visit, &plan, page, "").await?, "")
}

/// What the page shows of what was typed, and what came of it.
pub(super) struct Shown {
    pub(super) wanted: Wanted,
    pub(super) ticket: Ticket,
    pub(super) url: String,
    pub(super) given: Option<Given>,
}

impl Shown {
    /// What was typed into the form of mails.
    pub(super) fn of(wanted: Wanted, ticket: Ticket) -> Self {
        Self { wanted, ticket, url: String::new(), given: None }
    }
}

pub(super) async fn shown(
    app: &App,
    visit: &Visit,
    plan: &str,
    Shown { mut wanted, ticket, url, given }: Shown,
    complaint: &str,
) -> Result<FollowPage, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &work::Question::now(plan)).await?;
    if !complaint.is_empty() && follow::followed(&view, &wanted.subject).is_none() {
        // What the plan does not have is not asked for once more.
        wanted.subject = String::new();
    }
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
        url,
        given,
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
        store::CALLED => text(lang, "follow.called"),
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
        let page = Shown::of(wanted, ticket(&app, &from.ticket).await?);
        form(&shown(&app, &visit, &plan, page, words).await?, words)
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
        is_called: found.rhythm == store::CALLED,
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
        is_called: false,
        is_over: true,
    })
}
