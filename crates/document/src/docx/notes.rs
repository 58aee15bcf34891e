//! Footnotes and endnotes: numbered in the order in which the text refers to them, and placed at the end
//! of the section that does.

use crate::raised;
use crate::transcript::{Node, plain_text};
use std::collections::{BTreeMap, VecDeque};

/// Element name and id of a note.
type Key = (String, String);

#[derive(Debug, Default)]
pub(super) struct Notes {
    defined: BTreeMap<Key, Vec<Node>>,
    /// The marks of the notes that the text refers to.
    marks: BTreeMap<Key, String>,
    /// They in the order of their first reference.
    order: Vec<Key>,
    counts: BTreeMap<String, usize>,
}

impl Notes {
    pub(super) fn define(&mut self, element: &str, id: String, content: Vec<Node>) {
        self.defined.insert((element.to_owned(), id), content);
    }

    /// The mark of a note that the text refers to; `None` when there is no such note.
    pub(super) fn refer(&mut self, element: &str, id: &str) -> Option<String> {
        let key = (element.to_owned(), id.to_owned());
        if !self.defined.contains_key(&key) {
            return None;
        }
        if let Some(mark) = self.marks.get(&key) {
            return Some(mark.clone());
        }
        let number = self.counts.entry(key.0.clone()).or_default();
        *number += 1;
        let mark = if element == "endnote" { format!("[注{number}]") } else { number.to_string() };
        self.order.push(key.clone());
        self.marks.insert(key, mark.clone());
        Some(mark)
    }

    /// The nodes of the document with each note before the next heading behind its reference.
    pub(super) fn placed(&mut self, nodes: Vec<Node>) -> Vec<Node> {
        let mut waiting: VecDeque<(String, Vec<Node>)> = std::mem::take(&mut self.order)
            .into_iter()
            .filter_map(|key| {
                let mark = raised::written(self.marks.get(&key)?, "");
                Some((mark, self.defined.remove(&key)?))
            })
            .collect();
        if waiting.is_empty() {
            return nodes;
        }
        let mut open: Vec<Node> = Vec::new();
        let mut out = Vec::with_capacity(nodes.len() + waiting.len());
        for node in nodes {
            if matches!(&node, Node::Paragraph { looks, .. } if looks.heading.is_some()) {
                out.append(&mut open);
            }
            let text = plain_text(std::slice::from_ref(&node));
            while waiting.front().is_some_and(|(mark, _)| text.contains(mark.as_str())) {
                open.extend(waiting.pop_front().map(|(mark, content)| Node::Note { mark, content }));
            }
            out.push(node);
        }
        out.append(&mut open);
        out.extend(waiting.into_iter().map(|(mark, content)| Node::Note { mark, content }));
        out
    }
}
