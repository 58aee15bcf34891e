//! When a figure is due, and who is told when it does not come.

use crate::WorkingDays;
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
    #[expect(clippy::cast_possible_truncation, reason = "a month, 1 to 12")]
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
/// ahead to whoever reports, then one step up the tree each week. A day off is not used: what is said ahead is said on the
/// last working day before, what is said afterwards on the next.
const LADDER: [(i32, Recipient); 6] = [
    (7, Recipient::Reporter),
    (1, Recipient::Reporter),
    (-1, Recipient::Reporter),
    (-7, Recipient::Superior),
    (-14, Recipient::Planner),
    (-28, Recipient::Leader),
];

impl Deadline {
    /// A figure for a period is due `after` days past the period's end, or on the next working day when that day is off.
    ///
    /// # Example
    /// ```
    /// use duty::Deadline;
    /// use jiff::civil::date;
    /// assert_eq!(Deadline::after(date(2023, 12, 31), 31).due, date(2024, 1, 31));
    /// // In 2017 the 31st of January lay in the Spring Festival, which ended on the 2nd of February.
    /// assert_eq!(Deadline::after(date(2016, 12, 31), 31).due, date(2017, 2, 3));
    /// ```
    pub fn after(period_end: Date, days: u16) -> Self {
        let last = period_end.saturating_add(i32::from(days).days());
        Self { due: WorkingDays::official().on_or_after(last) }
    }

    /// Days from `today` to the deadline; negative once it has passed.
    pub fn days_left(self, today: Date) -> i32 {
        // Days between two civil dates cannot fail to compute.
        today.until(self.due).map_or(0, |span| span.get_days())
    }

    /// The days on which somebody is told, in the order of the ladder.
    fn rungs(self) -> impl Iterator<Item = (Date, Recipient)> {
        let calendar = WorkingDays::official();
        LADDER.iter().map(move |&(days, to)| {
            let day = self.due.saturating_sub(days.days());
            (if days > 0 { calendar.on_or_before(day) } else { calendar.on_or_after(day) }, to)
        })
    }

    /// The notices that are due on `today` and were not due on the day before.
    pub fn notices_on(self, today: Date) -> Vec<Notice> {
        let days_left = self.days_left(today);
        let mut notices: Vec<Notice> = Vec::new();
        for (_, to) in self.rungs().filter(|(day, _)| *day == today) {
            notices.retain(|notice| notice.to != to);
            notices.push(Notice { to, days_left });
        }
        notices
    }

    /// The day of the last notice to each recipient that was due after `first`, where that is given, up to and including
    /// `today`. The same day is given until the next notice is due, so that it can name what was told already.
    pub fn told_until(self, first: Option<Date>, today: Date) -> Vec<(Date, Recipient)> {
        let mut told: Vec<(Date, Recipient)> = Vec::new();
        for (day, to) in
            self.rungs().filter(|(day, _)| first.is_none_or(|first| *day > first) && *day <= today)
        {
            told.retain(|(_, other)| *other != to);
            told.push((day, to));
        }
        told
    }

    /// All notices due after `last` up to and including `today`, so that days on which the program did not run are made good.
    ///
    /// Of several notices to the same recipient only the latest is given.
    pub fn notices_since(self, last: Option<Date>, today: Date) -> Vec<Notice> {
        let Some(last) = last else { return self.notices_on(today) };
        let days_left = self.days_left(today);
        let mut notices: Vec<Notice> = Vec::new();
        for (_, to) in self.rungs().filter(|(day, _)| *day > last && *day <= today) {
            notices.retain(|notice| notice.to != to);
            notices.push(Notice { to, days_left });
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
        // A Wednesday; its ladder of weeks falls on Wednesdays that are all worked.
        let deadline = Deadline { due: date(2026, 7, 15) };
        let on = |day: Date| deadline.notices_on(day).first().map(|notice| notice.to);
        assert_eq!(on(date(2026, 7, 8)), Some(Recipient::Reporter));
        assert_eq!(on(date(2026, 7, 15)), None);
        assert_eq!(on(date(2026, 7, 22)), Some(Recipient::Superior));
        assert_eq!(on(date(2026, 7, 29)), Some(Recipient::Planner));
        assert_eq!(on(date(2026, 8, 12)), Some(Recipient::Leader));
    }

    #[test]
    fn nobody_is_told_on_a_day_off() {
        // Due on the first working day behind the Spring Festival of 2017, the 3rd of February.
        let deadline = Deadline::after(date(2016, 12, 31), 31);
        let told = |day: Date| deadline.notices_on(day);
        let ahead = Notice { to: Recipient::Reporter, days_left: 8 };
        assert_eq!(
            told(date(2017, 1, 26)),
            [ahead],
            "a week and a day ahead are both the last day before the holiday"
        );
        for day in [date(2017, 1, 27), date(2017, 2, 2)] {
            assert_eq!(told(day), [], "{day} is a holiday");
        }
        // The day after is a Saturday that is worked, the week after a Friday.
        assert_eq!(told(date(2017, 2, 4)), [Notice { to: Recipient::Reporter, days_left: -1 }]);
        assert_eq!(told(date(2017, 2, 10)), [Notice { to: Recipient::Superior, days_left: -7 }]);
    }

    #[test]
    fn what_was_told_last_stays_the_same_until_the_next() {
        let deadline = Deadline { due: date(2026, 7, 15) };
        let told = |day| deadline.told_until(Some(date(2026, 7, 1)), day);
        assert_eq!(told(date(2026, 7, 7)), []);
        assert_eq!(told(date(2026, 7, 8)), told(date(2026, 7, 13)));
        assert_eq!(told(date(2026, 7, 13)), [(date(2026, 7, 8), Recipient::Reporter)]);
        let late = [(date(2026, 7, 16), Recipient::Reporter), (date(2026, 7, 22), Recipient::Superior)];
        assert_eq!(told(date(2026, 7, 28)), late);
        assert_eq!(deadline.told_until(Some(date(2026, 7, 20)), date(2026, 7, 28)), late[1..]);
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
