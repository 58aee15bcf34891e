//! The values of an indicator as tables: years and vintages, the methods, the forecast year by year, and the regions.

use crate::chart;
use crate::page::blocks::{head, line, part};
use crate::page::parts;
use crate::page::target;
use crate::text::text;
use plan::Indicator;
use source::Lang;
use std::borrow::Cow;
use story::{Block, Cell, CellKind, Inline, Style, Table};
use work::standing::Standing;
use work::view::{Judged, State};
use work::{number, standing};

/// The blocks of the view.
pub(super) fn blocks<'a>(lang: Lang, judged: &'a Judged, indicator: &'a Indicator) -> Vec<Block<'a>> {
    let targets = judged.view.stored.plan.targets_of(&indicator.id);
    let mut blocks: Vec<Block<'_>> =
        targets.filter_map(|one| target::tables(lang, judged, one)).map(Block::Section).collect();
    blocks.extend(regions(lang, judged, indicator));
    blocks
}

/// The indicator in the regions inside the plan's own.
pub(super) fn regions<'a>(lang: Lang, judged: &'a Judged, indicator: &Indicator) -> Option<Block<'a>> {
    let row = |(row, standing): (&'a assess::Row, Option<Standing>)| {
        let state = State::of(row);
        let rank = standing.map(|found| format!("{}/{}", found.rank, found.among)).unwrap_or_default();
        let distance = standing.and_then(|found| found.from_middle).map(signed).unwrap_or_default();
        let compared = standing.map(|found| match standing::source(row, found.year) {
            "" => found.year.to_string(),
            source => format!("{} {source}", found.year),
        });
        let card = parts::RowCard::of(lang, judged, row);
        let year = Inline::styled(Style::Small, card.latest_year);
        line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(&*row.region)]),
            Cell::new(CellKind::Data, vec![Inline::State(state.name(), card.state_word)]),
            Cell::new(CellKind::Data, vec![Inline::text(card.latest), Inline::text(" "), year]).right(),
            Cell::new(
                CellKind::Data,
                vec![
                    Inline::text(rank),
                    Inline::text(" "),
                    Inline::styled(Style::Small, compared.unwrap_or_default()),
                ],
            )
            .right(),
            Cell::figure(distance),
            Cell::figure(card.progress),
            Cell::new(CellKind::Data, vec![Inline::Spark(Box::new(chart::of(lang, row)))]),
        ])
    };
    let regional = judged.of_indicator(indicator.id.as_str()).filter(|row| !row.region.is_empty());
    let regional: Vec<&assess::Row> = regional.collect();
    let standings = standing::standings(&regional);
    let rows: Vec<_> = regional.into_iter().zip(standings).map(row).collect();
    let columns = [
        ("column.region", false),
        ("column.state", false),
        ("column.latest", true),
        ("column.rank", true),
        ("column.from-middle", true),
        ("column.progress", true),
        ("column.course", false),
    ];
    let title = text(lang, "indicator.regions");
    let table = Table { caption: Cow::Borrowed(title), head: head(lang, &columns), rows, ..Table::default() };
    (!table.rows.is_empty()).then(|| part(title, Block::Table(table)))
}

/// A share with its sign: +5.2%.
fn signed(share: f64) -> String {
    format!("{}{}%", if share > 0.0 { "+" } else { "" }, number::fixed(share * 100.0, 1))
}
