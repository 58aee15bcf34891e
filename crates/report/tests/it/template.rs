//! An office's own document, filled from a judgement.

use crate::city::{city, made, moment, outline};
use report::template::fill;
use std::io::{Cursor, Read as _, Write as _};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn file(body: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(format!("<w:document {W}><w:body>{body}</w:body></w:document>").as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn document(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn placeholders_name_fields_columns_blocks_tables_and_rows() {
    let city = city();
    let assessment = city.judged(&moment());
    let row = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p("{{#targets:binding}}{{name}}"),
        p("{{latest}}")
    );
    let body = [
        p("{{plan}}，数据截至{{year}}年，目标{{count:all}}项，其中约束性{{count:binding}}项。"),
        p("地区生产总值{{latest:地区生产总值}}亿元，{{verdict:地区生产总值}}。"),
        p("{{make:counts:main}}"),
        p("{{table:targets:binding}}"),
        row,
        p("{{latest:没有这个指标}}{{colour:地区生产总值}}{{count:some}}"),
    ];
    let done = fill(&file(&body.concat()), &outline("midterm"), city.inputs(&assessment)).unwrap();
    let text = document(&done.filled.bytes);
    assert!(text.contains("数据截至2023年，目标8项，其中约束性2项。"), "{text}");
    assert!(
        text.contains("地区生产总值355.0亿元，滞后。")
            || text.contains("地区生产总值355.0亿元，基本符合预期。"),
        "{text}"
    );
    assert!(text.contains("主要目标共<") && text.contains("项，其中可判断的<"), "{text}");
    assert!(text.contains("森林覆盖率") && text.contains(">42.3<") && text.contains(">37.4<"), "{text}");
    assert_eq!(done.filled.unknown, ["{{latest:没有这个指标}}", "{{colour:地区生产总值}}", "{{count:some}}"]);
    // Every figure has its origin, and comes out the same when it is made again.
    assert!(
        done.traces.iter().any(|one| one.text == "355.0" && one.sources.contains(&"x00012023".to_owned()))
    );
    for trace in &done.traces {
        assert_eq!(trace.origin.text(city.inputs(&assessment)).as_deref(), Some(trace.text.as_str()));
    }
    let again = fill(&file(&body.concat()), &outline("midterm"), city.inputs(&assessment)).unwrap();
    assert_eq!(again.filled, done.filled, "the same bytes");
}

/// A report that was written is no template by chance.
#[test]
fn a_written_report_has_no_placeholders() {
    let city = city();
    let assessment = city.judged(&moment());
    let written =
        report::write(&made(&city, "midterm"), report::Medium::Docx, jiff::civil::date(2024, 4, 30), "", "")
            .unwrap();
    let done = fill(&written, &outline("midterm"), city.inputs(&assessment)).unwrap();
    assert_eq!((done.filled.count, done.filled.unknown.len()), (0, 0));
}
