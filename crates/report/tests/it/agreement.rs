//! The same numbers in every medium.

use crate::city::{city, made};
use calamine::{Data, Reader as _, Xlsx};
use report::{KINDS, Medium, Report, write};
use scraper::Html;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

fn bytes(report: &Report, medium: Medium) -> Vec<u8> {
    write(report, medium, jiff::civil::date(2024, 4, 30), "", "").unwrap()
}

/// Every number of a text with how often it stands, trailing zeros left out as a sheet leaves them out.
fn numbers<'t>(texts: impl IntoIterator<Item = &'t str>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for text in texts {
        let mut current = String::new();
        for c in text.chars().chain([' ']) {
            if c.is_ascii_digit() || (c == '.' && !current.is_empty()) {
                current.push(c);
            } else if !current.is_empty() {
                let number = current.trim_end_matches('.');
                let number = if number.contains('.') {
                    number.trim_end_matches('0').trim_end_matches('.')
                } else {
                    number
                };
                *found.entry(number.to_owned()).or_insert(0) += 1;
                current.clear();
            }
        }
    }
    found
}

/// The texts between the ends of tags.
fn between_tags(xml: &str) -> Vec<String> {
    let texts =
        xml.split('>').filter_map(|part| part.split('<').next()).filter(|text| !text.trim().is_empty());
    texts
        .map(|text| {
            text.replace("&lt;", "<").replace("&amp;", "&").replace("&quot;", "\"").replace("&#38;", "&")
        })
        .collect()
}

fn of_docx(bytes: Vec<u8>) -> BTreeMap<String, usize> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut texts = Vec::new();
    for paragraph in xml.split("<w:p>").skip(1) {
        // Entries of the table of contents, and the words under a chart.
        let is_listed = paragraph.contains("w:val=\"TOC") || paragraph.contains("ContentsHeading");
        let is_caption = paragraph.contains("w:val=\"Remark\"") && paragraph.contains(">图");
        if !is_listed && !is_caption {
            texts.extend(between_tags(paragraph));
        }
    }
    numbers(texts.iter().map(String::as_str))
}

/// Numbers of the document that `gangyao-press` sets, without what charts and their captions say.
fn of_pdf(report: &Report) -> BTreeMap<String, usize> {
    fn words(value: &serde_json::Value, texts: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => texts.push(text.clone()),
            serde_json::Value::Array(all) => all.iter().for_each(|one| words(one, texts)),
            serde_json::Value::Object(object) => {
                for (name, value) in object {
                    if ["lines", "text", "note", "title", "blocks", "caption", "head", "rows"]
                        .contains(&name.as_str())
                    {
                        words(value, texts);
                    }
                }
            }
            _ => {}
        }
    }
    let document = report::pdf::document(report, jiff::civil::date(2024, 4, 30), "", "");
    let document: serde_json::Value = serde_json::from_slice(&document).unwrap();
    let mut texts = Vec::new();
    for block in document["blocks"].as_array().unwrap().iter().filter(|block| block["kind"] != "figure") {
        words(block, &mut texts);
    }
    numbers(texts.iter().map(String::as_str))
}

fn of_html(bytes: Vec<u8>) -> BTreeMap<String, usize> {
    let page = String::from_utf8(bytes).unwrap();
    let mut body = page.split("<main>").nth(1).unwrap().to_owned();
    while let Some((before, behind)) = body.split_once("<figure") {
        body = format!("{before}{}", behind.split_once("</figure>").unwrap().1);
    }
    // An attribute may hold a sign that looks like the end of a tag; the parser knows better.
    let parsed = Html::parse_fragment(&body);
    let texts: Vec<String> = parsed.root_element().text().map(str::to_owned).collect();
    numbers(texts.iter().map(String::as_str))
}

fn of_xlsx(bytes: Vec<u8>) -> BTreeMap<String, usize> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut texts = Vec::new();
    for name in book.sheet_names().into_iter().filter(|name| name != "来源") {
        let range = book.worksheet_range(&name).unwrap();
        for (_, _, cell) in range.used_cells() {
            match cell {
                Data::String(text) if text.starts_with("图：") => {}
                Data::String(text) => texts.push(text.clone()),
                Data::Float(number) => texts.push(number.to_string()),
                other => texts.push(other.to_string()),
            }
        }
    }
    numbers(texts.iter().map(String::as_str))
}

#[test]
fn numbers_are_the_same_in_every_medium() {
    let city = city();
    for (kind, ..) in KINDS {
        let report = made(&city, kind);
        let [docx, html, xlsx] =
            [Medium::Docx, Medium::Html, Medium::Xlsx].map(|medium| bytes(&report, medium));
        let (docx, html, xlsx) = (of_docx(docx), of_html(html), of_xlsx(xlsx));
        assert!(docx.len() > 3, "{kind}");
        assert_eq!(docx, html, "{kind}");
        assert_eq!(docx, xlsx, "{kind}");
        assert_eq!(docx, of_pdf(&report), "{kind}");
        // And they are those of the traces, with the numbers of the attachments.
        let mut traced = numbers(report.traces.iter().map(|trace| trace.text.as_str()));
        for section in crate::city::outline(kind).section.iter().filter(|section| !section.number.is_empty())
        {
            for (number, count) in numbers([section.number.as_str()]) {
                *traced.entry(number).or_insert(0) += count;
            }
        }
        assert_eq!(docx, traced, "{kind}");
    }
}

#[test]
fn a_number_of_the_workbook_is_a_number_and_has_its_source() {
    let report = made(&city(), "midterm");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(&report, Medium::Xlsx))).unwrap();
    let table = book.worksheet_range("表1").unwrap();
    assert!(table.used_cells().any(|(_, _, cell)| *cell == Data::Float(340.1)));
    let sources = book.worksheet_range("来源").unwrap();
    let of =
        |row: usize, column: usize| sources.get((row, column)).map(ToString::to_string).unwrap_or_default();
    assert_eq!(sources.height() - 1, report.traces.len());
    assert!((1..sources.height()).any(|row| of(row, 2) == "340.10" && of(row, 5).contains("x00012022")));
}

#[test]
fn no_cell_of_the_workbook_runs_and_no_name_is_markup() {
    let report = made(&city(), "midterm");
    let page = String::from_utf8(bytes(&report, Medium::Html)).unwrap();
    assert!(!page.contains("<&\"=1+1"), "a name is escaped");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(&report, Medium::Xlsx))).unwrap();
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "{name}");
    }
}
