//! The four words of national practice, and the rules by which a judged target gets one.
//!
//! The words are those by which the national mid-term evaluations sort indicators. The practice publishes no rule for them; the
//! rules here are ours, and every report says so.

use assess::{Row, Status, TargetKind};

/// Where a target stands, in the words of national practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// 提前实现
    Early,
    /// 快于预期
    Faster,
    /// 基本符合预期
    AsExpected,
    /// 滞后
    Behind,
    /// 暂无法判断
    Open,
}

impl Verdict {
    /// All words, the best first.
    pub const ALL: [Self; 5] = [Self::Early, Self::Faster, Self::AsExpected, Self::Behind, Self::Open];

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Early => "提前实现",
            Self::Faster => "快于预期",
            Self::AsExpected => "基本符合预期",
            Self::Behind => "滞后",
            Self::Open => "暂无法判断",
        }
    }

    /// The rule behind the word.
    pub fn rule(self) -> &'static str {
        match self {
            Self::Early => "最新值已达到目标值，且目标年份尚未到来（逐年须保持的上下限目标除外）",
            Self::Faster => "进度明显快于序时要求",
            Self::AsExpected => "进度与序时要求相当，或目标年份已达到目标，或逐年须保持的上下限得到保持",
            Self::Behind => "进度明显慢于序时要求，或目标年份未达到目标，或仅因其他部分萎缩而在数字上达到",
            Self::Open => "尚无规划期内数据，或目标值待定，或目标无法判定",
        }
    }

    /// The stable name, in outlines and traces.
    pub fn name(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::Faster => "faster",
            Self::AsExpected => "as-expected",
            Self::Behind => "behind",
            Self::Open => "open",
        }
    }

    /// The word for a judged target.
    pub fn of(row: &Row) -> Self {
        // A limit that has to be kept every year cannot be reached before its time.
        let kept = matches!(
            row.kind,
            TargetKind::Floor | TargetKind::Ceiling | TargetKind::Keep | TargetKind::Interval
        );
        let ahead = row.goal.zip(row.latest).is_some_and(|(goal, latest)| latest.year < goal.year);
        match row.status {
            Status::Met if ahead && !kept => Self::Early,
            Status::Ahead => Self::Faster,
            Status::Met | Status::OnTrack => Self::AsExpected,
            Status::Behind | Status::Missed | Status::Hollow => Self::Behind,
            Status::Open | Status::NoData | Status::Undecidable => Self::Open,
        }
    }
}
