//! The `unpdf` library as a backend: it finds the objects of the file and decodes the fonts, Chinese ones
//! without a character map included. What a page paints is followed by our own interpreter, which has limits.

use super::backend::{Glyph, Pages, PdfBackend};
use super::interpret::{External, Interpreter, Resources, Shown, Shows};
use super::{guard, sheets};
use crate::error::ReadError;
use std::cell::RefCell;
use std::collections::HashMap;
use unpdf::parser::backend::{PaintedXObject, PdfBackend as _, RawBackend, ResourceScope};

/// More pages are no plan.
const MOST_PAGES: usize = 5_000;

/// Content of a page beyond this, in bytes, is not followed.
const LONGEST_CONTENT: usize = 32 << 20;

/// Operators that a page may have, and those of all pages together.
const PAGE_BUDGET: usize = 2_000_000;
const FILE_BUDGET: usize = 20_000_000;

/// A code shows a few characters at most (ligatures); more is a map made to burst.
const MOST_PER_CODE: usize = 16;

pub(crate) struct Unpdf;

impl PdfBackend for Unpdf {
    fn pages(&self, bytes: &[u8]) -> Result<Pages, ReadError> {
        guard::check(bytes)?;
        let backend = guard::guarded(|| RawBackend::load_bytes(bytes)).ok_or(ReadError::BrokenPdf)?.map_err(
            |error| match error.kind() {
                unpdf::ErrorKind::Encrypted | unpdf::ErrorKind::InvalidPassword => ReadError::Encrypted,
                _ => ReadError::BrokenPdf,
            },
        )?;
        let ids = guard::guarded(|| backend.pages()).ok_or(ReadError::BrokenPdf)?;
        if ids.is_empty() {
            return Err(ReadError::BrokenPdf);
        }
        let mut found = Pages { count: ids.len(), ..Pages::default() };
        let mut left = FILE_BUDGET;
        for (nth, (number, id)) in ids.iter().enumerate() {
            if nth >= MOST_PAGES || left == 0 {
                found.cut.push(*number);
                continue;
            }
            let mut budget = PAGE_BUDGET.min(left);
            let whole = budget;
            match guard::guarded(|| shows(&backend, *id, &mut budget)).flatten() {
                Some(shows) => add(&mut found, *number, shows),
                None => found.damaged.push(*number),
            }
            left -= whole - budget;
        }
        if found.damaged.len() == found.count {
            return Err(ReadError::BrokenPdf);
        }
        Ok(found)
    }
}

fn add(found: &mut Pages, number: u32, mut shows: Shows) {
    if shows.cut {
        found.cut.push(number);
    }
    // All text behind a picture is what text recognition left; a little of it on a painted page is hidden.
    if shows.invisible * 2 > shows.characters {
        if shows.pictures {
            found.recognised.push(number);
        }
    } else {
        shows.runs.retain(|(run, _)| !run.invisible);
    }
    found.sheets.extend(sheets::upright(number, shows));
}

/// What a page shows, `None` when its content cannot be read.
fn shows(backend: &RawBackend, id: (u32, u16), budget: &mut usize) -> Option<Shows> {
    let content = backend.page_content_with_losses(id).ok()?;
    if content.data.is_empty() && content.undecodable_streams > 0 {
        return None;
    }
    let visible = backend.crop_box(id);
    let resources =
        PageResources { backend, page: id, bold: RefCell::default(), externals: RefCell::default() };
    let mut interpreter = Interpreter::new(&resources, budget);
    let data = content.data.get(..LONGEST_CONTENT).unwrap_or(&content.data);
    interpreter.page(data, (visible.llx, visible.lly, visible.urx, visible.ury));
    let mut shows = interpreter.shows;
    shows.cut |= data.len() < content.data.len() || content.undecodable_streams > 0;
    Some(shows)
}

/// Number of a form, `None` for the page itself.
type Form = Option<(u32, u16)>;

