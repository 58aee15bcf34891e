//! Intervals that printed numbers stand for, and what identities leave of them.

use crate::form::{Form, Whole, raised};
use std::collections::VecDeque;

/// All values from `low` to `high`; the ends may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Ends that pass each other by less than this share of them are rounding of the arithmetic, no contradiction.
const ROUNDING: f64 = 1e-9;

impl Interval {
    /// Every number that is not negative.
    pub const POSITIVE: Self = Self { low: 0.0, high: f64::INFINITY };

    /// Every number.
    pub const ALL: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };

    /// One number.
    pub fn exactly(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// What lies within `reach` of `value`.
    pub fn around(value: f64, reach: f64) -> Self {
        Self { low: value - reach, high: value + reach }
    }

    /// Whether no number lies in it.
    pub fn is_empty(self) -> bool {
        let size = self.low.abs().max(self.high.abs());
        let room = if size.is_finite() { ROUNDING * size } else { 0.0 };
        self.low.is_nan() || self.high.is_nan() || self.low > self.high + room
    }

    /// What lies in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Whether `value` lies in it, rounding of the arithmetic allowed for.
    pub fn holds(self, value: f64) -> bool {
        !self.and(Self::exactly(value)).is_empty()
    }

    /// Both ends times a positive factor.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { low: self.low * factor, high: self.high * factor }
    }

    /// Every power of a positive interval; the ends change places for a negative one.
    #[expect(clippy::float_cmp, reason = "the power of most factors is the constant 1")]
    fn raised(self, power: f64) -> Self {
        if power == 1.0 {
            return self;
        }
        let (a, b) = (end(self.low, power), end(self.high, power));
        if power < 0.0 { Self { low: b, high: a } } else { Self { low: a, high: b } }
    }

    fn times(self, other: Self) -> Self {
        Self { low: product(self.low, other.low, 0.0), high: product(self.high, other.high, f64::INFINITY) }
    }
}

/// The power of an end: 0 and infinity change places for a negative power.
fn end(value: f64, power: f64) -> f64 {
    if power < 0.0 && value == 0.0 { f64::INFINITY } else { raised(value, power) }
}

/// 0 times infinity leaves everything open.
fn product(a: f64, b: f64, open: f64) -> f64 {
    let product = a * b;
    if product.is_nan() { open } else { product }
}

/// Revisions of one identity, on average, at most; intervals that shrink for ever shrink by little.
const REVISIONS: usize = 20;

/// A change of an end by less than this share ends the sweeps.
const STILL: f64 = 1e-9;

/// An identity with the share by which it may be off (the mean of a year against its end).
pub type Loose<'a> = (&'a Form, f64);

/// Identities made ready for propagation.
pub(crate) struct Propagation<'a> {
    forms: &'a [Loose<'a>],
    /// The variables of each identity.
    variables: Vec<Vec<usize>>,
    /// The identities of each variable.
    of: Vec<Vec<usize>>,
    /// The variables that close a loop, in order: one of a single identity is the end of a branch.
    inner: Vec<usize>,
}

/// What every propagation needs for a while.
struct Scratch {
    queued: Vec<bool>,
    queue: VecDeque<usize>,
    before: Vec<Interval>,
    /// The intervals with a variable in its lower and in its upper half.
    halves: [Vec<Interval>; 2],
}

impl Scratch {
    fn wake(&mut self, forms: Option<&Vec<usize>>) {
        for form in forms.into_iter().flatten() {
            if let Some(slot) = self.queued.get_mut(*form).filter(|slot| !**slot) {
                *slot = true;
                self.queue.push_back(*form);
            }
        }
    }
}

