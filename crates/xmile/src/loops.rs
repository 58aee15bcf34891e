//! Which loops drive a model, when.
//!
//! Loops that Matter (Schoenberg, Davidsen and Eberlein 2020, System Dynamics Review 36), links from flows to stocks by the
//! corrected formula (Schoenberg, Hayward and Eberlein 2023): the score of a link x → z is |Δxz / Δz| · sign(Δxz / Δx), Δxz being what z would have
//! changed had x alone changed; of a flow into a stock |Δflow / Δnet flow|, negative out of it. A loop's score is the product of its
//! links, its relative score the share among the loops of its part of the model.

use crate::error::Error;
use crate::function::Clock;
use crate::program::{self, Program, reads};
use crate::simulate;
use crate::system::{Kept, System};

/// The loops of a model over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Loops {
    /// The times that scores are given for.
    pub times: Vec<f64>,
    /// The loops, the one that matters most over the whole run first.
    pub loops: Vec<Loop>,
    /// Whether there are more loops than were looked at: shares are then among those that were.
    pub cut_off: bool,
}

/// A loop.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// The variables it goes through, in its direction, beginning with the first of the file.
    pub variables: Vec<String>,
    /// Its part of the model: loops of one part share out the behaviour of their stocks among them.
    pub part: usize,
    /// Its relative score at each time: positive reinforces, negative balances; 0 where nothing changes.
    pub scores: Vec<f64>,
}

impl Loop {
    /// The mean of its absolute relative scores.
    pub fn weight(&self) -> f64 {
        self.scores.iter().map(|score| score.abs()).sum::<f64>() / self.scores.len().max(1) as f64
    }

    /// Its relative score at a time that scores are given for, or the last before it.
    pub fn at(&self, times: &[f64], time: f64) -> Option<f64> {
        let after = times.partition_point(|one| *one <= time + 1e-9);
        self.scores.get(after.checked_sub(1)?).copied()
    }
}

/// Loops that are looked at.
const MOST_LOOPS: usize = 500;

/// Steps of the search for loops.
const MOST_SEARCH: usize = 200_000;

/// Scores that are kept.
const MOST_SCORES: usize = 2_000_000;

/// An edge: what depends on what, and how it is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    from: usize,
    to: usize,
}

pub(crate) fn loops(system: &System) -> Result<Loops, Error> {
    let links = links(system);
    let (cycles, cut_off) = cycles(system.slots.len(), &links);
    let parts = parts(system.slots.len(), &links);
    let steps = simulate::steps(system)?;
    let every = (steps * cycles.len().max(1)).div_ceil(MOST_SCORES).max(1);
    let mut times = Vec::new();
    let mut scores: Vec<Vec<f64>> = vec![Vec::new(); cycles.len()];
    let mut before: Vec<f64> = Vec::new();
    let mut stack = Vec::new();
    simulate::each_step(system, |step, clock, values| {
        if step > 0 && step % every == 0 && !cycles.is_empty() {
            let then = Clock { time: clock.time - system.specs.dt, ..clock };
            let score =
                |link: &Link, stack: &mut Vec<f64>| score(system, *link, &before, values, then, stack);
            let of_links: Vec<f64> = links.iter().map(|link| score(link, &mut stack)).collect();
            let of_cycles: Vec<f64> =
                cycles.iter().map(|cycle| cycle.iter().map(|at| of_links[*at]).product()).collect();
            times.push(clock.time);
            let part = |cycle: &Vec<usize>| cycle.first().map_or(0, |at| parts[links[*at].to]);
            for (number, cycle) in cycles.iter().enumerate() {
                let own = part(cycle);
                let alike = cycles.iter().zip(&of_cycles).filter(|(other, _)| part(other) == own);
                let total: f64 = alike.map(|(_, score)| score.abs()).sum();
                let share = of_cycles[number] / total;
                scores[number].push(if share.is_finite() { share } else { 0.0 });
            }
        }
        before.clear();
        before.extend_from_slice(values);
    })?;
    let mut found: Vec<Loop> = cycles
        .iter()
        .zip(scores)
        .map(|(cycle, scores)| Loop {
            variables: names(system, &links, cycle),
            part: cycle.first().map_or(0, |at| parts[links[*at].to]),
            scores,
        })
        .collect();
    found.sort_by(|a, b| b.weight().total_cmp(&a.weight()));
    Ok(Loops { times, loops: found, cut_off })
}

/// What each slot is computed from.
fn links(system: &System) -> Vec<Link> {
    let mut found = Vec::new();
    for (to, slot) in system.slots.iter().enumerate() {
        let mut from: Vec<usize> = match &slot.kept {
            Kept::Value { program, .. } => reads(program).collect(),
            Kept::Level { rate, .. } => reads(rate).collect(),
            Kept::Stock { inflows, outflows, .. } => inflows.iter().chain(outflows).copied().collect(),
            Kept::Previous { input, .. } => vec![*input],
            Kept::Delay { input, time, .. } => vec![*input, *time],
            Kept::Initial { .. } => Vec::new(),
        };
        from.sort_unstable();
        from.dedup();
        found.extend(from.into_iter().map(|from| Link { from, to }));
    }
    found
}

