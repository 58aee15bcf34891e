//! Addresses of years and aims.

use web::visit::encode;

/// The address of a year's list.
pub(super) fn year_of(plan: &str, year: i64) -> String {
    format!("/plans/{}/yearly/{year}", encode(plan))
}

/// The address of an aim.
pub(super) fn aim_of(plan: &str, id: i64) -> String {
    format!("/plans/{}/aims/{id}", encode(plan))
}
