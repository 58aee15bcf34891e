//! Boxes: a heading, a colon and a list of works.

use std::ops::Range;

use phrase::Mention;
use plan::Measure;

use super::names::{self, Joint, Name};
use super::{Facts, Found, capacity, stage};
use crate::outline::Unit;
use crate::place;
use crate::prose::verb;
use crate::sentence::{self, Clause};
use crate::statement::{Shape, Statement};
use crate::words::LEXICON;

/// Longest heading in front of a colon, in characters.
const LONGEST_LABEL: usize = 40;

/// Reads the works of a unit inside a box. `statements` are those of the same unit.
///
/// A unit that is running text, not a list under a heading, yields nothing here.
#[expect(clippy::too_many_lines, reason = "one pass over the blocks of a box")]
pub(crate) fn read(unit: &Unit<'_>, mentions: &[Mention], statements: &[Statement]) -> Option<Vec<Found>> {
    let text = unit.text.text();
    let (label, body) = label(text);
    let (label, body) = match (label, heading(text, body.clone())) {
        (None, Some((heading, rest))) => (Some(heading), rest),
        (label, _) => (label, body),
    };
    let category = match (label, unit.category) {
        (Some(label), _) => text[label].trim_matches(['、', ' ']).to_owned(),
        (None, Some(category)) => category.text().to_owned(),
        (None, None) => String::new(),
    };
    let mut found = Vec::new();
    // What a zone holds are places, and a note explains.
    let zoned = !place::regime(&category).is_empty();
    if zoned || text.starts_with('注') {
        return Some(found);
    }
    let sentences = sentence::sentences(text, body);
    if titled(text).is_some() && !sentences.iter().all(|sentence| lists(text, sentence, statements)) {
        return None;
    }
    if let Some(name) = described(text, &sentences) {
        let quantities = capacity::quantities(text, &name, mentions);
        let span = unit.text.span(name.clone());
        let name = text[name].to_owned();
        return Some(vec![Found {
            name,
            full: String::new(),
            category,
            quantities,
            stage: "planned",
            work: String::new(),
            facts: Facts::default(),
            question: None,
            span,
        }]);
    }
    for mut sentence in sentences {
        let counted = counted(&sentence, statements);
        if !counted.is_empty() && counted.iter().all(|statement| statement.shape != Shape::Group) {
            // 建成A，实施B 800公里: several verbs make running text.
            let clauses = sentence::clauses(text, sentence.range.clone());
            if clauses.iter().filter(|clause| verb(&text[clause.range.clone()]).is_some()).count() > 1 {
                return None;
            }
            let stated = counted.iter().map(|statement| statement.clause.start).min();
            let works: Vec<&Statement> =
                counted.into_iter().filter(|statement| !measures(statement)).collect();
            if !works.is_empty() || stated.is_none_or(|start| start <= sentence.range.start) {
                found.extend(works.into_iter().map(|statement| target(unit, statement, &category)));
                continue;
            }
            // 机场扩建工程，吞吐能力达到80万人次: the work stands in front of what it will do.
            sentence.range.end = stated.unwrap_or(sentence.range.end);
            if !sentence::clauses(text, sentence.range.clone())
                .iter()
                .all(|clause| names::whole(&text[clause.range.clone()]))
            {
                continue;
            }
        }
        let list = main(text, sentence.range.clone())?;
        let lead = &text[sentence.range.start..list.start];
        for name in list_names(text, list.clone()) {
            found.push(Found {
                name: text[name.range.clone()].to_owned(),
                full: name.full,
                category: category.clone(),
                quantities: capacity::quantities(text, &name.range, mentions),
                stage: stage::led(lead),
                work: stage::of_lead(lead),
                facts: Facts::default(),
                question: None,
                span: unit.text.span(name.range),
            });
        }
    }
    Some(found)
}

/// The name of a work in front of a colon: 健康工程：新增床位500张，建设医院.
pub(super) fn titled(text: &str) -> Option<Range<usize>> {
    let name = names::trim(text, label(text).0?)?;
    let words = &text[name.clone()];
    let one = !words.contains(['、', '，', '。']) && verb(words).is_none();
    (one && names::whole(words)).then_some(name)
}

