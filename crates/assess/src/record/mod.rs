//! How far warnings can be trusted: the track record of each level, from replaying finished plan periods.

mod replay;

pub use replay::{Finished, Replayed, ReplayedYear, replay};

use crate::Alert;
use crate::print::percent;
use source::Words;
use std::fmt;

/// The shipped record, made by `examples/track_record.rs` from the World Bank's World Development Indicators.
const SHIPPED: &str = include_str!("../../data/track_record.csv");

/// What became of past warnings, by level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrackRecord {
    /// Level by level; for each first all years together, then by years left.
    pub levels: Vec<LevelRecord>,
}

/// What became of the targets that carried a level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelRecord {
    /// The level.
    pub level: Alert,
    /// Years left to the target year; `None` for all together.
    pub years_left: Option<i32>,
    /// Assessments that gave this level.
    pub cases: usize,
    /// Share of their targets that were missed in the end: the hit rate of a warning.
    pub missed: f64,
    /// Mean probability of attainment that was given.
    pub attain: f64,
    /// Brier score of these probabilities.
    pub brier: f64,
    /// Share of all missed targets that were at this level or above at some time; only for all years together.
    pub caught: Option<f64>,
    /// Share of all attained targets that were so: the false alarms.
    pub false_alarms: Option<f64>,
    /// Mean years between the first assessment of the last unbroken run at this level or above and the target year,
    /// among the missed targets that were caught.
    pub lead: Option<f64>,
}

impl TrackRecord {
    /// The record that is shipped with the default rules.
    pub fn shipped() -> Self {
        // A test reads the embedded table, so the fallback is never reached.
        Self::from_csv(SHIPPED).unwrap_or_default()
    }

    /// Counts replayed plan periods.
    pub fn from_replays(replays: &[Replayed]) -> Self {
        let mut levels = Vec::new();
        let longest = replays.iter().flat_map(|r| &r.years).map(|y| y.years_left).max().unwrap_or(0);
        for level in Alert::ALL {
            levels.extend(LevelRecord::all(*level, replays));
            for left in (0..=longest).rev() {
                levels.extend(LevelRecord::count(*level, Some(left), replays));
            }
        }
        Self { levels }
    }

    /// The record of a level, with so many years left if that was counted, else of all years together.
    pub fn of(&self, level: Alert, years_left: i32) -> Option<&LevelRecord> {
        let find = |left| self.levels.iter().find(|r| r.level == level && r.years_left == left);
        find(Some(years_left)).or_else(|| find(None))
    }

    /// The table as CSV.
    pub fn to_csv(&self) -> String {
        let mut text = String::from(HEADER);
        for r in &self.levels {
            let left = r.years_left.map_or(String::new(), |left| left.to_string());
            let share = |v: Option<f64>| v.map_or(String::new(), |v| format!("{v:.4}"));
            let line = format!(
                "{},{left},{},{:.4},{:.4},{:.4},{},{},{}\n",
                r.level,
                r.cases,
                r.missed,
                r.attain,
                r.brier,
                share(r.caught),
                share(r.false_alarms),
                share(r.lead)
            );
            text.push_str(&line);
        }
        text
    }

    /// Reads the table back; lines that begin with `#` are remarks. `None` for anything else than such a table.
    pub fn from_csv(text: &str) -> Option<Self> {
        let mut lines = text.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
        if lines.next()? != HEADER.trim_end() {
            return None;
        }
        let levels = lines.map(|line| {
            let cells: [&str; 9] = line.split(',').collect::<Vec<_>>().try_into().ok()?;
            let [level, left, cases, missed, attain, brier, caught, false_alarms, lead] = cells;
            let share = |cell: &str| if cell.is_empty() { Some(None) } else { cell.parse().ok().map(Some) };
            Some(LevelRecord {
                level: Alert::parse(level)?,
                years_left: if left.is_empty() { None } else { Some(left.parse().ok()?) },
                cases: cases.parse().ok()?,
                missed: missed.parse().ok()?,
                attain: attain.parse().ok()?,
                brier: brier.parse().ok()?,
                caught: share(caught)?,
                false_alarms: share(false_alarms)?,
                lead: share(lead)?,
            })
        });
        Some(Self { levels: levels.collect::<Option<_>>()? })
    }
}

const HEADER: &str = "level,years_left,cases,missed,attain,brier,caught,false_alarms,lead\n";

impl LevelRecord {
    /// Counts the assessments at exactly this level, with so many years left.
    fn count(level: Alert, years_left: Option<i32>, replays: &[Replayed]) -> Option<Self> {
        let at = |y: &&ReplayedYear| y.alert == level && years_left.is_none_or(|left| y.years_left == left);
        let cases: Vec<(bool, Option<f64>)> =
            replays.iter().flat_map(|r| r.years.iter().filter(at).map(|y| (r.missed, y.attain))).collect();
        if cases.is_empty() {
            return None;
        }
        let given: Vec<(bool, f64)> = cases.iter().filter_map(|(missed, p)| Some((*missed, (*p)?))).collect();
        let mean = |values: &mut dyn Iterator<Item = f64>, of: usize| values.sum::<f64>() / of.max(1) as f64;
        let outcome = |missed: bool| if missed { 0.0 } else { 1.0 };
        Some(Self {
            level,
            years_left,
            cases: cases.len(),
            missed: mean(&mut cases.iter().map(|(missed, _)| 1.0 - outcome(*missed)), cases.len()),
            attain: mean(&mut given.iter().map(|(_, p)| *p), given.len()),
            brier: mean(&mut given.iter().map(|(m, p)| (p - outcome(*m)) * (p - outcome(*m))), given.len()),
            caught: None,
            false_alarms: None,
            lead: None,
        })
    }

