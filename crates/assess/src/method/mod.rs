//! Published methods of measuring progress, side by side: one file each, with its source and its published rows.
//!
//! All take the same [`Case`]. None of them knows uncertainty; that is what [`Outlook`](crate::Outlook) adds.

pub mod escap;
pub mod eurostat;
pub mod reduction;
pub mod schedule;
pub mod sdsn;
pub mod statcan;
pub mod time_distance;
pub mod un_chart;

use source::Words;
use std::fmt;

/// What a two-point method looks at: a base, a latest value and, when there is one, a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// Base year.
    pub base_year: f64,
    /// Value in the base year.
    pub base: f64,
    /// Latest year.
    pub year: f64,
    /// Value in the latest year.
    pub value: f64,
    /// Target year.
    pub target_year: f64,
    /// Value to reach; `None` when only a direction is wanted.
    pub target: Option<f64>,
    /// Which way is better.
    pub wish: Wish,
    /// A maximum that the value cannot exceed (100 for a share).
    pub limit: Option<f64>,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wish {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

impl Wish {
    /// +1 for up, -1 for down.
    pub fn sign(self) -> f64 {
        match self {
            Self::Up => 1.0,
            Self::Down => -1.0,
        }
    }

    /// Whether `value` is at `target` or beyond it.
    pub fn reached(self, value: f64, target: f64) -> bool {
        match self {
            Self::Up => value >= target,
            Self::Down => value <= target,
        }
    }
}

/// The methods that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// 时序进度, China's practice of time-proportional milestones.
    Schedule,
    /// Cumulative reduction after 国家统计局 (Qinghai 2009).
    Reduction,
    /// S-time-distance (Sicherl).
    TimeDistance,
    /// Statistics Canada, as shipped in Open SDG.
    Statcan,
    /// UN SDG Progress Chart.
    UnChart,
    /// UN ESCAP current status and anticipated progress.
    Escap,
    /// SDSN SDG Index normalisation.
    Sdsn,
    /// Eurostat EU SDG monitoring.
    Eurostat,
}

impl Method {
    /// All methods, in the order of the methods page.
    pub const ALL: &'static [Self] = &[
        Self::Schedule,
        Self::Reduction,
        Self::TimeDistance,
        Self::Statcan,
        Self::UnChart,
        Self::Escap,
        Self::Sdsn,
        Self::Eurostat,
    ];

    /// The stable name on the command line and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Reduction => "reduction",
            Self::TimeDistance => "time-distance",
            Self::Statcan => "statcan",
            Self::UnChart => "un-chart",
            Self::Escap => "escap",
            Self::Sdsn => "sdsn",
            Self::Eurostat => "eurostat",
        }
    }

    /// Reads a stable name back.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|method| method.name() == text)
    }

    /// Applies the method; `None` when it does not apply to the case.
    pub fn apply(self, case: &Case) -> Option<MethodRow> {
        let (value, class) = match self {
            Self::Schedule => schedule::rate(case)?,
            Self::Reduction => reduction::rate(case)?,
            Self::TimeDistance => time_distance::rate(case)?,
            Self::Statcan => statcan::rate(case)?,
            Self::UnChart => un_chart::rate(case)?,
            Self::Escap => escap::rate(case)?,
            Self::Sdsn => sdsn::rate(case)?,
            Self::Eurostat => eurostat::rate(case)?,
        };
        let score = match self {
            Self::Statcan => statcan::progress(case).map(|p| p.score),
            Self::Sdsn => Some(value),
            _ => None,
        };
        Some(MethodRow { method: self, value, score, class })
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a published method says of one target.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodRow {
    /// The method.
    pub method: Method,
    /// Its measure, on its own scale.
    pub value: f64,
    /// Its score, where it makes one of the measure: -5 to 5 for Statistics Canada, 0 to 100 for the SDSN.
    pub score: Option<f64>,
    /// Its class.
    pub class: Class,
}

/// A class of a published method: a stable name and words for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Stable name.
    pub name: &'static str,
    /// For people.
    pub words: Words,
    /// Whether it says that the target will be reached if things go on as they do.
    pub is_on_course: bool,
}

impl Class {
    /// A class that calls for more than goes on now.
    pub(crate) fn new(name: &'static str, zh: &str, en: &str) -> Self {
        Self { name, words: Words::new(zh, en), is_on_course: false }
    }

    /// A class that calls for nothing more.
    pub(crate) fn on_course(name: &'static str, zh: &str, en: &str) -> Self {
        Self { is_on_course: true, ..Self::new(name, zh, en) }
    }
}

/// Compound annual growth from `base` to `value` over `years`, as a fraction.
///
/// `None` unless both values have the same sign and the span is positive: growth through zero has no meaning.
pub fn compound_growth(base: f64, value: f64, years: f64) -> Option<f64> {
    if years <= 0.0 || base == 0.0 || value / base <= 0.0 {
        return None;
    }
    Some(libm::pow(value / base, 1.0 / years) - 1.0).filter(|rate| rate.is_finite())
}
