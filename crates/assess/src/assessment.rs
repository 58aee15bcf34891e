//! What an assessment says: one row for each target, and warnings about the figures themselves.

use crate::AsOf;
use crate::method::MethodRow;
use crate::record::LevelRecord;
use jiff::civil::Date;
use plan::{IndicatorId, Nature, TargetId};
use source::Words;
use std::fmt;

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
}

impl Assessment {
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
    /// The evidence in one sentence.
    pub reason: Words,
    /// Responsible bodies, leaders first.
    pub bodies: Vec<String>,
    /// Published methods side by side, as many as the configuration asks for.
    pub methods: Vec<MethodRow>,
    /// What the row was made from.
    pub evidence: Evidence,
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

/// How a pace is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaceBasis {
    /// Compound change per year, in per cent.
    Percent,
    /// Change per year in the unit of the target.
    Amount,
}

/// What sort of commitment a target is; each sort is measured in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetKind {
    /// A level or share to reach along a straight line (城镇化率 54.5 → 62.5).
    Level,
    /// A level to reach by compound growth (27040 → 38000, 7 % a year).
    GrowthPath,
    /// A sum over the period (累计脱贫 7.5 万人).
    CumulativeSum,
    /// A cut over the period in per cent (能耗降低 12 %).
    CumulativeReduction,
    /// An average rate of growth over the period (年均增长 7 %).
    AverageGrowth,
    /// Not below a value in any year.
    Floor,
    /// Not above a value in any year (登记失业率 ≤ 4.3 %).
    Ceiling,
    /// The base value is the target value: keep it.
    Keep,
    /// Shares of a whole (三次产业 12:44:44).
    Structure,
    /// Between two values.
    Interval,
    /// Done or not done (全覆盖, 通航).
    Event,
    /// The value will be set by another document (完成省下达目标).
    AssignedLater,
    /// Nothing in the target can be decided.
    Undecidable,
}

/// Where a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The latest value satisfies the target.
    Met,
    /// Ahead of the expected path.
    Ahead,
    /// On the expected path.
    OnTrack,
    /// Behind the expected path.
    Behind,
    /// The target year has passed and the target was not reached.
    Missed,
    /// Satisfied or on track in figures only: the rest shrank.
    Hollow,
    /// An open obligation: the value has yet to be set.
    Open,
    /// No figure after the base year is known.
    NoData,
    /// Nothing in the target can be decided.
    Undecidable,
}

/// Warning levels of Chinese practice: blue, yellow, orange, red.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alert {
    /// No warning.
    #[default]
    None,
    /// 蓝色: attention.
    Blue,
    /// 黄色: the target is in doubt.
    Yellow,
    /// 橙色: the target will probably be missed.
    Orange,
    /// 红色: the target is out of reach as things go.
    Red,
}

/// Direction of the last years, seen from the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trend {
    /// Moves towards the target.
    Towards,
    /// Hardly moves.
    Stalled,
    /// Moves away from it.
    Away,
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

/// What to do about a level break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BreakChoice {
    /// Judge the printed target against printed figures; only the forecast uses the linked past.
    #[default]
    Keep,
    /// Move base and target to the new basis by the factor of the break.
    Rebase,
    /// Carry the base forward by published growth rates and judge that against the printed target.
    Chain,
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

/// Sorts of data warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataWarningKind {
    /// The latest figure is older than it should be.
    Stale,
    /// A figure far from what its neighbours say.
    Outlier,
    /// Exactly the target value, to the last digit.
    Heaped,
    /// Levels and published growth rates do not agree.
    GrowthMismatch,
    /// Parts do not sum to the whole.
    Sum,
    /// Changed by more than the tolerance after it was published.
    Revised,
    /// Two sources disagree.
    Contradiction,
    /// The responsible body has not handed in a figure.
    Silent,
    /// The level breaks: figures before and after do not compare.
    Break,
    /// A unit that cannot be converted to the target's.
    Unit,
}

