//! Pieces that several pages show: marks, bars, summaries of judged rows.

use crate::chart;
use crate::text::{fill, join, text};
use assess::record::TrackRecord;
use assess::{Alert, Pace, PaceBasis, Row, Trend};
use source::Lang;
use story::{Bar, Mark, Shares, Spark};
use work::number;
use work::view::{Count, Judged, State};

/// A bar whose parts are as wide as the counts.
pub(crate) fn bar(lang: Lang, count: &Count) -> Bar {
    let known = State::ALL.into_iter().filter(|state| count.get(*state) > 0);
    let words: Vec<String> =
        known.map(|state| format!("{} {}", crate::text::state_word(lang, state), count.get(state))).collect();
    Bar::of(&Shares {
        description: join(lang, &words).into(),
        parts: State::ALL.into_iter().map(|state| (state.name(), count.get(state))).collect(),
    })
}

/// A count of a state, as a link's label.
pub(crate) struct StateCount {
    pub(crate) state: &'static str,
    pub(crate) word: &'static str,
    pub(crate) count: usize,
    pub(crate) mark: Mark,
}

pub(crate) fn counts(lang: Lang, count: &Count) -> Vec<StateCount> {
    State::ALL
        .into_iter()
        .map(|state| StateCount {
            state: state.name(),
            word: crate::text::state_word(lang, state),
            count: count.get(state),
            mark: story::mark(state.name()),
        })
        .collect()
}

/// A judged row as lists show it.
pub(crate) struct RowCard {
    pub(crate) indicator: String,
    pub(crate) target: String,
    pub(crate) name: String,
    pub(crate) binding: bool,
    pub(crate) state: &'static str,
    pub(crate) state_word: &'static str,
    pub(crate) mark: Mark,
    pub(crate) alert: &'static str,
    pub(crate) alert_word: String,
    pub(crate) unit: String,
    pub(crate) base: String,
    pub(crate) latest: String,
    pub(crate) latest_year: String,
    pub(crate) goal: String,
    pub(crate) goal_year: String,
    pub(crate) progress: String,
    pub(crate) expected: String,
    /// "落后1.3年".
    pub(crate) distance: String,
    pub(crate) probability: String,
    pub(crate) forecast: String,
    pub(crate) interval: String,
    pub(crate) trend: &'static str,
    pub(crate) reason: String,
    /// The evidence in a few words, where there is no room for the reason.
    pub(crate) brief: String,
    pub(crate) driver: String,
    pub(crate) bodies: String,
    pub(crate) since: String,
    pub(crate) spark: Spark,
    pub(crate) region: String,
}

impl RowCard {
    pub(crate) fn of(lang: Lang, judged: &Judged, row: &Row) -> Self {
        let state = State::of(row);
        let year =
            |point: Option<assess::Point>| point.map(|point| point.year.to_string()).unwrap_or_default();
        let value =
            |point: Option<assess::Point>| point.map(|point| number::value(point.value)).unwrap_or_default();
        let target = judged.view.target(row.target.as_str());
        let goal = match (row.goal, target) {
            (Some(goal), _) => number::value(goal.value),
            (None, Some(target)) if !target.value_text.is_empty() => target.value_text.clone(),
            (None, Some(target)) => target.value.map(|value| value.to_string()).unwrap_or_default(),
            (None, None) => String::new(),
        };
        let goal_year = match (row.goal, target) {
            (Some(goal), _) => goal.year.to_string(),
            (None, Some(target)) => {
                target.year.or(target.implied_year).map(|year| year.to_string()).unwrap_or_default()
            }
            (None, None) => String::new(),
        };
        // Once the target year has passed there is nothing to forecast.
        let outlook = row.outlook.as_ref().filter(|outlook| !outlook.fan.is_empty());
        Self {
            indicator: row.indicator.to_string(),
            target: row.target.to_string(),
            name: row.name.clone(),
            binding: row.nature == Some(plan::Nature::Binding),
            state: state.name(),
            state_word: crate::text::state_word(lang, state),
            mark: story::mark(state.name()),
            alert: row.alert.name(),
            alert_word: crate::text::alert_word(lang, row.alert),
            unit: row.unit.clone(),
            base: value(row.base),
            latest: value(row.latest),
            latest_year: year(row.latest),
            goal,
            goal_year,
            progress: row.progress.map(number::percent).unwrap_or_default(),
            expected: row.expected.map(number::percent).unwrap_or_default(),
            distance: row.time_distance.map(|years| distance(lang, years)).unwrap_or_default(),
            probability: outlook.map(|outlook| number::probability(outlook.attain)).unwrap_or_default(),
            forecast: outlook.map(|outlook| number::value(outlook.median)).unwrap_or_default(),
            interval: outlook
                .map(|outlook| format!("{} – {}", number::value(outlook.low), number::value(outlook.high)))
                .unwrap_or_default(),
            trend: trend_word(lang, row.trend),
            reason: row.reason.get(lang).to_owned(),
            brief: brief(lang, row),
            driver: row.driver.as_ref().map(|words| words.get(lang).to_owned()).unwrap_or_default(),
            bodies: join(lang, &row.bodies),
            since: row.since.map(|year| year.to_string()).unwrap_or_default(),
            spark: Spark::of(&chart::of(lang, row)),
            region: row.region.clone(),
        }
    }
}

