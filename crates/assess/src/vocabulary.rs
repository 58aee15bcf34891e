//! The closed vocabularies of an assessment, each with stable names and names for people.

use source::Words;
use std::fmt;

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

/// Sorts of causes that move a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseKind {
    /// All that moved since the base.
    Whole,
    /// The base was revised after the plan was printed.
    Revision,
    /// Figures before and after do not compare.
    Break,
    /// What really changed.
    Real,
    /// A part of an identity.
    Part,
    /// A region of the plan.
    Region,
    /// What the parts do not account for.
    Rest,
}

/// What tells which way an indicator should move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DirectionBasis {
    /// The direction that the plan, or a planner, gives the indicator although its name tells none or another.
    Declared,
    /// Words of the target: 不超过, 控制在, 不低于.
    Comparator,
    /// The indicator's declared direction, or its name.
    Name,
    /// The way from base to target.
    Move,
    /// A target at the end of the natural range: 0 cases, 100 %.
    Bound,
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
    /// Nothing tells which way the indicator should move, or what tells it disagrees.
    Direction,
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
    CauseKind {
        Whole = "whole", "基期以来变动", "change since the base";
        Revision = "revision", "基数修订", "revised base";
        Break = "break", "口径断裂", "level break";
        Real = "real", "实际变动", "real change";
        Part = "part", "组成部分", "part";
        Region = "region", "地区", "region";
        Rest = "rest", "其余", "the rest";
    }
    DirectionBasis {
        Declared = "declared", "为指标定下的方向", "the direction decided for the indicator";
        Comparator = "comparator", "目标用语", "the words of the target";
        Name = "name", "指标名称", "the name of the indicator";
        Move = "move", "基数与目标的高低", "the way from base to target";
        Bound = "bound", "目标处于取值边界", "a target at the end of the range";
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
        Direction = "direction", "方向存疑", "direction in doubt";
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
