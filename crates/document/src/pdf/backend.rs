//! What the reader needs of a PDF library, so that the library can be exchanged.

use super::interpret::Direction;
use crate::error::ReadError;

/// Gives the characters and ruled lines of each page.
pub(crate) trait PdfBackend {
    /// All pages in order. A page that the library cannot bear is damaged, and the others are given.
    ///
    /// # Errors
    /// When the file is encrypted or damaged as a whole.
    fn pages(&self, bytes: &[u8]) -> Result<Pages, ReadError>;
}

/// The pages of a file.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    /// As they read: text that lies sideways has a page of its own with the same number.
    pub(crate) sheets: Vec<Page>,
    /// Number of pages in the file.
    pub(crate) count: usize,
    /// Numbers of pages that are damaged.
    pub(crate) damaged: Vec<u32>,
    /// Numbers of pages of which a part was left out because they go beyond a limit; pages beyond the last
    /// page that is read are among them.
    pub(crate) cut: Vec<u32>,
    /// Numbers of pages whose text stands behind a picture, as text recognition leaves it.
    pub(crate) recognised: Vec<u32>,
}

/// A page as it reads: lengths in points, y rises.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) number: u32,
    pub(crate) runs: Vec<Run>,
    /// Short texts that lie sideways, at the places that they cover: heads of narrow columns.
    pub(crate) turned: Vec<Run>,
    pub(crate) rules: Vec<Rule>,
    /// Whether the page shows pictures.
    pub(crate) pictures: bool,
    /// Whether text was left out because its font does not say which characters it shows.
    pub(crate) unreadable: bool,
}

/// Characters set in one go.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Run {
    pub(crate) text: String,
    /// Left end.
    pub(crate) x: f32,
    /// Base line.
    pub(crate) y: f32,
    pub(crate) width: f32,
    /// Size of the font.
    pub(crate) size: f32,
    pub(crate) bold: bool,
    /// Not painted: text behind a scan.
    pub(crate) invisible: bool,
}

impl Run {
    pub(crate) fn end(&self) -> f32 {
        self.x + self.width
    }
}

/// A ruled line, horizontal or vertical.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) horizontal: bool,
    /// The coordinate that does not change along the line.
    pub(crate) at: f32,
    pub(crate) from: f32,
    pub(crate) to: f32,
}

/// A character of a string with its advance in thousandths of an em.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) text: String,
    pub(crate) advance: f32,
    /// Whether it is a space that the layout may stretch.
    pub(crate) word_space: bool,
}

impl Rule {
    /// The rule as seen with text of this direction upright.
    pub(super) fn turned(self, direction: Direction) -> Self {
        let ends = if self.horizontal {
            ((self.from, self.at), (self.to, self.at))
        } else {
            ((self.at, self.from), (self.at, self.to))
        };
        let (a, b) = (super::interpret::turn(ends.0, direction), super::interpret::turn(ends.1, direction));
        let sideways = matches!(direction, Direction::Up | Direction::Down);
        if self.horizontal == sideways {
            Self { horizontal: false, at: a.0, from: a.1.min(b.1), to: a.1.max(b.1) }
        } else {
            Self { horizontal: true, at: a.1, from: a.0.min(b.0), to: a.0.max(b.0) }
        }
    }
}
