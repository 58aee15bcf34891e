//! Where a cell that begins at some place may end, and what each end costs. Costs are in tenths of a doubt.

use crate::table::typed::token::is_unit;

/// Natures as they are printed, the longest first.
const NATURES: [&str; 7] = ["约束性指标", "预期性指标", "约束性", "预期性", "指导性", "预测性", "引导性"];

/// What follows the digits of a value and belongs to them.
const BEHIND: [&str; 9] = ["个百分点", "左右", "以上", "以下", "以内", "上下", "%", "％", "‰"];

/// Words that begin a cell in which no number stands.
const VALUE_WORDS: [&str; 22] = [
    "完成",
    "达到",
    "控制在",
    "不低于",
    "不高于",
    "不超过",
    "与经济",
    "与地区",
    "与国家",
    "与全国",
    "与全省",
    "基本",
    "保持",
    "稳定",
    "持续",
    "优于",
    "高于",
    "低于",
    "上级下达",
    "国家下达",
    "省下达",
    "全面",
];

/// Words that such a cell ends with.
const LAST_WORDS: [&str; 10] =
    ["任务", "要求", "标准", "目标", "水平", "稳定", "同步", "下降", "提高", "改善"];

/// The longest name, unit and words of a value, in characters.
const LONGEST_NAME: usize = 60;
const LONGEST_UNIT: usize = 10;
const LONGEST_WORDS: usize = 18;

/// An end of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    /// Bytes of the cell.
    pub(super) length: usize,
    pub(super) cost: u32,
}

pub(super) fn end(length: usize, cost: u32) -> End {
    End { length, cost }
}

/// The nature that begins `text`.
pub(super) fn nature(text: &str) -> Option<usize> {
    NATURES.iter().find(|word| text.starts_with(**word)).map(|word| word.len())
}

pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '<' | '>' | '＜' | '＞' | '≥' | '≤' | '±' | '+')
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '－' | '–' | '―')
}

/// Whether a cell of a value may begin here.
fn begins_value(text: &str) -> bool {
    text.starts_with(|c: char| {
        c.is_ascii_digit() || is_sign(c) || is_dash(c) || matches!(c, '〔' | '[' | '【' | '/')
    }) || VALUE_WORDS.iter().any(|word| text.starts_with(word))
}

/// Values: numbers with their signs, brackets, dashes and words.
pub(super) fn values(text: &str, rate: bool, summed: bool) -> Vec<End> {
    let mut ends = Vec::new();
    let mut chars = text.chars();
    let first = chars.next();
    if first.is_some_and(is_dash) {
        let single = first.map_or(0, char::len_utf8);
        ends.push(end(single, 0));
        // —— is one dash in Chinese; two hyphens are two cells more often than one.
        if text[single..].chars().next() == first {
            ends.push(end(single * 2, if first == Some('—') { 0 } else { 12 }));
        }
    }
    if text.starts_with('/') {
        ends.push(end(1, 5));
    }
    if text.starts_with(['〔', '[', '【', '（', '(']) {
        let close = text.char_indices().take(24).find(|(_, c)| matches!(c, '〕' | ']' | '】' | '）' | ')'));
        if let Some((at, c)) = close
            && text[..at].contains(|c: char| c.is_ascii_digit() || is_dash(c))
        {
            ends.push(end(at + c.len_utf8(), if rate { 0 } else { 6 }));
        }
        return ends;
    }
    let plain = if rate && summed { 10 } else { 0 };
    ends.extend(numbers(text).into_iter().map(|one| End { cost: one.cost + plain, ..one }));
    if VALUE_WORDS.iter().any(|word| text.starts_with(word)) {
        for (nth, (at, c)) in text.char_indices().take(LONGEST_WORDS).enumerate() {
            let behind = at + c.len_utf8();
            if matches!(c, '，' | '。' | '；' | '：') {
                break;
            }
            let rest = &text[behind..];
            let closes = rest.is_empty()
                || nature(rest).is_some()
                || rest.starts_with(|c: char| {
                    c.is_whitespace() || is_dash(c) || c.is_ascii_digit() || is_sign(c)
                })
                || rest.starts_with(['〔', '[']);
            let whole = LAST_WORDS.iter().any(|word| text[..behind].ends_with(word));
            if nth >= 1 && (closes || whole) {
                ends.push(end(behind, if whole { 20 } else { 40 }));
            }
            if nature(rest).is_some() {
                break;
            }
        }
    }
    ends
}

