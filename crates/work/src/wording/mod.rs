//! What shall be said otherwise in the text of a plan: a sentence or a cell as it is, and as it shall be, because something
//! was found in it, somebody asked for it, or whoever writes it wants it so.
//!
//! The document itself stays as it was loaded. Changes are shown beside it and leave as a Word file with comments and
//! tracked changes ([`file`]); in the next version each is found as taken up, still standing, or gone.

pub mod file;
mod story_of;

use crate::difference::{Stretch, places, stretches};
use crate::findings;
use crate::view::PlanView;
use crate::{Fault, Question, Service, Viewer};
use document::Document;
use source::Span;
use std::collections::BTreeMap;
use store::{Cause, Change, KeptTextChange, TextChange};

/// A sentence or a cell of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// The sentence or cell that holds the beginning of a span, else the first that it touches.
pub fn place_at(document: &Document, span: Span) -> Option<Place> {
    let all = places(document);
    let holds = |own: &Span| own.start <= span.start && span.start < own.end;
    let found =
        all.iter().find(|(_, own)| holds(own)).or_else(|| all.iter().find(|(_, own)| own.overlaps(span)));
    found.map(|(text, span)| Place { text: text.clone(), span: *span })
}

/// Why a text is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A finding by its name.
    Finding(String),
    /// An opinion by its number, with what it asks for.
    Opinion(i64, String),
    /// Whoever writes it wants it so.
    Own,
}

/// Keeps a change of the place that holds a span; the reason stands in the change.
///
/// # Errors
/// The version has no document or no such place, the words are the same, there is no such finding, or the store cannot be
/// written.
pub async fn change(
    service: &Service,
    viewer: &Viewer,
    question: &Question,
    (span, proposed): (Span, &str),
    why: Why,
    change: &Change,
) -> Result<i64, Fault> {
    let view = service.plan(viewer, question).await?;
    let document = view.stored.document.as_ref().ok_or_else(no_such_place)?;
    let place = place_at(document, span).ok_or_else(no_such_place)?;
    if bare(&place.text) == bare(proposed) {
        return Err(Fault::bad_request("文字没有改动。", "The words are the same."));
    }
    let (cause, caused_by, told, done) = match why {
        Why::Own => (Cause::Own, String::new(), String::new(), None),
        Why::Opinion(id, told) => (Cause::Opinion, id.to_string(), told, None),
        Why::Finding(key) => {
            let found = findings::all(service, &view).await?.into_iter().find(|one| one.key == key);
            let found = found.ok_or_else(no_such_finding)?;
            let told = found.finding.message.zh.clone();
            (Cause::Finding, key, told, Some(findings::mended(service, viewer, &found, &change.why)?))
        }
    };
    let new = TextChange {
        version: view.stored.key.version,
        cause,
        caused_by,
        told,
        before: around(document, place.span.start, false),
        words: place.text,
        after: around(document, place.span.end, true),
        near: thousandths(document, place.span),
        proposed: proposed.trim().to_owned(),
    };
    let id = service.store().add_text_change(view.id(), &new, done.as_ref(), change).await?;
    service.refresh().await?;
    Ok(id)
}

/// Takes a change back.
///
/// # Errors
/// The plan has no such change that holds, or the store cannot be written.
pub async fn withdraw(service: &Service, plan: &str, id: i64, change: &Change) -> Result<(), Fault> {
    service.store().withdraw_text_change(plan, id, change).await?;
    service.refresh().await?;
    Ok(())
}

/// Characters kept on each side of a place, by which it is found again.
const AROUND: usize = 60;

pub(crate) fn around(document: &Document, at: usize, behind: bool) -> String {
    if behind {
        return document.text.get(at..).unwrap_or_default().chars().take(AROUND).collect();
    }
    let before: Vec<char> = document.text.get(..at).unwrap_or_default().chars().rev().take(AROUND).collect();
    before.into_iter().rev().collect()
}

/// How far in a document a place stands, in thousandths.
pub(crate) fn thousandths(document: &Document, span: Span) -> i64 {
    (span.start * 1000 / document.text.len().max(1)) as i64
}

/// Where a change stands in a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The old words are there.
    Open,
    /// The new words are there.
    Taken,
    /// Neither are.
    Lost,
    /// It was taken back.
    Withdrawn,
}

