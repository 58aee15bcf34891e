use crate::question::Question;
use crate::view::PlanView;
use assess::AsOf;

/// The moment a plan is looked at, with what was asked for and what can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What the judgement is made for.
    pub as_of: AsOf,
    /// What was asked; the rest was chosen here.
    pub asked: Question,
    /// The years to choose from, oldest first.
    pub years: Vec<i32>,
}

impl Moment {
    /// Without a year in the question, the last year of the plan that figures speak of; without a day, everything
    /// in the store counts.
    pub fn of(view: &PlanView, asked: &Question) -> Self {
        let stored = &view.stored;
        let years = || {
            let all = stored.plan.observations.iter().chain(&stored.figures);
            all.filter(|one| one.is_yearly()).filter_map(|one| Some(one.period?.end))
        };
        let (first, last) = match stored.plan.period {
            Some(period) => (period.base(), period.end),
            None => (years().min().unwrap_or(2000), years().max().unwrap_or(2000)),
        };
        let known = years().filter(|year| (first..=last).contains(year)).max();
        let year = asked.as_of.or(known).unwrap_or(first);
        let years = (first.min(year)..=last.max(year)).collect();
        Self { as_of: AsOf { year, known_at: asked.known_at }, asked: asked.clone(), years }
    }

    /// What tells it from others in the key of a cache.
    pub fn key(&self) -> String {
        format!("{} {:?} {:?}", self.as_of.year, self.as_of.known_at, self.asked.stood_at)
    }

    /// The parameters that keep the moment from page to page.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let year = self.asked.as_of.map(|year| ("as-of", year.to_string()));
        let day = self.asked.known_at.map(|day| ("known-at", day.to_string()));
        let then = self.asked.stood_at.map(|then| (Question::STOOD_AT, then.to_string()));
        year.into_iter().chain(day).chain(then).collect()
    }
}
