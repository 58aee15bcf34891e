//! Parts and factors: 百分之四十, 三分之一, 1/3, 九成, 12:44:44, 翻两番, 半数.

use crate::digits::{arabic, sign};
use crate::language::Lexicon;
use crate::mention::{Change, Comparator, Kind, Marked, Mention, Printed};
use crate::numeral::{self, Numeral};
use crate::text::Text;
use crate::unit::{Dimension, Unit};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::ops::Range;

/// A mention with nothing but its value.
pub(crate) fn plain(kind: Kind, span: Range<usize>, number: Range<usize>) -> Mention {
    Mention {
        span,
        number_span: number,
        kind,
        value: None,
        value_high: None,
        parts: Vec::new(),
        unit: None,
        printed: Printed::default(),
        years: None,
        comparator: None,
        change: None,
        modality: None,
        cumulative: false,
        annual: false,
        open: None,
        bare: false,
    }
}

fn share(name: &'static str, scale: u32) -> Unit {
    let factor = Decimal::try_new(1, scale).unwrap_or(Decimal::ONE);
    Unit { name: Cow::Borrowed(name), dimension: Dimension { of: "share", per: None }, factor }
}

fn with_unit(mut mention: Mention, value: Decimal, unit: Unit, printed: &str) -> Mention {
    mention.value = Some(value);
    mention.printed = Printed { number: Some(value), number_high: None, unit: printed.to_owned() };
    mention.unit = Some(unit);
    mention
}

/// `X分之Y` behind the numeral X: a percentage for 百分之 and 千分之, else a fraction.
///
/// Gives `Err(end)` when 分之 is there but no exact number follows (百分之二三十).
pub(crate) fn parts_of(lexicon: &Lexicon, text: Text<'_>, whole: &Numeral) -> Option<Result<Mention, usize>> {
    let behind = text.word(text.skip_gap(whole.end), "分之", true)?;
    let at = text.skip_gap(behind);
    let Some(part) = numeral::read(text, at, lexicon) else { return Some(Err(behind)) };
    let exact = part.high.is_none() && part.open.is_none() && whole.open.is_none();
    if !exact || whole.value.is_zero() {
        return Some(Err(part.end));
    }
    let span = whole.start..part.end;
    let base = plain(Kind::Percent, span.clone(), span);
    let hundred = |value: i64| whole.bare && whole.value == Decimal::from(value);
    Some(if hundred(100) {
        Ok(with_unit(base, part.value, share("%", 2), "%"))
    } else if hundred(1000) {
        Ok(with_unit(base, part.value, share("‰", 3), "‰"))
    } else if hundred(10_000) {
        Ok(with_unit(base, part.value, share("‱", 4), "‱"))
    } else {
        fraction(base, part.value, whole.value).ok_or(part.end)
    })
}

fn fraction(mut mention: Mention, numerator: Decimal, denominator: Decimal) -> Option<Mention> {
    let value = numerator.checked_div(denominator)?.normalize();
    mention.kind = Kind::Fraction;
    mention.value = Some(value);
    mention.printed.number = Some(value);
    mention.parts = vec![numerator, denominator];
    Some(mention)
}

/// `九成`, `7.2成`, `七成六`, `三成半` behind the numeral.
pub(crate) fn tenths(lexicon: &Lexicon, text: Text<'_>, tenths: &Numeral) -> Option<Mention> {
    const NOT_BEFORE: &str = "立为果都熟本效员长功就人品绩交年分套语因像形群片";
    let end = text.word(text.skip_gap(tenths.end), "成", false)?;
    if tenths.value > Decimal::TEN || tenths.open.is_some() || NOT_BEFORE.contains(text.peek(end)) {
        return None;
    }
    let mut value = tenths.value.checked_mul(Decimal::TEN)?;
    let mut high = tenths.high.and_then(|high| high.checked_mul(Decimal::TEN));
    let mut to = end;
    let behind = text.skip_gap(end);
    if let Some(half) = text.word(behind, "半", false) {
        value += Decimal::from(5);
        to = half;
        high = None;
    } else if let Some(units) = numeral::read(text, behind, lexicon)
        && !units.arabic
        && !units.bare
        && units.value < Decimal::TEN
        && tenths.value.is_integer()
    {
        value += units.value;
        to = units.end;
        high = None;
    }
    let mut mention =
        with_unit(plain(Kind::Percent, tenths.start..to, tenths.start..to), value, share("%", 2), "%");
    mention.value_high = high;
    mention.printed.number_high = high;
    Some(mention)
}

