//! CSV for spreadsheets: names in place of codes, heads in the reader's language, nothing that would run as a formula.

use super::sdmx_csv;
use crate::cube::{ATTRIBUTES, Attribute, AttributeKind, Cube, STATUSES};
use source::Lang;

/// The table of a cube. The byte order mark lets spreadsheet programs find the encoding.
pub(super) fn text(cube: &Cube, lang: Lang) -> String {
    let pick = |(zh, en): (&'static str, &'static str)| if lang == Lang::Zh { zh } else { en };
    let mut head: Vec<String> = cube.dimensions.iter().map(|one| one.name.get(lang).to_owned()).collect();
    head.push(pick(("数值", "value")).to_owned());
    head.extend(said().map(|attribute| pick(attribute.name).to_owned()));
    let mut rows = vec![head];
    rows.extend(cube.cells.iter().map(|cell| {
        let mut row: Vec<String> = cube.codes(cell).map(|(_, code)| code.name.get(lang).to_owned()).collect();
        row.push(cell.value.map(|value| value.to_string()).unwrap_or_default());
        row.extend(said().map(|attribute| {
            let text = (attribute.of)(cell);
            let status = STATUSES
                .iter()
                .find(|(id, ..)| *id == text)
                .filter(|_| attribute.kind == AttributeKind::Status);
            status.map_or(text, |(_, zh, en)| pick((zh, en)).to_owned())
        }));
        row.iter().map(|cell| plan::spreadsheet::cell(cell).into_owned()).collect()
    }));
    format!("\u{feff}{}", sdmx_csv::table(&rows))
}

/// What is said of a value. The names of codes stand in its dimensions already.
fn said() -> impl Iterator<Item = &'static Attribute> {
    ATTRIBUTES.iter().filter(|attribute| !matches!(attribute.id, "INDICATOR_NAME" | "AREA_NAME"))
}
