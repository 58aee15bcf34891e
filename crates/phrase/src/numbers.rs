//! Every number and every ordinal of a text, whatever it counts.

use crate::digits::{Sign, arabic, sign};
use crate::language::Lexicon;
use crate::numeral;
use crate::text::Text;
use crate::unit::simple_unit;
use rust_decimal::Decimal;
use std::ops::Range;

/// A number written in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Byte range of the numeral.
    pub span: Range<usize>,
    /// Its value.
    pub value: Decimal,
}

/// Every number; see [`crate::numbers()`].
pub(crate) fn all(lexicon: &Lexicon, text: &str) -> Vec<Number> {
    let text = Text::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((c, next)) = text.at(at) {
        if c == '第' {
            at = ordinal_at(lexicon, text, at).map_or(next, |number| number.span.end);
            continue;
        }
        match number_at(lexicon, text, at) {
            Some(Step::Number(number)) => {
                at = number.span.end;
                found.push(number);
            }
            Some(Step::Pass(end)) => at = end.max(next),
            None => at = next,
        }
    }
    found
}

/// Every ordinal; see [`crate::ordinals()`].
pub(crate) fn ordinals(lexicon: &Lexicon, text: &str) -> Vec<Number> {
    let text = Text::new(text);
    let starts = text.raw.match_indices('第').map(|(at, _)| at);
    starts.filter_map(|at| ordinal_at(lexicon, text, at)).collect()
}

/// Every count of a group; see [`crate::groups`].
pub(crate) fn groups(lexicon: &Lexicon, text: &str) -> Vec<Number> {
    let text = Text::new(text);
    let ends = text.raw.match_indices('大').map(|(at, _)| at);
    ends.filter_map(|at| group_ending(lexicon, text, at)).collect()
}

/// The number in front of the 大 at `at`, when the two name a group and not a congress or a size.
fn group_ending(lexicon: &Lexicon, text: Text<'_>, at: usize) -> Option<Number> {
    const LONGEST: usize = 4;
    let end = at + '大'.len_utf8();
    let digits = text.skip_gap_back(at);
    let mut start = digits;
    for _ in 0..LONGEST {
        match text.before(start) {
            Some((c, before)) if sign(c).is_some_and(|sign| sign != Sign::Some) => start = before,
            _ => break,
        }
    }
    let numeral =
        numeral::read(text, start, lexicon).filter(|numeral| numeral.end == digits && !numeral.bare)?;
    let few = numeral.high.is_none() && numeral.value.is_integer() && numeral.value <= Decimal::from(30);
    let earlier = text.raw.get(..start)?;
    let behind = text.raw.get(end..)?.trim_start();
    let lists = &lexicon.lists;
    let is_congress = lists.before_congress.iter().any(|word| earlier.ends_with(word))
        || lists.behind_congress.iter().any(|word| behind.starts_with(word));
    let noun = behind.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '“' | '《'));
    let bounded = few && numeral.value > Decimal::ONE && !earlier.ends_with('第');
    (bounded && noun && !is_congress).then_some(Number { span: start..end, value: numeral.value })
}

fn ordinal_at(lexicon: &Lexicon, text: Text<'_>, at: usize) -> Option<Number> {
    let behind = text.word(at, "第", false)?;
    let numeral = numeral::read(text, behind, lexicon).filter(|numeral| !numeral.bare)?;
    Some(Number { span: at..numeral.core_end, value: numeral.value })
}

enum Step {
    Number(Number),
    Pass(usize),
}

/// The number at `at` with its sign and fraction; `None` when nothing of that kind begins here.
fn number_at(lexicon: &Lexicon, text: Text<'_>, at: usize) -> Option<Step> {
    let (c, next) = text.at(at)?;
    let negative = matches!(c, '-' | '负' | '負');
    let from = if negative { text.skip_gap(next) } else { at };
    let first = text.peek(from);
    if !matches!(sign(first), Some(sign) if sign != Sign::Some) {
        return None;
    }
    if negative && c == '-' && (text.peek_before(at).is_alphanumeric() || text.peek_before(at) == '-') {
        return None;
    }
    let guard = lexicon.lists.no_number.iter().find_map(|word| text.word(from, word, false));
    if let Some(end) = guard.or_else(|| doubled(text, from)) {
        return Some(Step::Pass(end));
    }
    let numeral = numeral::read(text, from, lexicon)?;
    if numeral.end == numeral.core_end
        && numeral.bare
        && text.word(text.skip_gap(numeral.end), "分之", true).is_none()
    {
        return Some(Step::Pass(numeral.end));
    }
    if is_price(lexicon, text, &numeral) {
        return Some(Step::Pass(numeral.end));
    }
    let (value, end) = with_fraction(lexicon, text, &numeral).unwrap_or((numeral.value, numeral.core_end));
    let value = if negative { -value } else { value };
    Some(Step::Number(Number { span: at..end, value }))
}

/// 九九, 两两: a doubled digit is a word or a name.
fn doubled(text: Text<'_>, at: usize) -> Option<usize> {
    let (first, next) = text.at(at)?;
    let (second, end) = text.at(next)?;
    let alone = sign(text.peek(end)).is_none() && matches!(sign(first), Some(Sign::Digit(_)));
    (first == second && alone).then_some(end)
}

/// 一美元, 两折: one digit in front of money or a discount is part of a price.
fn is_price(lexicon: &Lexicon, text: Text<'_>, numeral: &numeral::Numeral) -> bool {
    let single = !numeral.arabic && numeral.value < Decimal::TEN && numeral.value.is_integer();
    single
        && simple_unit(lexicon, text, numeral.end).is_some_and(|(entry, _)| {
            entry.dimension.of.starts_with("money") || entry.dimension.of == "discount"
        })
}

/// 三分之一, 十一又十四分之一, 3/5 that begin with the numeral just read.
fn with_fraction(lexicon: &Lexicon, text: Text<'_>, first: &numeral::Numeral) -> Option<(Decimal, usize)> {
    let behind = text.skip_gap(first.end);
    if let Some(to) = text.word(behind, "又", false) {
        let whole = numeral::read(text, text.skip_gap(to), lexicon)?;
        let (part, end) = part_of(lexicon, text, &whole)?;
        return Some((first.value.checked_add(part)?, end));
    }
    if first.arabic
        && let Some(to) = text.word(first.end, "/", false)
    {
        let (denominator, end, _) = arabic(text, to)?;
        return Some((first.value.checked_div(denominator)?.normalize(), end));
    }
    part_of(lexicon, text, first)
}

fn part_of(lexicon: &Lexicon, text: Text<'_>, whole: &numeral::Numeral) -> Option<(Decimal, usize)> {
    let behind = text.word(text.skip_gap(whole.end), "分之", true)?;
    let at = text.skip_gap(behind);
    // 负三分之负一: the sign in front of the whole and this one cancel out.
    let (negative, from) = match text.at(at)? {
        ('负' | '負' | '-', next) => (true, next),
        _ => (false, at),
    };
    let part = numeral::read(text, from, lexicon)?;
    let value = part.value.checked_div(whole.value)?.normalize();
    Some((if negative { -value } else { value }, part.core_end))
}
