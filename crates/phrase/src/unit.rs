//! Units: name, dimension, factor, and the way from one to another.

use crate::digits::{Sign, sign};
use crate::language::{Lexicon, UnitEntry};
use crate::text::Text;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::fmt;

/// What a unit measures: a base such as `mass`, `money:CNY` or a counter's own name, perhaps per another.
///
/// Amounts convert into one another exactly when their dimensions are equal. A counter is its own
/// dimension, so 家 never becomes 户.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimension {
    /// What is measured.
    pub of: &'static str,
    /// Per what, for a rate: `volume` of 微克/立方米.
    pub per: Option<&'static str>,
}

impl Dimension {
    pub(crate) fn of(name: &'static str) -> Self {
        match name.split_once('/') {
            Some((of, per)) => Self { of, per: Some(per) },
            None => Self { of: name, per: None },
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.per {
            Some(per) => write!(f, "{}/{per}", self.of),
            None => f.write_str(self.of),
        }
    }
}

/// A unit of measure, of money or of counting.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// Canonical name: 百分点 for 个百分点, 平方公里 for km².
    pub name: Cow<'static, str>,
    /// What it measures.
    pub dimension: Dimension,
    /// How many of the dimension's base make one: 10000 for 公顷 (in square metres).
    pub factor: Decimal,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Why an amount does not convert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConvertError {
    /// The units measure different things.
    Dimensions(Dimension, Dimension),
    /// The result leaves the range of a decimal.
    Range,
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dimensions(from, to) => write!(f, "an amount of {from} does not convert to {to}"),
            Self::Range => f.write_str("the converted amount is too large"),
        }
    }
}

impl std::error::Error for ConvertError {}

/// Expresses `value` of one unit in another of the same dimension.
///
/// # Example
/// ```
/// use phrase::{convert, parse_unit};
/// let (wan, yi) = (parse_unit("万元").unwrap(), parse_unit("亿元").unwrap());
/// assert_eq!(convert(13_575_000.into(), &wan, &yi).unwrap().to_string(), "1357.5");
/// assert!(convert(1.into(), &wan, &parse_unit("万吨").unwrap()).is_err());
/// ```
pub fn convert(value: Decimal, from: &Unit, to: &Unit) -> Result<Decimal, ConvertError> {
    if from.dimension != to.dimension {
        return Err(ConvertError::Dimensions(from.dimension, to.dimension));
    }
    if from.factor == to.factor {
        return Ok(value);
    }
    let result = value.checked_mul(from.factor).and_then(|base| base.checked_div(to.factor));
    // Repeating factors (亩 is 2000/3 m²) leave a last digit of rounding; nobody prints 20 digits.
    result.map(|value| value.round_dp(15).normalize()).ok_or(ConvertError::Range)
}

/// A unit found at a place.
#[derive(Clone, Debug)]
pub(crate) struct UnitMatch<'l> {
    pub(crate) entry: &'l UnitEntry,
    pub(crate) unit: Unit,
    pub(crate) end: usize,
}

/// The unit at `at`, the longest that is not part of another word, with a denominator when one follows.
pub(crate) fn unit_at<'l>(lexicon: &'l Lexicon, text: Text<'_>, at: usize) -> Option<UnitMatch<'l>> {
    let (entry, end) = simple_unit(lexicon, text, at)?;
    let unit = entry.unit();
    let Some((per, per_end)) = denominator(lexicon, text, end, entry) else {
        return Some(UnitMatch { entry, unit, end });
    };
    let name = format!("{}/{}", unit.name, per.name);
    let factor = unit.factor.checked_div(per.factor).unwrap_or(unit.factor);
    let dimension = Dimension { of: unit.dimension.of, per: Some(per.dimension.of) };
    Some(UnitMatch { entry, unit: Unit { name: Cow::Owned(name), dimension, factor }, end: per_end })
}

/// The longest table entry at `at` whose surroundings allow it.
pub(crate) fn simple_unit<'l>(
    lexicon: &'l Lexicon,
    text: Text<'_>,
    at: usize,
) -> Option<(&'l UnitEntry, usize)> {
    entry_at(lexicon, text, at, false)
}

/// Whether a unit that begins like a multiplier stands at `at`: 千伏, 百分点.
pub(crate) fn begins_with_prefix(lexicon: &Lexicon, text: Text<'_>, at: usize) -> bool {
    simple_unit(lexicon, text, at).is_some_and(|(entry, _)| entry.prefix_ambiguous)
}

