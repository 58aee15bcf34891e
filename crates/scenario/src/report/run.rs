//! A scenario that was run.

use super::{figure, label, number, percent, pretty, say, shown, signed, variable, words};
use crate::copula::Joint;
use crate::run::Run;
use crate::text::Base;
use crate::what_if::{Cause, Move};
use serde_json::{Value, json};
use source::Lang;
use std::fmt::Write;

/// For people: one sentence first, then what moved with its why, what was held, and the targets.
pub fn run_text(run: &Run, title: &str, lang: Lang) -> String {
    let mut out = format!(
        "{title}{}\n",
        if run.scenario.title.is_empty() { String::new() } else { format!(" · {}", run.scenario.title) }
    );
    sentence(&mut out, run, lang);
    let _ = writeln!(
        out,
        "{}",
        match run.scenario.base {
            Base::Plan => say(lang, "起点：规划写明的数", "starts from the plan's own numbers"),
            Base::Forecast => say(lang, "起点：预测的中位数", "starts from the medians of the forecasts"),
        }
    );
    if !run.found.moves.is_empty() {
        let _ = writeln!(out, "\n{}", say(lang, "变动（由大到小）", "what moved, largest first"));
        for one in by_size(run) {
            move_text(&mut out, run, one, lang);
        }
    }
    let names = |places: &mut dyn Iterator<Item = usize>| {
        places
            .filter_map(|at| run.network.variables.get(at))
            .map(|one| label(one, lang))
            .collect::<Vec<_>>()
            .join(say(lang, "、", ", "))
    };
    let now = |at: &usize| {
        let time = run.network.variables.get(*at).map(|one| one.time);
        time.is_some_and(|time| !matches!(time, crate::Time::Year(year) if year < run.year))
    };
    if run.found.held.iter().any(now) {
        let held = names(&mut run.found.held.iter().copied().filter(now));
        let _ = writeln!(out, "\n{}{held}", say(lang, "保持不变：", "held fixed: "));
    }
    for at in &run.found.broken {
        if let Some((said, source)) = run.sources.get(*at) {
            let head = say(
                lang,
                "不再成立（其中各量都已设定或保持不变）：",
                "no longer holds, everything in it being set or held: ",
            );
            let _ = writeln!(out, "{head}{} [{source}]", said.get(lang));
        }
    }
    targets_text(&mut out, run, lang);
    reconciled_text(&mut out, run, lang);
    out
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

/// How many targets are likely, and how likely all of them are.
fn sentence(out: &mut String, run: &Run, lang: Lang) {
    let count = run.targets.iter().filter(|one| one.binding).count();
    match &run.binding {
        Some((before, after)) => {
            let _ = match lang {
                Lang::Zh => writeln!(
                    out,
                    "{count} 个有预测的约束性目标，全部实现的概率 {}（基准 {}）",
                    percent(after.probability),
                    percent(before.probability)
                ),
                Lang::En => writeln!(
                    out,
                    "{count} binding targets with a forecast; all of them are met with {} ({} without the levers)",
                    percent(after.probability),
                    percent(before.probability)
                ),
            };
            for (name, joint) in [(say(lang, "约束性目标", "binding targets"), after)]
                .into_iter()
                .chain(run.all.iter().map(|(_, after)| (say(lang, "全部目标", "all targets"), after)))
            {
                let _ = writeln!(out, "  {name}: {}", joint_words(joint, lang));
            }
            let _ = writeln!(out, "  {}: {}", say(lang, "相关系数取自", "correlations from"), run.panel);
        }
        None => {
            let _ = writeln!(
                out,
                "{}",
                say(
                    lang,
                    "有预测的约束性目标不足两个，没有联合概率",
                    "fewer than two binding targets have a forecast: no joint probability"
                )
            );
        }
    }
}

fn joint_words(joint: &Joint, lang: Lang) -> String {
    let one = |value: f64| format!("{:.1}%", 100.0 * value);
    let (p, error) = (one(joint.probability), one(joint.standard_error));
    let (least, most, product) = (one(joint.least), one(joint.most), one(joint.independent));
    match lang {
        Lang::Zh => format!(
            "{p}（标准误 {error}，界限 {least} 至 {most}，若互不相关 {product}；{} 次抽样）",
            joint.draws
        ),
        Lang::En => format!(
            "{p} (standard error {error}, bounds {least} to {most}, {product} if they did not move together; {} draws)",
            joint.draws
        ),
    }
}

fn by_size(run: &Run) -> Vec<&Move> {
    let size = |one: &Move| libm::log(one.after / one.before).abs();
    // The ratio to the base year moves with its end: it says nothing new.
    let linked = |one: &&Move| match one.cause {
        Cause::Identity(at) => run.sources.get(at).is_some_and(|(_, source)| source.is_empty()),
        Cause::Lever => false,
    };
    let mut moves: Vec<&Move> = run.found.moves.iter().filter(|one| !linked(one)).collect();
    moves.sort_by(|a, b| {
        let lever = |one: &Move| one.cause != Cause::Lever;
        lever(a).cmp(&lever(b)).then_with(|| size(b).total_cmp(&size(a)))
    });
    moves
}

fn move_text(out: &mut String, run: &Run, one: &Move, lang: Lang) {
    let Some(variable) = run.network.variables.get(one.variable) else { return };
    let moved = signed(100.0 * (one.after / one.before - 1.0));
    let _ = write!(
        out,
        "  {} {} → {} ({moved})",
        label(variable, lang),
        shown(variable, one.before, lang),
        shown(variable, one.after, lang)
    );
    if let Some((low, high)) = run.ranges.get(&one.variable) {
        let _ = write!(out, " [{} – {}]", figure(*low), figure(*high));
    }
    match one.cause {
        Cause::Lever => {
            let _ = writeln!(out, "  {}", say(lang, "← 设定", "← set"));
        }
        Cause::Identity(at) => {
            let said = run.sources.get(at).map(|(said, _)| said.get(lang)).unwrap_or_default();
            let _ = writeln!(out, "  ← {said}");
            let why = run.found.why(&run.forms, &run.base, one);
            let parts: Vec<String> = why
                .iter()
                .filter(|(_, effect)| effect.amount != 0.0)
                .filter_map(|(at, effect)| {
                    let name = run.network.variables.get(*at)?.name.get(lang);
                    let sign = if effect.amount > 0.0 { "+" } else { "" };
                    Some(format!("{name} {sign}{}", figure(effect.amount)))
                })
                .collect();
            if parts.len() > 1 {
                let _ = writeln!(out, "      {}", parts.join(say(lang, "；", "; ")));
            }
        }
    }
}

#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn targets_text(out: &mut String, run: &Run, lang: Lang) {
    let moved: Vec<_> = run.targets.iter().filter(|one| one.factor != 1.0).collect();
    if moved.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "\n{}",
        say(lang, "随之变动的目标：实现概率", "targets that move with it: probability of attainment")
    );
    for one in moved {
        let kind = if one.binding {
            say(lang, "约束性", "binding")
        } else {
            say(lang, "预期性", "anticipated")
        };
        let _ = match lang {
            Lang::Zh => writeln!(
                out,
                "  {}（{kind}，目标 {}{}）：{} → {}（中位数 {} → {}）",
                one.name.get(lang),
                figure(one.goal),
                one.unit,
                percent(one.attain_before),
                percent(one.attain_after),
                figure(one.before),
                figure(one.after)
            ),
            Lang::En => writeln!(
                out,
                "  {} ({kind}, target {} {}): {} → {} (median {} → {})",
                one.name.get(lang),
                figure(one.goal),
                one.unit,
                percent(one.attain_before),
                percent(one.attain_after),
                figure(one.before),
                figure(one.after)
            ),
        };
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
                json!({"kind": if at < run.network.constraints.len() { "identity" } else { "declared" }}),
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
        "binding": pair(&run.binding),
        "all": pair(&run.all),
        "reconciled": reconciled.collect::<Vec<_>>(),
    }))
}
