//! What an assessment says: one row for each target, and warnings about the figures themselves.

use crate::AsOf;
use crate::cause::Cause;
use crate::direction::DirectionRead;
use crate::method::MethodRow;
use crate::record::LevelRecord;
use crate::vocabulary::{Alert, BreakChoice, DataWarningKind, PaceBasis, Status, TargetKind, Trend};
use crate::within_year::YearSoFar;
use jiff::civil::Date;
use plan::{IndicatorId, Nature, TargetId};
use source::Words;
use std::collections::BTreeMap;

/// The judgement of a whole plan at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Title of the plan.
    pub plan: String,
    /// Region of the plan; empty when it names none.
    pub region: String,
    /// The moment it was made for.
    pub as_of: AsOf,
    /// One row for each target and region, in the plan's order.
    pub rows: Vec<Row>,
    /// What is wrong or odd with the figures, in the plan's order of indicators.
    pub data: Vec<DataWarning>,
    /// Targets that only say again what another one says, with the one that is judged.
    pub restated: BTreeMap<TargetId, TargetId>,
}

impl Assessment {
    /// The row that judges a target in the plan's own region: its own, or that of the target it says again.
    pub fn row_of(&self, target: &TargetId) -> Option<&Row> {
        let judged = self.restated.get(target).unwrap_or(target);
        self.rows.iter().find(|row| row.target == *judged && row.region.is_empty())
    }

    /// The rows that carry a warning, the most serious first; rows of one level keep the plan's order.
    pub fn warned(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.rows.iter().filter(|row| row.alert > Alert::None).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.alert));
        rows
    }
}

/// One target in one region, judged.
///
/// Values stand in the unit of the target. Shares such as [`Row::progress`] are fractions: 0.5 is half the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The target.
    pub target: TargetId,
    /// Its indicator.
    pub indicator: IndicatorId,
    /// Name of the indicator, with the target's subject or scope when they say more.
    pub name: String,
    /// Group of the indicator in its table; empty when there is none.
    pub group: String,
    /// Region the row is for; empty for the plan's own.
    pub region: String,
    /// Unit of the target.
    pub unit: String,
    /// Whether the target binds.
    pub nature: Option<Nature>,
    /// What sort of commitment it was read as.
    pub kind: TargetKind,
    /// Which way is better, and what told it.
    pub direction: DirectionRead,
    /// Value the plan started from.
    pub base: Option<Point>,
    /// Value to be reached and its year; the lower end of an interval.
    pub goal: Option<Point>,
    /// Latest value that was known.
    pub latest: Option<Point>,
    /// Share of the way from base to target that is done.
    pub progress: Option<f64>,
    /// Share of the way that the expected path has done by the year of [`Row::latest`].
    pub expected: Option<f64>,
    /// Years ahead of the expected path; negative when behind.
    pub time_distance: Option<f64>,
    /// Pace needed from the latest year on.
    pub required: Option<Pace>,
    /// Pace since the base year.
    pub achieved: Option<Pace>,
    /// Best pace of the past over as many years as are left.
    pub best: Option<Pace>,
    /// Direction of the last years.
    pub trend: Option<Trend>,
    /// Forecast to the target year.
    pub outlook: Option<Outlook>,
    /// Where the target stands.
    pub status: Status,
    /// Warning level.
    pub alert: Alert,
    /// First year of the unbroken run of assessments at this level or above it.
    pub since: Option<i32>,
    /// Name of the warning rule that decided the level; empty without a warning.
    pub rule: String,
    /// What became of past warnings like this one; `None` where none were replayed.
    pub record: Option<LevelRecord>,
    /// A success that is owed to the rest shrinking.
    pub hollow: Option<Hollow>,
    /// What moved the value, where an identity tells.
    pub driver: Option<Words>,
    /// What moved the value since the base, for rows with a warning.
    pub cause: Option<Cause>,
    /// The running year by its months, where figures of months are known.
    pub so_far: Option<YearSoFar>,
    /// The evidence in one sentence.
    pub reason: Words,
    /// Responsible bodies, leaders first.
    pub bodies: Vec<String>,
    /// Published methods side by side, as many as the configuration asks for.
    pub methods: Vec<MethodRow>,
    /// What the row was made from.
    pub evidence: Evidence,
}

