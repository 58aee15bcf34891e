//! Amounts: a numeral, or two, with a unit.

use crate::digits::{Sign, shift, sign};
use crate::language::{Lexicon, UnitEntry};
use crate::mention::{Kind, Mention, Printed};
use crate::numeral::{self, Numeral};
use crate::ordinal;
use crate::proportion::plain;
use crate::text::Text;
use crate::time::dash;
use crate::unit::{UnitMatch, unit_at};
use rust_decimal::Decimal;

/// What is still needed before a candidate counts as a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing.
    None,
    /// A bound or a verb of making: a small Chinese numeral with a counter (新建两座).
    CountedOrMade,
    /// A bound: 一 with a counter (至少一所).
    Bound,
    /// A marker directly beside it: a number without unit (降到0.45以下).
    Marker,
}

/// A numeral with its unit, if any.
struct Amount<'l> {
    numeral: Numeral,
    unit: Option<UnitMatch<'l>>,
    end: usize,
}

fn amount<'l>(lexicon: &'l Lexicon, text: Text<'_>, numeral: Numeral) -> Amount<'l> {
    let at = text.skip_gap(numeral.end);
    let unit = unit_at(lexicon, text, at).filter(|unit| fits(unit.entry, &numeral));
    let mut end = unit.as_ref().map_or(numeral.end, |unit| unit.end);
    let mut numeral = numeral;
    if let Some(unit) = &unit
        && let Some((value, behind)) = and_a_half(text, unit, &numeral)
    {
        numeral.value = value;
        end = behind;
    }
    Amount { numeral, unit, end }
}

/// 两年半, 一吨半: half a unit more behind a measure counted by a Chinese numeral.
fn and_a_half(text: Text<'_>, unit: &UnitMatch<'_>, numeral: &Numeral) -> Option<(Decimal, usize)> {
    let end = text.word(unit.end, "半", false)?;
    let exact = !numeral.arabic && numeral.open.is_none() && numeral.multiplier == 0;
    let measure = !unit.entry.counter && unit.unit.dimension.per.is_none();
    if !exact || !measure || "径导岛天数山月夜边".contains(text.peek(end)) {
        return None;
    }
    Some((numeral.value.checked_add(Decimal::try_new(5, 1).ok()?)?, end))
}

/// Whether a unit may follow this numeral at all.
fn fits(entry: &UnitEntry, numeral: &Numeral) -> bool {
    if numeral.bare && !entry.bare {
        return false;
    }
    !entry.digits_only || numeral.arabic || numeral.multiplier > 0 || numeral.value >= Decimal::from(20)
}

/// The amount that begins with `first`, with its range when one is printed.
///
/// `None` when nothing countable stands here.
pub(crate) fn amount_at(lexicon: &Lexicon, text: Text<'_>, first: Numeral) -> Option<(Mention, Need)> {
    let start = first.start;
    if let Some(mention) =
        ordinal::scale(text, &first).or_else(|| ordinal::among_first(lexicon, text, &first))
    {
        return Some((mention, Need::None));
    }
    let one = amount(lexicon, text, first);
    if let Some(found) = range(lexicon, text, &one) {
        return Some(found);
    }
    let need = need(lexicon, text, &one)?;
    let mut mention = single(text, &one);
    mention.span.start = start;
    Some((mention, need))
}

fn single(text: Text<'_>, amount: &Amount<'_>) -> Mention {
    let numeral = &amount.numeral;
    let span = numeral.start..amount.end;
    let mut mention = plain(kind_of(amount.unit.as_ref()), span, numeral.start..numeral.core_end);
    mention.value = Some(numeral.value);
    mention.value_high = numeral.high;
    mention.open = numeral.open;
    mention.bare = numeral.bare;
    mention.printed = Printed {
        number: Some(numeral.printed()),
        number_high: numeral.printed_high(),
        unit: printed_unit(text, numeral, amount.unit.as_ref()),
    };
    mention.unit = amount.unit.as_ref().map(|unit| unit.unit.clone());
    if amount.unit.is_none() && numeral.multiplier > 0 {
        mention.kind = Kind::Quantity;
    }
    mention
}

fn kind_of(unit: Option<&UnitMatch<'_>>) -> Kind {
    let Some(unit) = unit else { return Kind::Number };
    if unit.unit.dimension.per.is_some() {
        return Kind::Quantity;
    }
    match unit.unit.dimension.of {
        "share" => Kind::Percent,
        "points" => Kind::Points,
        "multiple" => Kind::Multiple,
        "month" | "second" => Kind::Duration,
        _ => Kind::Quantity,
    }
}

/// The multiplier and the unit as printed, blanks and 余 left out.
fn printed_unit(text: Text<'_>, numeral: &Numeral, unit: Option<&UnitMatch<'_>>) -> String {
    let mut printed = String::new();
    let mut push = |from: usize, to: usize| {
        let raw = text.raw.get(from..to).unwrap_or("");
        printed.extend(raw.chars().filter(|c| !c.is_whitespace() && !matches!(c, '余' | '多' | '餘')));
    };
    if numeral.multiplier > 0 {
        push(numeral.multiplier_at, numeral.core_end);
    }
    if let Some(unit) = unit {
        push(text.skip_gap(numeral.end), unit.end);
    }
    printed
}

