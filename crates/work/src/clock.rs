//! Moments as people write and read them: the store keeps UTC, pages speak the time of China, which has one zone and no
//! summer time.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

/// The moment it is. Nothing above `store` asks the clock elsewhere; a test sees to it.
pub fn now() -> Timestamp {
    Timestamp::now()
}

fn china() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

/// The day it is.
pub fn day(now: Timestamp) -> Date {
    now.to_zoned_datetime(china()).date()
}

/// A moment typed into a form, `2027-01-20T09:30`.
pub fn typed(text: &str) -> Option<Timestamp> {
    let typed: DateTime = text.parse().ok()?;
    china().to_timestamp(typed).ok()
}

/// A stored moment.
pub fn moment(at: &str) -> Option<Timestamp> {
    at.parse().ok()
}

/// The moments between which a day lies in China, as they are stored; `None` for what is no day.
pub fn bounds(text: &str) -> Option<(String, String)> {
    let day: Date = text.parse().ok()?;
    let begin = |day: Date| {
        let begin = china().to_timestamp(day.at(0, 0, 0, 0)).ok()?;
        // Without the letter of the zone it sorts before every fraction of its second.
        Some(begin.strftime("%Y-%m-%dT%H:%M:%S").to_string())
    };
    Some((begin(day)?, begin(day.tomorrow().ok()?)?))
}

/// A stored moment, to the minute; what is none stays as it is.
pub fn shown(at: &str) -> String {
    match at.parse::<Timestamp>() {
        Ok(at) => at.to_zoned_datetime(china()).strftime("%Y-%m-%d %H:%M").to_string(),
        Err(_) => at.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_china_begins_the_evening_before_in_utc() {
        let (since, until) = bounds("2026-03-01").unwrap();
        assert_eq!((since.as_str(), until.as_str()), ("2026-02-28T16:00:00", "2026-03-01T16:00:00"));
        assert!("2026-02-28T16:00:00Z" >= since.as_str() && "2026-03-01T15:59:59.9Z" < until.as_str());
        assert_eq!(bounds("soon"), None);
    }

    #[test]
    fn times_of_forms_and_pages_are_china_s() {
        let at = typed("2027-01-20T07:30").expect("a time");
        assert_eq!(at.to_string(), "2027-01-19T23:30:00Z");
        assert_eq!(typed("tomorrow"), None);
        assert_eq!(shown("2027-01-19T23:30:00Z"), "2027-01-20 07:30");
        assert_eq!(shown(""), "");
        assert_eq!(day(at).to_string(), "2027-01-20");
    }
}
