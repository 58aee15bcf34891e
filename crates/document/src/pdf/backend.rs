//! What the reader needs of a PDF library, so that the library can be exchanged.

use crate::error::ReadError;

/// Gives the characters and ruled lines of each page.
pub(crate) trait PdfBackend {
    /// All pages in order.
    ///
    /// # Errors
    /// When the file is encrypted or damaged. A panic of the library becomes an error too.
    fn pages(&self, bytes: &[u8]) -> Result<Vec<Page>, ReadError>;
}

/// A page: lengths in points, the origin at the bottom left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) number: u32,
    pub(crate) runs: Vec<Run>,
    pub(crate) rules: Vec<Rule>,
    /// Whether the page shows pictures.
    pub(crate) pictures: bool,
    /// Whether text was left out because its font does not say which characters it shows.
    pub(crate) unreadable: bool,
}

/// Characters set in one go.
#[derive(Clone, Debug, PartialEq)]
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
