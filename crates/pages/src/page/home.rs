use crate::page::parts;
use crate::shell::Shell;
use crate::text::{fill, text};
use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use source::Lang;
use std::collections::BTreeMap;
use store::{MatterCount, PlanFilter, PlanSummary, RegionNode};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::view::State;
use work::waiting::{Owed, Standing, owed, wall};

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    s: Shell,
    search: String,
    total: i64,
    may_load: bool,
    /// What waits for somebody who is signed in; nothing for the public.
    desk: Option<Vec<DeskLine>>,
    places: Vec<PlaceGroup>,
    previous: Option<String>,
    next: Option<String>,
}

/// The plans of one region, deeper regions further in.
struct PlaceGroup {
    name: String,
    path: String,
    plans: Vec<PlanLine>,
}

struct PlanLine {
    title: String,
    period: String,
    address: String,
    version: i64,
    /// Conflicts that wait for somebody, for those who see them.
    conflicts: usize,
    conflicts_address: String,
    /// Questions and proposals of the public that wait for a decision, for those who decide.
    voices: i64,
    voices_address: String,
    /// Matters that are to be done, and those that are late, for those who see them.
    open: i64,
    late: i64,
    matters_address: String,
    /// The states of its commitments, for the staff.
    bar: Option<story::Bar>,
    /// How many will be missed as things stand.
    missed: usize,
}

/// Something that waits, with where it is done.
struct DeskLine {
    words: String,
    address: String,
    urgency: &'static str,
}

const PAGE: i64 = 200;

/// All plans, by region. A store with one plan goes straight to it.
pub(crate) async fn get(
    Shared(app): Shared<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let page = visit.get("page").and_then(|page| page.parse::<i64>().ok()).unwrap_or(1).clamp(1, 1_000_000);
    let (plans, total) = app.store().plans(&filter(&visit, page)).await?;
    if let ([only], None, false) = (plans.as_slice(), visit.get("q"), visit.query.contains_key("all")) {
        return Ok(straight_to(&visit, only));
    }
    crate::answer::answer(&app, &visit, &headers, async || Home::of(&app, &visit, &plans, total, page).await)
        .await
}

impl Home {
    async fn of(
        app: &App,
        visit: &Visit,
        plans: &[PlanSummary],
        total: i64,
        page: i64,
    ) -> Result<Self, Problem> {
        let ids: Vec<String> = plans.iter().map(|plan| plan.key.plan.clone()).collect();
        let (regions, waiting) = (app.store().region_tree().await?, Waiting::of(app, visit).await?);
        let staff = visit.viewer().may(duty::Right::ReadSubmission);
        let standing = if staff { wall(app, visit.viewer(), &ids).await? } else { BTreeMap::new() };
        let at = |number: i64| visit.with(&[("page", &number.to_string())]);
        Ok(Self {
            s: Shell::bare(visit, text(visit.lang, "home.title")),
            search: visit.get("q").unwrap_or_default().to_owned(),
            total,
            may_load: visit.viewer().may(duty::Right::EditPlan),
            desk: desk(app, visit, &ids).await?,
            places: places(visit.lang, plans, &regions, &waiting, &standing),
            previous: (page > 1).then(|| at(page - 1)),
            next: (page * PAGE < total).then(|| at(page + 1)),
        })
    }
}

/// What waits, by plan, for those who see it.
#[derive(Default)]
struct Waiting {
    voices: BTreeMap<String, i64>,
    matters: BTreeMap<String, MatterCount>,
}

impl Waiting {
    async fn of(app: &App, visit: &Visit) -> Result<Self, Problem> {
        let viewer = visit.viewer();
        // Who sees only their own has them on a page of their own.
        let sees_all = viewer.scope(duty::Right::ReadSubmission) == duty::Scope::All;
        let matters = if sees_all {
            app.store().matter_counts(&app.today().to_string()).await?
        } else {
            BTreeMap::new()
        };
        let voices = if viewer.scope(duty::Right::Publish) == duty::Scope::All {
            app.store().waiting_voices().await?.into_iter().collect()
        } else {
            BTreeMap::new()
        };
        Ok(Self { voices, matters })
    }
}

/// One page of the plans that are asked for.
fn filter(visit: &Visit, page: i64) -> PlanFilter {
    PlanFilter {
        search: visit.get("q").map(str::to_owned),
        region: None,
        published: visit.viewer().sees_published_only(),
        archived: false,
        offset: (page - 1) * PAGE,
        limit: Some(PAGE),
    }
}