/// A value with its unit: per cent close to the number, others behind a space.
pub(crate) fn with_unit(value: String, unit: &str) -> String {
    match unit {
        "" => value,
        "%" | "‰" => value + unit,
        unit => format!("{value} {unit}"),
    }
}

/// A pace with its unit: 3.5% a year, 12 亿元 a year; a share moves by points.
pub(crate) fn pace(lang: Lang, pace: Pace, unit: &str) -> String {
    let value = number::value(pace.value);
    match pace.basis {
        // As the reason of a row has it.
        PaceBasis::Percent => fill(lang, "pace.percent", &[("n", &number::fixed(pace.value, 1))]),
        PaceBasis::Amount if unit == "%" => fill(lang, "pace.points", &[("n", &value)]),
        PaceBasis::Amount => fill(lang, "pace.amount", &[("n", &with_unit(value, unit))]),
    }
}

/// What is needed against the best of the past, and how likely that is; the first clause of the reason where neither is known.
fn brief(lang: Lang, row: &Row) -> String {
    let needed = row.required.map(|required| {
        let required = pace(lang, required, &row.unit);
        match row.best {
            Some(best) => {
                fill(lang, "brief.best", &[("n", &required), ("best", &pace(lang, best, &row.unit))])
            }
            None => fill(lang, "brief.needed", &[("n", &required)]),
        }
    });
    let chance = row.outlook.as_ref().filter(|outlook| !outlook.fan.is_empty());
    let chance = chance.map(|one| fill(lang, "brief.chance", &[("n", &number::probability(one.attain))]));
    let away = (row.trend == Some(Trend::Away)).then(|| text(lang, "trend.away").to_owned());
    let said: Vec<String> = needed.into_iter().chain(chance).chain(away).collect();
    if said.is_empty() {
        let ends = ['；', ';', '。'];
        return row.reason.get(lang).split(ends).next().unwrap_or_default().to_owned();
    }
    crate::text::clauses(lang, &said)
}

pub(crate) fn trend_word(lang: Lang, trend: Option<Trend>) -> &'static str {
    match trend {
        None => "",
        Some(Trend::Towards) => text(lang, "trend.towards"),
        Some(Trend::Stalled) => text(lang, "trend.stalled"),
        Some(Trend::Away) => text(lang, "trend.away"),
    }
}

/// Years ahead or behind in words; within half a tenth of a year it is on time.
pub(crate) fn distance(lang: Lang, years: f64) -> String {
    let size = number::fixed(years.abs(), 1);
    if size == "0" {
        text(lang, "distance.none").to_owned()
    } else if years < 0.0 {
        fill(lang, "distance.behind", &[("n", &size)])
    } else {
        fill(lang, "distance.ahead", &[("n", &size)])
    }
}

/// How far warnings of a level could be trusted in the past.
pub(crate) struct RecordLine {
    pub(crate) level: &'static str,
    pub(crate) word: String,
    /// Share of its targets that were missed in the end.
    pub(crate) missed: String,
    /// Share of all missed targets that it warned of.
    pub(crate) caught: String,
    /// Share of all attained targets that it warned of.
    pub(crate) false_alarms: String,
    /// Years of warning before the target year.
    pub(crate) lead: String,
}

/// The track record of the warning levels, the most serious first.
pub(crate) fn record(lang: Lang) -> Vec<RecordLine> {
    let record = TrackRecord::shipped();
    let mut lines: Vec<RecordLine> = record
        .levels
        .iter()
        .filter(|one| one.years_left.is_none() && one.level > Alert::None)
        .map(|one| RecordLine {
            level: one.level.name(),
            word: one.level.words().get(lang).to_owned(),
            missed: number::percent(one.missed),
            caught: one.caught.map(number::percent).unwrap_or_default(),
            false_alarms: one.false_alarms.map(number::percent).unwrap_or_default(),
            lead: one.lead.map(|years| number::fixed(years, 1)).unwrap_or_default(),
        })
        .collect();
    lines.reverse();
    lines
}
