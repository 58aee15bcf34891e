//! Periods as SDMX writes them.

use plan::{Months, Period};
use source::Words;

/// How often a value is measured, and when: id of the frequency, id and name of the period.
///
/// Source: SDMX 2.1 technical notes, section 4.2: `2019`, `2019-S1`, `2019-Q3`, `2019-M07`, and for other spans the first
/// day with a duration, `2016-01-01/P5Y`.
pub(crate) fn of(period: Period, months: Option<Months>) -> (&'static str, String, Words) {
    let (start, end) = (period.start, period.end);
    if start != end {
        let years = end.saturating_sub(start).saturating_add(1);
        let name = Words::new(format!("{start}—{end}年"), format!("{start}–{end}"));
        return ("_O", format!("{start:04}-01-01/P{years}Y"), name);
    }
    let Some(months) = months.filter(|months| !months.is_year()) else {
        return ("A", format!("{end:04}"), Words::new(format!("{end}年"), end.to_string()));
    };
    let words = months.words();
    let name = Words::new(format!("{end}年{}", words.zh), format!("{end} {}", words.en));
    let (first, count) = (months.first(), months.count());
    let (frequency, id) = match (months.as_half(), months.as_quarter()) {
        (Some(half), _) => ("S", format!("{end:04}-S{half}")),
        (_, Some(quarter)) => ("Q", format!("{end:04}-Q{quarter}")),
        _ if count == 1 => ("M", format!("{end:04}-M{first:02}")),
        _ => ("_O", format!("{end:04}-{first:02}-01/P{count}M")),
    };
    (frequency, id, name)
}

/// The frequencies: id, and words.
pub(crate) const FREQUENCIES: [(&str, &str, &str); 5] = [
    ("A", "年", "annual"),
    ("S", "半年", "half-yearly"),
    ("Q", "季", "quarterly"),
    ("M", "月", "monthly"),
    ("_O", "其他时段", "other spans"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_written_as_sdmx_writes_them() {
        let year = |start, end| Period { start, end };
        let id = |period, months| of(period, months).1;
        assert_eq!(id(year(2019, 2019), None), "2019");
        assert_eq!(id(year(2016, 2020), None), "2016-01-01/P5Y");
        assert_eq!(id(year(2019, 2019), Months::quarter(3)), "2019-Q3");
        assert_eq!(id(year(2019, 2019), Months::half(1)), "2019-S1");
        assert_eq!(id(year(2019, 2019), Months::month(7)), "2019-M07");
        assert_eq!(id(year(2019, 2019), Months::through(9)), "2019-01-01/P9M");
        assert_eq!(id(year(2019, 2019), Months::through(12)), "2019");
    }
}
