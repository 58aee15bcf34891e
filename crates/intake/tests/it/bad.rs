//! What is wrong is reported by cell, and nothing is half loaded.

use crate::layouts::{plan, workbook};
use intake::{Preview, Settings, read};
use plan::{Observation, ObservationId, Period};
use rust_xlsxwriter::{Format, Formula, Workbook};
use source::Severity;

fn csv(text: &str) -> Preview {
    read("f.csv", text.as_bytes(), &plan(), &Settings::default())
}

/// Cell and severity of each problem.
fn problems(preview: &Preview) -> Vec<(String, Severity)> {
    for problem in &preview.problems {
        println!("{problem} / {}", problem.words.zh);
    }
    let cell = |c: Option<intake::Cell>| c.map_or(String::new(), |c| c.to_string());
    preview.problems.iter().map(|p| (cell(p.cell), p.severity)).collect()
}

fn errors(cells: &[&str]) -> Vec<(String, Severity)> {
    cells.iter().map(|cell| ((*cell).to_owned(), Severity::Error)).collect()
}

#[test]
fn words_and_formula_errors_in_number_cells() {
    let preview =
        csv("指标,2016年,2017年,2018年\n地区生产总值,暂未公布,#DIV/0!,约1200\n服务业增加值比重,45,46,47\n");
    assert_eq!(problems(&preview), errors(&["B2", "C2", "D2"]));
    // The sound rows are shown, and none of them is used.
    assert_eq!(preview.rows.len(), 3);
    assert_eq!(preview.accept(&plan()), Err(3));
}

#[test]
fn formula_errors_in_a_workbook() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in ["指标", "2016年"].into_iter().enumerate() {
        sheet.write_string(0, column as u16, text).expect("a cell");
    }
    sheet.write_string(1, 0, "地区生产总值").expect("a cell");
    sheet.write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).expect("a cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    let preview = read("f.xlsx", &bytes, &plan(), &Settings::default());
    assert_eq!(problems(&preview), errors(&["B2"]));
}

#[test]
fn merged_figures_are_errors_and_merged_names_are_not() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    for (column, text) in ["指标", "年份", "数值"].into_iter().enumerate() {
        sheet.write_string(0, column as u16, text).expect("a cell");
    }
    sheet.merge_range(1, 0, 2, 0, "地区生产总值", &plain).expect("an area");
    for (row, year, value) in [(1, 2016.0, 1032.8), (2, 2017.0, 1077.5)] {
        sheet.write_number(row, 1, year).expect("a cell");
        sheet.write_number(row, 2, value).expect("a cell");
    }
    let preview = read("f.xlsx", &book.save_to_buffer().expect("a workbook"), &plan(), &Settings::default());
    assert_eq!(problems(&preview), [("A2".to_owned(), Severity::Note)]);
    assert_eq!(preview.rows.len(), 2);

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in ["指标", "2016年", "2017年"].into_iter().enumerate() {
        sheet.write_string(0, column as u16, text).expect("a cell");
    }
    sheet.write_string(1, 0, "地区生产总值").expect("a cell");
    sheet.merge_range(1, 1, 1, 2, "1032.8", &plain).expect("an area");
    let preview = read("f.xlsx", &book.save_to_buffer().expect("a workbook"), &plan(), &Settings::default());
    assert!(problems(&preview).contains(&("B2".to_owned(), Severity::Error)));
    assert!(preview.accept(&plan()).is_err());
}

#[test]
fn repeated_rows_count_once_and_contradicting_ones_are_errors() {
    let preview = csv("指标,年份,数值\n地区生产总值,2016,1032.8\n地区生产总值,2016,1032.8\n");
    assert_eq!(problems(&preview), [("C3".to_owned(), Severity::Warning)]);
    assert_eq!(preview.rows.len(), 1);
    let preview = csv("指标,年份,数值\n地区生产总值,2016,1032.8\n地区生产总值,2016,1260\n");
    assert_eq!(problems(&preview), errors(&["C3"]));
    // Two sources or two days are two vintages, not a contradiction within the file.
    let preview = csv("指标,年份,数值,来源\n地区生产总值,2016,1032.8,年鉴\n地区生产总值,2016,1260,公报\n");
    assert_eq!((problems(&preview).len(), preview.rows.len()), (0, 2));
}

