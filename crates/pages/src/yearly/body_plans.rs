//! How bodies carry the plan out (实施方案): their documents with the tasks that each carries out and those of its body that it leaves out.

use crate::answer::{after, form, fresh};
use crate::asked::{OnPlan, Posted};
use crate::living;
use crate::office::download;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use duty::Right;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::body_plans::{self, Read};
use work::pending::Waiting;
use work::view::PlanView;

#[derive(Template)]
#[template(path = "yearly/body_plans.html")]
struct ListPage {
    s: Shell,
    here: String,
    rows: Vec<Line>,
    office: String,
    offices: Vec<String>,
    may_add: bool,
    may_edit: bool,
    complaint: String,
}

struct Line {
    id: i64,
    title: String,
    office: String,
    file: String,
    by: String,
    tasks: Vec<TaskLine>,
    left_out: Vec<(String, String)>,
}

struct TaskLine {
    name: String,
    address: String,
    quote: String,
    place: String,
}

#[derive(Template)]
#[template(path = "yearly/body_plan.html")]
struct PreviewPage {
    s: Shell,
    list: String,
    here: String,
    title: String,
    office: String,
    rows: Vec<body_plans::Carried>,
    own: usize,
    left_out: Vec<(String, String)>,
}

/// Proposals that share at least so much (percent) are ticked already.
const TICKED: u8 = 50;

fn list_of(plan: &str) -> String {
    format!("/plans/{}/body-plans", encode(plan))
}

/// The documents of all bodies.
pub(super) async fn page(on: OnPlan) -> Result<Response, Problem> {
    show(&on.app, &on.visit, &on.plan, "").await
}

async fn show(app: &App, visit: &Visit, plan: &str, complaint: &str) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let listed = body_plans::list(app, &view).await?;
    let offices = work::offices::offices(app).await?;
    let own = visit.viewer().office().and_then(|id| offices.get(id)).map(|office| office.name.clone());
    let s = Shell::of(visit, &view, None, Place::Yearly, text(visit.lang, "carried.title"));
    let address = addresses(&s, &view);
    let names = names(&view);
    let page = ListPage {
        here: list_of(plan),
        rows: listed.into_iter().map(|one| line((visit.lang, plan), one, &names, &address)).collect(),
        office: own.unwrap_or_default(),
        offices: offices.into_values().map(|office| office.name).collect(),
        may_add: visit.viewer().may(Right::HandIn),
        may_edit: visit.viewer().may(Right::EditPlan),
        complaint: complaint.to_owned(),
        s,
    };
    form(&page, complaint)
}

/// A document with what it carries out and leaves out; names and addresses are those of tasks.
fn line(
    (lang, plan): (source::Lang, &str),
    one: body_plans::Listed,
    names: &BTreeMap<String, String>,
    addresses: &BTreeMap<String, String>,
) -> Line {
    let of = |words: &BTreeMap<String, String>, task: &str| words.get(task).cloned().unwrap_or_default();
    let carried = |task: &store::BodyPlanTask| TaskLine {
        name: names.get(&task.task).map_or(work::aims::gone_word(lang), String::as_str).to_owned(),
        address: of(addresses, &task.task),
        quote: task.quote.clone(),
        place: task.place.clone(),
    };
    Line {
        id: one.plan.id,
        file: format!("{}/{}/file", list_of(plan), one.plan.id),
        by: format!("{} · {}", one.plan.made_by, work::clock::shown(&one.plan.made_at)),
        tasks: one.plan.tasks.iter().map(carried).collect(),
        left_out: one.left_out.into_iter().map(|(id, name)| (name, of(addresses, &id))).collect(),
        title: one.plan.title,
        office: one.plan.office,
    }
}

/// The address of the sentence of each task.
fn addresses(s: &Shell, view: &PlanView) -> BTreeMap<String, String> {
    let Some(document) = view.stored.document.as_ref() else { return BTreeMap::new() };
    let tasks = view.stored.plan.tasks.iter();
    tasks
        .map(|task| (task.id.to_string(), s.to(living::sentence_link(document, task.provenance.span))))
        .collect()
}

