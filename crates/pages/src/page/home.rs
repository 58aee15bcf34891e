use crate::shell::Shell;
use crate::text::text;
use askama::Template;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::BTreeMap;
use store::{MatterCount, PlanFilter, PlanSummary, RegionNode};
use web::visit::encode;
use web::{App, Problem, Visit};

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    s: Shell,
    search: String,
    total: i64,
    may_load: bool,
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
    conflicts: i64,
    conflicts_address: String,
    /// Matters that are to be done, and those that are late, for those who see them.
    open: i64,
    late: i64,
    matters_address: String,
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
    crate::answer::answer(&app, &visit, &headers, async || {
        let (regions, waiting) = (app.store().region_tree().await?, Waiting::of(&app, &visit).await?);
        let at = |number: i64| visit.with(&[("page", &number.to_string())]);
        Ok(Home {
            s: Shell::bare(&visit, text(visit.lang, "home.title")),
            search: visit.get("q").unwrap_or_default().to_owned(),
            total,
            may_load: visit.viewer().may(duty::Right::EditPlan),
            places: places(&plans, &regions, &waiting),
            previous: (page > 1).then(|| at(page - 1)),
            next: (page * PAGE < total).then(|| at(page + 1)),
        })
    })
    .await
}

/// What waits, by plan, for those who see it.
#[derive(Default)]
struct Waiting {
    conflicts: BTreeMap<String, i64>,
    matters: BTreeMap<String, MatterCount>,
}

impl Waiting {
    async fn of(app: &App, visit: &Visit) -> Result<Self, Problem> {
        let viewer = visit.viewer();
        let conflicts = if viewer.may(duty::Right::ReadSubmission) {
            app.store().open_conflicts().await?
        } else {
            BTreeMap::new()
        };
        // Who sees only their own has them on a page of their own.
        let sees_all = viewer.scope(duty::Right::ReadSubmission) == duty::Scope::All;
        let matters = if sees_all {
            app.store().matter_counts(&app.today().to_string()).await?
        } else {
            BTreeMap::new()
        };
        Ok(Self { conflicts, matters })
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

fn places(plans: &[PlanSummary], regions: &[RegionNode], waiting: &Waiting) -> Vec<PlaceGroup> {
    let by_id: BTreeMap<&str, &RegionNode> =
        regions.iter().map(|region| (region.id.as_str(), region)).collect();
    let mut groups: Vec<PlaceGroup> = Vec::new();
    for plan in plans {
        let name = plan.region.clone().unwrap_or_default();
        let path = plan.region_id.as_deref().map(|id| path(&by_id, id)).unwrap_or_default();
        let line = PlanLine {
            title: plan.title.clone(),
            period: plan.period.map(|period| format!("{}–{}", period.start, period.end)).unwrap_or_default(),
            address: format!("/plans/{}", encode(&plan.key.plan)),
            version: plan.key.version,
            conflicts: waiting.conflicts.get(&plan.key.plan).copied().unwrap_or(0),
            conflicts_address: format!("/plans/{}/conflicts", encode(&plan.key.plan)),
            open: waiting.matters.get(&plan.key.plan).map_or(0, |count| count.open),
            late: waiting.matters.get(&plan.key.plan).map_or(0, |count| count.late),
            matters_address: format!("/plans/{}/matters", encode(&plan.key.plan)),
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
