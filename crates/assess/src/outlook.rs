//! The forecast of a track to its target year, and the probability read from the same distribution.

use crate::commitment::Commitment;
use crate::method::Wish;
use crate::track::{Track, View};
use crate::{FAN_LEVELS, FanYear, Outlook, Point, TargetKind};
use series::{Engine, Forecast, Nature, Workspace, Yearly};

/// The forecasting engine with its buffers, made once for many targets.
#[derive(Debug, Default)]
pub(crate) struct Forecaster {
    engine: Engine,
    work: Workspace,
}

/// One track's forecast, with what is needed to read it.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    forecast: Forecast,
    view: View,
    /// What has added up already, for sums; 0 otherwise.
    done: f64,
    /// Year of the last value the forecast starts from.
    last: i32,
    sums: bool,
    /// Values it rests on.
    values: usize,
}

impl Forecaster {
    pub(crate) fn new(engine: Engine) -> Self {
        Self { engine, work: Workspace::default() }
    }

    /// The outlook of a track; `None` when there is nothing to forecast from or nothing left to forecast.
    pub(crate) fn outlook(
        &mut self,
        commitment: &Commitment<'_>,
        track: &Track,
        least_values: usize,
        fan: bool,
    ) -> Option<Outlook> {
        let reading = self.read(commitment, track, least_values)?;
        let aim = Aim::of(commitment, track.view, track.goal?)?;
        let horizon = reading.horizon();
        let attain = reading.attain(&aim, horizon, 1.0)?;
        let median = reading.quantile(horizon, 0.5);
        let (low, high) = (reading.quantile(horizon, 0.025), reading.quantile(horizon, 0.975));
        let fan = if fan { reading.fan(horizon) } else { Vec::new() };
        let (values, short) = (reading.values, reading.forecast.flags().too_short);
        let sound = [median, low, high, attain].iter().all(|v| v.is_finite());
        sound.then_some(Outlook { median, low, high, attain, fan, values, short })
    }

    /// The forecast of a track to its target year.
    pub(crate) fn read(
        &mut self,
        commitment: &Commitment<'_>,
        track: &Track,
        least_values: usize,
    ) -> Option<Reading> {
        let past = unbroken(&track.past);
        let last = past.last().filter(|_| past.len() >= least_values)?.year;
        // A plan far in the future is beyond what yearly figures can say.
        let horizon =
            usize::try_from(commitment.year - last).ok().filter(|h| (1..=series::MAX_HORIZON).contains(h))?;
        let yearly = Yearly::new(past.iter().map(|p| (p.year, p.value))).ok()?;
        let input = yearly.input().ok()?;
        let input = match track.nature {
            // A figure outside its bounds is reported with the figures; the forecast goes on without them.
            Nature::Bounded(bounds) => input.bounded(bounds).unwrap_or(input),
            Nature::Rate => input.rate(),
            Nature::Change => input.change(),
            Nature::Amount => input,
        };
        let forecast = self.engine.forecast_with(&mut self.work, &input, horizon).ok()?;
        let sums = commitment.kind == TargetKind::CumulativeSum;
        let done = if sums { track.points.iter().rev().find(|p| p.year <= last)?.value } else { 0.0 };
        Some(Reading { forecast, view: track.view, done, last, sums, values: input.values().len() })
    }
}

/// What a target asks for, on the judged scale.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Aim {
    kind: TargetKind,
    wish: Wish,
    goal: f64,
    threshold: f64,
    high: Option<f64>,
}

impl Aim {
    pub(crate) fn of(commitment: &Commitment<'_>, view: View, goal: f64) -> Option<Self> {
        // The slack of 左右 is one of the printed value, not of an index.
        let threshold = match view {
            View::Plain => commitment.threshold(goal),
            _ => view.judged(commitment.year, commitment.threshold(view.show(commitment.year, goal))),
        };
        let wish = if view.reverses() { Wish::Down } else { commitment.wish };
        let interval = commitment.kind == TargetKind::Interval;
        if interval && commitment.high.is_none() {
            return None;
        }
        Some(Self { kind: commitment.kind, wish, goal, threshold, high: commitment.high })
    }

