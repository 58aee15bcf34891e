//! XML into elements, leniently where common tools write it wrong, strictly where a file could do harm.

use crate::error::Error;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use source::Words;

/// An element with its children by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<usize>,
    pub line: usize,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// All elements of a file; the first is the root.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    elements: Vec<Element>,
    /// What was read in spite of being wrong.
    pub warnings: Vec<(usize, Words)>,
}

/// Bytes of a file, at most.
const MOST_BYTES: usize = 16 << 20;

/// Elements within elements, at most.
const DEEPEST: usize = 64;

/// Elements, at most.
const MOST_ELEMENTS: usize = 1_000_000;

/// Elements of which none stands in another: one that is left open ends where the next begins.
const VARIABLES: [&str; 3] = ["stock", "flow", "aux"];

impl Tree {
    /// Reads a file; line ends may be of any kind.
    #[expect(clippy::too_many_lines, reason = "one arm for each sort of event")]
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MOST_BYTES {
            return Err(Error::new("文件超过 16 MB", "the file is larger than 16 MB"));
        }
        let text =
            std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).map_err(|_| {
                Error::new("文件不是 UTF-8 编码：请另存为 UTF-8", "the file is not UTF-8: save it as UTF-8")
            })?;
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut tree = Self::default();
        let mut reader = Reader::from_str(&text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let (mut line, mut counted) = (1, 0);
        let mut open: Vec<usize> = Vec::new();
        loop {
            let event = reader.read_event();
            let place = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
            let here = line;
            line += text.get(counted..place).map_or(0, |passed| passed.matches('\n').count());
            counted = place.max(counted);
            let event = event.map_err(|error| {
                Error::new(format!("不是合格的 XML：{error}"), format!("not well-formed XML: {error}"))
                    .at("", line)
            })?;
            match event {
                Event::Start(start) => tree.open(&start, &mut open, line)?,
                Event::Empty(start) => {
                    tree.open(&start, &mut open, line)?;
                    open.pop();
                }
                Event::End(end) => tree.close(local(end.name().0), &mut open, here),
                Event::Text(text) => tree.say(&open, &text),
                Event::CData(text) => tree.say(&open, &text),
                Event::GeneralRef(reference) => {
                    let text = resolve(&reference).ok_or_else(|| {
                        let name: &str = &reference;
                        Error::new(
                            format!("文件含实体“{name}”，不予读取"),
                            format!("the file has an entity, “{name}”, which is not read"),
                        )
                        .at("", here)
                    })?;
                    tree.say(&open, &text);
                }
                Event::DocType(_) => {
                    return Err(Error::new(
                        "文件含文档类型声明（DTD），不予读取：请从模型软件中重新导出",
                        "the file has a document type declaration, which is not read: export it anew from the modelling tool",
                    )
                    .at("", here));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if let Some(left) = open.last().and_then(|at| tree.elements.get(*at)) {
            let (name, from) = (left.name.clone(), left.line);
            return Err(Error::new(
                format!("文件不完整：第 {from} 行的 <{name}> 没有结束"),
                format!("the file is cut off: <{name}> of line {from} is never closed"),
            ));
        }
        if tree.elements.is_empty() {
            return Err(Error::new("文件是空的", "the file is empty"));
        }
        Ok(tree)
    }

    fn open(&mut self, start: &BytesStart<'_>, open: &mut Vec<usize>, line: usize) -> Result<(), Error> {
        let qualified = start.name();
        let name = local(qualified.0).to_owned();
        // <stock> within <flow>: the end of the flow was forgotten or written wrong.
        if VARIABLES.contains(&name.as_str())
            && let Some(above) = open.last().and_then(|at| self.elements.get(*at))
            && VARIABLES.contains(&above.name.as_str())
        {
            let left = above.name.clone();
            self.warn(
                line,
                format!("<{left}> 没有结束，按在此处结束读取"),
                format!("<{left}> is not closed; read as if it ended here"),
            );
            open.pop();
        }
        if open.len() >= DEEPEST {
            return Err(Error::new("元素嵌套过深", "elements are nested too deep").at("", line));
        }
        if self.elements.len() >= MOST_ELEMENTS {
            return Err(Error::new("元素过多", "there are too many elements").at("", line));
        }
        let attributes = start
            .attributes()
            .with_checks(false)
            .filter_map(Result::ok)
            .map(|attribute| {
                let value = attribute
                    .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned);
                (attribute.key.0.to_owned(), value)
            })
            .collect();
        // A prefixed element is a tool's own: isee:prefs is no prefs.
        let own = qualified.0.contains(':');
        let name = if own { qualified.0.to_owned() } else { name };
        let at = self.elements.len();
        self.elements.push(Element { name, attributes, line, ..Element::default() });
        if let Some(above) = open.last().and_then(|above| self.elements.get_mut(*above)) {
            above.children.push(at);
        }
        open.push(at);
        Ok(())
    }

    fn close(&mut self, name: &str, open: &mut Vec<usize>, line: usize) {
        let of = |at: &usize| self.elements.get(*at).map(|element| local(&element.name).to_owned());
        let Some(depth) = open.iter().rposition(|at| of(at).as_deref() == Some(name)) else {
            self.warn(
                line,
                format!("多出 </{name}>，已略过"),
                format!("</{name}> closes nothing and was passed over"),
            );
            return;
        };
        for at in open.iter().skip(depth + 1).copied().collect::<Vec<_>>() {
            let left = self.elements.get(at).map(|element| element.name.clone()).unwrap_or_default();
            self.warn(
                line,
                format!("<{left}> 没有结束，按在此处结束读取"),
                format!("<{left}> is not closed; read as if it ended here"),
            );
        }
        open.truncate(depth);
    }

    fn say(&mut self, open: &[usize], text: &str) {
        if let Some(element) = open.last().and_then(|at| self.elements.get_mut(*at)) {
            element.text.push_str(text);
        }
    }

    fn warn(&mut self, line: usize, zh: String, en: String) {
        const MOST: usize = 100;
        if self.warnings.len() < MOST {
            self.warnings.push((line, Words::new(zh, en)));
        }
    }

    pub(crate) fn root(&self) -> Option<&Element> {
        self.elements.first()
    }

    pub(crate) fn children<'t>(&'t self, of: &'t Element) -> impl Iterator<Item = &'t Element> {
        of.children.iter().filter_map(|at| self.elements.get(*at))
    }

    pub(crate) fn child<'t>(&'t self, of: &'t Element, name: &str) -> Option<&'t Element> {
        self.children(of).find(|child| child.name == name)
    }
}

fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// The five entities that every XML has, and characters by number.
fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    let named = resolve_predefined_entity(reference).map(str::to_owned);
    named.or_else(|| reference.resolve_char_ref().ok().flatten().map(String::from))
}
