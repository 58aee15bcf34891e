//! Prints the plan as a Word document: styles, merged cells, frames as tables of one cell.

use std::io::Write as _;

use super::city::{Part, Table};

const NAMESPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(text: &str, span: usize, merge: &str) -> String {
    format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{span}\"/>{merge}</w:tcPr>{}</w:tc>", paragraph(text))
}

fn table(table: &Table) -> String {
    let mut out = String::from("<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>");
    out.extend(table.columns.iter().map(|(name, _)| cell(name, 1, "")));
    out.push_str("</w:tr>");
    for row in table.rows {
        out.push_str("<w:tr>");
        let free = row[1..].iter().take_while(|cell| cell.is_empty()).count();
        let over = if table.grouped { 0 } else { free };
        for (at, text) in row.iter().enumerate().filter(|(at, _)| *at == 0 || *at > over) {
            let merge = match (table.grouped && at == 0, text.is_empty()) {
                (true, false) => "<w:vMerge w:val=\"restart\"/>",
                (true, true) => "<w:vMerge/>",
                _ => "",
            };
            out.push_str(&cell(text, if at == 0 { over + 1 } else { 1 }, merge));
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    out
}

/// The file.
pub(super) fn docx(plan: &[Part]) -> Vec<u8> {
    let mut body = String::new();
    for part in plan {
        match part {
            Part::Title(lines) => {
                body.push_str(&styled("Title", &lines.join("</w:t><w:br/><w:t>")));
            }
            Part::Heading(level, number, title) => {
                body.push_str(&styled(&format!("h{level}"), &format!("{number} {title}")));
            }
            Part::Text(text) => body.push_str(&paragraph(text)),
            Part::Table(grid) => {
                body.push_str(&paragraph(grid.caption));
                if !grid.note.is_empty() {
                    body.push_str(&paragraph(grid.note));
                }
                body.push_str(&table(grid));
            }
            Part::Boxed(caption, texts) => {
                let content: String =
                    std::iter::once(caption).chain(texts.iter()).map(|text| paragraph(text)).collect();
                for piece in ["<w:tbl><w:tr><w:tc>", &content, "</w:tc></w:tr></w:tbl>"] {
                    body.push_str(piece);
                }
            }
        }
    }
    let style = |level: usize| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"h{level}\"><w:name w:val=\"heading {level}\"/>\
             <w:pPr><w:outlineLvl w:val=\"{}\"/></w:pPr></w:style>",
            level - 1
        )
    };
    let styles = format!(
        "<w:styles {NAMESPACE}><w:style w:styleId=\"Title\"><w:name w:val=\"Title\"/></w:style>{}{}</w:styles>",
        style(1),
        style(2)
    );
    let document = format!("<w:document {NAMESPACE}><w:body>{body}<w:sectPr/></w:body></w:document>");
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            "<Relationships><Relationship Type=\"http://x/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        ("word/document.xml", document.as_str()),
        ("word/styles.xml", styles.as_str()),
    ] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file in memory");
        writer.write_all(text.as_bytes()).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}
