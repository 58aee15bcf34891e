//! The values of a clause: mentions that can be the value of a statement, with what binds them.

use std::ops::Range;

use phrase::{Change, Comparator, Kind, Mention};
use plan::Comparator as Bound;
use rust_decimal::Decimal;

use super::words::FRAMES;
use crate::frame::fold;

/// A number that may be the value of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    /// Number and unit.
    pub(crate) span: Range<usize>,
    /// Where the expression ends, words such as 以上 included.
    pub(crate) tail: usize,
    pub(crate) kind: Kind,
    pub(crate) number: Option<Decimal>,
    pub(crate) high: Option<Decimal>,
    /// Words of a value that is no single number.
    pub(crate) text: String,
    pub(crate) unit: String,
    /// Whether the unit counts things.
    pub(crate) counter: bool,
    pub(crate) bound: Bound,
    /// Whether a marker such as 达到 or 超过 stands in front of it.
    pub(crate) reached: bool,
    /// Start of a bare 由A / 从A.
    pub(crate) from: bool,
    /// A change whose word stands directly in front of the number.
    pub(crate) change: Option<(Change, Range<usize>)>,
    pub(crate) annual: bool,
    pub(crate) cumulative: bool,
    /// Written with Chinese numerals only.
    pub(crate) chinese: bool,
    /// A multiplier without a digit: 万亩, 千家.
    pub(crate) bare: bool,
    /// 5大X: a number of things named by a list.
    pub(crate) group: bool,
}

/// The values among the mentions inside `clause`, in order.
pub(crate) fn values(text: &str, clause: &Range<usize>, mentions: &[Mention]) -> Vec<Value> {
    let hidden = hidden(text, clause);
    let mut values: Vec<Value> = mentions
        .iter()
        .filter(|mention| !hidden.iter().any(|range| range.contains(&mention.span.start)))
        .filter_map(|mention| value(text, clause, mention))
        .collect();
    for group in groups(text, clause) {
        if !hidden.iter().any(|range| range.contains(&group.span.start)) {
            values.retain(|value| value.span.end <= group.span.start || value.span.start >= group.span.end);
            values.push(group);
        }
    }
    values.sort_by_key(|value| value.span.start);
    values
}

