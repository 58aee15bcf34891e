//! The year before it is over: how far the months have come, what the year will come to, and a warning in the month.
//!
//! A warning on yearly figures comes up to fourteen months late. 时序进度 is taken against the same months of past years:
//! half of the year's investment may be usual by September, and nine twelfths is nobody's season.

mod estimate;
mod months;

pub use estimate::{Growing, PastYear, YearEstimate};

use crate::commitment::Commitment;
use crate::method::Wish;
use crate::print::{number, percent, probability};
use crate::track::{Track, View};
use crate::traits::Traits;
use crate::{Alert, AsOf, Point, TargetKind};
use months::MonthlyFigures;
use plan::{IndicatorKind, Months, Observation};
use source::Words;

/// A target's indicator in the running year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearSoFar {
    /// The running year.
    pub year: i32,
    /// The months that are known.
    pub months: Months,
    /// What they came to, in the unit of the indicator.
    pub value: f64,
    /// What the target wants of this year.
    pub due: Option<f64>,
    /// The months over what the year should come to: 时序进度.
    pub progress: Option<f64>,
    /// The share of the year that was done by then in past years.
    pub usual: Option<f64>,
    /// What the year will come to.
    pub estimate: Option<YearEstimate>,
    /// P(the year comes to what is due).
    pub attain: Option<f64>,
    /// The warning in the month.
    pub alert: Alert,
    /// The same in one sentence.
    pub words: Words,
}

/// Probabilities that the year comes to what is due, below which the month warns.
const CUTS: [(f64, Alert); 4] =
    [(0.05, Alert::Red), (0.2, Alert::Orange), (0.4, Alert::Yellow), (0.6, Alert::Blue)];

/// The running year of a commitment; `None` where no month of a year without a yearly figure is known.
///
/// `given` are the indicator's figures in the region, `yearly` the yearly values that count.
pub(crate) fn of(
    commitment: &Commitment<'_>,
    track: &Track,
    given: &[&Observation],
    yearly: &[Point],
    as_of: AsOf,
) -> Option<YearSoFar> {
    let growth = commitment.kind == TargetKind::AverageGrowth || commitment.traits.states_growth;
    let figures = MonthlyFigures::read(given, &commitment.indicator.unit, growth, as_of);
    let growing = if growth {
        Growing::State
    } else {
        growing(commitment.traits, &commitment.indicator.unit, &figures)
    };
    let last_year = yearly.iter().map(|p| p.year).filter(|year| *year <= as_of.year).max();
    let year = figures.last_year().filter(|year| last_year.is_none_or(|last| *year > last))?;
    if year > as_of.year + 1 || year > commitment.year {
        return None;
    }
    let (months, value) = figures.latest(year, growing)?;
    let past: Vec<PastYear> = yearly
        .iter()
        .filter(|point| point.year < year)
        .filter_map(|point| {
            Some(PastYear { so_far: figures.as_first_said(point.year, months, growing)?, year: point.value })
        })
        .collect();
    let estimate = YearEstimate::learn(&past, value, growing);
    // A target in another unit than the indicator says nothing of the indicator's months, unless it is on its growth.
    let same =
        growth || crate::unit::factor(&commitment.target.unit, &commitment.indicator.unit) == Some(1.0);
    let due = due(commitment, track, year).filter(|_| same && !commitment.undirected());
    let progress = due.filter(|due| growing == Growing::Sum && *due > 0.0).map(|due| value / due);
    let attain = due.zip(estimate).map(|(due, estimate)| {
        let reached = estimate.prob_ge(due);
        if commitment.wish == Wish::Up { reached } else { 1.0 - reached }
    });
    let alert = attain.map_or(Alert::None, |p| {
        CUTS.iter().find(|(cut, _)| p < *cut).map_or(Alert::None, |(_, alert)| *alert)
    });
    let usual = estimate.and_then(|estimate| estimate.usual_share());
    let mut so_far = YearSoFar {
        year,
        months,
        value,
        due,
        progress,
        usual,
        estimate,
        attain,
        alert,
        words: Words::new("", ""),
    };
    so_far.words = words(&so_far, growing, if growth { "%" } else { &commitment.indicator.unit });
    Some(so_far)
}

/// Whether the months of an indicator add up to its year.
fn growing(traits: &Traits, unit: &str, figures: &MonthlyFigures<'_>) -> Growing {
    let kind = traits.entry.map(|entry| entry.kind);
    let adds = traits.accumulates || traits.adds || kind == Some(IndicatorKind::Flow);
    let stands = kind.is_some() || traits.state || crate::unit::is_percent(unit);
    // Of an indicator that nobody lists, figures over several months tell: 1—9月 is said of what adds up.
    if adds || !stands && figures.spans_months() { Growing::Sum } else { Growing::State }
}

/// What the target wants of one year.
fn due(commitment: &Commitment<'_>, track: &Track, year: i32) -> Option<f64> {
    match (commitment.kind, track.view) {
        (TargetKind::AverageGrowth | TargetKind::Floor | TargetKind::Ceiling | TargetKind::Keep, _) => {
            commitment.goal
        }
        // What is left, spread over the years that are left; the path says how.
        (TargetKind::CumulativeSum, _) => {
            let path = track.path.as_ref()?;
            let before = track.points.iter().rev().find(|p| p.year < year)?;
            Some((path.at(f64::from(year)) - before.value).max(0.0))
        }
        (TargetKind::Level | TargetKind::GrowthPath, View::Plain) => {
            Some(track.path.as_ref()?.at(f64::from(year)))
        }
        _ => None,
    }
}

fn words(so_far: &YearSoFar, growing: Growing, unit: &str) -> Words {
    let (months, value, year) = (so_far.months.words(), number(so_far.value), so_far.year);
    let (sum_zh, sum_en) = if growing == Growing::Sum { ("累计", " in total") } else { ("为", "") };
    let mut zh = vec![format!("{year}年{}{sum_zh}{value}{unit}", months.zh)];
    let mut en = vec![format!("{} {year}: {value} {unit}{sum_en}", months.en)];
    if let Some(progress) = so_far.progress {
        let done = percent(progress);
        zh.push(format!("，时序进度{done}"));
        en.push(format!(", {done} of what is due this year"));
        if let Some(usual) = so_far.usual.map(percent) {
            zh.push(format!("，往年同期通常完成{usual}"));
            en.push(format!(", {usual} of a year is usual by then"));
        }
    }
    if let Some(estimate) = so_far.estimate {
        let [middle, low, high] = [0.5, 0.025, 0.975].map(|p| number(estimate.quantile(p)));
        let years = estimate.years;
        zh.push(format!("；全年预计{middle}{unit}（据{years}个往年，95%区间{low}至{high}）"));
        en.push(format!(
            "; {middle} {unit} expected for the year (from {years} past years, 95% interval {low} to {high})"
        ));
    } else {
        zh.push("；没有往年同期数据，无法推算全年".to_owned());
        en.push("; no past year to tell the whole year from".to_owned());
    }
    if let (Some(p), Some(due)) = (so_far.attain.map(probability), so_far.due.map(number)) {
        zh.push(format!("，达到当年应有的{due}{unit}的概率{p}"));
        en.push(format!(", probability {p} to come to the {due} {unit} due this year"));
    }
    if so_far.alert > Alert::None {
        let level = so_far.alert.words();
        zh.push(format!("，当月{}预警", level.zh));
        en.push(format!(", {} in this month", level.en));
    }
    Words::new(zh.concat() + "。", en.concat() + ".")
}
