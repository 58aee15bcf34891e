use crate::answer::{Page, answer, page, word};
use crate::parameters::{AsItStood, AtMoment, Failed, InState, LevelName, Misunderstood, OfPlan, Paged};
use assess::method::Wish;
use assess::record::TrackRecord;
use assess::within_year::YearSoFar;
use assess::{Alert, Cause, DataWarning, Pace, Point, Row};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use source::Lang;
use utoipa::ToSchema;
use web::{App, Problem, Visit};
use work::compare;
use work::view::State as Standing;

/// The state of a plan in numbers.
#[derive(Serialize, ToSchema)]
pub(super) struct OverviewItem {
    as_of: i32,
    known_at: Option<String>,
    on_track: usize,
    at_risk: usize,
    out_of_reach: usize,
    hollow: usize,
    unknown: usize,
    /// Rows with a warning.
    warned: usize,
    /// Warnings about the figures.
    data_warnings: usize,
}

/// A value in a year.
#[derive(Serialize, ToSchema)]
pub(super) struct PointItem {
    year: i32,
    value: f64,
}

impl From<Point> for PointItem {
    fn from(point: Point) -> Self {
        Self { year: point.year, value: point.value }
    }
}

/// How fast a value moves.
#[derive(Serialize, ToSchema)]
pub(super) struct PaceItem {
    value: f64,
    /// percent: compound per cent a year; amount: the unit of the target a year.
    basis: String,
}

impl From<Pace> for PaceItem {
    fn from(pace: Pace) -> Self {
        Self { value: pace.value, basis: pace.basis.to_string() }
    }
}

/// The forecast of a target's value.
#[derive(Serialize, ToSchema)]
pub(super) struct OutlookItem {
    median: f64,
    lo95: f64,
    hi95: f64,
    /// Probability that the target is satisfied.
    p_attain: f64,
    /// Quantiles at 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, year by year.
    fan: Vec<FanItem>,
}

/// Forecast quantiles of one year.
#[derive(Serialize, ToSchema)]
pub(super) struct FanItem {
    year: i32,
    quantiles: Vec<f64>,
}

/// What a published method says.
#[derive(Serialize, ToSchema)]
pub(super) struct MethodItem {
    method: String,
    value: f64,
    class: String,
    words: String,
}

/// A published figure.
#[derive(Serialize, ToSchema)]
pub(super) struct ActualItem {
    year: i32,
    value: f64,
    status: Option<String>,
    source: String,
    known_at: Option<String>,
    /// Whether the assessment used it.
    used: bool,
}

/// The running year by its months.
#[derive(Serialize, ToSchema)]
pub(super) struct SoFarItem {
    year: i32,
    /// The first and the last month that the value covers, 1 to 12.
    first_month: u8,
    last_month: u8,
    /// What these months came to, in the unit of the indicator.
    value: f64,
    /// What the target wants of the year.
    due: Option<f64>,
    /// The months over what the year should come to.
    progress: Option<f64>,
    /// The share of the year that was done by then in past years.
    usual: Option<f64>,
    /// The year expected: median and the 95 % interval, from so many past years.
    median: Option<f64>,
    lo95: Option<f64>,
    hi95: Option<f64>,
    past_years: usize,
    /// Probability that the year comes to what is due.
    p_attain: Option<f64>,
    /// none, blue, yellow, orange, red: the warning in the month.
    warning: String,
    text: String,
}

/// A part of what moved a value; parts follow the whole that they add up to, one level deeper.
#[derive(Serialize, ToSchema)]
pub(super) struct CauseItem {
    /// 0 for the whole.
    depth: usize,
    /// By what its whole was opened.
    by: String,
    /// whole, revision, break, real, part, region, rest.
    kind: String,
    name: String,
    /// In the unit of the target.
    amount: f64,
    /// Its part of the whole movement.
    share: f64,
}

/// Which way is better for a target, and what told it.
#[derive(Serialize, ToSchema)]
pub(super) struct DirectionItem {
    /// up or down; nothing when nothing tells.
    better: Option<String>,
    /// declared, comparator, name, move, bound.
    basis: Option<String>,
    /// What says the contrary.
    against: Option<String>,
}