/// Numbers: every cut of the digits, with what belongs to them behind.
fn numbers(text: &str) -> Vec<End> {
    let sign = text.find(|c| !(is_sign(c) || c == '约' || matches!(c, '-' | '－'))).unwrap_or(text.len());
    let mut ends = Vec::new();
    if sign > 6 {
        return ends;
    }
    let digits = &text[sign..];
    let bytes = digits.as_bytes();
    let (mut dots, mut joined) = (0, 0);
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let follows = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        match byte {
            b'0'..=b'9' => {
                // 05 is no number, 0 and 0.5 are.
                if at == 1 && bytes.first() == Some(&b'0') {
                    break;
                }
                let behind = sign + at + 1;
                let suffix = BEHIND
                    .iter()
                    .find(|word| text[behind..].starts_with(**word))
                    .map_or(0, |word| word.len());
                ends.push(end(behind + suffix, joined));
            }
            b'.' if dots == 0 && at > 0 && follows => dots = 1,
            // 12,000 and 14:41:45
            b',' if at > 0
                && bytes.get(at + 1..at + 4).is_some_and(|group| group.iter().all(u8::is_ascii_digit)) => {}
            b':' if at > 0 && follows => dots = 0,
            _ => {
                // 6.9—8.5 may be one cell or two.
                let c = digits[at..].chars().next().unwrap_or(' ');
                let next = &digits[at + c.len_utf8()..];
                let range = (is_dash(c) || matches!(c, '～' | '~' | '：')) && joined == 0 && at > 0;
                if !range || !next.starts_with(|c: char| c.is_ascii_digit()) {
                    break;
                }
                (dots, joined) = (0, if is_dash(c) { 25 } else { 0 });
                at += c.len_utf8();
                continue;
            }
        }
        at += 1;
    }
    ends
}

/// Units, the shortest first: 万元/人 behind 全员劳动生产率.
pub(super) fn units(text: &str) -> Vec<End> {
    let mut ends = Vec::new();
    for (at, c) in text.char_indices().take(LONGEST_UNIT) {
        let behind = at + c.len_utf8();
        let unit = &text[..behind];
        if !is_unit(unit) {
            if at > 0 {
                break;
            }
            continue;
        }
        let rest = &text[behind..];
        let cost = match () {
            () if rest.starts_with(char::is_whitespace) || begins_value(rest) || nature(rest).is_some() => 0,
            () => 60,
        };
        ends.push(end(behind, cost));
    }
    if text.starts_with(is_dash) {
        ends.push(end(text.chars().next().map_or(0, char::len_utf8), 5));
    }
    ends
}

/// An end of a name, and the marks of notes that stand inside or behind it.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) length: usize,
    pub(super) cost: u32,
    /// Places of marks in the name, in order.
    pub(super) marks: Vec<usize>,
    /// Where a bracket with a unit closes inside the name, and more follows.
    pub(super) parent: usize,
}

/// Names up to a value, a unit or a nature; `mark` is the next mark of a note, 0 when there are none.
#[expect(clippy::too_many_lines, reason = "one pass over the letters with the state between them")]
pub(super) fn names(text: &str, mark: u32, own_unit: bool, last: u32) -> Vec<Name> {
    let mut out = Vec::new();
    if nature(text).is_some() || !text.starts_with(|c: char| c.is_alphanumeric() || c == '“') {
        return out;
    }
    let (mut cost, mut depth, mut letters, mut parent) = (0, 0_i32, 0, 0);
    let (mut marks, mut next): (Vec<usize>, u32) = (Vec::new(), mark);
    let mut open = 0;
    let mut previous = ' ';
    let mut skip = 0;
    let mut closed = false;
    for (at, c) in text.char_indices().take(LONGEST_NAME) {
        if at < skip {
            continue;
        }
        let rest = &text[at..];
        // A cell of a value may begin here.
        let unit_next = own_unit && depth == 0 && units(rest).iter().any(|unit| unit.cost == 0);
        let inside = if unit_next { inside_unit(previous) } else { 0 };
        let cut = begins_value(rest) && !previous.is_ascii_alphabetic()
            || unit_next
            || nature(rest).is_some()
            || c.is_whitespace();
        if cut && depth == 0 && letters >= 2 {
            let plain = if closed || own_unit { 0 } else { 6 };
            out.push(Name { length: at, cost: cost + plain + inside, marks: marks.clone(), parent });
        }
        if matches!(c, '，' | '。' | '；' | '：') || depth == 0 && nature(rest).is_some() {
            break;
        }
        if depth == 0 && closed && is_word(c) && parent == 0 {
            // Words behind a unit: the unit is one of a heading above several names.
            (parent, cost) = (at, cost + 20);
        }
        closed = false;
        match c {
            '（' | '(' => {
                (depth, open) = (depth + 1, at + c.len_utf8());
            }
            '）' | ')' => {
                depth -= 1;
                if depth < 0 {
                    break;
                }
                let inner = text.get(open..at).unwrap_or("");
                closed = is_unit(inner) || inner.contains('/') && inner.chars().count() <= LONGEST_UNIT;
            }
            _ if depth > 0 => {}
            '0'..='9' => {
                let digits: usize = rest.chars().take_while(char::is_ascii_digit).count();
                let number: u32 = rest[..digits].parse().unwrap_or(u32::MAX);
                let behind = rest[digits..].chars().next();
                if number == next && next > 0 && number <= last && previous != ' ' {
                    marks.push(at);
                    (next, skip) = (next + 1, at + digits);
                    cost += 3;
                    if behind.is_none_or(|c| !is_word(c)) && letters >= 2 {
                        // The mark closes the name.
                        let plain = if own_unit { 0 } else { 6 };
                        out.push(Name {
                            length: at + digits,
                            cost: cost + plain,
                            marks: marks.clone(),
                            parent,
                        });
                    }
                } else {
                    let latin =
                        previous.is_ascii_alphabetic() || behind.is_some_and(|c| c.is_ascii_alphabetic());
                    let age =
                        behind.is_some_and(|c| matches!(c, '岁' | '级' | '年' | '以' | '月' | '类' | '个'));
                    cost += match () {
                        () if latin => 2,
                        () if age && at == 0 => 25,
                        () if age => 12,
                        () if at == 0 => 400,
                        () => 60,
                    };
                    skip = at + digits;
                }
            }
            _ if is_dash(c) || is_sign(c) || matches!(c, '〔' | '[') => cost += 150,
            _ if is_word(c) => letters += 1,
            _ if c.is_whitespace() => cost += 15,
            _ => {}
        }
        previous = c;
        if cost > 200 {
            break;
        }
    }
    out
}

