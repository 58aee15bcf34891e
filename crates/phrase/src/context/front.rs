//! The chain of markers that stands directly in front of a number.

use super::{Sentence, Token, is_time};
use crate::language::{Reach, Role};
use crate::mention::{Change, Comparator, Kind, Marked, Mention};
use rust_decimal::Decimal;

/// What the words directly in front of a number say.
#[derive(Default)]
pub(super) struct Front {
    /// The comparator nearest to the number.
    pub(super) comparator: Option<Marked<Comparator>>,
    /// The verb of change nearest to the number.
    pub(super) change: Option<Marked<Change>>,
    /// Set when the value is where a change ends: 下降到, 增速达到.
    pub(super) ended: Option<Comparator>,
}

impl Front {
    /// Walks left from the mention, over fillers, blanks, opening quotation marks and times.
    pub(super) fn read(sentence: &Sentence<'_, '_>, before: &[Mention], mention: &Mention) -> Self {
        let text = sentence.text;
        let calendar = is_time(mention.kind);
        let mut front = Self::default();
        let mut at = mention.span.start;
        let mut times = before.iter().rev().take_while(|time| time.kind.is_calendar()).peekable();
        loop {
            at = text.skip_gap_back(at);
            if matches!(text.peek_before(at), '“' | '"' | '‘') {
                at = text.before(at).map_or(at, |(_, before)| before);
            }
            if let Some(token) = sentence.ending(at) {
                if !front.take(sentence, token, before, mention) {
                    break;
                }
                at = token.span.start;
                continue;
            }
            // 由2010年末的65%: a time and 的 stand between the marker and the number.
            let behind = text.before(at).filter(|(c, _)| *c == '的').map_or(at, |(_, before)| before);
            let time = times.next_if(|time| !calendar && closes(sentence, time.span.end, behind));
            if let Some(time) = time {
                at = time.span.start;
                continue;
            }
            if behind != at && matches!(mention.kind, Kind::Percent | Kind::Fraction) {
                front.take_of_phrase(sentence, behind);
            }
            break;
        }
        front
    }

    /// Takes one adjacent token; false when the chain ends at it.
    fn take(
        &mut self,
        sentence: &Sentence<'_, '_>,
        token: &Token<'_>,
        before: &[Mention],
        mention: &Mention,
    ) -> bool {
        let reach = match mention.kind {
            kind if is_time(kind) => Reach::BeforeTime,
            Kind::Class if token.role(Reach::BeforeClass).is_some() => Reach::BeforeClass,
            _ if mention.bare && token.role(Reach::BeforeBare).is_some() => Reach::BeforeBare,
            _ => Reach::Before,
        };
        match token.role(reach) {
            Some(Role::Comparator(comparator)) => {
                let Some(mut meaning) = adapt(comparator, sentence, token, mention) else { return false };
                // 从2016年到2020年: the year behind 到 ends what the one in front began.
                let began = before.last().is_some_and(|time| {
                    time.kind.is_calendar()
                        && time.span.end == token.span.start
                        && time.comparator() == Some(Comparator::From)
                });
                if meaning == Comparator::By && began {
                    meaning = Comparator::To;
                }
                if matches!(meaning, Comparator::To | Comparator::Reach) {
                    self.ended = Some(meaning);
                }
                self.comparator.get_or_insert_with(|| Marked { meaning, span: token.span.clone() });
                true
            }
            Some(Role::Change(meaning)) => {
                self.change.get_or_insert_with(|| Marked { meaning, span: token.span.clone() });
                true
            }
            Some(Role::Filler) => true,
            Some(_) => false,
            None => {
                token.has(Role::Annual)
                    || token.has(Role::Cumulative)
                    || token.role(Reach::Sentence).is_some()
                    || is_time(mention.kind) && token.has(Role::Filler)
            }
        }
    }

    /// 达到全省平均水平的50%: the marker in front of a short of-phrase.
    fn take_of_phrase(&mut self, sentence: &Sentence<'_, '_>, end: usize) {
        const LONGEST: usize = 36;
        let from = end.saturating_sub(LONGEST).max(sentence.clause_start(end));
        let nearest =
            sentence.tokens_within(from..end).last().and_then(|token| token.comparator(Reach::Before));
        let says = |comparator: &Marked<Comparator>| {
            matches!(
                comparator.meaning,
                Comparator::Reach
                    | Comparator::Gt
                    | Comparator::Lt
                    | Comparator::To
                    | Comparator::Ge
                    | Comparator::Le
            )
        };
        if self.comparator.is_none() {
            self.comparator = nearest.filter(says);
        }
    }
}

/// Whether a mention that ends at `end` is followed at once by `behind`, a closing quotation mark apart.
fn closes(sentence: &Sentence<'_, '_>, end: usize, behind: usize) -> bool {
    let between = sentence.text.raw.get(end..behind);
    end == behind || between.is_some_and(|s| s.trim_matches(['”', '"', ' ']).is_empty())
}

/// The comparator a word means in front of this mention; `None` when it does not apply.
fn adapt(
    comparator: Comparator,
    sentence: &Sentence<'_, '_>,
    token: &Token<'_>,
    mention: &Mention,
) -> Option<Comparator> {
    let duration = mention.kind == Kind::Duration;
    match comparator {
        // 提高到2015年末的85%: 到 behind a verb of change is where the change ends.
        Comparator::By if duration || sentence.ending(token.span.start).is_some_and(Token::is_change) => {
            Some(Comparator::To)
        }
        Comparator::Per => {
            let round = mention.bare || mention.value.is_some_and(|value| value >= Decimal::TEN);
            (round || is_time(mention.kind)).then_some(Comparator::Per)
        }
        // 高于全国0.3个百分点: the distance to something else, not a bound of the distance.
        Comparator::Gt | Comparator::Lt
            if mention.kind == Kind::Points
                && token.span.end < sentence.text.skip_gap_back(mention.span.start) =>
        {
            None
        }
        other => Some(other),
    }
}
