//! How a target goes: the running year by its months, what moved the value, and which way is better.

use crate::page::blocks::{fold, paragraph};
use crate::text::{alert_word, fill, text};
use assess::within_year::YearSoFar;
use assess::{Alert, Cause, Row};
use source::Lang;
use std::borrow::Cow;
use story::{Block, Fact, Heading, Inline, Item, List, ListKind, Role, Section, SectionKind};
use work::number;

/// The running year, where its months are known: what they came to, 时序进度 against the same months of past years, what
/// the year will come to with its interval, and the warning in the month.
pub(crate) fn so_far(lang: Lang, row: &Row) -> Option<Block<'_>> {
    let so_far = row.so_far.as_ref()?;
    let year = fill(lang, "course.year", &[("year", &so_far.year.to_string())]);
    let mut heading = Heading::new(3, year);
    if so_far.alert != Alert::None {
        let word = alert_word(lang, so_far.alert).into();
        heading.text.extend([Inline::text(" "), Inline::Level(so_far.alert.name(), word)]);
    }
    let blocks = vec![
        paragraph(Role::Plain, vec![Inline::text(so_far.words.get(lang))]),
        Block::Facts(year_facts(lang, so_far)),
    ];
    Some(Block::Section(Section { kind: SectionKind::Part, id: Cow::Borrowed(""), heading, blocks }))
}

fn year_facts(lang: Lang, so_far: &YearSoFar) -> Vec<Fact<'static>> {
    let mut facts = Vec::new();
    let mut add = |key: &'static str, value: Option<String>, remark: String| {
        if let Some(value) = value {
            facts.push(Fact { name: text(lang, key).into(), value: value.into(), remark: remark.into() });
        }
    };
    let months = so_far.months.words();
    add("course.months", Some(number::value(so_far.value)), months.get(lang).to_owned());
    let usual = so_far.usual.map(|share| fill(lang, "course.usual", &[("n", &number::percent(share))]));
    add("course.progress", so_far.progress.map(number::percent), usual.unwrap_or_default());
    if let Some(estimate) = so_far.estimate {
        let [low, middle, high] = [0.025, 0.5, 0.975].map(|p| number::value(estimate.quantile(p)));
        let (range, years) = (format!("{low} – {high}"), estimate.years.to_string());
        let remark = fill(lang, "course.interval", &[("n", &range), ("years", &years)]);
        add("course.estimate", Some(middle), remark);
    }
    add("course.due", so_far.due.map(number::value), String::new());
    add("course.attain", so_far.attain.map(number::probability), String::new());
    facts
}

/// What moved the value since the base, as a tree that opens.
pub(crate) fn causes(lang: Lang, row: &Row) -> Option<Block<'_>> {
    let cause = row.cause.as_ref()?;
    let heading = Heading::new(3, text(lang, "course.causes"));
    let mut blocks = vec![paragraph(Role::Plain, vec![Inline::text(line(lang, cause, &row.unit))])];
    blocks.extend(opened(lang, cause, &row.unit, DEEPEST));
    Some(fold(heading, blocks))
}

/// Levels of the tree that are shown; an assessment makes fewer.
const DEEPEST: usize = 6;

/// The openings of a cause: parts that open themselves are closed until they are asked for.
fn opened<'a>(lang: Lang, cause: &'a Cause, unit: &str, left: usize) -> Vec<Block<'a>> {
    let Some(left) = left.checked_sub(1) else { return Vec::new() };
    let mut blocks = Vec::new();
    for opening in &cause.openings {
        blocks.push(paragraph(Role::Soft, vec![Inline::text(opening.by.get(lang))]));
        let (leaves, inner): (Vec<_>, Vec<_>) =
            opening.parts.iter().partition(|part| part.openings.is_empty());
        let items: Vec<Item<'_>> = leaves
            .into_iter()
            .map(|part| Item { text: vec![Inline::text(line(lang, part, unit))], ..Item::default() })
            .collect();
        for part in inner {
            let heading = Heading { text: vec![Inline::text(line(lang, part, unit))], ..Heading::default() };
            blocks.push(fold(heading, opened(lang, part, unit, left)));
        }
        if !items.is_empty() {
            blocks.push(Block::List(List { kind: ListKind::Points, items }));
        }
    }
    blocks
}

fn line(lang: Lang, cause: &Cause, unit: &str) -> String {
    cause.words(unit).get(lang).to_owned()
}

/// What is odd about the direction of a target, with the way to decide it for those who may.
pub(crate) fn direction(lang: Lang, row: &Row, decide: Option<String>) -> Option<Block<'static>> {
    let read = row.direction;
    let told = match (read.basis, read.against) {
        (Some(basis), Some(against)) => {
            let (basis, against) = (basis.words(), against.words());
            fill(lang, "course.disagree", &[("a", basis.get(lang)), ("b", against.get(lang))])
        }
        (None, _) if read.wish.is_none() => text(lang, "course.undirected").to_owned(),
        _ => return None,
    };
    let mut said = vec![Inline::text(told)];
    if let Some(address) = decide {
        said.extend([Inline::text(" "), Inline::link(address, text(lang, "course.decide"))]);
    }
    Some(paragraph(Role::Soft, said))
}
