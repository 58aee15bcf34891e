//! What if: a scenario on a stored plan, from what the viewer may see at the moment asked for.

use crate::view::Judged;
use crate::{Fault, Question, Service, Viewer};
use scenario::{Need, Panel, Run, Scenario, Time};
use source::Words;
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

fn candidates(run: &Run) -> Vec<Candidate> {
    let variables = run.network.variables.iter().zip(&run.base);
    variables
        .filter(|(variable, value)| variable.time == Time::Year(run.year) && value.is_finite())
        .map(|(variable, value)| Candidate {
            key: variable.key.clone(),
            name: variable.name.clone(),
            unit: variable.unit.clone(),
            value: *value,
        })
        .collect()
}
