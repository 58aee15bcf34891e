//! One target at one moment, in numbers; words come later.

use crate::commitment::Commitment;
use crate::history::History;
use crate::hollow::Whole;
use crate::method::Wish;
use crate::outlook::Forecaster;
use crate::track::{Track, View};
use crate::verdict::Verdict;
use crate::{AsOf, Config, Outlook, Pace, PaceBasis, Point, Status, TargetKind, pace, pathless, warning};

/// Everything that is the same for all targets of an assessment.
pub(crate) struct Bench<'c> {
    pub config: &'c Config,
    pub forecaster: Forecaster,
}

impl Bench<'_> {
    /// Judges a commitment as things stood at `as_of`.
    pub(crate) fn judge(
        &mut self,
        commitment: &Commitment<'_>,
        history: &History<'_>,
        whole: Option<&Whole<'_, '_>>,
        as_of: AsOf,
        fan: bool,
    ) -> (Verdict, Track) {
        let track = Track::new(commitment, history, as_of, self.config);
        let mut verdict = match commitment.kind {
            TargetKind::AssignedLater => Verdict::empty(Status::Open),
            TargetKind::Undecidable => Verdict::empty(Status::Undecidable),
            _ if commitment.undirected() => undirected(commitment, &track),
            TargetKind::Structure => pathless::structure(commitment, history, as_of, self.config),
            TargetKind::Event => pathless::event(commitment, history, as_of),
            _ => self.measure(commitment, &track, as_of, fan),
        };
        verdict.years_left = (commitment.year - as_of.year).max(0);
        let good = matches!(verdict.status, Status::Met | Status::Ahead | Status::OnTrack);
        if let Some(whole) = whole.filter(|_| good) {
            verdict.hollow = whole.hollow(commitment, verdict.base, verdict.latest, as_of, self.config);
            if verdict.hollow.is_some() {
                verdict.status = Status::Hollow;
            }
        }
        let nature = commitment.target.nature.or(commitment.indicator.nature);
        (verdict.alert, verdict.rule) = warning::level(&verdict, nature, &self.config.rules);
        (verdict, track)
    }

    fn measure(&mut self, commitment: &Commitment<'_>, track: &Track, as_of: AsOf, fan: bool) -> Verdict {
        let mut verdict = Verdict::empty(Status::NoData);
        let least_values = self.config.rules.forecast.least_values;
        let view = track.view;
        let shown = |p: Point| Point { year: p.year, value: view.show(p.year, p.value) };
        verdict.base = track.base.filter(|_| view == View::Plain);
        // A rate or a cut is shown as printed, not as it comes back from an index.
        let goal = if view == View::Plain { track.goal } else { commitment.goal };
        verdict.goal = goal.map(|value| Point { year: commitment.year, value });
        let Some(latest) = track.latest(commitment.base_year, commitment.year) else {
            // Nothing after the base: a forecast may still be possible from the years before.
            if !track.needs_growth {
                verdict.outlook = self.forecaster.outlook(commitment, track, least_values, fan);
            }
            return verdict;
        };
        verdict.latest = Some(shown(latest));
        if track.goal.is_none() {
            return verdict;
        }
        if let Some(path) = &track.path {
            verdict.progress = Some(path.progress(latest.value));
            verdict.expected = Some(path.due(f64::from(latest.year)));
            verdict.distance = Some(path.when(latest.value) - f64::from(latest.year));
            let cuts = &self.config.rules.trend;
            let run: Vec<Point> = track.past.iter().copied().filter(|p| p.year <= latest.year).collect();
            let run = if commitment.kind == TargetKind::CumulativeSum { &track.points } else { &run };
            verdict.trend = pace::trend(run, path, i32::from(cuts.years), cuts.stalled);
        }
        pathless::measure(commitment, track, latest, &mut verdict);
        paces(commitment, track, latest, self.config.rules.pace.look_back, &mut verdict);
        let final_year = latest.year >= commitment.year && as_of.year >= commitment.year;
        let value = view.show(latest.year, latest.value);
        let satisfied = commitment.satisfied(value) && !track.goal_moved(commitment)
            || track.goal_moved(commitment) && satisfied_moved(commitment, track, latest);
        if final_year {
            let p = f64::from(u8::from(satisfied && pathless::kept(commitment, track)));
            verdict.outlook = Some(Outlook {
                median: value,
                low: value,
                high: value,
                attain: p,
                fan: Vec::new(),
                values: track.past.len(),
                short: false,
            });
            verdict.status = if p > 0.5 { Status::Met } else { Status::Missed };
            return verdict;
        }
        verdict.outlook = self.forecaster.outlook(commitment, track, least_values, fan);
        verdict.status = self.status(commitment, &verdict, satisfied);
        verdict
    }

    fn status(&self, commitment: &Commitment<'_>, verdict: &Verdict, satisfied: bool) -> Status {
        let cuts = &self.config.rules.status;
        match commitment.kind {
            TargetKind::Floor | TargetKind::Ceiling | TargetKind::Keep | TargetKind::Interval => {
                if satisfied { Status::OnTrack } else { Status::Behind }
            }
            // A rate that must hold on average is not reached before its last year.
            TargetKind::AverageGrowth => by_distance(verdict.distance, satisfied, cuts.ahead, cuts.behind),
            _ if satisfied => Status::Met,
            _ => by_distance(verdict.distance, false, cuts.ahead, cuts.behind),
        }
    }
}