/// What it costs that a unit begins behind this letter, which could be one of its own: the 万 of 万元 ends no name.
fn inside_unit(previous: char) -> u32 {
    const ENDS_NAMES: &str = "位床人户家名日时分处点次项件个度米头株只篇部小每标准量站岗车船机地";
    let letter = previous.encode_utf8(&mut [0; 4]).to_owned();
    match () {
        () if "万亿千百".contains(previous) => 40,
        () if is_unit(&letter) && !ENDS_NAMES.contains(previous) => 24,
        () => 0,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphabetic()
}

/// Labels of groups right in front of a name: of two to eight letters, most of them four.
pub(super) fn groups(text: &str, counted: impl Fn(&str) -> bool) -> Vec<End> {
    const LONGEST: usize = 8;
    let mut ends = vec![end(0, 0)];
    for (nth, (at, c)) in text.char_indices().take(LONGEST).enumerate() {
        if !is_word(c) {
            break;
        }
        let behind = at + c.len_utf8();
        let rest = text[behind..].trim_start();
        if counted(rest) {
            // The number of the row tells where the label ends.
            ends.push(end(behind, 2));
        } else if nth >= 1 {
            let known = known_group(&text[..behind]);
            ends.push(end(
                behind,
                if known {
                    4
                } else if nth == 3 {
                    14
                } else {
                    24
                },
            ));
        }
    }
    ends
}

/// Words that head groups of indicators in plan after plan.
pub(super) fn known_group(text: &str) -> bool {
    include_str!("../../../data/groups.tsv").lines().any(|line| line == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'a>(text: &'a str, ends: &[End]) -> Vec<&'a str> {
        ends.iter().map(|end| &text[..end.length]).collect()
    }

    #[test]
    fn values_end_in_front_of_what_no_value_has() {
        assert_eq!(cut("21.6＞23", &values("21.6＞23", false, false)), ["2", "21", "21.6"]);
        assert_eq!(cut("15左右-", &values("15左右-", false, false)), ["1", "15左右"]);
        assert_eq!(cut("--〔18〕", &values("--〔18〕", false, false)), ["-", "--"]);
        assert_eq!(
            cut("完成上级下达任务约束性", &values("完成上级下达任务约束性", false, false)),
            ["完成上级下达任务"]
        );
    }

    #[test]
    fn names_end_in_front_of_values() {
        let ends = |text: &str| -> Vec<String> {
            names(text, 0, false, 0).iter().map(|name| text[..name.length].to_owned()).collect()
        };
        assert_eq!(ends("供水能力（万吨）48"), ["供水能力（万吨）"]);
        assert_eq!(ends("细颗粒物（PM2.5）浓度（微克/立方米）36"), ["细颗粒物（PM2.5）浓度（微克/立方米）"]);
        assert_eq!(names("县城2供水率（%）90", 2, false, 4)[1].marks, [6]);
    }
}
