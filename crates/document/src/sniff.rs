//! Which format a file has, from its content; the name decides only between plain text and Markdown.

use crate::error::ReadError;
use crate::model::Format;
use crate::{docx, ofd};

/// The kind of the bytes that are not text, or `None` when they may be text.
pub(crate) fn binary(bytes: &[u8]) -> Result<Option<Format>, ReadError> {
    let head = &bytes[..bytes.len().min(1024)];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return if docx::is_docx(bytes) {
            Ok(Some(Format::Docx))
        } else if ofd::is_ofd(bytes) {
            Ok(Some(Format::Ofd))
        } else if head.windows(19).any(|w| w == b"[Content_Types].xml") && !is_whole_archive(bytes) {
            Err(ReadError::BrokenArchive)
        } else {
            Err(ReadError::OtherOffice)
        };
    }
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Some(Format::Pdf));
    }
    if bytes.starts_with(&COMPOUND) {
        return Err(compound(bytes));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(ReadError::OldWord);
    }
    let pictures: [&[u8]; 7] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF"];
    let control = |byte: &u8| *byte < 0x09 || (0x0e..0x20).contains(byte);
    if pictures.iter().any(|start| bytes.starts_with(start)) && head.iter().any(control) {
        return Err(ReadError::Picture);
    }
    Ok(None)
}

/// Whether the bytes are a text of an old Word or WPS version (.doc, .wps) or rich text, which other programs turn into
/// docx. Nothing is parsed.
pub fn is_old_word(bytes: &[u8]) -> bool {
    let told = bytes.starts_with(&COMPOUND) || bytes.starts_with(b"{\\rtf");
    told && matches!(binary(bytes), Err(ReadError::OldWord))
}

/// How compound files (OLE2) begin.
const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// What a compound file (OLE2) holds, from the names of its streams: old Word and WPS texts, workbooks, slides, or
/// a package under a password.
fn compound(bytes: &[u8]) -> ReadError {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    if holds("EncryptedPackage") || holds("EncryptionInfo") {
        ReadError::Encrypted
    } else if holds("WordDocument") || holds("WpsDocument") {
        ReadError::OldWord
    } else if ["Workbook", "Book", "PowerPoint Document"].iter().any(|name| holds(name)) {
        ReadError::OtherOffice
    } else {
        ReadError::OldWord
    }
}

/// Whether the end-of-archive record is there.
fn is_whole_archive(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(66_000)..];
    tail.windows(4).any(|window| window == b"PK\x05\x06")
}

/// The kind of a decoded text.
pub(crate) fn text(text: &str, name: Option<&str>) -> Format {
    if is_html(text) {
        return Format::Html;
    }
    let ending = name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    let named = matches!(ending.as_deref(), Some("md" | "markdown" | "mdown" | "mkd"));
    if named || looks_like_markdown(text) { Format::Markdown } else { Format::Text }
}

fn is_html(text: &str) -> bool {
    let start: String = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .chars()
        .take(400)
        .collect::<String>()
        .to_ascii_lowercase();
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<div",
        "<p>",
        "<p ",
        "<h1",
        "<meta",
        "<center",
        "<article",
    ];
    tags.iter().any(|tag| start.starts_with(tag))
        || ((start.starts_with("<?xml") || start.starts_with("<!--")) && start.contains("<html"))
}

/// A title or several headings with `#`, the rule of a pipe table, or a table in tags: nobody types these into plain text.
fn looks_like_markdown(text: &str) -> bool {
    let mut headings = 0;
    if text.trim_start().starts_with("# ") {
        return true;
    }
    for line in text.lines() {
        let line = line.trim();
        let hashes = line.len() - line.trim_start_matches('#').len();
        headings += usize::from((1..=6).contains(&hashes) && line[hashes..].starts_with(' '));
        let is_rule = line.len() >= 5
            && line.contains("--")
            && line.contains('|')
            && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        if headings >= 2 || is_rule || line.starts_with("<table") {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(text("<!DOCTYPE html><p>水", Some("a.txt")), Format::Html);
        assert_eq!(text("\u{feff}\n<html lang=zh>", None), Format::Html);
        assert_eq!(text("# 规划\n\n## 第一章\n", Some("a.txt")), Format::Markdown);
        assert_eq!(text("| a | b |\n|---|---|\n", None), Format::Markdown);
        assert_eq!(text("水源。\n", Some("a.MD")), Format::Markdown);
        assert_eq!(text("水源。\n——**光伏**。\n", None), Format::Text);
    }

    #[test]
    fn binaries_are_told_apart() {
        assert_eq!(binary(b"%PDF-1.4 ..."), Ok(Some(Format::Pdf)));
        assert_eq!(binary(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]), Err(ReadError::OldWord));
        let compound = |stream: &str| {
            let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
            binary(&[&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600], &name].concat())
        };
        assert_eq!(compound("WordDocument"), Err(ReadError::OldWord));
        assert_eq!(compound("Workbook"), Err(ReadError::OtherOffice));
        assert_eq!(compound("EncryptedPackage"), Err(ReadError::Encrypted));
        assert_eq!(binary(b"\x89PNG\r\n\x1a\n\0\0\0"), Err(ReadError::Picture));
        assert_eq!(binary(b"PK\x03\x04rest"), Err(ReadError::OtherOffice));
        assert_eq!(binary("BM规划".as_bytes()), Ok(None));
    }
}
