//! Which numbers of a clause are values, and where the noun behind a number begins and ends.

use std::ops::Range;

use phrase::Kind;

use super::list::{CONJUNCTIONS, conjunction, joins};
use super::noun::verb;
use super::subject::Front;
use super::value::Value;
use super::words::FRAMES;
use crate::words::Verb;

/// Drops numbers that are part of a noun: size classes, weak Chinese counts.
pub(super) fn select(text: &str, body: &Range<usize>, found: &[Value]) -> Vec<Value> {
    // 98%的村收入超过5万元: the share is what is said, the rest of the clause is of what.
    if let Some(first) = found.first().filter(|first| first.kind == Kind::Percent && found.len() > 1)
        && text[first.tail..].trim_start().starts_with('的')
        && Front::of(&text[body.start..first.span.start]).noun.is_empty()
        && !separated(&text[first.tail..found[1].span.start])
    {
        return vec![first.clone()];
    }
    let mut kept: Vec<Value> = Vec::with_capacity(found.len());
    let found: Vec<Value> = found
        .iter()
        .filter(|value| !against_others(&text[body.start..value.span.start], value))
        .cloned()
        .collect();
    for (index, value) in found.iter().enumerate() {
        let next = found.get(index + 1);
        let end = next.map_or(body.end, |next| next.span.start);
        let behind = &text[value.tail..end];
        // 10个[年销售额百亿元的市场]: a number inside what the one before counts.
        let inner = kept.last().is_some_and(|last| {
            last.counter
                && !last.reached
                && !value.reached
                && !separated(&text[last.tail..value.span.start])
                && noun_follows(behind)
        });
        // [销售收入100亿元以上企业]达到3户: a number inside the noun that the next one is said of.
        let outer = next.is_some_and(|next| {
            let after = found.get(index + 2).map_or(body.end, |third| third.span.start);
            let counts = value.counter && !next.reached && noun_follows(&text[next.tail..after]);
            !value.from && !counts && !separated(behind) && !predicated(value, next, behind)
        });
        if !inner && !outer {
            kept.push(value.clone());
        }
    }
    kept.retain(|value| !weak(value));
    kept
}

/// Whether a value only says by how much the subject differs from others: 比全市平均水平高|0.9个百分点,
/// 超过省定目标|6个百分点.
fn against_others(before: &str, value: &Value) -> bool {
    const OTHERS: [&str; 10] =
        ["平均", "全国", "全省", "全市", "全县", "全区", "其他", "周边", "同类", "目标"];
    const BEYOND: [&str; 3] = ["超过", "超出", "超"];
    let before = before.trim_end();
    let clause = before.rsplit(['、', '，']).next().unwrap_or("");
    let points = if value.kind == Kind::Points { BEYOND.as_slice() } else { &[] };
    // 研发投入强度低于全省平均水平0.7个百分点 says something of the intensity.
    let told = value.kind == Kind::Points
        && ["高于", "低于"].iter().any(|word| clause.contains(word))
        && clause.ends_with("平均水平");
    if told {
        return false;
    }
    let word = ["高于", "低于", "高出", "快于", "好于", "优于", "比", "较"]
        .iter()
        .chain(points)
        .filter_map(|word| clause.rmatch_indices(word).next())
        .max();
    let Some((at, word)) = word else { return false };
    let base = &clause[at + word.len()..];
    let verb = word.chars().count() > 1 || base.ends_with(['高', '低', '快', '慢', '多', '少', '出']);
    verb && OTHERS.iter().any(|other| base.contains(other))
}

/// Whether the words between two values end one member of a list and begin another.
pub(super) fn separated(between: &str) -> bool {
    between.contains(['、', '，', '；', ',', ';'])
        || ["特别是", "尤其是"].iter().any(|word| between.contains(word))
        || CONJUNCTIONS.iter().any(|word| between.starts_with(word) || between.ends_with(word))
        || conjunction(between, false).is_some()
}

