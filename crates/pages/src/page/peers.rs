//! An indicator beside other regions (对标), on the page of the indicator.

use crate::page::blocks::{head, line, paragraph};
use crate::shell::Shell;
use crate::text::{fill, text};
use assess::peers::{Choice, Comparison, Peer};
use plan::Indicator;
use source::Lang;
use std::borrow::Cow;
use story::{Block, Cell, CellKind, Heading, Inline, Role, Section, SectionKind, Style, Table};
use web::Visit;
use web::visit::encode;
use work::number;
use work::view::Judged;

/// The section of the comparison; `None` where no other region can be compared.
pub(super) fn section<'a>(
    visit: &Visit,
    judged: &Judged,
    indicator: &Indicator,
    s: &Shell,
) -> Option<Block<'a>> {
    let lang = visit.lang;
    let known: Vec<(Choice, Comparison)> = Choice::ALL
        .into_iter()
        .filter_map(|choice| Some((choice, work::standing::peers(judged, indicator, choice)?)))
        .collect();
    let decided = work::choices::held(judged, indicator, store::ChoiceAbout::Peers);
    let asked = visit.get("peers").and_then(Choice::parse).or_else(|| Choice::parse(&decided));
    let (chosen, found) =
        known.iter().find(|(choice, _)| Some(*choice) == asked).or_else(|| known.first())?;
    let page = format!("/indicators/{}", encode(indicator.id.as_str()));
    let mut chips = Vec::new();
    for (choice, _) in &known {
        let word = choice_word(lang, *choice);
        chips.push(if choice == chosen {
            Inline::styled(Style::Strong, word)
        } else {
            Inline::link(s.to(format!("{page}?peers={}#peers", choice.name())), word)
        });
        chips.push(Inline::text(" "));
    }
    let blocks = vec![
        paragraph(Role::Soft, chips),
        paragraph(Role::Plain, vec![Inline::text(said(lang, found))]),
        Block::Table(table(lang, indicator, found)),
    ];
    let heading = Heading::new(2, text(lang, "peers.title"));
    Some(Block::Section(Section { kind: SectionKind::Part, id: Cow::Borrowed("peers"), heading, blocks }))
}

/// How the other regions are chosen.
pub(crate) fn choice_word(lang: Lang, choice: Choice) -> &'static str {
    match choice {
        Choice::Level => text(lang, "peers.level"),
        Choice::Province => text(lang, "peers.province"),
        Choice::Size => text(lang, "peers.size"),
    }
}

/// Rank and distance in a sentence.
fn said(lang: Lang, found: &Comparison) -> String {
    let (year, rank, among) = (found.year.to_string(), found.rank.to_string(), found.among.to_string());
    let mut said = fill(lang, "peers.rank", &[("year", &year), ("rank", &rank), ("among", &among)]);
    if let Some(share) = found.from_middle {
        said.push_str(&fill(lang, "peers.middle", &[("share", &signed(share))]));
    }
    if let Some(size) = &found.size {
        said.push_str(if lang == Lang::En { " " } else { "" });
        said.push_str(&fill(lang, "peers.by-size", &[("name", size)]));
    }
    said
}

fn table<'a>(lang: Lang, indicator: &Indicator, found: &Comparison) -> Table<'a> {
    let columns = [
        ("column.rank", true),
        ("column.region", false),
        ("column.value", true),
        ("peers.lead", true),
        ("column.year", true),
        ("column.source", false),
    ];
    let caption = format!("{}（{}）", text(lang, "peers.title"), indicator.unit);
    Table {
        caption: Cow::Owned(caption),
        head: head(lang, &columns),
        rows: found.peers.iter().map(|peer| row(lang, found.year, peer)).collect(),
        ..Table::default()
    }
}

fn row<'a>(lang: Lang, year: i32, peer: &Peer) -> story::Row<'a> {
    let name = peer.region.clone();
    let name = match (peer.is_own, peer.rank) {
        (true, _) => vec![Inline::styled(Style::Strong, name)],
        (false, None) => vec![
            Inline::text(name),
            Inline::text(" "),
            Inline::styled(Style::Small, text(lang, "peers.above")),
        ],
        (false, Some(_)) => vec![Inline::text(name)],
    };
    line(vec![
        Cell::figure(peer.rank.map(|rank| rank.to_string()).unwrap_or_default()),
        Cell::new(CellKind::RowHead, name),
        Cell::figure(number::value(peer.value)),
        Cell::figure(peer.lead.map(signed).unwrap_or_default()),
        Cell::figure(year.to_string()),
        Cell::new(CellKind::Data, vec![Inline::styled(Style::Small, peer.source.clone())]),
    ])
}

/// A share with its sign: +5.2%.
fn signed(share: f64) -> String {
    format!("{}{}%", if share > 0.0 { "+" } else { "" }, number::fixed(share * 100.0, 1))
}
