//! The table of contents: a field with its entries, and an estimate of the pages.
//!
//! Where a line ends depends on fonts that only the reading program has. The estimate counts lines of 28 characters and
//! pages of 22 lines; the program is asked to set the numbers when it opens the file.

use crate::inline::plain;
use crate::style::{CHARACTERS, LINES};
use crate::xml::{ordered, value};
use std::fmt::Write as _;

/// Headings, and how far the text has come.
#[derive(Default)]
pub(crate) struct Contents {
    pub(crate) entries: Vec<Entry>,
    lines: usize,
}

/// A heading.
pub(crate) struct Entry {
    /// From 1.
    pub(crate) level: usize,
    pub(crate) text: String,
    /// Its page behind the table of contents, from 0.
    pub(crate) page: usize,
}

/// Lower headings are not listed.
const LISTED: usize = 2;

impl Contents {
    /// So many lines further.
    pub(crate) fn lines(&mut self, lines: usize) {
        self.lines += lines;
    }

    /// A paragraph of so many characters further, two of indent included.
    pub(crate) fn characters(&mut self, characters: usize) {
        self.lines += (characters + 2).div_ceil(CHARACTERS);
    }

    /// So many rows of a table further; a row takes a little more than half a line.
    pub(crate) fn rows(&mut self, rows: usize) {
        self.lines += (rows * 2).div_ceil(3) + 1;
    }

    /// To the next page.
    pub(crate) fn page(&mut self) {
        self.lines = self.lines.div_ceil(LINES) * LINES;
    }

    /// The page the text has come to, from 0.
    pub(crate) fn now(&self) -> usize {
        self.lines.saturating_sub(1) / LINES
    }

    fn listed(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.entries.iter().enumerate().filter(|(_, entry)| entry.level <= LISTED)
    }

    /// The heading, the field, and a new page behind it.
    pub(crate) fn xml(&self, heading: &str) -> String {
        let mut out = String::new();
        let properties = ordered(
            "w:pPr",
            vec![
                value("w:pStyle", "ContentsHeading"),
                ("w:pageBreakBefore", "<w:pageBreakBefore/>".to_owned()),
            ],
        );
        let _ = write!(out, "<w:p>{properties}{}</w:p>", plain(heading));
        let own = self.listed().count().div_ceil(LINES - 1).max(1);
        let begin = field("begin")
            + &instruction(&format!("TOC \\o \"1-{LISTED}\" \\h \\z \\u"))
            + &field("separate");
        let mut first = begin.as_str();
        for (at, entry) in self.listed() {
            let page = entry.page + own + 2;
            let (name, style) = (format!("_Toc{:06}", at + 1), format!("TOC{}", entry.level));
            let _ = write!(
                out,
                "<w:p>{}{first}<w:hyperlink w:anchor=\"{name}\" w:history=\"1\">{}<w:r><w:tab/></w:r>{}{}{}{}{}</w:hyperlink></w:p>",
                ordered("w:pPr", vec![value("w:pStyle", &style)]),
                plain(&entry.text),
                field("begin"),
                instruction(&format!("PAGEREF {name} \\h")),
                field("separate"),
                plain(&page.to_string()),
                field("end"),
            );
            first = "";
        }
        let _ = write!(out, "<w:p>{first}{}<w:r><w:br w:type=\"page\"/></w:r></w:p>", field("end"));
        out
    }
}

fn field(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}

fn instruction(text: &str) -> String {
    format!("<w:r><w:instrText xml:space=\"preserve\"> {} </w:instrText></w:r>", text.replace('"', "&quot;"))
}
