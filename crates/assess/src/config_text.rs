//! A configuration as the text that it is read from.

use crate::config::{Config, DataCuts, Presence, Rule};
use std::fmt::Write as _;

impl Config {
    /// The decisions, thresholds and rules as a text that [`Config::from_toml`] reads back as the same configuration.
    ///
    /// # Example
    /// ```
    /// let config = assess::Config::default();
    /// assert_eq!(assess::Config::from_toml(&config.to_toml()).unwrap(), config);
    /// ```
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        if !self.sources.is_empty() {
            let names: Vec<String> = self.sources.iter().map(|name| quoted(name)).collect();
            line(&mut text, "sources", &format!("[{}]", names.join(", ")));
        }
        let rules = &self.rules;
        let part = |text: &mut String, name: &str, values: &[(&str, String)]| {
            head(text, &format!("[{name}]"));
            for (key, value) in values {
                line(text, key, value);
            }
        };
        let (ahead, behind) = (number(rules.status.ahead), number(rules.status.behind));
        part(&mut text, "status", &[("ahead", ahead), ("behind", behind)]);
        let (years, stalled) = (rules.trend.years.to_string(), number(rules.trend.stalled));
        part(&mut text, "trend", &[("years", years), ("stalled", stalled)]);
        part(&mut text, "pace", &[("look_back", rules.pace.look_back.to_string())]);
        part(&mut text, "forecast", &[("least_values", rules.forecast.least_values.to_string())]);
        let (fell, own) = (number(rules.hollow.whole_fell), number(rules.hollow.own_part));
        part(&mut text, "hollow", &[("whole_fell", fell), ("own_part", own)]);
        part(&mut text, "data", &data(&rules.data));
        part(&mut text, "binding", &[("steps", rules.binding.steps.to_string())]);
        for rule in &rules.rule {
            head(&mut text, "[[rule]]");
            for (key, value) in conditions(rule) {
                line(&mut text, key, &value);
            }
        }
        for decision in &self.breaks {
            head(&mut text, "[[break]]");
            line(&mut text, "indicator", &quoted(&decision.indicator));
            line(&mut text, "year", &decision.year.to_string());
            line(&mut text, "choice", &quoted(decision.choice.name()));
        }
        text
    }
}

fn data(cuts: &DataCuts) -> [(&'static str, String); 8] {
    [
        ("publication", quoted(&cuts.publication)),
        ("contradiction", number(cuts.contradiction)),
        ("revision", number(cuts.revision)),
        ("level_break", number(cuts.level_break)),
        ("growth_mismatch", number(cuts.growth_mismatch)),
        ("sum", number(cuts.sum)),
        ("stale_years", cuts.stale_years.to_string()),
        ("silent_years", cuts.silent_years.to_string()),
    ]
}

fn conditions(rule: &Rule) -> Vec<(&'static str, String)> {
    let forecast = rule.forecast.map(|presence| match presence {
        Presence::Present => "present",
        Presence::Missing => "missing",
    });
    let given = [
        ("p_below", rule.p_below.map(number)),
        ("behind", rule.behind.map(number)),
        ("over_best", rule.over_best.map(number)),
        ("trend", rule.trend.map(|trend| quoted(trend.name()))),
        ("forecast", forecast.map(quoted)),
        ("status", rule.status.map(|status| quoted(status.name()))),
        ("years_left", rule.years_left.map(|years| years.to_string())),
    ];
    let mut all = vec![("name", quoted(&rule.name)), ("level", quoted(rule.level.name()))];
    all.extend(given.into_iter().filter_map(|(key, value)| Some((key, value?))));
    all
}

/// A number that is read back as the same one: with a point, so that it stays a fraction.
fn number(value: f64) -> String {
    format!("{value:?}")
}

/// A basic string of TOML 1.0: quotes and backslashes escaped, control characters by their code.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            // Writing into a text cannot fail.
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn head(text: &mut String, name: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(name);
    text.push('\n');
}

fn line(text: &mut String, key: &str, value: &str) {
    text.push_str(key);
    text.push_str(" = ");
    text.push_str(value);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Alert, BreakChoice, BreakDecision, Status, Trend};

    #[test]
    fn what_is_written_is_read_back() {
        let mut config = Config {
            sources: vec!["年鉴 \"2020\" \\ a\tb".to_owned()],
            breaks: vec![BreakDecision {
                indicator: "i0001".to_owned(),
                year: 2016,
                choice: BreakChoice::Rebase,
            }],
            ..Config::default()
        };
        config.rules.trend.stalled = 1.0;
        config.rules.rule.push(Rule {
            name: "自定“一”".to_owned(),
            level: Alert::Yellow,
            p_below: Some(0.07),
            behind: Some(2.0),
            over_best: Some(1.5),
            trend: Some(Trend::Away),
            forecast: Some(Presence::Missing),
            status: Some(Status::NoData),
            years_left: Some(2),
        });
        let read = Config::from_toml(&config.to_toml()).expect("read back");
        assert_eq!(
            (&read.rules, &read.sources, &read.breaks),
            (&config.rules, &config.sources, &config.breaks)
        );
    }
}
