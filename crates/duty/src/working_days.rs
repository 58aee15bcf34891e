//! The working days of China: Monday to Friday but for the holidays of the State Council's yearly notice, and the
//! Saturdays and Sundays that are worked in exchange (调休).

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use source::Words;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The notices by year, one file each.
const YEARS: [(i16, &str); 11] = [
    (2016, include_str!("../data/working-days/2016.tsv")),
    (2017, include_str!("../data/working-days/2017.tsv")),
    (2018, include_str!("../data/working-days/2018.tsv")),
    (2019, include_str!("../data/working-days/2019.tsv")),
    (2020, include_str!("../data/working-days/2020.tsv")),
    (2021, include_str!("../data/working-days/2021.tsv")),
    (2022, include_str!("../data/working-days/2022.tsv")),
    (2023, include_str!("../data/working-days/2023.tsv")),
    (2024, include_str!("../data/working-days/2024.tsv")),
    (2025, include_str!("../data/working-days/2025.tsv")),
    (2026, include_str!("../data/working-days/2026.tsv")),
];

/// No holiday with its weekends is longer, in days; a search for a working day ends there.
const LONGEST_BREAK: i32 = 31;

static OFFICIAL: LazyLock<WorkingDays> =
    LazyLock::new(|| YEARS.iter().fold(WorkingDays::default(), |all, (year, text)| all.with(*year, text)));

/// Which days are worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingDays {
    /// Title and number of the notice, by year.
    sources: BTreeMap<i16, String>,
    /// Days off by a notice, weekends inside them included.
    off: BTreeMap<Date, String>,
    /// Days of a weekend that are worked.
    worked: BTreeSet<Date>,
}

