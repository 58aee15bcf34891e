//! Layers of plans: taking them in, laying them over each other, drawing them, and looking at a place for a project.
//!
//! A layer is read in the child that reads people's files; what it gave is kept beside the file, so that it need not be read
//! again. The conflicts that a layer brings are kept with it in one transaction. Layers are internal: the public sees only what
//! a person released, moved to a coarse grid, with the number of the map's approval.

mod add;
mod drawn;
mod held;
mod named;
mod one_core;
mod overlay;
mod paper;
mod progress;
mod reckon;
mod release;
mod said;
mod site;
mod standing;
mod whereabouts;

pub use add::{Given, Overlaid, add, add_read, fitting, restate, withdraw};
pub use drawn::{Overview, Shown, drawing, overview, tile};
pub use named::{Named, Outlined, Structured, middle, named, structured};
pub use overlay::overlay;
pub use paper::sheet;
pub use progress::Progress;
pub(crate) use reckon::digest;
pub use release::{approval_is_one, release};
pub use said::{Extent, Proposed, Side, read};
pub(crate) use said::{extent, side};
pub use site::{Hit, Looked, Place, look, opinion, place_of};
pub use standing::{Standing, around, standing, years};
pub use whereabouts::{Drawn, Sketch, Whereabouts, spread, whereabouts};