impl Standing {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Taken => "taken",
            Self::Lost => "lost",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A change as it stands in a version.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The change.
    pub kept: KeptTextChange,
    /// How it stands.
    pub standing: Standing,
    /// Where its words are in the version.
    pub span: Option<Span>,
    /// What stays, goes and comes.
    pub words: Vec<Stretch>,
}

/// The changes of a plan's text as they stand in a version, in the order of the text.
///
/// # Errors
/// The store cannot be read.
pub async fn listed(service: &Service, view: &PlanView) -> Result<Vec<Listed>, Fault> {
    let kept = service.store().text_changes(view.id()).await?;
    let nothing = Document::none();
    let document = view.stored.document.as_ref().unwrap_or(&nothing);
    let index = Index::of(document);
    let mut all: Vec<Listed> = kept.into_iter().map(|kept| listed_one(&index, kept)).collect();
    all.sort_by_key(|one| (one.standing, one.span.map_or(usize::MAX, |span| span.start), one.kept.id));
    Ok(all)
}

fn listed_one(index: &Index, kept: KeptTextChange) -> Listed {
    let words = stretches(&kept.change.words, &kept.change.proposed);
    let old = index.find(&kept.change.words, kept.change.near);
    let new = index.find(&kept.change.proposed, kept.change.near);
    let is_gone = kept.change.proposed.is_empty() && old.is_none() && index.has(&kept.change.before);
    let (standing, span) = match (old, new) {
        _ if kept.withdrawn.is_some() => (Standing::Withdrawn, old),
        (Some(old), _) => (Standing::Open, Some(old)),
        (None, Some(new)) => (Standing::Taken, Some(new)),
        (None, None) if is_gone => (Standing::Taken, None),
        (None, None) => (Standing::Lost, None),
    };
    Listed { kept, standing, span, words }
}

/// The sentences and cells of a document by what they say, spaces apart.
struct Index {
    places: BTreeMap<String, Vec<Span>>,
    text: String,
    length: usize,
}

impl Index {
    fn of(document: &Document) -> Self {
        let mut index: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        for (text, span) in places(document) {
            index.entry(bare(&text)).or_default().push(span);
        }
        Self { places: index, text: bare(&document.text), length: document.text.len() }
    }

    /// The place that says this; of several the one that lies as far in the text.
    fn find(&self, words: &str, near: i64) -> Option<Span> {
        let expected = self.length * usize::try_from(near).unwrap_or(0) / 1000;
        let all = self.places.get(&bare(words)).filter(|_| !words.trim().is_empty())?;
        all.iter().copied().min_by_key(|span| span.start.abs_diff(expected))
    }

    fn has(&self, words: &str) -> bool {
        self.text.contains(&bare(words))
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn no_such_place() -> Fault {
    Fault::not_found("原文中没有这一处。", "The text has no such place.")
}

fn no_such_finding() -> Fault {
    Fault::not_found("没有这条检查结果，可能已经解决。", "There is no such finding; it may be solved.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(words: &str, proposed: &str) -> KeptTextChange {
        KeptTextChange {
            id: 1,
            change: TextChange {
                before: "第一章 目标".into(),
                words: words.into(),
                proposed: proposed.into(),
                ..TextChange::default()
            },
            reason: String::new(),
            who: "li".into(),
            at: String::new(),
            withdrawn: None,
        }
    }

    #[test]
    fn a_further_version_tells_what_was_taken_up() {
        let options = document::ReadOptions { name: Some("plan.txt".into()) };
        let text = "云岭市规划纲要\n\n第一章 目标\n\n到2030年，粮食产量达到50万吨。建设港口。\n";
        let index = Index::of(&document::read(text.as_bytes(), &options).expect("read"));
        let standing = |words, proposed| listed_one(&index, kept(words, proposed)).standing;
        assert_eq!(
            standing("到2030年，粮食产量达到45万吨。", "到2030年，粮食产量达到50万吨。"),
            Standing::Taken
        );
        assert_eq!(standing("建设港口。", "加快建设港口。"), Standing::Open);
        assert_eq!(standing("建设机场。", "加快建设机场。"), Standing::Lost);
        assert_eq!(standing("建设机场。", ""), Standing::Taken, "what was to go is gone");
    }
}
