//! What cannot all be true, and what follows.

use super::lines::of_repair;
use super::{figure, label, number, origin, pretty, quoted, say, shown, stated, variable, words};
use crate::analysis::{Conflict, Knot, Repair, Slack, knots};
use crate::conflict::Set;
use crate::network::{Network, Time};
use serde_json::{Value, json};
use source::Lang;
use std::fmt::Write;

/// A network with its conflicts.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The network.
    pub network: Network,
    /// The conflicts, by group.
    pub knots: Vec<Knot>,
}

impl Checked {
    /// Conflicts that take no assumption: contradictions of the plan's own numbers.
    pub fn contradictions(&self) -> usize {
        self.knots.iter().flat_map(|knot| &knot.conflicts).filter(|one| !one.assumed).count()
    }
}

/// Looks through a network.
pub fn check(network: Network) -> Checked {
    let knots = knots(&network, &Set::new());
    Checked { network, knots }
}

/// For people.
pub fn check_text(checked: &Checked, title: &str, lang: Lang) -> String {
    let network = &checked.network;
    let mut out = format!("{title}\n");
    let _ = match lang {
        Lang::Zh => writeln!(
            out,
            "{} 个写明的数，{} 个恒等式；不能同时成立的数：{} 组",
            network.statements.iter().filter(|one| !one.assumed).count(),
            network.constraints.len(),
            checked.contradictions()
        ),
        Lang::En => writeln!(
            out,
            "{} stated numbers, {} identities; sets of numbers that cannot all be true: {}",
            network.statements.iter().filter(|one| !one.assumed).count(),
            network.constraints.len(),
            checked.contradictions()
        ),
    };
    for knot in &checked.knots {
        for conflict in &knot.conflicts {
            conflict_text(&mut out, network, conflict, lang);
        }
        repairs_text(&mut out, network, knot, lang);
    }
    follows_text(&mut out, network, lang);
    out
}

fn conflict_text(out: &mut String, network: &Network, conflict: &Conflict, lang: Lang) {
    let head = if conflict.assumed {
        say(lang, "疑问：与一项假定不能同时成立", "question: cannot all be true with an assumption")
    } else {
        say(lang, "不能同时成立", "cannot all be true")
    };
    let _ = writeln!(out, "\n{head}");
    for statement in conflict.statements.iter().filter_map(|at| network.statements.get(*at)) {
        let _ = writeln!(out, "  {}", stated(network, statement, lang));
        let said = if statement.assumed {
            match &statement.origin {
                crate::Origin::Declared { who, place } => {
                    format!("{} ({who})", say(lang, &statement.quote, place))
                }
                _ => String::new(),
            }
        } else {
            quoted(statement)
        };
        if !said.is_empty() {
            let _ = writeln!(out, "      {said}");
        }
    }
    for one in conflict.constraints.iter().filter_map(|at| network.constraints.get(*at)) {
        if !one.source.is_empty() {
            let _ = writeln!(out, "  = {} [{}]", one.words.get(lang), one.source);
        }
    }
    for said in conflict.slack.iter().filter_map(|slack| of_slack(network, slack, lang)) {
        let _ = writeln!(out, "  {said}");
    }
}

/// What a target that the others imply would be worth, in one sentence.
pub(crate) fn of_slack(network: &Network, slack: &Slack, lang: Lang) -> Option<String> {
    let statement = network.statements.get(slack.statement)?;
    let variable = network.variables.get(statement.variable)?;
    let exactly = slack.exactly.map(|value| shown(variable, value, lang));
    let ends = format!("{} – {}", figure(slack.implied.low), figure(slack.implied.high));
    let implied = exactly.map_or(ends.clone(), |value| format!("{value} ({ends})"));
    let said = stated(network, statement, lang);
    Some(match lang {
        Lang::Zh => format!("若“{said}”只要求达到或更好，则它是松的：其余的数已意味着 {implied}"),
        Lang::En => {
            format!("if “{said}” asks for that or better, it is slack: the others already imply {implied}")
        }
    })
}

