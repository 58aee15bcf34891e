//! Draws made to fit identities: each is moved as little as possible, by the widths of what was drawn.
//!
//! Probabilistic reconciliation projects every draw (Panagiotelis et al. 2023); the projection is the least-squares adjustment of
//! [`reconcile`](crate::reconcile), written for many draws of one system: the identities fall apart into small blocks, and a block of
//! products alone has one matrix for all draws.

use crate::form::{Form, Whole};
use crate::reconcile::Freedom;
use crate::single::Single;
use std::collections::{BTreeMap, BTreeSet};

/// Identities made ready to project draws onto.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projection {
    blocks: Vec<Block>,
    /// The forms that bind, by their place in what was given.
    binding: Vec<usize>,
}

/// Identities that share variables.
#[derive(Clone, Debug, PartialEq)]
struct Block {
    /// Where its variables stand in the values.
    places: Vec<usize>,
    rows: Vec<Row>,
    /// Variances of logarithms; 0 for what is held.
    variance: Vec<f64>,
    /// One matrix for all draws, where all rows are products: what a residual moves, by variable and row.
    gain: Option<Vec<Vec<f64>>>,
    /// The rows in an order in which results can be computed from parts.
    order: Vec<usize>,
    /// Which variables are results that the others give without needing them first: they are not moved by themselves.
    given: Vec<bool>,
    /// The whole block, where it is one product whose result may move: the usual case, and the fast one.
    single: Option<Single>,
}

/// An identity on the variables of a block, in logarithms.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    result: Option<usize>,
    /// The logarithm of the constant: the factor of a product, the whole of a sum without a variable.
    constant: f64,
    parts: Vec<(usize, f64)>,
    is_sum: bool,
    /// Whether all powers are 1 or -1, so that one logarithm is enough.
    is_plain: bool,
    form: Form,
}

/// A value that nobody drew and that two identities share may move as if it were this many times as wide as the widest drawn: the identities
/// then hold exactly, and the moves of the others are least to a millionth.
const LOOSE: f64 = 1e3;

/// Steps, at most.
const STEPS: usize = 40;

/// What is left of a residual, in logarithms, when a draw fits.
const FITS: f64 = 1e-13;

/// Pivots below this share of the largest belong to identities that say nothing new.
const DEPENDENT: f64 = 1e-10;

impl Projection {
    /// Makes identities ready; what they say of values that are held or that nothing draws is left out.
    pub fn new(forms: &[Form], freedom: &[Freedom]) -> Self {
        let free = |at: &usize| freedom.get(*at).is_none_or(|one| *one == Freedom::Free);
        let held = |at: &usize| freedom.get(*at) == Some(&Freedom::Held);
        let mut left: Vec<usize> = (0..forms.len())
            .filter(|at| forms.get(*at).is_some_and(Form::is_equation))
            .filter(|at| forms.get(*at).is_some_and(|form| !form.variables().iter().all(held)))
            .collect();
        // An identity that alone ties a value nobody drew gives that value, and moves nothing.
        loop {
            let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
            for form in left.iter().filter_map(|at| forms.get(*at)) {
                for variable in distinct(form).into_iter().filter(free) {
                    *uses.entry(variable).or_default() += 1;
                }
            }
            let before = left.len();
            left.retain(|at| {
                forms.get(*at).is_some_and(|form| distinct(form).iter().all(|one| uses.get(one) != Some(&1)))
            });
            if left.len() == before {
                break;
            }
        }
        let widest = freedom.iter().fold(0.0_f64, |most, one| match one {
            Freedom::Spread(spread) => most.max(*spread),
            _ => most,
        });
        let variance = |at: usize| match freedom.get(at) {
            Some(Freedom::Spread(spread)) => spread * spread,
            Some(Freedom::Held) => 0.0,
            _ => LOOSE * LOOSE * widest * widest,
        };
        let blocks = groups(forms, &left).into_iter().map(|group| block(forms, &group, variance)).collect();
        Self { blocks, binding: left }
    }

