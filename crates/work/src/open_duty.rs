//! What the duties on indicators ask for on a day.

use crate::due::{self, Due, submissions_asked_for};
use crate::view::PlanView;
use crate::{Fault, Service};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Duty, Office, Submitted};

/// Duties on a plan with what can answer them, read once.
pub struct Asking {
    /// The plan.
    pub view: Arc<PlanView>,
    /// The duties.
    pub duties: Vec<Duty>,
    /// What was handed in for the plan of late.
    pub submissions: Vec<Submitted>,
    today: Date,
}

impl Asking {
    /// What these duties on a plan ask for on a day.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn of(
        service: &Service,
        view: Arc<PlanView>,
        duties: Vec<Duty>,
        today: Date,
    ) -> Result<Self, Fault> {
        let submissions = service.store().submissions(&submissions_asked_for(view.id(), today)).await?;
        Ok(Self { view, duties, submissions, today })
    }

    /// As [`open`].
    pub fn open<'a>(&'a self, offices: &'a BTreeMap<String, Office>) -> Vec<Open<'a>> {
        let stored = &self.view.stored;
        open(&stored.plan, &stored.figures, &self.duties, offices, &self.submissions, self.today)
    }
}

/// A duty with what it asks for now.
pub struct Open<'a> {
    /// The duty.
    pub duty: &'a Duty,
    /// Whose it is.
    pub office: &'a Office,
    /// The figure it asks for.
    pub due: Due,
    /// What was handed in for it.
    pub answer: Option<&'a Submitted>,
    /// A figure of that year is public by another way.
    pub published: bool,
}

impl Open<'_> {
    /// Whether nothing is left to do.
    pub fn is_met(&self) -> bool {
        self.published || self.answer.is_some()
    }
}

/// What the confirmed duties on indicators ask for on a day: the last period that has ended, or the one going on.
pub fn open<'a>(
    plan: &plan::Plan,
    figures: &[plan::Observation],
    duties: &'a [Duty],
    offices: &'a BTreeMap<String, Office>,
    submissions: &'a [Submitted],
    today: Date,
) -> Vec<Open<'a>> {
    let mut found = Vec::new();
    for duty in duties.iter().filter(|duty| duty.confirmed && duty.item_kind == "indicator") {
        let Some(office) = offices.get(&duty.office) else { continue };
        let ids: Vec<&str> = plan
            .indicators
            .iter()
            .filter(|indicator| indicator.name == duty.item || indicator.aliases.contains(&duty.item))
            .map(|indicator| indicator.id.as_str())
            .collect();
        if ids.is_empty() {
            continue;
        }
        let ended = due::ended(duty, plan.period, today);
        let Some(due) = ended.or_else(|| due::dues(duty, plan.period, today).first().copied()) else {
            continue;
        };
        let answer = due::answer(&due, duty, &office.region, submissions);
        let published = ids.iter().any(|id| due::is_published(&due, id, &office.region, figures));
        found.push(Open { duty, office, due, answer, published });
    }
    found.sort_by(|a, b| {
        (a.is_met(), a.due.deadline.due, &a.duty.item).cmp(&(b.is_met(), b.due.deadline.due, &b.duty.item))
    });
    found
}
