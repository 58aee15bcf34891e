//! A model beside a plan: the misfit on the past first.

use super::{figure, number, origin, percent, pretty, say, words};
use crate::model::Beside;
use serde_json::json;
use source::Lang;
use std::fmt::Write;

/// For people.
pub fn model_text(found: &[Beside], title: &str, lang: Lang) -> String {
    let mut out = format!("{title}\n");
    for one in found {
        let _ = writeln!(out, "\n{} ← {}", one.name.get(lang), one.variable);
        let misfit = one.misfit.map_or_else(|| "—".to_owned(), percent);
        let naive = one.naive.map_or_else(|| "—".to_owned(), percent);
        let years = one.past.len();
        let _ = match lang {
            Lang::Zh => writeln!(out, "  过去 {years} 年平均偏差 {misfit}（沿用上年数值的偏差 {naive}）"),
            Lang::En => writeln!(
                out,
                "  off by {misfit} on average over {years} past years (repeating the year before: {naive})"
            ),
        };
        for (year, was, model) in &one.past {
            let _ = match lang {
                Lang::Zh => writeln!(out, "    {year}  实际 {}  模型 {}", figure(*was), figure(*model)),
                Lang::En => writeln!(out, "    {year}  was {}  model {}", figure(*was), figure(*model)),
            };
        }
        let goal = one.goal.map_or_else(|| "—".to_owned(), figure);
        let forecast = one.forecast.map_or_else(
            || "—".to_owned(),
            |(median, low, high)| format!("{} ({} – {})", figure(median), figure(low), figure(high)),
        );
        if let Some((year, value)) = one.ahead {
            let value = figure(value);
            let _ = match lang {
                Lang::Zh => {
                    writeln!(out, "  {year} 年：模型 {value}{0}，预测 {forecast}，目标 {goal}", one.unit)
                }
                Lang::En => {
                    writeln!(out, "  {year}: model {value} {0}, forecast {forecast}, target {goal}", one.unit)
                }
            };
        }
    }
    let _ = writeln!(
        out,
        "\n{}",
        say(
            lang,
            "模型的曲线与预测并列，不代替预测。",
            "The model's curve stands beside the forecast and does not take its place."
        )
    );
    out
}

/// For programs.
pub fn model_json(found: &[Beside], title: &str, lang: Lang) -> String {
    let one = |one: &Beside| {
        let past = one
            .past
            .iter()
            .map(|(year, was, model)| json!({"year": year, "actual": number(*was), "model": number(*model)}));
        json!({
            "target": one.target.to_string(),
            "name": words(&one.name, lang),
            "variable": one.variable,
            "unit": one.unit,
            "past": past.collect::<Vec<_>>(),
            "misfit": one.misfit.map(number),
            "naive": one.naive.map(number),
            "year": one.ahead.map(|(year, _)| year),
            "model": one.ahead.map(|(_, value)| number(value)),
            "forecast": one.forecast.map(|(median, low, high)| json!({"median": number(median), "low": number(low), "high": number(high)})),
            "goal": one.goal.map(number),
            "origin": origin(&one.origin),
        })
    };
    pretty(
        &json!({"version": super::VERSION, "plan": title, "beside": found.iter().map(one).collect::<Vec<_>>()}),
    )
}
