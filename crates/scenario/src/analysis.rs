//! What a plan's numbers say together: conflicts with their smallest repairs, targets with slack, and what follows.

use crate::Interval;
use crate::conflict::Set;
use crate::network::{Component, Network};
use crate::reconcile::{Freedom, Reconciled, reconcile};
use std::sync::OnceLock;

/// Statements that cannot all be true.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The statements, in document order: leaving out any one of them ends the conflict.
    pub statements: Vec<usize>,
    /// The identities it takes to show it.
    pub constraints: Vec<usize>,
    /// The statements of which it would be enough to do better: with one of them read as "at least", the rest can be true.
    pub slack: Vec<Slack>,
    /// Whether an assumption of a method takes part, so that it is a question and no contradiction.
    pub assumed: bool,
}

/// A target that the others leave behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Slack {
    /// The statement.
    pub statement: usize,
    /// What the others imply, all that print so and that assumptions allow.
    pub implied: Interval,
    /// What the others imply as they are printed, with assumptions at the middle of their range, where that is one value.
    pub exactly: Option<f64>,
}

/// A number changed by a repair.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The statement.
    pub statement: usize,
    /// The value that it would have to say.
    pub value: f64,
}

/// A way to make the numbers fit. A proposal: nothing in the plan changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// The numbers that change.
    pub changes: Vec<Change>,
    /// The sum of the moves, in logarithms.
    pub size: f64,
}

/// The statements of one group of variables that identities bind, where they conflict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Knot {
    /// All conflicts, the smallest first.
    pub conflicts: Vec<Conflict>,
    /// Whether the search was cut off.
    pub cut_off: bool,
    /// Found when somebody asks: most who look for conflicts do not.
    repairs: OnceLock<Vec<Repair>>,
    ways_out: Vec<Set>,
    group: Component,
    held: Set,
}

impl Knot {
    /// Every number of the group a little, what is held left alone: the least squares adjustment, all with one relative spread.
    ///
    /// `network` is the one in which the knot was found; `None` when the identities cannot hold that way.
    pub fn adjusted(&self, network: &Network) -> Option<Repair> {
        let freedom = |at| if self.held.contains(&at) { Freedom::Held } else { Freedom::Spread(1.0) };
        let found = fit(network, &self.group, freedom)?;
        let moved = self.group.statements.iter().copied().filter(|at| !self.held.contains(at));
        Some(changes(network, moved, &found.values))
    }

    /// The repairs that change fewest numbers, the smallest move first; of equal ones first what changes anticipated targets before binding
    /// ones, later numbers before earlier ones. `network` is the one in which the knot was found.
    pub fn repairs(&self, network: &Network) -> &[Repair] {
        self.repairs.get_or_init(|| {
            let fewest = self.ways_out.iter().map(Set::len).min();
            let ways = self.ways_out.iter().filter(|way| Some(way.len()) == fewest);
            let mut repairs: Vec<Repair> = ways.filter_map(|way| repair(network, &self.group, way)).collect();
            repairs.sort_by(|a, b| order(network, a, b));
            repairs
        })
    }

    /// The repairs that are as small as the first.
    pub fn ties(&self, network: &Network) -> usize {
        let repairs = self.repairs(network);
        let Some(first) = repairs.first() else { return 0 };
        repairs.iter().take_while(|one| (one.size - first.size).abs() <= TIE * first.size).count()
    }
}

/// Repairs whose sizes differ by less than this share are equally good.
const TIE: f64 = 1e-7;

/// Finds everything that cannot all be true, with its repairs; statements in `held` stay as they are.
pub fn knots(network: &Network, held: &Set) -> Vec<Knot> {
    network.components().iter().filter_map(|component| knot(network, component, held)).collect()
}