/// A ratio or a fraction in Arabic digits, or a clock time or date that must be passed over.
pub(crate) enum Slashed {
    /// Something to report.
    Found(Box<Mention>),
    /// Nothing to report up to here.
    Pass(usize),
}

/// `1/3` behind the Arabic number 1.
pub(crate) fn slash(lexicon: &Lexicon, text: Text<'_>, first: &Numeral) -> Option<Slashed> {
    let behind = text.word(first.end, "/", false)?;
    let (value, end, _) = arabic(text, behind)?;
    if let Some(mention) = per_many(lexicon, text, first, behind) {
        return Some(Slashed::Found(Box::new(mention)));
    }
    let numerator = first.value;
    let next = text.peek(text.skip_gap(end));
    let alone = next != '/' && !text.peek_before(first.start).eq(&'/') && !next.is_ascii_alphanumeric();
    let proper = numerator.is_integer() && value.is_integer() && numerator < value && !numerator.is_zero();
    let unit_follows = crate::unit::simple_unit(lexicon, text, text.skip_gap(end)).is_some();
    if !(alone && proper) || first.digits == 0 || unit_follows {
        return Some(Slashed::Pass(end));
    }
    let span = first.start..end;
    let found = fraction(plain(Kind::Fraction, span.clone(), span), numerator, value);
    Some(found.map_or(Slashed::Pass(end), |mention| Slashed::Found(Box::new(mention))))
}

/// `9/10万`: cases in so many, as mortality is printed.
fn per_many(lexicon: &Lexicon, text: Text<'_>, first: &Numeral, behind: usize) -> Option<Mention> {
    let whole = numeral::read(text, behind, lexicon)?;
    let many = whole.multiplier > 0 && whole.value >= Decimal::ONE_THOUSAND && whole.open.is_none();
    let factor = Decimal::ONE.checked_div(whole.value).filter(|_| many && first.multiplier == 0)?;
    let name: String = text.raw.get(behind..whole.end)?.chars().map(crate::fold_char).collect();
    let name = format!("/{name}");
    let unit =
        Unit { name: Cow::Owned(name.clone()), dimension: Dimension { of: "share", per: None }, factor };
    let mention = plain(Kind::Percent, first.start..whole.end, first.start..first.end);
    Some(with_unit(mention, first.value, unit, &name))
}

/// Most parts of a ratio.
const MOST_PARTS: usize = 12;

/// `12:44:44`, `1.8:1`, `1∶1.5` behind the Arabic number in front of the colon.
pub(crate) fn ratio(lexicon: &Lexicon, text: Text<'_>, first: &Numeral) -> Option<Slashed> {
    let mut parts = vec![first.value];
    let mut end = first.end;
    while let Some(behind) = text.word(text.skip_gap(end), ":", false) {
        let Some((value, to, _)) = arabic(text, text.skip_gap(behind)) else { break };
        parts.push(value);
        end = to;
        // No ratio of a plan has so many parts; a string of them must not be read again and again.
        if parts.len() > MOST_PARTS {
            return Some(Slashed::Pass(end));
        }
    }
    if parts.len() < 2 {
        return None;
    }
    let behind = text.skip_gap(end);
    let unit_follows = crate::unit::simple_unit(lexicon, text, behind).is_some()
        || sign(text.peek(behind)).is_some()
        || text.peek(end).is_ascii_alphabetic();
    if unit_follows {
        // 专栏1：100个 is a label and a count, not a ratio.
        return None;
    }
    if labels_something(text, first, &parts) {
        return None;
    }
    if looks_like_clock(text, first, end, &parts) {
        return Some(Slashed::Pass(end));
    }
    let mut mention = plain(Kind::Ratio, first.start..end, first.start..end);
    mention.parts = parts;
    Some(Slashed::Found(Box::new(mention)))
}

