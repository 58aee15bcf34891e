//! When a figure is due, and who is told when it does not come.

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// How often a figure is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cadence {
    /// Once a year.
    Year,
    /// Every half year.
    HalfYear,
    /// Every quarter.
    Quarter,
    /// Every month.
    Month,
}

impl Cadence {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::HalfYear => "half_year",
            Self::Quarter => "quarter",
            Self::Month => "month",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Year, Self::HalfYear, Self::Quarter, Self::Month]
            .into_iter()
            .find(|cadence| cadence.name() == text)
    }

    fn months(self) -> i32 {
        match self {
            Self::Year => 12,
            Self::HalfYear => 6,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }

    /// The last days of the periods of `year`, in order.
    pub fn period_ends(self, year: i16) -> Vec<Date> {
        let months = self.months();
        (1..=12 / months).map(|k| date(year, (k * months) as i8, 1).last_of_month()).collect()
    }
}

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipient {
    /// The body that reports.
    Reporter,
    /// The body above it.
    Superior,
    /// The planners.
    Planner,
    /// The leader in charge.
    Leader,
}

/// What is sent on a day, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Who is told.
    pub to: Recipient,
    /// Days until the deadline; negative once it has passed.
    pub days_left: i32,
}

/// The day a figure is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The last day on which it is on time.
    pub due: Date,
}

/// Days before (positive) or after (negative) the deadline on which somebody is told. Our own ladder: a week and a day
/// ahead to whoever reports, then one step up the tree each week.
const LADDER: [(i32, Recipient); 6] = [
    (7, Recipient::Reporter),
    (1, Recipient::Reporter),
    (-1, Recipient::Reporter),
    (-7, Recipient::Superior),
    (-14, Recipient::Planner),
    (-28, Recipient::Leader),
];

impl Deadline {
    /// A figure for a period is due `after` days past the period's end.
    ///
    /// # Example
    /// ```
    /// use duty::Deadline;
    /// use jiff::civil::date;
    /// let deadline = Deadline::after(date(2027, 12, 31), 31);
    /// assert_eq!(deadline.due, date(2028, 1, 31));
    /// ```
    pub fn after(period_end: Date, days: u16) -> Self {
        Self { due: period_end.saturating_add(i32::from(days).days()) }
    }

    /// Days from `today` to the deadline; negative once it has passed.
    pub fn days_left(self, today: Date) -> i32 {
        // Days between two civil dates cannot fail to compute.
        today.until(self.due).map_or(0, |span| span.get_days())
    }

    /// The notices that are due on `today` and were not due on the day before.
    pub fn notices_on(self, today: Date) -> Vec<Notice> {
        let days_left = self.days_left(today);
        LADDER.iter().filter(|(day, _)| *day == days_left).map(|&(_, to)| Notice { to, days_left }).collect()
    }

    /// All notices due after `last` up to and including `today`, so that days on which the program did not run are made good.
    ///
    /// Of several notices to the same recipient only the latest is given.
    pub fn notices_since(self, last: Option<Date>, today: Date) -> Vec<Notice> {
        let left = self.days_left(today);
        let before = last.map_or(left + 1, |last| self.days_left(last));
        let mut notices: Vec<Notice> = Vec::new();
        for &(_, to) in LADDER.iter().filter(|(day, _)| *day >= left && *day < before) {
            notices.retain(|notice| notice.to != to);
            notices.push(Notice { to, days_left: left });
        }
        notices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_end_where_they_should() {
        assert_eq!(Cadence::Year.period_ends(2026), [date(2026, 12, 31)]);
        assert_eq!(Cadence::HalfYear.period_ends(2026), [date(2026, 6, 30), date(2026, 12, 31)]);
        assert_eq!(Cadence::Quarter.period_ends(2028)[0], date(2028, 3, 31));
        assert_eq!(Cadence::Month.period_ends(2028)[1], date(2028, 2, 29));
    }

    #[test]
    fn notices_climb_the_tree() {
        let deadline = Deadline { due: date(2027, 1, 31) };
        let on = |day: Date| deadline.notices_on(day).first().map(|notice| notice.to);
        assert_eq!(on(date(2027, 1, 24)), Some(Recipient::Reporter));
        assert_eq!(on(date(2027, 1, 31)), None);
        assert_eq!(on(date(2027, 2, 7)), Some(Recipient::Superior));
        assert_eq!(on(date(2027, 2, 14)), Some(Recipient::Planner));
        assert_eq!(on(date(2027, 2, 28)), Some(Recipient::Leader));
    }

    #[test]
    fn a_pause_of_the_program_loses_no_notice_and_doubles_none() {
        let deadline = Deadline { due: date(2027, 1, 31) };
        let all = deadline.notices_since(Some(date(2027, 1, 20)), date(2027, 2, 15));
        assert_eq!(
            all.iter().map(|notice| notice.to).collect::<Vec<_>>(),
            [Recipient::Reporter, Recipient::Superior, Recipient::Planner]
        );
        assert!(deadline.notices_since(Some(date(2027, 2, 15)), date(2027, 2, 16)).is_empty());
    }
}
