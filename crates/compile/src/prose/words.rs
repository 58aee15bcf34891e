//! Words that frame a subject and its number.

use std::sync::LazyLock;

use crate::words::{Shift, Words, class, classed};

/// The lists of `data/zh/clause.tsv`.
pub(super) struct Frames {
    /// Between subject and number.
    pub(super) markers: Words,
    /// The same, leaving a verb in front of the subject its force.
    pub(super) soft: Words,
    /// Changes that govern the number.
    pub(super) shifts: Words<Shift>,
    /// In front of the subject.
    pub(super) modals: Words,
    /// Whose figure it is.
    pub(super) scopes: Words,
    /// Stretches of time without a year.
    pub(super) spans: Words,
    /// Work whose amount adds up over the years.
    pub(super) works: Words,
    /// Behind a number, beginning no noun.
    pub(super) behind: Words,
    /// The same where they close the clause.
    pub(super) last: Words,
    /// Verbs under which even a Chinese numeral counts.
    pub(super) builds: Words,
    /// Verbs that may follow a counted noun.
    pub(super) predicates: Words,
    /// Counters of traffic.
    pub(super) flows: Words,
    /// Beginnings of what comes of the thing named before.
    pub(super) effects: Words,
    /// Behind a length of time that a way takes.
    pub(super) reach: Words,
    /// Ways of moving.
    pub(super) moves: Words,
    /// Ends of a clause that say that what is counted is open or finished.
    pub(super) opened: Words,
    /// Verbs under which a measured amount adds up.
    pub(super) makes: Words,
    /// Places that are covered wholly and are no thing of their own.
    pub(super) everywhere: Words,
    /// Words of a figure per head.
    pub(super) per: Words,
    /// Bases of a figure per head.
    pub(super) bases: Words,
    /// Parts that stand for one another in a list.
    pub(super) parts: Words,
}

const FILE: &str = include_str!("../../data/zh/clause.tsv");

pub(super) static FRAMES: LazyLock<Frames> = LazyLock::new(|| Frames {
    markers: class(FILE, "marker"),
    soft: class(FILE, "soft"),
    shifts: Words::new(classed(FILE).filter_map(|(class, word)| {
        let shift = match class {
            "growth" => Shift::Growth,
            "rate" => Shift::Rate,
            "rise" => Shift::Rise,
            "fall" => Shift::Fall,
            "added" => Shift::Added,
            _ => return None,
        };
        Some((word, shift))
    })),
    modals: class(FILE, "modal"),
    scopes: class(FILE, "scope"),
    spans: class(FILE, "span"),
    works: class(FILE, "works"),
    behind: class(FILE, "behind"),
    last: class(FILE, "last"),
    builds: class(FILE, "builds"),
    predicates: class(FILE, "predicate"),
    flows: class(FILE, "flow"),
    effects: class(FILE, "effect"),
    reach: class(FILE, "reach"),
    moves: class(FILE, "moves"),
    opened: class(FILE, "opened"),
    makes: class(FILE, "makes"),
    everywhere: class(FILE, "everywhere"),
    per: class(FILE, "per"),
    bases: class(FILE, "base"),
    parts: class(FILE, "parts"),
});