impl WorkingDays {
    /// The calendar of the official notices that this program knows.
    pub fn official() -> &'static Self {
        &OFFICIAL
    }

    /// The calendar with one more notice, as a file of `data/working-days` holds it; a line that says nothing is left out.
    fn with(mut self, year: i16, text: &str) -> Self {
        for line in text.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            match fields.as_slice() {
                ["source", source] => drop(self.sources.insert(year, (*source).to_owned())),
                ["off", first, last, name] => {
                    let (Ok(first), Ok(last)) = (first.parse::<Date>(), last.parse::<Date>()) else {
                        continue;
                    };
                    let days = first.series(1.day()).take_while(|day| *day <= last);
                    self.off.extend(days.map(|day| (day, (*name).to_owned())));
                }
                ["work", day] => self.worked.extend(day.parse::<Date>()),
                _ => {}
            }
        }
        self
    }

    /// Whether a day is worked. In a year without a notice that is Monday to Friday; see [`WorkingDays::caution`].
    ///
    /// # Example
    /// ```
    /// use duty::WorkingDays;
    /// use jiff::civil::date;
    /// let days = WorkingDays::official();
    /// assert!(days.is_worked(date(2026, 2, 14))); // a Saturday before the Spring Festival
    /// assert!(!days.is_worked(date(2026, 2, 17))); // a Tuesday in it
    /// ```
    pub fn is_worked(&self, day: Date) -> bool {
        if self.worked.contains(&day) {
            return true;
        }
        !self.off.contains_key(&day) && !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// The name of the holiday on a day, by the notice.
    pub fn holiday(&self, day: Date) -> Option<&str> {
        self.off.get(&day).map(String::as_str)
    }

    /// This day when it is worked, else the next one that is: a term whose last day is a holiday ends on the day after the
    /// holiday (Civil Code of the People's Republic of China, article 203).
    pub fn on_or_after(&self, day: Date) -> Date {
        self.search(day, 1)
    }

    /// This day when it is worked, else the last one before that is.
    pub fn on_or_before(&self, day: Date) -> Date {
        self.search(day, -1)
    }

    /// The last day of a term of so many working days that begins on the day after `day` (Civil Code, article 201).
    ///
    /// # Example
    /// ```
    /// use duty::WorkingDays;
    /// use jiff::civil::date;
    /// let days = WorkingDays::official();
    /// assert_eq!(days.after(date(2026, 11, 26), 2), date(2026, 11, 30)); // Thursday, Friday, Monday
    /// ```
    pub fn after(&self, day: Date, count: u16) -> Date {
        (0..count).fold(day, |last, _| self.on_or_after(last.saturating_add(1.days())))
    }

    fn search(&self, from: Date, step: i32) -> Date {
        let days = (0..LONGEST_BREAK).map(|away| from.saturating_add((step * away).days()));
        days.into_iter().find(|day| self.is_worked(*day)).unwrap_or(from)
    }

    /// Title and number of the notice for a year.
    pub fn source(&self, year: i16) -> Option<&str> {
        self.sources.get(&year).map(String::as_str)
    }

    /// What to say beside a day of a year whose notice is not known here; nothing for the others.
    pub fn caution(&self, day: Date) -> Option<Words> {
        let year = day.year();
        self.source(year).is_none().then(|| {
            Words::new(
                format!("没有{year}年的节假日安排，按周一至周五为工作日推算"),
                format!("no holiday notice for {year}: reckoned with Monday to Friday as working days"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Days of the weekend that a notice takes from or gives to the working days, as a whole year counts them: a day off
    /// on a weekday, less each day worked on a weekend, is a statutory holiday.
    #[test]
    fn each_notice_gives_the_statutory_holidays() {
        for (year, text) in YEARS {
            let one = WorkingDays::default().with(year, text);
            let weekend = |day: &Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            let off = one.off.keys().filter(|day| !weekend(day)).count();
            assert!(one.worked.iter().all(weekend), "{year}: only a weekend can be worked in exchange");
            assert!(one.worked.iter().all(|day| !one.off.contains_key(day)), "{year}");
            assert!(one.source(year).is_some_and(|source| source.contains(&format!("{year}年"))), "{year}");
            // Regulation on public holidays: 11 days until 2024, 13 from 2025 on; in 2020 the Spring Festival was
            // prolonged, which took a weekday off and a Saturday from the days to be worked.
            let statutory = match year {
                2020 => 13,
                ..2025 => 11,
                _ => 13,
            };
            assert_eq!(off - one.worked.len(), statutory, "{year}");
            let lines = text.lines().count();
            let said = 1 + one.worked.len() + text.lines().filter(|line| line.starts_with("off")).count();
            assert_eq!(said, lines, "{year}: a line was not understood");
        }
    }

    #[test]
    fn a_day_off_moves_to_the_next_or_the_last_working_day() {
        let days = WorkingDays::official();
        for (day, after, before) in [
            (date(2017, 1, 31), date(2017, 2, 3), date(2017, 1, 26)),
            (date(2018, 12, 31), date(2019, 1, 2), date(2018, 12, 29)),
            (date(2026, 10, 1), date(2026, 10, 8), date(2026, 9, 30)),
            (date(2026, 1, 4), date(2026, 1, 4), date(2026, 1, 4)),
            (date(2020, 1, 31), date(2020, 2, 3), date(2020, 1, 23)),
        ] {
            assert_eq!((days.on_or_after(day), days.on_or_before(day)), (after, before), "{day}");
        }
        assert_eq!(days.holiday(date(2024, 2, 12)), Some("春节"));
    }

    #[test]
    fn a_year_without_a_notice_has_weekends_and_says_so() {
        let days = WorkingDays::official();
        assert!(days.is_worked(date(2035, 10, 1)) && !days.is_worked(date(2035, 10, 6)));
        let said = days.caution(date(2035, 10, 1)).expect("no notice yet");
        assert!(said.zh.contains("2035年") && said.en.contains("2035"));
        assert_eq!(days.caution(date(2026, 10, 1)), None);
    }
}