/// Whether a sentence only lists works.
fn lists(text: &str, sentence: &Clause, statements: &[Statement]) -> bool {
    let stated = counted(sentence, statements).iter().any(|statement| statement.shape != Shape::Group);
    let members = sentence::clauses(text, sentence.range.clone());
    let named = members.iter().any(|member| {
        let words = &text[member.range.clone()];
        words.contains('、') || names::whole(words)
    });
    !stated && named && main(text, sentence.range.clone()).is_some()
}

/// The statements of a sentence that are no members of a list of works.
fn counted<'s>(sentence: &Clause, statements: &'s [Statement]) -> Vec<&'s Statement> {
    let here = |statement: &&Statement| sentence.range.contains(&statement.clause.start);
    statements.iter().filter(here).filter(|statement| statement.shape != Shape::Listed).collect()
}

/// The heading that a first sentence is, and what follows it: 污水处理。甲厂、乙厂.
fn heading(text: &str, body: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    const LONGEST: usize = 12;
    let sentences = sentence::sentences(text, body.clone());
    let [first, second, ..] = sentences.as_slice() else { return None };
    let words = &text[first.range.clone()];
    let short = words.chars().count() <= LONGEST && !words.contains(['、', '，']);
    let heads = short && verb(words).is_none() && !names::whole(words);
    heads.then(|| (first.range.clone(), second.range.start..body.end))
}

/// The name of a work that the first sentence gives and the others describe: 甲工程。建设A，改造B。
fn described(text: &str, sentences: &[Clause]) -> Option<Range<usize>> {
    let (first, rest) = sentences.split_first()?;
    let name = names::trim(text, first.range.clone())?;
    let words = &text[name.clone()];
    let whole = names::whole(words) && verb(words).is_none() && !words.contains(['、', '，']);
    let told = rest.iter().any(|sentence| verb(&text[sentence.range.clone()]).is_some());
    (whole && told).then_some(name)
}

/// The heading in front of the first colon, and what follows it.
fn label(text: &str) -> (Option<Range<usize>>, Range<usize>) {
    let colon = sentence::cuts(text, |c| matches!(c, '：' | ':' | '。')).into_iter().next();
    match colon {
        Some((at, c)) if c != '。' && text[..at].chars().count() <= LONGEST_LABEL => {
            (Some(0..at), at + c.len_utf8()..text.len())
        }
        _ => (None, 0..text.len()),
    }
}

/// Whether a statement gives the value of an indicator, not a number of works: 覆盖率, 断面个数.
fn measures(statement: &Statement) -> bool {
    const ENDS: [&str; 9] = ["率", "比例", "比重", "个数", "总量", "总数", "强度", "浓度", "指数"];
    (statement.measure != Measure::Count && statement.shape == Shape::Reached)
        || ENDS.iter().any(|end| statement.subject.ends_with(end))
        || statement.unit.ends_with('次')
}

/// An undertaking that is a number of things: so many firms of a size, so many for each county.
fn target(unit: &Unit<'_>, statement: &Statement, category: &str) -> Found {
    let text = unit.text.text();
    let clause = &text[statement.clause.clone()];
    let name = match statement.shape {
        Shape::Each => statement.scope.clone(),
        Shape::Reached => statement.subject.clone(),
        _ => clause.to_owned(),
    };
    let quantity = statement.value.map(|value| plan::Quantity {
        value,
        unit: statement.unit.clone(),
        what: statement.subject.clone(),
    });
    Found {
        name,
        full: String::new(),
        category: category.to_owned(),
        quantities: quantity.into_iter().collect(),
        stage: "planned",
        work: String::new(),
        facts: Facts::default(),
        question: None,
        span: statement.span,
    }
}

