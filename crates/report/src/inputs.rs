//! What a report is made from.

use assess::{Assessment, Row};
use jiff::civil::Date;
use plan::{Indicator, Observation, Plan, Target, TargetId};
use std::collections::BTreeSet;

/// What a report is made from.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The figures that came after it.
    pub figures: &'a [Observation],
    /// The judgement.
    pub assessment: &'a Assessment,
    /// What the checks found in the plan.
    pub findings: &'a [Finding],
    /// What bodies said to warnings.
    pub replies: &'a [Reply],
    /// What was proposed to be adjusted.
    pub proposals: &'a [Proposal],
    /// What people wrote into the report itself.
    pub written: &'a [Written],
}

/// What a person wrote to a line of the outline: in place of what was still to be written, else behind what is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// Section and line of the outline, from 1: 3.2.
    pub place: String,
    /// The words, one paragraph a line.
    pub words: String,
    /// Names the text for its trace: who wrote it.
    pub source: String,
}

/// A proposal to adjust targets, made from a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The targets that it would change.
    pub targets: Vec<TargetId>,
    /// What it says, in one sentence.
    pub said: String,
}

/// A finding of the checks.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its weight as a word: 错误, 警告.
    pub weight: String,
    /// What was found.
    pub message: String,
}

/// What a body said to a warning.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The target of the warning.
    pub target: TargetId,
    /// The body that said it.
    pub body: String,
    /// What it said.
    pub said: String,
    /// When it said it.
    pub day: Option<Date>,
}

impl<'a> Inputs<'a> {
    /// The judged targets of the plan's own region, in its order. A target that a plan states twice, in its table and in its text,
    /// is one: the first statement counts.
    pub fn rows(self) -> impl Iterator<Item = &'a Row> {
        let mut seen = BTreeSet::new();
        let own = self.assessment.rows.iter().filter(|row| row.region.is_empty());
        own.filter(move |row| {
            let Some(goal) = row.goal else { return true };
            // The same digits on every machine: the text of the value, not its bits.
            // A value to reach and a value at least to reach are one promise; a yearly rate beside it is another.
            let (kind, value) = (row.kind == assess::TargetKind::AverageGrowth, assess::number(goal.value));
            seen.insert((
                row.indicator.as_str(),
                kind,
                row.name.as_str(),
                row.unit.as_str(),
                goal.year,
                value,
            ))
        })
    }

    /// The judged row of a target.
    pub fn row(self, target: &TargetId) -> Option<&'a Row> {
        self.rows().find(|row| row.target == *target)
    }

    /// A target.
    pub fn target(self, id: &TargetId) -> Option<&'a Target> {
        self.plan.targets.iter().find(|target| target.id == *id)
    }

    /// The indicator of a row.
    pub fn indicator(self, row: &Row) -> Option<&'a Indicator> {
        self.plan.indicator(&row.indicator)
    }

    /// An observation of the plan or of what came after it.
    pub fn observation(self, id: &plan::ObservationId) -> Option<&'a Observation> {
        self.figures.iter().chain(&self.plan.observations).find(|one| one.id == *id)
    }
}
