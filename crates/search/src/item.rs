//! What can be found.

use crate::letters;

/// What an item is, in the order in which hits are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An indicator by its name and other names.
    Indicator,
    /// A project by its name.
    Project,
    /// A body by its name.
    Body,
    /// A place by its name.
    Place,
    /// A heading of the text.
    Heading,
    /// A sentence, an item of a list or a cell of a table.
    Text,
    /// Something the checks found.
    Finding,
}

impl Kind {
    /// All kinds, in their order.
    pub const ALL: [Self; 7] =
        [Self::Indicator, Self::Project, Self::Body, Self::Place, Self::Heading, Self::Text, Self::Finding];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Indicator => "indicator",
            Self::Project => "project",
            Self::Body => "body",
            Self::Place => "place",
            Self::Heading => "heading",
            Self::Text => "text",
            Self::Finding => "finding",
        }
    }

    /// Reads a stable name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether its items are names, that are found by first letters too.
    pub(crate) fn is_of_names(self) -> bool {
        matches!(self, Self::Indicator | Self::Project | Self::Body | Self::Place)
    }
}

/// One thing that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Names it among those of its kind: an id, or the place in the text.
    pub key: String,
    /// The words in which it is looked for, and which are shown.
    pub text: String,
}

impl Item {
    /// An item.
    pub fn new(kind: Kind, key: impl Into<String>, text: impl Into<String>) -> Self {
        Self { kind, key: key.into(), text: text.into() }
    }

    /// The characters in which it is looked for.
    pub(crate) fn letters(&self) -> Vec<char> {
        if self.kind.is_of_names() { letters::of_name(&self.text) } else { letters::of_text(&self.text) }
    }
}

/// How many items of each kind a version has; items are numbered in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds([u32; Kind::ALL.len()]);

impl Kinds {
    /// Counts items, which stand in the order of their kinds.
    pub fn of(items: &[Item]) -> Self {
        let mut counts = [0; Kind::ALL.len()];
        for item in items {
            if let Some(count) = counts.get_mut(item.kind as usize) {
                *count += 1;
            }
        }
        Self(counts)
    }

    /// The kind of an item by its number; `None` beyond the last.
    pub fn kind(&self, item: u32) -> Option<Kind> {
        self.ranges().find_map(|(kind, items)| items.contains(&item).then_some(kind))
    }

    /// The numbers of the items of each kind.
    pub fn ranges(&self) -> impl Iterator<Item = (Kind, std::ops::Range<u32>)> {
        let mut start = 0u32;
        Kind::ALL.into_iter().zip(self.0).map(move |(kind, count)| {
            let end = start.saturating_add(count);
            (kind, std::mem::replace(&mut start, end)..end)
        })
    }

    /// As numbers with commas, for a database.
    pub fn line(&self) -> String {
        self.0.map(|count| count.to_string()).join(",")
    }

    /// Reads [`Self::line`]; what is missing or spoiled counts as none.
    pub fn parse(line: &str) -> Self {
        let mut counts = [0; Kind::ALL.len()];
        for (count, text) in counts.iter_mut().zip(line.split(',')) {
            *count = text.parse().unwrap_or(0);
        }
        Self(counts)
    }
}
