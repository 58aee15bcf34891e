//! Matters of a plan, as whoever asks may see them.

use crate::answer::{Page, answer, page};
use crate::parameters::{Failed, OfPlan, Paged, Searched};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;
use store::{MatterEntry, MatterFilter};
use utoipa::ToSchema;
use web::{App, Problem, Visit};
use work::matters::{self, Seen};

/// A matter as whoever asks may see it.
#[derive(Serialize, ToSchema)]
pub(super) struct MatterItem {
    /// Number in the store.
    id: i64,
    /// Name of its kind.
    kind: String,
    /// As people number it.
    number: String,
    /// What it is called.
    title: String,
    /// Name of its state.
    state: String,
    /// Whether somebody still has to do something.
    open: bool,
    /// Who has it: `office/ID` or `account/NAME`; empty for nobody.
    owner: String,
    /// Who helps.
    support: Vec<String>,
    /// The day by which it is to be done; empty for none.
    due: String,
    /// Days behind that day.
    late: i32,
    /// The matter above it.
    parent: Option<i64>,
    /// What else its kind holds, by field.
    fields: BTreeMap<String, String>,
    /// What happened to it, in order; only when one matter is asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    history: Vec<StepItem>,
}

/// A step that was taken with a matter.
#[derive(Serialize, ToSchema)]
pub(super) struct StepItem {
    /// Name of the step.
    step: String,
    /// Name of the state behind it.
    state: String,
    /// What was said.
    text: String,
    /// When, in UTC.
    at: String,
    /// The office for which it was taken; empty for none.
    office: String,
    /// What changed: field, value before, value since.
    changes: BTreeMap<String, [String; 2]>,
}

impl MatterItem {
    fn of(seen: Seen, entries: Vec<MatterEntry>) -> Self {
        let one = seen.matter;
        let step = |entry: MatterEntry| StepItem {
            step: entry.step,
            state: entry.state,
            text: entry.text,
            at: entry.at,
            office: entry.office,
            changes: entry.changes,
        };
        Self {
            id: one.id,
            kind: one.kind,
            number: one.number,
            title: one.title,
            state: one.state,
            open: one.is_open,
            owner: one.owner,
            support: one.support,
            due: one.due,
            late: seen.late,
            parent: one.parent,
            fields: one.fields,
            history: entries.into_iter().map(step).collect(),
        }
    }
}

/// What somebody has to do by a day
#[utoipa::path(get, path = "/api/v1/plans/{plan}/matters", tag = "contents",
    params(OfPlan, Paged, Searched, ("kind" = Option<String>, Query, description = "Only matters of this kind"), ("state" = Option<String>, Query, description = "Only matters in this state")),
    responses((status = 200, description = "What was asked for", body = Page<MatterItem>), Failed))]
pub(super) async fn list(
    State(app): State<App>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        let view = app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let chosen = |name: &str| visit.get(name).unwrap_or_default().to_owned();
        let (plan, kind, words) = (view.id().to_owned(), chosen("kind"), chosen("q"));
        let filter = MatterFilter { plan, kind, words, ..MatterFilter::default() };
        let mut all = matters::list(&app, visit.viewer(), &filter).await?;
        let state = visit.get("state");
        all.retain(|one| state.is_none_or(|state| one.matter.state == state));
        page(&visit, all.into_iter().map(|one| MatterItem::of(one, Vec::new())))
    })
    .await
}

/// One matter with what happened to it
#[utoipa::path(get, path = "/api/v1/plans/{plan}/matters/{matter}", tag = "contents",
    params(OfPlan, ("matter" = i64, Path, description = "Number of the matter")),
    responses((status = 200, description = "What was asked for", body = MatterItem), Failed))]
pub(super) async fn one(
    State(app): State<App>,
    Path((id, matter)): Path<(String, i64)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&app, &visit, &headers, async || {
        app.plan(visit.viewer(), &visit.question(&id)?).await?;
        let (seen, entries) = matters::one(&app, visit.viewer(), (&id, matter)).await?;
        Ok(MatterItem::of(seen, entries))
    })
    .await
}
