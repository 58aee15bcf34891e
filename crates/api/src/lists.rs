use crate::answer::{Page, answer, page, word};
use crate::model::{
    BodyItem, FindingItem, IndicatorItem, ObservationItem, PlaceItem, ProjectItem, RelationItem,
    RevisionItem, SectionItem, TargetItem, TaskItem,
};
use crate::parameters::{
    AsItStood, AtMoment, Failed, InState, OfPlan, Paged, Searched, SeverityName, Versioned, switch,
};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use plan::{Dimensions, Indicator, Item};
use source::{Family, Severity};
use web::{App, Problem, Visit};
use work::view::{Filter, State as Standing};

/// Whether a text contains what the query searches for.
fn matches(visit: &Visit, texts: &[&str]) -> bool {
    let search = visit.get("q").unwrap_or("").to_lowercase();
    search.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&search))
}

/// The outline
#[utoipa::path(get, path = "/api/v1/plans/{plan}/sections", tag = "contents",
    params(OfPlan, AsItStood, Versioned, Paged),
    responses((status = 200, description = "What was asked for", body = Page<SectionItem>), Failed))]
pub(super) async fn sections(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        page(&visit, view.stored.plan.sections.iter().map(SectionItem::from))
    })
    .await
}

/// Indicators with where they stand
#[utoipa::path(get, path = "/api/v1/plans/{plan}/indicators", tag = "contents",
    params(OfPlan, AsItStood, Versioned, Paged, Searched, AtMoment, InState, ("group" = Option<String>, Query, description = "Only indicators of this group"), ("sort" = Option<String>, Query, description = "state, distance, probability, name; the order of the plan by default")),
    responses((status = 200, description = "What was asked for", body = Page<IndicatorItem>), Failed))]
pub(super) async fn indicators(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        word(&visit, "state", Standing::parse)?;
        let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
        let rows = Filter::of(|name| visit.get(name)).apply(&judged);
        let items = rows.into_iter().map(|(indicator, row)| {
            IndicatorItem::of(indicator, row.map_or(Standing::Unknown, Standing::of))
        });
        page(&visit, items)
    })
    .await
}

/// One indicator
#[utoipa::path(get, path = "/api/v1/plans/{plan}/indicators/{indicator}", tag = "contents",
    params(OfPlan, AsItStood, ("indicator" = String, Path, description = "Id of the indicator"), AtMoment),
    responses((status = 200, description = "What was asked for", body = IndicatorItem), Failed))]
pub(super) async fn indicator(
    State(app): State<App>,
    Path((id, indicator)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
        let found: &Indicator = judged.view.indicator(&indicator).ok_or_else(|| {
            Problem::not_found(
                format!("本规划没有指标 {indicator}。"),
                format!("This plan has no indicator {indicator}."),
            )
        })?;
        let state = judged.leading_row(&indicator).map_or(Standing::Unknown, Standing::of);
        Ok(IndicatorItem::of(found, state))
    })
    .await
}

/// Commitments
#[utoipa::path(get, path = "/api/v1/plans/{plan}/targets", tag = "contents",
    params(OfPlan, AsItStood, Versioned, Paged, Searched, ("indicator" = Option<String>, Query, description = "Only targets on this indicator")),
    responses((status = 200, description = "What was asked for", body = Page<TargetItem>), Failed))]
pub(super) async fn targets(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let indicator = visit.get("indicator");
        let rows = view.stored.plan.targets.iter();
        let rows = rows.filter(|row| indicator.is_none_or(|id| row.indicator.as_str() == id));
        page(
            &visit,
            rows.filter(|row| matches(&visit, &[&row.subject, &row.provenance.quote])).map(TargetItem::from),
        )
    })
    .await
}

/// Everything a target has said, newest first
#[utoipa::path(get, path = "/api/v1/plans/{plan}/targets/{target}/history", tag = "contents",
    params(OfPlan, AsItStood, ("target" = String, Path, description = "Id of the target"), Paged),
    responses((status = 200, description = "What was asked for", body = Page<RevisionItem>), Failed))]
pub(super) async fn target_history(
    State(app): State<App>,
    Path((id, target)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let past = visit.question(&id)?.past();
        let mut history = app.store().target_history(&id, &target).await?;
        history.retain(|one| past.holds(&one.at));
        if history.is_empty() {
            return Err(Problem::not_found(
                format!("规划 {id} 没有目标 {target}。"),
                format!("Plan {id} has no target {target}."),
            ));
        }
        page(&visit, history.into_iter().map(|one| RevisionItem::of(one, &visit.visitor)))
    })
    .await
}

/// Which parts are asked for.
enum Narrowed {
    /// Only the whole.
    Total,
    /// All parts by a dimension.
    By(String),
    /// One part.
    Part(Dimensions),
}

impl Narrowed {
    fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "" => None,
            "total" => Some(Self::Total),
            pairs if pairs.contains('=') => Dimensions::parse(pairs).map(Self::Part),
            name => Some(Self::By(name.to_owned())),
        }
    }

    fn holds(&self, of: &Dimensions) -> bool {
        match self {
            Self::Total => of.is_empty(),
            Self::By(name) => of.get(name).is_some(),
            Self::Part(part) => part.agrees_with(of),
        }
    }
}