    /// The identities that bind what is drawn, by their place in what was given.
    pub fn binding(&self) -> &[usize] {
        &self.binding
    }

    /// The variables that it may move.
    pub fn variables(&self) -> BTreeSet<usize> {
        let of = |block: &Block| {
            let moving = block.places.iter().zip(&block.variance).filter(|(_, variance)| **variance > 0.0);
            moving.map(|(place, _)| *place).collect::<Vec<_>>()
        };
        self.blocks.iter().flat_map(of).collect()
    }

    /// Moves a draw as little as possible so that the identities hold; `false`, and the draw is as it was, where they cannot.
    ///
    /// Afterwards results are computed from their parts, so that the identities hold to the last digits.
    pub fn project(&self, values: &mut [f64]) -> bool {
        let mut room = Room::default();
        let mut found: Vec<(usize, f64)> = Vec::with_capacity(values.len());
        for block in &self.blocks {
            if let Some(single) = &block.single {
                if single.project(values, &mut found) {
                    continue;
                }
                return false;
            }
            if !block.project(values, &mut room) {
                return false;
            }
            found.extend(block.places.iter().copied().zip(room.moved.iter().copied()));
        }
        for (place, value) in found {
            if let Some(slot) = values.get_mut(place) {
                *slot = value;
            }
        }
        true
    }
}

/// Room to compute a block in, used again for the next.
#[derive(Default)]
struct Room {
    /// Logarithms as drawn, and as moved.
    origin: Vec<f64>,
    logs: Vec<f64>,
    residuals: Vec<f64>,
    moved: Vec<f64>,
}

impl Block {
    /// Leaves the moved values of its variables in `room`; `false` where they cannot fit.
    fn project(&self, values: &[f64], room: &mut Room) -> bool {
        room.moved.clear();
        for place in &self.places {
            match values.get(*place).copied().filter(|value| *value > 0.0 && value.is_finite()) {
                Some(value) => room.moved.push(value),
                None => return false,
            }
        }
        match &self.gain {
            Some(gain) => self.shift(gain, room),
            None if !self.walk(room) => return false,
            None => {}
        }
        let moved = &mut room.moved;
        for row in self.order.iter().filter_map(|at| self.rows.get(*at)) {
            let result = row.result.filter(|at| self.variance.get(*at).is_some_and(|one| *one > 0.0));
            if let Some(at) = result
                && let (Some(value), Some(slot)) = (row.form.solve(at, moved), moved.get_mut(at))
            {
                *slot = value;
            }
        }
        let fits = |row: &Row| row.form.residual(moved).abs() <= 100.0 * FITS;
        // One product was just solved for its result.
        let exact =
            self.gain.is_some() && self.rows.len() == 1 && self.rows.iter().all(|row| row.result.is_some());
        (exact && moved.iter().all(|value| value.is_finite())) || self.rows.iter().all(fits)
    }

    /// Moves the values of products at once: what their residuals ask for, by one matrix.
    fn shift(&self, gain: &[Vec<f64>], room: &mut Room) {
        let Room { residuals, moved, .. } = room;
        residuals.clear();
        residuals.extend(self.rows.iter().map(|row| row.miss(moved)));
        for ((value, of), given) in moved.iter_mut().zip(gain).zip(&self.given) {
            let by: f64 = of.iter().zip(residuals.iter()).map(|(slope, residual)| slope * residual).sum();
            // What stays is not rounded anew.
            if !given && by != 0.0 {
                *value *= libm::exp(-by);
            }
        }
    }

    /// Moves the values step by step; `false` where that comes to nothing.
    fn walk(&self, room: &mut Room) -> bool {
        let Room { origin, logs, moved, .. } = room;
        origin.clear();
        origin.extend(moved.iter().map(|value| libm::log(*value)));
        logs.clear();
        logs.extend_from_slice(origin);
        let mut step = f64::INFINITY;
        for _ in 0..STEPS {
            if step < FITS {
                break;
            }
            let Some(next) = self.step(origin, logs) else { return false };
            step = next;
        }
        for (value, (log, origin)) in moved.iter_mut().zip(logs.iter().zip(origin.iter())) {
            // What stays is not rounded anew.
            if !log.total_cmp(origin).is_eq() {
                *value = libm::exp(*log);
            }
        }
        true
    }

