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
    /// Verbs that make one thing of their object.
    pub(super) founding: Words,
    /// Verbs that only make use of what there is.
    pub(super) uses: Words,
    /// Verbs that leave it to others whether something is made.
    pub(super) leaves: Words,
    /// Verbs that carry out a programme.
    pub(super) running: Words,
    /// Words in front of a name that make a class of it.
    pub(super) many: Words,
    /// Heads of institutions and equipment, which name nothing without a place.
    pub(super) kinds: Words,
    /// Openings of what stands at many places.
    pub(super) spread: Words,
    /// Words within quotation marks that name no work.
    pub(super) slogans: Words,
    /// Openings of what there is one of in a region.
    pub(super) sole: Words,
    /// What makes a rank or a class of such an opening.
    pub(super) shared: Words,
    /// Words of rank and quality.
    pub(super) ranks: Words,
    /// What begins or ends the name of a class of works.
    pub(super) classes: Words,
    /// What ends the name of a kind of works.
    pub(super) works: Words,
    /// What a subject in front of it does.
    pub(super) acts: Words,
    /// Names of areas that are no divisions.
    pub(super) areas: Words,
    /// What a programme is about that builds nothing.
    pub(super) soft: Words,
    /// Verbs by which somebody else is to do it.
    pub(super) helps: Words,
    /// What a place is among others.
    pub(super) standing: Words,
    /// Words that stand in sentences and in no name.
    pub(super) torn: Words,
    /// Openings of a clause that says where, to whom or with whom.
    pub(super) located: Words,
    /// What a list of places or bodies is said to be.
    pub(super) group: Words,
    /// Verbs that take part in what others make.
    pub(super) joins: Words,
    /// What a list is said to be that holds no works.
    pub(super) matters: Words,
    /// Ends of a modifier that names examples.
    pub(super) stands_for: Words,
    /// Verbs whose object says what something else turns into.
    pub(super) becoming: Words,
    /// Verbs that better what there is.
    pub(super) bettering: Words,
    /// Verbs that win a title.
    pub(super) wins: Words,
    /// Openings of what is there already.
    pub(super) there: Words,
    /// Openings that say among whom a place plays its part.
    pub(super) part: Words,
    /// Ends of a modifier that ranks.
    pub(super) best: Words,
    /// Ends of a modifier that says what firm makes a thing.
    pub(super) makers: Words,
    /// Verbs that make what there is stronger or deeper.
    pub(super) deepening: Words,
    /// Verbs that make a part to be played of their object.
    pub(super) shaping: Words,
    /// Openings that say how far a seat of something reaches.
    pub(super) seats: Words,
    /// Verbs that found an institution.
    pub(super) institutes: Words,
    /// Ends of what is tried out on the ground.
    pub(super) trials: Words,
    /// What is done on the ground in the course of a campaign.
    pub(super) physical: Words,
    /// Verbs that write a document.
    pub(super) drafts: Words,
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
    founding: class(FILE, "founding"),
    uses: class(FILE, "uses"),
    leaves: class(FILE, "leaves"),
    running: class(FILE, "running"),
    many: class(FILE, "many"),
    kinds: class(FILE, "kinds"),
    spread: class(FILE, "spread"),
    slogans: class(FILE, "slogans"),
    sole: class(FILE, "sole"),
    shared: class(FILE, "shared"),
    ranks: class(FILE, "ranks"),
    classes: class(FILE, "classes"),
    works: class(FILE, "works"),
    acts: class(FILE, "acts"),
    areas: class(FILE, "areas"),
    soft: class(FILE, "soft"),
    helps: class(FILE, "helps"),
    standing: class(FILE, "standing"),
    torn: class(FILE, "torn"),
    located: class(FILE, "located"),
    group: class(FILE, "group"),
    joins: class(FILE, "joins"),
    matters: class(FILE, "matters"),
    stands_for: class(FILE, "stands_for"),
    becoming: class(FILE, "becoming"),
    bettering: class(FILE, "bettering"),
    wins: class(FILE, "wins"),
    there: class(FILE, "there"),
    part: class(FILE, "part"),
    best: class(FILE, "best"),
    makers: class(FILE, "makers"),
    deepening: class(FILE, "deepening"),
    shaping: class(FILE, "shaping"),
    seats: class(FILE, "seats"),
    institutes: class(FILE, "institutes"),
    trials: class(FILE, "trials"),
    physical: class(FILE, "physical"),
    drafts: class(FILE, "drafts"),
});
