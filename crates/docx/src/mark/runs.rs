//! The runs of a document with the text in them, and where each stands in the part.

use super::MarkError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Name spaces of the elements of a text, transitional and strict.
const SPACES: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// Elements nested deeper are no document that people wrote.
const DEEPEST: usize = 512;

/// What stands in these is no text of the document as it is read: struck out, moved away, said again for old programs, or
/// small print over a word.
const UNREAD: [&str; 5] = ["del", "moveFrom", "Fallback", "rt", "delText"];

/// A run whose text can be marked.
#[derive(Debug)]
pub(super) struct Run {
    /// The whole element.
    pub(super) all: Range<usize>,
    /// Its opening tag.
    pub(super) open: Range<usize>,
    /// Its properties.
    pub(super) look: Option<Range<usize>>,
    /// What it holds, properties apart.
    pub(super) children: Vec<Child>,
}

/// What stands in a run.
#[derive(Debug)]
pub(super) struct Child {
    pub(super) all: Range<usize>,
    /// Its text as a person reads it; `None` for what is no text.
    pub(super) text: Option<String>,
}

/// A character of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    pub(super) run: usize,
    pub(super) is: char,
}

/// A document's text with its places.
pub(super) struct Parsed {
    pub(super) runs: Vec<Run>,
    /// All characters in reading order.
    pub(super) letters: Vec<Letter>,
    /// Those that count when words are looked for, as places in `letters`.
    pub(super) solid: Vec<usize>,
    /// The same as text.
    pub(super) text: Vec<char>,
    /// No annotation has this number or a higher one.
    pub(super) next_id: i64,
}

/// Whether a character counts when words are looked for.
pub(super) fn counts(letter: char) -> bool {
    !letter.is_whitespace()
        && !letter.is_control()
        && !matches!(letter, '|' | '\u{200b}' | '\u{ad}' | '\u{feff}')
}

/// The prefix that the root of a part gives the elements of a text.
pub(crate) fn prefix(text: &str) -> Result<String, MarkError> {
    let mut reader = Reader::from_str(text);
    loop {
        let element = match reader.read_event()? {
            Event::Start(element) | Event::Empty(element) => element,
            Event::Eof => return Err(MarkError::NotWord("an empty part")),
            _ => continue,
        };
        let mut all = element.attributes();
        let found = all.with_checks(false).flatten().find_map(|attribute| {
            let prefix = attribute.key.0.strip_prefix("xmlns:")?;
            SPACES.contains(&&*attribute.value).then(|| prefix.to_owned())
        });
        return found.ok_or(MarkError::NotWord("its elements have no prefix"));
    }
}

/// The highest number that an element gives an annotation.
pub(super) fn id_of(element: &BytesStart<'_>, prefix: &str) -> Option<i64> {
    let is_id = |name: &str| name.strip_prefix(prefix).is_some_and(|rest| rest == ":id");
    let mut all = element.attributes();
    let all = all.with_checks(false).flatten().filter(|attribute| is_id(attribute.key.0));
    all.filter_map(|attribute| attribute.value.parse().ok()).max()
}

struct Open {
    name: String,
    from: usize,
    /// Where its content begins.
    inside: usize,
}

struct Building {
    run: Run,
    depth: usize,
    /// Whether it holds paragraphs of its own, as a text box does; such a run is left alone.
    is_frame: bool,
}

impl Parsed {
    #[expect(clippy::too_many_lines, reason = "one walk over the part, event by event")]
    pub(super) fn of(text: &str, prefix: &str) -> Result<Self, MarkError> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        let local =
            |name: &str| name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix(':')).map(str::to_owned);
        let (mut stack, mut building): (Vec<Open>, Vec<Building>) = (Vec::new(), Vec::new());
        let (mut runs, mut unread, mut next_id) = (Vec::new(), 0_usize, 0_i64);
        loop {
            let from = place(reader.buffer_position());
            let event = reader.read_event()?;
            let to = place(reader.buffer_position());
            match event {
                Event::Start(element) => {
                    next_id = next_id.max(id_of(&element, prefix).unwrap_or(-1) + 1);
                    let whole = element.name().0.to_owned();
                    let name =
                        local(&whole).unwrap_or_else(|| whole.rsplit(':').next().unwrap_or("").to_owned());
                    if stack.len() >= DEEPEST {
                        return Err(MarkError::NotWord("its elements lie too deep in each other"));
                    }
                    unread += usize::from(UNREAD.contains(&name.as_str()));
                    let is_text_space = local(&whole).is_some();
                    if is_text_space && name == "p" {
                        for one in &mut building {
                            one.is_frame = true;
                        }
                    }
                    if is_text_space && name == "r" && unread == 0 {
                        let run = Run { all: from..to, open: from..to, look: None, children: Vec::new() };
                        building.push(Building { run, depth: stack.len(), is_frame: false });
                    }
                    stack.push(Open { name: if is_text_space { name } else { whole }, from, inside: to });
                }
                Event::Empty(element) => {
                    next_id = next_id.max(id_of(&element, prefix).unwrap_or(-1) + 1);
                    if let Some(one) = building.last_mut().filter(|one| one.depth + 1 == stack.len()) {
                        one.run.children.push(Child { all: from..to, text: None });
                    }
                }
                Event::End(_) => {
                    let Some(open) = stack.pop() else {
                        return Err(MarkError::NotWord("an end without a beginning"));
                    };
                    let bare = open.name.rsplit(':').next().unwrap_or("");
                    unread = unread.saturating_sub(usize::from(UNREAD.contains(&bare)));
                    if let Some(one) = building.pop_if(|one| one.depth == stack.len()) {
                        if !one.is_frame {
                            runs.push(Run { all: one.run.all.start..to, ..one.run });
                        }
                    } else if let Some(one) = building.last_mut().filter(|one| one.depth + 1 == stack.len()) {
                        if open.name == "rPr" {
                            one.run.look = Some(open.from..to);
                        } else {
                            let raw = text
                                .get(open.inside..from)
                                .filter(|raw| open.name == "t" && !raw.contains('<'));
                            let read = raw.and_then(|raw| quick_xml::escape::unescape(raw).ok());
                            let child =
                                Child { all: open.from..to, text: read.map(std::borrow::Cow::into_owned) };
                            one.run.children.push(child);
                        }
                    }
                }
                Event::Eof if stack.is_empty() => break,
                Event::Eof => return Err(MarkError::NotWord("it is cut off")),
                _ => {}
            }
        }
        // A run ends behind those inside it.
        runs.sort_by_key(|run: &Run| run.all.start);
        Ok(Self::with(runs, next_id))
    }

    fn with(runs: Vec<Run>, next_id: i64) -> Self {
        let mut letters = Vec::new();
        for (run, one) in runs.iter().enumerate() {
            for inside in &one.children {
                let text = inside.text.as_deref().unwrap_or_default();
                letters.extend(text.chars().map(|is| Letter { run, is }));
            }
        }
        let solid: Vec<usize> =
            letters.iter().enumerate().filter(|(_, letter)| counts(letter.is)).map(|(at, _)| at).collect();
        let text = solid.iter().filter_map(|at| letters.get(*at)).map(|letter| letter.is).collect();
        Self { runs, letters, solid, text, next_id }
    }
}

fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
