//! Exact bars on plans made by chance: conflicts are those that were planted, and repairs are as small as a search through everything finds.

use crate::made::{printed, say};
use scenario::{Constraint, Form, Interval, Network, Set, Whole, knots};
use source::Words;

/// A small generator of one's own, so that the plans stay the same for ever (Steele, Lea and Flood 2014, SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.next()
    }
}

/// A plan of three separate identities: per head = product, urban = product, whole = sum; the numbers of the identities in `wrong` are off by a
/// tenth to a half.
fn plan(chance: &mut Chance, wrong: usize) -> (Network, Vec<Set>) {
    let (a, b) = (chance.between(1.0, 90.0), chance.between(50.0, 900.0));
    let (c, d) = (chance.between(50.0, 900.0), chance.between(0.2, 0.9));
    let parts = [chance.between(10.0, 90.0), chance.between(100.0, 900.0), chance.between(100.0, 900.0)];
    let mut values = vec![a * b, a, b, c * d, c, d, parts.iter().sum(), parts[0], parts[1], parts[2]];
    let product =
        |at: usize| Form::Product { result: at, parts: vec![(at + 1, 1.0), (at + 2, 1.0)], factor: 1.0 };
    let forms = [product(0), product(3), Form::Sum { whole: Whole::Variable(6), parts: vec![7, 8, 9] }];
    let groups: [Set; 3] = [(0..3).collect(), (3..6).collect(), (6..10).collect()];
    let mut planted = Vec::new();
    for group in groups.iter().take(wrong) {
        // The first of a group is its result: too large, it takes all parts to show it.
        let at = *group.iter().next().expect("a number");
        values[at] *= 1.0 + chance.between(0.1, 0.5);
        planted.push(group.clone());
    }
    let mut network = Network::default();
    for (at, value) in values.iter().enumerate() {
        let (value, reach) = printed(*value, 4);
        say(&mut network, &format!("v{at}"), 2030, value, reach);
    }
    for form in forms {
        let words = Words::new("", "");
        network.constraints.push(Constraint { form, slack: 0.0, words, source: String::new() });
    }
    (network, planted)
}

#[test]
fn conflicts_are_those_that_were_planted() {
    let mut chance = Chance(20_160_101);
    for number in 0..200 {
        let (network, planted) = plan(&mut chance, number % 4);
        let found: Vec<Set> = knots(&network, &Set::new())
            .iter()
            .flat_map(|knot| &knot.conflicts)
            .map(|one| one.statements.iter().copied().collect())
            .collect();
        assert_eq!(found, planted, "plan {number}");
        for set in &found {
            assert!(network.leaves(set).is_none());
            for left_out in set {
                let rest: Set = set.iter().copied().filter(|one| one != left_out).collect();
                assert!(network.leaves(&rest).is_some(), "plan {number}: {set:?} is not smallest");
            }
        }
    }
}

/// Networks whose identities share numbers, so that one change may mend two of them.
fn shared(chance: &mut Chance) -> Network {
    let (mut network, _) = plan(chance, 0);
    // The whole of the sum is the result of the first product as well; some numbers are off.
    network.constraints.push(Constraint {
        form: Form::Product { result: 6, parts: vec![(0, 1.0), (5, 1.0)], factor: 1.0 },
        slack: 0.0,
        words: Words::new("", ""),
        source: String::new(),
    });
    let wanted = network.statements[0].value * network.statements[5].value;
    let scale = wanted / network.statements[6].value;
    for at in 6..10 {
        let (value, reach) = printed(network.statements[at].value * scale, 4);
        network.statements[at].value = value;
        network.statements[at].interval = Interval::around(value, 4.0 * reach);
    }
    for _ in 0..2 {
        let at = (chance.next() * 10.0) as usize;
        let (value, reach) = printed(network.statements[at].value * chance.between(1.1, 1.5), 4);
        network.statements[at].value = value;
        network.statements[at].interval = Interval::around(value, reach);
    }
    for statement in &mut network.statements {
        statement.at_least = statement.interval;
    }
    network
}

#[test]
fn repairs_change_no_more_numbers_than_a_search_through_everything() {
    let mut chance = Chance(7);
    let mut seen = [0; 4];
    for number in 0..200 {
        let network = shared(&mut chance);
        let all: Set = (0..network.statements.len()).collect();
        let without = |removed: &[usize]| {
            let rest: Set = all.iter().copied().filter(|at| !removed.contains(at)).collect();
            network.leaves(&rest).is_some()
        };
        let count = network.statements.len();
        let fewest = if without(&[]) {
            0
        } else if (0..count).any(|a| without(&[a])) {
            1
        } else if (0..count).any(|a| (0..a).any(|b| without(&[a, b]))) {
            2
        } else if (0..count).any(|a| (0..a).any(|b| (0..b).any(|c| without(&[a, b, c])))) {
            3
        } else {
            continue;
        };
        seen[fewest] += 1;
        let changed: usize = knots(&network, &Set::new())
            .iter()
            .map(|knot| knot.repairs(&network).first().map_or(usize::MAX / 8, |repair| repair.changes.len()))
            .sum();
        assert_eq!(changed, fewest, "network {number}");
    }
    assert!(seen[1] > 20 && seen[2] > 20, "{seen:?}");
}
