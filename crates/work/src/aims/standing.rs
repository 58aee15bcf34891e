//! How aims stand today.

use crate::{Fault, Service};
use duty::yearly::{self, Course, Late, Said};
use jiff::civil::Date;
use source::Words;
use std::collections::BTreeMap;
use store::{Aim, AimMeasure, AimState};

/// An aim with its measures, what was said of it, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The aim.
    pub aim: Aim,
    /// Its measures.
    pub measures: Vec<AimMeasure>,
    /// What was said, by quarter.
    pub states: Vec<AimState>,
    /// How it stands.
    pub course: Course,
    /// What of it is late.
    pub late: Vec<Words>,
}

impl Standing {
    /// How an aim stands on a day.
    pub fn of(aim: Aim, measures: Vec<AimMeasure>, states: Vec<AimState>, today: Date) -> Self {
        let judged = judged(&aim, &measures, &states, today);
        let late = judged.late(today).into_iter().map(|late| words(&late, &measures)).collect();
        Self { course: judged.course(today), late, aim, measures, states }
    }

    /// Whether it is reached or given up.
    pub fn is_over(&self) -> bool {
        matches!(self.course, Course::Done | Course::Stopped)
    }
}

/// An aim as far as its course depends on it.
pub(super) fn judged(aim: &Aim, measures: &[AimMeasure], states: &[AimState], today: Date) -> yearly::Aim {
    let said = states
        .iter()
        .filter_map(|state| Some((u8::try_from(state.quarter).ok()?, Said::parse(&state.state)?)));
    let set_on = aim.made_at.get(..10).and_then(|day| day.parse().ok()).unwrap_or(today);
    yearly::Aim {
        year: i16::try_from(aim.year).unwrap_or(0),
        set_on,
        said: said.collect(),
        measures: measures
            .iter()
            .map(|one| yearly::Measure { due: one.due.parse().ok(), done: !one.done.is_empty() })
            .collect(),
    }
}

fn words(late: &Late, measures: &[AimMeasure]) -> Words {
    match late {
        Late::Unsaid { quarter, due } => Words::new(
            format!("第{quarter}季度进展应于{due}前报送，尚未报送"),
            format!("how it stood in quarter {quarter} was to be said by {due} and is not"),
        ),
        Late::Measure { place, days } => {
            let one = measures.get(*place);
            let text = one.map_or("", |one| one.text.as_str());
            let due = one.map_or("", |one| one.due.as_str());
            Words::new(
                format!("措施“{text}”应于{due}前完成，逾期{days}天"),
                format!("the measure “{text}” was to be done by {due}, {days} days ago"),
            )
        }
        Late::YearOver => Words::new("年度已结束，尚未完成", "the year has ended and it is not reached"),
    }
}

/// The aims of a plan in a year as they stand today, without those that were dropped.
///
/// # Errors
/// The store cannot be read.
pub async fn standings(service: &Service, plan: &str, year: i64) -> Result<Vec<Standing>, Fault> {
    of_years(service, plan, Some(year)).await
}

/// The aims of a plan as they stand today, without those that were dropped; of one year where it is given.
///
/// # Errors
/// The store cannot be read.
pub async fn of_years(service: &Service, plan: &str, year: Option<i64>) -> Result<Vec<Standing>, Fault> {
    let mut aims = service.store().aims(plan, year).await?;
    aims.retain(|aim| aim.dropped.is_empty());
    of_all(service, aims).await
}

/// One aim as it stands today.
///
/// # Errors
/// The plan has no such aim; the store cannot be read.
pub async fn standing(service: &Service, (plan, id): (&str, i64)) -> Result<Standing, Fault> {
    let aim = service.store().aim(plan, id).await?;
    of_all(service, vec![aim]).await?.pop().ok_or_else(Fault::forbidden)
}

async fn of_all(service: &Service, aims: Vec<Aim>) -> Result<Vec<Standing>, Fault> {
    let ids: Vec<i64> = aims.iter().map(|aim| aim.id).collect();
    let mut measures: BTreeMap<i64, Vec<AimMeasure>> = BTreeMap::new();
    for one in service.store().aim_measures(&ids).await? {
        measures.entry(one.aim).or_default().push(one);
    }
    let mut states: BTreeMap<i64, Vec<AimState>> = BTreeMap::new();
    for one in service.store().aim_states(&ids).await? {
        states.entry(one.aim).or_default().push(one);
    }
    let today = service.today();
    let rows = aims.into_iter().map(|aim| {
        let own = measures.remove(&aim.id).unwrap_or_default();
        let said = states.remove(&aim.id).unwrap_or_default();
        Standing::of(aim, own, said, today)
    });
    Ok(rows.collect())
}
