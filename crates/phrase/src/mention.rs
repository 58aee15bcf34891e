use crate::unit::Unit;
use rust_decimal::Decimal;
use std::ops::Range;

/// What a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A count, an amount of money or a measure: `1357.5亿元`, `15户`, `220千伏`.
    Quantity,
    /// A part of a hundred or a thousand: `8.2%`, `百分之四十`, `九成`, `5‰`.
    Percent,
    /// A difference of two percentages: `0.8个百分点`.
    Points,
    /// One calendar year, perhaps with month and day: `2020年末`, `2017年6月底`.
    Year,
    /// Several years: `2016-2020年`, `“十三五”期间`.
    Period,
    /// A length of time: `5年`, `3个月`, `24小时`.
    Duration,
    /// Two or more parts: `12:44:44`, `1.8:1`.
    Ratio,
    /// A part of a whole: `1/3`, `三分之二`, `半数`.
    Fraction,
    /// A factor: `2.1倍`, `翻一番`.
    Multiple,
    /// A grade written with a Roman numeral: `Ⅳ类`.
    Class,
    /// An order of magnitude used as a label: `百亿级`.
    Scale,
    /// A place in an order: `第3位`.
    Ordinal,
    /// A number that has no unit but a bound or a verb that shows it is meant as a value: `降到0.45以下`.
    Number,
}

impl Kind {
    /// The short name used in files and tests: `quantity`, `percent`, `pp`, `year`, ...
    pub fn name(self) -> &'static str {
        match self {
            Self::Quantity => "quantity",
            Self::Percent => "percent",
            Self::Points => "pp",
            Self::Year => "year",
            Self::Period => "period",
            Self::Duration => "duration",
            Self::Ratio => "ratio",
            Self::Fraction => "fraction",
            Self::Multiple => "multiple",
            Self::Class => "class",
            Self::Scale => "scale",
            Self::Ordinal => "ordinal",
            Self::Number => "number",
        }
    }

    /// Whether the mention is a point or a stretch on the calendar.
    pub fn is_calendar(self) -> bool {
        matches!(self, Self::Year | Self::Period)
    }
}

/// How the value is meant, from a marker word near the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparator {
    /// More than: 超过, 突破; also `十余`, `三百多`.
    Gt,
    /// At least: 以上, 不低于, 至少.
    Ge,
    /// Less than: 低于, 不到.
    Lt,
    /// At most: 以内, 不超过, 控制在.
    Le,
    /// About: 左右, 约, 近.
    Approx,
    /// Reached, with no bound said: 达到.
    Reach,
    /// Where a change starts, or what something is compared with: 由65%提高到, 比2015年.
    From,
    /// Where a change ends: 提高到85%.
    To,
    /// By a date: 到2020年.
    By,
    /// The base of a rate: 每千人, 万元地区生产总值.
    Per,
    /// Taken out: 不含, 除.
    Excl,
}

impl Comparator {
    /// The short name used in files and tests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::Approx => "approx",
            Self::Reach => "reach",
            Self::From => "from",
            Self::To => "to",
            Self::By => "by",
            Self::Per => "per",
            Self::Excl => "excl",
        }
    }

    /// The comparator with this short name.
    pub fn named(name: &str) -> Option<Self> {
        const ALL: [Comparator; 11] = [
            Comparator::Gt,
            Comparator::Ge,
            Comparator::Lt,
            Comparator::Le,
            Comparator::Approx,
            Comparator::Reach,
            Comparator::From,
            Comparator::To,
            Comparator::By,
            Comparator::Per,
            Comparator::Excl,
        ];
        ALL.into_iter().find(|comparator| comparator.name() == name)
    }

    /// Whether the comparator limits the value from one side or makes it approximate.
    pub fn is_bound(self) -> bool {
        matches!(self, Self::Gt | Self::Ge | Self::Lt | Self::Le | Self::Approx)
    }
}

/// What the number says about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Growth per year: 年均增长.
    AvgGrowth,
    /// Reduction per year: 年均下降.
    AvgDecrease,
    /// Growth over the period: 累计增长.
    CumGrowth,
    /// Reduction over the period: 累计降低.
    CumDecrease,
    /// Growth that names no span of time: 增长.
    Growth,
    /// An addition to the base: 提高, 增加.
    Increase,
    /// A reduction of the base: 降低, 减少.
    Decrease,
    /// Newly made: 新增, 新建.
    Added,
    /// Twofold, fourfold: 翻一番.
    Doubling,
    /// A sum over the period: 累计完成.
    Cumulative,
}

impl Change {
    /// The short name used in files and tests.
    pub fn name(self) -> &'static str {
        match self {
            Self::AvgGrowth => "avg_growth",
            Self::AvgDecrease => "avg_decrease",
            Self::CumGrowth => "cum_growth",
            Self::CumDecrease => "cum_decrease",
            Self::Growth => "growth",
            Self::Increase => "increase",
            Self::Decrease => "decrease",
            Self::Added => "added",
            Self::Doubling => "doubling",
            Self::Cumulative => "cumulative",
        }
    }

    /// The change with this short name.
    pub fn named(name: &str) -> Option<Self> {
        const ALL: [Change; 10] = [
            Change::AvgGrowth,
            Change::AvgDecrease,
            Change::CumGrowth,
            Change::CumDecrease,
            Change::Growth,
            Change::Increase,
            Change::Decrease,
            Change::Added,
            Change::Doubling,
            Change::Cumulative,
        ];
        ALL.into_iter().find(|change| change.name() == name)
    }
}

