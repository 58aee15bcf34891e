//! An office's own document as a report: what its placeholders may name.
//!
//! | placeholder | becomes |
//! |---|---|
//! | `{{plan}}`, `{{region}}`, `{{year}}`, ... | the fields of outlines |
//! | `{{count:main}}` | how many targets there are of a choice |
//! | `{{latest:地区生产总值}}` | a column of the target of that indicator |
//! | `{{make:counts:main}}` | a block of outlines, of a choice |
//! | `{{table:targets:main}}` | a table of outlines with its usual columns |
//! | `{{text:3.2}}` | what a person wrote to a line of the outline |
//! | `{{#targets:main}}` in a row | one row for each; `{{name}}`, `{{latest}}`, ... are its columns |
//!
//! Every figure comes from the same origins as in a report of an outline.

use crate::block::{self, TABLES};
use crate::choice::Choice;
use crate::inputs::Inputs;
use crate::make::Maker;
use crate::outline::{Line, Outline};
use crate::trace::Trace;
use docx::{Fields, Filled, MarkError};
use std::cell::RefCell;
use std::collections::BTreeMap;
use story::{Block, Inline};

/// A document of an office that was filled, with the trace of every figure in it.
pub struct FilledIn {
    /// The file, and what could not be filled.
    pub filled: Filled,
    /// The traces, in the order in which figures were asked for.
    pub traces: Vec<Trace>,
}

/// Fills a document. `outline` gives the laws and nothing else.
///
/// # Errors
/// The file is no Word document, damaged, or holds macros.
pub fn fill(file: &[u8], outline: &Outline, inputs: Inputs<'_>) -> Result<FilledIn, MarkError> {
    let names = Names { outline, inputs, traces: RefCell::default() };
    let filled = docx::fill(file, &names)?;
    Ok(FilledIn { filled, traces: names.traces.into_inner() })
}

struct Names<'n> {
    outline: &'n Outline,
    inputs: Inputs<'n>,
    traces: RefCell<Vec<Trace>>,
}

impl Names<'_> {
    /// Makes something, and keeps the traces of its figures.
    fn made<T>(&self, place: &str, make: impl FnOnce(&mut Maker<'_>) -> T) -> T {
        let nowhere = |_: &crate::Origin| String::new();
        let mut maker = Maker::new(self.outline, self.inputs, &nowhere);
        maker.at(place);
        let made = make(&mut maker);
        self.traces.borrow_mut().extend(maker.into_traces());
        made
    }
}

fn plain(inlines: &[Inline<'_>]) -> String {
    crate::make::plain(inlines)
}

impl Fields for Names<'_> {
    fn text(&self, name: &str) -> Option<String> {
        let name = name.trim();
        if let Some((key, rest)) = name.split_once([':', '：']) {
            let (key, rest) = (key.trim(), rest.trim());
            if key == "count" {
                let choice = Choice::parse(rest)?;
                return self
                    .made(name, |maker| maker.figure(crate::Origin::Count(choice)))
                    .map(|one| plain(&[one]));
            }
            if key == "text" {
                return self
                    .inputs
                    .written
                    .iter()
                    .rfind(|one| one.place == rest)
                    .map(|one| one.words.clone());
            }
            let row = self.inputs.rows().find(|row| row.name == rest)?;
            return self.made(name, |maker| block::cell(maker, key, row)).map(|text| plain(&text));
        }
        let field = format!("{{{name}}}");
        if crate::make::unknown_field(&field, &self.outline.law).is_some() {
            return None;
        }
        Some(plain(&self.made(name, |maker| maker.filled(&field))))
    }

    fn blocks(&self, name: &str) -> Option<Vec<Block<'static>>> {
        let mut parts = name.split([':', '：']).map(str::trim);
        let (kind, what, of) = (parts.next()?, parts.next()?, parts.next().unwrap_or_default());
        Choice::parse(of)?;
        let mut line = Line { of: of.to_owned(), ..Line::default() };
        match kind {
            "make" if block::BLOCKS.contains(&what) => what.clone_into(&mut line.make),
            "table" if TABLES.contains(&what) => what.clone_into(&mut line.table),
            _ => return None,
        }
        Some(self.made(name, |maker| block::line(maker, &line, "")))
    }

    fn rows(&self, list: &str) -> Option<Vec<BTreeMap<String, String>>> {
        let (what, of) = list.split_once([':', '：']).unwrap_or((list, ""));
        let choice = Choice::parse(of.trim())?;
        self.made(list, |maker| block::records(maker, what.trim(), &choice))
    }
}
