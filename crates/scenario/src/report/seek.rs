//! What targets would take.

use super::lines::pace;
use super::{figure, label, number, percent, pretty, say, shown, signed, variable, words};
use crate::need::{Need, Search, Way};
use crate::run::Run;
use crate::seek::Experience;
use serde_json::{Value, json};
use source::Lang;
use std::fmt::Write;

/// For people.
pub fn seek_text(needs: &[Need], searches: Option<(&Run, &[Search])>, title: &str, lang: Lang) -> String {
    let mut out = format!("{title}\n");
    for need in needs {
        need_text(&mut out, need, lang);
    }
    if let Some((run, searches)) = searches {
        for one in searches {
            search_text(&mut out, run, one, lang);
        }
    }
    out
}

fn need_text(out: &mut String, need: &Need, lang: Lang) {
    let (name, unit, goal) = (need.name.get(lang), &need.unit, need.goal);
    let kind =
        if need.binding { say(lang, "约束性", "binding") } else { say(lang, "预期性", "anticipated") };
    let _ = match lang {
        Lang::Zh => writeln!(out, "\n{name}（{kind}）：{} 年 {}{unit}", goal.year, figure(goal.value)),
        Lang::En => writeln!(out, "\n{name} ({kind}): {} {unit} in {}", figure(goal.value), goal.year),
    };
    for way in &need.ways {
        let years = goal.year - way.from.year;
        let (from, a_year) = (figure(way.from.value), pace(way, way.a_year, unit, lang));
        let basis = way.basis.words();
        let _ = match lang {
            Lang::Zh => writeln!(
                out,
                "  {}：{} 年为 {from}，今后 {years} 年每年需 {a_year}",
                basis.get(lang),
                way.from.year
            ),
            Lang::En => writeln!(
                out,
                "  {}: {from} in {}; {a_year} a year needed in each of {years} years",
                basis.get(lang),
                way.from.year
            ),
        };
        if let Some(found) = &way.experience {
            let _ = writeln!(out, "    {}", experience_words(way, found, years, unit, lang));
        }
        let path = |points: &[assess::Point]| {
            points
                .iter()
                .map(|point| format!("{} {}", point.year, figure(point.value)))
                .collect::<Vec<_>>()
                .join(say(lang, "，", ", "))
        };
        let _ = writeln!(out, "    {}{}", say(lang, "均匀路径：", "even path: "), path(&way.even));
        let _ = writeln!(out, "    {}{}", say(lang, "前快后慢：", "front-loaded: "), path(&way.front_loaded));
    }
}

fn experience_words(way: &Way, found: &Experience, years: i32, unit: &str, lang: Lang) -> String {
    let best = pace(way, found.best, unit, lang);
    match (found.beyond, lang) {
        (true, Lang::Zh) => {
            format!("超出全部经验：过去 {} 个 {years} 年段中最好的是每年 {best}", found.spans)
        }
        (true, Lang::En) => format!(
            "beyond all experience: the best of {} past spans of {years} years made {best} a year",
            found.spans
        ),
        (false, Lang::Zh) => format!(
            "过去 {} 个 {years} 年段中，{} 没有达到；最好的是每年 {best}",
            found.spans,
            percent(found.below)
        ),
        (false, Lang::En) => format!(
            "{} of {} past spans of {years} years fell short of it; the best made {best} a year",
            percent(found.below),
            found.spans
        ),
    }
}

fn search_text(out: &mut String, run: &Run, one: &Search, lang: Lang) {
    let Some(target) = run.network.variables.get(one.variable) else { return };
    let (before, goal) = (shown(target, one.before, lang), shown(target, one.goal, lang));
    let _ = match lang {
        Lang::Zh => writeln!(out, "\n{}由 {before} 到 {goal}，最小的变动：", label(target, lang)),
        Lang::En => {
            writeln!(out, "\n{} from {before} to {goal}, by the smallest moves:", label(target, lang))
        }
    };
    for (at, value) in &one.found.set {
        let Some(variable) = run.network.variables.get(*at) else { continue };
        let before = run.base.get(*at).copied().unwrap_or(f64::NAN);
        let widths = one.found.widths.get(at).copied().unwrap_or(f64::NAN);
        let moved = signed(100.0 * (value / before - 1.0));
        let _ = match lang {
            Lang::Zh => writeln!(
                out,
                "  {} {} → {}（{moved}，预测宽度的 {widths:+.2} 倍）",
                label(variable, lang),
                figure(before),
                figure(*value)
            ),
            Lang::En => writeln!(
                out,
                "  {} {} → {} ({moved}, {widths:+.2} widths of its forecast)",
                label(variable, lang),
                figure(before),
                figure(*value)
            ),
        };
    }
    if one.found.out_of_reach {
        let _ = writeln!(
            out,
            "  {}",
            say(
                lang,
                "超出经验所及：有一项的变动超过预测宽度的三倍",
                "out of reach of experience: a move is larger than three widths"
            )
        );
    }
}

/// For programs.
pub fn seek_json(needs: &[Need], searches: Option<(&Run, &[Search])>, title: &str, lang: Lang) -> String {
    let points = |points: &[assess::Point]| {
        points
            .iter()
            .map(|point| json!({"year": point.year, "value": number(point.value)}))
            .collect::<Vec<_>>()
    };
    let way = |way: &Way| {
        let experience = way.experience.map(|found| {
            json!({"best": number(found.best), "below": number(found.below), "spans": found.spans, "beyond": found.beyond})
        });
        json!({
            "basis": way.basis.name(),
            "from_year": way.from.year,
            "from": number(way.from.value),
            "a_year": number(way.a_year),
            "compound": way.compound,
            "experience": experience,
            "even": points(&way.even),
            "front_loaded": points(&way.front_loaded),
        })
    };
    let need = |need: &Need| {
        json!({
            "target": need.target.to_string(),
            "name": words(&need.name, lang),
            "unit": need.unit,
            "binding": need.binding,
            "goal_year": need.goal.year,
            "goal": number(need.goal.value),
            "latest_year": need.latest.year,
            "latest": number(need.latest.value),
            "ways": need.ways.iter().map(way).collect::<Vec<_>>(),
        })
    };
    let search = |run: &Run, one: &Search| -> Value {
        let moves = one.found.set.iter().map(|(at, value)| {
            json!({
                "variable": run.network.variables.get(*at).map(|of| variable(of, lang)),
                "before": number(run.base.get(*at).copied().unwrap_or(f64::NAN)),
                "after": number(*value),
                "widths": one.found.widths.get(at).copied().map(number),
            })
        });
        json!({
            "variable": run.network.variables.get(one.variable).map(|of| variable(of, lang)),
            "before": number(one.before),
            "goal": number(one.goal),
            "moves": moves.collect::<Vec<_>>(),
            "out_of_reach": one.found.out_of_reach,
        })
    };
    let found =
        searches.map(|(run, searches)| searches.iter().map(|one| search(run, one)).collect::<Vec<_>>());
    pretty(&json!({
        "version": super::VERSION,
        "plan": title,
        "needs": needs.iter().map(need).collect::<Vec<_>>(),
        "searches": found,
    }))
}
