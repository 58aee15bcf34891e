//! What each target would take from now on, and what several levers would have to do.

use crate::SeekError;
use crate::quantity::key_of;
use crate::run::{levers, place, variable_of};
use crate::seek::{Experience, Handle, Shape, Sought, amount_needed, experience, growth_needed, path, seek};
use crate::text::{Goal, Scenario};
use assess::{Foresight, Point, TargetKind};
use plan::{Plan, TargetId};
use source::Words;

/// What a target would take from the last known value on.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The target.
    pub target: TargetId,
    /// Name of the indicator.
    pub name: Words,
    /// Unit of the target.
    pub unit: String,
    /// Whether it binds.
    pub binding: bool,
    /// The value to reach and its year, in the unit of the target.
    pub goal: Point,
    /// What has been reached, in the unit of the target.
    pub latest: Point,
    /// The ways to get there; the first is on the scale on which the target is judged.
    pub ways: Vec<Way>,
}

/// One way of measuring what is left.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// What it starts from.
    pub basis: Basis,
    /// The last known value on this basis.
    pub from: Point,
    /// What is needed a year: growth in per cent, or an amount.
    pub a_year: f64,
    /// Whether it is growth.
    pub compound: bool,
    /// Where the need lies among what has been over as many years.
    pub experience: Option<Experience>,
    /// Values for the years left, the same every year.
    pub even: Vec<Point>,
    /// Values for the years left, more in the first ones.
    pub front_loaded: Vec<Point>,
}

/// What a way starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The printed values.
    Printed,
    /// The plan's base carried on by the published growth at comparable prices.
    ComparablePrices,
    /// What has added up.
    Sum,
    /// An index, the base year being 100.
    Index,
}

impl Basis {
    /// Words for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Printed => Words::new("按公布的数值", "on published values"),
            Self::ComparablePrices => Words::new(
                "按可比价（规划基数乘以公布的增速）",
                "at comparable prices (the plan's base carried on by published growth)",
            ),
            Self::Sum => Words::new("按累计数", "on what has added up"),
            Self::Index => Words::new("按指数（基年为100）", "on an index (base year 100)"),
        }
    }

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::ComparablePrices => "comparable-prices",
            Self::Sum => "sum",
            Self::Index => "index",
        }
    }
}

/// What all targets would take that are not yet at their year, in the plan's order; targets that must hold every year have no way.
pub fn needs(plan: &Plan, foresights: &[Foresight]) -> Vec<Need> {
    foresights.iter().filter_map(|of| need(plan, of)).collect()
}

fn need(plan: &Plan, of: &Foresight) -> Option<Need> {
    let limit =
        matches!(of.kind, TargetKind::Floor | TargetKind::Ceiling | TargetKind::Keep | TargetKind::Interval);
    let goal = of.goal.filter(|_| !limit && unlevel(plan, of).is_none())?;
    let latest = *of.points.last()?;
    let indicator = plan.indicator(&of.indicator)?;
    let sum = of.kind == TargetKind::CumulativeSum;
    let basis = match (sum, of.plain) {
        (true, _) => Basis::Sum,
        (_, true) => Basis::Printed,
        _ => Basis::Index,
    };
    let percent = matches!(of.unit.trim(), "%" | "％" | "‰");
    let compound = !sum && (of.compound || (of.plain && !percent)) && latest.value > 0.0 && goal > 0.0;
    let mut ways: Vec<Way> = way(of, basis, latest, goal, compound, &of.past).into_iter().collect();
    if let Some(from) = of.chained.last().filter(|from| from.year < of.year) {
        // What has been at comparable prices: the base carried on is the only such series.
        ways.extend(way(of, Basis::ComparablePrices, *from, goal, true, &of.chained));
    }
    if ways.is_empty() {
        return None;
    }
    Some(Need {
        target: of.target.clone(),
        name: crate::build::name_of(plan, key_of(indicator))
            .unwrap_or_else(|| Words::new(&indicator.name, &indicator.name)),
        // 提高4.6个百分点 is shown as the rate that it leads to.
        unit: if of.unit.contains("百分点") { indicator.unit.clone() } else { of.unit.clone() },
        binding: of.nature == Some(plan::Nature::Binding),
        goal: Point { year: of.year, value: of.show(goal) },
        latest,
        ways,
    })
}

/// Why a target that is judged as a level is none.
pub(crate) fn unlevel(plan: &Plan, of: &Foresight) -> Option<Words> {
    let sum = matches!(of.kind, TargetKind::CumulativeSum);
    let target = plan.targets.iter().find(|one| one.id == of.target).filter(|_| !sum)?;
    crate::level::none(target, plan.indicator(&of.indicator)?)
}

