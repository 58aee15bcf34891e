//! What a planner decides about the figures of an indicator, on its page.

use crate::asked::Posted;
use crate::choice::Choice;
use crate::page::choice_word;
use crate::text::{fill, text};
use assess::BreakChoice;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Right;
use plan::Indicator;
use source::Lang;
use store::ChoiceAbout;
use web::visit::encode;
use web::{Problem, Visit};
use work::choices::{bounds, choose, open};
use work::heed::NO_BOUNDS;
use work::number;
use work::view::Judged;

/// What can be decided about an indicator, as a form.
#[derive(Default)]
pub(crate) struct Choices {
    pub(crate) action: String,
    /// Breaks of the level: what is asked, its year, and the ways of dealing with it.
    pub(crate) breaks: Vec<(String, i32, Vec<Choice>)>,
    pub(crate) sources: Vec<Choice>,
    /// The ends between which it must lie, as somebody decided, and whether it has none whatever its name says.
    pub(crate) bounds: (String, String, bool),
    pub(crate) peers: Vec<Choice>,
}

impl Choices {
    /// For those who may decide.
    pub(crate) fn of(visit: &Visit, judged: &Judged, indicator: &Indicator) -> Self {
        if !visit.viewer().may(Right::EditPlan) {
            return Self::default();
        }
        let lang = visit.lang;
        let open = open(judged, indicator);
        let breaks = open.breaks.iter().map(|(year, factor, now)| {
            let factor = number::value(*factor);
            let asked = fill(lang, "choice.break", &[("year", &year.to_string()), ("factor", &factor)]);
            let ways =
                BreakChoice::ALL.iter().map(|one| Choice::new(one.name(), way_word(lang, one.name()), now));
            (asked, *year, ways.collect())
        });
        let none = Choice::new("", text(lang, "choice.no-source"), &open.source);
        let sources = open.sources.iter().map(|name| Choice::new(name.clone(), name.clone(), &open.source));
        let sources =
            if open.sources.is_empty() { Vec::new() } else { std::iter::once(none).chain(sources).collect() };
        let usual = Choice::new("", text(lang, "choice.no-peers"), &open.peer);
        let peers = open.peers.iter().map(|one| Choice::new(one.name(), choice_word(lang, *one), &open.peer));
        let peers =
            if open.peers.is_empty() { Vec::new() } else { std::iter::once(usual).chain(peers).collect() };
        let (low, high) = open.bounds.split_once("..").unwrap_or_default();
        Self {
            bounds: (low.to_owned(), high.to_owned(), open.bounds == NO_BOUNDS),
            peers,
            action: format!(
                "/plans/{}/indicators/{}/choices",
                encode(judged.view.id()),
                encode(indicator.id.as_str())
            ),
            breaks: breaks.collect(),
            sources,
        }
    }
}

fn way_word(lang: Lang, name: &str) -> &'static str {
    match name {
        "rebase" => text(lang, "choice.rebase"),
        "chain" => text(lang, "choice.chain"),
        _ => text(lang, "choice.keep"),
    }
}

/// Records a decision.
pub(crate) async fn decide(
    Posted { app, place: (plan, indicator), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let (about, choice) = match (fields.get("about"), fields.get("year").parse::<i32>()) {
        ("bounds", _) => {
            let end = |name: &str| fields.text(name, 40).replace([',', '，', ' '], "");
            (ChoiceAbout::Bounds, bounds(&end("low"), &end("high"), fields.get("without") == "1"))
        }
        ("peers", _) => (ChoiceAbout::Peers, fields.text("choice", 40)),
        (_, Ok(year)) => (ChoiceAbout::Break(year), fields.text("choice", 40)),
        _ => (ChoiceAbout::Source, fields.text("choice", 200)),
    };
    let change = visit.visitor.change(fields.text("reason", 500));
    choose(&app, visit.viewer(), &plan, (&indicator, about, &choice), &change).await?;
    let back = format!("/plans/{}/indicators/{}", encode(&plan), encode(&indicator));
    Ok(Redirect::to(&back).into_response())
}