fn straight_to(visit: &Visit, only: &PlanSummary) -> Response {
    let lang =
        if visit.lang_chosen { format!("?lang={}", web::visit::code(visit.lang)) } else { String::new() };
    Redirect::to(&format!("/plans/{}{lang}", encode(&only.key.plan))).into_response()
}

/// What waits for whoever is signed in, the most urgent first.
async fn desk(app: &App, visit: &Visit, plans: &[String]) -> Result<Option<Vec<DeskLine>>, Problem> {
    if !visit.viewer().is_known() {
        return Ok(None);
    }
    let lang = visit.lang;
    let owed = owed(app, visit.viewer(), plans).await?;
    let figures = |urgency, key, address: &dyn Fn(&Owed) -> String, count: &dyn Fn(&Owed) -> usize| {
        let some = owed.iter().filter(|one| count(one) > 0);
        let line = |one: &Owed| DeskLine {
            words: fill(lang, key, &[("n", &count(one).to_string()), ("plan", &one.title)]),
            address: address(one),
            urgency,
        };
        some.map(line).collect::<Vec<_>>()
    };
    let form = |one: &Owed| format!("/plans/{}/hand-in/all", encode(&one.plan));
    let mut lines = figures("out-of-reach", "desk.late", &form, &|one| one.late);
    lines.extend(figures("at-risk", "desk.returned", &|_| "/duties".to_owned(), &|one| one.returned));
    let waiting = visit.visitor.waiting;
    for (count, key, address) in
        [(waiting.review, "desk.review", "/review"), (waiting.unread, "desk.unread", "/inbox")]
    {
        if count > 0 {
            let words = fill(lang, key, &[("n", &count.to_string())]);
            lines.push(DeskLine { words, address: address.to_owned(), urgency: "unknown" });
        }
    }
    lines.extend(figures("unknown", "desk.coming", &form, &|one| one.coming));
    if visit.viewer().may(duty::Right::SignAudit) && !visit.viewer().may(duty::Right::EditPlan) {
        let words = text(lang, "verify.title").to_owned();
        lines.push(DeskLine { words, address: "/audit/verify".to_owned(), urgency: "unknown" });
    }
    Ok(Some(lines))
}

fn places(
    lang: Lang,
    plans: &[PlanSummary],
    regions: &[RegionNode],
    waiting: &Waiting,
    standing: &BTreeMap<String, Standing>,
) -> Vec<PlaceGroup> {
    let by_id: BTreeMap<&str, &RegionNode> =
        regions.iter().map(|region| (region.id.as_str(), region)).collect();
    let mut groups: Vec<PlaceGroup> = Vec::new();
    for plan in plans {
        let name = plan.region.clone().unwrap_or_default();
        let path = plan.region_id.as_deref().map(|id| path(&by_id, id)).unwrap_or_default();
        let stands = standing.get(&plan.key.plan);
        let line = PlanLine {
            title: plan.title.clone(),
            period: plan.period.map(|period| format!("{}–{}", period.start, period.end)).unwrap_or_default(),
            address: format!("/plans/{}", encode(&plan.key.plan)),
            version: plan.key.version,
            conflicts: stands.map_or(0, |one| one.conflicts),
            conflicts_address: format!("/plans/{}/conflicts", encode(&plan.key.plan)),
            voices: waiting.voices.get(&plan.key.plan).copied().unwrap_or(0),
            voices_address: format!("/plans/{}/voices/moderate", encode(&plan.key.plan)),
            bar: stands.map(|one| parts::bar(lang, &one.states)),
            open: waiting.matters.get(&plan.key.plan).map_or(0, |count| count.open),
            late: waiting.matters.get(&plan.key.plan).map_or(0, |count| count.late),
            matters_address: format!("/plans/{}/matters", encode(&plan.key.plan)),
            missed: stands.map_or(0, |one| one.states.get(State::OutOfReach)),
        };
        match groups.iter_mut().find(|group| group.name == name && group.path == path) {
            Some(group) => group.plans.push(line),
            None => groups.push(PlaceGroup { name, path, plans: vec![line] }),
        }
    }
    groups.sort_by(|a, b| (&a.path, &a.name).cmp(&(&b.path, &b.name)));
    groups
}

/// 省 / 市: the regions above.
fn path(regions: &BTreeMap<&str, &RegionNode>, id: &str) -> String {
    let mut names = Vec::new();
    let mut above = regions.get(id).and_then(|region| region.parent.as_deref());
    // A tree has no circle; the limit is for a damaged one.
    while let Some(region) = above.and_then(|id| regions.get(id)).filter(|_| names.len() < 10) {
        names.push(region.name.as_str());
        above = region.parent.as_deref();
    }
    names.reverse();
    names.join(" / ")
}