impl<'a> Propagation<'a> {
    pub(crate) fn new(forms: &'a [Loose<'a>], variables: usize) -> Self {
        let mut of = vec![Vec::new(); variables];
        let in_form: Vec<Vec<usize>> = forms.iter().map(|(form, _)| form.variables()).collect();
        for (at, places) in in_form.iter().enumerate() {
            for variable in places {
                if let Some(slot) = of.get_mut(*variable) {
                    slot.push(at);
                }
            }
        }
        let inner = (0..variables).filter(|at| of.get(*at).is_some_and(|forms| forms.len() > 1)).collect();
        Self { forms, variables: in_form, of, inner }
    }

    fn scratch(&self) -> Scratch {
        Scratch {
            queued: vec![false; self.forms.len()],
            queue: VecDeque::with_capacity(self.forms.len()),
            before: Vec::new(),
            halves: [Vec::new(), Vec::new()],
        }
    }

    /// Draws the intervals together from the identities of the variables `moved` on; `false` when one is empty.
    fn run(
        &self,
        domains: &mut [Interval],
        moved: impl Iterator<Item = usize>,
        scratch: &mut Scratch,
    ) -> bool {
        scratch.queued.fill(false);
        scratch.queue.clear();
        for variable in moved {
            scratch.wake(self.of.get(variable));
        }
        let mut left = REVISIONS * self.forms.len();
        while let Some(at) = scratch.queue.pop_front() {
            if let Some(slot) = scratch.queued.get_mut(at) {
                *slot = false;
            }
            let (Some((form, slack)), Some(places)) = (self.forms.get(at), self.variables.get(at)) else {
                continue;
            };
            let here = |place: &usize| domains.get(*place).copied().unwrap_or(Interval::ALL);
            scratch.before.clear();
            scratch.before.extend(places.iter().map(here));
            match revise(form, *slack, domains) {
                None => return false,
                Some(false) => {}
                Some(true) => {
                    for (number, place) in places.iter().enumerate() {
                        if domains.get(*place) != scratch.before.get(number) {
                            scratch.wake(self.of.get(*place));
                        }
                    }
                }
            }
            left -= 1;
            if left == 0 {
                break;
            }
        }
        true
    }

    /// See [`propagate`].
    pub(crate) fn propagate(&self, domains: &mut [Interval]) -> bool {
        self.spread(domains, &mut self.scratch())
    }

    fn spread(&self, domains: &mut [Interval], scratch: &mut Scratch) -> bool {
        !domains.iter().any(|domain| domain.is_empty()) && self.run(domains, 0..domains.len(), scratch)
    }

    /// See [`consistent`].
    pub(crate) fn consistent(&self, domains: &mut [Interval]) -> bool {
        let mut scratch = self.scratch();
        if !self.spread(domains, &mut scratch) {
            return false;
        }
        // Halving a variable again tells nothing new as long as no interval has moved since; `still` variables have been
        // halved since one did.
        let mut still = 0;
        for _ in 0..SHAVES {
            for at in &self.inner {
                if still == self.inner.len() {
                    return true;
                }
                match self.shave(domains, *at, &mut scratch) {
                    None => return false,
                    Some(true) => still = 0,
                    Some(false) => still += 1,
                }
            }
        }
        true
    }

    /// Cuts off the half of an interval that leads to a contradiction; `None` when both do.
    fn shave(&self, domains: &mut [Interval], at: usize, scratch: &mut Scratch) -> Option<bool> {
        let domain = *domains.get(at)?;
        if !(domain.low.is_finite() && domain.high.is_finite())
            || domain.high - domain.low <= NARROW * domain.high.abs()
        {
            return Some(false);
        }
        let middle = f64::midpoint(domain.low, domain.high);
        let halves =
            [Interval { low: domain.low, high: middle }, Interval { low: middle, high: domain.high }];
        let mut tried = std::mem::take(&mut scratch.halves);
        let mut stands = [false; 2];
        for ((tried, half), stands) in tried.iter_mut().zip(halves).zip(&mut stands) {
            tried.clear();
            tried.extend_from_slice(domains);
            if let Some(slot) = tried.get_mut(at) {
                *slot = half;
            }
            *stands = self.run(tried, std::iter::once(at), scratch);
        }
        let kept = match stands {
            [true, true] => Some(false),
            [false, false] => None,
            [low, _] => {
                let [lower, upper] = &tried;
                domains.copy_from_slice(if low { lower } else { upper });
                Some(true)
            }
        };
        scratch.halves = tried;
        kept
    }
}

