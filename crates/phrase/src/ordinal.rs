//! Ordinals: places in an order, grades, and the labels of headings.

use crate::language::Lexicon;
use crate::mention::{Comparator, Kind, Marked, Mention, Printed};
use crate::numeral::{self, Numeral};
use crate::proportion::plain;
use crate::text::Text;
use crate::unit::{Dimension, Unit};
use rust_decimal::Decimal;
use std::borrow::Cow;

fn grade_unit(name: &'static str) -> Unit {
    Unit { name: Cow::Borrowed(name), dimension: Dimension { of: name, per: None }, factor: Decimal::ONE }
}

/// `第3位`, `第五名`, `第1—3名` behind 第: a place in an order.
pub(crate) fn rank(lexicon: &Lexicon, text: Text<'_>, start: usize, first: &Numeral) -> Option<Mention> {
    let second = crate::time::dash(text, text.skip_gap(first.end))
        .or_else(|| text.word(first.end, "至", false))
        .and_then(|at| numeral::read(text, text.skip_gap(at), lexicon))
        .filter(|second| second.value > first.value);
    let end = second.as_ref().map_or(first.end, |second| second.end);
    let at = text.skip_gap(end);
    let (name, unit_end) =
        [("位", "移次于"), ("名", "牌称词")].into_iter().find_map(|(word, not_before)| {
            let end = text.word(at, word, false)?;
            (!not_before.contains(text.peek(end))).then_some((word, end))
        })?;
    let mut mention = plain(Kind::Ordinal, start..unit_end, first.start..end);
    mention.value = Some(first.value);
    mention.value_high = second.map(|second| second.value);
    mention.printed =
        Printed { number: mention.value, number_high: mention.value_high, unit: name.to_owned() };
    mention.unit = Some(grade_unit(name));
    Some(mention)
}

/// `百亿级`, `100亿级`: an order of magnitude; 级别 means something else.
pub(crate) fn scale(text: Text<'_>, numeral: &Numeral) -> Option<Mention> {
    let end = text.word(text.skip_gap(numeral.end), "级", false)?;
    if numeral.value < Decimal::ONE_HUNDRED || numeral.multiplier == 0 || text.peek(end) == '别' {
        return None;
    }
    let mut mention = plain(Kind::Scale, numeral.start..end, numeral.start..numeral.end);
    mention.value = Some(numeral.value);
    mention.bare = numeral.bare;
    let printed = text.raw.get(numeral.multiplier_at..end)?.chars().filter(|c| !c.is_whitespace()).collect();
    mention.printed = Printed { number: Some(numeral.printed()), number_high: None, unit: printed };
    mention.unit = Some(grade_unit("级"));
    Some(mention)
}

/// `前10名`, `前三位`: among the first so many.
pub(crate) fn among_first(lexicon: &Lexicon, text: Text<'_>, numeral: &Numeral) -> Option<Mention> {
    let (c, before) = text.before(text.skip_gap_back(numeral.start))?;
    if c != '前' || numeral.open.is_some() || "之以目当年月日期提".contains(text.peek_before(before))
    {
        return None;
    }
    let mut mention = rank(lexicon, text, before, numeral)?;
    mention.comparator = Some(Marked { meaning: Comparator::Le, span: before..before + c.len_utf8() });
    Some(mention)
}

/// `Ⅳ类`, `V类`, `Ⅰ-Ⅲ类`, `Ⅲ级` at a Roman numeral: a grade.
pub(crate) fn roman_class(text: Text<'_>, at: usize) -> Option<Mention> {
    if text.peek_before(at).is_ascii_alphanumeric() {
        return None;
    }
    let (first, mut end) = roman(text, at)?;
    let mut last = first;
    let separator = crate::time::dash(text, end).or_else(|| text.word(end, "至", false));
    if let Some((value, to)) = separator.and_then(|to| roman(text, to)) {
        last = value;
        end = to;
    }
    let number_end = end;
    let at_unit = text.skip_gap(end);
    let name = if text.word(at_unit, "类", false).is_some() { "类" } else { "级" };
    let end = text.word(at_unit, name, false)?;
    let mut mention = plain(Kind::Class, at..end, at..number_end);
    mention.value = Some(Decimal::from(first));
    mention.value_high = (last > first).then(|| Decimal::from(last));
    mention.printed =
        Printed { number: mention.value, number_high: mention.value_high, unit: name.to_owned() };
    mention.unit = Some(grade_unit(name));
    Some(mention)
}

