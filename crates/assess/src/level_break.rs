//! Level breaks: a census, a new base, corrected statistics.
//!
//! A break is seen where level and published growth of one year cannot both be true. Where no growth was published, a
//! jump far outside the usual changes that stays is a break.

use crate::traits::Traits;
use crate::{BreakFound, Config, Point};
use plan::Indicator;
use series::{AnomalyKind, LevelBreak, Nature, Treatment, anomalies};

/// The breaks of a series up to its last value, oldest first.
pub(crate) fn find(
    indicator: &Indicator,
    traits: &Traits,
    levels: &[Point],
    growth: &[Point],
    config: &Config,
) -> Vec<BreakFound> {
    let cut = libm::log1p(config.rules.data.level_break);
    let mut found = Vec::new();
    let mut add = |seen: LevelBreak, proven: bool| {
        if libm::log(seen.factor).abs() > cut {
            let year = levels[seen.at].year;
            let choice = config.choice(indicator.id.as_str(), year);
            found.push(BreakFound { year, factor: seen.factor, choice, proven });
        }
    };
    for (at, pair) in levels.windows(2).enumerate() {
        let [before, after] = [pair[0], pair[1]];
        if after.year != before.year + 1 || before.value <= 0.0 || after.value <= 0.0 {
            continue;
        }
        let Ok(rate) = growth.binary_search_by_key(&after.year, |p| p.year).map(|i| growth[i].value / 100.0)
        else {
            continue;
        };
        if let Some(seen) = LevelBreak::from_growth(at + 1, before.value, after.value, rate) {
            add(seen, true);
        }
    }
    if growth.is_empty()
        && levels.iter().all(|p| p.value > 0.0)
        && !matches!(traits.nature, Nature::Bounded(_))
    {
        let values: Vec<f64> = levels.iter().map(|p| p.value).collect();
        let jumps = anomalies(&values).into_iter().filter(|a| a.kind == AnomalyKind::LevelBreak);
        jumps.filter_map(|a| LevelBreak::from_anomaly(&a)).for_each(|seen| add(seen, false));
    }
    found
}

/// The factor from the basis of `year` to that of the last value.
pub(crate) fn factor(year: i32, breaks: &[BreakFound]) -> f64 {
    breaks.iter().filter(|b| b.counts() && b.year > year).map(|b| b.factor).product()
}

/// The past on the basis of the last value.
pub(crate) fn rebased(points: &[Point], breaks: &[BreakFound]) -> Vec<Point> {
    let at = |b: &BreakFound| points.iter().position(|p| p.year == b.year);
    let breaks: Vec<LevelBreak> = breaks
        .iter()
        .filter(|b| b.counts())
        .filter_map(|b| Some(LevelBreak { at: at(b)?, factor: b.factor }))
        .collect();
    if breaks.is_empty() {
        return points.to_vec();
    }
    let values: Vec<f64> = points.iter().map(|p| p.value).collect();
    let moved = Treatment::Rebase.values(&values, &breaks);
    points.iter().zip(moved).map(|(p, value)| Point { value, ..*p }).collect()
}
