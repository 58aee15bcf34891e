//! Word documents (Office Open XML): text with the labels that Word numbers by itself, tables with their
//! merged cells, text boxes, and the text as it reads with all changes accepted.

mod body;
pub(crate) mod heads;
mod label;
mod math;
mod notes;
mod numbering;
mod package;
mod styles;
mod tables;

use crate::error::ReadError;
use crate::notice::Unread;
use crate::transcript::Node;
use package::Part;

/// What was read, and what was left out.
pub(crate) struct Read {
    pub(crate) nodes: Vec<Node>,
    pub(crate) unread: Vec<Unread>,
}

/// Reads the main document of a package and its notes.
pub(crate) fn nodes(bytes: &[u8]) -> Result<Read, ReadError> {
    let mut package = package::Package::open(bytes)?;
    let document = package.document()?;
    let broken = |part: &Part| {
        let part = part.name.clone();
        move |offset| ReadError::BrokenPart { part, offset }
    };
    let numbering = match package.related("numbering")? {
        Some(part) => numbering::Numbering::of(&part.text).map_err(broken(&part))?,
        None => numbering::Numbering::default(),
    };
    let styles = match package.related("styles")? {
        Some(part) => styles::Styles::of(&part.text).map_err(broken(&part))?,
        None => styles::Styles::default(),
    };
    let mut body = body::Body::new(styles, numbering, &document.text);
    for (kind, element) in [("footnotes", "footnote"), ("endnotes", "endnote")] {
        if let Some(part) = package.related(kind)? {
            body.read_notes(element, &part.text).map_err(broken(&part))?;
        }
    }
    let nodes = body.nodes(&document.text).map_err(broken(&document))?.ok_or(ReadError::BrokenArchive)?;
    Ok(Read { nodes, unread: body.unread() })
}

/// Whether the bytes are an archive with a Word document in it.
pub(crate) fn is_docx(bytes: &[u8]) -> bool {
    package::Package::open(bytes).is_ok_and(|package| package.has_document())
}
