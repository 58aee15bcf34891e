//! Joins pages, API and jobs to one server.
//!
//! [`serve`] answers requests from a [`store::Store`] until it is told to stop. A request goes through the layers of the
//! router (limits, headers, metrics) and the one authorisation layer of `web`, and ends in a page or in the API. Both read
//! the same views of `work`.
#![allow(clippy::disallowed_methods)] // the server is one of the crates that touch the outside

mod body;
mod code;
mod door;
mod edition;
mod headers;
mod health;
mod measures;
mod metrics;
mod router;
mod serve;

pub use edition::edition;
pub use jobs::try_mail;
pub use serve::{ServeError, serve};
pub use web::Settings;
pub use web::access::{Entry, Need};
pub use work::account::directory;
pub use work::account::line::{is_mail_address, line};
pub use work::account::link::is_name;
pub use work::account::policy::Policy;
pub use work::account::{PasswordError, Provider, ProviderError, first_link, new_link, set_password};
pub use work::demo::{self, DemoAccount};
pub use work::notice::MAIL_SERVER;
pub use work::press;
pub use work::reader::{Reader, answer, figures_job};
pub use work::spatial::{Given, Overlaid, add_read};

/// The `OpenAPI` document of the API, as JSON.
pub fn openapi() -> String {
    api::document().to_owned()
}

/// The table of all addresses, with what each needs.
pub fn routes() -> Vec<Entry> {
    router::entries()
}
