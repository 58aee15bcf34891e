//! Numerals: Arabic, Chinese and mixed, read exactly.

use crate::digits::{Sign, arabic, digit_string, power, shift, sign};
use crate::language::Lexicon;
use crate::mention::Open;
use crate::text::{Text, is_gap};
use crate::unit::begins_with_prefix;
use rust_decimal::Decimal;

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

/// Reads the numeral at `at`.
///
/// The units of the lexicon decide between a multiplier and a unit prefix (the 千 of 500千伏). Sections
/// are built as usual: digit times place, sections times 万 and 亿, a larger group multiplies all before it.
pub(crate) fn read(text: Text<'_>, at: usize, lexicon: &Lexicon) -> Option<Numeral> {
    if let Some(string) = digit_string(text, at) {
        return Some(string);
    }
    let reader = Reader::new(text, at, lexicon, false).run()?;
    // 大陆, 队伍, 收拾, 放肆: these financial digits are words of their own unless they join others.
    let single = text.at(at).is_some_and(|(c, next)| next == reader.end && "陆伍拾肆陸參俩".contains(c));
    if single {
        return None;
    }
    // 三五百 is read twice, once with each digit of the pair.
    let high =
        if reader.pair { Reader::new(text, at, lexicon, true).run().and_then(Reader::value) } else { None };
    reader.finish(high)
}

/// No place or group was read yet, or the last one closes nothing.
const FREE: u32 = u32::MAX;

struct Reader<'t, 's> {
    text: Text<'t>,
    lexicon: &'s Lexicon,
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
    fn new(text: Text<'t>, at: usize, lexicon: &'s Lexicon, take_upper: bool) -> Self {
        Self {
            text,
            lexicon,
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
        if begins_with_prefix(self.lexicon, self.text, at)
            || place >= self.last_place
            || after_open
            || self.fraction
        {
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
        if begins_with_prefix(self.lexicon, self.text, at) {
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
