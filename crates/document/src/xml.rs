//! A pull reader over XML that knows just what Word and OFD documents need: names without prefix, attributes,
//! text. Entities other than the five of XML are dropped, so nothing can expand.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::VecDeque;

/// Elements nested deeper are skipped; Word itself stays far below.
const DEEPEST: usize = 256;

pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// The closing token of an empty element.
    pending: VecDeque<Token>,
    depth: usize,
    /// Where the text stops being well formed.
    fault: Option<usize>,
    /// Elements left out because they were nested too deep.
    too_deep: usize,
}

#[derive(Debug)]
pub(crate) enum Token {
    Open(Tag),
    Close,
    Text(String),
}

/// An opening tag. Names keep no prefix, but `a:t` and `m:t` (drawings, formulas) are told from `w:t`.
#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute by its local name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn val(&self) -> Option<&str> {
        self.attribute("val")
    }

    /// A switch such as `<w:b/>` or `<w:b w:val="0"/>`.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.val(), Some("0" | "false" | "off" | "none"))
    }

    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.attribute(name)?.trim().parse().ok()
    }

    fn of(start: &BytesStart<'_>) -> Self {
        let qualified = start.name();
        let (prefix, local) = qualified.0.split_once(':').unwrap_or(("", qualified.0));
        let name = match prefix {
            "a" | "m" | "c" | "dgm" => format!("{prefix}:{local}"),
            _ => local.to_owned(),
        };
        let attributes = start
            .attributes()
            .with_checks(false)
            .filter_map(Result::ok)
            .map(|attribute| {
                let key = attribute.key.0;
                let key = key.split_once(':').map_or(key, |(_, local)| local);
                let value = attribute
                    .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
                (key.to_owned(), value)
            })
            .collect();
        Self { name, attributes }
    }
}

impl<'a> Xml<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        Self { reader, pending: VecDeque::new(), depth: 0, fault: None, too_deep: 0 }
    }

    /// Reads to the end.
    ///
    /// # Errors
    /// The byte at which the text is not well formed: cut off, or with an element left open. What was read
    /// up to there is not the whole part.
    pub(crate) fn finish(&mut self) -> Result<(), usize> {
        while self.next().is_some() {}
        self.fault.map_or(Ok(()), Err)
    }

    /// How many elements were left out because they were nested too deep.
    pub(crate) fn too_deep(&self) -> usize {
        self.too_deep
    }

    fn broken(&mut self) {
        self.fault.get_or_insert(usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX));
    }

    /// The next token; `None` at the end of the text or where it is broken.
    pub(crate) fn next(&mut self) -> Option<Token> {
        if let Some(token) = self.pending.pop_front() {
            return Some(token);
        }
        loop {
            let Ok(event) = self.reader.read_event() else {
                self.broken();
                return None;
            };
            match event {
                Event::Start(start) => {
                    if self.depth >= DEEPEST {
                        let name = start.name().0.to_owned();
                        self.too_deep += 1;
                        if self.reader.read_to_end(quick_xml::name::QName(&name)).is_err() {
                            self.broken();
                            return None;
                        }
                        continue;
                    }
                    self.depth += 1;
                    return Some(Token::Open(Tag::of(&start)));
                }
                Event::Empty(start) => {
                    self.pending.push_back(Token::Close);
                    return Some(Token::Open(Tag::of(&start)));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(Token::Close);
                }
                Event::Text(text) => return Some(Token::Text(text.to_string())),
                Event::CData(text) => return Some(Token::Text(text.to_string())),
                Event::GeneralRef(reference) => {
                    if let Some(c) = resolve(&reference) {
                        return Some(Token::Text(c.to_string()));
                    }
                }
                Event::Eof => {
                    if self.depth > 0 {
                        self.fault.get_or_insert(
                            usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX),
                        );
                    }
                    return None;
                }
                _ => {}
            }
        }
    }

    /// Skips to behind the end of the element just opened.
    pub(crate) fn skip(&mut self) {
        let mut depth = 1usize;
        while depth > 0 {
            match self.next() {
                Some(Token::Open(_)) => depth += 1,
                Some(Token::Close) => depth -= 1,
                Some(Token::Text(_)) => {}
                None => return,
            }
        }
    }

    /// The next child element of the element just opened, `None` behind its end. The caller reads the child to its
    /// end, or skips it, before it asks for another.
    pub(crate) fn child(&mut self) -> Option<Tag> {
        loop {
            match self.next()? {
                Token::Open(tag) => return Some(tag),
                Token::Close => return None,
                Token::Text(_) => {}
            }
        }
    }

    /// Calls `visit` for each child element of the element just opened. `visit` gives whether it read the
    /// child to its end itself; otherwise the child is skipped.
    pub(crate) fn children(&mut self, mut visit: impl FnMut(&mut Self, &Tag) -> bool) {
        while let Some(tag) = self.child() {
            if !visit(self, &tag) {
                self.skip();
            }
        }
    }

    /// The text of the element just opened, up to its end.
    pub(crate) fn text(&mut self) -> String {
        let mut out = String::new();
        let mut depth = 1usize;
        while depth > 0 {
            match self.next() {
                Some(Token::Open(_)) => depth += 1,
                Some(Token::Close) => depth -= 1,
                Some(Token::Text(text)) => out.push_str(&text),
                None => break,
            }
        }
        out
    }
}

/// The five entities of XML and character references.
fn resolve(reference: &str) -> Option<char> {
    match reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => {
            let digits = reference.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