/// What else must be seen before this amount counts; `None` when it never does.
fn need(lexicon: &Lexicon, text: Text<'_>, amount: &Amount<'_>) -> Option<Need> {
    let numeral = &amount.numeral;
    let Some(unit) = &amount.unit else {
        return without_unit(text, numeral);
    };
    if numeral.arabic || numeral.open.is_some() {
        return Some(Need::None);
    }
    let of = unit.unit.dimension.of;
    if of == "month" && unit.unit.name == "年" {
        return beside_years(lexicon, text, amount).then_some(Need::None);
    }
    if unit.entry.counter || matches!(of, "person" | "second" | "area-pass") {
        return Some(if numeral.bare || numeral.value >= Decimal::TEN {
            Need::None
        } else if numeral.value == Decimal::ONE {
            Need::Bound
        } else {
            Need::CountedOrMade
        });
    }
    // 一元, 一米 and 一亩 are mostly parts of words; a currency of more than one character is not.
    let spelled_out = of.starts_with("money") && unit.unit.name.chars().count() > 1;
    let one = numeral.value == Decimal::ONE && !numeral.bare && !spelled_out;
    Some(if one { Need::CountedOrMade } else { Need::None })
}

/// 200万集成电路, 降到0.45以下, 花费六百多万: what a number without unit needs.
fn without_unit(text: Text<'_>, numeral: &Numeral) -> Option<Need> {
    let multiplied = numeral.multiplier > 0 && !numeral.bare;
    let glued = text.peek(numeral.end).is_ascii_alphanumeric();
    if multiplied && !glued && (numeral.arabic || numeral.open.is_some()) {
        return Some(Need::None);
    }
    ((numeral.arabic || multiplied) && stands_alone(text, numeral)).then_some(Need::Marker)
}

/// Whether a number of years in Chinese numerals is a length of time: 未来五年, 五年内.
fn beside_years(lexicon: &Lexicon, text: Text<'_>, amount: &Amount<'_>) -> bool {
    let before = text.raw.get(..text.skip_gap_back(amount.numeral.start)).unwrap_or("");
    let after = text.raw.get(text.skip_gap(amount.end)..).unwrap_or("");
    !amount.numeral.bare
        && !lexicon.lists.names_of_years.iter().any(|word| before.ends_with(word))
        && (lexicon.lists.before_years.iter().any(|word| before.ends_with(word))
            || lexicon.lists.after_years.iter().any(|word| after.starts_with(word)))
}

/// Whether a bare Arabic number could be a value: not part of a code, a label, a name or a sum.
///
/// A whole number in front of a noun names something more often than it measures (1号线, 2楼), so a
/// clause border or a word of bound must follow; a decimal fraction is a value.
fn stands_alone(text: Text<'_>, numeral: &Numeral) -> bool {
    const FRONT: &str = "+/.-—_=#(〔[第、";
    const BEHIND: &str = "，。；：！？\n以左上之的及并和与（(\t";
    let next = text.peek(text.skip_gap(numeral.end));
    let ends = BEHIND.contains(next) || !numeral.value.is_integer() && !next.is_ascii() && next != '、';
    ends && !FRONT.contains(text.peek_before(numeral.start))
}

/// Two amounts with a dash, a wave, 至 or 到 between them: 2-3个, 25—30万人, 5%至8%.
fn range(lexicon: &Lexicon, text: Text<'_>, first: &Amount<'_>) -> Option<(Mention, Need)> {
    let behind = text.skip_gap(first.end);
    let between = text.any(behind, &["和", "与"]);
    let separator = dash(text, behind).or_else(|| text.any(behind, &["至", "到"])).or(between)?;
    let from = text.skip_gap(separator);
    sign(text.peek(from)).filter(|sign| !matches!(sign, Sign::Some))?;
    let second = amount(lexicon, text, numeral::read(text, from, lexicon)?);
    if first.numeral.arabic != second.numeral.arabic || second.numeral.bare || first.numeral.bare {
        return None;
    }
    // 10和20之间 is a range, 15户和13户 is a list.
    if between.is_some() && text.any(text.skip_gap(second.end), &["之间", "间的"]).is_none() {
        return None;
    }
    let unit = second.unit.as_ref();
    if let (Some(a), Some(b)) = (&first.unit, unit)
        && a.unit != b.unit
    {
        return None;
    }
    // 从5个到10个 is a change, not a range: its 到 follows a unit that is followed by a verb or an origin.
    if first.unit.is_some()
        && text.word(behind, "到", false).is_some()
        && follows_origin(text, first.numeral.start)
    {
        return None;
    }
    let shares_multiplier = first.unit.is_none()
        && first.numeral.multiplier == 0
        && first.numeral.value <= second.numeral.printed();
    let exponent = if shares_multiplier { second.numeral.multiplier } else { 0 };
    let low = shift(first.numeral.value, i64::from(exponent))?;
    let high = second.numeral.value;
    if low >= high || unit.is_none() && second.numeral.multiplier == 0 && !stands_alone(text, &second.numeral)
    {
        return None;
    }
    let need = need(lexicon, text, &second)?;
    let mut mention = single(text, &second);
    mention.span.start = first.numeral.start;
    mention.number_span = first.numeral.start..second.numeral.core_end;
    mention.value = Some(low);
    mention.value_high = Some(high);
    mention.printed.number_high = mention.printed.number;
    mention.printed.number = shift(low, -i64::from(second.numeral.multiplier));
    Some((mention, if need == Need::CountedOrMade { Need::None } else { need }))
}

fn follows_origin(text: Text<'_>, start: usize) -> bool {
    let at = text.skip_gap_back(start);
    matches!(text.peek_before(at), '由' | '从' | '自')
}
