//! A small plan, written out in every format.

/// A part of the plan.
pub(crate) enum Item {
    Title(&'static str),
    /// Level, label, title.
    Heading(u8, &'static str, &'static str),
    /// Run-in lead, text.
    Paragraph(&'static str, &'static str),
    /// Text behind a dash.
    Bullet(&'static str),
    Table(Table),
    /// Caption, and the items with their numbers.
    Box(&'static str, &'static [&'static str]),
    Figure(&'static str),
}

pub(crate) struct Table {
    pub(crate) caption: &'static str,
    pub(crate) head: usize,
    pub(crate) columns: usize,
    /// Row, column, rows, columns, text.
    pub(crate) cells: &'static [(usize, usize, usize, usize, &'static str)],
}

impl Table {
    pub(crate) fn rows(&self) -> usize {
        self.cells.iter().map(|cell| cell.0 + cell.2).max().unwrap_or(0)
    }

    /// The text of a place; empty where a cell covers it that begins elsewhere.
    pub(crate) fn text(&self, row: usize, column: usize) -> &'static str {
        self.cells.iter().find(|cell| (cell.0, cell.1) == (row, column)).map_or("", |cell| cell.4)
    }
}

/// The plan. All sentences were written for this test.
pub(crate) const PLAN: &[Item] = &[
    Item::Title("临溪县水务发展“十四五”规划"),
    Item::Paragraph("", "为统筹全县水务工作，依据有关法律和上级规划，结合本县实际，编制本规划。"),
    Item::Heading(1, "第一章", "发展基础"),
    Item::Paragraph("", "过去五年，全县水务投入逐年增加，供水保证率稳步提高，城乡居民用水条件明显改善。"),
    Item::Heading(2, "第一节", "主要成绩"),
    Item::Paragraph("供水能力明显增强。", "到2020年底，全县日供水能力达到12.5万吨，比2015年增加3.2万吨。"),
    Item::Paragraph(
        "节水工作扎实推进。",
        "灌溉水有效利用系数由0.52提高到0.56，规模以上工业用水重复利用率达到85%。",
    ),
    Item::Heading(2, "第二节", "存在问题"),
    Item::Paragraph("", "山区小型水源调蓄能力不足，部分老旧管网漏损率偏高，基层技术人员数量不够。"),
    Item::Heading(1, "第二章", "总体要求"),
    Item::Heading(2, "第一节", "基本原则"),
    Item::Bullet("坚持节水优先。把节约用水贯穿于水务工作的全过程和各领域。"),
    Item::Bullet("坚持系统治理。统筹山水林田湖草各要素，上下游、左右岸一体推进。"),
    Item::Heading(2, "第二节", "主要目标"),
    Item::Paragraph("", "到2025年，全县供水安全、防洪安全和水生态安全保障水平全面提升。"),
    Item::Table(Table {
        caption: "表1 水务发展主要指标",
        head: 2,
        columns: 5,
        cells: &[
            (0, 0, 2, 2, "指标"),
            (0, 2, 1, 2, "数值"),
            (0, 4, 2, 1, "属性"),
            (1, 2, 1, 1, "2020年"),
            (1, 3, 1, 1, "2025年"),
            (2, 0, 2, 1, "供水"),
            (2, 1, 1, 1, "日供水能力（万吨）"),
            (2, 2, 1, 1, "12.5"),
            (2, 3, 1, 1, "16"),
            (2, 4, 1, 1, "预期性"),
            (3, 1, 1, 1, "管网漏损率（%）"),
            (3, 2, 1, 1, "13"),
            (3, 3, 1, 1, "9"),
            (3, 4, 1, 1, "约束性"),
            (4, 0, 1, 2, "用水总量（亿立方米）"),
            (4, 2, 1, 1, "1.8"),
            (4, 3, 1, 1, "1.75"),
            (4, 4, 1, 1, "约束性"),
        ],
    }),
    Item::Heading(1, "第三章", "重点任务"),
    Item::Heading(2, "第一节", "完善供水网络"),
    Item::Heading(3, "一、", "城区供水"),
    Item::Paragraph("", "新建城北水厂，改造老旧管网120公里，实现两个水厂互为备用、联网运行。"),
    Item::Heading(3, "二、", "农村供水"),
    Item::Paragraph("", "实施规模化供水工程8处，农村自来水普及率达到95%以上。"),
    Item::Figure("图1 供水工程布局图"),
    Item::Box(
        "专栏1 供水重点工程",
        &["1、水厂工程：城北水厂、东河水厂扩建。", "2、管网工程：城区老旧管网改造、乡镇联网管道。"],
    ),
    Item::Heading(2, "第二节", "加强水资源管理"),
    Item::Paragraph("", "严格取水许可，健全用水计量体系，年取水量5万立方米以上用户全部安装在线监测设备。"),
];

/// Plain text: blank lines between blocks, tabs between cells.
pub(crate) fn txt() -> String {
    let mut out = String::new();
    for item in PLAN {
        match item {
            Item::Title(text) | Item::Figure(text) => out.push_str(text),
            Item::Heading(_, label, title) => out.push_str(&format!("{label}{}{title}", gap(label))),
            Item::Paragraph(lead, text) => out.push_str(&format!("{lead}{text}")),
            Item::Bullet(text) => out.push_str(&format!("——{text}")),
            Item::Table(table) => {
                out.push_str(&format!("{}\n\n", table.caption));
                for row in 0..table.rows() {
                    let cells: Vec<&str> = (0..table.columns).map(|column| table.text(row, column)).collect();
                    out.push_str(&format!("{}\n", cells.join("\t")));
                }
            }
            Item::Box(caption, items) => out.push_str(&format!("{caption}\n\n{}", items.join("\n\n"))),
        }
        out.push_str("\n\n");
    }
    out
}

/// 第一章 has a space behind it, 一、 has none.
fn gap(label: &str) -> &'static str {
    if label.ends_with('、') { "" } else { " " }
}

pub(crate) fn markdown() -> String {
    let mut out = String::new();
    for item in PLAN {
        match item {
            Item::Title(text) => out.push_str(&format!("# {text}")),
            Item::Figure(text) => out.push_str(text),
            Item::Heading(level, label, title) => {
                out.push_str(&format!(
                    "{} {label}{}{title}",
                    "#".repeat(usize::from(*level) + 1),
                    gap(label)
                ));
            }
            Item::Paragraph("", text) => out.push_str(text),
            Item::Paragraph(lead, text) => out.push_str(&format!("**{lead}**{text}")),
            Item::Bullet(text) => out.push_str(&format!("——{text}")),
            Item::Table(table) => out.push_str(&format!("{}\n\n{}", table.caption, html_table(table))),
            Item::Box(caption, items) => {
                out.push_str(&format!("> **{caption}**\n>\n> {}", items.join("\n>\n> ")));
            }
        }
        out.push_str("\n\n");
    }
    out
}

fn html_table(table: &Table) -> String {
    let mut out = String::from("<table>");
    for row in 0..table.rows() {
        out.push_str("<tr>");
        for (_, _, rows, columns, text) in table.cells.iter().filter(|cell| cell.0 == row) {
            let tag = if row < table.head { "th" } else { "td" };
            out.push_str(&format!("<{tag} rowspan=\"{rows}\" colspan=\"{columns}\">{text}</{tag}>"));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
    out
}

pub(crate) fn html() -> String {
    let mut out =
        String::from("<!DOCTYPE html><html><head><meta charset=utf-8><title>规划</title></head><body>\n");
    for item in PLAN {
        match item {
            Item::Title(text) => out.push_str(&format!("<h1>{text}</h1>")),
            Item::Figure(text) => out.push_str(&format!("<p align=center>{text}</p>")),
            Item::Heading(level, label, title) => {
                out.push_str(&format!("<h{0}>{label}{1}{title}</h{0}>", level + 1, gap(label)));
            }
            Item::Paragraph("", text) => out.push_str(&format!("<p>\u{3000}\u{3000}{text}</p>")),
            Item::Paragraph(lead, text) => out.push_str(&format!("<p><strong>{lead}</strong>{text}</p>")),
            Item::Bullet(text) => out.push_str(&format!("<p>——{text}</p>")),
            Item::Table(table) => out.push_str(&format!("<p>{}</p>{}", table.caption, html_table(table))),
            Item::Box(caption, items) => {
                let items: Vec<String> = items.iter().map(|item| format!("<p>{item}</p>")).collect();
                out.push_str(&format!(
                    "<table><tr><td>{caption}</td></tr><tr><td>{}</td></tr></table>",
                    items.concat()
                ));
            }
        }
        out.push('\n');
    }
    out.push_str("</body></html>");
    out
}

/// A Word document whose chapters, sections and paragraphs Word numbers itself.
pub(crate) fn docx() -> Vec<u8> {
    let run = |text: &str, bold: bool| {
        let weight = if bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
        format!("<w:r>{weight}<w:t xml:space=\"preserve\">{text}</w:t></w:r>")
    };
    let paragraph = |content: &str| format!("<w:p>{content}</w:p>");
    let mut body = String::new();
    for item in PLAN {
        match item {
            Item::Title(text) => {
                body.push_str(&format!(
                    "<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr>{}</w:p>",
                    run(text, false)
                ));
            }
            Item::Figure(text) => body.push_str(&paragraph(&run(text, false))),
            Item::Heading(level, _, title) => body.push_str(&format!(
                "<w:p><w:pPr><w:pStyle w:val=\"h{level}\"/></w:pPr>{}</w:p>",
                run(title, false)
            )),
            // Runs are split, an insertion is kept and a deletion dropped.
            Item::Paragraph(lead, text) => {
                let (first, second) =
                    text.split_at(text.char_indices().nth(5).map_or(text.len(), |(at, _)| at));
                let content = format!(
                    "{}{}<w:ins w:id=\"1\">{}</w:ins><w:del w:id=\"2\"><w:r><w:delText>旧文字</w:delText></w:r></w:del>",
                    if lead.is_empty() { String::new() } else { run(lead, true) },
                    run(first, false),
                    run(second, false)
                );
                body.push_str(&paragraph(&content));
            }
            Item::Bullet(text) => body.push_str(&paragraph(&run(&format!("——{text}"), false))),
            Item::Table(table) => {
                body.push_str(&paragraph(&run(table.caption, false)));
                body.push_str(&word_table(table));
            }
            Item::Box(caption, items) => {
                let content: String = std::iter::once(caption)
                    .chain(items.iter())
                    .map(|text| {
                        format!(
                            "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
                            paragraph(&run(text, false))
                        )
                    })
                    .collect();
                body.push_str(&format!("<w:tbl><w:tr><w:tc>{content}</w:tc></w:tr></w:tbl>"));
            }
        }
    }
    package(&body)
}

fn word_table(table: &Table) -> String {
    let mut out = String::from("<w:tbl>");
    for row in 0..table.rows() {
        out.push_str("<w:tr>");
        if row < table.head {
            out.push_str("<w:trPr><w:tblHeader/></w:trPr>");
        }
        let mut column = 0;
        while column < table.columns {
            let covering =
                table.cells.iter().find(|(r, c, rows, _, _)| *c == column && (*r..r + rows).contains(&row));
            let (r, _, rows, columns, text) = covering.unwrap();
            let merge = match (*rows > 1, *r == row) {
                (false, _) => "",
                (true, true) => "<w:vMerge w:val=\"restart\"/>",
                (true, false) => "<w:vMerge/>",
            };
            let text = if *r == row { *text } else { "" };
            out.push_str(&format!(
                "<w:tc><w:tcPr><w:gridSpan w:val=\"{columns}\"/>{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
            ));
            column += columns;
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    out
}

const NAMESPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A package with this body, styles h1 to h3 and their numbering.
pub(crate) fn package(body: &str) -> Vec<u8> {
    let style = |level: usize| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"h{level}\"><w:name w:val=\"heading {level}\"/><w:pPr><w:numPr>\
             <w:ilvl w:val=\"{0}\"/><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"{0}\"/></w:pPr></w:style>",
            level - 1
        )
    };
    let level = |at: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let styles = format!(
        "<w:styles {NAMESPACE}><w:style w:styleId=\"Title\"><w:name w:val=\"Title\"/></w:style>{}{}{}</w:styles>",
        style(1),
        style(2),
        style(3)
    );
    let numbering = format!(
        "<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId=\"0\">{}{}{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        level(0, "chineseCountingThousand", "第%1章"),
        level(1, "chineseCounting", "第%2节"),
        level(2, "chineseCounting", "%3、")
    );
    let document = format!("<w:document {NAMESPACE}><w:body>{body}<w:sectPr/></w:body></w:document>");
    archive(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            "<Relationships><Relationship Type=\"http://x/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        ("word/document.xml", &document),
        ("word/styles.xml", &styles),
        ("word/numbering.xml", &numbering),
    ])
}

/// A zip archive of one part.
pub(crate) fn archive_of_bytes(name: &str, bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

/// A zip archive of texts.
pub(crate) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
