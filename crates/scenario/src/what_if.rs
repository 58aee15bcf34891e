//! What follows when some numbers are set: the rest moves along the identities.

use crate::explain::{Effect, of_factors, of_terms};
use crate::form::{Form, Whole};
use std::collections::{BTreeMap, BTreeSet};

/// Why a variable moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Somebody set it.
    Lever,
    /// An identity, by its place.
    Identity(usize),
}

/// A variable that moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// The variable.
    pub variable: usize,
    /// Why.
    pub cause: Cause,
    /// As it was.
    pub before: f64,
    /// As it is.
    pub after: f64,
}

/// What followed.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// All values.
    pub values: Vec<f64>,
    /// What moved, in the order in which it was found; levers first.
    pub moves: Vec<Move>,
    /// What was held fixed on the way: variables that others were computed from and that did not move themselves.
    pub held: BTreeSet<usize>,
    /// Identities that no longer hold as they did, because everything in them is set or held.
    pub broken: Vec<usize>,
}

/// A question: more than one variable of an identity could give way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The identity.
    pub identity: usize,
    /// The variables that would do.
    pub candidates: Vec<usize>,
}

/// What is set, held and chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levers {
    /// New values by variable.
    pub set: BTreeMap<usize, f64>,
    /// Variables that stay.
    pub held: BTreeSet<usize>,
    /// Which variable gives way in an identity, where the default is not wanted.
    pub gives_way: BTreeMap<usize, usize>,
}

/// A miss of an identity beyond this, in logarithms, is one.
const MISS: f64 = 1e-9;

/// Sets the levers and moves the rest.
///
/// The closure: in an identity of which something moved, the result follows its parts; where the result is set, held or was used already, the
/// one part gives way that is free; where several are, the answer is a question unless the choice is given. What another variable was
/// computed from is held from then on, which is told. A value that is not known (NaN) binds nothing. Where printed numbers miss an identity by
/// rounding, the miss is carried along, so that without a lever nothing moves at all.
///
/// # Errors
/// [`Ask`] where more than one variable could give way.
///
/// # Example
/// ```
/// use scenario::{Form, Levers, what_if};
/// let per_head = Form::Product { result: 2, parts: vec![(0, 1.0), (1, -1.0)], factor: 1e4 };
/// let levers = Levers { set: [(1, 300.0)].into(), ..Levers::default() };
/// let found = what_if(&[per_head], &[1900.0, 304.0, 62500.0], &levers).unwrap();
/// assert!((found.values[2] - 63333.333333).abs() < 1e-5);
/// assert!(found.held.contains(&0));
/// ```
pub fn what_if(forms: &[Form], base: &[f64], levers: &Levers) -> Result<WhatIf, Ask> {
    let mut state = State {
        base,
        found: WhatIf { values: base.to_vec(), moves: Vec::new(), held: BTreeSet::new(), broken: Vec::new() },
        fixed: levers.held.clone(),
        moved: BTreeSet::new(),
    };
    for (variable, value) in &levers.set {
        state.set(*variable, *value, Cause::Lever);
    }
    let live: Vec<usize> = (0..forms.len())
        .filter(|at| {
            forms.get(*at).is_some_and(|form| {
                form.is_equation()
                    && form.variables().iter().all(|one| base.get(*one).is_some_and(|value| !value.is_nan()))
            })
        })
        .collect();
    while let Some((at, gives)) = state.next(forms, &live, &levers.gives_way) {
        if !forms.get(at).is_some_and(|form| state.follow(form, gives, at)) {
            state.found.broken.push(at);
            break;
        }
    }
    for at in &live {
        let Some(form) = forms.get(*at).filter(|form| state.touches(form)) else { continue };
        let candidates: Vec<usize> = form.variables().into_iter().filter(|one| state.is_free(*one)).collect();
        if candidates.len() > 1 {
            return Err(Ask { identity: *at, candidates });
        }
        if !state.found.broken.contains(at) {
            state.found.broken.push(*at);
        }
    }
    Ok(state.found)
}

