use super::vocabulary::vocabulary;
use super::{
    Averaging, Comparator, Dimensions, IndicatorId, Measure, MonthlyKind, Months, Nature, ObservationId,
    Period, Provenance, RateBasis, TargetId,
};
use rust_decimal::Decimal;

/// The fields of a target between its id and its place in the source, declared once: name (that of its column in a
/// database), what it holds, its name in packages and in the API, its title in Chinese and its meaning in English.
///
/// Whoever derives something from them gives the name of a macro that takes the list: the struct, the columns of the package,
/// the rows of the store, the body of the API. A further field is one line here, and a migration.
#[macro_export]
macro_rules! target_fields {
    ($then:ident) => {
        $then! {
            indicator: link(IndicatorId), "indicator", "指标", "the indicator it is set on";
            subject: text, "subject", "主语", "the subject as the sentence or row names it";
            measure: choice(Measure), "measure", "度量", "what the value says of the indicator";
            comparator: choice(Comparator), "comparator", "比较", "how the value binds the outcome";
            value: decimal, "value", "数值", "the number as printed, the lower end of a range";
            value_high: decimal, "value_high", "数值上限", "the upper end of a range";
            value_text: text, "value_text", "文字值", "the words of a value that is no single number (12:44:44)";
            unit: text, "unit", "单位", "unit as printed";
            year: year, "year", "年份", "year stated in the sentence or the column";
            implied_year: year, "implied_year", "默认年份",
                "year that the plan period implies when none is stated; exactly one of the two is set";
            averaging: maybe_choice(Averaging), "period", "时段", "average per year or total over the period";
            scope: text, "scope", "范围", "whose figure it is, as stated";
            nature: maybe_choice(Nature), "nature", "属性", "binding or anticipated, where stated";
            rate: decimal, "rate", "增长率", "growth figure printed beside it";
            rate_text: text, "rate_text", "增长率原文", "the printed cell when it is no plain number";
            rate_basis: maybe_choice(RateBasis), "rate_basis", "增长率口径", "how the growth figure is to be read";
            definition: words, "definition", "口径", "what is counted and how, in words";
        }
    };
}

macro_rules! field_type {
    (link($id:ident)) => { $id };
    (text) => { String };
    (words) => { String };
    (choice($word:ident)) => { $word };
    (maybe_choice($word:ident)) => { Option<$word> };
    (decimal) => { Option<Decimal> };
    (year) => { Option<i32> };
}

macro_rules! empty {
    (choice($word:ident)) => {
        $word::ALL[0]
    };
    ($kind:ident $(($word:ident))?) => {
        Default::default()
    };
}

macro_rules! target_model {
    ($($field:ident: $kind:ident $(($word:ident))?, $name:tt, $zh:tt, $en:tt;)*) => {
        /// A commitment on an indicator.
        ///
        /// Values stand in the unit as printed (1357.5 with 亿元). What is not stated stays empty; a target
        /// without a number keeps its words in `value_text`.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Target {
            /// Id, unique in the plan.
            pub id: TargetId,
            $(#[doc = $en] pub $field: field_type!($kind $(($word))?),)*
            /// Place in the source.
            pub provenance: Provenance,
        }

        /// A target of which nothing is stated yet, for `..Target::default()`: measure and comparator are the first of
        /// their lists.
        impl Default for Target {
            fn default() -> Self {
                Self {
                    id: TargetId::default(),
                    $($field: empty!($kind $(($word))?),)*
                    provenance: Provenance::outside(),
                }
            }
        }
    };
}

target_fields!(target_model);

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
    /// What narrows it besides the region (城乡=城镇); none for the whole.
    pub dimensions: Dimensions,
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

/// An observation of which nothing is known yet, for `..Observation::default()`: an exact level, given outside the plan.
impl Default for Observation {
    fn default() -> Self {
        Self {
            id: ObservationId::default(),
            indicator: IndicatorId::default(),
            subject: String::new(),
            region: String::new(),
            dimensions: Dimensions::default(),
            measure: Measure::Level,
            comparator: Comparator::Eq,
            value: None,
            value_high: None,
            value_text: String::new(),
            unit: String::new(),
            period: None,
            months: None,
            year: None,
            averaging: None,
            rate: None,
            status: None,
            source: String::new(),
            vintage: String::new(),
            provenance: Provenance::outside(),
        }
    }
}

impl Observation {
    /// Whether it is of all that the indicator counts in its region, and of no part (城镇, 男).
    pub fn is_whole(&self) -> bool {
        self.dimensions.is_empty()
    }

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
