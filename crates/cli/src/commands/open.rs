//! Opening what a person names: a plan document or a plan package.

use super::reader;
use crate::args::About;
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use document::Document;
use plan::Plan;
use reading::{Checks, Reading, Request};
use source::{Diagnostic, Lang, Lines};
use std::collections::BTreeMap;
use std::path::Path;

/// The folder of a package that keeps the document it was compiled from.
pub(crate) const DOCUMENT_FOLDER: &str = "document/";

/// A plan with the document it stands in.
#[derive(Debug)]
pub(crate) struct Opened {
    /// Name to show.
    pub(crate) name: String,
    /// The bytes of the document; empty for a package without one.
    pub(crate) bytes: Vec<u8>,
    /// The document; empty for a package without one.
    pub(crate) document: Document,
    /// The plan.
    pub(crate) plan: Plan,
    /// What reader and compiler noticed.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What the checks found, when they were asked for.
    pub(crate) found: Vec<Diagnostic>,
}

/// Opens a document or a package directory, and checks it where `checks` are given.
pub(crate) fn open(
    path: &Path,
    about: &About,
    checks: Option<&Checks>,
    lang: Lang,
    progress: &mut Progress,
) -> Result<Opened, Failure> {
    if path.is_dir() {
        from_package(&files::read_directory(path)?, path, checks, reader::document)
    } else {
        document(path, about, checks, lang, progress)
    }
}

/// Reads and compiles a document, and checks it where `checks` are given.
pub(crate) fn document(
    path: &Path,
    about: &About,
    checks: Option<&Checks>,
    lang: Lang,
    progress: &mut Progress,
) -> Result<Opened, Failure> {
    let (bytes, request) = asked(path, about, checks, lang, progress)?;
    let (reading, bytes) = reader::document(bytes, &request, path)?;
    if reading.is_nothing() {
        return Err(nothing(path));
    }
    Ok(opened(&request.name, path, bytes, reading))
}

/// The bytes of a document, and what is asked of it.
fn asked(
    path: &Path,
    about: &About,
    checks: Option<&Checks>,
    lang: Lang,
    progress: &mut Progress,
) -> Result<(Vec<u8>, Request), Failure> {
    let bytes = files::read(path)?;
    progress.step(say(lang, "读取", "reading"), bytes.len());
    let request = Request {
        name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        region: about.region.clone(),
        period: about.period,
        kind: about.kind,
        check: checks.cloned(),
        hold_back: false,
    };
    Ok((bytes, request))
}

/// What was found in a document or package, with the text that it was found in.
pub(crate) struct Checked {
    /// Name to show.
    pub(crate) name: String,
    /// The source text.
    pub(crate) text: String,
    /// Its lines.
    pub(crate) lines: Lines,
    /// What reader, compiler and checks found.
    pub(crate) found: Vec<Diagnostic>,
}

impl Checked {
    /// What was found in something that was opened as a whole.
    pub(crate) fn of(opened: Opened, found: Vec<Diagnostic>) -> Self {
        let Document { text, lines, .. } = opened.document;
        Self { name: opened.name, text, lines, found }
    }
}

/// Checks a document or a package directory. The plan of a document stays in the child that reads it.
pub(crate) fn check(
    path: &Path,
    about: &About,
    checks: &Checks,
    lang: Lang,
    progress: &mut Progress,
) -> Result<Checked, Failure> {
    if path.is_dir() {
        let mut opened = open(path, about, Some(checks), lang, progress)?;
        let mut found = std::mem::take(&mut opened.diagnostics);
        found.append(&mut opened.found);
        return Ok(Checked::of(opened, found));
    }
    let (bytes, request) = asked(path, about, Some(checks), lang, progress)?;
    let told = reader::told(bytes, &request, path)?;
    if told.is_nothing {
        return Err(nothing(path));
    }
    let (lines, mut found) = (Lines::of(&told.text), told.noticed);
    found.extend(told.found);
    Ok(Checked { name: path.display().to_string(), text: told.text, lines, found })
}

fn nothing(path: &Path) -> Failure {
    let shown = path.display();
    Failure::new(
        format!(
            "“{shown}”中没有读到任何章节、目标、数据、项目或任务。请确认它是一份规划类文件、正文是文字而不是图片；\
             表格数据请用 gangyao table 读取。"
        ),
        format!(
            "“{shown}” holds no chapter, target, figure, project or task; make sure that it is a plan and that its text \
             is text and no picture; gangyao table reads tables"
        ),
    )
}

/// Reads, compiles and checks a document that came with the program, in this process.
pub(crate) fn bundled(name: &str, bytes: Vec<u8>, path: &Path) -> Result<Opened, Failure> {
    let request = Request { name: name.to_owned(), check: Some(Checks::default()), ..Request::default() };
    let (reading, bytes) = here(bytes, &request, path)?;
    Ok(opened(name, path, bytes, reading))
}

/// Opens a package that came with the program, in this process.
pub(crate) fn bundled_package(all: &BTreeMap<String, Vec<u8>>, path: &Path) -> Result<Opened, Failure> {
    from_package(all, path, Some(&Checks::default()), here)
}

fn here(bytes: Vec<u8>, request: &Request, path: &Path) -> Result<(Reading, Vec<u8>), Failure> {
    let read = reading::read(&bytes, request).map_err(|words| reader::cannot(path, &words))?;
    Ok((read, bytes))
}

fn opened(name: &str, path: &Path, bytes: Vec<u8>, reading: Reading) -> Opened {
    let Reading { document, mut plan, noticed, found } = reading;
    plan.source = Some(plan::Source { name: name.to_owned(), sha256: files::sha256(&bytes) });
    Opened { name: path.display().to_string(), bytes, document, plan, diagnostics: noticed, found }
}

/// Where a document of a package is read.
type Reads = fn(Vec<u8>, &Request, &Path) -> Result<(Reading, Vec<u8>), Failure>;

/// Opens the files of a package; what it says of the plan counts, its document is only the text to it.
fn from_package(
    all: &BTreeMap<String, Vec<u8>>,
    path: &Path,
    checks: Option<&Checks>,
    reads: Reads,
) -> Result<Opened, Failure> {
    let plan = plan::package::read(all).map_err(|error| {
        Failure::new(
            format!("“{}”不是可用的规划数据包：\n{}", path.display(), error.text(Lang::Zh)),
            format!("“{}” is no usable plan package:\n{}", path.display(), error.text(Lang::En)),
        )
    })?;
    let kept = all.iter().find(|(name, _)| name.starts_with(DOCUMENT_FOLDER));
    let (bytes, document) = match kept {
        Some((name, bytes)) => {
            let file = path.join(name);
            let name = name.trim_start_matches(DOCUMENT_FOLDER).to_owned();
            let (reading, bytes) = reads(bytes.clone(), &Request { name, ..Request::default() }, &file)?;
            (bytes, reading.document)
        }
        None => (Vec::new(), Document::none()),
    };
    let settings = checks.map(Checks::settings).transpose().map_err(Failure::from_words)?;
    let found = settings.map(|settings| check::check(&document, &plan, &settings)).unwrap_or_default();
    let name = path.display().to_string();
    Ok(Opened { name, bytes, document, plan, diagnostics: Vec::new(), found })
}

/// One of two words.
pub(crate) fn say(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
