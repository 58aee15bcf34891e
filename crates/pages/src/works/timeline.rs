//! The register over the years: what is planned, what was, and what is expected by the record of like projects.

use super::head::Head;
use super::list::{asked, standing};
use super::one::at;
use super::words::{span, stage_word, year};
use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::response::Response;
use projects::Month;
use source::Lang;
use web::Problem;
use web::visit::encode;
use work::register::{self, Register, Standing};

/// Projects of a page.
const SHOWN: i64 = 50;
/// Years beyond those of the plan that are drawn at most.
const BEYOND: i32 = 5;

#[derive(Template)]
#[template(path = "works/timeline.html")]
struct TimelinePage {
    s: Shell,
    head: Head,
    years: Vec<i32>,
    rows: Vec<Bars>,
    total: i64,
    first: Option<String>,
    next: Option<String>,
}

struct Bars {
    address: String,
    name: String,
    stage: &'static str,
    /// The same in words, for those who do not see the bars.
    words: Vec<String>,
    cells: Vec<Cell>,
}

/// A year: whether the project is planned, really, and expected to be built in it.
struct Cell {
    planned: bool,
    real: bool,
    expected: bool,
}

fn within(at: i32, from: Option<i32>, to: Option<i32>) -> bool {
    from.or(to).is_some_and(|from| from <= at) && to.or(from).is_some_and(|to| at <= to)
}

fn bars(lang: Lang, plan: &str, row: &Standing, (register, years): (&Register, &[i32]), end: Month) -> Bars {
    let item = &row.item;
    let outlook = row.start().zip(register.outlook(row, end));
    let expected = outlook.map(|(start, found)| {
        let likely = found.likely.or(found.high).unwrap_or(found.low);
        let high =
            found.high.map_or_else(|| text(lang, "register.not-seen").to_owned(), |high| at(start, high));
        (year(&at(start, likely)), at(start, found.low), high)
    });
    let real_start = year(&item.real_start);
    let real_end = year(&item.real_end).or_else(|| real_start.map(|_| register.now.year));
    let from = Some(register.now.year);
    let mut words = Vec::new();
    let mut say = |key: &'static str, said: String| {
        if !said.is_empty() {
            words.push(fill(lang, key, &[("n", &said)]));
        }
    };
    say("register.bar-planned", span(&item.start_month, &item.end_month));
    say("register.bar-real", span(&item.real_start, &item.real_end));
    if let Some((_, low, high)) = &expected {
        say("register.bar-expected", span(low, high));
    }
    let cells = years.iter().map(|at| Cell {
        planned: within(*at, year(&item.start_month), year(&item.end_month)),
        real: within(*at, real_start, real_end),
        expected: expected.as_ref().is_some_and(|(to, ..)| to.is_some() && within(*at, from, *to)),
    });
    Bars {
        address: format!("/plans/{}/register/{}", encode(plan), item.id),
        name: item.name.clone(),
        stage: stage_word(lang, &item.stage),
        cells: cells.collect(),
        words,
    }
}

/// The timeline.
pub(super) async fn page(on: &OnPlan) -> Result<Response, Problem> {
    fresh(&drawn(on).await?)
}

async fn drawn(on: &OnPlan) -> Result<TimelinePage, Problem> {
    let OnPlan { app, plan, visit, .. } = on;
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let asked = asked(visit, SHOWN);
    let register = register::whole(app, plan).await?;
    let (rows, last) = standing(on, &asked).await?;
    let total = app.store().project_count(plan, &asked).await?;
    let now = register.now.year;
    let (from, to) = view.stored.plan.period.map_or((now - 1, now + 4), |period| (period.start, period.end));
    let ends = rows.iter().filter_map(|row| year(&row.item.end_month).max(year(&row.item.real_end)));
    let last_year = ends.max().unwrap_or(to).clamp(to, to + BEYOND);
    let years: Vec<i32> = (from..=last_year).collect();
    let end = Month { year: to, month: 12 };
    Ok(TimelinePage {
        head: Head::of(visit, plan),
        rows: rows.iter().map(|row| bars(lang, plan, row, (&register, &years), end)).collect(),
        years,
        total,
        first: (asked.after > 0).then(|| visit.with(&[("after", "")])),
        next: last.map(|last| visit.with(&[("after", &last.to_string())])),
        s: Shell::of(visit, &view, None, Place::Register, text(lang, "register.title")),
    })
}
