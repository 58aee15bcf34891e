//! What a target would take: by itself, against all experience, and with several levers at once.

use crate::form::Form;
use crate::what_if::{Ask, Levers, what_if};
use std::collections::BTreeMap;

/// The growth a year, in per cent, from `from` to `to` in `years` years; `None` unless all are positive.
///
/// # Example
/// ```
/// let need = scenario::growth_needed(1413.931733, 1900.0, 2).unwrap();
/// assert!((need - 15.921123).abs() < 1e-6);
/// ```
pub fn growth_needed(from: f64, to: f64, years: usize) -> Option<f64> {
    let sound = from > 0.0 && to > 0.0 && years > 0;
    sound.then(|| 100.0 * (libm::pow(to / from, 1.0 / years as f64) - 1.0)).filter(|rate| rate.is_finite())
}

/// What several yearly changes in per cent make together, in per cent.
pub fn chained(changes: &[f64]) -> f64 {
    100.0 * (changes.iter().map(|change| 1.0 + change / 100.0).product::<f64>() - 1.0)
}

/// The yearly change, in per cent, with which changes `done` become `total` over all years; `None` when no years are left.
///
/// # Example
/// ```
/// // -12 % in five years, after -2.0, -1.5 and -2.5 %.
/// let need = scenario::change_needed(-12.0, &[-2.0, -1.5, -2.5], 2).unwrap();
/// assert!((need + 3.304141).abs() < 1e-6);
/// ```
pub fn change_needed(total: f64, done: &[f64], years: usize) -> Option<f64> {
    growth_needed(1.0 + chained(done) / 100.0, 1.0 + total / 100.0, years)
}

/// The amount a year with which amounts `done` add up to `total`; `None` when no years are left.
///
/// # Example
/// ```
/// // 3878 homes, 2400 of them built in three years.
/// assert_eq!(scenario::amount_needed(3878.0, 2400.0, 2), Some(739.0));
/// ```
pub fn amount_needed(total: f64, done: f64, years: usize) -> Option<f64> {
    (years > 0).then(|| (total - done) / years as f64)
}

/// The value of the remaining years with which the mean over all `years` is `mean`; `None` when no years are left.
pub fn mean_needed(mean: f64, years: usize, done: &[f64]) -> Option<f64> {
    let left = years.checked_sub(done.len())?;
    (left > 0).then(|| (years as f64 * mean - done.iter().sum::<f64>()) / left as f64)
}

/// How a way to a target spreads over the years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Every year the same.
    Even,
    /// More in the first years, falling evenly.
    FrontLoaded,
}

/// The values of a path from `from` to `to`, one for each of `years` years, the last being `to`.
///
/// Growth paths (`compound`) are even in logarithms, others in amounts. `None` for a growth path between values that are not positive.
pub fn path(from: f64, to: f64, years: usize, compound: bool, shape: Shape) -> Option<Vec<f64>> {
    if compound && !(from > 0.0 && to > 0.0) {
        return None;
    }
    let n = years as f64;
    let share = |year: usize| {
        let k = year as f64;
        match shape {
            Shape::Even => k / n,
            // Steps n, n - 1, ... 1 of n (n + 1) / 2.
            Shape::FrontLoaded => k * (2.0 * n - k + 1.0) / (n * (n + 1.0)),
        }
    };
    let value = |year: usize| match year {
        _ if year == years => to,
        _ if compound => from * libm::pow(to / from, share(year)),
        _ => from + share(year) * (to - from),
    };
    Some((1..=years).map(value).collect())
}

/// Where a need lies among what has been.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Experience {
    /// The best change a year over as many years: in per cent for growth, else an amount.
    pub best: f64,
    /// The share of past spans that fell short of the need.
    pub below: f64,
    /// Past spans of as many years.
    pub spans: usize,
    /// Whether no past span reached the need.
    pub beyond: bool,
}

/// Compares a need a year over `years` years with all past spans of as many years; `None` without such a span.
///
/// `past` holds yearly values, oldest first, without gaps; `falls` says that less is better.
pub fn experience(need: f64, past: &[f64], years: usize, compound: bool, falls: bool) -> Option<Experience> {
    let paces = past.windows(years + 1).filter_map(|span| {
        let (from, to) = (*span.first()?, *span.last()?);
        if compound { growth_needed(from, to, years) } else { Some((to - from) / years as f64) }
    });
    let paces: Vec<f64> = paces.filter(|pace| pace.is_finite()).collect();
    let better = |a: f64, b: f64| if falls { a < b } else { a > b };
    let best = paces.iter().copied().reduce(|a, b| if better(b, a) { b } else { a })?;
    let short = paces.iter().filter(|pace| better(need, **pace)).count();
    Some(Experience {
        best,
        below: short as f64 / paces.len() as f64,
        spans: paces.len(),
        beyond: better(need, best),
    })
}

