//! A target shared out over years and regions: proposed, changed by a person, checked that the parts add up.

use crate::asked::history;
use crate::view::PlanView;
use crate::{Fault, Question, Service, Viewer, number};
use duty::{Part, ShareMethod, difference, share_out, yearly_path};
use plan::{Indicator, Target};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Change, Share};

fn no_target() -> Fault {
    Fault::not_found("规划中没有这个目标。", "The plan has no such target.")
}

/// What is split: the target with its number and year, the base, and the regions below.
pub struct Subject {
    /// The plan.
    pub view: Arc<PlanView>,
    /// The target.
    pub target: Target,
    /// Its indicator.
    pub indicator: Indicator,
    /// Year and value of the target.
    pub goal: (i32, Decimal),
    /// The first year that has parts.
    pub first: i32,
    /// The regions that have parts.
    pub regions: Vec<String>,
}

/// What a target is split by.
///
/// # Errors
/// No such plan or target, or a target without number.
pub async fn subject(
    service: &Service,
    viewer: &Viewer,
    question: &Question,
    target: &str,
) -> Result<Subject, Fault> {
    let view = service.plan(viewer, question).await?;
    let target = view.target(target).cloned().ok_or_else(no_target)?;
    let indicator = view.stored.plan.indicator(&target.indicator).cloned().ok_or_else(no_target)?;
    let goal = target.year.zip(target.value).ok_or_else(|| {
        Fault::bad_request(
            "这个目标没有年份或数值，不能分解。",
            "This target has no year or number to split.",
        )
    })?;
    let first = view.stored.plan.period.map_or(goal.0 - 5, |period| period.start).min(goal.0);
    let regions = regions(service, &view).await?;
    Ok(Subject { view, target, indicator, goal, first, regions: regions.into_iter().collect() })
}

/// The regions that a target can be split by: those right below the plan's own, and those that offices report for.
async fn regions(service: &Service, view: &PlanView) -> Result<BTreeSet<String>, Fault> {
    let all = service.store().region_tree().await?;
    let own = all.iter().find(|region| Some(&region.name) == view.stored.plan.region.as_ref());
    let below = all.iter().filter(|region| own.is_some_and(|own| region.parent.as_ref() == Some(&own.id)));
    let mut found: BTreeSet<String> = below.map(|region| region.name.clone()).collect();
    if found.is_empty() {
        let offices = service.store().offices().await?.into_iter();
        found.extend(offices.map(|office| office.region).filter(|region| !region.is_empty()));
    }
    Ok(found)
}

/// A split as a person typed it.
#[derive(Clone, Debug)]
pub struct Typed<'a> {
    /// Year, region (empty for the plan's own) and what was typed there.
    pub cells: Vec<(&'a str, &'a str)>,
    /// Whether the person has seen that the parts do not add up and means it.
    pub is_meant: bool,
}

/// What is wrong with a split that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// This is no number of a year and region of the target.
    NoNumber(String),
    /// The parts are so far from the whole.
    Difference(Decimal),
}

/// Keeps a split that a person typed; what is wrong with it otherwise, with what could be read.
///
/// # Errors
/// The store cannot be written.
pub async fn keep(
    service: &Service,
    subject: &Subject,
    typed: &Typed<'_>,
    change: &Change,
) -> Result<Result<(), (Vec<Share>, Wrong)>, Fault> {
    let (shares, mut wrong) = read(subject, typed);
    if wrong.is_none() && is_sum(subject) && !typed.is_meant {
        wrong = open(subject, &shares).filter(|open| !open.is_zero()).map(Wrong::Difference);
    }
    if let Some(wrong) = wrong {
        return Ok(Err((shares, wrong)));
    }
    service.store().put_shares(subject.view.id(), subject.target.id.as_str(), &shares, change).await?;
    service.refresh().await?;
    Ok(Ok(()))
}

fn read(subject: &Subject, typed: &Typed<'_>) -> (Vec<Share>, Option<Wrong>) {
    let mut shares = Vec::new();
    let mut wrong = None;
    for (place, typed) in typed.cells.iter().filter(|(_, typed)| !typed.is_empty()) {
        let Some((year, region)) = place.split_once('/') else { continue };
        let known = region.is_empty() || subject.regions.iter().any(|one| one == region);
        match (year.parse::<i32>().ok(), number::typed(typed)) {
            (Some(year), Some(value)) if known && (subject.first..=subject.goal.0).contains(&year) => {
                shares.push(Share { region: region.to_owned(), year, value });
            }
            _ => wrong = Some(Wrong::NoNumber((*typed).to_owned())),
        }
    }
    (shares, wrong)
}

