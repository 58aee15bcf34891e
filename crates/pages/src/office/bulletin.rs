//! Figures from a bulletin or yearbook: read like a plan, proposed with their sentence, confirmed one by one.

use crate::answer::fresh;
use crate::asked::Posted;
use crate::office::import;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::body::Bytes;
use axum::response::{IntoResponse, Redirect, Response};
use source::{Lang, Words};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::reading::{Own, OwnPart, Reading};
use work::view::PlanView;

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
pub(crate) async fn upload(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let Some(file) = fields.file("file") else {
        return import::show(&app, &visit, &plan, text(visit.lang, "import.no-file")).await;
    };
    let year = fields.get("year").parse().ok();
    let reading = match read(&app, &visit, &plan, file.name.clone(), file.content.clone(), year).await? {
        Ok(reading) => reading,
        Err(words) => return import::show(&app, &visit, &plan, words.get(visit.lang)).await,
    };
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let own = reading.own(&app, visit.viewer(), &view).await?;
    // A file without a value to confirm need not be kept.
    let pending =
        (!own.lines.is_empty()).then(|| app.pending().keep(visit.viewer(), &plan, &file.name, &file.content));
    let pending = pending.transpose()?.unwrap_or_default();
    fresh(&BulletinPage::of(&visit, &view, &reading, &own, pending))
}

impl BulletinPage {
    fn of(visit: &Visit, view: &PlanView, reading: &Reading, own: &OwnPart<'_>, pending: String) -> Self {
        Self {
            s: Shell::of(visit, view, None, Place::Work, text(visit.lang, "bulletin.title")),
            plan: encode(view.id()),
            pending,
            title: reading.name().to_owned(),
            year: reading.year.map(|year| year.to_string()).unwrap_or_default(),
            foreign: own.foreign,
            lines: own.lines.iter().map(|line| Line::of(visit.lang, line)).collect(),
        }
    }
}

impl Line {
    fn of(lang: Lang, own: &Own<'_>) -> Self {
        let one = &own.said.proposal;
        let is_as_printed = one.printed == one.value;
        Self {
            place: own.place,
            indicator: own.indicator.name.clone(),
            region: own.region.to_owned(),
            year: one.year,
            value: format!("{} {}", one.value.normalize(), own.indicator.unit),
            printed: if is_as_printed {
                String::new()
            } else {
                format!("{} {}", one.printed, one.printed_unit)
            },
            quote: own.said.quote.clone(),
            at: own.said.place.words().get(lang).to_owned(),
            public: own.public.map(work::number::value).unwrap_or_default(),
        }
    }
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
    Posted { app, place: (plan, key), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let Some(waiting) = app.pending().find(visit.viewer(), &plan, &key)? else {
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
    let figures = reading.figures(&app, visit.viewer(), &view, ticked).await?;
    if figures.is_empty() {
        return import::show(&app, &visit, &plan, text(visit.lang, "review.none-ticked")).await;
    }
    let change = visit.visitor.change(waiting.name.clone());
    work::import::take_in_with_file(&app, &key, &waiting, &figures, &change).await?;
    Ok(Redirect::to(&format!("/submissions?plan={}", encode(&plan))).into_response())
}
