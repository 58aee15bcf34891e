//! Word: changes, hidden text, marks, notes, formulas and damage.

use crate::{fixture, read};
use document::{Block, Document, ReadError, ReadOptions};

fn texts(document: &Document) -> Vec<&str> {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading(heading) => heading.title.text(),
            Block::Paragraph(paragraph) => paragraph.text.text(),
            Block::ListItem(item) => item.text.text(),
            _ => "",
        })
        .collect()
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn raised(text: &str) -> String {
    format!("<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{text}</w:t></w:r>")
}

/// A document with a heading, so that what follows is body text.
fn body(content: &str) -> Document {
    read(&fixture::package(&format!("{}{content}", heading("水源"))))
}

fn heading(title: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"h1\"/></w:pPr>{}</w:p>", run(title))
}

#[test]
fn a_deleted_end_joins_two_paragraphs() {
    let content = format!(
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id=\"2\"/></w:rPr></w:pPr><w:del><w:r><w:delText>旧段落。</w:delText></w:r></w:del></w:p>\
         <w:p>{}</w:p><w:p><w:pPr><w:rPr><w:moveFrom w:id=\"3\"/></w:rPr></w:pPr>{}</w:p>",
        run("到2030年，供水能力达到"),
        run("52万吨。"),
        run("节水器具普及率达到95%。"),
        run("最后一段。"),
    );
    assert_eq!(
        texts(&body(&content))[1..],
        ["到2030年，供水能力达到52万吨。", "节水器具普及率达到95%。", "最后一段。"]
    );
}

#[test]
fn hidden_text_is_left_out_however_it_is_hidden() {
    let styles = "<w:styles><w:style w:type=\"character\" w:styleId=\"c\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"p\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"q\"><w:basedOn w:val=\"p\"/></w:style></w:styles>";
    let content = "<w:p><w:r><w:t>供水</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r>\
        <w:r><w:rPr><w:rStyle w:val=\"c\"/></w:rPr><w:t>乙</w:t></w:r><w:r><w:t>52万吨。</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"q\"/></w:pPr><w:r><w:t>丙</w:t></w:r>\
        <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>露出的一句。</w:t></w:r></w:p>";
    let document = format!("<w:document><w:body>{content}</w:body></w:document>");
    let package = fixture::archive(&[("word/document.xml", &document), ("word/styles.xml", styles)]);
    assert_eq!(read(&package).text, "供水52万吨。\n露出的一句。\n");
}

#[test]
fn marks_are_no_part_of_numbers_and_names() {
    let cell = |content: &str| format!("<w:tc><w:p>{content}</w:p></w:tc>");
    let content = format!(
        "<w:p>{}{}{}{}</w:p><w:p>{}{}{}</w:p><w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        run("供水能力达到52"),
        raised("["),
        raised("1]"),
        run("万吨。"),
        run("灌溉面积96km"),
        raised("2"),
        run("。"),
        cell(&run("指标")),
        cell(&run("2030年")),
        cell(&format!("{}{}", run("供水能力"), raised("①"))),
        cell(&format!("{}{}", run("52"), raised("2"))),
    );
    let document = body(&content);
    assert_eq!(texts(&document)[1..3], ["供水能力达到52万吨。", "灌溉面积96km2。"]);
    let table = document.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let cells: Vec<&str> = table.unwrap().cells.iter().map(|cell| cell.text.text()).collect();
    assert_eq!(cells, ["指标", "2030年", "供水能力", "52"]);
    assert!(document.text.contains("52⁽1⁾万吨"), "the mark is seen in the text: {}", document.text);
}

