//! Addresses and words that the pages of questions share.

use crate::text::text;
use source::Lang;
use web::visit::encode;

/// The address of the page of a plan with what its citizens said.
pub(super) fn voices_of(plan: &str) -> String {
    format!("/plans/{}/voices", encode(plan))
}

/// The word for one of the two kinds of what is said.
pub(super) fn kind_word(lang: Lang, kind: &str) -> &'static str {
    text(lang, if kind == "proposal" { "voice.proposal" } else { "voice.question" })
}

/// The tail of the address at which one asks about something of a plan, `indicator/ID` or the like.
pub(crate) fn asking(subject: &str) -> String {
    if subject.is_empty() {
        "/voices/new".to_owned()
    } else {
        format!("/voices/new?subject={}", encode(subject))
    }
}
