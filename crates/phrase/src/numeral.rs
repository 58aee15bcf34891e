//! Numerals: Arabic, Chinese and mixed, read exactly.

use crate::mention::Open;
use crate::text::{Text, is_gap};
use rust_decimal::Decimal;

/// What a character can do in a numeral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// An Arabic digit.
    Arabic(u8),
    /// A Chinese digit one to nine.
    Digit(u8),
    /// 零 〇.
    Zero,
    /// 十 百 千: the power of ten.
    Place(u32),
    /// 万 亿 兆: the power of ten.
    Group(u32),
    /// 几 数 in the place of a digit.
    Some,
}

/// The numeral sign of a folded character.
#[inline]
pub(crate) fn sign(c: char) -> Option<Sign> {
    Some(match c {
        '0'..='9' => Sign::Arabic(c as u8 - b'0'),
        '〇' | '零' | '○' | 'Ｏ' => Sign::Zero,
        '一' | '壹' => Sign::Digit(1),
        '二' | '两' | '贰' | '兩' | '貳' | '倆' | '俩' => Sign::Digit(2),
        '三' | '叁' | '參' => Sign::Digit(3),
        '四' | '肆' => Sign::Digit(4),
        '五' | '伍' => Sign::Digit(5),
        '六' | '陆' | '陸' => Sign::Digit(6),
        '七' | '柒' => Sign::Digit(7),
        '八' | '捌' => Sign::Digit(8),
        '九' | '玖' => Sign::Digit(9),
        '十' | '拾' => Sign::Place(1),
        '百' | '佰' => Sign::Place(2),
        '千' | '仟' => Sign::Place(3),
        '万' | '萬' => Sign::Group(4),
        '亿' | '億' => Sign::Group(8),
        '几' | '幾' | '数' => Sign::Some,
        _ => return None,
    })
}

/// A numeral as read at one place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Numeral {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte, blanks behind it excluded.
    pub(crate) end: usize,
    /// The same without a last 余 or 多.
    pub(crate) core_end: usize,
    /// The whole value.
    pub(crate) value: Decimal,
    /// The upper value of 两三百 and 三五年.
    pub(crate) high: Option<Decimal>,
    /// Where the multiplier begins that belongs to the printed unit; `end` when there is none.
    pub(crate) multiplier_at: usize,
    /// Power of ten of that multiplier.
    pub(crate) multiplier: u32,
    /// Whether it is written with Arabic digits.
    pub(crate) arabic: bool,
    /// Number of digits when it is a plain string of digits, Arabic or Chinese: 2020, 二〇二〇; else 0.
    pub(crate) digits: usize,
    /// No digit at all: 百, 千万, 亿.
    pub(crate) bare: bool,
    /// 余, 多, 几.
    pub(crate) open: Option<Open>,
}

impl Numeral {
    /// The number in front of the printed multiplier.
    pub(crate) fn printed(&self) -> Decimal {
        shift(self.value, -i64::from(self.multiplier)).unwrap_or(self.value)
    }

    /// The upper number in front of the printed multiplier.
    pub(crate) fn printed_high(&self) -> Option<Decimal> {
        self.high.map(|high| shift(high, -i64::from(self.multiplier)).unwrap_or(high))
    }
}

/// `value` times a power of ten, or `None` when it leaves the range of a decimal.
pub(crate) fn shift(value: Decimal, power: i64) -> Option<Decimal> {
    let ten = Decimal::TEN;
    let mut result = value;
    for _ in 0..power.unsigned_abs() {
        result = if power > 0 { result.checked_mul(ten)? } else { result.checked_div(ten)? };
    }
    Some(result.normalize())
}

fn power(exponent: u32) -> Option<Decimal> {
    10_i64.checked_pow(exponent).map(Decimal::from)
}

