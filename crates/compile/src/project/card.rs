//! Works with what belongs to them: 甲水库。建设地点东县，总库容2亿立方米，建设年限2026—2029年，总投资8亿元.
//!
//! Investment, years, place and amounts of such an item are fields of the work and say nothing of an indicator.

use std::ops::Range;
use std::sync::LazyLock;

use phrase::{Kind, Mention};
use plan::Quantity;

use super::{Facts, Found, names, stage};
use crate::outline::Unit;
use crate::place;
use crate::prose::{inside, verb};
use crate::sentence;
use crate::words::{Words, class};

/// Longest name in front of its facts, in characters.
const LONGEST: usize = 40;

/// The lists of `data/zh/card.tsv`.
struct Labels {
    investment: Words,
    period: Words,
    years: Words,
    places: Words,
    whole: Words,
    size: Words,
    about: Words,
}

/// Which money a label speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Money {
    /// Of the whole work.
    Total,
    /// Within the years of the plan.
    Period,
}

/// Which investment the words in front of an amount speak of, when they say nothing else: 计划总投资约.
pub(super) fn investment(label: &str) -> Option<Money> {
    let mut rest = label.trim_matches(|c: char| c.is_whitespace() || "，；、：:（(".contains(c));
    if rest.is_empty() {
        return None;
    }
    let money = if within_period(rest) { Money::Period } else { Money::Total };
    // “十五五”期间完成投资: which plan is said within marks.
    if let Some((_, tail)) = rest.strip_prefix('“').and_then(|inner| inner.split_once('”')) {
        rest = tail;
    }
    let mut invests = false;
    while !rest.is_empty() {
        if let Some(tail) = LABELS.period.strip_prefix(rest).or_else(|| LABELS.investment.strip_prefix(rest))
        {
            invests = true;
            rest = tail;
        } else {
            rest = LABELS.about.strip_prefix(rest)?;
        }
    }
    invests.then_some(money)
}

/// Whether a clause begins by saying how large something is: 总库容, 年产, 占地.
pub(super) fn sizes(clause: &str) -> bool {
    LABELS.size.prefix(clause.trim_start_matches(['设', '计'])).is_some()
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    const FILE: &str = include_str!("../../data/zh/card.tsv");
    Labels {
        investment: class(FILE, "investment"),
        period: class(FILE, "period"),
        years: class(FILE, "years"),
        places: class(FILE, "place"),
        whole: class(FILE, "whole"),
        size: class(FILE, "size"),
        about: class(FILE, "about"),
    }
});

/// Whether the head of a column or a label says that money is counted within the plan period only.
pub(crate) fn within_period(label: &str) -> bool {
    LABELS.period.within(label)
}

/// Reads the works of a unit of a box; `None` when it is not made of works with facts.
pub(crate) fn read(unit: &Unit<'_>, mentions: &[Mention]) -> Option<Vec<Found>> {
    let text = unit.text.text();
    let category = unit.category.map_or("", |category| category.text()).to_owned();
    if let Some(works) = listed(unit, mentions, category.clone()) {
        return Some(works);
    }
    let (name, rest) = titled(text)?;
    let (quantities, mut facts) = facts(text, rest.clone(), mentions)?;
    // 甲水库（东县）：…: the place stands behind the name.
    let (name, place) = placed(text, name);
    if facts.place.is_empty() {
        place.clone_into(&mut facts.place);
    }
    Some(vec![found(unit, name, rest, category, quantities, facts)])
}

/// A类。甲园（东县，占地3公顷，2026—2028年，总投资2亿元）、乙园（…）.
fn listed(unit: &Unit<'_>, mentions: &[Mention], mut category: String) -> Option<Vec<Found>> {
    let text = unit.text.text();
    let mut works = Vec::new();
    for sentence in sentence::sentences(text, 0..text.len()) {
        let items = sentence::split(text, sentence.range.clone(), |c| matches!(c, '、' | '；' | '，' | '：'));
        let cards: Vec<Option<Found>> = items
            .iter()
            .map(|item| {
                let (name, inner) = bracketed(text, item.range.clone())?;
                let (quantities, facts) = facts(text, inner.clone(), mentions)?;
                Some(found(unit, name, inner, category.clone(), quantities, facts))
            })
            .collect();
        if cards.iter().any(Option::is_some) {
            for (item, card) in items.iter().zip(cards) {
                let bare = || {
                    let name = names::trim(text, item.range.clone())?;
                    names::whole(&text[name.clone()])
                        .then(|| found(unit, name, 0..0, category.clone(), Vec::new(), Facts::default()))
                };
                works.extend(card.or_else(bare));
            }
        } else if works.is_empty() && text[sentence.range.clone()].chars().count() <= 12 {
            text[sentence.range.clone()].clone_into(&mut category);
        } else {
            return None;
        }
    }
    (!works.is_empty()).then_some(works)
}

