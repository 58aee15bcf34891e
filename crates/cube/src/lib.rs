//! Figures and targets of a plan as cubes, and the open formats that statistical programs read.
//!
//! [`figures`] and [`targets`] make a [`Cube`]; [`write()`] turns cubes into the files of a [`Format`]. There is one cube
//! for all formats, so that two of them can never say different things of one figure.
//!
//! **Invariant:** a value is written with the digits it was printed with; binary floating point never touches it.
//! **Invariant:** a key has one value; what was superseded is counted in [`Cube::superseded`], what has no place in time in
//! [`Cube::timeless`].

mod build;
mod cube;
mod time;
mod write;

pub use build::{LAST_YEAR, day_of, figures, targets};
pub use cube::{ATTRIBUTES, Attribute, AttributeKind, Cell, Code, Cube, Dimension, Role, STATUSES};
pub use write::{About, Format, write};
