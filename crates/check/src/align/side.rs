//! One of the two plans.

use plan::Plan;

/// A plan with the text that it was read from; the text may be empty.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The text that its spans point into.
    pub text: &'a str,
}
