//! `styles.xml`: what paragraph styles say of outline level, numbering and weight.

use crate::xml::{Token, Xml};
use std::collections::BTreeMap;

/// Chains of styles longer than this are circles.
const LONGEST_CHAIN: usize = 20;

#[derive(Debug, Default)]
pub(crate) struct Styles {
    styles: BTreeMap<String, Style>,
}

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    list_level: Option<usize>,
    bold: Option<bool>,
    hidden: Option<bool>,
    raised: Option<bool>,
}

/// What a style amounts to with all it is based on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Resolved {
    /// Outline level, 1 for the highest.
    pub(crate) heading: Option<u8>,
    /// Numbering instance, and the style that names it.
    pub(crate) list: Option<(String, String)>,
    pub(crate) list_level: Option<usize>,
    pub(crate) bold: bool,
    /// Text that is not shown.
    pub(crate) hidden: bool,
    /// Text set as superscript.
    pub(crate) raised: bool,
}

impl Styles {
    /// The styles of a part.
    ///
    /// # Errors
    /// The byte at which the part is not well formed.
    pub(crate) fn of(part: &str) -> Result<Self, usize> {
        let mut styles = BTreeMap::new();
        let mut xml = Xml::new(part);
        while let Some(token) = xml.next() {
            if let Token::Open(tag) = token
                && tag.name == "style"
            {
                let id = tag.attribute("styleId").unwrap_or_default().to_owned();
                styles.insert(id, style(&mut xml));
            }
        }
        xml.finish()?;
        Ok(Self { styles })
    }

    pub(crate) fn resolve(&self, id: &str) -> Resolved {
        let mut resolved = Resolved::default();
        let (mut hidden, mut raised) = (None, None);
        let mut next = Some(id.to_owned());
        for _ in 0..LONGEST_CHAIN {
            let Some((id, style)) = next.take().and_then(|id| Some((id.clone(), self.styles.get(&id)?)))
            else {
                break;
            };
            resolved.heading = resolved.heading.or(style.outline).or_else(|| named_level(&style.name));
            if resolved.list.is_none() {
                resolved.list = style.list.clone().map(|list| (list, id));
            }
            resolved.list_level = resolved.list_level.or(style.list_level);
            resolved.bold |= style.bold.unwrap_or(false);
            hidden = hidden.or(style.hidden);
            raised = raised.or(style.raised);
            next.clone_from(&style.based_on);
        }
        resolved.hidden = hidden.unwrap_or(false);
        resolved.raised = raised.unwrap_or(false);
        resolved
    }
}

/// The built-in names, which say the level even where the outline level is missing.
fn named_level(name: &str) -> Option<u8> {
    let name = name.to_ascii_lowercase();
    if matches!(name.as_str(), "title" | "标题") {
        return Some(1);
    }
    let digits = name.strip_prefix("heading ").or_else(|| name.strip_prefix("标题 "))?;
    digits.trim().parse().ok().filter(|level| (1..=9).contains(level))
}

#[expect(clippy::cast_possible_truncation, reason = "held below 9 in this line")]
fn style(xml: &mut Xml<'_>) -> Style {
    let mut style = Style::default();
    xml.children(|xml, tag| match tag.name.as_str() {
        "name" => {
            tag.val().unwrap_or_default().clone_into(&mut style.name);
            false
        }
        "basedOn" => {
            style.based_on = tag.val().map(str::to_owned);
            false
        }
        "pPr" => {
            xml.children(|xml, tag| match tag.name.as_str() {
                "outlineLvl" => {
                    style.outline = tag.number("val").filter(|level| *level < 9).map(|level| level as u8 + 1);
                    false
                }
                "numPr" => {
                    xml.children(|_, tag| {
                        match tag.name.as_str() {
                            "numId" => style.list = tag.val().map(str::to_owned),
                            "ilvl" => style.list_level = tag.number("val"),
                            _ => {}
                        }
                        false
                    });
                    true
                }
                _ => false,
            });
            true
        }
        "rPr" => {
            xml.children(|_, tag| {
                match tag.name.as_str() {
                    "b" => style.bold = Some(tag.is_on()),
                    "vanish" => style.hidden = Some(tag.is_on()),
                    "vertAlign" => style.raised = Some(tag.val() == Some("superscript")),
                    _ => {}
                }
                false
            });
            true
        }
        _ => false,
    });
    style
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_resolve_and_circles_end() {
        let part = r#"<w:styles xmlns:w="x">
            <w:style w:styleId="a"><w:name w:val="章"/><w:basedOn w:val="1"/></w:style>
            <w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr>
              <w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
            <w:style w:styleId="x"><w:basedOn w:val="y"/></w:style><w:style w:styleId="y"><w:basedOn w:val="x"/></w:style>
            </w:styles>"#;
        let styles = Styles::of(part).expect("well formed");
        let chapter = styles.resolve("a");
        assert_eq!(chapter.heading, Some(1));
        assert_eq!(chapter.list, Some(("3".to_owned(), "1".to_owned())));
        assert!(chapter.bold);
        assert_eq!(styles.resolve("x"), Resolved::default());
    }
}
