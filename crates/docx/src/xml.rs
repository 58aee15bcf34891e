//! Small pieces of XML.

use crate::order;
use std::borrow::Cow;

/// The head of every part.
pub(crate) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Text as it stands in an element or an attribute; what XML 1.0 cannot hold is left out.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    let allowed = |c: char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(allowed) {
        return quick_xml::escape::escape(text);
    }
    let text: String = text.chars().filter(|c| allowed(*c)).collect();
    Cow::Owned(quick_xml::escape::escape(text.as_str()).into_owned())
}

/// An element without content: its name, and its attributes as they stand in it.
pub(crate) fn empty(name: &'static str, attributes: &str) -> (&'static str, String) {
    let space = if attributes.is_empty() { "" } else { " " };
    (name, format!("<{name}{space}{attributes}/>"))
}

/// An element with one value: `<w:jc w:val="center"/>`.
pub(crate) fn value(name: &'static str, value: &str) -> (&'static str, String) {
    (name, format!("<{name} w:val=\"{}\"/>", escape(value)))
}

/// A container whose children stand as the schema has them, whatever order they are given in; nothing without children.
pub(crate) fn ordered(parent: &'static str, mut children: Vec<(&'static str, String)>) -> String {
    if children.is_empty() {
        return String::new();
    }
    children.sort_by_key(|(name, _)| order::position(parent, name).unwrap_or(usize::MAX));
    let inside: String = children.into_iter().map(|(_, text)| text).collect();
    format!("<{parent}>{inside}</{parent}>")
}
