//! Words around the names of works.

use std::sync::LazyLock;

use crate::words::{Words, class};

/// The lists of `data/zh/names.tsv`.
pub(super) struct Names {
    /// Behind a name: it has come into being or begun to.
    pub(super) completed: Words,
    /// Behind a name: what happens to it.
    pub(super) after: Words,
    /// Closings of 以X为….
    pub(super) closings: Words,
    /// Words that name no thing of their own.
    pub(super) generic: Words,
    /// Beginnings of a phrase that is no name.
    pub(super) general: Words,
    /// Beginnings of a modifier that belongs to the name.
    pub(super) scale: Words,
    /// Ends of a modifier that does not.
    pub(super) relative: Words,
    /// Beginnings of a modifier that spans members of a list.
    pub(super) opens: Words,
    /// Ends of such a modifier in front of 的.
    pub(super) modifiers: Words,
    /// Verbs that may bring a named thing into being.
    pub(super) building: Words,
    /// The same, inside a clause that begins with something else.
    pub(super) strong: Words,
    /// Heads that are names only under such a verb.
    pub(super) common: Words,
    /// Common words that end like a head noun.
    pub(super) never: Words,
    /// Closings of 以X为… where X exists.
    pub(super) leaning: Words,
    /// Openings of a clause that leans on what exists.
    pub(super) leans: Words,
    /// What a clause says of the stage.
    pub(super) conditional: Words,
    /// Words of size, sort or ownership, which make no name of a head noun.
    pub(super) qualifiers: Words,
    /// Verbs under which nothing is built.
    pub(super) limits: Words,
    /// What is done to a thing that is there, which makes a work of it.
    pub(super) renews: Words,
    /// What else is done, at the end of a phrase.
    pub(super) done: Words,
    /// Words in front of that.
    pub(super) how: Words,
    /// Things without a head noun of their own to which it is done.
    pub(super) renewed: Words,
    /// Verbs and conjunctions that are no part of the name behind them.
    pub(super) stray: Words,
    /// Heads that need more than two signs in front of them to be a name.
    pub(super) thin: Words,
    /// Predicates that say how what there is works or joins.
    pub(super) states: Words,
}

const FILE: &str = include_str!("../../data/zh/names.tsv");

pub(super) static NAMES: LazyLock<Names> = LazyLock::new(|| Names {
    completed: class(FILE, "completed"),
    after: class(FILE, "after"),
    closings: class(FILE, "as"),
    generic: class(FILE, "generic"),
    general: class(FILE, "general"),
    scale: class(FILE, "scale"),
    relative: class(FILE, "relative"),
    opens: class(FILE, "opens"),
    modifiers: class(FILE, "modifier"),
    building: class(FILE, "building"),
    strong: class(FILE, "strong"),
    common: class(FILE, "common"),
    never: class(FILE, "never"),
    leaning: class(FILE, "leaning"),
    leans: class(FILE, "leans"),
    conditional: class(FILE, "conditional"),
    qualifiers: class(FILE, "qualifier"),
    limits: class(FILE, "limits"),
    states: class(FILE, "states"),
    renews: class(FILE, "renews"),
    done: class(FILE, "done"),
    how: class(FILE, "how"),
    renewed: class(FILE, "renewed"),
    thin: class(FILE, "thin"),
    stray: class(FILE, "stray"),
});
