//! Thresholds, warning rules and the planner's choices.

use crate::record::TrackRecord;
use crate::{Alert, BreakChoice, Method, Status, Trend};
use serde::Deserialize;
use series::{Bounds, Nature};
use std::fmt;

/// The rules in force when nothing else is given, as a commented TOML text.
pub const DEFAULT_RULES: &str = include_str!("../config/default.toml");

/// Everything an assessment depends on besides plan, figures and moment.
///
/// # Example
/// ```
/// let strict = assess::DEFAULT_RULES.replace("p_below = 0.05", "p_below = 0.10");
/// let config = assess::Config::from_toml(&strict).unwrap();
/// assert_ne!(config, assess::Config::default());
/// assert!(assess::Config::from_toml("[status]\nahaed = 1").is_err());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Thresholds and warning rules.
    pub rules: Rules,
    /// Published methods to show beside our own measure.
    pub methods: Vec<Method>,
    /// What was decided about level breaks.
    pub breaks: Vec<BreakDecision>,
    /// Between which values indicators must lie, as somebody decided.
    pub bounds: Vec<BoundsDecision>,
    /// Sources in order of preference, where two say different things on one day; parts of names are enough.
    pub sources: Vec<String>,
    /// What became of past warnings under these rules; `None` for rules that were not replayed.
    pub record: Option<TrackRecord>,
    /// Whether to keep what pages need: fans, paths, all figures. Off for whole nations.
    pub evidence: bool,
}

/// The recorded decision about a level break.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakDecision {
    /// Id of the indicator.
    pub indicator: String,
    /// First year on the new basis.
    pub year: i32,
    /// What to do.
    pub choice: BreakChoice,
}

/// Between which values an indicator must lie, as somebody decided.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundsDecision {
    /// Id of the indicator.
    pub indicator: String,
    /// The lower and the upper end in its unit; `None` where it has no bounds whatever its name says.
    pub between: Option<(f64, f64)>,
}

impl BoundsDecision {
    /// What the values are, given what the name of the indicator says that they are.
    pub(crate) fn decided(&self, named: Nature) -> Nature {
        match (self.between, named) {
            (Some((low, high)), _) if low < high => Nature::Bounded(Bounds { low, high }),
            (_, Nature::Bounded(_)) => Nature::Rate,
            _ => named,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            rules: Rules::embedded(),
            methods: Vec::new(),
            breaks: Vec::new(),
            bounds: Vec::new(),
            sources: Vec::new(),
            record: Some(TrackRecord::shipped()),
            evidence: true,
        }
    }
}

impl Config {
    /// The default configuration with the thresholds, rules and decisions of `text`.
    ///
    /// The text may hold decisions alone; thresholds and rules then stay as they are.
    ///
    /// # Errors
    /// [`ConfigError`] with line and reason for unknown keys and wrong values.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let wrong = |message: String| ConfigError { message };
        let default = Self::default();
        let table: toml::Table = text.parse().map_err(|e: toml::de::Error| wrong(e.to_string()))?;
        let only = |keys: &[&str]| table.keys().all(|key| keys.contains(&key.as_str()));
        let (rules, decisions) = if only(&["sources", "break", "bounds"]) {
            (default.rules.clone(), toml::from_str(text))
        } else {
            let file: Result<File, _> = toml::from_str(text);
            let (rules, decisions) = file.map_err(|e| wrong(e.to_string()))?.split();
            (rules, Ok(decisions))
        };
        let Decisions { sources, breaks, bounds } = decisions.map_err(|e| wrong(e.to_string()))?;
        if crate::history::publication_day(&rules.data.publication).is_none() {
            let day = &rules.data.publication;
            return Err(wrong(format!("data.publication = {day:?}: give month and day, as in \"03-31\"")));
        }
        // Other rules give other warnings, of which the shipped record says nothing.
        let record = default.record.filter(|_| rules == default.rules);
        Ok(Self { rules, breaks, bounds, sources, record, ..Self::default() })
    }

    /// What was decided about the break of `indicator` in `year`.
    pub fn choice(&self, indicator: &str, year: i32) -> BreakChoice {
        let decision = self.breaks.iter().find(|d| d.indicator == indicator && d.year == year);
        decision.map_or(BreakChoice::Keep, |d| d.choice)
    }
}

/// Why a text is no configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the rules cannot be used: {}", self.message.trim_end())
    }
}

impl std::error::Error for ConfigError {}

/// What a planner decided, as it stands in a file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decisions {
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default, rename = "break")]
    breaks: Vec<BreakDecision>,
    #[serde(default)]
    bounds: Vec<BoundsDecision>,
}

/// A whole file: decisions and rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default, rename = "break")]
    breaks: Vec<BreakDecision>,
    #[serde(default)]
    bounds: Vec<BoundsDecision>,
    status: StatusCuts,
    trend: TrendCuts,
    pace: PaceCuts,
    forecast: ForecastCuts,
    hollow: HollowCuts,
    data: DataCuts,
    binding: Binding,
    rule: Vec<Rule>,
}

impl File {
    fn split(self) -> (Rules, Decisions) {
        let Self { sources, breaks, bounds, status, trend, pace, forecast, hollow, data, binding, rule } =
            self;
        let rules = Rules { status, trend, pace, forecast, hollow, data, binding, rule };
        (rules, Decisions { sources, breaks, bounds })
    }
}

