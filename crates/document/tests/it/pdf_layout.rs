//! How PDF pages are laid out: columns, turned pages, marks, tables without rules, numbers cut by a page end,
//! and what hostile or damaged pages do.

use crate::pdf::file;
use crate::read;
use document::{Block, Document, ReadError, ReadOptions, Table};
use std::fmt::Write as _;

/// Text at a place with a size.
fn at(text: &str, x: f32, y: f32, size: f32) -> String {
    let mut hex = String::new();
    for unit in text.encode_utf16() {
        let _ = write!(hex, "{unit:04x}");
    }
    format!("BT /F0 {size} Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET\n")
}

/// A file of pages with their content and further entries of their dictionaries.
fn pdf(pages: &[(String, &str)]) -> Vec<u8> {
    let count = pages.len();
    let mut objects: Vec<Vec<u8>> = vec![b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()];
    let kids: Vec<String> = (0..count).map(|n| format!("{} 0 R", 5 + n * 2)).collect();
    objects.push(format!("<< /Type /Pages /Kids [{}] /Count {count} >>", kids.join(" ")).into_bytes());
    objects.push(b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>".to_vec());
    objects.push(b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>".to_vec());
    for (nth, (content, more)) in pages.iter().enumerate() {
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {more} /Resources << /Font << /F0 3 0 R >> >> /Contents {} 0 R >>",
                6 + nth * 2
            )
            .into_bytes(),
        );
        objects.push(format!("<< /Length {} >>\nstream\n{content}endstream", content.len()).into_bytes());
    }
    file(&objects)
}

fn one(content: String) -> Document {
    read(&pdf(&[(content, "")]))
}

fn texts(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading(heading) => heading.title.text().to_owned(),
            Block::Paragraph(paragraph) => paragraph.text.text().to_owned(),
            Block::ListItem(item) => item.text.text().to_owned(),
            _ => String::new(),
        })
        .collect()
}

fn table(document: &Document) -> &Table {
    let found = document.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no table in {}", document.text))
}

fn row(table: &Table, row: usize) -> Vec<&str> {
    table.row(row).map(|cell| cell.text.text()).collect()
}

/// Ten characters in 10 points are 100 points wide.
const LINE: &str = "水源充足水质优良城乡供水一体化推进节水";

fn columns() -> String {
    let mut content = at("第一章 水源", 220.0, 780.0, 16.0);
    for line in 0..12 {
        let y = 740.0 - 18.0 * line as f32;
        let (left, right) = match line {
            5 => ("一体化推进节水。到2030年供水能力达到", "右边这一栏从头读起直到最后一行为止为"),
            6 => ("52万吨每日水质达标率保持在百分之百以", "止水网覆盖全部乡镇漏损率降到百分之八"),
            _ => (LINE, LINE),
        };
        content += &at(left, 60.0, y, 11.0);
        content += &at(right, 330.0, y - 8.0, 11.0);
    }
    content
}

/// Columns on one page, an open table sideways on the next.
pub(crate) fn sample() -> Vec<u8> {
    pdf(&[(columns(), ""), (format!("q 0 1 -1 0 595 0 cm\n{}Q\n", open_table(&[])), "/Rotate 90")])
}

#[test]
fn columns_read_one_after_the_other() {
    let text = texts(&one(columns())).join("|");
    assert!(text.contains("到2030年供水能力达到52万吨每日水质"), "{text}");
    let (left, right) = (text.find("52万吨").unwrap(), text.find("右边这一栏").unwrap());
    assert!(left < right);
}

#[test]
fn turned_pages_read_like_upright_ones() {
    // The same content on a page that is turned for reading, and set sideways on one that is not.
    let lines = ["一、水源", "到2030年，供水能力达到52万吨。", "漏损率降到8%。"];
    let upright: String =
        lines.iter().enumerate().map(|(n, line)| at(line, 72.0, 500.0 - 30.0 * n as f32, 12.0)).collect();
    let sideways = format!("q 0 1 -1 0 595 0 cm\n{upright}Q\n");
    let down = format!("q 0 -1 1 0 0 842 cm\n{upright}Q\n");
    let expected = texts(&one(upright.clone()));
    for (content, more) in [(sideways.clone(), "/Rotate 90"), (sideways, ""), (down, "/Rotate 270")] {
        assert_eq!(texts(&read(&pdf(&[(content, more)]))), expected, "{more}");
    }
    let both =
        read(&pdf(&[(upright.clone(), ""), (format!("q 0 1 -1 0 595 0 cm\n{upright}Q\n"), "/Rotate 90")]));
    assert_eq!(both.text.matches("52万吨").count(), 2);
}

