//! What is told of a check, a run and a need, line by line: the same words in the terminal and on pages.

use super::check::of_slack;
use super::hollow::hollow;
use super::{figure, label, percent, quoted, say, shown, signed, stated};
use crate::analysis::{Change, Repair};
use crate::copula::Joint;
use crate::need::{Need, Way};
use crate::network::{Network, Time};
use crate::report::Checked;
use crate::run::Run;
use crate::what_if::{Cause, Move};
use source::{Lang, Span};
use std::fmt::Write;

/// Something that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Whether somebody set it.
    pub lever: bool,
    /// Its name with the time.
    pub name: String,
    /// The value it had.
    pub before: String,
    /// The value it has.
    pub after: String,
    /// The change in per cent.
    pub change: String,
    /// The identity it follows by; empty for a lever.
    pub by: String,
    /// What its parts did to it; empty where only one moved.
    pub parts: String,
    /// Why it is hollow: a rise that is owed to nothing but a smaller whole; empty otherwise.
    pub hollow: String,
}

/// Everything that moved: levers first, then the largest.
pub fn moved(run: &Run, lang: Lang) -> Vec<Moved> {
    // The ratio to the base year moves with its end: it says nothing new.
    let linked = |one: &&Move| match one.cause {
        Cause::Identity(at) => run.sources.get(at).is_some_and(|(_, source)| source.is_empty()),
        Cause::Lever => false,
    };
    let size = |one: &Move| libm::log(one.after / one.before).abs();
    let mut moves: Vec<&Move> = run.found.moves.iter().filter(|one| !linked(one)).collect();
    moves.sort_by(|a, b| {
        let follows = |one: &Move| one.cause != Cause::Lever;
        follows(a).cmp(&follows(b)).then_with(|| size(b).total_cmp(&size(a)))
    });
    moves.into_iter().filter_map(|one| of_move(run, one, lang)).collect()
}

fn of_move(run: &Run, one: &Move, lang: Lang) -> Option<Moved> {
    let variable = run.network.variables.get(one.variable)?;
    let mut after = shown(variable, one.after, lang);
    if let Some((low, high)) = run.ranges.get(&one.variable) {
        after = format!("{after} [{} – {}]", figure(*low), figure(*high));
    }
    let by = match one.cause {
        Cause::Lever => String::new(),
        Cause::Identity(at) => {
            run.sources.get(at).map(|(said, _)| said.get(lang).to_owned()).unwrap_or_default()
        }
    };
    let parts: Vec<String> = run
        .found
        .why(&run.forms, &run.base, one)
        .iter()
        .filter(|(_, effect)| effect.amount != 0.0)
        .filter_map(|(at, effect)| {
            let name = run.network.variables.get(*at)?.name.get(lang);
            let sign = if effect.amount > 0.0 { "+" } else { "" };
            Some(format!("{name} {sign}{}", figure(effect.amount)))
        })
        .collect();
    Some(Moved {
        lever: one.cause == Cause::Lever,
        name: label(variable, lang),
        before: shown(variable, one.before, lang),
        after,
        change: signed(100.0 * (one.after / one.before - 1.0)),
        by,
        parts: if parts.len() > 1 { parts.join(say(lang, "；", "; ")) } else { String::new() },
        hollow: hollow(run, one).map(|words| words.get(lang).to_owned()).unwrap_or_default(),
    })
}

/// What was held fixed on the way, the past left out; empty when nothing was.
pub fn held(run: &Run, lang: Lang) -> String {
    let now = |time: Time| !matches!(time, Time::Year(year) if year < run.year);
    let variables = run.found.held.iter().filter_map(|at| run.network.variables.get(*at));
    let names: Vec<String> = variables.filter(|one| now(one.time)).map(|one| label(one, lang)).collect();
    names.join(say(lang, "、", ", "))
}

/// The identities that no longer hold, because everything in them is set or held.
pub fn broken(run: &Run, lang: Lang) -> Vec<String> {
    let said = run.found.broken.iter().filter_map(|at| run.sources.get(*at));
    said.map(|(said, source)| format!("{} [{source}]", said.get(lang))).collect()
}

/// How many targets are likely and how likely all of them are, in one sentence.
pub fn sentence(run: &Run, lang: Lang) -> String {
    let count = run.targets.iter().filter(|one| one.binding).count();
    match (&run.together.binding, &run.together.all, lang) {
        (Some((before, after)), _, Lang::Zh) => format!(
            "{count} 个有预测的约束性目标，全部实现的概率 {}（基准 {}）",
            percent(after.probability),
            percent(before.probability)
        ),
        (Some((before, after)), _, Lang::En) => format!(
            "{count} binding targets with a forecast; all of them are met with {} ({} without the levers)",
            percent(after.probability),
            percent(before.probability)
        ),
        (None, _, Lang::Zh) => "有预测的约束性目标不足两个，没有联合概率".to_owned(),
        (None, _, Lang::En) => {
            "fewer than two binding targets have a forecast: no joint probability".to_owned()
        }
    }
}

