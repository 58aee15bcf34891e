use super::PlanView;
use crate::visit::Asked;
use assess::AsOf;
use jiff::civil::Date;

/// The moment a plan is looked at, with what was asked for and what can be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// What the judgement is made for.
    pub(crate) as_of: AsOf,
    /// What the query named; the rest was chosen here.
    pub(crate) asked: Asked,
    /// The years to choose from, oldest first.
    pub(crate) years: Vec<i32>,
}

impl Moment {
    /// Without a year in the query, the last year that later figures speak of, within the plan's years.
    pub(crate) fn of(view: &PlanView, asked: Asked, today: Date) -> Self {
        let period = view.stored.plan.period;
        let this_year = i32::from(today.year());
        let first = period.map_or(this_year - 5, plan::Period::base);
        let last = period.map_or(this_year, |period| period.end.min(this_year).max(first));
        let known = view.stored.figures.iter().filter_map(|figure| Some(figure.period?.end)).max();
        let year = asked.as_of.unwrap_or_else(|| known.unwrap_or(first + 1).clamp(first, last));
        let years = (first.min(year)..=last.max(year)).collect();
        // Without a day everything known by today counts: what is dated later was not handed in by mistake only.
        let known_at = Some(asked.known_at.unwrap_or(today));
        Self { as_of: AsOf { year, known_at }, asked, years }
    }

    pub(crate) fn key(&self) -> String {
        format!("{} {:?}", self.as_of.year, self.as_of.known_at)
    }

    /// The parameters that keep the moment from page to page.
    pub(crate) fn parameters(&self) -> Vec<(&'static str, String)> {
        let year = self.asked.as_of.map(|year| ("as-of", year.to_string()));
        let day = self.asked.known_at.map(|day| ("known-at", day.to_string()));
        year.into_iter().chain(day).collect()
    }
}
