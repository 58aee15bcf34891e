//! Empty tables to be filled in: the indicators of a plan with their units, and room for the figures.

use plan::{Indicator, Plan};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use std::ops::RangeInclusive;

/// The columns of the tidy table, as the project's own files have them.
pub const TIDY: [&str; 10] = [
    "indicator",
    "region",
    "period",
    "value",
    "unit",
    "status",
    "source",
    "known_at",
    "known_at_assumed",
    "note",
];

/// A tidy CSV with one line for each indicator and year, the value to be filled in.
///
/// # Example
/// ```
/// use plan::{Indicator, Plan};
/// let gdp = Indicator { id: "i0001".into(), name: "地区生产总值".into(), unit: "亿元".into(), ..Indicator::default() };
/// let plan = Plan { indicators: vec![gdp], ..Plan::default() };
/// let text = intake::template::csv(&plan, 2016..=2016);
/// assert_eq!(text.lines().nth(1), Some("地区生产总值,,2016,,亿元,,,,,"));
/// ```
pub fn csv(plan: &Plan, years: RangeInclusive<i32>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut write = |cells: &[&str]| writer.write_record(cells).is_ok();
    write(&TIDY);
    for indicator in asked(plan) {
        for year in years.clone() {
            let name = plan::spreadsheet::cell(&indicator.name);
            write(&[&name, "", &year.to_string(), "", &indicator.unit, "", "", "", "", ""]);
        }
    }
    // Writing to memory does not fail.
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A workbook with one line for each indicator and one column for each year, and a sheet that says how to fill it in.
///
/// # Errors
/// What the writer of workbooks reports; a plan with sound texts gives none.
#[expect(clippy::cast_possible_truncation, reason = "a column or width, kept below the limit before")]
pub fn xlsx(plan: &Plan, years: RangeInclusive<i32>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold().set_background_color("DDE6EF").set_text_wrap();
    let sheet = book.add_worksheet().set_name("数据")?;
    let fixed = ["指标", "单位", "地区", "来源", "状态", "发布日期", "备注"];
    for (column, title) in fixed.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, *title, &head)?;
    }
    for (year, column) in years.clone().zip(fixed.len() as u16..) {
        sheet.write_string_with_format(0, column, format!("{year}年"), &head)?;
        sheet.set_column_width(column, 12)?;
    }
    for (indicator, row) in asked(plan).zip(1..) {
        sheet.write_string(row, 0, &indicator.name)?;
        sheet.write_string(row, 1, &indicator.unit)?;
    }
    sheet.set_column_width(0, 36)?;
    sheet.set_column_width(3, 24)?;
    sheet.set_freeze_panes(1, 2)?;
    let help = book.add_worksheet().set_name("填报说明")?;
    help.set_column_width(0, 90)?;
    for (line, row) in HELP.iter().zip(0..) {
        help.write_string(row, 0, *line)?;
    }
    book.save_to_buffer()
}

/// How to fill in the workbook, in both languages.
const HELP: [&str; 8] = [
    "每行一个指标，每列一个年份；没有数据的单元格请留空，不要填“暂无”“—”等文字。",
    "单位可以改（如万元、亿元），系统按量纲换算；不能换算的会逐格提示。",
    "地区留空表示全市（本级）；县区数据请另起一行并填写地区名称。",
    "状态：预计、初步、最终、修订。发布日期写成2017-03-31；不填则推定为次年3月31日。",
    "One indicator a line, one year a column; leave a cell empty when there is no figure.",
    "Units may be changed (万元, 亿元): figures are converted by dimension, and what does not convert is reported by cell.",
    "An empty region means the plan's own; figures of a county go into a line of their own.",
    "Status: estimate, preliminary, final, revised. Days are written 2017-03-31; without one, 31 March of the next year is assumed.",
];

/// The indicators that have targets, or all where none has.
fn asked(plan: &Plan) -> impl Iterator<Item = &Indicator> {
    let any = !plan.targets.is_empty();
    plan.indicators.iter().filter(move |i| !any || plan.targets.iter().any(|t| t.indicator == i.id))
}
