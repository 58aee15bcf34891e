//! A scenario on a plan with its figures: the base, what the levers move, and how likely the targets are before and after.

use crate::form::Form;
use crate::need::unlevel;
use crate::network::{Network, Time};
use crate::panel::Panel;
use crate::quantity::{key_of, unit_of};
use crate::reconcile::{Freedom, reconcile};
use crate::text::{Base, Lever, Scenario, key};
use crate::together::{Together, between_known, freedoms, together};
use crate::what_if::{Cause, Levers, Move, WhatIf, what_if};
use crate::{Effect, MOST_LEVERS, of_levers};
use assess::Foresight;
use plan::{Nature, Plan, TargetId};
use source::Words;
use std::collections::BTreeMap;

/// A scenario that was run.
#[derive(Clone, Debug)]
pub struct Run {
    /// The scenario.
    pub scenario: Scenario,
    /// The year that is looked at.
    pub year: i32,
    /// The plan as a network.
    pub network: Network,
    /// Its identities, and the declared effects behind them.
    pub forms: Vec<Form>,
    /// What each form says, with its source, in the same order.
    pub sources: Vec<(Words, String)>,
    /// The values it starts from, NaN where nothing is known.
    pub base: Vec<f64>,
    /// What followed.
    pub found: WhatIf,
    /// The effect of each lever on what moved, by variable; empty for one lever or more than six.
    pub shares: BTreeMap<usize, Vec<Effect>>,
    /// The targets that are left out although there is a forecast of them, and why.
    pub left_out: Vec<Words>,
    /// The targets that there is a forecast of.
    pub targets: Vec<Outcome>,
    /// The targets drawn together.
    pub together: Together,
    /// The panel that the correlations are from.
    pub panel: String,
    /// The medians of the forecasts made to fit the identities by their widths, where they do not: variable, median, reconciled.
    pub reconciled: Vec<(usize, f64, f64)>,
    /// The factors by which effects would move values at the ends of their declared range: variable, low, high.
    pub ranges: BTreeMap<usize, (f64, f64)>,
}

/// A target before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The target.
    pub target: TargetId,
    /// Name of the indicator.
    pub name: Words,
    /// Whether it binds.
    pub binding: bool,
    /// The factor by which the levers move its value.
    pub factor: f64,
    /// Median in the unit of the target.
    pub before: f64,
    /// Median after the levers.
    pub after: f64,
    /// The value to reach.
    pub goal: f64,
    /// Unit of the three.
    pub unit: String,
    /// Probability of attainment before.
    pub attain_before: f64,
    /// Probability of attainment after.
    pub attain_after: f64,
}

/// The variable that a target's value is, and by what it is multiplied to get there.
pub(crate) fn variable_of(network: &Network, plan: &Plan, of: &Foresight) -> Option<(usize, f64)> {
    let indicator = plan.indicator(&of.indicator)?;
    let own = key_of(indicator);
    if of.plain {
        let at = network.find(own, Time::Year(of.year))?;
        let (from, to) = (unit_of(own, &of.unit)?, unit_of(own, &network.variables.get(at)?.unit)?);
        return from.agrees_with(&to).then_some((at, from.factor / to.factor));
    }
    // An index with the base year as 100.
    let base = of.base?.year;
    let change = plan::catalogue::entry(own)
        .and_then(plan::catalogue::Entry::change_of)
        .map_or(own, |entry| entry.key);
    let ratio = network.find(change, Time::Ratio(base, of.year)).map(|at| (at, 0.01));
    ratio.or_else(|| network.find(change, Time::Year(of.year)).map(|at| (at, f64::NAN)))
}

