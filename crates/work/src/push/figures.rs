//! A batch of figures: each held to indicator, region, unit, year and duty before any is handed in.

use super::{Batch, NotTaken, Taken, Why, Wrong, Wrongs, known, repeated, system, to_keep, wrong};
use crate::asked::Reporting;
use crate::import::HandedIn;
use crate::view::PlanView;
use crate::{Question, Service, Viewer, number};
use plan::{Dimensions, Indicator, Observation, Period, Status};
use source::Words;
use std::collections::{BTreeMap, BTreeSet};
use store::{Change, Figure};

/// A figure as a program sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Id or name of the indicator.
    pub indicator: String,
    /// The region; empty or its name for the plan's own.
    pub region: String,
    /// The year.
    pub year: String,
    /// The value, in digits.
    pub value: String,
    /// Its unit; empty for the indicator's.
    pub unit: String,
    /// Name of a status; empty for preliminary.
    pub status: String,
    /// Where it comes from; empty for the system.
    pub source: String,
    /// What the reviewer should know.
    pub comment: String,
}

/// Longest source or comment, in characters.
const LONGEST: usize = 1000;

/// Hands in a batch of figures: all or none, once under its key, each waiting for review like a person's.
///
/// # Errors
/// Something in the batch is wrong, or the store cannot be written.
pub async fn push_figures(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    (batch, sent): (&Batch<'_>, &[Observed]),
    change: &Change,
) -> Result<Taken, NotTaken> {
    let view = service.plan(viewer, &Question::now(plan)).await?;
    if let Some(known) = known(service, viewer, (view.id(), batch, sent.len())).await? {
        return Ok(known);
    }
    let system = system(service, viewer, (view.id(), batch.system)).await?;
    let held = Held::of(service, viewer, &view, &system).await?;
    let (mut wrongs, mut figures, mut seen) = (Wrongs::default(), Vec::new(), BTreeSet::new());
    for (at, one) in sent.iter().enumerate() {
        match held.figure(one) {
            Err((why, words)) => wrongs.at(at, why, words),
            Ok((figure, ..))
                if !seen.insert((figure.indicator.clone(), figure.region.clone(), figure.year)) =>
            {
                wrongs.at(at, Why::Twice, Words::new("同一数据出现两次", "this figure stands there twice"));
            }
            Ok(figure) => figures.push(figure),
        }
    }
    if let Some(refused) = wrongs.refused() {
        return Err(NotTaken::Refused(refused));
    }
    let new = to_keep((view.id(), "observations"), batch, (system.clone(), sent.len()));
    figures.retain(|(figure, ..)| !held.is_published(figure));
    if batch.is_dry {
        let kept = i64::try_from(figures.len()).unwrap_or(i64::MAX);
        return Ok(Taken { push: store::Push { kept, ..new }, is_repeated: false });
    }
    let (push, is_new) = service.store().push_figures(&new, &figures, change).await?;
    if !is_new {
        return repeated(push, batch);
    }
    service.refresh().await?;
    Ok(Taken { push, is_repeated: false })
}

/// What figures are held to.
struct Held<'a> {
    view: &'a PlanView,
    viewer: &'a Viewer,
    reporting: Reporting,
    regions: BTreeSet<String>,
    years: (i32, i32),
    system: &'a str,
    by_name: BTreeMap<&'a str, &'a Indicator>,
    /// The published yearly figures of wholes by indicator, region and year.
    published: BTreeMap<(&'a str, &'a str, i32), Vec<&'a Observation>>,
}

impl<'a> Held<'a> {
    async fn of(
        service: &Service,
        viewer: &'a Viewer,
        view: &'a PlanView,
        system: &'a str,
    ) -> Result<Self, NotTaken> {
        let reporting = Reporting::of(service, view.id()).await?;
        let mut regions = reporting.regions();
        regions.extend(service.store().region_tree().await?.into_iter().map(|region| region.name));
        let plan = &view.stored.plan;
        regions.extend(plan.observations.iter().chain(&view.stored.figures).map(|one| one.region.clone()));
        let this_year = i32::from(service.today().year());
        let first = plan.period.map_or(this_year - 10, Period::base);
        let last = plan.period.map_or(this_year, |period| period.end).min(this_year).max(first);
        let mut by_name: BTreeMap<&str, &Indicator> = BTreeMap::new();
        for one in &plan.indicators {
            by_name.entry(one.name.as_str()).or_insert(one);
            by_name.insert(one.id.as_str(), one);
        }
        let mut published: BTreeMap<_, Vec<&Observation>> = BTreeMap::new();
        let whole = view.stored.figures.iter().filter(|one| one.dimensions.is_empty() && one.is_yearly());
        for one in whole {
            if let Some(year) = one.period.map_or(one.year, |period| Some(period.end)) {
                let place = (one.indicator.as_str(), one.region.as_str(), year);
                published.entry(place).or_default().push(one);
            }
        }
        Ok(Self { view, viewer, reporting, regions, years: (first, last), system, by_name, published })
    }

