//! What is done at which characters, and the text with it.

use super::comments::Comments;
use super::place::solid;
use super::runs::{Parsed, Run};
use super::{Mark, Stretch};
use crate::xml::escape;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

/// What is put between two characters.
enum Piece {
    /// The words of a comment begin.
    Begin(i64),
    /// They end.
    End(i64),
    /// New words, by the mark at this place of the list.
    Come(String, usize),
}

/// All that is done to a document.
pub(super) struct Plan<'p> {
    parsed: &'p Parsed,
    /// Characters that are struck out, by which mark.
    gone: BTreeMap<usize, usize>,
    /// Characters that some change is about: another change of them is only told in a comment.
    taken: Vec<Range<usize>>,
    before: BTreeMap<usize, Vec<Piece>>,
    behind: BTreeMap<usize, Vec<Piece>>,
}

impl<'p> Plan<'p> {
    pub(super) fn new(parsed: &'p Parsed) -> Self {
        let (gone, before, behind) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { parsed, gone, taken: Vec::new(), before, behind }
    }

    /// Places of all characters from the first to the last of some that count.
    fn letters(&self, solid: &Range<usize>) -> Option<Range<usize>> {
        let first = *self.parsed.solid.get(solid.start)?;
        let last = *self.parsed.solid.get(solid.end.checked_sub(1)?)?;
        Some(first..last + 1)
    }

    /// Does what a mark wants at its place among the characters that count.
    pub(super) fn put(
        &mut self,
        (number, mark): (usize, &Mark),
        range: &Range<usize>,
        comments: &mut Comments,
    ) {
        let Some(letters) = self.letters(range) else { return };
        let is_free = self.taken.iter().all(|other| other.end <= letters.start || letters.end <= other.start);
        let mut comment = mark.comment.clone();
        if mark.is_change() && is_free {
            self.change(number, mark, range.start);
            self.taken.push(letters.clone());
        } else if mark.is_change() {
            let _ = write!(comment, "\n{} → {}", mark.says(), mark.would_say());
        }
        if !comment.is_empty() {
            self.comment(letters, comments.add(mark, comment.trim()));
        }
    }

    /// Puts a comment at the first character.
    pub(super) fn at_beginning(&mut self, mark: &Mark, comments: &mut Comments) {
        if let Some(first) = self.letters(&(0..1)) {
            self.comment(first, comments.add(mark, &mark.comment));
        }
    }

    fn comment(&mut self, letters: Range<usize>, id: i64) {
        self.before.entry(letters.start).or_default().insert(0, Piece::Begin(id));
        self.behind.entry(letters.end.saturating_sub(1)).or_default().push(Piece::End(id));
    }

    fn change(&mut self, number: usize, mark: &Mark, from: usize) {
        let mut at = from;
        // What comes stands behind what goes, as programs write it.
        let mut waiting: Option<String> = None;
        for stretch in &mark.words {
            match stretch {
                Stretch::Come(text) => waiting.get_or_insert_default().push_str(text),
                Stretch::Gone(text) => {
                    let end = at + solid(text).len();
                    for letter in self.letters(&(at..end)).into_iter().flatten() {
                        self.gone.insert(letter, number);
                    }
                    at = end;
                }
                Stretch::Same(text) => {
                    self.come(number, waiting.take(), at, from);
                    at += solid(text).len();
                }
            }
        }
        self.come(number, waiting, at, from);
    }

    /// Puts new words behind the character before `at`; at the very beginning of the words before their first one.
    fn come(&mut self, number: usize, text: Option<String>, at: usize, from: usize) {
        let Some(text) = text else { return };
        let piece = Piece::Come(text, number);
        if at > from
            && let Some(last) = self.parsed.solid.get(at - 1)
        {
            self.behind.entry(*last).or_default().push(piece);
        } else if let Some(first) = self.parsed.solid.get(at) {
            self.before.entry(*first).or_default().push(piece);
        }
    }

    /// The part with everything done.
    pub(super) fn written(mut self, text: &str, prefix: &str, marks: &[Mark], first_id: i64) -> String {
        // New words before the end of a comment's words belong to them.
        for pieces in self.behind.values_mut() {
            pieces.sort_by_key(|piece| matches!(piece, Piece::End(_)));
        }
        let mut touched: BTreeSet<usize> = BTreeSet::new();
        for letter in self.gone.keys().chain(self.before.keys()).chain(self.behind.keys()) {
            touched.extend(self.parsed.letters.get(*letter).map(|letter| letter.run));
        }
        let mut out =
            Out { text, prefix, marks, xml: String::with_capacity(text.len() + 4096), next_id: first_id };
        let (mut copied, mut letter, mut seen) = (0, 0, 0);
        for run in touched {
            let Some(one) = self.parsed.runs.get(run) else { continue };
            while seen < run {
                letter += self.parsed.runs.get(seen).map_or(0, letters_of);
                seen += 1;
            }
            out.xml.push_str(text.get(copied..one.all.start).unwrap_or_default());
            self.run(one, letter, &mut out);
            copied = one.all.end;
        }
        out.xml.push_str(text.get(copied..).unwrap_or_default());
        out.xml
    }

