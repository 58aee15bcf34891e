//! Turns tables of figures (csv, xlsx) into observations, with every problem reported by file, sheet and cell before
//! anything is used.
//!
//! [`read`] takes the bytes of a file and gives a [`Preview`]: how each sheet was understood ([`SheetMapping`], which a
//! person can change and hand back in [`Settings`]), the rows that were read, and the problems. [`Preview::accept`] gives
//! the observations only when no problem is an error, so that nothing is ever half loaded. [`template`] makes the empty
//! tables to be filled in.
//!
//! Three layouts are read, with Chinese or English headers: tidy (one figure a row), years as columns, and indicators as
//! columns.

mod amount;
pub mod bulletin;
mod context;
mod delimited;
mod grid;
mod header;
mod mapping;
mod matching;
mod preview;
mod problem;
mod refusal;
mod rows;
mod settings;
pub mod template;
mod value;
mod workbook;

pub use mapping::{Column, Layout, Role, SheetMapping};
pub use preview::{Preview, PreviewRow, Recognised, read, texts};
pub use problem::{Cell, Problem};
pub use settings::Settings;
