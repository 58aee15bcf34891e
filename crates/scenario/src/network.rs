//! Indicators, years and identities as one object: variables, what is stated of them, and what binds them.

use crate::conflict::{self, Conflicts, Set};
use crate::form::Form;
use crate::interval::{self, Interval};
use plan::{IndicatorId, TargetId};
use source::{Span, Words};
use std::collections::{BTreeMap, BTreeSet};

/// When a value holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Time {
    /// In a year.
    Year(i32),
    /// The value of the second year over that of the first.
    Ratio(i32, i32),
}

/// Where a number comes from; every number has one of these.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// It follows from others by an identity.
    Identity,
    /// Somebody states it.
    Declared {
        /// Who or what says so.
        who: String,
        /// Where it stands.
        place: String,
    },
    /// It was estimated on a panel.
    Estimated {
        /// The panel.
        panel: String,
        /// Observations it rests on.
        n: usize,
        /// The interval.
        interval: Interval,
    },
    /// A model gives it.
    Model {
        /// The file.
        file: String,
        /// Its SHA-256 in hexadecimal digits.
        hash: String,
    },
}

impl Origin {
    /// The stable name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Declared { .. } => "declared",
            Self::Estimated { .. } => "estimated",
            Self::Model { .. } => "model",
        }
    }
}

/// An indicator at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Catalogue key, a key of this crate's own quantities, or the id of the indicator where it has none.
    pub key: String,
    /// Name.
    pub name: Words,
    /// Unit of its values; empty for ratios and pure numbers.
    pub unit: String,
    /// When.
    pub time: Time,
    /// The indicator of the plan, where the plan has it.
    pub indicator: Option<IndicatorId>,
    /// What it can be at all.
    pub domain: Interval,
}

/// An identity between variables, and how far it can be off.
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    /// What it says.
    pub form: Form,
    /// The share by which printed numbers may miss it for reasons of definition (mean of a year against its end).
    pub slack: f64,
    /// Why it holds.
    pub words: Words,
    /// The statistical rule it follows from, or who declared it.
    pub source: String,
}

/// What is said of a variable: one printed number.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The variable.
    pub variable: usize,
    /// The value in the unit of the variable.
    pub value: f64,
    /// All values that print so, and that the words allow.
    pub interval: Interval,
    /// The same when it is enough to do better.
    pub at_least: Interval,
    /// Whether a target binds.
    pub binding: bool,
    /// Whether it is an assumption of a method and no statement of the plan.
    pub assumed: bool,
    /// The number with its unit as printed.
    pub printed: String,
    /// The target, where it is one.
    pub target: Option<TargetId>,
    /// 1-based line of the document; 0 where there is none.
    pub line: u32,
    /// Byte range in the document; empty where there is none.
    pub span: Span,
    /// The sentence or row.
    pub quote: String,
    /// Who says so.
    pub origin: Origin,
}

/// Variables, identities, and what is stated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// The variables, in the order in which they were found.
    pub variables: Vec<Variable>,
    /// The identities, in the order of the catalogue.
    pub constraints: Vec<Constraint>,
    /// The statements, in document order.
    pub statements: Vec<Statement>,
    /// What follows from what, as it was found.
    pub derived: Vec<Derived>,
}

/// A value that nobody states and that follows from those that are stated.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// The variable.
    pub variable: usize,
    /// The identity it follows by.
    pub by: usize,
    /// The value that follows from the printed ones.
    pub value: f64,
    /// What follows from all values that print so.
    pub interval: Interval,
}

impl Network {
    /// The place of a variable.
    pub fn find(&self, key: &str, time: Time) -> Option<usize> {
        self.variables.iter().position(|variable| variable.time == time && variable.key == key)
    }

    /// The forms of all identities.
    pub fn forms(&self) -> Vec<Form> {
        self.constraints.iter().map(|constraint| constraint.form.clone()).collect()
    }

    /// The statements on a variable, in document order.
    pub fn statements_of(&self, variable: usize) -> impl Iterator<Item = (usize, &Statement)> {
        self.statements.iter().enumerate().filter(move |(_, statement)| statement.variable == variable)
    }

    /// The same network with what is said again left out: of statements on one variable that allow the same values the first stays.
    #[must_use]
    pub fn distinct(mut self) -> Self {
        let mut seen = BTreeSet::new();
        let bits = |interval: Interval| (interval.low.to_bits(), interval.high.to_bits());
        self.statements.retain(|one| seen.insert((one.variable, bits(one.interval), bits(one.at_least))));
        self
    }

