//! Figures from a bulletin or yearbook: read like a plan, proposed with their sentence, confirmed one by one.

use crate::answer::fresh;
use crate::office::import;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use source::Words;
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit, Visitor};
use work::asked::Reporting;
use work::reading::{Reading, region};

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
    region: String,
    year: i32,
    value: String,
    /// As the file writes it; empty when that is the value itself.
    printed: String,
    quote: String,
    at: String,
    public: String,
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
    let year = fields.get("year").parse().ok();
    let reading = match read(&app, &visit, &plan, file.name.clone(), file.content.clone(), year).await? {
        Ok(reading) => reading,
        Err(words) => return import::show(&app, &visit, &plan, words.get(visit.lang)).await,
    };
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let reporting = Reporting::of(&app, &plan).await?;
    let mut lines = Vec::new();
    let mut foreign = 0;
    for (place, said) in reading.said.iter().enumerate() {
        let one = &said.proposal;
        let Some(indicator) = view.indicator(one.indicator.as_str()) else { continue };
        let region = region(one, &view.stored.plan);
        if reporting.office(&visitor.viewer, &indicator.name, region).is_none() {
            foreign += 1;
            continue;
        }
        let history = work::asked::history(&view, indicator, region);
        lines.push(Line {
            place,
            indicator: indicator.name.clone(),
            region: region.to_owned(),
            year: one.year,
            value: format!("{} {}", one.value.normalize(), indicator.unit),
            printed: if one.printed == one.value {
                String::new()
            } else {
                format!("{} {}", one.printed, one.printed_unit)
            },
            quote: said.quote.clone(),
            at: said.place.words().get(visit.lang).to_owned(),
            public: history.get(&one.year).map(|value| work::number::value(*value)).unwrap_or_default(),
        });
    }
    fresh(&BulletinPage {
        s: Shell::of(&visit, &view, None, Place::Work, text(visit.lang, "bulletin.title")),
        plan: encode(&plan),
        pending: if lines.is_empty() {
            String::new()
        } else {
            app.pending().keep(&visitor.viewer, &plan, &file.name, &file.content)?
        },
        title: reading.name().to_owned(),
        year: reading.year.map(|year| year.to_string()).unwrap_or_default(),
        lines,
        foreign,
    })
}

async fn read(
    app: &App,
    visit: &Visit,
    plan: &str,
    name: String,
    content: Bytes,
    year: Option<i32>,
) -> Result<Result<Reading, Words>, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    Ok(Reading::of(app.reader(), &name, &content, &view.stored.plan, year).await)
}

/// Hands in the proposals that were ticked, with file and sentence or cell as their source; the file goes with them.
pub(crate) async fn confirm(
    State(app): State<App>,
    Path((plan, key)): Path<(String, String)>,
    visitor: Visitor,
    visit: Visit,
    fields: Fields,
) -> Result<Response, Problem> {
    let Some(waiting) = app.pending().find(&visitor.viewer, &plan, &key)? else {
        return import::show(&app, &visit, &plan, text(visit.lang, "import.gone")).await;
    };
    let year = fields.get("year").parse().ok();
    let reading = match read(&app, &visit, &plan, waiting.name.clone(), waiting.content.clone(), year).await?
    {
        Ok(reading) => reading,
        Err(words) => return import::show(&app, &visit, &plan, words.get(visit.lang)).await,
    };
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let ticked = fields.all("place").filter_map(|place| place.parse().ok());
    let figures = reading.figures(&app, &visitor.viewer, &view, ticked).await?;
    if figures.is_empty() {
        return import::show(&app, &visit, &plan, text(visit.lang, "review.none-ticked")).await;
    }
    let change = visitor.change(waiting.name.clone());
    work::import::take_in_with_file(&app, &key, &waiting, &figures, &change).await?;
    Ok(Redirect::to(&format!("/submissions?plan={}", encode(&plan))).into_response())
}
