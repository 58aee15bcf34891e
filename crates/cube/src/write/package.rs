//! A Data Package (Frictionless specifications, v1) of the same tables as [`super::csvw`].

use super::About;
use super::csvw::columns;
use crate::cube::{AttributeKind, Cube};
use serde_json::{Value, json};

/// `datapackage.json` of all cubes.
pub(super) fn text(cubes: &[Cube], about: &About) -> String {
    let resource = |cube: &Cube| {
        let name = cube.id.to_ascii_lowercase();
        let columns = columns(cube);
        let field = |column: &super::csvw::Column| {
            let kind = match column.kind {
                AttributeKind::Text | AttributeKind::Status => "string",
                AttributeKind::Number => "number",
                AttributeKind::Count => "integer",
                AttributeKind::Day => "date",
            };
            json!({
                "name": column.name,
                "type": kind,
                "title": column.title.0,
                "description": column.title.1,
                "constraints": {"required": column.key},
            })
        };
        json!({
            "name": name,
            "path": format!("{name}.csv"),
            "profile": "tabular-data-resource",
            "title": about.title_of(cube),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true},
            "schema": {
                "fields": columns.iter().map(field).collect::<Vec<_>>(),
                "missingValues": [""],
                "primaryKey": columns.iter().filter(|column| column.key).map(|column| column.name.as_str()).collect::<Vec<_>>(),
            },
        })
    };
    let mut package = json!({
        "profile": "tabular-data-package",
        "name": "plan-cube",
        "title": about.title,
        "description": about.description(cubes),
        "created": about.moment(),
        "resources": cubes.iter().map(resource).collect::<Vec<_>>(),
    });
    if let Some(members) = package.as_object_mut().filter(|_| !about.licence.is_empty()) {
        members.insert("licenses".to_owned(), json!([{"path": about.licence}]));
    }
    if let Some(members) = package.as_object_mut().filter(|_| !about.publisher.is_empty()) {
        members.insert("contributors".to_owned(), json!([{"title": about.publisher, "role": "publisher"}]));
    }
    pretty(&package)
}

/// JSON for people and programs.
pub(super) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