struct State<'b> {
    base: &'b [f64],
    found: WhatIf,
    /// Held by the person or because something was computed from it.
    fixed: BTreeSet<usize>,
    moved: BTreeSet<usize>,
}

impl State<'_> {
    fn set(&mut self, variable: usize, after: f64, cause: Cause) {
        let Some(slot) = self.found.values.get_mut(variable) else { return };
        let before = *slot;
        *slot = after;
        self.moved.insert(variable);
        self.found.moves.push(Move { variable, cause, before, after });
    }

    /// Whether something in an identity has moved so that it is missed.
    fn touches(&self, form: &Form) -> bool {
        form.variables().iter().any(|one| self.moved.contains(one)) && self.misses(form)
    }

    /// The identity to close next, with the variable that gives way.
    fn next(
        &self,
        forms: &[Form],
        live: &[usize],
        chosen: &BTreeMap<usize, usize>,
    ) -> Option<(usize, usize)> {
        let touched = |at: &usize| forms.get(*at).filter(|form| self.touches(form));
        // Results that follow their parts go first: they leave fewest questions. Of these, one whose parts have come to rest.
        let follows: Vec<(usize, usize)> = live
            .iter()
            .filter_map(|at| {
                let gives = chosen.get(at).copied().or_else(|| touched(at)?.result())?;
                (touched(at).is_some() && self.is_free(gives)).then_some((*at, gives))
            })
            .collect();
        let at_rest = |(at, gives): &&(usize, usize)| {
            let still_moving = self.would_move(forms, live, chosen, *gives);
            forms.get(*at).is_some_and(|form| form.variables().iter().all(|one| !still_moving.contains(one)))
        };
        if let Some(found) = follows.iter().find(at_rest).or(follows.first()) {
            return Some(*found);
        }
        live.iter().filter(|at| !chosen.contains_key(at)).find_map(|at| {
            let free: Vec<usize> =
                touched(at)?.variables().into_iter().filter(|one| self.is_free(*one)).collect();
            match free.as_slice() {
                [one] => Some((*at, *one)),
                _ => None,
            }
        })
    }

    fn is_free(&self, variable: usize) -> bool {
        !self.fixed.contains(&variable) && !self.moved.contains(&variable)
    }

    /// What would follow from what has moved if `blocked` stayed as it is.
    fn would_move(
        &self,
        forms: &[Form],
        live: &[usize],
        chosen: &BTreeMap<usize, usize>,
        blocked: usize,
    ) -> BTreeSet<usize> {
        let mut found: BTreeSet<usize> = BTreeSet::new();
        loop {
            let before = found.len();
            for at in live {
                let Some(form) = forms.get(*at) else { continue };
                let Some(gives) = chosen.get(at).copied().or_else(|| form.result()) else { continue };
                let open = gives != blocked && self.is_free(gives) && !found.contains(&gives);
                let reached = |one: &usize| found.contains(one) || self.moved.contains(one);
                if open
                    && form.variables().iter().any(reached)
                    && (self.misses(form) || form.variables().iter().any(|one| found.contains(one)))
                {
                    found.insert(gives);
                }
            }
            if found.len() == before {
                return found;
            }
        }
    }

    /// Whether an identity is missed by more than it was at the base.
    fn misses(&self, form: &Form) -> bool {
        let miss = form.residual(&self.found.values) - form.residual(self.base);
        miss.is_nan() || miss.abs() > MISS
    }

    /// Computes the variable that gives way; `false` when it would not be a number.
    fn follow(&mut self, form: &Form, gives: usize, at: usize) -> bool {
        let (Some(now), Some(then)) = (form.solve(gives, &self.found.values), form.solve(gives, self.base))
        else {
            return false;
        };
        let Some(before) = self.base.get(gives).copied() else { return false };
        let after = match form {
            // What is printed misses the identity by rounding: the miss stays.
            _ if (before - then).abs() <= 1e-12 * before.abs() => now,
            Form::Sum { .. } => before + (now - then),
            _ => before * (now / then),
        };
        if !after.is_finite() || (after <= 0.0 && before > 0.0) {
            return false;
        }
        self.set(gives, after, Cause::Identity(at));
        for variable in form.variables() {
            if variable != gives && self.fixed.insert(variable) && !self.moved.contains(&variable) {
                self.found.held.insert(variable);
            }
        }
        true
    }
}

