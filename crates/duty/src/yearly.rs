//! The course of an aim of a year: what its body says of it each quarter, and what is late on a day.

use crate::{Cadence, Deadline};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

/// What a body says of an aim for a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    /// It goes as it was to go (按序时推进).
    OnTrack,
    /// It is behind (滞后).
    Behind,
    /// It is reached (完成).
    Done,
    /// It is no longer pursued (停止推进).
    Stopped,
}

impl Said {
    /// All of them, in the order of a form.
    pub const ALL: [Self; 4] = [Self::OnTrack, Self::Behind, Self::Done, Self::Stopped];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnTrack => "on-track",
            Self::Behind => "behind",
            Self::Done => "done",
            Self::Stopped => "stopped",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// Days after the end of a quarter within which its body says how an aim stands. Our own choice: provinces ask for it between the
/// 5th and the 15th.
pub const SAID_WITHIN: u16 = 10;

/// The last day on which a body says in time how an aim stood at the end of a quarter, 1 to 4; `None` for no quarter.
///
/// # Example
/// ```
/// use duty::yearly::said_until;
/// use jiff::civil::date;
/// assert_eq!(said_until(2023, 1), Some(date(2023, 4, 10)));
/// assert_eq!(said_until(2023, 5), None);
/// ```
pub fn said_until(year: i16, quarter: u8) -> Option<Date> {
    let end = quarter_end(year, quarter)?;
    Some(Deadline::after(end, SAID_WITHIN).due)
}

fn quarter_end(year: i16, quarter: u8) -> Option<Date> {
    let at = usize::from(quarter).checked_sub(1)?;
    Cadence::Quarter.period_ends(year).get(at).copied()
}

/// A measure of an aim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The day by which it is to be done, where one is set.
    pub due: Option<Date>,
    /// Whether it is done.
    pub done: bool,
}

/// An aim of a year as far as its course depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// Its year.
    pub year: i16,
    /// The day on which it was set: of quarters that had ended by then nobody was asked.
    pub set_on: Date,
    /// What was said of it, by quarter, 1 to 4.
    pub said: BTreeMap<u8, Said>,
    /// Its measures.
    pub measures: Vec<Measure>,
}

/// Something of an aim that is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// Nothing was said of a quarter, nor of a later one.
    Unsaid {
        /// The quarter, 1 to 4.
        quarter: u8,
        /// Since which day it is late.
        due: Date,
    },
    /// A measure was not done by its day.
    Measure {
        /// Its place among the measures.
        place: usize,
        /// Days that have passed since.
        days: i32,
    },
    /// The year has ended and it is not reached.
    YearOver,
}

/// How an aim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Course {
    /// It is reached.
    Done,
    /// Its body says that it goes as it was to go, and nothing is late.
    OnTrack,
    /// Nothing was said of it, and nothing had to be.
    Unsaid,
    /// Its body says that it is behind.
    Behind,
    /// Something of it is late.
    Late,
    /// It is no longer pursued.
    Stopped,
}

impl Course {
    /// All of them, the best first and what is given up last.
    pub const ALL: [Self; 6] =
        [Self::Done, Self::OnTrack, Self::Unsaid, Self::Behind, Self::Late, Self::Stopped];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::OnTrack => "on-track",
            Self::Unsaid => "unsaid",
            Self::Behind => "behind",
            Self::Late => "late",
            Self::Stopped => "stopped",
        }
    }
}

impl Aim {
    /// What was said last.
    pub fn last(&self) -> Option<Said> {
        self.said.last_key_value().map(|(_, said)| *said)
    }

    /// The quarter of which its body is asked to say on a day how it stands, and until when: of those that have ended and were not spoken
    /// of the latest, since one word catches up. `None` once it is reached or given up.
    pub fn asked(&self, today: Date) -> Option<(u8, Deadline)> {
        if matches!(self.last(), Some(Said::Done | Said::Stopped)) {
            return None;
        }
        let said_last = self.said.keys().next_back().copied().unwrap_or(0);
        (said_last + 1..=4).rev().find_map(|quarter| {
            let end = quarter_end(self.year, quarter)?;
            (today > end && end >= self.set_on).then(|| (quarter, Deadline::after(end, SAID_WITHIN)))
        })
    }

