//! What the records of binary workbooks say of formats and of hidden rows and columns ([MS-XLS], [MS-XLSB]).

use super::archive::Archive;
use super::format::{self, Shown};
use crate::Cell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{Cursor, Read as _};

/// What is known of a workbook besides its values.
#[derive(Default)]
pub(crate) struct Facts {
    pub encrypted: bool,
    pub starts_1904: bool,
    pub sheets: Vec<SheetFacts>,
}

/// What is known of one sheet.
#[derive(Default)]
pub(crate) struct SheetFacts {
    pub name: String,
    /// Rows times columns up to the last cell.
    pub area: u64,
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    /// How the numbers of a cell are shown, where that is not plain; every formula cell is listed.
    pub shown: HashMap<Cell, Shown>,
    /// Formula cells whose result is a text.
    pub texts: HashSet<Cell>,
}

impl SheetFacts {
    fn place(&mut self, row: u32, column: u32) {
        self.area = self.area.max((u64::from(row) + 1) * (u64::from(column) + 1));
    }
}

fn u16_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?)))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// The facts of an .xls file; `None` when it is no workbook, which an encrypted xlsx file is not either.
pub(crate) fn facts(bytes: &[u8]) -> Option<Facts> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name))?;
    let mut stream = Vec::new();
    // A stream is part of the file; what says more is a lie.
    file.open_stream(name).ok()?.take(bytes.len() as u64).read_to_end(&mut stream).ok()?;
    let mut facts = Facts::default();
    let mut codes: HashMap<u32, Shown> = HashMap::new();
    let mut styles: Vec<u32> = Vec::new();
    let mut offsets: HashMap<usize, String> = HashMap::new();
    let mut current: Option<SheetFacts> = None;
    let mut at = 0;
    let mut wide = true;
    while let (Some(kind), Some(length)) = (u16_at(&stream, at), u16_at(&stream, at + 2)) {
        let data = stream.get(at + 4..at + 4 + length as usize).unwrap_or(&[]);
        match kind {
            0x0809 => {
                wide = u16_at(data, 0).is_none_or(|version| version >= 0x0600);
                current =
                    offsets.get(&at).map(|name| SheetFacts { name: name.clone(), ..SheetFacts::default() });
            }
            0x000a => facts.sheets.extend(current.take()),
            0x002f => facts.encrypted = true,
            0x0022 => facts.starts_1904 = u16_at(data, 0) == Some(1),
            0x041e => {
                if let (Some(id), Some(code)) =
                    (u16_at(data, 0), data.get(2..).and_then(|data| text(data, wide)))
                {
                    codes.insert(id, format::of_code(&code));
                }
            }
            0x00e0 => styles.push(u16_at(data, 2).unwrap_or(0)),
            0x0085 => {
                if let (Some(offset), Some(length)) = (u32_at(data, 0), data.get(6)) {
                    let name = name_of(data, usize::from(*length), wide);
                    offsets.insert(offset as usize, name);
                }
            }
            _ => {
                if let Some(sheet) = &mut current {
                    let shown = |style: u32| {
                        let id = styles.get(style as usize).copied().unwrap_or(0);
                        codes.get(&id).copied().unwrap_or_else(|| format::builtin(id))
                    };
                    record(sheet, kind, data, shown);
                }
            }
        }
        at += 4 + length as usize;
    }
    Some(facts)
}

/// A record of a sheet: cells, rows, columns.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn record(sheet: &mut SheetFacts, kind: u32, data: &[u8], shown: impl Fn(u32) -> Shown) {
    let Some(first) = u16_at(data, 0) else { return };
    match kind {
        // NUMBER, RK, FORMULA, LABEL, LABELSST, BOOLERR, RSTRING.
        0x0203 | 0x027e | 0x0006 | 0x0204 | 0x00fd | 0x0205 | 0x00d6 => {
            let (Some(column), Some(style)) = (u16_at(data, 2), u16_at(data, 4)) else { return };
            sheet.place(first, column);
            let cell = Cell::new(first, column);
            let shown = shown(style);
            if kind == 0x0006 || shown != Shown::default() {
                sheet.shown.insert(cell, shown);
            }
            // The result of a formula is no number: text (0), truth (1), error (2) or empty text (3).
            if kind == 0x0006 && u16_at(data, 12) == Some(0xffff) && matches!(data.get(6), Some(0 | 3)) {
                sheet.texts.insert(cell);
            }
        }
        // MULRK.
        0x00bd => {
            let Some(column) = u16_at(data, 2) else { return };
            for (step, pair) in data.get(4..).unwrap_or(&[]).chunks_exact(6).enumerate() {
                let at = column + step as u32;
                sheet.place(first, at);
                if let Some(style) = u16_at(pair, 0) {
                    let shown = shown(style);
                    if shown != Shown::default() {
                        sheet.shown.insert(Cell::new(first, at), shown);
                    }
                }
            }
        }
        0x0208 if u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
            sheet.hidden_rows.insert(first);
        }
        0x007d if u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) => {
            let last = u16_at(data, 2).unwrap_or(first).min(first + 255);
            sheet.hidden_columns.extend(first..=last);
        }
        _ => {}
    }
}