/// The parts of a clause whose numbers are no statements: quoted names, titles of documents, brackets.
fn hidden(text: &str, clause: &Range<usize>) -> Vec<Range<usize>> {
    let mut hidden = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text[clause.clone()].char_indices() {
        let at = clause.start + at;
        match (open, c) {
            (None, '“') => open = Some((at, '”')),
            (None, '《') => open = Some((at, '》')),
            (None, '（') => open = Some((at, '）')),
            (None, '(') => open = Some((at, ')')),
            (None, '〔') => open = Some((at, '〕')),
            (Some((start, close)), _) if c == close => {
                hidden.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    hidden
}

#[expect(
    clippy::too_many_lines,
    reason = "the forms that a value takes, tried from the most telling to the least"
)]
fn value(text: &str, clause: &Range<usize>, mention: &Mention) -> Option<Value> {
    let mut span = mention.span.clone();
    if span.start < clause.start || span.end > clause.end {
        return None;
    }
    // A marker that stands in another clause does not bind here.
    let near = |marker: &Range<usize>| clause.start <= marker.start && marker.end <= clause.end;
    let comparator = mention.comparator.as_ref().filter(|marked| near(&marked.span));
    let meaning = comparator.map(|marked| marked.meaning);
    // 投资（不含农户）增长3.6%: what is left out stands in brackets of its own.
    let closed = comparator.is_some_and(|marked| {
        text.get(marked.span.end..span.start).is_some_and(|between| between.contains(['）', ')']))
    });
    let apart = meaning == Some(Comparator::Excl) && closed;
    if matches!(meaning, Some(Comparator::Per | Comparator::Excl)) && !apart {
        return None;
    }
    let (comparator, meaning) = if apart { (None, None) } else { (comparator, meaning) };
    let reached = comparator
        .is_some_and(|marked| marked.span.end <= span.start && !matches!(marked.meaning, Comparator::From));
    let kind = mention.kind;
    let printed = &mention.printed;
    let mut number = printed.number;
    let mut high = printed.number_high;
    let mut unit = printed.unit.clone();
    let mut words = String::new();
    let mut counter = false;
    match kind {
        Kind::Quantity | Kind::Number => {
            let dimension = mention.unit.as_ref().map(|unit| unit.dimension.of);
            // A voltage is a class of lines and stations, never a value that is aimed at.
            if dimension == Some("voltage") {
                return None;
            }
            counter = dimension.is_some_and(|of| !of.is_ascii());
            // 个就业岗位 is one counter to the grammar; the noun in it is what is counted here.
            if let Some(at) = unit.find('个').filter(|at| at + '个'.len_utf8() < unit.len() && counter) {
                let noun = unit.len() - at - '个'.len_utf8();
                unit.truncate(at + '个'.len_utf8());
                span.end -= noun;
            }
        }
        Kind::Percent | Kind::Points | Kind::Multiple => {}
        // A length of time is a value only where something is said to reach it.
        Kind::Duration
            if reached
                || mention.change.is_some()
                || lasts(&text[clause.start..span.start])
                || reaches(&text[clause.start..span.start], &text[span.end..clause.end]) => {}
        Kind::Ratio => {
            words = text[span.clone()].chars().filter(|c| !c.is_whitespace()).collect();
            // 2.0:1 is how many times the one is the other; 12:44:44 is no single number.
            number = match mention.parts.as_slice() {
                [part, whole] if *whole == Decimal::ONE => Some(*part),
                _ => None,
            };
            high = None;
            unit.clear();
        }
        Kind::Fraction => {
            words = text[span.clone()].chars().filter(|c| !c.is_whitespace()).collect();
            number = match mention.parts.as_slice() {
                [part, whole] if !whole.is_zero() => (*part * Decimal::ONE_HUNDRED).checked_div(*whole),
                _ => mention.value.and_then(|value| value.checked_mul(Decimal::ONE_HUNDRED)),
            }
            .map(|percent| percent.round_dp(2).normalize());
            high = None;
            "%".clone_into(&mut unit);
        }
        _ => return None,
    }
    // ×100% closes a formula; 50年一遇的堤防 is a standard of building, that 堤防标准达到50年一遇 sets.
    let formula = text[clause.start..span.start].trim_end().ends_with(['×', '*', '÷', '=', '＝']);
    if formula {
        return None;
    }
    if let Some(behind) = text[span.end..clause.end].strip_prefix("一遇") {
        let rest = behind.trim_start_matches("以上").trim_start_matches("标准");
        if !reached || !(rest.is_empty() || rest.starts_with(['、', '和'])) {
            return None;
        }
        span.end += "一遇".len();
        unit.push_str("一遇");
    }
    let unit = unit.strip_suffix("人民币").map_or(unit.clone(), str::to_owned);
    let unit: String = unit.chars().map(fold).collect();
    let mut bound = match meaning {
        Some(Comparator::Ge) => Bound::Ge,
        Some(Comparator::Gt) => Bound::Gt,
        Some(Comparator::Le) => Bound::Le,
        Some(Comparator::Lt) => Bound::Lt,
        Some(Comparator::Approx) => Bound::Approx,
        _ => Bound::Eq,
    };
    if high.is_some() {
        bound = Bound::Range;
    }
    // 40万套（包括间、床位）以上: the bound stands behind what is left open in brackets.
    let apart =
        bracketed_bound(&text[span.end..clause.end]).filter(|_| comparator.is_none() && high.is_none());
    if let Some((meaning, _)) = apart {
        bound = meaning;
    }
    let tail = comparator.map_or(span.end + apart.map_or(0, |(_, length)| length), |marked| {
        let behind = marked.span.start >= span.end
            && text[span.end..marked.span.start]
                .trim_matches(['（', '(', '）', ')', '含', '及', ' '])
                .is_empty();
        if behind { marked.span.end } else { span.end }
    });
    let change = mention.change.as_ref().filter(|marked| near(&marked.span) && marked.span.end <= span.start);
    let change = change.map(|marked| (marked.meaning, marked.span.clone()));
    let digits = &text[mention.number_span.clone()];
    // 合计 sums over things, only 累计 over years.
    let cumulative = mention.cumulative && text[clause.start..span.start].contains("累计");
    Some(Value {
        span,
        tail,
        kind,
        number,
        high,
        text: words,
        unit,
        counter,
        bound,
        reached,
        from: meaning == Some(Comparator::From),
        change,
        annual: mention.annual,
        cumulative,
        chinese: !digits.is_empty()
            && !digits.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)),
        bare: mention.bare,
        group: false,
    })
}