fn way(of: &Foresight, basis: Basis, from: Point, goal: f64, compound: bool, past: &[Point]) -> Option<Way> {
    let years = usize::try_from(of.year - from.year).ok().filter(|years| *years > 0)?;
    let a_year = if compound {
        growth_needed(from.value, goal, years)?
    } else {
        amount_needed(goal, from.value, years)?
    };
    // The unbroken years up to now.
    let gap = past.windows(2).rposition(|pair| pair[1].year != pair[0].year + 1).map_or(0, |at| at + 1);
    let run: Vec<f64> = past.get(gap..).unwrap_or_default().iter().map(|point| point.value).collect();
    let found = if basis == Basis::Sum {
        // Amounts a year: the mean of as many years in a row.
        let means =
            run.windows(years).map(|span| span.iter().sum::<f64>() / years as f64).collect::<Vec<_>>();
        of_means(a_year, &means, of.falls)
    } else {
        experience(a_year, &run, years, compound, of.falls)
    };
    let points = |shape: Shape| {
        let values = path(from.value, goal, years, compound, shape).unwrap_or_default();
        (from.year + 1..).zip(values).map(|(year, value)| Point { year, value }).collect()
    };
    Some(Way {
        basis,
        from,
        a_year,
        compound,
        experience: found,
        even: points(Shape::Even),
        front_loaded: points(Shape::FrontLoaded),
    })
}

fn of_means(need: f64, means: &[f64], falls: bool) -> Option<Experience> {
    let better = |a: f64, b: f64| if falls { a < b } else { a > b };
    let best = means.iter().copied().reduce(|a, b| if better(b, a) { b } else { a })?;
    let short = means.iter().filter(|mean| better(need, **mean)).count();
    Some(Experience {
        best,
        below: short as f64 / means.len() as f64,
        spans: means.len(),
        beyond: better(need, best),
    })
}

/// A target sought through the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// The variable sought.
    pub variable: usize,
    /// Its value at the base.
    pub before: f64,
    /// The value to reach.
    pub goal: f64,
    /// The moves that do it.
    pub found: Sought,
}

/// Seeks the goals of a scenario through the network, each by itself on top of the scenario's levers.
///
/// # Errors
/// Names that are not known, goals without a value, and targets that do not answer to the indicators that may move.
pub fn search(
    plan: &Plan,
    foresights: &[Foresight],
    scenario: &Scenario,
    panel: &crate::Panel,
) -> Result<(crate::Run, Vec<Search>), Words> {
    let run = crate::run::run(plan, foresights, scenario, panel)?;
    let set = levers(&run.network, plan, scenario, run.year, &run.base)?;
    let mut found = Vec::new();
    for goal in &scenario.seek {
        let variable = place(&run.network, plan, &goal.indicator, run.year)?;
        let stated = run
            .network
            .statements_of(variable)
            .find(|(_, one)| one.target.is_some())
            .map(|(_, one)| one.value);
        let value = goal.value.or(stated).filter(|value| *value > 0.0).ok_or_else(|| {
            Words::new(
                format!("“{}”没有目标值：请写 value", goal.indicator),
                format!("“{}” has no target: write value", goal.indicator),
            )
        })?;
        let handles = handles(plan, foresights, &run, goal)?;
        let sought = seek(&run.forms, &run.base, &handles, &set, variable, value).map_err(|error| match error {
            SeekError::Ask(_) => Words::new(
                format!("“{}”：不止一个量可以随之变动，请在 [[hold]] 或 [[closure]] 中写明", goal.indicator),
                format!("“{}”: more than one quantity could give way; say which under [[hold]] or [[closure]]", goal.indicator),
            ),
            SeekError::NoAnswer => Words::new(
                format!("“{}”不随 with 中的指标变动：恒等式没有把它们连起来，或缺少数值", goal.indicator),
                format!("“{}” does not answer to what may move: no identity ties them, or a value is missing", goal.indicator),
            ),
        })?;
        let before = run.base.get(variable).copied().unwrap_or(f64::NAN);
        found.push(Search { variable, before, goal: value, found: sought });
    }
    Ok((run, found))
}

/// A width for what has no forecast: five per cent, our own convention, said where it is used.
const DEFAULT_WIDTH: f64 = 0.05;

fn handles(
    plan: &Plan,
    foresights: &[Foresight],
    run: &crate::Run,
    goal: &Goal,
) -> Result<Vec<Handle>, Words> {
    let mut found = Vec::new();
    for name in &goal.with {
        let variable = place(&run.network, plan, name, run.year)?;
        let width = foresights
            .iter()
            .find(|of| variable_of(&run.network, plan, of).map(|(at, _)| at) == Some(variable))
            .and_then(|of| Some((of.quantile_at(-1.0)?, of.quantile_at(1.0)?)))
            .filter(|(low, high)| *low > 0.0 && high > low)
            .map_or(DEFAULT_WIDTH, |(low, high)| 0.5 * libm::log(high / low));
        found.push(Handle { variable, width });
    }
    Ok(found)
}
