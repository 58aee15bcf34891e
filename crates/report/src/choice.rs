//! Which targets a block is about.

use crate::inputs::Inputs;
use crate::verdict::Verdict;
use assess::{Alert, MainTargets, Row};
use plan::Nature;

/// A choice of targets; an empty one is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Only those with this word.
    pub verdict: Option<Verdict>,
    /// Only those that bind, or only those that do not.
    pub nature: Option<Nature>,
    /// Only those of this group.
    pub group: Option<String>,
    /// Only those with a warning of this level or above.
    pub alert: Option<Alert>,
    /// Only those that a word could be found for.
    pub judged: bool,
    /// Only those of the plan's tables (主要指标); all, where none stands in a table.
    pub main: bool,
    /// Only the others.
    pub minor: bool,
    /// Only those with figures of months of the running year.
    pub running: bool,
    /// Only those whose months warn at this level or above.
    pub running_alert: Option<Alert>,
}

impl Choice {
    /// The choice that an outline names: `all`, `main`, `binding`, `warned`, ..., or the name of a verdict.
    pub fn parse(name: &str) -> Option<Self> {
        let all = Self::default();
        Some(match name {
            "all" | "" => all,
            "binding" => Self { nature: Some(Nature::Binding), ..all },
            "anticipated" => Self { nature: Some(Nature::Anticipated), ..all },
            "warned" => Self { alert: Some(Alert::Blue), ..all },
            "out-of-reach" => Self { alert: Some(Alert::Red), ..all },
            "judged" => Self { judged: true, ..all },
            "main" => Self { main: true, ..all },
            "running" => Self { running: true, ..all },
            "running-warned" => Self { running_alert: Some(Alert::Blue), ..all },
            "minor" => Self { minor: true, ..all },
            "main-behind" => Self { main: true, verdict: Some(Verdict::Behind), ..all },
            name => Self { verdict: Some(Verdict::ALL.into_iter().find(|one| one.name() == name)?), ..all },
        })
    }

    /// The same of one verdict.
    #[must_use]
    pub fn with(&self, verdict: Verdict) -> Self {
        Self { verdict: Some(verdict), ..self.clone() }
    }

    fn holds(&self, row: &Row) -> bool {
        let verdict = Verdict::of(row);
        self.verdict.is_none_or(|wanted| verdict == wanted)
            && self.nature.is_none_or(|wanted| row.nature == Some(wanted))
            && self.group.as_ref().is_none_or(|wanted| row.group == *wanted)
            && self.alert.is_none_or(|wanted| row.alert >= wanted)
            && (!self.judged || verdict != Verdict::Open)
            && (!self.running || row.so_far.is_some())
            && self
                .running_alert
                .is_none_or(|level| row.so_far.as_ref().is_some_and(|one| one.alert >= level))
    }

    /// The rows that belong to it.
    pub fn rows<'a>(&self, inputs: Inputs<'a>) -> Vec<&'a Row> {
        let held = inputs.rows().filter(|row| self.holds(row));
        if !self.main && !self.minor {
            return held.collect();
        }
        let main = MainTargets::of(inputs.plan, inputs.rows());
        held.filter(|row| main.holds(row) == self.main).collect()
    }

    /// What it is called in a trace.
    pub fn words(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.nature.map(|nature| nature.name().to_owned()));
        parts.extend(self.verdict.map(|verdict| verdict.name().to_owned()));
        parts.extend(self.group.clone());
        parts.extend(self.alert.map(|alert| format!("alert>={}", alert.name())));
        parts.extend(self.judged.then(|| "judged".to_owned()));
        parts.extend(self.main.then(|| "main".to_owned()));
        parts.extend(self.minor.then(|| "minor".to_owned()));
        parts.extend(self.running.then(|| "running".to_owned()));
        parts.extend(self.running_alert.map(|alert| format!("alert in the running year>={}", alert.name())));
        if parts.is_empty() { "all".to_owned() } else { parts.join(" & ") }
    }
}