/// Year and value of the latest figure of a region before the first year that has parts, in the unit of the indicator.
pub fn latest(subject: &Subject, region: &str) -> Option<(i32, f64)> {
    let known = history(&subject.view, &subject.indicator, region);
    known.range(..subject.first).next_back().map(|(year, value)| (*year, *value))
}

/// What the regions' parts of a year come to; nothing where there are none, or where parts are no sum.
pub fn sum(subject: &Subject, shares: &[Share], year: i32) -> Option<Decimal> {
    let parts = shares.iter().filter(|share| share.year == year && !share.region.is_empty());
    let parts: Vec<Decimal> = parts.map(|share| share.value).collect();
    (!parts.is_empty() && is_sum(subject)).then(|| parts.iter().sum())
}

/// How far the regions' parts of the last year are from the whole; nothing when there are none.
pub fn open(subject: &Subject, shares: &[Share]) -> Option<Decimal> {
    let last = shares.iter().filter(|share| share.year == subject.goal.0 && !share.region.is_empty());
    let parts: Vec<Decimal> = last.map(|share| share.value).collect();
    (!parts.is_empty()).then(|| difference(subject.goal.1, &parts))
}

/// Rates of a whole are no sum of the rates of its parts.
fn is_sum(subject: &Subject) -> bool {
    !subject.target.unit.contains(['%', '％', '‰', '/']) && !subject.target.unit.contains("百分点")
}

/// Proposes a split by a method, in equal steps or equal rates from year to year.
///
/// # Errors
/// The parts cannot be computed.
pub fn propose(subject: &Subject, method: &str, geometric: bool) -> Result<Vec<Share>, duty::ShareError> {
    let base_year = subject.first - 1;
    let own = history(&subject.view, &subject.indicator, "");
    let places = subject.goal.1.scale();
    let mut shares = Vec::new();
    let mut path = |region: &str, base: Option<&f64>, goal: Decimal| -> Result<(), duty::ShareError> {
        let Some(base) = base.and_then(|base| Decimal::from_f64(*base)) else {
            shares.push(Share { region: region.to_owned(), year: subject.goal.0, value: goal });
            return Ok(());
        };
        for (year, value) in yearly_path((base_year, base), (subject.goal.0, goal), geometric, places.max(1))?
        {
            shares.push(Share { region: region.to_owned(), year, value });
        }
        Ok(())
    };
    path("", own.get(&base_year), subject.goal.1)?;
    if subject.regions.is_empty() || !is_sum(subject) {
        return Ok(shares);
    }
    let histories: Vec<BTreeMap<i32, f64>> =
        subject.regions.iter().map(|region| history(&subject.view, &subject.indicator, region)).collect();
    let parts: Vec<Part> = subject
        .regions
        .iter()
        .zip(&histories)
        .map(|(region, history)| Part {
            name: region.clone(),
            base: history.get(&base_year).and_then(|value| Decimal::from_f64(*value)),
            growth: growth(history, base_year),
        })
        .collect();
    let method = match method {
        "equal" => ShareMethod::Equal,
        "by-growth" => ShareMethod::ByGrowth { years: (subject.goal.0 - base_year).to_u32().unwrap_or(0) },
        _ => ShareMethod::ByBase,
    };
    let goals = share_out(subject.goal.1, &parts, method, places)?;
    for ((region, history), goal) in subject.regions.iter().zip(&histories).zip(goals) {
        path(region, history.get(&base_year), goal)?;
    }
    Ok(shares)
}

/// Average growth up to the base year over at most five years, in per cent a year.
fn growth(history: &BTreeMap<i32, f64>, base_year: i32) -> Option<Decimal> {
    let last = history.get(&base_year)?;
    let (first_year, first) = history.range(base_year - 5..base_year).next()?;
    if *first <= 0.0 || *last <= 0.0 {
        return None;
    }
    let years = f64::from(base_year - first_year);
    Decimal::from_f64((libm::pow(last / first, 1.0 / years) - 1.0) * 100.0).map(|rate| rate.round_dp(2))
}
