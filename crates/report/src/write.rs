//! A report as a file.

use crate::inputs::Inputs;
use crate::make::Report;
use crate::{pdf, workbook};
use jiff::civil::Date;
use serde_json::{Value, json};
use source::Words;

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// A Word document.
    Docx,
    /// A web page of its own.
    Html,
    /// Markdown.
    Markdown,
    /// A PDF, which `gangyao-press` sets from what [`crate::pdf::document`] says.
    Pdf,
    /// A workbook.
    Xlsx,
    /// The traces alone, as JSON.
    Traces,
}

impl Medium {
    /// All media.
    pub const ALL: [Self; 6] = [Self::Docx, Self::Pdf, Self::Html, Self::Markdown, Self::Xlsx, Self::Traces];

    /// Those that are written here, without another program.
    pub const HERE: [Self; 5] = [Self::Docx, Self::Html, Self::Markdown, Self::Xlsx, Self::Traces];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Xlsx => "xlsx",
            Self::Traces => "json",
        }
    }

    /// The medium of an ending.
    pub fn parse(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|medium| medium.ending() == ending)
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Traces => "application/json",
        }
    }
}

/// Writes a report, or says why there is no file. `day` stands where a file wants to know when it was made, so that the same report gives the same bytes; `mark`
/// says at its beginning who may see it, and is a plain word. A PDF is not written here: another program sets it.
pub fn write(report: &Report, medium: Medium, day: Date, author: &str, mark: &str) -> Result<Vec<u8>, Words> {
    match medium {
        Medium::Docx => {
            let settings = docx::Settings {
                title: report.title.clone(),
                author: author.to_owned(),
                day,
                contents: report.contents.clone(),
                figure: "图".to_owned(),
                mark: mark.to_owned(),
            };
            docx::write(&report.blocks, &settings).map_err(|error| error.words())
        }
        Medium::Pdf => Err(pdf::not_here()),
        Medium::Html => Ok(page(report, mark).into_bytes()),
        Medium::Markdown => {
            let mark = if mark.is_empty() { String::new() } else { format!("**{mark}**\n\n") };
            Ok(format!("{mark}{}", story::markdown(&report.blocks)).into_bytes())
        }
        Medium::Xlsx => workbook::write(report, day).map_err(|error| {
            Words::new(
                format!("工作簿没有写成：{error}"),
                format!("the workbook could not be written: {error}"),
            )
        }),
        Medium::Traces => Ok(traces(report).into_bytes()),
    }
}

/// The style of a page that stands alone, on screens and on paper.
const STYLE: &str = include_str!("report.css");

/// A page that needs nothing around it.
fn page(report: &Report, mark: &str) -> String {
    let title = report.title.replace('&', "&amp;").replace('<', "&lt;");
    // One of a closed list of words, which is no markup.
    let mark = if mark.is_empty() { String::new() } else { format!("<p><strong>{mark}</strong></p>") };
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body><main>{mark}{}</main></body></html>\n",
        story::html(&report.blocks)
    )
}

/// Every trace: name, text, place, formula, ids.
fn traces(report: &Report) -> String {
    let one = |trace: &crate::Trace| {
        json!({
            "name": trace.name,
            "text": trace.text,
            "place": trace.place,
            "formula": trace.origin.formula(),
            "sources": trace.sources,
        })
    };
    let all: Vec<Value> = report.traces.iter().map(one).collect();
    let value = json!({"title": report.title, "open": report.open, "traces": all});
    serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
}

impl Report {
    /// Whether every figure comes out the same when it is made again.
    pub fn holds(&self, inputs: Inputs<'_>) -> bool {
        self.differences(inputs).is_empty()
    }
}
