//! The words around the numbers of one sentence: bounds, changes, modality.

mod bound;
mod change;
mod front;

use crate::candidate::Need;
use crate::language::{Lexicon, Marker, Reach, Role};
use crate::mention::{Comparator, Kind, Marked, Mention, Modality};
use crate::text::Text;
use front::Front;
use std::ops::Range;

/// Bytes in front of a number in which words may still belong to it: no clause of a plan is longer,
/// and a text without punctuation costs no more than any other.
const LONGEST_CLAUSE: usize = 480;

/// Reads the context of the mentions `found[first..]`, all of one sentence, and drops those whose need is not met.
pub(crate) fn read(
    lexicon: &Lexicon,
    text: Text<'_>,
    span: Range<usize>,
    first: usize,
    found: &mut Vec<Mention>,
    needs: &[Need],
) {
    let tokens = tokens(lexicon, text, &span, &found[first..]);
    let sentence = Sentence { lexicon, text, span, tokens };
    let mut so_far = SoFar { amount_end: sentence.span.start, token: 0, modality: None };
    for index in first..found.len() {
        let (before, rest) = found.split_at_mut(index);
        if let Some(mention) = rest.first_mut() {
            so_far.advance(&sentence, mention);
            sentence.mark(&before[first..], mention, &so_far);
            if !mention.kind.is_calendar() {
                so_far.amount_end = mention.span.end;
            }
        }
    }
    drop_lone_origins(&mut found[first..]);
    let mut needs = needs.iter();
    let mut kept = found.split_off(first);
    kept.retain(|mention| sentence.is_met(mention, needs.next().copied().unwrap_or(Need::None)));
    found.append(&mut kept);
}

/// The marker words between the mentions of a sentence.
fn tokens<'l>(
    lexicon: &'l Lexicon,
    text: Text<'_>,
    sentence: &Range<usize>,
    mentions: &[Mention],
) -> Vec<Token<'l>> {
    let Some(words) = &lexicon.marker_words else { return Vec::new() };
    let mut tokens = Vec::new();
    let mut from = sentence.start;
    let starts = mentions.iter().map(|mention| (mention.span.start, mention.span.end));
    for (start, end) in starts.chain([(sentence.end, sentence.end)]) {
        if let Some(raw) = text.raw.get(from..start) {
            tokens.extend(words.leftmost_find_iter(raw).filter_map(|found| {
                let markers = lexicon.markers.get(found.value() as usize)?;
                Some(Token { span: from + found.start()..from + found.end(), markers })
            }));
        }
        from = end;
    }
    tokens
}

/// A marker word of the sentence.
struct Token<'l> {
    span: Range<usize>,
    markers: &'l [Marker],
}

impl Token<'_> {
    fn role(&self, reach: Reach) -> Option<Role> {
        self.markers.iter().find(|marker| marker.reach == reach).map(|marker| marker.role)
    }

    /// The comparator the word means at this reach, with its place.
    fn comparator(&self, reach: Reach) -> Option<Marked<Comparator>> {
        match self.role(reach) {
            Some(Role::Comparator(meaning)) => Some(Marked { meaning, span: self.span.clone() }),
            _ => None,
        }
    }

    fn has(&self, role: Role) -> bool {
        self.markers.iter().any(|marker| marker.role == role)
    }

    fn is_change(&self) -> bool {
        self.markers.iter().any(|marker| matches!(marker.role, Role::Change(_)))
    }
}

/// What the sentence said up to a mention.
struct SoFar {
    /// Where the last amount ended.
    amount_end: usize,
    /// Tokens already passed.
    token: usize,
    /// The last word of modality.
    modality: Option<Marked<Modality>>,
}

impl SoFar {
    fn advance(&mut self, sentence: &Sentence<'_, '_>, mention: &Mention) {
        while let Some(token) = sentence.tokens.get(self.token)
            && token.span.end <= mention.span.start
        {
            if let Some(Role::Modality(meaning)) = token.role(Reach::Sentence) {
                self.modality = Some(Marked { meaning, span: token.span.clone() });
            }
            self.token += 1;
        }
    }
}

struct Sentence<'t, 'l> {
    lexicon: &'l Lexicon,
    text: Text<'t>,
    span: Range<usize>,
    tokens: Vec<Token<'l>>,
}

impl Sentence<'_, '_> {
    fn mark(&self, before: &[Mention], mention: &mut Mention, so_far: &SoFar) {
        let front = Front::read(self, before, mention);
        let clause = self.clause_start(mention.span.start).max(so_far.amount_end);
        let window = self.tokens_within(clause.min(mention.span.start)..mention.span.start);
        self.mark_comparator(&front, window, mention);
        change::mark_change(front, window, mention);
        self.mark_modality(so_far, mention);
        if let Some(previous) = before.last() {
            self.share(previous, mention);
        }
    }