/// The tree of causes, one line for each part.
fn causes(lang: Lang, cause: &Cause, depth: usize, by: &str, lines: &mut Vec<CauseItem>) {
    if depth > DEEPEST {
        return;
    }
    lines.push(CauseItem {
        depth,
        by: by.to_owned(),
        kind: cause.kind.to_string(),
        name: cause.name.clone(),
        amount: cause.amount,
        share: cause.share,
    });
    for opening in &cause.openings {
        for part in &opening.parts {
            causes(lang, part, depth + 1, opening.by.get(lang), lines);
        }
    }
}

/// Levels of the tree of causes that are told; an assessment makes fewer.
const DEEPEST: usize = 6;

impl SoFarItem {
    fn of(lang: Lang, so_far: &YearSoFar) -> Self {
        let quantile = |p| so_far.estimate.map(|estimate| estimate.quantile(p));
        Self {
            year: so_far.year,
            first_month: so_far.months.first(),
            last_month: so_far.months.last(),
            value: so_far.value,
            due: so_far.due,
            progress: so_far.progress,
            usual: so_far.usual,
            median: quantile(0.5),
            lo95: quantile(0.025),
            hi95: quantile(0.975),
            past_years: so_far.estimate.map_or(0, |estimate| estimate.years),
            p_attain: so_far.attain,
            warning: so_far.alert.to_string(),
            text: so_far.words.get(lang).to_owned(),
        }
    }
}

/// One target in one region, judged.
#[derive(Serialize, ToSchema)]
pub(super) struct RowItem {
    target: String,
    indicator: String,
    name: String,
    group: String,
    /// Empty for the plan's own region.
    region: String,
    unit: String,
    nature: Option<String>,
    kind: String,
    /// on-track, at-risk, out-of-reach, hollow, unknown.
    state: String,
    status: String,
    /// none, blue, yellow, orange, red.
    warning: String,
    since: Option<i32>,
    base: Option<PointItem>,
    goal: Option<PointItem>,
    latest: Option<PointItem>,
    /// Share of the way that is done.
    progress: Option<f64>,
    /// Share of the way that should be done.
    expected: Option<f64>,
    /// Years ahead of the expected path; negative when behind.
    time_distance: Option<f64>,
    required: Option<PaceItem>,
    achieved: Option<PaceItem>,
    best: Option<PaceItem>,
    trend: Option<String>,
    outlook: Option<OutlookItem>,
    reason: String,
    driver: Option<String>,
    direction: DirectionItem,
    so_far: Option<SoFarItem>,
    /// What moved the value since the base, of rows with a warning: the whole, then its parts.
    causes: Vec<CauseItem>,
    bodies: Vec<String>,
    methods: Vec<MethodItem>,
    actuals: Vec<ActualItem>,
    path: Vec<PointItem>,
}