/// The work whose name stands at `name`; `card` is the text that describes it alone.
fn found(
    unit: &Unit<'_>,
    name: Range<usize>,
    card: Range<usize>,
    category: String,
    quantities: Vec<Quantity>,
    facts: Facts,
) -> Found {
    Found {
        name: unit.text.text()[name.clone()].to_owned(),
        full: String::new(),
        category,
        quantities,
        // A part of the card that is nothing but a word of the stage: 2026—2028年，续建，….
        stage: unit.text.text()[card]
            .split(['，', '；', '。', '、', '（', '）', '：'])
            .map(|part| stage::of_part(part.trim()))
            .find(|stage| !stage.is_empty())
            .unwrap_or(""),
        work: String::new(),
        facts,
        question: None,
        span: unit.text.span(name),
    }
}

/// The name in front of the first colon or stop, and what is said behind it.
fn titled(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let (at, stop) = sentence::cuts(text, |c| matches!(c, '：' | ':' | '。')).into_iter().next()?;
    let name = names::trim(text, 0..at).unwrap_or(0..at);
    let words = text.get(name.clone())?;
    let named = (2..=LONGEST).contains(&words.chars().count()) && !words.contains(['，', '；', '、']);
    let rest = at + stop.len_utf8()..text.len();
    (named && !rest.is_empty()).then_some((name, rest))
}

/// A name without the regions in brackets behind it, and these.
fn placed(text: &str, name: Range<usize>) -> (Range<usize>, &str) {
    let bracket = bracketed(text, name.clone()).map(|(front, inner)| (front, &text[inner]));
    bracket.filter(|(_, inner)| are_regions(inner)).unwrap_or((name, ""))
}

/// Whether words are names of regions alone: 东县、西区, 全市.
fn are_regions(words: &str) -> bool {
    let region = |name: &str| place::kind(name).is_some() || LABELS.whole.get(name).is_some();
    !words.is_empty() && words.split('、').all(|name| region(name.trim()))
}

/// The name of an item and the range inside the brackets that close it.
fn bracketed(text: &str, item: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let part = text.get(item.clone())?;
    let close = ['）', ')'].into_iter().find(|close| part.ends_with(*close))?;
    let mut depth = 0usize;
    let mut open = None;
    for (at, c) in part.char_indices().rev() {
        match c {
            '）' | ')' => depth += 1,
            '（' | '(' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    open = Some((at, c.len_utf8()));
                    break;
                }
            }
            _ => {}
        }
    }
    let (at, length) = open?;
    let name = sentence::trim(text, item.start..item.start + at);
    let named = (2..=LONGEST).contains(&text[name.clone()].chars().count());
    named.then_some((name, item.start + at + length..item.end - close.len_utf8()))
}

/// What a stretch of text says of one work; `None` when it says too little to be an item of that sort.
fn facts(text: &str, range: Range<usize>, mentions: &[Mention]) -> Option<(Vec<Quantity>, Facts)> {
    let (quantities, mut facts) = told(text, range.clone(), mentions);
    located(&text[range]).clone_into(&mut facts.place);
    // One fact may stand in any sentence; a card has several, money or years among them.
    let kinds = [
        facts.investment.is_some() || facts.period_investment.is_some(),
        facts.start_year.is_some(),
        !facts.place.is_empty(),
        quantities.iter().any(|quantity| !quantity.unit.ends_with('元')),
    ];
    let enough = (kinds[0] || kinds[1]) && kinds.into_iter().filter(|known| *known).count() >= 2;
    enough.then_some((quantities, facts))
}

/// The amounts of a cell that describes a work.
pub(crate) fn amounts(text: &str, mentions: &[Mention]) -> Vec<Quantity> {
    told(text, 0..text.len(), mentions).0
}

