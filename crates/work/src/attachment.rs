//! Files that belong to a figure: which are kept, and as what.

use crate::secret;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use source::Words;
use store::{NewAttachment, Secrecy};

/// Largest attachment in bytes: it is kept in the database and belongs to one figure.
const LARGEST: usize = 10 << 20;

/// A file that somebody gives.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// A name, never a path.
    pub name: String,
    /// Its bytes.
    pub content: Bytes,
    /// Who may see it; `None` when nobody says.
    pub secrecy: Option<Secrecy>,
}

/// A file that may be kept.
#[derive(Clone, Debug)]
pub struct Checked<'a> {
    name: &'a str,
    content: &'a [u8],
    secrecy: Option<Secrecy>,
    media_type: &'static str,
    sha256: String,
}

impl Checked<'_> {
    /// As the store takes it.
    pub fn to_keep(&self) -> NewAttachment<'_> {
        NewAttachment {
            name: self.name,
            media_type: self.media_type,
            sha256: &self.sha256,
            content: self.content,
            secrecy: self.secrecy,
        }
    }
}

/// Whether a file may be kept, whatever it is named.
///
/// # Errors
/// Why not.
pub fn checked(file: &Upload) -> Result<Checked<'_>, Words> {
    let content: &[u8] = &file.content;
    if content.len() > LARGEST {
        return Err(Words::new(
            "附件超过 10 MB，请压缩或只附相关页。",
            "The file is larger than 10 MB; compress it or attach the pages that matter.",
        ));
    }
    if is_program(content) {
        return Err(Words::new(
            "附件是可执行程序，不能接收；请附文档、表格或图片。",
            "The file is a program and is not taken; attach a document, a table or a picture.",
        ));
    }
    let sha256 = secret::hex(&Sha256::digest(content));
    Ok(Checked { name: &file.name, content, secrecy: file.secrecy, media_type: media_type(content), sha256 })
}

/// The type found from the content; what is not known for harmless is just bytes.
fn media_type(content: &[u8]) -> &'static str {
    match content {
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'P', b'K', 3, 4, ..] => "application/zip",
        _ => "application/octet-stream",
    }
}

fn is_program(content: &[u8]) -> bool {
    content.starts_with(b"MZ") || content.starts_with(b"\x7fELF") || content.starts_with(b"#!")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_come_from_the_content_and_pages_are_bytes() {
        assert_eq!(media_type(b"%PDF-1.7"), "application/pdf");
        assert_eq!(media_type(b"<!doctype html><script>"), "application/octet-stream");
        assert!(is_program(b"MZ\x90") && is_program(b"#!/bin/sh") && !is_program(b"%PDF"));
    }
}
