//! Addresses and words that the pages of changes share.

use crate::text::text;
use source::Lang;
use web::visit::encode;

/// The tail of the address at which one follows something of a plan, `indicator/ID` or the like.
pub(crate) fn following(subject: &str) -> String {
    if subject.is_empty() { "/follow".to_owned() } else { format!("/follow?subject={}", encode(subject)) }
}

/// The word for a kind of change.
pub(super) fn kind_word(lang: Lang, kind: &str) -> &'static str {
    match kind {
        "figure" => text(lang, "news.figure"),
        "warning" => text(lang, "news.warning"),
        "stage" => text(lang, "news.stage"),
        "matter" => text(lang, "news.matter"),
        "answer" => text(lang, "news.answer"),
        _ => text(lang, "news.text"),
    }
}
