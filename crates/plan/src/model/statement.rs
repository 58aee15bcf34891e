use super::vocabulary::vocabulary;
use super::{
    Averaging, Comparator, IndicatorId, Measure, MonthlyKind, Months, Nature, ObservationId, Period,
    Provenance, RateBasis, TargetId,
};
use rust_decimal::Decimal;

/// A commitment on an indicator.
///
/// Values stand in the unit as printed (1357.5 with 亿元). What is not stated stays empty; a target
/// without a number keeps its words in `value_text`.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Id, unique in the plan.
    pub id: TargetId,
    /// The indicator it is set on.
    pub indicator: IndicatorId,
    /// The subject as the sentence or row names it.
    pub subject: String,
    /// What the value says.
    pub measure: Measure,
    /// How the value binds.
    pub comparator: Comparator,
    /// The value; the lower end of a range.
    pub value: Option<Decimal>,
    /// The upper end of a range.
    pub value_high: Option<Decimal>,
    /// The words of a target that is no single number (12:44:44, 完成省下达目标); empty otherwise.
    pub value_text: String,
    /// Unit as printed.
    pub unit: String,
    /// Year stated in the sentence or the column.
    pub year: Option<i32>,
    /// Year that the plan period implies when none is stated. Exactly one of the two is set.
    pub implied_year: Option<i32>,
    /// Average per year or total over the period.
    pub averaging: Option<Averaging>,
    /// Whose figure it is (全市, 每个县（市）); empty when not stated.
    pub scope: String,
    /// Binding or anticipated, where the plan says so.
    pub nature: Option<Nature>,
    /// Growth figure printed beside the target (the column 年均增长).
    pub rate: Option<Decimal>,
    /// The printed cell when it is not a plain number (—, a sentence).
    pub rate_text: String,
    /// How the growth figure is to be read, where that can be told.
    pub rate_basis: Option<RateBasis>,
    /// Place in the source.
    pub provenance: Provenance,
}

impl Observation {
    /// Whether it says what was, not what had been planned.
    pub fn is_result(&self) -> bool {
        self.status != Some(Status::Planned)
    }
}

vocabulary! {
    /// How firm a figure is.
    Status {
        /// What an earlier plan had aimed at: no result, and no commitment any more.
        Planned = "planned",
        /// Expected outturn, made before the period ended.
        Estimate = "estimate",
        /// First published figure.
        Preliminary = "preliminary",
        /// Final figure of the yearbook.
        Final = "final",
        /// Changed after it was final (census, new base).
        Revised = "revised",
    }
}

/// A value of an indicator for a region and a period, as one source gave it on one day.
///
/// Append only: a revision is a further observation with a later `vintage`. What a plan says of the
/// past is an observation whose source is the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Id, unique in the plan.
    pub id: ObservationId,
    /// The indicator it is a value of.
    pub indicator: IndicatorId,
    /// The subject as the source names it.
    pub subject: String,
    /// The region; empty for the plan's own.
    pub region: String,
    /// What the value says.
    pub measure: Measure,
    /// Plans say 超过 and 左右 of the past as well.
    pub comparator: Comparator,
    /// The value; the lower end of a range.
    pub value: Option<Decimal>,
    /// The upper end of a range.
    pub value_high: Option<Decimal>,
    /// The words when it is no single number; empty otherwise.
    pub value_text: String,
    /// Unit as printed.
    pub unit: String,
    /// First and last year of what it covers; the same year for a yearly figure.
    pub period: Option<Period>,
    /// The months of its year that it covers (三季度, 1—9月); empty when it covers whole years.
    pub months: Option<Months>,
    /// Year stated in the text; empty when only implied.
    pub year: Option<i32>,
    /// Average per year or total over the period.
    pub averaging: Option<Averaging>,
    /// Growth figure printed beside it.
    pub rate: Option<Decimal>,
    /// How firm it is.
    pub status: Option<Status>,
    /// Where it was published; for a statement of the plan, the plan's title.
    pub source: String,
    /// The day it became known, as YYYY-MM-DD; empty when unknown.
    pub vintage: String,
    /// Place in the source.
    pub provenance: Provenance,
}

impl Observation {
    /// Whether it covers whole years, and so may stand for a year.
    pub fn is_yearly(&self) -> bool {
        self.months.is_none_or(Months::is_year)
    }

    /// What a figure within a year says of its months; `None` for a yearly one.
    ///
    /// A growth rate within a year is 同比, on the same months of the year before.
    pub fn monthly_kind(&self) -> Option<MonthlyKind> {
        let months = self.months.filter(|months| !months.is_year())?;
        Some(match self.measure {
            Measure::GrowthRate => MonthlyKind::OnYear,
            _ if months.is_cumulated() => MonthlyKind::Cumulated,
            _ => MonthlyKind::Alone,
        })
    }
}
