//! The figure that somebody wants to hand in: whether it is theirs, and what is known of it.

use crate::fault::Fault;
use crate::offices::offices;
use crate::question::Question;
use crate::service::Service;
use crate::view::PlanView;
use crate::viewer::Viewer;
use duty::Right;
use plan::{AssignmentRole, Dimensions, Indicator, Measure, Observation, Period};
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Duty, Office, OfficeLevel};

/// The figure that is asked for: plan, indicator, region and year, with the office that may hand it in.
pub struct Asked {
    /// The plan as it is now.
    pub view: Arc<PlanView>,
    /// The indicator.
    pub indicator: Indicator,
    /// The region; empty for the plan's own.
    pub region: String,
    /// The year.
    pub year: i32,
    /// The id of the office that may hand it in.
    pub office: String,
    /// Whether a county reviews it first.
    pub below_county: bool,
}

/// Finds out whether somebody may hand in a figure; `None` as year means the last one that has ended.
///
/// # Errors
/// No such indicator, or a figure of somebody else.
pub async fn asked(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    indicator: &str,
    region: &str,
    year: Option<i32>,
) -> Result<Asked, Fault> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    let found =
        view.stored.plan.indicators.iter().find(|one| one.name == indicator || one.id.as_str() == indicator);
    let Some(indicator) = found.cloned() else {
        return Err(Fault::not_found("规划中没有这个指标。", "The plan has no such indicator."));
    };
    let (office, below_county) = Reporting::of(service, plan)
        .await?
        .office(viewer, &indicator.name, region)
        .ok_or_else(Fault::forbidden)?;
    let this_year = i32::from(service.today().year());
    let period = view.stored.plan.period;
    let first = period.map_or(this_year - 10, Period::base);
    let last = period.map_or(this_year, |period| period.end).min(this_year).max(first);
    let year = year.unwrap_or_else(|| (this_year - 1).clamp(first, last));
    if !(first..=this_year.max(last)).contains(&year) {
        return Err(Fault::bad_request(
            format!("{year}年不在规划的年份内。"),
            format!("{year} is not among the years of the plan."),
        ));
    }
    Ok(Asked { view, indicator, region: region.to_owned(), year, office, below_county })
}

/// Who reports what of a plan: read once, asked for each figure of a file.
pub struct Reporting {
    offices: BTreeMap<String, Office>,
    duties: Vec<Duty>,
}

impl Reporting {
    /// Who reports what of a plan now.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn of(service: &Service, plan: &str) -> Result<Self, Fault> {
        let mut duties = service.store().duties(plan).await?;
        duties.retain(|duty| duty.confirmed && duty.item_kind == "indicator");
        Ok(Self { offices: offices(service).await?, duties })
    }

    /// The regions that offices report for.
    pub fn regions(&self) -> BTreeSet<String> {
        self.offices.values().map(|office| office.region.clone()).collect()
    }

    /// The office for which somebody may hand in an indicator of a region, and whether a county reviews first.
    ///
    /// With the right for everything, any region goes; otherwise a confirmed duty of one's own office is needed.
    pub fn office(&self, viewer: &Viewer, indicator: &str, region: &str) -> Option<(String, bool)> {
        let own = self.duties.iter().filter(|duty| {
            duty.item == indicator
                && self.offices.get(&duty.office).is_some_and(|office| office.region == region)
                && viewer.reaches_figure(Right::HandIn, &duty.office, region)
        });
        if let Some(duty) = own.min_by_key(|duty| (duty.role != AssignmentRole::Lead, duty.office.as_str())) {
            let below =
                self.offices.get(&duty.office).is_some_and(|office| office.level == OfficeLevel::Town);
            return Some((duty.office.clone(), below));
        }
        (viewer.scope(Right::HandIn) == duty::Scope::All)
            .then(|| (viewer.office().unwrap_or_default().to_owned(), false))
    }
}

/// The published values of an indicator and region by year, in its unit; of several for a year the one known last.
pub fn history(view: &PlanView, indicator: &Indicator, region: &str) -> BTreeMap<i32, f64> {
    history_of(view, indicator, region, &Dimensions::default())
}

/// As [`history`], of the part that dimensions narrow to.
pub fn history_of(
    view: &PlanView,
    indicator: &Indicator,
    region: &str,
    dimensions: &Dimensions,
) -> BTreeMap<i32, f64> {
    let mut newest: BTreeMap<i32, (&str, f64)> = BTreeMap::new();
    let stored = &view.stored;
    for one in stored.plan.observations.iter().chain(&stored.figures) {
        if !one.dimensions.agrees_with(dimensions) {
            continue;
        }
        let Some((year, value)) = level_of(one, indicator, region) else { continue };
        let known = newest.get(&year).is_some_and(|(vintage, _)| *vintage > one.vintage.as_str());
        if !known {
            newest.insert(year, (&one.vintage, value));
        }
    }
    newest.into_iter().map(|(year, (_, value))| (year, value)).collect()
}

fn level_of(one: &Observation, indicator: &Indicator, region: &str) -> Option<(i32, f64)> {
    let moves = matches!(
        one.measure,
        Measure::GrowthRate | Measure::Change | Measure::Multiple | Measure::Cumulative
    );
    let own = one.is_yearly()
        && one.indicator == indicator.id
        && one.region == region
        && one.unit == indicator.unit;
    let year = one.period.map_or(one.year, |period| (period.start == period.end).then_some(period.end))?;
    (own && (!moves || indicator.unit == "%")).then_some(())?;
    Some((year, one.value?.to_f64()?))
}
