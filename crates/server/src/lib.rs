//! Pages and API over stored plans.
//!
//! [`serve`] answers requests from a [`store::Store`] until it is told to stop. A request goes through
//! the layers of [`ops`] (limits, headers, metrics), the one authorisation layer ([`access`]), and ends in
//! a page ([`page`]) or in the API ([`api`]). Both read the same views ([`view`]): a plan with its indexes,
//! and the plan judged at a moment. Views and rendered pages are kept in memory while the store's
//! generation stays the same; judging is a pure function, so that is safe.
//!
//! Every text for people stands in `messages/`, in Chinese and English.
#![allow(clippy::disallowed_methods)] // the server is one of the crates that touch the outside

mod access;
mod api;
mod app;
mod assets;
mod chart;
mod clock;
mod handin;
mod living;
mod number;
mod ops;
mod page;
mod people;
mod problem;
mod question;
mod rendered;
mod router;
mod serve;
mod sheet;
mod shelf;
mod text;
mod view;
mod viewer;
mod visit;

pub use access::{Entry, Need};
pub use handin::demo::{self, DemoAccount};
pub use people::{PasswordError, Provider, ProviderError, first_link, new_link, set_password};
pub use serve::{ServeError, Settings, serve};

/// The `OpenAPI` document of the API, as JSON.
pub fn openapi() -> String {
    api::document()
}

/// The table of all addresses, with what each needs.
pub fn routes() -> Vec<Entry> {
    router::entries()
}