#[test]
fn units_that_do_not_convert() {
    let preview = csv("指标,年份,数值,单位\n地区生产总值,2016,1032.8,万吨\n地区生产总值,2017,1077.5,斤两\n");
    assert_eq!(problems(&preview), errors(&["C2", "C3"]));
}

#[test]
fn years_out_of_range_and_no_years() {
    let preview = csv(
        "指标,年份,数值\n地区生产总值,1200,1\n地区生产总值,2016Q1,1\n地区生产总值,20160,1\n地区生产总值,,1\n",
    );
    assert_eq!(problems(&preview), errors(&["B2", "B3", "B4", "B5"]));
}

#[test]
fn unknown_indicators_are_left_out_with_a_suggestion() {
    let preview = csv("指标,年份,数值\n服务业增加值比例重,2016,45\n完全无关的东西,2016,45\n,2016,5\n");
    let found = problems(&preview);
    assert_eq!(found[0], ("A2".to_owned(), Severity::Warning));
    assert!(preview.problems[0].words.zh.contains("服务业增加值比重"));
    assert_eq!(found[1], ("A3".to_owned(), Severity::Warning));
    assert_eq!(found[2], ("A4".to_owned(), Severity::Error));
}

#[test]
fn a_wrong_status_or_day_is_an_error() {
    let preview = csv(
        "指标,年份,数值,状态,发布日期\n地区生产总值,2016,1,大概,2017-03-31\n地区生产总值,2017,1,初步,三月底\n",
    );
    assert_eq!(problems(&preview), errors(&["D2", "E3"]));
}

#[test]
fn slips_of_the_unit_are_asked_about() {
    let mut plan = plan();
    plan.observations.push(Observation {
        id: ObservationId::of(1),
        indicator: "i0001".into(),
        subject: "地区生产总值".to_owned(),
        value: Some("1357.5".parse().expect("a number")),
        unit: "亿元".to_owned(),
        period: Some(Period { start: 2015, end: 2015 }),
        year: Some(2015),
        ..Observation::default()
    });
    let text = "指标,2016年,2017年\n地区生产总值,10328139,1077.5\n";
    let preview = read("f.csv", text.as_bytes(), &plan, &Settings::default());
    assert_eq!(problems(&preview), [("B2".to_owned(), Severity::Warning)]);
    let preview = csv("指标,2016年\n服务业增加值比重,452\n");
    assert_eq!(problems(&preview), [("B2".to_owned(), Severity::Warning)]);
}

#[test]
fn a_year_twice_in_the_header() {
    let preview = csv("指标,2016年,2016\n地区生产总值,1,2\n");
    assert!(problems(&preview).contains(&("C1".to_owned(), Severity::Error)));
}

#[test]
fn files_that_are_no_tables() {
    for bytes in [
        &b""[..],
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"hello world",
        b"\x00\x01\x02\xff",
    ] {
        let preview = read("f", bytes, &plan(), &Settings::default());
        assert!(preview.errors() > 0 && preview.rows.is_empty(), "{bytes:?}");
    }
    let preview = read("f.xlsx", &workbook(&[&["只有", "文字"]]), &plan(), &Settings::default());
    assert_eq!(preview.errors(), 1);
}

#[test]
fn a_million_rows_are_refused_whole() {
    let text = String::from("指标,年份,数值\n") + &"g,2016,1\n".repeat(1_000_000);
    let preview = csv(&text);
    assert_eq!((preview.errors(), preview.rows.len()), (1, 0));
}

#[test]
fn very_many_problems_are_counted_not_listed() {
    let mut text = String::from("指标,年份,数值\n");
    for _ in 0..5_000 {
        text.push_str("地区生产总值,2016,x\n");
    }
    let preview = csv(&text);
    assert_eq!(preview.problems.len(), 1_001);
    assert!(preview.problems[1_000].words.en.starts_with("4000 more errors"));
}

#[test]
fn a_stray_cell_in_the_last_row_costs_nothing() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in ["指标", "2016年"].into_iter().enumerate() {
        sheet.write_string(0, column as u16, text).expect("a cell");
    }
    sheet.write_string(1, 0, "地区生产总值").expect("a cell");
    sheet.write_number(1, 1, 1032.8).expect("a cell");
    sheet.write_string(1_048_575, 16_383, " ").expect("a cell");
    let preview = read("f.xlsx", &book.save_to_buffer().expect("a workbook"), &plan(), &Settings::default());
    assert_eq!((preview.errors(), preview.rows.len()), (0, 1));
}
