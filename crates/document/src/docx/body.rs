//! `document.xml`: paragraphs, tables and frames in reading order.

use super::numbering::Numbering;
use super::styles::{Resolved, Styles};
use super::xml::{Tag, Token, Xml};
use crate::error::ReadError;
use crate::piece::Looks;
use crate::transcript::Node;
use std::collections::BTreeMap;

/// The blocks of the document.
pub(crate) fn nodes(document: &str, styles: Styles, numbering: Numbering) -> Result<Vec<Node>, ReadError> {
    let mut xml = Xml::new(document);
    let rendered = document.contains("lastRenderedPageBreak");
    let mut reader = Body { styles, numbering, rendered, page: 1, resolved: BTreeMap::new() };
    while let Some(token) = xml.next() {
        if let Token::Open(tag) = token
            && tag.name == "body"
        {
            let mut blocks = vec![Node::Page(Some(1))];
            blocks.extend(reader.blocks(&mut xml));
            return Ok(blocks);
        }
    }
    Err(ReadError::BrokenArchive)
}

pub(super) struct Body {
    styles: Styles,
    numbering: Numbering,
    /// Whether Word noted where its pages ended; then page breaks are not counted besides.
    rendered: bool,
    page: u32,
    resolved: BTreeMap<String, Resolved>,
}

/// A paragraph under construction.
#[derive(Default)]
struct Draft {
    text: String,
    /// Bytes at the start that are bold; the label counts as bold.
    bold: usize,
    all_bold: bool,
    style: Resolved,
    list: Option<String>,
    list_level: Option<usize>,
    outline: Option<u8>,
    bordered: bool,
    style_id: String,
    frames: Vec<Node>,
    pages: u32,
}

impl Body {
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
                    found.extend(self.table(xml));
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
        blocks
    }

    /// Reads a paragraph; gives whether it has a border all around.
    pub(super) fn paragraph(&mut self, xml: &mut Xml<'_>, out: &mut Vec<Node>) -> bool {
        let mut draft = Draft { all_bold: true, ..Draft::default() };
        self.inline(xml, &mut draft);
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
                _ => {
                    if descends(&tag, xml) {
                        self.inline(xml, draft);
                    }
                }
            }
        }
    }

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
        let mut bold = draft.style.bold;
        let mut hidden = false;
        let mut text = String::new();
        while let Some(tag) = xml.child() {
            match tag.name.as_str() {
                "rPr" => xml.children(|_, tag| {
                    match tag.name.as_str() {
                        "b" => bold = tag.is_on(),
                        "vanish" => hidden = tag.is_on(),
                        _ => {}
                    }
                    false
                }),
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
                "drawing" | "pict" | "object" | "AlternateContent" => self.drawing(xml, &tag, draft),
                _ => xml.skip(),
            }
        }
        if hidden || text.is_empty() {
            return;
        }
        draft.text.push_str(&text);
        draft.all_bold &= bold || text.trim().is_empty();
        if draft.all_bold {
            draft.bold = draft.text.len();
        }
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
                _ => self.drawing(xml, &tag, draft),
            }
        }
    }
}

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
