//! Documents of people's own, filled: twelve forms of templates, and what is told of what cannot be filled.

use docx::{Fields, Filled, fill};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use story::{Block, Cell, Paragraph, Role, Row, Table};
use zip::write::SimpleFileOptions;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

struct City;

impl Fields for City {
    fn text(&self, name: &str) -> Option<String> {
        Some(match name {
            "plan" => "南坪市规划<纲要>".to_owned(),
            "year" => "2023".to_owned(),
            "note" => "第一行\n第二行".to_owned(),
            "empty" => String::new(),
            _ => return None,
        })
    }

    fn blocks(&self, name: &str) -> Option<Vec<Block<'static>>> {
        let text = |text: &'static str| vec![story::Inline::text(text)];
        match name {
            "table:targets" => Some(vec![Block::Table(Table {
                head: vec![Row { superseded: false, cells: vec![Cell::head("指标"), Cell::head("值")] }],
                rows: vec![Row { superseded: false, cells: vec![Cell::words("甲"), Cell::words("355.0")] }],
                ..Table::default()
            })]),
            "make:counts" => Some(vec![Block::Paragraph(Paragraph::new(Role::Plain, text("共8项。")))]),
            "nothing" => Some(Vec::new()),
            _ => None,
        }
    }

    fn rows(&self, list: &str) -> Option<Vec<BTreeMap<String, String>>> {
        let row = |name: &str, value: &str| {
            BTreeMap::from([("name".to_owned(), name.to_owned()), ("latest".to_owned(), value.to_owned())])
        };
        (list == "targets").then(|| vec![row("地区生产总值", "355.0"), row("城镇化率", "63.1")])
    }
}

/// A file with a body and further parts.
fn template(body: &str, parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    };
    put(
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
    );
    put("word/document.xml", &format!("<w:document {W}><w:body>{body}</w:body></w:document>"));
    put("word/styles.xml", "<w:styles/>");
    put("word/media/image1.png", "{{plan}}");
    for (name, text) in parts {
        put(name, text);
    }
    archive.finish().unwrap().into_inner()
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file.to_vec())).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// What the text elements of a part say, paragraph by paragraph.
fn says(xml: &str) -> Vec<String> {
    let texts = |paragraph: &str| {
        let parts = paragraph.split("<w:t").skip(1).filter(|part| part.starts_with(['>', ' ']));
        parts
            .filter_map(|part| part.split_once('>')?.1.split('<').next().map(str::to_owned))
            .collect::<String>()
    };
    xml.split("</w:p>").map(texts).filter(|text| !text.is_empty()).collect()
}

fn filled(body: &str) -> (Vec<String>, Filled) {
    let done = fill(&template(body, &[]), &City).unwrap();
    let xml = part(&done.bytes, "word/document.xml");
    let mut reader = quick_xml::Reader::from_str(&xml);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    (says(&xml), done)
}