/// 专栏2：6921 is a numbered label and what it labels: two whole parts behind a full-width colon.
fn labels_something(text: Text<'_>, first: &Numeral, parts: &[Decimal]) -> bool {
    let label = text.peek_before(text.skip_gap_back(first.start));
    parts.len() == 2 && parts.iter().all(Decimal::is_integer) && "栏表图件题节章条款目例注".contains(label)
}

/// Two whole parts that could be hours and minutes, with no word of comparison in front.
fn looks_like_clock(text: Text<'_>, first: &Numeral, end: usize, parts: &[Decimal]) -> bool {
    let &[hours, minutes] = parts else { return false };
    let minute_digits =
        text.raw.get(..end).map_or(0, |s| s.bytes().rev().take_while(u8::is_ascii_digit).count());
    let shaped = hours.is_integer()
        && minutes.is_integer()
        && hours <= Decimal::from(24)
        && minutes < Decimal::from(60)
        && minute_digits == 2;
    if !shaped {
        return false;
    }
    let mut at = first.start;
    for _ in 0..12 {
        let Some((c, before)) = text.before(at) else { break };
        match c {
            '比' => return false,
            '。' | '；' | '，' | '\n' => break,
            _ => at = before,
        }
    }
    true
}

/// `翻一番`, `翻了两番`, `翻番` at 翻: a factor of the base, 2 to the power of the number.
pub(crate) fn doubling(lexicon: &Lexicon, text: Text<'_>, at: usize) -> Option<Mention> {
    let behind = text.word(at, "翻", false)?;
    let mut to = text.skip_gap(behind);
    to = text.skip_gap(text.word(to, "了", false).unwrap_or(to));
    let number = numeral::read(text, to, lexicon);
    let (times, from) = match &number {
        Some(numeral) if numeral.high.is_none() && numeral.open.is_none() => (
            u32::try_from(numeral.value).ok().filter(|_| numeral.value.is_integer())?,
            text.skip_gap(numeral.end),
        ),
        Some(_) => return None,
        None => (1, to),
    };
    let end = text.word(from, "番", false)?;
    let value = 2_u64.checked_pow(times).filter(|_| (1..=20).contains(&times)).map(Decimal::from)?;
    // 翻一番半: once doubled and half of that again.
    let half = text.word(end, "半", false).filter(|behind| !"径导岛天年小月".contains(text.peek(*behind)));
    let (end, value, printed) = match (half, Decimal::try_new(5, 1)) {
        (Some(behind), Ok(part)) => {
            let more = value.checked_mul(Decimal::ONE.checked_add(part)?)?;
            (behind, more.normalize(), Decimal::from(times).checked_add(part)?)
        }
        _ => (end, value, Decimal::from(times)),
    };
    let unit = Unit {
        name: Cow::Borrowed("倍"),
        dimension: Dimension { of: "multiple", per: None },
        factor: Decimal::ONE,
    };
    let number_span = number.map_or(at..end, |numeral| numeral.start..numeral.end);
    let mut mention = with_unit(plain(Kind::Multiple, at..end, number_span), value, unit, "番");
    mention.printed.number = Some(printed);
    mention.change = Some(Marked { meaning: Change::Doubling, span: at..end });
    Some(mention)
}

/// `半数`, `一半`, `过半` at 半: one half; `半成`: five in a hundred.
pub(crate) fn half(text: Text<'_>, at: usize) -> Option<Mention> {
    let behind = text.word(at, "半", false)?;
    if let Some(end) = text.word(behind, "成", false)
        && !"品熟".contains(text.peek(end))
    {
        return Some(with_unit(plain(Kind::Percent, at..end, at..end), Decimal::from(5), share("%", 2), "%"));
    }
    let two = || (vec![Decimal::ONE, Decimal::TWO], Decimal::try_new(5, 1).ok());
    let number = text.word(behind, "数", false);
    let (c, before) = text.before(at)?;
    let span = match c {
        '一' => before..behind,
        _ if number.is_some() => at..number.unwrap_or(behind),
        '过' if !"径程导山岛天年小月".contains(text.peek(behind)) => at..behind,
        _ => return None,
    };
    let mut mention = plain(Kind::Fraction, span.clone(), span);
    let (parts, value) = two();
    mention.parts = parts;
    mention.value = value;
    mention.printed.number = value;
    if c == '过' {
        mention.comparator = Some(Marked { meaning: Comparator::Gt, span: before..at });
    }
    Some(mention)
}
