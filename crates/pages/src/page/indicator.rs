//! All about one indicator: its targets, regions, sentences and relations.

use crate::drafting::{Choices, verdict};
use crate::page::blocks::{head, line, paragraph};
use crate::page::target;
use crate::page::target::{Known, sentence_address};
use crate::page::{breakdown, peers};
use crate::replies::{ReplyLine, shown_replies};
use crate::shell::{Place, Shell};
use crate::text::{join, text};
use crate::{chart, page::parts};
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use plan::{Indicator, Item as PlanItem};
use source::Lang;
use std::borrow::Cow;
use store::TargetRevision;
use story::{
    Block, Cell, CellKind, Evidence, Heading, Inline, Item, List, ListKind, Role, Section, SectionKind,
    Style, Table,
};
use web::{App, Problem, Visit};
use work::correct::Kind;
use work::standing::Standing;
use work::view::{Judged, State};
use work::{number, standing};

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorPage {
    s: Shell,
    body: String,
    choices: Choices,
    /// What others put on their pages to show the card; empty where the plan is not public.
    embed: String,
}

/// Everything about one indicator.
pub(crate) async fn get(
    Shared(app): Shared<App>,
    Path((id, indicator)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    crate::answer::answer(&app, &visit, &headers, async || {
        let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
        let Some(found) = judged.view.indicator(&indicator) else {
            return Err(Problem::not_found(
                format!("本规划没有指标 {indicator}。"),
                format!("This plan has no indicator {indicator}."),
            ));
        };
        let past = visit.question(&id)?.past();
        let mut history = Vec::new();
        for target in judged.view.stored.plan.targets_of(&found.id) {
            let mut said = app.store().target_history(&id, target.id.as_str()).await?;
            said.retain(|one| past.holds(&one.at));
            history.push(judged_history(&app, &visit, &id, said).await?);
        }
        shown(&app, &visit, &judged, found, history).await
    })
    .await
}

/// The page with replies and, for a public plan, the frame that others may use.
async fn shown(
    app: &App,
    visit: &Visit,
    judged: &Judged,
    indicator: &Indicator,
    history: Vec<Vec<(TargetRevision, String)>>,
) -> Result<IndicatorPage, Problem> {
    let plan = judged.view.id();
    let replies = shown_replies(app, visit, plan).await?;
    let is_public = app.store().is_public(plan).await?;
    let embed = if is_public { embed(app, plan, indicator) } else { String::new() };
    Ok(IndicatorPage { embed, ..page(visit, judged, indicator, history, &replies) })
}

/// The frame that shows the card of an indicator on another site.
fn embed(app: &App, plan: &str, indicator: &Indicator) -> String {
    let address = format!(
        "{}/embed/plans/{}/indicators/{}",
        app.base_url(),
        web::visit::encode(plan),
        web::visit::encode(indicator.id.as_str())
    );
    let name = indicator.name.replace('"', "&quot;");
    format!(
        "<iframe src=\"{address}\" title=\"{name}\" width=\"420\" height=\"420\" loading=\"lazy\"></iframe>"
    )
}

/// What each revision of a target did to its verdict, for those who may see how the plan stood before.
async fn judged_history(
    app: &App,
    visit: &Visit,
    plan: &str,
    said: Vec<TargetRevision>,
) -> Result<Vec<(TargetRevision, String)>, Problem> {
    let mut all = Vec::with_capacity(said.len());
    for one in said {
        let is_revision = one.revision > 1 && visit.viewer().may(duty::Right::ReadAudit);
        let target = one.target.id.as_str();
        let verdicts = if is_revision {
            work::revision::verdicts(app, visit.viewer(), plan, target, &one.at).await?
        } else {
            None
        };
        let told = verdicts.map(|(before, behind)| {
            format!("{} → {}", verdict(visit.lang, before), verdict(visit.lang, behind))
        });
        all.push((one, told.unwrap_or_default()));
    }
    Ok(all)
}

fn page(
    visit: &Visit,
    judged: &Judged,
    indicator: &Indicator,
    history: Vec<Vec<(TargetRevision, String)>>,
    replies: &[ReplyLine],
) -> IndicatorPage {
    let lang = visit.lang;
    let view = &judged.view;
    let s = Shell::of(visit, view, Some(&judged.moment), Place::Indicators, indicator.name.clone());
    let mut targets: Vec<Section<'_>> = view
        .stored
        .plan
        .targets_of(&indicator.id)
        .zip(history)
        .map(|(target, history)| {
            let replies = replies.iter().filter(|reply| reply.target == target.id.as_str()).collect();
            target::section(visit, judged, target, Known { history, replies }, &s)
        })
        .collect();
    // The target that speaks for the indicator first.
    if let Some(leading) = judged.leading_row(indicator.id.as_str()) {
        targets.sort_by_key(|section| section.id != leading.target.as_str());
    }
    let is_chart = |block: &Block<'_>| matches!(block, Block::Chart(chart) if !chart.is_empty());
    let has_chart = targets.iter().any(|section| section.blocks.iter().any(is_chart));
    let mut blocks = about(lang, judged, indicator, &s);
    blocks.extend(target::corrected(visit, judged, Kind::Indicator, indicator.id.as_str()));
    if visit.viewer().may(duty::Right::EditPlan) {
        let address = s.to(format!("/correct?kind=indicator&row={}", indicator.id));
        blocks.push(paragraph(Role::Plain, vec![Inline::link(address, text(lang, "correct.indicator"))]));
    }
    blocks.extend(targets.into_iter().map(Block::Section));
    let data = judged.assessment.data.iter().filter(|warning| warning.indicator == indicator.id);
    let data =
        data.map(|warning| Item { text: vec![Inline::text(warning.words.get(lang))], ..Item::default() });
    blocks.extend(list(text(lang, "overview.data"), ListKind::Lines, data.collect()));
    blocks.extend(breakdown::section(visit, judged, indicator, &s));
    blocks.extend(regions(lang, judged, indicator));
    blocks.extend(peers::section(visit, judged, indicator, &s));
    blocks.extend(sentences(lang, judged, indicator, &s));
    let relations = relations(lang, judged, indicator, &s);
    blocks.extend(list(text(lang, "indicator.relations"), ListKind::Points, relations));
    let body = story::html(&blocks);
    let choices = Choices::of(visit, judged, indicator);
    IndicatorPage {
        body,
        choices,
        embed: String::new(),
        s: if has_chart { s.with_bundle("readings") } else { s },
    }
}

/// The way back, the name, and what the indicator is.
fn about<'a>(lang: Lang, judged: &Judged, indicator: &'a Indicator, s: &Shell) -> Vec<Block<'a>> {
    let direction = match indicator.direction {
        Some(plan::Direction::Up) => text(lang, "direction.up"),
        Some(plan::Direction::Down) => text(lang, "direction.down"),
        Some(plan::Direction::Level) => text(lang, "direction.level"),
        None => "",
    };
    let nature = match indicator.nature {
        Some(plan::Nature::Binding) => text(lang, "nature.binding"),
        Some(plan::Nature::Anticipated) => text(lang, "nature.anticipated"),
        None => "",
    };
    let parts =
        [&*indicator.group, nature, direction, &*indicator.unit].into_iter().filter(|part| !part.is_empty());
    let mut said: Vec<_> =
        parts.flat_map(|part| [Inline::styled(Style::Chip, part), Inline::text(" ")]).collect();
    if !indicator.aliases.is_empty() {
        said.push(Inline::text(s.n("indicator.aliases", join(lang, &indicator.aliases))));
    }
    let mut blocks = vec![
        paragraph(Role::Crumb, vec![Inline::link(s.to("/indicators"), text(lang, "nav.indicators"))]),
        Block::Heading(Heading::new(1, &*indicator.name)),
        paragraph(Role::Soft, said),
    ];
    let bodies = judged.view.bodies_of(&PlanItem::Indicator(indicator.id.clone()));
    if !bodies.is_empty() {
        blocks.push(paragraph(Role::Owner, vec![Inline::text(s.n("owner", join(lang, &bodies)))]));
    }
    blocks
}

fn part<'a>(title: &'static str, block: Block<'a>) -> Block<'a> {
    let heading = Heading::new(2, title);
    Block::Section(Section { kind: SectionKind::Part, id: Cow::Borrowed(""), heading, blocks: vec![block] })
}

fn list<'a>(title: &'static str, kind: ListKind, items: Vec<Item<'a>>) -> Option<Block<'a>> {
    (!items.is_empty()).then(|| part(title, Block::List(List { kind, items })))
}

/// The indicator in the regions inside the plan's own.
fn regions<'a>(lang: Lang, judged: &'a Judged, indicator: &Indicator) -> Option<Block<'a>> {
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