/// Reads the Arabic number at `at`: digits, thousands separators, a decimal point.
///
/// Gives the value, the end and the count of integer digits. `None` when there is no digit, when the
/// value does not fit, or when the digits belong to a dotted number such as 1.2.3.
pub(crate) fn arabic(text: Text<'_>, at: usize) -> Option<(Decimal, usize, usize)> {
    let mut mantissa: i128 = 0;
    let mut scale = 0;
    let mut to = at;
    let mut digits = 0;
    while let Some((c, next)) = text.at(to) {
        if let Some(digit) = c.to_digit(10) {
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
            digits += 1;
            to = next;
        } else if is_separator(text, c, to, next) && digits <= 3 * groups(text, at, to) {
            to = next;
        } else {
            break;
        }
    }
    if digits == 0 {
        return None;
    }
    if let Some((c, mut next)) = text.at(to)
        && (c == '.' || c == '．')
        && text.peek(next).is_ascii_digit()
    {
        while let Some((digit, behind)) = text.at(next) {
            let Some(digit) = digit.to_digit(10) else { break };
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
            scale += 1;
            next = behind;
        }
        to = next;
        if let Some(('.', behind)) = text.at(to)
            && text.peek(behind).is_ascii_digit()
        {
            return None;
        }
    }
    let value = Decimal::try_from_i128_with_scale(mantissa, scale).ok()?;
    Some((value, to, digits))
}

/// Number of digit groups allowed so far: the separators already passed plus one.
fn groups(text: Text<'_>, from: usize, to: usize) -> usize {
    let raw = text.raw.get(from..to).unwrap_or("");
    1 + raw.chars().filter(|c| matches!(c, ',' | '，')).count()
}

/// A thousands separator: a comma with exactly three digits behind it, in the width of its digits.
fn is_separator(text: Text<'_>, c: char, at: usize, next: usize) -> bool {
    let wide = match c {
        ',' => false,
        '，' => true,
        _ => return false,
    };
    let neighbour_is_wide = |c: Option<char>| c.is_some_and(|c| ('０'..='９').contains(&c));
    if wide
        && !(neighbour_is_wide(text.raw.get(..at).and_then(|s| s.chars().next_back()))
            && neighbour_is_wide(text.raw.get(next..).and_then(|s| s.chars().next())))
    {
        return false;
    }
    let mut to = next;
    for _ in 0..3 {
        match text.at(to) {
            Some((c, behind)) if c.is_ascii_digit() => to = behind,
            _ => return false,
        }
    }
    !text.peek(to).is_ascii_digit()
}

