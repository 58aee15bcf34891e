//! What a sentence says of a work that it names: 到2028年建成东湖大桥，总投资7.6亿元.
//!
//! Only what can be meant of one work alone is taken: money behind a list of works is money of them all.

use std::ops::Range;

use phrase::{Kind, Mention, Years};
use plan::Quantity;

use super::stage::STAGES;
use super::words::NAMES;
use super::{Facts, Found, card};
use crate::place;
use crate::prose::inside;
use crate::sentence::Clause;

/// A work and where its name stands.
pub(super) type Named = (Range<usize>, Found);

/// Fills in what the clauses of one sentence say of the works named in it, which stand in order.
pub(super) fn fill(text: &str, clauses: &[Clause], mentions: &[Mention], works: &mut [Named]) {
    for (name, work) in works.iter_mut() {
        if let Some(inner) = bracket(text, name) {
            let (quantities, mut facts) = card::told(text, inner.clone(), mentions);
            (facts.investment, facts.period_investment) = (None, None);
            let says = facts != Facts::default() || inside(mentions, &inner).iter().any(is_money);
            adopt(work, quantities, facts);
            for mention in inside(mentions, &inner).iter().filter(|mention| is_money(mention)) {
                let front = text.get(inner.start..mention.span.start).unwrap_or("");
                invest(front.rsplit(['，', '；', '、', '（']).next().unwrap_or(""), mention, work);
            }
            // A bracket of years and money is no part of the name; one of a phase or another name is.
            if says && name.end > inner.end {
                name.end = inner.start - '（'.len_utf8();
            }
        }
    }
    let mut current: Range<usize> = 0..0;
    let mut announced: Option<i32> = None;
    for clause in clauses {
        let range = &clause.range;
        let first = works.partition_point(|(name, _)| name.start < range.start);
        let last = works.partition_point(|(name, _)| name.start < range.end);
        let here = inside(mentions, range);
        if first < last {
            current = first..last;
            let Some(named) = works.get_mut(first..last) else { continue };
            dates_beside(text, range, here, announced, named);
            if let [(name, work)] = named {
                money_beside(text, range, name, here, work);
            }
            located(text, range, named);
        } else if let Some(named) = works.get_mut(current.clone()).filter(|named| !named.is_empty()) {
            let part = &text[range.clone()];
            let one = named.len() == 1 || STAGES.both.find(part).is_some();
            for (_, work) in named.iter_mut().filter(|_| one) {
                dates_of(text, range, here, work);
            }
            if let [(_, work)] = named {
                amounts_of(text, range, here, mentions, work);
            }
        }
        announced = only_a_year(text, range, here);
    }
}

/// The inside of the bracket that closes a name or follows it.
fn bracket(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let words = text.get(name.clone())?;
    if words.ends_with('）') {
        let open = words.rfind('（')?;
        return Some(name.start + open + '（'.len_utf8()..name.end - '）'.len_utf8());
    }
    let rest = text.get(name.end..)?.strip_prefix('（')?;
    let close = rest.find('）')?;
    let start = name.end + '（'.len_utf8();
    Some(start..start + close)
}

/// Takes over what is not known yet.
fn adopt(work: &mut Found, quantities: Vec<Quantity>, facts: Facts) {
    let known = &mut work.facts;
    known.investment = known.investment.take().or(facts.investment);
    known.period_investment = known.period_investment.take().or(facts.period_investment);
    known.start_year = known.start_year.or(facts.start_year);
    known.end_year = known.end_year.or(facts.end_year);
    for quantity in quantities {
        if !quantity.unit.ends_with('元') && !work.quantities.contains(&quantity) {
            work.quantities.push(quantity);
        }
    }
}

/// The years of a mention that is a time of the calendar, not of a plan.
fn years(mention: &Mention) -> Option<Years> {
    matches!(mention.kind, Kind::Year | Kind::Period)
        .then_some(mention.years)
        .flatten()
        .filter(|years| years.plan.is_none())
}

/// A clause that only says until when: 到2028年.
fn only_a_year(text: &str, clause: &Range<usize>, here: &[Mention]) -> Option<i32> {
    let [mention] = here else { return None };
    let years = years(mention)?;
    let before = text.get(clause.start..mention.span.start)?.trim();
    let behind = text.get(mention.span.end..clause.end)?.trim_matches(['年', ' ']);
    (["到", "至", "力争到", "力争", "确保到"].contains(&before)
        && ["", "底", "末", "前", "底前"].contains(&behind))
    .then_some(years.last)
}

/// Years in a clause that names works: 2026年开工建设A, 到2028年建成A和B, A于2027年投产.
fn dates_beside(
    text: &str,
    clause: &Range<usize>,
    here: &[Mention],
    announced: Option<i32>,
    named: &mut [Named],
) {
    let (Some(front), Some(back)) =
        (named.first().map(|(name, _)| name.start), named.last().map(|(name, _)| name.end))
    else {
        return;
    };
    let lead = text.get(clause.start..front).unwrap_or("");
    for mention in here {
        let Some(years) = years(mention) else { continue };
        let (words, behind) = if mention.span.end <= front {
            (text.get(mention.span.end..front), false)
        } else if mention.span.start >= back {
            (text.get(mention.span.end..clause.end), true)
        } else {
            continue;
        };
        let words = words.unwrap_or("");
        let all = !behind || named.len() == 1 || STAGES.both.find(words).is_some();
        for (_, work) in named.iter_mut().filter(|_| all) {
            date(work, words, years);
        }
    }
    if let Some(year) = announced.filter(|_| finishes(lead)) {
        for (_, work) in named.iter_mut() {
            work.facts.end_year = work.facts.end_year.or(Some(year));
        }
    }
}

