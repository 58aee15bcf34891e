//! Accounts: passwords, one-time links, single sign-on, and what people are told of theirs.

pub mod directory;
pub mod evaluator;
mod gatekeeper;
pub mod line;
pub mod link;
pub mod notice;
pub mod password;
pub mod policy;
pub mod provider;
pub mod second_factor;

pub use gatekeeper::Gatekeeper;
pub use link::{PasswordError, first_link, new_link, set_password};
pub use provider::{Provider, ProviderError};
