//! Workbooks that went wrong in comparable tools: formats, epochs, formulas, hidden parts, and workbooks made to burst.

use intake::{Settings, Understood, understand};
use std::io::Write as _;
use std::time::Instant;

/// A workbook of one sheet from its rows as XML, with the number formats 0.0%, yyyy"年" and yyyy-mm-dd as styles 1 to 3.
fn package(workbook: &str, before: &str, rows: &str, strings: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let styles = format!(
        "<styleSheet xmlns=\"{main}\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/>\
         <numFmt numFmtId=\"165\" formatCode=\"yyyy&quot;年&quot;\"/><numFmt numFmtId=\"166\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
         <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs></styleSheet>"
    );
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">{workbook}<sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let relations = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let sheet = format!("<worksheet xmlns=\"{main}\">{before}<sheetData>{rows}</sheetData></worksheet>");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("xl/workbook.xml", book.as_str()),
        ("xl/_rels/workbook.xml.rels", relations.as_str()),
        ("xl/styles.xml", styles.as_str()),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("memory");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A cell of text, or of a number when it is one.
fn cells(row: u32, texts: &[&str]) -> String {
    let cell = |(column, text): (usize, &&str)| {
        let address = intake::Cell::new(row - 1, column as u32);
        match text.strip_prefix("s") {
            Some(rest) if rest.len() > 1 && rest.as_bytes()[1] == b':' => {
                format!("<c r=\"{address}\" s=\"{}\"><v>{}</v></c>", &rest[..1], &rest[2..])
            }
            _ if text.starts_with('=') => format!("<c r=\"{address}\"><f>{}</f></c>", &text[1..]),
            _ if text.starts_with('#') => format!("<c r=\"{address}\" t=\"e\"><f>A1/0</f><v>{text}</v></c>"),
            _ if text.parse::<f64>().is_ok() => format!("<c r=\"{address}\"><v>{text}</v></c>"),
            _ => format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        }
    };
    format!("<row r=\"{row}\">{}</row>", texts.iter().enumerate().map(cell).collect::<String>())
}

fn read(bytes: &[u8]) -> Understood {
    let read = understand("数据.xlsx", bytes, None, &Settings::default());
    for problem in &read.problems {
        println!("{problem} / {}", problem.words.zh);
    }
    read
}

/// Indicator, period, value and unit of what is taken.
fn taken(read: &Understood) -> Vec<String> {
    let taken = read.figures.iter().filter(|figure| figure.outcome.name() == "taken");
    taken
        .map(|figure| {
            let period = figure.covered.map(|covered| covered.to_string()).unwrap_or_default();
            let value = figure.value.map(|value| value.normalize().to_string()).unwrap_or_default();
            format!(
                "{} {period} {} {value}{}{}",
                figure.indicator,
                figure.kind.word(),
                figure.unit,
                figure.status_word
            )
        })
        .collect()
}

#[test]
fn percent_cells_are_as_shown() {
    let rows = cells(1, &["指标", "单位", "2026", "2027"])
        + &cells(2, &["森林覆盖率", "%", "s1:0.471", "s1:0.4725"]);
    assert_eq!(
        taken(&read(&package("", "", &rows, ""))),
        ["森林覆盖率 2026 当期 47.1%", "森林覆盖率 2027 当期 47.25%"]
    );
}

#[test]
fn dates_count_from_the_year_that_the_workbook_says() {
    let rows =
        cells(1, &["指标", "年份", "数值", "单位"]) + &cells(2, &["粮食产量", "s3:44925", "99.5", "万吨"]);
    let book = package("<workbookPr date1904=\"1\"/>", "", &rows, "");
    assert_eq!(taken(&read(&book)), ["粮食产量 2026 当期 99.5万吨"]);
    // 46387 days after the last day of 1899 are the last of 2026; the header shows only the year.
    let rows =
        cells(1, &["指标", "单位", "s2:46387", "s2:46752"]) + &cells(2, &["粮食产量", "万吨", "99.5", "101"]);
    assert_eq!(
        taken(&read(&package("", "", &rows, ""))),
        ["粮食产量 2026 当期 99.5万吨", "粮食产量 2027 当期 101万吨"]
    );
}

