//! From a plan to its network: what it states, and every identity that binds what it states.

use crate::form::{Form, Whole};
use crate::interval::{Interval, propagate};
use crate::network::{Constraint, Derived, Network, Origin, Statement, Time, Variable};
use crate::quantity::{Quantity, Rule, assumptions, key_of, quantity, quantity_as, rules};
use crate::state;
use plan::{Indicator, Plan, RelationKind};
use source::Words;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A value that somebody declares beside the plan, with where it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    /// Catalogue key, or id of an indicator.
    pub key: String,
    /// The year it is for.
    pub year: i32,
    /// The value in the unit of the plan, else in the first unit of the catalogue.
    pub value: f64,
    /// Half of the last printed digit.
    pub reach: f64,
    /// Where it is from.
    pub source: String,
}

/// What is added to a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Additions {
    /// Identities.
    pub rules: Vec<Rule>,
    /// Values.
    pub values: Vec<Declared>,
}

impl Network {
    /// The network of a plan: every number that its targets and its own base figures state, the catalogue's identities, the
    /// plan's own, and what is added.
    ///
    /// An identity takes part when at most one of its quantities is not stated; that one then follows and is a variable as
    /// well. Figures of parts of the region, in other kinds or with narrowing words stay outside.
    pub fn of(plan: &Plan, additions: &Additions) -> Self {
        let mut indicators: HashMap<&str, &Indicator> = HashMap::new();
        for indicator in &plan.indicators {
            indicators.entry(key_of(indicator)).or_insert(indicator);
        }
        let mut builder = Builder {
            plan,
            indicators,
            rules: rules(plan, &additions.rules),
            network: Self::default(),
            places: BTreeMap::new(),
            known: Vec::new(),
            applied: BTreeSet::new(),
        };
        let end = plan.period.map(|period| period.end);
        let base = plan.period.map(plan::Period::base);
        let stated = state::statements(plan);
        for one in stated.iter().filter(|one| matches!(one.time, Time::Year(_))) {
            builder.state(one);
        }
        for one in &additions.values {
            builder.declare(one);
        }
        let years: BTreeSet<i32> = builder
            .network
            .variables
            .iter()
            .filter_map(|variable| match variable.time {
                Time::Year(year) => Some(year),
                Time::Ratio(..) => None,
            })
            .collect();
        for year in years {
            builder.close(Time::Year(year));
        }
        if let (Some(base), Some(end)) = (base, end) {
            builder.link(base, end);
            let ratio = Time::Ratio(base, end);
            for one in stated.iter().filter(|one| one.time == ratio) {
                // A rate beside two printed levels says the same again, in other prices or rounded.
                if !(one.soft && builder.place(&one.key, ratio).is_some()) {
                    builder.state(one);
                }
            }
            builder.close(ratio);
            builder.assume(ratio);
        }
        builder.network.statements.sort_by_key(|one| (one.assumed, one.line == 0, one.line));
        builder.network
    }
}

struct Builder<'p> {
    plan: &'p Plan,
    /// The first indicator of each key.
    indicators: HashMap<&'p str, &'p Indicator>,
    rules: Vec<Rule>,
    network: Network,
    places: BTreeMap<Time, HashMap<String, usize>>,
    /// Value and interval of each variable, where they are known.
    known: Vec<Option<(f64, Interval)>>,
    /// Which rules hold when, by their place.
    applied: BTreeSet<(usize, Time)>,
}