/// The joint probabilities with error, bounds and what independence would give, one line for each set of targets.
pub fn joints(run: &Run, lang: Lang) -> Vec<String> {
    let binding =
        run.together.binding.iter().map(|(_, after)| (say(lang, "约束性目标", "binding targets"), after));
    let all = run.together.all.iter().map(|(_, after)| (say(lang, "全部目标", "all targets"), after));
    binding
        .chain(all)
        .map(|(name, joint)| format!("{name}{}{}", say(lang, "：", ": "), of_joint(joint, lang)))
        .collect()
}

fn of_joint(joint: &Joint, lang: Lang) -> String {
    let one = |value: f64| format!("{:.1}%", 100.0 * value);
    let (p, error) = (one(joint.probability), one(joint.standard_error));
    let (least, most, product) = (one(joint.least), one(joint.most), one(joint.independent));
    match lang {
        Lang::Zh => {
            format!(
                "{p}（标准误 {error}，界限 {least} 至 {most}，若互不相关 {product}；{} 次抽样）",
                joint.draws
            )
        }
        Lang::En => format!(
            "{p} (standard error {error}, bounds {least} to {most}, {product} if they did not move together; {} draws)",
            joint.draws
        ),
    }
}

/// What was done so that the identities hold in every draw, in one sentence; empty where none binds the forecasts.
pub fn drawn(run: &Run, lang: Lang) -> String {
    let together = &run.together;
    if together.identities.is_empty() || together.fits.is_empty() {
        return String::new();
    }
    let count = together.identities.len();
    let mut said = match lang {
        Lang::Zh => format!("每次抽样都调整到符合 {count} 个恒等式（最大误差 {:.0e}）", together.worst),
        Lang::En => {
            format!("every draw is made to fit {count} identities (largest miss {:.0e})", together.worst)
        }
    };
    if together.unfit > 0 {
        // Writing to a string cannot fail.
        let _ = match lang {
            Lang::Zh => write!(said, "；{} 次无法调整，按原样计算", together.unfit),
            Lang::En => write!(said, "; {} draws could not be and count as drawn", together.unfit),
        };
    }
    said
}

/// What the identities make of a forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitted {
    /// Name of the indicator.
    pub name: String,
    /// The target, with its unit.
    pub goal: String,
    /// Median and 5 to 95 % of the forecast by itself.
    pub drawn: String,
    /// The same of the draws that fit the identities.
    pub fitted: String,
    /// The same with the levers.
    pub moved: String,
    /// Probability by itself, in draws that fit, and with the levers.
    pub attain: (String, String, String),
}

/// The forecasts by themselves and as the identities leave them, one for each target.
pub fn fitted(run: &Run, lang: Lang) -> Vec<Fitted> {
    let band =
        |[low, median, high]: [f64; 3]| format!("{} ({} – {})", figure(median), figure(low), figure(high));
    let of = |fit: &crate::Fit| {
        let outcome = run.targets.iter().find(|one| one.target == fit.target)?;
        Some(Fitted {
            name: outcome.name.get(lang).to_owned(),
            goal: format!("{}{}{}", figure(outcome.goal), say(lang, "", " "), outcome.unit),
            drawn: band(fit.drawn),
            fitted: band(fit.fitted),
            moved: band(fit.moved),
            attain: (percent(outcome.attain_before), percent(fit.attain.0), percent(fit.attain.1)),
        })
    };
    run.together.fits.iter().filter_map(of).collect()
}

/// A target that moves with the levers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chance {
    /// Its name.
    pub name: String,
    /// Whether it binds.
    pub binding: bool,
    /// The value to reach.
    pub goal: String,
    /// Median before and after.
    pub median: (String, String),
    /// Probability of attainment before and after.
    pub attain: (String, String),
}

/// The targets that move with the levers.
#[expect(clippy::float_cmp, reason = "a factor that no lever moved is exactly 1")]
pub fn chances(run: &Run, lang: Lang) -> Vec<Chance> {
    let of = |one: &crate::run::Outcome| Chance {
        name: one.name.get(lang).to_owned(),
        binding: one.binding,
        goal: format!("{}{}{}", figure(one.goal), say(lang, "", " "), one.unit),
        median: (figure(one.before), figure(one.after)),
        attain: (percent(one.attain_before), percent(one.attain_after)),
    };
    run.targets.iter().filter(|one| one.factor != 1.0).map(of).collect()
}