    /// The printed value of a variable, or the one that follows; the first where there are more.
    pub fn value_of(&self, variable: usize) -> Option<f64> {
        let stated = self.statements_of(variable).find(|(_, statement)| !statement.assumed);
        stated
            .map(|(_, statement)| statement.value)
            .or_else(|| self.derived.iter().find(|one| one.variable == variable).map(|one| one.value))
    }

    /// The variables that identities bind to each other, in groups; each with its identities.
    pub(crate) fn components(&self) -> Vec<Component> {
        let mut group: Vec<usize> = (0..self.variables.len()).collect();
        let root = |group: &[usize], mut at: usize| {
            while group[at] != at {
                at = group[at];
            }
            at
        };
        for constraint in &self.constraints {
            let mut places = constraint.form.variables().into_iter();
            let Some(first) = places.next() else { continue };
            for other in places {
                let (a, b) = (root(&group, first), root(&group, other));
                group[a.max(b)] = a.min(b);
            }
        }
        let mut components: BTreeMap<usize, Component> = BTreeMap::new();
        for (at, statement) in self.statements.iter().enumerate() {
            components.entry(root(&group, statement.variable)).or_default().statements.push(at);
        }
        for (at, constraint) in self.constraints.iter().enumerate() {
            if let Some(first) = constraint.form.variables().first() {
                components.entry(root(&group, *first)).or_default().constraints.push(at);
            }
        }
        components.into_values().filter(|component| component.statements.len() > 1).collect()
    }

    /// Whether all statements of `set` can be true at once under the identities `constraints`; with `better`, statements of that set
    /// are satisfied by doing better as well.
    pub(crate) fn can_be_true(&self, set: &Set, better: &Set, constraints: &[usize]) -> bool {
        let forms: Vec<interval::Loose<'_>> = constraints
            .iter()
            .filter_map(|at| self.constraints.get(*at))
            .map(|one| (&one.form, one.slack))
            .collect();
        self.stand(set, better, &interval::Propagation::new(&forms, self.variables.len()))
    }

    /// As [`Network::can_be_true`], with identities that were made ready.
    fn stand(&self, set: &Set, better: &Set, identities: &interval::Propagation<'_>) -> bool {
        let mut domains = self.domains(set, better);
        identities.consistent(&mut domains)
    }

    /// What the statements of `set` leave of each variable; `None` when they cannot all be true.
    pub fn leaves(&self, set: &Set) -> Option<Vec<Interval>> {
        self.left(set, 0..self.constraints.len())
    }

    /// As [`Network::leaves`], under some of the identities.
    pub(crate) fn left(
        &self,
        set: &Set,
        constraints: impl IntoIterator<Item = usize>,
    ) -> Option<Vec<Interval>> {
        let constraints = constraints.into_iter().filter_map(|at| self.constraints.get(at));
        let forms: Vec<interval::Loose<'_>> = constraints.map(|one| (&one.form, one.slack)).collect();
        let mut domains = self.domains(set, &Set::new());
        interval::consistent(&forms, &mut domains).then_some(domains)
    }

    /// The values that the statements of `set` allow each variable; those in `better` allow more.
    fn domains(&self, set: &Set, better: &Set) -> Vec<Interval> {
        let mut domains: Vec<Interval> = self.variables.iter().map(|variable| variable.domain).collect();
        for at in set {
            let Some(statement) = self.statements.get(*at) else { continue };
            let interval = if better.contains(at) { statement.at_least } else { statement.interval };
            if let Some(slot) = domains.get_mut(statement.variable) {
                *slot = slot.and(interval);
            }
        }
        domains
    }

    /// The conflicts among the statements of one group of variables.
    pub(crate) fn conflicts_of(&self, component: &Component, held: &Set) -> Conflicts {
        let none = Set::new();
        let constraints = component.constraints.iter().filter_map(|at| self.constraints.get(*at));
        let forms: Vec<interval::Loose<'_>> = constraints.map(|one| (&one.form, one.slack)).collect();
        let identities = interval::Propagation::new(&forms, self.variables.len());
        conflict::conflicts(&component.statements, |set| self.stand(set, &none, &identities)).without(held)
    }
}

impl Conflicts {
    /// Without the ways out that would change what is held.
    fn without(mut self, held: &Set) -> Self {
        self.ways_out.retain(|way| way.is_disjoint(held));
        self
    }
}

/// Variables that identities bind to each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Component {
    /// What is stated of them.
    pub statements: Vec<usize>,
    /// The identities.
    pub constraints: Vec<usize>,
}
