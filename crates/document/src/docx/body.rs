//! `document.xml`: paragraphs, tables and frames in reading order.

use super::math;
use super::notes::Notes;
use super::numbering::Numbering;
use super::styles::{Resolved, Styles};
use crate::notice::{Unread, UnreadKind};
use crate::piece::Looks;
use crate::raised;
use crate::transcript::Node;
use crate::xml::{Tag, Token, Xml};
use std::collections::BTreeMap;

pub(super) struct Body {
    styles: Styles,
    numbering: Numbering,
    /// Whether Word noted where its pages ended; then page breaks are not counted besides.
    rendered: bool,
    page: u32,
    resolved: BTreeMap<String, Resolved>,
    /// A paragraph whose end was deleted: the next one goes on with it.
    carried: Option<Draft>,
    pub(super) notes: Notes,
    /// Things in the document that are not read, by kind.
    pub(super) left_out: BTreeMap<UnreadKind, usize>,
}

/// A paragraph under construction.
#[derive(Default)]
struct Draft {
    text: String,
    /// Bytes at the start that are bold; the label counts as bold.
    bold: usize,
    all_bold: bool,
    /// Raised text that has not been written yet: a mark may be set in several runs.
    raised: String,
    style: Resolved,
    list: Option<String>,
    list_level: Option<usize>,
    outline: Option<u8>,
    bordered: bool,
    /// Whether the end of the paragraph is deleted or hidden.
    open_end: bool,
    style_id: String,
    frames: Vec<Node>,
    pages: u32,
}

impl Draft {
    /// Writes what is raised as a mark or an exponent.
    fn settle(&mut self) {
        if !self.raised.is_empty() {
            let raised = std::mem::take(&mut self.raised);
            let written = raised::written(&raised, &self.text);
            self.write(&written, self.all_bold);
        }
    }

    fn write(&mut self, text: &str, bold: bool) {
        self.text.push_str(text);
        self.all_bold &= bold || text.trim().is_empty();
        if self.all_bold {
            self.bold = self.text.len();
        }
    }

    fn push(&mut self, text: &str, bold: bool, raised: bool) {
        if raised {
            self.raised.push_str(text);
        } else {
            self.settle();
            self.write(text, bold);
        }
    }

    /// What is left of a paragraph whose end is deleted: its text; all else comes from the next one.
    fn carried(self) -> Self {
        Self {
            text: self.text,
            bold: self.bold,
            all_bold: self.all_bold,
            raised: self.raised,
            frames: self.frames,
            pages: self.pages,
            ..Self::default()
        }
    }
}

impl Body {
    pub(super) fn new(styles: Styles, numbering: Numbering, document: &str) -> Self {
        Self {
            styles,
            numbering,
            rendered: document.contains("lastRenderedPageBreak"),
            page: 1,
            resolved: BTreeMap::new(),
            carried: None,
            notes: Notes::default(),
            left_out: BTreeMap::new(),
        }
    }

    /// The blocks of the document, `None` when it has no body. Notes stand at the end of the section that
    /// refers to them.
    ///
    /// # Errors
    /// The byte at which the part is not well formed.
    pub(super) fn nodes(&mut self, document: &str) -> Result<Option<Vec<Node>>, usize> {
        let mut xml = Xml::new(document);
        let mut found = None;
        while let Some(token) = xml.next() {
            if let Token::Open(tag) = token
                && tag.name == "body"
                && found.is_none()
            {
                let mut blocks = vec![Node::Page(Some(1))];
                blocks.extend(self.blocks(&mut xml));
                found = Some(self.notes.placed(blocks));
            }
        }
        xml.finish()?;
        self.leave_out(UnreadKind::Nested, xml.too_deep());
        Ok(found)
    }

    /// Reads the notes of a part.
    ///
    /// # Errors
    /// The byte at which the part is not well formed.
    pub(super) fn read_notes(&mut self, element: &str, part: &str) -> Result<(), usize> {
        let mut xml = Xml::new(part);
        while let Some(token) = xml.next() {
            if let Token::Open(tag) = token
                && tag.name == element
            {
                let id = tag.attribute("id").unwrap_or_default().to_owned();
                let content = self.blocks(&mut xml);
                // Separators are notes too.
                if tag.attribute("type").is_none_or(|kind| kind == "normal") {
                    self.notes.define(element, id, content);
                }
            }
        }
        xml.finish()?;
        self.leave_out(UnreadKind::Nested, xml.too_deep());
        Ok(())
    }