#[test]
fn marks_bold_effects_and_hidden_layers() {
    let mut content = at("一、水源", 72.0, 700.0, 12.0);
    content += &at("到2030年，供水能力达到52", 96.0, 670.0, 12.0);
    content += &at("1", 276.0, 675.0, 7.0);
    content += &at("万吨。", 283.0, 670.0, 12.0);
    // Drawn twice, the second time in pieces and a little to the right.
    content += &at("漏损率降到8%。", 96.0, 640.0, 12.0);
    for (nth, c) in "漏损率降到8%。".chars().enumerate() {
        content += &at(&c.to_string(), 96.3 + 12.0 * nth as f32, 640.0, 12.0);
    }
    content += &format!("BT 3 Tr ET {} BT 0 Tr ET\n", at("藏", 72.0, 600.0, 12.0).trim());
    let document = one(content);
    assert_eq!(texts(&document), ["水源", "到2030年，供水能力达到52万吨。", "漏损率降到8%。"]);
    assert!(document.text.contains("52¹万吨"));
}

#[test]
fn numbers_cut_by_a_page_end_are_whole() {
    let line = |text: &str, y: f32| at(text, 72.0, y, 12.0);
    let body = "坚持节水优先、空间均衡、系统治理、两手发力，统筹水资源与城乡发展格局调整";
    let first = format!(
        "{}{}{}{}",
        line("一、水源", 200.0),
        line(body, 160.0),
        line("推进，协同建设各类水源工程，强化监测预警，到2030年全县供水能力达到16", 140.0),
        at("某县水利规划", 250.0, 800.0, 9.0),
    );
    let second = format!(
        "{}{}{}",
        line("80万吨，漏损率降到8%。", 760.0),
        line("二、水质", 730.0),
        at("某县水利规划", 250.0, 800.0, 9.0),
    );
    let document = read(&pdf(&[(first, ""), (second, "")]));
    let text = texts(&document).join("|");
    assert!(text.contains("供水能力达到1680万吨，漏损率降到8%。"), "{text}");
    assert!(!text.contains("某县水利规划"), "the running head of two pages is gone: {text}");
}

#[test]
fn a_title_on_two_lines_is_one() {
    let content = at("某县国民经济和社会发展", 190.0, 780.0, 20.0)
        + &at("第十五个五年规划纲要", 200.0, 752.0, 20.0)
        + &at("一、水源", 72.0, 700.0, 12.0)
        + &at("水源充足，水质优良。", 72.0, 680.0, 12.0)
        + &at("二、水质", 72.0, 660.0, 12.0);
    let document = one(content);
    assert_eq!(document.title.unwrap().text(), "某县国民经济和社会发展第十五个五年规划纲要");
}

/// A table without ruled cells; names in two lines around their values.
fn open_table(rules: &[f32]) -> String {
    let mut content = at("表1 主要指标", 230.0, 760.0, 11.0);
    let rows = [
        ["指标", "单位", "2025年", "2030年", "属性"],
        ["供水能力", "万吨", "48.2", "52", "预期性"],
        ["", "%", "9.5", "8", "约束性"],
        ["水库", "座", "3", "4", "预期性"],
    ];
    for (nth, row) in rows.iter().enumerate() {
        let y = 730.0 - 30.0 * nth as f32;
        for (cell, x) in row.iter().zip([70.0, 190.0, 260.0, 340.0, 430.0]) {
            if !cell.is_empty() {
                content += &at(cell, x, y, 10.5);
            }
        }
    }
    content += &at("城市公共管网", 70.0, 676.0, 10.5);
    content += &at("漏损率", 70.0, 664.0, 10.5);
    for y in rules {
        let _ = writeln!(content, "60 {y} m 500 {y} l S");
    }
    content
        + &at("一、水源", 72.0, 600.0, 12.0)
        + &at("水源充足，水质优良，城乡供水一体化推进。", 72.0, 580.0, 12.0)
}

