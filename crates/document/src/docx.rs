//! Word documents (Office Open XML): text with the labels that Word numbers by itself, tables with their
//! merged cells, text boxes, and the text as it reads with all changes accepted.

mod body;
mod label;
mod numbering;
mod package;
mod styles;
mod tables;
mod xml;

use crate::error::ReadError;
use crate::transcript::Node;

/// Reads the main document of a package.
pub(crate) fn nodes(bytes: &[u8]) -> Result<Vec<Node>, ReadError> {
    let mut package = package::Package::open(bytes)?;
    let document = package.document()?;
    let numbering =
        package.related("numbering")?.map(|part| numbering::Numbering::of(&part)).unwrap_or_default();
    let styles = package.related("styles")?.map(|part| styles::Styles::of(&part)).unwrap_or_default();
    body::nodes(&document, styles, numbering)
}

/// Whether the bytes are an archive with a Word document in it.
pub(crate) fn is_docx(bytes: &[u8]) -> bool {
    package::Package::open(bytes).is_ok_and(|mut package| package.has_document())
}