impl Row {
    /// Year by year from the latest value to the goal at the pace of [`Row::required`]: with a constant rate where the
    /// pace is a rate, else in equal steps. Empty when the goal is not ahead.
    pub fn required_path(&self) -> Vec<Point> {
        let (Some(latest), Some(goal)) = (self.latest, self.goal) else { return Vec::new() };
        if goal.year <= latest.year {
            return Vec::new();
        }
        let is_rate = self.required.is_some_and(|pace| pace.basis == PaceBasis::Percent)
            && latest.value > 0.0
            && goal.value > 0.0;
        let years = f64::from(goal.year - latest.year);
        let value = |year: i32| {
            let share = f64::from(year - latest.year) / years;
            if is_rate {
                latest.value * libm::pow(goal.value / latest.value, share)
            } else {
                latest.value + (goal.value - latest.value) * share
            }
        };
        (latest.year..=goal.year).map(|year| Point { year, value: value(year) }).collect()
    }
}

/// A value in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The year.
    pub year: i32,
    /// The value.
    pub value: f64,
}

/// How fast a value moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// The rate, in the unit that `basis` says.
    pub value: f64,
    /// How to read it.
    pub basis: PaceBasis,
}

/// The forecast of a target's value.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// Median in the target year.
    pub median: f64,
    /// Lower end of the interval that holds the outcome with 95 % probability.
    pub low: f64,
    /// Upper end of that interval.
    pub high: f64,
    /// Probability that the target is satisfied, read from the same distribution.
    pub attain: f64,
    /// Every year from the one after the latest value to the target year.
    pub fan: Vec<FanYear>,
    /// How many yearly values the forecast rests on.
    pub values: usize,
    /// Fewer than five values: little more than a guess with a wide interval.
    pub short: bool,
}

/// Forecast quantiles of one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FanYear {
    /// The year.
    pub year: i32,
    /// Quantiles at the levels of [`FAN_LEVELS`].
    pub quantiles: [f64; FAN_LEVELS.len()],
}

/// Probabilities of the fan's quantiles.
pub const FAN_LEVELS: [f64; 7] = [0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975];

/// A share that improved because the rest of the whole shrank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hollow {
    /// The share in the base year, in per cent.
    pub base: f64,
    /// The share now.
    pub latest: f64,
    /// The share now if the rest of the whole had only stood still.
    pub without: f64,
    /// Change of the rest of the whole since the base year, in per cent.
    pub rest_change: f64,
    /// Change of the whole since the base year, in per cent.
    pub whole_change: f64,
}

/// What a row was made from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Every figure of the indicator and region up to the as-of year that was known, by year and day.
    pub actuals: Vec<Actual>,
    /// The expected path, one value a year from base to target year, in the unit of the target.
    pub path: Vec<Point>,
    /// The series that was judged and forecast (after chaining or rebasing), in the unit of the target.
    pub judged: Vec<Point>,
    /// Years after the base in which the level breaks, with what was done about it.
    pub breaks: Vec<BreakFound>,
    /// What the numbers are and are not, for the reader of the details.
    pub notes: Vec<Words>,
}

/// One published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Actual {
    /// The observation it was read from.
    pub observation: plan::ObservationId,
    /// The year it is for.
    pub year: i32,
    /// The value in the unit of the target.
    pub value: f64,
    /// How firm it is, when the source says so.
    pub status: Option<plan::Status>,
    /// Where it was published.
    pub source: String,
    /// The day it became known; `None` for what the plan itself says.
    pub known_at: Option<Date>,
    /// Whether the day is an assumption because the source gives none.
    pub assumed: bool,
    /// Whether the assessment used it; otherwise it was superseded or contradicted.
    pub used: bool,
}

/// A break in the level of a series: figures before and after do not compare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakFound {
    /// First year on the new basis.
    pub year: i32,
    /// New basis over old basis.
    pub factor: f64,
    /// What the plan's owner chose to do.
    pub choice: BreakChoice,
    /// Whether published growth proves it; otherwise it is a jump that stayed, and nothing is linked over it unless
    /// somebody so decides.
    pub proven: bool,
}

impl BreakFound {
    /// Whether the past is linked over it.
    pub(crate) fn counts(&self) -> bool {
        self.proven || self.choice != BreakChoice::Keep
    }
}

/// Something wrong or odd with the figures.
#[derive(Clone, Debug, PartialEq)]
pub struct DataWarning {
    /// What it is.
    pub kind: DataWarningKind,
    /// The indicator.
    pub indicator: IndicatorId,
    /// Name of the indicator.
    pub name: String,
    /// The region; empty for the plan's own.
    pub region: String,
    /// The year it is about.
    pub year: Option<i32>,
    /// What was found, with the figures.
    pub words: Words,
}
