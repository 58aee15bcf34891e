use crate::{everything, parts, text, wide};
use story::{Block, Heading, Section, SectionKind};

/// The attribute of the first element that begins so.
fn attribute(text: &str, element: &str, name: &str) -> String {
    let rest = text.split(element).nth(1).unwrap_or_else(|| panic!("{element}"));
    let rest = rest.split(&format!("{name}=\"")).nth(1).unwrap_or_else(|| panic!("{name} of {element}"));
    rest.split('"').next().unwrap().to_owned()
}

/// GB/T 9704-2012, 5.2: A4, top 37 mm, left 28 mm, printed area 156 mm x 225 mm, each within a millimetre.
#[test]
fn the_page_is_that_of_official_papers() {
    let parts = parts(&everything("词"));
    let document = text(&parts, "word/document.xml");
    let last = document.split("<w:sectPr>").nth(1).unwrap();
    let last = format!("<w:sectPr>{last}");
    let mm =
        |element: &str, name: &str| attribute(&last, element, name).parse::<f64>().unwrap() / 1440.0 * 25.4;
    let near = |value: f64, wanted: f64| assert!((value - wanted).abs() < 1.0, "{value} is not {wanted}");
    let (width, height) = (mm("<w:pgSz", "w:w"), mm("<w:pgSz", "w:h"));
    let (top, left) = (mm("<w:pgMar", "w:top"), mm("<w:pgMar", "w:left"));
    near(width, 210.0);
    near(height, 297.0);
    near(top, 37.0);
    near(left, 28.0);
    near(width - left - mm("<w:pgMar", "w:right"), 156.0);
    near(height - top - mm("<w:pgMar", "w:bottom"), 225.0);
}

/// GB/T 9704-2012, 5.2.2 and 7.3: fonts and sizes of title, headings, text and page numbers; 22 lines on a page.
#[test]
fn fonts_and_sizes_are_those_of_official_papers() {
    let parts = parts(&everything("词"));
    let styles = text(&parts, "word/styles.xml");
    for (style, font, size) in [
        ("Title", "方正小标宋_GBK", "44"),
        ("Heading1", "黑体", "32"),
        ("Heading2", "楷体_GB2312", "32"),
        ("Heading3", "仿宋_GB2312", "32"),
        ("BodyText", "仿宋_GB2312", "32"),
        ("Attachment", "黑体", "32"),
        ("Footer", "宋体", "28"),
    ] {
        let one = styles
            .split(&format!("w:styleId=\"{style}\">"))
            .nth(1)
            .unwrap()
            .split("</w:style>")
            .next()
            .unwrap();
        assert_eq!(attribute(one, "<w:rFonts", "w:eastAsia"), font, "{style}");
        assert_eq!(attribute(one, "<w:sz ", "w:val"), size, "{style}");
    }
    assert!(styles.contains("w:default=\"1\" w:styleId=\"Normal\""));
    let body = styles.split("w:styleId=\"BodyText\">").nth(1).unwrap();
    let pitch = attribute(body, "<w:spacing", "w:line").parse::<f64>().unwrap() / 1440.0 * 25.4;
    assert_eq!((225.0 / pitch) as usize, 22);
    // 28 characters of 16 pt fill 156 mm to less than two characters.
    let spare = 156.0 - 28.0 * 16.0 / 72.0 * 25.4;
    assert!((-3.0..11.3).contains(&spare), "{spare}");
    for (name, side) in [("word/footer1.xml", "right"), ("word/footer2.xml", "left")] {
        let footer = text(&parts, name);
        assert!(
            footer.contains("— ")
                && footer.contains(" PAGE ")
                && footer.contains(&format!("w:jc w:val=\"{side}\""))
        );
    }
    assert!(text(&parts, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
}

#[test]
fn heads_repeat_and_wide_tables_lie() {
    let document = text(&parts(&[Block::Table(wide("词", 12, 40))]), "word/document.xml");
    assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(document.matches("<w:cantSplit/>").count(), 41);
    assert_eq!(document.matches("w:orient=\"landscape\"").count(), 1);
    assert_eq!(
        document.matches("<w:sectPr>").count(),
        2,
        "the upright page before it, and its own at the end"
    );
    let narrow = text(&parts(&[Block::Table(wide("词", 5, 4))]), "word/document.xml");
    assert_eq!(narrow.matches("<w:sectPr>").count(), 1);
    let two_heads = text(&parts(&everything("词")), "word/document.xml");
    assert_eq!(
        two_heads.matches("<w:tblHeader/>").count(),
        5,
        "two rows of each of two heads, one of the third"
    );
}

#[test]
fn contents_list_the_headings_with_their_places() {
    let section = |level, name: &'static str, kind| {
        Block::Section(Section {
            kind,
            id: "".into(),
            heading: Heading::new(level, name),
            blocks: Vec::new(),
        })
    };
    let tree = [
        Block::Heading(Heading::new(1, "报告")),
        section(2, "总体", SectionKind::Part),
        section(3, "其一", SectionKind::Part),
        section(4, "不列", SectionKind::Part),
        section(2, "附件", SectionKind::Attachment),
    ];
    let document = text(&parts(&tree), "word/document.xml");
    let contents = document.split("TOC \\o").nth(1).unwrap().split("w:type=\"page\"").next().unwrap();
    for (name, place) in [("总体", 1), ("其一", 2), ("附件", 4)] {
        assert!(contents.contains(name), "{name}");
        assert!(contents.contains(&format!("w:anchor=\"_Toc{place:06}\"")));
        assert!(document.contains(&format!("w:name=\"_Toc{place:06}\"")));
    }
    assert!(!contents.contains("不列"));
    assert_eq!(
        contents.matches("fldCharType=\"begin\"").count() + 1,
        contents.matches("fldCharType=\"end\"").count()
    );
    // The title stands before the contents, the text behind them.
    assert!(document.find("报告") < document.find("TOC \\o"));
}

#[test]
fn an_attachment_stands_on_the_page_of_its_table() {
    let tree = [
        Block::Heading(Heading::new(2, "前")),
        Block::Section(Section {
            kind: SectionKind::Attachment,
            id: "".into(),
            heading: Heading::new(2, "附"),
            blocks: vec![Block::Table(wide("词", 12, 2)), Block::Table(wide("词", 12, 2))],
        }),
        Block::Heading(Heading::new(2, "后")),
    ];
    let document = text(&parts(&tree), "word/document.xml");
    let sections: Vec<&str> = document.split("<w:sectPr>").collect();
    assert_eq!(sections.len(), 4, "before, the attachment with both tables, behind");
    assert!(sections[0].contains("前") && sections[1].contains("附") && sections[2].contains("后"));
    assert!(sections[2].starts_with("<w:footerReference") && sections[2].contains("w:orient=\"landscape\""));
    assert!(!sections[1].split("</w:sectPr>").next().unwrap().contains("landscape"));
}