/// Where a numeral may stop early because the next character begins a unit or a fraction.
pub(crate) trait Stops {
    /// Whether a unit or another word that wins over the multiplier begins at `at`.
    fn stops(&self, text: Text<'_>, at: usize) -> bool;
}

/// Reads the numeral at `at`.
///
/// `stops` decides between a multiplier and a unit prefix (the 千 of 500千伏). Sections are built as
/// usual: digit times place, sections times 万 and 亿, a larger group multiplies all before it.
pub(crate) fn read(text: Text<'_>, at: usize, stops: &dyn Stops) -> Option<Numeral> {
    if let Some(string) = digit_string(text, at) {
        return Some(string);
    }
    let reader = Reader::new(text, at, stops, false).run()?;
    // 大陆, 队伍, 收拾, 放肆: these financial digits are words of their own unless they join others.
    let single = text.at(at).is_some_and(|(c, next)| next == reader.end && "陆伍拾肆陸參俩".contains(c));
    if single {
        return None;
    }
    // 三五百 is read twice, once with each digit of the pair.
    let high =
        if reader.pair { Reader::new(text, at, stops, true).run().and_then(Reader::value) } else { None };
    reader.finish(high)
}

/// A run of at least three Chinese digits that is read digit by digit: 二〇二五, 一九九八.
///
/// Two digits (三五, 两三) are an approximation, not a string, and are left to the reader.
fn digit_string(text: Text<'_>, at: usize) -> Option<Numeral> {
    let mut value: i64 = 0;
    let mut digits = 0;
    let mut to = at;
    let mut chinese = false;
    while let Some((c, next)) = text.at(to) {
        let digit = match sign(c) {
            Some(Sign::Digit(digit)) if c != '两' => {
                chinese = true;
                digit
            }
            Some(Sign::Zero) => 0,
            // Typists write 二0二五 with an Arabic zero.
            Some(Sign::Arabic(0)) if chinese => 0,
            _ => break,
        };
        value = value.checked_mul(10)?.checked_add(i64::from(digit))?;
        digits += 1;
        to = next;
    }
    if digits < 3 || !chinese || sign(text.peek(to)).is_some() {
        return None;
    }
    Some(Numeral {
        start: at,
        end: to,
        core_end: to,
        value: Decimal::from(value),
        high: None,
        multiplier_at: to,
        multiplier: 0,
        arabic: false,
        digits,
        bare: false,
        open: None,
    })
}

/// No place or group was read yet, or the last one closes nothing.
const FREE: u32 = u32::MAX;

struct Reader<'t, 's> {
    text: Text<'t>,
    stops: &'s dyn Stops,
    start: usize,
    end: usize,
    core_end: usize,
    /// Sum of the closed groups.
    total: Decimal,
    /// Sum of the places since the last group.
    section: Decimal,
    /// The digit that waits for its place.
    current: Option<Decimal>,
    last_place: u32,
    last_group: u32,
    zero: bool,
    fraction: bool,
    /// Number of runs of Arabic digits.
    runs: usize,
    digits: usize,
    bare: bool,
    open: Option<Open>,
    pair: bool,
    take_upper: bool,
}

impl<'t, 's> Reader<'t, 's> {
    fn new(text: Text<'t>, at: usize, stops: &'s dyn Stops, take_upper: bool) -> Self {
        Self {
            text,
            stops,
            start: at,
            end: at,
            core_end: at,
            total: Decimal::ZERO,
            section: Decimal::ZERO,
            current: None,
            last_place: FREE,
            last_group: FREE,
            zero: false,
            fraction: false,
            runs: 0,
            digits: 0,
            bare: true,
            open: None,
            pair: false,
            take_upper,
        }
    }

    /// Takes signs as long as they fit; `None` when there is no numeral or its value does not fit a decimal.
    fn run(mut self) -> Option<Self> {
        while self.step()? {}
        self.started().then_some(self)
    }

    fn started(&self) -> bool {
        self.end != self.start
    }

    /// Takes one more sign: `Some(false)` when the numeral ends here, `None` on overflow.
    fn step(&mut self) -> Option<bool> {
        let at = if self.started() { self.text.skip_gap(self.end) } else { self.start };
        let Some((c, next)) = self.text.at(at) else { return Some(false) };
        let gap = at != self.end;
        match sign(c) {
            Some(Sign::Arabic(_)) => self.take_arabic(at, gap),
            Some(Sign::Digit(digit)) => Some(self.take_digit(digit, next, gap)),
            Some(Sign::Zero) => Some(self.take_zero(next)),
            Some(Sign::Place(place)) => self.take_place(place, at, next),
            Some(Sign::Group(group)) => self.take_group(group, at, next),
            Some(Sign::Some) => Some(self.take_some(c, next)),
            None if matches!(c, '余' | '多' | '餘') => Some(self.take_open(c, next)),
            None if matches!(c, '点' | '點') => self.take_point(next),
            None => Some(false),
        }
    }

    fn accept(&mut self, end: usize) -> bool {
        self.end = end;
        self.core_end = end;
        true
    }