/// Numbers that cannot all be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// Whether an assumption takes part, so that it is a question.
    pub assumed: bool,
    /// The numbers as printed, with their lines.
    pub numbers: Vec<String>,
    /// The sentences that state them, with their places in the document; what stands nowhere has none.
    pub sentences: Vec<Said>,
    /// Targets that the others would already imply if they asked for that or better.
    pub slack: Vec<String>,
    /// The identities it takes.
    pub identities: Vec<String>,
    /// The smallest repair of the group, where the conflict is no question; empty otherwise.
    pub repair: String,
    /// How many repairs are equally good.
    pub ties: usize,
}

/// A sentence that states a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// 1-based line of the document.
    pub line: u32,
    /// Its place.
    pub span: Span,
    /// Its words, cut where they are many.
    pub quote: String,
}

/// Everything that cannot all be true.
pub fn unfit(checked: &Checked, lang: Lang) -> Vec<Unfit> {
    let network = &checked.network;
    let mut found = Vec::new();
    for knot in &checked.knots {
        for conflict in &knot.conflicts {
            let numbers = conflict.statements.iter().filter_map(|at| network.statements.get(*at));
            let identities = conflict.constraints.iter().filter_map(|at| network.constraints.get(*at));
            let repair = (!conflict.assumed).then(|| knot.repairs(network).first()).flatten();
            let mut sentences: Vec<Said> = Vec::new();
            for one in numbers.clone().filter(|one| one.line > 0 && !one.quote.is_empty()) {
                // Two numbers of one sentence quote it once.
                if sentences.iter().all(|said| said.span != one.span) {
                    sentences.push(Said { line: one.line, span: one.span, quote: quoted(one) });
                }
            }
            found.push(Unfit {
                assumed: conflict.assumed,
                sentences,
                slack: conflict.slack.iter().filter_map(|one| of_slack(network, one, lang)).collect(),
                numbers: numbers.map(|one| stated(network, one, lang)).collect(),
                identities: identities
                    .filter(|one| !one.source.is_empty())
                    .map(|one| one.words.get(lang).to_owned())
                    .collect(),
                repair: repair.map(|repair| of_repair(network, repair, lang)).unwrap_or_default(),
                ties: knot.ties(network),
            });
        }
    }
    found
}

/// The changes of a repair.
pub fn of_repair(network: &Network, repair: &Repair, lang: Lang) -> String {
    let one = |change: &Change| {
        let statement = network.statements.get(change.statement)?;
        let variable = network.variables.get(statement.variable)?;
        let moved = signed(100.0 * (change.value / statement.value - 1.0));
        Some(format!(
            "{} {} → {} ({moved})",
            label(variable, lang),
            figure(statement.value),
            figure(change.value)
        ))
    };
    repair.changes.iter().filter_map(one).collect::<Vec<_>>().join(say(lang, "；", "; "))
}

/// What a target would take, by its first way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The target.
    pub target: String,
    /// Name of the indicator.
    pub name: String,
    /// Whether it binds.
    pub binding: bool,
    /// What it is measured on.
    pub basis: String,
    /// The last known value and its year.
    pub latest: String,
    /// The value to reach and its year.
    pub goal: String,
    /// What is needed a year.
    pub a_year: String,
    /// The best over as many years; empty without a past.
    pub best: String,
    /// Whether it is beyond all experience.
    pub beyond: bool,
}

/// What the targets would take: one line for each way of measuring it.
pub fn needed(needs: &[Need], lang: Lang) -> Vec<Needed> {
    let mut found = Vec::new();
    for need in needs {
        for way in &need.ways {
            found.push(Needed {
                target: need.target.to_string(),
                name: need.name.get(lang).to_owned(),
                binding: need.binding,
                basis: way.basis.words().get(lang).to_owned(),
                latest: format!("{} ({})", figure(way.from.value), way.from.year),
                goal: format!(
                    "{}{}{} ({})",
                    figure(need.goal.value),
                    say(lang, "", " "),
                    need.unit,
                    need.goal.year
                ),
                a_year: pace(way, way.a_year, &need.unit, lang),
                best: way.experience.map(|found| pace(way, found.best, &need.unit, lang)).unwrap_or_default(),
                beyond: way.experience.is_some_and(|found| found.beyond),
            });
        }
    }
    found
}

/// What is needed or was reached a year.
pub(crate) fn pace(way: &Way, value: f64, unit: &str, lang: Lang) -> String {
    if way.compound { signed(value) } else { format!("{}{}{unit}", figure(value), say(lang, "", " ")) }
}