    /// Whether a value on the judged scale satisfies the target.
    pub(crate) fn satisfied(&self, value: f64) -> bool {
        match (self.kind, self.high) {
            (TargetKind::Interval, Some(high)) => value >= self.goal && value <= high,
            _ => self.wish.reached(value, self.threshold),
        }
    }
}

impl Reading {
    /// Years ahead of the last one forecast.
    pub(crate) fn horizon(&self) -> usize {
        self.forecast.horizon()
    }

    /// The year that the forecast starts from.
    pub(crate) fn last(&self) -> i32 {
        self.last
    }

    /// The value on the judged scale at a normal score.
    pub(crate) fn at_score(&self, h: usize, score: f64) -> f64 {
        let at = |h: usize| self.forecast.at(h).map_or(f64::NAN, |of| of.quantile_at(score));
        if self.sums { self.done + (1..=h).map(at).sum::<f64>() } else { at(h) }
    }

    /// Whether it is judged as it is printed.
    pub(crate) fn is_plain(&self) -> bool {
        self.view == View::Plain && !self.sums
    }

    /// Quantile `h` years ahead, on the judged scale.
    ///
    /// A sum's quantile adds up the quantiles of its years: bad years come together, which is the cautious reading.
    fn judged(&self, h: usize, p: f64) -> f64 {
        if self.sums {
            self.done + (1..=h).map(|k| self.forecast.quantile(k, p)).sum::<f64>()
        } else {
            self.forecast.quantile(h, p)
        }
    }

    /// Quantile in the unit of the target.
    #[expect(clippy::cast_possible_truncation, reason = "a number of years")]
    fn quantile(&self, h: usize, p: f64) -> f64 {
        let p = if self.view.reverses() { 1.0 - p } else { p };
        self.view.show(self.last + h as i32, self.judged(h, p))
    }

    #[expect(clippy::cast_possible_truncation, reason = "a number of years")]
    fn fan(&self, horizon: usize) -> Vec<FanYear> {
        (1..=horizon)
            .map(|h| FanYear {
                year: self.last + h as i32,
                quantiles: FAN_LEVELS.map(|p| self.quantile(h, p)),
            })
            .collect()
    }

    /// P(the target is satisfied) when every value is multiplied by `factor`, on the judged scale.
    pub(crate) fn attain(&self, aim: &Aim, horizon: usize, factor: f64) -> Option<f64> {
        let reaches = |h: usize, value: f64| match aim.wish {
            Wish::Up => self.forecast.prob_ge(h, value / factor),
            Wish::Down => self.forecast.prob_le(h, value / factor),
        };
        let p = match aim.kind {
            TargetKind::CumulativeSum => self.attain_sum(aim.threshold / factor, horizon, aim.wish),
            TargetKind::Interval => {
                let high = aim.high?;
                self.forecast.prob_ge(horizon, aim.goal / factor)
                    - self.forecast.prob_ge(horizon, high / factor)
            }
            // Every year must hold; the hardest one bounds them all.
            TargetKind::Floor | TargetKind::Ceiling => {
                (1..=horizon).map(|h| reaches(h, aim.threshold)).fold(1.0, f64::min)
            }
            _ => reaches(horizon, aim.threshold),
        };
        p.is_finite().then(|| p.clamp(0.0, 1.0))
    }

    /// P(sum satisfies the threshold): the probability level at which the sum's quantile meets it.
    fn attain_sum(&self, threshold: f64, horizon: usize, wish: Wish) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if self.judged(horizon, middle) < threshold { low = middle } else { high = middle }
        }
        match wish {
            Wish::Up => 1.0 - high,
            Wish::Down => high,
        }
    }
}

/// The points after the last gap that is too long to fill.
#[expect(clippy::cast_possible_truncation, reason = "a number of years")]
fn unbroken(points: &[Point]) -> &[Point] {
    let gap = points.windows(2).rposition(|w| w[1].year - w[0].year > Yearly::MAX_GAP as i32 + 1);
    &points[gap.map_or(0, |at| at + 1)..]
}
