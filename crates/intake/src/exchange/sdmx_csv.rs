//! SDMX-CSV 1.0 and 2.0, with or without labels.
//!
//! Source: SDMX-CSV field guide of the SDMX technical working group: `DATAFLOW` or `STRUCTURE,STRUCTURE_ID,ACTION`, then the
//! components; `ID: Name` heads and `CODE: Name` values with labels=both, a column of names behind each with labels=name.

use super::{Codes, DataSet, Dimension, Says, Value, refuse, says};
use crate::file::delimited;
use crate::problem::Problems;
use crate::{Cell, Settings};
use std::sync::Arc;

/// Whether the first line is that of an SDMX-CSV file.
pub(super) fn is(bytes: &[u8]) -> bool {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let line = head.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    let Ok(line) = std::str::from_utf8(line) else { return false };
    let first = line.split([',', ';', '\t', ':', '[']).next().unwrap_or_default().trim_matches('"');
    matches!(first, "STRUCTURE" | "DATAFLOW") && line.contains("OBS_VALUE")
}

/// A column.
struct Column {
    says: Says,
    /// Its place among the dimensions; none for what is said beside.
    dimension: Option<usize>,
    /// The column that holds the names of its codes.
    names: Option<usize>,
}

#[expect(clippy::too_many_lines, reason = "one file from its head to its values")]
pub(super) fn read(bytes: &[u8], settings: &Settings, problems: &mut Problems<'_>) -> Option<DataSet> {
    let text = delimited::decode(bytes, problems);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimited::delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record).ok()?;
    let heads: Vec<String> = record.iter().map(str::to_owned).collect();
    let mut set = DataSet::default();
    let columns = columns(&heads, &mut set);
    let Some(value_at) = columns.iter().position(|column| column.says == Says::Value) else {
        refuse(problems, "没有OBS_VALUE列", "there is no column OBS_VALUE");
        return None;
    };
    let action = heads.iter().position(|head| head == "ACTION");
    let mut codes: Vec<Codes> = set.dimensions.iter().map(|_| Codes::default()).collect();
    let mut row = 0_u32;
    while reader.read_record(&mut record).unwrap_or(false) {
        row = row.saturating_add(1);
        let field = |at: usize| record.get(at).map(str::trim).unwrap_or_default();
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let cell = Cell::new(row, u32::try_from(value_at).unwrap_or(u32::MAX));
        if record.len() != heads.len() {
            problems.error(
                cell,
                format!("这一行有{}列，表头有{}列", record.len(), heads.len()),
                format!("this line has {} fields and the head {}", record.len(), heads.len()),
            );
            continue;
        }
        if action.is_some_and(|at| field(at) == "D") {
            problems.warning(
                cell,
                "ACTION为D（删除）的行未处理：已有数据只增加新版本，不删除",
                "a line with the action D (delete) was left out: figures are added to and never deleted",
            );
            continue;
        }
        let (mut key, mut said) = (vec![0; codes.len()], Vec::new());
        for (at, column) in columns.iter().enumerate() {
            let text = field(at);
            let (id, label) = labelled(text, heads.get(at).is_some_and(|head| head.contains(':')));
            let name = column.names.map_or(label, field);
            match column.dimension {
                Some(place) => {
                    if let (Some(codes), Some(slot)) = (codes.get_mut(place), key.get_mut(place)) {
                        *slot = codes.place(id, name);
                    }
                }
                None if matches!(column.says, Says::Beside | Says::Value | Says::Other) || id.is_empty() => {}
                None => {
                    // Units are known by their names, statuses by their codes.
                    let text = if column.says == Says::Unit && !name.is_empty() { name } else { id };
                    said.push((column.says, Arc::from(text)));
                }
            }
        }
        let printed = field(value_at).to_owned();
        set.values.push(Value { cell, key, printed, said });
        if set.values.len() > settings.max_rows {
            crate::file::too_large(settings, problems);
            return None;
        }
    }
    for (dimension, codes) in set.dimensions.iter_mut().zip(codes) {
        dimension.codes = codes.codes;
    }
    Some(set)
}

/// What the columns hold; dimensions go to the set. Left of the value stand dimensions, right of it what is said beside.
fn columns(heads: &[String], set: &mut DataSet) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let value_at = heads.iter().position(|head| head_id(head) == "OBS_VALUE").unwrap_or(heads.len());
    let names_follow = heads.iter().any(|head| head == "STRUCTURE_NAME");
    for (at, head) in heads.iter().enumerate() {
        let (id, name) = (head_id(head), head.split_once(':').map_or("", |(_, name)| name.trim()));
        let known = says(id, name);
        // With labels=name a column of names stands behind each component, under the component's name.
        let is_id = id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        if names_follow && !is_id {
            if let Some(before) = columns.last_mut().filter(|column| column.names.is_none()) {
                before.names = Some(at);
            }
            columns.push(Column { says: Says::Beside, dimension: None, names: None });
            continue;
        }
        let is_dimension = matches!(known, Says::Measured | Says::Area | Says::Time | Says::Frequency)
            || known == Says::Other && at < value_at;
        let dimension = is_dimension.then(|| {
            set.dimensions.push(Dimension {
                id: id.to_owned(),
                name: name.to_owned(),
                says: known,
                codes: Vec::new(),
            });
            set.dimensions.len() - 1
        });
        columns.push(Column { says: known, dimension, names: None });
    }
    columns
}

/// The identifier of a head: `REF_AREA: Reference area`, `STRUCTURE[;]`.
fn head_id(head: &str) -> &str {
    let id = head.split_once(':').map_or(head, |(id, _)| id);
    id.split_once('[').map_or(id, |(id, _)| id).trim()
}

/// Code and name of a value: `CN: 中国`.
fn labelled(text: &str, labels: bool) -> (&str, &str) {
    match text.split_once(':') {
        Some((id, name)) if labels => (id.trim(), name.trim()),
        _ => (text, ""),
    }
}
