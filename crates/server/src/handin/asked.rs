//! The figure that somebody wants to hand in: whether it is theirs, and what is known of it.

use super::mine::offices;
use crate::app::App;
use crate::problem::Problem;
use crate::question::Question;
use crate::view::{self, PlanView};
use crate::viewer::Viewer;
use duty::Right;
use plan::{AssignmentRole, Indicator, Measure, Observation, Period};
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Duty, Office, OfficeLevel};

/// The figure that is asked for: plan, indicator, region and year, with the office that may hand it in.
pub(super) struct Asked {
    pub(super) view: Arc<PlanView>,
    pub(super) indicator: Indicator,
    pub(super) region: String,
    pub(super) year: i32,
    pub(super) office: String,
    pub(super) below_county: bool,
}

/// Finds out whether somebody may hand in a figure; `None` as year means the last one that has ended.
///
/// # Errors
/// No such indicator, or a figure of somebody else.
pub(super) async fn asked(
    app: &App,
    viewer: &Viewer,
    plan: &str,
    indicator: &str,
    region: &str,
    year: Option<i32>,
) -> Result<Asked, Problem> {
    let view = view::plan(app, viewer, &Question::now(plan)).await?;
    let found =
        view.stored.plan.indicators.iter().find(|one| one.name == indicator || one.id.as_str() == indicator);
    let Some(indicator) = found.cloned() else {
        return Err(Problem::not_found("规划中没有这个指标。", "The plan has no such indicator."));
    };
    let (office, below_county) = Reporting::of(app, plan)
        .await?
        .office(viewer, &indicator.name, region)
        .ok_or_else(Problem::forbidden)?;
    let this_year = i32::from(app.today().year());
    let period = view.stored.plan.period;
    let first = period.map_or(this_year - 10, Period::base);
    let last = period.map_or(this_year, |period| period.end).min(this_year).max(first);
    let year = year.unwrap_or_else(|| (this_year - 1).clamp(first, last));
    if !(first..=this_year.max(last)).contains(&year) {
        return Err(Problem::bad_request(
            format!("{year}年不在规划的年份内。"),
            format!("{year} is not among the years of the plan."),
        ));
    }
    Ok(Asked { view, indicator, region: region.to_owned(), year, office, below_county })
}

/// Who reports what of a plan: read once, asked for each figure of a file.
pub(super) struct Reporting {
    offices: BTreeMap<String, Office>,
    duties: Vec<Duty>,
}

impl Reporting {
    pub(super) async fn of(app: &App, plan: &str) -> Result<Self, Problem> {
        let mut duties = app.store().duties(plan).await?;
        duties.retain(|duty| duty.confirmed && duty.item_kind == "indicator");
        Ok(Self { offices: offices(app).await?, duties })
    }

    /// The office for which somebody may hand in an indicator of a region, and whether a county reviews first.
    ///
    /// With the right for everything, any region goes; otherwise a confirmed duty of one's own office is needed.
    pub(super) fn office(&self, viewer: &Viewer, indicator: &str, region: &str) -> Option<(String, bool)> {
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
pub(super) fn history(view: &PlanView, indicator: &Indicator, region: &str) -> BTreeMap<i32, f64> {
    let mut newest: BTreeMap<i32, (&str, f64)> = BTreeMap::new();
    let stored = &view.stored;
    for one in stored.plan.observations.iter().chain(&stored.figures) {
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
