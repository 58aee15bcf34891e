//! A pull reader over the XML of spreadsheets: local names, attributes, text. Entities other than the five of XML are
//! dropped, so nothing can expand.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A piece of XML.
pub(crate) enum Token<'a> {
    Open(Tag<'a>),
    Close(String),
    Text(String),
}

/// An opening tag.
pub(crate) struct Tag<'a> {
    pub name: String,
    start: BytesStart<'a>,
    /// Whether the element holds nothing (`<c/>`): no closing token follows.
    pub empty: bool,
}

impl Tag<'_> {
    /// The value of an attribute by its local name.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.start.attributes().with_checks(false).filter_map(Result::ok).find_map(|attribute| {
            let key = attribute.key.0;
            let key = key.split_once(':').map_or(key, |(_, local)| local);
            (key == name).then(|| {
                attribute
                    .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned)
            })
        })
    }

    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// A switch such as hidden="1".
    pub(crate) fn is_on(&self, name: &str) -> bool {
        matches!(self.attribute(name).as_deref(), Some("1" | "true"))
    }
}

pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    broken: bool,
}

impl<'a> Xml<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { reader, broken: false }
    }

    /// Whether the text ended in the middle of something.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// The next token; `None` at the end of the text or where it is broken.
    pub(crate) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let Ok(event) = self.reader.read_event() else {
                self.broken = true;
                return None;
            };
            return match event {
                Event::Start(start) => Some(Token::Open(tag(start, false))),
                Event::Empty(start) => Some(Token::Open(tag(start, true))),
                Event::End(end) => Some(Token::Close(local(end.name().0).to_owned())),
                Event::Text(text) => Some(Token::Text(text.to_string())),
                Event::CData(text) => Some(Token::Text(text.to_string())),
                Event::GeneralRef(reference) => match resolve(&reference) {
                    Some(c) => Some(Token::Text(c.to_string())),
                    None => continue,
                },
                Event::Eof => None,
                _ => continue,
            };
        }
    }
}

fn tag(start: BytesStart<'_>, empty: bool) -> Tag<'_> {
    Tag { name: local(start.name().0).to_owned(), start, empty }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn resolve(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}