    /// A figure as it is handed in.
    fn figure(&self, one: &Observed) -> Result<HandedIn, Wrong> {
        let Some(indicator) = self.by_name.get(one.indicator.trim()).copied() else {
            let name = &one.indicator;
            return wrong(
                Why::Indicator,
                format!("规划中没有指标“{name}”"),
                format!("the plan has no indicator {name}"),
            );
        };
        let (region, office, below_county) = self.whose(indicator, one.region.trim())?;
        let value = Self::value(indicator, one)?;
        let (source, comment) = self.words(one)?;
        let figure = Figure {
            plan: self.view.id().to_owned(),
            indicator: indicator.name.clone(),
            region,
            year: self.year(one)?,
            value: Some(value),
            unit: indicator.unit.clone(),
            status: Self::status(one)?,
            source,
            comment,
            attachment: None,
            dimensions: Dimensions::default(),
        };
        Ok((figure, office, below_county))
    }

    fn whose(&self, indicator: &Indicator, region: &str) -> Result<(String, String, bool), Wrong> {
        let own = self.view.stored.plan.region.as_deref().unwrap_or_default();
        let region = if region == own { "" } else { region };
        if !region.is_empty() && !self.regions.contains(region) {
            return wrong(Why::Region, format!("没有地区“{region}”"), format!("there is no region {region}"));
        }
        let name = &indicator.name;
        match self.reporting.office(self.viewer, name, region) {
            Some((office, below)) => Ok((region.to_owned(), office, below)),
            None => wrong(
                Why::Foreign,
                format!("{name}（{}）不由本账号的单位报送", if region.is_empty() { own } else { region }),
                format!(
                    "{name} of {} is not for the body of this account to hand in",
                    if region.is_empty() { own } else { region }
                ),
            ),
        }
    }

    fn value(indicator: &Indicator, one: &Observed) -> Result<rust_decimal::Decimal, Wrong> {
        let Some(value) = number::typed(&one.value) else {
            let text = &one.value;
            return wrong(Why::Value, format!("“{text}”不是数值"), format!("“{text}” is no number"));
        };
        let (unit, wanted) = (one.unit.trim(), &indicator.unit);
        match intake::in_unit(value, unit, wanted) {
            Some(value) => Ok(value),
            None => wrong(
                Why::Unit,
                format!("单位“{unit}”不能换算为{}的单位“{wanted}”", indicator.name),
                format!("the unit {unit} does not convert to {wanted}, the unit of {}", indicator.name),
            ),
        }
    }

    fn year(&self, one: &Observed) -> Result<i32, Wrong> {
        let (first, last) = self.years;
        match one.year.trim().parse::<i32>() {
            Ok(year) if (first..=last).contains(&year) => Ok(year),
            _ => wrong(
                Why::Year,
                format!("年份“{}”不在{first}至{last}年内", one.year),
                format!("the year {} is not from {first} to {last}", one.year),
            ),
        }
    }

    fn status(one: &Observed) -> Result<Status, Wrong> {
        if one.status.is_empty() {
            return Ok(Status::Preliminary);
        }
        let text = &one.status;
        Status::parse(text).map_or_else(
            || wrong(Why::Value, format!("没有数据状态“{text}”"), format!("{text} is no status of a figure")),
            Ok,
        )
    }

    /// Source and comment.
    fn words(&self, one: &Observed) -> Result<(String, String), Wrong> {
        let source = if one.source.trim().is_empty() { self.system } else { one.source.trim() };
        if source.is_empty() {
            return wrong(Why::Value, "没有数据来源", "it has no source");
        }
        if [source, &one.comment].iter().any(|text| text.chars().count() > LONGEST) {
            return wrong(Why::Value, "来源或说明过长", "source or comment is too long");
        }
        Ok((source.to_owned(), one.comment.clone()))
    }

    /// Whether a published figure says the same with the same firmness, so that it brings nothing new.
    fn is_published(&self, figure: &Figure) -> bool {
        let Some(indicator) = self.by_name.get(figure.indicator.as_str()) else { return false };
        let place = (indicator.id.as_str(), figure.region.as_str(), figure.year);
        self.published.get(&place).into_iter().flatten().any(|one| {
            one.value.map(|value| value.normalize()) == figure.value.map(|value| value.normalize())
                && one.unit == figure.unit
                && one.status == Some(figure.status)
        })
    }
}