/// Draws the intervals together until no identity tells more; `false` when one becomes empty, which proves that what they
/// were made from cannot all be true.
///
/// Every value that satisfies all identities stays inside (interval constraint propagation; Waltz 1975, Benhamou and
/// others 1999, "Revising hull and box consistency"), so a contradiction that is found is one.
pub fn propagate(forms: &[Loose<'_>], domains: &mut [Interval]) -> bool {
    Propagation::new(forms, domains.len()).propagate(domains)
}

/// As [`propagate`], and beyond: halves of intervals that lead to a contradiction are cut off as well, so that loops of
/// identities are seen through.
pub fn consistent(forms: &[Loose<'_>], domains: &mut [Interval]) -> bool {
    Propagation::new(forms, domains.len()).consistent(domains)
}

/// Rounds of cutting halves off.
const SHAVES: usize = 2;

/// Intervals narrower than this share are not halved.
const NARROW: f64 = 1e-4;

/// What one identity leaves of its intervals: whether one moved, `None` when one is empty.
fn revise(form: &Form, slack: f64, domains: &mut [Interval]) -> Option<bool> {
    match form {
        Form::Product { result, parts, factor } => revise_product(*result, parts, *factor, slack, domains),
        Form::Sum { whole, parts } => revise_sum(*whole, parts, slack, domains),
        Form::Part { whole, part, factor } => {
            let (of_whole, of_part) = (*domains.get(*whole)?, *domains.get(*part)?);
            let least = of_part.low * factor * (1.0 - slack);
            let most = of_whole.high / factor * (1.0 + slack);
            let up = narrow(domains, *whole, Interval { low: least, high: f64::INFINITY })?;
            let down = narrow(domains, *part, Interval { low: f64::NEG_INFINITY, high: most })?;
            Some(up || down)
        }
    }
}

fn revise_product(
    result: usize,
    parts: &[(usize, f64)],
    factor: f64,
    slack: f64,
    domains: &mut [Interval],
) -> Option<bool> {
    let negative = |at: usize| domains.get(at).is_none_or(|domain| domain.low < 0.0);
    if negative(result) || parts.iter().any(|(part, _)| negative(*part)) {
        return Some(false);
    }
    let loose = Interval { low: factor * (1.0 - slack), high: factor * (1.0 + slack) };
    let of = |domains: &[Interval], (part, power): (usize, f64)| {
        domains.get(part).map_or(Interval::POSITIVE, |domain| domain.raised(power))
    };
    let right = parts.iter().fold(loose, |product, part| product.times(of(domains, *part)));
    let mut moved = narrow(domains, result, right)?;
    for (at, (part, power)) in parts.iter().copied().enumerate() {
        let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
        let rest = others.fold(loose, |product, (_, part)| product.times(of(domains, *part)));
        let left = domains.get(result)?.times(rest.raised(-1.0));
        moved |= narrow(domains, part, left.raised(1.0 / power))?;
    }
    Some(moved)
}

fn revise_sum(whole: Whole, parts: &[usize], slack: f64, domains: &mut [Interval]) -> Option<bool> {
    let mut sum = Interval::exactly(0.0);
    for part in parts {
        let domain = domains.get(*part)?;
        sum = Interval { low: sum.low + domain.low, high: sum.high + domain.high };
    }
    let mut moved = false;
    let of_whole = match whole {
        Whole::Variable(at) => {
            let room =
                Interval { low: sum.low - slack * sum.low.abs(), high: sum.high + slack * sum.high.abs() };
            moved |= narrow(domains, at, room)?;
            *domains.get(at)?
        }
        Whole::Constant(constant) => Interval::exactly(constant),
    };
    let of_whole = Interval {
        low: of_whole.low - slack * of_whole.low.abs(),
        high: of_whole.high + slack * of_whole.high.abs(),
    };
    for (at, part) in parts.iter().enumerate() {
        // Summed anew without the part: taking infinity from infinity would say nothing.
        let mut rest = Interval::exactly(0.0);
        for (_, other) in parts.iter().enumerate().filter(|(other, _)| *other != at) {
            let domain = domains.get(*other)?;
            rest = Interval { low: rest.low + domain.low, high: rest.high + domain.high };
        }
        let left = Interval { low: of_whole.low - rest.high, high: of_whole.high - rest.low };
        moved |= narrow(domains, *part, left)?;
    }
    Some(moved)
}

/// Draws an interval in; whether it moved by more than nothing, `None` when it is empty.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn narrow(domains: &mut [Interval], at: usize, by: Interval) -> Option<bool> {
    let slot = domains.get_mut(at)?;
    // Most intervals have been drawn in as far as they go.
    if by.low <= slot.low && slot.low <= slot.high && slot.high <= by.high {
        return Some(false);
    }
    let by = Interval {
        low: if by.low.is_nan() { f64::NEG_INFINITY } else { by.low },
        high: if by.high.is_nan() { f64::INFINITY } else { by.high },
    };
    let drawn = slot.and(by);
    if drawn.is_empty() {
        return None;
    }
    // Ends that passed each other by rounding meet.
    let drawn =
        if drawn.low > drawn.high { Interval::exactly(f64::midpoint(drawn.low, drawn.high)) } else { drawn };
    let moved =
        |old: f64, new: f64| old != new && (old.is_infinite() || (old - new).abs() > STILL * old.abs());
    let changed = moved(slot.low, drawn.low) || moved(slot.high, drawn.high);
    *slot = drawn;
    Some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_of_printed_numbers_is_carried_through() {
        // 190 at 62.5 % gives the residents.
        let form = Form::Product { result: 0, parts: vec![(1, 1.0), (2, 1.0)], factor: 0.01 };
        let mut domains = [Interval::around(190.0, 0.5), Interval::POSITIVE, Interval::around(62.5, 0.05)];
        assert!(propagate(&[(&form, 0.0)], &mut domains));
        assert!((domains[1].low - 302.957634).abs() < 1e-5 && (domains[1].high - 305.044035).abs() < 1e-5);
    }

    #[test]
    fn a_loop_is_seen_through_by_halves() {
        // x + y = 10, x = y, y = 2 x: only 0 and 0 would do, and they do not sum to 10.
        let sum = Form::Sum { whole: Whole::Constant(10.0), parts: vec![0, 1] };
        let twice = Form::Product { result: 1, parts: vec![(0, 1.0)], factor: 2.0 };
        let same = Form::Product { result: 1, parts: vec![(0, 1.0)], factor: 1.0 };
        let mut domains = [Interval::around(5.0, 5.0); 2];
        assert!(!consistent(&[(&sum, 0.0), (&twice, 0.0), (&same, 0.0)], &mut domains));
        let mut domains = [Interval::POSITIVE; 2];
        assert!(consistent(&[(&sum, 0.0), (&twice, 0.0)], &mut domains));
        assert!((domains[0].low - 10.0 / 3.0).abs() < 0.4, "{domains:?}");
    }

    #[test]
    fn negative_values_stay_in_sums() {
        let sum = Form::Sum { whole: Whole::Variable(0), parts: vec![1, 2] };
        let mut domains = [Interval::around(5.0, 0.1), Interval::around(7.0, 0.1), Interval::ALL];
        assert!(propagate(&[(&sum, 0.0)], &mut domains));
        assert!((domains[2].low + 2.2).abs() < 1e-12 && (domains[2].high + 1.8).abs() < 1e-12);
    }
}
