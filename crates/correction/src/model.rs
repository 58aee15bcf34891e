use plan::Plan;
use plan::package::Named;
use serde::{Deserialize, Serialize};
use source::Words;

/// What sort of row is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What is measured.
    Indicator,
    /// A commitment.
    Target,
    /// A figure of the past that the document states.
    Observation,
    /// Something to be built.
    Project,
    /// A verb-led duty.
    Task,
    /// A region, zone or site.
    Place,
    /// Who leads or supports what.
    Assignment,
}

impl Kind {
    /// All kinds, in the order of the plan.
    pub const ALL: [Self; 7] = [
        Self::Indicator,
        Self::Target,
        Self::Observation,
        Self::Project,
        Self::Task,
        Self::Place,
        Self::Assignment,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Indicator => "indicator",
            Self::Target => "target",
            Self::Observation => "observation",
            Self::Project => "project",
            Self::Task => "task",
            Self::Place => "place",
            Self::Assignment => "assignment",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == text)
    }

    /// What the ids of its rows begin with.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::Indicator => "i",
            Self::Target => "t",
            Self::Observation => "o",
            Self::Project => "p",
            Self::Task => "k",
            Self::Place => "l",
            Self::Assignment => "a",
        }
    }
}

/// What a correction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Gives fields other values.
    Edit,
    /// Adds a row that the reading does not have.
    Add,
    /// Takes a row away that the document does not mean.
    Reject,
    /// Says that a row of which the reader was not certain is right.
    Accept,
    /// Makes an indicator one with another.
    Merge,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 5] = [Self::Edit, Self::Add, Self::Reject, Self::Accept, Self::Merge];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Add => "add",
            Self::Reject => "reject",
            Self::Accept => "accept",
            Self::Merge => "merge",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == text)
    }
}

/// By what a row is found again in another reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The words of the document that the row was read from; empty when it stands in none.
    pub quote: String,
    /// What stands before the words, without spaces.
    pub before: String,
    /// What stands behind them, without spaces.
    pub after: String,
    /// The heading of the section they stand in.
    pub section: String,
    /// What the reading said, by field; indicators by name. Empty for a row that is added.
    pub read: Named,
}

/// One act of a person on one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Number; later ones go before earlier ones.
    pub id: i64,
    /// What sort of row.
    pub kind: Kind,
    /// What is done with it.
    pub act: Act,
    /// Which row.
    pub anchor: Anchor,
    /// The new values by field; indicators by name, an empty text for nothing.
    pub changes: Named,
}

/// A plan as it holds, and what became of each correction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corrected {
    /// The plan.
    pub plan: Plan,
    /// What was done, in the order of the corrections.
    pub traces: Vec<Trace>,
    /// What could not be done.
    pub unmatched: Vec<Unmatched>,
}

/// What a correction did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The correction.
    pub correction: i64,
    /// What sort of row.
    pub kind: Kind,
    /// Id of the row, also when it is gone.
    pub row: String,
    /// What was done.
    pub act: Act,
    /// The fields that say something else since.
    pub fields: Vec<FieldTrace>,
}

/// A field before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldTrace {
    /// Its name.
    pub name: String,
    /// What the reading says.
    pub read: String,
    /// What holds.
    pub holds: String,
}

/// A correction that could not be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The correction.
    pub correction: i64,
    /// Why.
    pub why: Why,
}

/// Why a correction could not be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The words are no longer in the document, or nothing is read from them.
    Gone,
    /// Several rows fit alike.
    Ambiguous,
    /// The field says something else than what was corrected.
    Changed {
        /// The field.
        field: String,
        /// What it says now.
        now: String,
    },
    /// The values make no row.
    Invalid(Words),
}

impl Why {
    /// In words.
    pub fn words(&self) -> Words {
        match self {
            Self::Gone => Words::new(
                "原文中已找不到这一处，或这一处不再读出内容。",
                "the place is no longer in the text, or nothing is read from it",
            ),
            Self::Ambiguous => Words::new(
                "有几处同样符合，无法判断是哪一处。",
                "several places fit alike, and none can be preferred",
            ),
            Self::Changed { field, now } => Words::new(
                format!("新的读取结果（{field}：{now}）与更正时不同，请重新确认。"),
                format!(
                    "the new reading says something else than what was corrected ({field}: {now}); decide anew"
                ),
            ),
            Self::Invalid(words) => words.clone(),
        }
    }
}
