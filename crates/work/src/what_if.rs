//! What if: a scenario on a stored plan, from what the viewer may see at the moment asked for.

use crate::view::Judged;
use crate::{Fault, Question, Service, Viewer};
use assess::Foresight;
use scenario::{Need, Panel, Run, Scenario, Time, report};
use source::{Lang, Words};
use std::sync::Arc;

/// A scenario on a plan.
pub struct Played {
    /// The plan judged at the moment.
    pub judged: Arc<Judged>,
    /// The scenario.
    pub scenario: Scenario,
    /// What followed, or what the person has to say or to mend.
    pub outcome: Result<Run, Words>,
    /// What may be set: everything that has a value in the year that is looked at.
    pub candidates: Vec<Candidate>,
    /// What each target would take from now on.
    pub needs: Vec<Need>,
}

/// Something that may be set.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The key that a scenario names it by.
    pub key: String,
    /// Its name.
    pub name: Words,
    /// Its unit.
    pub unit: String,
    /// The value it has without the levers.
    pub value: f64,
    /// The last known value and its year.
    pub latest: Option<(i32, f64)>,
    /// Whether it grows in per cent, else by amounts.
    pub compound: bool,
    /// The best pace a year that it has had over five years.
    pub best: Option<f64>,
}

/// Years over which the best pace is looked for.
const SPAN: usize = 5;

impl Candidate {
    /// The pace a year from the last known value to another, with the year that it starts from.
    pub fn pace_to(&self, value: f64, year: i32) -> Option<(i32, f64)> {
        let (from, latest) = self.latest?;
        let years = usize::try_from(year - from).ok().filter(|years| *years > 0)?;
        let pace = if self.compound {
            scenario::growth_needed(latest, value, years)
        } else {
            scenario::amount_needed(value, latest, years)
        };
        pace.map(|pace| (from, pace))
    }
}

/// Draws for one page, at most.
const MOST_DRAWS: usize = 10_000;

impl Service {
    /// Runs a scenario on a plan; what is wrong with the scenario is a part of the answer.
    ///
    /// # Errors
    /// As [`Self::judged`].
    pub async fn what_if(
        &self,
        viewer: &Viewer,
        question: &Question,
        scenario: Scenario,
    ) -> Result<Played, Fault> {
        let judged = self.judged(viewer, question).await?;
        // Draws keep a core busy for a while; other requests go on meanwhile.
        tokio::task::spawn_blocking(move || Played::of(judged, scenario))
            .await
            .map_err(|error| Fault::internal(&error))
    }
}

impl Played {
    fn of(judged: Arc<Judged>, mut scenario: Scenario) -> Self {
        scenario.draws = scenario.draws.min(MOST_DRAWS);
        let plan = &judged.view.stored.plan;
        let (foresights, panel) = (judged.foresights(), Panel::shipped());
        let outcome = scenario::run(plan, foresights, &scenario, &panel);
        let candidates = |run: &Run| candidates(run, plan, foresights);
        let candidates = if let Ok(run) = &outcome {
            candidates(run)
        } else {
            // The levers may be what is wrong.
            let empty = Scenario { base: scenario.base, draws: 1, ..Scenario::default() };
            scenario::run(plan, foresights, &empty, &panel).as_ref().map(candidates).unwrap_or_default()
        };
        let needs = scenario::needs(plan, foresights);
        judged.checked();
        Self { judged, scenario, outcome, candidates, needs }
    }
}

fn candidates(run: &Run, plan: &plan::Plan, foresights: &[Foresight]) -> Vec<Candidate> {
    let known = |key: &str| {
        foresights.iter().find(|of| {
            let own = plan.indicator(&of.indicator);
            of.plain && own.is_some_and(|one| one.catalogue.as_deref().unwrap_or(one.id.as_str()) == key)
        })
    };
    let variables = run.network.variables.iter().zip(&run.base);
    variables
        .filter(|(variable, value)| variable.time == Time::Year(run.year) && value.is_finite())
        .map(|(variable, value)| Candidate {
            key: variable.key.clone(),
            name: variable.name.clone(),
            unit: variable.unit.clone(),
            value: *value,
            latest: None,
            compound: !matches!(variable.unit.as_str(), "%" | "％" | "‰"),
            best: None,
        })
        .map(|one| match known(&one.key) {
            Some(of) => with_past(one, of),
            None => one,
        })
        .collect()
}

/// A candidate with what has been of it: the unbroken years up to now.
fn with_past(mut one: Candidate, of: &Foresight) -> Candidate {
    let gap = of.past.windows(2).rposition(|pair| pair[1].year != pair[0].year + 1).map_or(0, |at| at + 1);
    let run: Vec<f64> = of.past.get(gap..).unwrap_or_default().iter().map(|point| point.value).collect();
    one.compound &= run.iter().all(|value| *value > 0.0);
    one.latest = of.past.last().map(|point| (point.year, point.value));
    one.best = scenario::experience(0.0, &run, SPAN, one.compound, of.falls).map(|found| found.best);
    one
}

/// What is asked of a plan's network by a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// What cannot all be true, and what follows.
    Check,
    /// What the levers of a scenario move.
    Run,
    /// What the targets, and what a scenario seeks, would take.
    Seek,
}

impl Service {
    /// The answer to a scenario, given as a file, in JSON: the same bytes as the command line gives for the same plan and figures.
    ///
    /// # Errors
    /// As [`Self::judged`]; a scenario that cannot be read, or that raises a question.
    pub async fn scenario_json(
        &self,
        viewer: &Viewer,
        question: &Question,
        wanted: Wanted,
        text: &str,
        lang: Lang,
    ) -> Result<String, Fault> {
        let refused = |words: Words| Fault::bad_request(words.zh, words.en);
        let mut scenario = Scenario::parse(text).map_err(refused)?;
        scenario.draws = scenario.draws.min(MOST_DRAWS);
        let judged = self.judged(viewer, question).await?;
        let made = tokio::task::spawn_blocking(move || json(&judged, wanted, &scenario, lang));
        made.await.map_err(|error| Fault::internal(&error))?.map_err(refused)
    }
}

fn json(judged: &Judged, wanted: Wanted, scenario: &Scenario, lang: Lang) -> Result<String, Words> {
    let plan = &judged.view.stored.plan;
    let (foresights, panel) = (judged.foresights(), Panel::shipped());
    match wanted {
        Wanted::Check => {
            let network = scenario::Network::of(plan, &scenario.additions(plan)?);
            Ok(report::check_json(&report::check(network), &plan.title, lang))
        }
        Wanted::Run => {
            let run = scenario::run(plan, foresights, scenario, &panel)?;
            Ok(report::run_json(&run, &plan.title, lang))
        }
        Wanted::Seek => {
            let needs = scenario::needs(plan, foresights);
            let sought = if scenario.seek.is_empty() {
                None
            } else {
                Some(scenario::search(plan, foresights, scenario, &panel)?)
            };
            let searches = sought.as_ref().map(|(run, found)| (run, found.as_slice()));
            Ok(report::seek_json(&needs, searches, &plan.title, lang))
        }
    }
}
