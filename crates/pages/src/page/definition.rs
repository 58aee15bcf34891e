//! What an indicator is: definition, formula, scope, where its figures come from, who answers for it, and what the plan says.

use crate::page::blocks::{head, line, list, part};
use crate::page::target::sentence_address;
use crate::shell::Shell;
use crate::text::{fill, join, text};
use plan::catalogue::{Entry, definition, entry, identities};
use plan::{Indicator, Item as PlanItem};
use source::Lang;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use story::{Block, Cell, CellKind, Evidence, Fact, Inline, Item, ListKind, Style, Table};
use web::Visit;
use work::number;
use work::view::Judged;

/// The blocks of the view.
pub(super) fn blocks<'a>(visit: &Visit, judged: &'a Judged, of: &'a Indicator, s: &Shell) -> Vec<Block<'a>> {
    let lang = visit.lang;
    let known = of.catalogue.as_deref().and_then(entry);
    let mut blocks = vec![Block::Facts(facts(lang, judged, of, known))];
    blocks.extend(meaning(visit, judged, of, known, s));
    let mut formula = known.map(|known| formulas(lang, known)).unwrap_or_default();
    formula.extend(relations(lang, judged, of, s));
    blocks.extend(list(text(lang, "indicator.relations"), ListKind::Points, formula));
    blocks.extend(sources(lang, judged, of));
    blocks.extend(sentences(lang, judged, of, s));
    blocks
}

/// What can be said in a word or two.
fn facts(lang: Lang, judged: &Judged, of: &Indicator, known: Option<&Entry>) -> Vec<Fact<'static>> {
    let mut facts = Vec::new();
    let mut add = |key: &'static str, value: String| {
        if !value.is_empty() {
            facts.push(Fact { name: text(lang, key).into(), value: value.into(), remark: "".into() });
        }
    };
    add("define.unit", of.unit.clone());
    let kind = of.kind.or_else(|| known.map(|known| known.kind));
    add("define.kind", kind.map_or("", |kind| kind_word(lang, kind)).to_owned());
    let scopes: BTreeSet<&str> = judged.view.stored.plan.targets_of(&of.id).map(|one| &*one.scope).collect();
    let own = judged.view.stored.plan.region.clone().unwrap_or_default();
    let scopes: Vec<String> = scopes
        .into_iter()
        .map(|scope| if scope.is_empty() { own.clone() } else { scope.to_owned() })
        .filter(|scope| !scope.is_empty())
        .collect();
    add("define.scope", join(lang, &scopes));
    let bound = |bound: Option<f64>| bound.map_or_else(|| "…".to_owned(), number::value);
    if let Some(known) = known.filter(|known| known.low.is_some() || known.high.is_some()) {
        add("define.bounds", format!("{} – {}", bound(known.low), bound(known.high)));
    }
    add("define.owner", join(lang, &judged.view.bodies_of(&PlanItem::Indicator(of.id.clone()))));
    if let Some(known) = known {
        add("define.standard", if lang == Lang::Zh { known.name } else { known.english }.to_owned());
        add("define.usual-owner", known.owner.to_owned());
        add("define.sdg", known.sdg.to_owned());
        add("define.world-bank", known.world_bank.to_owned());
    }
    facts
}

fn kind_word(lang: Lang, kind: plan::IndicatorKind) -> &'static str {
    match kind {
        plan::IndicatorKind::Stock => text(lang, "define.kind.stock"),
        plan::IndicatorKind::Flow => text(lang, "define.kind.flow"),
        plan::IndicatorKind::Rate => text(lang, "define.kind.rate"),
        plan::IndicatorKind::Index => text(lang, "define.kind.index"),
        plan::IndicatorKind::Ratio => text(lang, "define.kind.ratio"),
    }
}

/// What is counted and how: what the plan or a person says of each target first, then what the catalogue says.
fn meaning<'a>(
    visit: &Visit,
    judged: &'a Judged,
    of: &'a Indicator,
    known: Option<&Entry>,
    s: &Shell,
) -> Option<Block<'a>> {
    let lang = visit.lang;
    let mut items = Vec::new();
    let said: BTreeSet<&str> = judged
        .view
        .stored
        .plan
        .targets_of(&of.id)
        .map(|target| &*target.definition)
        .filter(|words| !words.is_empty())
        .collect();
    for words in said {
        let text = vec![
            Inline::text(words),
            Inline::text(" "),
            Inline::styled(Style::Soft, text(lang, "define.by-plan")),
        ];
        items.push(Item { text, ..Item::default() });
    }
    if let Some(known) = known.and_then(definition) {
        let words = if lang == Lang::Zh { known.zh } else { known.en };
        let source = fill(lang, "define.source", &[("n", known.source)]);
        let text = vec![Inline::text(words), Inline::text(" "), Inline::styled(Style::Soft, source)];
        items.push(Item { text, ..Item::default() });
    }
    if items.is_empty() {
        let text = vec![Inline::styled(Style::Soft, text(lang, "define.none"))];
        items.push(Item { text, ..Item::default() });
    }
    if let Some(target) = judged.view.stored.plan.targets_of(&of.id).next()
        && visit.viewer().may(duty::Right::EditPlan)
    {
        let address = s.to(format!("/correct?kind=target&row={}", target.id));
        items.push(Item { text: vec![Inline::link(address, text(lang, "define.edit"))], ..Item::default() });
    }
    list(text(lang, "define.meaning"), ListKind::Lines, items)
}

