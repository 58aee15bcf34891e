//! The part of a year that a figure covers, in months.

use super::vocabulary::vocabulary;
use source::Words;

/// The months of one year that a figure covers, first and last included.
///
/// 三季度 is July to September, 1—9月 is January to September: the two can never be taken for each other. A state at the end
/// of a month (期末) covers that month alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Months {
    first: u8,
    last: u8,
}

vocabulary! {
    /// What a figure within a year says of its months.
    MonthlyKind {
        /// 当期: of a month, quarter or half-year alone.
        Alone = "alone",
        /// 累计: of all months since January.
        Cumulated = "cumulated",
        /// 同比: the change on the same months of the year before, in per cent.
        OnYear = "on_year",
    }
}

impl Months {
    /// January to December.
    pub const YEAR: Self = Self { first: 1, last: 12 };

    /// The months `first` to `last`, 1 to 12; `None` outside these or in the wrong order.
    pub fn new(first: u8, last: u8) -> Option<Self> {
        (1 <= first && first <= last && last <= 12).then_some(Self { first, last })
    }

    /// One month, 1 to 12.
    pub fn month(number: u8) -> Option<Self> {
        Self::new(number, number)
    }

    /// A quarter, 1 to 4.
    pub fn quarter(number: u8) -> Option<Self> {
        let last = number.checked_mul(3)?;
        Self::new(last.checked_sub(2)?, last)
    }

    /// A half-year, 1 or 2.
    pub fn half(number: u8) -> Option<Self> {
        let last = number.checked_mul(6)?;
        Self::new(last.checked_sub(5)?, last)
    }

    /// January to month `last`: 1—9月.
    pub fn through(last: u8) -> Option<Self> {
        Self::new(1, last)
    }

    /// The first month, 1 to 12.
    pub fn first(self) -> u8 {
        self.first
    }

    /// The last month, 1 to 12.
    pub fn last(self) -> u8 {
        self.last
    }

    /// How many months.
    pub fn count(self) -> u8 {
        self.last - self.first + 1
    }

    /// Whether it is the whole year.
    pub fn is_year(self) -> bool {
        self == Self::YEAR
    }

    /// Whether it runs from January over more than one month, so that figures of further months add to it.
    pub fn is_cumulated(self) -> bool {
        self.first == 1 && self.last > 1
    }

    /// The quarter it is, if it is one.
    pub fn as_quarter(self) -> Option<u8> {
        (1..=4).find(|number| Self::quarter(*number) == Some(self))
    }

    /// The half-year it is, if it is one.
    pub fn as_half(self) -> Option<u8> {
        (1..=2).find(|number| Self::half(*number) == Some(self))
    }

    /// As text in tables and in the API: `9` for September, `1-9` for January to September.
    pub fn name(self) -> String {
        if self.first == self.last { self.last.to_string() } else { format!("{}-{}", self.first, self.last) }
    }

    /// Reads what [`Months::name`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('-') {
            Some((first, last)) => Self::new(first.parse().ok()?, last.parse().ok()?),
            None => Self::month(text.parse().ok()?),
        }
    }

    /// For people: 全年, 上半年, 三季度, 9月, 1—9月.
    pub fn words(self) -> Words {
        const ENGLISH: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let english = |month: u8| ENGLISH.get(usize::from(month) - 1).copied().unwrap_or_default();
        if self.is_year() {
            return Words::new("全年", "the year");
        }
        if let Some(half) = self.as_half() {
            return if half == 1 { Words::new("上半年", "H1") } else { Words::new("下半年", "H2") };
        }
        if let Some(quarter) = self.as_quarter() {
            let zh = ["一", "二", "三", "四"].get(usize::from(quarter) - 1).copied().unwrap_or_default();
            return Words::new(format!("{zh}季度"), format!("Q{quarter}"));
        }
        let (first, last) = (self.first, self.last);
        if first == last {
            return Words::new(format!("{last}月"), english(last));
        }
        Words::new(format!("{first}—{last}月"), format!("{}–{}", english(first), english(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_not_what_has_added_up_by_its_end() {
        let (quarter, through) = (Months::quarter(3).unwrap(), Months::through(9).unwrap());
        assert_ne!(quarter, through);
        assert!(through.is_cumulated() && !quarter.is_cumulated());
        assert_eq!((quarter.first(), quarter.last(), quarter.count()), (7, 9, 3));
        assert_eq!((quarter.words().zh.as_ref(), through.words().zh.as_ref()), ("三季度", "1—9月"));
    }

    #[test]
    fn what_no_year_has_is_no_part_of_one() {
        assert_eq!(Months::new(9, 3), None);
        assert_eq!(Months::month(13), None);
        assert_eq!(Months::month(0), None);
        assert_eq!(Months::quarter(0), None);
        assert_eq!(Months::quarter(200), None);
        assert_eq!(Months::half(3), None);
    }

    #[test]
    fn names_read_back() {
        for first in 1..=12 {
            for last in first..=12 {
                let months = Months::new(first, last).unwrap();
                assert_eq!(Months::parse(&months.name()), Some(months));
                assert!(!months.words().zh.is_empty() && !months.words().en.is_empty());
            }
        }
        assert_eq!(Months::parse("9-3"), None);
        assert_eq!(Months::parse("上半年"), None);
    }
}