    /// The same for all years together, with what a warning at this level or above caught and when.
    fn all(level: Alert, replays: &[Replayed]) -> Option<Self> {
        let found = Self::count(level, None, replays)?;
        if level == Alert::None {
            return Some(found);
        }
        let share = |missed: bool| {
            let cases = replays.iter().filter(|r| r.missed == missed);
            let warned = cases.clone().filter(|r| r.years.iter().any(|y| y.alert >= level)).count();
            Some(warned as f64 / cases.count().max(1) as f64)
        };
        let leads: Vec<f64> =
            replays.iter().filter(|r| r.missed).filter_map(|r| r.lead(level)).map(f64::from).collect();
        let lead = (!leads.is_empty()).then(|| leads.iter().sum::<f64>() / leads.len() as f64);
        Some(Self { caught: share(true), false_alarms: share(false), lead, ..found })
    }

    /// The record in a few words, to stand beside a warning.
    pub fn words(&self) -> Words {
        let missed = percent(self.missed);
        let (zh, en) = match self.years_left {
            Some(left) => (format!("（距目标年{left}年时）"), format!(" with {left} years left")),
            None => (String::new(), String::new()),
        };
        if self.level == Alert::None {
            return Words::new(
                format!("历史回放：无预警{zh}的目标有{missed}最终未完成（{}例）", self.cases),
                format!(
                    "track record: {missed} of the targets without a warning{en} were missed ({} cases)",
                    self.cases
                ),
            );
        }
        let level = self.level.words();
        Words::new(
            format!("历史回放：{}预警{zh}的目标有{missed}最终未完成（{}例）", level.zh, self.cases),
            format!("track record: {missed} of {} warnings{en} came true ({} cases)", level.en, self.cases),
        )
    }
}

impl fmt::Display for TrackRecord {
    /// A table for a terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:8} {:>5} {:>8} {:>7} {:>7} {:>7} {:>7} {:>7} {:>5}",
            "level", "left", "cases", "missed", "p", "brier", "caught", "false", "lead"
        )?;
        for r in &self.levels {
            let left = r.years_left.map_or("all".to_owned(), |left| left.to_string());
            let share = |v: Option<f64>| v.map_or(String::new(), |v| format!("{v:.3}"));
            writeln!(
                f,
                "{:8} {left:>5} {:>8} {:>7.3} {:>7.3} {:>7.3} {:>7} {:>7} {:>5}",
                r.level.name(),
                r.cases,
                r.missed,
                r.attain,
                r.brier,
                share(r.caught),
                share(r.false_alarms),
                r.lead.map_or(String::new(), |v| format!("{v:.1}"))
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replayed(missed: bool, alerts: [Alert; 3]) -> Replayed {
        let years = alerts.into_iter().zip([3, 2, 1]);
        Replayed {
            missed,
            years: years
                .map(|(alert, years_left)| ReplayedYear { years_left, alert, attain: Some(0.5) })
                .collect(),
        }
    }

    #[test]
    fn hits_false_alarms_and_lead() {
        let replays = [
            replayed(true, [Alert::Yellow, Alert::Red, Alert::Red]),
            replayed(true, [Alert::None, Alert::Blue, Alert::None]),
            replayed(false, [Alert::Red, Alert::None, Alert::None]),
            replayed(false, [Alert::None, Alert::None, Alert::None]),
        ];
        let record = TrackRecord::from_replays(&replays);
        let red = record.of(Alert::Red, 9).expect("there are red ones");
        assert_eq!((red.cases, red.missed), (3, 2.0 / 3.0));
        assert_eq!((red.caught, red.false_alarms, red.lead), (Some(0.5), Some(0.5), Some(2.0)));
        assert_eq!(record.of(Alert::Red, 3).map(|r| (r.cases, r.missed)), Some((1, 0.0)));
        let yellow = record.levels.iter().find(|r| r.level == Alert::Yellow).expect("one");
        assert_eq!(yellow.lead, Some(3.0));
        assert_eq!(
            TrackRecord::from_csv(&record.to_csv()).map(|r| r.levels.len()),
            Some(record.levels.len())
        );
    }

    #[test]
    fn the_shipped_record_is_there_and_ordered() {
        let record = TrackRecord::shipped();
        let missed: Vec<f64> =
            Alert::ALL.iter().map(|l| record.of(*l, -1).expect("every level was given").missed).collect();
        assert!(missed.windows(2).all(|w| w[0] < w[1]), "{missed:?}");
    }
}