/// Amounts, money and years that a stretch of text gives.
pub(super) fn told(text: &str, range: Range<usize>, mentions: &[Mention]) -> (Vec<Quantity>, Facts) {
    let mut facts = Facts::default();
    let mut quantities: Vec<Quantity> = Vec::new();
    for mention in inside(mentions, &range) {
        if mention.span.end > range.end {
            break;
        }
        let Some(front) = text.get(range.start..mention.span.start) else { continue };
        let label =
            front.rsplit(['，', '；', '。', '、', '（', '(', ',', ';', '：', ':']).next().unwrap_or("");
        let label = label.trim();
        match mention.kind {
            Kind::Period | Kind::Year => {
                let Some(years) = mention.years.filter(|years| years.plan.is_none()) else { continue };
                let behind = text[mention.span.end..range.end].trim_start_matches(['年', ' ']);
                let alone =
                    label.is_empty() && (behind.is_empty() || behind.starts_with(['，', '；', '。', '、']));
                // A single year in front of a clause says when, not how long: 2026年，建成….
                let alone = alone && years.first < years.last;
                if facts.start_year.is_none() && (alone || LABELS.years.within(label)) {
                    (facts.start_year, facts.end_year) = (Some(years.first), Some(years.last));
                }
            }
            Kind::Quantity | Kind::Number => {
                let Some(value) = mention.printed.number else { continue };
                let mut unit: String = mention.printed.unit.chars().map(crate::frame::fold).collect();
                if unit.is_empty() {
                    // 1500P: a unit that is written in letters.
                    unit = text[mention.span.end..range.end]
                        .chars()
                        .take_while(char::is_ascii_alphabetic)
                        .collect();
                }
                let money = unit.ends_with('元');
                let quantity = |what: &str| Quantity { value, unit: unit.clone(), what: what.to_owned() };
                if money {
                    quantities.push(quantity(label));
                }
                if money && within_period(label) {
                    facts.period_investment = facts.period_investment.or_else(|| Some(quantity("")));
                } else if money && LABELS.investment.within(label) {
                    facts.investment = facts.investment.or_else(|| Some(quantity("")));
                } else if !unit.is_empty() && !unit.ends_with('级') && !mention.bare {
                    let behind = text[mention.span.end..range.end].trim_start_matches(['，', '。']);
                    let noun = behind.split(['，', '；', '。', '、', '（', '）']).next().unwrap_or("");
                    quantities.push(quantity(if label.is_empty() { noun } else { label }));
                }
            }
            _ => {}
        }
    }
    (quantities, facts)
}

/// Where a work is: behind 位于, 建设地点, or the regions that its facts begin with.
fn located(facts: &str) -> &str {
    let labelled = facts.split(['，', '；', '。', ',', ';']).find_map(|part| {
        let part = part.trim();
        LABELS.places.strip_prefix(part).map(|rest| rest.trim_start_matches(['：', ':', '在', '为', ' ']))
    });
    if let Some(place) = labelled {
        return place.trim();
    }
    let first = facts.split(['，', ',', '；']).next().unwrap_or("").trim();
    if are_regions(first) && verb(first).is_none() { first } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_facts(text: &str) -> (Vec<Quantity>, Facts) {
        facts(text, 0..text.len(), &phrase::scan(text)).expect("a card")
    }

    #[test]
    fn what_belongs_to_one_work() {
        let (quantities, facts) = read_facts(
            "建设地点东川县、北山县，总库容1.2亿立方米、年供水量800万立方米，建设年限2026—2029年，总投资38.6亿元（其中“十五五”期间完成投资30亿元）",
        );
        let money =
            |money: &Option<Quantity>| money.as_ref().map(|money| format!("{}{}", money.value, money.unit));
        assert_eq!(facts.place, "东川县、北山县");
        assert_eq!((facts.start_year, facts.end_year), (Some(2026), Some(2029)));
        assert_eq!(money(&facts.investment).as_deref(), Some("38.6亿元"));
        assert_eq!(money(&facts.period_investment).as_deref(), Some("30亿元"));
        let told: Vec<String> =
            quantities.iter().map(|one| format!("{}{}{}", one.what, one.value, one.unit)).collect();
        assert_eq!(told[..2], ["总库容1.2亿立方米", "年供水量800万立方米"]);
    }

    #[test]
    fn running_text_is_no_card() {
        for text in ["新增床位500张，建设医院2所", "完成投资30亿元，力争带动就业"] {
            assert_eq!(facts(text, 0..text.len(), &phrase::scan(text)), None, "{text}");
        }
    }

    #[test]
    fn regions_open_the_facts() {
        let (_, facts) = read_facts("东川县，年产电池6万吨，2026—2028年，总投资4亿元");
        assert_eq!(facts.place, "东川县");
        assert_eq!(facts.start_year, Some(2026));
    }
}
