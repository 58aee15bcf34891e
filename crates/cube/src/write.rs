//! The formats, and what is said of a data set as a whole.

mod atom;
mod catalogue;
mod csvw;
mod json;
mod json_stat;
mod package;
mod px;
mod sdmx_csv;
mod sdmx_data;
mod sdmx_structure;
mod sheet;
mod xml;

use crate::cube::Cube;
use jiff::civil::Date;
use source::{Lang, Words};
use std::collections::BTreeMap;

/// An open format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// SDMX-ML 2.1: structure and structure-specific data.
    SdmxMl,
    /// SDMX-CSV 2.0.
    SdmxCsv,
    /// JSON-stat 2.0.
    JsonStat,
    /// CSV on the Web: tables with their metadata.
    Csvw,
    /// PX, as PxWeb and PC-Axis read it.
    Px,
    /// Data Package (Frictionless).
    DataPackage,
    /// DCAT 3 as JSON-LD.
    Dcat,
    /// schema.org `Dataset` as JSON-LD.
    SchemaOrg,
    /// An Atom feed of the files.
    Atom,
    /// CSV for spreadsheets, with heads in the reader's language and formulas made text.
    Csv,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 10] = [
        Self::SdmxMl,
        Self::SdmxCsv,
        Self::JsonStat,
        Self::Csvw,
        Self::Px,
        Self::DataPackage,
        Self::Dcat,
        Self::SchemaOrg,
        Self::Atom,
        Self::Csv,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::SdmxMl => "sdmx-ml",
            Self::SdmxCsv => "sdmx-csv",
            Self::JsonStat => "json-stat",
            Self::Csvw => "csvw",
            Self::Px => "px",
            Self::DataPackage => "data-package",
            Self::Dcat => "dcat",
            Self::SchemaOrg => "schema-org",
            Self::Atom => "atom",
            Self::Csv => "csv",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == text)
    }

    /// The names of its files, as [`write()`] gives them for figures and targets; PX has further ones for months and quarters.
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Self::SdmxMl => &["structure.xml", "figures.xml", "targets.xml"],
            Self::SdmxCsv => &["figures.sdmx.csv", "targets.sdmx.csv"],
            Self::JsonStat => &["figures.json", "targets.json"],
            Self::Csvw => {
                &["figures.csv", "figures.csv-metadata.json", "targets.csv", "targets.csv-metadata.json"]
            }
            Self::Px => &["figures_A.px", "targets_A.px"],
            Self::DataPackage => &["datapackage.json"],
            Self::Dcat => &["catalogue.jsonld"],
            Self::SchemaOrg => &["dataset.jsonld"],
            Self::Atom => &["feed.atom"],
            Self::Csv => &["figures-table.csv", "targets-table.csv"],
        }
    }

    /// The format that has a file of this name.
    pub fn of_file(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        if ending == "px" {
            return Some(Self::Px);
        }
        Self::ALL.into_iter().find(|format| format.files().contains(&name))
    }

    /// The media type of a file by its name.
    pub fn media_type(name: &str) -> &'static str {
        match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "csv" => "text/csv; charset=utf-8",
            "json" | "csv-metadata" => "application/json",
            "jsonld" => "application/ld+json",
            "atom" => "application/atom+xml",
            "xml" => "application/xml",
            _ => "text/plain; charset=utf-8",
        }
    }

    /// What it is called, and what reads it.
    pub fn words(self) -> Words {
        match self {
            Self::SdmxMl => Words::new("SDMX-ML 2.1（结构和数据）", "SDMX-ML 2.1 (structure and data)"),
            Self::SdmxCsv => Words::new("SDMX-CSV 2.0", "SDMX-CSV 2.0"),
            Self::JsonStat => Words::new("JSON-stat 2.0", "JSON-stat 2.0"),
            Self::Csvw => Words::new("CSVW（带元数据的 CSV）", "CSVW (CSV with metadata)"),
            Self::Px => Words::new("PX（PxWeb、PC-Axis）", "PX (PxWeb, PC-Axis)"),
            Self::DataPackage => Words::new("Data Package", "Data Package"),
            Self::Dcat => Words::new("DCAT 3 目录", "DCAT 3 catalogue"),
            Self::SchemaOrg => Words::new("schema.org 数据集描述", "schema.org description"),
            Self::Atom => Words::new("Atom 订阅", "Atom feed"),
            Self::Csv => Words::new("CSV（电子表格用）", "CSV (for spreadsheets)"),
        }
    }
}

