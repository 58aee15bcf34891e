//! Page and styles.
//!
//! Source: GB/T 9704-2012, 5 and 7: A4; top 37 mm, inner edge 28 mm, printed area 156 mm x 225 mm with 22 lines of 28 characters;
//! title 小标宋 22 pt, 一、 黑体, （一） 楷体, text 仿宋, all 16 pt; page numbers 宋体 14 pt between dashes. 7.1: tables may leave it.

use crate::xml::{HEAD, empty, ordered, value};
use std::fmt::Write as _;

/// Twentieths of a point in 156 mm, the width of the printed area.
pub(crate) const WIDTH: usize = 8844;
/// The same on a page that lies: 225 mm.
pub(crate) const LYING_WIDTH: usize = 12757;
/// Lines of text on a page.
pub(crate) const LINES: usize = 22;
/// Full-width characters in a line of text.
pub(crate) const CHARACTERS: usize = 28;
/// Pitch of a line: 225 mm in 22 lines is 28.99 pt; programs fit 22 of 28.95 pt.
const PITCH: &str = "w:line=\"579\" w:lineRule=\"exact\" w:before=\"0\" w:after=\"0\"";

/// Text, and what has no style of its own.
const SONG: &str = "宋体";
const FANG_SONG: &str = "仿宋_GB2312";
const HEI: &str = "黑体";
const KAI: &str = "楷体_GB2312";
const TITLE: &str = "方正小标宋_GBK";
/// Every font that is named.
pub(crate) const FONTS: [&str; 6] = ["Times New Roman", SONG, FANG_SONG, HEI, KAI, TITLE];

/// Page, margins and page numbers of a section; `lying` turns the page.
pub(crate) fn section(lying: bool) -> String {
    let size = if lying {
        "w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\""
    } else {
        "w:w=\"11906\" w:h=\"16838\""
    };
    // Top 37 mm, right 26 mm, bottom 35 mm, left 28 mm; the page that lies is the upright one turned to the left.
    let margins = if lying {
        "w:top=\"1588\" w:right=\"2098\" w:bottom=\"1474\" w:left=\"1984\" w:header=\"851\" w:footer=\"907\" w:gutter=\"0\""
    } else {
        "w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\""
    };
    ordered(
        "w:sectPr",
        vec![
            empty("w:footerReference", "w:type=\"default\" r:id=\"rFooterOdd\""),
            empty("w:footerReference", "w:type=\"even\" r:id=\"rFooterEven\""),
            value("w:type", "nextPage"),
            empty("w:pgSz", size),
            empty("w:pgMar", margins),
            empty("w:cols", "w:space=\"425\""),
        ],
    )
}

fn fonts(east: &str) -> (&'static str, String) {
    let attributes = format!(
        "w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"{east}\" w:cs=\"Times New Roman\""
    );
    empty("w:rFonts", &attributes)
}

