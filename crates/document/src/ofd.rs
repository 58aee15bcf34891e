//! OFD, the national standard for fixed-layout documents (GB/T 33190-2016): a zip archive of XML parts with
//! text by position. Pages become the same runs and rules as those of a PDF.

mod graphics;
mod page;

use crate::archive::Archive;
use crate::error::ReadError;
use crate::pdf::{self, backend::Page};
use crate::xml::{Tag, Token, Xml};
use std::collections::BTreeMap;

/// More pages are no plan.
const MOST_PAGES: usize = 5_000;

/// Reads the first document of an OFD file.
pub(crate) fn nodes(bytes: &[u8]) -> Result<pdf::Read, ReadError> {
    let mut archive = Archive::open(bytes)?;
    let root = part(&mut archive, "OFD.xml")?;
    let root = texts(&root, "OFD.xml", "DocRoot")?.into_iter().next().ok_or(ReadError::BrokenArchive)?;
    let root = resolved("", &root);
    let mut document = Outline::of(&root, &part(&mut archive, &root)?)?;
    let mut bold: BTreeMap<String, bool> = BTreeMap::new();
    for name in std::mem::take(&mut document.resources) {
        if let Some(text) = archive.part(&name)? {
            fonts(&name, &text, &mut bold)?;
        }
    }
    let mut pages = pdf::backend::Pages { count: document.pages.len(), ..Default::default() };
    // Templates are pages too: letterheads, running heads, empty forms.
    let mut templates: BTreeMap<String, page::Content> = BTreeMap::new();
    for (id, name) in &document.templates {
        if let Some(text) = archive.part(name)? {
            templates.insert(id.clone(), page::Content::of(name, &text, &bold)?);
        }
    }
    for (nth, name) in document.pages.iter().enumerate() {
        let number = u32::try_from(nth + 1).unwrap_or(u32::MAX);
        if nth >= MOST_PAGES {
            pages.cut.push(number);
            continue;
        }
        let Some(text) = archive.part(name)? else {
            pages.damaged.push(number);
            continue;
        };
        let mut content = page::Content::of(name, &text, &bold)?;
        // A page that is a picture is no page with text because of its letterhead.
        let scanned = content.runs.is_empty() && content.pictures;
        for id in std::mem::take(&mut content.templates).into_iter().filter(|_| !scanned) {
            if let Some(template) = templates.get(&id) {
                content.runs.extend(template.runs.iter().cloned());
                content.rules.extend(template.rules.iter().copied());
                content.pictures |= template.pictures;
            }
        }
        if content.cut {
            pages.cut.push(number);
        }
        pages.sheets.push(Page {
            number,
            runs: content.runs,
            rules: content.rules,
            pictures: content.pictures,
            ..Page::default()
        });
    }
    pdf::of_pages(pages)
}

/// Whether the bytes are an archive with an OFD document in it.
pub(crate) fn is_ofd(bytes: &[u8]) -> bool {
    Archive::open(bytes).is_ok_and(|archive| archive.has("OFD.xml"))
}

fn part(archive: &mut Archive<'_>, name: &str) -> Result<String, ReadError> {
    archive.part(name)?.ok_or(ReadError::BrokenArchive)
}

/// The name in the archive of what a part calls `location`.
fn resolved(folder: &str, location: &str) -> String {
    let location = location.trim();
    let whole = match location.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => location.to_owned(),
        None => format!("{folder}/{location}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The texts of all elements of a name.
fn texts(xml: &str, name: &str, element: &str) -> Result<Vec<String>, ReadError> {
    let mut found = Vec::new();
    each(xml, name, |tag, xml| {
        if tag.name == element {
            found.push(xml.text());
        }
    })?;
    Ok(found)
}

/// Visits every element of a part.
fn each(text: &str, name: &str, mut visit: impl FnMut(&Tag, &mut Xml<'_>)) -> Result<(), ReadError> {
    let mut xml = Xml::new(text);
    while let Some(token) = xml.next() {
        if let Token::Open(tag) = token {
            visit(&tag, &mut xml);
        }
    }
    xml.finish().map_err(|offset| ReadError::BrokenPart { part: name.to_owned(), offset })
}

/// What the document part says: where pages, templates and resources are.
#[derive(Default)]
struct Outline {
    pages: Vec<String>,
    templates: Vec<(String, String)>,
    resources: Vec<String>,
}

impl Outline {
    fn of(name: &str, text: &str) -> Result<Self, ReadError> {
        let mut outline = Self::default();
        let here = folder(name);
        each(text, name, |tag, xml| match tag.name.as_str() {
            "Page" => outline.pages.extend(tag.attribute("BaseLoc").map(|at| resolved(here, at))),
            "TemplatePage" => {
                if let (Some(id), Some(at)) = (tag.attribute("ID"), tag.attribute("BaseLoc")) {
                    outline.templates.push((id.to_owned(), resolved(here, at)));
                }
            }
            "PublicRes" | "DocumentRes" => outline.resources.push(resolved(here, &xml.text())),
            _ => {}
        })?;
        if outline.pages.is_empty() {
            return Err(ReadError::Empty);
        }
        Ok(outline)
    }
}

/// Which fonts are bold, by their id.
fn fonts(name: &str, text: &str, bold: &mut BTreeMap<String, bool>) -> Result<(), ReadError> {
    each(text, name, |tag, _| {
        if tag.name == "Font"
            && let Some(id) = tag.attribute("ID")
        {
            let named = [tag.attribute("FontName"), tag.attribute("FamilyName")]
                .into_iter()
                .flatten()
                .any(|name| ["bold", "black", "heavy"].iter().any(|word| name.to_lowercase().contains(word)));
            bold.insert(id.to_owned(), named || tag.attribute("Bold") == Some("true"));
        }
    })
}