    /// What of it is late on a day; nothing once it is reached or given up.
    pub fn late(&self, today: Date) -> Vec<Late> {
        if matches!(self.last(), Some(Said::Done | Said::Stopped)) {
            return Vec::new();
        }
        let mut late = Vec::new();
        let said_last = self.said.keys().next_back().copied().unwrap_or(0);
        // One word catches up: of the quarters that were missed only the latest is asked for.
        let missed = (said_last + 1..=4).rev().find_map(|quarter| {
            let end = quarter_end(self.year, quarter)?;
            let due = said_until(self.year, quarter)?;
            (today > due && end >= self.set_on).then_some(Late::Unsaid { quarter, due })
        });
        late.extend(missed);
        for (place, measure) in self.measures.iter().enumerate().filter(|(_, measure)| !measure.done) {
            // Days between two civil dates cannot fail to compute.
            let days = measure.due.and_then(|due| due.until(today).ok()).map_or(0, |span| span.get_days());
            if days > 0 {
                late.push(Late::Measure { place, days });
            }
        }
        if today > date(self.year, 12, 31) {
            late.push(Late::YearOver);
        }
        late
    }

    /// How it stands on a day.
    pub fn course(&self, today: Date) -> Course {
        match self.last() {
            Some(Said::Done) => Course::Done,
            Some(Said::Stopped) => Course::Stopped,
            _ if !self.late(today).is_empty() => Course::Late,
            Some(Said::Behind) => Course::Behind,
            Some(Said::OnTrack) => Course::OnTrack,
            None => Course::Unsaid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aim(said: &[(u8, Said)], measures: &[(Date, bool)]) -> Aim {
        Aim {
            year: 2023,
            set_on: date(2023, 1, 20),
            said: said.iter().copied().collect(),
            measures: measures.iter().map(|&(due, done)| Measure { due: Some(due), done }).collect(),
        }
    }

    #[test]
    fn a_quarter_without_a_word_is_late_from_the_day_behind_its_last() {
        let one = aim(&[], &[]);
        assert_eq!(one.course(date(2023, 4, 10)), Course::Unsaid);
        let late = one.late(date(2023, 4, 11));
        assert_eq!(late, [Late::Unsaid { quarter: 1, due: date(2023, 4, 10) }]);
        // What was said of the second quarter makes good for the first.
        let later = aim(&[(2, Said::OnTrack)], &[]);
        assert_eq!(later.late(date(2023, 7, 20)), []);
        assert_eq!(later.course(date(2023, 7, 20)), Course::OnTrack);
        // Of several that were missed the latest is asked for.
        assert!(matches!(one.late(date(2023, 11, 1))[..], [Late::Unsaid { quarter: 3, .. }]));
    }

    #[test]
    fn a_word_is_asked_for_from_the_end_of_its_quarter_until_it_is_given() {
        let one = aim(&[], &[]);
        assert_eq!(one.asked(date(2023, 3, 31)), None);
        assert_eq!(one.asked(date(2023, 4, 1)), Some((1, Deadline { due: date(2023, 4, 10) })));
        assert_eq!(one.asked(date(2023, 7, 3)).map(|(quarter, _)| quarter), Some(2));
        assert_eq!(aim(&[(2, Said::Behind)], &[]).asked(date(2023, 7, 3)), None);
        assert_eq!(aim(&[(1, Said::Done)], &[]).asked(date(2023, 7, 3)), None);
        assert_eq!(Aim { set_on: date(2023, 7, 2), ..aim(&[], &[]) }.asked(date(2023, 7, 3)), None);
    }

    #[test]
    fn of_quarters_before_it_was_set_nobody_was_asked() {
        let one = Aim { set_on: date(2023, 5, 4), ..aim(&[], &[]) };
        assert_eq!(one.late(date(2023, 6, 30)), []);
        assert!(matches!(one.late(date(2023, 7, 11))[..], [Late::Unsaid { quarter: 2, .. }]));
    }

    #[test]
    fn a_measure_is_late_behind_its_day_until_it_is_done() {
        let day = date(2023, 3, 31);
        assert_eq!(aim(&[(1, Said::OnTrack)], &[(day, false)]).late(day), []);
        let one = aim(&[(1, Said::OnTrack)], &[(day, false)]);
        assert_eq!(one.late(date(2023, 4, 30)), [Late::Measure { place: 0, days: 30 }]);
        assert_eq!(one.course(date(2023, 4, 30)), Course::Late);
        assert_eq!(aim(&[(1, Said::OnTrack)], &[(day, true)]).course(date(2023, 4, 30)), Course::OnTrack);
    }

    #[test]
    fn the_end_of_the_year_is_late_unless_it_is_reached_or_given_up() {
        let after = date(2024, 2, 1);
        assert_eq!(aim(&[(4, Said::Behind)], &[]).late(after), [Late::YearOver]);
        assert_eq!(aim(&[(4, Said::Behind)], &[]).course(date(2023, 12, 31)), Course::Behind);
        assert_eq!(aim(&[(3, Said::Done)], &[(date(2023, 5, 1), false)]).late(after), []);
        assert_eq!(aim(&[(3, Said::Done)], &[]).course(after), Course::Done);
        assert_eq!(aim(&[(2, Said::Stopped)], &[]).course(after), Course::Stopped);
    }
}