impl RowItem {
    #[expect(clippy::too_many_lines, reason = "one line for each field of the answer")]
    fn of(lang: Lang, row: &Row) -> Self {
        Self {
            target: row.target.to_string(),
            indicator: row.indicator.to_string(),
            name: row.name.clone(),
            group: row.group.clone(),
            region: row.region.clone(),
            unit: row.unit.clone(),
            nature: row.nature.map(|nature| nature.to_string()),
            kind: row.kind.to_string(),
            state: Standing::of(row).name().to_owned(),
            status: row.status.to_string(),
            warning: row.alert.to_string(),
            since: row.since,
            base: row.base.map(Into::into),
            goal: row.goal.map(Into::into),
            latest: row.latest.map(Into::into),
            progress: row.progress,
            expected: row.expected,
            time_distance: row.time_distance,
            required: row.required.map(Into::into),
            achieved: row.achieved.map(Into::into),
            best: row.best.map(Into::into),
            trend: row.trend.map(|trend| trend.to_string()),
            outlook: row.outlook.as_ref().map(|outlook| OutlookItem {
                median: outlook.median,
                lo95: outlook.low,
                hi95: outlook.high,
                p_attain: outlook.attain,
                fan: outlook
                    .fan
                    .iter()
                    .map(|year| FanItem { year: year.year, quantiles: year.quantiles.to_vec() })
                    .collect(),
            }),
            reason: row.reason.get(lang).to_owned(),
            driver: row.driver.as_ref().map(|words| words.get(lang).to_owned()),
            direction: DirectionItem {
                better: row.direction.wish.map(|wish| {
                    match wish {
                        Wish::Up => "up",
                        Wish::Down => "down",
                    }
                    .to_owned()
                }),
                basis: row.direction.basis.map(|basis| basis.to_string()),
                against: row.direction.against.map(|basis| basis.to_string()),
            },
            so_far: row.so_far.as_ref().map(|so_far| SoFarItem::of(lang, so_far)),
            causes: row.cause.as_ref().map_or_else(Vec::new, |cause| {
                let mut lines = Vec::new();
                causes(lang, cause, 0, "", &mut lines);
                lines
            }),
            bodies: row.bodies.clone(),
            methods: row
                .methods
                .iter()
                .map(|method| MethodItem {
                    method: method.method.to_string(),
                    value: method.value,
                    class: method.class.name.to_owned(),
                    words: method.class.words.get(lang).to_owned(),
                })
                .collect(),
            actuals: row
                .evidence
                .actuals
                .iter()
                .map(|actual| ActualItem {
                    year: actual.year,
                    value: actual.value,
                    status: actual.status.map(|status| status.to_string()),
                    source: actual.source.clone(),
                    known_at: actual.known_at.map(|day| day.to_string()),
                    used: actual.used,
                })
                .collect(),
            path: row.evidence.path.iter().copied().map(Into::into).collect(),
        }
    }
}

/// Something wrong or odd with the figures.
#[derive(Serialize, ToSchema)]
pub(super) struct DataWarningItem {
    kind: String,
    indicator: String,
    name: String,
    region: String,
    year: Option<i32>,
    text: String,
}

impl DataWarningItem {
    fn of(lang: Lang, warning: &DataWarning) -> Self {
        Self {
            kind: warning.kind.to_string(),
            indicator: warning.indicator.to_string(),
            name: warning.name.clone(),
            region: warning.region.clone(),
            year: warning.year,
            text: warning.words.get(lang).to_owned(),
        }
    }
}

/// Warnings about targets, and about the figures.
#[derive(Serialize, ToSchema)]
pub(super) struct WarningsItem {
    /// The most serious first.
    targets: Page<RowItem>,
    data: Vec<DataWarningItem>,
}

/// The state of a plan in numbers
#[utoipa::path(get, path = "/api/v1/plans/{plan}/overview", tag = "judgement",
    params(OfPlan, AsItStood, AtMoment),
    responses((status = 200, description = "What was asked for", body = OverviewItem), Failed))]
pub(super) async fn overview(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
        let count = judged.count();
        Ok(OverviewItem {
            as_of: judged.assessment.as_of.year,
            known_at: judged.assessment.as_of.known_at.map(|day| day.to_string()),
            on_track: count.get(Standing::OnTrack),
            at_risk: count.get(Standing::AtRisk),
            out_of_reach: count.get(Standing::OutOfReach),
            hollow: count.get(Standing::Hollow),
            unknown: count.get(Standing::Unknown),
            warned: judged.own().filter(|row| row.alert > Alert::None).count(),
            data_warnings: judged.assessment.data.len(),
        })
    })
    .await
}

/// Every target judged
#[utoipa::path(get, path = "/api/v1/plans/{plan}/assessment", operation_id = "assessment", tag = "judgement",
    params(OfPlan, AsItStood, AtMoment, InState, ("indicator" = Option<String>, Query, description = "Only targets on this indicator"), ("region" = Option<String>, Query, description = "Only this region"), Paged),
    responses((status = 200, description = "What was asked for", body = Page<RowItem>), Failed))]