/// Runs a scenario.
///
/// `foresights` are those of [`assess::foresee`] for the same plan; the panel gives the correlations.
///
/// # Errors
/// Names that are not known, levers without a value to start from, and identities that can be closed in more than one way: what to do,
/// in both languages.
pub fn run(plan: &Plan, foresights: &[Foresight], scenario: &Scenario, panel: &Panel) -> Result<Run, Words> {
    let network = Network::of(plan, &scenario.additions(plan)?);
    let year = scenario.year.or(plan.period.map(|period| period.end)).ok_or_else(|| {
        Words::new(
            "规划没有写明期限：请在情景文件中写 year",
            "the plan names no years: write year in the scenario",
        )
    })?;
    let base = base(&network, plan, foresights, scenario.base);
    let mut forms = network.forms();
    let mut sources: Vec<(Words, String)> =
        network.constraints.iter().map(|one| (one.words.clone(), one.source.clone())).collect();
    let levers = levers(&network, plan, scenario, year, &base)?;
    let identities = forms.len();
    let effects = effects(&network, plan, scenario, year, &base)?;
    for (form, words, source) in &effects {
        forms.push(form.clone());
        sources.push((words.clone(), source.clone()));
    }
    let found = what_if(&forms, &base, &levers).map_err(|ask| question(&network, &sources, &ask))?;
    let shares = shares(&forms, &base, &levers, &found);
    let ranges = ranges(scenario, identities, &forms, &base, &levers);
    let targets = outcomes(&network, plan, foresights, &base, &found);
    let reconciled =
        if scenario.base == Base::Forecast { fitted(&network, plan, foresights, &base) } else { Vec::new() };
    let together = together(&network, plan, foresights, &base, &targets, scenario, panel);
    Ok(Run {
        scenario: scenario.clone(),
        year,
        together,
        left_out: foresights.iter().filter_map(|of| unlevel(plan, of)).collect(),
        panel: panel.name.clone(),
        network,
        forms,
        sources,
        base,
        found,
        shares,
        targets,
        reconciled,
        ranges,
    })
}

/// The values that a scenario starts from.
fn base(network: &Network, plan: &Plan, foresights: &[Foresight], from: Base) -> Vec<f64> {
    let count = network.variables.len();
    if from == Base::Plan {
        return (0..count).map(|at| network.value_of(at).unwrap_or(f64::NAN)).collect();
    }
    let mut values = vec![f64::NAN; count];
    for of in foresights {
        let Some((at, factor)) = variable_of(network, plan, of) else { continue };
        let Some(slot) = values.get_mut(at).filter(|slot| slot.is_nan()) else { continue };
        *slot = of.quantile_at(0.0).map_or(f64::NAN, |median| median * factor);
    }
    // What is declared of a year stands; the plan's own base year stands as it is.
    let end = plan.period.map(|period| period.end);
    for (at, variable) in network.variables.iter().enumerate() {
        let past = matches!(variable.time, Time::Year(year) if Some(year) != end);
        let stated =
            network.statements_of(at).find(|(_, one)| !one.assumed && (past || one.target.is_none()));
        if let (Some((_, one)), Some(slot)) = (stated, values.get_mut(at).filter(|slot| slot.is_nan())) {
            *slot = one.value;
        }
    }
    for derived in &network.derived {
        let known = values.get(derived.variable).is_none_or(|value| !value.is_nan());
        let form = network.constraints.get(derived.by).map(|one| &one.form);
        let solved = form.filter(|_| !known).and_then(|form| form.solve(derived.variable, &values));
        if let (Some(value), Some(slot)) = (solved, values.get_mut(derived.variable)) {
            *slot = value;
        }
    }
    values
}

/// The place of an indicator in the year that is looked at.
pub(crate) fn place(network: &Network, plan: &Plan, name: &str, year: i32) -> Result<usize, Words> {
    let key = key(plan, name)?;
    network.find(&key, Time::Year(year)).ok_or_else(|| {
        Words::new(
            format!("“{name}”在 {year} 年没有数值，也推算不出：请在情景文件的 [[value]] 中写明并注明来源"),
            format!(
                "“{name}” has no value in {year} and none follows: give one under [[value]] with its source"
            ),
        )
    })
}

pub(crate) fn levers(
    network: &Network,
    plan: &Plan,
    scenario: &Scenario,
    year: i32,
    base: &[f64],
) -> Result<Levers, Words> {
    let mut found = Levers::default();
    for lever in &scenario.lever {
        let at = place(network, plan, &lever.indicator, year)?;
        found.set.insert(at, set_to(network, plan, lever, at, year, base)?);
    }
    // What was is not moved by what may be.
    let past = |time: Time| matches!(time, Time::Year(one) if one < year);
    let places = network.variables.iter().enumerate().filter(|(_, variable)| past(variable.time));
    found.held.extend(places.map(|(at, _)| at));
    for one in &scenario.hold {
        found.held.insert(place(network, plan, &one.indicator, year)?);
    }
    for one in &scenario.closure {
        let (result, gives) =
            (place(network, plan, &one.result, year)?, place(network, plan, &one.gives_way, year)?);
        for (at, constraint) in network.constraints.iter().enumerate() {
            if constraint.form.result() == Some(result) && constraint.form.variables().contains(&gives) {
                found.gives_way.insert(at, gives);
            }
        }
    }
    Ok(found)
}