#[test]
fn formulas_without_result_and_with_errors_are_told_by_cell() {
    let rows = cells(1, &["指标", "年份", "数值", "单位"])
        + &cells(2, &["粮食产量", "2026", "99.5", "万吨"])
        + &cells(3, &["森林覆盖率", "2026", "#DIV/0!", "%"])
        + &cells(4, &["城镇化率", "2026", "=60+4", "%"])
        + &cells(5, &["人均预期寿命", "2026", "=VLOOKUP(A1,B1:C2,2)", "岁"]);
    let found = read(&package("", "", &rows, ""));
    assert_eq!(taken(&found), ["粮食产量 2026 当期 99.5万吨", "城镇化率 2026 当期 64%"]);
    let cells: Vec<String> =
        found.problems.iter().filter_map(|problem| problem.cell).map(|cell| cell.to_string()).collect();
    assert_eq!(cells, ["C3", "C4", "C5"]);
}

#[test]
fn hidden_rows_and_columns_wait_for_a_word() {
    let rows = cells(1, &["指标", "单位", "2026年", "2027年"])
        + &cells(2, &["粮食产量", "万吨", "99.5", "9999"])
        + &cells(3, &["森林覆盖率", "%", "47", "48"]).replace("<row ", "<row hidden=\"1\" ");
    let book = package("", "<cols><col min=\"4\" max=\"4\" hidden=\"1\"/></cols>", &rows, "");
    let found = read(&book);
    assert_eq!(taken(&found), ["粮食产量 2026 当期 99.5万吨"]);
    assert_eq!(found.count("asked"), 3);
    let confirmed = Settings { confirmed: ["表!C3".to_owned()].into(), ..Settings::default() };
    assert_eq!(understand("a.xlsx", &book, None, &confirmed).count("taken"), 2);
}

#[test]
fn raised_marks_are_no_digits() {
    let strings = "<sst><si><r><t>1680</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>2</t></r></si>\
                   <si><r><t>粮食产量</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></si></sst>";
    let rows = cells(1, &["指标", "单位", "2026年"])
        + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"inlineStr\"><is><t>万吨</t></is></c><c r=\"C2\" t=\"s\"><v>0</v></c></row>";
    assert_eq!(taken(&read(&package("", "", &rows, strings))), ["粮食产量 2026 当期 1680万吨"]);
}

#[test]
fn line_breaks_status_and_marks_in_headers() {
    let rows = cells(1, &["指标\n名称", "计量\n单位", "2026年\n（快报）", "2027年(预计)", "2028年计划"])
        + &cells(2, &["粮食\n产量②", "万吨", "99.5", "101", "103"])
        + &cells(3, &["其中：水稻产量", "万吨", "50", "51", "52"]);
    assert_eq!(
        taken(&read(&package("", "", &rows, ""))),
        [
            "粮食产量 2026 当期 99.5万吨快报",
            "粮食产量 2027 当期 101万吨预计",
            "水稻产量 2026 当期 50万吨快报",
            "水稻产量 2027 当期 51万吨预计",
        ]
    );
}

#[test]
fn sizes_that_a_workbook_states_are_not_believed() {
    let strings = "<sst count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>指标</t></si></sst>";
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>2026</v></c></row>".to_owned()
        + &cells(2, &["粮食产量", "99.5"]);
    let book = package("", "<dimension ref=\"A1:XFD1048576\"/>", &rows, strings);
    assert_eq!(read(&book).count("taken"), 1);
}

#[test]
fn a_long_shared_string_in_many_cells_is_kept_once() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(30_000));
    let cell = |row: u32| {
        format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c><c r=\"B{row}\"><v>1</v></c></row>")
    };
    let rows: String = (1..=20_000).map(cell).collect();
    let start = Instant::now();
    let found = read(&package("", "", &rows, &strings));
    assert!(found.figures.len() <= 20_000);
    println!("{:?}", start.elapsed());
    assert!(start.elapsed().as_secs() < 60);
}

#[test]
fn very_wide_sheets_take_linear_time() {
    let row = |row: u32| {
        let cell = |column: u32| {
            format!("<c r=\"{}\"><v>{}</v></c>", intake::Cell::new(row - 1, column), column % 7 + 3_000)
        };
        format!("<row r=\"{row}\">{}</row>", (0..16_384).map(cell).collect::<String>())
    };
    let start = Instant::now();
    let found = read(&package("", "", &(row(1) + &row(2)), ""));
    println!("{:?} {}", start.elapsed(), found.figures.len());
    assert!(start.elapsed().as_secs() < 60);
}
