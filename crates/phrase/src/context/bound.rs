//! Comparators: which bound or role a value has.

use super::front::Front;
use super::{Sentence, Token, is_time};
use crate::language::Reach;
use crate::mention::{Comparator, Kind, Marked, Mention};

impl Sentence<'_, '_> {
    /// Decides the comparator: a word behind wins over one in front, a bound over 达到 and 到, a word
    /// beside the number over one at a distance.
    pub(super) fn mark_comparator(&self, front: &Front, window: &[Token<'_>], mention: &mut Mention) {
        let calendar = is_time(mention.kind);
        let in_front = front.comparator.as_ref();
        if let Some(behind) = self.behind(mention) {
            // 比五年前: what is compared with stays an origin.
            let is_base = calendar && in_front.is_some_and(|marked| marked.meaning == Comparator::From);
            if !is_base {
                mention.comparator = Some(behind);
                return;
            }
        }
        if let Some(marked) = in_front
            && (marked.meaning.is_bound() || mention.comparator.is_none())
        {
            mention.comparator = Some(marked.clone());
        }
        let bounded = mention.comparator.as_ref().is_some_and(|marked| marked.meaning.is_bound());
        if bounded || calendar {
            return;
        }
        if let Some(far) = window.iter().rev().find_map(|token| token.comparator(Reach::Clause)) {
            mention.comparator = Some(far);
        } else if mention.open.is_some() {
            let span = mention.number_span.end..mention.number_span.end;
            mention.comparator = Some(Marked { meaning: Comparator::Gt, span });
        } else if mention.comparator.is_none() && self.is_base(mention) {
            mention.comparator = Some(Marked { meaning: Comparator::Per, span: mention.span.clone() });
        }
    }

    /// A marker directly behind the mention, closing quotation marks and （含） apart.
    fn behind(&self, mention: &Mention) -> Option<Marked<Comparator>> {
        let mut at = self.text.skip_gap(mention.span.end);
        at = self.text.any(at, &["”", "\""]).unwrap_or(at);
        at = self.past_brackets(at);
        let token = self.starting(at)?;
        let reach = match mention.kind {
            kind if is_time(kind) => Reach::AfterTime,
            Kind::Class => Reach::AfterClass,
            _ => Reach::After,
        };
        let mut marked = token.comparator(reach)?;
        match marked.meaning {
            // 2020年内 is a deadline, five years is not one.
            Comparator::Le if mention.kind.is_calendar() => marked.meaning = Comparator::By,
            Comparator::By | Comparator::From if mention.kind == Kind::Duration => return None,
            _ => {}
        }
        Some(marked)
    }

    /// The place behind a short bracket that stands between a number and its bound, as in 50万元（含）以上
    /// and 292天（80%）以上, or behind the closing bracket when the number stands inside.
    fn past_brackets(&self, at: usize) -> usize {
        const LONGEST: usize = 8;
        let Some((c, mut to)) = self.text.at(at) else { return at };
        if c == ')' {
            return to;
        }
        for _ in 0..LONGEST {
            match self.text.at(to) {
                Some((')', next)) if c == '(' => return next,
                Some((_, next)) => to = next,
                None => break,
            }
        }
        at
    }

    /// 万元地区生产总值用水量, 万人发明专利拥有量: a bare multiplier in front of a noun is the base of a rate.
    fn is_base(&self, mention: &Mention) -> bool {
        if !mention.bare {
            return false;
        }
        let rest = self.text.raw.get(mention.span.end..).unwrap_or("").trim_start();
        let starts = |nouns: &[&str]| nouns.iter().any(|noun| rest.starts_with(noun));
        match mention.unit.as_ref().map(|unit| unit.dimension.of) {
            Some("money:CNY") => {
                !matches!(self.text.peek_before(mention.span.start), '个' | '年' | '达')
                    && starts(&self.lexicon.lists.per_money)
            }
            Some("person") => starts(&self.lexicon.lists.per_head),
            _ => false,
        }
    }
}
