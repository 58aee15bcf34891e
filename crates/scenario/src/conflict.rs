//! Which statements cannot all be true, and which of them would have to give way.

use std::collections::{BTreeSet, VecDeque};

/// A set of statements by their numbers.
pub type Set = BTreeSet<usize>;

/// All irreducible conflicts and all smallest ways out that were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conflicts {
    /// Sets that cannot all be true, while every smaller part of each can; the smallest first, then by number.
    pub sets: Vec<Set>,
    /// Sets of which nothing can be left out and without which the rest can be true; the smallest first.
    pub ways_out: Vec<Set>,
    /// Whether the search was cut off, so that there may be more.
    pub cut_off: bool,
}

/// How many sets are looked at before the search is cut off.
const MOST: usize = 3000;

/// How many numbers a way out may change.
const DEEPEST: usize = 6;

/// Finds the irreducible conflicts among `statements` and the ways out of them.
///
/// `can_be_true` answers for a set of statements; whatever holds of a set must hold of its parts. A conflict is drawn from a
/// set that cannot be true by deletion (Chinneck 2008, Feasibility and Infeasibility in Optimization, chapter 6): what can go
/// while the rest still cannot be true is dropped. All of them are found with the tree of hitting sets (Reiter 1987, A
/// theory of diagnosis from first principles), breadth first, so that the smallest ways out come first.
pub fn conflicts(statements: &[usize], mut can_be_true: impl FnMut(&Set) -> bool) -> Conflicts {
    // Parts of a set that can be true need no question.
    let mut free: Vec<Set> = Vec::new();
    let mut can_be_true = |set: &Set| {
        if free.iter().any(|known| set.is_subset(known)) {
            return true;
        }
        let can = can_be_true(set);
        if can {
            free.retain(|known| !known.is_subset(set));
            free.push(set.clone());
        }
        can
    };
    let all: Set = statements.iter().copied().collect();
    let mut found = Conflicts::default();
    let mut queue: VecDeque<Set> = VecDeque::from([Set::new()]);
    let mut seen: BTreeSet<Set> = BTreeSet::from([Set::new()]);
    while let Some(removed) = queue.pop_front() {
        // A larger way out than one that is known says nothing new; the search for conflicts goes on below it only if
        // there may be others, which there are not: everything left can be true.
        if found.ways_out.iter().any(|way| way.is_subset(&removed)) {
            continue;
        }
        let known = found.sets.iter().find(|set| set.is_disjoint(&removed)).cloned();
        let conflict = if let Some(known) = known {
            known
        } else {
            let left: Set = all.difference(&removed).copied().collect();
            if can_be_true(&left) {
                found.ways_out.push(removed);
                continue;
            }
            let drawn = irreducible(left, &mut can_be_true);
            found.sets.push(drawn.clone());
            drawn
        };
        if removed.len() >= DEEPEST {
            found.cut_off = true;
            continue;
        }
        for statement in conflict {
            let mut next = removed.clone();
            next.insert(statement);
            if seen.len() >= MOST {
                found.cut_off = true;
                break;
            }
            if seen.insert(next.clone()) {
                queue.push_back(next);
            }
        }
    }
    found.sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    found
}

/// Drops one statement after the other, the last first, as long as the rest cannot be true.
fn irreducible(mut set: Set, can_be_true: &mut impl FnMut(&Set) -> bool) -> Set {
    // Halves first: a conflict is small, and what lies outside it goes in few questions.
    let mut block = set.len() / 2;
    while block >= 1 {
        let members: Vec<usize> = set.iter().rev().copied().collect();
        for chunk in members.chunks(block) {
            if chunk.len() == set.len() {
                continue;
            }
            let rest: Set = set.iter().filter(|one| !chunk.contains(one)).copied().collect();
            if !can_be_true(&rest) {
                set = rest;
            }
        }
        block /= 2;
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_conflicts_and_all_ways_out() {
        // 1-2 and 2-3-4 and 5-6 cannot be true together.
        let planted: [&[usize]; 3] = [&[1, 2], &[2, 3, 4], &[5, 6]];
        let free = |set: &Set| !planted.iter().any(|conflict| conflict.iter().all(|one| set.contains(one)));
        let found = conflicts(&[0, 1, 2, 3, 4, 5, 6, 7], free);
        let sets: Vec<Vec<usize>> = found.sets.iter().map(|set| set.iter().copied().collect()).collect();
        assert_eq!(sets, [vec![1, 2], vec![5, 6], vec![2, 3, 4]]);
        let smallest: Vec<Vec<usize>> = found
            .ways_out
            .iter()
            .filter(|way| way.len() == 2)
            .map(|way| way.iter().copied().collect())
            .collect();
        assert_eq!(smallest, [vec![2, 5], vec![2, 6]]);
        assert!(!found.cut_off);
    }

    #[test]
    fn nothing_to_find() {
        let found = conflicts(&[1, 2, 3], |_| true);
        assert_eq!((found.sets.len(), found.ways_out), (0, vec![Set::new()]));
    }
}
