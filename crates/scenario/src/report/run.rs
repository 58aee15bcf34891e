//! A scenario that was run.

use super::hollow::hollow;
use super::lines;
use super::{figure, label, number, pretty, say, signed, variable, words};
use crate::copula::Joint;
use crate::run::Run;
use crate::text::Base;
use crate::what_if::Cause;
use serde_json::{Value, json};
use source::Lang;
use std::fmt::Write;

/// For people: one sentence first, then what moved with its why, what was held, and the targets.
pub fn run_text(run: &Run, title: &str, lang: Lang) -> String {
    let name = &run.scenario.title;
    let mut out = if name.is_empty() { format!("{title}\n") } else { format!("{title} · {name}\n") };
    let _ = writeln!(out, "{}", lines::sentence(run, lang));
    for joint in lines::joints(run, lang) {
        let _ = writeln!(out, "  {joint}");
    }
    let drawn = lines::drawn(run, lang);
    if !drawn.is_empty() {
        let _ = writeln!(out, "  {drawn}");
    }
    if run.together.binding.is_some() || run.together.all.is_some() {
        let _ = writeln!(out, "  {}{}", say(lang, "相关系数取自：", "correlations from: "), run.panel);
    }
    let _ = writeln!(
        out,
        "{}",
        match run.scenario.base {
            Base::Plan => say(lang, "起点：规划写明的数", "starts from the plan's own numbers"),
            Base::Forecast => say(lang, "起点：预测的中位数", "starts from the medians of the forecasts"),
        }
    );
    let moved = lines::moved(run, lang);
    if !moved.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "变动（由大到小）", "what moved, largest first"));
    }
    for one in moved {
        let by = if one.lever { say(lang, "设定", "set") } else { &one.by };
        let _ = writeln!(out, "  {} {} → {} ({})  ← {by}", one.name, one.before, one.after, one.change);
        if !one.parts.is_empty() {
            let _ = writeln!(out, "      {}", one.parts);
        }
        if !one.hollow.is_empty() {
            let _ = writeln!(out, "      {}", one.hollow);
        }
    }
    let held = lines::held(run, lang);
    if !held.is_empty() {
        let _ = writeln!(out, "\n{}{held}", say(lang, "保持不变：", "held fixed: "));
    }
    for one in lines::broken(run, lang) {
        let head = say(
            lang,
            "不再成立（其中各量都已设定或保持不变）：",
            "no longer holds, everything in it being set or held: ",
        );
        let _ = writeln!(out, "{head}{one}");
    }
    chances_text(&mut out, run, lang);
    reconciled_text(&mut out, run, lang);
    for one in &run.left_out {
        let _ = writeln!(out, "{}{}", say(lang, "未计入：", "left out: "), one.get(lang));
    }
    out
}

fn chances_text(out: &mut String, run: &Run, lang: Lang) {
    let chances = lines::chances(run, lang);
    if !chances.is_empty() {
        let head =
            say(lang, "随之变动的目标：实现概率", "targets that move with it: probability of attainment");
        let _ = writeln!(out, "\n{head}");
    }
    for one in chances {
        let kind = if one.binding {
            say(lang, "约束性", "binding")
        } else {
            say(lang, "预期性", "anticipated")
        };
        let (name, goal, (before, after), (low, high)) = (&one.name, &one.goal, &one.median, &one.attain);
        let _ = match lang {
            Lang::Zh => {
                writeln!(out, "  {name}（{kind}，目标 {goal}）：{low} → {high}（中位数 {before} → {after}）")
            }
            Lang::En => {
                writeln!(out, "  {name} ({kind}, target {goal}): {low} → {high} (median {before} → {after})")
            }
        };
    }
}

/// The forecasts made to fit the identities, to compare.
fn reconciled_text(out: &mut String, run: &Run, lang: Lang) {
    if run.reconciled.is_empty() {
        return;
    }

    let head = say(
        lang,
        "\n各项预测不完全合乎恒等式；按各自的宽度调整后（供核对，上面未用）",
        "\nthe forecasts miss the identities; adjusted by their widths (to compare; not used above)",
    );
    let _ = writeln!(out, "{head}");
    for (at, before, after) in &run.reconciled {
        if let Some(one) = run.network.variables.get(*at) {
            let moved = signed(100.0 * (after / before - 1.0));
            let _ =
                writeln!(out, "  {} {} → {} ({moved})", label(one, lang), figure(*before), figure(*after));
        }
    }
}

fn joint_json(joint: &Joint) -> Value {
    json!({
        "probability": number(joint.probability),
        "standard_error": number(joint.standard_error),
        "independent": number(joint.independent),
        "least": number(joint.least),
        "most": number(joint.most),
        "draws": joint.draws,
    })
}