/// Whether a length of time ends a change or belongs to a noun for one: 压缩至|1个工作日, 优良天数|281天.
fn lasts(before: &str) -> bool {
    let before = before.trim_end();
    let changed = FRAMES.markers.suffix(before);
    changed.is_some_and(|(word, ())| word.chars().count() > 2 && word.ends_with(['到', '至']))
        || ["天数", "时间", "用时", "时长", "时限", "增加", "减少", "缩短", "延长"]
            .iter()
            .any(|word| before.ends_with(word))
}

/// Whether a length of time is how long a way takes: 1小时|通达, 步行15分钟|有景.
fn reaches(before: &str, behind: &str) -> bool {
    let behind = ["以内", "之内", "内", "左右"]
        .iter()
        .find_map(|word| behind.strip_prefix(word))
        .unwrap_or(behind)
        .trim_start();
    let moving = FRAMES.moves.suffix(before.trim_end()).is_some();
    FRAMES.reach.prefix(behind).is_some()
        || (moving && behind.starts_with(['有', '见', '享', '达', '到', '进']))
}

/// A bound behind a bracket: which, and how long bracket and bound are.
fn bracketed_bound(behind: &str) -> Option<(Bound, usize)> {
    let inner = behind.strip_prefix('（')?;
    let close = inner.find('）')? + '）'.len_utf8();
    let rest = &inner[close..];
    let (word, meaning) =
        [("以上", Bound::Ge), ("以内", Bound::Le), ("以下", Bound::Le), ("左右", Bound::Approx)]
            .into_iter()
            .find(|(word, _)| rest.starts_with(word))?;
    Some((meaning, '（'.len_utf8() + close + word.len()))
}

/// Numbers of named things: 5大产业集群, 四大基地. The unit is 个.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn groups(text: &str, clause: &Range<usize>) -> Vec<Value> {
    const NUMERALS: &str = "一二三四五六七八九十";
    let part = &text[clause.clone()];
    let mut found = Vec::new();
    for (at, _) in part.match_indices('大') {
        let before = part[..at].trim_end();
        let behind = &part[at + '大'.len_utf8()..];
        if !behind.chars().next().is_some_and(char::is_alphabetic) {
            continue;
        }
        let digits: String = {
            let mut digits: Vec<char> =
                before.chars().rev().take_while(char::is_ascii_digit).take(3).collect();
            digits.reverse();
            digits.into_iter().collect()
        };
        let last = before.chars().next_back();
        let (number, length, chinese) = if let Ok(number) = digits.parse::<u32>() {
            (number, digits.len(), false)
        } else if let Some(number) = last.and_then(|c| NUMERALS.chars().position(|n| n == c)) {
            // 十大 and 二十大 are told apart by what stands before.
            let two = before.chars().rev().nth(1).is_some_and(|c| NUMERALS.contains(c) || c == '第');
            if two || number == 0 {
                continue;
            }
            (number as u32 + 1, last.map_or(0, char::len_utf8), true)
        } else {
            continue;
        };
        let start = clause.start + before.len() - length;
        let end = clause.start + at + '大'.len_utf8();
        found.push(Value {
            span: start..end,
            tail: end,
            kind: Kind::Quantity,
            number: Some(Decimal::from(number)),
            high: None,
            text: String::new(),
            unit: "个".to_owned(),
            counter: true,
            bound: Bound::Eq,
            reached: false,
            from: false,
            change: None,
            annual: false,
            cumulative: false,
            chinese,
            bare: false,
            group: true,
        });
    }
    found
}
