//! Addresses of sheets, and where forms lead back to.

use web::Visit;
use web::visit::{address, encode};

/// The part of an address behind the plan that leads to the sheet of a body.
pub(super) fn sheet_of(body: &str) -> String {
    format!("/appraisals/of/{}", encode(body))
}

/// Where a form leads back to: the moment that was looked at stays.
pub(super) fn back(visit: &Visit, plan: &str, tail: &str) -> String {
    let kept = ["as-of", "known-at", "version"];
    let query = kept.into_iter().filter_map(|name| Some((name, visit.get(name)?)));
    address(&format!("/plans/{}{tail}", encode(plan)), query.chain([("saved", "1")]))
}