/// The score of a link from the step before to this one.
fn score(system: &System, link: Link, before: &[f64], now: &[f64], then: Clock, stack: &mut Vec<f64>) -> f64 {
    let value = |values: &[f64], at: usize| values.get(at).copied().unwrap_or(f64::NAN);
    let moved = |at: usize| value(now, at) - value(before, at);
    let Some(slot) = system.slots.get(link.to) else { return 0.0 };
    let dx = moved(link.from);
    let found = match &slot.kept {
        Kept::Value { program, .. } => {
            partial(system, program, link.from, before, now, then, stack, dx, moved(link.to))
        }
        Kept::Level { rate, .. } => {
            let mut run = |values: &[f64]| program::run(rate, values, &system.graphs, then, stack);
            let change = run(now) - run(before);
            partial(system, rate, link.from, before, now, then, stack, dx, change)
        }
        Kept::Stock { inflows, outflows, .. } => {
            let of = |flows: &[usize]| flows.iter().map(|at| moved(*at)).sum::<f64>();
            let count = |flows: &[usize]| flows.iter().filter(|at| **at == link.from).count() as f64;
            let net = of(inflows) - of(outflows);
            (dx / net).abs() * (count(inflows) - count(outflows))
        }
        Kept::Previous { .. } | Kept::Delay { .. } => 1.0,
        Kept::Initial { .. } => 0.0,
    };
    if found.is_finite() { found } else { 0.0 }
}

/// |Δxz / Δz| · sign(Δxz / Δx) of a program.
#[expect(clippy::too_many_arguments, reason = "the two states and the room to compute in")]
fn partial(
    system: &System,
    program: &Program,
    from: usize,
    before: &[f64],
    now: &[f64],
    then: Clock,
    stack: &mut Vec<f64>,
    dx: f64,
    dz: f64,
) -> f64 {
    if dx == 0.0 || dz == 0.0 {
        return 0.0;
    }
    let mut mixed = before.to_vec();
    if let (Some(slot), Some(value)) = (mixed.get_mut(from), now.get(from)) {
        *slot = *value;
    }
    let was = program::run(program, before, &system.graphs, then, stack);
    let alone = program::run(program, &mixed, &system.graphs, then, stack) - was;
    if alone == 0.0 {
        return 0.0;
    }
    (alone / dz).abs() * (alone / dx).signum()
}

/// Variables in the order of the loop, what functions remember left out.
fn names(system: &System, links: &[Link], cycle: &[usize]) -> Vec<String> {
    let slots: Vec<usize> = cycle.iter().filter_map(|at| links.get(*at)).map(|link| link.from).collect();
    let first = slots.iter().enumerate().min_by_key(|(_, slot)| **slot).map_or(0, |(at, _)| at);
    let mut found: Vec<String> = Vec::new();
    for at in slots.iter().cycle().skip(first).take(slots.len()) {
        let Some(slot) = system.slots.get(*at) else { continue };
        let name = if slot.name.is_empty() { crate::name::shown(&slot.variable) } else { slot.name.clone() };
        if found.last() != Some(&name) {
            found.push(name);
        }
    }
    found
}

/// The strongly connected part of each slot (Kosaraju's two passes, with stacks of their own: models may be deep).
fn parts(size: usize, links: &[Link]) -> Vec<usize> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); size];
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); size];
    for link in links {
        out[link.from].push(link.to);
        back[link.to].push(link.from);
    }
    let mut order = Vec::with_capacity(size);
    let mut seen = vec![false; size];
    for start in 0..size {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut stack = vec![(start, 0)];
        while let Some((at, next)) = stack.pop() {
            match out[at].get(next) {
                Some(to) => {
                    stack.push((at, next + 1));
                    if !seen[*to] {
                        seen[*to] = true;
                        stack.push((*to, 0));
                    }
                }
                None => order.push(at),
            }
        }
    }
    let mut part = vec![usize::MAX; size];
    let mut count = 0;
    for start in order.into_iter().rev() {
        if part[start] != usize::MAX {
            continue;
        }
        let mut stack = vec![start];
        part[start] = count;
        while let Some(at) = stack.pop() {
            for to in &back[at] {
                if part[*to] == usize::MAX {
                    part[*to] = count;
                    stack.push(*to);
                }
            }
        }
        count += 1;
    }
    part
}

/// Simple cycles as rows of links, each found from its first slot; and whether the search was cut off.
fn cycles(size: usize, links: &[Link]) -> (Vec<Vec<usize>>, bool) {
    let parts = parts(size, links);
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); size];
    for (at, link) in links.iter().enumerate() {
        if parts[link.from] == parts[link.to] {
            out[link.from].push(at);
        }
    }
    let mut found = Vec::new();
    let mut budget = MOST_SEARCH;
    for start in 0..size {
        // Only slots behind the start: each cycle is found once.
        let mut path: Vec<usize> = Vec::new();
        let mut on = vec![false; size];
        on[start] = true;
        let mut stack = vec![(start, 0)];
        while let Some((at, next)) = stack.pop() {
            let Some(link) = out[at].get(next).copied() else {
                on[at] = false;
                path.pop();
                continue;
            };
            stack.push((at, next + 1));
            if budget == 0 || found.len() == MOST_LOOPS {
                return (found, true);
            }
            budget -= 1;
            let to = links[link].to;
            if to == start {
                let mut cycle = path.clone();
                cycle.push(link);
                found.push(cycle);
            } else if to > start && !on[to] {
                on[to] = true;
                path.push(link);
                stack.push((to, 0));
            }
        }
    }
    (found, false)
}