    /// A run, split where something begins or ends; `letter` is the place of its first character.
    fn run(&self, run: &Run, mut letter: usize, out: &mut Out<'_>) {
        let mut same = String::new();
        for child in &run.children {
            let Some(text) = &child.text else {
                same.push_str(out.text.get(child.all.clone()).unwrap_or_default());
                continue;
            };
            let mut piece = String::new();
            let mut by: Option<usize> = None;
            for is in text.chars() {
                let now = self.gone.get(&letter).copied();
                let begins = self.before.get(&letter);
                if begins.is_some() || now != by {
                    out.end(run, &mut same, &mut piece, by);
                }
                by = now;
                out.pieces(run, begins);
                piece.push(is);
                if let Some(pieces) = self.behind.get(&letter) {
                    out.end(run, &mut same, &mut piece, by);
                    out.pieces(run, Some(pieces));
                }
                letter += 1;
            }
            if by.is_some() {
                out.end(run, &mut same, &mut piece, by);
            } else if !piece.is_empty() {
                same.push_str(&out.words("t", &piece));
            }
        }
        out.plain(run, &mut same);
    }
}

fn letters_of(run: &Run) -> usize {
    run.children.iter().filter_map(|child| child.text.as_ref()).map(|text| text.chars().count()).sum()
}

/// The part as it is written.
struct Out<'o> {
    text: &'o str,
    prefix: &'o str,
    marks: &'o [Mark],
    xml: String,
    next_id: i64,
}

impl Out<'_> {
    fn words(&self, element: &str, words: &str) -> String {
        let p = self.prefix;
        format!("<{p}:{element} xml:space=\"preserve\">{}</{p}:{element}>", escape(words))
    }

    /// A run that looks as another one.
    fn run(&self, like: &Run, inside: &str) -> String {
        let open = self.text.get(like.open.clone()).unwrap_or_default();
        let look = like.look.clone().and_then(|look| self.text.get(look)).unwrap_or_default();
        format!("{open}{look}{inside}</{}:r>", self.prefix)
    }

    /// Writes what stays of a run so far.
    fn plain(&mut self, like: &Run, same: &mut String) {
        if !same.is_empty() {
            let run = self.run(like, same);
            self.xml.push_str(&run);
            same.clear();
        }
    }

    /// Ends a piece of text: what is struck out stands in a run of its own.
    fn end(&mut self, like: &Run, same: &mut String, piece: &mut String, by: Option<usize>) {
        let inside = std::mem::take(piece);
        match by {
            None => {
                if !inside.is_empty() {
                    same.push_str(&self.words("t", &inside));
                }
                self.plain(like, same);
            }
            Some(mark) => {
                self.plain(like, same);
                if !inside.is_empty() {
                    let run = self.run(like, &self.words("delText", &inside));
                    self.tracked("del", mark, &run);
                }
            }
        }
    }

    fn tracked(&mut self, element: &str, mark: usize, run: &str) {
        let (p, id) = (self.prefix, self.next_id);
        self.next_id += 1;
        let signed = self.marks.get(mark).map(|mark| mark.signed(p)).unwrap_or_default();
        let _ = write!(self.xml, "<{p}:{element} {p}:id=\"{id}\" {signed}>{run}</{p}:{element}>");
    }

    fn pieces(&mut self, like: &Run, pieces: Option<&Vec<Piece>>) {
        let p = self.prefix;
        for piece in pieces.into_iter().flatten() {
            match piece {
                Piece::Begin(id) => {
                    let _ = write!(self.xml, "<{p}:commentRangeStart {p}:id=\"{id}\"/>");
                }
                Piece::End(id) => {
                    let _ = write!(
                        self.xml,
                        "<{p}:commentRangeEnd {p}:id=\"{id}\"/><{p}:r><{p}:commentReference {p}:id=\"{id}\"/></{p}:r>"
                    );
                }
                Piece::Come(text, mark) => {
                    let run = self.run(like, &self.words("t", text));
                    self.tracked("ins", *mark, &run);
                }
            }
        }
    }
}