/// The identities of the catalogue that it stands in, whether the plan measures the other parts or not.
fn formulas<'a>(lang: Lang, known: &Entry) -> Vec<Item<'a>> {
    let has = |one: &&plan::catalogue::Identity| {
        one.result.key == known.key || one.parts.iter().any(|part| part.key == known.key)
    };
    let item = |one: &plan::catalogue::Identity| {
        let words = if lang == Lang::Zh { one.zh } else { one.en };
        let source = fill(lang, "define.source", &[("n", one.source)]);
        let text = vec![Inline::text(words), Inline::text(" "), Inline::styled(Style::Soft, source)];
        Item { text, ..Item::default() }
    };
    identities().iter().filter(has).map(item).collect()
}

/// Where the figures come from: each source with its years.
fn sources<'a>(lang: Lang, judged: &Judged, of: &Indicator) -> Option<Block<'a>> {
    let mut years: BTreeMap<String, (i32, i32, usize)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in judged.of_indicator(of.id.as_str()) {
        for one in &row.evidence.actuals {
            if !seen.insert((row.region.clone(), one.year, one.source.clone(), one.value.to_bits())) {
                continue;
            }
            let name =
                if one.source.is_empty() { text(lang, "actual.from-plan") } else { one.source.as_str() };
            let entry = years.entry(name.to_owned()).or_insert((one.year, one.year, 0));
            *entry = (entry.0.min(one.year), entry.1.max(one.year), entry.2 + 1);
        }
    }
    let row = |(name, (first, last, count)): (String, (i32, i32, usize))| {
        let span = if first == last { first.to_string() } else { format!("{first}–{last}") };
        line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(name)]),
            Cell::figure(span),
            Cell::figure(count.to_string()),
        ])
    };
    let title = text(lang, "define.sources");
    let columns = [("column.source", false), ("column.year", true), ("define.figures", true)];
    let table = Table {
        caption: Cow::Borrowed(title),
        head: head(lang, &columns),
        rows: years.into_iter().map(row).collect(),
        ..Table::default()
    };
    (!table.rows.is_empty()).then(|| part(title, Block::Table(table)))
}

/// Every sentence of the plan that tells of the indicator.
fn sentences<'a>(lang: Lang, judged: &'a Judged, indicator: &Indicator, s: &Shell) -> Option<Block<'a>> {
    let plan = &judged.view.stored.plan;
    let promises = plan.targets_of(&indicator.id).map(|target| (&target.provenance, false));
    let past = plan.observations_of(&indicator.id).map(|observation| (&observation.provenance, true));
    let mut all: Vec<_> =
        promises.chain(past).filter(|(provenance, _)| !provenance.quote.is_empty()).collect();
    all.sort_by_key(|(provenance, _)| provenance.span);
    all.dedup_by_key(|(provenance, _)| provenance.span);
    let evidence = |(provenance, is_past): (&plan::Provenance, bool)| {
        let mut place = vec![Cow::Owned(judged.view.section_path(provenance.section.as_ref()))];
        place.extend((provenance.line > 0).then(|| Cow::Owned(s.n("source.line", provenance.line))));
        place.extend(is_past.then(|| Cow::Borrowed(text(lang, "source.past"))));
        Evidence {
            quote: provenance.quote.split_whitespace().collect::<Vec<_>>().join(" ").into(),
            address: sentence_address(judged, provenance.span, s).into(),
            place,
        }
    };
    let sources: Vec<_> = all.into_iter().map(evidence).collect();
    (!sources.is_empty()).then(|| part(text(lang, "indicator.sentences"), Block::Sources(sources)))
}

fn relations<'a>(lang: Lang, judged: &Judged, indicator: &Indicator, s: &Shell) -> Vec<Item<'a>> {
    let plan = &judged.view.stored.plan;
    let involved = plan.relations.iter().filter(|relation| {
        relation.result.as_ref() == Some(&indicator.id) || relation.parts.contains(&indicator.id)
    });
    let name = |id: &plan::IndicatorId| {
        judged.view.indicator(id.as_str()).map_or_else(|| id.to_string(), |one| one.name.clone())
    };
    involved
        .map(|relation| {
            let mut text = vec![Inline::text(equation(lang, relation, &name))];
            if !relation.note.is_empty() {
                text.extend([Inline::text(" "), Inline::styled(Style::Soft, relation.note.clone())]);
            }
            text.push(Inline::Break);
            let ids = relation.result.iter().chain(&relation.parts).filter(|id| **id != indicator.id);
            text.extend(ids.flat_map(|id| {
                [Inline::link(s.to(format!("/indicators/{id}")), name(id)), Inline::text(" ")]
            }));
            Item { text, ..Item::default() }
        })
        .collect()
}

/// A relation as a formula of names.
fn equation(lang: Lang, relation: &plan::Relation, name: &dyn Fn(&plan::IndicatorId) -> String) -> String {
    let parts: Vec<String> = relation.parts.iter().map(name).collect();
    let result = relation.result.as_ref().map(name).unwrap_or_default();
    match relation.kind {
        plan::RelationKind::Sum => format!("{result} = {}", parts.join(" + ")),
        plan::RelationKind::Quotient => format!("{result} = {}", parts.join(" ÷ ")),
        plan::RelationKind::Product => format!("{result} = {}", parts.join(" × ")),
        plan::RelationKind::SharesOf => format!("{} = {}", parts.join(" + "), relation.factor),
        plan::RelationKind::PartOf => format!("{} ≤ {result}", join(lang, &parts)),
    }
}
