//! The table of a Shapefile: dBASE III/IV.
//!
//! Own code, because the encoding has to be found before the first field name is read, rows that are marked as deleted must keep
//! their place beside the shapes, and counts come from anybody.

use crate::delivered::Unread;
use crate::text;
use encoding_rs::{Encoding, GB18030, UTF_8};
use source::Words;
use space::Attribute;
use std::collections::BTreeMap;

/// A row: its fields, or `None` when it is marked as deleted.
type Row = Option<BTreeMap<String, Attribute>>;

/// A table that was read.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    pub(crate) note: Option<Words>,
}

struct Field<'a> {
    name: &'a [u8],
    kind: u8,
    start: usize,
    length: usize,
}

fn damaged(what: &str) -> Unread {
    Unread::Damaged(format!(".dbf: {what}"))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let pair: [u8; 2] = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(pair)))
}

/// Reads a table; `code_page` is the text of the .cpg file.
pub(crate) fn read(bytes: &[u8], code_page: Option<&str>) -> Result<Table, Unread> {
    let count: [u8; 4] =
        bytes.get(4..8).and_then(|four| four.try_into().ok()).ok_or_else(|| damaged("no header"))?;
    let head = u16_at(bytes, 8).ok_or_else(|| damaged("no header"))?;
    let width = u16_at(bytes, 10).filter(|width| *width > 0).ok_or_else(|| damaged("no header"))?;
    let descriptors = bytes.get(32..head).ok_or_else(|| damaged("no fields"))?;
    let mut fields = Vec::new();
    let mut start = 1_usize;
    for descriptor in descriptors.chunks_exact(32).take_while(|descriptor| descriptor.first() != Some(&0x0d))
    {
        let name = descriptor.get(..11).unwrap_or_default();
        let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
        let length = usize::from(descriptor.get(16).copied().unwrap_or_default());
        let kind = descriptor.get(11).copied().unwrap_or_default();
        fields.push(Field { name: name.get(..end).unwrap_or_default(), kind, start, length });
        start += length;
    }
    let body = bytes.get(head..).unwrap_or_default();
    // A count that the file does not hold is no reason to reserve anything.
    let count = (u32::from_le_bytes(count) as usize).min(body.len() / width);
    let records: Vec<&[u8]> = body.chunks_exact(width).take(count).collect();
    let (encoding, note) = encoding(&fields, &records, code_page, bytes.get(29).copied().unwrap_or_default());
    let names: Vec<String> = fields.iter().map(|field| text::field(field.name, encoding)).collect();
    let row = |record: &&[u8]| {
        if record.first() == Some(&b'*') {
            return None;
        }
        let cells = fields.iter().zip(&names).map(|(field, name)| {
            let cell = record.get(field.start..field.start + field.length).unwrap_or_default();
            (name.clone(), attribute(field.kind, cell, encoding))
        });
        Some(cells.collect())
    };
    Ok(Table { rows: records.iter().map(row).collect(), note })
}

/// The encoding: what the .cpg file names, then what the header names, then what the bytes are.
fn encoding(
    fields: &[Field<'_>],
    records: &[&[u8]],
    code_page: Option<&str>,
    header: u8,
) -> (&'static Encoding, Option<Words>) {
    let texts = || {
        let cells = records.iter().flat_map(|record| {
            let of_text = fields.iter().filter(|field| field.kind == b'C');
            of_text.filter_map(|field| record.get(field.start..field.start + field.length))
        });
        fields.iter().map(|field| field.name).chain(cells)
    };
    let by_header = match header {
        0x4d | 0x7a => Some(GB18030),
        0x4f | 0x78 => Some(encoding_rs::BIG5),
        _ => None,
    };
    let named = code_page.and_then(text::named);
    if let Some(encoding) = named.or(by_header) {
        if texts().all(|bytes| text::fits(trimmed(bytes), encoding)) {
            return (encoding, None);
        }
        let found = if texts().all(|bytes| text::is_utf8(trimmed(bytes))) { UTF_8 } else { GB18030 };
        let note = Words::new(
            format!("文件写明的编码 {} 与内容不符，按 {} 读取", encoding.name(), found.name()),
            format!(
                "the file names the encoding {}, which its text is not; it was read as {}",
                encoding.name(),
                found.name()
            ),
        );
        return (found, Some(note));
    }
    if texts().all(|bytes| text::is_utf8(trimmed(bytes))) { (UTF_8, None) } else { (GB18030, None) }
}

fn trimmed(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| !matches!(byte, b' ' | 0)).map_or(0, |at| at + 1);
    bytes.get(..end).unwrap_or_default()
}

fn attribute(kind: u8, cell: &[u8], encoding: &'static Encoding) -> Attribute {
    match kind {
        b'N' | b'F' => {
            let text = String::from_utf8_lossy(cell);
            text.trim().parse().map_or(Attribute::Missing, Attribute::Number)
        }
        b'I' => cell
            .try_into()
            .map_or(Attribute::Missing, |four| Attribute::Number(f64::from(i32::from_le_bytes(four)))),
        b'O' | b'B' => {
            cell.try_into().map_or(Attribute::Missing, |eight| Attribute::Number(f64::from_le_bytes(eight)))
        }
        _ => {
            let text = text::field(trimmed(cell), encoding);
            let text = text.trim();
            if text.is_empty() { Attribute::Missing } else { Attribute::Text(text.to_owned()) }
        }
    }
}