    pub(super) fn leave_out(&mut self, kind: UnreadKind, count: usize) {
        if count > 0 {
            *self.left_out.entry(kind).or_default() += count;
        }
    }

    pub(super) fn unread(&self) -> Vec<Unread> {
        self.left_out.iter().map(|(kind, count)| Unread { kind: *kind, count: *count }).collect()
    }

    /// The blocks up to the end of the element just opened.
    pub(super) fn blocks(&mut self, xml: &mut Xml<'_>) -> Vec<Node> {
        let mut blocks = Vec::new();
        // Paragraphs with one border around them all.
        let mut framed: Vec<Node> = Vec::new();
        while let Some(tag) = xml.child() {
            let mut found = Vec::new();
            let bordered = match tag.name.as_str() {
                "p" => self.paragraph(xml, &mut found),
                "tbl" => {
                    self.release(&mut found);
                    found.extend(self.table(xml));
                    false
                }
                "altChunk" | "subDoc" => {
                    self.leave_out(UnreadKind::Embedded, 1);
                    xml.skip();
                    false
                }
                _ => {
                    if descends(&tag, xml) {
                        found = self.blocks(xml);
                    }
                    false
                }
            };
            if bordered {
                framed.append(&mut found);
                continue;
            }
            if !framed.is_empty() {
                blocks.push(Node::Frame(std::mem::take(&mut framed)));
            }
            blocks.append(&mut found);
        }
        if !framed.is_empty() {
            blocks.push(Node::Frame(framed));
        }
        self.release(&mut blocks);
        blocks
    }

    /// Ends a paragraph that was to go on in one that never came.
    pub(super) fn release(&mut self, out: &mut Vec<Node>) {
        if let Some(mut draft) = self.carried.take() {
            out.extend(self.finish(&mut draft));
            out.append(&mut draft.frames);
        }
    }

    /// Reads a paragraph; gives whether it has a border all around.
    pub(super) fn paragraph(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Node>) -> bool {
        let mut draft = self.carried.take().unwrap_or_else(|| Draft { all_bold: true, ..Draft::default() });
        self.inline(xml, &mut draft);
        draft.settle();
        if draft.open_end {
            self.carried = Some(draft.carried());
            return false;
        }
        let page = self.page;
        self.page += draft.pages;
        if let Some(node) = self.finish(&mut draft) {
            out.push(node);
        }
        out.append(&mut draft.frames);
        if self.page > page {
            out.push(Node::Page(Some(self.page)));
        }
        draft.bordered
    }