/// A lever that may move to meet a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Handle {
    /// The variable.
    pub variable: usize,
    /// One standard deviation of its forecast, in logarithms, positive.
    pub width: f64,
}

/// The smallest moves of some levers that meet a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Sought {
    /// New values by lever.
    pub set: BTreeMap<usize, f64>,
    /// Each lever's move in widths of its forecast.
    pub widths: BTreeMap<usize, f64>,
    /// Whether a lever moves by more than three widths: out of reach of experience.
    pub out_of_reach: bool,
}

/// Why no move of the levers meets a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeekError {
    /// An identity can be closed in more than one way.
    Ask(Ask),
    /// The target does not answer to the levers.
    NoAnswer,
}

/// Steps, at most.
const STEPS: usize = 100;

/// The first touch of a lever, in widths.
const TOUCH: f64 = 1e-4;

/// Moves beyond this many widths are out of reach of experience.
const REACH: f64 = 3.0;

/// Finds the smallest moves (sum of squares, in widths of the forecasts) of `handles` with which the variable `target` becomes `value`
/// and all identities hold: a quadratic programme with one constraint, solved by repeated linearisation.
///
/// # Errors
/// [`SeekError`] where a closure has to be chosen or the target does not move.
pub fn seek(
    forms: &[Form],
    base: &[f64],
    handles: &[Handle],
    levers: &Levers,
    target: usize,
    value: f64,
) -> Result<Sought, SeekError> {
    let wanted = libm::log(value);
    // A touch of each lever to begin with: identities answer only to what moves.
    let mut moves: Vec<f64> = handles.iter().map(|handle| TOUCH * handle.width).collect();
    for _ in 0..STEPS {
        let mut set = levers.clone();
        for (handle, by) in handles.iter().zip(&moves) {
            let before = base.get(handle.variable).copied().unwrap_or(f64::NAN);
            set.set.insert(handle.variable, before * libm::exp(*by));
        }
        let found = what_if(forms, base, &set).map_err(SeekError::Ask)?;
        let is = found.values.get(target).copied().unwrap_or(f64::NAN);
        let miss = libm::log(is) - wanted;
        if !miss.is_finite() {
            return Err(SeekError::NoAnswer);
        }
        if miss.abs() < 1e-13 {
            return Ok(sought(base, handles, &moves));
        }
        let answers = found.elasticities(forms, target);
        let slopes: Vec<f64> =
            handles.iter().map(|handle| answers.get(&handle.variable).copied().unwrap_or(0.0)).collect();
        let scale: f64 = slopes
            .iter()
            .zip(handles)
            .map(|(slope, handle)| slope * slope * handle.width * handle.width)
            .sum();
        if scale.is_nan() || scale <= 1e-18 {
            return Err(SeekError::NoAnswer);
        }
        let ahead: f64 = slopes.iter().zip(&moves).map(|(slope, by)| slope * by).sum();
        let mut step = 0.0_f64;
        for ((by, slope), handle) in moves.iter_mut().zip(&slopes).zip(handles) {
            let next = handle.width * handle.width * slope * (ahead - miss) / scale;
            step = step.max((next - *by).abs());
            *by = next;
        }
        if step < 1e-15 {
            return Ok(sought(base, handles, &moves));
        }
    }
    Err(SeekError::NoAnswer)
}

fn sought(base: &[f64], handles: &[Handle], moves: &[f64]) -> Sought {
    let pairs = || handles.iter().zip(moves);
    let value =
        |handle: &Handle, by: f64| base.get(handle.variable).copied().unwrap_or(f64::NAN) * libm::exp(by);
    Sought {
        set: pairs().map(|(handle, by)| (handle.variable, value(handle, *by))).collect(),
        widths: pairs().map(|(handle, by)| (handle.variable, by / handle.width)).collect(),
        out_of_reach: pairs().any(|(handle, by)| (by / handle.width).abs() > REACH),
    }
}