/// Roman numerals in letters, the longer ones first.
const LETTERS: [(&str, u8); 12] = [
    ("VIII", 8),
    ("VII", 7),
    ("III", 3),
    ("XII", 12),
    ("VI", 6),
    ("IV", 4),
    ("IX", 9),
    ("II", 2),
    ("XI", 11),
    ("I", 1),
    ("V", 5),
    ("X", 10),
];

/// A Roman numeral up to twelve, as one character or in letters.
#[expect(clippy::cast_possible_truncation, reason = "a digit or a byte")]
fn roman(text: Text<'_>, at: usize) -> Option<(u8, usize)> {
    let (c, next) = text.at(at)?;
    if ('Ⅰ'..='Ⅻ').contains(&c) {
        return Some(((c as u32 - 'Ⅰ' as u32) as u8 + 1, next));
    }
    let (value, end) =
        LETTERS.iter().find_map(|(letters, value)| Some((*value, text.word(at, letters, false)?)))?;
    (!text.peek(end).is_ascii_alphanumeric()).then_some((value, end))
}

/// How the label of a heading is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrdinalStyle {
    /// `第一章`, `第二节`: the counted word follows.
    Named(char),
    /// `一、`.
    Chinese,
    /// `（一）`.
    ChineseBrackets,
    /// `1、`, `1.`, `1．`.
    Arabic,
    /// `（1）`.
    ArabicBrackets,
    /// `①`.
    Circled,
}

/// The label in front of a heading or list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordinal {
    /// Its number.
    pub value: u32,
    /// How it is written.
    pub style: OrdinalStyle,
    /// Bytes of the label with its punctuation, blanks behind it excluded.
    pub len: usize,
}

/// The label a heading begins with; see [`crate::ordinal()`].
pub(crate) fn label(lexicon: &Lexicon, text: &str) -> Option<Ordinal> {
    let text = Text::new(text);
    let (first, next) = text.at(0)?;
    if let '①'..='⑳' = first {
        return Some(Ordinal {
            value: first as u32 - '①' as u32 + 1,
            style: OrdinalStyle::Circled,
            len: next,
        });
    }
    if first == '第' {
        let (value, end, _) = counting(lexicon, text, text.skip_gap(next))?;
        let (c, len) = text.at(text.skip_gap(end))?;
        let named = "章节条篇编部分款项卷步".contains(c);
        return named.then_some(Ordinal { value, style: OrdinalStyle::Named(c), len });
    }
    if first == '(' {
        let (value, end, arabic) = counting(lexicon, text, text.skip_gap(next))?;
        let (c, len) = text.at(text.skip_gap(end))?;
        let style = if arabic { OrdinalStyle::ArabicBrackets } else { OrdinalStyle::ChineseBrackets };
        return (c == ')').then_some(Ordinal { value, style, len });
    }
    let (value, end, arabic) = counting(lexicon, text, 0)?;
    let (c, len) = text.at(end)?;
    let closes = match c {
        '、' => true,
        '.' => arabic && !text.peek(len).is_ascii_digit(),
        ')' => arabic,
        _ => false,
    };
    let style = if arabic { OrdinalStyle::Arabic } else { OrdinalStyle::Chinese };
    closes.then_some(Ordinal { value, style, len })
}

/// A counting number at `at`: value, end, whether it is Arabic.
fn counting(lexicon: &Lexicon, text: Text<'_>, at: usize) -> Option<(u32, usize, bool)> {
    let mut to = at;
    let mut digits: u32 = 0;
    while let Some((c, next)) = text.at(to)
        && let Some(digit) = c.to_digit(10)
    {
        digits = digits.checked_mul(10)?.checked_add(digit)?;
        to = next;
    }
    if to > at {
        return Some((digits, to, true));
    }
    let numeral = numeral::read(text, at, lexicon)?;
    let value = u32::try_from(numeral.value).ok().filter(|_| numeral.value.is_integer())?;
    let exact = !numeral.bare && numeral.open.is_none() && numeral.high.is_none();
    exact.then_some((value, numeral.end, false))
}

/// The value of a text that is one whole numeral; see [`crate::numeral()`].
pub(crate) fn whole(lexicon: &Lexicon, text: &str) -> Option<Decimal> {
    let trimmed = text.trim();
    let text = Text::new(trimmed);
    let (negative, at) = match text.at(0)? {
        ('-' | '负' | '負', next) => (true, text.skip_gap(next)),
        _ => (false, 0),
    };
    let numeral = numeral::read(text, at, lexicon)?;
    let exact = numeral.open.is_none() && numeral.high.is_none() && numeral.end == trimmed.len();
    let value = if negative { -numeral.value } else { numeral.value };
    exact.then_some(value)
}