#[test]
fn tables_without_ruled_cells_are_tables() {
    let none: &[f32] = &[];
    for rules in [none, &[745.0, 720.0, 630.0], &[745.0, 720.0, 690.0, 655.0, 630.0]] {
        let document = one(open_table(rules));
        let table = table(&document);
        assert_eq!((table.rows, table.columns), (4, 5), "{rules:?}");
        assert_eq!(row(table, 0), ["指标", "单位", "2025年", "2030年", "属性"]);
        assert_eq!(row(table, 1), ["供水能力", "万吨", "48.2", "52", "预期性"]);
        assert_eq!(row(table, 2), ["城市公共管网漏损率", "%", "9.5", "8", "约束性"]);
        assert_eq!(row(table, 3), ["水库", "座", "3", "4", "预期性"]);
    }
}

#[test]
fn hostile_pages_end() {
    let sound = at("一、水源", 72.0, 700.0, 12.0) + &at("水源充足。", 72.0, 680.0, 12.0);
    // Arrays without end in a page's content cost nothing.
    let document = one(format!("{}{sound}", "[".repeat(1_000_000)));
    assert!(document.text.contains("水源充足"));
    // An object of arrays without end is refused.
    let more = format!("/X {}", "[".repeat(20_000));
    let error =
        document::read(&pdf(&[(sound.clone(), &more)]), &ReadOptions::default()).map(|_| ()).unwrap_err();
    assert_eq!(error, ReadError::Excessive);
    // A page that draws without end is cut, and told; the next one is read.
    let flood = format!("{}{}", at("二、水质", 72.0, 700.0, 12.0), "q Q ".repeat(1_200_000));
    let document = read(&pdf(&[(flood, ""), (sound, "")]));
    assert!(document.text.contains("水源充足") && document.text.contains("水质"));
    assert_eq!(document.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["X903"]);
}

#[test]
fn a_page_that_cannot_be_read_is_told_and_the_others_are_read() {
    let sound = at("一、水源", 72.0, 700.0, 12.0) + &at("水源充足。", 72.0, 680.0, 12.0);
    let page = |content: usize| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F0 7 0 R >> >> /Contents {content} 0 R >>"
        )
        .into_bytes()
    };
    let stream = |filter: &str| {
        format!("<< {filter} /Length {} >>\nstream\n{sound}endstream", sound.len()).into_bytes()
    };
    let objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>".to_vec(),
        page(5),
        page(6),
        // Packed in a way that there is none of.
        stream("/Filter /NoSuchDecode"),
        stream(""),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [8 0 R] >>".to_vec(),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>".to_vec(),
    ];
    let document = read(&file(&objects));
    assert!(document.text.contains("水源充足"));
    let told: Vec<&str> = document.diagnostics.iter().map(|d| d.message.en.as_str()).collect();
    assert!(told.iter().any(|words| words.starts_with("pages 1 are damaged")), "{told:?}");
}