/// Thresholds and warning rules; `config/default.toml` explains each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Cuts of the status.
    pub status: StatusCuts,
    /// Cuts of the trend.
    pub trend: TrendCuts,
    /// Where the best pace is sought.
    pub pace: PaceCuts,
    /// When there is a forecast.
    pub forecast: ForecastCuts,
    /// Cuts of the hollow success.
    pub hollow: HollowCuts,
    /// Tolerances for figures.
    pub data: DataCuts,
    /// What binding targets add.
    pub binding: Binding,
    /// Warning rules.
    pub rule: Vec<Rule>,
}

impl Rules {
    /// The rules of the embedded text.
    fn embedded() -> Self {
        // A test reads the embedded text, so the fallback is never reached.
        toml::from_str::<File>(DEFAULT_RULES).map(|file| file.split().0).unwrap_or_default()
    }
}

/// Years ahead and behind from which the status changes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusCuts {
    /// Years ahead.
    pub ahead: f64,
    /// Years behind.
    pub behind: f64,
}

/// How the trend is judged.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrendCuts {
    /// Years looked back.
    pub years: u8,
    /// Share of the path's pace below which nothing moves.
    pub stalled: f64,
}

/// Where the best pace of the past is sought.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaceCuts {
    /// Years looked back.
    pub look_back: i32,
}

/// When there is a forecast.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForecastCuts {
    /// Fewest values.
    pub least_values: usize,
}

/// When a rising share is hollow.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HollowCuts {
    /// Least fall of the whole, a fraction.
    pub whole_fell: f64,
    /// Least part of the rise that must be its own.
    pub own_part: f64,
}

/// Tolerances for figures.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataCuts {
    /// Month and day on which a figure without a day is taken to be known.
    pub publication: String,
    /// Fraction by which sources may differ.
    pub contradiction: f64,
    /// Fraction by which a figure may change.
    pub revision: f64,
    /// Fraction by which level and growth may differ before it is a break.
    pub level_break: f64,
    /// The same where prices play no part.
    pub growth_mismatch: f64,
    /// Fraction by which parts and whole may differ.
    pub sum: f64,
    /// Years a figure may be old.
    pub stale_years: i32,
    /// Years without a figure after which the owner is silent.
    pub silent_years: i32,
}

/// What binding targets add.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// Steps.
    pub steps: u8,
}

/// One warning rule: all conditions that are given must hold.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Name, shown as evidence.
    pub name: String,
    /// Level it proposes.
    #[serde(deserialize_with = "alert")]
    pub level: Alert,
    /// Probability below this.
    pub p_below: Option<f64>,
    /// At least so many years behind.
    pub behind: Option<f64>,
    /// Required pace at least this multiple of the best one.
    pub over_best: Option<f64>,
    /// Direction of the last years.
    #[serde(default, deserialize_with = "trend")]
    pub trend: Option<Trend>,
    /// Whether there is a forecast.
    pub forecast: Option<Presence>,
    /// Status by name.
    #[serde(default, deserialize_with = "status")]
    pub status: Option<Status>,
    /// At most so many years left.
    pub years_left: Option<i32>,
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// There is one.
    Present,
    /// There is none.
    Missing,
}

/// Reads a stable name of one of the vocabularies.
fn named<'de, D: serde::Deserializer<'de>, T>(from: D, parse: fn(&str) -> Option<T>) -> Result<T, D::Error> {
    let text = String::deserialize(from)?;
    parse(&text).ok_or_else(|| serde::de::Error::custom(format!("unknown name {text:?}")))
}

fn alert<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Alert, D::Error> {
    named(from, Alert::parse)
}

fn trend<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Trend>, D::Error> {
    named(from, Trend::parse).map(Some)
}

fn status<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Status>, D::Error> {
    named(from, Status::parse).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_rules_are_sound() {
        let config = Config::from_toml(DEFAULT_RULES).expect("the embedded rules");
        assert!(config.rules.rule.iter().any(|r| r.level == Alert::Red && r.p_below.is_some()));
        assert_eq!(config, Config::default());
    }

    #[test]
    fn decisions_may_stand_alone() {
        let text =
            "sources = [\"年鉴\"]\n[[break]]\nindicator = \"i0001\"\nyear = 2016\nchoice = \"rebase\"\n";
        let config = Config::from_toml(text).expect("decisions");
        assert_eq!(config.choice("i0001", 2016), BreakChoice::Rebase);
        assert_eq!(config.choice("i0001", 2019), BreakChoice::Keep);
        assert_eq!(config.rules, Config::default().rules);
        assert!(config.record.is_some());
        assert!(Config::from_toml(&text.replace("rebase", "forget")).is_err());
        let strict = DEFAULT_RULES.replace("p_below = 0.05", "p_below = 0.10");
        assert_eq!(Config::from_toml(&strict).expect("rules").record, None);
    }

    #[test]
    fn mistakes_are_named() {
        let wrong = DEFAULT_RULES.replace("level = \"orange\"", "level = \"purple\"");
        let error = Config::from_toml(&wrong).expect_err("no such level").to_string();
        assert!(error.contains("purple"), "{error}");
        let wrong = DEFAULT_RULES.replace("\"03-31\"", "\"soon\"");
        assert!(Config::from_toml(&wrong).is_err());
    }
}