fn repairs_text(out: &mut String, network: &Network, knot: &Knot, lang: Lang) {
    let real = knot.conflicts.iter().any(|one| !one.assumed);
    if !real {
        return;
    }
    let ties = knot.ties(network);
    for (at, repair) in knot.repairs(network).iter().take(ties.max(1)).enumerate() {
        let head = match (at, lang) {
            (0, Lang::Zh) => "  改动最少的修正（建议，规划不会因此改变）：",
            (0, Lang::En) => {
                "  the repair that changes fewest numbers (a proposal; nothing in the plan changes): "
            }
            (_, Lang::Zh) => "  同样好的修正：",
            (_, Lang::En) => "  equally good: ",
        };
        let _ = writeln!(out, "{head}{}", of_repair(network, repair, lang));
    }
    if let Some(adjusted) = &knot.adjusted(network) {
        let head = say(lang, "  每个数都动一点：", "  every number a little: ");
        let _ = writeln!(out, "{head}{}", of_repair(network, adjusted, lang));
    }
    if knot.cut_off {
        let _ = writeln!(
            out,
            "{}",
            say(
                lang,
                "  组合太多，可能还有别的矛盾",
                "  too many combinations: there may be further conflicts"
            )
        );
    }
}

fn follows_text(out: &mut String, network: &Network, lang: Lang) {
    if network.derived.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", say(lang, "由写明的数推出", "what follows from the stated numbers"));
    for derived in &network.derived {
        let Some(variable) = network.variables.get(derived.variable) else { continue };
        let source = network.constraints.get(derived.by);
        // The ratio of two printed values says little by itself; what identities make of it says more.
        if source.is_none_or(|one| one.source.is_empty()) {
            continue;
        }
        let by = source.map(|one| one.words.get(lang)).unwrap_or_default();
        let mut value = shown(variable, derived.value, lang);
        if derived.interval.low < derived.interval.high && matches!(variable.time, Time::Year(_)) {
            let ends = (figure(derived.interval.low), figure(derived.interval.high));
            let _ = match lang {
                Lang::Zh => write!(value, "（{} 至 {}）", ends.0, ends.1),
                Lang::En => write!(value, " ({} to {})", ends.0, ends.1),
            };
        }
        let _ = writeln!(out, "  {}: {value}  [{by}]", label(variable, lang));
    }
}

/// For programs.
#[expect(clippy::too_many_lines, reason = "one object, its parts in the order in which they are written")]
pub fn check_json(checked: &Checked, title: &str, lang: Lang) -> String {
    let network = &checked.network;
    let statement = |at: &usize| {
        let one = network.statements.get(*at)?;
        Some(json!({
            "variable": network.variables.get(one.variable).map(|of| variable(of, lang)),
            "value": number(one.value),
            "low": number(one.interval.low),
            "high": number(one.interval.high),
            "printed": one.printed,
            "target": one.target.as_ref().map(ToString::to_string),
            "binding": one.binding,
            "assumed": one.assumed,
            "line": one.line,
            "quote": one.quote,
            "origin": origin(&one.origin),
        }))
    };
    let identity = |at: &usize| {
        let one = network.constraints.get(*at)?;
        Some(json!({"words": words(&one.words, lang), "source": one.source, "slack": one.slack}))
    };
    let repair = |one: &Repair| {
        let changes = one
            .changes
            .iter()
            .map(|change| json!({"statement": statement(&change.statement), "value": number(change.value)}));
        json!({"size": number(one.size), "changes": changes.collect::<Vec<_>>()})
    };
    let conflict = |one: &Conflict| {
        let slack = one.slack.iter().map(|slack| {
            json!({
                "statement": statement(&slack.statement),
                "implied": slack.exactly.map(number),
                "implied_low": number(slack.implied.low),
                "implied_high": number(slack.implied.high),
            })
        });
        json!({
            "assumed": one.assumed,
            "statements": one.statements.iter().filter_map(statement).collect::<Vec<_>>(),
            "identities": one.constraints.iter().filter_map(identity).collect::<Vec<_>>(),
            "slack": slack.collect::<Vec<_>>(),
        })
    };
    let knot = |one: &Knot| {
        json!({
            "conflicts": one.conflicts.iter().map(conflict).collect::<Vec<_>>(),
            "repairs": one.repairs(network).iter().map(repair).collect::<Vec<_>>(),
            "ties": one.ties(network),
            "adjusted": one.adjusted(network).as_ref().map(repair),
            "cut_off": one.cut_off,
        })
    };
    let follows = network.derived.iter().filter_map(|one| {
        Some(json!({
            "variable": variable(network.variables.get(one.variable)?, lang),
            "value": number(one.value),
            "low": number(one.interval.low),
            "high": number(one.interval.high),
            "identity": identity(&one.by),
            "origin": {"kind": "identity"},
        }))
    });
    let found: Value = json!({
        "version": super::VERSION,
        "plan": title,
        "contradictions": checked.contradictions(),
        "groups": checked.knots.iter().map(knot).collect::<Vec<_>>(),
        "follows": follows.collect::<Vec<_>>(),
    });
    pretty(&found)
}
