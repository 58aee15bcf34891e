//! Where every project of a register stands at a month, made once and kept until the register changes.

use crate::cache::Weigh;
use projects::{Course, Entry, Month, Now, Outlook, Stage, Warning};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use std::sync::OnceLock;
use store::{DispatchFigures, Funding, ProjectItem};

/// What a year of a project came to, by its last word in it. 亿元.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearWord {
    /// The year.
    pub year: i32,
    /// Planned for it.
    pub planned: Option<Decimal>,
    /// Done in it.
    pub done: Option<Decimal>,
}

/// A project as it stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its fields.
    pub item: ProjectItem,
    /// Its stage; `None` where none is stated.
    pub stage: Option<Stage>,
    /// The month of its last dispatch.
    pub reported: Option<Month>,
    /// By year, oldest first.
    pub years: Vec<YearWord>,
    /// What is odd about it.
    pub warnings: Vec<Warning>,
    course: Option<(Course, Month)>,
}

impl Standing {
    /// What is known of a project from its fields and the figures of its dispatches, oldest first.
    pub fn of(item: ProjectItem, dispatches: &[DispatchFigures], now: Month) -> Self {
        let entries = entries(dispatches);
        let stage = Stage::parse(&item.stage);
        let plan = projects::Plan {
            start: Month::first_of(&item.start_month),
            end: Month::last_of(&item.end_month),
            investment: item.investment,
        };
        let mut years: Vec<YearWord> = Vec::new();
        for entry in &entries {
            let word = YearWord { year: entry.month.year, planned: entry.planned, done: entry.done };
            match years.last_mut().filter(|last| last.year == word.year) {
                // A word that leaves out the plan or the money does not take back what was said before.
                Some(last) => {
                    last.planned = word.planned.or(last.planned);
                    last.done = word.done.or(last.done);
                }
                None => years.push(word),
            }
        }
        Self {
            warnings: projects::warn(&plan, &entries, stage, now),
            reported: entries.last().map(|entry| entry.month),
            course: course(&item, &entries, now),
            item,
            stage,
            years,
        }
    }

    /// When it will be done by the courses of like projects; `None` when it is not being built or its plan is not known.
    fn outlook(&self, like: &[&Course], end: Month) -> Option<Outlook> {
        let (mine, start) = self.course.as_ref().filter(|_| self.stage.is_some_and(Stage::is_building))?;
        let horizon = end.count() - start.count() + 1;
        let at = Now {
            planned: mine.planned,
            elapsed: mine.seen,
            money: mine.money.last().copied().unwrap_or(0.0),
            horizon: u32::try_from(horizon).unwrap_or(0),
        };
        Some(projects::outlook(at, like.iter().copied()))
    }

    /// Its course and the month in which it began, where both are known.
    pub(super) fn course(&self) -> Option<&(Course, Month)> {
        self.course.as_ref()
    }

    /// The month from which an outlook counts.
    pub fn start(&self) -> Option<Month> {
        self.course.as_ref().map(|(_, start)| *start)
    }
}

fn entries(dispatches: &[DispatchFigures]) -> Vec<Entry> {
    dispatches
        .iter()
        .filter_map(|one| {
            Some(Entry {
                month: Month::parse(&one.month)?,
                done: one.done,
                planned: one.planned,
                stated: one.stated,
                stage: Stage::parse(&one.stage),
            })
        })
        .collect()
}

/// Months of a course that are looked at; a project that takes longer is none of its like.
const LONGEST: u32 = 600;

/// The course of a project of the register, where its plan, its start and its money are known.
fn course(item: &ProjectItem, entries: &[Entry], now: Month) -> Option<(Course, Month)> {
    let start = Month::parse(&item.real_start).or_else(|| Month::first_of(&item.start_month))?;
    let planned_start = Month::first_of(&item.start_month).unwrap_or(start);
    let planned = u32::try_from(Month::last_of(&item.end_month)?.count() - planned_start.count() + 1).ok()?;
    let total = item.investment.filter(|total| *total > Decimal::ZERO)?;
    let since = |month: Month| u32::try_from(month.count() - start.count() + 1).ok();
    let ended = Month::parse(&item.real_end).and_then(since);
    let seen = ended.or_else(|| since(now))?;
    Some((Course { planned, ended, seen, money: spent(entries, start, seen.min(LONGEST), total) }, start))
}