    /// Puts the label before the text. A numbered paragraph without text is not counted by readers
    /// of the plan, but Word counts it.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
    )]
    fn finish(&mut self, draft: &mut Draft) -> Option<Node> {
        let list = match draft.list.take() {
            Some(own) => Some((own, draft.style_id.clone())),
            None => draft.style.list.clone(),
        };
        let mut looks = Looks {
            heading: draft.outline.or(draft.style.heading).filter(|level| *level < 10),
            ..Looks::default()
        };
        let mut text = String::new();
        if let Some((list, style)) = list.filter(|(list, _)| list != "0") {
            let level = draft
                .list_level
                .or_else(|| self.numbering.level_of_style(&list, &style))
                .or(draft.style.list_level)
                .unwrap_or(0);
            if let Some(label) = self.numbering.next(&list, level) {
                text = label.text;
                looks.list = label.bullet;
                if !text.is_empty() && !text.ends_with(['、', '.', '．', '）', ')', ' ', '：']) {
                    text.push(' ');
                }
            }
        }
        if draft.text.trim().is_empty() {
            return None;
        }
        let label = text.len();
        text.push_str(&draft.text);
        if draft.bold > 0 {
            looks.bold = (label + draft.bold) as u32;
        }
        Some(Node::Paragraph { text, looks })
    }

    /// The content of a paragraph, or of an element inside it, up to the end of the element just opened.
    fn inline(&mut self, xml: &mut Xml<'_>, draft: &mut Draft) {
        while let Some(tag) = xml.child() {
            match tag.name.as_str() {
                "pPr" => self.properties(xml, draft),
                "r" => self.run(xml, draft),
                "m:oMath" | "m:oMathPara" => {
                    draft.settle();
                    let formula = math::text(xml);
                    let bold = draft.all_bold;
                    draft.write(&formula, bold);
                }
                _ => {
                    if descends(&tag, xml) {
                        self.inline(xml, draft);
                    }
                }
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "held to 20 in this line")]
    fn properties(&mut self, xml: &mut Xml<'_>, draft: &mut Draft) {
        let mut sides = 0;
        xml.children(|xml, tag| match tag.name.as_str() {
            "pStyle" => {
                tag.val().unwrap_or_default().clone_into(&mut draft.style_id);
                draft.style = self.style(&draft.style_id);
                false
            }
            "outlineLvl" => {
                draft.outline = tag.number("val").map(|level| level.min(20) as u8 + 1);
                false
            }
            "pageBreakBefore" => {
                draft.pages += u32::from(tag.is_on() && !self.rendered);
                false
            }
            "numPr" => {
                xml.children(|_, tag| {
                    match tag.name.as_str() {
                        "numId" => draft.list = tag.val().map(str::to_owned),
                        "ilvl" => draft.list_level = tag.number("val"),
                        _ => {}
                    }
                    false
                });
                true
            }
            // The mark at the end of the paragraph: deleted, moved away or hidden.
            "rPr" => {
                xml.children(|_, tag| {
                    match tag.name.as_str() {
                        "del" | "moveFrom" => draft.open_end = true,
                        "vanish" | "specVanish" => draft.open_end |= tag.is_on(),
                        _ => {}
                    }
                    false
                });
                true
            }
            "pBdr" => {
                xml.children(|_, tag| {
                    let drawn = !matches!(tag.val(), None | Some("nil" | "none"));
                    sides +=
                        usize::from(drawn && matches!(tag.name.as_str(), "left" | "right" | "start" | "end"));
                    false
                });
                true
            }
            _ => false,
        });
        draft.bordered = sides >= 2;
    }

    fn style(&mut self, id: &str) -> Resolved {
        if let Some(known) = self.resolved.get(id) {
            return known.clone();
        }
        let resolved = self.styles.resolve(id);
        self.resolved.insert(id.to_owned(), resolved.clone());
        resolved
    }

    fn run(&mut self, xml: &mut Xml<'_>, draft: &mut Draft) {
        let mut look =
            RunLook { bold: draft.style.bold, hidden: draft.style.hidden, raised: draft.style.raised };
        let mut text = String::new();
        while let Some(tag) = xml.child() {
            match tag.name.as_str() {
                "rPr" => self.run_properties(xml, &mut look),
                "t" => text.push_str(&xml.text()),
                "tab" | "ptab" => {
                    text.push('\t');
                    xml.skip();
                }
                "br" => {
                    match tag.attribute("type") {
                        Some("page") => draft.pages += u32::from(!self.rendered),
                        Some("column") => {}
                        _ => text.push('\n'),
                    }
                    xml.skip();
                }
                "lastRenderedPageBreak" => {
                    draft.pages += 1;
                    xml.skip();
                }
                "cr" => {
                    text.push('\n');
                    xml.skip();
                }
                "noBreakHyphen" => {
                    text.push('-');
                    xml.skip();
                }
                "sym" => {
                    text.extend(symbol(&tag));
                    xml.skip();
                }
                "footnoteReference" | "endnoteReference" => {
                    if !look.hidden {
                        draft.push(&std::mem::take(&mut text), look.bold, look.raised);
                        // A mark of its own choice stands in the text behind the reference.
                        let own = tag.attribute("customMarkFollows").is_some_and(|on| on != "0");
                        let element = tag.name.trim_end_matches("Reference");
                        let mark = self.notes.refer(element, tag.attribute("id").unwrap_or_default());
                        if !own && let Some(mark) = mark {
                            draft.push(&mark, look.bold, true);
                        }
                    }
                    xml.skip();
                }
                // The base text of a ruby is the text; the reading above it is not.
                "ruby" | "rubyBase" => {
                    draft.push(&std::mem::take(&mut text), look.bold, look.raised);
                    self.ruby(xml, draft);
                }
                "drawing" | "pict" | "object" | "AlternateContent" => self.drawing(xml, &tag, draft),
                _ => xml.skip(),
            }
        }
        if !look.hidden && !text.is_empty() {
            draft.push(&text, look.bold, look.raised);
        }
    }

    fn ruby(&mut self, xml: &mut Xml<'_>, draft: &mut Draft) {
        while let Some(tag) = xml.child() {
            match tag.name.as_str() {
                "rubyBase" => self.ruby(xml, draft),
                "r" => self.run(xml, draft),
                _ => xml.skip(),
            }
        }
    }

    fn run_properties(&mut self, xml: &mut Xml<'_>, look: &mut RunLook) {
        let (mut bold, mut hidden) = (None, None);
        xml.children(|_, tag| {
            match tag.name.as_str() {
                // Styles of paragraph and character together switch a property on and off again.
                "rStyle" => {
                    let style = self.style(tag.val().unwrap_or_default());
                    look.bold ^= style.bold;
                    look.hidden ^= style.hidden;
                    look.raised |= style.raised;
                }
                "b" => bold = Some(tag.is_on()),
                "vanish" => hidden = Some(tag.is_on()),
                "vertAlign" => look.raised = tag.val() == Some("superscript"),
                "position" => {
                    let half_points = tag.val().and_then(|val| val.trim().parse::<i32>().ok());
                    look.raised |= half_points.is_some_and(|raise| raise >= LEAST_RAISE);
                }
                _ => {}
            }
            false
        });
        look.bold = bold.unwrap_or(look.bold);
        look.hidden = hidden.unwrap_or(look.hidden);
    }

    /// Text boxes inside a drawing; of alternatives only the first is read.
    fn drawing(&mut self, xml: &mut Xml<'_>, tag: &Tag, draft: &mut Draft) {
        let alternatives = tag.name == "AlternateContent";
        while let Some(tag) = xml.child() {
            match tag.name.as_str() {
                "txbxContent" => {
                    let content = self.blocks(xml);
                    if !content.is_empty() {
                        draft.frames.push(Node::Frame(content));
                    }
                }
                "Fallback" if alternatives => xml.skip(),
                "c:chart" | "dgm:relIds" | "OLEObject" => {
                    self.leave_out(UnreadKind::Embedded, 1);
                    xml.skip();
                }
                _ => self.drawing(xml, &tag, draft),
            }
        }
    }
}

/// What the properties of a run say.
#[derive(Clone, Copy)]
struct RunLook {
    bold: bool,
    hidden: bool,
    raised: bool,
}

/// Text set so many half points above the line is raised; less is a correction by eye.
const LEAST_RAISE: i32 = 4;

/// Whether the content of an element is content of its parent: insertions, links, content controls. What
/// was deleted or moved away is skipped, and of alternatives all but the first.
pub(super) fn descends(tag: &Tag, xml: &mut Xml<'_>) -> bool {
    let inside = matches!(
        tag.name.as_str(),
        "ins"
            | "moveTo"
            | "hyperlink"
            | "smartTag"
            | "sdt"
            | "sdtContent"
            | "customXml"
            | "fldSimple"
            | "dir"
            | "bdo"
            | "AlternateContent"
            | "Choice"
    );
    if !inside {
        xml.skip();
    }
    inside
}

/// A character of a symbol font; those without a place in Unicode read as a bullet.
fn symbol(tag: &Tag) -> Option<char> {
    let code = u32::from_str_radix(tag.attribute("char")?, 16).ok()?;
    let c = char::from_u32(code)?;
    Some(if ('\u{e000}'..='\u{f8ff}').contains(&c) { '•' } else { c })
}