/// Whether a clause is led by a verb of completion.
fn finishes(lead: &str) -> bool {
    STAGES.finish.find(lead).is_some_and(|(at, _)| lead[..at].chars().count() <= 4)
}

/// Years in a clause behind that of the name: 力争2028年建成通车, 计划2026年开工、2029年投产.
fn dates_of(text: &str, clause: &Range<usize>, here: &[Mention], work: &mut Found) {
    let stops: Vec<usize> =
        here.iter().skip(1).map(|mention| mention.span.start).chain(std::iter::once(clause.end)).collect();
    for (mention, stop) in here.iter().zip(stops) {
        let Some(years) = years(mention) else { continue };
        date(work, text.get(mention.span.end..stop).unwrap_or(""), years);
    }
}

/// Sets the year that the words behind it are about.
fn date(work: &mut Found, words: &str, years: Years) {
    let words = words.trim_start_matches(['年', ' ', '底', '前', '末', '初']);
    let begin = STAGES.begin.find(words);
    let finish = STAGES.finish.find(words);
    match (begin, finish) {
        (Some((begin, _)), finish) if finish.is_none_or(|(finish, _)| begin < finish) => {
            work.facts.start_year = work.facts.start_year.or(Some(years.first));
        }
        (_, Some(_)) => work.facts.end_year = work.facts.end_year.or(Some(years.last)),
        // A span of years says from when to when: 2026—2028年建设A.
        _ if years.first < years.last => {
            work.facts.start_year = work.facts.start_year.or(Some(years.first));
            work.facts.end_year = work.facts.end_year.or(Some(years.last));
        }
        _ => {}
    }
}

/// Money in the clause of one name: 总投资7.6亿元的A, A总投资7.6亿元.
fn money_beside(text: &str, clause: &Range<usize>, name: &Range<usize>, here: &[Mention], work: &mut Found) {
    for mention in here.iter().filter(|mention| is_money(mention)) {
        let label = if mention.span.end <= name.start {
            let between = text.get(mention.span.end..name.start).unwrap_or("");
            let to_it = between.is_empty()
                || between.starts_with('的')
                || NAMES.building.get(between.trim_start_matches('，')).is_some();
            let mut label = text.get(clause.start..mention.span.start).unwrap_or("");
            while let Some(rest) = NAMES.building.strip_prefix(label) {
                label = rest;
            }
            if to_it { label } else { continue }
        } else if mention.span.start >= name.end {
            text.get(name.end..mention.span.start).unwrap_or("")
        } else {
            continue;
        };
        invest(label, mention, work);
    }
}

/// Money and size in a clause behind that of the one name: 总投资7.6亿元, 总库容2亿立方米.
fn amounts_of(text: &str, clause: &Range<usize>, here: &[Mention], mentions: &[Mention], work: &mut Found) {
    for mention in here.iter().filter(|mention| is_money(mention)) {
        invest(text.get(clause.start..mention.span.start).unwrap_or(""), mention, work);
    }
    if card::sizes(text.get(clause.clone()).unwrap_or("")) {
        let (quantities, _) = card::told(text, clause.clone(), mentions);
        adopt(work, quantities, Facts::default());
    }
}

fn is_money(mention: &Mention) -> bool {
    mention.kind == Kind::Quantity && mention.printed.unit.ends_with('元') && mention.printed.number.is_some()
}

/// Sets the investment when the words in front of an amount say nothing but that it is one.
fn invest(label: &str, mention: &Mention, work: &mut Found) {
    let Some(value) = mention.printed.number else { return };
    // 技改项目300个，总投资90亿元: money of them all.
    if work.quantities.iter().any(|quantity| matches!(quantity.unit.as_str(), "个" | "项" | "家" | "批"))
    {
        return;
    }
    let money = Quantity {
        value,
        unit: mention.printed.unit.chars().map(crate::frame::fold).collect(),
        what: String::new(),
    };
    let facts = &mut work.facts;
    match card::investment(label) {
        Some(card::Money::Total) => facts.investment = facts.investment.take().or(Some(money)),
        Some(card::Money::Period) => facts.period_investment = facts.period_investment.take().or(Some(money)),
        None => {}
    }
}

/// 在东县建设A: the place that an adjunct in front of the verb names.
fn located(text: &str, clause: &Range<usize>, named: &mut [Named]) {
    let Some(front) = named.first().map(|(name, _)| name.start) else { return };
    let Some(lead) = text.get(clause.start..front).and_then(|lead| lead.strip_prefix('在')) else { return };
    let Some((at, _)) = NAMES.building.find(lead) else { return };
    let adjunct = lead[..at].trim_end_matches(['加', '快', '重', '点', '规', '划', '启', '动']);
    if place::kind(adjunct).is_some() {
        for (_, work) in named.iter_mut().filter(|(_, work)| work.facts.place.is_empty()) {
            adjunct.clone_into(&mut work.facts.place);
        }
    }
}
