//! Running a model.

use crate::document::Method;
use crate::error::Error;
use crate::function::Clock;
use crate::program;
use crate::system::{Kept, System};
use source::Words;

/// What a model gives: each variable over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// The times.
    pub times: Vec<f64>,
    /// The variables, in the order of the file; elements of arrays as `Name[element]`.
    pub names: Vec<String>,
    /// The values of each variable at each time.
    pub values: Vec<Vec<f64>>,
    /// What a reader should know.
    pub warnings: Vec<Words>,
}

impl Curves {
    /// The values of a variable, by its name in any spelling.
    pub fn of(&self, name: &str) -> Option<&[f64]> {
        let wanted = element(name);
        let at = self.names.iter().position(|one| element(one) == wanted)?;
        self.values.get(at).map(Vec::as_slice)
    }

    /// The value of a variable at a time, straight between steps; `None` outside the run.
    pub fn at(&self, name: &str, time: f64) -> Option<f64> {
        let values = self.of(name)?;
        let above = self.times.partition_point(|one| *one < time - 1e-9);
        let (t1, v1) = (*self.times.get(above)?, *values.get(above)?);
        if (t1 - time).abs() <= 1e-9 {
            return Some(v1);
        }
        let (t0, v0) = (*self.times.get(above.checked_sub(1)?)?, *values.get(above - 1)?);
        Some(v0 + (v1 - v0) * ((time - t0) / (t1 - t0)))
    }
}

/// The canonical name with its subscripts.
fn element(name: &str) -> String {
    match name.rsplit_once('[') {
        Some((variable, subscripts)) if subscripts.trim_end().ends_with(']') => {
            let inner = subscripts.trim_end().trim_end_matches(']');
            let parts: Vec<String> = inner.split(',').map(crate::name::canonical).collect();
            format!("{}[{}]", crate::name::canonical(variable), parts.join(","))
        }
        _ => crate::name::canonical(name),
    }
}

/// Steps of a run, at most.
const MOST_STEPS: f64 = 1e6;

/// Steps times slots, at most.
const MOST_WORK: f64 = 1e8;

/// Values kept, at most; beyond it only every k-th step is.
const MOST_KEPT: usize = 10_000_000;

/// The number of steps of a run.
///
/// # Errors
/// More steps than can be run.
#[expect(clippy::cast_possible_truncation, reason = "a number of steps that was held to its limit before")]
pub(crate) fn steps(system: &System) -> Result<usize, Error> {
    let specs = system.specs;
    let steps = libm::round((specs.stop - specs.start) / specs.dt);
    if !(0.0..=MOST_STEPS).contains(&steps) {
        return Err(Error::new(
            format!("步数 {steps:.0} 超过一百万：请增大步长"),
            format!("{steps:.0} steps are more than a million: use a larger step"),
        ));
    }
    if steps * system.slots.len() as f64 > MOST_WORK {
        return Err(Error::new(
            "步数乘变量数超过一亿：请增大步长",
            "steps times variables are more than a hundred million: use a larger step",
        ));
    }
    Ok(steps as usize)
}

/// Runs a model and shows every step: its number, its time, all slots.
pub(crate) fn each_step(system: &System, mut take: impl FnMut(usize, Clock, &[f64])) -> Result<(), Error> {
    let steps = steps(system)?;
    let mut state = State::new(system);
    state.start();
    for step in 0..=steps {
        if step > 0 {
            state.step(step);
        }
        take(step, state.clock(state.time(step)), &state.values);
    }
    Ok(())
}

pub(crate) fn run(system: &System) -> Result<Curves, Error> {
    let steps = steps(system)?;
    let shown: Vec<usize> = (0..system.slots.len()).filter(|at| !system.slots[*at].name.is_empty()).collect();
    let every = ((steps + 1) * shown.len()).div_ceil(MOST_KEPT).max(1);
    let mut curves = Curves {
        times: Vec::new(),
        names: shown.iter().map(|at| system.slots[*at].name.clone()).collect(),
        values: vec![Vec::new(); shown.len()],
        warnings: Vec::new(),
    };
    if every > 1 {
        curves.warnings.push(Words::new(
            format!("只保留每 {every} 步的数值"),
            format!("only every {every}-th step is kept"),
        ));
    }
    each_step(system, |step, clock, values| {
        if step % every == 0 {
            curves.times.push(clock.time);
            for (row, at) in curves.values.iter_mut().zip(&shown) {
                row.push(values[*at]);
            }
        }
    })?;
    let odd = shown.iter().zip(&curves.values).find(|(_, row)| row.iter().any(|value| !value.is_finite()));
    if let Some((at, row)) = odd {
        let when = row
            .iter()
            .position(|value| !value.is_finite())
            .and_then(|at| curves.times.get(at))
            .copied()
            .unwrap_or(0.0);
        let name = &system.slots[*at].name;
        curves.warnings.push(Words::new(
            format!("“{name}”在时间 {when} 不是有限的数（除以零或超出定义域）"),
            format!("“{name}” is no finite number at time {when} (a division by zero, or outside a function's domain)"),
        ));
    }
    Ok(curves)
}

struct State<'s> {
    system: &'s System,
    values: Vec<f64>,
    /// What delays remember, one list for each slot that is one.
    history: Vec<Vec<f64>>,
    /// The first values of delays.
    first: Vec<f64>,
    stack: Vec<f64>,
    stocks: Vec<usize>,
}

