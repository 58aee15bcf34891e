//! Pages and API over a real socket.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, dead_code, missing_docs)]

mod abuse;
mod api;
mod client;
mod pages;
mod parameters;
mod people;
mod service;
mod slow;
