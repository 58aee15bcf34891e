//! CSV on the Web (W3C, 2015): a table and its metadata.

use super::About;
use super::json::{array, object, string};
use super::sdmx_csv;
use crate::cube::{ATTRIBUTES, Attribute, AttributeKind, Cube, Role};

/// The table of a cube: codes, names, value, attributes. Columns as in [`columns`].
pub(super) fn table(cube: &Cube) -> String {
    let attributes = attributes(cube);
    let mut rows = vec![columns(cube).into_iter().map(|column| column.name).collect()];
    rows.extend(cube.cells.iter().map(|cell| {
        let mut row: Vec<String> = Vec::new();
        for (dimension, code) in cube.codes(cell) {
            row.push(code.id.clone());
            if dimension.role != Role::Time {
                row.push(code.name.zh.clone());
            }
        }
        row.push(cell.value.map(|value| value.to_string()).unwrap_or_default());
        row.extend(attributes.iter().map(|attribute| (attribute.of)(cell)));
        row
    }));
    sdmx_csv::table(&rows)
}

/// A column of the table.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) title: (String, String),
    pub(super) kind: AttributeKind,
    /// Whether it is a part of the key.
    pub(super) key: bool,
}

/// The column of the names of a dimension.
fn names_of(dimension: &str) -> String {
    format!("{dimension}_NAME")
}

/// The attributes that have a column: not those that the names of a dimension say already, since names of columns are unique.
fn attributes(cube: &Cube) -> Vec<&'static Attribute> {
    let named = cube.dimensions.iter().filter(|dimension| dimension.role != Role::Time);
    let said: Vec<String> = named.map(|dimension| names_of(dimension.id)).collect();
    ATTRIBUTES.iter().filter(|one| !said.iter().any(|name| name == one.id)).collect()
}

/// The columns of [`table`].
pub(super) fn columns(cube: &Cube) -> Vec<Column> {
    let mut columns = Vec::new();
    for dimension in &cube.dimensions {
        let (zh, en) = (&dimension.name.zh, &dimension.name.en);
        let kind = AttributeKind::Text;
        let name = dimension.id.to_owned();
        if dimension.role == Role::Time {
            columns.push(Column { name, title: (zh.clone(), en.clone()), kind, key: true });
        } else {
            columns.push(Column {
                name,
                title: (format!("{zh}代码"), format!("{en} code")),
                kind,
                key: true,
            });
            let name = names_of(dimension.id);
            columns.push(Column { name, title: (zh.clone(), en.clone()), kind, key: false });
        }
    }
    let title = ("数值".to_owned(), "value".to_owned());
    columns.push(Column { name: "OBS_VALUE".to_owned(), title, kind: AttributeKind::Number, key: false });
    columns.extend(attributes(cube).into_iter().map(|one| Column {
        name: one.id.to_owned(),
        title: (one.name.0.to_owned(), one.name.1.to_owned()),
        kind: one.kind,
        key: false,
    }));
    columns
}

/// The metadata of the table in `file`.
pub(super) fn metadata(cube: &Cube, about: &About, file: &str) -> String {
    let text = |name: &str, value: &str| (name.to_owned(), string(value));
    let column = |column: &Column| {
        let kind = match column.kind {
            AttributeKind::Text | AttributeKind::Status => "string",
            AttributeKind::Number => "decimal",
            AttributeKind::Count => "integer",
            AttributeKind::Day => "date",
        };
        let titles = object([
            ("zh".to_owned(), array([string(&column.title.0), string(&column.name)])),
            ("en".to_owned(), string(&column.title.1)),
        ]);
        let mut members =
            vec![text("name", &column.name), ("titles".to_owned(), titles), text("datatype", kind)];
        members.push(("required".to_owned(), column.key.to_string()));
        object(members)
    };
    let columns = columns(cube);
    let key = array(columns.iter().filter(|column| column.key).map(|column| string(&column.name)));
    let schema =
        object([("columns".to_owned(), array(columns.iter().map(column))), ("primaryKey".to_owned(), key)]);
    let mut members = vec![
        (
            "@context".to_owned(),
            array([string("http://www.w3.org/ns/csvw"), object([text("@language", "zh")])]),
        ),
        text("url", file),
        text("dc:title", &about.title_of(cube)),
        text("dc:modified", &about.day.to_string()),
    ];
    if !about.publisher.is_empty() {
        members.push(text("dc:publisher", &about.publisher));
    }
    if !about.licence.is_empty() {
        members.push(text("dc:license", &about.licence));
    }
    members.push((
        "dialect".to_owned(),
        object([("header".to_owned(), "true".to_owned()), text("encoding", "utf-8")]),
    ));
    members.push(("tableSchema".to_owned(), schema));
    object(members) + "\n"
}
