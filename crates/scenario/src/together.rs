//! Targets drawn together: every draw is made to fit the identities before it is asked which targets it meets.

use crate::copula::{Joint, sample};
use crate::form::Form;
use crate::marginal::Marginal;
use crate::network::{Network, Time};
use crate::panel::Panel;
use crate::project::Projection;
use crate::quantity::key_of;
use crate::reconcile::Freedom;
use crate::run::{Outcome, variable_of};
use crate::text::Scenario;
use assess::Foresight;
use plan::{Plan, TargetId};
use std::collections::BTreeSet;

/// What draws of all targets together say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Together {
    /// The probability that all binding targets are met, before and after the levers; `None` with fewer than two.
    pub binding: Option<(Joint, Joint)>,
    /// The same of all targets.
    pub all: Option<(Joint, Joint)>,
    /// Each target by itself, as it was drawn and as it fits the identities.
    pub fits: Vec<Fit>,
    /// The identities that bind the forecasts, by their place among the network's.
    pub identities: Vec<usize>,
    /// The largest miss of an identity in any draw, in logarithms.
    pub worst: f64,
    /// Draws that could not be made to fit and count as they were drawn.
    pub unfit: usize,
}

/// A target's value in all draws: its marginal, and what the identities make of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The target.
    pub target: TargetId,
    /// The 5, 50 and 95 % quantiles of its forecast, in the unit of the target.
    pub drawn: [f64; 3],
    /// The same of the draws that fit the identities, without the levers.
    pub fitted: [f64; 3],
    /// The same with the levers.
    pub moved: [f64; 3],
    /// The share of draws that meet it, without and with the levers.
    pub attain: (f64, f64),
}

/// A forecast on its judged scale.
struct Judged<'f>(&'f Foresight);

impl Marginal for Judged<'_> {
    fn quantile_at(&self, score: f64) -> f64 {
        self.0.quantile_at(score).unwrap_or(f64::NAN)
    }

    fn prob_ge(&self, _: f64) -> f64 {
        self.0.attain(1.0).unwrap_or(f64::NAN)
    }

    fn prob_le(&self, target: f64) -> f64 {
        1.0 - self.prob_ge(target)
    }
}

/// A target that is drawn.
struct Drawn<'a> {
    of: &'a Foresight,
    outcome: &'a Outcome,
    /// Its variable, with what its value is multiplied by to get there.
    place: Option<(usize, f64)>,
    /// Whether it is the first on its variable.
    owns: bool,
    /// Whether an earlier one says the same, so that it counts no second time.
    repeated: bool,
}

/// How freely the values of a network move when forecasts are made to fit: forecasts by their widths, the past not at all.
pub(crate) fn freedoms(network: &Network, plan: &Plan, foresights: &[Foresight]) -> Vec<Freedom> {
    let mut freedom = vec![Freedom::Free; network.variables.len()];
    for of in foresights {
        let Some((at, _)) = variable_of(network, plan, of) else { continue };
        let (Some(low), Some(high)) = (of.quantile_at(-1.0), of.quantile_at(1.0)) else { continue };
        if low > 0.0
            && high > low
            && let Some(slot) = freedom.get_mut(at).filter(|slot| **slot == Freedom::Free)
        {
            *slot = Freedom::Spread(0.5 * libm::log(high / low));
        }
    }
    for (at, variable) in network.variables.iter().enumerate() {
        let past =
            matches!(variable.time, Time::Year(year) if plan.period.is_none_or(|period| period.end != year));
        if past && let Some(slot) = freedom.get_mut(at) {
            *slot = Freedom::Held;
        }
    }
    freedom
}

/// The identities between values that are known, with their place. A level and its own past are apart by a break: the ratio of the two is
/// none of real growth, and is left out.
pub(crate) fn between_known(network: &Network, base: &[f64]) -> Vec<(usize, Form)> {
    let known =
        |form: &Form| form.variables().iter().all(|at| base.get(*at).is_some_and(|value| *value > 0.0));
    let all = network.constraints.iter().enumerate();
    all.filter(|(_, one)| !one.source.is_empty() && one.form.is_equation() && known(&one.form))
        .map(|(at, one)| (at, one.form.clone()))
        .collect()
}

