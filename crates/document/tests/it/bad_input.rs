//! Files that nobody can read end in an error that says what to do.

use crate::{fixture, read};
use document::{ReadError, ReadOptions};

fn error(bytes: &[u8]) -> ReadError {
    document::read(bytes, &ReadOptions::default()).map(|_| ()).unwrap_err()
}

#[test]
fn nothing_to_read() {
    assert_eq!(error(b""), ReadError::Empty);
    assert_eq!(error(" \r\n\u{3000}\n".as_bytes()), ReadError::Empty);
    assert_eq!(error(b"<html><body></body></html>"), ReadError::Empty);
    assert_eq!(error(&fixture::package("")), ReadError::Empty);
}

#[test]
fn binaries_and_old_formats() {
    let noise: Vec<u8> = (0..5000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    assert_eq!(error(&noise), ReadError::Binary);
    assert_eq!(error(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), ReadError::OldWord);
    assert_eq!(error(b"{\\rtf1\\ansi hello}"), ReadError::OldWord);
    assert_eq!(error(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), ReadError::Picture);
    let sheet = fixture::archive(&[("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")]);
    assert_eq!(error(&sheet), ReadError::OtherOffice);
}

#[test]
fn every_error_says_what_to_do() {
    for error in [
        ReadError::Empty,
        ReadError::TooLarge { limit: 1 << 20 },
        ReadError::Binary,
        ReadError::Picture,
        ReadError::OldWord,
        ReadError::OtherOffice,
        ReadError::Encrypted,
        ReadError::BrokenArchive,
        ReadError::BrokenPart { part: "word/document.xml".to_owned(), offset: 3 },
        ReadError::BrokenPdf,
        ReadError::Excessive,
        ReadError::Scanned { pages: 3 },
        ReadError::UnreadableFonts,
    ] {
        let words = error.words();
        assert!(words.zh.contains('：') && words.en.contains(": "), "{error:?}");
        assert!(words.zh.contains('请'), "{error:?}");
    }
}

#[test]
fn a_cut_docx_is_an_error() {
    let whole = fixture::docx();
    for part in [whole.len() / 4, whole.len() / 2, whole.len() - 30] {
        assert_eq!(error(&whole[..part]), ReadError::BrokenArchive, "{part}");
    }
}

#[test]
fn a_bomb_does_not_burst() {
    let flood = "<w:p/>".repeat(3_000_000);
    let bomb = fixture::archive(&[("word/document.xml", &flood)]);
    assert!(bomb.len() < 200_000, "{}", bomb.len());
    assert!(matches!(error(&bomb), ReadError::TooLarge { .. }));
}

#[test]
fn entities_do_not_expand() {
    let parts = [(
        "word/document.xml",
        "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\
         <w:document><w:body><w:p><w:r><w:t>水源&b;&amp;水质</w:t></w:r></w:p></w:body></w:document>",
    )];
    let document = read(&fixture::archive(&parts));
    assert_eq!(document.text, "水源&水质\n");
}

#[test]
fn names_with_paths_are_only_names() {
    let parts = [
        ("../../etc/passwd", "root"),
        (
            "_rels/.rels",
            "<Relationships><Relationship Type=\"x/officeDocument\" Target=\"../../etc/passwd\"/></Relationships>",
        ),
        (
            "word/document.xml",
            "<w:document><w:body><w:p><w:r><w:t>水</w:t></w:r></w:p></w:body></w:document>",
        ),
    ];
    assert_eq!(error(&fixture::archive(&parts)), ReadError::OtherOffice);
}

#[test]
fn deep_nesting_ends() {
    let deep = format!("{}水{}", "<w:tbl><w:tr><w:tc>".repeat(5_000), "</w:tc></w:tr></w:tbl>".repeat(5_000));
    let parts = [(
        "word/document.xml",
        format!("<w:document><w:body><w:p><w:r><w:t>源</w:t></w:r></w:p>{deep}</w:body></w:document>"),
    )];
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    assert!(read(&fixture::archive(&parts)).text.starts_with('源'));
    let page = format!("<html><body>{}水源充足。", "<div>".repeat(200_000));
    assert!(read(page.as_bytes()).text.contains("水源充足"));
}

#[test]
fn quotes_in_quotes_end() {
    for unit in [">", "> - ", "- "] {
        let text = format!("# 水源\n\n{}水源充足。\n", unit.repeat(5_000));
        assert!(read(text.as_bytes()).text.contains("水源充足"), "{unit}");
    }
}

#[test]
fn a_part_in_another_encoding_is_read_or_refused() {
    let text = "<?xml version=\"1.0\" encoding=\"gb2312\"?><w:document><w:body><w:p><w:r><w:t>水源充足，水质优良。</w:t></w:r></w:p></w:body></w:document>";
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    assert_eq!(read(&fixture::archive_of_bytes("word/document.xml", &bytes)).text, "水源充足，水质优良。\n");
    let unstated = bytes.iter().copied().skip_while(|byte| *byte != b'>').skip(1).collect::<Vec<u8>>();
    assert!(matches!(
        error(&fixture::archive_of_bytes("word/document.xml", &unstated)),
        ReadError::BrokenPart { .. }
    ));
}

#[test]
fn broken_pdfs_are_errors() {
    assert_eq!(error(b"%PDF-1.7\nnothing"), ReadError::BrokenPdf);
    let whole = crate::pdf::plan(crate::pdf::Encoding::Identity);
    for part in [200, whole.len() / 3] {
        let read = document::read(&whole[..part], &ReadOptions::default());
        assert!(read.is_ok() || matches!(read, Err(ReadError::BrokenPdf | ReadError::Empty)));
    }
}

#[test]
fn damaged_bytes_are_told() {
    let mut bytes = fixture::txt().into_bytes();
    let at = bytes.len() / 2;
    bytes[at] = 0xff;
    let document = read(&bytes);
    assert_eq!(document.diagnostics.len(), 1);
    assert_eq!(document.diagnostics[0].code, "X901");
    assert!(document.diagnostics[0].artefact);
}

#[test]
fn a_file_beyond_the_largest_is_refused_unread() {
    let largest = 128 << 20;
    assert_eq!(error(&vec![b'a'; largest + 1]), ReadError::TooLarge { limit: largest });
    assert!(ReadError::TooLarge { limit: largest }.words().en.contains("128 MB"));
}

#[test]
fn many_short_lines_are_read() {
    let text = "一、水\n二、土\n".repeat(5_000);
    let document = read(text.as_bytes());
    assert!(document.blocks.len() >= 5_000);
}
