//! How a figure travels: draft, submitted, returned or approved, published; two steps by level.

use source::Words;

/// Where a submission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Being written; only its author works on it.
    Draft,
    /// Waiting for the review of the county.
    AtCounty,
    /// Waiting for the review of the city.
    AtCity,
    /// Sent back with a reason; the author corrects and submits again.
    Returned,
    /// Accepted, not yet public.
    Approved,
    /// Public. The figure is an observation from here on; a correction is a new submission.
    Published,
    /// Given up by its author before it was accepted.
    Withdrawn,
}

impl Stage {
    /// All stages.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::AtCounty,
        Self::AtCity,
        Self::Returned,
        Self::Approved,
        Self::Published,
        Self::Withdrawn,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::AtCounty => "at_county",
            Self::AtCity => "at_city",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == text)
    }
}

/// What somebody does with a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The author hands it in.
    Submit,
    /// A reviewer sends it back; a reason is needed.
    Return,
    /// A reviewer accepts it at the present level.
    Approve,
    /// A planner makes it public, or its embargo ends.
    Publish,
    /// The author gives it up.
    Withdraw,
}

/// Why a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The step does not fit the stage.
    Stage(Stage, Step),
    /// A return needs a reason.
    NoReason,
    /// Nobody reviews what they submitted themselves.
    OwnWork,
    /// The embargo has not ended.
    Embargo,
}

impl Refusal {
    /// What a person reads.
    pub fn words(self) -> Words {
        match self {
            Self::Stage(stage, _) => {
                let (zh, en) = match stage {
                    Stage::Draft => ("还是草稿，请先提交", "it is still a draft; submit it first"),
                    Stage::AtCounty | Stage::AtCity => {
                        ("正在审核，请等待结果", "it is under review; wait for the result")
                    }
                    Stage::Returned => {
                        ("已退回，请修改后重新提交", "it was returned; correct it and submit again")
                    }
                    Stage::Approved => ("已通过审核", "it is already approved"),
                    Stage::Published => {
                        ("已公布；更正请另报一笔", "it is published; hand in a correction as a new figure")
                    }
                    Stage::Withdrawn => ("已撤回，请另报一笔", "it was withdrawn; hand in a new one"),
                };
                Words::new(zh, en)
            }
            Self::NoReason => Words::new("退回须写明理由", "state the reason for the return"),
            Self::OwnWork => Words::new("不能审核自己提交的数据", "nobody reviews their own submission"),
            Self::Embargo => Words::new("未到公布时间", "the time of publication has not come"),
        }
    }
}

/// A submission as far as the rules need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission<'a> {
    /// Where it stands.
    pub stage: Stage,
    /// The account that wrote it.
    pub author: &'a str,
    /// Whether the author's body stands below a county, whose review comes first.
    pub below_county: bool,
}

impl Submission<'_> {
    /// The stage after `step` by the account `actor`, with the `reason` given.
    ///
    /// # Errors
    /// The [`Refusal`] with words for the person.
    ///
    /// # Example
    /// ```
    /// use duty::{Refusal, Stage, Step, Submission};
    /// let figure = Submission { stage: Stage::AtCity, author: "li", below_county: false };
    /// assert_eq!(figure.after(Step::Approve, "wang", ""), Ok(Stage::Approved));
    /// assert_eq!(figure.after(Step::Approve, "li", ""), Err(Refusal::OwnWork));
    /// assert_eq!(figure.after(Step::Return, "wang", " "), Err(Refusal::NoReason));
    /// ```
    pub fn after(&self, step: Step, actor: &str, reason: &str) -> Result<Stage, Refusal> {
        let review = matches!(step, Step::Return | Step::Approve);
        let next = match (self.stage, step) {
            (Stage::Draft | Stage::Returned, Step::Submit) if self.below_county => Stage::AtCounty,
            (Stage::Draft | Stage::Returned, Step::Submit) => Stage::AtCity,
            (Stage::AtCounty | Stage::AtCity, Step::Return) => Stage::Returned,
            (Stage::AtCounty, Step::Approve) => Stage::AtCity,
            (Stage::AtCity, Step::Approve) => Stage::Approved,
            (Stage::Approved, Step::Publish) => Stage::Published,
            // An approved figure that turns out wrong before publication goes back as well.
            (Stage::Approved, Step::Return) => Stage::Returned,
            (Stage::Draft | Stage::Returned | Stage::AtCounty | Stage::AtCity, Step::Withdraw) => {
                Stage::Withdrawn
            }
            (stage, step) => return Err(Refusal::Stage(stage, step)),
        };
        if review && actor == self.author {
            return Err(Refusal::OwnWork);
        }
        if step == Step::Return && reason.trim().is_empty() {
            return Err(Refusal::NoReason);
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Step; 5] = [Step::Submit, Step::Return, Step::Approve, Step::Publish, Step::Withdraw];

    #[test]
    fn a_county_office_passes_two_reviews() {
        let mut figure = Submission { stage: Stage::Draft, author: "office", below_county: true };
        for (step, actor, expected) in [
            (Step::Submit, "office", Stage::AtCounty),
            (Step::Approve, "county", Stage::AtCity),
            (Step::Return, "city", Stage::Returned),
            (Step::Submit, "office", Stage::AtCounty),
            (Step::Approve, "county", Stage::AtCity),
            (Step::Approve, "city", Stage::Approved),
            (Step::Publish, "city", Stage::Published),
        ] {
            figure.stage = figure.after(step, actor, "数字与年鉴不符").expect("allowed");
            assert_eq!(figure.stage, expected);
        }
    }

    #[test]
    fn nothing_becomes_public_without_approval() {
        for stage in Stage::ALL {
            let figure = Submission { stage, author: "a", below_county: false };
            assert_eq!(figure.after(Step::Publish, "b", "").is_ok(), stage == Stage::Approved);
        }
    }

    #[test]
    fn published_and_withdrawn_are_final() {
        for stage in [Stage::Published, Stage::Withdrawn] {
            for step in STEPS {
                let figure = Submission { stage, author: "a", below_county: false };
                let refusal = figure.after(step, "b", "r").expect_err("final");
                assert!(!refusal.words().zh.is_empty());
            }
        }
    }
}
