//! What pages and API read: a plan with its indexes, and the plan judged at a moment.

mod filter;
mod judged;
mod moment;
mod place;
mod plan_view;
mod state;

pub use filter::Filter;
pub use judged::Judged;
pub use moment::Moment;
pub use place::{range_in, sentence_start};
pub use plan_view::{PlanView, heading};
pub use state::{Count, State};
