//! Which row of a reading a correction is about: by what it says and by where it stands.

use crate::anchor::{after, before, subject};
use crate::model::{Anchor, Kind, Why};
use crate::rows;
use plan::Plan;
use plan::package::Named;
use source::Span;
use std::collections::BTreeMap;

/// A row that fits less is another one.
pub(crate) const ENOUGH: f64 = 0.6;
/// Of two rows that fit more alike than this, neither is preferred.
pub(crate) const APART: f64 = 0.02;

/// The rows of a reading with what they are compared by; made once for each kind that is asked for.
pub(crate) struct Rows<'a> {
    plan: &'a Plan,
    text: &'a str,
    known: BTreeMap<Kind, Vec<(String, Anchor)>>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(plan: &'a Plan, text: &'a str) -> Self {
        Self { plan, text, known: BTreeMap::new() }
    }

    /// The row that an anchor means, with what the reading says of it.
    ///
    /// # Errors
    /// No row fits, or several fit alike.
    pub(crate) fn find(&mut self, kind: Kind, anchor: &Anchor) -> Result<(String, Named), Why> {
        let (plan, text) = (self.plan, self.text);
        let all = self.known.entry(kind).or_insert_with(|| {
            let anchors = rows::ids(plan, kind).into_iter().filter_map(|id| {
                let anchor = crate::anchor(plan, text, kind, &id)?;
                Some((id, anchor))
            });
            anchors.collect()
        });
        // The same reading of the same document gives the same anchor.
        if let Some((id, found)) = all.iter().find(|(_, row)| row == anchor) {
            return Ok((id.clone(), found.read.clone()));
        }
        let mut best: Option<(f64, &(String, Anchor))> = None;
        let mut second = 0.0;
        for row in all.iter() {
            let fit = fit(kind, anchor, &row.1);
            match best {
                Some((most, _)) if fit <= most => second = f64::max(second, fit),
                _ => {
                    second = best.map_or(0.0, |(most, _)| most);
                    best = Some((fit, row));
                }
            }
        }
        let (most, (id, found)) = best.filter(|(most, _)| *most >= ENOUGH).ok_or(Why::Gone)?;
        if most - second < APART {
            return Err(Why::Ambiguous);
        }
        Ok((id.clone(), found.read.clone()))
    }
}

/// How well a row fits, from 0 to 1: half by place (the words, what is around them, the section), half by meaning (what
/// it is about, and what it says).
pub(crate) fn fit(kind: Kind, wanted: &Anchor, row: &Anchor) -> f64 {
    let meaning = meaning(wanted, row);
    if kind == Kind::Indicator {
        // An indicator has no place of its own.
        return meaning;
    }
    let place = 0.4 * alike(&wanted.quote, &row.quote)
        + 0.25 * common_end(&wanted.before, &row.before)
        + 0.25 * common_start(&wanted.after, &row.after)
        + 0.1 * same(&wanted.section, &row.section);
    0.5 * place + 0.5 * meaning
}

/// Half of how well a row fits: what it is about, and what it says.
pub(crate) fn meaning(wanted: &Anchor, row: &Anchor) -> f64 {
    let fields: Vec<&String> = wanted.read.keys().chain(row.read.keys()).collect();
    let distinct: std::collections::BTreeSet<&String> = fields.into_iter().collect();
    let says = |read: &Named, name: &str| read.get(name).cloned().unwrap_or_default();
    let equal = distinct.iter().filter(|name| says(&wanted.read, name) == says(&row.read, name)).count();
    let share = if distinct.is_empty() { 1.0 } else { equal as f64 / distinct.len() as f64 };
    0.6 * alike(subject(&wanted.read), subject(&row.read)) + 0.4 * share
}

fn same(a: &str, b: &str) -> f64 {
    if a == b { 1.0 } else { 0.0 }
}

/// 1 for equal texts; else the share of the longer one that both begin and end with.
pub(crate) fn alike(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let (a, b): (Vec<char>, Vec<char>) = (bare(a), bare(b));
    let most = a.len().max(b.len());
    let least = a.len().min(b.len());
    if most == 0 {
        return 1.0;
    }
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (start + end).min(least) as f64 / most as f64
}

fn bare(text: &str) -> Vec<char> {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn common_start(a: &str, b: &str) -> f64 {
    share(a, b, a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count())
}

fn common_end(a: &str, b: &str) -> f64 {
    share(a, b, a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).count())
}

fn share(a: &str, b: &str, common: usize) -> f64 {
    let most = a.chars().count().max(b.chars().count());
    if most == 0 { 1.0 } else { common as f64 / most as f64 }
}

/// Where the words of an anchor stand in a text: the occurrence whose surroundings fit best. Spaces and line ends do not
/// count, because a page may end elsewhere in another version.
///
/// # Errors
/// They stand nowhere, or at several places alike.
pub(crate) fn place(text: &str, anchor: &Anchor) -> Result<Span, Why> {
    let quote: String = bare(&anchor.quote).into_iter().collect();
    if quote.is_empty() {
        return if text.is_empty() { Ok(Span::default()) } else { Err(Why::Gone) };
    }
    let dense = Dense::of(text);
    let mut all: Vec<(f64, Span)> = dense
        .text
        .match_indices(quote.as_str())
        .filter_map(|(at, found)| dense.span(at, at + found.len()))
        .map(|span| {
            let around = common_end(&anchor.before, &before(text, span.start))
                + common_start(&anchor.after, &after(text, span.end));
            (around, span)
        })
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    match all.as_slice() {
        [] => Err(Why::Gone),
        [(first, _), (next, _), ..] if first - next < APART => Err(Why::Ambiguous),
        [(_, span), ..] => Ok(*span),
    }
}

/// A text without its spaces, with the way back.
struct Dense {
    text: String,
    /// For each character, where it begins here and in the source, and where it ends there.
    places: Vec<(usize, usize, usize)>,
}

impl Dense {
    fn of(source: &str) -> Self {
        let mut text = String::with_capacity(source.len());
        let mut places = Vec::new();
        for (at, letter) in source.char_indices().filter(|(_, letter)| !letter.is_whitespace()) {
            places.push((text.len(), at, at + letter.len_utf8()));
            text.push(letter);
        }
        Self { text, places }
    }

    /// The span in the source of a piece of this text.
    fn span(&self, from: usize, to: usize) -> Option<Span> {
        let at = |offset: usize| self.places.binary_search_by_key(&offset, |place| place.0).ok();
        let (_, start, _) = self.places.get(at(from)?)?;
        let after = at(to).unwrap_or(self.places.len());
        let (_, _, end) = self.places.get(after.checked_sub(1)?)?;
        Some(Span::new(*start, *end))
    }
}