/// Whether nothing but a separator stands between two values.
pub(super) fn bare_separator(between: &str) -> bool {
    matches!(between.trim(), "、" | "和" | "及" | "以及" | "与" | "，" | "：" | "/")
}

/// Whether both values have a predicate of their own: 增长8%达到500亿元.
fn predicated(value: &Value, next: &Value, between: &str) -> bool {
    let front = Front::of(between);
    // [营业收入超100亿元企业]仅有2家: a size in front of what is counted.
    let counted = next.counter && !value.counter && !next.group && front.shift.is_none();
    if counted && !front.noun.is_empty() && verb(between).is_none() {
        return false;
    }
    let second = next.reached || next.change.is_some() || front.marked;
    let first = value.reached || value.change.is_some();
    (second && (first || front.noun.is_empty()))
        || verb(between).is_some_and(|(_, class)| matches!(class, Verb::Create | Verb::Alter))
}

/// Whether a noun begins behind a value, so that the value counts or describes it.
pub(super) fn noun_follows(behind: &str) -> bool {
    let rest = behind.trim_start();
    let rest = rest.strip_prefix('的').unwrap_or(rest).trim_start();
    let Some(first) = rest.chars().next() else { return false };
    if first == '（' {
        return rest.find('）').is_some_and(|close| noun_follows(&rest[close + '）'.len_utf8()..]));
    }
    // 由759个增加到970个: a verb of change goes on, no noun.
    let goes_on = [
        FRAMES.markers.prefix(rest).map(|(word, ())| word),
        FRAMES.shifts.prefix(rest).map(|(word, _)| word),
    ];
    let goes_on = goes_on.into_iter().flatten().any(|word| word.chars().count() > 1);
    let closes = FRAMES.last.strip_prefix(rest).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    // 和美乡村 is no conjunction.
    let word = closes || FRAMES.behind.prefix(rest).is_some_and(|(word, ())| joins(rest, 0, word));
    (first.is_alphanumeric() || matches!(first, '“' | '《')) && !goes_on && !word
}

/// The last 、 or conjunction of `text`: where it stands and how long it is.
pub(super) fn last_separator(text: &str) -> Option<(usize, usize)> {
    let comma = text.rfind('、').map(|at| (at, '、'.len_utf8()));
    let named =
        ["特别是", "尤其是"].iter().filter_map(|word| text.rfind(word).map(|at| (at, word.len()))).max();
    let comma = comma.max(named);
    let inner = conjunction(text, false).map(|(at, word)| (at, word.len()));
    let last = CONJUNCTIONS.iter().find(|word| text.ends_with(**word));
    comma.max(inner.or(last.map(|word| (text.len() - word.len(), word.len()))))
}

/// The length of the 、 or conjunction that `text` begins with.
pub(super) fn leading_separator(text: &str) -> usize {
    let rest = text.trim_start();
    let word = ["、", "以及", "和", "及", "与"].iter().find(|word| rest.starts_with(**word));
    text.len() - rest.len() + word.map_or(0, |word| word.len())
}

/// Chinese numerals that count nothing: 一个.
fn weak(value: &Value) -> bool {
    let one = value.number.is_some_and(|number| number <= rust_decimal::Decimal::ONE);
    value.chinese && !value.bare && !value.group && value.counter && one
}

/// A number that tells the size of what follows and counts nothing: 500只羊场, 5万吨级泊位.
pub(super) fn size_class(value: &Value, post: &str) -> bool {
    const BEASTS: &[&str] = &["头", "只", "羽", "匹", "尾", "株", "床"];
    const PLACES: &[&str] = &["场", "厂", "园", "小区", "基地", "医院", "户", "车间"];
    let unit = value.unit.trim_start_matches(['万', '千', '百', '亿']);
    let item = post.split(['、', '和', '及']).next().unwrap_or("");
    (BEASTS.contains(&unit) && PLACES.iter().any(|place| item.ends_with(place))) || unit.ends_with('级')
}