/// The value that a lever sets.
fn set_to(
    network: &Network,
    plan: &Plan,
    lever: &Lever,
    at: usize,
    year: i32,
    base: &[f64],
) -> Result<f64, Words> {
    let name = &lever.indicator;
    let start = || {
        base.get(at).copied().filter(|value| value.is_finite()).ok_or_else(|| {
            Words::new(
                format!("“{name}”没有可供改变的起点：请用 value 给出数值"),
                format!("“{name}” has nothing to change from: set it by value"),
            )
        })
    };
    if let Some(growth) = lever.growth {
        let from = plan.period.map(plan::Period::base);
        let key = network.variables.get(at).map(|variable| variable.key.as_str()).unwrap_or_default();
        let before =
            from.and_then(|from| Some((from, network.value_of(network.find(key, Time::Year(from))?)?)));
        let (from, before) = before.ok_or_else(|| {
            Words::new(
                format!("“{name}”没有基年数值，无法按增速计算：请在 [[value]] 中写明基年数值，或改用 value"),
                format!("“{name}” has no value in the base year to grow from: give one under [[value]], or set it by value"),
            )
        })?;
        return Ok(before * libm::pow(1.0 + growth / 100.0, f64::from(year - from)));
    }
    let value = match (lever.value, lever.change, lever.points) {
        (Some(value), ..) => value,
        (None, Some(change), _) => start()? * (1.0 + change / 100.0),
        (None, None, points) => start()? + points.unwrap_or(0.0),
    };
    if value > 0.0 {
        return Ok(value);
    }
    Err(Words::new(
        format!("“{name}”会变成 {value}：须为正数"),
        format!("“{name}” would become {value}: it must be positive"),
    ))
}

/// Declared effects as further identities: y = y0 (x / x0)^e.
fn effects(
    network: &Network,
    plan: &Plan,
    scenario: &Scenario,
    year: i32,
    base: &[f64],
) -> Result<Vec<(Form, Words, String)>, Words> {
    let mut found = Vec::new();
    for effect in &scenario.effect {
        if !(effect.from..=effect.to).contains(&year) {
            return Err(Words::new(
                format!("“{}”的弹性只对 {}—{} 年有效，不能用于 {year} 年", effect.on, effect.from, effect.to),
                format!(
                    "the effect on “{}” is valid for {} to {}, not for {year}",
                    effect.on, effect.from, effect.to
                ),
            ));
        }
        let (of, on) = (place(network, plan, &effect.of, year)?, place(network, plan, &effect.on, year)?);
        let value = |at: usize| base.get(at).copied().unwrap_or(f64::NAN);
        let factor = value(on) / libm::pow(value(of), effect.elasticity);
        let words = Words::new(
            format!("弹性 {}（{} 至 {}）", effect.elasticity, effect.low, effect.high),
            format!("elasticity {} ({} to {})", effect.elasticity, effect.low, effect.high),
        );
        let form = Form::Product { result: on, parts: vec![(of, effect.elasticity)], factor };
        found.push((form, words, effect.source.clone()));
    }
    Ok(found)
}

/// What the values would be at the ends of the declared ranges of the effects.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn ranges(
    scenario: &Scenario,
    identities: usize,
    forms: &[Form],
    base: &[f64],
    levers: &Levers,
) -> BTreeMap<usize, (f64, f64)> {
    if scenario.effect.is_empty() {
        return BTreeMap::new();
    }
    let at = |pick: fn(&crate::text::DeclaredEffect) -> f64| {
        let mut forms = forms.to_vec();
        for (form, effect) in forms.iter_mut().skip(identities).zip(&scenario.effect) {
            if let Form::Product { result, parts, factor } = form
                && let Some(part) = parts.first_mut()
            {
                part.1 = pick(effect);
                let value = |at: usize| base.get(at).copied().unwrap_or(f64::NAN);
                *factor = value(*result) / libm::pow(value(part.0), part.1);
            }
        }
        what_if(&forms, base, levers).ok()
    };
    let (Some(low), Some(high)) = (at(|effect| effect.low), at(|effect| effect.high)) else {
        return BTreeMap::new();
    };
    let ends = low.values.iter().zip(&high.values).enumerate();
    ends.filter(|(_, (low, high))| low != high && !low.is_nan())
        .map(|(at, (low, high))| (at, (low.min(*high), low.max(*high))))
        .collect()
}