#[test]
fn notes_are_read_and_linked() {
    let reference = |kind: &str, id: u32| format!("<w:r><w:{kind}Reference w:id=\"{id}\"/></w:r>");
    let document = format!(
        "<w:document><w:body>{}<w:p>{}{}{}</w:p><w:p>{}{}</w:p>{}<w:p>{}</w:p></w:body></w:document>",
        heading("水源"),
        run("供水能力达到52"),
        reference("footnote", 7),
        run("万吨。"),
        run("漏损率降到8%"),
        reference("endnote", 2),
        heading("水质"),
        run("水质保持优良。"),
    );
    let note = |kind: &str, id: u32, text: &str| {
        format!(
            "<w:{kind}s><w:{kind} w:type=\"separator\" w:id=\"0\"><w:p/></w:{kind}><w:{kind} w:id=\"{id}\">\
             <w:p><w:r><w:{kind}Ref/></w:r>{}</w:p></w:{kind}></w:{kind}s>",
            run(text)
        )
    };
    let footnotes = note("footnote", 7, "按设计能力计算，2025年为48万吨。");
    let endnotes = note("endnote", 2, "指城市管网。");
    let styles = "<w:styles><w:style w:styleId=\"h1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    let package = fixture::archive(&[
        ("word/document.xml", &document),
        ("word/styles.xml", styles),
        ("word/footnotes.xml", &footnotes),
        ("word/endnotes.xml", &endnotes),
    ]);
    let document = read(&package);
    assert_eq!(
        texts(&document),
        [
            "供水能力达到52万吨。",
            "漏损率降到8%",
            "按设计能力计算，2025年为48万吨。",
            "指城市管网。",
            "水质",
            "水质保持优良。"
        ]
    );
    let links: Vec<(&str, &str)> = document
        .notes
        .iter()
        .map(|note| (note.reference.unwrap().of(&document.text), note.span.of(&document.text)))
        .collect();
    assert_eq!(links, [("¹", "¹ 按设计能力计算，2025年为48万吨。"), ("⁽注1⁾", "⁽注1⁾ 指城市管网。")]);
}

#[test]
fn formulas_ruby_and_soft_hyphens() {
    let math = |content: &str| format!("<m:oMath>{content}</m:oMath>");
    let content = format!(
        "<w:p>{}{}{}</w:p><w:p>{}{}</w:p><w:p><w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>\
         <w:r><w:t>水</w:t><w:softHyphen/><w:t>县&#xAD;城。</w:t></w:r></w:p>",
        run("供水能力达到"),
        math("<m:r><m:rPr/><m:t>52</m:t></m:r>"),
        run("万吨。"),
        run("单耗为"),
        math(
            "<m:f><m:fPr/><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f>\
              <m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup>"
        ),
        run("lì"),
        run("丽"),
    );
    assert_eq!(texts(&body(&content))[1..], ["供水能力达到52万吨。", "单耗为3/4m3", "丽水县城。"]);
}

#[test]
fn what_is_not_well_formed_is_not_half_read() {
    let sound = format!("<w:p>{}</w:p>", run("水源充足。")).repeat(40);
    let error = |document: &str, styles: &str| {
        let package = fixture::archive(&[("word/document.xml", document), ("word/styles.xml", styles)]);
        document::read(&package, &ReadOptions::default()).map(|_| ()).unwrap_err()
    };
    let whole = format!("<w:document><w:body>{sound}</w:body></w:document>");
    for fault in ["<w:zzz>", "</w:zzz>", "<!-- ", "<![CDATA[", "<w:p"] {
        let at = whole.len() / 3;
        let at = (at..whole.len())
            .find(|at| whole.is_char_boundary(*at) && whole[*at..].starts_with("<w:p>"))
            .unwrap();
        let broken = format!("{}{fault}{}", &whole[..at], &whole[at..]);
        let error = error(&broken, "<w:styles/>");
        assert!(
            matches!(&error, ReadError::BrokenPart { part, .. } if part == "word/document.xml"),
            "{fault}: {error:?}"
        );
    }
    let cut: String = whole.chars().take(whole.chars().count() / 2).collect();
    assert!(matches!(error(&cut, "<w:styles/>"), ReadError::BrokenPart { .. }));
    assert!(matches!(
        error(&whole, "<w:styles><w:style>"),
        ReadError::BrokenPart { part, .. } if part == "word/styles.xml"
    ));
}

#[test]
fn what_cannot_be_read_is_told() {
    let deep = format!("{}水{}", "<w:ins>".repeat(400), "</w:ins>".repeat(400));
    let cells = "<w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc>".repeat(300);
    let content = format!(
        "<w:p>{}</w:p><w:p>{deep}</w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl>\
         <w:p><w:r><w:drawing><a:graphic><c:chart/></a:graphic></w:drawing></w:r></w:p>",
        run("水源充足。")
    );
    let document = body(&content);
    let codes: Vec<&str> = document.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["X903", "X903", "X903"]);
}
