//! Handing in at once all figures that the duties of one's offices ask for on a plan.

use crate::asked::{Asked, history};
use crate::caution::of_indicator;
use crate::hand_in::{Ahead, ahead};
use crate::import::HandedIn;
use crate::offices::offices;
use crate::open_duty::{Asking, Open};
use crate::{Fault, Question, Service, Viewer, number};
use duty::Right;
use plan::Status;
use rust_decimal::prelude::ToPrimitive;
use source::Words;
use std::sync::Arc;
use store::{Change, Figure, OfficeLevel, Submitted};

/// A figure that is asked for, with what is known beside it.
pub struct Wanted {
    /// Indicator, region, year, and the office that answers.
    pub asked: Asked,
    /// The name of that office.
    pub office_name: String,
    /// Days until it is due; negative when it is late.
    pub days_left: i32,
    /// The last published year before it, with its value.
    pub before: Option<(i32, f64)>,
    /// What is expected and what is the target.
    pub ahead: Ahead,
    /// Where the figure of an earlier year came from; empty when none was handed in.
    pub last_source: String,
    /// Why the figure was returned; empty when it was not.
    pub returned: String,
}

/// What was typed for one of them.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The value; empty for a figure that is left for later.
    pub value: String,
    /// Where it comes from.
    pub source: String,
    /// Whether the person has seen what looks odd and means it.
    pub is_meant: bool,
}

/// Why a figure is not taken as it was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The value is no number.
    NoNumber,
    /// It has no source.
    NoSource,
    /// The value looks odd, and nobody has said that it is meant.
    Odd(Vec<Words>),
}

impl Wanted {
    /// What the fields of a form call it.
    pub fn key(&self) -> String {
        format!("{}/{}/{}", self.asked.indicator.name, self.asked.region, self.asked.year)
    }
}

/// The most figures of one form; what is due first comes first.
pub const MOST: usize = 200;

/// The figures that wait to be handed in by the offices a viewer speaks for: late ones first. `office` narrows to one.
///
/// # Errors
/// The plan or the store cannot be read.
pub async fn wanted(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    office: Option<&str>,
) -> Result<Vec<Wanted>, Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let (offices, mut duties) = (offices(service).await?, service.store().duties(plan).await?);
    duties.retain(|duty| viewer.reaches_office(Right::HandIn, &duty.office));
    duties.retain(|duty| office.is_none_or(|only| only == duty.office));
    let asking = Asking::of(service, Arc::clone(&view), duties, service.today()).await?;
    let mut found: Vec<Wanted> = Vec::new();
    for open in asking.open(&offices).iter().filter(|open| !open.is_met()) {
        let indicators = &view.stored.plan.indicators;
        let named = |one: &&plan::Indicator| one.name == open.duty.item;
        let Some(indicator) = indicators.iter().find(named).cloned() else { continue };
        let region = &open.office.region;
        // Lead and help of one body ask for one figure.
        let is_there = |one: &Wanted| {
            one.asked.indicator.id == indicator.id
                && one.asked.region == *region
                && one.asked.year == open.due.year
        };
        if found.iter().any(is_there) {
            continue;
        }
        let asked = Asked {
            view: Arc::clone(&view),
            indicator,
            region: region.clone(),
            year: open.due.year,
            office: open.office.id.clone(),
            below_county: open.office.level == OfficeLevel::Town,
        };
        found.push(of(service, viewer, asked, open, &asking.submissions).await?);
        if found.len() == MOST {
            break;
        }
    }
    Ok(found)
}

async fn of(
    service: &Service,
    viewer: &Viewer,
    asked: Asked,
    open: &Open<'_>,
    submissions: &[Submitted],
) -> Result<Wanted, Fault> {
    let same = |one: &&Submitted| {
        one.figure.indicator == asked.indicator.name
            && one.figure.region == asked.region
            && one.figure.dimensions.is_empty()
    };
    let returned = submissions
        .iter()
        .filter(same)
        .find(|one| one.figure.year == asked.year && one.stage == duty::Stage::Returned);
    let earlier = submissions.iter().filter(same).filter(|one| !one.figure.source.is_empty());
    let last = earlier.max_by_key(|one| (one.figure.year, one.id));
    let before = history(&asked.view, &asked.indicator, &asked.region);
    Ok(Wanted {
        office_name: open.office.name.clone(),
        days_left: open.due.deadline.days_left(service.today()),
        before: before.range(..asked.year).next_back().map(|(year, value)| (*year, *value)),
        ahead: ahead(service, viewer, &asked).await?,
        last_source: last.map(|one| one.figure.source.clone()).unwrap_or_default(),
        returned: returned.map(|one| one.reason.clone()).unwrap_or_default(),
        asked,
    })
}

/// What is wrong with, or odd about, what was typed; `None` when it can be taken or is left for later.
pub fn trouble(wanted: &Wanted, typed: &Typed) -> Option<Trouble> {
    if typed.value.is_empty() {
        return None;
    }
    let Some(value) = number::typed(&typed.value) else { return Some(Trouble::NoNumber) };
    if typed.source.is_empty() {
        return Some(Trouble::NoSource);
    }
    let asked = &wanted.asked;
    let value = value.to_f64().filter(|_| !typed.is_meant)?;
    let odd =
        of_indicator(&asked.view, &asked.indicator, &asked.region, asked.year, value, wanted.ahead.expected);
    (!odd.is_empty()).then_some(Trouble::Odd(odd))
}

/// Submits all figures that were typed, or none: they go in one transaction, once under one key. Gives how many were new.
///
/// # Errors
/// The store cannot be written.
pub async fn hand_in_all(
    service: &Service,
    typed: &[(&Wanted, Typed)],
    status: Status,
    key: &str,
    change: &Change,
) -> Result<usize, Fault> {
    let figures: Vec<HandedIn> =
        typed.iter().filter_map(|(wanted, typed)| figure(wanted, typed, status)).collect();
    let new = service.store().hand_in_all(&figures, key, "", change).await?;
    service.refresh().await?;
    Ok(new)
}

fn figure(wanted: &Wanted, typed: &Typed, status: Status) -> Option<HandedIn> {
    let asked = &wanted.asked;
    let figure = Figure {
        plan: asked.view.id().to_owned(),
        indicator: asked.indicator.name.clone(),
        region: asked.region.clone(),
        year: asked.year,
        value: Some(number::typed(&typed.value)?),
        unit: asked.indicator.unit.clone(),
        status,
        source: typed.source.clone(),
        comment: String::new(),
        attachment: None,
        dimensions: plan::Dimensions::default(),
    };
    Some((figure, asked.office.clone(), asked.below_county))
}
