//! What became of past outlooks: how often the interval held, how far the likely month was off, probabilities against what happened.

use super::head::Head;
use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::Response;
use source::Lang;
use web::Problem;
use work::number;
use work::register::{self, Replay};

#[derive(Template)]
#[template(path = "works/record.html")]
struct RecordPage {
    s: Shell,
    head: Head,
    rows: Vec<[String; 8]>,
    few: bool,
}

/// Outlooks at a share of time below which their record says little.
const FEW: usize = 30;

fn row(lang: Lang, one: &Replay) -> [String; 8] {
    let value = |value: Option<f64>| value.map(|value| number::fixed(value, 2)).unwrap_or_default();
    let share = |share: Option<f64>| share.map(number::percent).unwrap_or_default();
    let inside = if one.judged == 0 {
        text(lang, "register.no-probability").to_owned()
    } else {
        format!("{} / {}", one.inside, one.judged)
    };
    [
        format!("{}%", one.at),
        one.projects.to_string(),
        one.judged.to_string(),
        inside,
        one.error.map(|months| number::fixed(months, 1)).unwrap_or_default(),
        share(one.expected),
        share(one.happened),
        value(one.brier),
    ]
}

/// The record.
pub(super) async fn page(on: &OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, plan, visit, .. } = on;
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let kept = register::whole(app, plan).await?;
    let end = register::end_of(&view, kept.now);
    // Replaying keeps a core busy for a while; other requests go on meanwhile.
    let found = tokio::task::spawn_blocking(move || register::record(&kept, end).to_vec()).await;
    let found = found.map_err(|error| work::Fault::internal(&error))?;
    fresh(&RecordPage {
        head: Head::of(visit, plan),
        few: found.iter().any(|one| one.judged < FEW),
        rows: found.iter().map(|one| row(visit.lang, one)).collect(),
        s: Shell::of(visit, &view, None, Place::Register, text(visit.lang, "register.record")),
    })
}
