//! Pages and API over a real socket.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

mod api;
mod client;
mod pages;
mod people;
mod service;
