//! The plan package: a plan as a folder of CSV tables that any tool opens.
//!
//! The format is Frictionless Data Package v1. `datapackage.json` holds the head of the plan (title,
//! region, period, source) and describes every column of every table; the tables are RFC 4180 CSV in
//! UTF-8 with a header line. Both directions are pure: files are names and bytes, and the caller
//! stores them. [`write()`] followed by [`read()`] gives back an equal plan.

mod cells;
mod descriptor;
mod error;
mod reader;
mod record;
mod row;
mod schema;
mod tables;
mod writer;

pub use error::{PackageError, Problem};
pub use reader::read;
pub use row::{Field, FieldKind, Fields, Named, chinese_of, title};
pub use tables::chinese_head;
pub use writer::write;

/// Name of the file that describes a package.
pub const DESCRIPTOR: &str = "datapackage.json";
