//! The words of drafting.

use crate::text::text;
use source::Lang;
use store::{AnswerKind, DraftStage, Outcome, PartyKind, RoundKind, RoundVerdict};

pub(crate) fn stage_word(lang: Lang, stage: DraftStage) -> &'static str {
    match stage {
        DraftStage::Opinions => text(lang, "stage-of.opinions"),
        DraftStage::Review => text(lang, "stage-of.review"),
        DraftStage::Deliberation => text(lang, "stage-of.deliberation"),
        DraftStage::Issued => text(lang, "stage-of.issued"),
    }
}

pub(super) fn round_word(lang: Lang, kind: RoundKind) -> &'static str {
    match kind {
        RoundKind::Opinions => text(lang, "round-of.opinions"),
        RoundKind::Experts => text(lang, "round-of.experts"),
        RoundKind::Legality => text(lang, "round-of.legality"),
        RoundKind::Public => text(lang, "round-of.public"),
    }
}

pub(super) fn party_word(lang: Lang, kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Body => text(lang, "party.body"),
        PartyKind::County => text(lang, "party.county"),
        PartyKind::Upper => text(lang, "party.upper"),
        PartyKind::Expert => text(lang, "party.expert"),
        PartyKind::Person => text(lang, "party.person"),
    }
}

pub(super) fn answer_word(lang: Lang, kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::None => text(lang, "answer.none"),
        AnswerKind::Opinions => text(lang, "answer.opinions"),
        AnswerKind::Scan => text(lang, "answer.scan"),
        AnswerKind::Conclusion => text(lang, "answer.conclusion"),
    }
}

pub(super) fn verdict_word(lang: Lang, verdict: RoundVerdict) -> &'static str {
    match verdict {
        RoundVerdict::Pass => text(lang, "round-verdict.pass"),
        RoundVerdict::Amend => text(lang, "round-verdict.amend"),
        RoundVerdict::Fail => text(lang, "round-verdict.fail"),
    }
}

pub(crate) fn outcome_word(lang: Lang, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Adopted => text(lang, "outcome.adopted"),
        Outcome::Partly => text(lang, "outcome.partly"),
        Outcome::Rejected => text(lang, "outcome.rejected"),
    }
}