/// The effect of each lever on everything that moved.
fn shares(forms: &[Form], base: &[f64], levers: &Levers, found: &WhatIf) -> BTreeMap<usize, Vec<Effect>> {
    let count = levers.set.len();
    if !(2..=MOST_LEVERS).contains(&count) {
        return BTreeMap::new();
    }
    // Every subset of the levers once.
    let runs: Vec<Option<WhatIf>> = (0..1_u32 << count)
        .map(|mask| {
            let chosen = levers.set.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0);
            let set = chosen.map(|(_, (variable, value))| (*variable, *value)).collect();
            what_if(forms, base, &Levers { set, ..levers.clone() }).ok()
        })
        .collect();
    let followed = found.moves.iter().filter(|one| one.cause != Cause::Lever);
    followed
        .filter_map(|one| {
            let value = |mask: u32| runs.get(mask as usize)?.as_ref()?.values.get(one.variable).copied();
            Some((one.variable, of_levers(count, value)?))
        })
        .collect()
}

fn question(network: &Network, sources: &[(Words, String)], ask: &crate::Ask) -> Words {
    let name = |at: &usize| network.variables.get(*at).map(|variable| variable.name.clone());
    let names: Vec<Words> = ask.candidates.iter().filter_map(name).collect();
    let list = |pick: fn(&Words) -> &str| names.iter().map(pick).collect::<Vec<_>>().join(" / ");
    let words = sources.get(ask.identity).map_or_else(|| Words::new("", ""), |(words, _)| words.clone());
    let zh = list(|one| &one.zh);
    let en = list(|one| &one.en);
    Words::new(
        format!(
            "“{}”中不止一个量可以随之变动（{zh}）：请在 [[hold]] 中写明不变的量，或在 [[closure]] 中写明变动的量",
            words.zh
        ),
        format!(
            "more than one quantity could give way in “{}” ({en}): name what stays under [[hold]], or what gives way under [[closure]]",
            words.en
        ),
    )
}

/// The factor by which a variable moved.
fn factor_of(network: &Network, base: &[f64], moves: &[Move], at: usize) -> f64 {
    let moved = |at: usize| moves.iter().find(|one| one.variable == at).map(|one| one.after / one.before);
    moved(at)
        .or_else(|| {
            // A ratio that is not linked moves as its end does.
            let variable = network.variables.get(at)?;
            let Time::Ratio(_, end) = variable.time else { return None };
            moved(network.find(&variable.key, Time::Year(end))?)
        })
        .filter(|factor| factor.is_finite() && *factor > 0.0 && base.get(at).is_some())
        .unwrap_or(1.0)
}

fn outcomes(
    network: &Network,
    plan: &Plan,
    foresights: &[Foresight],
    base: &[f64],
    found: &WhatIf,
) -> Vec<Outcome> {
    let of = |of: &Foresight| {
        if unlevel(plan, of).is_some() {
            return None;
        }
        let median = of.quantile_at(0.0)?;
        let variable = variable_of(network, plan, of).map(|(at, _)| at);
        let factor = variable.map_or(1.0, |at| factor_of(network, base, &found.moves, at));
        let indicator = plan.indicator(&of.indicator)?;
        Some(Outcome {
            target: of.target.clone(),
            name: crate::build::name_of(plan, key_of(indicator))
                .unwrap_or_else(|| Words::new(&indicator.name, &indicator.name)),
            binding: of.nature == Some(Nature::Binding),
            factor,
            before: of.show(median),
            after: of.show(median * factor),
            goal: of.show(of.goal?),
            unit: of.unit.clone(),
            attain_before: of.attain(1.0)?,
            attain_after: of.attain(factor)?,
        })
    };
    foresights.iter().filter_map(of).collect()
}

/// The medians made to fit the identities between forecast quantities, each by its width.
fn fitted(network: &Network, plan: &Plan, foresights: &[Foresight], base: &[f64]) -> Vec<(usize, f64, f64)> {
    let freedom = freedoms(network, plan, foresights);
    let forms: Vec<Form> = between_known(network, base).into_iter().map(|(_, form)| form).collect();
    let start: Vec<f64> = base.iter().map(|value| if *value > 0.0 { *value } else { 1.0 }).collect();
    let Some(found) = reconcile(&forms, &start, &freedom) else { return Vec::new() };
    let pairs = base.iter().zip(&found.values).enumerate();
    pairs
        .filter(|(at, _)| matches!(freedom.get(*at), Some(Freedom::Spread(_))))
        .filter(|(_, (before, after))| (*after / *before - 1.0).abs() > 1e-9)
        .map(|(at, (before, after))| (at, *before, *after))
        .collect()
}
