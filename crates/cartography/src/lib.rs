//! Layers drawn: vector tiles for the screen and sheets for paper.
//!
//! A [`Drawing`] is a layer on the square of web maps; [`Drawing::tile`] gives its vector tiles. A [`Sheet`] is drawn in the plane
//! of the overlay, with legend, scale bar, coordinate system, versions and day. Both cut and snap by [`fit`].
//!
//! **Invariant:** nothing is computed on what is drawn; areas and conflicts come from `space`.

mod corners;
mod drawing;
mod fit;
mod mvt;
mod scale;
mod sheet;
mod style;

pub use drawing::{DEEPEST, Drawing, Label};
pub use fit::{Fitted, Line, Outline, Piece, Window, fit};
pub use scale::{round_length, written};
pub use sheet::{Drawn, Mark, Sheet};
pub use style::{Hatch, Style};