/// Draws all targets together; `base` are the values that the scenario starts from.
#[expect(clippy::too_many_lines, reason = "one draw from beginning to end, with what is kept of it")]
pub(crate) fn together(
    network: &Network,
    plan: &Plan,
    foresights: &[Foresight],
    base: &[f64],
    outcomes: &[Outcome],
    scenario: &Scenario,
    panel: &Panel,
) -> Together {
    let drawn = drawn(network, plan, foresights, outcomes);
    if drawn.is_empty() {
        return Together::default();
    }
    let known = between_known(network, base);
    let forms: Vec<Form> = known.iter().map(|(_, form)| form.clone()).collect();
    let projection = Projection::new(&forms, &freedoms(network, plan, foresights));
    let binding: Vec<&Form> = projection.binding().iter().filter_map(|at| forms.get(*at)).collect();
    let start: Vec<f64> = base.iter().map(|value| if *value > 0.0 { *value } else { 1.0 }).collect();
    let marginals: Vec<Judged<'_>> = drawn.iter().map(|one| Judged(one.of)).collect();
    let marginals: Vec<Vec<&dyn Marginal>> = marginals.iter().map(|one| vec![one as &dyn Marginal]).collect();
    let mut found = Together {
        identities: projection.binding().iter().filter_map(|at| Some(known.get(*at)?.0)).collect(),
        ..Together::default()
    };
    let mut kept: [Vec<Vec<f64>>; 2] = [vec![Vec::new(); drawn.len()], vec![Vec::new(); drawn.len()]];
    // Met by draw: binding before and after, all before and after.
    let mut met = [[0_usize; 2]; 2];
    let mut values = start.clone();
    // Levers that move no target leave every draw as it is: one pass is then both.
    let is_still = drawn.iter().all(|one| one.outcome.factor.to_bits() == 1.0_f64.to_bits());
    let passes: &[bool] = if is_still { &[false] } else { &[false, true] };
    sample(&marginals, &correlation(plan, &drawn, panel), 1, scenario.draws, scenario.seed, |rows| {
        for &moved in passes {
            values.copy_from_slice(&start);
            let raw: Vec<f64> = rows
                .iter()
                .zip(&drawn)
                .map(|(row, one)| {
                    row.first().copied().unwrap_or(f64::NAN) * if moved { one.outcome.factor } else { 1.0 }
                })
                .collect();
            for (one, value) in drawn.iter().zip(&raw).filter(|(one, _)| one.owns) {
                if let Some((at, factor)) = one.place
                    && let Some(slot) = values.get_mut(at)
                {
                    *slot = value * factor;
                }
            }
            let before = values.clone();
            if projection.project(&mut values) {
                let worst = binding.iter().map(|form| form.residual(&values).abs()).fold(0.0, f64::max);
                found.worst = found.worst.max(worst);
            } else {
                found.unfit += usize::from(!moved);
            }
            let mut all = [true; 2];
            for ((one, value), of) in
                drawn.iter().zip(&raw).zip(kept.get_mut(usize::from(moved)).into_iter().flatten())
            {
                let at = one.place.map(|(at, _)| at);
                let ratio = at.and_then(|at| Some(values.get(at)? / before.get(at)?)).unwrap_or(1.0);
                let value = value * ratio;
                of.push(value);
                if one.of.satisfied(value) != Some(true) {
                    all[1] = false;
                    all[0] &= !one.outcome.binding;
                }
            }
            for (slot, met_all) in met.iter_mut().zip(all) {
                if let Some(count) = slot.get_mut(usize::from(moved)) {
                    *count += usize::from(met_all);
                }
            }
        }
    });
    let [before, mut after] = kept;
    if is_still {
        after.clone_from(&before);
        for [before, after] in &mut met {
            *after = *before;
        }
    }
    let joint = |only_binding: bool, met: [usize; 2]| {
        let chosen: Vec<&Outcome> = drawn
            .iter()
            .filter(|one| !one.repeated && (one.outcome.binding || !only_binding))
            .map(|one| one.outcome)
            .collect();
        let single = |pick: fn(&Outcome) -> f64| chosen.iter().map(|one| pick(one)).collect::<Vec<f64>>();
        (chosen.len() > 1).then(|| {
            (
                Joint::of(met[0], scenario.draws, &single(|one| one.attain_before)),
                Joint::of(met[1], scenario.draws, &single(|one| one.attain_after)),
            )
        })
    };
    found.binding = joint(true, met[0]);
    found.all = joint(false, met[1]);
    found.fits = drawn
        .iter()
        .zip(before.into_iter().zip(after))
        .map(|(one, (before, after))| fit(one, before, after))
        .collect();
    found
}

fn drawn<'a>(
    network: &Network,
    plan: &Plan,
    foresights: &'a [Foresight],
    outcomes: &'a [Outcome],
) -> Vec<Drawn<'a>> {
    let mut owned: BTreeSet<usize> = BTreeSet::new();
    let mut said: BTreeSet<(usize, u64)> = BTreeSet::new();
    let mut found = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        let Some(of) = foresights.iter().find(|of| of.target == outcome.target) else { continue };
        let place = variable_of(network, plan, of).filter(|(_, factor)| factor.is_finite());
        let repeated = place
            .is_some_and(|(at, factor)| !said.insert((at, (of.goal.unwrap_or(f64::NAN) * factor).to_bits())));
        let owns = place.is_some_and(|(at, _)| owned.insert(at));
        found.push(Drawn { of, outcome, place, owns, repeated });
    }
    found
}

/// The correlations of the errors of what is drawn; the same key twice is one indicator.
fn correlation(plan: &Plan, drawn: &[Drawn<'_>], panel: &Panel) -> crate::Correlation {
    let key = |one: &Drawn<'_>| {
        let key = plan.indicator(&one.of.indicator).map(key_of).unwrap_or_default();
        let change = plan::catalogue::entry(key).and_then(plan::catalogue::Entry::change_of);
        change.map_or(key, |entry| entry.key)
    };
    let keys: Vec<&str> = drawn.iter().map(key).collect();
    panel.correlation(&keys)
}

/// Normal scores of the 5, 50 and 95 % quantiles.
const SCORES: [f64; 3] = [-1.644_853_626_951_472_7, 0.0, 1.644_853_626_951_472_7];

fn fit(one: &Drawn<'_>, before: Vec<f64>, after: Vec<f64>) -> Fit {
    let of = one.of;
    let meets = |values: &[f64]| {
        let met = values.iter().filter(|value| of.satisfied(**value) == Some(true)).count();
        met as f64 / values.len().max(1) as f64
    };
    let attain = (meets(&before), meets(&after));
    let shown = |values: Vec<f64>| quantiles(values).map(|value| of.show(value));
    Fit {
        target: of.target.clone(),
        drawn: SCORES.map(|score| of.quantile_at(score).map_or(f64::NAN, |value| of.show(value))),
        fitted: shown(before),
        moved: shown(after),
        attain,
    }
}

/// The 5, 50 and 95 % quantiles of draws.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of the number of draws is a place among them"
)]
fn quantiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1) as f64;
    [0.05, 0.5, 0.95].map(|share| values.get((share * last + 0.5) as usize).copied().unwrap_or(f64::NAN))
}
