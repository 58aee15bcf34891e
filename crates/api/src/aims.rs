//! Aims of a year, for those who work here, and the quarterly words of their bodies.

use crate::answer::{Page, answer, page, uncached};
use crate::parameters::{Failed, OfPlan, Paged, Searched};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use source::Lang;
use store::{AimMeasure, AimState};
use utoipa::ToSchema;
use web::{App, Problem, Visit};
use work::aims::{self, ItemNames, Standing};

/// An aim of a year as it stands today.
#[derive(Serialize, ToSchema)]
pub(super) struct AimItem {
    /// Number in the store.
    id: i64,
    /// Its year.
    year: i64,
    /// What is to be reached.
    title: String,
    /// task or target of the plan that it belongs to; empty for an aim of its own.
    item_kind: String,
    /// Id of the task or target.
    item: String,
    /// Whether the plan, as it holds now, has no such task or target.
    item_gone: bool,
    /// Heading of the chapter; empty for none.
    chapter: String,
    /// The body in the lead; empty for nobody yet.
    office: String,
    /// Bodies that help.
    support: Vec<String>,
    /// Document and place it was taken from; empty for one that a person set.
    source: String,
    /// The aim of the year before that it goes on with.
    carried_from: Option<i64>,
    /// How it stands: done, on-track, unsaid, behind, late or stopped.
    course: String,
    /// What of it is late, in words.
    late: Vec<String>,
    /// What is done to reach it.
    measures: Vec<AimMeasureItem>,
    /// What its body said, by quarter.
    states: Vec<AimStateItem>,
}

/// What is done to reach an aim.
#[derive(Serialize, ToSchema)]
pub(super) struct AimMeasureItem {
    /// Number within the aim.
    number: i64,
    /// What is done.
    text: String,
    /// Who does it.
    office: String,
    /// The day by which it is to be done; empty for none.
    due: String,
    /// Day on which it was done; empty for not yet.
    done: String,
}

/// How an aim stood at the end of a quarter.
#[derive(Serialize, ToSchema)]
pub(super) struct AimStateItem {
    /// The quarter, 1 to 4.
    quarter: i64,
    /// on-track, behind, done or stopped.
    state: String,
    /// One sentence.
    said: String,
    /// Who said it.
    by: String,
    /// When, in UTC.
    at: String,
    /// Names of the files that were given as evidence.
    files: Vec<String>,
}

/// What a body says of an aim for a quarter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AimWord {
    /// The quarter, 1 to 4; it must have begun.
    quarter: i64,
    /// on-track, behind, done or stopped.
    state: String,
    /// One sentence.
    said: String,
}

impl AimItem {
    fn of(row: Standing, names: &ItemNames, lang: Lang) -> Self {
        let measure = |one: AimMeasure| AimMeasureItem {
            number: one.number,
            text: one.text,
            office: one.office,
            due: one.due,
            done: one.done,
        };
        let state = |one: AimState| AimStateItem {
            quarter: one.quarter,
            state: one.state,
            said: one.said,
            by: one.made_by,
            at: one.made_at,
            files: one.files.into_iter().map(|(_, name, _)| name).collect(),
        };
        Self {
            item_gone: names.is_gone(&row.aim),
            course: row.course.name().to_owned(),
            late: row.late.iter().map(|words| words.get(lang).to_owned()).collect(),
            measures: row.measures.into_iter().map(measure).collect(),
            states: row.states.into_iter().map(state).collect(),
            id: row.aim.id,
            year: row.aim.year,
            title: row.aim.title,
            item_kind: row.aim.item_kind,
            item: row.aim.item,
            chapter: row.aim.chapter,
            office: row.aim.office,
            support: row.aim.support,
            source: row.aim.source,
            carried_from: row.aim.carried_from,
        }
    }
}

/// What of a plan is to be reached in a year, and how it stands
#[utoipa::path(get, path = "/api/v1/plans/{plan}/aims", operation_id = "aims", tag = "work",
    params(OfPlan, Paged, Searched, ("year" = Option<i64>, Query, minimum = 1950, maximum = 2100, description = "Only aims of this year"), ("office" = Option<String>, Query, description = "Only aims that this body leads, by its name"), ("course" = Option<String>, Query, description = "Only aims that stand so: done, on-track, unsaid, behind, late or stopped")),
    responses((status = 200, description = "What was asked for", body = Page<AimItem>), Failed))]
pub(super) async fn list(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let (year, names) = (year(&visit)?, ItemNames::of(&view));
        let is_asked = |name: &str, value: &str| visit.get(name).is_none_or(|asked| asked == value);
        let mut rows = aims::of_years(&app, view.id(), year).await?;
        rows.retain(|row| is_asked("office", &row.aim.office) && is_asked("course", row.course.name()));
        rows.retain(|row| visit.get("q").is_none_or(|words| row.aim.title.contains(words)));
        page(&visit, rows.into_iter().map(|row| AimItem::of(row, &names, visit.lang)))
    })
    .await
}

/// The year that is asked for, where one is.
fn year(visit: &Visit) -> Result<Option<i64>, Problem> {
    let read = |text: &str| text.parse().ok().filter(|year| (1950..=2100).contains(year));
    let wrong = || {
        Problem::bad_request("参数 year 应为 1950 到 2100 的年份。", "year must be a year from 1950 to 2100.")
    };
    visit.get("year").map(|text| read(text).ok_or_else(wrong)).transpose()
}

/// One aim with its measures and what was said of it
#[utoipa::path(get, path = "/api/v1/plans/{plan}/aims/{aim}", operation_id = "aim", tag = "work",
    params(OfPlan, ("aim" = i64, Path, description = "Number of the aim")),
    responses((status = 200, description = "What was asked for", body = AimItem), Failed))]
pub(super) async fn one(
    State(app): State<App>,
    Path((id, aim)): Path<(String, i64)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let row = aims::standing(&app, (view.id(), aim)).await?;
        Ok(AimItem::of(row, &ItemNames::of(&view), visit.lang))
    })
    .await
}

/// Says how an aim stands at the end of a quarter
///
/// For programs of the body in the lead, with a token that may hand in; a later word for the same quarter replaces an earlier one.
#[utoipa::path(post, path = "/api/v1/plans/{plan}/aims/{aim}/states", operation_id = "say_aim", tag = "work",
    params(OfPlan, ("aim" = i64, Path, description = "Number of the aim")),
    request_body = AimWord,
    responses((status = 200, description = "What was said is kept", body = AimStateItem), Failed))]
pub(super) async fn say(
    State(app): State<App>,
    Path((plan, aim)): Path<(String, i64)>,
    visit: Visit,
    body: Bytes,
) -> Result<Response, Problem> {
    let word: AimWord = serde_json::from_slice(&body).map_err(|error| {
        Problem::bad_request(
            format!("请求正文应为 JSON 对象，含 quarter、state、said：{error}"),
            format!("The body must be a JSON object with quarter, state and said: {error}"),
        )
    })?;
    let AimWord { quarter, state, said } = word;
    let said = said.chars().take(1000).collect();
    let kept = AimState { aim, quarter, state, said, ..AimState::default() };
    let change = visit.visitor.change("");
    aims::say(&app, visit.viewer(), &plan, (kept.clone(), &[]), &change).await?;
    let AimState { quarter, state, said, .. } = kept;
    let (by, at) = (change.who.clone(), change.when.to_string());
    Ok(uncached(&AimStateItem { quarter, state, said, by, at, files: Vec::new() }))
}