    /// One step of Gauss and Newton: y = y0 - V Aᵀ (A V Aᵀ)⁻¹ (c + A (y0 - y)). Gives the largest move.
    fn step(&self, origin: &[f64], logs: &mut [f64]) -> Option<f64> {
        let slopes: Vec<Vec<(usize, f64)>> = self.rows.iter().map(|row| row.slopes(logs)).collect();
        let right: Vec<f64> = self
            .rows
            .iter()
            .zip(&slopes)
            .map(|(row, slopes)| {
                let back: f64 = slopes.iter().map(|(at, slope)| slope * (origin[*at] - logs[*at])).sum();
                row.residual(logs) + back
            })
            .collect();
        let multipliers = solve(&normal(&slopes, &self.variance), &right);
        let mut next = origin.to_vec();
        for (row, multiplier) in slopes.iter().zip(&multipliers) {
            for (at, slope) in row {
                next[*at] -= self.variance[*at] * slope * multiplier;
            }
        }
        let step = next.iter().zip(logs.iter()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        logs.copy_from_slice(&next);
        step.is_finite().then_some(step)
    }
}

impl Row {
    /// The residual of values themselves.
    fn miss(&self, values: &[f64]) -> f64 {
        let result = self.result.filter(|_| self.is_plain);
        let parts = result.and_then(|at| Some((values.get(at)?, self.form.solve(at, values)?)));
        parts.map_or_else(|| self.form.residual(values), |(value, product)| libm::log(value / product))
    }

    fn residual(&self, logs: &[f64]) -> f64 {
        let log = |at: usize| logs.get(at).copied().unwrap_or(f64::NAN);
        let whole = self.result.map_or(0.0, log);
        if self.is_sum {
            let sum: f64 = self.parts.iter().map(|(part, _)| libm::exp(log(*part))).sum();
            return libm::log(sum) - whole - self.constant;
        }
        whole - self.constant - self.parts.iter().map(|(part, power)| power * log(*part)).sum::<f64>()
    }

