//! Figures from a bulletin or yearbook: read like a plan, proposed with their sentence, confirmed one by one.

use super::fields::Fields;
use super::figure::Reporting;
use super::import;
use crate::app::App;
use crate::page::shell::{Place, Shell};
use crate::people::{Visitor, fresh, secret};
use crate::problem::Problem;
use crate::text::text;
use crate::view;
use crate::visit::{Visit, encode};
use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use intake::bulletin::{Proposal, proposals, reported_year};
use sha2::{Digest as _, Sha256};
use source::Words;
use store::Figure;

#[derive(Template)]
#[template(path = "handin/bulletin.html")]
struct BulletinPage {
    s: Shell,
    plan: String,
    pending: String,
    title: String,
    year: String,
    lines: Vec<Line>,
    foreign: usize,
}

struct Line {
    place: usize,
    indicator: String,
    year: i32,
    value: String,
    printed: String,
    quote: String,
    at: u32,
    public: String,
}

/// What was read from a bulletin.
struct Found {
    title: String,
    year: Option<i32>,
    proposals: Vec<Proposal>,
}

/// Takes a file and shows what it says of the plan's indicators.
pub(crate) async fn upload(
    State(app): State<App>,
    Path(plan): Path<String>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let Some(file) = fields.file("file") else {
        return import::show(&app, &visit, &plan, text(visit.lang, "import.no-file")).await;
    };
    if is_table(&file.name) {
        // Its cells are the source; the preview of tables names each.
        return import::upload(State(app), Path(plan), visitor, visit, fields).await;
    }
    let account = visitor.account().ok_or_else(Problem::sign_in)?;
    let key = secret::fresh().map_err(|error| Problem::internal(&error))?;
    app.pending().put(&key, &account.name, &plan, &file.name, file.content.clone());
    let year = fields.get("year").parse().ok();
    let found = match read(&app, &visit, &plan, file.name.clone(), file.content.clone(), year).await? {
        Ok(found) => found,
        Err(words) => return import::show(&app, &visit, &plan, words.get(visit.lang)).await,
    };
    let view = view::plan(&app, &visit, &plan).await?;
    let reporting = Reporting::of(&app, &plan).await?;
    let mut lines = Vec::new();
    let mut foreign = 0;
    for (place, one) in found.proposals.iter().enumerate() {
        let Some(indicator) = view.indicator(one.indicator.as_str()) else { continue };
        if reporting.office(&visitor, &indicator.name, "").is_none() {
            foreign += 1;
            continue;
        }
        let history = super::figure::history(&view, indicator, "");
        lines.push(Line {
            place,
            indicator: indicator.name.clone(),
            year: one.year,
            value: format!("{} {}", one.value.normalize(), indicator.unit),
            printed: format!("{} {}", one.printed, one.printed_unit),
            quote: one.provenance.quote.clone(),
            at: one.provenance.line,
            public: history.get(&one.year).map(|value| crate::number::value(*value)).unwrap_or_default(),
        });
    }
    fresh(&BulletinPage {
        s: Shell::of(&visit, &view, None, Place::Work, text(visit.lang, "bulletin.title")),
        plan: encode(&plan),
        pending: key,
        title: if found.title.is_empty() { file.name.clone() } else { found.title },
        year: found.year.map(|year| year.to_string()).unwrap_or_default(),
        lines,
        foreign,
    })
}

fn is_table(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(ending.as_str(), "xlsx" | "csv")
}

async fn read(
    app: &App,
    visit: &Visit,
    plan: &str,
    name: String,
    content: Bytes,
    year: Option<i32>,
) -> Result<Result<Found, Words>, Problem> {
    let view = view::plan(app, visit, plan).await?;
    let read = move || {
        let options = document::ReadOptions { name: Some(name.clone()) };
        let document = document::read(&content, &options).map_err(|error| error.words())?;
        let (bulletin, _) = compile::compile(&document, &compile::CompileOptions::default());
        let year = year.or_else(|| reported_year(&bulletin.title)).or_else(|| reported_year(&name));
        Ok(Found { proposals: proposals(&bulletin, &view.stored.plan, year), title: bulletin.title, year })
    };
    tokio::task::spawn_blocking(read).await.map_err(|error| Problem::internal(&error))
}

/// Hands in the proposals that were ticked, with sentence and line as their source.
pub(crate) async fn confirm(
    State(app): State<App>,
    Path((plan, key)): Path<(String, String)>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let account = visitor.account().ok_or_else(Problem::sign_in)?;
    let Some(waiting) = app.pending().get(&key, &account.name, &plan) else {
        return import::show(&app, &visit, &plan, text(visit.lang, "import.gone")).await;
    };
    let year = fields.get("year").parse().ok();
    let found = match read(&app, &visit, &plan, waiting.name.clone(), waiting.content.clone(), year).await? {
        Ok(found) => found,
        Err(words) => return import::show(&app, &visit, &plan, words.get(visit.lang)).await,
    };
    let view = view::plan(&app, &visit, &plan).await?;
    let title = if found.title.is_empty() { &waiting.name } else { &found.title };
    let reporting = Reporting::of(&app, &plan).await?;
    let mut figures = Vec::new();
    for place in fields.all("place") {
        let one = place.parse().ok().and_then(|place: usize| found.proposals.get(place));
        let Some((one, indicator)) = one.and_then(|one| Some((one, view.indicator(one.indicator.as_str())?)))
        else {
            continue;
        };
        let (office, below_county) =
            reporting.office(&visitor, &indicator.name, "").ok_or_else(Problem::forbidden)?;
        let line = one.provenance.line;
        let at = if line > 0 { format!("第{line}行") } else { String::new() };
        let figure = Figure {
            plan: plan.clone(),
            indicator: indicator.name.clone(),
            region: String::new(),
            year: one.year,
            value: Some(one.value),
            unit: indicator.unit.clone(),
            status: plan::Status::Preliminary,
            source: format!("《{title}》{at}"),
            comment: one.provenance.quote.clone(),
            attachment: None,
        };
        figures.push((figure, office, below_county));
    }
    if figures.is_empty() {
        return import::show(&app, &visit, &plan, text(visit.lang, "review.none-ticked")).await;
    }
    let digest = secret::hex(&Sha256::digest(&waiting.content));
    app.store().hand_in_all(&figures, &key, &digest, &visitor.change(waiting.name.clone())).await?;
    app.pending().drop(&key);
    app.refresh().await?;
    Ok(Redirect::to(&format!("/submissions?plan={}", encode(&plan))).into_response())
}
