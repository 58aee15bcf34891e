//! `report`: yearly, mid-term and final reports as Word, web page, Markdown or workbook.

use super::assess;
use super::open::say;
use super::reader;
use crate::args::{Moment, Report};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use ::report::{Finding, Inputs, KINDS, Medium, Outline};
use jiff::civil::Date;
use reading::Checks;
use source::{Diagnostic, Lang, Severity};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Makes a report and writes it to every file asked for.
#[expect(clippy::too_many_lines, reason = "one command from its options to its files")]
pub(crate) fn run(options: &Report, lang: Lang) -> Result<ExitCode, Failure> {
    let text = outline_text(&options.kind)?;
    if options.outline {
        files::print(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let outline = Outline::parse(&text).map_err(|error| Failure::from_words(error.words()))?;
    let outputs = outputs(&options.output)?;
    let moment = Moment {
        plan: options.plan.clone().unwrap_or_default(),
        observations: options.observations.clone(),
        as_of: options.as_of,
        known_at: options.known_at.clone(),
        method: Vec::new(),
        rules: options.rules.clone(),
    };
    let case = assess::checked(&moment, Some(&Checks::default()), lang, &mut Progress::start())?;
    let assessment = ::assess::assess(&case.plan, &case.observations, &case.as_of, &case.config);
    let findings = findings(&case.found);
    let inputs = Inputs {
        plan: &case.plan,
        figures: &case.observations,
        assessment: &assessment,
        findings: &findings,
        replies: &[],
        proposals: &[],
        written: &[],
    };
    let report = ::report::make(&outline, inputs, &|_| String::new());
    let as_of = case.as_of;
    let year_end = || Date::new(i16::try_from(as_of.year).unwrap_or(2000), 12, 31).ok();
    let day = as_of.known_at.or_else(year_end).unwrap_or(Date::MIN);
    let press = reader::press();
    // A form of the office's own needs no press.
    let wants_press = options.template.is_none() && outputs.iter().any(|(_, medium)| *medium == Medium::Pdf);
    if wants_press && press.is_none() {
        return Err(Failure::from_words(::report::pdf::absent()));
    }
    let own = match &options.template {
        Some(path) => Some(filled(path, &outline, inputs, lang)?),
        None => None,
    };
    for (path, medium) in outputs {
        let (bytes, figures) = match (&own, medium, &press) {
            (Some(own), Medium::Docx, _) => (own.filled.bytes.clone(), own.traces.len()),
            (Some(own), Medium::Pdf, _) => {
                // A form of the office's own is set by the program that it was made with.
                let bytes = convert::to_pdf(&own.filled.bytes);
                (bytes.map_err(|failure| Failure::from_words(failure.words()))?, own.traces.len())
            }
            (None, Medium::Pdf, Some(press)) => {
                let document = ::report::pdf::document(&report, day, &options.author, "");
                (set(press, document, lang)?, report.traces.len())
            }
            _ => {
                let bytes = ::report::write(&report, medium, day, &options.author, "");
                (bytes.map_err(Failure::from_words)?, report.traces.len())
            }
        };
        files::write(&path, &bytes)?;
        let shown = path.display();
        files::print(&match lang {
            Lang::Zh => format!("已写出“{shown}”：{figures} 个数字，均可追溯。\n"),
            Lang::En => format!("wrote “{shown}”: {figures} numbers, each with its trace\n"),
        })?;
    }
    if !report.open.is_empty() {
        eprintln!("{}", say(lang, "签发前须由人完成：", "to be done by a person before it is signed:"));
        for one in &report.open {
            eprintln!("  {one}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A document of the office, filled; what could not be filled is told.
fn filled(
    path: &Path,
    outline: &Outline,
    inputs: Inputs<'_>,
    lang: Lang,
) -> Result<::report::template::FilledIn, Failure> {
    let bytes = files::read(path)?;
    let own = ::report::template::fill(&bytes, outline, inputs)
        .map_err(|error| Failure::from_words(error.words()))?;
    if !own.filled.unknown.is_empty() {
        eprintln!(
            "{}",
            say(
                lang,
                "模板中不能识别的占位符，原样保留：",
                "placeholders that are not known stay as they are:"
            )
        );
        for one in &own.filled.unknown {
            eprintln!("  {one}");
        }
    }
    Ok(own)
}

/// The outline of a shipped kind, or of a file.
fn outline_text(kind: &str) -> Result<String, Failure> {
    if let Some(text) = ::report::shipped(kind) {
        return Ok(text.to_owned());
    }
    let path = Path::new(kind);
    if path.exists() {
        return Ok(String::from_utf8_lossy(&files::read(path)?).into_owned());
    }
    let known = KINDS.map(|(name, ..)| name).join(", ");
    Err(Failure::new(
        format!("没有名为“{kind}”的报告种类，也没有这个提纲文件。可用：{known}。"),
        format!("there is no kind of report and no file “{kind}”; kinds are: {known}"),
    ))
}

/// Sets a PDF; what was set otherwise than asked is told.
fn set(press: &server::press::Found, document: Vec<u8>, lang: Lang) -> Result<Vec<u8>, Failure> {
    let sheet = press.once(document).map_err(Failure::from_words)?;
    for finding in &sheet.findings {
        eprintln!("{}", finding.get(lang));
    }
    Ok(sheet.pdf)
}

/// The files with their media, by their endings.
fn outputs(paths: &[PathBuf]) -> Result<Vec<(PathBuf, Medium)>, Failure> {
    let one = |path: &PathBuf| {
        let ending =
            path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        Medium::parse(&ending).map(|medium| (path.clone(), medium)).ok_or_else(|| {
            let known = Medium::ALL.map(Medium::ending).join(", ");
            Failure::new(
                format!("“{}”的后缀不是可写的格式。可用：{known}。", path.display()),
                format!(
                    "the ending of “{}” is no format that can be written; known are: {known}",
                    path.display()
                ),
            )
        })
    };
    paths.iter().map(one).collect()
}

/// Errors and warnings of the checks.
fn findings(found: &[Diagnostic]) -> Vec<Finding> {
    let mut all: Vec<_> = found.iter().filter(|one| one.severity >= Severity::Warning).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.severity));
    let weight = |severity| if severity == Severity::Error { "错误" } else { "警告" };
    let one = |found: &&Diagnostic| Finding {
        weight: weight(found.severity).to_owned(),
        message: found.message.zh.clone(),
    };
    all.iter().map(one).collect()
}
