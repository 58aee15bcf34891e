//! Checks, scenarios and needs as text for people and as JSON for programs, in both languages.

mod check;
mod hollow;
mod lines;
mod model;
mod run;
mod seek;

pub use check::{Checked, check, check_json, check_text};
pub use lines::{
    Chance, Fitted, Moved, Needed, Said, Unfit, broken, chances, drawn, fitted, held, joints, moved, needed,
    of_repair, sentence, unfit,
};
pub use model::{model_json, model_text};
pub use run::{run_json, run_text};
pub use seek::{seek_json, seek_text};

use crate::network::{Network, Origin, Statement, Time, Variable};
use serde_json::{Value, json};
use source::{Lang, Words};

/// The version of the JSON, counted up when a field changes its meaning.
const VERSION: u8 = 1;

/// A number with five digits that count, without trailing zeros.
#[expect(clippy::cast_possible_truncation, reason = "a number of digits")]
pub fn figure(value: f64) -> String {
    if !value.is_finite() {
        return "—".to_owned();
    }
    let size = if value == 0.0 { 0.0 } else { libm::floor(libm::log10(value.abs())) };
    let decimals = (4.0 - size).clamp(0.0, 6.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A share in per cent with two decimals and its sign.
pub(crate) fn signed(percent: f64) -> String {
    format!("{percent:+.2}%")
}

/// A share of 1 in per cent.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0}%", 100.0 * share)
}

/// Both languages picked at once.
pub(crate) fn say<'t>(lang: Lang, zh: &'t str, en: &'t str) -> &'t str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The name of a variable with its time.
pub(crate) fn label(variable: &Variable, lang: Lang) -> String {
    let name = variable.name.get(lang);
    match (variable.time, lang) {
        (Time::Year(year), Lang::Zh) => format!("{name}（{year} 年）"),
        (Time::Year(year), Lang::En) => format!("{name} ({year})"),
        (Time::Ratio(from, to), Lang::Zh) => format!("{name}（{to} 年比 {from} 年）"),
        (Time::Ratio(from, to), Lang::En) => format!("{name} ({to} over {from})"),
    }
}

/// A value of a variable with its unit; a ratio with the change a year that it is.
pub fn shown(variable: &Variable, value: f64, lang: Lang) -> String {
    match variable.time {
        Time::Year(_) => {
            format!("{}{}{}", figure(value), say(lang, "", " "), variable.unit).trim_end().to_owned()
        }
        Time::Ratio(from, to) => {
            let yearly = 100.0 * (libm::pow(value, 1.0 / f64::from((to - from).max(1))) - 1.0);
            match lang {
                Lang::Zh => format!(
                    "×{}（{}，年均 {}）",
                    figure(value),
                    signed(100.0 * (value - 1.0)),
                    signed(yearly)
                ),
                Lang::En => format!(
                    "×{} ({}, {} a year)",
                    figure(value),
                    signed(100.0 * (value - 1.0)),
                    signed(yearly)
                ),
            }
        }
    }
}

/// A statement as it is printed, with its line.
pub fn stated(network: &Network, statement: &Statement, lang: Lang) -> String {
    let line = match (statement.line, lang) {
        (0, _) => String::new(),
        (line, Lang::Zh) => format!("，第 {line} 行"),
        (line, Lang::En) => format!(", line {line}"),
    };
    format!("{}{line}", said(network, statement, lang))
}

/// A statement with its variable and its number as printed.
pub fn said(network: &Network, statement: &Statement, lang: Lang) -> String {
    let name = network.variables.get(statement.variable).map(|one| label(one, lang)).unwrap_or_default();
    format!("{name} {}", statement.printed)
}

/// The sentence of a statement on one line, cut where it is long.
pub(crate) fn quoted(statement: &Statement) -> String {
    const MOST: usize = 60;
    let text = statement.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > MOST { text.chars().take(MOST).chain(['…']).collect() } else { text }
}

fn words(words: &Words, lang: Lang) -> Value {
    Value::String(words.get(lang).to_owned())
}

/// An origin as JSON.
pub(crate) fn origin(origin: &Origin) -> Value {
    match origin {
        Origin::Identity => json!({"kind": origin.name()}),
        Origin::Declared { who, place } => json!({"kind": origin.name(), "who": who, "place": place}),
        Origin::Estimated { panel, n, interval } => {
            json!({"kind": origin.name(), "panel": panel, "n": n, "low": number(interval.low), "high": number(interval.high)})
        }
        Origin::Model { file, hash } => json!({"kind": origin.name(), "file": file, "sha256": hash}),
    }
}

/// A number; null where it is not finite.
pub(crate) fn number(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// A variable as JSON.
pub(crate) fn variable(one: &Variable, lang: Lang) -> Value {
    let (year, from) = match one.time {
        Time::Year(year) => (year, Value::Null),
        Time::Ratio(from, to) => (to, json!(from)),
    };
    json!({
        "key": one.key,
        "indicator": one.indicator.as_ref().map(ToString::to_string),
        "name": words(&one.name, lang),
        "unit": one.unit,
        "year": year,
        "ratio_to": from,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_what_counts() {
        let cases = [
            (1900.0, "1900"),
            (175.925926, "175.93"),
            (1.2316758, "1.2317"),
            (62500.4, "62500"),
            (0.0123456, "0.012346"),
            (0.0, "0"),
        ];
        for (value, text) in cases {
            assert_eq!(figure(value), text);
        }
    }
}
