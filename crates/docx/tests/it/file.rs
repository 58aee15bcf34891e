use crate::{chart, everything, parts, settings, text};
use calamine::{Data, Reader as _, Xlsx};
use std::io::Cursor;
use story::{Block, Inline, Paragraph, Role};

#[test]
fn the_same_tree_gives_the_same_bytes() {
    let once = docx::write(&everything("词"), &settings()).unwrap();
    let _ = docx::write(&everything("other"), &settings()).unwrap();
    assert_eq!(once, docx::write(&everything("词"), &settings()).unwrap());
}

#[test]
fn every_part_has_its_type_and_every_relation_its_part() {
    let parts = parts(&everything("词"));
    let types = text(&parts, "[Content_Types].xml");
    for name in parts.keys().filter(|name| name.ends_with(".xml") && *name != "[Content_Types].xml") {
        assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
    }
    let relations = text(&parts, "word/_rels/document.xml.rels");
    let document = text(&parts, "word/document.xml");
    for target in relations.split("Target=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(target.starts_with("https://") || parts.contains_key(&format!("word/{target}")), "{target}");
    }
    for id in document.split("r:id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(relations.contains(&format!("Id=\"{id}\"")), "{id}");
    }
}

#[test]
fn the_data_of_a_chart_can_be_edited_and_are_those_it_shows() {
    let parts = parts(&[Block::Chart(Box::new(chart("总量")))]);
    let xml = text(&parts, "word/charts/chart1.xml");
    assert!(xml.contains("<c:externalData r:id=\"rId1\">") && !xml.contains("NaN"));
    assert!(text(&parts, "word/charts/_rels/chart1.xml.rels").contains("../embeddings/chart1.xlsx"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(parts["word/embeddings/chart1.xlsx"].clone())).unwrap();
    let sheet = book.worksheet_range("Sheet1").unwrap();
    let mut compared = 0;
    for (at, series) in xml.split("<c:ser>").skip(1).enumerate() {
        let values = series.split("<c:val>").nth(1).unwrap();
        for point in values.split("<c:pt idx=\"").skip(1) {
            let row: u32 = point.split('"').next().unwrap().parse().unwrap();
            let value: f64 = point.split("<c:v>").nth(1).unwrap().split('<').next().unwrap().parse().unwrap();
            assert_eq!(sheet.get_value((row + 1, at as u32 + 1)), Some(&Data::Float(value)));
            compared += 1;
        }
    }
    assert_eq!(compared, 5);
    let document = text(&parts, "word/document.xml");
    assert!(document.contains("descr=\"图1　总量\""), "a picture has words");
}

#[test]
fn an_address_of_a_server_is_no_link_in_a_file() {
    let link = |address: &'static str| Inline::link(address, "词");
    let text_of = |address| {
        let parts = parts(&[Block::Paragraph(Paragraph::new(Role::Plain, vec![link(address)]))]);
        (text(&parts, "word/document.xml"), text(&parts, "word/_rels/document.xml.rels"))
    };
    assert!(!text_of("/plans/1").0.contains("w:hyperlink"));
    assert!(!text_of("javascript:alert(1)").1.contains("javascript"));
    let (document, relations) = text_of("https://example.org/?a=1&b=2");
    assert!(document.contains("<w:hyperlink r:id=\"rLink1\">"));
    assert!(relations.contains("Target=\"https://example.org/?a=1&amp;b=2\" TargetMode=\"External\""));
}

#[test]
fn frames_in_frames_have_an_end() {
    let mut blocks = Vec::new();
    for _ in 0..200 {
        blocks = vec![Block::Frame(story::Frame {
            kind: story::FrameKind::Printed,
            anchor: None,
            number: "".into(),
            title: vec![Inline::text("框")],
            blocks,
        })];
    }
    let document = text(&parts(&blocks), "word/document.xml");
    assert_eq!(document.matches("<w:tbl>").count(), 4);
    assert_eq!(document.matches("框").count(), 200);
}
