//! A report as a workbook: its text on one sheet, each table on one of its own, and a hidden sheet with the source of each cell.

use crate::make::Report;
use crate::trace::Trace;
use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;
use story::{Block, Cell, Heading, Inline, Table};

/// The largest text that a cell takes.
const LONGEST: usize = 32_000;

/// Writes the workbook.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
pub(crate) fn write(report: &Report, day: Date) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (year, month, day) = (day.year().clamp(1900, 9999) as u16, day.month() as u8, day.day() as u8);
    let made = ExcelDateTime::from_ymd(year, month, day)?;
    book.set_properties(&DocProperties::new().set_title(&report.title).set_creation_datetime(&made));
    let traces: BTreeMap<&str, &Trace> =
        report.traces.iter().map(|trace| (trace.name.as_str(), trace)).collect();
    let mut content = Content::default();
    content.blocks(&report.blocks);
    let mut sources: Vec<[String; 6]> = Vec::new();
    let text = book.add_worksheet();
    text.set_name("报告")?;
    text.set_column_width(0, 100)?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = Format::new().set_text_wrap().set_bold();
    for (at, (inlines, is_heading)) in content.lines.iter().enumerate() {
        let row = at as u32;
        let words: String = plain(inlines).chars().take(LONGEST).collect();
        text.write_string_with_format(row, 0, &words, if *is_heading { &bold } else { &wrap })?;
        note("报告", row, 0, inlines, &traces, &mut sources);
    }
    for (at, table) in content.tables.iter().enumerate() {
        let name = format!("表{}", at + 1);
        let sheet = book.add_worksheet();
        sheet.set_name(&name)?;
        fill(sheet, &name, table, &traces, &mut sources)?;
    }
    let hidden = book.add_worksheet();
    hidden.set_name("来源")?;
    for (column, head) in ["工作表", "单元格", "数值", "追溯", "公式", "来源编号"].into_iter().enumerate()
    {
        hidden.write_string(0, column as u16, head)?;
    }
    for (at, row) in sources.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let cell: String = cell.chars().take(LONGEST).collect();
            hidden.write_string(at as u32 + 1, column as u16, &cell)?;
        }
    }
    hidden.set_hidden(true);
    book.save_to_buffer()
}

/// Lines of text, and tables, in the order of the report.
#[derive(Default)]
struct Content<'r> {
    lines: Vec<(Vec<Inline<'r>>, bool)>,
    tables: Vec<&'r Table<'r>>,
}

impl<'r> Content<'r> {
    fn blocks(&mut self, blocks: &'r [Block<'r>]) {
        for block in blocks {
            match block {
                Block::Heading(one) => self.heading(one),
                Block::Section(one) => {
                    self.heading(&one.heading);
                    self.blocks(&one.blocks);
                }
                Block::Paragraph(one) => self.lines.push((one.text.clone(), false)),
                Block::List(list) => {
                    self.lines.extend(list.items.iter().map(|item| (item.text.clone(), false)));
                }
                Block::Table(table) => {
                    self.tables.push(table);
                    let words = format!("{}（见工作表）", table.caption);
                    self.lines.push((vec![Inline::text(words)], false));
                }
                Block::Chart(chart) => {
                    let words = vec![Inline::text("图："), Inline::Text(chart.description.clone())];
                    self.lines.push((words, false));
                }
                Block::Frame(frame) => self.blocks(&frame.blocks),
                Block::Columns(columns) => columns.iter().for_each(|column| self.blocks(column)),
                Block::Facts(facts) => {
                    let line =
                        |fact: &story::Fact<'_>| vec![Inline::text(format!("{}：{}", fact.name, fact.value))];
                    self.lines.extend(facts.iter().map(|fact| (line(fact), false)));
                }
                Block::Evidence(one) => self.lines.push((vec![Inline::Text(one.quote.clone())], false)),
                Block::Sources(all) => {
                    self.lines.extend(all.iter().map(|one| (vec![Inline::Text(one.quote.clone())], false)));
                }
                Block::Notes(notes) => {
                    self.lines
                        .extend(notes.iter().map(|one| (vec![Inline::Text(one.message.clone())], false)));
                }
                Block::Map(map) => self.lines.push((vec![Inline::Text(map.key.clone())], false)),
            }
        }
    }

    fn heading(&mut self, heading: &'r Heading<'r>) {
        let number = (!heading.number.is_empty()).then(|| Inline::text(format!("{}　", heading.number)));
        self.lines.push((number.into_iter().chain(heading.text.iter().cloned()).collect(), true));
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn fill(
    sheet: &mut Worksheet,
    name: &str,
    table: &Table<'_>,
    traces: &BTreeMap<&str, &Trace>,
    sources: &mut Vec<[String; 6]>,
) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin);
    let words =
        Format::new().set_text_wrap().set_align(FormatAlign::VerticalCenter).set_border(FormatBorder::Thin);
    sheet.write_string(0, 0, table.caption.as_ref())?;
    let rows = table.head.iter().chain(&table.rows);
    for (at, row) in rows.enumerate() {
        let line = at as u32 + 1;
        for (column, cell) in row.cells.iter().enumerate() {
            let column = column as u16;
            let is_head = at < table.head.len();
            if let Some((value, decimals)) = number(cell).filter(|_| !is_head) {
                let format = Format::new().set_num_format(decimals).set_border(FormatBorder::Thin);
                sheet.write_number_with_format(line, column, value, &format)?;
            } else {
                let text: String = plain(&cell.text).chars().take(LONGEST).collect();
                sheet.write_string_with_format(line, column, &text, if is_head { &head } else { &words })?;
            }
            note(name, line, column, &cell.text, traces, sources);
        }
    }
    sheet.set_freeze_panes(table.head.len() as u32 + 1, 0)?;
    sheet.set_repeat_rows(0, table.head.len() as u32)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.autofit();
    Ok(())
}

/// The number that a cell of figures holds, and the format that shows the same digits.
fn number(cell: &Cell<'_>) -> Option<(f64, String)> {
    let text = plain(&cell.text);
    if !cell.number || text.len() > 15 {
        return None;
    }
    let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite())?;
    let decimals = text.split_once('.').map_or(0, |(_, behind)| behind.len());
    let format = if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) };
    Some((value, format))
}

/// Writes down where the figures of a cell come from.
fn note(
    sheet: &str,
    row: u32,
    column: u16,
    inlines: &[Inline<'_>],
    traces: &BTreeMap<&str, &Trace>,
    sources: &mut Vec<[String; 6]>,
) {
    for inline in inlines {
        if let Inline::Traced(figure) = inline
            && let Some(trace) = traces.get(figure.trace.as_ref())
        {
            sources.push([
                sheet.to_owned(),
                format!("R{}C{}", row + 1, column + 1),
                trace.text.clone(),
                trace.name.clone(),
                trace.origin.formula(),
                trace.sources.join(" "),
            ]);
        }
    }
}

fn plain(inlines: &[Inline<'_>]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Hit(_, text) => out.push_str(text),
            Inline::Traced(figure) => out.push_str(&figure.text),
            Inline::Styled(_, inside) | Inline::Sentence(_, inside) => out.push_str(&plain(inside)),
            Inline::Link(link) => out.push_str(&plain(&link.text)),
            Inline::State(_, word) => out.push_str(word),
            Inline::Level(_, word) => out.push_str(word),
            Inline::Footnote(inside) => out.extend(["（", &plain(inside), "）"]),
            Inline::Break => out.push('\n'),
            Inline::Tick(_) | Inline::Spark(_) => {}
        }
    }
    out
}