/// For programs.
#[expect(clippy::too_many_lines, reason = "one object, its parts in the order in which they are written")]
pub fn run_json(run: &Run, title: &str, lang: Lang) -> String {
    let of = |at: usize| run.network.variables.get(at).map(|one| variable(one, lang));
    let moves = run.found.moves.iter().map(|one| {
        let why = run.found.why(&run.forms, &run.base, one);
        let (origin, identity) = match one.cause {
            Cause::Lever => (json!({"kind": "declared", "who": run.scenario.title, "place": "lever"}), Value::Null),
            Cause::Identity(at) => (
                match at.checked_sub(run.network.constraints.len()) {
                    None => json!({"kind": "identity"}),
                    Some(effect) => run
                        .scenario
                        .effect
                        .get(effect)
                        .map_or(json!({"kind": "declared"}), |effect| super::origin(&effect.origin())),
                },
                run.sources.get(at).map_or(Value::Null, |(said, source)| json!({"words": words(said, lang), "source": source})),
            ),
        };
        let effect = |at: usize, effect: &crate::Effect| {
            json!({"variable": of(at), "amount": number(effect.amount), "share": effect.share})
        };
        let levers: Vec<usize> =
            run.found.moves.iter().filter(|one| one.cause == Cause::Lever).map(|one| one.variable).collect();
        let shares = run.shares.get(&one.variable).map(|shares| {
            let mut levers = levers.clone();
            levers.sort_unstable();
            levers.iter().zip(shares).map(|(at, share)| effect(*at, share)).collect::<Vec<_>>()
        });
        json!({
            "variable": of(one.variable),
            "before": number(one.before),
            "after": number(one.after),
            "range": run.ranges.get(&one.variable).map(|(low, high)| [number(*low), number(*high)]),
            "origin": origin,
            "identity": identity,
            "hollow": hollow(run, one).map(|said| words(&said, lang)),
            "why": why.iter().map(|(at, one)| effect(*at, one)).collect::<Vec<_>>(),
            "by_lever": shares,
        })
    });
    let targets = run.targets.iter().map(|one| {
        json!({
            "target": one.target.to_string(),
            "name": words(&one.name, lang),
            "binding": one.binding,
            "goal": number(one.goal),
            "unit": one.unit,
            "median_before": number(one.before),
            "median_after": number(one.after),
            "attain_before": number(one.attain_before),
            "attain_after": number(one.attain_after),
            "origin": {"kind": "estimated", "panel": "series"},
        })
    });
    let pair = |pair: &Option<(Joint, Joint)>| {
        pair.as_ref().map(|(before, after)| json!({"before": joint_json(before), "after": joint_json(after)}))
    };
    let three = |values: [f64; 3]| values.map(number);
    let fits = run.together.fits.iter().map(|fit| {
        json!({
            "target": fit.target.to_string(),
            "quantiles": [0.05, 0.5, 0.95],
            "forecast": three(fit.drawn),
            "fitted": three(fit.fitted),
            "moved": three(fit.moved),
            "attain_fitted": number(fit.attain.0),
            "attain_moved": number(fit.attain.1),
        })
    });
    let reconciled = run.reconciled.iter().map(|(at, before, after)| {
        json!({"variable": of(*at), "median": number(*before), "reconciled": number(*after)})
    });
    pretty(&json!({
        "version": super::VERSION,
        "plan": title,
        "scenario": run.scenario.to_text(),
        "year": run.year,
        "seed": run.scenario.seed,
        "panel": run.panel,
        "moves": moves.collect::<Vec<_>>(),
        "held": run.found.held.iter().filter_map(|at| of(*at)).collect::<Vec<_>>(),
        "broken": run.found.broken.iter().filter_map(|at| run.sources.get(*at)).map(|(said, source)| json!({"words": words(said, lang), "source": source})).collect::<Vec<_>>(),
        "targets": targets.collect::<Vec<_>>(),
        "binding": pair(&run.together.binding),
        "all": pair(&run.together.all),
        "reconciled": reconciled.collect::<Vec<_>>(),
        "draws": {
            "identities": run.together.identities.iter().filter_map(|at| run.sources.get(*at)).map(|(said, _)| words(said, lang)).collect::<Vec<_>>(),
            "worst": number(run.together.worst),
            "unfit": run.together.unfit,
            "targets": fits.collect::<Vec<_>>(),
        },
        "left_out": run.left_out.iter().map(|one| words(one, lang)).collect::<Vec<_>>(),
    }))
}
