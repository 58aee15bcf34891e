use crate::answer::{Page, answer, page, paging};
use crate::model::{DocumentItem, PlanDetail, PlanItem, RegionItem, RuleItem, VersionItem};
use crate::parameters::{AsItStood, Failed, Misunderstood, OfPlan, Paged, Versioned};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use store::PlanFilter;
use web::{App, Problem, Visit};
use work::view::PlanView;

/// All plans
#[utoipa::path(get, path = "/api/v1/plans", operation_id = "plans", tag = "plans",
    params(
        ("q" = Option<String>, Query, description = "Only plans whose title contains this text"),
        ("region" = Option<String>, Query, description = "Only plans of the region with this id"),
        Paged,
    ),
    responses((status = 200, description = "What was asked for", body = Page<PlanItem>), Misunderstood))]
#[expect(clippy::cast_possible_truncation, reason = "a number of rows that fits in memory")]
pub(super) async fn list(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let (page, per_page) = paging(&visit)?;
        let filter = PlanFilter {
            region: visit.get("region").map(str::to_owned),
            search: visit.get("q").map(str::to_owned),
            published: visit.viewer().sees_published_only(),
            archived: false,
            offset: ((page - 1) * per_page) as i64,
            limit: Some(per_page as i64),
        };
        let (plans, total) = app.store().plans(&filter).await?;
        let items: Vec<PlanItem> = plans.into_iter().map(Into::into).collect();
        Ok(Page { items, total: total as usize, page, per_page })
    })
    .await
}

/// A plan with how much it holds
#[utoipa::path(get, path = "/api/v1/plans/{plan}", operation_id = "plan", tag = "plans",
    params(OfPlan, AsItStood, Versioned),
    responses((status = 200, description = "What was asked for", body = PlanDetail), Failed))]
pub(super) async fn get(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        Ok(PlanDetail::of(&view, &visit))
    })
    .await
}

impl PlanDetail {
    fn of(view: &PlanView, visit: &Visit) -> Self {
        let stored = &view.stored;
        let plan = &stored.plan;
        Self {
            id: view.id().to_owned(),
            title: plan.title.clone(),
            region: plan.region.clone(),
            period_start: plan.period.map(|period| period.start),
            period_end: plan.period.map(|period| period.end),
            version: VersionItem::of(stored.version.clone(), &visit.visitor),
            has_document: stored.document.is_some(),
            sections: plan.sections.len(),
            indicators: plan.indicators.len(),
            targets: plan.targets.len(),
            projects: plan.projects.len(),
            tasks: plan.tasks.len(),
            observations: plan.observations.len(),
            figures: stored.figures.len(),
            diagnostics: stored.findings.len(),
        }
    }
}

/// The versions of a plan, newest first
#[utoipa::path(get, path = "/api/v1/plans/{plan}/versions", tag = "plans",
    params(OfPlan, AsItStood, Paged),
    responses((status = 200, description = "What was asked for", body = Page<VersionItem>), Failed))]
pub(super) async fn versions(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let past = visit.question(&id)?.past();
        let mut versions = app.store().versions(&id).await?;
        let seen = |version| app.seen_version(visit.viewer(), &id, Some(version)).is_ok();
        versions.retain(|one| past.holds(&one.at) && seen(one.version));
        if versions.is_empty() {
            return Err(Problem::not_found(format!("没有规划 {id}。"), format!("There is no plan {id}.")));
        }
        page(&visit, versions.into_iter().map(|one| VersionItem::of(one, &visit.visitor)))
    })
    .await
}

/// The text that all spans point into
#[utoipa::path(get, path = "/api/v1/plans/{plan}/document", tag = "plans",
    params(OfPlan, AsItStood, Versioned),
    responses((status = 200, description = "What was asked for", body = DocumentItem), Failed))]
pub(super) async fn document(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let document = view.stored.document.as_ref().ok_or_else(|| {
            Problem::not_found("这个规划没有随附原文。", "This plan was loaded without its document.")
        })?;
        let title = document.title.as_ref().map(|title| title.text().to_owned());
        Ok(DocumentItem { title, text: document.text.clone() })
    })
    .await
}

/// The tree of regions
#[utoipa::path(get, path = "/api/v1/regions", tag = "plans",
    params(Paged),
    responses((status = 200, description = "What was asked for", body = Page<RegionItem>), Misunderstood))]
pub(super) async fn regions(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let regions = app.regions(visit.viewer()).await?;
        page(
            &visit,
            regions.into_iter().map(|region| RegionItem {
                id: region.id,
                name: region.name,
                parent: region.parent,
                code: region.code,
                has_outline: region.has_outline,
            }),
        )
    })
    .await
}

/// The rules of the checks
#[utoipa::path(get, path = "/api/v1/rules", tag = "plans",
    params(("lang" = Option<String>, Query, description = "zh or en"), Paged),
    responses((status = 200, description = "What was asked for", body = Page<RuleItem>), Misunderstood))]
pub(super) async fn rules(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        page(
            &visit,
            check::rules().iter().map(|rule| RuleItem {
                code: rule.code.to_owned(),
                name: rule.name.to_owned(),
                family: rule.family.name().to_owned(),
                severity: rule.reported().name().to_owned(),
                title: rule.title(visit.lang).to_owned(),
            }),
        )
    })
    .await
}
