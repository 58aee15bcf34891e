//! Excel workbooks (.xlsx), cell by cell so that a stray cell in the last row costs nothing.

use crate::delimited::too_large;
use crate::grid::{Content, Grid, Row};
use crate::problem::{Problem, Problems};
use crate::{Cell, Settings};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, open_workbook_from_rs};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use source::Severity;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

/// Bytes that a workbook may hold when unpacked; beyond that it is not a table of figures. Shared strings are kept in
/// memory whole, which is why this is less than a sheet alone could bear.
const MAX_UNPACKED: u64 = 256 << 20;

/// Reads every visible sheet; problems with the file or a sheet come beside them.
pub(crate) fn read(name: &str, bytes: &[u8], settings: &Settings) -> (Vec<Grid>, Vec<Problem>) {
    let mut problems = Problems::new(name, "", settings.max_problems);
    let Some(mut book) = open(bytes, &mut problems) else { return (Vec::new(), problems.finish()) };
    let mut found = problems.finish();
    let mut grids = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet || sheet.visible != SheetVisible::Visible {
            continue;
        }
        let mut problems = Problems::new(name, &sheet.name, settings.max_problems);
        let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        match cells(&mut book, &sheet.name, settings, &mut problems) {
            Ok(rows) => {
                let merged = merged
                    .into_iter()
                    .map(|d| (Cell::new(d.start.0, d.start.1), Cell::new(d.end.0, d.end.1)))
                    .filter(|(from, to)| from != to)
                    .collect();
                grids.push(Grid { sheet: sheet.name.clone(), rows, merged });
            }
            Err(error) => problems.add(
                Severity::Error,
                None,
                format!("工作表无法读取（{error}）；请在Excel中打开并另存后重试"),
                format!("the sheet cannot be read ({error}): open it in Excel, save it again and retry"),
            ),
        }
        found.extend(problems.finish());
    }
    (grids, found)
}

/// Whether the parts together hold more than `most` bytes. They are unpacked to count: the sizes that an archive states
/// may be lies.
fn unpacks_beyond(archive: &mut zip::ZipArchive<Cursor<&[u8]>>, most: u64) -> bool {
    let mut left = most;
    for at in 0..archive.len() {
        // A part that cannot be unpacked is told of when it is read.
        let Ok(mut part) = archive.by_index(at) else { continue };
        if part.size() > left {
            return true;
        }
        let mut buffer = [0; 1 << 14];
        while let Ok(read @ 1..) = part.read(&mut buffer) {
            match left.checked_sub(read as u64) {
                Some(rest) => left = rest,
                None => return true,
            }
        }
    }
    false
}

fn open<'b>(bytes: &'b [u8], problems: &mut Problems<'_>) -> Option<Xlsx<Cursor<&'b [u8]>>> {
    let mut refuse = |zh: String, en: String| problems.add(Severity::Error, None, zh, en);
    match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(mut archive) => {
            if unpacks_beyond(&mut archive, MAX_UNPACKED) {
                refuse(
                    "文件解压后过大，未读入任何数据；请只保留数据表".to_owned(),
                    "the file is too large when unpacked and nothing of it was read: keep only the tables of figures".to_owned(),
                );
                return None;
            }
        }
        Err(error) => {
            refuse(
                format!("不是有效的xlsx文件（{error}）；请另存为xlsx或CSV"),
                format!("not a sound xlsx file ({error}): save it as xlsx or CSV"),
            );
            return None;
        }
    }
    match open_workbook_from_rs(Cursor::new(bytes)) {
        Ok(book) => Some(book),
        Err(XlsxError::Password) => {
            refuse(
                "文件已加密；请取消密码后再导入".to_owned(),
                "the file is protected by a password: remove it and import again".to_owned(),
            );
            None
        }
        Err(error) => {
            refuse(
                format!("工作簿无法读取（{error}）；请在Excel中打开并另存后重试"),
                format!("the workbook cannot be read ({error}): open it in Excel, save it again and retry"),
            );
            None
        }
    }
}

fn cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    settings: &Settings,
    problems: &mut Problems<'_>,
) -> Result<Vec<Row>, XlsxError> {
    let mut reader = book.worksheet_cells_reader(sheet)?;
    let mut rows: Vec<Row> = Vec::new();
    let mut count = 0;
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        let Some(content) = content(cell.get_value()) else { continue };
        count += 1;
        match rows.last_mut() {
            Some(last) if last.index == row => last.cells.push((column, content)),
            _ => rows.push(Row { index: row, cells: vec![(column, content)] }),
        }
        if count > settings.max_cells || rows.len() > settings.max_rows {
            too_large(settings, problems);
            return Ok(Vec::new());
        }
    }
    // Writers may leave rows and cells in any order.
    rows.sort_by_key(|row| row.index);
    rows.dedup_by(|next, row| {
        let same = next.index == row.index;
        if same {
            row.cells.append(&mut next.cells);
        }
        same
    });
    for row in &mut rows {
        row.cells.sort_by_key(|(column, _)| *column);
        row.cells.dedup_by_key(|(column, _)| *column);
    }
    Ok(rows)
}

fn content(value: &DataRef<'_>) -> Option<Content> {
    let text = |text: &str| {
        let text = text.trim();
        (!text.is_empty()).then(|| Content::Text(Arc::from(text)))
    };
    match value {
        DataRef::Empty => None,
        DataRef::Int(number) => Some(Content::Number((*number).into())),
        DataRef::Float(number) => Some(
            decimal(*number).map_or_else(|| Content::Fault(Arc::from(number.to_string())), Content::Number),
        ),
        DataRef::String(string) => text(string),
        DataRef::SharedString(string) => text(string),
        DataRef::Bool(truth) => Some(Content::Fault(Arc::from(if *truth { "TRUE" } else { "FALSE" }))),
        DataRef::DateTime(moment) => {
            Some(day(moment.as_f64()).map_or_else(|| Content::Fault(Arc::from("#DATE")), Content::Date))
        }
        DataRef::DateTimeIso(iso) => Some(
            iso.get(..10)
                .and_then(|day| day.parse().ok())
                .map_or_else(|| Content::Fault(Arc::from(iso.as_str())), Content::Date),
        ),
        DataRef::DurationIso(iso) => Some(Content::Fault(Arc::from(iso.as_str()))),
        DataRef::Error(error) => Some(Content::Fault(Arc::from(error.to_string()))),
    }
}

/// A float as the spreadsheet shows it: 15 significant digits, so that 35.800000000000004 is 35.8.
fn decimal(number: f64) -> Option<Decimal> {
    Decimal::from_scientific(&format!("{number:.14e}")).ok().map(|d| d.normalize())
}

/// The day of a serial number; day 60 of 1900, which never was, falls together with day 61.
fn day(serial: f64) -> Option<Date> {
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let serial = serial as i64;
    let since = if serial < 60 { date(1899, 12, 31) } else { date(1899, 12, 30) };
    since.checked_add(serial.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_read_as_shown() {
        assert_eq!(decimal(0.1 + 0.2).map(|d| d.to_string()), Some("0.3".to_owned()));
        assert_eq!(decimal(1357.5).map(|d| d.to_string()), Some("1357.5".to_owned()));
        assert_eq!(decimal(f64::INFINITY), None);
        assert_eq!(decimal(1e300), None);
    }

    #[test]
    fn serial_days() {
        assert_eq!(day(42825.0), Some(date(2017, 3, 31)));
        assert_eq!(day(1.0), Some(date(1900, 1, 1)));
        assert_eq!(day(-5.0), None);
        assert_eq!(day(f64::NAN), None);
    }
}
