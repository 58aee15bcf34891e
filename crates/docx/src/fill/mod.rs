//! Fills people's own documents: placeholders `{{name}}`, rows that are repeated, content controls.
//!
//! - `{{name}}` in running text becomes the text of that name, in the look of where it begins; Word may have cut it into runs.
//! - A paragraph that holds nothing else becomes the blocks of that name, where there are blocks of it.
//! - A row of a table with `{{#list}}` is repeated for each item of the list; names in it are those of the item first.
//! - A content control whose tag is a name holds its text or its blocks; tags that are no names are left alone.
//!
//! Text, headers, footers, footnotes, endnotes and text boxes are filled. What no name is known for stays and is told; so does
//! what is not closed. Parts without placeholders stay byte for byte as they are packed.

mod paragraph;
mod scan;

use crate::body::Body;
use crate::mark::package::Package;
use crate::{MarkError, Settings, WriteError};
use scan::{Control, Paragraph, Scanned, TableRow};
use std::collections::BTreeMap;
use std::ops::Range;
use story::{Block, Inline};

/// What placeholders stand for.
pub trait Fields {
    /// The text of a name; lines become breaks.
    fn text(&self, name: &str) -> Option<String>;
    /// The blocks of a name.
    fn blocks(&self, name: &str) -> Option<Vec<Block<'static>>>;
    /// The items of a list, each with its texts by name.
    fn rows(&self, list: &str) -> Option<Vec<BTreeMap<String, String>>>;
}

/// A document that was filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many placeholders were filled.
    pub count: usize,
    /// Placeholders that no name is known for or that are not closed, as they stand, each once.
    pub unknown: Vec<String>,
}

/// Parts that hold text, by how their names begin.
const PARTS: [&str; 4] = ["header", "footer", "footnotes", "endnotes"];

/// Fills a document.
///
/// # Errors
/// The file is no Word document, damaged, or holds macros.
pub fn fill(file: &[u8], fields: &dyn Fields) -> Result<Filled, MarkError> {
    let mut package = Package::open(file)?;
    let names = package.names()?;
    if names.iter().any(|name| name.ends_with("vbaProject.bin")) {
        return Err(MarkError::NotWord("it holds macros; save it as .docx"));
    }
    let document = package.document_name().to_owned();
    let folder = document.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let is_text = |name: &&String| {
        let own =
            name.strip_prefix(&folder).filter(|own| !own.contains('/') && own.strip_suffix(".xml").is_some());
        **name == document || own.is_some_and(|own| PARTS.iter().any(|part| own.starts_with(part)))
    };
    let mut filler = Filler { fields, prefix: String::new(), count: 0, unknown: Vec::new() };
    for name in names.iter().filter(is_text) {
        let text = package.text(name)?;
        filler.prefix = crate::mark::runs::prefix(&text)?;
        let filled = filler.part(&text)?;
        if filled != text {
            package.put(name, filled);
        }
    }
    let Filler { count, unknown, .. } = filler;
    Ok(Filled { bytes: package.written()?, count, unknown })
}

/// What is filled with, and what came of it.
struct Filler<'f> {
    fields: &'f dyn Fields,
    prefix: String,
    count: usize,
    unknown: Vec<String>,
}

/// A piece of a part with what takes its place.
type Edit = (Range<usize>, String);

