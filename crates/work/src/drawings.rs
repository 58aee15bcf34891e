//! Layers ready to be drawn, as they are kept in memory.

use crate::cache::Weigh;
use cartography::Drawing;

/// A layer ready to be drawn.
pub struct Ready(pub Drawing);

impl Weigh for Ready {
    fn weight(&self) -> usize {
        self.0.weight()
    }
}