/// How firmly the text stands behind the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// Striven for: 力争, 争取, 努力.
    Aim,
    /// Guaranteed: 确保, 务必.
    Ensure,
    /// Expected: 预计, 有望.
    Expect,
}

impl Modality {
    /// The short name used in files and tests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aim => "aim",
            Self::Ensure => "ensure",
            Self::Expect => "expect",
        }
    }

    /// The modality with this short name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Aim, Self::Ensure, Self::Expect].into_iter().find(|modality| modality.name() == name)
    }
}

/// How the printed number is left open upwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Open {
    /// 余: `十余所`.
    Over,
    /// 多: `三百多人`.
    Many,
    /// 几 or 数: `二十几万`, `数十亿元`.
    Several,
}

/// A meaning together with the bytes of the word that carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked<T> {
    /// The meaning.
    pub meaning: T,
    /// Byte range of the word in the scanned text.
    pub span: Range<usize>,
}

/// Which part of a year is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edge {
    /// 初.
    Start,
    /// 中, 中期, 年中.
    Middle,
    /// 末, 底.
    End,
}

/// The calendar side of a [`Kind::Year`] or [`Kind::Period`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Years {
    /// First year.
    pub first: i32,
    /// Last year; equal to `first` for one year.
    pub last: i32,
    /// Month 1 to 12 when one is named.
    pub month: Option<u8>,
    /// Day 1 to 31 when one is named.
    pub day: Option<u8>,
    /// 初, 中 or 末 when said.
    pub edge: Option<Edge>,
    /// The number of the five-year plan (13 for “十三五”) when the period is named by it.
    pub plan: Option<u8>,
}

impl Years {
    /// The year that matters for a deadline: the last one.
    pub fn deadline(self) -> i32 {
        self.last
    }
}

/// The number and the unit as the text prints them.
///
/// The multiplier 万 or 亿 belongs to the printed unit: `66万千瓦` is 66 with `万千瓦`, `千亿元` is 1000 with `亿元`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The number in front of `unit`.
    pub number: Option<Decimal>,
    /// The upper end of a range, in the same printed unit.
    pub number_high: Option<Decimal>,
    /// The unit with its multiplier, without spaces; empty when none is printed.
    pub unit: String,
}

/// Something countable or datable that a text says.
///
/// Offsets are bytes of the scanned text. `value` is in `unit`, which never holds a multiplier:
/// `1357.5亿元` has value 135750000000 and unit 元, `66万千瓦` has value 660000 and unit 千瓦.
///
/// # Example
/// ```
/// use phrase::{scan, Comparator, Kind};
/// let text = "粮食生产能力达到60亿斤以上";
/// let found = scan(text);
/// let mention = &found[0];
/// assert_eq!(&text[mention.span.clone()], "60亿斤");
/// assert_eq!(mention.kind, Kind::Quantity);
/// assert_eq!(mention.comparator(), Some(Comparator::Ge));
/// assert_eq!(mention.value.unwrap().to_string(), "6000000000");
/// assert_eq!((mention.printed.number.unwrap().to_string().as_str(), mention.printed.unit.as_str()), ("60", "亿斤"));
/// assert_eq!(mention.unit.as_ref().unwrap().name, "斤");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Number and unit together, without the marker words around them.
    pub span: Range<usize>,
    /// The number alone.
    pub number_span: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// The value in `unit`; the lower end of a range; the year; `None` for a ratio.
    pub value: Option<Decimal>,
    /// The upper end of a range or period.
    pub value_high: Option<Decimal>,
    /// The parts of a ratio in order, or numerator and denominator of a fraction.
    pub parts: Vec<Decimal>,
    /// The unit without multiplier, with dimension and factor; `None` when the text prints none.
    pub unit: Option<Unit>,
    /// Number and unit as printed.
    pub printed: Printed,
    /// The calendar side of a year or period.
    pub years: Option<Years>,
    /// The bound or role of the value.
    pub comparator: Option<Marked<Comparator>>,
    /// What the value says about a change.
    pub change: Option<Marked<Change>>,
    /// How firmly it is meant; never set for times.
    pub modality: Option<Marked<Modality>>,
    /// 累计: the value is a total over the period.
    pub cumulative: bool,
    /// 年均, 每年: the value is per year.
    pub annual: bool,
    /// 余, 多, 几.
    pub open: Option<Open>,
    /// The multiplier stands alone, without a digit: `千亿元`, `万亩`.
    pub bare: bool,
}

impl Mention {
    /// The comparator without the place of its word.
    pub fn comparator(&self) -> Option<Comparator> {
        self.comparator.as_ref().map(|marked| marked.meaning)
    }

    /// The change without the place of its word.
    pub fn change(&self) -> Option<Change> {
        self.change.as_ref().map(|marked| marked.meaning)
    }

    /// The modality without the place of its word.
    pub fn modality(&self) -> Option<Modality> {
        self.modality.as_ref().map(|marked| marked.meaning)
    }

    /// The text of the mention.
    pub fn text<'t>(&self, source: &'t str) -> &'t str {
        source.get(self.span.clone()).unwrap_or("")
    }
}