fn knot(network: &Network, component: &Component, held: &Set) -> Option<Knot> {
    let all: Set = component.statements.iter().copied().collect();
    if network.can_be_true(&all, &Set::new(), &component.constraints) {
        return None;
    }
    let found = network.conflicts_of(component, held);
    let conflicts = found.sets.iter().map(|set| conflict(network, component, set)).collect();
    Some(Knot {
        conflicts,
        cut_off: found.cut_off,
        repairs: OnceLock::new(),
        ways_out: found.ways_out,
        group: component.clone(),
        held: held.clone(),
    })
}

/// Size first; of equal ones fewer binding targets, then the later in the document.
fn order(network: &Network, a: &Repair, b: &Repair) -> std::cmp::Ordering {
    if (a.size - b.size).abs() > TIE * a.size.max(b.size) {
        return a.size.total_cmp(&b.size);
    }
    let binding = |repair: &Repair| {
        let of = |change: &&Change| network.statements.get(change.statement).is_some_and(|one| one.binding);
        repair.changes.iter().filter(of).count()
    };
    let places = |repair: &Repair| repair.changes.iter().map(|change| change.statement).collect::<Vec<_>>();
    binding(a).cmp(&binding(b)).then_with(|| places(a).cmp(&places(b)))
}

fn conflict(network: &Network, component: &Component, set: &Set) -> Conflict {
    let none = Set::new();
    // The identities that it takes: those without which all could be true.
    let constraints = least(&component.constraints, |rest| !network.can_be_true(set, &none, rest));
    let slack = set
        .iter()
        .filter(|at| network.statements.get(**at).is_some_and(|one| one.at_least != one.interval))
        .filter(|at| network.can_be_true(set, &Set::from([**at]), &component.constraints))
        .filter_map(|at| {
            let rest: Set = set.iter().copied().filter(|one| one != at).collect();
            let statement = network.statements.get(*at)?;
            let implied =
                *network.left(&rest, component.constraints.iter().copied())?.get(statement.variable)?;
            let better = implied.low > statement.interval.high || implied.high < statement.interval.low;
            better.then(|| Slack {
                statement: *at,
                implied,
                exactly: exactly(network, &rest, statement.variable),
            })
        })
        .collect();
    let assumed = set.iter().any(|at| network.statements.get(*at).is_some_and(|one| one.assumed));
    Conflict { statements: set.iter().copied().collect(), constraints, slack, assumed }
}

/// Drops members, the last first, as long as the rest `suffices`; blocks that can go as a whole go in one question.
///
/// What suffices must suffice with more members too; then the outcome is that of asking for each member by itself.
fn least(members: &[usize], mut suffices: impl FnMut(&[usize]) -> bool) -> Vec<usize> {
    let mut kept = Vec::new();
    let mut blocks = vec![(0, members.len())];
    while let Some((start, end)) = blocks.pop() {
        let (Some(before), Some(block)) = (members.get(..start), members.get(start..end)) else { continue };
        if block.is_empty() || suffices(&[before, &kept].concat()) {
            continue;
        }
        if let [one] = block {
            kept.insert(0, *one);
            continue;
        }
        let middle = start.midpoint(end);
        blocks.extend([(start, middle), (middle, end)]);
    }
    kept
}

/// What printed values leave of a variable, where that is one value.
fn exactly(network: &Network, rest: &Set, variable: usize) -> Option<f64> {
    let mut values = vec![f64::NAN; network.variables.len()];
    for statement in rest.iter().filter_map(|at| network.statements.get(*at)) {
        *values.get_mut(statement.variable)? = statement.value;
    }
    // Identities of which one value is not known tell it, until none does.
    loop {
        let mut told = false;
        for form in network.constraints.iter().map(|one| &one.form) {
            let open = |at: &usize| values.get(*at).is_none_or(|value| value.is_nan());
            let unknown: Vec<usize> = form.variables().into_iter().filter(open).collect();
            if let [one] = unknown.as_slice()
                && let Some(value) = form.solve(*one, &values)
            {
                *values.get_mut(*one)? = value;
                told = true;
            }
        }
        if !told {
            break;
        }
    }
    values.get(variable).copied().filter(|value| value.is_finite())
}