/// What the plan says of the past, and figures that came later
#[utoipa::path(get, path = "/api/v1/plans/{plan}/observations", tag = "contents",
    params(OfPlan, AsItStood, Versioned, Paged, ("indicator" = Option<String>, Query, description = "Only values of this indicator"), ("region" = Option<String>, Query, description = "Only values of this region"), ("year" = Option<i32>, Query, description = "Only values that end in this year"), ("dimensions" = Option<String>, Query, description = "Only values of this part, a dimension with its value after an equals sign, several parted by semicolons; a dimension alone for all parts by it, total for the whole")),
    responses((status = 200, description = "What was asked for", body = Page<ObservationItem>), Failed))]
pub(super) async fn observations(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let (indicator, region) = (visit.get("indicator"), visit.get("region"));
        let year = word(&visit, "year", |text| text.parse::<i32>().ok())?;
        let part = word(&visit, "dimensions", Narrowed::parse)?;
        let rows = view.stored.plan.observations.iter().chain(&view.stored.figures);
        let rows = rows
            .filter(|row| part.as_ref().is_none_or(|part| part.holds(&row.dimensions)))
            .filter(|row| indicator.is_none_or(|id| row.indicator.as_str() == id))
            .filter(|row| region.is_none_or(|region| row.region == region))
            .filter(|row| year.is_none() || row.period.map(|period| period.end) == year);
        page(&visit, rows.map(ObservationItem::from))
    })
    .await
}

/// Works, parks, programmes and enterprises
#[utoipa::path(get, path = "/api/v1/plans/{plan}/projects", tag = "contents",
    params(OfPlan, AsItStood, Versioned, Paged, Searched, ("stage" = Option<String>, Query, description = "reserve, conditional, preparation, planned, started, ongoing, completed, operating, existing, suspended, cancelled"), ("certain" = Option<bool>, Query, description = "Only what is counted among the projects (true), or only names that wait to be confirmed (false)")),
    responses((status = 200, description = "What was asked for", body = Page<ProjectItem>), Failed))]
pub(super) async fn projects(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let stage = visit.get("stage");
        let certain = switch(&visit, "certain")?;
        let rows = view.stored.plan.projects.iter();
        let rows = rows
            .filter(|row| certain.is_none_or(|certain| row.is_certain() == certain))
            .filter(|row| stage.is_none_or(|stage| row.stage == stage))
            .filter(|row| matches(&visit, &[&row.name, &row.name_full, &row.category, &row.place]));
        let items = rows.map(|row| ProjectItem::of(row, &view.bodies_of(&Item::Project(row.id.clone()))));
        page(&visit, items)
    })
    .await
}

/// Verb-led duties
#[utoipa::path(get, path = "/api/v1/plans/{plan}/tasks", tag = "contents",
    params(OfPlan, AsItStood, Versioned, Paged, Searched),
    responses((status = 200, description = "What was asked for", body = Page<TaskItem>), Failed))]
pub(super) async fn tasks(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let rows = view.stored.plan.tasks.iter();
        page(
            &visit,
            rows.filter(|row| matches(&visit, &[&row.verb, &row.object, &row.lead])).map(TaskItem::from),
        )
    })
    .await
}

/// Regions, zones and sites that the plan names
#[utoipa::path(get, path = "/api/v1/plans/{plan}/places", tag = "contents",
    params(OfPlan, AsItStood, Versioned, Paged, Searched),
    responses((status = 200, description = "What was asked for", body = Page<PlaceItem>), Failed))]
pub(super) async fn places(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        page(
            &visit,
            view.stored.plan.places.iter().filter(|row| matches(&visit, &[&row.name])).map(PlaceItem::from),
        )
    })
    .await
}

/// Bodies that the plan names as responsible
#[utoipa::path(get, path = "/api/v1/plans/{plan}/bodies", tag = "contents",
    params(OfPlan, AsItStood, Versioned, Paged, Searched),
    responses((status = 200, description = "What was asked for", body = Page<BodyItem>), Failed))]
pub(super) async fn bodies(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        page(
            &visit,
            view.stored.plan.bodies.iter().filter(|row| matches(&visit, &[&row.name])).map(BodyItem::from),
        )
    })
    .await
}

/// Identities between indicators
#[utoipa::path(get, path = "/api/v1/plans/{plan}/relations", tag = "contents",
    params(OfPlan, AsItStood, Versioned, Paged),
    responses((status = 200, description = "What was asked for", body = Page<RelationItem>), Failed))]
pub(super) async fn relations(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        page(&visit, view.stored.plan.relations.iter().map(RelationItem::from))
    })
    .await
}

/// What the checks found
#[utoipa::path(get, path = "/api/v1/plans/{plan}/diagnostics", tag = "contents",
    params(OfPlan, AsItStood, Versioned, Paged, ("severity" = inline(Option<SeverityName>), Query, description = "Only findings of this severity"), ("family" = Option<String>, Query, description = "Only findings of this family"), ("code" = Option<String>, Query, description = "Only findings of this rule")),
    responses((status = 200, description = "What was asked for", body = Page<FindingItem>), Failed))]
pub(super) async fn diagnostics(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let severity =
            word(&visit, "severity", |text| Severity::ALL.into_iter().find(|one| one.name() == text))?;
        let family = word(&visit, "family", |text| Family::ALL.into_iter().find(|one| one.name() == text))?;
        let code = visit.get("code");
        let rows = view.stored.findings.iter();
        let rows = rows
            .filter(|row| severity.is_none_or(|one| row.severity == one))
            .filter(|row| family.is_none_or(|one| row.family == one))
            .filter(|row| code.is_none_or(|one| row.code == one));
        let document = view.stored.document.as_ref();
        page(&visit, rows.map(|row| FindingItem::of(visit.lang, row, document)))
    })
    .await
}
