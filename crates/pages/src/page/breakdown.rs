//! An indicator by its parts (城乡, 性别, a dimension of one's own), on the page of the indicator.

use crate::page::blocks::{line, paragraph};
use crate::shell::Shell;
use crate::text::{fill, text};
use plan::Indicator;
use source::Lang;
use std::borrow::Cow;
use story::{
    Block, Cell, CellKind, Chart, Heading, Inline, Meaning, Role, Section, SectionKind, Series, Style, Table,
    Values,
};
use web::Visit;
use web::visit::encode;
use work::breakdown::{Breakdown, PartLine, adds_up, breakdowns, dimensions};
use work::number;
use work::view::Judged;

/// The section of an indicator's parts; `None` where no figure is of a part.
pub(super) fn section<'a>(
    visit: &Visit,
    judged: &Judged,
    indicator: &Indicator,
    s: &Shell,
) -> Option<Block<'a>> {
    let lang = visit.lang;
    let names = dimensions(&judged.view, judged.moment.as_of, indicator);
    if names.is_empty() {
        return None;
    }
    let chosen = visit.get("by").filter(|by| names.iter().any(|name| name == by));
    let page = format!("/indicators/{}", encode(indicator.id.as_str()));
    let mut chips = vec![match chosen {
        None => Inline::styled(Style::Strong, text(lang, "part.all")),
        Some(_) => Inline::link(s.to(&page), text(lang, "part.all")),
    }];
    for name in &names {
        chips.push(Inline::text(" "));
        chips.push(if chosen == Some(name.as_str()) {
            Inline::styled(Style::Strong, name.clone())
        } else {
            Inline::link(s.to(format!("{page}?by={}#parts", encode(name))), name.clone())
        });
    }
    let mut blocks = vec![paragraph(Role::Soft, chips)];
    for one in breakdowns(&judged.view, judged.moment.as_of, indicator, chosen) {
        blocks.extend(chart(lang, &indicator.unit, &one).map(|chart| Block::Chart(Box::new(chart))));
        blocks.push(Block::Table(table(lang, (indicator.name.as_str(), indicator.unit.as_str()), &one)));
    }
    let heading = Heading::new(2, text(lang, "part.title"));
    Some(Block::Section(Section { kind: SectionKind::Part, id: Cow::Borrowed("parts"), heading, blocks }))
}

/// Parts of which a chart has a line each; those beyond have the smallest last values and stand in the table.
const DRAWN: usize = 6;
/// A longer name stands in the legend alone, so that it is not cut at the edge of the picture.
const LONGEST_TAG: usize = 5;

/// The parts beside their whole over the years; none where every value is of one year.
pub(super) fn chart<'a>(lang: Lang, unit: &str, one: &Breakdown) -> Option<Chart<'a>> {
    if one.years.len() < 2 {
        return None;
    }
    let points = |line: &PartLine| {
        let known = one.years.iter().zip(&line.values);
        let known = known.filter_map(|(year, value)| Some((f64::from(*year), (*value)?)));
        Values::Points(known.collect())
    };
    let series = |meaning, name: String, line: &PartLine| {
        let tag = if name.chars().count() <= LONGEST_TAG { name.clone() } else { String::new() };
        Series { meaning, name: name.into(), tag: tag.into(), values: points(line) }
    };
    let (wholes, mut parts): (Vec<&PartLine>, Vec<&PartLine>) =
        one.lines.iter().partition(|line| line.part.is_empty());
    if parts.len() > DRAWN {
        let last = |line: &&PartLine| line.values.iter().rev().find_map(|value| *value).unwrap_or(0.0);
        let mut by_size = parts.clone();
        by_size.sort_by(|a, b| last(b).total_cmp(&last(a)));
        by_size.truncate(DRAWN);
        parts.retain(|line| by_size.iter().any(|kept| kept.part == line.part));
    }
    let whole = text(lang, "part.whole");
    let mut all: Vec<Series<'a>> =
        wholes.iter().map(|line| series(Meaning::Actual, whole.to_owned(), line)).collect();
    let places = (0..u8::MAX).zip(parts);
    all.extend(places.map(|(at, line)| series(Meaning::Part(at), line.part.words(), line)));
    let by = one.by.join(" × ");
    let said = if one.region.is_empty() { by } else { format!("{} · {by}", one.region) };
    Some(Chart {
        title: "".into(),
        description: Cow::Owned(fill(lang, "part.chart", &[("by", &said)])),
        hint: Cow::Borrowed(text(lang, "chart.hint")),
        unit: Cow::Owned(unit.to_owned()),
        series: all,
        written: number::value,
    })
}

/// The parts of an indicator, by its name and unit, year by year.
pub(super) fn table<'a>(lang: Lang, (name, unit): (&str, &str), one: &Breakdown) -> Table<'a> {
    let by = one.by.join(" × ");
    let whose = if one.region.is_empty() { by.clone() } else { format!("{} · {by}", one.region) };
    let mut head = vec![Cell::head(by)];
    head.extend(one.years.iter().map(|year| Cell::head(year.to_string()).right()));
    let ratio = if adds_up(name, unit) { "part.share" } else { "part.ratio" };
    head.push(Cell::head(text(lang, ratio)).right());
    head.push(Cell::head(text(lang, "column.source")));
    Table {
        caption: Cow::Owned(match lang {
            Lang::Zh => format!("{whose}（{unit}）"),
            Lang::En => format!("{whose} ({unit})"),
        }),
        head: vec![line(head)],
        rows: one.lines.iter().map(|part| row(lang, part)).collect(),
        ..Table::default()
    }
}

fn row<'a>(lang: Lang, one: &PartLine) -> story::Row<'a> {
    let name = if one.part.is_empty() { text(lang, "part.whole").to_owned() } else { one.part.words() };
    let mut cells = vec![Cell::new(CellKind::RowHead, vec![Inline::text(name)])];
    cells.extend(one.values.iter().map(|value| Cell::figure(value.map(number::value).unwrap_or_default())));
    cells.push(Cell::figure(one.of_whole.map(number::percent).unwrap_or_default()));
    cells.push(Cell::new(CellKind::Data, vec![Inline::styled(Style::Small, one.source.clone())]));
    line(cells)
}
