//! What of the year before goes on: proposed, ticked by a person.

use super::address::{aim_of, year_of};
use crate::answer::{after, form};
use crate::asked::Posted;
use crate::shell::{Place, Shell};
use crate::text::fill;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use duty::yearly::Course;
use source::Lang;
use std::collections::BTreeSet;
use web::{App, Problem, Visit};
use work::aims::{self, course_word};

#[derive(Template)]
#[template(path = "yearly/carry.html")]
struct CarryPage {
    s: Shell,
    list: String,
    here: String,
    year: i64,
    rows: Vec<Line>,
    complaint: String,
}

struct Line {
    id: i64,
    address: String,
    title: String,
    office: String,
    course: &'static str,
    is_late: bool,
    said: String,
    measures: Vec<String>,
}

/// What may go on.
pub(super) async fn page(
    State(app): State<App>,
    Path((plan, year)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    show(&app, &visit, (&plan, year), "").await
}

async fn show(
    app: &App,
    visit: &Visit,
    (plan, year): (&str, i64),
    complaint: &str,
) -> Result<Response, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let rows = aims::to_carry(app, plan, year).await?;
    let title = fill(lang, "yearly.carry-to", &[("n", &year.to_string())]);
    let page = CarryPage {
        list: year_of(plan, year),
        here: format!("{}/carry", year_of(plan, year)),
        year,
        rows: rows.iter().map(|row| line(plan, row, lang)).collect(),
        complaint: complaint.to_owned(),
        s: Shell::of(visit, &view, None, Place::Yearly, title),
    };
    form(&page, complaint)
}

fn line(plan: &str, row: &aims::Standing, lang: Lang) -> Line {
    Line {
        id: row.aim.id,
        address: aim_of(plan, row.aim.id),
        title: row.aim.title.clone(),
        office: row.aim.office.clone(),
        course: course_word(row.course, lang),
        is_late: matches!(row.course, Course::Late | Course::Behind),
        said: row.states.last().map(|state| state.said.clone()).unwrap_or_default(),
        measures: row.measures.iter().filter(|one| one.done.is_empty()).map(|one| one.text.clone()).collect(),
    }
}

/// Sets the ticked ones as aims of the year.
pub(super) async fn carry(
    Posted { app, place: (plan, year), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let ticked: BTreeSet<i64> = fields.all("aim").filter_map(|id| id.parse().ok()).collect();
    let done = aims::carry(&app, (&plan, year), &ticked, &visit.visitor.change("")).await;
    let done = done.map(|_| year_of(&plan, year));
    after(&visit, done, async |words| show(&app, &visit, (&plan, year), words).await).await
}
