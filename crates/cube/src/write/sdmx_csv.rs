//! SDMX-CSV 2.0.

use super::sdmx_structure::{AGENCY, VERSION};
use crate::cube::{ATTRIBUTES, Cube};

/// The file of a cube.
pub(super) fn text(cube: &Cube) -> String {
    let structure = format!("{AGENCY}:{}({VERSION})", cube.id);
    let mut head = vec!["STRUCTURE", "STRUCTURE_ID", "ACTION"];
    head.extend(cube.dimensions.iter().map(|dimension| dimension.id));
    head.push("OBS_VALUE");
    head.extend(ATTRIBUTES.iter().map(|attribute| attribute.id));
    let mut rows = vec![head.into_iter().map(str::to_owned).collect()];
    rows.extend(cube.cells.iter().map(|cell| {
        let mut row = vec!["datastructure".to_owned(), structure.clone(), "I".to_owned()];
        row.extend(cube.codes(cell).map(|(_, code)| code.id.clone()));
        row.push(cell.value.map(|value| value.to_string()).unwrap_or_default());
        row.extend(ATTRIBUTES.iter().map(|attribute| (attribute.of)(cell)));
        row
    }));
    table(&rows)
}

/// Rows as CSV (RFC 4180) in UTF-8.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Writing to memory cannot fail, and every row has as many cells as the head.
        let _ = writer.write_record(row);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