impl Builder<'_> {
    fn place(&self, key: &str, time: Time) -> Option<usize> {
        self.places.get(&time)?.get(key).copied()
    }

    fn quantity(&self, key: &str) -> Option<Quantity> {
        quantity_as(self.indicators.get(key).copied(), key)
    }

    fn variable(&mut self, key: &str, time: Time) -> Option<usize> {
        if let Some(at) = self.place(key, time) {
            return Some(at);
        }
        let found = self.quantity(key)?;
        let ratio = matches!(time, Time::Ratio(..));
        let at = self.network.variables.len();
        self.network.variables.push(Variable {
            key: key.to_owned(),
            name: found.name,
            unit: if ratio { String::new() } else { found.unit },
            time,
            indicator: found.indicator,
            domain: if ratio { Interval::POSITIVE } else { found.domain },
        });
        self.known.push(None);
        self.places.entry(time).or_default().insert(key.to_owned(), at);
        Some(at)
    }

    fn know(&mut self, variable: usize, value: f64, interval: Interval) {
        if let Some(slot) = self.known.get_mut(variable).filter(|slot| slot.is_none()) {
            *slot = Some((value, interval));
        }
    }

    fn state(&mut self, one: &state::Stated) {
        let Some(variable) = self.variable(&one.key, one.time) else { return };
        let same = |other: &Statement| {
            other.variable == variable && (other.value - one.value).abs() <= 1e-12 * one.value.abs()
        };
        // Of the past the table's figure counts; that two figures differ is another finding. Promises all count.
        let past =
            one.target.is_none() && self.network.statements.iter().any(|other| other.variable == variable);
        if past || self.network.statements.iter().any(same) {
            return;
        }
        self.know(variable, one.value, one.interval);
        self.network.statements.push(one.statement(variable, self.plan));
    }

    fn declare(&mut self, one: &Declared) {
        let Some(variable) = self.variable(&one.key, Time::Year(one.year)) else { return };
        let interval = Interval::around(one.value, one.reach);
        self.know(variable, one.value, interval);
        self.network.statements.push(Statement {
            variable,
            value: one.value,
            interval,
            at_least: interval,
            binding: false,
            assumed: false,
            printed: format!("{}", one.value),
            target: None,
            line: 0,
            span: source::Span::default(),
            quote: String::new(),
            origin: Origin::Declared { who: one.source.clone(), place: String::new() },
        });
    }

    /// Adds identities at one time until none tells more.
    fn close(&mut self, time: Time) {
        let mut added = BTreeSet::new();
        let rules = std::mem::take(&mut self.rules);
        loop {
            let before = added.len();
            for (number, rule) in rules.iter().enumerate() {
                // Where a rule holds in both years, its ratio says nothing new.
                let again = match time {
                    Time::Ratio(from, to) => {
                        [from, to].iter().all(|year| self.applied.contains(&(number, Time::Year(*year))))
                    }
                    Time::Year(_) => false,
                };
                if !again && !added.contains(&number) && self.apply(rule, time) {
                    added.insert(number);
                    self.applied.insert((number, time));
                }
            }
            if added.len() == before {
                break;
            }
        }
        self.rules = rules;
    }

    /// Adds an identity of which at most one quantity is unknown; whether it was added.
    fn apply(&mut self, rule: &Rule, time: Time) -> bool {
        let ratio = matches!(time, Time::Ratio(..));
        if ratio && !matches!(rule.kind, RelationKind::Product | RelationKind::Quotient) {
            return false;
        }
        let is_known = |builder: &Self, key: &str| {
            let at = builder.place(key, time);
            at.is_some_and(|at| builder.known.get(at).is_some_and(Option::is_some))
        };
        let unknown: Vec<&str> = rule.keys().filter(|key| !is_known(self, key)).collect();
        if unknown.len() > 1 || (unknown.len() == 1 && rule.kind == RelationKind::PartOf) {
            return false;
        }
        let Some(form) = self.form(rule, time, ratio) else { return false };
        let by = self.network.constraints.len();
        let slack = rule.slack();
        self.network.constraints.push(Constraint {
            form: form.clone(),
            slack: if ratio { slack.ratio } else { slack.level },
            words: rule.words.clone(),
            source: rule.source.clone(),
        });
        if let [key] = unknown.as_slice()
            && let Some(variable) = self.variable(key, time)
        {
            self.derive(variable, by, &form);
        }
        true
    }

    fn form(&mut self, rule: &Rule, time: Time, ratio: bool) -> Option<Form> {
        let unit = |builder: &Self, key: &str| builder.quantity(key).map(|one| one.unit);
        let units: Vec<String> = rule.parts.iter().map(|key| unit(self, key)).collect::<Option<_>>()?;
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        let of_result = unit(self, &rule.result).unwrap_or_default();
        let factor = if ratio { 1.0 } else { rule.factor_in(&of_result, &units)? };
        let parts: Vec<usize> =
            rule.parts.iter().map(|key| self.variable(key, time)).collect::<Option<_>>()?;
        if rule.kind == RelationKind::SharesOf {
            return Some(Form::Sum { whole: Whole::Constant(factor), parts });
        }
        let result = self.variable(&rule.result, time)?;
        Some(match rule.kind {
            RelationKind::Sum => Form::Sum { whole: Whole::Variable(result), parts },
            RelationKind::PartOf => Form::Part { whole: result, part: *parts.first()?, factor },
            RelationKind::Quotient => {
                let parts = vec![(*parts.first()?, 1.0), (*parts.get(1)?, -1.0)];
                Form::Product { result, parts, factor }
            }
            _ => Form::Product { result, parts: parts.into_iter().map(|part| (part, 1.0)).collect(), factor },
        })
    }

    /// The value and the interval that follow from an identity.
    fn derive(&mut self, variable: usize, by: usize, form: &Form) {
        let values: Vec<f64> =
            self.known.iter().map(|one| one.map_or(f64::NAN, |(value, _)| value)).collect();
        let Some(value) = form.solve(variable, &values).filter(|value| *value > 0.0) else { return };
        let places = form.variables();
        let mut domains: Vec<Interval> =
            self.known.iter().map(|one| one.map_or(Interval::POSITIVE, |(_, interval)| interval)).collect();
        // Only this identity: what else is known of the quantity is another statement.
        if !propagate(&[(form, 0.0)], &mut domains) || !places.contains(&variable) {
            return;
        }
        let Some(interval) = domains.get(variable).copied() else { return };
        self.know(variable, value, interval);
        self.network.derived.push(Derived { variable, by, value, interval });
    }

    /// Ties the values of two years by their ratio, for quantities of products and quotients.
    fn link(&mut self, base: i32, end: i32) {
        let mut keys: Vec<String> = Vec::new();
        for rule in &self.rules {
            if matches!(rule.kind, RelationKind::Product | RelationKind::Quotient) {
                keys.extend(rule.keys().map(str::to_owned));
            }
        }
        let mut seen = BTreeSet::new();
        keys.retain(|key| seen.insert(key.clone()));
        for key in keys {
            let at = |time| self.place(&key, time);
            let (Some(from), Some(to)) = (at(Time::Year(base)), at(Time::Year(end))) else { continue };
            let known = |place: usize| self.known.get(place).is_some_and(Option::is_some);
            if !known(from) || !known(to) {
                continue;
            }
            let Some(ratio) = self.variable(&key, Time::Ratio(base, end)) else { continue };
            let form = Form::Product { result: ratio, parts: vec![(to, 1.0), (from, -1.0)], factor: 1.0 };
            let by = self.network.constraints.len();
            self.network.constraints.push(Constraint {
                form: form.clone(),
                slack: 0.0,
                words: Words::new(
                    format!("{base} 至 {end} 年的倍数"),
                    format!("the ratio from {base} to {end}"),
                ),
                source: String::new(),
            });
            self.derive(ratio, by, &form);
        }
    }

    /// States what the methods assume of quantities that are in the network.
    fn assume(&mut self, ratio: Time) {
        for assumption in assumptions() {
            let Some(variable) = self.place(assumption.key, ratio) else {
                continue;
            };
            self.network.statements.push(Statement {
                variable,
                value: f64::midpoint(assumption.interval.low, assumption.interval.high),
                interval: assumption.interval,
                at_least: assumption.interval,
                binding: false,
                assumed: true,
                printed: format!("{}–{}", assumption.interval.low, assumption.interval.high),
                target: None,
                line: 0,
                span: source::Span::default(),
                quote: assumption.words.zh.clone(),
                origin: Origin::Declared {
                    who: assumption.source.to_owned(),
                    place: assumption.words.en.clone(),
                },
            });
        }
    }
}

/// The plan's own name for a key.
pub(crate) fn name_of(plan: &Plan, key: &str) -> Option<Words> {
    quantity(plan, key).map(|found| found.name)
}

/// The key that a person means by a key, an id or a name of an indicator.
pub fn key_named(plan: &Plan, text: &str) -> Option<String> {
    let indicators = || plan.indicators.iter();
    let by_id = indicators().find(|one| one.id.as_str() == text || one.catalogue.as_deref() == Some(text));
    let named = || indicators().find(|one| one.name == text || one.aliases.iter().any(|alias| alias == text));
    if let Some(found) = by_id.or_else(named) {
        return Some(key_of(found).to_owned());
    }
    name_of(plan, text).map(|_| text.to_owned()).or_else(|| {
        plan::catalogue::entries()
            .iter()
            .find(|entry| entry.names().any(|name| name == text))
            .map(|entry| entry.key.to_owned())
    })
}
