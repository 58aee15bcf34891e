//! What the pages of reports share.

use jiff::civil::Date;
use web::visit::encode;

/// The address of the reports of a plan, with what stands behind it.
pub(super) fn address(plan: &str, tail: &str) -> String {
    format!("/plans/{}/papers{tail}", encode(plan))
}

/// A day as a form gives it.
pub(super) fn day(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}
