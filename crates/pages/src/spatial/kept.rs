//! The layers that a plan keeps: their versions, a form to add one, taking one out of use, and what the public may see.

use crate::answer::{after, form};
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::spatial::words::{area, kind_name};
use crate::text::{fill, secrecy_mark, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use source::Lang;
use store::{Job, JobState, Layer, Secrecy};
use web::download::kept_as;
use web::fields::Fields;
use web::rendered::{NO_STORE, Rendered};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::spatial::{self, Given, read};

#[derive(Template)]
#[template(path = "spatial/layers.html")]
struct LayersPage {
    s: Shell,
    plan: String,
    layers: Vec<LayerLine>,
    kinds: Vec<Choice>,
    name: String,
    complaint: String,
    is_done: bool,
}

struct LayerLine {
    id: i64,
    name: String,
    kind: String,
    version: String,
    clause: String,
    from: String,
    rank: String,
    accuracy: String,
    crs: String,
    features: i64,
    plane: String,
    surveyed: String,
    notes: Vec<String>,
    more: usize,
    added: String,
    is_withdrawn: bool,
    secrecy: &'static str,
    approval: String,
    grid: String,
    /// What is said of its overlay while that is not done.
    overlay: String,
}

/// Notes of a layer that are shown; the file of the reading has all.
const NOTES: usize = 12;

/// What a job that lays a layer over the others says of itself.
fn overlay(lang: Lang, job: &Job) -> String {
    match job.state {
        JobState::Failed => fill(lang, "layers.overlay-failed", &[("n", &job.fault)]),
        JobState::Running => fill(lang, "layers.overlaying", &[("n", &job.progress.to_string())]),
        _ => text(lang, "layers.overlay-waits").to_owned(),
    }
}

fn line(lang: Lang, one: Layer, jobs: &[Job]) -> LayerLine {
    let key = one.id.to_string();
    let crs: serde_json::Value = serde_json::from_str(&one.crs).unwrap_or_default();
    let (system, how) = if lang == Lang::Zh { ("zh", "how_zh") } else { ("en", "how_en") };
    let part = |name: &str| crs.get(name).and_then(|text| text.as_str()).unwrap_or_default().to_owned();
    let notes: Vec<(String, String)> = read(&one.notes);
    let more = notes.len().saturating_sub(NOTES);
    let notes = notes.into_iter().take(NOTES).map(|(zh, en)| if lang == Lang::Zh { zh } else { en });
    let (approval, grid) =
        one.released.map(|released| (released.approval, released.grid.to_string())).unwrap_or_default();
    LayerLine {
        id: one.id,
        kind: kind_name(lang, &one.kind),
        from: one.valid_from.map(|year| year.to_string()).unwrap_or_default(),
        rank: one.rank.map(|rank| rank.to_string()).unwrap_or_default(),
        accuracy: format!("{} m", one.accuracy),
        crs: format!("{} · {}", part(system), part(how)),
        features: one.features,
        plane: area(one.plane_area),
        surveyed: area(one.surveyed_area),
        notes: notes.collect(),
        more,
        added: format!("{} {}", one.added_by, work::clock::shown(&one.added_at)),
        is_withdrawn: one.withdrawn_at.is_some(),
        name: one.name,
        version: one.version,
        clause: one.clause,
        secrecy: secrecy_mark(lang, one.secrecy),
        approval,
        grid,
        overlay: jobs.iter().find(|job| job.key == key).map(|job| overlay(lang, job)).unwrap_or_default(),
    }
}

/// The layers of a plan, and the form to add one.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    show(&on.app, &on.visit, &on.plan, "").await
}

async fn show(app: &App, visit: &Visit, plan: &str, complaint: &str) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let lang = visit.lang;
    let layers = app.store().layers(plan).await?;
    let jobs = app.store().open_jobs(store::OVERLAY, plan).await?;
    let chosen = visit.get("kind").unwrap_or_default();
    let kinds = space::Kind::all().iter().map(|kind| Choice::new(kind.key, kind.words().get(lang), chosen));
    let page = LayersPage {
        s: Shell::of(visit, &view, None, Place::Work, text(lang, "layers.title")),
        plan: encode(plan),
        layers: layers.into_iter().rev().map(|one| line(lang, one, &jobs)).collect(),
        kinds: kinds.collect(),
        name: visit.get("name").unwrap_or_default().to_owned(),
        complaint: complaint.to_owned(),
        is_done: visit.get("saved").is_some(),
    };
    form(&page, complaint)
}

fn given(fields: &Fields) -> Given {
    let own = fields.text("own-kind", 60);
    Given {
        name: fields.text("name", 80),
        kind: if own.is_empty() { fields.text("kind", 60) } else { own },
        clause: fields.text("clause", 200),
        version: fields.text("version", 60),
        valid_from: fields.get("from").parse().ok().filter(|year| (1900..=2200).contains(year)),
        accuracy: fields.get("accuracy").parse().ok(),
        rank: fields.get("rank").parse().ok().filter(|rank| (1..=99).contains(rank)),
        crs: fields.text("crs", 40),
        table: fields.text("table", 120),
        secrecy: Secrecy::parse(fields.get("secrecy")),
        apart: !fields.get("apart").is_empty(),
    }
}

/// Takes a layer in.
pub(crate) async fn add(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let Some(file) = fields.file("file") else {
        return show(&app, &visit, &plan, text(visit.lang, "import.no-file")).await;
    };
    let change = visit.visitor.change(file.name.clone());
    let of = (file.name.as_str(), file.content.to_vec());
    let done = spatial::add(&app, visit.viewer(), &plan, of, &given(&fields), &change).await;
    after(&visit, done.map(|_| address(&plan)), async |words| show(&app, &visit, &plan, words).await).await
}

/// Takes a layer out of use, releases it to the public, or takes the release back.
pub(crate) async fn change(
    Posted { app, place: (plan, layer), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let change = visit.visitor.change(fields.text("reason", 500));
    let approval = fields.text("approval", 40);
    let grid = fields.get("grid").parse().unwrap_or(0.0);
    let done = match fields.get("action") {
        "withdraw" => spatial::withdraw(&app, &plan, layer, &change).await,
        "release" => spatial::release(&app, &plan, layer, Some((&approval, grid)), &change).await,
        "hide" => spatial::release(&app, &plan, layer, None, &change).await,
        _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
    };
    after(&visit, done.map(|()| address(&plan)), async |words| show(&app, &visit, &plan, words).await).await
}

/// The file of a layer as it was handed in.
pub(crate) async fn file(
    State(app): State<App>,
    Path((plan, layer)): Path<(String, i64)>,
) -> Result<Response, Problem> {
    let Some(layer) = app.store().layer(&plan, layer).await? else { return Err(Problem::no_page()) };
    let content = app.store().layer_content(layer.id).await?;
    let mut response =
        Rendered::cached("application/octet-stream", content, NO_STORE).answer(&HeaderMap::new());
    response.headers_mut().insert(header::CONTENT_DISPOSITION, kept_as("layer", &layer.marked_file()));
    Ok(response)
}

/// The list, with what was done.
fn address(plan: &str) -> String {
    format!("/plans/{}/layers?saved=1", encode(plan))
}
