//! Properties over networks made by chance: planted contradictions are found, consistent plans are left alone.

use crate::made::{self, printed, say};
use proptest::prelude::*;
use scenario::{Form, Interval, Network, Set, Statement, Whole, knots};
use source::Words;

/// A network of triples a = b c and sums over some of the numbers, all true, printed with three digits.
fn network(seed: &[(f64, f64, f64, f64)]) -> (Network, Vec<f64>) {
    let mut network = Network::default();
    let mut values: Vec<f64> = Vec::new();
    for (b, c, d, e) in seed {
        let at = values.len();
        values.extend([b * c, *b, *c, b * c + d + e, *d, *e]);
        for form in [
            Form::Product { result: at, parts: vec![(at + 1, 1.0), (at + 2, 1.0)], factor: 1.0 },
            Form::Sum { whole: Whole::Variable(at + 3), parts: vec![at, at + 4, at + 5] },
        ] {
            network.constraints.push(scenario::Constraint {
                form,
                slack: 0.0,
                words: Words::new("", ""),
                source: String::new(),
            });
        }
        // The groups hang together: the first number of one is a part of the next.
        if at > 0 {
            let form =
                Form::Part { whole: at + 3, part: at - 3, factor: 0.5 * values[at + 3] / values[at - 3] };
            network.constraints.push(scenario::Constraint {
                form,
                slack: 0.0,
                words: Words::new("", ""),
                source: String::new(),
            });
        }
    }
    for (at, value) in values.iter().enumerate() {
        let (value, reach) = printed(*value, 3);
        say(&mut network, &format!("v{at}"), 2030, value, reach);
    }
    (network, values)
}

/// A number as it is printed with three digits.
fn statement(variable: usize, value: f64) -> Statement {
    let (value, reach) = printed(value, 3);
    made::statement(variable, value, reach)
}

fn numbers() -> impl Strategy<Value = (f64, f64, f64, f64)> {
    (1.0..900.0_f64, 1.0..900.0_f64, 1.0..900.0_f64, 1.0..900.0_f64)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn consistent_plans_are_left_alone(seed in prop::collection::vec(numbers(), 1..4)) {
        let (network, _) = network(&seed);
        prop_assert!(knots(&network, &Set::new()).is_empty());
    }

    #[test]
    fn planted_contradictions_are_found(
        seed in prop::collection::vec(numbers(), 1..4),
        which in 0..3_usize,
        by in 1.2..1.6_f64,
    ) {
        let (mut network, values) = network(&seed);
        let group = which % seed.len();
        // One factor of one triple is printed wrong; it takes part in no other identity.
        let at = group * 6 + 1;
        network.statements[at] = statement(at, values[at] * by);
        let knots = knots(&network, &Set::new());
        prop_assert_eq!(knots.len(), 1);
        let knot = &knots[0];
        let sets: Vec<Vec<usize>> = knot.conflicts.iter().map(|one| one.statements.clone()).collect();
        prop_assert!(sets.contains(&vec![at - 1, at, at + 1]), "{:?}", sets);
        // Each set is irreducible: without any one of it the rest can be true.
        for set in &sets {
            for left_out in set {
                let rest: Set = set.iter().copied().filter(|one| one != left_out).collect();
                prop_assert!(network.leaves(&rest).is_some());
            }
            prop_assert!(network.leaves(&set.iter().copied().collect()).is_none());
        }
        // One number is enough, and no fewer.
        let best = &knot.repairs(&network)[0];
        prop_assert_eq!(best.changes.len(), 1);
        // After any repair everything can be true.
        for repair in knot.repairs(&network) {
            let mut mended = network.clone();
            for change in &repair.changes {
                mended.statements[change.statement].interval = Interval::around(change.value, 1e-9 * change.value);
            }
            let all: Set = (0..mended.statements.len()).collect();
            prop_assert!(mended.leaves(&all).is_some(), "{:?}", repair);
        }
    }
}