    /// The token that ends at `at`.
    fn ending(&self, at: usize) -> Option<&Token<'_>> {
        let index = self.tokens.partition_point(|token| token.span.end < at);
        self.tokens.get(index).filter(|token| token.span.end == at)
    }

    /// The token that begins at `at`.
    fn starting(&self, at: usize) -> Option<&Token<'_>> {
        let index = self.tokens.partition_point(|token| token.span.start < at);
        self.tokens.get(index).filter(|token| token.span.start == at)
    }

    /// The tokens that lie wholly in `window`, in order.
    fn tokens_within(&self, window: Range<usize>) -> &[Token<'_>] {
        let from = self.tokens.partition_point(|token| token.span.start < window.start);
        let to = self.tokens.partition_point(|token| token.span.end <= window.end);
        self.tokens.get(from..to).unwrap_or(&[])
    }

    /// Where the clause of `at` begins.
    fn clause_start(&self, at: usize) -> usize {
        let mut from = at.saturating_sub(LONGEST_CLAUSE).max(self.span.start);
        while from < at && !self.text.raw.is_char_boundary(from) {
            from += 1;
        }
        let raw = self.text.raw.get(from..at).unwrap_or("");
        let last = raw.char_indices().rev().find(|(_, c)| matches!(c, '，' | '：' | '（' | '(' | ',' | ':'));
        last.map_or(from, |(found, c)| from + found + c.len_utf8())
    }

    /// 470万亩、270万亩和171万亩: items of a list share what is said in front of the first.
    fn share(&self, previous: &Mention, mention: &mut Mention) {
        let between = self.text.raw.get(previous.span.end..mention.span.start).unwrap_or("，").trim();
        let listed = matches!(between, "、" | "和" | "及" | "与" | "以及" | "或" | "，和");
        if !listed || is_time(previous.kind) != is_time(mention.kind) {
            return;
        }
        let in_front = previous.comparator.as_ref().is_some_and(|c| c.span.end <= previous.span.start);
        if mention.comparator.is_none() && in_front && previous.comparator() != Some(Comparator::Per) {
            mention.comparator.clone_from(&previous.comparator);
        }
        if mention.change.is_none() {
            mention.change.clone_from(&previous.change);
        }
        mention.annual |= previous.annual;
        mention.cumulative |= previous.cumulative;
    }

    fn is_met(&self, mention: &Mention, need: Need) -> bool {
        let bounded = mention.comparator().is_some_and(Comparator::is_bound) && mention.open.is_none();
        match need {
            Need::None => true,
            Need::Bound => bounded,
            Need::CountedOrMade => bounded || self.is_made(mention),
            Need::Marker => {
                let moved = [Comparator::Reach, Comparator::To, Comparator::From];
                bounded
                    || mention.comparator().is_some_and(|comparator| moved.contains(&comparator))
                    || self.is_of_no_unit(mention)
            }
        }
    }

    /// Whether a number is said of something that has no unit, or is a fraction by which it changed:
    /// 收入比值为1.98, 比上年缩小0.03.
    fn is_of_no_unit(&self, mention: &Mention) -> bool {
        let before = self.text.raw.get(self.clause_start(mention.span.start)..mention.span.start);
        let before = before.unwrap_or("").trim_end();
        let noun = before.trim_end_matches(['为', '是', '约']);
        let stated = noun.len() < before.len()
            && self.lexicon.lists.without_unit.iter().any(|word| noun.ends_with(word));
        let fraction = mention.value.is_some_and(|value| !value.is_integer());
        let changed = mention.change.as_ref().is_some_and(|change| change.span.end == mention.span.start);
        stated || (fraction && changed)
    }

    /// Whether a verb of making stands shortly in front of a small count: 新建两座, 打造三个.
    fn is_made(&self, mention: &Mention) -> bool {
        const LONGEST: usize = 24;
        let from = self.clause_start(mention.span.start).max(mention.span.start.saturating_sub(LONGEST));
        self.tokens_within(from..mention.span.start).iter().any(|token| token.has(Role::Making))
    }
}

/// 由 in front of an amount is an origin only when the change ends somewhere: 由5个部门组成 is none.
fn drop_lone_origins(mentions: &mut [Mention]) {
    let mut ends = false;
    for mention in mentions.iter_mut().rev().filter(|mention| !is_time(mention.kind)) {
        match mention.comparator() {
            Some(Comparator::From) if !ends => mention.comparator = None,
            Some(Comparator::To | Comparator::Reach) => ends = true,
            Some(comparator) => ends |= comparator.is_bound(),
            None => {}
        }
    }
}

/// Whether the markers of times apply.
fn is_time(kind: Kind) -> bool {
    kind.is_calendar() || kind == Kind::Duration
}
