//! What is to be set, as it comes in.

use serde::Deserialize;
use source::Words;

/// The largest document that is read, in bytes.
pub const LARGEST: usize = 64 << 20;
/// The name and version of the form of JSON that is understood.
const FORM: &str = "gangyao-press/1";
/// Blocks of a document, those inside frames counted.
const BLOCKS: usize = 100_000;
/// Cells of all tables.
const CELLS: usize = 400_000;
/// Frames within frames.
pub(crate) const DEEPEST: usize = 4;

/// A document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Name and version of the form: `gangyao-press/1`.
    pub form: String,
    /// Its title, for the properties of the file.
    pub title: String,
    /// Language of its text: `zh` or `en`.
    pub language: String,
    /// The day it stands for, as its day of making: `2024-12-31`.
    pub day: String,
    /// Who wrote it; empty for nobody.
    #[serde(default)]
    pub author: String,
    /// What stands at the upper left of the first page: who may see it.
    #[serde(default)]
    pub mark: String,
    /// Heading of the table of contents; empty for no table of contents.
    #[serde(default)]
    pub contents: String,
    /// The text.
    pub blocks: Vec<Block>,
}

/// A block.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Block {
    /// The title of the whole, broken into lines.
    Title {
        /// Its lines.
        lines: Vec<String>,
        /// Whether it stands on a page that lies.
        #[serde(default)]
        lying: bool,
    },
    /// A heading.
    Heading {
        /// From 1.
        level: usize,
        /// What it says, its number included.
        text: Vec<Run>,
        /// Whether it opens an attachment, which begins a page.
        #[serde(default)]
        attached: bool,
        /// Whether it stands on a page that lies.
        #[serde(default)]
        lying: bool,
    },
    /// A paragraph.
    Paragraph {
        /// What it is for.
        #[serde(default)]
        role: Role,
        /// What it says.
        text: Vec<Run>,
        /// Whether it stands on a page that lies.
        #[serde(default)]
        lying: bool,
    },
    /// A table.
    Table {
        /// What it shows.
        #[serde(default)]
        caption: String,
        /// A remark above it at the right: the unit, mostly.
        #[serde(default)]
        note: String,
        /// Widths of the columns in any unit; equal ones when there are not as many as columns.
        #[serde(default)]
        columns: Vec<u32>,
        /// The size of its letters in half points, 10 to 32; 21 (五号) where nothing is said.
        #[serde(default = "letters")]
        size: u32,
        /// Whether it stands on a page that lies.
        #[serde(default)]
        lying: bool,
        /// Rows of its head, which stand on each of its pages.
        #[serde(default)]
        head: Vec<Vec<Cell>>,
        /// Other rows.
        rows: Vec<Vec<Cell>>,
    },
    /// A picture.
    Figure {
        /// An SVG document.
        svg: String,
        /// What it shows, for those who do not see it.
        alt: String,
        /// What stands below it.
        #[serde(default)]
        caption: String,
        /// Its width in hundredths of the text's.
        #[serde(default = "whole")]
        width: u32,
    },
    /// Blocks in a frame.
    Frame {
        /// Its title.
        #[serde(default)]
        title: Vec<Run>,
        /// What is in it.
        blocks: Vec<Self>,
    },
}

fn whole() -> u32 {
    100
}

/// What a paragraph is for.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// A line below the title.
    Subtitle,
    /// A remark in smaller letters.
    Remark,
    /// The title of something that is not there as a picture.
    Caption,
    /// Words of somebody else.
    Quote,
}

/// A cell of a table; one that is covered by a span of another is left out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// What it says.
    pub text: Vec<Run>,
    /// Whether it holds a figure and stands to the right.
    #[serde(default)]
    pub number: bool,
    /// Whether it says what its row or column is about.
    #[serde(default)]
    pub head: bool,
    /// How many rows it spans.
    #[serde(default = "one")]
    pub rows: usize,
    /// How many columns it spans.
    #[serde(default = "one")]
    pub columns: usize,
}

fn letters() -> u32 {
    21
}

fn one() -> usize {
    1
}

/// A run of text; a line end in it breaks the line.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Run {
    /// Plain text.
    Text(String),
    /// Text in a look.
    Styled {
        /// The look.
        look: Look,
        /// The text.
        text: Vec<Self>,
    },
    /// A footnote.
    Note {
        /// What it says.
        note: Vec<Self>,
    },
    /// A link to a page of the web.
    Link {
        /// Its address.
        link: String,
        /// What is shown.
        text: Vec<Self>,
    },
}

/// How a run is set.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// Bold.
    Strong,
    /// Smaller.
    Small,
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// It is no such JSON, or larger than the limits.
    pub fn read(bytes: &[u8]) -> Result<Self, Words> {
        if bytes.len() > LARGEST {
            return Err(too_large("文件", &format!("{} MB", LARGEST >> 20), "the file"));
        }
        let document: Self = serde_json::from_slice(bytes).map_err(|error| {
            Words::new(
                format!("输入不是 {FORM} 格式的 JSON 文档：{error}"),
                format!("the input is no JSON document of the form {FORM}: {error}"),
            )
        })?;
        if document.form != FORM {
            return Err(Words::new(
                format!(
                    "不认识格式“{}”；本程序只认识 {FORM}。请重新构建 gangyao-press（make press）。",
                    document.form
                ),
                format!(
                    "the form “{}” is not known, only {FORM}; build gangyao-press anew (make press)",
                    document.form
                ),
            ));
        }
        let (blocks, cells) = counted(&document.blocks);
        if blocks > BLOCKS {
            return Err(too_large("段落和图表", &BLOCKS.to_string(), "the number of blocks"));
        }
        if cells > CELLS {
            return Err(too_large("表格单元格", &CELLS.to_string(), "the number of table cells"));
        }
        Ok(document)
    }

    /// Year, month and day.
    ///
    /// # Errors
    /// It is no day between the years 1 and 9999.
    pub(crate) fn date(&self) -> Result<(u16, u8, u8), Words> {
        let mut parts = self.day.splitn(3, '-').map(|part| part.parse::<u16>().ok());
        let mut next = || parts.next().flatten();
        let (year, month, day) = (next(), next(), next());
        let leap = |year: u16| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if let (Some(year), Some(month), Some(day)) = (year, month, day) {
            let last = match month {
                2 if leap(year) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            if let (1..=9999, Ok(month @ 1..=12), Ok(small)) = (year, u8::try_from(month), u8::try_from(day))
                && (1..=last).contains(&day)
            {
                return Ok((year, month, small));
            }
        }
        Err(Words::new(
            format!("“{}”不是年-月-日形式的日期。", self.day),
            format!("“{}” is no date of year-month-day", self.day),
        ))
    }
}

fn too_large(zh: &str, limit: &str, en: &str) -> Words {
    Words::new(
        format!("{zh}超过上限（{limit}）。请拆成几份再排。"),
        format!("{en} exceeds the limit of {limit}; split the document"),
    )
}

/// Blocks and cells, those inside frames counted.
fn counted(blocks: &[Block]) -> (usize, usize) {
    let mut all = (blocks.len(), 0);
    for block in blocks {
        match block {
            Block::Table { head, rows, .. } => all.1 += head.iter().chain(rows).map(Vec::len).sum::<usize>(),
            Block::Frame { blocks, .. } => {
                let inside = counted(blocks);
                all = (all.0 + inside.0, all.1 + inside.1);
            }
            _ => {}
        }
    }
    all
}
