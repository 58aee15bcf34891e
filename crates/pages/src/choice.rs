//! Entries of a select, and links that narrow a list.

use work::item::Item;

/// An entry of a select.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

impl Choice {
    /// An entry that is chosen when `now` is its value.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>, now: &str) -> Self {
        let value = value.into();
        Self { chosen: value == now, value, label: label.into() }
    }

    /// An item of a plan by its name; none is chosen.
    pub(crate) fn of_item(item: Item) -> Self {
        Self::new(item.key(), item.name, "")
    }
}

/// A link that narrows a list, with how many there are.
pub(crate) struct Chip {
    pub(crate) address: String,
    pub(crate) label: String,
    pub(crate) count: usize,
    pub(crate) here: bool,
}