pub(super) async fn rows(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
        let state = word(&visit, "state", Standing::parse)?;
        let (indicator, region) = (visit.get("indicator"), visit.get("region"));
        let rows = judged.assessment.rows.iter();
        let rows = rows
            .filter(|row| state.is_none_or(|state| Standing::of(row) == state))
            .filter(|row| indicator.is_none_or(|id| row.indicator.as_str() == id))
            .filter(|row| region.is_none_or(|region| row.region == region));
        page(&visit, rows.map(|row| RowItem::of(visit.lang, row)))
    })
    .await
}

/// Warnings about targets and about figures
#[utoipa::path(get, path = "/api/v1/plans/{plan}/warnings", tag = "judgement",
    params(OfPlan, AsItStood, AtMoment, ("level" = inline(Option<LevelName>), Query, description = "Only warnings of this level"), Paged),
    responses((status = 200, description = "What was asked for", body = WarningsItem), Failed))]
pub(super) async fn warnings(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
        let level = word(&visit, "level", Alert::parse)?;
        let rows =
            judged.assessment.warned().into_iter().filter(|row| level.is_none_or(|level| row.alert == level));
        let targets = page(&visit, rows.map(|row| RowItem::of(visit.lang, row)))?;
        let data =
            judged.assessment.data.iter().map(|warning| DataWarningItem::of(visit.lang, warning)).collect();
        Ok(WarningsItem { targets, data })
    })
    .await
}

/// What became of past warnings of a level.
#[derive(Serialize, ToSchema)]
pub(super) struct RecordItem {
    /// none, blue, yellow, orange, red.
    level: String,
    /// Years left to the target year; all years together when absent.
    years_left: Option<i32>,
    cases: usize,
    /// Share of the targets that were missed in the end.
    missed: f64,
    /// Mean probability of attainment that was given.
    attain: f64,
    /// Brier score of these probabilities.
    brier: f64,
    /// Share of all missed targets that were at this level or above.
    caught: Option<f64>,
    /// Share of all attained targets that were so.
    false_alarms: Option<f64>,
    /// Years of warning before the target year.
    lead: Option<f64>,
}

/// How far warnings can be trusted
#[utoipa::path(get, path = "/api/v1/track-record", tag = "judgement",
    params(Paged),
    responses((status = 200, description = "What was asked for", body = Page<RecordItem>), Misunderstood))]
pub(super) async fn track_record(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let levels = TrackRecord::shipped().levels.into_iter();
        page(
            &visit,
            levels.map(|one| RecordItem {
                level: one.level.to_string(),
                years_left: one.years_left,
                cases: one.cases,
                missed: one.missed,
                attain: one.attain,
                brier: one.brier,
                caught: one.caught,
                false_alarms: one.false_alarms,
                lead: one.lead,
            }),
        )
    })
    .await
}

/// An indicator of two plans.
#[derive(Serialize, ToSchema)]
pub(super) struct ComparedItem {
    name: String,
    /// What this plan promises.
    here: String,
    /// What the other promises.
    there: String,
    /// same, changed, only-here, only-there.
    kind: String,
}

/// Two plans side by side
#[utoipa::path(get, path = "/api/v1/plans/{plan}/compare", tag = "judgement",
    params(OfPlan, AsItStood, ("with" = String, Query, description = "Id of the other plan, or id@version"), Paged),
    responses((status = 200, description = "What was asked for", body = Page<ComparedItem>), Failed))]
pub(super) async fn compare(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let with = visit.get("with").ok_or_else(|| {
            Problem::bad_request(
                "请用参数 with 指明另一个规划。",
                "Name the other plan in the parameter with.",
            )
        })?;
        let other = compare::other(&app, visit.viewer(), with, visit.stood_at()?).await?;
        page(&visit, compare::lines(&view, &other).into_iter().map(ComparedItem::of))
    })
    .await
}

impl ComparedItem {
    fn of(line: compare::Line) -> Self {
        Self { name: line.name, here: line.here, there: line.there, kind: line.kind.name().to_owned() }
    }
}