impl Filler<'_> {
    /// A part with everything filled.
    fn part(&mut self, text: &str) -> Result<String, MarkError> {
        let scanned = Scanned::of(text, &self.prefix)?;
        let mut edits: Vec<Edit> = Vec::new();
        for row in &scanned.rows {
            if let Some(edit) = self.row(text, row, &scanned)? {
                edits.push(edit);
            }
        }
        for control in &scanned.controls {
            if !covered(&edits, &control.all) {
                edits.extend(self.control(text, control, &scanned)?);
            }
        }
        for paragraph in &scanned.paragraphs {
            if !covered(&edits, &paragraph.all) {
                edits.extend(self.paragraph(paragraph, &|_| None)?);
            }
        }
        Ok(applied(text, edits))
    }

    /// A fragment (a row) in which names are those of an item first.
    fn fragment(&mut self, text: &str, item: &BTreeMap<String, String>) -> Result<String, MarkError> {
        let scanned = Scanned::of(text, &self.prefix)?;
        let mut edits: Vec<Edit> = Vec::new();
        for paragraph in &scanned.paragraphs {
            edits.extend(self.paragraph(paragraph, &|name| item.get(name).cloned())?);
        }
        Ok(applied(text, edits))
    }

    /// A row that is repeated.
    fn row(&mut self, text: &str, row: &TableRow, scanned: &Scanned) -> Result<Option<Edit>, MarkError> {
        let inside = scanned.paragraphs.iter().filter(|one| within(&row.all, &one.all));
        let list = inside.clone().find_map(|one| paragraph::list(&one.joined()));
        let (Some(list), Some(raw)) = (list, text.get(row.all.clone())) else { return Ok(None) };
        let Some(items) = self.fields.rows(&list) else {
            return Ok(None);
        };
        self.count += 1;
        // The mark of the list itself says nothing in the rows.
        let mark = BTreeMap::from([(format!("#{list}"), String::new())]);
        let mut out = String::new();
        for item in items {
            let item = mark.clone().into_iter().chain(item).collect();
            out.push_str(&self.fragment(raw, &item)?);
        }
        Ok(Some((row.all.clone(), out)))
    }

    /// A content control with the name of a text or of blocks.
    fn control(&mut self, text: &str, control: &Control, scanned: &Scanned) -> Result<Vec<Edit>, MarkError> {
        let Some(content) = &control.content else { return Ok(Vec::new()) };
        let own: Vec<&Paragraph> =
            scanned.paragraphs.iter().filter(|one| within(content, &one.all)).collect();
        if !own.is_empty()
            && let Some(blocks) = self.fields.blocks(&control.tag)
        {
            self.count += 1;
            let mut edits = vec![(content.clone(), self.blocks(blocks)?)];
            edits.extend(control.shows_nothing.clone().map(|range| (range, String::new())));
            return Ok(edits);
        }
        let Some(value) = self.fields.text(&control.tag) else { return Ok(Vec::new()) };
        self.count += 1;
        let mut pieces: Vec<&scan::Piece> = scanned
            .paragraphs
            .iter()
            .flat_map(|one| &one.pieces)
            .filter(|one| within(content, &one.all))
            .collect();
        pieces.sort_by_key(|one| one.all.start);
        let mut edits: Vec<Edit> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            let value = if at == 0 { value.as_str() } else { "" };
            edits.push((piece.all.clone(), paragraph::texts(&self.prefix, value)));
        }
        if pieces.is_empty() {
            // A control without text holds an empty paragraph, or nothing.
            let at = own.first().map_or(content.start, |one| one.inside_end);
            let run = format!("<{0}:r>{1}</{0}:r>", self.prefix, paragraph::texts(&self.prefix, &value));
            edits.push((at..at, run));
        }
        // What showed that nothing was filled in yet would grey the text.
        edits.extend(control.shows_nothing.clone().map(|range| (range, String::new())));
        edits.retain(|(range, _)| text.get(range.clone()).is_some());
        Ok(edits)
    }

    /// The placeholders of a paragraph.
    fn paragraph(
        &mut self,
        one: &Paragraph,
        first: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Vec<Edit>, MarkError> {
        let joined = one.joined();
        if !joined.contains("{{") {
            return Ok(Vec::new());
        }
        if let Some(name) = paragraph::alone(&joined)
            && first(&name).is_none()
            && let Some(blocks) = self.fields.blocks(&name)
        {
            self.count += 1;
            return Ok(vec![(one.all.clone(), self.blocks(blocks)?)]);
        }
        let (found, open) = paragraph::placeholders(&joined);
        let mut values = Vec::new();
        for place in found {
            match first(&place.name).or_else(|| self.fields.text(&place.name)) {
                Some(value) => values.push((place.range, value)),
                None => self.not_known(joined.get(place.range).unwrap_or_default()),
            }
        }
        if let Some(open) = open {
            self.not_known(&open);
        }
        self.count += values.len();
        Ok(paragraph::replaced(&self.prefix, one, &values))
    }

    fn not_known(&mut self, text: &str) {
        if !self.unknown.iter().any(|one| one == text) {
            self.unknown.push(text.to_owned());
        }
    }

    /// Blocks as they stand in a part whose elements have another prefix than ours.
    fn blocks(&self, blocks: Vec<Block<'static>>) -> Result<String, MarkError> {
        let blocks: Vec<Block<'static>> = blocks.into_iter().filter_map(bare).collect();
        let settings = Settings {
            title: String::new(),
            author: String::new(),
            day: jiff::civil::Date::MIN,
            contents: String::new(),
            figure: String::new(),
            mark: String::new(),
        };
        let xml = Body::fragment(&blocks, &settings).map_err(|error| match error {
            WriteError::Archive(error) => MarkError::Archive(error),
            WriteError::Memory(error) => MarkError::Memory(error),
            WriteError::Sheet(_) => MarkError::NotWord("a chart could not be written"),
        })?;
        // A cell and a control hold a paragraph at least.
        let xml = if xml.is_empty() { "<w:p/>".to_owned() } else { xml };
        if self.prefix == "w" {
            return Ok(xml);
        }
        Ok(xml
            .replace("<w:", &format!("<{}:", self.prefix))
            .replace("</w:", &format!("</{}:", self.prefix))
            .replace(" w:", &format!(" {}:", self.prefix)))
    }
}