/// A string with its length in front; older files have one byte for it and one for each character.
fn text(data: &[u8], wide: bool) -> Option<String> {
    if !wide {
        let length = usize::from(*data.first()?);
        return Some(encoding_rs::GB18030.decode(data.get(1..1 + length)?).0.into_owned());
    }
    let length = u16_at(data, 0)? as usize;
    Some(characters(data.get(3..)?, length, data.get(2)? & 1 == 1))
}

fn name_of(data: &[u8], length: usize, wide: bool) -> String {
    if wide {
        characters(data.get(8..).unwrap_or(&[]), length, data.get(7).is_some_and(|flags| flags & 1 == 1))
    } else {
        let bytes = data.get(7..7 + length).unwrap_or(&[]);
        encoding_rs::GB18030.decode(bytes).0.into_owned()
    }
}

fn characters(data: &[u8], length: usize, two_bytes: bool) -> String {
    if two_bytes {
        let units: Vec<u16> = data
            .chunks_exact(2)
            .take(length)
            .filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)))
            .collect();
        String::from_utf16_lossy(&units)
    } else {
        data.iter().take(length).map(|b| char::from(*b)).collect()
    }
}

/// The facts of an .xlsb file.
#[expect(clippy::too_many_lines, reason = "one arm for each record of the format")]
pub(crate) fn facts_of_xlsb(mut archive: Archive<'_>) -> Facts {
    let mut facts = Facts::default();
    let (mut codes, mut styles, mut inside) = (HashMap::new(), Vec::new(), false);
    let bytes = archive.bytes("xl/styles.bin").unwrap_or_default();
    records(&bytes, |kind, data| match kind {
        44 => {
            if let (Some(id), Some(length)) = (u16_at(data, 0), u32_at(data, 2)) {
                let code = characters(data.get(6..).unwrap_or(&[]), length as usize, true);
                codes.insert(id, format::of_code(&code));
            }
        }
        617 => inside = true,
        618 => inside = false,
        47 if inside => {
            let id = u16_at(data, 2).unwrap_or(0);
            styles.push(codes.get(&id).copied().unwrap_or_else(|| format::builtin(id)));
        }
        _ => {}
    });
    let relations = super::xlsx::relations(&archive.text("xl/_rels/workbook.bin.rels").unwrap_or_default());
    let mut names = Vec::new();
    let bytes = archive.bytes("xl/workbook.bin").unwrap_or_default();
    records(&bytes, |kind, data| match kind {
        153 => facts.starts_1904 = u32_at(data, 0).is_some_and(|flags| flags & 1 == 1),
        156 => {
            let length = u32_at(data, 8).unwrap_or(0) as usize;
            let id = characters(data.get(12..).unwrap_or(&[]), length, true);
            let at = 12usize.saturating_add(length.saturating_mul(2));
            let length = u32_at(data, at).unwrap_or(0) as usize;
            names.push((id, characters(data.get(at.saturating_add(4)..).unwrap_or(&[]), length, true)));
        }
        _ => {}
    });
    for (id, name) in names {
        let path = relations.get(&id).cloned().unwrap_or_default();
        let bytes = archive.bytes(&path).unwrap_or_default();
        let mut sheet = SheetFacts { name, ..SheetFacts::default() };
        let mut row = 0;
        records(&bytes, |kind, data| match kind {
            0 => {
                row = u32_at(data, 0).unwrap_or(0);
                if u16_at(data, 10).is_some_and(|flags| flags & 0x1000 != 0) {
                    sheet.hidden_rows.insert(row);
                }
            }
            1..=11 => {
                let (Some(column), Some(style)) = (u32_at(data, 0), u32_at(data, 4)) else { return };
                sheet.place(row, column);
                let shown: Shown = styles.get((style & 0x00ff_ffff) as usize).copied().unwrap_or_default();
                if shown != Shown::default() || kind >= 8 {
                    sheet.shown.insert(Cell::new(row, column), shown);
                }
                if kind == 8 {
                    sheet.texts.insert(Cell::new(row, column));
                }
            }
            60 if u16_at(data, 16).is_some_and(|flags| flags & 1 != 0) => {
                let first = u32_at(data, 0).unwrap_or(0);
                let last = u32_at(data, 4).unwrap_or(first).min(first.saturating_add(16_384));
                sheet.hidden_columns.extend(first..=last);
            }
            _ => {}
        });
        facts.sheets.push(sheet);
    }
    facts
}

/// Calls `visit` with the kind and data of each record of a part.
fn records(bytes: &[u8], mut visit: impl FnMut(u32, &[u8])) {
    let mut at = 0;
    while at < bytes.len() {
        let Some(kind) = varied(bytes, &mut at, 2) else { return };
        let Some(length) = varied(bytes, &mut at, 4) else { return };
        let Some(data) = at.checked_add(length as usize).and_then(|end| bytes.get(at..end)) else { return };
        visit(kind, data);
        at += length as usize;
    }
}

/// A number of seven bits a byte, as long as the high bit is set.
fn varied(bytes: &[u8], at: &mut usize, most: usize) -> Option<u32> {
    let mut value = 0;
    for step in 0..most {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u32::from(byte & 0x7f) << (7 * step);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(value)
}
