//! Who may do what, and what attackers try.

mod accounts;
mod administration;
mod attacks;
mod bench;
mod delivery;
mod every_address;
mod matrix;
mod oidc;
mod provider;
mod queue;
mod story;
mod upload;