    /// 3万4000, 25万6千, 1千零20: Arabic digits go on only behind a multiplier that is larger than they are.
    fn take_arabic(&mut self, at: usize, gap: bool) -> Option<bool> {
        if self.started()
            && (self.runs == 0 || self.current.is_some() || self.open.is_some() || self.fraction)
        {
            return Some(false);
        }
        let (value, end, digits) = arabic(self.text, at)?;
        if self.started() {
            let place = if self.last_place == FREE { self.last_group } else { self.last_place };
            let multiplied = matches!(
                sign(self.text.peek(self.text.skip_gap(end))),
                Some(Sign::Place(_) | Sign::Group(_))
            );
            if value >= power(place)? || gap && !self.zero && !multiplied {
                return Some(false);
            }
        }
        self.runs += 1;
        self.digits = digits;
        self.bare = false;
        self.current = Some(value);
        Some(self.accept(end))
    }

    fn take_digit(&mut self, digit: u8, next: usize, gap: bool) -> bool {
        if self.runs > 0 || self.open.is_some() || self.fraction {
            return false;
        }
        let value = Decimal::from(digit);
        match self.current {
            // 三五百, 七八十, 十五六: two neighbouring digits name a range, and so does 三五.
            Some(lower) => {
                let neighbours = value == lower + Decimal::ONE
                    || self.last_place != 1 && lower == Decimal::from(3) && digit == 5;
                let more = matches!(sign(self.text.peek(next)), Some(Sign::Digit(_) | Sign::Zero));
                if gap || self.pair || self.zero || more || !neighbours {
                    return false;
                }
                self.pair = true;
                if self.take_upper {
                    self.current = Some(value);
                }
            }
            None => self.current = Some(value),
        }
        self.bare = false;
        self.accept(next)
    }

    fn take_zero(&mut self, next: usize) -> bool {
        if self.current.is_some() || self.zero || self.open.is_some() || self.fraction {
            return false;
        }
        if !self.started() {
            self.current = Some(Decimal::ZERO);
            self.bare = false;
            return self.accept(next);
        }
        let goes_on = match sign(self.text.peek(self.text.skip_gap(next))) {
            Some(Sign::Digit(_) | Sign::Place(1)) => true,
            Some(Sign::Some) => self.text.peek(next) == '几' || self.text.peek(next) == '幾',
            Some(Sign::Arabic(_)) => self.runs > 0,
            _ => false,
        };
        if !goes_on {
            return false;
        }
        self.zero = true;
        self.accept(next)
    }

    fn take_place(&mut self, place: u32, at: usize, next: usize) -> Option<bool> {
        let after_open = self.open.is_some() && !(self.open == Some(Open::Several) && self.current.is_some());
        if self.stops.stops(self.text, at) || place >= self.last_place || after_open || self.fraction {
            return Some(false);
        }
        let digit = match self.current.take() {
            Some(value) => value,
            // 百 and 千 without a digit only begin a numeral; 十 may stand in the middle (一百零十万).
            None if !self.started() || place == 1 => Decimal::ONE,
            None => return Some(false),
        };
        self.bare &= !self.started() && place > 1;
        self.section = self.section.checked_add(digit.checked_mul(power(place)?)?)?;
        self.last_place = place;
        self.zero = false;
        Some(self.accept(next))
    }

    fn take_group(&mut self, group: u32, at: usize, next: usize) -> Option<bool> {
        if self.stops.stops(self.text, at) {
            return Some(false);
        }
        let unit = power(group)?;
        let section = self.section.checked_add(self.current.take().unwrap_or_default())?;
        self.total = if !self.started() {
            unit
        } else if section.is_zero() {
            self.total.checked_mul(unit)?
        } else if group < self.last_group {
            self.total.checked_add(section.checked_mul(unit)?)?
        } else {
            self.total.checked_add(section)?.checked_mul(unit)?
        };
        self.section = Decimal::ZERO;
        self.last_place = FREE;
        self.last_group = group;
        self.zero = false;
        self.fraction = false;
        Some(self.accept(next))
    }

