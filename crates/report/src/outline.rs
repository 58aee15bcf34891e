//! Outlines: what a kind of report has, as data.

use serde::Deserialize;
use source::Words;

/// What a kind of report has.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// Stable name of the kind.
    pub name: String,
    /// Title; `{plan}` and the like are filled in.
    pub title: String,
    /// Line under the title.
    #[serde(default)]
    pub subtitle: String,
    /// Heading of the table of contents; empty for none.
    #[serde(default)]
    pub contents: String,
    /// Laws that the words name as `{law:NAME}`.
    #[serde(default)]
    pub law: Vec<Law>,
    /// Sections in order.
    pub section: Vec<Section>,
}

/// A law, with the article that the report rests on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Name by which the words refer to it.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The article: 第二十一条.
    #[serde(default)]
    pub article: String,
    /// Whether a person has compared the article with the law in force. Without it the article is not printed.
    #[serde(default)]
    pub confirmed: bool,
}

/// A section of an outline.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// What stands before its heading, on a line of its own for attachments: 附件1.
    #[serde(default)]
    pub number: String,
    /// Its heading: 一、总体判断.
    pub heading: String,
    /// Level of the heading below the title, from 1.
    #[serde(default = "first")]
    pub level: u8,
    /// Whether it is an attachment on a page of its own.
    #[serde(default)]
    pub attachment: bool,
    /// What stands in it.
    #[serde(default)]
    pub blocks: Vec<Line>,
}

fn first() -> u8 {
    1
}

/// One line of a section: exactly one of `text`, `write`, `make`, `table`, `charts`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Words of the office.
    #[serde(default)]
    pub text: String,
    /// What a person has still to write here.
    #[serde(default)]
    pub write: String,
    /// Name of a block that is made.
    #[serde(default)]
    pub make: String,
    /// What a table is of: `targets`, `projects`, `tasks`, `data`.
    #[serde(default)]
    pub table: String,
    /// Which targets charts are of.
    #[serde(default)]
    pub charts: String,
    /// Which targets it is about.
    #[serde(default)]
    pub of: String,
    /// Caption of a table.
    #[serde(default)]
    pub caption: String,
    /// Remark above a table.
    #[serde(default)]
    pub note: String,
    /// Columns of a table: a key, or `key=head`; `blank=head` stays empty for a person to fill.
    #[serde(default)]
    pub columns: Vec<String>,
    /// At most so many rows, items or charts.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// Why an outline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OutlineError {
    /// It is no TOML of an outline.
    #[error("{0}")]
    Syntax(#[from] toml::de::Error),
    /// A line names something that there is not.
    #[error("section {section}: there is no {kind} “{name}”")]
    Unknown {
        /// Heading of the section.
        section: String,
        /// What sort of name it is.
        kind: &'static str,
        /// The name.
        name: String,
    },
}

impl OutlineError {
    /// What is told to a person.
    pub fn words(&self) -> Words {
        match self {
            Self::Syntax(error) => {
                Words::new(format!("提纲文件有误：{error}"), format!("the outline cannot be read: {error}"))
            }
            Self::Unknown { section, kind, name } => {
                let (what, known) = known(kind);
                Words::new(
                    format!("提纲“{section}”中没有{what}“{name}”，可用：{known}。"),
                    format!(
                        "section “{section}” of the outline names a {kind} “{name}” that there is not; known are: {known}"
                    ),
                )
            }
        }
    }
}

/// The Chinese word for a kind of name, and the names there are.
fn known(kind: &str) -> (&'static str, String) {
    match kind {
        "block" => ("内容块", crate::block::BLOCKS.join(", ")),
        "table" => ("表", crate::block::TABLES.join(", ")),
        "column" => ("列", crate::block::columns().join(", ")),
        "choice" => ("范围", "all, main, minor, main-behind, binding, anticipated, warned, running, running-warned, out-of-reach, judged, early, faster, as-expected, behind, open".to_owned()),
        _ => ("字段", "plan, region, year, next, previous, running, day, first, last, law:NAME".to_owned()),
    }
}

/// The kinds that are shipped: name, and words.
pub const KINDS: [(&str, &str, &str); 10] = [
    ("annual", "年度监测报告", "yearly monitoring report"),
    ("annual-short", "年度监测情况报告（简）", "yearly monitoring report, short"),
    ("midterm", "中期评估报告", "mid-term evaluation"),
    ("midterm-short", "中期评估情况报告（报人大常委会）", "mid-term evaluation for the standing committee"),
    ("final", "总结评估报告", "final evaluation"),
    ("final-short", "总结评估情况报告（报人大常委会）", "final evaluation for the standing committee"),
    ("brief", "规划实施情况简报", "briefing"),
    (
        "execution",
        "年度计划执行情况与下一年计划草案报告",
        "execution of the yearly plan and draft for the next year",
    ),
    (
        "half-year",
        "上半年计划执行情况报告（报人大常委会）",
        "first half of the year for the standing committee",
    ),
    ("economy", "季度经济运行情况", "quarterly note on the economy"),
];

/// The text of a shipped outline, for copying and changing; `None` when there is none of this name.
pub fn shipped(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "annual" => include_str!("../outlines/annual.toml"),
        "annual-short" => include_str!("../outlines/annual-short.toml"),
        "midterm" => include_str!("../outlines/midterm.toml"),
        "midterm-short" => include_str!("../outlines/midterm-short.toml"),
        "final" => include_str!("../outlines/final.toml"),
        "final-short" => include_str!("../outlines/final-short.toml"),
        "brief" => include_str!("../outlines/brief.toml"),
        "execution" => include_str!("../outlines/execution.toml"),
        "half-year" => include_str!("../outlines/half-year.toml"),
        "economy" => include_str!("../outlines/economy.toml"),
        _ => return None,
    })
}

impl Outline {
    /// Reads an outline, and sees to it that everything it names is there.
    pub fn parse(text: &str) -> Result<Self, OutlineError> {
        let outline: Self = toml::from_str(text)?;
        for section in &outline.section {
            for line in &section.blocks {
                let unknown = |kind, name: &str| OutlineError::Unknown {
                    section: section.heading.clone(),
                    kind,
                    name: name.to_owned(),
                };
                if !line.make.is_empty() && !crate::block::BLOCKS.contains(&line.make.as_str()) {
                    return Err(unknown("block", &line.make));
                }
                if !line.table.is_empty() && !crate::block::TABLES.contains(&line.table.as_str()) {
                    return Err(unknown("table", &line.table));
                }
                for column in &line.columns {
                    let (key, head) = column.split_once('=').unwrap_or((column, ""));
                    if let Some(field) = crate::make::unknown_field(head, &outline.law) {
                        return Err(unknown("field", &field));
                    }
                    if !crate::block::has_column(&line.table, key) {
                        return Err(unknown("column", key));
                    }
                }
                for name in [&line.of, &line.charts] {
                    if crate::Choice::parse(name).is_none() {
                        return Err(unknown("choice", name));
                    }
                }
                for text in [&line.text, &line.write, &line.note] {
                    if let Some(field) = crate::make::unknown_field(text, &outline.law) {
                        return Err(unknown("field", &field));
                    }
                }
            }
        }
        Ok(outline)
    }
}
