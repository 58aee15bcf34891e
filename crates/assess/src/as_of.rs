//! The moment an assessment is made for.

use jiff::civil::Date;

/// The moment an assessment is made for: which years count, and which figures were known.
///
/// # Example
/// ```
/// use assess::AsOf;
/// let early = AsOf::known(2016, "2017-03-31").unwrap();
/// assert_eq!(early.known_at.unwrap().year(), 2017);
/// assert_eq!(AsOf::year(2016).known_at, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsOf {
    /// The last year whose figures count.
    pub year: i32,
    /// Figures that became known after this day are left out; `None` takes everything that is known by now.
    pub known_at: Option<Date>,
}

impl AsOf {
    /// The end of `year`, with everything known by now.
    pub fn year(year: i32) -> Self {
        Self { year, known_at: None }
    }

    /// The end of `year`, with what was known on `day` (see [`parse_day`]).
    pub fn known(year: i32, day: &str) -> Option<Self> {
        Some(Self { year, known_at: Some(parse_day(day)?) })
    }

    /// The same moment of an earlier year: what stood in the assessment `years` years ago.
    #[must_use]
    pub fn earlier(self, years: i32) -> Self {
        let known_at = self.known_at.map(|day| shift(day, -years));
        Self { year: self.year - years, known_at }
    }
}

/// Reads a day: `2017-03-31`, `2017-03` (its last day) or `2017` (the last day of the year).
///
/// A figure that became known "in March" is certainly known at the end of March, hence the last day.
pub fn parse_day(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month = parts.next().map(str::parse::<i8>).transpose().ok()?;
    let day = parts.next().map(str::parse::<i8>).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(12), 1).ok()?;
    match day {
        Some(day) => Date::new(year, first.month(), day).ok(),
        None => Some(first.last_of_month()),
    }
}

/// The same day `years` years later; 29 February becomes the 28th.
#[expect(clippy::cast_possible_truncation, reason = "clamped to the years of the calendar before")]
pub(crate) fn shift(day: Date, years: i32) -> Date {
    let year = (i32::from(day.year()) + years).clamp(-9999, 9999) as i16;
    Date::new(year, day.month(), day.day()).or_else(|_| Date::new(year, day.month(), 28)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_months_and_years_are_read() {
        assert_eq!(parse_day("2017-03-31"), Some(date(2017, 3, 31)));
        assert_eq!(parse_day("2017-02"), Some(date(2017, 2, 28)));
        assert_eq!(parse_day("2017"), Some(date(2017, 12, 31)));
        for bad in ["", "2017-13", "2017-02-30", "spring", "2017-1-1-1"] {
            assert_eq!(parse_day(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_leap_day_moves_to_the_28th() {
        let leap = AsOf { year: 2019, known_at: Some(date(2020, 2, 29)) };
        assert_eq!(leap.earlier(1).known_at, Some(date(2019, 2, 28)));
        assert_eq!(leap.earlier(4).known_at, Some(date(2016, 2, 29)));
    }
}
