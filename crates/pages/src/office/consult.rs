//! Consultations between offices (部门会商): what was said, what was decided, and when.

use crate::answer::fresh;
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use duty::Right;
use std::collections::BTreeMap;
use store::{Consultation, MatterFilter, Office, Remark};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::item::{Item, items, parse_key};
use work::offices::offices;
use work::{clock, consult, matters};

#[derive(Template)]
#[template(path = "handin/consultations.html")]
struct Consultations {
    s: Shell,
    plan: String,
    all: Vec<Part>,
    items: Vec<Choice>,
    can_decide: bool,
    /// Meetings with day, who takes part, papers and minutes: how many, where they are, and where one is called; nothing
    /// where the kind is not there.
    meetings: Option<Meetings>,
}

struct Meetings {
    count: usize,
    list: String,
    /// Empty for those who may call none.
    new: String,
}

/// The kind of matters that is a meeting of offices.
const MEETING: &str = "conference";

impl Meetings {
    async fn of(app: &App, visit: &Visit, plan: &str) -> Result<Option<Self>, Problem> {
        let Some(kind) = app.kinds().get(MEETING) else { return Ok(None) };
        let filter =
            MatterFilter { plan: plan.to_owned(), kind: MEETING.to_owned(), ..MatterFilter::default() };
        let root = format!("/plans/{}/matters", encode(plan));
        let may_call = kind.may_open(matters::stand(visit.viewer(), None));
        Ok(Some(Self {
            count: matters::list(app, visit.viewer(), &filter).await?.len(),
            list: format!("{root}?kind={MEETING}"),
            new: if may_call { format!("{root}/new?kind={MEETING}") } else { String::new() },
        }))
    }
}

struct Part {
    id: i64,
    topic: String,
    item: String,
    opened: String,
    by: String,
    remarks: Vec<(String, String, String)>,
    decision: Option<(String, String, String)>,
}

impl Part {
    fn of(one: Consultation, items: &[Item], offices: &BTreeMap<String, Office>) -> Self {
        let remark = |remark: Remark| {
            let name = offices.get(&remark.office).map_or(remark.office, |office| office.name.clone());
            let who = if name.is_empty() { remark.account } else { format!("{name} {}", remark.account) };
            (who, clock::shown(&remark.at), remark.text)
        };
        let item = items.iter().find(|item| item.kind == one.item_kind && item.id == one.item);
        let (by, at) = (one.decided_by.unwrap_or_default(), one.decided_at.unwrap_or_default());
        Self {
            id: one.id,
            topic: one.topic,
            item: item.map_or(one.item, |item| item.name.clone()),
            opened: clock::shown(&one.opened_at),
            by: one.opened_by,
            remarks: one.remarks.into_iter().map(remark).collect(),
            decision: one.decision.map(|decision| (decision, by, clock::shown(&at))),
        }
    }
}

/// The consultations of a plan, newest first.
pub(crate) async fn list(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let offices = offices(&app).await?;
    let (all, own) = consult::joined(&app, visit.viewer(), &view).await?;
    let named = items(&view.stored.plan);
    fresh(&Consultations {
        s: Shell::of(&visit, &view, None, Place::Consultations, text(visit.lang, "consult.title")),
        plan: encode(&plan),
        all: all.into_iter().map(|one| Part::of(one, &named, &offices)).collect(),
        items: own.into_iter().map(Choice::of_item).collect(),
        can_decide: visit.viewer().may(Right::EditPlan),
        meetings: Meetings::of(&app, &visit, &plan).await?,
    })
}

fn back(plan: &str) -> Response {
    Redirect::to(&format!("/plans/{}/consultations", encode(plan))).into_response()
}

/// Opens a consultation on an item.
pub(crate) async fn open(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let item = parse_key(fields.get("item")).unwrap_or_default();
    let topic = fields.text("topic", 500);
    consult::open(&app, visit.viewer(), &view, item, &topic, &visit.visitor.change("")).await?;
    Ok(back(&plan))
}

/// Adds what one's office says.
pub(crate) async fn remark(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let said = fields.text("text", 4000);
    consult::remark(&app, visit.viewer(), (&plan, id), &said, &visit.visitor.change("")).await?;
    Ok(back(&plan))
}

/// Records the decision.
pub(crate) async fn decide(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let decision = fields.text("decision", 4000);
    consult::decide(&app, (&plan, id), &decision, &visit.visitor.change("")).await?;
    Ok(back(&plan))
}
