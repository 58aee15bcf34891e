//! Opening what a person names: a plan document or a plan package.

use crate::args::About;
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use compile::CompileOptions;
use document::{Document, ReadOptions};
use plan::Plan;
use source::{Diagnostic, Lang};
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
}

/// Opens a document or a package directory.
pub(crate) fn open(
    path: &Path,
    about: &About,
    lang: Lang,
    progress: &mut Progress,
) -> Result<Opened, Failure> {
    if path.is_dir() {
        from_package(&files::read_directory(path)?, path)
    } else {
        document(path, about, lang, progress)
    }
}

/// Reads and compiles a document.
pub(crate) fn document(
    path: &Path,
    about: &About,
    lang: Lang,
    progress: &mut Progress,
) -> Result<Opened, Failure> {
    let bytes = files::read(path)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    progress.step(say(lang, "读取", "reading"), bytes.len());
    let document = read(&bytes, &name, path)?;
    progress.step(say(lang, "编译", "compiling"), bytes.len());
    Ok(compiled(&name, path, bytes, document, about))
}

/// Reads and compiles the bytes of a document.
pub(crate) fn from_bytes(name: &str, bytes: Vec<u8>, path: &Path) -> Result<Opened, Failure> {
    let document = read(&bytes, name, path)?;
    Ok(compiled(name, path, bytes, document, &About::default()))
}

fn compiled(name: &str, path: &Path, bytes: Vec<u8>, mut document: Document, about: &About) -> Opened {
    let options = CompileOptions { region: about.region.clone(), period: about.period };
    let (mut plan, found) = compile::compile(&document, &options);
    plan.source = Some(plan::Source { name: name.to_owned(), sha256: files::sha256(&bytes) });
    let mut diagnostics = std::mem::take(&mut document.diagnostics);
    diagnostics.extend(found);
    Opened { name: path.display().to_string(), bytes, document, plan, diagnostics }
}

/// Opens the files of a package.
pub(crate) fn from_package(all: &BTreeMap<String, Vec<u8>>, path: &Path) -> Result<Opened, Failure> {
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
            (bytes.clone(), read(bytes, name.trim_start_matches(DOCUMENT_FOLDER), &file)?)
        }
        None => (Vec::new(), no_document()),
    };
    Ok(Opened { name: path.display().to_string(), bytes, document, plan, diagnostics: Vec::new() })
}

fn read(bytes: &[u8], name: &str, path: &Path) -> Result<Document, Failure> {
    document::read(bytes, &ReadOptions { name: Some(name.to_owned()) }).map_err(|error| {
        let words = error.words();
        Failure::new(
            format!("无法读取“{}”：{}", path.display(), words.zh),
            format!("cannot read “{}”: {}", path.display(), words.en),
        )
    })
}

/// The document of a package that came without one.
fn no_document() -> Document {
    Document {
        format: document::Format::Text,
        text: String::new(),
        lines: source::Lines::of(""),
        title: None,
        contents: None,
        blocks: Vec::new(),
        origins: Vec::new(),
        joins: Vec::new(),
        diagnostics: Vec::new(),
    }
}

/// One of two words.
pub(crate) fn say(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