/// Required, achieved and best pace.
fn paces(commitment: &Commitment<'_>, track: &Track, latest: Point, look_back: i32, verdict: &mut Verdict) {
    let limit = matches!(
        commitment.kind,
        TargetKind::Floor | TargetKind::Ceiling | TargetKind::Keep | TargetKind::Interval
    );
    let (Some(goal), false) = (track.goal, limit) else { return };
    let basis = match commitment.kind {
        TargetKind::GrowthPath | TargetKind::AverageGrowth | TargetKind::CumulativeReduction => {
            PaceBasis::Percent
        }
        _ => PaceBasis::Amount,
    };
    let end = Point { year: commitment.year, value: goal };
    let left = commitment.year - latest.year;
    verdict.required = pace::between(latest, end, basis);
    verdict.achieved = track.base.and_then(|base| pace::between(base, latest, basis));
    let sign = match track.view {
        View::Reduction => -1.0,
        _ => commitment.wish.sign(),
    };
    let past = &track.past[track.past.partition_point(|p| p.year < latest.year - look_back)..];
    verdict.best = if commitment.kind == TargetKind::CumulativeSum {
        best_sum(past, left, sign)
    } else {
        pace::best(past, left, sign, basis)
    };
}

/// What can be shown of a target of which nobody knows whether more or less is better.
fn undirected(commitment: &Commitment<'_>, track: &Track) -> Verdict {
    Verdict {
        base: track.base,
        goal: track.goal.map(|value| Point { year: commitment.year, value }),
        latest: track.latest(commitment.base_year, commitment.year),
        ..Verdict::empty(Status::Undecidable)
    }
}

fn by_distance(distance: Option<f64>, satisfied: bool, ahead: f64, behind: f64) -> Status {
    match distance {
        Some(d) if d >= ahead => Status::Ahead,
        Some(d) if d <= -behind => Status::Behind,
        Some(_) => Status::OnTrack,
        None if satisfied => Status::OnTrack,
        None => Status::Behind,
    }
}

/// After rebasing, the printed target no longer compares; the moved one does.
fn satisfied_moved(commitment: &Commitment<'_>, track: &Track, latest: Point) -> bool {
    track.goal.is_some_and(|goal| commitment.wish.reached(latest.value, commitment.threshold(goal)))
}

impl Track {
    /// Whether a decision about a level break moved the target.
    fn goal_moved(&self, commitment: &Commitment<'_>) -> bool {
        self.view == View::Plain && self.goal != commitment.goal
    }
}

/// The best average of yearly amounts over `years` consecutive years.
#[expect(clippy::cast_possible_truncation, reason = "a number of years")]
fn best_sum(flows: &[Point], years: i32, sign: f64) -> Option<Pace> {
    let years = usize::try_from(years).ok()?.clamp(1, flows.len().max(1));
    let windows = flows.windows(years).filter(|w| w[years - 1].year - w[0].year == years as i32 - 1);
    let means = windows.map(|w| w.iter().map(|p| p.value).sum::<f64>() / years as f64);
    let value = means.reduce(|a, b| if sign * b > sign * a { b } else { a })?;
    Some(Pace { value, basis: PaceBasis::Amount })
}

/// The wish on the judged scale.
pub(crate) fn judged_wish(commitment: &Commitment<'_>, view: View) -> Wish {
    if view.reverses() { Wish::Down } else { commitment.wish }
}
