//! Preview of an import of 100,000 figures, as CSV and as a workbook: the bar is 3 seconds.
#![allow(missing_docs, reason = "the macros make undocumented functions")]
#![allow(clippy::cast_possible_truncation, reason = "figures of a measurement, within range")]

use criterion::{Criterion, criterion_group, criterion_main};
use intake::{Settings, read};
use plan::{Indicator, Plan};
use std::fmt::Write;

/// 200 indicators, 20 years and 25 regions.
fn plan() -> Plan {
    let indicators = (0..200).map(|at| Indicator {
        id: format!("i{at:04}").as_str().into(),
        name: format!("第{at}项指标"),
        unit: "亿元".to_owned(),
        ..Indicator::default()
    });
    Plan { indicators: indicators.collect(), ..Plan::default() }
}

fn text() -> String {
    let mut text = String::from("指标,地区,年份,数值,单位,来源,发布日期\n");
    for indicator in 0..200 {
        for region in 0..25 {
            for year in 2001..=2020 {
                let value = indicator * 1000 + year;
                writeln!(text, "第{indicator}项指标,{region}县,{year},{value}.5,万元,年鉴,2021-10-31")
                    .expect("memory");
            }
        }
    }
    text
}

fn workbook(text: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in text.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            let (row, column) = (row as u32, column as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).expect("a cell"),
                Err(_) => sheet.write_string(row, column, cell).expect("a cell"),
            };
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn preview(c: &mut Criterion) {
    let (plan, text) = (plan(), text());
    let book = workbook(&text);
    let mut group = c.benchmark_group("preview 100000 figures");
    group.sample_size(10);
    group.bench_function("csv", |b| {
        b.iter(|| read("f.csv", text.as_bytes(), &plan, &Settings::default()).rows.len());
    });
    group.bench_function("xlsx", |b| {
        b.iter(|| read("f.xlsx", &book, &plan, &Settings::default()).rows.len());
    });
    group.finish();
}

criterion_group!(benches, preview);
criterion_main!(benches);