/// What is said of a data set as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// Title of the plan.
    pub title: String,
    /// The area of the plan; empty when it names none.
    pub area: String,
    /// Who publishes it; empty when nobody is named.
    pub publisher: String,
    /// Address of the licence; empty when none is stated. Nothing is assumed in its place.
    pub licence: String,
    /// Address that the names of the files are put behind; empty for files that lie side by side.
    pub base: String,
    /// The day it stands for. It is written where formats ask for a time of making, so that the same data give the same bytes.
    pub day: Date,
    /// Language of heads and names where a format has one only.
    pub lang: Lang,
}

impl About {
    fn address(&self, file: &str) -> String {
        if self.base.is_empty() {
            file.to_owned()
        } else {
            format!("{}/{file}", self.base.trim_end_matches('/'))
        }
    }

    fn moment(&self) -> String {
        format!("{}T00:00:00Z", self.day)
    }

    fn title_of(&self, cube: &Cube) -> String {
        format!("{}：{}", self.title, cube.name.get(self.lang))
    }

    /// What it is, in a few sentences; schema.org wants at least fifty characters.
    fn description(&self, cubes: &[Cube]) -> String {
        let count = |cube: &Cube| format!("{} {}", cube.cells.len(), cube.id);
        let counts = cubes.iter().map(count).collect::<Vec<_>>().join(", ");
        match self.lang {
            Lang::Zh => format!(
                "《{}》的规划目标和指标数据，截至 {}：{counts}。每个数值附单位、状态、来源、编号和知晓日；数值与公布时的写法一致，未作修约，同一时期只取最确定的一个。",
                self.title, self.day
            ),
            Lang::En => format!(
                "Targets and figures of “{}” as of {}: {counts}. Each value comes with unit, status, source, id and the day it became known, and has the digits it was published with.",
                self.title, self.day
            ),
        }
    }
}

/// The files of a format, by name. The same cubes give the same bytes.
///
/// # Example
/// ```
/// use cube::{About, Format, targets, write};
/// let about = About {
///     title: "云岭市规划纲要".into(), area: String::new(), publisher: String::new(), licence: String::new(), base: String::new(),
///     day: jiff::civil::date(2024, 5, 1), lang: source::Lang::Zh,
/// };
/// let files = write(&[targets(&plan::Plan::default())], &about, Format::SdmxMl);
/// assert!(files.contains_key("structure.xml"));
/// ```
pub fn write(cubes: &[Cube], about: &About, format: Format) -> BTreeMap<String, Vec<u8>> {
    let name = |cube: &Cube, ending: &str| format!("{}{ending}", cube.id.to_ascii_lowercase());
    let each = |ending: &str, one: &dyn Fn(&Cube) -> String| {
        cubes.iter().map(|cube| (name(cube, ending), one(cube).into_bytes())).collect::<BTreeMap<_, _>>()
    };
    let single = |name: &str, text: String| BTreeMap::from([(name.to_owned(), text.into_bytes())]);
    match format {
        Format::SdmxMl => {
            let mut files = each(".xml", &|cube| sdmx_data::text(cube, about));
            files.extend(single("structure.xml", sdmx_structure::text(cubes, about)));
            files
        }
        Format::SdmxCsv => each(".sdmx.csv", &sdmx_csv::text),
        Format::JsonStat => each(".json", &|cube| json_stat::text(cube, about)),
        Format::Csvw => {
            let mut files = each(".csv", &csvw::table);
            files
                .extend(each(".csv-metadata.json", &|cube| csvw::metadata(cube, about, &name(cube, ".csv"))));
            files
        }
        Format::Px => cubes.iter().flat_map(|cube| px::files(cube, about)).collect(),
        Format::DataPackage => {
            let mut files = each(".csv", &csvw::table);
            files.extend(single("datapackage.json", package::text(cubes, about)));
            files
        }
        Format::Dcat => single("catalogue.jsonld", catalogue::dcat(cubes, about)),
        Format::SchemaOrg => single("dataset.jsonld", catalogue::schema_org(cubes, about)),
        Format::Atom => single("feed.atom", atom::text(cubes, about)),
        Format::Csv => each("-table.csv", &|cube| sheet::text(cube, about.lang)),
    }
}
