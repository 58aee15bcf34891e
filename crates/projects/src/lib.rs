//! The life of a project: how far it is ([`Stage`]), what was dispatched month by month ([`Entry`]), what its unified
//! code says ([`code`]), what is odd about it ([`warn`]), and when it will be done ([`outlook`]).
//!
//! Pure functions over values: the month is given, nothing is stored.

pub mod code;
mod dispatch;
mod outlook;
mod stage;
mod step;
mod warning;

pub use dispatch::{Entry, Month, Rate, rate, year_to};
pub use outlook::{Course, LIKE, Now, Outlook, outlook};
pub use stage::Stage;
pub use step::{approves, step_of};
pub use warning::{Plan, Warning, warn};