struct PageResources<'a> {
    backend: &'a RawBackend,
    page: (u32, u16),
    /// Whether a font is bold, by form and name.
    bold: RefCell<HashMap<Form, HashMap<Vec<u8>, bool>>>,
    /// What names stand for, by the form that uses them: a form may be painted many times.
    externals: RefCell<HashMap<(Form, Vec<u8>), External>>,
}

impl PageResources<'_> {
    fn scope(&self, form: Form) -> ResourceScope {
        form.map_or_else(|| ResourceScope::page(self.page), |form| ResourceScope::form(self.page, form))
    }
}

impl Resources for PageResources<'_> {
    fn show(&self, form: Form, font: &[u8], bytes: &[u8]) -> Shown {
        let run = self.backend.decode_run(self.scope(form), font, bytes);
        let text = run.decoded.text;
        let unreadable = run.decoded.suppressed.is_some();
        if text.len() > bytes.len().saturating_mul(MOST_PER_CODE * 4) + 64 {
            return Shown { glyphs: Vec::new(), unreadable: true };
        }
        let measured = run.glyphs.unwrap_or_default();
        if let Some(clusters) = run.clusters {
            let glyphs = clusters.into_iter().map(|cluster| {
                let own = measured.get(cluster.glyphs.clone()).unwrap_or_default();
                Glyph {
                    text: text.get(cluster.text).unwrap_or_default().to_owned(),
                    advance: own.iter().map(advance).sum(),
                    word_space: own.iter().any(|glyph| glyph.is_word_space),
                }
            });
            return Shown { glyphs: glyphs.collect(), unreadable };
        }
        Shown { glyphs: spread(&text, &measured), unreadable }
    }

    fn is_bold(&self, form: Form, font: &[u8]) -> bool {
        let mut known = self.bold.borrow_mut();
        let fonts = known.entry(form).or_insert_with(|| {
            let fonts = self.backend.page_fonts(self.scope(form)).unwrap_or_default();
            fonts
                .into_iter()
                .map(|font| {
                    let name = font.base_font.to_lowercase();
                    let bold = font.bold || ["bold", "black", "heavy"].iter().any(|word| name.contains(word));
                    (font.name, bold)
                })
                .collect()
        });
        fonts.get(font).copied().unwrap_or(false)
    }

    fn is_vertical(&self, form: Form, font: &[u8]) -> bool {
        self.backend.is_vertical_font(self.scope(form), font)
    }

    fn external(&self, form: Form, name: &[u8]) -> External {
        let mut known = self.externals.borrow_mut();
        let external = known.entry((form, name.to_vec())).or_insert_with(|| {
            match self.backend.xobject(self.scope(form), name) {
                Some(PaintedXObject::Image) => External::Image,
                Some(PaintedXObject::Form(painted)) => External::Form {
                    content: painted.content.unwrap_or_default().into(),
                    matrix: painted.matrix,
                    id: painted.id,
                },
                _ => External::Other,
            }
        });
        external.clone()
    }
}

fn advance(glyph: &unpdf::parser::backend::GlyphAdvance) -> f32 {
    glyph.vertical.map_or(glyph.width, |vertical| -vertical.advance)
}

/// Characters without a known glyph each: they share the measured advance, or have the usual width.
fn spread(text: &str, measured: &[unpdf::parser::backend::GlyphAdvance]) -> Vec<Glyph> {
    let usual = |c: char| if crate::clean::is_wide(c) { 1000.0 } else { 500.0 };
    let one_each = text.chars().count() == measured.len();
    let total: f32 = measured.iter().map(advance).sum();
    let expected: f32 = text.chars().map(usual).sum();
    let scale = if total > 0.0 && expected > 0.0 { total / expected } else { 1.0 };
    text.chars()
        .enumerate()
        .map(|(nth, c)| {
            let own = measured.get(nth).filter(|_| one_each);
            Glyph {
                text: c.to_string(),
                advance: own.map_or(usual(c) * scale, advance),
                word_space: own.is_some_and(|glyph| glyph.is_word_space),
            }
        })
        .collect()
}
