//! The evaluation of a plan: composite scores by group, region or body, with weights, sensitivity and rank intervals.

use crate::answer::attached;
use crate::asked::OnPlan;
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use assess::evaluate::{Aggregation, By};
use axum::extract::{Path, State};
use axum::response::Response;
use web::{App, Problem, Visit};
use work::evaluation::{self, Choices, Evaluation, Weighing};
use work::view::Judged;

#[derive(Template)]
#[template(path = "evaluation.html")]
struct Page {
    s: Shell,
    by: Vec<Choice>,
    how: Vec<Choice>,
    weighing: Vec<Choice>,
    body: String,
    files: Vec<(&'static str, String)>,
}

/// The page.
pub(crate) async fn get(on: OnPlan) -> Result<Response, Problem> {
    let app = on.app.clone();
    on.judged_page(move |visit, judged| page(visit, judged, app.list_endings())).await
}

fn asked(visit: &Visit, judged: &Judged) -> Evaluation {
    let by = visit.get("by").and_then(By::parse).unwrap_or_else(|| evaluation::usual(judged));
    let how = visit.get("how").and_then(Aggregation::parse).unwrap_or(Aggregation::Arithmetic);
    let weighing = visit.get("weights").and_then(Weighing::parse).unwrap_or(Weighing::Equal);
    evaluation::evaluate(judged, Choices { by, how, weighing })
}

fn page(visit: &Visit, judged: &Judged, endings: &[&'static str]) -> Page {
    let lang = visit.lang;
    let found = asked(visit, judged);
    let Choices { by, how, weighing } = found.choices;
    let s =
        Shell::of(visit, &judged.view, Some(&judged.moment), Place::Reports, text(lang, "evaluation.title"));
    let query = format!("by={}&how={}&weights={}", by.name(), how.name(), weighing.name());
    let file = |ending: &&'static str| (*ending, s.to(format!("/evaluation/files/{ending}?{query}")));
    let option = |name: &'static str, words: source::Words, chosen: &str| {
        Choice::new(name, words.get(lang).to_owned(), chosen)
    };
    Page {
        by: By::ALL.iter().map(|one| option(one.name(), evaluation::by_word(*one), by.name())).collect(),
        how: Aggregation::ALL
            .iter()
            .map(|one| option(one.name(), evaluation::how_word(*one), how.name()))
            .collect(),
        weighing: evaluation::weighings(judged, by)
            .into_iter()
            .map(|one| option(one.name(), evaluation::weighing_word(one), weighing.name()))
            .collect(),
        body: story::html(&evaluation::blocks(lang, &found)),
        files: endings.iter().map(file).collect(),
        s,
    }
}

/// The evaluation as a file.
pub(crate) async fn file(
    State(app): State<App>,
    Path((plan, ending)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(&plan)?).await?;
    let found = asked(&visit, &judged);
    let (bytes, kind) = evaluation::file(&app, &judged, &found, (&ending, visit.lang)).await?;
    Ok(attached(bytes, kind, ("evaluation", &ending), text(visit.lang, "evaluation.title")))
}