/// Gives each enum its stable names and its words for people.
macro_rules! names {
    ($($name:ident { $($variant:ident = $text:literal, $zh:literal, $en:literal;)* })*) => {$(
        impl $name {
            /// All values, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable name in tables and in the API.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Reads a stable name back.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }

            /// The name for people.
            pub fn words(self) -> Words {
                match self { $(Self::$variant => Words::new($zh, $en),)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
    )*};
}

names! {
    TargetKind {
        Level = "level", "水平", "level";
        GrowthPath = "growth_path", "增长路径", "growth path";
        CumulativeSum = "cumulative_sum", "累计总量", "cumulative sum";
        CumulativeReduction = "cumulative_reduction", "累计降低", "cumulative reduction";
        AverageGrowth = "average_growth", "年均增长", "average growth";
        Floor = "floor", "逐年下限", "yearly floor";
        Ceiling = "ceiling", "逐年上限", "yearly ceiling";
        Keep = "keep", "保持", "keep level";
        Structure = "structure", "结构", "structure";
        Interval = "interval", "区间", "interval";
        Event = "event", "事项", "event";
        AssignedLater = "assigned_later", "另行下达", "assigned later";
        Undecidable = "undecidable", "无法判定", "undecidable";
    }
    Status {
        Met = "met", "已达到", "met";
        Ahead = "ahead", "快于预期", "ahead";
        OnTrack = "on_track", "符合预期", "on track";
        Behind = "behind", "滞后", "behind";
        Missed = "missed", "未完成", "missed";
        Hollow = "hollow", "空心达标", "hollow success";
        Open = "open", "待下达", "open obligation";
        NoData = "no_data", "无数据", "no data";
        Undecidable = "undecidable", "无法判定", "undecidable";
    }
    Alert {
        None = "none", "无预警", "no warning";
        Blue = "blue", "蓝色", "blue";
        Yellow = "yellow", "黄色", "yellow";
        Orange = "orange", "橙色", "orange";
        Red = "red", "红色", "red";
    }
    Trend {
        Towards = "towards", "趋近目标", "towards the target";
        Stalled = "stalled", "停滞", "stalled";
        Away = "away", "偏离目标", "away from the target";
    }
    PaceBasis {
        Percent = "percent", "%/年", "% a year";
        Amount = "amount", "每年", "a year";
    }
    BreakChoice {
        Keep = "keep", "保留原数", "keep the printed number";
        Rebase = "rebase", "换算目标", "rebase the target";
        Chain = "chain", "按增速衔接", "chain growth rates";
    }
    DataWarningKind {
        Stale = "stale", "数据陈旧", "stale";
        Outlier = "outlier", "异常值", "outlier";
        Heaped = "heaped", "恰等于目标值", "exactly on the target";
        GrowthMismatch = "growth_mismatch", "水平与增速不符", "levels do not match growth";
        Sum = "sum", "分项之和不等于总量", "parts do not sum";
        Revised = "revised", "大幅修订", "revised";
        Contradiction = "contradiction", "来源矛盾", "contradictory sources";
        Silent = "silent", "责任单位未报", "owner silent";
        Break = "break", "口径断裂", "level break";
        Unit = "unit", "单位不符", "unit mismatch";
    }
}

impl Alert {
    /// One level up; red stays red, no warning stays none.
    #[must_use]
    pub fn raised(self, steps: u8) -> Self {
        if self == Self::None {
            return self;
        }
        let at = (self as usize + usize::from(steps)).min(Self::ALL.len() - 1);
        Self::ALL[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_rise_but_silence_stays_silent() {
        assert_eq!(Alert::Blue.raised(1), Alert::Yellow);
        assert_eq!(Alert::Red.raised(1), Alert::Red);
        assert_eq!(Alert::None.raised(1), Alert::None);
        assert!(Alert::Orange > Alert::Yellow);
    }

    #[test]
    fn names_read_back() {
        for kind in TargetKind::ALL {
            assert_eq!(TargetKind::parse(kind.name()), Some(*kind));
        }
        for status in Status::ALL {
            assert_eq!(Status::parse(status.name()), Some(*status));
        }
    }
}