    fn slopes(&self, logs: &[f64]) -> Vec<(usize, f64)> {
        let log = |at: usize| logs.get(at).copied().unwrap_or(f64::NAN);
        if !self.is_sum {
            let whole = self.result.map(|at| (at, 1.0));
            return whole.into_iter().chain(self.parts.iter().map(|(at, power)| (*at, -power))).collect();
        }
        let sum: f64 = self.parts.iter().map(|(part, _)| libm::exp(log(*part))).sum();
        let mut row: Vec<(usize, f64)> =
            self.parts.iter().map(|(at, _)| (*at, libm::exp(log(*at)) / sum)).collect();
        row.extend(self.result.map(|at| (at, -1.0)));
        row
    }
}

fn distinct(form: &Form) -> BTreeSet<usize> {
    form.variables().into_iter().collect()
}

/// The forms that share variables, in groups.
fn groups(forms: &[Form], left: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(BTreeSet<usize>, Vec<usize>)> = Vec::new();
    for at in left {
        let Some(form) = forms.get(*at) else { continue };
        let (mut variables, mut members) = (distinct(form), vec![*at]);
        let mut rest = Vec::with_capacity(groups.len());
        for (others, of) in groups {
            if others.is_disjoint(&variables) {
                rest.push((others, of));
            } else {
                variables.extend(others);
                members.extend(of);
            }
        }
        members.sort_unstable();
        rest.push((variables, members));
        groups = rest;
    }
    let mut found: Vec<Vec<usize>> = groups.into_iter().map(|(_, members)| members).collect();
    found.sort();
    found
}

#[expect(clippy::float_cmp, reason = "powers are written, not computed")]
fn block(forms: &[Form], group: &[usize], variance: impl Fn(usize) -> f64) -> Block {
    let all: BTreeSet<usize> = group.iter().filter_map(|at| forms.get(*at)).flat_map(distinct).collect();
    let places: Vec<usize> = all.into_iter().collect();
    let local = |at: usize| places.binary_search(&at).unwrap_or(usize::MAX);
    let row = |form: &Form| match form {
        Form::Product { result, parts, factor } => {
            let parts: Vec<(usize, f64)> = parts.iter().map(|(part, power)| (local(*part), *power)).collect();
            let result = local(*result);
            let form = Form::Product { result, parts: parts.clone(), factor: *factor };
            let is_plain = parts.iter().all(|(_, power)| power.abs() == 1.0);
            Some(Row {
                result: Some(result),
                constant: libm::log(*factor),
                parts,
                is_sum: false,
                is_plain,
                form,
            })
        }
        Form::Sum { whole, parts } => {
            let parts: Vec<usize> = parts.iter().map(|part| local(*part)).collect();
            let (result, constant, whole) = match whole {
                Whole::Variable(at) => (Some(local(*at)), 0.0, Whole::Variable(local(*at))),
                Whole::Constant(constant) => (None, libm::log(*constant), Whole::Constant(*constant)),
            };
            let form = Form::Sum { whole, parts: parts.clone() };
            let parts = parts.into_iter().map(|part| (part, 1.0)).collect();
            Some(Row { result, constant, parts, is_sum: true, is_plain: false, form })
        }
        Form::Part { .. } => None,
    };
    let rows: Vec<Row> = group.iter().filter_map(|at| forms.get(*at)).filter_map(row).collect();
    let variance: Vec<f64> = places.iter().map(|place| variance(*place)).collect();
    let gain = rows.iter().all(|row| !row.is_sum).then(|| gain(&rows, &variance));
    let order = order(&rows);
    let given = given(&rows, &order, &variance);
    let single = gain.as_deref().and_then(|gain| single(&places, &rows, gain, &given));
    Block { places, rows, variance, gain, order, given, single }
}

/// A block as one product, where it is one.
fn single(places: &[usize], rows: &[Row], gain: &[Vec<f64>], given: &[bool]) -> Option<Single> {
    let [row] = rows else { return None };
    let Form::Product { result, parts, factor } = &row.form else { return None };
    if !row.is_plain || !*given.get(*result)? {
        return None;
    }
    let part = |(at, power): &(usize, f64)| Some((*places.get(*at)?, *power < 0.0, *gain.get(*at)?.first()?));
    Single::new(*places.get(*result)?, parts.iter().map(part).collect::<Option<_>>()?, *factor)
}

/// The variables that the rows give one after the other, each before a row needs it; none where the rows go round in a circle.
fn given(rows: &[Row], order: &[usize], variance: &[f64]) -> Vec<bool> {
    let mut found = vec![false; variance.len()];
    let in_order = || order.iter().filter_map(|at| rows.get(*at));
    let result = |row: &Row| row.result.filter(|at| variance.get(*at).is_some_and(|one| *one > 0.0));
    let results: BTreeSet<usize> = in_order().filter_map(result).collect();
    for row in in_order() {
        let is_open =
            |(part, _): &(usize, f64)| results.contains(part) && !found.get(*part).is_some_and(|one| *one);
        if row.parts.iter().any(is_open) {
            return vec![false; variance.len()];
        }
        if let Some(slot) = result(row).and_then(|at| found.get_mut(at)) {
            *slot = true;
        }
    }
    found
}

/// V Aᵀ (A V Aᵀ)⁻¹, one row for each variable.
fn gain(rows: &[Row], variance: &[f64]) -> Vec<Vec<f64>> {
    let slopes: Vec<Vec<(usize, f64)>> = rows.iter().map(|row| row.slopes(&[])).collect();
    let matrix = normal(&slopes, variance);
    let mut found = vec![vec![0.0; rows.len()]; variance.len()];
    for column in 0..rows.len() {
        let unit: Vec<f64> = (0..rows.len()).map(|at| f64::from(u8::from(at == column))).collect();
        for (row, multiplier) in slopes.iter().zip(solve(&matrix, &unit)) {
            for (at, slope) in row {
                if let (Some(slot), Some(variance)) =
                    (found.get_mut(*at).and_then(|of| of.get_mut(column)), variance.get(*at))
                {
                    *slot += variance * slope * multiplier;
                }
            }
        }
    }
    found
}

/// A V Aᵀ.
fn normal(slopes: &[Vec<(usize, f64)>], variance: &[f64]) -> Vec<Vec<f64>> {
    let mut dense = vec![vec![0.0; variance.len()]; slopes.len()];
    for (row, slopes) in dense.iter_mut().zip(slopes) {
        for (at, slope) in slopes {
            if let Some(slot) = row.get_mut(*at) {
                *slot += slope;
            }
        }
    }
    let entry = |a: &Vec<f64>, b: &Vec<f64>| {
        a.iter().zip(b).zip(variance).map(|((x, y), variance)| x * y * variance).sum::<f64>()
    };
    dense.iter().map(|a| dense.iter().map(|b| entry(a, b)).collect()).collect()
}

/// Solves a symmetric system that may be singular, by Cholesky's factors with pivots; dependent rows get 0.
fn solve(matrix: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let size = right.len();
    let mut left: Vec<usize> = (0..size).collect();
    let mut chosen: Vec<usize> = Vec::with_capacity(size);
    // lower[k] holds, for the k-th pivot, the entries of all rows.
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(size);
    let mut diagonal: Vec<f64> = (0..size).map(|at| matrix[at][at]).collect();
    let largest = diagonal.iter().copied().fold(0.0, f64::max);
    while let Some(place) =
        (0..left.len()).reduce(|a, b| if diagonal[left[b]] > diagonal[left[a]] { b } else { a })
    {
        let pivot = left[place];
        if diagonal[pivot].is_nan() || diagonal[pivot] <= DEPENDENT * largest {
            break;
        }
        left.remove(place);
        let root = libm::sqrt(diagonal[pivot]);
        let mut column = vec![0.0; size];
        column[pivot] = root;
        for at in &left {
            let before: f64 = lower.iter().map(|of| of[*at] * of[pivot]).sum();
            column[*at] = (matrix[*at][pivot] - before) / root;
            diagonal[*at] -= column[*at] * column[*at];
        }
        lower.push(column);
        chosen.push(pivot);
    }
    let mut found = vec![0.0; size];
    let mut forward = vec![0.0; chosen.len()];
    for (k, pivot) in chosen.iter().enumerate() {
        let before: f64 = (0..k).map(|j| lower[j][*pivot] * forward[j]).sum();
        forward[k] = (right[*pivot] - before) / lower[k][*pivot];
    }
    for k in (0..chosen.len()).rev() {
        let after: f64 = (k + 1..chosen.len()).map(|j| lower[k][chosen[j]] * found[chosen[j]]).sum();
        found[chosen[k]] = (forward[k] - after) / lower[k][chosen[k]];
    }
    found
}

/// The rows so that what is a part of one was computed before it, where that is possible.
fn order(rows: &[Row]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..rows.len()).collect();
    let mut found = Vec::with_capacity(rows.len());
    while !left.is_empty() {
        let waits = |at: &usize| {
            rows.get(*at).is_some_and(|row| {
                left.iter().filter(|other| *other != at).filter_map(|other| rows.get(*other)).any(|other| {
                    other.result.is_some_and(|result| {
                        Some(result) != row.result && row.parts.iter().any(|(part, _)| *part == result)
                    })
                })
            })
        };
        let next = left.iter().position(|at| !waits(at)).unwrap_or(0);
        found.push(left.remove(next));
    }
    found
}
