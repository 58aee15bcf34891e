//! Verb-led clauses to tasks.

use std::ops::Range;
use std::sync::LazyLock;

use phrase::Mention;

use crate::duty;
use crate::frame::Frame;
use crate::outline::Unit;
use crate::prose::{TimeRole, inside, verb_at, whens};
use crate::sentence::{self, Clause};
use crate::statement::Statement;
use crate::words::{LEXICON, Words, words};

/// A duty as found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) lead: String,
    pub(crate) verb: String,
    pub(crate) object: String,
    pub(crate) quantified: bool,
    pub(crate) deadline: Option<i32>,
    /// Bytes of the unit's text.
    pub(crate) range: Range<usize>,
}

/// Finds the duties of a unit. `statements` are those of the same unit.
pub(crate) fn read(
    unit: &Unit<'_>,
    mentions: &[Mention],
    statements: &[Statement],
    frame: &Frame,
) -> Vec<Found> {
    if unit.background || unit.preamble {
        return Vec::new();
    }
    let text = unit.text.text();
    let lead = text[..unit.lead].trim_matches(['。', '：', ':', '.', ' ', '，', '；']).to_owned();
    let mut found = Vec::new();
    for (range, clauses) in unit.body() {
        if duty::labelled(&text[range]) {
            continue;
        }
        let mut reader =
            Reader { text, mentions, statements, frame, lead: &lead, deadline: None, out: Vec::new() };
        reader.read(clauses);
        found.append(&mut reader.out);
    }
    found
}

struct Reader<'a> {
    text: &'a str,
    mentions: &'a [Mention],
    statements: &'a [Statement],
    frame: &'a Frame,
    lead: &'a str,
    deadline: Option<i32>,
    out: Vec<Found>,
}

impl Reader<'_> {
    fn read(&mut self, clauses: &[Clause]) {
        let mut open = false;
        for clause in clauses {
            let Some(body) = self.body(&clause.range) else {
                open = false;
                continue;
            };
            let mut added = false;
            for part in self.parts(&body) {
                added |= self.clause(part);
            }
            if added {
                open = true;
            } else if open && clause.stop != '：' && (!self.adjunct(&body) || self.unfinished()) {
                // 集A、B于一体，面向C的平台: the noun goes on behind the comma.
                if let Some(last) = self.out.last_mut() {
                    last.range.end = body.end;
                    last.object.push('，');
                    last.object.push_str(&self.text[body]);
                }
            }
        }
    }

    /// A clause behind its lead-in of time; `None` for a clause that is only a time or about the past.
    fn body(&mut self, clause: &Range<usize>) -> Option<Range<usize>> {
        let mut start = clause.start;
        let mut past = false;
        for when in whens(self.text, clause, inside(self.mentions, clause), self.frame) {
            if when.role == TimeRole::Lead {
                start = when.span.end;
                past = when.time.past == Some(true);
                self.deadline = when.time.year.filter(|_| !past);
            }
        }
        let rest = self.text[start..clause.end].trim_start_matches(['末', '底', '前', '”', '，', ' ', '　']);
        let rest =
            ["期间", "时期", "以前", "之前"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let rest = rest.trim_start_matches(['，', ' ']);
        (!past && !rest.is_empty()).then_some(clause.end - rest.len()..clause.end)
    }

    /// 做强A、做大B: members of a list that each have a verb and an object of their own.
    fn parts(&self, body: &Range<usize>) -> Vec<Range<usize>> {
        let items: Vec<Range<usize>> =
            sentence::items(self.text, body.clone()).into_iter().map(|item| item.range).collect();
        let full = |item: &Range<usize>| {
            let part = &self.text[item.clone()];
            verb_at(part).is_some_and(|(verb, _)| {
                let object = part[verb.end..].chars().count();
                (2..=30).contains(&object)
                    && !part[verb.end..].starts_with(['和', '与', '于', '为', '集', '以'])
            })
        };
        if items.len() > 1 && items.iter().all(full) { items } else { vec![body.clone()] }
    }

    fn clause(&mut self, range: Range<usize>) -> bool {
        let part = &self.text[range.clone()];
        // Statements are in the order of their clauses.
        let first = self.statements.partition_point(|statement| statement.clause.end <= range.start);
        let numeric = self.statements[first..]
            .iter()
            .take_while(|statement| statement.clause.start < range.end)
            .any(|statement| statement.value.is_some());
        let Some((verb, object)) = split(part, numeric) else { return false };
        let (verb, object) = (part[verb].to_owned(), object.to_owned());
        self.out.push(Found {
            lead: self.lead.to_owned(),
            verb,
            object,
            quantified: numeric,
            deadline: self.deadline,
            range,
        });
        true
    }

    /// Whether the object so far is a modifier whose noun is still to come: 集A、B于一体.
    fn unfinished(&self) -> bool {
        let opens = ["集", "以", "融", "兼具", "具有"];
        self.out.last().is_some_and(|last| {
            opens.iter().any(|word| last.object.starts_with(word)) && !last.object.contains('的')
        })
    }

    /// Whether a clause only says by what means or on what ground.
    fn adjunct(&self, body: &Range<usize>) -> bool {
        LEXICON.openers.prefix(&self.text[body.clone()]).is_some()
    }
}

/// The verb of a clause and its object; `None` when the clause has no verb of duty.
fn split(part: &str, numeric: bool) -> Option<(Range<usize>, &str)> {
    if let Some((mut verb, _)) = verb_at(part) {
        // 培育和发展A, 制定、实施A
        while let Some(joined) =
            ["和", "、", "并"].iter().find_map(|word| part[verb.end..].strip_prefix(word))
        {
            let at = part.len() - joined.len();
            match verb_at(joined) {
                Some((next, _)) if next.start == 0 && next.end < joined.len() => verb.end = at + next.end,
                _ => break,
            }
        }
        let object = part[verb.end..].trim_start_matches(['了', '：']).trim();
        if !object.is_empty() || verb.end - verb.start >= 6 {
            return Some((verb, object));
        }
        return None;
    }
    // 依托A建设B, 市政府设立C: the verb stands behind an adjunct or a subject.
    let at = inner(part);
    if let Some(verb) = at {
        let object = part[verb.end..].trim();
        return Some((verb, object));
    }
    if numeric {
        return Some((0..0, part));
    }
    None
}

/// The first verb inside a clause that a noun or an adjunct opens.
fn inner(part: &str) -> Option<Range<usize>> {
    let skip = part.chars().next()?.len_utf8();
    let (at, word) = INNER.find(&part[skip..])?;
    let at = skip + at;
    // 《…发展规划》: a verb inside a title leads nothing.
    let titled = part[..at].matches('《').count() > part[..at].matches('》').count();
    (!titled).then_some(at..at + word.len())
}

static INNER: LazyLock<Words> = LazyLock::new(|| words(include_str!("../data/zh/inner.txt")));
