//! The sorts of commitment that no path describes: limits, kept levels, intervals, structures, events.

use crate::commitment::{Commitment, structure as read_structure};
use crate::history::{History, counting};
use crate::track::Track;
use crate::verdict::Verdict;
use crate::{AsOf, Config, Point, Status, TargetKind};

/// Progress of what has no path, written over what a path would say.
pub(crate) fn measure(commitment: &Commitment<'_>, track: &Track, latest: Point, verdict: &mut Verdict) {
    let Some(goal) = track.goal else { return };
    match commitment.kind {
        TargetKind::Floor | TargetKind::Ceiling => {
            // The share of years that complied; every one of them should.
            let years: Vec<&Point> = years_of(commitment, track).collect();
            let complied = years.iter().filter(|p| commitment.satisfied(p.value)).count();
            verdict.progress = Some(complied as f64 / years.len().max(1) as f64);
            verdict.expected = Some(1.0);
        }
        TargetKind::Keep => {
            let kept = commitment.satisfied(latest.value) || goal == 0.0;
            verdict.progress = Some(if kept { 1.0 } else { shortfall(latest.value, goal, commitment) });
            verdict.expected = Some(1.0);
        }
        TargetKind::Interval => {
            let high = commitment.high.unwrap_or(goal);
            verdict.progress = Some(interval(latest.value, goal, high, &track.points));
            verdict.expected = Some(1.0);
        }
        TargetKind::AverageGrowth => {
            // The mean so far against the mean that was promised; the path keeps the time distance.
            let mean = track.view.show(latest.year, latest.value);
            verdict.progress = commitment.goal.filter(|g| *g != 0.0).map(|g| mean / g);
            verdict.expected = Some(1.0);
        }
        _ => {}
    }
}

/// A kept level that slipped: what is left of it, 0 to 1.
fn shortfall(value: f64, goal: f64, commitment: &Commitment<'_>) -> f64 {
    let ratio = match commitment.wish {
        crate::method::Wish::Up => value / goal,
        crate::method::Wish::Down => goal / value,
    };
    if ratio.is_finite() { ratio.clamp(0.0, 1.0) } else { 0.0 }
}

/// 小康 monitoring (2008) for interval indicators: 1 inside, falling to 0 at the furthest value that was seen.
///
/// `points` give the range of values seen, which the method calls M1 and M2.
pub(crate) fn interval(value: f64, low: f64, high: f64, points: &[Point]) -> f64 {
    if value >= low && value <= high {
        return 1.0;
    }
    let seen = points.iter().map(|p| p.value).chain([value]);
    let reach = seen.map(|v| (low - v).max(v - high)).fold(0.0, f64::max);
    let distance = (low - value).max(value - high);
    if reach > 0.0 { (1.0 - distance / reach).max(0.0) } else { 1.0 }
}

/// Whether a limit held in every year of the plan.
pub(crate) fn kept(commitment: &Commitment<'_>, track: &Track) -> bool {
    match commitment.kind {
        TargetKind::Floor | TargetKind::Ceiling => {
            years_of(commitment, track).all(|p| commitment.satisfied(p.value))
        }
        _ => true,
    }
}

fn years_of<'t>(commitment: &Commitment<'_>, track: &'t Track) -> impl Iterator<Item = &'t Point> {
    let years = commitment.base_year + 1..=commitment.year;
    track.points.iter().filter(move |p| years.contains(&p.year))
}

/// A structure: how much of the total shift between shares is done.
pub(crate) fn structure(
    commitment: &Commitment<'_>,
    history: &History<'_>,
    as_of: AsOf,
    config: &Config,
) -> Verdict {
    let mut verdict = Verdict::empty(Status::NoData);
    let known = counting(&history.structures, as_of);
    let shares = |year: &dyn Fn(i32) -> bool| {
        known.iter().rev().filter(|f| year(f.year)).find_map(|f| {
            let found = read_structure(&f.observation.value_text)?;
            (found.len() == commitment.shares.len()).then_some((f.year, found))
        })
    };
    let base = shares(&|year| year <= commitment.base_year);
    let Some((year, latest)) = shares(&|year| year > commitment.base_year && year <= commitment.year) else {
        return verdict;
    };
    let distance = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>();
    let missing = distance(&latest, &commitment.shares);
    // Shares are printed rounded to a tenth or to a whole.
    let met = missing <= 0.5 * commitment.shares.len() as f64;
    let span = f64::from(commitment.year - commitment.base_year);
    let elapsed = f64::from(year - commitment.base_year);
    if let Some((_, base)) = base {
        let whole = distance(&base, &commitment.shares);
        if whole > 0.0 {
            let progress = 1.0 - missing / whole;
            verdict.progress = Some(progress);
            verdict.expected = Some(elapsed / span);
            verdict.distance = Some(progress.clamp(-1.0, 2.0) * span - elapsed);
        }
    }
    let cuts = &config.rules.status;
    verdict.status = match verdict.distance {
        _ if met => Status::Met,
        _ if year >= commitment.year => Status::Missed,
        Some(d) if d >= cuts.ahead => Status::Ahead,
        Some(d) if d > -cuts.behind => Status::OnTrack,
        _ => Status::Behind,
    };
    verdict
}

/// An event: done, on the way, or due and not done.
pub(crate) fn event(commitment: &Commitment<'_>, history: &History<'_>, as_of: AsOf) -> Verdict {
    let mut verdict = Verdict::empty(Status::NoData);
    let known = counting(&history.levels, as_of);
    let Some(latest) = known.iter().rev().find(|f| f.year > commitment.base_year) else { return verdict };
    let whole = commitment.goal.filter(|g| *g > 0.0).unwrap_or(100.0);
    verdict.latest = Some(Point { year: latest.year, value: latest.value });
    verdict.goal = Some(Point { year: commitment.year, value: whole });
    verdict.progress = Some(latest.value / whole);
    let span = f64::from(commitment.year - commitment.base_year).max(1.0);
    verdict.expected = Some((f64::from(latest.year - commitment.base_year) / span).min(1.0));
    verdict.status = match latest.value >= whole {
        true => Status::Met,
        false if latest.year >= commitment.year => Status::Missed,
        false if verdict.progress >= verdict.expected => Status::OnTrack,
        false => Status::Behind,
    };
    verdict
}
