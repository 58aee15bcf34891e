//! HTTP around the work with plans: who asks ([`visitor`]), what an address needs ([`access`]), what a request asks for
//! ([`visit`]), forms with their key ([`form`], [`fields`]), problems told in the right form ([`problem`]), and finished
//! answers with their compressed forms ([`rendered`]).
//!
//! Nothing here knows a page or a resource of the API.

pub mod access;
mod app;
pub mod download;
pub mod fields;
mod form;
mod problem;
pub mod rendered;
mod settings;
pub mod visit;
pub mod visitor;

pub use app::App;
pub use problem::{Problem, ProblemBody};
pub use settings::Settings;
pub use visit::Visit;
pub use visitor::Visitor;
