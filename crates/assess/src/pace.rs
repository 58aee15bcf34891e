//! How fast a value moves: since the base, at its best, and as needed from now on.

use crate::{Pace, PaceBasis, Path, Point, Trend};

/// Pace between two points on a scale: compound per cent, or an amount, per year.
pub(crate) fn between(from: Point, to: Point, basis: PaceBasis) -> Option<Pace> {
    let years = f64::from(to.year - from.year);
    if years <= 0.0 {
        return None;
    }
    let value = match basis {
        PaceBasis::Percent if from.value > 0.0 && to.value > 0.0 => {
            100.0 * (libm::pow(to.value / from.value, 1.0 / years) - 1.0)
        }
        PaceBasis::Percent => return None,
        PaceBasis::Amount => (to.value - from.value) / years,
    };
    value.is_finite().then_some(Pace { value, basis })
}

/// The best pace of the past over `years` consecutive years, or over as many as the past has.
///
/// "Best" is in the direction of `sign`: +1 the fastest rise, -1 the fastest fall.
pub(crate) fn best(past: &[Point], years: i32, sign: f64, basis: PaceBasis) -> Option<Pace> {
    let span = past.last()?.year - past.first()?.year;
    let years = years.clamp(1, span.max(1));
    let mut found: Option<Pace> = None;
    for (at, from) in past.iter().enumerate() {
        let Some(to) = past[at..].iter().find(|p| p.year == from.year + years) else { continue };
        let Some(pace) = between(*from, *to, basis) else { continue };
        if found.is_none_or(|best| sign * pace.value > sign * best.value) {
            found = Some(pace);
        }
    }
    found
}

/// The direction of the last `years` years against the pace of the expected path.
///
/// `stalled` is the share of the path's pace below which nothing moves.
pub(crate) fn trend(points: &[Point], path: &Path, years: i32, stalled: f64) -> Option<Trend> {
    let last = points.last()?;
    let from = points.iter().rev().find(|p| p.year <= last.year - years).or_else(|| points.first())?;
    let elapsed = f64::from(last.year - from.year);
    if elapsed <= 0.0 {
        return None;
    }
    let length = path.end().0 - path.start().0;
    let share = (path.progress(last.value) - path.progress(from.value)) / (elapsed / length);
    Some(match share {
        s if s < -stalled => Trend::Away,
        s if s < stalled => Trend::Stalled,
        _ => Trend::Towards,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[(i32, f64)]) -> Vec<Point> {
        values.iter().map(|(year, value)| Point { year: *year, value: *value }).collect()
    }

    #[test]
    fn the_best_window_of_the_past() {
        let past = points(&[(2010, 100.0), (2011, 120.0), (2012, 126.0), (2013, 120.0)]);
        let one = best(&past, 1, 1.0, PaceBasis::Percent).expect("pace");
        assert!((one.value - 20.0).abs() < 1e-9);
        let two = best(&past, 2, 1.0, PaceBasis::Amount).expect("pace");
        assert!((two.value - 13.0).abs() < 1e-9);
        // A longer window than the past has is cut to it.
        assert!(best(&past, 9, 1.0, PaceBasis::Amount).is_some());
        let fall = best(&past, 1, -1.0, PaceBasis::Amount).expect("pace");
        assert!((fall.value + 6.0).abs() < 1e-9);
    }

    #[test]
    fn trends_are_seen_from_the_target() {
        let path = Path::linear((2015.0, 58.0), (2020.0, 49.3)).expect("path");
        let towards = points(&[(2015, 58.0), (2017, 55.0)]);
        let stalled = points(&[(2015, 58.0), (2017, 57.9)]);
        let away = points(&[(2015, 58.0), (2017, 60.0)]);
        assert_eq!(trend(&towards, &path, 3, 0.1), Some(Trend::Towards));
        assert_eq!(trend(&stalled, &path, 3, 0.1), Some(Trend::Stalled));
        assert_eq!(trend(&away, &path, 3, 0.1), Some(Trend::Away));
        assert_eq!(trend(&points(&[(2015, 58.0)]), &path, 3, 0.1), None);
    }
}