fn p(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

fn r(text: &str) -> String {
    format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>")
}

#[test]
fn one_a_placeholder_in_one_run() {
    let (said, done) = filled(&p(&r("《{{plan}}》{{ year }}年")));
    assert_eq!(said, ["《南坪市规划&lt;纲要&gt;》2023年"]);
    assert_eq!((done.count, done.unknown.len()), (2, 0));
}

#[test]
fn two_a_placeholder_that_word_cut_into_runs_keeps_the_look_of_its_first() {
    let (said, done) = filled(&p(&format!(
        "{}{}<w:r><w:t>{{ye</w:t></w:r>{}{}",
        r("截至{"),
        "<w:proofErr w:type=\"spellStart\"/>",
        r("ar}"),
        r("}年底")
    )));
    assert_eq!(said, ["截至2023年底"]);
    let xml = part(&done.bytes, "word/document.xml");
    assert!(
        xml.contains("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">截至2023</w:t></w:r>"),
        "{xml}"
    );
}

#[test]
fn three_lines_become_breaks_and_an_empty_text_leaves_nothing() {
    let (said, done) = filled(&format!("{}{}", p(&r("{{note}}")), p(&r("前{{empty}}后"))));
    assert_eq!(said, ["第一行第二行", "前后"]);
    assert!(part(&done.bytes, "word/document.xml").contains("第一行</w:t><w:br/><w:t"));
}

#[test]
fn four_a_paragraph_alone_becomes_a_table_or_paragraphs() {
    let (said, done) = filled(&format!("{}{}", p(&r("{{table:targets}}")), p(&r(" {{make:counts}} "))));
    assert_eq!(said, ["指标", "值", "甲", "355.0", "共8项。"]);
    let xml = part(&done.bytes, "word/document.xml");
    assert!(xml.contains("<w:tbl>") && !xml.contains("w:sectPr"), "no page turns: {xml}");
}

#[test]
fn five_a_row_is_repeated() {
    let cell = |text: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", p(&r(text)));
    let head = format!("<w:tr>{}{}</w:tr>", cell("指标"), cell("值"));
    let row =
        format!("<w:tr>{}{}{}</w:tr>", cell("{{#targets}}{{name}}"), cell("{{latest}}"), cell("{{year}}"));
    let (said, done) = filled(&format!("<w:tbl>{head}{row}</w:tbl>"));
    assert_eq!(said, ["指标", "值", "地区生产总值", "355.0", "2023", "城镇化率", "63.1", "2023"]);
    assert_eq!(done.unknown, Vec::<String>::new());
}

#[test]
fn six_a_table_in_a_cell_is_filled() {
    let inner =
        format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>{}", p(&r("{{year}}")), p(&r("{{nothing}}")));
    let (said, done) = filled(&format!("<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"));
    assert_eq!(said, ["2023"]);
    assert!(part(&done.bytes, "word/document.xml").contains("<w:p/></w:tc>"), "a cell ends with a paragraph");
}

#[test]
fn seven_headers_footers_and_notes_are_filled_and_other_parts_stay() {
    let of = |root: &str| format!("<w:{root} {W}>{}</w:{root}>", p(&r("{{plan}}")));
    let parts = [
        ("word/header1.xml", of("hdr")),
        ("word/footer2.xml", of("ftr")),
        ("word/footnotes.xml", of("footnotes")),
        ("word/endnotes.xml", of("endnotes")),
        ("word/comments.xml", of("comments")),
        ("word/embeddings/header1.xml", of("hdr")),
    ];
    let file = template(&p(&r("无")), &parts);
    let done = fill(&file, &City).unwrap();
    for (name, before) in &parts {
        let now = part(&done.bytes, name);
        let is_filled = !name.contains("comments") && !name.contains("embeddings");
        assert_eq!(now != *before, is_filled, "{name}");
    }
    for name in ["word/document.xml", "word/styles.xml", "word/media/image1.png", "[Content_Types].xml"] {
        assert_eq!(part(&done.bytes, name), part(&file, name), "{name}");
    }
}

#[test]
fn eight_text_boxes_are_filled_apart_from_the_paragraph_around_them() {
    let inner = format!("<w:pict><w:txbxContent>{}</w:txbxContent></w:pict>", p(&r("框内{{year}}")));
    let (said, _) = filled(&p(&format!("{}<w:r>{inner}</w:r>{}", r("前{{ye"), r("ar}}后"))));
    assert_eq!(said.concat(), "前2023框内2023后");
}

#[test]
fn nine_content_controls_are_filled_by_their_tags() {
    let control = |tag: &str, content: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:tag w:val=\"{tag}\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )
    };
    let inline = p(&format!("{}{}", r("规划："), control("plan", &format!("{}{}", r("单击"), r("输入")))));
    let block = control("table:targets", &p(&r("表")));
    let empty = control("year", "<w:p><w:pPr/></w:p>");
    let other = control("date", &r("不动"));
    let (said, done) = filled(&format!("{inline}{block}{empty}{}", p(&other)));
    assert_eq!(said, ["规划：南坪市规划&lt;纲要&gt;", "指标", "值", "甲", "355.0", "2023", "不动"]);
    let xml = part(&done.bytes, "word/document.xml");
    assert_eq!(xml.matches("showingPlcHdr").count(), 1, "it stays where nothing was filled in: {xml}");
    assert_eq!(done.unknown, Vec::<String>::new());
}

#[test]
fn ten_what_was_struck_out_is_no_placeholder_and_what_was_put_in_is() {
    let body = p(
        "<w:del><w:r><w:delText>{{plan}}</w:delText></w:r></w:del><w:ins><w:r><w:t>{{year}}</w:t></w:r></w:ins>",
    );
    let (said, done) = filled(&body);
    assert_eq!(said, ["2023"]);
    assert!(part(&done.bytes, "word/document.xml").contains("<w:delText>{{plan}}</w:delText>"));
}

#[test]
fn eleven_what_no_name_is_known_for_stays_and_is_told() {
    let (said, done) =
        filled(&format!("{}{}{}", p(&r("{{mayor}}")), p(&r("{{#people}}{{mayor}}")), p(&r("{{year"))));
    assert_eq!(said, ["{{mayor}}", "{{#people}}{{mayor}}", "{{year"]);
    assert_eq!(done.unknown, ["{{mayor}}", "{{#people}}", "{{year"]);
    assert_eq!(done.count, 0);
}

#[test]
fn twelve_another_prefix_and_signs_of_markup() {
    let file = template("", &[]);
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let body = "<x:document xmlns:x=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><x:body><x:p><x:r><x:t>{{plan}} &amp; {{year}}</x:t></x:r></x:p><x:p><x:r><x:t>{{make:counts}}</x:t></x:r></x:p></x:body></x:document>";
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let name = archive.by_index(index).unwrap().name().unwrap().into_owned();
        out.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        if name == "word/document.xml" {
            out.write_all(body.as_bytes()).unwrap();
        }
    }
    let done = fill(&out.finish().unwrap().into_inner(), &City).unwrap();
    let xml = part(&done.bytes, "word/document.xml");
    assert!(xml.contains(">南坪市规划&lt;纲要&gt; &amp; 2023</x:t>"), "{xml}");
    assert!(xml.contains("共8项。</x:t>") && !xml.contains("<w:"), "{xml}");
}

#[test]
fn macros_and_what_is_no_document_are_refused() {
    let with_macros = template(&p(&r("x")), &[("word/vbaProject.bin", "x".to_owned())]);
    assert!(fill(&with_macros, &City).unwrap_err().to_string().contains("macros"));
    assert!(fill(b"\xd0\xcf\x11\xe0encrypted", &City).is_err());
    assert!(fill(&template("<w:p>", &[]), &City).is_err());
}

/// A report that this program wrote is a template as well: nothing in it is a placeholder, and it stays as it is.
#[test]
fn a_file_without_placeholders_stays_as_it_is() {
    let file = docx::write(&crate::everything("词"), &crate::settings()).unwrap();
    let done = fill(&file, &City).unwrap();
    assert_eq!((done.count, done.unknown.len()), (0, 0));
    assert_eq!(part(&done.bytes, "word/document.xml"), part(&file, "word/document.xml"));
}
