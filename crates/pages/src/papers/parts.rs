//! What the pages of reports share.

use jiff::civil::Date;
use source::Lang;
use web::visit::encode;

/// The address of the reports of a plan, with what stands behind it.
pub(super) fn address(plan: &str, tail: &str) -> String {
    format!("/plans/{}/papers{tail}", encode(plan))
}

/// A day as a form gives it.
pub(super) fn day(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

/// What a kind of report is called.
pub(super) fn kind_word(lang: Lang, kind: &str) -> String {
    let found = report::KINDS.iter().find(|(name, ..)| *name == kind);
    found.map_or(kind, |(_, zh, en)| if lang == Lang::Zh { zh } else { en }).to_owned()
}
