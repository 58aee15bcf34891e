//! What other programs can read and write for us: old Word and WPS files through LibreOffice, PDF through LibreOffice, scans
//! through tesseract.
//!
//! Each runs as a child process with limits on memory, processor time and the clock, on copies in a directory of its own
//! that is gone afterwards. Where a program is not installed the error says what to install.
//!
//! The outside: this crate starts processes and writes temporary files.
#![allow(clippy::disallowed_methods)]

mod failure;
mod office;
mod program;
mod recognition;

pub use failure::Failure;
pub use office::{to_docx, to_pdf};
pub use recognition::recognise;

use document::{Document, ReadError, ReadOptions};

/// The file as something that [`document::read`] reads, where another program has to turn it into that first; `None`
/// where it need not. What is decided here costs no parsing, so the file may still be one that nobody vouches for.
///
/// # Errors
/// When the other program is missing or fails.
pub fn prepared(bytes: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
    if document::is_old_word(bytes) { to_docx(bytes).map(Some) } else { Ok(None) }
}

/// Reads a document; what [`document::read`] cannot read for want of another program is handed to that program first.
///
/// # Errors
/// [`Failure::Read`] for what nobody can read, the others when the other program is missing or fails.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document, Failure> {
    match document::read(bytes, options) {
        Err(ReadError::OldWord) => {
            let converted = to_docx(bytes)?;
            document::read(&converted, options).map_err(Failure::Read)
        }
        Err(ReadError::Scanned { pages }) if bytes.starts_with(b"%PDF-") => {
            let pages = recognise(bytes, pages)?;
            document::read_scan(&pages).map_err(Failure::Read)
        }
        read => read.map_err(Failure::Read),
    }
}
