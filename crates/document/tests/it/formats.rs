//! The same plan as text, Markdown, HTML, docx and PDF reads the same.

use crate::{fixture, pdf, read, shape};
use document::{Block, Document, Format};

#[test]
fn every_format_gives_the_same_model() {
    let text = read(fixture::txt().as_bytes());
    assert_eq!(text.format, Format::Text);
    let expected = shape(&text);
    insta::assert_snapshot!("plan", expected);
    for (document, format) in [
        (read(fixture::markdown().as_bytes()), Format::Markdown),
        (read(fixture::html().as_bytes()), Format::Html),
        (read(&fixture::docx()), Format::Docx),
        (read(&pdf::plan(pdf::Encoding::UniGb)), Format::Pdf),
    ] {
        assert_eq!(document.format, format);
        assert_eq!(shape(&document), expected, "{format:?}");
    }
}

#[test]
fn encodings_do_not_matter() {
    let expected = shape(&read(fixture::txt().as_bytes()));
    let text = fixture::txt();
    let (gb, _, _) = encoding_rs::GB18030.encode(&text);
    let marked = format!("\u{feff}{text}");
    let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let returns = text.replace('\n', "\r\n");
    for bytes in [gb.as_ref(), marked.as_bytes(), &wide, returns.as_bytes()] {
        assert_eq!(shape(&read(bytes)), expected);
    }
}

fn first_paragraph(document: &Document) -> &str {
    document
        .blocks
        .iter()
        .find_map(
            |block| if let Block::Paragraph(paragraph) = block { Some(paragraph.text.text()) } else { None },
        )
        .unwrap_or("")
}

#[test]
fn word_text_boxes_breaks_and_symbols() {
    let body = "<w:p><w:r><w:t>水源</w:t><w:br/><w:t>水质</w:t></w:r></w:p>\
        <w:p><w:r><w:t>正文一段，写在前面。</w:t><w:pict><v:shape><v:textbox><w:txbxContent>\
        <w:p><w:r><w:t>专栏2 监测工程</w:t></w:r></w:p><w:p><w:r><w:t>水质监测站12处。</w:t></w:r></w:p>\
        </w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>";
    let document = read(&fixture::package(body));
    assert!(first_paragraph(&document).starts_with("水源") || document.title.is_some());
    let boxes: Vec<&document::BoxBlock> = document
        .blocks
        .iter()
        .filter_map(|block| if let Block::Box(found) = block { Some(found) } else { None })
        .collect();
    assert_eq!(boxes.len(), 1);
    assert_eq!((boxes[0].number.as_str(), boxes[0].title.text()), ("2", "监测工程"));
    assert_eq!(boxes[0].blocks.len(), 1);
}

#[test]
fn word_numbering_is_printed_and_read() {
    let heading = |level: u8, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"h{level}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = [
        heading(1, "基础"),
        heading(2, "成绩"),
        "<w:p><w:r><w:t>成绩很多。</w:t></w:r></w:p>".to_owned(),
        heading(2, "问题"),
        "<w:p><w:r><w:t>问题不少。</w:t></w:r></w:p>".to_owned(),
        heading(1, "目标"),
        heading(2, "总目标"),
        "<w:p><w:r><w:t>目标明确。</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    let document = read(&fixture::package(&body));
    let headings: Vec<(u8, &str, &str)> = document
        .blocks
        .iter()
        .filter_map(|block| {
            if let Block::Heading(h) = block {
                Some((h.level, h.number.as_str(), h.title.text()))
            } else {
                None
            }
        })
        .collect();
    assert_eq!(
        headings,
        [
            (1, "第一章", "基础"),
            (2, "第一节", "成绩"),
            (2, "第二节", "问题"),
            (1, "第二章", "目标"),
            (2, "第一节", "总目标")
        ]
    );
}
