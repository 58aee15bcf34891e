//! The parts around the text: relations, properties, fonts, footers, footnotes, settings.

use crate::Settings;
use crate::body::Body;
use crate::style::FONTS;
use crate::xml::{HEAD, empty, escape, ordered, value};
use std::fmt::Write as _;

/// Name spaces of the parts with text.
pub(crate) const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"";

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(all: &[(&str, String, String)]) -> String {
    let mut out = format!("{HEAD}<Relationships xmlns=\"{RELATIONS}\">");
    for (id, kind, target) in all {
        let mode = if kind.ends_with("/hyperlink") { " TargetMode=\"External\"" } else { "" };
        let _ =
            write!(out, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{}\"{mode}/>", escape(target));
    }
    out.push_str("</Relationships>");
    out
}

pub(crate) fn package_relations() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    relations(&[
        ("rId1", format!("{OFFICE}/officeDocument"), "word/document.xml".to_owned()),
        ("rId2", core.to_owned(), "docProps/core.xml".to_owned()),
        ("rId3", format!("{OFFICE}/extended-properties"), "docProps/app.xml".to_owned()),
    ])
}

pub(crate) fn document_relations(body: &Body<'_>) -> String {
    let fixed = [
        ("rStyles", "styles", "styles.xml"),
        ("rSettings", "settings", "settings.xml"),
        ("rFonts", "fontTable", "fontTable.xml"),
        ("rFootnotes", "footnotes", "footnotes.xml"),
        ("rFooterOdd", "footer", "footer1.xml"),
        ("rFooterEven", "footer", "footer2.xml"),
    ];
    let mut all: Vec<(String, String, String)> = fixed
        .map(|(id, kind, target)| (id.to_owned(), format!("{OFFICE}/{kind}"), target.to_owned()))
        .to_vec();
    for number in 1..=body.charts.len() {
        all.push((format!("rChart{number}"), format!("{OFFICE}/chart"), format!("charts/chart{number}.xml")));
    }
    for (at, address) in body.links.iter().enumerate() {
        all.push((format!("rLink{}", at + 1), format!("{OFFICE}/hyperlink"), address.clone()));
    }
    let all: Vec<(&str, String, String)> =
        all.iter().map(|(id, kind, target)| (id.as_str(), kind.clone(), target.clone())).collect();
    relations(&all)
}

pub(crate) fn chart_relations(number: usize) -> String {
    relations(&[("rId1", format!("{OFFICE}/package"), format!("../embeddings/chart{number}.xlsx"))])
}

pub(crate) fn content_types(charts: usize) -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let mut out = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Default Extension=\"xlsx\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>\
<Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"{word}.document.main+xml\"/>"
    );
    for (name, kind) in [
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
        ("footer2", "footer"),
        ("footnotes", "footnotes"),
        ("settings", "settings"),
        ("styles", "styles"),
    ] {
        let _ = write!(out, "<Override PartName=\"/word/{name}.xml\" ContentType=\"{word}.{kind}+xml\"/>");
    }
    for number in 1..=charts {
        let _ = write!(
            out,
            "<Override PartName=\"/word/charts/chart{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.drawingml.chart+xml\"/>"
        );
    }
    out.push_str("</Types>");
    out
}

pub(crate) fn application() -> String {
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>Gangyao</Application></Properties>"
    )
}

pub(crate) fn properties(settings: &Settings) -> String {
    let moment = format!("{}T00:00:00Z", settings.day);
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>zh-CN</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{moment}</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{moment}</dcterms:modified></cp:coreProperties>",
        escape(&settings.title),
        escape(&settings.author)
    )
}

pub(crate) fn fonts() -> String {
    let fonts = FONTS.map(|name| format!("<w:font w:name=\"{name}\"/>")).concat();
    format!("{HEAD}<w:fonts {SPACES}>{fonts}</w:fonts>")
}

/// The page number between dashes, on the outer side of the page, one character in.
pub(crate) fn footer(side: &str, indent: &str) -> String {
    let properties = ordered(
        "w:pPr",
        vec![value("w:pStyle", "Footer"), value("w:jc", side), empty("w:ind", &format!("{indent}=\"280\""))],
    );
    let run = |inside: &str| format!("<w:r>{inside}</w:r>");
    let runs = [
        run("<w:t xml:space=\"preserve\">— </w:t>"),
        run("<w:fldChar w:fldCharType=\"begin\"/>"),
        run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"),
        run("<w:fldChar w:fldCharType=\"separate\"/>"),
        run("<w:t>1</w:t>"),
        run("<w:fldChar w:fldCharType=\"end\"/>"),
        run("<w:t xml:space=\"preserve\"> —</w:t>"),
    ];
    format!("{HEAD}<w:ftr {SPACES}><w:p>{properties}{}</w:p></w:ftr>", runs.concat())
}

/// Footnotes by their place, from the two that draw the lines.
pub(crate) fn footnotes(notes: &[String]) -> String {
    let mut out = format!(
        "{HEAD}<w:footnotes {SPACES}><w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
    );
    for (at, runs) in notes.iter().enumerate() {
        let id = at + 1;
        let _ = write!(
            out,
            "<w:footnote w:id=\"{id}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>{runs}</w:p></w:footnote>"
        );
    }
    out.push_str("</w:footnotes>");
    out
}

/// `updates` asks the program to set the page numbers of the table of contents when it opens the file.
pub(crate) fn settings(updates: bool) -> String {
    let mut children = vec![
        empty("w:zoom", "w:percent=\"100\""),
        empty("w:evenAndOddHeaders", ""),
        value("w:characterSpacingControl", "compressPunctuation"),
        ("w:footnotePr", "<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>".to_owned()),
        (
            "w:compat",
            "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>".to_owned(),
        ),
        empty("w:themeFontLang", "w:val=\"en-US\" w:eastAsia=\"zh-CN\""),
    ];
    if updates {
        children.push(value("w:updateFields", "true"));
    }
    let inside = ordered("w:settings", children);
    let inside = inside.trim_start_matches("<w:settings>");
    format!("{HEAD}<w:settings {SPACES}>{inside}")
}
