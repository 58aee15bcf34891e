//! Monthly dispatches (调度): what was invested, what can be seen, what is in the way, what must be decided.

use crate::Stage;
use rust_decimal::Decimal;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Year.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

impl Month {
    /// Reads 2026-05, 2026年5月, 2026.5, 202605.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<&str> =
            text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let (year, month) = match digits.as_slice() {
            [one] if one.len() == 6 => (one.get(..4)?, one.get(4..)?),
            [year, month, ..] => (*year, *month),
            _ => return None,
        };
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        ((1900..=2200).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The first month of a time: 2026 is 2026-01.
    pub fn first_of(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| Some(Self { year: year(text)?, month: 1 }))
    }

    /// The last month of a time: 2026 is 2026-12.
    pub fn last_of(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| Some(Self { year: year(text)?, month: 12 }))
    }

    /// Months since the beginning of the era.
    pub fn count(self) -> i32 {
        self.year * 12 + i32::try_from(self.month).unwrap_or(1) - 1
    }

    /// The month that is `count` months after the beginning of the era.
    pub fn of_count(count: i32) -> Self {
        Self { year: count.div_euclid(12), month: u32::try_from(count.rem_euclid(12)).unwrap_or(0) + 1 }
    }
}

/// A year alone: 2026, 2026年.
fn year(text: &str) -> Option<i32> {
    let text = text.trim();
    let year = text.strip_suffix('年').unwrap_or(text);
    (year.len() == 4).then(|| year.parse().ok()).flatten().filter(|year| (1900..=2200).contains(year))
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:02}", self.year, self.month)
    }
}

/// What was dispatched for one month. Money in the unit of the project, one unit throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The month it speaks of.
    pub month: Month,
    /// Invested since the beginning of the year.
    pub done: Option<Decimal>,
    /// What the year was to bring.
    pub planned: Option<Decimal>,
    /// The rate that was stated, in per cent, as printed.
    pub stated: Option<Decimal>,
    /// How far the project is said to be.
    pub stage: Option<Stage>,
}

/// A rate of completion that was worked out anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Done over planned, in per cent, to two decimals.
    pub percent: Decimal,
    /// Whether the stated rate is the same within its last printed digit; `None` when none was stated.
    pub agrees: Option<bool>,
}

/// Works out the rate of completion anew; `None` without a plan or without what was done.
///
/// The stated rate agrees when it lies within half a unit of its last digit, widened by the rounding of the money.
pub fn rate(done: Decimal, planned: Decimal, stated: Option<Decimal>) -> Option<Rate> {
    let hundred = Decimal::ONE_HUNDRED;
    let exact = done.checked_mul(hundred)?.checked_div(planned)?;
    let half = |printed: Decimal| Decimal::new(5, printed.scale().min(20) + 1);
    let agrees = stated.map(|stated| {
        let low =
            (done - half(done)).checked_mul(hundred).and_then(|low| low.checked_div(planned + half(planned)));
        let wide = (done + half(done)).checked_mul(hundred);
        let high = wide.and_then(|high| high.checked_div((planned - half(planned)).max(Decimal::new(1, 6))));
        let slack = half(stated);
        low.is_some_and(|low| stated + slack >= low) && high.is_some_and(|high| stated - slack <= high)
    });
    Some(Rate { percent: exact.round_dp(2), agrees })
}

/// Invested over all years up to and including a month: the last word of each earlier year, and of the year so far.
pub fn year_to(entries: &[Entry], month: Month) -> Decimal {
    let mut years: std::collections::BTreeMap<i32, (Month, Decimal)> = std::collections::BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.month <= month) {
        let Some(done) = entry.done else { continue };
        let known = years.entry(entry.month.year).or_insert((entry.month, done));
        if entry.month >= known.0 {
            *known = (entry.month, done);
        }
    }
    years.values().map(|(_, done)| *done).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    /// Rates that counties published, with the money they rest on (Qinshui 2021, Liannan, Songyang 2025, Minhou 2023).
    #[test]
    fn published_rates() {
        for (done, planned, stated) in [
            ("77.57", "63.27", "122.6"),
            ("28.78", "19", "151.47"),
            ("2.13", "5.71", "37.3"),
            ("21.01", "98.5", "21.3"),
            ("362.32", "561.86", "64.49"),
            ("235.8", "327.53", "72"),
        ] {
            let rate = rate(money(done), money(planned), Some(money(stated))).expect("a rate");
            assert_eq!(rate.agrees, Some(true), "{done} of {planned} is {}", rate.percent);
        }
        // Liannan printed 24.25 for 4.28 of 17.68: no rounding of the two gives it.
        for (done, planned, stated) in [("4.28", "17.68", "24.25"), ("22.39", "21.6", "113.66")] {
            let rate = rate(money(done), money(planned), Some(money(stated))).expect("a rate");
            assert_eq!(rate.agrees, Some(false), "{done} of {planned}");
        }
        assert_eq!(rate(money("1"), money("0"), None), None);
    }

    #[test]
    fn months() {
        for text in ["2026-05", "2026年5月", "2026.5", "202605", "2026/05/31"] {
            assert_eq!(Month::parse(text), Some(Month { year: 2026, month: 5 }), "{text}");
        }
        assert_eq!(Month::parse("2026-13"), None);
        let shown = |month: Option<Month>| month.map(|month| month.to_string()).unwrap_or_default();
        assert_eq!(
            (
                shown(Month::first_of("2026")),
                shown(Month::last_of("2026年")),
                shown(Month::last_of("2026-05"))
            ),
            ("2026-01".into(), "2026-12".into(), "2026-05".into())
        );
        assert_eq!(Month::first_of("一期"), None);
        let month = Month { year: 2026, month: 12 };
        assert_eq!(Month::of_count(month.count()), month);
        assert_eq!(Month::of_count(month.count() + 1).to_string(), "2027-01");
    }

    #[test]
    fn money_adds_up_over_years() {
        let entry = |text: &str, done: &str| Entry {
            month: Month::parse(text).expect("a month"),
            done: Some(money(done)),
            planned: None,
            stated: None,
            stage: None,
        };
        let entries = [
            entry("2025-12", "3.5"),
            entry("2026-01", "0.2"),
            entry("2026-03", "1.2"),
            entry("2025-11", "3"),
        ];
        assert_eq!(year_to(&entries, Month::parse("2026-03").expect("a month")), money("4.7"));
        assert_eq!(year_to(&entries, Month::parse("2025-12").expect("a month")), money("3.5"));
    }
}