impl WhatIf {
    /// How a variable answers to the levers, in logarithms: the derivative of its logarithm by that of each lever.
    pub fn elasticities(&self, forms: &[Form], variable: usize) -> BTreeMap<usize, f64> {
        let mut of: BTreeMap<usize, BTreeMap<usize, f64>> = BTreeMap::new();
        for one in &self.moves {
            let row = match one.cause {
                Cause::Lever => BTreeMap::from([(one.variable, 1.0)]),
                Cause::Identity(at) => {
                    let slopes = forms.get(at).map(|form| form.gradient(&self.values)).unwrap_or_default();
                    let own = slopes
                        .iter()
                        .find(|(place, _)| *place == one.variable)
                        .map_or(1.0, |(_, slope)| *slope);
                    let mut row = BTreeMap::new();
                    for (place, slope) in slopes.iter().filter(|(place, _)| *place != one.variable) {
                        for (lever, answer) in of.get(place).into_iter().flatten() {
                            *row.entry(*lever).or_insert(0.0) -= slope / own * answer;
                        }
                    }
                    row
                }
            };
            of.insert(one.variable, row);
        }
        of.remove(&variable).unwrap_or_default()
    }

    /// The effects of what a moved variable was computed from, exact, each with its variable; empty for a lever.
    pub fn why(&self, forms: &[Form], base: &[f64], one: &Move) -> Vec<(usize, Effect)> {
        let Cause::Identity(at) = one.cause else { return Vec::new() };
        let pair = |variable: usize| {
            (
                base.get(variable).copied().unwrap_or(f64::NAN),
                self.values.get(variable).copied().unwrap_or(f64::NAN),
            )
        };
        match forms.get(at) {
            Some(Form::Product { result, parts, .. }) => {
                // Whichever variable gave way, it is a product of powers of the others.
                let own = if *result == one.variable {
                    1.0
                } else {
                    parts.iter().find(|(part, _)| *part == one.variable).map_or(1.0, |(_, power)| -power)
                };
                let mut factors: Vec<(usize, f64)> =
                    parts.iter().map(|(part, power)| (*part, power / own)).collect();
                factors.push((*result, -1.0 / own));
                factors.retain(|(variable, _)| *variable != one.variable);
                let values: Vec<(f64, f64, f64)> = factors
                    .iter()
                    .map(|(variable, power)| {
                        let (before, after) = pair(*variable);
                        (before, after, *power)
                    })
                    .collect();
                let Some(effects) = of_factors(&values) else { return Vec::new() };
                // In the unit of the variable, whatever the constant factor.
                let total: f64 = effects.iter().map(|effect| effect.amount).sum();
                let scale = if total == 0.0 { 0.0 } else { (one.after - one.before) / total };
                let scaled = |effect: &Effect| Effect { amount: effect.amount * scale, ..*effect };
                factors.iter().map(|(variable, _)| *variable).zip(effects.iter().map(scaled)).collect()
            }
            Some(Form::Sum { whole, parts }) => {
                let of_whole = matches!(whole, Whole::Variable(at) if *at == one.variable);
                let mut terms: Vec<usize> =
                    parts.iter().copied().filter(|part| *part != one.variable).collect();
                if let (Whole::Variable(at), false) = (whole, of_whole) {
                    terms.push(*at);
                }
                let signed = |variable: &usize| {
                    let (before, after) = pair(*variable);
                    let is_whole = matches!(whole, Whole::Variable(at) if at == variable);
                    if of_whole || is_whole { (before, after) } else { (-before, -after) }
                };
                let values: Vec<(f64, f64)> = terms.iter().map(signed).collect();
                terms.into_iter().zip(of_terms(&values)).collect()
            }
            _ => Vec::new(),
        }
    }
}
