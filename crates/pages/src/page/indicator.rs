//! All about one indicator: verdicts with charts, tables, map and definition, each under an address of its own.

use crate::drafting::{Choices, verdict};
use crate::matters::{Carried, Thread, about_items, threads};
use crate::news::following;
use crate::page::blocks::{list, paragraph};
use crate::page::share::Share;
use crate::page::target;
use crate::page::target::Known;
use crate::page::{breakdown, peers};
use crate::replies::{ReplyLine, shown_replies};
use crate::shell::{Place, Shell};
use crate::text::{join, text};
use crate::voices::asking;
use askama::Template;
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use duty::Right;
use plan::{Indicator, Item as PlanItem};
use source::Lang;
use store::TargetRevision;
use story::{Block, Heading, Inline, Item, ListKind, Role, Section, Style};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::correct::Kind;
use work::reply::Voice;
use work::view::Judged;

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorPage {
    s: Shell,
    about: String,
    tabs: Vec<Tab>,
    map: String,
    body: String,
    choices: Choices,
    share: Share,
    /// What is said about it, and what the visitor may open: words and address.
    /// The policies and systems behind its targets.
    carried: Carried,
    threads: Vec<Thread>,
    openings: Vec<(String, String)>,
}

struct Tab {
    address: String,
    label: &'static str,
    here: bool,
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
        let beside = beside(&app, &visit, &judged, found).await?;
        let share = Share::of(&app, &visit, &judged, found).await?;
        let threads = threads(&app, &visit, &judged.view, found.id.as_str()).await?;
        let openings = openings(&app, &visit, &judged, found);
        let targets = judged.view.stored.plan.targets_of(&found.id);
        let targets: Vec<String> = targets.map(|target| format!("target/{}", target.id)).collect();
        let carried = Carried::of(&app, &visit, judged.view.id(), &targets).await?;
        Ok(IndicatorPage { carried, threads, openings, ..page(&visit, &judged, found, &beside, share) })
    })
    .await
}

/// What a visitor may do about an indicator: who answers for it, how it is split, what is opened about it, ask, follow.
fn openings(app: &App, visit: &Visit, judged: &Judged, found: &Indicator) -> Vec<(String, String)> {
    let (lang, id) = (visit.lang, judged.view.id());
    let mut all = Vec::new();
    if visit.viewer().may(Right::EditPlan) {
        let item = work::item::Item { kind: "indicator", id: found.name.clone(), name: String::new() };
        let address = format!("/plans/{}/duties/item?item={}", encode(id), encode(&item.key()));
        all.push((text(lang, "duties.title").to_owned(), address));
        let targets = judged.view.stored.plan.targets_of(&found.id);
        let own = targets.filter(|target| !judged.assessment.restated.contains_key(&target.id));
        if let Some(last) = own.max_by_key(|target| target.year) {
            let address = format!("/plans/{}/split/{}", encode(id), encode(last.id.as_str()));
            all.push((text(lang, "split.title").to_owned(), address));
        }
    }
    all.extend(about_items(app, visit, id, found.id.as_str()));
    let about = format!("indicator/{}", found.id);
    let public = [(asking(&about), "voice.new"), (following(&about), "follow.title")];
    all.extend(
        public.map(|(tail, key)| (text(lang, key).to_owned(), format!("/plans/{}{tail}", encode(id)))),
    );
    all
}

/// What the view that is asked for shows beside the judgement.
async fn beside(app: &App, visit: &Visit, judged: &Judged, found: &Indicator) -> Result<Beside, Problem> {
    let id = judged.view.id();
    match View::of(visit) {
        View::Map => {
            let map = super::regions::map_of(app, visit, judged, found.id.as_str()).await?;
            Ok(Beside { map, ..Beside::default() })
        }
        View::Table | View::Definition => Ok(Beside::default()),
        View::Chart => {
            let past = visit.question(id)?.past();
            let mut history = Vec::new();
            for target in judged.view.stored.plan.targets_of(&found.id) {
                let mut said = app.store().target_history(id, target.id.as_str()).await?;
                said.retain(|one| past.holds(&one.at));
                history.push(judged_history(app, visit, id, said).await?);
            }
            let replies = shown_replies(app, visit, id).await?;
            let voice = Some(work::reply::voice(app, visit.viewer(), &judged.view).await?);
            Ok(Beside { history, replies, voice, map: String::new() })
        }
    }
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

/// The ways to look at an indicator, each with an address of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    /// The verdicts with their charts.
    Chart,
    Table,
    /// Where figures of regions are known.
    Map,
    Definition,
}

impl View {
    fn of(visit: &Visit) -> Self {
        match visit.get("view") {
            Some("table") => Self::Table,
            Some("map") => Self::Map,
            Some("definition") => Self::Definition,
            _ => Self::Chart,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Chart => "",
            Self::Table => "table",
            Self::Map => "map",
            Self::Definition => "definition",
        }
    }

    fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Chart => text(lang, "indicator.view.chart"),
            Self::Table => text(lang, "indicator.view.table"),
            Self::Map => text(lang, "indicator.view.map"),
            Self::Definition => text(lang, "indicator.view.definition"),
        }
    }

    /// The views that there are of an indicator.
    fn all(judged: &Judged, indicator: &Indicator) -> Vec<Self> {
        let mut all = vec![Self::Chart, Self::Table, Self::Map, Self::Definition];
        let has_map = super::regions::has_figures(judged, indicator.id.as_str());
        all.retain(|view| *view != Self::Map || has_map);
        all
    }
}

