//! `datapackage.json` as it stands on disk.

use super::schema::{Kind, Table};
use crate::{DocumentKind, Period, Plan, Source};
use serde::{Deserialize, Serialize};

/// The version of the layout written here; readers refuse later ones.
pub(super) const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
pub(super) struct Descriptor {
    #[serde(default)]
    profile: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    pub(super) title: String,
    /// The head of the plan: what Data Package has no property for.
    #[serde(default, rename = "gangyao")]
    pub(super) head: Head,
    pub(super) resources: Vec<Resource>,
}

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    period: Option<Years>,
    #[serde(default)]
    source: Option<File>,
}

#[derive(Serialize, Deserialize)]
struct Years {
    start: i32,
    end: i32,
}

#[derive(Serialize, Deserialize)]
struct File {
    name: String,
    sha256: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Resource {
    pub(super) name: String,
    pub(super) path: String,
    #[serde(flatten, skip_deserializing)]
    details: Option<Details>,
}

/// What other tools need to know of a table; Gangyao knows it already and does not read it back.
#[derive(Serialize)]
struct Details {
    profile: &'static str,
    title: &'static str,
    description: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    dialect: Dialect,
    schema: Schema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: &'static str,
    line_terminator: &'static str,
    quote_char: &'static str,
    double_quote: bool,
    header: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    constraints: Option<Constraints>,
}

#[derive(Default, Serialize)]
struct Constraints {
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i32>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    choices: Option<&'static [&'static str]>,
}

#[derive(Serialize)]
struct ForeignKey {
    fields: &'static str,
    reference: Reference,
}

#[derive(Serialize)]
struct Reference {
    /// Empty for the table itself, as the specification has it.
    resource: &'static str,
    fields: &'static str,
}

impl Descriptor {
    pub(super) fn of(plan: &Plan, tables: &[&'static Table]) -> Self {
        Self {
            profile: "tabular-data-package".to_owned(),
            name: "plan".to_owned(),
            title: plan.title.clone(),
            head: Head {
                version: VERSION,
                kind: plan.kind.map(|kind| kind.name().to_owned()),
                region: plan.region.clone(),
                period: plan.period.map(|period| Years { start: period.start, end: period.end }),
                source: plan.source.clone().map(|file| File { name: file.name, sha256: file.sha256 }),
            },
            resources: tables.iter().map(|table| Resource::of(table)).collect(),
        }
    }

    /// The file a table is kept in, by the table's name; `None` when the package leaves the table out.
    pub(super) fn path(&self, table: &Table) -> Option<&str> {
        self.resources.iter().find(|resource| resource.name == table.name).map(|r| r.path.as_str())
    }

    /// A plan with this head and no tables yet.
    pub(super) fn into_plan(self) -> Plan {
        Plan {
            title: self.title,
            // A kind that a later version knows is no reason to refuse the package.
            kind: self.head.kind.as_deref().and_then(DocumentKind::parse),
            region: self.head.region,
            period: self.head.period.map(|years| Period { start: years.start, end: years.end }),
            source: self.head.source.map(|file| Source { name: file.name, sha256: file.sha256 }),
            ..Plan::default()
        }
    }
}

impl Resource {
    fn of(table: &'static Table) -> Self {
        Self {
            name: table.name.to_owned(),
            path: table.file(),
            details: Some(Details {
                profile: "tabular-data-resource",
                title: table.zh,
                description: table.en,
                format: "csv",
                mediatype: "text/csv",
                encoding: "utf-8",
                dialect: Dialect {
                    delimiter: ",",
                    line_terminator: "\r\n",
                    quote_char: "\"",
                    double_quote: true,
                    header: true,
                },
                schema: Schema::of(table),
            }),
        }
    }
}

impl Schema {
    fn of(table: &'static Table) -> Self {
        let fields = table.columns().map(|column| Field {
            name: column.name,
            kind: type_name(column.kind),
            title: column.zh,
            description: column.en,
            constraints: constraints(column.kind, column.required),
        });
        let foreign_keys = table.columns().filter_map(|column| match column.kind {
            Kind::Reference(other) => Some(ForeignKey {
                fields: column.name,
                reference: Reference { resource: if other == table.name { "" } else { other }, fields: "id" },
            }),
            _ => None,
        });
        Self {
            fields: fields.collect(),
            missing_values: [""],
            primary_key: table.key,
            foreign_keys: foreign_keys.collect(),
        }
    }
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Reference(_) | Kind::Choice(_) => "string",
        Kind::Integer { .. } => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Date => "date",
        Kind::List => "array",
    }
}

fn constraints(kind: Kind, required: bool) -> Option<Constraints> {
    let mut all = Constraints { required: required.then_some(true), ..Constraints::default() };
    match kind {
        Kind::Integer { min } if min != i32::MIN => all.minimum = Some(min),
        Kind::Choice(names) => all.choices = Some(names),
        _ => {}
    }
    let some = all.required.is_some() || all.minimum.is_some() || all.choices.is_some();
    some.then_some(all)
}
