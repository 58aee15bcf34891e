//! The language of plans: what a piece of text says in numbers.
//!
//! [`scan`] reads one piece of Chinese text (a sentence, a paragraph) from left to right and yields
//! its [`Mention`]s in order: amounts, percentages, years, periods, ratios, multiples, with the printed
//! number and unit, the value without multiplier, the bound (不低于, 以内), the change (年均增长) and
//! the modality (力争). It knows nothing of documents and plans.
//!
//! Beside it stand the smaller readers that tables and headings need: [`parse_cell`], [`parse_unit`] and
//! [`convert`], [`document_numbers`], [`numeral`], [`ordinal`], [`fold`], and the printing of numbers, [`chinese`] and [`arabic`].
//!
//! All words are data: the tables of a [`Language`]. [`CHINESE`] is compiled in.

mod candidate;
mod cell;
mod context;
mod digits;
mod document_number;
mod fold;
mod language;
mod mention;
mod names;
mod numbers;
mod numeral;
mod ordinal;
mod print;
mod proportion;
mod scan;
mod text;
mod time;
mod trigger;
mod unit;
mod zh;

pub use cell::{Cell, CellValue};
pub use document_number::{CitedNumber, DocumentNumber, NoDocumentNumber, document_numbers};
pub use fold::{Folded, fold, fold_char};
pub use language::{CHINESE, Language};
pub use mention::{Change, Comparator, Edge, Kind, Marked, Mention, Modality, Open, Printed, Years};
pub use numbers::Number;
pub use ordinal::{Ordinal, OrdinalStyle};
pub use print::{arabic, chinese};
pub use scan::Scanner;
pub use unit::{ConvertError, Dimension, Unit, convert};
pub use zh::{groups, numbers, numeral, ordinal, ordinals, parse_cell, parse_unit, read_all, scan};