    /// 几十, 数百 at the start; 二十几, 一百零几 behind a place.
    fn take_some(&mut self, c: char, next: usize) -> bool {
        if self.runs > 0 || self.open.is_some() || self.current.is_some() || self.fraction {
            return false;
        }
        if self.started() {
            if c == '数' || self.last_place == FREE {
                return false;
            }
        } else {
            let multiplied = matches!(sign(self.text.peek(next)), Some(Sign::Place(_) | Sign::Group(_)));
            if !multiplied {
                return false;
            }
            self.current = Some(Decimal::ONE);
            self.bare = false;
        }
        self.open = Some(Open::Several);
        self.accept(next)
    }

    /// 余 and 多 open a round number: 十余, 三百多, 500余; 三多 is no numeral.
    fn take_open(&mut self, c: char, next: usize) -> bool {
        let round = self.current.is_none() || self.runs > 0;
        if !self.started() || self.open.is_some() || self.fraction || !round || self.bare && c == '多' {
            return false;
        }
        self.open = Some(if c == '多' { Open::Many } else { Open::Over });
        self.end = next;
        true
    }

    fn take_point(&mut self, next: usize) -> Option<bool> {
        if !self.started() || self.runs > 0 || self.open.is_some() || self.pair || self.bare || self.fraction
        {
            return Some(false);
        }
        let mut to = next;
        let mut scale = 0;
        let mut fraction: i128 = 0;
        while let Some((c, behind)) = self.text.at(self.text.skip_gap(to)) {
            let digit = match sign(c) {
                Some(Sign::Digit(digit)) if c != '两' => digit,
                Some(Sign::Arabic(digit)) => digit,
                Some(Sign::Zero) => 0,
                _ => break,
            };
            fraction = fraction.checked_mul(10)?.checked_add(i128::from(digit))?;
            scale += 1;
            to = behind;
        }
        if scale == 0 {
            return Some(false);
        }
        let fraction = Decimal::try_from_i128_with_scale(fraction, scale).ok()?;
        self.close_last_digit()?;
        self.section = self.section.checked_add(fraction)?;
        self.fraction = true;
        Some(self.accept(to))
    }

    /// Adds the waiting digit. 两千四百五: a last digit without its place counts one place below the one before it.
    fn close_last_digit(&mut self) -> Option<()> {
        let Some(digit) = self.current.take() else { return Some(()) };
        let place = if self.last_place == FREE { self.last_group } else { self.last_place };
        let dropped = self.runs == 0 && !self.zero && !self.pair && place != FREE && place > 1;
        let unit = if dropped { power(place - 1)? } else { Decimal::ONE };
        self.section = self.section.checked_add(digit.checked_mul(unit)?)?;
        Some(())
    }

    fn value(mut self) -> Option<Decimal> {
        self.close_last_digit()?;
        Some(self.total.checked_add(self.section)?.normalize())
    }

    fn finish(self, high: Option<Decimal>) -> Option<Numeral> {
        let (start, end, core_end) = (self.start, self.end, self.core_end);
        let (text, runs, bare, open) = (self.text, self.runs, self.bare, self.open);
        let digits_only = runs == 1 && text.raw.get(start..end)?.chars().count() == self.digits;
        let digits = if digits_only { self.digits } else { 0 };
        let value = self.value()?;
        let (multiplier_at, multiplier) = trailing_multiplier(text, start, end);
        Some(Numeral {
            start,
            end,
            core_end,
            value,
            high,
            multiplier_at,
            multiplier,
            arabic: runs > 0,
            digits,
            bare,
            open,
        })
    }
}

/// The 万 and 亿 at the end of a numeral, which belong to the printed unit: their place and power of ten.
fn trailing_multiplier(text: Text<'_>, start: usize, end: usize) -> (usize, u32) {
    let mut at = end;
    let mut power = 0;
    let mut to = end;
    while let Some((c, before)) = text.before(to)
        && before >= start
    {
        match sign(c) {
            Some(Sign::Group(group)) => {
                power += group;
                at = before;
            }
            _ if is_gap(c) => {}
            _ => break,
        }
        to = before;
    }
    (at, power)
}