/// A block without what needs parts of its own: charts, and links that lead outside.
fn bare(block: Block<'static>) -> Option<Block<'static>> {
    Some(match block {
        Block::Chart(_) => return None,
        Block::Section(mut one) => {
            one.heading.text = plain(one.heading.text);
            one.blocks = one.blocks.into_iter().filter_map(bare).collect();
            Block::Section(one)
        }
        Block::Heading(mut one) => {
            one.text = plain(one.text);
            Block::Heading(one)
        }
        Block::Paragraph(mut one) => {
            one.text = plain(one.text);
            Block::Paragraph(one)
        }
        Block::List(mut one) => {
            for item in &mut one.items {
                item.text = plain(std::mem::take(&mut item.text));
            }
            Block::List(one)
        }
        Block::Table(mut one) => {
            for cell in one.head.iter_mut().chain(&mut one.rows).flat_map(|row| &mut row.cells) {
                cell.text = plain(std::mem::take(&mut cell.text));
            }
            Block::Table(one)
        }
        other => other,
    })
}

fn plain(inlines: Vec<Inline<'static>>) -> Vec<Inline<'static>> {
    let one = |inline: Inline<'static>| match inline {
        Inline::Traced(one) => vec![Inline::Text(one.text)],
        Inline::Link(one) => plain(one.text),
        Inline::Footnote(text) => {
            let mut all = vec![Inline::text("（")];
            all.extend(plain(text));
            all.push(Inline::text("）"));
            all
        }
        Inline::Styled(style, text) => vec![Inline::Styled(style, plain(text))],
        other => vec![other],
    };
    inlines.into_iter().flat_map(one).collect()
}

fn within(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn covered(edits: &[Edit], range: &Range<usize>) -> bool {
    edits
        .iter()
        .any(|(edit, _)| !edit.is_empty() && within(edit, range) || within(range, edit) && !edit.is_empty())
}

/// The text with its edits; of two that touch the same place the first counts.
fn applied(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        let Some(before) = text.get(at..range.start) else { continue };
        out.push_str(before);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}
