//! An indicator by its parts (城乡, 性别, a dimension of one's own), on the page of the indicator.

use crate::page::blocks::{line, paragraph};
use crate::shell::Shell;
use crate::text::text;
use plan::Indicator;
use source::Lang;
use std::borrow::Cow;
use story::{Block, Cell, CellKind, Heading, Inline, Role, Section, SectionKind, Style, Table};
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
    let names = dimensions(judged, indicator);
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
    let found = breakdowns(judged, indicator, chosen);
    blocks.extend(found.iter().map(|one| Block::Table(table(lang, indicator, one))));
    let heading = Heading::new(2, text(lang, "part.title"));
    Some(Block::Section(Section { kind: SectionKind::Part, id: Cow::Borrowed("parts"), heading, blocks }))
}

fn table<'a>(lang: Lang, indicator: &Indicator, one: &Breakdown) -> Table<'a> {
    let by = one.by.join(" × ");
    let whose = if one.region.is_empty() { by.clone() } else { format!("{} · {by}", one.region) };
    let mut head = vec![Cell::head(by)];
    head.extend(one.years.iter().map(|year| Cell::head(year.to_string()).right()));
    let ratio = if adds_up(indicator) { "part.share" } else { "part.ratio" };
    head.push(Cell::head(text(lang, ratio)).right());
    head.push(Cell::head(text(lang, "column.source")));
    Table {
        caption: Cow::Owned(format!("{whose}（{}）", indicator.unit)),
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
