//! Which numberings enclose which, and whether a number goes on with the sequence before it.
//!
//! A line that looks like a heading is one only if its number fits: numbering sequences, not looks,
//! tell a third-level heading from an item of an enumeration.

use crate::marker::Style;
use std::collections::BTreeMap;

/// Sequences with at most so many numbers left out go on: a heading lost in conversion breaks nothing.
const LARGEST_GAP: u32 = 3;

/// The styles of a document from the outermost to the innermost.
#[derive(Debug, Default)]
pub(crate) struct Ranks {
    order: Vec<Style>,
}

impl Ranks {
    /// Finds the order from the numbers themselves: a style that starts again at 1 between two numbers
    /// of another lies inside it. Where the numbers say nothing the customary order holds.
    pub(crate) fn of(marks: &[(Style, u32)]) -> Self {
        let mut order: Vec<Style> = marks.iter().map(|(style, _)| *style).collect();
        order.sort_unstable();
        order.dedup();
        let inside = evidence(marks);
        let count = |inner: Style, outer: Style| inside.get(&(inner, outer)).copied().unwrap_or(0);
        for _ in 0..order.len() {
            let mut settled = true;
            for i in 1..order.len() {
                let (outer, inner) = (order[i - 1], order[i]);
                if count(outer, inner) > count(inner, outer) {
                    order.swap(i - 1, i);
                    settled = false;
                }
            }
            if settled {
                break;
            }
        }
        Self { order }
    }

    /// 0 for the outermost style.
    pub(crate) fn rank(&self, style: Style) -> usize {
        if matches!(style, Style::Annex | Style::Front) {
            return 0;
        }
        1 + self.order.iter().position(|known| *known == style).unwrap_or(self.order.len())
    }
}

/// How often `(inner, outer)` showed: the inner style begins anew right behind a number of the outer, or
/// has a run of its own, from 1, between two numbers of the outer.
fn evidence(marks: &[(Style, u32)]) -> BTreeMap<(Style, Style), usize> {
    let mut inside: BTreeMap<(Style, Style), usize> = BTreeMap::new();
    // For each style its last number and place, and the place and number with which its last run began.
    let mut last: BTreeMap<Style, (usize, u32)> = BTreeMap::new();
    let mut run_start: BTreeMap<Style, (usize, u32)> = BTreeMap::new();
    for (at, (style, ordinal)) in marks.iter().copied().enumerate() {
        let before = last.get(&style).copied();
        if let Some((previous, _)) =
            at.checked_sub(1).map(|at| marks[at]).filter(|(other, _)| *other != style)
            && ordinal == 1
            && before.is_some()
        {
            *inside.entry((style, previous)).or_default() += 1;
        }
        if let Some((place, _)) = before.filter(|(_, number)| ordinal == number + 1) {
            for (other, (start, first)) in &run_start {
                if *start > place && *first == 1 {
                    *inside.entry((*other, style)).or_default() += 1;
                }
            }
        } else {
            run_start.insert(style, (at, ordinal));
        }
        last.insert(style, (at, ordinal));
    }
    inside
}

/// The headings that are open at a place, outermost first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sequence {
    open: Vec<(Style, u32)>,
    last: BTreeMap<Style, u32>,
}

impl Sequence {
    /// The number that `style` would have next, and whether the style is open here.
    pub(crate) fn expects(&self, style: Style) -> (u32, bool) {
        match self.open.iter().find(|(open, _)| *open == style) {
            Some((_, ordinal)) => (ordinal + 1, true),
            None => (1, false),
        }
    }

    /// Whether `ordinal` may follow: the next number, a first number, a small gap, or a numbering that
    /// runs through the whole document (chapters counted on through the parts).
    pub(crate) fn fits(&self, style: Style, ordinal: u32) -> bool {
        if style.is_division() || matches!(style, Style::Looks(_) | Style::Article) || ordinal == 1 {
            return true;
        }
        let (next, open) = self.expects(style);
        if open {
            (next..=next + LARGEST_GAP).contains(&ordinal)
        } else {
            self.last.get(&style).is_some_and(|last| ordinal == last + 1)
        }
    }

    /// Whether `ordinal` is the next number of a style, counted on through what encloses it: 1. 2. （二） 3.
    pub(crate) fn counts_on(&self, style: Style, ordinal: u32) -> bool {
        self.last.get(&style).is_some_and(|last| ordinal == last + 1)
    }

    /// Opens a heading and closes those it ends; gives the style that encloses it.
    pub(crate) fn enter(&mut self, style: Style, ordinal: u32, ranks: &Ranks) -> Option<Style> {
        let rank = ranks.rank(style);
        self.open.retain(|(open, _)| *open != style && ranks.rank(*open) < rank);
        let parent = self.open.last().map(|(style, _)| *style);
        self.open.push((style, ordinal));
        self.last.insert(style, ordinal);
        parent
    }
}

/// The level of each style: one more than the deepest style it was seen in.
pub(crate) fn levels(seen: &[(Style, Option<Style>)], ranks: &Ranks) -> BTreeMap<Style, u8> {
    let mut styles: Vec<Style> = seen.iter().map(|(style, _)| *style).collect();
    styles.sort_unstable_by_key(|style| (ranks.rank(*style), *style));
    styles.dedup();
    let mut parents: BTreeMap<Style, Vec<Style>> = BTreeMap::new();
    for (style, parent) in seen {
        if let Some(parent) = parent.filter(|parent| !matches!(parent, Style::Annex | Style::Front)) {
            let known = parents.entry(*style).or_default();
            if !known.contains(&parent) {
                known.push(parent);
            }
        }
    }
    let mut levels: BTreeMap<Style, u8> = BTreeMap::new();
    for style in styles {
        let outer = parents.get(&style).into_iter().flatten().filter_map(|parent| levels.get(parent)).max();
        let level = outer.map_or(1, |level| level.saturating_add(1));
        levels.insert(style, level);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use Style::{Arabic, Chapter, Han, HanParen, Part};

    #[test]
    fn the_numbers_say_what_encloses_what() {
        // 1、 （一）（二） 2、 （一）: against custom, （一） lies inside 1、.
        let marks = [(Arabic, 1), (HanParen, 1), (HanParen, 2), (Arabic, 2), (HanParen, 1)];
        let ranks = Ranks::of(&marks);
        assert!(ranks.rank(Arabic) < ranks.rank(HanParen));
        let customary = Ranks::of(&[(Chapter, 1), (Han, 1), (Han, 2), (Chapter, 2), (Han, 1)]);
        assert!(customary.rank(Chapter) < customary.rank(Han));
    }

    #[test]
    fn chapters_may_count_through_parts() {
        let ranks = Ranks::of(&[(Part, 1), (Chapter, 1)]);
        let mut sequence = Sequence::default();
        sequence.enter(Part, 1, &ranks);
        sequence.enter(Chapter, 1, &ranks);
        assert_eq!(sequence.enter(Part, 2, &ranks), None);
        assert!(sequence.fits(Chapter, 2));
        assert_eq!(sequence.enter(Chapter, 2, &ranks), Some(Part));
        assert!(!sequence.fits(Han, 3));
        assert!(sequence.fits(Han, 1));
    }

    #[test]
    fn one_level_for_each_style() {
        let ranks = Ranks::of(&[(Chapter, 1), (Han, 1), (Arabic, 1)]);
        let levels = levels(
            &[(Chapter, None), (Han, Some(Chapter)), (Arabic, Some(Han)), (Arabic, Some(Chapter))],
            &ranks,
        );
        assert_eq!(levels[&Arabic], 3);
    }
}