impl<'s> State<'s> {
    fn new(system: &'s System) -> Self {
        let is_stock = |at: &usize| matches!(system.slots[*at].kept, Kept::Stock { .. } | Kept::Level { .. });
        Self {
            values: vec![f64::NAN; system.slots.len()],
            history: vec![Vec::new(); system.slots.len()],
            first: vec![f64::NAN; system.slots.len()],
            stack: Vec::new(),
            stocks: (0..system.slots.len()).filter(is_stock).collect(),
            system,
        }
    }

    /// Steps are counted, not added up: the thousandth is where it should be.
    fn time(&self, step: usize) -> f64 {
        self.system.specs.start + step as f64 * self.system.specs.dt
    }

    fn clock(&self, time: f64) -> Clock {
        let specs = self.system.specs;
        Clock { time, start: specs.start, dt: specs.dt }
    }

    fn compute(&mut self, program: &[program::Op], time: f64) -> f64 {
        let clock = self.clock(time);
        program::run(program, &self.values, &self.system.graphs, clock, &mut self.stack)
    }

    fn start(&mut self) {
        let system = self.system;
        let time = self.time(0);
        for at in &system.at_start {
            let value = match &system.slots[*at].kept {
                Kept::Stock { initial, non_negative, .. } => {
                    clipped(self.compute(initial, time), *non_negative)
                }
                Kept::Level { initial: program, .. }
                | Kept::Initial { program }
                | Kept::Previous { initial: program, .. }
                | Kept::Delay { initial: Some(program), .. } => self.compute(program, time),
                Kept::Value { program, non_negative } => clipped(self.compute(program, time), *non_negative),
                Kept::Delay { input, initial: None, .. } => self.values[*input],
            };
            self.values[*at] = value;
            self.first[*at] = value;
        }
        self.remember();
    }

    /// Notes what delays will need.
    fn remember(&mut self) {
        for (at, slot) in self.system.slots.iter().enumerate() {
            if let Kept::Delay { input, .. } = slot.kept {
                let value = self.values[input];
                self.history[at].push(value);
            }
        }
    }

    /// From the step before to this one.
    #[expect(clippy::cast_possible_truncation, reason = "a place that was held to the length")]
    fn step(&mut self, step: usize) {
        let system = self.system;
        let (from, to, dt) = (self.time(step - 1), self.time(step), system.specs.dt);
        let before: Vec<f64> = self.stocks.iter().map(|at| self.values[*at]).collect();
        let first = self.rates(from);
        let rates = match system.specs.method {
            Method::Euler => first,
            Method::Rk2 => {
                let second = self.trial(&before, &first, dt, to);
                first.iter().zip(&second).map(|(a, b)| 0.5 * (a + b)).collect()
            }
            Method::Rk4 => {
                let half = from + 0.5 * dt;
                let second = self.trial(&before, &first, 0.5 * dt, half);
                let third = self.trial(&before, &second, 0.5 * dt, half);
                let fourth = self.trial(&before, &third, dt, to);
                (0..first.len())
                    .map(|k| (first[k] + 2.0 * second[k] + 2.0 * third[k] + fourth[k]) / 6.0)
                    .collect()
            }
        };
        // What was one step before is read before anything moves.
        let former: Vec<(usize, f64)> = system
            .slots
            .iter()
            .enumerate()
            .filter_map(|(at, slot)| match slot.kept {
                Kept::Previous { input, .. } => Some((at, self.values[input])),
                _ => None,
            })
            .collect();
        self.advance(&before, &rates, dt);
        for (at, value) in former {
            self.values[at] = value;
        }
        for (at, slot) in system.slots.iter().enumerate() {
            if let Kept::Delay { time, .. } = slot.kept {
                let back = self.values[time].max(0.0) / dt;
                let place = step as f64 - back;
                self.values[at] = if place < -1e-6 || place.is_nan() {
                    self.first[at]
                } else {
                    let noted = &self.history[at];
                    noted
                        .get((libm::floor(place + 1e-6) as usize).min(noted.len() - 1))
                        .copied()
                        .unwrap_or(f64::NAN)
                };
            }
        }
        self.follow(to);
        self.remember();
    }

    /// The rates after a trial step from `before`.
    fn trial(&mut self, before: &[f64], rates: &[f64], dt: f64, time: f64) -> Vec<f64> {
        self.advance(before, rates, dt);
        self.follow(time);
        self.rates(time)
    }

    fn advance(&mut self, before: &[f64], rates: &[f64], dt: f64) {
        for ((at, value), rate) in self.stocks.iter().zip(before).zip(rates) {
            let non_negative = matches!(self.system.slots[*at].kept, Kept::Stock { non_negative: true, .. });
            self.values[*at] = clipped(value + dt * rate, non_negative);
        }
    }

    fn rates(&mut self, time: f64) -> Vec<f64> {
        let system = self.system;
        let mut found = Vec::with_capacity(self.stocks.len());
        for k in 0..self.stocks.len() {
            let rate = match &system.slots[self.stocks[k]].kept {
                Kept::Stock { inflows, outflows, .. } => {
                    let sum = |flows: &[usize]| flows.iter().map(|at| self.values[*at]).sum::<f64>();
                    sum(inflows) - sum(outflows)
                }
                Kept::Level { rate, .. } => self.compute(rate, time),
                _ => 0.0,
            };
            found.push(rate);
        }
        found
    }

    fn follow(&mut self, time: f64) {
        let system = self.system;
        for at in &system.each_step {
            if let Kept::Value { program, non_negative } = &system.slots[*at].kept {
                self.values[*at] = clipped(self.compute(program, time), *non_negative);
            }
        }
    }
}

fn clipped(value: f64, non_negative: bool) -> f64 {
    if non_negative && value < 0.0 { 0.0 } else { value }
}
