//! OFD files made by the test: text by position, templates, ruled and open tables.

use crate::{fixture, read};
use document::{Block, Format, ReadError, ReadOptions};
use std::fmt::Write as _;

const NAMESPACE: &str = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

/// A text object: millimetres from the left and from the top, size in millimetres.
fn text(text: &str, x: f32, y: f32, size: f32) -> String {
    let count = text.chars().count().saturating_sub(1);
    format!(
        "<ofd:TextObject ID=\"9\" Boundary=\"{x} {} 180 {size}\" Font=\"1\" Size=\"{size}\"><ofd:FillColor Value=\"0 0 0\"/>\
         <ofd:TextCode X=\"0\" Y=\"{size}\" DeltaX=\"g {count} {size}\">{text}</ofd:TextCode></ofd:TextObject>",
        y - size
    )
}

fn rule(x0: f32, y0: f32, x1: f32, y1: f32) -> String {
    format!(
        "<ofd:PathObject ID=\"8\" Boundary=\"0 0 210 297\" LineWidth=\"0.2\"><ofd:AbbreviatedData>M {x0} {y0} L {x1} {y1}</ofd:AbbreviatedData></ofd:PathObject>"
    )
}

fn page(layer: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ofd:Page {NAMESPACE}><ofd:Template TemplateID=\"2\" ZOrder=\"Background\"/>\
         <ofd:Content><ofd:Layer ID=\"4\"><ofd:PageBlock>{layer}</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>"
    )
}

/// A file of pages on a template with a running head.
fn ofd(pages: &[String]) -> Vec<u8> {
    let mut list = String::new();
    for nth in 0..pages.len() {
        let _ = write!(list, "<ofd:Page ID=\"{}\" BaseLoc=\"Pages/Page_{nth}/Content.xml\"/>", nth + 20);
    }
    let document = format!(
        "<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>\
         <ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID=\"2\" BaseLoc=\"Tpls/Tpl_0/Content.xml\"/></ofd:CommonData>\
         <ofd:Pages>{list}</ofd:Pages></ofd:Document>"
    );
    let template = format!(
        "<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID=\"5\">{}</ofd:Layer></ofd:Content></ofd:Page>",
        text("某县水利规划", 85.0, 12.0, 3.0)
    );
    let fonts = format!(
        "<ofd:Res {NAMESPACE} BaseLoc=\"Res\"><ofd:Fonts><ofd:Font ID=\"1\" FontName=\"宋体\"/></ofd:Fonts></ofd:Res>"
    );
    let root = format!(
        "<ofd:OFD {NAMESPACE} Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    );
    let names: Vec<String> =
        (0..pages.len()).map(|nth| format!("Doc_0/Pages/Page_{nth}/Content.xml")).collect();
    let mut parts: Vec<(&str, &str)> = vec![
        ("OFD.xml", &root),
        ("Doc_0/Document.xml", &document),
        ("Doc_0/PublicRes.xml", &fonts),
        ("Doc_0/Tpls/Tpl_0/Content.xml", &template),
    ];
    parts.extend(names.iter().map(String::as_str).zip(pages.iter().map(String::as_str)));
    fixture::archive(&parts)
}

/// A file of one page.
pub(crate) fn sample() -> Vec<u8> {
    let rows = (0..6).map(|nth| {
        text("供水能力达到52万吨", 30.0, 40.0 + 8.0 * nth as f32, 4.0) + &rule(25.0, 36.0, 180.0, 36.0)
    });
    ofd(&[page(&rows.collect::<String>())])
}

#[test]
fn text_tables_and_templates() {
    let mut first =
        text("第一章 水源", 80.0, 40.0, 6.0) + &text("到2030年，供水能力达到52万吨。", 33.0, 55.0, 4.2);
    first += &text("表1 主要指标", 85.0, 70.0, 4.0);
    let rows = [["指标", "单位", "2030年"], ["供水能力", "万吨", "52"], ["漏损率", "%", "8"]];
    for (nth, row) in rows.iter().enumerate() {
        let y = 80.0 + 10.0 * nth as f32;
        for (cell, x) in row.iter().zip([30.0, 90.0, 140.0]) {
            first += &text(cell, x, y, 4.0);
        }
        first += &rule(25.0, y - 7.0, 180.0, y - 7.0);
    }
    first += &rule(25.0, 103.0, 180.0, 103.0);
    for x in [25.0, 85.0, 135.0, 180.0] {
        first += &rule(x, 73.0, x, 103.0);
    }
    let second = text("第二章 水质", 80.0, 40.0, 6.0)
        + &text("水质优良。", 33.0, 55.0, 4.2)
        + &text("河湖清澈。", 33.0, 65.0, 4.2);
    let document = read(&ofd(&[page(&first), page(&second)]));
    assert_eq!(document.format, Format::Ofd);
    assert!(!document.text.contains("某县水利规划"), "{}", document.text);
    let headings: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) => Some(heading.title.text()),
            _ => None,
        })
        .collect();
    assert_eq!(headings, ["水源", "水质"]);
    let table = document.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let cells: Vec<&str> = table.unwrap().cells.iter().map(|cell| cell.text.text()).collect();
    assert_eq!(cells, ["指标", "单位", "2030年", "供水能力", "万吨", "52", "漏损率", "%", "8"]);
    assert!(document.origins.iter().any(|origin| origin.page == Some(2)));
}

#[test]
fn damage_and_absence_are_told() {
    let error = |bytes: &[u8]| document::read(bytes, &ReadOptions::default()).map(|_| ()).unwrap_err();
    let broken = page("<ofd:TextObject>").replace("</ofd:Page>", "");
    assert!(matches!(
        error(&ofd(&[page(&text("水源充足。", 30.0, 40.0, 4.0)), broken])),
        ReadError::BrokenPart { part, .. } if part == "Doc_0/Pages/Page_1/Content.xml"
    ));
    let picture = "<ofd:ImageObject ID=\"7\" Boundary=\"0 0 210 297\" ResourceID=\"3\"/>";
    // A page that is a picture is told, whatever the template prints on it.
    let told = read(&ofd(&[page(picture), page(&text("水源充足，水质优良。", 30.0, 40.0, 4.0))]));
    assert_eq!(told.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["X902"]);
    let root = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";
    let document = "<Document><Pages><Page ID=\"1\" BaseLoc=\"a.xml\"/></Pages></Document>";
    let scan = format!("<Page><Content><Layer>{}</Layer></Content></Page>", picture.replace("ofd:", ""));
    let parts = [("OFD.xml", root), ("Doc_0/Document.xml", document), ("Doc_0/a.xml", &scan)];
    assert_eq!(error(&fixture::archive(&parts)), ReadError::Scanned { pages: 1 });
    assert_eq!(error(&fixture::archive(&[("OFD.xml", "<OFD/>")])), ReadError::BrokenArchive);
}