fn size(half_points: &str) -> [(&'static str, String); 2] {
    [value("w:sz", half_points), value("w:szCs", half_points)]
}

/// A paragraph style: id, name, font, size in half points, and properties of its paragraphs.
struct Kind {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    size: &'static str,
    bold: bool,
    paragraph: Vec<(&'static str, String)>,
}

/// Properties of paragraphs that keep to the exact pitch.
fn pitched(mut more: Vec<(&'static str, String)>) -> Vec<(&'static str, String)> {
    more.push(empty("w:spacing", PITCH));
    more
}

fn indented() -> (&'static str, String) {
    empty("w:ind", "w:firstLineChars=\"200\" w:firstLine=\"640\"")
}

fn heading(id: &'static str, name: &'static str, font: &'static str, bold: bool, level: &str) -> Kind {
    let keep = vec![indented(), empty("w:keepNext", ""), value("w:outlineLvl", level)];
    Kind { id, name, font, size: "32", bold, paragraph: pitched(keep) }
}

#[expect(clippy::too_many_lines, reason = "one row for each style: it is read as a table")]
fn kinds() -> Vec<Kind> {
    let kind = |id, name, font, size, paragraph| Kind { id, name, font, size, bold: false, paragraph };
    let centred = || value("w:jc", "center");
    let tight = || empty("w:spacing", "w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"");
    let free = || value("w:snapToGrid", "0");
    let contents = |id, name, indent: &str| {
        let tabs = "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"8834\"/></w:tabs>".to_owned();
        let left = empty(
            "w:ind",
            &format!("w:leftChars=\"{indent}\" w:left=\"{}\"", indent.parse::<u32>().unwrap_or(0) * 32 / 10),
        );
        kind(id, name, FANG_SONG, "32", pitched(vec![("w:tabs", tabs), left]))
    };
    vec![
        kind("BodyText", "Body Text", FANG_SONG, "32", pitched(vec![indented(), value("w:jc", "both")])),
        kind(
            "Title",
            "Title",
            TITLE,
            "44",
            vec![
                centred(),
                empty("w:spacing", "w:line=\"700\" w:lineRule=\"exact\" w:before=\"0\" w:after=\"579\""),
            ],
        ),
        kind("Subtitle", "Subtitle", KAI, "32", pitched(vec![centred()])),
        heading("Heading1", "heading 1", HEI, false, "0"),
        heading("Heading2", "heading 2", KAI, false, "1"),
        heading("Heading3", "heading 3", FANG_SONG, true, "2"),
        heading("Heading4", "heading 4", FANG_SONG, false, "3"),
        kind(
            "Attachment",
            "Attachment",
            HEI,
            "32",
            pitched(vec![
                empty("w:pageBreakBefore", ""),
                empty("w:keepNext", ""),
                value("w:outlineLvl", "0"),
            ]),
        ),
        kind("ContentsHeading", "TOC Heading", HEI, "36", pitched(vec![centred()])),
        contents("TOC1", "toc 1", "0"),
        contents("TOC2", "toc 2", "100"),
        contents("TOC3", "toc 3", "200"),
        kind(
            "Caption",
            "caption",
            HEI,
            "24",
            vec![centred(), empty("w:keepNext", ""), empty("w:spacing", "w:before=\"240\" w:after=\"60\"")],
        ),
        kind(
            "TableNote",
            "Table Note",
            FANG_SONG,
            "21",
            vec![value("w:jc", "right"), empty("w:keepNext", ""), tight()],
        ),
        kind("TableText", "Table Text", FANG_SONG, "21", vec![tight(), free()]),
        kind("TableHead", "Table Head", HEI, "21", vec![centred(), tight(), free()]),
        kind("TableTextSmall", "Table Text Small", FANG_SONG, "18", vec![tight(), free()]),
        kind("TableHeadSmall", "Table Head Small", HEI, "18", vec![centred(), tight(), free()]),
        kind("TableTextSmaller", "Table Text Smaller", FANG_SONG, "15", vec![tight(), free()]),
        kind("TableHeadSmaller", "Table Head Smaller", HEI, "15", vec![centred(), tight(), free()]),
        kind(
            "Figure",
            "Figure",
            FANG_SONG,
            "24",
            vec![centred(), empty("w:spacing", "w:before=\"120\" w:after=\"120\"")],
        ),
        kind(
            "Quote",
            "Quote",
            KAI,
            "28",
            vec![
                empty("w:ind", "w:left=\"640\" w:right=\"640\""),
                empty("w:spacing", "w:before=\"60\" w:after=\"60\""),
            ],
        ),
        kind("Remark", "Remark", FANG_SONG, "24", vec![indented(), tight()]),
        // GB/T 9704-2012, 7.2.2: who may see it stands at the upper left, in size three and black type.
        kind("Mark", "Mark", HEI, "32", vec![tight()]),
        kind("FootnoteText", "footnote text", FANG_SONG, "18", vec![tight(), free()]),
        kind("Footer", "footer", SONG, "28", vec![tight(), free()]),
    ]
}

/// `word/styles.xml`.
pub(crate) fn text() -> String {
    let [size_text, size_text_cs] = size("32");
    let defaults = ordered(
        "w:rPr",
        vec![
            fonts(FANG_SONG),
            size_text,
            size_text_cs,
            empty("w:lang", "w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\""),
        ],
    );
    let mut out = format!(
        "{HEAD}<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault>{defaults}</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\"/></w:pPr></w:pPrDefault></w:docDefaults>"
    );
    // A program that does not find the default styles takes its own, with other fonts and distances.
    out.push_str("<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>");
    out.push_str("<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/></w:style>");
    out.push_str("<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:tblPr><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>");
    for kind in kinds() {
        let mut run = vec![fonts(kind.font)];
        run.extend(size(kind.size));
        if kind.bold {
            run.extend([empty("w:b", ""), empty("w:bCs", "")]);
        }
        let children = vec![
            value("w:name", kind.name),
            value("w:basedOn", "Normal"),
            empty("w:qFormat", ""),
            ("w:pPr", ordered("w:pPr", kind.paragraph)),
            ("w:rPr", ordered("w:rPr", run)),
        ];
        let inside = ordered("w:style", children);
        let inside = inside.trim_start_matches("<w:style>").trim_end_matches("</w:style>");
        let _ = write!(out, "<w:style w:type=\"paragraph\" w:styleId=\"{}\">{inside}</w:style>", kind.id);
    }
    out.push_str("<w:style w:type=\"character\" w:styleId=\"FootnoteReference\"><w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>");
    out.push_str("</w:styles>");
    out
}