fn names(view: &PlanView) -> BTreeMap<String, String> {
    let tasks = view.stored.plan.tasks.iter();
    tasks.map(|task| (task.id.to_string(), format!("{}{}", task.verb, task.object))).collect()
}

type ReadOrWhy = Result<(Arc<PlanView>, Read), source::Words>;

async fn read(
    app: &App,
    visit: &Visit,
    (plan, office): (&str, &str),
    waiting: &Waiting,
) -> Result<ReadOrWhy, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let found = body_plans::understand(app, &view, office, waiting).await?;
    Ok(found.map(|found| (view, found)))
}

/// Takes a document and shows which tasks of the plan it carries out.
pub(super) async fn upload(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let office = fields.text("office", 120);
    if office.is_empty() || !body_plans::may_add(&app, visit.viewer(), &office).await? {
        return show(&app, &visit, &plan, text(visit.lang, "carried.whose")).await;
    }
    let Some(file) = fields.file("file") else {
        return show(&app, &visit, &plan, text(visit.lang, "import.no-file")).await;
    };
    let key = app.pending().keep(visit.viewer(), &plan, &file.name, &file.content)?;
    let Some(waiting) = app.pending().find(visit.viewer(), &plan, &key)? else {
        return show(&app, &visit, &plan, text(visit.lang, "import.gone")).await;
    };
    match read(&app, &visit, (&plan, &office), &waiting).await? {
        Ok((view, found)) if !found.rows.is_empty() => {
            fresh(&previewed(&visit, &view, (&key, &office), found))
        }
        Ok(_) => show(&app, &visit, &plan, text(visit.lang, "carried.nothing")).await,
        Err(words) => show(&app, &visit, &plan, words.get(visit.lang)).await,
    }
}

fn previewed(visit: &Visit, view: &PlanView, (key, office): (&str, &str), found: Read) -> PreviewPage {
    PreviewPage {
        s: Shell::of(visit, view, None, Place::Yearly, text(visit.lang, "carried.preview")),
        list: list_of(view.id()),
        here: format!("{}/import/{key}", list_of(view.id())),
        title: found.title,
        office: office.to_owned(),
        own: found.rows.iter().filter(|row| row.is_own).count(),
        rows: found.rows,
        left_out: found.left_out,
    }
}

/// Keeps a document with the ticked tasks.
pub(super) async fn confirm(
    Posted { app, place: (plan, key), visit, fields }: Posted<(String, String)>,
) -> Result<Response, Problem> {
    let office = fields.text("office", 120);
    let Some(waiting) = app.pending().find(visit.viewer(), &plan, &key)? else {
        return show(&app, &visit, &plan, text(visit.lang, "import.gone")).await;
    };
    let (view, found) = match read(&app, &visit, (&plan, &office), &waiting).await? {
        Ok(read) => read,
        Err(words) => return show(&app, &visit, &plan, words.get(visit.lang)).await,
    };
    let ticked: BTreeSet<String> = fields.all("task").map(str::to_owned).collect();
    let change = visit.visitor.change(waiting.name.clone());
    let of = (&*view, office.as_str());
    let done = body_plans::keep(&app, visit.viewer(), of, (&found, &waiting), &ticked, &change).await;
    if done.is_ok() {
        app.pending().drop(&key);
    }
    after(&visit, done.map(|_| list_of(&plan)), async |words| show(&app, &visit, &plan, words).await).await
}

/// Says that a document holds no more.
pub(super) async fn withdraw(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let reason = fields.text("reason", 500);
    let done = if reason.is_empty() {
        Err(work::Fault::bad_request("请写明理由。", "Say why."))
    } else {
        body_plans::withdraw(&app, (&plan, id), &reason, &visit.visitor.change(&reason)).await
    };
    after(&visit, done.map(|()| list_of(&plan)), async |words| show(&app, &visit, &plan, words).await).await
}

/// A document as it came.
pub(super) async fn file(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    app.plan(visit.viewer(), &work::Question::now(&plan)).await?;
    let (file, content) = body_plans::file(&app, (&plan, id)).await?;
    Ok(download(&file, content))
}
