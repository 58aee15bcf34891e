use crate::answer::{paging, word};
use crate::parameters::Misunderstood;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use search::{Kind, Query};
use serde::Serialize;
use utoipa::ToSchema;
use web::rendered::Rendered;
use web::{App, Problem, Visit};
use work::find::{Group, Part, Shown};

/// What was found for some words.
#[derive(Serialize, ToSchema)]
pub(super) struct FoundItem {
    /// The hits, by kind.
    groups: Vec<GroupItem>,
}

/// The hits of a kind.
#[derive(Serialize, ToSchema)]
pub(super) struct GroupItem {
    /// indicator, project, body, place, heading, text or finding.
    kind: &'static str,
    /// How many there are.
    total: usize,
    /// The first of them, or those of the page when one kind is asked for.
    hits: Vec<HitItem>,
}

/// Something in which all words occur.
#[derive(Serialize, ToSchema)]
pub(super) struct HitItem {
    /// Id of the plan.
    plan: String,
    /// Title of the plan.
    title: String,
    /// Id of the thing, or its place in the text (`b123`).
    key: String,
    /// Its name or its sentence.
    words: String,
}

impl From<Group> for GroupItem {
    fn from(group: Group) -> Self {
        let hits = group.hits.into_iter().map(HitItem::from).collect();
        Self { kind: group.kind.name(), total: group.total, hits }
    }
}

impl From<Shown> for HitItem {
    fn from(hit: Shown) -> Self {
        Self { plan: hit.plan, title: hit.title, key: hit.key, words: hit.words }
    }
}

/// Search in all plans
#[utoipa::path(get, path = "/api/v1/search", tag = "contents",
    params(
        ("q" = String, Query, description = "Words that must all occur; names are also found by the first letters of their pinyin"),
        ("kind" = Option<String>, Query, description = "Only this kind: indicator, project, body, place, heading, text or finding"),
        ("page" = Option<usize>, Query, description = "Page of the kind asked for, from 1"),
    ),
    responses((status = 200, description = "What was asked for", body = FoundItem), Misunderstood))]
pub(super) async fn search(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = visit
        .get("q")
        .and_then(Query::parse)
        .ok_or_else(|| Problem::bad_request("参数 q 应为要查找的词。", "q must be the words to look for."))?;
    let kind = word(&visit, "kind", Kind::parse)?;
    let (page, _) = paging(&visit)?;
    let part = Part { kind, page: page - 1 };
    let found = app.find(visit.viewer(), &query, part).await?;
    let item = FoundItem { groups: found.groups.into_iter().map(GroupItem::from).collect() };
    let body = serde_json::to_vec(&item).map_err(|error| Problem::internal(&error))?;
    Ok(Rendered::new("application/json", body).answer(&headers))
}
