//! The register by body, county, chapter or sector: how many, how far, how much money, and how many do not say.

use super::head::{Head, list_of};
use super::words::stage_word;
use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::Response;
use projects::Stage;
use source::Lang;
use web::Problem;
use work::register::{self, Group, Grouping, Sum};
use work::spatial::{self, Sketch};

#[derive(Template)]
#[template(path = "works/groups.html")]
struct GroupsPage {
    s: Shell,
    head: Head,
    heading: &'static str,
    year: i32,
    /// The regions with their projects, of the view by county.
    sketch: Option<Sketch>,
    rows: Vec<Line>,
}

pub(super) struct Line {
    pub(super) name: String,
    /// The list of its projects; empty where there is none.
    pub(super) address: String,
    pub(super) projects: usize,
    pub(super) stages: Vec<String>,
    pub(super) investment: String,
    pub(super) unstated: usize,
    pub(super) planned: String,
    pub(super) done: String,
    pub(super) rate: String,
    pub(super) unplanned: usize,
    pub(super) warned: usize,
}

/// The sums of a group, under its name.
pub(super) fn line(lang: Lang, name: String, address: String, sum: &Sum) -> Line {
    let rate = projects::rate(sum.done_of_planned, sum.planned, None);
    Line {
        name,
        address,
        projects: sum.projects,
        stages: sum
            .stages
            .iter()
            .map(|(stage, count)| format!("{} {count}", stage_word(lang, stage.map_or("", Stage::name))))
            .collect(),
        investment: sum.investment.normalize().to_string(),
        unstated: sum.unstated,
        planned: sum.planned.normalize().to_string(),
        done: sum.done.normalize().to_string(),
        rate: rate.map(|rate| format!("{}%", rate.percent)).unwrap_or_default(),
        unplanned: sum.unplanned,
        warned: sum.warned,
    }
}

/// The register by something that projects have in common.
pub(super) async fn page(on: &OnPlan, by: Grouping) -> Result<Response, Problem> {
    fresh(&grouped(on, by).await?)
}

async fn grouped(on: &OnPlan, by: Grouping) -> Result<GroupsPage, Problem> {
    let OnPlan { app, plan, visit, .. } = on;
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let register = register::whole(app, plan).await?;
    let (heading, filter) = match by {
        Grouping::Office => (text(lang, "register.office"), "office"),
        Grouping::County => (text(lang, "register.county"), "county"),
        Grouping::Chapter => (text(lang, "register.chapter"), "chapter"),
        Grouping::Category | Grouping::Indicator => (text(lang, "field.category"), ""),
    };
    let rows = register::groups(&register, by).into_iter().map(|Group { name, sum }| {
        let address =
            if name.is_empty() || filter.is_empty() { String::new() } else { list_of(plan, filter, &name) };
        let shown = match by {
            _ if name.is_empty() => text(lang, "register.not-stated").to_owned(),
            Grouping::Category => crate::page::deliverables::category_word(lang, &name).to_owned(),
            _ => name,
        };
        line(lang, shown, address, &sum)
    });
    let sketch = match by {
        Grouping::County => {
            let places = register.rows.iter().map(|row| (row.item.county.as_str(), row.item.place.as_str()));
            spatial::spread(app, &view, &places.collect::<Vec<_>>()).await?
        }
        _ => None,
    };
    Ok(GroupsPage {
        head: Head::of(visit, plan),
        heading,
        year: register.now.year,
        sketch,
        rows: rows.collect(),
        s: Shell::of(visit, &view, None, Place::Register, text(lang, "register.title")),
    })
}