/// The share of the money spent at the end of each month: of each year before the last word, of the running one the word so far.
fn spent(entries: &[Entry], start: Month, months: u32, total: Decimal) -> Vec<f64> {
    let (mut before, mut within) = (Decimal::ZERO, Decimal::ZERO);
    let mut year = i32::MIN;
    let mut entries = entries.iter().peekable();
    (0..months)
        .map(|month| {
            let at = Month::of_count(start.count() + i32::try_from(month).unwrap_or(0));
            while let Some(entry) = entries.next_if(|entry| entry.month <= at) {
                let Some(done) = entry.done else { continue };
                if entry.month.year != year {
                    before += within;
                    year = entry.month.year;
                }
                within = done;
            }
            ((before + within) / total).to_f64().unwrap_or(0.0)
        })
        .collect()
}

/// The outlooks at one share of the planned time, against what became of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replay {
    /// The share of the planned time, per cent.
    pub at: u32,
    /// Projects that were still being built then.
    pub projects: usize,
    /// Of them those with enough like projects for a probability.
    pub judged: usize,
    /// Of these, those whose end lay in the interval that should hold four of five.
    pub inside: usize,
    /// Months between the likely and the real end, on average without sign, of those with a likely end.
    pub error: Option<f64>,
    /// Mean of the probabilities of being done in time.
    pub expected: Option<f64>,
    /// Share of those that were done in time.
    pub happened: Option<f64>,
    /// Mean squared difference of probability and outcome (Brier, *Monthly Weather Review* 78, 1950).
    pub brier: Option<f64>,
}

/// A register as it stands at a month.
#[derive(Debug)]
pub struct Register {
    /// The month.
    pub now: Month,
    /// Its projects by number, without the refused.
    pub rows: Vec<Standing>,
    /// How many were refused.
    pub refused: usize,
    /// Money by year and source, by project.
    pub funds: Vec<Funding>,
    /// What became of past outlooks, once somebody asked.
    pub record: OnceLock<Vec<Replay>>,
}

impl Weigh for Register {
    fn weight(&self) -> usize {
        let row = |row: &Standing| {
            let course = row.course.as_ref().map_or(0, |(course, _)| course.money.len() * 8);
            700 + course + row.years.len() * 64 + row.warnings.len() * 200
        };
        self.rows.iter().map(row).sum::<usize>() + self.funds.len() * 160
    }
}

impl Register {
    /// A project by its number.
    pub fn row(&self, id: i64) -> Option<&Standing> {
        let at = self.rows.binary_search_by_key(&id, |row| row.item.id).ok()?;
        self.rows.get(at)
    }

    /// When a project will be done by the record of the register: like projects are those of the same category; of all where
    /// those are too few.
    pub fn outlook(&self, row: &Standing, end: Month) -> Option<Outlook> {
        row.course.as_ref().filter(|_| row.stage.is_some_and(Stage::is_building))?;
        let of = |same: bool| -> Vec<&Course> {
            self.rows
                .iter()
                .filter(|other| other.item.id != row.item.id)
                .filter(|other| !same || other.item.category == row.item.category)
                .filter_map(|other| other.course.as_ref().map(|(course, _)| course))
                // Of one that nobody dispatched nothing is known, not that it spent nothing.
                .filter(|course| course.money.last().is_some_and(|spent| *spent > 0.0))
                .collect()
        };
        let same = of(true);
        row.outlook(&if same.len() >= projects::LIKE { same } else { of(false) }, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(month: &str, done: &str) -> DispatchFigures {
        DispatchFigures { month: month.into(), done: done.parse().ok(), ..DispatchFigures::default() }
    }

    #[test]
    fn money_of_a_course_adds_up_over_years() {
        let item = ProjectItem {
            start_month: "2025-11".into(),
            end_month: "2026".into(),
            investment: "10".parse().ok(),
            stage: "ongoing".into(),
            ..ProjectItem::default()
        };
        let dispatches =
            [word("2025-11", "1"), word("2025-12", "3"), word("2026-02", "2"), word("2026-03", "")];
        let now = Month { year: 2026, month: 3 };
        let standing = Standing::of(item, &dispatches, now);
        let (course, start) = standing.course.as_ref().expect("a course");
        assert_eq!((course.planned, course.seen, start.to_string()), (14, 5, "2025-11".into()));
        assert_eq!(course.money, [0.1, 0.3, 0.3, 0.5, 0.5]);
        let years: Vec<(i32, Option<String>)> =
            standing.years.iter().map(|word| (word.year, word.done.map(|done| done.to_string()))).collect();
        assert_eq!(years, [(2025, Some("3".into())), (2026, Some("2".into()))]);
        assert_eq!(standing.reported, Some(now));
    }
}
