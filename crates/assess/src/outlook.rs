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
struct Reading<'t> {
    forecast: Forecast,
    track: &'t Track,
    /// What has added up already, for sums; 0 otherwise.
    done: f64,
    /// Year of the last value the forecast starts from.
    last: i32,
    sums: bool,
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
        let goal = track.goal?;
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
        let reading = Reading { forecast, track, done, last, sums };
        let attain = reading.attain(commitment, goal, horizon)?;
        let median = reading.quantile(horizon, 0.5);
        let (low, high) = (reading.quantile(horizon, 0.025), reading.quantile(horizon, 0.975));
        let fan = if fan { reading.fan(horizon) } else { Vec::new() };
        let (values, short) = (input.values().len(), reading.forecast.flags().too_short);
        let sound = [median, low, high, attain].iter().all(|v| v.is_finite());
        sound.then_some(Outlook { median, low, high, attain, fan, values, short })
    }
}

impl Reading<'_> {
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
    fn quantile(&self, h: usize, p: f64) -> f64 {
        let p = if self.track.view.reverses() { 1.0 - p } else { p };
        self.track.view.show(self.last + h as i32, self.judged(h, p))
    }

    fn fan(&self, horizon: usize) -> Vec<FanYear> {
        (1..=horizon)
            .map(|h| FanYear {
                year: self.last + h as i32,
                quantiles: FAN_LEVELS.map(|p| self.quantile(h, p)),
            })
            .collect()
    }

    /// P(the target is satisfied).
    fn attain(&self, commitment: &Commitment<'_>, goal: f64, horizon: usize) -> Option<f64> {
        let view = self.track.view;
        // The slack of 左右 is one of the printed value, not of an index.
        let threshold = match view {
            View::Plain => commitment.threshold(goal),
            _ => view.judged(commitment.year, commitment.threshold(view.show(commitment.year, goal))),
        };
        let wish = if view.reverses() { Wish::Down } else { commitment.wish };
        let reaches = |h: usize, value: f64| match wish {
            Wish::Up => self.forecast.prob_ge(h, value),
            Wish::Down => self.forecast.prob_le(h, value),
        };
        let p = match commitment.kind {
            TargetKind::CumulativeSum => self.attain_sum(threshold, horizon, wish),
            TargetKind::Interval => {
                let high = commitment.high?;
                self.forecast.prob_ge(horizon, goal) - self.forecast.prob_ge(horizon, high)
            }
            // Every year must hold; the hardest one bounds them all.
            TargetKind::Floor | TargetKind::Ceiling => {
                (1..=horizon).map(|h| reaches(h, threshold)).fold(1.0, f64::min)
            }
            _ => reaches(horizon, threshold),
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
fn unbroken(points: &[Point]) -> &[Point] {
    let gap = points.windows(2).rposition(|w| w[1].year - w[0].year > Yearly::MAX_GAP as i32 + 1);
    &points[gap.map_or(0, |at| at + 1)..]
}
