//! Who does one's duties while one is away.

use crate::answer::{after, form};
use crate::asked::Filled;
use crate::shell::Shell;
use crate::text::{fill, text};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::Delegation;
use web::{App, Problem, Visit};
use work::stand_in::{self, HandOver};

#[derive(Template)]
#[template(path = "people/stand-in.html")]
struct Page {
    s: Shell,
    complaint: String,
    notice: &'static str,
    given: Vec<(i64, String)>,
    taken: Vec<String>,
    candidates: Vec<(String, String)>,
    first: String,
    last: String,
    reason: String,
}

/// The page with what is handed over, and the form.
pub(crate) async fn page(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    form(&shown(&app, &visit, &HandOver::default(), "").await?, "")
}

async fn shown(app: &App, visit: &Visit, typed: &HandOver, complaint: &str) -> Result<Page, Problem> {
    let lang = visit.lang;
    let (given, taken) = stand_in::of(app, visit.viewer()).await?;
    let names: BTreeMap<String, String> = app
        .store()
        .accounts()
        .await?
        .into_iter()
        .map(|one| {
            let name = if one.full_name.is_empty() { one.name.clone() } else { one.full_name };
            (one.name, name)
        })
        .collect();
    let told = |key: &'static str, who: &str, one: &Delegation| {
        let name = names.get(who).map_or(who, String::as_str);
        fill(lang, key, &[("n", name), ("from", &one.first_day), ("to", &one.last_day)])
    };
    let candidates = stand_in::candidates(app, visit.viewer()).await?.into_iter().map(|one| {
        let label = names.get(&one.name).cloned().unwrap_or_default();
        (one.name, label)
    });
    Ok(Page {
        s: Shell::bare(visit, text(lang, "stand-in.title")),
        complaint: complaint.to_owned(),
        notice: match visit.get("saved") {
            Some("given") => text(lang, "stand-in.saved"),
            Some(_) => text(lang, "stand-in.ended"),
            None => "",
        },
        given: given.iter().map(|one| (one.id, told("stand-in.given", &one.taker, one))).collect(),
        taken: taken.iter().map(|one| told("stand-in.taken", &one.giver, one)).collect(),
        candidates: candidates.collect(),
        first: if typed.first.is_empty() { app.today().to_string() } else { typed.first.clone() },
        last: typed.last.clone(),
        reason: typed.reason.clone(),
    })
}

#[derive(Deserialize)]
pub(crate) struct Given {
    #[serde(default)]
    taker: String,
    #[serde(default)]
    first: String,
    #[serde(default)]
    last: String,
    #[serde(default)]
    reason: String,
}

/// Hands one's duties over.
pub(crate) async fn hand_over(Filled { app, visit, given }: Filled<Given>) -> Result<Response, Problem> {
    let reason = given.reason.chars().take(200).collect();
    let typed = HandOver { taker: given.taker, first: given.first, last: given.last, reason };
    let change = visit.visitor.change("");
    let done = stand_in::hand_over(&app, visit.viewer(), typed.clone(), &change).await;
    let done = done.map(|()| "/account/stand-in?saved=given".to_owned());
    after(&visit, done, async |complaint| form(&shown(&app, &visit, &typed, complaint).await?, complaint))
        .await
}

#[derive(Deserialize)]
pub(crate) struct Ended {
    id: i64,
}

/// Ends it before its time.
pub(crate) async fn end(Filled { app, visit, given }: Filled<Ended>) -> Result<Response, Problem> {
    stand_in::end(&app, visit.viewer(), given.id, &visit.visitor.change("")).await?;
    Ok(Redirect::to("/account/stand-in?saved=ended").into_response())
}
