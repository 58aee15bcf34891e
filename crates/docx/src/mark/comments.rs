//! The part with the comments: the one that is there goes on, else a new one.

use super::runs::{id_of, prefix};
use super::{Mark, MarkError};
use crate::part::SPACES;
use crate::xml::{HEAD, escape};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::fmt::Write as _;

/// Comments that are there and new ones.
pub(super) struct Comments {
    /// The part up to its end, when there is one.
    there: Option<String>,
    prefix: String,
    new: String,
    pub(super) next_id: i64,
}

impl Comments {
    /// Goes on behind the comments of a document; `next_id` is free in its text.
    pub(super) fn of(there: Option<String>, next_id: i64) -> Result<Self, MarkError> {
        let new = Self { there: None, prefix: "w".to_owned(), new: String::new(), next_id };
        let Some(text) = there else { return Ok(new) };
        let prefix = prefix(&text)?;
        let mut reader = Reader::from_str(&text);
        let (mut next_id, mut root) = (next_id, None);
        loop {
            let from = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match reader.read_event()? {
                Event::Start(element) => {
                    next_id = next_id.max(id_of(&element, &prefix).unwrap_or(-1) + 1);
                }
                // No comment at all: the root has no end of its own.
                Event::Empty(element) if root.is_none() && element.name().0.ends_with(":comments") => {
                    let to = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
                    let whole = text.get(..to).unwrap_or_default();
                    let open = whole.trim_end_matches('>').trim_end_matches('/');
                    return Ok(Self { there: Some(format!("{open}>")), prefix, next_id, ..new });
                }
                Event::End(element) if element.name().0.ends_with(":comments") => root = Some(from),
                Event::Eof => break,
                _ => {}
            }
        }
        let end = root.ok_or(MarkError::NotWord("its comments are cut off"))?;
        Ok(Self { there: text.get(..end).map(str::to_owned), prefix, next_id, ..new })
    }

    /// Adds what a mark says; gives its number.
    pub(super) fn add(&mut self, mark: &Mark, words: &str) -> i64 {
        let (p, id) = (&self.prefix, self.next_id);
        self.next_id += 1;
        let initials: String = mark.author.chars().take(2).collect();
        let _ = write!(
            self.new,
            "<{p}:comment {p}:id=\"{id}\" {} {p}:initials=\"{}\">",
            mark.signed(p),
            escape(&initials)
        );
        for line in words.lines() {
            let _ = write!(
                self.new,
                "<{p}:p><{p}:r><{p}:t xml:space=\"preserve\">{}</{p}:t></{p}:r></{p}:p>",
                escape(line)
            );
        }
        let _ = write!(self.new, "</{p}:comment>");
        id
    }

    /// The part; nothing when there is no new comment.
    pub(super) fn written(&self) -> Option<String> {
        if self.new.is_empty() {
            return None;
        }
        let p = &self.prefix;
        let begin = self.there.clone().unwrap_or_else(|| format!("{HEAD}<w:comments {SPACES}>"));
        Some(format!("{begin}{}</{p}:comments>", self.new))
    }
}
