//! Puts comments and tracked changes into a Word document that is there already, at the words they are about.
//!
//! The words are found by themselves and by what stands around them, spaces apart, because a reader of the document has
//! other spaces than its runs. Runs are split where a mark begins or ends, and keep their look; all else stays byte for
//! byte as it was. Elements: ECMA-376, 5th edition, part 1, 17.13.4 (comments) and 17.13.5 (revisions).

mod comments;
mod edit;
pub(crate) mod package;
mod place;
pub(crate) mod runs;

use crate::xml::escape;
use package::Package;
use source::Words;
use std::fmt::Write as _;

/// A piece of the words that a mark is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Stays.
    Same(String),
    /// Is struck out.
    Gone(String),
    /// Is put in.
    Come(String),
}

/// A comment at some words, with the change that is proposed for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What stands before the words.
    pub before: String,
    /// The words: what stays and what goes is what the document says, what comes is proposed.
    pub words: Vec<Stretch>,
    /// What stands behind them.
    pub after: String,
    /// How far in the document the words stand, in thousandths; tells places apart that are alike in all else.
    pub near: usize,
    /// What the comment says; no comment when empty.
    pub comment: String,
    /// Who says so.
    pub author: String,
    /// When, as 2027-03-01T08:00:00Z.
    pub at: String,
}

impl Mark {
    /// What the document says at the place.
    fn says(&self) -> String {
        let said = self.words.iter().filter_map(|one| match one {
            Stretch::Same(text) | Stretch::Gone(text) => Some(text.as_str()),
            Stretch::Come(_) => None,
        });
        said.collect()
    }

    /// What it would say.
    fn would_say(&self) -> String {
        let said = self.words.iter().filter_map(|one| match one {
            Stretch::Same(text) | Stretch::Come(text) => Some(text.as_str()),
            Stretch::Gone(_) => None,
        });
        said.collect()
    }

    fn is_change(&self) -> bool {
        self.words.iter().any(|one| !matches!(one, Stretch::Same(_)))
    }

    /// The attributes of a tracked change.
    fn signed(&self, prefix: &str) -> String {
        format!("{prefix}:author=\"{}\" {prefix}:date=\"{}\"", escape(&self.author), escape(&self.at))
    }
}

/// A document with its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The file.
    pub bytes: Vec<u8>,
    /// Marks whose words are nowhere in the file: they stand in comments at its beginning.
    pub unplaced: Vec<usize>,
}

/// Why a document cannot be marked.
#[derive(Debug, thiserror::Error)]
pub enum MarkError {
    /// The archive cannot be read or written.
    #[error("the archive: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// A part cannot be read or written.
    #[error("a part: {0}")]
    Memory(#[from] std::io::Error),
    /// A part is not well formed.
    #[error("a part is not well formed: {0}")]
    Xml(#[from] quick_xml::Error),
    /// It is no Word document, or one that no marks can be put into.
    #[error("no Word document with text: {0}")]
    NotWord(&'static str),
}

impl MarkError {
    /// What is told to a person.
    pub fn words(&self) -> Words {
        Words::new(
            format!("这份 Word 文件无法处理：{self}"),
            format!("this Word file cannot be worked on: {self}"),
        )
    }
}

/// Puts marks into a document; `lost` begins the comment of a mark whose words are not found.
///
/// # Errors
/// The file is no Word document, or damaged.
pub fn mark(file: &[u8], marks: &[Mark], lost: &str) -> Result<Marked, MarkError> {
    let mut package = Package::open(file)?;
    let text = package.document()?;
    let prefix = runs::prefix(&text)?;
    let parsed = runs::Parsed::of(&text, &prefix)?;
    let mut comments = comments::Comments::of(package.comments()?, parsed.next_id)?;
    let mut plan = edit::Plan::new(&parsed);
    let mut unplaced = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        match place::find(&parsed, mark) {
            Some(range) => plan.put((at, mark), &range, &mut comments),
            None => unplaced.push(at),
        }
    }
    for mark in unplaced.iter().rev().filter_map(|at| marks.get(*at)) {
        let mut words = format!("{lost}{}", mark.says());
        if mark.is_change() {
            let _ = write!(words, " → {}", mark.would_say());
        }
        let comment = [words, mark.comment.clone()].join("\n");
        plan.at_beginning(&Mark { comment, ..mark.clone() }, &mut comments);
    }
    let document = plan.written(&text, &prefix, marks, comments.next_id);
    package.put_document(document);
    if let Some(comments) = comments.written() {
        package.put_comments(comments)?;
    }
    Ok(Marked { bytes: package.written()?, unplaced })
}