/// What is read beside the judgement for some views.
#[derive(Default)]
struct Beside {
    history: Vec<Vec<(TargetRevision, String)>>,
    replies: Vec<ReplyLine>,
    /// The targets that the viewer may speak for; not asked where none is shown.
    voice: Option<Voice>,
    /// The map as HTML.
    map: String,
}

fn page(
    visit: &Visit,
    judged: &Judged,
    indicator: &Indicator,
    beside: &Beside,
    share: Share,
) -> IndicatorPage {
    let lang = visit.lang;
    let s = Shell::of(visit, &judged.view, Some(&judged.moment), Place::Indicators, indicator.name.clone());
    let all = View::all(judged, indicator);
    let chosen = View::of(visit);
    let view = if all.contains(&chosen) { chosen } else { View::Chart };
    let body = match view {
        View::Chart => charts(visit, judged, indicator, beside, &s),
        View::Table => super::values::blocks(lang, judged, indicator),
        View::Map => super::values::regions(lang, judged, indicator).into_iter().collect(),
        View::Definition => super::definition::blocks(visit, judged, indicator, &s),
    };
    let is_chart = |block: &Block<'_>| matches!(block, Block::Chart(chart) if !chart.is_empty());
    let has_chart =
        |block: &Block<'_>| matches!(block, Block::Section(one) if one.blocks.iter().any(is_chart));
    let bundle = match view {
        View::Chart if body.iter().any(has_chart) => "readings",
        View::Map => "map",
        _ => "",
    };
    let tabs = all.into_iter().map(|one| Tab {
        address: visit.with(&[("view", one.name())]),
        label: one.label(lang),
        here: one == view,
    });
    IndicatorPage {
        about: story::html(&about(visit, judged, indicator, &s)),
        tabs: tabs.collect(),
        map: if view == View::Map { beside.map.clone() } else { String::new() },
        body: story::html(&body),
        choices: if view == View::Chart { Choices::of(visit, judged, indicator) } else { Choices::default() },
        share,
        threads: Vec::new(),
        carried: Carried::default(),
        openings: Vec::new(),
        s: if bundle.is_empty() { s } else { s.with_bundle(bundle) },
    }
}

/// Each target with its verdict and chart.
fn charts<'a>(
    visit: &Visit,
    judged: &'a Judged,
    indicator: &'a Indicator,
    beside: &'a Beside,
    s: &Shell,
) -> Vec<Block<'a>> {
    let lang = visit.lang;
    let mut targets: Vec<Section<'_>> = judged
        .view
        .stored
        .plan
        .targets_of(&indicator.id)
        .zip(&beside.history)
        // What says again what another target says stands in the section of that one.
        .filter(|(target, _)| !judged.assessment.restated.contains_key(&target.id))
        .map(|(target, history)| {
            let replies = beside.replies.iter().filter(|reply| reply.target == target.id.as_str()).collect();
            let may_reply = beside.voice.as_ref().is_some_and(|voice| voice.covers(target.id.as_str()));
            target::section(visit, judged, target, Known { history: history.clone(), replies, may_reply }, s)
        })
        .collect();
    // The target that speaks for the indicator first.
    if let Some(leading) = judged.leading_row(indicator.id.as_str()) {
        targets.sort_by_key(|section| section.id != leading.target.as_str());
    }
    let mut blocks = target::corrected(visit, judged, Kind::Indicator, indicator.id.as_str());
    if visit.viewer().may(duty::Right::EditPlan) {
        let address = s.to(format!("/correct?kind=indicator&row={}", indicator.id));
        blocks.push(paragraph(Role::Plain, vec![Inline::link(address, text(lang, "correct.indicator"))]));
    }
    blocks.extend(targets.into_iter().map(Block::Section));
    let data = judged.assessment.data.iter().filter(|warning| warning.indicator == indicator.id);
    let data =
        data.map(|warning| Item { text: vec![Inline::text(warning.words.get(lang))], ..Item::default() });
    blocks.extend(list(text(lang, "overview.data"), ListKind::Lines, data.collect()));
    blocks.extend(breakdown::section(visit, judged, indicator, s));
    blocks.extend(peers::section(visit, judged, indicator, s));
    blocks
}

/// The way back, the name, and what the indicator is.
fn about<'a>(visit: &Visit, judged: &Judged, indicator: &'a Indicator, s: &Shell) -> Vec<Block<'a>> {
    let lang = visit.lang;
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
    let mut ways = vec![
        Inline::link(s.to("/indicators"), text(lang, "nav.indicators")),
        Inline::text(" · "),
        Inline::link(s.to(format!("/meeting?item={}", indicator.id)), text(lang, "meeting.title")),
    ];
    if visit.viewer().may(duty::Right::ReadAudit) {
        let plan = web::visit::encode(judged.view.id());
        let address = format!("/audit/plans/{plan}/{}", web::visit::encode(indicator.id.as_str()));
        ways.extend([Inline::text(" · "), Inline::link(address, text(lang, "indicator.audit"))]);
    }
    let mut blocks = vec![
        paragraph(Role::Crumb, ways),
        Block::Heading(Heading::new(1, &*indicator.name)),
        paragraph(Role::Soft, said),
    ];
    let bodies = judged.view.bodies_of(&PlanItem::Indicator(indicator.id.clone()));
    if !bodies.is_empty() {
        blocks.push(paragraph(Role::Owner, vec![Inline::text(s.n("owner", join(lang, &bodies)))]));
    }
    blocks
}
