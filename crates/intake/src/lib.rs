//! Turns tables of figures (workbooks, csv, tables of documents) into observations, with every problem reported by file, sheet and cell before
//! anything is used.
//!
//! [`read`] takes the bytes of a file and gives a [`Preview`]: how each sheet was understood ([`SheetMapping`], which a
//! person can change and hand back in [`Settings`]), the rows that were read, and the problems. [`Preview::accept`] gives
//! the observations only when no problem is an error, so that nothing is ever half loaded. [`template`] makes the empty
//! tables to be filled in.
//!
//! Data sets for exchange (SDMX-CSV, JSON-stat, PX) say by codes what their values are of and are read by these.
//! Of tables, three layouts are read, with Chinese or English headers: tidy (one figure a row), years as columns, and indicators as
//! columns.

mod adopt;
mod amount;
mod block;
pub mod bulletin;
mod compare;
mod context;
pub mod dispatch;
mod exchange;
mod figure;
mod file;
mod formula;
mod grid;
mod header;
mod label;
mod mapping;
mod matching;
mod note;
mod number;
mod period;
mod preview;
mod problem;
pub mod profile;
mod refusal;
mod region;
mod rows;
mod settings;
pub mod template;
mod understand;
mod value;
mod word;
pub mod yearly;

pub use amount::in_unit;
pub use figure::{Outcome, Stated};
pub use mapping::{Column, Layout, Role, SheetMapping};
pub use period::{Covered, Kind, Part};
pub use preview::{Preview, PreviewRow, Recognised, all_texts, read, texts};
pub use problem::{Cell, Problem};
pub use settings::Settings;
pub use understand::{Understood, understand};
