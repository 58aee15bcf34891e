//! Who may do what, and what attackers try.

mod accounts;
mod administration;
mod attacks;
mod bench;
mod matrix;
mod story;