fn entry_at<'l>(
    lexicon: &'l Lexicon,
    text: Text<'_>,
    at: usize,
    per: bool,
) -> Option<(&'l UnitEntry, usize)> {
    let (first, _) = text.at(at)?;
    lexicon.units.starting(first).iter().filter(|entry| per || !entry.per_only).find_map(|entry| {
        let gaps = first > '\u{7f}';
        let end = text.word(at, entry.surface, gaps)?;
        let next = text.peek(end);
        // Latin surfaces end at a word border: 5MB is not 5M and then B.
        let latin =
            entry.surface.ends_with(|c: char| c.is_ascii_alphabetic()) && next.is_ascii_alphanumeric();
        (!latin && !entry.not_before.contains(next)).then_some((entry, end))
    })
}

/// `/万元`, `/千人`, `/10万人`, `/平方公里` behind a unit; also `每秒` behind a measure.
fn denominator(lexicon: &Lexicon, text: Text<'_>, at: usize, of: &UnitEntry) -> Option<(Unit, usize)> {
    let at = text.skip_gap(at);
    let (c, next) = text.at(at)?;
    if !matches!(c, '/' | '每') {
        return None;
    }
    let from = text.skip_gap(next);
    let mut to = from;
    let mut factor = Decimal::ONE;
    let mut digits = String::new();
    while let Some((c, next)) = text.at(to) {
        let exponent = match sign(c) {
            Some(Sign::Arabic(_)) if digits.len() < 6 => {
                digits.push(c);
                to = next;
                continue;
            }
            Some(Sign::Place(exponent) | Sign::Group(exponent)) => exponent,
            _ => break,
        };
        if c == '千' && begins_with_prefix(lexicon, text, to) {
            break;
        }
        factor = factor.checked_mul(Decimal::from(10_u64.pow(exponent)))?;
        to = next;
    }
    // 100MW/200MWh are two amounts; only a round number is the base of a rate.
    if !digits.is_empty() && (!digits.starts_with('1') || digits.bytes().skip(1).any(|b| b != b'0')) {
        return None;
    }
    if !digits.is_empty() {
        factor = factor.checked_mul(digits.parse().ok()?)?;
    }
    to = text.skip_gap(to);
    let (entry, end) = entry_at(lexicon, text, to, true)?;
    // 五年每年提高 and 100人每天 are no rates; 立方米每秒 and 微克每立方米 are.
    let measures =
        |dimension: &Dimension| matches!(dimension.of, "volume" | "mass" | "length" | "area" | "second");
    if c == '每' && !(measures(&of.dimension) && of.dimension.of != "second" && measures(&entry.dimension)) {
        return None;
    }
    let multiplier: String = text.raw.get(from..to)?.chars().filter(|c| !c.is_whitespace()).collect();
    let name = format!("{multiplier}{}", entry.name);
    let factor = factor.checked_mul(entry.factor)?;
    Some((Unit { name: Cow::Owned(name), dimension: entry.dimension, factor }, end))
}

/// Reads a unit name as headers and cells print it: `亿元`, `万元/人`, `%`, `微克/立方米`.
///
/// The multiplier becomes part of name and factor. Blanks and one pair of brackets around it do not
/// matter. `None` when something else stands there.
pub(crate) fn parse(lexicon: &Lexicon, name: &str) -> Option<Unit> {
    let inner = name
        .trim()
        .trim_start_matches(['(', '（', '[', '【'])
        .trim_end_matches([')', '）', ']', '】'])
        .trim();
    if inner.is_empty() {
        return None;
    }
    let text = Text::new(inner);
    let mut at = 0;
    let mut exponent = 0;
    while let Some((c, next)) = text.at(at) {
        if begins_with_prefix(lexicon, text, at) {
            break;
        }
        match sign(c) {
            Some(Sign::Place(power) | Sign::Group(power)) => exponent += power,
            _ => break,
        }
        at = text.skip_gap(next);
    }
    let found = unit_at(lexicon, text, at)?;
    if found.end != inner.len() {
        return None;
    }
    let multiplier: String = inner.get(..at)?.chars().filter(|c| !c.is_whitespace()).collect();
    if multiplier.is_empty() {
        return Some(found.unit);
    }
    let factor = Decimal::from(10_u64.checked_pow(exponent)?).checked_mul(found.unit.factor)?;
    let name = format!("{multiplier}{}", found.unit.name);
    Some(Unit { name: Cow::Owned(name), dimension: found.unit.dimension, factor })
}
