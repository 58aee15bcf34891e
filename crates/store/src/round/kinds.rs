//! The closed lists of rounds.

use serde::Serialize;

/// What a version is in the course of drafting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DraftStage {
    /// Laid before others (征求意见稿).
    Opinions,
    /// Handed up to be examined (送审稿).
    Review,
    /// Deliberated on (审议稿).
    Deliberation,
    /// Printed and sent out (印发稿).
    Issued,
}

impl DraftStage {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Opinions, Self::Review, Self::Deliberation, Self::Issued];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opinions => "opinions",
            Self::Review => "review",
            Self::Deliberation => "deliberation",
            Self::Issued => "issued",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// What sort of round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RoundKind {
    /// Bodies, counties and the upper level are asked for opinions (征求意见).
    Opinions,
    /// Experts examine it (专家论证).
    Experts,
    /// It is examined for its legality (合法性审查).
    Legality,
    /// Everybody is asked (公开征求意见).
    Public,
}

impl RoundKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Opinions, Self::Experts, Self::Legality, Self::Public];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opinions => "opinions",
            Self::Experts => "experts",
            Self::Legality => "legality",
            Self::Public => "public",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// What sort of party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartyKind {
    /// A department.
    Body,
    /// A county or district.
    County,
    /// The upper level.
    Upper,
    /// An expert.
    Expert,
    /// Somebody of the public.
    Person,
}

impl PartyKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Body, Self::County, Self::Upper, Self::Expert, Self::Person];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::County => "county",
            Self::Upper => "upper",
            Self::Expert => "expert",
            Self::Person => "person",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// What sort of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerKind {
    /// No opinion (无意见).
    None,
    /// Opinions by clause.
    Opinions,
    /// A letter as a scan.
    Scan,
    /// A signed conclusion.
    Conclusion,
}

impl AnswerKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Opinions, Self::Scan, Self::Conclusion];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Opinions => "opinions",
            Self::Scan => "scan",
            Self::Conclusion => "conclusion",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// What a conclusion comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RoundVerdict {
    /// As it is.
    Pass,
    /// After changes.
    Amend,
    /// Not.
    Fail,
}

impl RoundVerdict {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pass, Self::Amend, Self::Fail];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Amend => "amend",
            Self::Fail => "fail",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// What becomes of an opinion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is followed (采纳).
    Adopted,
    /// It is followed in part (部分采纳).
    Partly,
    /// It is not followed (未采纳).
    Rejected,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Adopted, Self::Partly, Self::Rejected];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Partly => "partly",
            Self::Rejected => "rejected",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}
