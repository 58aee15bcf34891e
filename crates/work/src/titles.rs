//! Titles of the plans that somebody sees, as the search keeps them.

use crate::cache::Weigh;
use std::collections::BTreeMap;

/// The plans that somebody sees, by id.
pub(crate) struct Titles(pub(crate) BTreeMap<String, Titled>);

/// A plan by its title.
pub(crate) struct Titled {
    /// Its place in the list of plans.
    pub(crate) place: usize,
    /// Its title.
    pub(crate) title: String,
    /// What is looked for in the title.
    pub(crate) plain: String,
}

impl Weigh for Titles {
    fn weight(&self) -> usize {
        self.0.iter().map(|(id, plan)| 160 + id.len() + plan.title.len() + plan.plain.len()).sum()
    }
}