#[test]
fn forms_that_paint_each_other_end() {
    // Ten forms, each painting the next ten times.
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F0 15 0 R >> /XObject << /X 5 0 R >> >> /Contents 4 0 R >>".to_vec(),
    ];
    let stream = |head: &str, body: &str| {
        format!("<< {head} /Length {} >>\nstream\n{body}\nendstream", body.len() + 1).into_bytes()
    };
    objects.push(stream(
        "",
        &format!("{}{}/X Do", at("一、水源", 72.0, 700.0, 12.0), at("水源充足。", 72.0, 680.0, 12.0)),
    ));
    for nth in 0..10 {
        let head = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X {} 0 R >> >>",
            6 + nth
        );
        objects.push(stream(&head, &"/X Do ".repeat(10)));
    }
    objects.push(b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [16 0 R] >>".to_vec());
    objects.push(b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>".to_vec());
    let document = read(&file(&objects));
    assert!(document.text.contains("水源充足"));
    assert_eq!(document.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["X903"]);
}

/// The texts of the only box of a document, item by item.
fn boxed(document: &Document) -> Vec<String> {
    let boxes: Vec<&document::BoxBlock> = document
        .blocks
        .iter()
        .filter_map(|block| if let Block::Box(boxed) = block { Some(boxed) } else { None })
        .collect();
    assert_eq!(boxes.len(), 1, "{}", document.text);
    let text = |block: &Block| match block {
        Block::Heading(heading) => heading.title.text().to_owned(),
        Block::Paragraph(paragraph) => paragraph.text.text().to_owned(),
        Block::ListItem(item) => item.text.text().to_owned(),
        _ => String::new(),
    };
    boxes[0].blocks.iter().map(text).collect()
}

#[test]
fn a_frame_over_a_page_end_is_one_box() {
    // A frame drawn as a rectangle on either page, small type, the running head of the pages above it.
    let rectangle = |y: f32, height: f32| format!("66 {y} 440 {height} re S\n");
    let head = at("某县水利规划", 250.0, 805.0, 9.0);
    let first = at("一、水源", 72.0, 260.0, 14.0)
        + &at("专栏2 水源工程", 240.0, 200.0, 10.5)
        + &at(
            "城北水厂（北山镇，日供水能力12万吨，2026—2028年，总投资3.2亿元）、东河水库",
            93.0,
            182.0,
            10.5,
        )
        + &rectangle(170.0, 45.0)
        + &at("— 1 —", 280.0, 40.0, 9.0)
        + &head;
    let second = at("（东河镇，总库容5600万立方米，2027—2030年，总投资6.8亿元）。", 72.0, 760.0, 10.5)
        + &at("管网改造工程（全县，改造管网86公里，2026—2027年，总投资1.1亿元）。", 93.0, 742.0, 10.5)
        + &rectangle(730.0, 50.0)
        + &at("二、水质", 72.0, 690.0, 14.0)
        + &at("水质优良，达标率保持在百分之百。", 96.0, 660.0, 14.0)
        + &at("— 2 —", 280.0, 40.0, 9.0)
        + &head;
    let document = read(&pdf(&[(first, ""), (second, "")]));
    assert_eq!(
        boxed(&document),
        [
            "城北水厂（北山镇，日供水能力12万吨，2026—2028年，总投资3.2亿元）、东河水库（东河镇，总库容5600万立方米，2027—2030年，总投资6.8亿元）。",
            "管网改造工程（全县，改造管网86公里，2026—2027年，总投资1.1亿元）。",
        ]
    );
    // A frame of rules whose caption has a cell of its own; the page end parts two items.
    let rules = |top: f32, inner: Option<f32>, bottom: f32| {
        let mut out = String::new();
        for y in [Some(top), inner, Some(bottom)].into_iter().flatten() {
            let _ = writeln!(out, "0.5 w 60 {y} m 530 {y} l S");
        }
        for x in [60, 530] {
            let _ = writeln!(out, "0.5 w {x} {top} m {x} {bottom} l S");
        }
        out
    };
    let first = at("第一节 供水", 230.0, 300.0, 16.0)
        + &at("专栏一：供水重点工程", 220.0, 240.0, 12.0)
        + &at("1．城北水厂。日供水能力12万吨，总投资3.2亿元。", 90.0, 215.0, 12.0)
        + &rules(256.0, Some(232.0), 200.0);
    let second = at("2．东河水库。总库容5600万立方米，总投资6.8亿元。", 90.0, 765.0, 12.0)
        + &rules(780.0, None, 752.0)
        + &at("第二节 排水", 230.0, 700.0, 16.0)
        + &at("建设排水管网，提高排水能力。", 90.0, 670.0, 14.0);
    let document = read(&pdf(&[(first, ""), (second, "")]));
    assert_eq!(
        boxed(&document),
        ["城北水厂。日供水能力12万吨，总投资3.2亿元。", "东河水库。总库容5600万立方米，总投资6.8亿元。"]
    );
}
