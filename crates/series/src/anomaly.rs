use std::fmt;

/// A value that does not fit its neighbours: shown to a person, never removed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anomaly {
    /// Position in the values, from 0: the odd value, or the first one on the new level.
    pub index: usize,
    /// What it looks like.
    pub kind: AnomalyKind,
    /// Distance from the expected change in robust standard deviations of the other yearly changes.
    pub score: f64,
    /// The value over the expected one (positive series), or the value minus the expected one.
    pub size: f64,
}

/// What an anomaly looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnomalyKind {
    /// One value stands out and the series comes back: a typing error, a unit, a crisis year.
    Outlier,
    /// The level changes and stays: a new base, a census, a new boundary.
    LevelBreak,
    /// The last value stands out; the next one will tell which of the two it is.
    Unsettled,
}

impl fmt::Display for AnomalyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Outlier => "outlier",
            Self::LevelBreak => "level break",
            Self::Unsettled => "unsettled",
        })
    }
}

/// Robust standard deviations beyond which a yearly change is far outside the error scale.
const FAR: f64 = 6.0;

/// A level break stands between changes within this many robust standard deviations; else the series is in upheaval.
const CALM: f64 = 4.0;

/// Least robust standard deviation of yearly log changes; of plain changes, as a share of the median one.
const LEAST_LOG: f64 = 0.004;
const LEAST_SHARE: f64 = 0.5;

/// Fewer yearly changes than this say nothing of what is usual.
const LEAST_CHANGES: usize = 5;

/// Finds values that are far from what the other yearly changes of the series lead one to expect.
///
/// Changes are taken on logs when every value is positive. What is usual is the median change and 1.4826 times the median
/// absolute deviation from it, without the change in question. Series with fewer than six values have no anomalies.
///
/// # Example
/// ```
/// use series::{AnomalyKind, anomalies};
/// let gdp = [900.0, 972.0, 1031.0, 1120.0, 1210.0, 1283.0, 1372.0, 1001.0, 1060.0, 1132.0];
/// let found = anomalies(&gdp);
/// assert_eq!((found[0].index, found[0].kind), (7, AnomalyKind::LevelBreak));
/// ```
pub fn anomalies(values: &[f64]) -> Vec<Anomaly> {
    let positive = values.iter().all(|v| *v > 0.0);
    let on_scale: Vec<f64> =
        if positive { values.iter().map(|v| libm::log(*v)).collect() } else { values.to_vec() };
    let changes: Vec<f64> = on_scale.windows(2).map(|w| w[1] - w[0]).collect();
    let mut found = Vec::new();
    if changes.len() < LEAST_CHANGES || changes.iter().any(|c| !c.is_finite()) {
        return found;
    }
    let mut i = 0;
    while i < changes.len() {
        let usual = Usual::without(&changes, i, positive);
        let score = (changes[i] - usual.median).abs() / usual.deviation;
        if score < FAR {
            i += 1;
            continue;
        }
        let size = changes[i] - usual.median;
        let kind = match changes.get(i + 1).map(|next| next - usual.median) {
            None => AnomalyKind::Unsettled,
            Some(back) if back * size < 0.0 && back.abs() > 0.5 * size.abs() => AnomalyKind::Outlier,
            Some(next) => {
                let before = if i > 0 { changes[i - 1] - usual.median } else { 0.0 };
                if before.abs().max(next.abs()) > CALM * usual.deviation {
                    i += 1;
                    continue;
                }
                AnomalyKind::LevelBreak
            }
        };
        let size = if positive { libm::exp(size) } else { size };
        found.push(Anomaly { index: i + 1, kind, score, size });
        i += if kind == AnomalyKind::Outlier { 2 } else { 1 };
    }
    found
}

/// The usual yearly change of a series.
struct Usual {
    median: f64,
    deviation: f64,
}

impl Usual {
    /// Leaves out change `i` and the one after it, which undoes an outlier.
    fn without(changes: &[f64], i: usize, logs: bool) -> Self {
        let mut others: Vec<f64> =
            changes.iter().enumerate().filter(|(j, _)| *j != i && *j != i + 1).map(|(_, c)| *c).collect();
        let median = middle(&mut others);
        let mut sizes: Vec<f64> = others.iter().map(|c| c.abs()).collect();
        let mut distances: Vec<f64> = others.iter().map(|c| (c - median).abs()).collect();
        let least = if logs { LEAST_LOG } else { LEAST_SHARE * middle(&mut sizes) };
        Self { median, deviation: (1.4826 * middle(&mut distances)).max(least).max(f64::MIN_POSITIVE) }
    }
}

fn middle(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        n => f64::midpoint(values[(n - 1) / 2], values[n / 2]),
    }
}
