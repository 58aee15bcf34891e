//! The closed vocabularies of the model, each with its stable name in packages and in the API.

/// Declares an enum whose variants have one stable text name each.
macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All values, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable names of all values, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($text),*];

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Reads a stable name back.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    )*};
}
pub(crate) use vocabulary;

vocabulary! {
    /// What sort of document something is: it decides what its sentences are.
    DocumentKind {
        /// 规划纲要: the outline of a five-year plan.
        Outline = "outline",
        /// 专项规划: a plan of one field.
        SpecialPlan = "special-plan",
        /// 行动计划, 实施方案.
        ActionPlan = "action-plan",
        /// 年度计划, 计划报告, 政府工作报告: last year's results and this year's targets.
        AnnualPlan = "annual-plan",
        /// 统计公报, 状况公报: observations of one year.
        Bulletin = "bulletin",
        /// 中期评估, 总结评估: observations and verdicts.
        Evaluation = "evaluation",
        /// 任务分工: who answers for what.
        Division = "division",
        /// 考核办法: how results are marked.
        Appraisal = "appraisal",
        /// 政策, 办法: conditions and amounts that are no targets.
        Policy = "policy",
        /// 调度表, 进展通报: how far works have come.
        Dispatch = "dispatch",
        /// Any other.
        Other = "other",
    }

    /// Which way an indicator should move, for the number as printed: a larger cut is better, so 降低 rows are `Up`.
    Direction {
        /// More is better.
        Up = "up",
        /// Less is better.
        Down = "down",
        /// A given value or structure is wanted.
        Level = "level",
    }

    /// What sort of quantity an indicator is.
    IndicatorKind {
        /// A state at the end of a period (population, forest area).
        Stock = "stock",
        /// An amount over a period (GDP, investment).
        Flow = "flow",
        /// A growth rate or a change within a period.
        Rate = "rate",
        /// An index number.
        Index = "index",
        /// A share, a coverage, an amount per head.
        Ratio = "ratio",
    }

    /// 指标属性: whether a target binds.
    Nature {
        /// 约束性.
        Binding = "binding",
        /// 预期性.
        Anticipated = "anticipated",
    }

    /// What a value says of its indicator.
    Measure {
        /// An amount, per-head figures included.
        Level = "level",
        /// A percentage of a whole.
        Share = "share",
        /// A growth rate.
        GrowthRate = "growth_rate",
        /// A rise or a cut by an amount; the verb is in the subject, the value is positive.
        Change = "change",
        /// Things or persons, counted.
        Count = "count",
        /// A stated total over the period.
        Cumulative = "cumulative",
        /// A multiple of an earlier value.
        Multiple = "multiple",
        /// A structure such as 12:44:44.
        Ratio = "ratio",
        /// 全部, 全覆盖: all of it.
        Completion = "completion",
    }

    /// How the value binds the outcome.
    Comparator {
        /// At least.
        Ge = "ge",
        /// At most.
        Le = "le",
        /// Exactly, or a plain 达到.
        Eq = "eq",
        /// About.
        Approx = "approx",
        /// More than.
        Gt = "gt",
        /// Less than.
        Lt = "lt",
        /// Between `value` and `value_high`.
        Range = "range",
    }

    /// What span of time a rate, a change or a sum covers.
    Averaging {
        /// 年均: the average per year.
        AnnualAvg = "annual_avg",
        /// 累计: over the whole period.
        Cumulative = "cumulative",
    }

    /// How a printed growth figure is to be read.
    RateBasis {
        /// Compound growth per year, in percent.
        Compound = "compound",
        /// Percentage points per year.
        Points = "points",
        /// Total change over the period, in percent.
        Total = "total",
    }
}

impl DocumentKind {
    /// The words for a reader, Chinese and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Outline => ("规划纲要", "plan outline"),
            Self::SpecialPlan => ("专项规划", "special plan"),
            Self::ActionPlan => ("行动计划或实施方案", "action plan"),
            Self::AnnualPlan => ("年度计划或政府工作报告", "annual plan or government work report"),
            Self::Bulletin => ("统计公报", "statistical bulletin"),
            Self::Evaluation => ("评估报告", "evaluation"),
            Self::Division => ("任务分工", "division of duties"),
            Self::Appraisal => ("考核办法", "appraisal scheme"),
            Self::Policy => ("政策文件", "policy"),
            Self::Dispatch => ("调度表或进展通报", "dispatch sheet"),
            Self::Other => ("其他文件", "other document"),
        }
    }
}

impl Comparator {
    /// Whether an outcome `value` satisfies the comparator against `target` (and `high` for a range).
    ///
    /// `Approx` accepts what lies within one per cent of the target, our own convention: plans do not define 左右.
    pub fn holds(self, value: f64, target: f64, high: Option<f64>) -> bool {
        match self {
            Self::Ge | Self::Eq => value >= target,
            Self::Le => value <= target,
            Self::Gt => value > target,
            Self::Lt => value < target,
            Self::Approx => (value - target).abs() <= 0.01 * target.abs(),
            Self::Range => value >= target && high.is_none_or(|high| value <= high),
        }
    }
}
