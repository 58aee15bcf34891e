//! Statistics Canada's progress measure, as shipped in Open SDG 2.4.
//!
//! Source: the measure and its thresholds are described on Canada's SDG data site; the inputs and results of every series
//! are published in `indicator_calculation_components.yml` of sdg-data-canada-odd-donnees/sdg-data-donnees-odd. The
//! exponent 4.44 and the slopes of the score are not in the prose: they are those of the published results.

use super::{Case, Class, Wish, compound_growth};

/// Below this share of the needed growth progress is limited.
const LIMITED: f64 = 0.60;
/// From this share on it is on track.
const ON_TRACK: f64 = 0.95;
/// Growth a year that counts as moderate or substantial when there is no target.
const MODERATE: f64 = 0.005;
const SUBSTANTIAL: f64 = 0.015;
/// How fast the thresholds fall as a value nears its natural limit.
const LIMIT_EXPONENT: f64 = 4.44;
/// What a base or a target of zero is replaced by, since growth from or to zero is undefined.
const ZERO: f64 = 0.001;

/// What the method says of one series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Observed over needed growth with a target, observed growth in the wanted direction without; `None` when the
    /// needed growth is zero.
    pub value: Option<f64>,
    /// Score from -5 to 5.
    pub score: f64,
    /// Status.
    pub status: Status,
}

/// Status names of the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Moving away.
    Deterioration,
    /// Below 60 % of what is needed.
    Limited,
    /// 60 to 95 %.
    Moderate,
    /// 95 % and more.
    Substantial,
    /// The latest value satisfies the target.
    Achieved,
}

impl Status {
    /// The name in the published file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deterioration => "deterioration",
            Self::Limited => "limited_progress",
            Self::Moderate => "moderate_progress",
            Self::Substantial => "substantial_progress",
            Self::Achieved => "target_achieved",
        }
    }
}

/// Measures one series; `None` with fewer than two years or values that change sign.
///
/// # Example
/// Series 1-2-1 of the published file: 14.5 (2015) to 10.2 (2023), target 7.25 in 2030.
/// ```
/// use assess::method::{Case, Wish, statcan};
/// let case = Case { base_year: 2015.0, base: 14.5, year: 2023.0, value: 10.2, target_year: 2030.0,
///     target: Some(7.25), wish: Wish::Down, limit: None };
/// let found = statcan::progress(&case).unwrap();
/// assert!((found.value.unwrap() - 0.9525901792032172).abs() < 1e-9);
/// assert!((found.score - 2.5185563910306596).abs() < 1e-6);
/// ```
pub fn progress(case: &Case) -> Option<Progress> {
    let zero = |v: f64| if v == 0.0 { ZERO } else { v };
    if case.year <= case.base_year {
        return None;
    }
    let base = zero(case.base);
    // A value that has come down to zero has lost all of itself, however long that took.
    let observed = match case.value {
        0.0 => Some(-1.0),
        value => compound_growth(base, value, case.year - case.base_year),
    };
    let Some(target) = case.target else {
        let growth = case.wish.sign() * observed?;
        let room = room(base, case.limit, case.wish);
        let status = match growth {
            p if p < 0.0 => Status::Deterioration,
            p if p < MODERATE * room => Status::Limited,
            p if p < SUBSTANTIAL * room => Status::Moderate,
            _ => Status::Substantial,
        };
        return Some(Progress { value: Some(growth), score: score_of_growth(growth, room), status });
    };
    let needed = compound_growth(base, zero(target), case.target_year - case.base_year);
    let value = match (observed, needed) {
        (Some(o), Some(n)) if n != 0.0 => Some(case.wish.sign() * o / n.abs()),
        _ => None,
    };
    if case.wish.reached(case.value, target) {
        return Some(Progress { value, score: 5.0, status: Status::Achieved });
    }
    value.map(|r| Progress { value, score: score_to_target(r), status: status_to_target(r) })
}

/// How much of the usual growth can be asked of a value that nears its limit: 1 far away, 0 at the limit.
fn room(base: f64, limit: Option<f64>, wish: Wish) -> f64 {
    match limit {
        Some(limit) if limit != 0.0 && wish == Wish::Up => {
            (1.0 - libm::pow((base / limit).max(0.0), LIMIT_EXPONENT)).max(0.0)
        }
        _ => 1.0,
    }
}

fn status_to_target(r: f64) -> Status {
    match r {
        r if r < 0.0 => Status::Deterioration,
        r if r < LIMITED => Status::Limited,
        r if r < ON_TRACK => Status::Moderate,
        _ => Status::Substantial,
    }
}

fn score_to_target(r: f64) -> f64 {
    let score = if r < LIMITED { 4.1667 * r - 2.5 } else { 7.1429 * r - 4.2857 };
    score.clamp(-5.0, 5.0)
}

fn score_of_growth(p: f64, room: f64) -> f64 {
    let score = if p < 0.0 {
        125.0 * p - 2.5
    } else {
        // At the limit itself nothing can be asked: standing still is full marks.
        let q = if room > 0.0 { p / room } else { f64::INFINITY };
        match q {
            q if q < MODERATE => 500.0 * q - 2.5,
            q if q < SUBSTANTIAL => 250.0 * q - 1.25,
            q => 500.0 * q - 5.0,
        }
    };
    score.clamp(-5.0, 5.0)
}

/// Score of an indicator: the mean of its groups, each the mean of its series; series without a score are left out.
pub fn indicator_score<'a>(groups: impl IntoIterator<Item = &'a [f64]>) -> Option<f64> {
    let means: Vec<f64> = groups.into_iter().filter_map(mean).collect();
    mean(&means)
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Status of an indicator from the mean score; achieved only if all its series are.
pub fn indicator_status(score: f64, all_achieved: bool) -> Status {
    match score {
        _ if all_achieved => Status::Achieved,
        s if s < -2.5 => Status::Deterioration,
        s if s < 0.0 => Status::Limited,
        s if s < 2.5 => Status::Moderate,
        _ => Status::Substantial,
    }
}

pub(super) fn rate(case: &Case) -> Option<(f64, Class)> {
    let found = progress(case)?;
    let class = match found.status {
        Status::Deterioration => Class::new("deterioration", "倒退", "deterioration"),
        Status::Limited => Class::new("limited_progress", "进展有限", "limited progress"),
        Status::Moderate => Class::new("moderate_progress", "进展中等，需加快", "moderate progress"),
        Status::Substantial => Class::on_course("substantial_progress", "进展良好", "substantial progress"),
        Status::Achieved => Class::on_course("target_achieved", "已达到", "target achieved"),
    };
    Some((found.value.unwrap_or(0.0), class))
}