/// The values with which a way out makes the numbers fit: those held stay as printed where they can, else within their
/// rounding.
fn repair(network: &Network, component: &Component, way: &Set) -> Option<Repair> {
    let free = |at: usize| way.contains(&at);
    let exact = fit(network, component, |at| if free(at) { Freedom::Spread(1.0) } else { Freedom::Held });
    let found = exact.or_else(|| {
        fit(network, component, |at| if free(at) { Freedom::Spread(1.0) } else { rounding(network, at) })
    })?;
    Some(changes(network, way.iter().copied(), &found.values))
}

/// A printed number moves within half of its last digit.
fn rounding(network: &Network, statement: usize) -> Freedom {
    let Some(one) = network.statements.get(statement) else { return Freedom::Held };
    let reach = 0.5 * (one.interval.high - one.interval.low) / one.value.abs();
    if reach.is_finite() && reach > 0.0 { Freedom::Spread(reach * 1e-3) } else { Freedom::Held }
}

fn fit(network: &Network, component: &Component, freedom: impl Fn(usize) -> Freedom) -> Option<Reconciled> {
    let mut values: Vec<f64> = vec![1.0; network.variables.len()];
    let mut free: Vec<Freedom> = vec![Freedom::Held; network.variables.len()];
    let mut known = vec![false; network.variables.len()];
    // Of several statements on one variable the stiffest counts: a number that is held holds the variable.
    let stiffness = |one: Freedom| match one {
        Freedom::Held => 0.0,
        Freedom::Spread(spread) => spread,
        Freedom::Free => f64::INFINITY,
    };
    for at in &component.statements {
        let one = network.statements.get(*at)?;
        let here = freedom(*at);
        if !known[one.variable] || stiffness(here) < stiffness(free[one.variable]) {
            values[one.variable] = one.value;
            free[one.variable] = here;
            known[one.variable] = true;
        }
    }
    for derived in &network.derived {
        if !known[derived.variable] {
            values[derived.variable] = derived.value;
            free[derived.variable] = Freedom::Free;
            known[derived.variable] = true;
        }
    }
    let forms: Vec<crate::Form> = component
        .constraints
        .iter()
        .filter_map(|at| network.constraints.get(*at))
        .map(|one| one.form.clone())
        .filter(|form| form.variables().iter().all(|variable| known.get(*variable) == Some(&true)))
        .collect();
    reconcile(&forms, &values, &free)
}

fn changes(network: &Network, statements: impl Iterator<Item = usize>, values: &[f64]) -> Repair {
    let changes: Vec<Change> = statements
        .filter_map(|at| {
            let one = network.statements.get(at)?;
            Some(Change { statement: at, value: *values.get(one.variable)? })
        })
        .collect();
    let size = changes
        .iter()
        .filter_map(|change| {
            let one = network.statements.get(change.statement)?;
            Some(libm::log(change.value / one.value).abs())
        })
        .sum();
    Repair { changes, size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_dropped_as_single_members_would_be() {
        let mut asked = 0;
        // 3 with 11, or 11 with 40, or 7 alone.
        let mut suffices = |rest: &[usize]| {
            asked += 1;
            let has = |one: usize| rest.contains(&one);
            has(7) || has(11) && (has(3) || has(40))
        };
        let members: Vec<usize> = (0..64).collect();
        assert_eq!(least(&members, &mut suffices), [7]);
        assert_eq!(least(&members[8..], &mut suffices), [11, 40]);
        assert_eq!(least(&[11, 3], &mut suffices), [11, 3]);
        assert!(asked < 50, "{asked} questions");
        assert!(least(&[], |_| false).is_empty() && least(&[1, 2], |_| true).is_empty());
    }
}
