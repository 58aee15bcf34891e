//! What holds for any input.

use document::{Block, Document, ReadOptions};
use proptest::prelude::*;
use source::{Passage, Span};

/// So many cases of one property; longer runs are the fuzz targets.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Every passage of the document, those in tables and boxes included.
fn passages(blocks: &[Block], visit: &mut impl FnMut(&Passage)) {
    for block in blocks {
        match block {
            Block::Heading(heading) => visit(&heading.title),
            Block::Paragraph(paragraph) => visit(&paragraph.text),
            Block::ListItem(item) => visit(&item.text),
            Block::Figure(figure) => visit(&figure.title),
            Block::Table(table) => {
                visit(&table.title);
                visit(&table.note);
                table.cells.iter().for_each(|cell| visit(&cell.text));
            }
            Block::Box(found) => {
                visit(&found.title);
                passages(&found.blocks, visit);
            }
        }
    }
}

fn spans(blocks: &[Block], visit: &mut impl FnMut(Span)) {
    for block in blocks {
        match block {
            Block::Heading(heading) => visit(heading.span),
            Block::Figure(figure) => visit(figure.span),
            Block::Table(table) => visit(table.span),
            Block::Box(found) => {
                visit(found.span);
                spans(&found.blocks, visit);
            }
            Block::Paragraph(_) | Block::ListItem(_) => {}
        }
    }
}

/// Spans lie inside the text; every byte of a passage is the byte of the source it points to; leads and
/// cells lie inside what they belong to.
fn is_sound(document: &Document) {
    let text = &document.text;
    let inside = |span: Span| assert!(span.end <= text.len() && text.get(span.range()).is_some(), "{span:?}");
    spans(&document.blocks, &mut { inside });
    document.joins.iter().for_each(|span| inside(*span));
    let check = &mut |passage: &Passage| {
        for (at, byte) in passage.text().bytes().enumerate() {
            assert_eq!(text.as_bytes()[passage.offset(at)], byte);
        }
        if !passage.is_empty() {
            inside(passage.full_span());
        }
    };
    passages(&document.blocks, check);
    document.title.iter().for_each(&mut *check);
    document.contents.iter().flat_map(|contents| &contents.entries).for_each(|entry| check(&entry.title));
    for block in &document.blocks {
        match block {
            Block::Paragraph(p) => assert!(p.text.text().get(..p.lead).is_some()),
            Block::ListItem(i) => assert!(i.text.text().get(..i.lead).is_some()),
            Block::Table(table) => {
                for cell in &table.cells {
                    assert!(
                        cell.row + cell.row_span <= table.rows
                            && cell.column + cell.column_span <= table.columns
                    );
                }
                assert!(table.head <= table.rows);
            }
            _ => {}
        }
    }
}

fn reads_soundly(bytes: &[u8], name: &str) {
    if let Ok(document) = document::read(bytes, &ReadOptions { name: Some(name.to_owned()) }) {
        is_sound(&document);
        let _ = document::outline(&document);
    }
}

/// Text made of the stuff that plans are made of, in any order.
fn plan_like() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("第一章".to_owned()),
        Just("第二节 水".to_owned()),
        Just("一、".to_owned()),
        Just("（二）土地".to_owned()),
        Just("1、".to_owned()),
        Just("2．".to_owned()),
        Just("1.2".to_owned()),
        Just("①".to_owned()),
        Just("——".to_owned()),
        Just("- ".to_owned()),
        Just("专栏1 工程".to_owned()),
        Just("表 2：指标".to_owned()),
        Just("图1".to_owned()),
        Just("目录".to_owned()),
        Just("序号".to_owned()),
        Just("单位：万元".to_owned()),
        Just("合计".to_owned()),
        Just("注：".to_owned()),
        Just("\t".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\n\n\n\n".to_owned()),
        Just("\u{c}".to_owned()),
        Just("\u{3000}\u{3000}".to_owned()),
        Just("    ".to_owned()),
        Just("……12".to_owned()),
        Just("。".to_owned()),
        Just("**".to_owned()),
        Just("<table><tr><td rowspan=3>".to_owned()),
        Just("| a | b |\n|---|---|\n".to_owned()),
        Just("# ".to_owned()),
        Just("2015年2020年".to_owned()),
        Just("（万吨）2551.72347.6-8%".to_owned()),
        "[0-9]{1,4}(\\.[0-9])?%?",
        "[水利发展规划建设工程城市生态，、；：“”（）]{1,40}",
    ];
    prop::collection::vec(part, 0..120).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        reads_soundly(&bytes, "a.txt");
    }

    #[test]
    fn any_text(text in "\\PC{0,300}") {
        reads_soundly(text.as_bytes(), "a.md");
        reads_soundly(text.as_bytes(), "a.txt");
    }

    #[test]
    fn plan_like_text(text in plan_like()) {
        reads_soundly(text.as_bytes(), "a.txt");
        reads_soundly(text.as_bytes(), "a.md");
        reads_soundly(format!("<html><body>{text}</body></html>").as_bytes(), "a.html");
    }

    #[test]
    fn any_word_body(text in "(<w:(p|r|t|tbl|tr|tc|ins|del|pPr|sdt|br)( w:val=\"[0-9]\")?/?>|</w:(p|r|t|tbl|tr|tc)>|水|第一章|专栏1 a){0,60}") {
        reads_soundly(&crate::fixture::package(&text), "a.docx");
    }

}

proptest! {
    // A whole file is read in each case.
    #![proptest_config(cases(12))]

    #[test]
    fn damaged_files(at in 0usize..10_000, byte in any::<u8>(), cut in 0usize..10_000) {
        let files = [
            crate::fixture::docx(),
            crate::pdf::plan(crate::pdf::Encoding::Gbk),
            crate::ofd::sample(),
            crate::pdf_layout::sample(),
            crate::fixture::html().into_bytes(),
        ];
        for mut bytes in files {
            let place = at % bytes.len();
            bytes[place] = byte;
            bytes.truncate(bytes.len() - cut % (bytes.len() / 2));
            reads_soundly(&bytes, "a");
        }
    }
}
