//! When the figure of a duty is due, and whether it has come.

use duty::{Deadline, Stage};
use jiff::civil::Date;
use plan::{Observation, Period};
use store::{Duty, SubmissionFilter, Submitted};

/// A figure that a duty asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The year it is for.
    pub year: i32,
    /// Last day of the period it covers.
    pub period_end: Date,
    /// When it is late.
    pub deadline: Deadline,
}

/// What fell due longer ago no longer nags, in years.
const YEARS_BACK: i32 = 2;

/// The submissions of a plan that can answer what is asked for today.
pub fn submissions_asked_for(plan: &str, today: Date) -> SubmissionFilter {
    SubmissionFilter {
        plan: Some(plan.to_owned()),
        since: Some(i32::from(today.year()) - YEARS_BACK),
        ..SubmissionFilter::default()
    }
}

/// The figures a duty has asked for up to `today` and the one after, oldest first.
///
/// Only the years of the plan count, and only the last of them.
pub fn dues(duty: &Duty, period: Option<Period>, today: Date) -> Vec<Due> {
    let this_year = i32::from(today.year());
    let first = period.map_or(this_year - 1, |period| period.start).max(this_year - YEARS_BACK);
    let last = period.map_or(this_year, |period| period.end).min(this_year);
    let mut dues = Vec::new();
    for year in first..=last {
        let Ok(short) = i16::try_from(year) else { continue };
        for period_end in duty.cadence.period_ends(short) {
            let due = Due { year, period_end, deadline: Deadline::after(period_end, duty.due_days) };
            dues.push(due);
            if period_end >= today {
                return dues;
            }
        }
    }
    dues
}

/// The figure that a duty waits for most: of the periods that have ended, the last.
pub fn ended(duty: &Duty, period: Option<Period>, today: Date) -> Option<Due> {
    dues(duty, period, today).into_iter().rfind(|due| due.period_end < today)
}

/// The submission that answers a due, when there is one: not a draft, not returned, not given up.
pub fn answer<'a>(
    due: &Due,
    duty: &Duty,
    region: &str,
    submissions: &'a [Submitted],
) -> Option<&'a Submitted> {
    let yearly = duty.cadence == duty::Cadence::Year;
    let after = due.period_end.to_string();
    submissions.iter().find(|one| {
        let under_way =
            matches!(one.stage, Stage::AtCounty | Stage::AtCity | Stage::Approved | Stage::Published);
        let on_time = yearly || one.submitted_at.as_deref().is_some_and(|at| at > after.as_str());
        under_way
            && on_time
            && one.figure.plan == duty.plan
            && one.figure.indicator == duty.item
            && one.figure.region == region
            && one.figure.dimensions.is_empty()
            && one.figure.year == due.year
    })
}

/// Whether a figure of that year was published by another way, as a loaded file.
pub fn is_published(due: &Due, indicator: &str, region: &str, figures: &[Observation]) -> bool {
    figures.iter().any(|one| {
        one.is_yearly()
            && one.is_whole()
            && one.indicator.as_str() == indicator
            && one.region == region
            && one.period.map(|period| period.end).or(one.year) == Some(due.year)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use duty::Cadence;
    use jiff::civil::date;
    use plan::AssignmentRole;

    fn duty(cadence: Cadence) -> Duty {
        Duty {
            plan: "p".into(),
            item_kind: "indicator".into(),
            item: "地区生产总值".into(),
            office: "a".into(),
            role: AssignmentRole::Lead,
            cadence,
            due_days: 31,
            confirmed: true,
            reason: String::new(),
        }
    }

    #[test]
    fn the_years_of_the_plan_ask_for_figures() {
        let period = Some(Period { start: 2016, end: 2020 });
        let yearly = duty(Cadence::Year);
        let found = ended(&yearly, period, date(2018, 2, 15)).expect("2017 has ended");
        assert_eq!((found.year, found.deadline.due), (2017, date(2018, 1, 31)));
        assert_eq!(ended(&yearly, period, date(2016, 6, 1)), None);
        assert_eq!(dues(&yearly, period, date(2030, 1, 1)), []);
        let quarterly = duty(Cadence::Quarter);
        let found = ended(&quarterly, period, date(2018, 5, 1)).expect("a quarter has ended");
        assert_eq!(found.period_end, date(2018, 3, 31));
    }
}