/// The list of a sentence behind its adjuncts and verbs; `None` when the sentence is running text.
fn main(text: &str, sentence: Range<usize>) -> Option<Range<usize>> {
    let clauses = sentence::clauses(text, sentence.clone());
    let led = |range: &Range<usize>| verb(&text[range.clone()]).is_some();
    // 以X为基础，重点建设A、B和C
    let start = clauses
        .iter()
        .position(|clause| {
            let part = &text[clause.range.clone()];
            !(LEXICON.openers.prefix(part).is_some() && !names::whole(part) && clauses.len() > 1)
        })
        .unwrap_or(0);
    let rest = &clauses[start..];
    if rest.iter().filter(|clause| led(&clause.range)).count() > 1 {
        return None;
    }
    let first = rest.first()?;
    let mut from = first.range.start;
    let part = &text[first.range.clone()];
    if let Some((length, _)) = verb(part).filter(|(length, _)| *length < part.len())
        // 改造提升A: a verb leads; 改造工程: the verb is part of the name.
        && (!part[length..].starts_with(['工', '项', '基', '中']) || part.contains('、'))
    {
        from += length;
    }
    let words = ["主要包括", "包括", "包含", "重点", "主要有"];
    while let Some(word) = words.iter().find(|word| text[from..first.range.end].starts_with(**word)) {
        from += word.len();
    }
    // 包括A和B，是全市的粮食产区: what follows says what the members are.
    let says = |range: &Range<usize>| led(range) || text[range.clone()].starts_with(['是', '为']);
    let end = rest.iter().skip(1).take_while(|clause| !says(&clause.range)).last().unwrap_or(first).range.end;
    // A long sentence without a list is running text, and so is 对A、B等进行改造 or 泛指A.
    let list = &text[from..end];
    let listed = list.contains('、') || list.chars().count() <= 30;
    (listed && !tells(list)).then_some(from..end)
}

/// Whether what looks like a list is part of a sentence that says something of its members.
fn tells(list: &str) -> bool {
    if list.starts_with("泛指") || list.starts_with("是指") || list.starts_with('指') {
        return true;
    }
    // 以A、B为载体开展…, 对A、B等进行…: an adjunct opens and a verb follows.
    let opened = list.starts_with(['以', '对', '将', '把', '为', '由']) && !names::whole(list);
    let governed = ["进行", "开展", "实施", "予以", "为载体", "为重点", "为主体"];
    if opened && governed.iter().any(|word| list.contains(word)) {
        return true;
    }
    // A、B等应采取措施.
    list.rsplit_once('等').is_some_and(|(_, rest)| {
        rest.starts_with(['应', '须', '要', '可', '均', '需']) && rest.chars().count() > 2
    })
}

/// The names of a list; a comma separates like 、 here.
fn list_names(text: &str, list: Range<usize>) -> Vec<Name> {
    let mut names: Vec<Name> = sentence::clauses(text, list)
        .into_iter()
        .flat_map(|clause| names::members(text, clause.range, Joint::Names))
        .filter_map(|range| names::trim(text, range))
        .map(|range| Name { range, full: String::new() })
        .collect();
    // 甲、乙、丙四大基地和丁平台: the head belongs to every member up to the numeral.
    let shared = names.iter().enumerate().find_map(|(index, name)| {
        let item = &text[name.range.clone()];
        names::shared_head(item)
            .filter(|(numeral, _)| index > 0 && numeral.start > 0)
            .map(|(numeral, head)| (index, numeral, head.to_owned()))
    });
    if let Some((index, numeral, head)) = shared {
        names[index].range.end = names[index].range.start + numeral.start;
        for name in &mut names[..=index] {
            name.full = format!("{}{head}", &text[name.range.clone()]);
        }
    } else {
        restore(text, &mut names);
    }
    names
}

/// 凌南、凌北热源厂: short members without a head take that of the last one.
fn restore(text: &str, names: &mut [Name]) {
    let Some((last, before)) = names.split_last_mut() else { return };
    let whole = &text[last.range.clone()];
    let Some((range, _)) = names::head(whole) else { return };
    let (stem, head) = (whole[..range.start].chars().count(), &whole[range]);
    for name in before {
        let short = &text[name.range.clone()];
        let length = short.chars().count();
        if names::head(short).is_none() && length <= 5 && length.abs_diff(stem) <= 2 {
            name.full = format!("{short}{head}");
        }
    }
}
